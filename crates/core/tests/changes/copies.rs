//! New records like those that are there.

use super::desk::Desk;
use super::trading::{catalogue, records, service};
use coredesk_core::catalogue::Service;
use coredesk_core::changes::{DraftError, DraftKind, OutcomeKind};
use coredesk_core::rest::WriteOutcome;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

async fn fields(desk: &Desk, entity_type: &str, id: &str) -> Value {
    let draft = desk.changes.draft(entity_type, id).await.expect("reads").expect("is there");
    assert_eq!(draft.kind, DraftKind::Create);
    Value::Object(draft.fields.into_iter().map(|change| (change.field, change.after)).collect::<Map<_, _>>())
}

#[tokio::test]
async fn a_campaign_is_copied_with_its_line_items_and_sent_as_one() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("campaigns", "1", "budget", json!("20")).await;
    let copied = desk.changes.duplicate("campaigns", "1", vec!["line-items".to_owned()]).await.expect("is copied");
    assert_eq!(copied.entity_types, ["campaigns", "line-items"]);
    let expected = json!({ "name": "Autumn (copy)", "start": "2026-11-01T00:00:00Z", "end": "2026-11-30T00:00:00Z", "budget": "20" });
    assert_eq!(fields(&desk, "campaigns", &copied.id).await, expected, "as a person sees it, switched off as any new one");
    let lines = desk.changes.new_records("line-items").await.expect("drafts");
    assert_eq!(lines.len(), 2);
    let line = fields(&desk, "line-items", &lines[0].entity_id).await;
    assert_eq!((&line["name"], &line["campaign"], &line["creatives"]), (&json!("Line 1"), &json!(copied.id), &json!([11, 12])));
    assert_eq!((line.get("spend"), line.get("id")), (None, None), "what the service sets is not copied");
    desk.changes.revert("campaigns", "1", None).await.expect("is taken back");
    let record = json!({ "id": 900, "name": "Autumn (copy)" }).as_object().cloned();
    desk.service.answer_next_write(WriteOutcome::Done { status: 201, record, request_id: None });
    let run = desk.send_all(&CancellationToken::new()).await;
    assert!(run.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Done), "{:?}", run.outcomes);
    let sent = desk.service.writes();
    assert_eq!((&sent[0]["name"], &sent[1]["campaign"], &sent[2]["campaign"]), (&json!("Autumn (copy)"), &json!(900), &json!(900)));
}

#[tokio::test]
async fn copies_have_names_of_their_own() {
    let desk = Desk::of_service(&service(), records());
    let name = "A name of exactly thirty-six letters";
    desk.edit_of("campaigns", "1", "name", json!(name)).await;
    for expected in ["A name of exactly thirty-six lett (copy)", "A name of exactly thirty-six le (copy 2)"] {
        let copied = desk.changes.duplicate("campaigns", "1", Vec::new()).await.expect("is copied");
        assert_eq!(fields(&desk, "campaigns", &copied.id).await["name"], expected);
    }
}

#[tokio::test]
async fn what_makes_no_sense_and_what_the_service_sets_is_not_copied() {
    let mut described = catalogue();
    let id = &mut described.entity_types[2].fields[0];
    (id.read_only, id.create_only) = (false, true);
    let desk = Desk::of_service(&Arc::new(Service { catalogue: described, ..(*service()).clone() }), records());
    let copied = desk.changes.duplicate("creatives", "11", Vec::new()).await.expect("is copied");
    let expected = json!({ "name": "Acme banner (copy)", "html": "<b>", "trackers": [{ "code": "t" }] });
    assert_eq!(fields(&desk, "creatives", &copied.id).await, expected);
}

#[tokio::test]
async fn records_that_were_copied_together_point_at_each_other() {
    let mut described = catalogue();
    described.entity_types[7].belongs_to = Some("owner".to_owned());
    let desk = Desk::of_service(&Arc::new(Service { catalogue: described, ..(*service()).clone() }), Vec::new());
    for (id, owner) in [(1, None), (2, Some(1)), (3, Some(2))] {
        desk.keep("owners", json!({ "id": id, "name": format!("O{id}"), "owner": owner }));
    }
    desk.changes.duplicate("owners", "1", vec!["owners".to_owned()]).await.expect("is copied");
    let copies = desk.changes.new_records("owners").await.expect("drafts");
    let owner = |place: usize| copies[place].fields.iter().find(|change| change.field == "owner").map(|change| change.after.clone());
    assert_eq!([owner(0), owner(1), owner(2)], [None, Some(json!(copies[0].entity_id)), Some(json!(copies[1].entity_id))]);
}

#[tokio::test]
async fn nothing_is_copied_where_a_part_of_it_cannot_be() {
    let desk = Desk::of_service(&service(), records());
    let refused = desk.changes.duplicate("strategies", "1", Vec::new()).await;
    assert!(matches!(refused, Err(DraftError::NotOffered { .. })), "{refused:?}");
    assert!(matches!(desk.changes.duplicate("campaigns", "77", Vec::new()).await, Err(DraftError::Gone)));
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}
