//! Answers other than yes.

use super::desk::{Desk, open};
use super::service::refusal;
use coredesk_core::changes::{OutcomeKind, RunState, WaitsFor};
use coredesk_core::rest::{RefusalReason, RequestError, WriteOutcome};
use serde_json::json;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn a_create_without_an_answer_that_cannot_be_looked_for_is_never_sent_a_second_time() {
    let desk = Desk::with_entries(0);
    let new = desk.new_project("Once").await;
    desk.service.lose_next_answer();
    desk.service.fail_lists(true);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].status), (OutcomeKind::Unknown, Some(504)));
    desk.edit_of("project", &new, "name", json!("Once, renamed")).await;
    let again = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(again.outcomes[0].outcome, OutcomeKind::Unknown);
    assert_eq!(desk.service.writes().len(), 1);
    let (reopened, _) = open(desk.folder.path());
    assert!(reopened.draft("project", &new).await.expect("reads").expect("is there").in_doubt);
}

#[tokio::test]
async fn an_edit_without_an_answer_is_compared_before_it_is_sent_again() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1.50")).await;
    desk.service.answer_next_write(WriteOutcome::Unknown { status: None, reason: "the connection broke off".to_owned() });
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Unknown);
    assert_eq!(desk.changes.count().await.expect("counts"), 1);
    desk.change_at_service("e1", "actualHours", json!(1.5));
    let again = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(again.outcomes[0].outcome, OutcomeKind::Done);
    assert_eq!(desk.service.writes().len(), 1, "it had arrived");
}

#[tokio::test]
async fn an_ended_sign_in_parks_the_run_and_fails_nothing() {
    let desk = Desk::with_entries(3);
    for id in ["e1", "e2", "e3"] {
        desk.edit(id, "actualHours", json!("1")).await;
    }
    desk.service.answer_next_write(WriteOutcome::NotSent(RequestError::SignInNeeded));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.state, run.waits_for, run.counts.left()), (RunState::Parked, Some(WaitsFor::SignIn), 3));
    assert_eq!(run.kinds(), [OutcomeKind::Waiting; 3]);
    assert_eq!(desk.changes.count().await.expect("counts"), 3);
    let again = desk.resume(&run).await;
    assert_eq!(again.state, RunState::Finished);
    assert!(again.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Done), "{:?}", again.outcomes);
}

#[tokio::test]
async fn a_read_that_fails_before_an_update_sends_nothing() {
    let desk = Desk::with_entries(2);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.edit("e2", "actualHours", json!("1")).await;
    desk.service.fail_next_read(RequestError::Unreachable { status: Some(500), reason: "GeneralException".to_owned() });
    let run = desk.send_all(&CancellationToken::new()).await;
    let outcomes: Vec<_> = run.outcomes.iter().map(|outcome| outcome.outcome).collect();
    assert_eq!(outcomes, [OutcomeKind::NotSent, OutcomeKind::Done]);
}

#[tokio::test]
async fn a_refused_create_keeps_its_draft_and_the_services_words() {
    let desk = Desk::with_entries(0);
    desk.new_project("Twice").await;
    desk.service.answer_next_write(WriteOutcome::Refused(refusal(409, RefusalReason::Forbidden, Some("MsgPermissions"))));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].refusal.as_ref().and_then(|refusal| refusal.words.as_deref()), Some("MsgPermissions"));
    assert!(!desk.changes.all().await.expect("drafts")[0].in_doubt, "the service said no: it may be sent again");
}

#[tokio::test]
async fn a_child_of_a_parent_that_was_refused_waits() {
    let desk = Desk::with_entries(0);
    let parent = desk.new_project("Bridge").await;
    let child = desk.new_project("Phase 1").await;
    desk.edit_of("project", &child, "parentId", json!(parent)).await;
    desk.service.answer_next_write(WriteOutcome::Refused(refusal(400, RefusalReason::Invalid, None)));
    let run = desk.send_all(&CancellationToken::new()).await;
    let outcomes: Vec<_> = run.outcomes.iter().map(|outcome| outcome.outcome).collect();
    assert_eq!(outcomes, [OutcomeKind::Refused, OutcomeKind::NotSent]);
    assert_eq!(desk.service.writes().len(), 1);
}

#[tokio::test]
async fn a_reference_to_a_new_record_that_was_taken_back_is_a_problem() {
    let desk = Desk::with_entries(0);
    let parent = desk.new_project("Bridge").await;
    let child = desk.new_project("Phase 1").await;
    desk.edit_of("project", &child, "parentId", json!(parent)).await;
    assert!(desk.problems(&child).await.is_empty());
    desk.changes.revert("project", &parent, None).await.expect("reverts");
    assert_eq!(desk.problems(&child).await.len(), 1);
}

#[tokio::test]
async fn ids_that_are_numbers_are_filled_in_as_numbers() {
    let desk = Desk::with_entries(0);
    let parent = desk.new_project("Bridge").await;
    let child = desk.new_project("Phase 1").await;
    desk.edit_of("project", &child, "parentId", json!(parent)).await;
    let made = json!({"id": 8841, "name": "Bridge"}).as_object().cloned();
    desk.service.answer_next_write(WriteOutcome::Done { status: 201, record: made, request_id: None });
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].id, "8841");
    assert_eq!(desk.service.writes()[1]["parentId"], json!(8841));
}

#[tokio::test]
async fn a_delete_says_what_points_at_the_record() {
    let desk = Desk::with_entries(2);
    let project = json!({"id": "p1", "name": "Bridge", "version": "1"}).as_object().cloned().expect("an object");
    desk.store.write_now(|transaction| desk.mirror.put_record(transaction, "project", &project)).expect("is put");
    desk.changes.mark_for_deletion("project", vec!["p1".to_owned()]).await.expect("is marked");
    let review = desk.changes.review().await.expect("a review");
    let note = review.changes[0].note.as_deref().unwrap_or_default();
    assert_eq!(note, "2 time entries use it, so the service may refuse.");
    let forecast = desk.changes.review_summary().await.expect("counts").forecast(80);
    assert_eq!(forecast.requests, 2, "it is read before it goes");
}

#[tokio::test]
async fn a_lost_connection_parks_the_run_at_the_second_record() {
    let desk = Desk::with_entries(4);
    for id in ["e1", "e2", "e3", "e4"] {
        desk.edit(id, "actualHours", json!("1")).await;
    }
    for _ in 0..2 {
        desk.service.fail_next_read(RequestError::Unreachable { status: None, reason: "no connection".to_owned() });
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.state, run.waits_for), (RunState::Parked, Some(WaitsFor::Network)));
    assert_eq!(run.kinds(), [OutcomeKind::Waiting; 4]);
    assert!(desk.service.writes().is_empty());
    assert_eq!(desk.resume(&run).await.kinds(), [OutcomeKind::Done; 4]);
}

#[tokio::test]
async fn one_record_that_cannot_be_reached_does_not_stop_the_others() {
    let desk = Desk::with_entries(2);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.edit("e2", "actualHours", json!("1")).await;
    desk.service.fail_next_read(RequestError::Unreachable { status: None, reason: "no answer in time".to_owned() });
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.state, run.outcomes[1].outcome), (RunState::Finished, OutcomeKind::Done));
}

fn no_connection() -> RequestError {
    RequestError::Unreachable { status: None, reason: "no connection".to_owned() }
}

#[tokio::test]
async fn a_lost_connection_parks_a_run_of_one_and_a_run_at_its_last_change() {
    for reached in [0, 2] {
        let desk = Desk::with_entries(3);
        for id in ["e1", "e2", "e3"].into_iter().take(reached + 1) {
            desk.edit(id, "actualHours", json!("1")).await;
        }
        desk.service.fail_read_number(reached, no_connection());
        let run = desk.send_all(&CancellationToken::new()).await;
        assert_eq!((run.state, run.waits_for, run.counts.left()), (RunState::Parked, Some(WaitsFor::Network), 1));
        assert_eq!(desk.resume(&run).await.kinds(), vec![OutcomeKind::Done; reached + 1]);
    }
}

#[tokio::test]
async fn what_needs_a_record_that_could_not_be_sent_waits_with_it() {
    let desk = Desk::with_entries(1);
    let project = desk.new_project("Lofts").await;
    desk.edit("e1", "projectId", json!(project)).await;
    desk.service.answer_next_write(WriteOutcome::NotSent(no_connection()));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.waits_for, run.counts.left()), (Some(WaitsFor::Network), 2));
    assert_eq!(desk.resume(&run).await.kinds(), [OutcomeKind::Done; 2]);
}
