//! The mirror against a service that answers from memory.

mod mirror_support;
mod mirror_sync;

use coredesk_core::Record;
use coredesk_core::mirror::{self, Mirror, MirrorError, Purpose, SyncEnd, SyncError, ViewQuery};
use coredesk_core::rest::OrderBy;
use mirror_support::{FakeService, entry, entry_id, mirror_in, open_store, record};
use serde_json::{Value, json};
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

fn by(field: &str, descending: bool) -> Vec<OrderBy> {
    vec![OrderBy { field: field.to_owned(), descending }]
}

async fn sync(mirror: &Mirror, service: &FakeService, entity_type: &str) -> Result<SyncEnd, SyncError> {
    mirror::sync(mirror, service, entity_type, Purpose::Look, &CancellationToken::new(), |_| {}).await
}

async fn ids(mirror: &Mirror, entity_type: &str, sort: Vec<OrderBy>, search: &str) -> Vec<String> {
    let view =
        mirror.open_view(entity_type, ViewQuery { sort, search: search.to_owned(), ..ViewQuery::default() }).await.expect("the view opens");
    let rows = mirror.rows(&view, 0, 500).await.expect("the rows are read");
    assert_eq!(rows.len(), view.len().min(500));
    rows.into_iter().map(|row| row.id).collect()
}

fn put(store: &coredesk_core::store::Store, entity_type: &str, records: &[Record]) {
    let mirror = Mirror::open(store.clone(), mirror_support::core()).expect("the mirror opens");
    store
        .write_now(|transaction| records.iter().try_for_each(|record| mirror.put_record(transaction, entity_type, record)))
        .expect("the records are put");
}

#[tokio::test]
async fn the_first_page_is_reported_before_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(2_500);
    let seen = Mutex::new(Vec::new());
    let report = |status: mirror::MirrorStatus| seen.lock().expect("no panic").push((status.rows, status.complete));
    let end = mirror::sync(&mirror, &service, "timeentry", Purpose::Look, &CancellationToken::new(), report).await.expect("syncs");
    assert_eq!(end, SyncEnd::Complete);
    let seen = seen.into_inner().expect("no panic");
    assert_eq!(seen.first(), Some(&(200, false)));
    assert_eq!(seen.last(), Some(&(2_500, true)));
    let first = &service.requests()[0];
    assert_eq!((first.order_by.clone(), first.size), (by("date", true), 200));
    let status = mirror.status("timeentry").await.expect("has a status");
    assert_eq!((status.rows, status.expected_rows, status.problem), (2_500, Some(2_500), None));
    assert!(status.as_of.is_some());
}

#[tokio::test]
async fn equal_values_keep_one_order_and_empty_ones_stand_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let rows: Vec<Record> = [("a", json!(2)), ("b", json!(1)), ("c", Value::Null), ("d", json!(1)), ("e", json!(10.5))]
        .into_iter()
        .map(|(id, hours)| record(json!({"id": id, "actualHours": hours})))
        .collect();
    put(&store, "timeentry", &rows);
    assert_eq!(ids(&mirror, "timeentry", by("actualHours", false), "").await, ["b", "d", "a", "e", "c"]);
    assert_eq!(ids(&mirror, "timeentry", by("actualHours", true), "").await, ["e", "a", "d", "b", "c"]);
    assert_eq!(ids(&mirror, "timeentry", Vec::new(), "").await, ["a", "b", "c", "d", "e"]);
}

#[tokio::test]
async fn several_fields_sort_one_after_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let rows: Vec<Record> = [("a", "x", 1), ("b", "Y", 2), ("c", "X", 3), ("d", "y", 1)]
        .into_iter()
        .map(|(id, project, hours)| record(json!({"id": id, "projectId": format!("p{id}"), "project": project, "actualHours": hours})))
        .collect();
    put(&store, "timeentry", &rows);
    let sort = vec![by("projectId", false).remove(0), by("actualHours", true).remove(0)];
    assert_eq!(ids(&mirror, "timeentry", sort, "").await, ["c", "a", "b", "d"], "a reference is sorted by its name, whatever its case");
}

#[tokio::test]
async fn search_takes_no_notice_of_case_and_accents_and_finds_parts_of_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let rows = [
        record(json!({"id": "a", "description": "Besuch bei Frau MÜLLER", "project": "Straße 7"})),
        record(json!({"id": "b", "description": "mueller", "memo": "Éclairage du théâtre"})),
    ];
    put(&store, "timeentry", &rows);
    for (search, expected) in [
        ("muller", vec!["a"]),
        ("Müller", vec!["a"]),
        ("STRASSE besuch", vec!["a"]),
        ("strasse theatre", vec![]),
        ("THÉÂTRE", vec!["b"]),
        ("clair", vec!["b"]),
        ("  ", vec!["a", "b"]),
    ] {
        assert_eq!(ids(&mirror, "timeentry", Vec::new(), search).await, expected, "{search}");
        assert_eq!(ids(&mirror, "timeentry", by("description", false), search).await, expected, "{search}, sorted");
    }
}

#[tokio::test]
async fn signs_in_a_search_are_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let texts = ["100 % done", "a_b", "it's", "say \"hi\"", "back\\slash", "x'); DROP TABLE mirror_state; --", "*star* (AND) NEAR"];
    let rows: Vec<Record> = texts.iter().map(|text| record(json!({"id": text, "description": text}))).collect();
    put(&store, "timeentry", &rows);
    for (search, expected) in [
        ("%", vec!["100 % done"]),
        ("_", vec!["a_b", "x'); DROP TABLE mirror_state; --"]),
        ("'", vec!["it's", "x'); DROP TABLE mirror_state; --"]),
        ("\"hi\"", vec!["say \"hi\""]),
        ("\\", vec!["back\\slash"]),
        ("drop table", vec!["x'); DROP TABLE mirror_state; --"]),
        ("*star* (and)", vec!["*star* (AND) NEAR"]),
        ("?1", vec![]),
    ] {
        assert_eq!(ids(&mirror, "timeentry", Vec::new(), search).await, expected, "{search}");
        let found = mirror.search_labels(&["timeentry".to_owned()], search, 10).await.expect("searches");
        assert_eq!(found.len(), expected.len(), "{search}, as a name");
    }
    assert_eq!(mirror.status("timeentry").await.expect("the state is whole").rows, 7);
}

#[tokio::test]
async fn numbers_ids_and_unknown_fields_survive_as_they_came() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let text = r#"{"id":9007199254740993,"billRate":12345678901234567890.123456789012345678,"actualHours":1.10,"zeta":{"b":[1,null,"\u0000"]},"alpha":"<script>alert('x')</script>","__proto__":1}"#;
    let sent: Record = serde_json::from_str(text).expect("JSON");
    put(&store, "timeentry", std::slice::from_ref(&sent));
    let kept = mirror.record("timeentry", "9007199254740993").await.expect("reads").expect("is there");
    assert_eq!(serde_json::to_string(&kept).expect("JSON"), serde_json::to_string(&sent).expect("JSON"));
    assert_eq!(kept["billRate"].to_string(), "12345678901234567890.123456789012345678");
    assert_eq!(kept["actualHours"].to_string(), "1.10");
}

#[tokio::test]
async fn hostile_texts_and_wrong_types_are_kept_and_sorted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let rows = [
        record(json!({"id": "a", "date": ["not", "a", "date"], "actualHours": "lots", "description": {"deep": true}})),
        record(
            json!({"id": "b\u{0}'\"", "date": "2026-13-45", "actualHours": "7.5", "description": "\u{202e}\u{feff}\u{1f600}\n\r\t\u{0}"}),
        ),
        record(json!({"id": "c", "date": 5, "billable": "maybe", "description": "=cmd|' /C calc'!A0".repeat(5_000)})),
    ];
    put(&store, "timeentry", &rows);
    for field in ["date", "actualHours", "billable", "description"] {
        assert_eq!(ids(&mirror, "timeentry", by(field, true), "").await.len(), 3, "{field}");
    }
    for sent in &rows {
        let id = sent["id"].as_str().expect("text");
        assert_eq!(mirror.record("timeentry", id).await.expect("reads").as_ref(), Some(sent));
    }
}

#[tokio::test]
async fn every_listable_entity_type_keeps_records_and_sorts_by_each_list_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let service = mirror_support::core();
    let listable: Vec<_> = service.catalogue.entity_types.iter().filter(|entity_type| entity_type.is_listable()).collect();
    assert!(listable.len() > 50);
    assert_eq!(mirror.statuses().await.expect("reads").len(), listable.len());
    for entity_type in listable {
        let records: Vec<Record> = (0..3).map(|number| mirror_support::sample(entity_type, number)).collect();
        put(&store, &entity_type.name, &records);
        for sent in &records {
            let id = sent["id"].as_str().expect("text");
            assert_eq!(mirror.record(&entity_type.name, id).await.expect("reads").as_ref(), Some(sent), "{}", entity_type.name);
            assert!(!mirror::title_of(entity_type, sent).is_empty());
        }
        // Nested parts, such as what was approved, are shown and not sorted by.
        let is_scalar = |column: &&String| entity_type.field(column).is_some_and(|field| !field.array);
        for column in entity_type.list_columns.iter().filter(is_scalar) {
            for descending in [false, true] {
                let found = ids(&mirror, &entity_type.name, by(column, descending), "").await;
                assert_eq!(found.len(), 3, "{}.{column}", entity_type.name);
            }
        }
        store.write_now(|transaction| mirror.remove_record(transaction, &entity_type.name, "id-1")).expect("removes");
        assert_eq!(mirror.status(&entity_type.name).await.expect("reads").rows, 2, "{}", entity_type.name);
    }
}

#[tokio::test]
async fn unknown_names_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let query = ViewQuery { sort: by("\"; DROP TABLE mirror_state; --", false), ..ViewQuery::default() };
    assert!(matches!(mirror.open_view("timeentry", query).await, Err(MirrorError::UnknownField { .. })));
    assert!(matches!(mirror.open_view("nothing", ViewQuery::default()).await, Err(MirrorError::UnknownEntityType(_))));
    assert!(matches!(sync(&mirror, &FakeService::default(), "nothing").await, Err(SyncError::Mirror(_))));
}

#[tokio::test]
async fn a_cancelled_sync_keeps_its_rows_and_the_next_does_not_read_them_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(5_000);
    let cancel = CancellationToken::new();
    let stop = |status: mirror::MirrorStatus| {
        if status.rows >= 2_000 {
            cancel.cancel();
        }
    };
    let end = mirror::sync(&mirror, &service, "timeentry", Purpose::Look, &cancel, stop).await.expect("stops quietly");
    assert_eq!(end, SyncEnd::Cancelled);
    let status = mirror.status("timeentry").await.expect("reads");
    assert!(status.rows >= 2_000 && status.rows < 5_000 && !status.complete, "{status:?}");
    drop(mirror);

    let mirror = mirror_in(&folder);
    service.forget_requests();
    assert_eq!(sync(&mirror, &service, "timeentry").await.expect("syncs"), SyncEnd::Complete);
    let status = mirror.status("timeentry").await.expect("reads");
    assert_eq!((status.rows, status.complete), (5_000, true));
    let requests = service.requests();
    assert!(requests.iter().all(|request| request.entity_type != "timeentry" || request.changed_since.is_some() || request.number > 1));
    assert!(requests.len() <= 6, "{requests:?}");
}

#[tokio::test]
async fn a_repeated_page_ends_the_sync_with_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(3_000);
    service.repeat_pages();
    assert!(matches!(sync(&mirror, &service, "timeentry").await, Err(SyncError::RepeatedPage)));
    let status = mirror.status("timeentry").await.expect("reads");
    assert!(!status.complete && status.rows >= 1_000);
    assert!(status.problem.is_some_and(|problem| problem.contains("same page")));
}

#[tokio::test]
async fn rows_that_share_one_time_of_change_all_arrive() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::default();
    service.add(
        "timeentry",
        (0..3_500).map(|number| {
            let mut record = entry(number);
            record.insert("lastUpdated".to_owned(), json!("2026-05-05T10:00:00"));
            record
        }),
    );
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(mirror.status("timeentry").await.expect("reads").rows, 3_500);
}

#[tokio::test]
async fn a_row_without_a_time_of_change_arrives_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(2_500);
    service.add("timeentry", [record(json!({"id": "timeless", "description": "x", "date": "2020-01-01"}))]);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let status = mirror.status("timeentry").await.expect("reads");
    assert_eq!((status.rows, status.complete, status.problem), (2_501, true, None));
}

#[tokio::test]
async fn a_second_sync_reads_only_changes_and_deletions() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(3_000);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    service.change("timeentry", &entry_id(7), "description", json!("changed there"), "2027-01-01T00:00:00");
    service.remove("timeentry", &entry_id(8), "2027-01-01T00:00:01");
    service.add("timeentry", [record(json!({"id": "new", "description": "n", "lastUpdated": "2027-01-01T00:00:02"}))]);
    service.forget_requests();

    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let status = mirror.status("timeentry").await.expect("reads");
    assert_eq!((status.rows, status.complete), (3_000, true));
    let changed = mirror.record("timeentry", &entry_id(7)).await.expect("reads").expect("is there");
    assert_eq!(changed["description"], "changed there");
    assert_eq!(mirror.record("timeentry", &entry_id(8)).await.expect("reads"), None);
    assert!(mirror.record("timeentry", "new").await.expect("reads").is_some());
    assert_eq!(ids(&mirror, "timeentry", Vec::new(), "changed there").await, [entry_id(7)]);
    let read: usize = service.requests().iter().map(|request| request.answered).sum();
    assert!(read < 700, "{read} rows were read for three changes");
}

#[tokio::test]
async fn a_record_that_came_back_after_its_deletion_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(10);
    service.add("deletedhistory", [record(json!({"id": entry_id(3), "deletedOn": "2020-01-01T00:00:00"}))]);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(mirror.status("timeentry").await.expect("reads").rows, 10);
}

#[tokio::test]
async fn an_entity_type_without_times_is_read_whole_and_what_is_gone_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::default();
    service.add("leadsource", (0..1_500).map(|number| record(json!({"id": format!("s{number}"), "name": format!("Source {number}")}))));
    sync(&mirror, &service, "leadsource").await.expect("syncs");
    assert_eq!(mirror.status("leadsource").await.expect("reads").rows, 1_500);
    service.remove("leadsource", "s10", "2027-01-01T00:00:00");
    sync(&mirror, &service, "leadsource").await.expect("syncs");
    assert_eq!(mirror.status("leadsource").await.expect("reads").rows, 1_499);
    assert_eq!(mirror.record("leadsource", "s10").await.expect("reads"), None);
}

#[tokio::test]
async fn records_without_an_id_are_counted_and_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(3);
    service.add("timeentry", [record(json!({"description": "no id", "lastUpdated": "2026-05-05T10:00:00"}))]);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let status = mirror.status("timeentry").await.expect("reads");
    assert_eq!(status.rows, 3);
    assert!(status.problem.is_some_and(|problem| problem.starts_with("the service counts 1 more")));
}

#[tokio::test]
async fn a_page_on_its_way_does_not_undo_the_answer_to_a_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let service = FakeService::with_entries(5);
    let mut written = entry(2);
    written.insert("description".to_owned(), json!("written here"));
    written.insert("lastUpdated".to_owned(), json!("2027-01-01T00:00:00"));
    put(&store, "timeentry", &[written]);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let kept = mirror.record("timeentry", &entry_id(2)).await.expect("reads").expect("is there");
    assert_eq!(kept["description"], "written here");
}

#[tokio::test]
async fn windows_deep_in_a_view_are_bounded_and_leave_out_what_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    put(&store, "timeentry", &(0..1_200).map(entry).collect::<Vec<_>>());
    let view = mirror.open_view("timeentry", ViewQuery::default()).await.expect("opens");
    assert_eq!(mirror.rows(&view, 0, 10_000).await.expect("reads").len(), 500);
    store.write_now(|transaction| mirror.remove_record(transaction, "timeentry", &entry_id(1_150))).expect("removes");
    put(&store, "timeentry", &[entry(5_000)]);
    let window = mirror.rows(&view, 1_149, 3).await.expect("reads");
    assert_eq!(
        window.iter().map(|row| (row.position, row.id.clone())).collect::<Vec<_>>(),
        [(1_149, entry_id(1_149)), (1_151, entry_id(1_151))]
    );
    assert!(mirror.rows(&view, 5_000, 10).await.expect("reads").is_empty());
}

#[tokio::test]
async fn names_are_found_with_the_best_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let client = |id: &str, name: &str, company: &str| record(json!({"id": id, "name": name, "company": company}));
    put(
        &store,
        "client",
        &[client("1", "North Oak", "Alpha"), client("2", "Oák Street", "Beta"), client("3", "Elm", "Oakland"), client("4", "Pine", "")],
    );
    let labels = |found: Vec<mirror::Labelled>| found.into_iter().map(|labelled| labelled.label).collect::<Vec<_>>();
    let types = ["client".to_owned(), "projectactivity".to_owned()];
    let found = mirror.search_labels(&types, "oak", 10).await.expect("searches");
    assert_eq!(found[0].detail.as_deref(), Some("Beta"));
    assert_eq!(labels(found), ["Oák Street", "North Oak", "Elm"]);
    assert_eq!(labels(mirror.search_labels(&types, "", 2).await.expect("searches")), ["Elm", "North Oak"]);
    assert_eq!(mirror.label(&types, "3").await.expect("reads").as_deref(), Some("Elm"));
    assert_eq!(mirror.label(&types, "nobody").await.expect("reads"), None);
    let ids = ["4", "nobody", "1"].map(str::to_owned).to_vec();
    let named = mirror.labels(&types, ids).await.expect("reads");
    assert_eq!(named.iter().map(|one| (one.id.as_str(), one.label.as_str())).collect::<Vec<_>>(), [("4", "Pine"), ("1", "North Oak")]);
}

#[tokio::test]
async fn what_points_at_a_record_is_counted_by_field() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    put(
        &store,
        "timeentry",
        &[
            record(json!({"id": "a", "projectId": "p"})),
            record(json!({"id": "b", "projectId": "p"})),
            record(json!({"id": "c", "projectId": "q"})),
        ],
    );
    put(&store, "project", &[record(json!({"id": "p2", "parentId": "p"}))]);
    let found = mirror.references_to("project", "p").await.expect("reads");
    let found: Vec<_> = found.iter().map(|referring| (referring.entity_type.as_str(), referring.field.as_str(), referring.count)).collect();
    assert!(found.contains(&("timeentry", "projectId", 2)) && found.contains(&("project", "parentId", 1)), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn clearing_forgets_rows_and_starts_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(1_200);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    mirror.clear("timeentry").await.expect("clears");
    let status = mirror.status("timeentry").await.expect("reads");
    assert_eq!((status.rows, status.complete, status.as_of), (0, false, None));
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(mirror.status("timeentry").await.expect("reads").rows, 1_200);
}

#[tokio::test]
async fn a_wider_catalogue_adds_columns_and_fills_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = mirror_support::store_in(&folder);
    let mut narrow = (*mirror_support::core()).clone();
    let clients = narrow.catalogue.entity_types.iter_mut().find(|entity_type| entity_type.name == "client").expect("exists");
    clients.fields.retain(|field| field.name != "company");
    let mirror = Mirror::open(store.clone(), std::sync::Arc::new(narrow)).expect("opens");
    let rows = [record(json!({"id": "1", "name": "A", "company": "Zebra"})), record(json!({"id": "2", "name": "B", "company": "Aster"}))];
    store.write_now(|transaction| rows.iter().try_for_each(|row| mirror.put_record(transaction, "client", row))).expect("puts");
    drop(mirror);
    let mirror = Mirror::open(store, mirror_support::core()).expect("opens");
    assert_eq!(ids(&mirror, "client", by("company", false), "").await, ["2", "1"]);
    assert_eq!(ids(&mirror, "client", Vec::new(), "zebra").await, ["1"]);
}

#[tokio::test]
async fn two_syncs_at_once_do_the_work_once_after_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(2_000);
    let (one, other) = tokio::join!(sync(&mirror, &service, "timeentry"), sync(&mirror, &service, "timeentry"));
    assert_eq!((one.expect("syncs"), other.expect("syncs")), (SyncEnd::Complete, SyncEnd::Complete));
    assert_eq!(mirror.status("timeentry").await.expect("reads").rows, 2_000);
}

#[test]
fn a_sync_can_run_on_any_thread() {
    fn needs_send<T: Send>(_: T) {}
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let (service, cancel) = (FakeService::default(), CancellationToken::new());
    let heard = std::cell::Cell::new(0);
    needs_send(mirror::sync(&mirror, &service, "timeentry", Purpose::Look, &cancel, move |_| heard.set(heard.get() + 1)));
}
