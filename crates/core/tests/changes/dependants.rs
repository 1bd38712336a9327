//! What points at a record, and deleting it with that.

use super::desk::Desk;
use super::trading::{line_item, records, service};
use coredesk_core::catalogue::OnTargetDelete;
use coredesk_core::changes::{Dependants, DraftError, OutcomeKind};
use serde_json::json;
use tokio_util::sync::CancellationToken;

fn trading() -> Desk {
    Desk::of_service(&service(), records())
}

async fn dependants(desk: &Desk, entity_type: &str, id: &str) -> Dependants {
    desk.changes.dependants(entity_type, id).await.expect("are found")
}

fn groups(found: &Dependants) -> Vec<(&str, &str, Option<OnTargetDelete>, u64)> {
    found.groups.iter().map(|group| (group.entity_type.as_str(), group.field_title.as_str(), group.effect, group.count)).collect()
}

fn order(found: &Dependants) -> Vec<(&str, u64)> {
    found.order.iter().map(|step| (step.entity_type.as_str(), step.count)).collect()
}

async fn note(desk: &Desk, id: &str) -> String {
    let review = desk.changes.review().await.expect("a review");
    review.changes.into_iter().find(|change| change.draft.entity_id == id).expect("is there").note.unwrap_or_default()
}

#[tokio::test]
async fn references_in_lists_and_parts_are_found_with_their_effect() {
    let desk = trading();
    let found = dependants(&desk, "creatives", "11").await;
    assert_eq!(groups(&found), [("line-items", "Creatives", Some(OnTargetDelete::Remove), 2)]);
    assert_eq!(order(&found), [("creatives", 1)], "a list just loses it");
    assert_eq!(found.groups[0].records.iter().map(|record| record.title.as_str()).collect::<Vec<_>>(), ["Line 1", "Line 2"]);
    let found = dependants(&desk, "deals", "21").await;
    assert_eq!(groups(&found), [("line-items", "Targeting, Deals", Some(OnTargetDelete::Protect), 2)]);
    assert_eq!(order(&found), [], "the service deletes no deals");
    let found = dependants(&desk, "campaigns", "1").await;
    assert_eq!(found.title, "Autumn");
    assert_eq!(groups(&found), [("line-items", "Campaign", Some(OnTargetDelete::Cascade), 2)]);
    assert_eq!(order(&found), [("campaigns", 1)], "they go with it");
    assert_eq!(found.rules, ["Deleting a campaign deletes its line items."]);
    assert!(!found.is_whole, "the line items were never read to the end");
}

#[tokio::test]
async fn links_follow_their_record() {
    let desk = trading();
    let (_, mut record) = line_item(2, 1);
    record["creatives"] = json!([12]);
    desk.keep("line-items", record);
    assert_eq!(dependants(&desk, "creatives", "11").await.groups[0].count, 1);
    desk.store.write_now(|transaction| desk.mirror.remove_record(transaction, "line-items", "1")).expect("is removed");
    assert_eq!(dependants(&desk, "creatives", "11").await.groups, []);
}

#[tokio::test]
async fn what_keeps_a_record_is_deleted_before_it() {
    let desk = trading();
    for (id, owner) in [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2))] {
        desk.keep("owners", json!({ "id": id, "name": format!("O{id}"), "owner": owner }));
    }
    let found = dependants(&desk, "owners", "1").await;
    assert_eq!(order(&found), [("owners", 4)]);
    desk.changes.mark_with_dependants("owners", "1").await.expect("are marked");
    assert_eq!(note(&desk, "1").await, "2 owners that use it are deleted before it.");
    let run = desk.send_all(&CancellationToken::new()).await;
    assert!(run.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Done));
    let deletes = desk.service.deletes();
    let place = |id: &str| deletes.iter().position(|deleted| deleted == &format!("owners/{id}")).expect("is deleted");
    assert!(place("4") < place("2") && place("2") < place("1") && place("3") < place("1"), "{deletes:?}");
}

#[tokio::test]
async fn a_circle_has_no_order() {
    let desk = trading();
    for (id, owner) in [(1, 2), (2, 1)] {
        desk.keep("owners", json!({ "id": id, "name": format!("O{id}"), "owner": owner }));
    }
    assert_eq!(order(&dependants(&desk, "owners", "1").await), []);
    let marked = desk.changes.mark_with_dependants("owners", "1").await;
    assert!(matches!(marked, Err(DraftError::NoOrder)), "{marked:?}");
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}

#[tokio::test]
async fn a_record_that_keeps_itself_is_no_circle() {
    let desk = trading();
    desk.keep("owners", json!({ "id": 1, "name": "O1", "owner": 1 }));
    assert_eq!(order(&dependants(&desk, "owners", "1").await), [("owners", 1)]);
}

#[tokio::test]
async fn what_keeps_a_record_that_goes_along_is_deleted_first() {
    let desk = trading();
    desk.keep("holds", json!({ "id": 5, "name": "H", "line_item": 2 }));
    let found = dependants(&desk, "campaigns", "1").await;
    assert_eq!(order(&found), [("holds", 1), ("campaigns", 1)], "the line items go with the campaign");
}

#[tokio::test]
async fn an_unsent_change_may_let_go_of_a_record() {
    let desk = trading();
    desk.keep("owners", json!({ "id": 1, "name": "O1", "owner": null }));
    desk.keep("deals", json!({ "id": 21, "name": "Deal", "owner": 1 }));
    assert_eq!(order(&dependants(&desk, "owners", "1").await), [], "the deal keeps it, and no deal is deleted");
    desk.edit_of("deals", "21", "owner", json!(null)).await;
    assert_eq!(order(&dependants(&desk, "owners", "1").await), [("owners", 1)], "an unsent change lets go of it before");
}

#[tokio::test]
async fn the_review_says_what_becomes_of_others() {
    let desk = trading();
    desk.changes.mark_for_deletion("campaigns", vec!["1".to_owned()]).await.expect("is marked");
    assert_eq!(note(&desk, "1").await, "2 line items go with it.");
    desk.changes.discard_all().await.expect("is taken back");
    desk.changes.mark_for_deletion("creatives", vec!["11".to_owned()]).await.expect("is marked");
    assert_eq!(note(&desk, "11").await, "2 line items lose it.");
    desk.changes.discard_all().await.expect("is taken back");
    desk.keep("owners", json!({ "id": 1, "name": "O1", "owner": null }));
    desk.keep("owners", json!({ "id": 2, "name": "O2", "owner": 1 }));
    desk.changes.mark_for_deletion("owners", vec!["1".to_owned()]).await.expect("is marked");
    assert_eq!(note(&desk, "1").await, "1 owner uses it, so the service will refuse.");
}

#[tokio::test]
async fn children_with_counted_ids_are_deleted_before_their_parent() {
    let desk = trading();
    desk.changes.mark_for_deletion("line-items", vec!["1".to_owned(), "2".to_owned()]).await.expect("are marked");
    desk.changes.mark_for_deletion("creatives", vec!["11".to_owned()]).await.expect("is marked");
    desk.changes.mark_for_deletion("campaigns", vec!["1".to_owned()]).await.expect("is marked");
    desk.send_all(&CancellationToken::new()).await;
    let mut deletes = desk.service.deletes();
    deletes[..2].sort();
    assert_eq!(deletes[..2], ["line-items/1", "line-items/2"], "the campaign and a line item have the same number");
}
