//! Custom fields are edited like all others and written into the list of the record as it is at the service.

use super::desk::{Desk, core};
use coredesk_core::Record;
use coredesk_core::changes::{Changes, OutcomeKind, Problem};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

const PO: &str = "customFields:d1";

fn record(value: &Value) -> Record {
    value.as_object().cloned().expect("an object")
}

/// A project with two custom fields, of which the list of projects told nothing.
async fn desk_with(at_service: Value) -> Desk {
    let mut desk = Desk::with_entries(0);
    desk.changes = Changes::new(desk.store.clone(), core(), desk.mirror.clone());
    desk.service.put("project", record(&at_service));
    let mut listed = record(&at_service);
    listed.shift_remove("customFields");
    let rows = [
        ("project", listed),
        ("customfield", record(&json!({"id": "d1", "label": "Client PO", "module": "Project"}))),
        ("customfield", record(&json!({"id": "d2", "label": "Zone", "module": "Project"}))),
        ("customfieldvalue", record(&json!({"id": "v1", "customFieldId": "d1", "entityId": "p1", "value": "A-1"}))),
    ];
    let put = |(entity_type, record): &(&str, Record)| desk.store.write_now(|t| desk.mirror.put_record(t, entity_type, record));
    rows.iter().try_for_each(put).expect("are put");
    desk.mirror.look_at_custom_fields("customfield").await.expect("looks");
    desk
}

async fn send(desk: &Desk) -> OutcomeKind {
    let run = desk.send_all(&CancellationToken::new()).await;
    run.outcomes[0].outcome
}

#[tokio::test]
async fn one_value_changes_and_the_others_go_back_as_they_came() {
    let parts = json!([{"customFieldId": "d1", "value": "A-1", "token": 7}, {"customFieldId": "d9", "value": [1], "more": {}}]);
    let desk = desk_with(json!({"id": "p1", "name": "Bridge", "version": "1", "customFields": parts, "unheardOf": 1.50})).await;
    desk.edit_of("project", "p1", PO, json!("B-2")).await;
    let draft = desk.changes.draft("project", "p1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[0].before, json!("A-1"), "as the list of values told");
    desk.edit_of("project", "p1", "customFields:d2", json!("IV")).await;
    assert_eq!(send(&desk).await, OutcomeKind::Done);
    let sent = desk.service.writes().swap_remove(0);
    let expected = json!([
        {"customFieldId": "d1", "value": "B-2", "token": 7},
        {"customFieldId": "d9", "value": [1], "more": {}},
        {"customFieldId": "d2", "value": "IV"}
    ]);
    assert_eq!((&sent["customFields"], &sent["unheardOf"], &sent["version"]), (&expected, &json!(1.50), &json!("1")));
    assert!(!sent.contains_key(PO), "the field has no member of its own");
    let kept = desk.mirror.record("project", "p1").await.expect("reads").expect("is there");
    let field = desk.mirror.entity_type("project").and_then(|project| project.field(PO).cloned()).expect("is known");
    assert_eq!(field.value_in(&kept), Some(&json!("B-2")));
}

#[tokio::test]
async fn a_value_that_both_changed_is_a_conflict() {
    let desk = desk_with(json!({"id": "p1", "version": "1", "customFields": [{"customFieldId": "d1", "value": "theirs"}]})).await;
    desk.edit_of("project", "p1", PO, json!("mine")).await;
    assert_eq!(send(&desk).await, OutcomeKind::Conflict);
    assert!(desk.service.writes().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_where_the_service_left_the_part_out() {
    let desk = desk_with(json!({"id": "p1", "version": "1"})).await;
    desk.edit_of("project", "p1", PO, json!("mine")).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    let reason = run.outcomes[0].reason.as_deref().unwrap_or_default();
    assert!(reason.contains("without its custom fields, so Client PO"), "{reason}");
    assert!(desk.service.writes().is_empty());
    assert!(desk.changes.draft("project", "p1").await.expect("reads").is_some(), "what was typed stays");
}

#[tokio::test]
async fn a_new_record_carries_its_custom_values_in_the_list() {
    let desk = desk_with(json!({"id": "p1", "version": "1", "customFields": []})).await;
    let id = desk.new_project("Quay").await;
    desk.edit_of("project", &id, PO, json!("C-3")).await;
    assert_eq!(send(&desk).await, OutcomeKind::Done);
    let sent = desk.service.writes().swap_remove(0);
    assert_eq!((&sent["name"], &sent["customFields"]), (&json!("Quay"), &json!([{"customFieldId": "d1", "value": "C-3"}])));
    assert!(!sent.contains_key(PO));
}

#[tokio::test]
async fn a_change_of_a_field_that_is_not_known_any_more_is_told_and_not_sent() {
    let desk = desk_with(json!({"id": "p1", "name": "Bridge", "version": "1", "customFields": []})).await;
    desk.edit_of("project", "p1", PO, json!("B-2")).await;
    desk.store.write_now(|t| desk.mirror.remove_record(t, "customfield", "d1")).expect("is removed");
    desk.mirror.look_at_custom_fields("customfield").await.expect("looks");
    assert_eq!(desk.problems("p1").await, [Problem::UnknownField]);
    assert_eq!(send(&desk).await, OutcomeKind::NotSent);
    assert!(desk.service.writes().is_empty());
    desk.changes.revert("project", "p1", Some(PO)).await.expect("is taken back");
    assert!(desk.changes.draft("project", "p1").await.expect("reads").is_none());
}
