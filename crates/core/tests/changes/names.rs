//! References by name, as a block from a spreadsheet has them, and rows that it adds.

use super::desk::Desk;
use super::steps::drafts;
use coredesk_core::changes::{DraftKind, FieldEdit, StepKind};
use serde_json::{Value, json};

fn named(id: &str, name: &str) -> FieldEdit {
    FieldEdit { id: id.to_owned(), field: "projectId".to_owned(), value: json!({ "named": name }) }
}

fn keep_projects(desk: &Desk) {
    for (id, code, name) in [
        ("6f9d2c1e-0000-4000-8000-000000000001", "QH-1", "Quay House"),
        ("6f9d2c1e-0000-4000-8000-000000000002", "MB-1", "Mill Bridge"),
        ("6f9d2c1e-0000-4000-8000-000000000003", "MB-2", "Mill Bridge"),
    ] {
        desk.keep("project", json!({ "id": id, "code": code, "name": name, "displayName": format!("{code} {name}") }));
    }
}

async fn project_of(desk: &Desk, id: &str) -> (Value, Option<String>) {
    let draft = desk.changes.draft("timeentry", id).await.expect("reads").expect("a draft");
    let change = draft.fields.into_iter().find(|change| change.field == "projectId").expect("is changed");
    (change.after, change.problem.map(|problem| problem.to_string()))
}

#[tokio::test]
async fn a_name_becomes_the_record_that_it_is_of_and_stays_a_name_where_that_is_not_certain() {
    let desk = Desk::with_entries(6);
    keep_projects(&desk);
    let unknown = "6f9d2c1e-0000-4000-8000-00000000000f";
    let edits = [
        ("e1", "quay house "),
        ("e2", "6f9d2c1e-0000-4000-8000-000000000003"),
        ("e3", "Mill Bridge"),
        ("e4", "Nowhere"),
        ("e5", unknown),
        ("e6", "QH-1 Quay House"),
    ];
    let edits = edits.iter().map(|(id, name)| named(id, name)).collect();
    desk.changes.edit_as(StepKind::Paste, "timeentry", edits).await.expect("is kept");
    assert_eq!(project_of(&desk, "e1").await, (json!("6f9d2c1e-0000-4000-8000-000000000001"), None));
    assert_eq!(project_of(&desk, "e6").await, (json!("6f9d2c1e-0000-4000-8000-000000000001"), None));
    assert_eq!(project_of(&desk, "e2").await, (json!("6f9d2c1e-0000-4000-8000-000000000003"), None));
    assert_eq!(project_of(&desk, "e5").await, (json!(unknown), None));
    for (id, name) in [("e3", "Mill Bridge"), ("e4", "Nowhere")] {
        let (after, problem) = project_of(&desk, id).await;
        assert_eq!(after, json!({ "named": name }), "what was typed is not lost");
        assert_eq!(problem.as_deref(), Some(&*format!("Not exactly one record here is called “{name}”. Pick the one that is meant.")));
        assert!(!desk.problems_of(id).await.is_empty(), "it is not sent");
    }
}

#[tokio::test]
async fn rows_of_a_block_are_new_records_in_one_step() {
    let desk = Desk::with_entries(1);
    keep_projects(&desk);
    let row =
        |hours: &str, project: &str| vec![("actualHours".to_owned(), json!(hours)), ("projectId".to_owned(), json!({ "named": project }))];
    desk.changes.create_rows("timeentry", vec![row("2.5", "Quay House"), row("much", "Nowhere"), Vec::new()]).await.expect("are made");
    let made = desk.changes.all().await.expect("drafts");
    assert_eq!(made.len(), 3);
    assert!(made.iter().all(|draft| draft.kind == DraftKind::Create));
    let first = made.iter().find(|draft| draft.fields.iter().any(|change| change.after == 2.5)).expect("is there");
    assert!(first.fields.iter().any(|change| change.after == json!("6f9d2c1e-0000-4000-8000-000000000001")));
    let faulty = made.iter().find(|draft| draft.fields.iter().any(|change| change.after == json!("much"))).expect("is kept");
    assert_eq!(faulty.fields.iter().filter(|change| change.problem.is_some()).count(), 2);
    let step = desk.changes.undo_step().await.expect("is taken back").expect("a step").step;
    assert_eq!((step.kind, step.records), (StepKind::Paste, 3));
    assert!(drafts(&desk).await.is_empty());
}
