//! As many changes at once as the service takes, and what must not be at once.

use super::desk::{Desk, core_with};
use coredesk_core::catalogue::RequestLimits;
use coredesk_core::changes::{OutcomeKind, RunState};
use coredesk_core::rest::{RequestError, WriteOutcome};
use serde_json::json;
use tokio_util::sync::CancellationToken;

const FOUR: RequestLimits = RequestLimits { per_minute: 80, parallel: 4, allowed_per_minute: 100 };
/// So fast that the disk is waited for while others are at the service.
const FAST: RequestLimits = RequestLimits { per_minute: 10_000, parallel: 4, allowed_per_minute: 0 };

async fn edited(limits: RequestLimits, count: usize) -> Desk {
    let desk = Desk::with_entries_of(&core_with(limits), count);
    for number in 1..=count {
        desk.edit(&format!("e{number}"), "actualHours", json!("1")).await;
    }
    desk
}

#[tokio::test]
async fn as_many_are_at_the_service_at_once_as_it_takes_and_no_more() {
    for limits in [FOUR, FAST] {
        let desk = edited(limits, 40).await;
        desk.service.hold_writes();
        let four_arrive = async {
            for _ in 0..4 {
                desk.service.write_arrived().await;
            }
            desk.service.stop_holding();
            (0..3).for_each(|_| desk.service.let_one_go());
        };
        let cancel = CancellationToken::new();
        let (run, ()) = tokio::join!(desk.send_all(&cancel), four_arrive);
        assert_eq!((run.state, run.counts.done), (RunState::Finished, 40));
        assert_eq!(desk.service.most_under_way(), 4);
        assert_eq!(desk.service.writes().len(), 40, "each once");
        assert_eq!(desk.changes.count().await.expect("counts"), 0);
    }
}

#[tokio::test]
async fn a_level_begins_when_the_one_before_it_has_ended() {
    let desk = Desk::with_entries_of(&core_with(FAST), 0);
    let mut parents = Vec::new();
    for number in 0..5 {
        parents.push(desk.new_project(&format!("Parent {number}")).await);
    }
    for parent in &parents {
        for number in 0..3 {
            let child = desk.new_project(&format!("Child {number}")).await;
            desk.edit_of("project", &child, "parentId", json!(parent)).await;
        }
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.kinds(), vec![OutcomeKind::Done; 20]);
    let writes = desk.service.writes();
    assert!(writes[..5].iter().all(|record| record.get("parentId").is_none()), "parents first");
    assert!(writes[5..].iter().all(|record| record["parentId"].as_str().is_some_and(|id| id.starts_with("made-"))));
}

#[tokio::test]
async fn a_record_with_a_change_on_its_way_gets_no_second_one() {
    let desk = Desk::with_entries_of(&core_with(FOUR), 1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.while_a_write_is_held(async {
        desk.changes.revert("timeentry", "e1", None).await.expect("reverts");
        desk.edit("e1", "description", json!("Another change of the same record")).await;
        let run = desk.send_all(&CancellationToken::new()).await;
        assert_eq!(run.kinds(), [OutcomeKind::NotSent]);
    })
    .await;
    assert_eq!(desk.service.writes().len(), 1);
}

#[tokio::test]
async fn what_is_on_its_way_when_the_sign_in_ends_is_kept_and_the_rest_waits() {
    let desk = edited(FOUR, 20).await;
    for _ in 0..3 {
        desk.service.answer_next_write(WriteOutcome::NotSent(RequestError::SignInNeeded));
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.state, RunState::Parked);
    let done = run.counts.done;
    assert_eq!(done + run.counts.left(), 20, "{:?}", run.counts);
    assert!(done <= 5, "nothing new begins: {done}");
    let whole = desk.resume(&run).await;
    assert_eq!((whole.state, whole.counts.done), (RunState::Finished, 20));
    assert_eq!(desk.service.writes().len(), 23, "three were told to sign in first");
}

#[tokio::test]
async fn identical_creates_whose_answers_get_lost_at_once_are_never_mixed_up() {
    let desk = Desk::with_entries_of(&core_with(FOUR), 0);
    for _ in 0..4 {
        desk.new_project("Bridge").await;
        desk.service.lose_next_answer();
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    let made = desk.service.records("project").len();
    let done: std::collections::BTreeSet<&str> =
        run.outcomes.iter().filter(|outcome| outcome.outcome == OutcomeKind::Done).map(|outcome| outcome.id.as_str()).collect();
    assert_eq!(made, 4, "no second one of any");
    assert_eq!(done.len() as u64, run.counts.done, "no record stands for two changes");
    assert_eq!(run.counts.done + run.counts.unknown, 4);
}
