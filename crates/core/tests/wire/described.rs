//! Services that are described by a document: paging, changes and refusals over real loopback HTTP.

use crate::server::{Seen, Server, json, never, service_at, signed_in_at};
use coredesk_core::Record;
use coredesk_core::catalogue::{
    Catalogue, CredentialHeader, DialectKind, EntityType, Field, FieldKind, FieldOrigin, Habits, Operations, Paging, Service, UpdateForm,
};
use coredesk_core::mirror::{Mirror, Purpose, SyncEnd, SyncError, ViewQuery, sync};
use coredesk_core::rest::{Client, Deadlines, Entities, PageRequest, RefusalReason, RequestError, Update, WriteOutcome};
use coredesk_core::store::Store;
use serde_json::{Value, json as value};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::form_urlencoded;

const COLLECTION: &str = "/api/campaigns/";

#[tokio::test]
async fn a_next_link_is_followed_on_the_own_host_whatever_host_it_names() {
    let elsewhere = Server::start(|_| json(200, "[]")).await;
    let foreign = elsewhere.base.clone();
    let server = Server::start(move |seen| {
        let page = number(seen, "page").max(1);
        let next = (page < 3).then(|| format!("{foreign}{COLLECTION}?page={}&page_size=2", page + 1));
        json(200, value!({"count": 5, "next": next, "previous": null, "results": rows(page * 2 - 1..=(page * 2).min(5))}))
    })
    .await;
    let desk = Desk::at(&server, next_pages(), UpdateForm::PutChanged);
    assert_eq!(desk.sync().await.expect("reads"), SyncEnd::Complete);
    assert_eq!(desk.ids().await, ["1", "2", "3", "4", "5"]);
    let queries: Vec<String> = server.seen().into_iter().map(|seen| seen.query).collect();
    assert_eq!(queries, ["page_size=2", "page=2&page_size=2", "page=3&page_size=2"], "no request only to count");
    assert!(elsewhere.seen().is_empty(), "the token went elsewhere");
    assert_eq!(desk.mirror.status("campaigns").await.expect("reads").expected_rows, Some(5));
}

#[tokio::test]
async fn a_link_in_a_circle_ends_with_an_error_and_takes_nothing_away() {
    let circles = Arc::new(AtomicUsize::new(0));
    let is_whole = Arc::clone(&circles);
    let server = Server::start(move |seen| {
        let page = number(seen, "page").max(1);
        let next = match (page, is_whole.load(Ordering::SeqCst)) {
            (1, _) => value!("?page=2"),
            (2, 0) => value!(null),
            _ => value!("?page=1"),
        };
        json(200, value!({"count": 4, "next": next, "results": rows(page * 2 - 1..=page * 2)}))
    })
    .await;
    let desk = Desk::at(&server, next_pages(), UpdateForm::PutChanged);
    desk.sync().await.expect("reads");
    circles.store(1, Ordering::SeqCst);
    assert!(matches!(desk.sync().await, Err(SyncError::RepeatedPage)));
    assert_eq!(desk.ids().await.len(), 4);
    assert!(desk.mirror.status("campaigns").await.expect("reads").problem.is_some());
    assert!(server.seen().len() <= 6, "{}", server.seen().len());
}

#[tokio::test]
async fn a_link_out_of_the_api_is_not_followed() {
    for link in ["/admin/?page=2", "/api/../admin/", "https://a.example/"] {
        let server = Server::start(move |_| json(200, value!({"count": 3, "next": link, "results": rows(1..=2)}))).await;
        let desk = Desk::at(&server, next_pages(), UpdateForm::PutChanged);
        let ended = desk.sync().await;
        assert!(matches!(ended, Err(SyncError::Request(RequestError::Unreadable { .. }))), "{link}: {ended:?}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn every_style_of_pages_brings_every_row() {
    let some = |name: &str| Some(name.to_owned());
    let total = 7;
    for paging in [
        Paging::None,
        Paging::Page { number: "page".to_owned(), size: some("size"), first: 0 },
        Paging::Page { number: "page".to_owned(), size: None, first: 1 },
        Paging::Offset { offset: "offset".to_owned(), limit: some("size") },
        Paging::Cursor { parameter: "after".to_owned(), at: "meta.next".to_owned(), size: some("size") },
        Paging::LinkHeader { size: some("size") },
    ] {
        let style = paging.clone();
        // The service gives two rows at most, whatever it is asked for.
        let server = Server::start(move |seen| {
            let page = |first: u64| (number(seen, "page") - first) * 2;
            let (start, size) = match &style {
                Paging::None => (0, total),
                Paging::Page { first, .. } => (page(u64::from(*first)), 2),
                Paging::Cursor { .. } => (number(seen, "after"), 2),
                _ => (number(seen, "offset"), 2),
            };
            let end = (start + size).min(total);
            match &style {
                Paging::Page { first: 1, .. } if start >= total => json(404, value!({"detail": "Invalid page."})),
                Paging::Cursor { .. } => {
                    json(200, value!({"data": rows(start + 1..=end), "meta": {"next": (end < total).then(|| end.to_string())}}))
                }
                Paging::LinkHeader { .. } if end < total => {
                    let link = format!("<{COLLECTION}?offset={end}>; rel=\"next\", <?offset=0>; rel=\"first\"");
                    json(200, Value::from(rows(start + 1..=end))).with("link", link)
                }
                _ => json(200, Value::from(rows(start + 1..=end))),
            }
        })
        .await;
        let desk = Desk::at(&server, paging.clone(), UpdateForm::Patch);
        for time in ["first", "second"] {
            desk.sync().await.unwrap_or_else(|error| panic!("{paging:?}, {time}: {error:?}"));
            assert_eq!(desk.ids().await.len(), 7, "{paging:?}, {time}");
        }
    }
}

#[tokio::test]
async fn a_service_that_ignores_page_numbers_is_read_all_the_same() {
    let server = Server::start(|_| json(200, Value::from(rows(1..=3)))).await;
    let paging = Paging::Page { number: "page".to_owned(), size: Some("size".to_owned()), first: 1 };
    let desk = Desk::with(&server, Habits { paging, page_size: 100, ..Habits::default() }, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await.len(), 3);
}

#[tokio::test]
async fn reading_goes_on_at_the_named_place_after_a_restart() {
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let server = Server::start(move |seen| {
        let start = number(seen, "after");
        if start == 4 {
            stop.cancel();
        }
        json(200, value!({"data": rows(start + 1..=start + 2), "next": (start < 6).then(|| (start + 2).to_string())}))
    })
    .await;
    let paging = Paging::Cursor { parameter: "after".to_owned(), at: "next".to_owned(), size: None };
    let desk = Desk::at(&server, paging, UpdateForm::Patch);
    assert_eq!(
        sync(&desk.mirror, &desk.client, "campaigns", Purpose::Background, &cancel, |_| {}).await.expect("stops"),
        SyncEnd::Cancelled
    );
    let before = server.seen().len();
    let desk = desk.started_again();
    assert_eq!(desk.sync().await.expect("reads"), SyncEnd::Complete);
    let queries: Vec<String> = server.seen()[before..].iter().map(|seen| seen.query.clone()).collect();
    assert!(!queries.is_empty() && queries.iter().all(|query| query.starts_with("after=")), "{queries:?}");
    assert_eq!(desk.ids().await.len(), 8);
}

#[tokio::test]
async fn a_place_that_is_not_known_any_more_is_left_for_the_start() {
    let lost = AtomicUsize::new(0);
    let server = Server::start(move |seen| match (seen.query.as_str(), lost.load(Ordering::SeqCst)) {
        ("", _) => json(200, value!({"data": rows(1..=2), "next": "c"})),
        (_, 0) => {
            lost.store(1, Ordering::SeqCst);
            json(400, value!({"detail": "Invalid cursor"}))
        }
        _ => json(200, value!({"data": rows(3..=4)})),
    })
    .await;
    let desk = Desk::at(&server, Paging::Cursor { parameter: "after".to_owned(), at: "next".to_owned(), size: None }, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await.len(), 4);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_page_that_takes_too_long_is_asked_for_in_halves() {
    let server = Server::start(|seen| {
        let size = number(seen, "page_size");
        match size {
            51.. => json(504, "<html>Gateway Timeout</html>").with("content-type", "text/html"),
            _ => {
                let page = number(seen, "page").max(1);
                let next = (page * size < 120).then(|| format!("?page={}&page_size={size}", page + 1));
                json(200, value!({"count": 120, "next": next, "results": rows((page - 1) * size + 1..=(page * size).min(120))}))
            }
        }
    })
    .await;
    let paging = Paging::Next { at: "next".to_owned(), size: Some("page_size".to_owned()) };
    let desk = Desk::with(&server, Habits { paging, page_size: 200, ..Habits::default() }, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await.len(), 120);
    let sizes: Vec<u64> = server.seen().iter().map(|seen| number(seen, "page_size")).collect();
    assert_eq!(sizes, [200, 100, 50, 50, 50], "and none of them twice");
}

#[tokio::test]
async fn a_row_that_slipped_between_pages_stays_and_one_that_is_gone_goes() {
    let gone = Arc::new(AtomicUsize::new(0));
    let deleted = Arc::clone(&gone);
    let server = Server::start(move |seen| {
        let is_later = deleted.load(Ordering::SeqCst) > 0;
        match (seen.path.as_str(), seen.query.contains("page=2")) {
            ("/api/campaigns/2/", _) => json(404, value!({"detail": "Not found."})),
            ("/api/campaigns/4/", _) => json(200, value!({"id": 4, "name": "c4"})),
            // Somebody deleted row 2 while the first page was read, so row 4 slipped into it unseen.
            (COLLECTION, false) if is_later => json(200, value!({"count": 5, "next": "?page=2", "results": [row(1), row(3)]})),
            (COLLECTION, true) if is_later => json(200, value!({"count": 3, "next": null, "results": [row(5)]})),
            (COLLECTION, false) => json(200, value!({"count": 5, "next": "?page=2", "results": rows(1..=3)})),
            _ => json(200, value!({"count": 5, "next": null, "results": rows(4..=5)})),
        }
    })
    .await;
    let desk = Desk::at(&server, next_pages(), UpdateForm::Patch);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await.len(), 5);
    gone.store(1, Ordering::SeqCst);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await, ["1", "3", "4", "5"]);
}

#[tokio::test]
async fn a_429_pauses_the_connection_and_the_reading_goes_on() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => json(429, value!({"detail": "Request was throttled."})).with("retry-after", 1),
        _ => json(200, Value::from(rows(1..=1))),
    })
    .await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    let before = Instant::now();
    desk.sync().await.expect("reads");
    assert!(before.elapsed() >= Duration::from_millis(800), "{:?}", before.elapsed());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn the_version_that_a_record_came_with_goes_back_with_its_change() {
    for (etag, sent) in [("\"v1\"", "\"v1\""), ("W/\"v1\"", ""), ("", "")] {
        let server = Server::start(move |seen| match seen.method.as_str() {
            "GET" => json(200, row(7)).with("etag", etag),
            _ if seen.header("if-match").is_empty() => json(428, value!({"detail": "Precondition required."})),
            _ => json(412, ""),
        })
        .await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
        let fetched = desk.client.get(&desk.kind, "7", &never()).await.expect("reads").expect("is there");
        assert_eq!(fetched.etag.as_deref().unwrap_or_default(), sent);
        let outcome = desk.update("7", fetched.record, fetched.etag.as_deref(), &["name"]).await;
        assert_eq!(server.seen()[1].header("if-match"), sent);
        match outcome {
            WriteOutcome::Conflict(refusal) => assert_eq!((refusal.reason, sent.is_empty()), (RefusalReason::Outdated, false)),
            WriteOutcome::Refused(refusal) => assert_eq!((refusal.reason, sent.is_empty()), (RefusalReason::NeedsVersion, true)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_put_of_changes_that_is_taken_for_the_whole_is_sent_once_more_as_the_whole() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "GET" => json(200, value!({"id": 7, "name": "theirs", "budget": "9.00", "advertiser": 3, "status": "active"})),
        _ if !seen.body.contains("advertiser") => json(400, value!({"advertiser": ["This field is required."]})),
        _ => json(204, ""),
    })
    .await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
    let read_before = value!({"id": 7, "name": "mine", "budget": "1.00", "advertiser": 3, "status": "active"});
    let outcome = desk.update("7", object(read_before), None, &["name"]).await;
    assert!(matches!(outcome, WriteOutcome::Done { status: 204, record: None }), "{outcome:?}");
    let sent: Vec<(String, String)> = server.seen().into_iter().map(|seen| (seen.method, seen.body)).collect();
    let expected = [("PUT", r#"{"name":"mine"}"#), ("GET", ""), ("PUT", r#"{"name":"mine","budget":"9.00","advertiser":3}"#)];
    assert_eq!(sent, expected.map(|(method, body)| (method.to_owned(), body.to_owned())));
}

#[tokio::test]
async fn a_put_of_changes_is_not_repeated_when_a_sent_field_is_wrong_or_it_is_refused_again() {
    for (body, requests) in [
        (value!({"name": ["Too long."]}), 1),
        (value!({"name": ["Too long."], "advertiser": ["Required."]}), 1),
        (value!({"non_field_errors": ["No."]}), 1),
        (value!({"detail": "No."}), 1),
        (value!({"advertiser": ["Required."]}), 3),
    ] {
        let server = Server::start(move |seen| if seen.method == "GET" { json(200, row(7)) } else { json(400, &body) }).await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
        let outcome = desk.update("7", object(row(7)), None, &["name"]).await;
        assert!(matches!(outcome, WriteOutcome::Refused(ref refusal) if refusal.reason == RefusalReason::Invalid), "{outcome:?}");
        assert_eq!(server.seen().len(), requests);
    }
}

#[tokio::test]
async fn a_patch_goes_by_the_name_that_the_service_takes() {
    let server = Server::start(|seen| match (seen.method.as_str(), seen.header("content-type")) {
        ("GET", _) => json(200, row(7)),
        ("PATCH", "application/merge-patch+json") => json(200, value!({"ok": true})),
        _ => json(415, ""),
    })
    .await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    let outcome = desk.update("7", object(row(7)), None, &["name"]).await;
    assert!(matches!(outcome, WriteOutcome::Done { status: 200, record: None }), "{outcome:?}");
}

#[tokio::test]
async fn an_answer_to_a_change_counts_as_the_record_only_when_it_is_whole() {
    for (answered, is_whole) in [(value!({"id": 7}), false), (value!({"id": 7, "name": "c7", "budget": "1.00", "more": 1}), true)] {
        let server = Server::start(move |_| json(200, &answered)).await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
        let outcome = desk.update("7", object(row(7)), None, &["name"]).await;
        assert!(matches!(&outcome, WriteOutcome::Done { status: 200, record } if record.is_some() == is_whole), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_change_of_nothing_is_not_sent() {
    let server = Server::start(|_| json(500, "")).await;
    for form in [UpdateForm::PutChanged, UpdateForm::Patch] {
        let desk = Desk::at(&server, Paging::None, form);
        for changed in [&[][..], &["status"]] {
            let outcome = desk.update("7", object(row(7)), None, changed).await;
            assert!(matches!(outcome, WriteOutcome::Done { record: None, .. }), "{outcome:?}");
        }
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_new_record_is_found_by_its_address_or_its_id() {
    for (body, location) in
        [("", "/api/campaigns/9/"), ("", "https://other.example/x/9?y"), (r#"{"id":9}"#, ""), (r#"{"id":9,"name":"c9"}"#, "")]
    {
        let server = Server::start(move |seen| match seen.method.as_str() {
            "POST" => json(201, body).with("location", location),
            _ => json(200, row(9)),
        })
        .await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
        let outcome = desk.client.create(&desk.kind, &object(value!({"name": "c9", "status": "x"})), &never()).await;
        assert!(matches!(&outcome, WriteOutcome::Done { status: 201, record: Some(record) } if record["name"] == "c9"), "{outcome:?}");
        let seen = server.seen();
        assert_eq!((seen[0].path.as_str(), seen[0].body.as_str()), (COLLECTION, r#"{"name":"c9"}"#));
        assert!(seen[1..].iter().all(|seen| seen.path == "/api/campaigns/9/"));
    }
}

#[tokio::test]
async fn every_status_of_a_write_ends_as_the_reference_says() {
    for (status, expected) in [
        (200, "done"),
        (204, "done"),
        (400, "Invalid"),
        (403, "Forbidden"),
        (404, "Gone"),
        (405, "NotOffered"),
        (406, "InUse"),
        (409, "DatabaseError"),
        (415, "UnknownForm"),
        (301, "unknown"),
        (500, "unknown"),
        (502, "unknown"),
        (504, "unknown"),
    ] {
        let server = Server::start(move |_| json(status, "")).await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
        let outcome = desk.client.delete(&desk.kind, "7", &never()).await;
        let ended = match outcome {
            WriteOutcome::Done { .. } => "done".to_owned(),
            WriteOutcome::Refused(refusal) => format!("{:?}", refusal.reason),
            WriteOutcome::Unknown { status: Some(known), .. } if known == status => "unknown".to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(ended, expected, "{status}");
        assert_eq!(server.seen().len(), 1, "{status}: a write is never repeated");
    }
}

#[tokio::test]
async fn a_403_without_a_sign_in_leads_to_one_new_token_and_one_that_forbids_to_none() {
    let missing = value!({"detail": "Authentication credentials were not provided."});
    let server = Server::start(move |seen| match (seen.path.as_str(), seen.bearer()) {
        ("/idp/connect/token", _) => json(200, value!({"access_token": "a2", "token_type": "Bearer"})),
        (_, "a1") => json(403, &missing),
        _ => json(200, Value::from(rows(1..=1))),
    })
    .await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1);

    let server = Server::start(|_| json(403, value!({"detail": "You do not have permission to perform this action."}))).await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    assert!(matches!(desk.sync().await, Err(SyncError::Request(RequestError::Refused(_)))));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_token_travels_in_the_described_header_alone_and_no_refusal_repeats_it() {
    let server = Server::start(|seen| {
        let key = seen.header("x-api-key").to_owned();
        json(400, value!({"detail": format!("Bad key {key}"), "name": [key]})).with("x-request-id", format!("r-{key}"))
    })
    .await;
    let habits = Habits {
        headers: vec![
            ("X-Version".to_owned(), "2".to_owned()),
            ("X-Api-Key".to_owned(), "planted".to_owned()),
            ("Authorization".to_owned(), "planted".to_owned()),
        ],
        ..Habits::default()
    };
    let credential = CredentialHeader { name: "X-API-Key".to_owned(), scheme: String::new() };
    let desk = Desk::of(&server, habits, UpdateForm::Patch, credential);
    let outcome = desk.client.create(&desk.kind, &object(value!({"name": "n"})), &never()).await;
    let WriteOutcome::Refused(refusal) = outcome else { panic!("{outcome:?}") };
    assert!(!format!("{refusal:?}").contains("a1"), "{refusal:?}");
    assert_eq!(refusal.words.as_deref(), Some("Bad key [secret]"));
    let seen = &server.seen()[0];
    let keys: Vec<_> = seen.headers.get_all("x-api-key").iter().collect();
    assert_eq!((keys.len(), seen.header("x-api-key")), (1, "a1"));
    assert!(!seen.headers.contains_key("authorization"));
    assert_eq!(seen.header("x-version"), "2");
}

#[tokio::test]
async fn a_list_is_not_asked_for_what_the_service_has_no_words_for() {
    let server = Server::start(|_| json(200, "[]")).await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    let page = PageRequest {
        number: 1,
        size: 10,
        changed_since: Some("2026-05-05T00:00:00".to_owned()),
        fields: vec!["name".to_owned()],
        expand: vec!["x".to_owned()],
        ..PageRequest::default()
    };
    desk.client.list(&desk.kind, &page, &never()).await.expect("reads");
    assert_eq!(server.seen()[0].query, "");
}

/// A client of a described service and the mirror of its one entity type.
struct Desk {
    client: Client,
    mirror: Mirror,
    kind: EntityType,
    service: Arc<Service>,
    folder: TempDir,
}

impl Desk {
    fn at(server: &Server, paging: Paging, form: UpdateForm) -> Self {
        Self::with(server, Habits { paging, page_size: 2, ..Habits::default() }, form)
    }

    fn with(server: &Server, habits: Habits, form: UpdateForm) -> Self {
        Self::of(server, habits, form, CredentialHeader::default())
    }

    fn of(server: &Server, habits: Habits, form: UpdateForm, credential: CredentialHeader) -> Self {
        let kind = campaigns(form);
        let mut service = Arc::unwrap_or_clone(service_at(&server.base));
        service.dialect = DialectKind::Described(Box::new(habits));
        service.credential = credential;
        service.catalogue = Catalogue { groups: Vec::new(), entity_types: vec![kind.clone()], custom_fields: None };
        let service = Arc::new(service);
        let folder = tempfile::tempdir().expect("a folder");
        let deadlines = Deadlines { whole: Duration::from_secs(5), first_wait: Duration::from_millis(5) };
        let (client, _) = signed_in_at(Arc::clone(&service), &server.base, "a1", folder.path(), deadlines);
        Self { client, mirror: mirror_in(folder.path(), &service), kind, service, folder }
    }

    fn started_again(self) -> Self {
        let Self { client, mirror, kind, service, folder } = self;
        drop(mirror);
        Self { client, mirror: mirror_in(folder.path(), &service), kind, service, folder }
    }

    async fn sync(&self) -> Result<SyncEnd, SyncError> {
        sync(&self.mirror, &self.client, "campaigns", Purpose::Background, &never(), |_| {}).await
    }

    async fn ids(&self) -> Vec<String> {
        let view = self.mirror.open_view("campaigns", ViewQuery::default()).await.expect("opens");
        let rows = self.mirror.rows(&view, 0, 1_000).await.expect("reads");
        let mut ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
        ids.sort();
        ids
    }

    async fn update(&self, id: &str, record: Record, etag: Option<&str>, changed: &[&str]) -> WriteOutcome {
        let changed: Vec<String> = changed.iter().map(|name| (*name).to_owned()).collect();
        self.client.update(&self.kind, id, Update { record: &record, changed: &changed, etag }, &never()).await
    }
}

fn mirror_in(folder: &Path, service: &Arc<Service>) -> Mirror {
    let store = Store::open(&folder.join("mirror.sqlite"), &[]).expect("opens");
    Mirror::open(store, Arc::clone(service)).expect("opens")
}

fn campaigns(update_form: UpdateForm) -> EntityType {
    let field = |name: &str, kind| Field { sortable: true, ..Field::bare(name, kind, FieldOrigin::Described) };
    EntityType {
        name: "campaigns".to_owned(),
        title: "Campaign".to_owned(),
        plural: "Campaigns".to_owned(),
        group: "Trading".to_owned(),
        pinned: false,
        path: "/campaigns/".to_owned(),
        parent: None,
        operations: Operations { list: true, get: true, create: true, update: true, delete: true },
        fields: vec![
            Field { read_only: true, ..field("id", FieldKind::Integer) },
            field("name", FieldKind::Text),
            field("budget", FieldKind::Money),
            field("advertiser", FieldKind::Integer),
            Field { read_only: true, ..field("status", FieldKind::Text) },
        ],
        title_field: Some("name".to_owned()),
        list_columns: vec!["name".to_owned()],
        tree: None,
        link_path: None,
        id_field: "id".to_owned(),
        item_path: Some("/campaigns/{id}/".to_owned()),
        update_form,
        searchable: false,
        belongs_to: None,
        span: None,
        rules: Vec::new(),
    }
}

fn next_pages() -> Paging {
    Paging::Next { at: "next".to_owned(), size: Some("page_size".to_owned()) }
}

fn row(number: u64) -> Value {
    value!({"id": number, "name": format!("c{number}"), "budget": "1.00"})
}

fn rows(numbers: std::ops::RangeInclusive<u64>) -> Vec<Value> {
    numbers.map(row).collect()
}

fn object(value: Value) -> Record {
    value.as_object().cloned().expect("an object")
}

/// A number in the query; 0 if it is not there.
fn number(seen: &Seen, name: &str) -> u64 {
    let query: HashMap<String, String> = form_urlencoded::parse(seen.query.as_bytes()).into_owned().collect();
    query.get(name).and_then(|value| value.parse().ok()).unwrap_or(0)
}
