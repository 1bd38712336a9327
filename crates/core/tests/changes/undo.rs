//! What was sent is undone by its opposite, which is reviewed and sent like any other change.

use super::desk::Desk;
use coredesk_core::Record;
use coredesk_core::catalogue::{Service, bqe_core};
use coredesk_core::changes::{DraftKind, JournalQuery, NotUndoneReason, StepKind, UndoWhat, Undoing, WriteResult};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

async fn send(desk: &Desk) -> String {
    desk.send_all(&CancellationToken::new()).await.run.run_id
}

async fn undo(desk: &Desk, what: UndoWhat) -> Undoing {
    let preview = desk.changes.preview_undo(what.clone()).await.expect("is previewed");
    let done = desk.changes.undo_written(what).await.expect("is drafted");
    let told = |undoing: &Undoing| format!("{undoing:?}");
    assert_eq!(told(&preview), told(&done), "the preview tells what is done");
    done
}

/// Number and standing of each write, oldest first.
async fn standing(desk: &Desk) -> Vec<(u64, WriteResult)> {
    let mut found = Vec::new();
    for result in [WriteResult::Saved, WriteResult::Refused, WriteResult::Unknown, WriteResult::Undone] {
        let query = JournalQuery { result: Some(result), ..JournalQuery::default() };
        let places = desk.changes.journal_places(&query, None, 0, 100).await.expect("reads");
        found.extend(places.into_iter().map(|(_, number)| (number, result)));
    }
    found.sort_unstable_by_key(|(number, _)| *number);
    found
}

fn description(desk: &Desk, id: &str) -> Value {
    desk.service.record("timeentry", id).expect("is there")["description"].clone()
}

#[tokio::test]
async fn an_edit_is_undone_and_done_again() {
    let desk = Desk::with_entries(1);
    let before = desk.service.record("timeentry", "e1").expect("is there");
    desk.edit("e1", "description", json!("Changed")).await;
    desk.edit("e1", "actualHours", json!("6.50")).await;
    send(&desk).await;
    let undoing = undo(&desk, UndoWhat::Write(1)).await;
    assert_eq!((undoing.changes, undoing.cannot.len(), undoing.changed_since.len()), (1, 0, 0));
    let step = desk.changes.steps().await.expect("steps").undo.expect("is a step");
    assert_eq!(step.kind, StepKind::Undo);
    send(&desk).await;
    let plain = |record: &Record| (record["description"].clone(), record["actualHours"].clone());
    assert_eq!(plain(&desk.service.record("timeentry", "e1").expect("is there")), plain(&before));
    assert_eq!(standing(&desk).await, [(1, WriteResult::Undone), (3, WriteResult::Saved)]);
    let entries = desk.changes.journal_entries(vec![1, 3]).await.expect("reads");
    assert_eq!(entries[0].undone.map(|(by, _)| by), Some(3), "both are linked");
    assert_eq!(entries[1].entry.undoes, Some(1));
    // Done again: the undoing is undone.
    undo(&desk, UndoWhat::Write(1)).await;
    send(&desk).await;
    assert_eq!(description(&desk, "e1"), json!("Changed"));
    assert_eq!(standing(&desk).await, [(1, WriteResult::Saved), (3, WriteResult::Undone), (5, WriteResult::Saved)]);
}

#[tokio::test]
async fn what_somebody_changed_since_is_told_and_compared_with_what_is_there_now() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Mine")).await;
    send(&desk).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.sync("e1");
    let undoing = undo(&desk, UndoWhat::Write(1)).await;
    let since = undoing.changed_since.first().expect("is told");
    assert_eq!((&since.change.after, &since.now), (&json!("Mine"), &json!("Theirs")));
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is drafted");
    assert_eq!((&draft.fields[0].before, &draft.fields[0].after), (&json!("Theirs"), &json!("Levels")));
    send(&desk).await;
    assert_eq!(description(&desk, "e1"), json!("Levels"));
}

#[tokio::test]
async fn a_run_is_undone_but_for_what_was_refused() {
    let desk = Desk::with_entries(3);
    for id in ["e1", "e2", "e3"] {
        desk.edit(id, "description", json!(format!("New {id}"))).await;
    }
    desk.service.refuse("e2", "locked");
    let run = send(&desk).await;
    desk.changes.discard_all().await.expect("is discarded");
    let undoing = undo(&desk, UndoWhat::Run(run.clone())).await;
    assert_eq!(undoing.changes, 2);
    assert_eq!(undoing.cannot.iter().map(|not| (&not.reason, not.count)).collect::<Vec<_>>(), [(&NotUndoneReason::NotSaved, 1)]);
    let again = desk.changes.preview_undo(UndoWhat::Run(run.clone())).await.expect("is previewed");
    assert_eq!(again.cannot.first().map(|not| (&not.reason, not.count)), Some((&NotUndoneReason::Waiting, 2)), "nothing twice");
    let undone_by = send(&desk).await;
    assert_eq!((description(&desk, "e1"), description(&desk, "e3")), (json!("Levels"), json!("Levels")));
    let runs = desk.changes.journal_runs(&JournalQuery::default(), None, 10).await.expect("reads");
    assert_eq!(runs.iter().map(|found| (&found.run_id, found.undone)).collect::<Vec<_>>(), [(&undone_by, 0), (&run, 2)]);
    assert_eq!(runs[0].undoes_run.as_ref(), Some(&run));
    assert!(runs[1].undone_at.is_some());
}

#[tokio::test]
async fn one_field_goes_back_also_to_before_a_later_write() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("First")).await;
    desk.edit("e1", "actualHours", json!("4.00")).await;
    send(&desk).await;
    desk.edit("e1", "description", json!("Second")).await;
    send(&desk).await;
    let undoing = undo(&desk, UndoWhat::Field { number: 1, field: "description".to_owned() }).await;
    assert_eq!(undoing.changed_since.len(), 1, "the later write is told");
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is drafted");
    assert_eq!(draft.fields.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["description"]);
    send(&desk).await;
    assert_eq!(description(&desk, "e1"), json!("Levels"));
    assert_eq!(standing(&desk).await[0], (1, WriteResult::Saved), "the hours of that write stand");
}

#[tokio::test]
async fn what_is_as_it_was_and_what_is_gone_is_told() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Mine")).await;
    send(&desk).await;
    desk.change_at_service("e1", "description", json!("Levels"));
    desk.sync("e1");
    let undoing = undo(&desk, UndoWhat::Write(1)).await;
    assert_eq!((undoing.changes, undoing.cannot.first().map(|not| &not.reason)), (0, Some(&NotUndoneReason::AsBefore)));
    assert!(desk.changes.preview_undo(UndoWhat::Write(99)).await.is_err());
    assert!(desk.changes.preview_undo(UndoWhat::Run("none".to_owned())).await.is_err());
}

#[tokio::test]
async fn a_new_record_is_deleted_again() {
    let desk = Desk::with_entries(0);
    desk.new_project("Lofts").await;
    send(&desk).await;
    let undoing = undo(&desk, UndoWhat::Write(1)).await;
    assert_eq!((undoing.deleted, undoing.cannot.len()), (1, 0));
    let drafts = desk.changes.all().await.expect("drafts");
    assert_eq!(drafts.iter().map(|draft| (draft.kind, draft.entity_id.as_str())).collect::<Vec<_>>(), [(DraftKind::Delete, "made-1")]);
    send(&desk).await;
    assert!(desk.service.record("project", "made-1").is_none());
    assert_eq!(standing(&desk).await[0].1, WriteResult::Undone);
}

#[tokio::test]
async fn deleted_records_come_back_pointing_at_each_other_and_at_nothing_that_is_gone() {
    let desk = Desk::of_service(
        &core(),
        vec![
            ("client", json!({ "id": "c1", "name": "Halden", "version": "1" })),
            ("project", json!({ "id": "p1", "name": "Tower", "code": "T", "clientId": "c1", "managerId": "m1", "version": "1" })),
        ],
    );
    desk.changes.mark_for_deletion("project", vec!["p1".to_owned()]).await.expect("is marked");
    desk.changes.mark_for_deletion("client", vec!["c1".to_owned()]).await.expect("is marked");
    let run = send(&desk).await;
    assert!(desk.service.record("project", "p1").is_none() && desk.service.record("client", "c1").is_none());
    // All employees are here, and the manager is none of them.
    let cancel = CancellationToken::new();
    coredesk_core::mirror::sync(&desk.mirror, &desk.service, "employee", coredesk_core::mirror::Purpose::Background, &cancel, |_| {})
        .await
        .expect("is read");
    let undoing = undo(&desk, UndoWhat::Run(run.clone())).await;
    assert_eq!(undoing.made_anew, 2);
    let reasons: Vec<String> = undoing.cannot.iter().map(|not| not.reason.of(not.count)).collect();
    assert_eq!(reasons, ["Manager pointed at a record that is not there any more; the record is made anew without it."]);
    send(&desk).await;
    let made: Vec<Record> = desk.service.writes();
    let project = made.iter().find(|record| record.get("code").is_some()).expect("was made");
    let client = made.iter().position(|record| record["name"] == json!("Halden")).expect("was made");
    assert_eq!(project["clientId"], json!(format!("made-{}", client + 1)), "the new client");
    assert_eq!(project["name"], json!("Tower"));
    assert!(project.get("managerId").is_none());
    assert!(standing(&desk).await.iter().take(2).all(|(_, result)| *result == WriteResult::Undone));
}

fn core() -> Arc<Service> {
    Arc::new(bqe_core::service().expect("reads"))
}

#[tokio::test]
async fn an_unsent_edit_that_undoing_would_write_over_is_told() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Sent")).await;
    send(&desk).await;
    desk.edit("e1", "description", json!("My own")).await;
    let undoing = undo(&desk, UndoWhat::Write(1)).await;
    assert_eq!(undoing.changed_since.iter().map(|since| &since.now).collect::<Vec<_>>(), [&json!("My own")]);
}

#[tokio::test]
async fn a_write_is_not_undone_by_another_value_than_the_one_before_it() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Sent")).await;
    send(&desk).await;
    undo(&desk, UndoWhat::Write(1)).await;
    desk.edit("e1", "description", json!("Third")).await;
    send(&desk).await;
    assert_eq!(standing(&desk).await, [(1, WriteResult::Saved), (3, WriteResult::Saved)]);
}
