//! One field of many records at once.

use super::desk::Desk;
use super::steps::drafts;
use super::trading::{records, service};
use coredesk_core::changes::{BulkDone, BulkEdit, BulkOperation, DraftError, FieldEdit, StepKind};
use serde_json::{Value, json};

fn set(field: &str, value: Value) -> BulkEdit {
    BulkEdit { field: field.to_owned(), operation: BulkOperation::Set(value) }
}

fn add(field: &str, amount: &str) -> BulkEdit {
    BulkEdit { field: field.to_owned(), operation: BulkOperation::Add(amount.to_owned()) }
}

fn ids(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn done(desk: &Desk, edit: BulkEdit, of: &[&str]) -> BulkDone {
    let preview = desk.changes.preview_bulk_edit("timeentry", edit.clone(), ids(of), || false).await.expect("is looked at");
    let done = desk.changes.bulk_edit("timeentry", edit, ids(of)).await.expect("is done");
    assert_eq!(preview.done, done, "what is done is what was said before");
    done
}

/// What a person sees in the field.
async fn seen(desk: &Desk, id: &str, field: &str) -> Value {
    let draft = desk.changes.draft("timeentry", id).await.expect("reads");
    let changed = draft.and_then(|draft| draft.fields.into_iter().find(|change| change.field == field));
    match changed {
        Some(change) => change.after,
        None => desk.mirror.record("timeentry", id).await.expect("reads").map_or(Value::Null, |record| record[field].clone()),
    }
}

#[tokio::test]
async fn an_unsent_edit_counts_before_the_copy_and_a_new_record_is_one_like_any_other() {
    let desk = Desk::with_entries(3);
    desk.edit("e2", "actualHours", json!("4")).await;
    let new = desk.changes.create("timeentry").await.expect("a draft");
    desk.edit(&new, "actualHours", json!("1")).await;
    let before = drafts(&desk).await;
    let done = done(&desk, add("actualHours", "0.25"), &["e1", "e2", &new, "e3"]).await;
    assert_eq!((done.changed, done.unchanged, done.left.len()), (4, 0, 0));
    let mut hours = Vec::new();
    for id in ["e1", "e2", &new, "e3"] {
        hours.push(seen(&desk, id, "actualHours").await.to_string());
    }
    assert_eq!(hours, ["2.75", "4.25", "1.25", "2.75"]);
    let draft = desk.changes.draft("timeentry", "e2").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[0].before.to_string(), "2.5");
    assert_eq!(draft.base.expect("is kept")["bigNumber"].to_string(), "12345678901234567890.123456789");
    let step = desk.changes.undo_step().await.expect("is taken back").expect("a step").step;
    assert_eq!((step.kind, step.records, step.field.as_deref()), (StepKind::BulkEdit, 4, Some("actualHours")));
    assert_eq!(drafts(&desk).await, before);
}

#[tokio::test]
async fn a_draft_of_a_bulk_edit_is_as_one_that_was_typed() {
    let (bulk, typed) = (Desk::with_entries(1), Desk::with_entries(1));
    bulk.changes.bulk_edit("timeentry", set("actualHours", json!("7.50")), ids(&["e1"])).await.expect("is done");
    typed.edit("e1", "actualHours", json!("7.50")).await;
    let one = drafts(&bulk).await.remove(0);
    let mut other = drafts(&typed).await.remove(0);
    (other.change_id, other.made_at) = (one.change_id.clone(), one.made_at);
    assert_eq!(one, other);
}

#[tokio::test]
async fn what_stays_as_it_is_is_counted_with_its_reason() {
    let desk = Desk::with_entries(5);
    desk.changes.mark_for_deletion("timeentry", ids(&["e1", "e2"])).await.expect("are marked");
    desk.edit("e3", "actualHours", json!("7")).await;
    desk.edit("e4", "actualHours", Value::Null).await;
    let set = done(&desk, set("actualHours", json!("7")), &["e1", "e2", "e3", "gone", "e5"]).await;
    assert_eq!((set.rows, set.changed, set.unchanged), (5, 1, 1));
    let reasons: Vec<_> = set.left.iter().map(|(reason, count)| (reason.one, *count)).collect();
    assert_eq!(reasons, [("is marked for deletion", 2), ("is not on this computer any more", 1)]);
    let added = done(&desk, add("actualHours", "1"), &["e4", "e5"]).await;
    assert_eq!((added.changed, added.left[0].0.many), (1, "are empty"));
}

#[tokio::test]
async fn back_to_what_was_there_is_no_change() {
    let desk = Desk::with_entries(2);
    desk.edit("e1", "actualHours", json!("7")).await;
    let done = done(&desk, set("actualHours", json!("2.50")), &["e1", "e2"]).await;
    assert_eq!((done.changed, done.unchanged), (1, 1));
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}

#[tokio::test]
async fn a_preview_shows_what_a_person_would_see_and_keeps_nothing() {
    let desk = Desk::of_service(&service(), records());
    let edit = |field: &str, operation| BulkEdit { field: field.to_owned(), operation };
    desk.edit_of("line-items", "1", "name", json!("Line one")).await;
    let before = drafts(&desk).await;
    let replace = BulkOperation::Replace { find: "LINE".to_owned(), with: "L".repeat(40), match_case: false, whole: false };
    let preview =
        desk.changes.preview_bulk_edit("line-items", edit("name", replace), ids(&["1", "2"]), || false).await.expect("is looked at");
    assert_eq!((preview.done.changed, preview.done.faulty), (2, 2));
    let sample = &preview.samples[0];
    assert_eq!((sample.id.as_str(), sample.title.as_str(), &sample.change.before), ("1", "Line one", &json!("Line one")));
    let problem = sample.change.problem.as_ref().expect("it is too long").to_string();
    assert_eq!(problem, "This has 44 characters; the service takes 40.");
    assert_eq!(drafts(&desk).await, before);
}

#[tokio::test]
async fn a_field_that_is_set_once_changes_in_new_records_alone() {
    let desk = Desk::of_service(&service(), records());
    let new = desk.changes.create("line-items").await.expect("a draft");
    let done = desk.changes.bulk_edit("line-items", set("campaign", json!(1)), ids(&["1", &new])).await.expect("is done");
    assert_eq!((done.changed, done.left[0].1), (1, 1));
    assert!(done.left[0].0.one.contains("set only when a record is created"));
    let refused = desk.changes.bulk_edit("line-items", set("spend", json!(1)), ids(&["1"])).await;
    assert!(matches!(refused, Err(DraftError::ReadOnly { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_preview_that_nobody_waits_for_ends() {
    let desk = Desk::with_entries(3);
    let many = (0..5_000).map(|number| format!("e{number}")).collect();
    let over = desk.changes.preview_bulk_edit("timeentry", set("actualHours", json!("2.5")), many, || true).await;
    assert!(matches!(over, Err(DraftError::Store(_) | DraftError::Mirror(_))), "{over:?}");
}

#[tokio::test]
async fn cells_of_one_record_are_kept_together_and_a_bad_one_keeps_none() {
    let desk = Desk::with_entries(2);
    let cell = |id: &str, field: &str, value: Value| FieldEdit { id: id.to_owned(), field: field.to_owned(), value };
    let edits = vec![
        cell("e1", "actualHours", json!("3")),
        cell("e2", "actualHours", json!("3")),
        cell("e1", "description", json!("Doors")),
        cell("e1", "actualHours", json!("2.5")),
    ];
    desk.changes.edit_as(StepKind::Paste, "timeentry", edits).await.expect("is kept");
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields.iter().map(|change| change.field.as_str()).collect::<Vec<_>>(), ["description"], "the last one counts");
    let before = drafts(&desk).await;
    let bad = vec![cell("e1", "actualHours", json!("9")), cell("e2", "lastUpdated", json!("9"))];
    assert!(matches!(desk.changes.edit("timeentry", bad).await, Err(DraftError::ReadOnly { .. })));
    assert_eq!(drafts(&desk).await, before);
}

#[tokio::test]
async fn stopped_while_it_is_made_it_keeps_nothing() {
    let desk = Desk::with_entries(5_000);
    let all: Vec<String> = (1..=5_000).map(|number| format!("e{number}")).collect();
    let changes = desk.changes.clone();
    let making = tokio::spawn(async move { changes.bulk_edit("timeentry", set("actualHours", json!("7.50")), all).await });
    let seen = loop {
        match desk.changes.step_under_way() {
            Some(seen) if seen.done > 0 => break seen,
            _ => tokio::task::yield_now().await,
        }
    };
    assert_eq!(seen.total, 5_000);
    desk.changes.stop_step(seen.step);
    assert!(matches!(making.await.expect("ends"), Err(DraftError::Stopped)));
    assert_eq!(drafts(&desk).await.len(), 0);
    let steps = desk.changes.steps().await.expect("are read");
    assert!(steps.undo.is_none() && desk.changes.step_under_way().is_none());
}

#[tokio::test]
async fn the_step_after_one_that_was_stopped_is_made() {
    let desk = Desk::with_entries(2);
    desk.changes.stop_step(1);
    let done = done(&desk, set("actualHours", json!("7.50")), &["e1", "e2"]).await;
    assert_eq!((done.changed, desk.changes.step_under_way()), (2, None));
}
