//! Somebody else changed the record since it was touched here.

use super::desk::Desk;
use coredesk_core::changes::{OutcomeKind, Problem};
use coredesk_core::rest::{RefusalReason, WriteOutcome};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::service::refusal;

#[tokio::test]
async fn fields_that_do_not_overlap_merge() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("7.25")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    let sent = desk.service.writes().swap_remove(0);
    assert_eq!((&sent["description"], sent["actualHours"].to_string()), (&json!("Theirs"), "7.25".to_owned()));
    assert_eq!(sent["version"], "2", "the version that was read just before");
}

#[tokio::test]
async fn a_field_that_both_changed_is_a_conflict_and_nothing_is_sent() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Mine")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Conflict);
    assert!(desk.service.writes().is_empty());
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("stays");
    assert_eq!(draft.fields[0].after, json!("Mine"));
    let mirrored = desk.mirror.record("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(mirrored["description"], "Theirs", "the row shows what is there now");
}

#[tokio::test]
async fn a_field_taken_back_after_a_conflict_and_typed_again_is_sent() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Mine")).await;
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.send_all(&CancellationToken::new()).await;
    desk.changes.revert("timeentry", "e1", Some("description")).await.expect("reverts");
    desk.edit("e1", "description", json!("Mine, having read theirs")).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0].reason);
    assert_eq!(desk.service.record("timeentry", "e1").expect("is there")["description"], "Mine, having read theirs");
}

#[tokio::test]
async fn a_field_first_touched_after_a_sync_is_compared_with_what_was_on_screen() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.sync("e1");
    desk.edit("e1", "description", json!("Mine, having read theirs")).await;
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[1].before, json!("Theirs"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0].reason);
}

#[tokio::test]
async fn an_outdated_version_is_a_conflict_that_the_next_run_merges() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.service.answer_next_write(WriteOutcome::Conflict(refusal(409, RefusalReason::Invalid, Some("OutDatedModel"))));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].status), (OutcomeKind::Conflict, Some(409)));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
}

#[tokio::test]
async fn what_is_so_already_is_done_without_a_write() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("The same")).await;
    desk.change_at_service("e1", "description", json!("The same"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    assert!(desk.service.writes().is_empty());
}

/// A conflict: `before` is "Levels", mine is "Mine", theirs is "Theirs".
async fn conflict() -> Desk {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Mine")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Conflict);
    desk
}

#[tokio::test]
async fn a_conflict_waits_until_one_of_the_two_was_chosen() {
    let desk = conflict().await;
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("stays");
    assert_eq!((&draft.fields[0].theirs, &draft.fields[0].after), (&Some(json!("Theirs")), &json!("Mine")));
    assert_eq!(desk.problems("e1").await, [Problem::ChangedThere { title: "Description".to_owned() }]);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    assert!(desk.service.writes().is_empty());
}

#[tokio::test]
async fn what_a_person_keeps_is_sent_over_what_the_service_was_seen_to_have() {
    let desk = conflict().await;
    desk.changes.keep_mine("timeentry", "e1", "description").await.expect("is kept");
    assert!(desk.problems("e1").await.is_empty());
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    assert_eq!(desk.service.record("timeentry", "e1").expect("is there")["description"], "Mine");
}

#[tokio::test]
async fn what_changed_again_after_the_choice_is_a_conflict_again() {
    let desk = conflict().await;
    desk.changes.keep_mine("timeentry", "e1", "description").await.expect("is kept");
    desk.change_at_service("e1", "description", json!("Theirs again"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Conflict);
    assert!(desk.service.writes().is_empty());
}

#[tokio::test]
async fn theirs_is_taken_by_taking_the_change_back() {
    let desk = conflict().await;
    desk.changes.revert("timeentry", "e1", Some("description")).await.expect("is taken back");
    assert!(desk.changes.draft("timeentry", "e1").await.expect("reads").is_none());
    let shown = desk.mirror.record("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(shown["description"], "Theirs");
}
