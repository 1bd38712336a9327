//! What records teach that the description does not have.

#[expect(dead_code, reason = "the tests of the mirror use more of it")]
mod mirror_support;

use coredesk_core::Record;
use coredesk_core::catalogue::{Field, FieldKind, FieldOrigin};
use coredesk_core::mirror::{self, Mirror, Purpose, ViewQuery};
use coredesk_core::rest::{Comparison, Condition, Operator, OrderBy};
use mirror_support::{FakeService, mirror_in, open_store, record};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

async fn sync(mirror: &Mirror, entity_type: &str, records: impl IntoIterator<Item = Record>) {
    let service = FakeService::default();
    service.add(entity_type, records);
    mirror::sync(mirror, &service, entity_type, Purpose::Look, &CancellationToken::new(), |_| {}).await.expect("syncs");
}

fn field(mirror: &Mirror, entity_type: &str, name: &str) -> Option<Field> {
    mirror.entity_type(entity_type).expect("exists").field(name).cloned()
}

async fn ids(mirror: &Mirror, entity_type: &str, sort: &str, search: &str) -> Vec<String> {
    let sort = if sort.is_empty() { Vec::new() } else { vec![OrderBy { field: sort.to_owned(), descending: false }] };
    let view = mirror.open_view(entity_type, ViewQuery { sort, search: search.to_owned(), ..ViewQuery::default() }).await.expect("opens");
    mirror.rows(&view, 0, 500).await.expect("reads").into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn an_unknown_field_becomes_a_column_while_the_mirror_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let before = mirror.open_view("client", ViewQuery::default()).await.expect("opens");
    let mut watch = mirror.watch_catalogue();
    sync(
        &mirror,
        "client",
        [
            record(json!({"id": "1", "name": "A", "favouriteColour": "Umber", "visits": 3})),
            record(json!({"id": "2", "name": "B", "favouriteColour": "Amber", "visits": 12, "deep": {"er": [1]}})),
        ],
    )
    .await;
    assert!(watch.changed().await, "those who watch are told");
    let colour = field(&mirror, "client", "favouriteColour").expect("is learnt");
    assert_eq!((colour.title.as_str(), &colour.kind, &colour.origin), ("Favourite colour", &FieldKind::Text, &FieldOrigin::Learnt));
    assert_eq!(colour.summary.as_deref(), Some("learnt from BQE CORE's answers"));
    assert!(colour.is_editable());
    assert_eq!(field(&mirror, "client", "visits").map(|field| field.kind), Some(FieldKind::Integer));
    assert!(field(&mirror, "client", "deep").is_some_and(|deep| !deep.is_editable()));
    assert_eq!(ids(&mirror, "client", "favouriteColour", "").await, ["2", "1"]);
    assert_eq!(ids(&mirror, "client", "visits", "").await, ["1", "2"], "numbers are sorted as numbers");
    assert_eq!(ids(&mirror, "client", "", "umber").await, ["1"]);
    assert!(mirror.rows(&before, 0, 10).await.expect("a view that was open goes on").is_empty());
    let whole = mirror.record("client", "2").await.expect("reads").expect("is there");
    assert_eq!(whole["deep"], json!({"er": [1]}));
}

#[tokio::test]
async fn what_was_learnt_is_there_after_the_next_start_and_belongs_to_one_connection() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    sync(&mirror, "project", [record(json!({"id": "1", "zoning": "R4", "status": 77, "contractType": "Barter"}))]).await;
    drop(mirror);
    let mirror = mirror_in(&folder);
    assert_eq!(ids(&mirror, "project", "zoning", "r4").await, ["1"]);
    let labels = |name: &str| -> Vec<String> {
        let field = field(&mirror, "project", name).expect("is described");
        field.kind.choices().iter().map(|choice| choice.label.clone()).collect()
    };
    assert!(labels("status").contains(&"Code 77".to_owned()), "{:?}", labels("status"));
    let other = tempfile::tempdir().expect("a folder");
    assert!(field(&mirror_in(&other), "project", "zoning").is_none());
}

#[tokio::test]
async fn a_guess_is_widened_by_a_later_value_and_older_rows_keep_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    sync(&mirror, "client", [record(json!({"id": "1", "since": "2026-05-05T00:00:00", "size": 2}))]).await;
    assert_eq!(field(&mirror, "client", "since").map(|field| field.kind), Some(FieldKind::Date));
    mirror.learn("client", &[record(json!({"id": "2", "since": "2026-05-04T10:30:00", "size": 1.5}))]).await.expect("learns");
    assert_eq!(field(&mirror, "client", "since").map(|field| field.kind), Some(FieldKind::DateTime));
    assert_eq!(field(&mirror, "client", "size").map(|field| field.kind), Some(FieldKind::Number));
    sync(
        &mirror,
        "client",
        [
            record(json!({"id": "1", "since": "2026-05-05T00:00:00", "size": 2})),
            record(json!({"id": "2", "since": "2026-05-04T10:30:00", "size": 1.5})),
            record(json!({"id": "3", "since": "long ago", "size": "XL"})),
        ],
    )
    .await;
    assert_eq!(ids(&mirror, "client", "since", "").await, ["2", "1", "3"]);
    assert_eq!(ids(&mirror, "client", "size", "").await, ["2", "1", "3"]);
    let size = field(&mirror, "client", "size").expect("is learnt");
    assert!(size.kind == FieldKind::Text && !size.is_editable(), "in which form a new value is to be sent is not known: {size:?}");
    assert!(field(&mirror, "client", "since").is_some_and(|since| since.is_editable()));
}

#[tokio::test]
async fn types_without_described_fields_are_listed_by_what_their_records_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let names: Vec<String> = mirror.statuses().await.expect("reads").into_iter().map(|status| status.entity_type).collect();
    for name in ["company", "customlist", "resourceschedule"] {
        assert!(names.contains(&name.to_owned()), "{name} is listed");
    }
    for name in ["health", "version"] {
        assert!(!names.contains(&name.to_owned()), "{name} is no list");
    }
    let id = "b2f4d9c2-3a4e-4a52-9a53-7f3a4a1f8f10";
    let rows = [record(json!({
        "id": "1", "projectId": id, "project": "Quay House", "weekOf": "2026-05-04T00:00:00", "hours": 7.5,
        "createdOn": "2026-05-04T10:00:00", "version": "AAA", "pairId": id, "pair": "x"
    }))];
    sync(&mirror, "resourceschedule", rows).await;
    let schedule = mirror.entity_type("resourceschedule").expect("exists");
    assert_eq!(schedule.list_columns, ["projectId", "weekOf", "hours", "createdOn", "pair"]);
    let project = schedule.field("projectId").expect("is learnt");
    assert_eq!(project.reference().map(|to| to.entity_types.clone()), Some(vec!["project".to_owned()]));
    assert_eq!(project.label_field.as_deref(), Some("project"));
    assert_eq!(schedule.field("pairId").map(|field| &field.kind), Some(&FieldKind::Id), "no entity type is called so");
    assert_eq!(schedule.field("createdOn").map(|field| (&field.kind, field.read_only)), Some((&FieldKind::Instant, true)));
    assert!(schedule.field("version").is_some_and(|field| field.bookkeeping));
    let pointing = mirror.references_to("project", id).await.expect("reads");
    assert_eq!(pointing.iter().map(|found| (found.entity_type.as_str(), found.count)).collect::<Vec<_>>(), [("resourceschedule", 1)]);
}

#[tokio::test]
async fn hostile_names_are_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let mut hostile = record(json!({
        "id": "1", "__proto__": "a", "x\"; DROP TABLE mirror_state; --": "b", "back\u{8}space": "c", "\u{202e}turned": "d", "": "e",
        "a,b=any": "f", "NAME": "g", "f_name": "h", "row_id": "i", "bell\u{0}": "j"
    }));
    hostile.insert("n".repeat(5_000), json!("long"));
    let sent = hostile.clone();
    sync(&mirror, "client", [hostile]).await;
    for (name, place) in
        [("__proto__", "a"), ("x\"; DROP TABLE mirror_state; --", "b"), ("a,b=any", "f"), ("NAME", "g"), ("f_name", "h"), ("row_id", "i")]
    {
        assert!(field(&mirror, "client", name).is_some(), "{name}");
        assert_eq!(ids(&mirror, "client", name, place).await, ["1"], "{name}");
    }
    for name in ["back\u{8}space", "\u{202e}turned", "", "bell\u{0}"] {
        assert!(field(&mirror, "client", name).is_none(), "{name:?} is kept and not shown");
    }
    assert_eq!(mirror.record("client", "1").await.expect("reads"), Some(sent), "kept whole");
}

#[tokio::test]
async fn ten_thousand_names_make_some_hundreds_of_fields() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let records: Vec<Record> = (0..200)
        .map(|row| {
            let mut record = record(json!({"id": row.to_string(), "status": row}));
            record.extend((0..50).map(|column| (format!("key{}", row * 50 + column), json!(column))));
            record
        })
        .collect();
    sync(&mirror, "client", records).await;
    let described = mirror_support::core().catalogue.entity_type("client").cloned().expect("exists");
    let clients = mirror.entity_type("client").expect("exists");
    assert_eq!(clients.fields.len(), described.fields.len() + 300);
    let codes = |field: Option<&Field>| field.expect("is described").kind.choices().len();
    assert_eq!(codes(clients.field("status")), codes(described.field("status")) + 100);
    let last = &clients.fields.last().expect("has fields").name;
    assert_eq!(mirror.open_view("client", ViewQuery::default()).await.expect("opens").len(), 200);
    drop(store);
    assert_eq!(ids(&mirror_in(&folder), "client", last, "").await.len(), 200);
}

#[tokio::test]
async fn records_of_a_version_that_learnt_nothing_teach_when_the_mirror_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let row = record(json!({"id": "1", "name": "A", "zoning": "R4"}));
    store.write_now(|transaction| mirror.put_record(transaction, "client", &row)).expect("is put");
    store
        .write_now(|transaction| {
            let sql = "UPDATE mirror_state SET shape = '1' || substr(shape, instr(shape, ';'))";
            Ok::<_, coredesk_core::store::StoreError>(transaction.execute(sql, [])?)
        })
        .expect("is aged");
    drop(mirror);
    let mirror = mirror_in(&folder);
    assert_eq!(ids(&mirror, "client", "zoning", "r4").await, ["1"]);
}

#[tokio::test]
async fn another_description_is_adopted_while_views_are_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    sync(
        &mirror,
        "client",
        [record(json!({"id": "1", "name": "B", "zoning": "R4"})), record(json!({"id": "2", "name": "A", "zoning": "C1"}))],
    )
    .await;
    let view = mirror.open_view("client", ViewQuery::default()).await.expect("opens");
    let mut described = mirror_support::core().catalogue.clone();
    let clients = described.entity_types.iter_mut().find(|entity_type| entity_type.name == "client").expect("exists");
    clients.fields.push(Field { title: "Zone".to_owned(), ..Field::bare("zoning", FieldKind::Text, FieldOrigin::Described) });
    let mut sites = clients.clone();
    "site".clone_into(&mut sites.name);
    described.entity_types.push(sites);
    mirror.adopt(described).await.expect("is adopted");
    assert_eq!(
        field(&mirror, "client", "zoning").map(|field| (field.title, field.origin)),
        Some(("Zone".to_owned(), FieldOrigin::Described))
    );
    assert_eq!(mirror.rows(&view, 0, 10).await.expect("goes on").len(), 2);
    assert_eq!(ids(&mirror, "client", "zoning", "").await, ["2", "1"]);
    sync(&mirror, "site", [record(json!({"id": "1", "name": "Here"}))]).await;
    assert_eq!(ids(&mirror, "site", "name", "here").await, ["1"]);
}

#[tokio::test]
async fn nothing_new_moves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let rows = || [record(json!({"id": "1", "zoning": "R4", "name": null}))];
    sync(&mirror, "client", rows()).await;
    let known = mirror.catalogue();
    sync(&mirror, "client", rows()).await;
    mirror.learn("client", &[record(json!({"zoning": "another", "name": Value::Null}))]).await.expect("learns");
    assert!(std::sync::Arc::ptr_eq(&known, &mirror.catalogue()));
}

fn definition(id: &str, label: &str, module: Value) -> Record {
    record(json!({"id": id, "definitionId": format!("{id}-d"), "label": label, "module": module, "length": 50}))
}

fn value(id: &str, definition: &str, entity: &str, value: Value) -> Record {
    record(json!({"id": id, "customFieldId": definition, "entityId": entity, "entityType": 2, "value": value}))
}

fn shown(mirror: &Mirror, name: &str, row: &Record) -> Option<Value> {
    field(mirror, "project", name).expect("is known").value_in(row).cloned()
}

fn titles(mirror: &Mirror, entity_type: &str) -> Vec<String> {
    let fields = mirror.entity_type(entity_type).expect("exists").fields;
    fields.into_iter().filter(|field| matches!(field.origin, FieldOrigin::Custom(_))).map(|field| field.title).collect()
}

/// As the desk does: sync, then look.
async fn sync_and_look(mirror: &Mirror, service: &FakeService, entity_types: &[&str]) {
    for entity_type in entity_types {
        mirror::sync(mirror, service, entity_type, Purpose::Look, &CancellationToken::new(), |_| {}).await.expect("syncs");
        mirror.look_at_custom_fields(entity_type).await.expect("looks");
    }
}

#[tokio::test]
async fn custom_fields_are_columns_whatever_is_read_first() {
    let order = ["project", "customfield", "customfieldvalue"];
    for first in 0..3 {
        let folder = tempfile::tempdir().expect("a folder");
        let mirror = mirror_in(&folder);
        let service = FakeService::default();
        service.add("project", [record(json!({"id": "p1", "name": "Quay"})), record(json!({"id": "p2", "name": "Bridge"}))]);
        service.add(
            "customfield",
            [definition("d1", "Client PO", json!(2)), definition("d2", "Zone", json!(2)), definition("d3", "Else", json!(8))],
        );
        service.add(
            "customfieldvalue",
            [value("v1", "D1", "p1", json!("Übermut")), value("v2", "d1-d", "p2", json!("Apfel")), value("v3", "d1", "gone", json!("x"))],
        );
        sync_and_look(&mirror, &service, &[order[first], order[(first + 1) % 3], order[(first + 2) % 3]]).await;
        assert_eq!(titles(&mirror, "project"), ["Client PO", "Zone"], "{first}");
        assert_eq!(titles(&mirror, "timeentry"), Vec::<String>::new());
        assert_eq!(ids(&mirror, "project", "customFields:d1", "").await, ["p2", "p1"], "{first}");
        assert_eq!(ids(&mirror, "project", "", "ubermut").await, ["p1"], "{first}");
        let row = mirror.record("project", "p1").await.expect("reads").expect("is there");
        assert_eq!(shown(&mirror, "customFields:d1", &row), Some(json!("Übermut")));
        assert_eq!(shown(&mirror, "customFields:d2", &row), None);
        let as_sent = mirror.record_as_sent("project", "p1").await.expect("reads").expect("is there");
        assert!(row.contains_key("customFields") && !as_sent.contains_key("customFields"), "{as_sent:?}");
        drop(mirror);
        let mirror = mirror_in(&folder);
        assert_eq!(ids(&mirror, "project", "customFields:d1", "apfel").await, ["p2"], "after the next start");
    }
}

#[tokio::test]
async fn the_newest_of_list_and_record_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let service = FakeService::default();
    service.add("project", [record(json!({"id": "p1", "name": "Quay", "version": "1"}))]);
    service.add("customfield", [definition("d1", "Client PO", json!("project"))]);
    service.add("customfieldvalue", [value("v1", "d1", "p1", json!("old"))]);
    sync_and_look(&mirror, &service, &["customfield", "customfieldvalue", "project"]).await;
    let answer = record(json!({"id": "p1", "name": "Quay", "version": "1", "customFields": [{"CustomFieldId": "d1", "Value": "new"}]}));
    store.write_now(|transaction| mirror.put_record(transaction, "project", &answer)).expect("is put");
    sync_and_look(&mirror, &service, &["project"]).await;
    let now = || async {
        let row = mirror.record("project", "p1").await.expect("reads").expect("is there");
        (shown(&mirror, "customFields:d1", &row), ids(&mirror, "project", "", "new").await.len())
    };
    assert_eq!(now().await, (Some(json!("new")), 1), "a list without parts takes nothing away");
    service.change("customfieldvalue", "v1", "value", json!("newer"), "2027-01-01T00:00:00");
    sync_and_look(&mirror, &service, &["customfieldvalue"]).await;
    assert_eq!(now().await.0, Some(json!("newer")));
    service.change("project", "p1", "name", json!("Quay House"), "2027-01-01T00:00:01");
    sync_and_look(&mirror, &service, &["project"]).await;
    assert_eq!(now().await.0, Some(json!("newer")), "what the record carried before is older than the list of values");
    store.write_now(|transaction| mirror.put_record(transaction, "project", &answer)).expect("is put");
    assert_eq!(now().await.0, Some(json!("new")), "what a record carries is the newest, also where it was here as it came");
    service.remove("customfieldvalue", "v1", "2027-01-02T00:00:00");
    sync_and_look(&mirror, &service, &["customfieldvalue"]).await;
    let view = mirror.open_view("project", ViewQuery::default()).await.expect("opens");
    let row = mirror.rows(&view, 0, 1).await.expect("reads").remove(0).record;
    assert_eq!(shown(&mirror, "customFields:d1", &row), None);
    assert!(ids(&mirror, "project", "", "newer").await.is_empty());
}

/// A project with one custom value, from the list of values.
async fn quay() -> (tempfile::TempDir, coredesk_core::store::Store, Mirror, FakeService) {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let service = FakeService::default();
    service.add("project", [record(json!({"id": "p1", "name": "Quay", "version": "1"}))]);
    service.add("customfield", [definition("d1", "Client PO", json!(2))]);
    service.add("customfieldvalue", [value("v1", "d1", "p1", json!("A-1"))]);
    sync_and_look(&mirror, &service, &["project", "customfield", "customfieldvalue"]).await;
    (folder, store, mirror, service)
}

#[tokio::test]
async fn values_that_are_listed_anew_after_a_write_stay() {
    let (_folder, store, mirror, service) = quay().await;
    let answer = record(json!({"id": "p1", "name": "Quay", "version": "2", "customFields": [{"customFieldId": "d1", "value": "B-2"}]}));
    store.write_now(|transaction| mirror.put_record(transaction, "project", &answer)).expect("is put");
    service.forget_silently("customfieldvalue", "v1");
    service.add("customfieldvalue", [value("v2", "d1", "p1", json!("B-2"))]);
    sync_and_look(&mirror, &service, &["customfieldvalue", "project"]).await;
    assert_eq!(mirror.record("customfieldvalue", "v1").await.expect("reads"), None);
    let row = mirror.record("project", "p1").await.expect("reads").expect("is there");
    assert_eq!(shown(&mirror, "customFields:d1", &row), Some(json!("B-2")));
    assert_eq!(ids(&mirror, "project", "", "b-2").await, ["p1"]);
}

#[tokio::test]
async fn a_list_that_leaves_the_values_out_takes_none_away() {
    let (_folder, store, mirror, service) = quay().await;
    let of_project = || async {
        let row = mirror.record("project", "p1").await.expect("reads").expect("is there");
        (shown(&mirror, "customFields:d1", &row), ids(&mirror, "project", "", "a-1").await.len())
    };
    service.change("project", "p1", "customFields", json!([]), "2027-01-01T00:00:00");
    sync_and_look(&mirror, &service, &["project"]).await;
    assert_eq!(of_project().await, (Some(json!("A-1")), 1));
    let emptied = record(json!({"id": "p1", "name": "Quay", "version": "2", "customFields": []}));
    store.write_now(|transaction| mirror.put_record(transaction, "project", &emptied)).expect("is put");
    assert_eq!(of_project().await, (None, 0), "a single record tells all of it");
    sync_and_look(&mirror, &service, &["customfieldvalue"]).await;
    assert_eq!(of_project().await, (Some(json!("A-1")), 1), "a row that is here as it came tells its value again");
}

#[tokio::test]
async fn values_of_an_older_store_are_read_from_the_rows_that_are_here() {
    for aging in [
        "DROP TABLE mirror_custom_value",
        "ALTER TABLE mirror_custom_value DROP COLUMN source; DELETE FROM mirror_custom_value",
        "UPDATE mirror_state SET shape = replace(shape, ',\"f_customFields:d1\"=any', ''); UPDATE mirror_rows_project SET \"f_customFields:d1\" = NULL;
         UPDATE mirror_text_project SET folded = ''",
    ] {
        let (folder, store, mirror, _) = quay().await;
        drop(mirror);
        store.write_now(|transaction| Ok::<_, coredesk_core::store::StoreError>(transaction.execute_batch(aging)?)).expect("is aged");
        drop(store);
        let mirror = mirror_in(&folder);
        let row = mirror.record("project", "p1").await.expect("reads").expect("is there");
        assert_eq!(shown(&mirror, "customFields:d1", &row), Some(json!("A-1")), "{aging}");
        assert_eq!(ids(&mirror, "project", "", "a-1").await, ["p1"], "{aging}");
    }
}

#[tokio::test]
async fn every_way_of_reading_teaches() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::default();
    let cancel = CancellationToken::new();
    service.add("client", [record(json!({"id": "1", "asked": "a"}))]);
    let comparison = Comparison { field: "asked".to_owned(), operator: Operator::Equal, value: json!("a") };
    let condition = Condition::AnyOf(vec![vec![comparison]]);
    mirror::ask(&mirror, &service, "client", &condition, &cancel, |_, _: &[u32]| {}).await.expect("asks");
    assert!(field(&mirror, "client", "asked").is_some());
    service.change("client", "1", "checked", json!("b"), "2027-01-01T00:00:00");
    mirror::sync(&mirror, &service, "client", Purpose::Background, &cancel, |_| {}).await.expect("syncs");
    service.change("client", "1", "later", json!("c"), "2027-01-01T00:00:00");
    mirror::check(&mirror, &service, "client", &cancel, |_, _| {}).await.expect("checks");
    assert!(field(&mirror, "client", "checked").is_some() && field(&mirror, "client", "later").is_some());
    assert_eq!(ids(&mirror, "client", "later", "").await, ["1"]);
    service.add("project", [record(json!({"id": "p", "name": "Quay"}))]);
    mirror::sync(&mirror, &service, "project", Purpose::Background, &cancel, |_| {}).await.expect("syncs");
    service.add("projectactivity", [record(json!({"id": "x", "under": "p", "below": "d"}))]);
    mirror::read_below(&mirror, &service, "projectactivity", "p", &cancel).await.expect("reads");
    assert!(field(&mirror, "projectactivity", "below").is_some());
}
