//! Steps of drafting are taken back and done again.

use super::desk::{Desk, open};
use coredesk_core::changes::{Draft, DraftStep, FieldEdit, Side, StepKind, UndoWhat};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// What a person would send; when it was last checked is none of that.
pub(crate) async fn drafts(desk: &Desk) -> Vec<Draft> {
    desk.changes.all().await.expect("drafts").into_iter().map(|draft| Draft { checked: None, ..draft }).collect()
}

async fn undone(desk: &Desk) -> (DraftStep, u64) {
    let moved = desk.changes.undo_step().await.expect("is taken back").expect("there is a step");
    (moved.step, moved.left)
}

async fn redone(desk: &Desk) -> (DraftStep, u64) {
    let moved = desk.changes.redo_step().await.expect("is done again").expect("there is a step");
    (moved.step, moved.left)
}

fn hours(id: &str, value: &str) -> FieldEdit {
    FieldEdit { id: id.to_owned(), field: "actualHours".to_owned(), value: json!(value) }
}

#[tokio::test]
async fn every_way_to_draft_is_a_step_that_is_taken_back_and_done_again() {
    let desk = Desk::with_entries(4);
    let mut stages = vec![drafts(&desk).await];
    let mut kinds = Vec::new();
    let pasted = vec![hours("e1", "3"), hours("e2", "4"), FieldEdit { field: "description".to_owned(), ..hours("e1", "Doors") }];
    desk.changes.edit_as(StepKind::Paste, "timeentry", pasted).await.expect("is pasted");
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Paste, 2, None));
    desk.edit("e1", "actualHours", json!("5")).await;
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Edit, 1, Some("actualHours")));
    let new = desk.changes.create("timeentry").await.expect("is created");
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Create, 1, None));
    desk.changes.duplicate("timeentry", "e1", Vec::new()).await.expect("is copied");
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Duplicate, 1, None));
    let marked = vec!["e1".to_owned(), "e3".to_owned(), new];
    desk.changes.mark_for_deletion("timeentry", marked).await.expect("are marked");
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Delete, 3, None));
    desk.changes.revert("timeentry", "e2", Some("actualHours")).await.expect("is taken back");
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Revert, 1, Some("actualHours")));
    desk.changes.discard_all().await.expect("are discarded");
    stages.push(drafts(&desk).await);
    kinds.push((StepKind::Discard, 3, None));
    for (kind, before) in kinds.iter().rev().zip(stages.iter().rev().skip(1)) {
        let (step, left) = undone(&desk).await;
        assert_eq!((step.kind, step.records, step.field.as_deref()), *kind);
        assert_eq!((left, &drafts(&desk).await), (0, before), "{kind:?}");
    }
    assert_eq!(desk.changes.undo_step().await.expect("reads"), None);
    for (kind, after) in kinds.iter().zip(stages.iter().skip(1)) {
        let (step, left) = redone(&desk).await;
        assert_eq!((step.kind, step.records, step.field.as_deref()), *kind);
        assert_eq!((left, &drafts(&desk).await), (0, after), "{kind:?}");
    }
    assert_eq!(desk.changes.redo_step().await.expect("reads"), None);
}

#[tokio::test]
async fn steps_survive_a_restart() {
    let mut desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("3")).await;
    desk.edit("e1", "actualHours", json!("4")).await;
    undone(&desk).await;
    let before = desk.changes.steps().await.expect("reads");
    desk.changes = open(desk.folder.path()).0;
    assert_eq!(desk.changes.steps().await.expect("reads"), before);
    redone(&desk).await;
    assert_eq!(drafts(&desk).await[0].fields[0].after, json!(4));
}

#[tokio::test]
async fn what_changes_nothing_is_no_step_and_what_is_new_ends_doing_again() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("3")).await;
    undone(&desk).await;
    desk.edit("e1", "actualHours", json!("2.5")).await;
    assert!(desk.changes.steps().await.expect("reads").redo.is_some(), "nothing was changed by that");
    desk.edit("e1", "actualHours", json!("7")).await;
    assert_eq!(desk.changes.steps().await.expect("reads").redo, None);
}

#[tokio::test]
async fn a_refused_edit_leaves_no_step() {
    let desk = Desk::with_entries(1);
    let edits = vec![hours("e1", "3"), hours("gone", "3")];
    assert!(desk.changes.edit("timeentry", edits).await.is_err());
    assert_eq!(desk.changes.steps().await.expect("reads").undo, None);
}

#[tokio::test]
async fn what_was_sent_is_left_and_a_step_that_was_sent_wholly_is_none_any_more() {
    let desk = Desk::with_entries(3);
    desk.edit("e3", "actualHours", json!("3")).await;
    desk.changes.edit("timeentry", vec![hours("e1", "3"), hours("e2", "3")]).await.expect("is kept");
    let sent = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    let run = desk.changes.start_run(&[sent.change_id]).await.expect("starts");
    desk.changes.send(&desk.service, run, "Dana", &CancellationToken::new(), |_| {}).await.expect("is sent");
    let (step, left) = undone(&desk).await;
    assert_eq!((step.records, left), (2, 1));
    assert_eq!(drafts(&desk).await.iter().map(|draft| draft.entity_id.as_str()).collect::<Vec<_>>(), ["e3"]);
    assert_eq!(redone(&desk).await.1, 1);
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.changes.steps().await.expect("reads").undo, None);
}

#[tokio::test]
async fn what_somebody_else_changed_too_stays_as_it_is() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("3")).await;
    desk.change_at_service("e1", "actualHours", json!(9));
    desk.send_all(&CancellationToken::new()).await;
    let found = drafts(&desk).await;
    assert!(found[0].fields[0].theirs.is_some());
    assert_eq!(undone(&desk).await.1, 1);
    assert_eq!(drafts(&desk).await, found);
    assert_eq!(redone(&desk).await.1, 1);
    desk.changes.keep_mine("timeentry", "e1", "actualHours").await.expect("is chosen");
    assert_eq!(undone(&desk).await.0.kind, StepKind::Settle);
    assert_eq!(drafts(&desk).await, found);
}

#[tokio::test]
async fn a_create_without_an_answer_never_comes_back_as_if_it_were_not_sent() {
    let desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    desk.service.fail_lists(true);
    desk.service.answer_next_write(coredesk_core::rest::WriteOutcome::Unknown { status: None, reason: "no answer came".to_owned() });
    desk.send_all(&CancellationToken::new()).await;
    assert!(drafts(&desk).await[0].in_doubt);
    desk.changes.discard_all().await.expect("is discarded");
    undone(&desk).await;
    assert!(drafts(&desk).await[0].in_doubt);
    assert_eq!(undone(&desk).await.1, 1, "its edits were sent");
    assert!(drafts(&desk).await[0].in_doubt);
}

#[tokio::test]
async fn a_delete_all_the_same_is_taken_back_with_the_conflict() {
    let desk = Desk::with_entries(1);
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.sync("e1");
    let before = drafts(&desk).await;
    desk.changes.settle_conflict(&before[0].change_id, Side::Mine).await.expect("is chosen");
    let after = drafts(&desk).await;
    assert_ne!(before, after, "it is deleted as it is now");
    assert_eq!(undone(&desk).await.0.kind, StepKind::Settle);
    assert_eq!(drafts(&desk).await, before);
    redone(&desk).await;
    assert_eq!(drafts(&desk).await, after);
}

#[tokio::test]
async fn an_opposite_that_is_taken_back_leaves_an_own_edit_that_undoes_nothing() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("3")).await;
    desk.send_all(&CancellationToken::new()).await;
    desk.edit("e1", "actualHours", json!("7")).await;
    let own = drafts(&desk).await;
    desk.changes.undo_written(UndoWhat::Write(1)).await.expect("is drafted");
    assert_eq!(drafts(&desk).await[0].undoes, Some(1));
    undone(&desk).await;
    assert_eq!(drafts(&desk).await, own);
    redone(&desk).await;
    assert_eq!(drafts(&desk).await[0].undoes, Some(1));
}
