//! Lists and nested parts as drafts, and how a described service takes values.

use super::desk::Desk;
use super::trading::{line_item, records, service};
use coredesk_core::changes::{DraftError, FieldEdit, OutcomeKind};
use coredesk_core::rest::WriteOutcome;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

fn trading() -> Desk {
    Desk::of_service(&service(), records())
}

async fn after(desk: &Desk, entity_type: &str, id: &str) -> Value {
    let draft = desk.changes.draft(entity_type, id).await.expect("reads").expect("is there");
    draft.fields.last().expect("a change").after.clone()
}

#[tokio::test]
async fn a_nested_value_is_kept_whole_in_the_form_of_the_service() {
    let desk = trading();
    let typed = json!({ "deals": { "groups": [{ "terms": [{ "join": "or", "id": "21" }, { "join": "and", "id": 21 }] }] } });
    desk.edit_of("line-items", "1", "targeting", typed).await;
    let expected = json!({ "deals": { "groups": [{ "terms": [{ "join": "or", "id": 21 }, { "join": "and", "id": 21 }] }] } });
    assert_eq!(after(&desk, "line-items", "1").await, expected);
    desk.edit_of("line-items", "1", "cap", json!({ "count": "5", "day": "all", "odd": true })).await;
    assert_eq!(after(&desk, "line-items", "1").await, json!({ "count": 5, "day": "all", "odd": true }), "what is not known stays");
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    assert_eq!(desk.service.record("line-items", "1").expect("is there")["targeting"], expected);
}

#[tokio::test]
async fn what_is_wrong_inside_is_told_with_its_place() {
    let desk = trading();
    for (entity_type, id, field, value, problem) in [
        ("line-items", "1", "cap", json!({ "count": 0 }), "Cap: Count: This is less than 1, the least that the service takes."),
        ("line-items", "1", "cap", json!({ "day": "all" }), "Cap: Count: This is required."),
        ("line-items", "1", "cap", json!("3"), "Cap: This has parts of its own. Open the record to change it."),
        ("line-items", "1", "margin", json!("100.01"), "Margin: This is more than 100, the most that the service takes."),
        (
            "line-items",
            "1",
            "targeting",
            json!({ "deals": { "groups": [{ "terms": [{ "id": 21 }, { "id": "x" }] }] } }),
            "Targeting: Deals, Groups, Entry 1, Terms, Entry 2, Id: This is no ID of this service; its IDs are numbers.",
        ),
        ("creatives", "11", "trackers", json!([{ "code": "a" }, { "code": "" }]), "Trackers: Entry 2, Code: This is required."),
        ("creatives", "11", "trackers", json!("2 parts"), "Trackers: This must be a list. Open the record to change it."),
    ] {
        desk.edit_of(entity_type, id, field, value.clone()).await;
        assert_eq!(desk.problems_of(id).await, [problem], "{value}");
        assert_eq!(after(&desk, entity_type, id).await, value, "what was typed is kept");
        desk.changes.discard_all().await.expect("is taken back");
    }
}

#[tokio::test]
async fn the_same_value_in_another_form_is_no_change() {
    let desk = trading();
    for (entity_type, id, field, value) in [
        ("campaigns", "1", "budget", json!("12.5")),
        ("campaigns", "1", "budget", json!(12.50)),
        ("campaigns", "1", "end", json!("2026-11-30T01:00:00+01:00")),
        ("line-items", "1", "strategy", json!("1")),
        ("line-items", "1", "creatives", json!(["11", { "id": 12, "name": "Spring video" }])),
        ("line-items", "1", "cap", json!({ "count": 3.0, "day": "all", "odd": true, "other": null })),
        ("line-items", "1", "margin", json!("")),
        ("creatives", "11", "trackers", json!([{ "seen": 4, "code": "t" }])),
    ] {
        desk.edit_of(entity_type, id, field, value.clone()).await;
        assert_eq!(desk.changes.count().await.expect("counts"), 0, "{field}: {value}");
    }
    let (_, mut record) = line_item(3, 1);
    record["strategy"] = json!({ "id": 1, "name": "Max" });
    desk.keep("line-items", record);
    desk.edit_of("line-items", "3", "strategy", json!("1")).await;
    assert_eq!(desk.changes.count().await.expect("counts"), 0, "the record itself in the place of its id");
    desk.edit_of("line-items", "1", "creatives", json!([12, 11])).await;
    assert_eq!(desk.changes.count().await.expect("counts"), 1, "another order is another value");
}

#[tokio::test]
async fn a_value_is_emptied_as_the_service_takes_it() {
    let desk = trading();
    for (entity_type, id, field, value) in [
        ("campaigns", "1", "budget", json!(null)),
        ("line-items", "1", "creatives", json!([])),
        ("line-items", "1", "cap", json!(null)),
        ("creatives", "11", "html", json!("")),
    ] {
        desk.edit_of(entity_type, id, field, json!(null)).await;
        assert_eq!(after(&desk, entity_type, id).await, value, "{field}");
    }
}

#[tokio::test]
async fn numbers_and_ids_are_written_as_the_service_writes_them() {
    let desk = trading();
    desk.edit_of("campaigns", "1", "budget", json!("0123456789012.3400")).await;
    assert_eq!(after(&desk, "campaigns", "1").await, json!("123456789012.3400"), "money keeps every digit, as a text");
    desk.edit_of("line-items", "1", "strategy", json!("77")).await;
    assert_eq!(after(&desk, "line-items", "1").await, json!(77));
    desk.edit_of("lists", &desk.changes.create("lists").await.expect("a draft"), "domains", json!(["a.example", " ", "b.example"])).await;
}

#[tokio::test]
async fn what_is_set_once_is_set_in_new_records_alone() {
    let desk = trading();
    let edit = |id: &str| vec![FieldEdit { id: id.to_owned(), field: "campaign".to_owned(), value: json!(2) }];
    let refused = desk.changes.edit("line-items", edit("1")).await;
    assert!(matches!(refused, Err(DraftError::SetOnce { .. })), "{refused:?}");
    let new = desk.changes.create("line-items").await.expect("a draft");
    desk.changes.edit("line-items", edit(&new)).await.expect("is kept");
}

#[tokio::test]
async fn a_field_that_makes_no_sense_is_neither_required_nor_sent() {
    let desk = trading();
    let new = desk.changes.create("creatives").await.expect("a draft");
    desk.edit_of("creatives", &new, "name", json!("Clip")).await;
    assert_eq!(desk.problems_of(&new).await, ["Html is required."], "a new one is a banner");
    desk.edit_of("creatives", &new, "html", json!("<i>")).await;
    desk.edit_of("creatives", &new, "kind", json!("video")).await;
    assert_eq!(desk.problems_of(&new).await, ["Duration is required."]);
    desk.edit_of("creatives", &new, "duration", json!("15")).await;
    assert_eq!(desk.problems_of(&new).await, [""; 0]);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    let sent = desk.service.writes().remove(0);
    assert_eq!(Value::Object(sent), json!({ "name": "Clip", "kind": "video", "duration": 15 }));
}

#[tokio::test]
async fn what_is_wrong_in_a_field_that_makes_no_sense_holds_nothing_back() {
    let desk = trading();
    let new = desk.changes.create("creatives").await.expect("a draft");
    for (field, value) in [("name", "A"), ("html", "<i>"), ("duration", "long"), ("length", "short")] {
        desk.edit_of("creatives", &new, field, json!(value)).await;
    }
    assert_eq!(desk.problems_of(&new).await, [""; 0]);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    assert_eq!(Value::Object(desk.service.writes().remove(0)), json!({ "name": "A", "html": "<i>" }));
}

#[tokio::test]
async fn a_default_is_not_sent() {
    let desk = trading();
    let new = desk.changes.create("creatives").await.expect("a draft");
    for (field, value) in [("name", json!("A")), ("html", json!("<i>")), ("kind", json!("video")), ("kind", json!("banner"))] {
        desk.edit_of("creatives", &new, field, value).await;
    }
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(Value::Object(desk.service.writes().remove(0)), json!({ "name": "A", "html": "<i>" }));
}

#[tokio::test]
async fn parts_that_the_service_sets_are_not_sent() {
    let desk = trading();
    desk.edit_of("creatives", "11", "trackers", json!([{ "code": "t", "seen": 4 }, { "code": "u" }])).await;
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.service.writes()[0]["trackers"], json!([{ "code": "t" }, { "code": "u" }]));
}

#[tokio::test]
async fn new_records_in_lists_and_parts_go_first_and_get_their_ids() {
    let desk = trading();
    let deal = desk.changes.create("deals").await.expect("a draft");
    let creative = desk.changes.create("creatives").await.expect("a draft");
    desk.edit_of("line-items", "1", "creatives", json!([11, creative])).await;
    let terms = json!([{ "join": deal, "id": deal }]);
    desk.edit_of("line-items", "1", "targeting", json!({ "deals": { "groups": [{ "terms": terms }] } })).await;
    desk.edit_of("deals", &deal, "name", json!("New deal")).await;
    desk.edit_of("creatives", &creative, "name", json!("new:s of the day")).await;
    desk.edit_of("creatives", &creative, "html", json!("<i>")).await;
    for (id, name) in [(901, "New deal"), (902, "News")] {
        let record = json!({ "id": id, "name": name }).as_object().cloned();
        desk.service.answer_next_write(WriteOutcome::Done { status: 201, record, request_id: None });
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    assert!(run.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Done), "{:?}", run.outcomes);
    let sent = desk.service.writes().remove(2);
    assert_eq!(sent["creatives"], json!([11, 902]));
    assert_eq!(sent["targeting"]["deals"]["groups"][0]["terms"], json!([{ "join": deal, "id": 901 }]), "words stay words");
}

#[tokio::test]
async fn a_new_record_that_was_not_made_holds_back_what_points_at_it_anywhere() {
    let desk = trading();
    let creative = desk.changes.create("creatives").await.expect("a draft");
    desk.edit_of("line-items", "1", "creatives", json!([11, creative])).await;
    let drafts = desk.changes.all().await.expect("drafts");
    let edit: Vec<String> = drafts.into_iter().filter(|draft| draft.entity_id == "1").map(|draft| draft.change_id).collect();
    let run = desk.changes.start_run(&edit).await.expect("starts");
    let run = desk.send(run, &CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    assert!(desk.service.writes().is_empty());
}

#[tokio::test]
async fn a_reference_in_a_list_to_what_is_not_there_is_told() {
    let desk = trading();
    let complete = "UPDATE mirror_state SET complete = 1 WHERE entity_type = 'creatives'";
    desk.store.write_now(|transaction| Ok::<_, coredesk_core::store::StoreError>(transaction.execute(complete, [])?)).expect("is set");
    desk.edit_of("line-items", "1", "creatives", json!([11, 99])).await;
    assert_eq!(desk.problems_of("1").await, ["Creatives points at a record that is not there."]);
}

#[tokio::test]
async fn fifty_thousand_entries_are_edited_and_sent() {
    let desk = trading();
    let entries: Vec<String> = (0..50_000).map(|number| format!("site{number}.example")).collect();
    desk.keep("lists", json!({ "id": 5, "name": "Long", "domains": entries }));
    let more: Vec<String> = entries.into_iter().chain(["one.more".to_owned()]).collect();
    desk.edit_of("lists", "5", "domains", json!(more)).await;
    assert_eq!(desk.problems_of("5").await, [""; 0]);
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    assert_eq!(desk.service.record("lists", "5").expect("is there")["domains"].as_array().map(Vec::len), Some(50_001));
}
