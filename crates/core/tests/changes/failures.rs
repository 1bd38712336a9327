//! What was not done, grouped by reason.

use super::desk::Desk;
use super::service::refusal;
use coredesk_core::changes::{OutcomeKind, RunPart};
use coredesk_core::rest::{RefusalReason, WriteOutcome};
use serde_json::json;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn the_same_reason_is_told_once_with_all_that_it_stands_for() {
    let desk = Desk::with_entries(7);
    for number in 1..=7 {
        desk.edit(&format!("e{number}"), "actualHours", json!("1")).await;
    }
    for (id, words) in
        [("e1", "Line 12 is locked."), ("e3", "Line 7 is locked."), ("e4", "\"Levels\" is billed."), ("e6", "Line 345 is locked.")]
    {
        desk.service.refuse(id, words);
    }
    desk.change_at_service("e5", "actualHours", json!(9));
    desk.edit("e7", "actualHours", json!("seven")).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    let groups = desk.changes.failures(&run.run_id).await.expect("reads");
    let told: Vec<(usize, OutcomeKind, Vec<&str>)> = groups
        .iter()
        .map(|group| (group.change_ids.len(), group.first[0].outcome, group.first.iter().map(|row| row.id.as_str()).collect()))
        .collect();
    assert_eq!(
        told,
        [
            (3, OutcomeKind::Refused, vec!["e1", "e3", "e6"]),
            (1, OutcomeKind::Refused, vec!["e4"]),
            (1, OutcomeKind::Conflict, vec!["e5"]),
            (1, OutcomeKind::NotSent, vec!["e7"]),
        ]
    );
}

#[tokio::test]
async fn a_large_group_tells_the_first_few_and_all_its_changes() {
    let desk = Desk::with_entries(12);
    for number in 1..=12 {
        desk.edit(&format!("e{number}"), "actualHours", json!("1")).await;
        desk.service.answer_next_write(WriteOutcome::Refused(refusal(403, RefusalReason::Forbidden, None)));
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    let group = desk.changes.failures(&run.run_id).await.expect("reads").swap_remove(0);
    assert_eq!((group.change_ids.len(), group.first.len()), (12, 5));
    let sent_order: Vec<&str> = run.outcomes.iter().map(|outcome| outcome.change_id.as_str()).collect();
    assert_eq!(group.change_ids, sent_order);
    let rest = desk.changes.run_rows_of(&run.run_id, group.change_ids[5..].to_vec()).await.expect("reads");
    let named: Vec<&str> = rest.iter().map(|row| row.change_id.as_str()).collect();
    assert_eq!(named, group.change_ids[5..].iter().map(String::as_str).collect::<Vec<_>>());
    assert!(desk.changes.run_rows_of("another", group.change_ids).await.expect("reads").is_empty());
}

#[tokio::test]
async fn what_follows_each_other_of_one_entity_type_is_one_part_of_the_run() {
    let desk = Desk::with_entries(3);
    for number in 1..=3 {
        desk.edit(&format!("e{number}"), "actualHours", json!("1")).await;
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    let parts = desk.changes.run_parts(&run.run_id).await.expect("reads");
    assert_eq!(parts, [RunPart { entity_type: "timeentry".to_owned(), count: 3 }]);
}
