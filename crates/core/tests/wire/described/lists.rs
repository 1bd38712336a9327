//! Lists of described services: every style of pages, and what goes wrong on the way.

use super::{COLLECTION, Desk, next_pages, number, row, rows};
use crate::server::{Server, json, never};
use coredesk_core::catalogue::{Descending, Habits, Ordering, Paging, UpdateForm};
use coredesk_core::mirror::{Found, Purpose, SyncEnd, SyncError, ask, check, sync};
use coredesk_core::rest::{Comparison, Condition, Entities, Operator, PageRequest, RequestError};
use coredesk_core::store::{Store, StoreError};
use serde_json::{Value, json as value};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering as Counting};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

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
        let next = match (page, is_whole.load(Counting::SeqCst)) {
            (1, _) => value!("?page=2"),
            (2, 0) => value!(null),
            _ => value!("?page=1"),
        };
        json(200, value!({"count": 4, "next": next, "results": rows(page * 2 - 1..=page * 2)}))
    })
    .await;
    let desk = Desk::at(&server, next_pages(), UpdateForm::PutChanged);
    desk.sync().await.expect("reads");
    circles.store(1, Counting::SeqCst);
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
    let server = Server::start(move |seen| match (seen.query.as_str(), lost.load(Counting::SeqCst)) {
        ("", _) => json(200, value!({"data": rows(1..=2), "next": "c"})),
        (_, 0) => {
            lost.store(1, Counting::SeqCst);
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
        let is_later = deleted.load(Counting::SeqCst) > 0;
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
    gone.store(1, Counting::SeqCst);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await, ["1", "3", "4", "5"]);
}

#[tokio::test]
async fn a_429_pauses_the_connection_and_the_reading_goes_on() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| match asked.fetch_add(1, Counting::SeqCst) {
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

#[tokio::test]
async fn a_first_look_comes_in_the_order_of_the_list_and_the_rest_in_an_order_that_does_not_move() {
    let server = Server::start(|seen| {
        let page = number(seen, "page").max(1);
        let next = (page < 2).then(|| format!("?{}", seen.query.replace("page=1", "page=2")));
        json(200, value!({"count": 4, "next": next, "results": rows(page * 2 - 1..=page * 2)}))
    })
    .await;
    let paging = Paging::Page { number: "page".to_owned(), size: None, first: 1 };
    let ordering = Some(Ordering { parameter: "ordering".to_owned(), descending: Descending::Minus });
    let desk = Desk::with(&server, Habits { paging, ordering, page_size: 2, ..Habits::default() }, UpdateForm::Patch);
    sync(&desk.mirror, &desk.client, "campaigns", Purpose::Look, &never(), |_| {}).await.expect("reads");
    let queries: Vec<String> = server.seen().into_iter().map(|seen| seen.query).collect();
    assert_eq!(queries, ["ordering=-start&page=1", "ordering=id&page=1", "ordering=id&page=2"]);
    assert_eq!(desk.ids().await.len(), 4);
}

#[tokio::test]
async fn the_service_is_searched_through_all_pages_and_never_asked_without_words() {
    let server = Server::start(|seen| match number(seen, "page") {
        2 => json(200, value!({"next": null, "results": rows(3..=3)})),
        _ => json(200, value!({"next": format!("?{}&page=2", seen.query), "results": rows(1..=2)})),
    })
    .await;
    let search = Some("search".to_owned());
    let desk = Desk::with(&server, Habits { paging: next_pages(), page_size: 2, search, ..Habits::default() }, UpdateForm::Patch);
    let asked = |text: &str| Condition::Expression(text.to_owned());
    ask(&desk.mirror, &desk.client, "campaigns", &asked("c & d"), &never(), |_, _| {}).await.expect("is asked");
    assert_eq!(desk.ids().await, ["1", "2", "3"]);
    assert!(server.seen().iter().all(|seen| seen.query.starts_with("search=c%20%26%20d&page_size=2")), "{:?}", server.seen());
    let before = server.seen().len();
    let is = Comparison { field: "name".to_owned(), operator: Operator::Less, value: value!("c") };
    let ended = ask(&desk.mirror, &desk.client, "campaigns", &Condition::AnyOf(vec![vec![is]]), &never(), |_, _| {}).await;
    assert!(matches!(ended, Err(SyncError::Request(RequestError::Refused(_)))), "{ended:?}");
    assert_eq!(server.seen().len(), before, "all rows would come instead of those asked for");
}

#[tokio::test]
async fn a_full_check_of_a_described_service_finds_what_is_new_changed_and_gone() {
    let later = Arc::new(AtomicUsize::new(0));
    let is_later = Arc::clone(&later);
    let server = Server::start(move |seen| match (seen.path.as_str(), is_later.load(Counting::SeqCst)) {
        (COLLECTION, 0) => json(200, Value::from(rows(1..=3))),
        (COLLECTION, _) => json(200, value!([{"id": 1, "name": "other"}, row(3), row(4)])),
        _ => json(404, ""),
    })
    .await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    later.store(1, Counting::SeqCst);
    let found = check(&desk.mirror, &desk.client, "campaigns", &never(), |_, _| {}).await.expect("checks").expect("ends");
    assert_eq!(found, Found { added: 1, changed: 1, removed: 1 });
    assert_eq!(desk.ids().await, ["1", "3", "4"]);
}

#[tokio::test]
async fn a_mirror_of_an_earlier_version_is_read_on() {
    let server = Server::start(|_| json(200, Value::from(rows(1..=2)))).await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    let store = Store::open(&desk.folder.path().join("mirror.sqlite"), &[]).expect("opens");
    let older = |transaction: &rusqlite::Transaction<'_>| {
        let sql = "ALTER TABLE mirror_state DROP COLUMN place; ALTER TABLE mirror_state DROP COLUMN page_rows";
        Ok::<_, StoreError>(transaction.execute_batch(sql)?)
    };
    store.write_now(older).expect("is made older");
    let desk = desk.started_again();
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await, ["1", "2"]);
}

#[tokio::test]
async fn a_place_that_is_not_known_any_more_is_no_end_of_the_list() {
    let lost = Arc::new(AtomicUsize::new(0));
    let is_lost = Arc::clone(&lost);
    let server = Server::start(move |seen| match seen.query.contains("c=") {
        true if is_lost.fetch_add(1, Counting::SeqCst) == 0 => json(404, value!({"detail": "Not found."})),
        true => json(200, value!({"next": null, "results": rows(3..=4)})),
        false => json(200, value!({"next": "?c=x", "results": rows(1..=2)})),
    })
    .await;
    let desk = Desk::at(&server, next_pages(), UpdateForm::Patch);
    desk.sync().await.expect("reads");
    assert_eq!(desk.ids().await, ["1", "2", "3", "4"], "the list was begun anew");
}

#[tokio::test]
async fn rows_without_an_id_take_no_record_away() {
    let later = Arc::new(AtomicUsize::new(0));
    let is_later = Arc::clone(&later);
    let server = Server::start(move |seen| match (seen.path.as_str(), is_later.load(Counting::SeqCst)) {
        (COLLECTION, 0) => json(200, Value::from(rows(1..=120))),
        (COLLECTION, 1) => json(200, value!({"problems": [{"message": "maintenance"}]})),
        (COLLECTION, _) => json(200, value!([])),
        _ => json(404, ""),
    })
    .await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    desk.sync().await.expect("reads");
    for (answer, left) in [(1, 120), (2, 0)] {
        later.store(answer, Counting::SeqCst);
        check(&desk.mirror, &desk.client, "campaigns", &never(), |_, _| {}).await.expect("checks").expect("ends");
        assert_eq!(desk.ids().await.len(), left);
    }
}
