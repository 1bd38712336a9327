//! Submitting, approving and rejecting as drafts.

use super::desk::{Desk, core};
use coredesk_core::changes::{Act, Acted, DraftError, OutcomeKind, Problem};
use serde_json::json;
use tokio_util::sync::CancellationToken;

async fn act(desk: &Desk, action: &str, ids: &[&str]) -> Acted {
    let act = Act { action: action.to_owned(), ..Act::default() };
    desk.changes.act("timeentry", act, ids.iter().map(|id| (*id).to_owned()).collect()).await.expect("is kept")
}

#[tokio::test]
async fn a_submission_is_the_whole_record_with_its_version_and_the_action() {
    let desk = Desk::with_entries(1);
    assert_eq!(act(&desk, "submit", &["e1"]).await.marked, 1);
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[0].action.as_deref(), Some("submit"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{run:?}");
    let sent = &desk.service.writes()[0];
    assert_eq!(sent["workflow"], json!([{ "action": "Submit" }]));
    assert_eq!(sent["version"], json!("1"));
    assert_eq!(sent["unheardOf"], json!({ "deep": [1, 2] }), "what the catalogue does not know is sent back");
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
    let journal = desk.changes.journal(1, None).await.expect("reads");
    assert_eq!(journal[0].fields[0].action.as_deref(), Some("submit"));
}

#[tokio::test]
async fn a_recipient_and_a_memo_go_along() {
    let desk = Desk::with_entries(1);
    let act = Act { action: "submit".to_owned(), recipient: Some("r2".to_owned()), memo: Some("Week 44".to_owned()) };
    desk.changes.act("timeentry", act, vec!["e1".to_owned()]).await.expect("is kept");
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.service.writes()[0]["workflow"], json!([{ "action": "Submit", "submitToId": "r2", "memo": "Week 44" }]));
}

#[tokio::test]
async fn an_edit_and_a_submission_are_one_write() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("4")).await;
    act(&desk, "submit", &["e1"]).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes.len(), 1);
    let sent = &desk.service.writes()[0];
    assert_eq!((&sent["actualHours"], &sent["workflow"]), (&json!(4), &json!([{ "action": "Submit" }])));
}

#[tokio::test]
async fn of_many_those_that_are_billed_or_submitted_are_refused_with_the_reason() {
    let desk = Desk::with_entries(4);
    desk.change_at_service("e2", "billStatus", json!(1));
    desk.change_at_service("e3", "workflow", json!([{ "action": "Submit" }]));
    desk.sync("e2");
    desk.sync("e3");
    let acted = act(&desk, "submit", &["e1", "e2", "e3", "e4", "e9"]).await;
    assert_eq!(acted.marked, 2);
    let reasons: Vec<(&str, &str)> = acted.refused.iter().map(|refused| (refused.id.as_str(), refused.one.as_str())).collect();
    assert_eq!(reasons, [("e2", "is billed"), ("e3", "is already submitted"), ("e9", "is not on this computer any more")]);
    assert_eq!(desk.changes.count().await.expect("counts"), 2, "what is refused leaves no draft");
    assert_eq!(act(&desk, "approve", &["e3"]).await.marked, 1, "what is submitted can be approved");
}

#[tokio::test]
async fn new_and_marked_records_are_not_submitted() {
    let desk = Desk::with_entries(1);
    let new = desk.changes.create("timeentry").await.expect("a draft");
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    let acted = act(&desk, "submit", &[&new, "e1"]).await;
    let reasons: Vec<&str> = acted.refused.iter().map(|refused| refused.one.as_str()).collect();
    assert_eq!(reasons, ["is new and not sent yet", "is marked to be deleted"]);
}

#[tokio::test]
async fn what_became_of_the_record_meanwhile_is_looked_at_before_it_is_sent() {
    let desk = Desk::with_entries(3);
    act(&desk, "submit", &["e1", "e2"]).await;
    act(&desk, "approve", &["e3"]).await;
    desk.change_at_service("e1", "billStatus", json!(1));
    desk.change_at_service("e2", "workflow", json!([{ "action": "Submitted" }]));
    let run = desk.send_all(&CancellationToken::new()).await;
    let ended = |id: &str| {
        let outcome = run.outcomes.iter().find(|outcome| outcome.id == id).expect("is there");
        (outcome.outcome, outcome.reason.clone().unwrap_or_default())
    };
    assert_eq!(ended("e1"), (OutcomeKind::NotSent, "Submit for approval: it is billed.".to_owned()));
    assert_eq!(ended("e2"), (OutcomeKind::Done, "It was so already.".to_owned()));
    assert_eq!(ended("e3"), (OutcomeKind::NotSent, "Approve: it is not submitted.".to_owned()));
    assert!(run.outcomes.iter().all(|outcome| outcome.held_back == (outcome.outcome == OutcomeKind::NotSent)));
    assert!(desk.service.writes().is_empty());
}

#[tokio::test]
async fn the_review_says_what_a_sync_made_impossible() {
    let desk = Desk::with_entries(1);
    act(&desk, "submit", &["e1"]).await;
    assert!(desk.problems("e1").await.is_empty());
    desk.change_at_service("e1", "billStatus", json!(1));
    desk.sync("e1");
    let expected = Problem::NotNow { title: "Submit for approval".to_owned(), reason: "is billed".to_owned() };
    assert_eq!(desk.problems("e1").await, [expected]);
}

#[tokio::test]
async fn a_connection_spells_an_action_its_own_way_when_it_is_sent() {
    let desk = Desk::with_entries(2);
    act(&desk, "submit", &["e1"]).await;
    desk.changes.set_action_word("submit", " SubmitForApproval ").await.expect("is kept");
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.service.writes()[0]["workflow"], json!([{ "action": "SubmitForApproval" }]));
    desk.sync("e1");
    assert_eq!(act(&desk, "submit", &["e1"]).await.refused[0].one, "is already submitted", "the own word is understood as well");
    desk.changes.set_action_word("submit", "").await.expect("is kept");
    let words = desk.changes.action_words().await.expect("reads");
    assert_eq!(words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>(), ["Submit", "Approve", "Reject"]);
    assert!(matches!(desk.changes.set_action_word("submit", "a\u{7}b").await, Err(DraftError::NoWord)));
    assert!(matches!(desk.changes.set_action_word("escalate", "x").await, Err(DraftError::UnknownName(_))));
}

#[tokio::test]
async fn what_was_done_is_not_undone_by_taking_it_back_too_late() {
    let desk = Desk::with_entries(1);
    act(&desk, "submit", &["e1"]).await;
    desk.while_a_write_is_held(async {
        desk.changes.revert("timeentry", "e1", None).await.expect("reverts");
    })
    .await;
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}

#[tokio::test]
async fn only_what_the_catalogue_knows_is_done() {
    let desk = Desk::with_entries(1);
    for (entity_type, action) in [("timeentry", "escalate"), ("project", "submit")] {
        let act = Act { action: action.to_owned(), ..Act::default() };
        let refused = desk.changes.act(entity_type, act, vec!["e1".to_owned()]).await;
        assert!(matches!(refused, Err(DraftError::UnknownName(_))), "{refused:?}");
    }
    let service = core();
    let expenses = service.catalogue.entity_type("expenseentry").expect("is there");
    assert_eq!(expenses.workflow().map(|(_, workflow)| workflow.actions.len()), Some(3));
}
