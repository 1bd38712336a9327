//! Filling the mirror: full checks, loading by condition, nested collections, and what moves while pages are read.

mod former;

use crate::mirror_support::{self, FakeService, entry, entry_id, mirror_in, record};
use coredesk_core::mirror::{self, Found, Mirror, Progress, Purpose, SyncEnd, SyncError, ViewQuery};
use coredesk_core::rest::{Comparison, Condition, Operator, RequestError};
use serde_json::json;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

async fn sync(mirror: &Mirror, service: &FakeService, entity_type: &str) -> Result<SyncEnd, SyncError> {
    mirror::sync(mirror, service, entity_type, Purpose::Look, &CancellationToken::new(), |_| {}).await
}

async fn ids(mirror: &Mirror, entity_type: &str, query: ViewQuery) -> Vec<String> {
    let view = mirror.open_view(entity_type, query).await.expect("the view opens");
    mirror.rows(&view, 0, 500).await.expect("the rows are read").into_iter().map(|row| row.id).collect()
}

async fn rows(mirror: &Mirror, entity_type: &str) -> (u64, bool) {
    let status = mirror.status(entity_type).await.expect("has a status");
    (status.rows, status.complete)
}

#[tokio::test]
async fn a_row_that_slips_between_pages_because_another_changes_arrives_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(6_000);
    // The second page of the first pair begins one row later than the first page ends.
    service.before_page(2, |service| service.change("timeentry", &entry_id(5), "memo", json!("x"), "2027-01-01T00:00:00"));
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(rows(&mirror, "timeentry").await, (6_000, true));
    assert!(mirror.record("timeentry", &entry_id(1_000)).await.expect("reads").is_some(), "the row that slipped");
    let changed = mirror.record("timeentry", &entry_id(5)).await.expect("reads").expect("is there");
    assert_eq!(changed["memo"], "x");
}

#[tokio::test]
async fn a_row_that_slips_because_another_is_deleted_arrives_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(6_000);
    service.before_page(2, |service| service.remove("timeentry", &entry_id(5), "2027-01-01T00:00:00"));
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(rows(&mirror, "timeentry").await, (5_999, true));
    assert!(mirror.record("timeentry", &entry_id(1_000)).await.expect("reads").is_some(), "the row that slipped");
    assert_eq!(mirror.record("timeentry", &entry_id(5)).await.expect("reads"), None);
}

#[tokio::test]
async fn in_the_background_one_page_is_enough_for_a_small_entity_type() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(900);
    let ended = mirror::sync(&mirror, &service, "timeentry", Purpose::Background, &CancellationToken::new(), |_| {}).await;
    assert_eq!(ended.expect("syncs"), SyncEnd::Complete);
    assert_eq!(rows(&mirror, "timeentry").await, (900, true));
    assert_eq!(service.requests().iter().map(|request| request.size).collect::<Vec<_>>(), [1_000]);
}

#[tokio::test]
async fn a_full_check_finds_what_no_list_of_changes_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(3_000);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    service.change("timeentry", &entry_id(7), "memo", json!("behind the clock"), "2026-05-01T00:00:08");
    service.forget_silently("timeentry", &entry_id(8));
    service.add("timeentry", [record(json!({"id": "late", "description": "n", "lastUpdated": "2026-05-01T00:00:00"}))]);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert!(mirror.record("timeentry", &entry_id(8)).await.expect("reads").is_some(), "nothing told that it went");

    let told = Mutex::new(Vec::new());
    let report = |_, progress: Progress| told.lock().expect("no panic").push((progress.done, progress.of));
    let found = mirror::check(&mirror, &service, "timeentry", &CancellationToken::new(), report).await.expect("checks");
    assert_eq!(found, Some(Found { added: 1, changed: 1, removed: 1 }));
    assert!(told.lock().expect("no panic").contains(&(2_000, Some(3_000))));
    assert_eq!(rows(&mirror, "timeentry").await, (3_000, true));
    assert_eq!(mirror.record("timeentry", &entry_id(8)).await.expect("reads"), None);
    let again = mirror::check(&mirror, &service, "timeentry", &CancellationToken::new(), |_, _| {}).await.expect("checks");
    assert_eq!(again, Some(Found::default()));
}

#[tokio::test]
async fn a_full_check_asks_by_id_before_a_row_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(5_000);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    // A row of the first page goes while the third is read: the first row of the third slips into the second.
    service.before_page(3, |service| service.forget_silently("timeentry", &entry_id(5)));
    let found = mirror::check(&mirror, &service, "timeentry", &CancellationToken::new(), |_, _| {}).await.expect("checks");
    assert_eq!(found.map(|found| found.added + found.changed), Some(0));
    let last_resort = service.requests().into_iter().filter(|request| request.condition.is_some()).count();
    assert!(last_resort >= 1);
    assert!(mirror.record("timeentry", &entry_id(2_000)).await.expect("reads").is_some(), "the row that slipped stays");
}

#[tokio::test]
async fn a_check_that_was_stopped_leaves_the_mirror_as_far_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(5_000);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    service.change("timeentry", &entry_id(4_500), "memo", json!("changed"), "2027-01-01T00:00:00");
    service.change("timeentry", &entry_id(4_600), "memo", json!("changed"), "2027-02-01T00:00:00");
    let cancel = CancellationToken::new();
    let stop = |_, progress: Progress| {
        if progress.done >= 2_000 {
            cancel.cancel()
        }
    };
    assert_eq!(mirror::check(&mirror, &service, "timeentry", &cancel, stop).await.expect("stops quietly"), None);
    assert_eq!(rows(&mirror, "timeentry").await, (5_000, true));
    service.forget_requests();
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let first = &service.requests()[0];
    assert!(first.changed_since.as_deref().is_some_and(|since| since.starts_with("2026-05")), "{first:?}");
    assert_eq!(mirror.record("timeentry", &entry_id(4_500)).await.expect("reads").expect("is there")["memo"], "changed");
}

#[tokio::test]
async fn an_entity_type_without_times_is_checked_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::default();
    service.add("leadsource", (0..1_500).map(|number| record(json!({"id": format!("s{number}"), "name": format!("Source {number}")}))));
    sync(&mirror, &service, "leadsource").await.expect("syncs");
    service.forget_silently("leadsource", "s10");
    let found = mirror::check(&mirror, &service, "leadsource", &CancellationToken::new(), |_, _| {}).await.expect("checks");
    assert_eq!(found, Some(Found { added: 0, changed: 0, removed: 1 }));
}

#[tokio::test]
async fn a_row_that_a_write_brought_whole_is_not_called_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = mirror_support::open_store(&folder);
    let service = FakeService::with_entries(3);
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let mut whole = entry(1);
    whole.insert("workflow".to_owned(), json!([{"action": "Submit"}]));
    let core = mirror_support::core();
    let entity_type = core.catalogue.entity_type("timeentry").expect("exists");
    assert!(entity_type.field("workflow").is_some_and(|field| field.nested));
    store.write_now(|transaction| mirror.put_record(transaction, "timeentry", &whole)).expect("puts");
    let found = mirror::check(&mirror, &service, "timeentry", &CancellationToken::new(), |_, _| {}).await.expect("checks");
    assert_eq!(found, Some(Found::default()));
    let kept = mirror.record("timeentry", &entry_id(1)).await.expect("reads").expect("is there");
    assert_eq!(kept["workflow"], whole["workflow"], "a list does not take nested parts away");
}

fn since(field: &str, value: &str) -> Condition {
    Condition::AnyOf(vec![vec![Comparison { field: field.to_owned(), operator: Operator::GreaterOrEqual, value: json!(value) }]])
}

#[tokio::test]
async fn asked_rows_arrive_without_making_the_mirror_complete_and_are_shown_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(5_000);
    let got = Mutex::new(Vec::new());
    let condition = since("date", "2026-12-01");
    let arrived = |_, rows: &[u32]| got.lock().expect("no panic").extend_from_slice(rows);
    let ended = mirror::ask(&mirror, &service, "timeentry", &condition, &CancellationToken::new(), arrived).await;
    assert_eq!(ended.expect("asks"), SyncEnd::Complete);
    let got = got.into_inner().expect("no panic");
    assert_eq!(rows(&mirror, "timeentry").await, (got.len() as u64, false));
    assert!(got.len() > 300 && got.len() < 500, "{}", got.len());

    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(rows(&mirror, "timeentry").await, (5_000, true));
    let query = ViewQuery { within: Some(got.clone().into()), search: "entry 11".to_owned(), ..ViewQuery::default() };
    let shown = ids(&mirror, "timeentry", ViewQuery { search: String::new(), ..query.clone() }).await;
    assert_eq!(shown.len(), got.len());
    let searched = ids(&mirror, "timeentry", query).await;
    assert!(!searched.is_empty() && searched.len() < shown.len() && searched.iter().all(|id| shown.contains(id)));
}

#[tokio::test]
async fn a_refused_expression_keeps_the_services_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(5);
    let condition = Condition::Expression("what".to_owned());
    let ended = mirror::ask(&mirror, &service, "timeentry", &condition, &CancellationToken::new(), |_, _| {}).await;
    let Err(SyncError::Request(RequestError::Refused(refusal))) = ended else { panic!("{ended:?}") };
    assert_eq!(refusal.words.as_deref(), Some("No such thing."));
}

#[tokio::test]
async fn asking_notices_a_list_that_repeats_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(3_000);
    service.repeat_pages();
    let ended = mirror::ask(&mirror, &service, "timeentry", &since("date", "2026-01-01"), &CancellationToken::new(), |_, _| {}).await;
    assert!(matches!(ended, Err(SyncError::RepeatedPage)), "{ended:?}");
}

/// Three projects, each with resources of which the first two list the same person.
fn firm() -> FakeService {
    let service = FakeService::default();
    let project = |id: &str| record(json!({"id": id, "name": format!("Project {id}"), "lastUpdated": "2026-05-05T10:00:00"}));
    service.add("project", ["p1", "p2", "p3"].map(project));
    let assigned = |under: &str, id: &str, name: &str| record(json!({"under": under, "id": id, "resource": name}));
    service.add("projectresource", [assigned("p1", "a", "Ada"), assigned("p1", "b", "Bo"), assigned("p2", "a", "Ada")]);
    service.add(
        "projectresource",
        [record(json!({"under": "p3", "resource": "Nobody"})), record(json!({"under": "p3", "resource": "Nobody"}))],
    );
    service
}

fn below(parent_id: &str) -> ViewQuery {
    ViewQuery { parent_id: Some(parent_id.to_owned()), ..ViewQuery::default() }
}

#[tokio::test]
async fn rows_below_one_parent_replace_those_of_that_parent_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = firm();
    let read = |parent: &'static str| {
        let (mirror, service) = (&mirror, &service);
        async move { mirror::read_below(mirror, service, "projectresource", parent, &CancellationToken::new()).await.expect("reads") }
    };
    assert_eq!(mirror.below_as_of("projectresource", "p1").await.expect("reads"), None);
    for parent in ["p1", "p2"] {
        assert_eq!(read(parent).await, SyncEnd::Complete);
    }
    assert!(mirror.below_as_of("projectresource", "p1").await.expect("reads").is_some());
    assert_eq!(ids(&mirror, "projectresource", below("p1")).await, ["p1/a", "p1/b"]);
    assert_eq!(ids(&mirror, "projectresource", below("p2")).await, ["p2/a"], "the same person stands below both");
    let view = mirror.open_view("projectresource", below("p2")).await.expect("opens");
    let row = mirror.rows(&view, 0, 1).await.expect("reads").remove(0);
    assert_eq!(row.record["projectId"], "p2", "a row knows its parent although the record does not");
    let alone = mirror.record("projectresource", "p2/a").await.expect("reads").expect("is there");
    assert_eq!(alone["projectId"], "p2", "also where it is shown alone");
    service.forget_silently("projectresource", "b");
    read("p1").await;
    assert_eq!(ids(&mirror, "projectresource", below("p1")).await, ["p1/a"]);
    assert_eq!(rows(&mirror, "projectresource").await, (2, false));
    service.lose_parent("p2");
    read("p2").await;
    assert_eq!(rows(&mirror, "projectresource").await, (1, false), "a parent that is gone has no rows");
}

#[tokio::test]
async fn rows_without_an_id_keep_one_from_parent_and_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = firm();
    let mut seen = Vec::new();
    for _ in 0..2 {
        mirror::read_below(&mirror, &service, "projectresource", "p3", &CancellationToken::new()).await.expect("reads");
        seen.push(ids(&mirror, "projectresource", below("p3")).await);
    }
    assert_eq!(seen[0].len(), 2, "two equal rows are two rows");
    assert_eq!(seen[0], seen[1]);
    assert!(mirror.record("projectresource", &seen[0][1]).await.expect("reads").is_some());
}

#[tokio::test]
async fn all_parents_are_read_with_progress_and_go_on_where_they_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = firm();
    sync(&mirror, &service, "project").await.expect("syncs");
    service.forget_requests();
    let cancel = CancellationToken::new();
    let stop = |_, _| cancel.cancel();
    let ended = mirror::read_below_all(&mirror, &service, "projectresource", &cancel, stop).await.expect("stops quietly");
    assert_eq!((ended, rows(&mirror, "projectresource").await.1), (SyncEnd::Cancelled, false));
    let told = Mutex::new(Vec::new());
    let report = |_, progress: Progress| told.lock().expect("no panic").push((progress.done, progress.of));
    let ended = mirror::read_below_all(&mirror, &service, "projectresource", &CancellationToken::new(), report).await.expect("reads");
    assert_eq!((ended, rows(&mirror, "projectresource").await), (SyncEnd::Complete, (5, true)));
    assert_eq!(told.into_inner().expect("no panic").last(), Some(&(3, Some(3))));
    let mut parents: Vec<_> = service.requests().into_iter().filter_map(|request| request.parent_id).collect();
    assert!(parents.len() <= 4, "{parents:?}");
    parents.sort();
    parents.dedup();
    assert_eq!(parents, ["p1", "p2", "p3"]);
}

#[tokio::test]
async fn what_went_below_a_parent_goes_also_after_all_were_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = firm();
    sync(&mirror, &service, "project").await.expect("syncs");
    let cancel = CancellationToken::new();
    mirror::read_below_all(&mirror, &service, "projectresource", &cancel, |_, _| {}).await.expect("reads");
    service.forget_silently("projectresource", "b");
    mirror::read_below(&mirror, &service, "projectresource", "p1", &cancel).await.expect("reads");
    assert_eq!(ids(&mirror, "projectresource", below("p1")).await, ["p1/a"]);
}

#[tokio::test]
async fn a_reading_of_all_parents_that_stopped_long_ago_begins_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = mirror_support::open_store(&folder);
    let service = firm();
    sync(&mirror, &service, "project").await.expect("syncs");
    let cancel = CancellationToken::new();
    mirror::read_below_all(&mirror, &service, "projectresource", &cancel, |_, _| {}).await.expect("reads");
    let stopped = "UPDATE mirror_state SET phase = 'paging', since = unixepoch() - 7200 WHERE entity_type = 'projectresource';
                   UPDATE mirror_parents SET as_of = as_of - 7000";
    store.write_now(|transaction| Ok::<_, coredesk_core::store::StoreError>(transaction.execute_batch(stopped)?)).expect("is aged");
    service.forget_requests();
    mirror::read_below_all(&mirror, &service, "projectresource", &cancel, |_, _| {}).await.expect("reads");
    let mut parents: Vec<_> = service.requests().into_iter().filter_map(|request| request.parent_id).collect();
    parents.sort();
    assert_eq!(parents, ["p1", "p2", "p3"]);
}

#[tokio::test]
async fn what_changed_and_what_is_asked_for_comes_with_its_way_through_approval() {
    for refuses in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let mirror = mirror_in(&folder);
        let service = FakeService::with_entries(300);
        let expanded = |service: &FakeService| {
            let asked: Vec<_> = service.requests().into_iter().filter(|asked| asked.entity_type == "timeentry").collect();
            service.forget_requests();
            let mut asked: Vec<_> = asked.into_iter().map(|asked| (asked.expand, asked.size)).collect();
            asked.dedup();
            asked
        };
        sync(&mirror, &service, "timeentry").await.expect("syncs");
        assert!(expanded(&service).iter().all(|(expand, _)| expand.is_empty()), "the whole is read in few requests");
        if refuses {
            service.refuse_parts();
        }
        let expected = [(if refuses { Vec::new() } else { vec!["workflow".to_owned()] }, 100)];
        service.change("timeentry", &entry_id(7), "memo", json!("x"), "2026-06-01T00:00:00");
        sync(&mirror, &service, "timeentry").await.expect("syncs");
        assert_eq!(expanded(&service), expected);
        let condition = since("date", "2026-12-28");
        mirror::ask(&mirror, &service, "timeentry", &condition, &CancellationToken::new(), |_, _| {}).await.expect("asks");
        assert_eq!(expanded(&service), expected);
    }
}

#[tokio::test]
async fn only_the_last_deletions_are_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::with_entries(10);
    service.add("deletedhistory", (0..500).map(|n| record(json!({"id": format!("gone{n}"), "deletedOn": "2020-01-01T00:00:00"}))));
    service.remove("timeentry", &entry_id(3), "2026-06-01T00:00:00");
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    service.remove("timeentry", &entry_id(4), "2026-06-02T00:00:00");
    service.forget_requests();
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let read: usize = service.requests().iter().filter(|asked| asked.entity_type == "deletedhistory").map(|asked| asked.answered).sum();
    assert_eq!(read, 2, "the last that was known and the new one");
    assert_eq!(mirror.record("timeentry", &entry_id(4)).await.expect("reads"), None);
    assert_eq!(rows(&mirror, "deletedhistory").await.0, 502);
}

#[tokio::test]
async fn lists_that_carry_custom_values_change_nothing_when_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let service = FakeService::default();
    let parts = json!([{"customFieldId": "d1", "value": "A-1"}]);
    service.add("project", [record(json!({"id": "p1", "name": "Quay", "lastUpdated": "2026-05-05T10:00:00", "customFields": parts}))]);
    sync(&mirror, &service, "project").await.expect("syncs");
    let check = || async { mirror::check(&mirror, &service, "project", &CancellationToken::new(), |_, _| {}).await.expect("checks") };
    assert_eq!(check().await, Some(Found::default()));
    service.change("project", "p1", "customFields", json!([{"customFieldId": "d1", "value": "B-2"}]), "2026-05-05T10:00:00");
    assert_eq!(check().await, Some(Found { changed: 1, ..Found::default() }));
}

#[test]
fn every_reading_can_run_on_any_thread() {
    fn needs_send<T: Send>(_: T) {}
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = mirror_in(&folder);
    let (service, cancel) = (FakeService::default(), CancellationToken::new());
    let heard = std::cell::Cell::new(0);
    needs_send(mirror::check(&mirror, &service, "timeentry", &cancel, |_, _| {}));
    needs_send(mirror::read_below_all(&mirror, &service, "projectresource", &cancel, move |_, _| heard.set(1)));
    needs_send(mirror::read_below(&mirror, &service, "projectresource", "p", &cancel));
    needs_send(mirror::ask(&mirror, &service, "timeentry", &Condition::Expression(String::new()), &cancel, |_, _| {}));
}
