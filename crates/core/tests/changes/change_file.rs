//! Changes in a file: a colleague of the same company gets the same changes, and nobody else any.

use super::desk::{Desk, entry};
use coredesk_core::changes::{ChangeFileError, DraftKind, FileOrigin, StepKind};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

fn origin(made_by: &str) -> FileOrigin {
    FileOrigin {
        service: "bqe-core".to_owned(),
        address: "https://api.bqecore.com/api".to_owned(),
        company_id: "k1".to_owned(),
        company: "Halden & Marsh".to_owned(),
        environment: "production".to_owned(),
        made_by: made_by.to_owned(),
        made_at: Timestamp::UNIX_EPOCH,
    }
}

fn with_projects(desk: &Desk) {
    for id in ["p1", "p2"] {
        desk.keep("project", json!({ "id": id, "name": format!("Project {id}"), "version": "1", "secretNote": "not for a file" }));
    }
}

/// An edit, a new project with a new time entry on it, a delete, and an edit that is not ticked.
async fn drafted() -> Desk {
    let desk = Desk::with_entries(2);
    with_projects(&desk);
    desk.edit("e1", "description", json!("Prepared")).await;
    let project = desk.new_project("Lofts").await;
    desk.edit("e2", "projectId", json!(project)).await;
    desk.changes.mark_for_deletion("project", vec!["p1".to_owned()]).await.expect("is marked");
    desk.edit_of("project", "p2", "name", json!("Not ticked")).await;
    let sql = "UPDATE draft SET left_out = 1 WHERE entity_id = 'p2'";
    desk.store.write_now(|transaction| Ok::<_, coredesk_core::store::StoreError>(transaction.execute(sql, [])?)).expect("is written");
    desk
}

async fn written() -> String {
    drafted().await.changes.change_file(origin("Dana")).await.expect("is written")
}

fn colleague() -> Desk {
    let desk = Desk::with_entries(2);
    with_projects(&desk);
    desk
}

#[tokio::test]
async fn a_colleague_gets_the_ticked_changes_and_sends_them_under_both_names() {
    let text = written().await;
    assert!(!text.contains("not for a file") && !text.contains("Not ticked"), "only what changes is in the file");
    let desk = colleague();
    let opened = desk.changes.open_change_file(&text, &origin("Robin")).await.expect("is opened");
    assert_eq!((opened.taken, opened.left.len(), opened.origin.made_by.as_str()), (4, 0, "Dana"));
    assert_eq!(desk.changes.steps().await.expect("steps").undo.expect("is a step").kind, StepKind::ChangeFile);
    let drafts = desk.changes.all().await.expect("drafts");
    assert!(drafts.iter().all(|draft| draft.prepared_by.as_deref() == Some("Dana")));
    let made = drafts.iter().find(|draft| draft.kind == DraftKind::Create).expect("the new project");
    let pointing = drafts.iter().find(|draft| draft.entity_id == "e2").expect("the entry on it");
    assert_eq!(pointing.fields[0].after, json!(made.entity_id));
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let run = desk.changes.send(&desk.service, run, "Robin", &CancellationToken::new(), |_| {}).await.expect("is sent");
    let entries = desk.changes.journal_runs(&Default::default(), None, 1).await.expect("reads");
    assert_eq!(
        (entries[0].run_id == run.run_id, entries[0].sent_by.as_str(), entries[0].prepared_by.as_deref()),
        (true, "Robin", Some("Dana"))
    );
    assert_eq!(desk.service.record("timeentry", "e1").expect("is there")["description"], json!("Prepared"));
    assert!(desk.service.record("project", "p1").is_none());
    assert!(desk.service.record("timeentry", "e2").expect("is there")["projectId"].as_str().expect("an id").starts_with("made-"));
}

#[tokio::test]
async fn what_changed_since_the_file_was_written_is_a_conflict_and_not_written_over() {
    let text = written().await;
    let desk = colleague();
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.sync("e1");
    desk.changes.open_change_file(&text, &origin("Robin")).await.expect("is opened");
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.service.record("timeentry", "e1").expect("is there")["description"], json!("Theirs"));
}

#[tokio::test]
async fn a_file_of_another_company_service_address_or_environment_is_refused_whole() {
    let text = written().await;
    let others: [fn(&mut FileOrigin); 6] = [
        |origin| origin.company_id = String::new(),
        |origin| origin.address = "https://api.bqecore.com/other".to_owned(),
        |origin| origin.company_id = "k2".to_owned(),
        |origin| origin.service = "bidcore".to_owned(),
        |origin| origin.address = "https://api.example.com/api".to_owned(),
        |origin| origin.environment = "sandbox".to_owned(),
    ];
    for other in others {
        let mut here = origin("Robin");
        other(&mut here);
        let desk = colleague();
        let refused = desk.changes.open_change_file(&text, &here).await.expect_err("is refused");
        assert!(matches!(refused, ChangeFileError::Elsewhere { .. }), "{refused:?}");
        assert_eq!(desk.changes.count().await.expect("counts"), 0);
    }
}

#[tokio::test]
async fn a_file_that_is_none_damaged_or_of_another_form_is_refused_whole() {
    let text = written().await;
    let mut other_form: Value = serde_json::from_str(&text).expect("is JSON");
    other_form["form"] = json!(2);
    let mut extra: Value = serde_json::from_str(&text).expect("is JSON");
    extra["surprise"] = json!(1);
    let deep =
        format!("{{\"coredesk\":\"changes\",\"form\":1,\"digest\":\"\",\"content\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    type Is = fn(&ChangeFileError) -> bool;
    let not_one: Is = |error| matches!(error, ChangeFileError::NotOne(_));
    let cases: [(String, Is); 8] = [
        (text.replace("Prepared", "Altered"), |error| matches!(error, ChangeFileError::Damaged)),
        (other_form.to_string(), |error| matches!(error, ChangeFileError::OtherForm { found: 2 })),
        (extra.to_string(), not_one),
        (text[..text.len() / 2].to_owned(), not_one),
        ("{}".to_owned(), not_one),
        (String::new(), not_one),
        (deep, not_one),
        (" ".repeat(64 * 1024 * 1024 + 1), |error| matches!(error, ChangeFileError::TooLarge { .. })),
    ];
    let desk = colleague();
    for (text, is_expected) in cases {
        let refused = desk.changes.open_change_file(&text, &origin("Robin")).await.expect_err("is refused");
        assert!(is_expected(&refused), "{refused:?}");
        assert_eq!(desk.changes.count().await.expect("counts"), 0);
    }
    let laid_out = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).expect("is JSON")).expect("is written");
    assert_eq!(desk.changes.open_change_file(&laid_out, &origin("Robin")).await.expect("blanks change nothing").taken, 4);
}

#[tokio::test]
async fn own_changes_stay_and_what_cannot_be_taken_is_told() {
    let text = written().await;
    let desk = colleague();
    desk.edit("e1", "description", json!("My own")).await;
    desk.store.write_now(|transaction| desk.mirror.remove_record(transaction, "project", "p1")).expect("is removed");
    let opened = desk.changes.open_change_file(&text, &origin("Robin")).await.expect("is opened");
    assert_eq!(opened.taken, 2);
    let mut left = opened.left;
    left.sort_unstable();
    assert_eq!(
        left,
        [
            "1 change was left out: the record carries unsent changes of your own.",
            "1 change was left out: the record is not on this computer, so nobody could look at what is deleted.",
        ]
    );
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!((draft.prepared_by, &draft.fields[0].after), (None, &json!("My own")));
    assert_eq!(entry("e1")["description"], json!("Levels"));
}

/// As where the service tells no company: a name that a person gave, and no id.
fn nameless(company: &str) -> FileOrigin {
    FileOrigin { company_id: String::new(), company: company.to_owned(), ..origin("Dana") }
}

#[tokio::test]
async fn without_a_companys_id_the_records_tell_where_a_file_belongs() {
    let desk = drafted().await;
    let text = desk.changes.change_file(nameless("Halden")).await.expect("is written");
    assert!(!text.contains("Project p2"), "of the records no more than what compares them is in the file");
    let open = async |desk: &Desk, name: &str| desk.changes.open_change_file(&text, &nameless(name)).await;
    assert_eq!(open(&colleague(), "Another name of the same").await.expect("the records are the same").taken, 4);
    let other = Desk::with_entries(2);
    for id in ["p1", "p2"] {
        other.keep("project", json!({ "id": id, "name": format!("Somebody else's {id}"), "version": "1" }));
    }
    for id in ["e1", "e2"] {
        let mut theirs = entry(id);
        theirs.insert("description".to_owned(), json!("Theirs"));
        other.keep("timeentry", Value::Object(theirs));
    }
    assert!(matches!(open(&other, "Halden").await, Err(ChangeFileError::Elsewhere { .. })), "an equal name proves nothing");
    assert!(matches!(open(&Desk::with_entries(0), "Halden").await, Err(ChangeFileError::NotKnown { .. })));
    assert_eq!(other.changes.count().await.expect("counts"), 0);
}

/// The file with its changes changed, and with the right digest.
fn rewritten(text: &str, change: impl Fn(&mut Vec<Value>)) -> String {
    let mut file: Value = serde_json::from_str(text).expect("is JSON");
    change(file["content"]["changes"].as_array_mut().expect("a list"));
    let digest = Sha256::digest(file["content"].to_string());
    file["digest"] = json!(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    file.to_string()
}

#[tokio::test]
async fn what_a_file_says_twice_is_left_out_with_the_reason() {
    let text = rewritten(&written().await, |changes| {
        let create = changes.iter().find(|change| change["kind"] == "create").expect("the new project").clone();
        changes.push(create);
        let edit = changes.iter_mut().find(|change| change["id"] == "e1").expect("the edit");
        let fields = edit["fields"].as_array_mut().expect("a list");
        fields.push(json!({ "field": "description", "before": "Levels", "after": "Another" }));
    });
    let desk = colleague();
    let opened = desk.changes.open_change_file(&text, &origin("Robin")).await.expect("is opened");
    assert_eq!(opened.taken, 1, "the delete");
    assert_eq!(
        opened.left,
        [
            "2 changes were left out: the file has more than one change of the record, so nobody can tell which is meant.",
            "1 change was left out: it has more than one value for a field, so nobody can tell which is meant.",
            "1 change was left out: it points at a new record that the file does not bring.",
        ]
    );
}

#[tokio::test]
async fn a_change_on_a_new_record_that_is_not_ticked_is_no_change_to_pass_on() {
    let desk = drafted().await;
    let sql = "UPDATE draft SET left_out = 1 WHERE kind = 'create'";
    desk.store.write_now(|transaction| Ok::<_, coredesk_core::store::StoreError>(transaction.execute(sql, [])?)).expect("is written");
    let refused = desk.changes.change_file(origin("Dana")).await.expect_err("the new project is not ticked");
    assert!(matches!(refused, ChangeFileError::PointsAtUnticked { count: 1, .. }), "{refused:?}");
    let text = rewritten(&written().await, |changes| changes.retain(|change| change["kind"] != "create"));
    let opened = colleague().changes.open_change_file(&text, &origin("Robin")).await.expect("is opened");
    assert_eq!(
        (opened.taken, opened.left),
        (2, vec!["1 change was left out: it points at a new record that the file does not bring.".to_owned()])
    );
}

#[tokio::test]
async fn nothing_ticked_makes_no_file() {
    let desk = Desk::with_entries(1);
    assert!(matches!(desk.changes.change_file(origin("Dana")).await, Err(ChangeFileError::Nothing)));
}
