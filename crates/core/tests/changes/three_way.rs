//! A record as it was found, as a person wants it, and as somebody else made it.

use super::desk::Desk;
use coredesk_core::changes::{Conflict, OutcomeKind, Problem, ReviewedDraft, Shown, Side};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

async fn reviewed(desk: &Desk) -> Option<ReviewedDraft> {
    desk.changes.check_all().await.expect("are checked");
    let (_, mut rows) = desk.changes.review_rows(None, Shown::All, 0, 10).await.expect("reads");
    rows.pop()
}

async fn conflict(desk: &Desk) -> Option<Conflict> {
    reviewed(desk).await.expect("is there").conflict
}

async fn counts(desk: &Desk) -> (u64, u64, u64) {
    desk.changes.check_all().await.expect("are checked");
    let summary = desk.changes.review_summary().await.expect("counts");
    (summary.all().conflicts, summary.all().problems, summary.to_send().total)
}

/// Mine and theirs of the description; mine of the hours; theirs of the memo. A sync brought theirs, and nothing was sent.
async fn both_changed() -> Desk {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("Mine")).await;
    desk.edit("e1", "actualHours", json!("7")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.change_at_service("e1", "actualHours", json!(2.5));
    desk.change_at_service("e1", "date", json!("2026-11-02T00:00:00"));
    desk.sync("e1");
    desk
}

#[tokio::test]
async fn a_sync_alone_shows_all_three_sides() {
    let desk = both_changed().await;
    let conflict = conflict(&desk).await.expect("is one");
    let told: Vec<_> =
        conflict.fields.iter().map(|field| (field.field.as_str(), field.changed_by_me, field.changed_there, field.is_open)).collect();
    assert_eq!(told, [("description", true, true, true), ("actualHours", true, false, false), ("date", false, true, false)]);
    let both = &conflict.fields[0];
    assert_eq!((&both.then, &both.mine, &both.theirs), (&json!("Levels"), &json!("Mine"), &json!("Theirs")));
    assert_eq!(counts(&desk).await, (1, 1, 0));
    assert_eq!(desk.problems("e1").await, [Problem::ChangedThere { title: "Description".to_owned() }]);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    assert!(desk.service.writes().is_empty(), "it waits for a choice");
}

#[tokio::test]
async fn what_does_not_overlap_is_shown_and_sent() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("7")).await;
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.sync("e1");
    let conflict = conflict(&desk).await.expect("is shown");
    assert!(!conflict.is_open() && conflict.fields.len() == 2);
    assert_eq!(counts(&desk).await, (1, 0, 1));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    let sent = desk.service.writes().swap_remove(0);
    assert_eq!((&sent["description"], sent["actualHours"].to_string()), (&json!("Theirs"), "7".to_owned()));
}

#[tokio::test]
async fn the_same_change_on_both_sides_is_no_question() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "description", json!("The same")).await;
    desk.change_at_service("e1", "description", json!("The same"));
    desk.sync("e1");
    assert_eq!(conflict(&desk).await, None);
    assert_eq!(counts(&desk).await, (0, 0, 1));
}

async fn settled(side: Side) -> Desk {
    let desk = both_changed().await;
    let change_id = desk.all_ids().await.swap_remove(0);
    assert_eq!(desk.changes.settle_conflict(&change_id, side).await.expect("is settled").as_deref(), Some("timeentry"));
    desk
}

#[tokio::test]
async fn mine_is_sent_over_theirs_and_the_rest_of_theirs_stays() {
    let desk = settled(Side::Mine).await;
    let shown = conflict(&desk).await.expect("is still told");
    assert!(!shown.is_open() && shown.fields[0].changed_there);
    assert_eq!(counts(&desk).await, (1, 0, 1));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0].reason);
    let there = desk.service.record("timeentry", "e1").expect("is there");
    assert_eq!((&there["description"], &there["date"]), (&json!("Mine"), &json!("2026-11-02T00:00:00")));
}

#[tokio::test]
async fn theirs_drops_what_both_changed_and_keeps_the_rest_of_mine() {
    let desk = settled(Side::Theirs).await;
    assert_eq!(counts(&desk).await, (1, 0, 1));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    let there = desk.service.record("timeentry", "e1").expect("is there");
    assert_eq!((&there["description"], there["actualHours"].to_string()), (&json!("Theirs"), "7".to_owned()));
}

#[tokio::test]
async fn a_single_field_is_chosen_by_itself_also_after_a_sync_alone() {
    let desk = both_changed().await;
    desk.changes.keep_mine("timeentry", "e1", "description").await.expect("is kept");
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[0].before, json!("Theirs"), "it is compared with what was seen");
    assert_eq!(counts(&desk).await, (1, 0, 1));
    desk.change_at_service("e1", "description", Value::from("Theirs again"));
    desk.sync("e1");
    assert_eq!(counts(&desk).await, (1, 1, 0), "changed again after the choice, it is asked again");
}

#[tokio::test]
async fn a_choice_can_be_taken_back() {
    let desk = settled(Side::Mine).await;
    assert_eq!(counts(&desk).await.1, 0);
    desk.changes.undo_step().await.expect("is taken back").expect("was a step");
    assert_eq!(counts(&desk).await.1, 1);
}

#[tokio::test]
async fn a_record_that_was_changed_since_it_was_marked_is_asked_about() {
    let desk = Desk::with_entries(1);
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    assert_eq!(counts(&desk).await, (0, 0, 1));
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.sync("e1");
    assert_eq!(counts(&desk).await, (1, 1, 0));
    let row = reviewed(&desk).await.expect("is there");
    assert_eq!(row.change.problems, [Problem::ChangedSinceMarked]);
    desk.changes.settle_conflict(&row.change.draft.change_id, Side::Mine).await.expect("is settled");
    assert_eq!(counts(&desk).await, (0, 0, 1), "it goes as it is now");
    desk.change_at_service("e1", "description", json!("Theirs again"));
    desk.sync("e1");
    desk.changes.settle_conflict(&row.change.draft.change_id, Side::Theirs).await.expect("is settled");
    assert!(reviewed(&desk).await.is_none(), "the mark is taken back");
}
