//! What a person does while a change is on its way.

use super::desk::Desk;
use coredesk_core::changes::{DraftKind, OutcomeKind};
use coredesk_core::rest::WriteOutcome;
use serde_json::json;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn what_is_typed_while_an_edit_is_on_its_way_is_kept() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.while_a_write_is_held(async {
        desk.edit("e1", "actualHours", json!("2")).await;
        desk.edit("e1", "description", json!("Typed meanwhile")).await;
    })
    .await;
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is kept");
    let fields: Vec<_> = draft.fields.iter().map(|change| (change.before.to_string(), change.after.to_string())).collect();
    assert_eq!(fields, [("1".to_owned(), "2".to_owned()), ("\"Levels\"".to_owned(), "\"Typed meanwhile\"".to_owned())]);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    assert_eq!(desk.service.record("timeentry", "e1").expect("is there")["actualHours"].to_string(), "2");
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}

#[tokio::test]
async fn what_is_typed_while_a_create_is_on_its_way_becomes_an_edit_of_the_record() {
    let desk = Desk::with_entries(0);
    let new = desk.new_project("Bridge").await;
    desk.while_a_write_is_held(desk.edit_of("project", &new, "name", json!("Bridge, north"))).await;
    let drafts = desk.changes.all().await.expect("drafts");
    assert_eq!(drafts.len(), 1);
    assert_eq!((drafts[0].kind, drafts[0].entity_id.as_str()), (DraftKind::Edit, "made-1"));
    assert_eq!((&drafts[0].fields[0].before, &drafts[0].fields[0].after), (&json!("Bridge"), &json!("Bridge, north")));
}

#[tokio::test]
async fn a_record_marked_while_its_edit_is_on_its_way_stays_marked() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.while_a_write_is_held(async {
        desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    })
    .await;
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is kept");
    assert_eq!((draft.kind, draft.fields.len()), (DraftKind::Delete, 0));
}

#[tokio::test]
async fn what_is_typed_into_a_create_that_gets_no_answer_is_kept_and_in_doubt() {
    let desk = Desk::with_entries(0);
    let new = desk.new_project("Bridge").await;
    desk.service.answer_next_write(WriteOutcome::Unknown { status: None, reason: "the connection broke off".to_owned() });
    desk.service.fail_lists(true);
    desk.while_a_write_is_held(desk.edit_of("project", &new, "name", json!("Bridge, north"))).await;
    let draft = desk.changes.draft("project", &new).await.expect("reads").expect("is kept");
    assert!(draft.in_doubt);
    assert_eq!(draft.fields[0].after, json!("Bridge, north"));
}

#[tokio::test]
async fn two_runs_over_the_same_change_send_it_once() {
    let desk = Desk::with_entries(0);
    desk.new_project("Once").await;
    let second = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    desk.while_a_write_is_held(async {
        let cancel = CancellationToken::new();
        let run = tokio::time::timeout(std::time::Duration::from_secs(5), desk.send(second, &cancel)).await.expect("does not wait");
        assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    })
    .await;
    assert_eq!(desk.service.writes().len(), 1);
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}

#[tokio::test]
async fn a_create_whose_sending_was_dropped_is_not_sent_again_before_it_is_settled() {
    let desk = Desk::with_entries(0);
    desk.new_project("Once").await;
    desk.service.hold_writes();
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let cancel = CancellationToken::new();
    tokio::select! {
        ended = desk.changes.send(&desk.service, run, "Dana", &cancel, |_| {}) => panic!("no answer came: {ended:?}"),
        () = desk.service.write_arrived() => {}
    }
    let again = tokio::time::timeout(std::time::Duration::from_secs(5), desk.send_all(&CancellationToken::new())).await;
    assert_eq!(again.expect("does not wait").outcomes[0].outcome, OutcomeKind::NotSent);
    assert_eq!(desk.service.writes().len(), 1);
}

#[tokio::test]
async fn an_edit_taken_back_while_it_is_on_its_way_becomes_the_opposite_edit() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.while_a_write_is_held(desk.edit("e1", "actualHours", json!("2.5"))).await;
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is kept");
    assert_eq!((draft.fields[0].before.to_string(), draft.fields[0].after.to_string()), ("1".to_owned(), "2.5".to_owned()));
    assert_eq!(desk.service.writes().len(), 1, "it waits for a review like any other");
}

#[tokio::test]
async fn what_was_changed_after_the_review_is_not_sent() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    desk.edit("e1", "actualHours", json!("9")).await;
    let run = desk.send(run, &CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    assert!(desk.service.writes().is_empty());
    assert_eq!(desk.changes.count().await.expect("counts"), 1);
}
