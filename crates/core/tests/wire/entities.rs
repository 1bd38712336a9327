//! Requests and what services do to their answers.

use crate::server::{Server, first_page, json, never, signed_in, signed_in_with, signed_in_with_one_slot, time_entry, whole};
use coredesk_core::Record;
use coredesk_core::rest::{Client, Deadlines, Entities, Page, RefusalReason, RequestError, WriteOutcome};
use coredesk_core::session::{SessionState, SignedOutReason};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json as value;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn a_request_carries_its_headers() {
    let server = Server::start(|_| json(200, "[]")).await;
    let (client, _locks) = client(&server.base);
    list(&client).await.expect("reads");
    let seen = &server.seen()[0];
    assert_eq!((seen.path.as_str(), seen.query.as_str()), ("/api/timeentry", "page=1%2C100"));
    assert_eq!(seen.bearer(), "a1");
    assert_eq!(seen.header("accept"), "application/json");
    assert!(seen.header("user-agent").starts_with("Coredesk/"));
    assert!(seen.header("accept-encoding").contains("gzip"));
    let offset: i32 = seen.header("x-utc-offset").parse().expect("minutes");
    assert!((-720..=840).contains(&offset));
}

#[tokio::test]
async fn not_authenticated_with_status_200_is_a_401() {
    for body in ["\"Not authenticated\"", "Not authenticated", "\"NOT AUTHENTICATED\""] {
        let server = Server::start(move |seen| match (seen.path.as_str(), seen.bearer()) {
            ("/idp/connect/token", _) => json(200, value!({"access_token": "a2", "token_type": "Bearer"})),
            (_, "a1") => json(200, body),
            _ => json(200, "[{\"id\":\"x\"}]"),
        })
        .await;
        let (client, _locks) = client(&server.base);
        assert_eq!(list(&client).await.expect("reads").records.len(), 1, "{body}");
        assert_eq!(server.seen_at("/idp/connect/token").len(), 1);
    }
}

#[tokio::test]
async fn a_401_leads_to_one_refresh_one_repeat_and_then_to_a_person() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/idp/connect/token" => json(200, value!({"access_token": "a2", "token_type": "Bearer"})),
        _ => json(401, ""),
    })
    .await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, session) = signed_in(&server.base, "a1", locks.path());
    let outcome = client.create(&time_entry(), &record(), &never()).await;
    assert!(matches!(outcome, WriteOutcome::NotSent(RequestError::SignInNeeded)), "{outcome:?}");
    assert_eq!(server.seen_at("/api/timeentry").len(), 2);
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1);
    assert_eq!(session.state(), SessionState::SignedOut { reason: SignedOutReason::TokenRefused });
    assert!(matches!(list(&client).await, Err(RequestError::SignInNeeded)));
    assert_eq!(server.seen_at("/api/timeentry").len(), 2, "nothing more is sent");
}

#[tokio::test]
async fn a_scope_too_small_is_no_reason_to_refresh() {
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"readwrite:core\"";
    for (status, challenge, reason) in [
        (403, "", RefusalReason::Forbidden),
        (403, challenge, RefusalReason::ScopeTooSmall),
        (401, challenge, RefusalReason::ScopeTooSmall),
    ] {
        let server = Server::start(move |_| json(status, "").with("www-authenticate", challenge)).await;
        let (client, _locks) = client(&server.base);
        let outcome = client.create(&time_entry(), &record(), &never()).await;
        assert!(matches!(outcome, WriteOutcome::Refused(ref refusal) if refusal.reason == reason), "{status} {challenge}: {outcome:?}");
        let read = list(&client).await;
        assert!(matches!(read, Err(RequestError::Refused(ref refusal)) if refusal.reason == reason), "{status} {challenge}: {read:?}");
        assert!(server.seen_at("/idp/connect/token").is_empty());
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::start(|_| json(200, "[]")).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/api/timeentry", elsewhere.base);
        let server = Server::start(move |_| json(status, "").with("location", &target)).await;
        let (client, _locks) = client(&server.base);
        assert!(matches!(list(&client).await, Err(RequestError::Unreachable { status: Some(told), .. }) if told == status));
        assert!(matches!(client.create(&time_entry(), &record(), &never()).await, WriteOutcome::Unknown { .. }));
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_read_is_repeated_three_times_at_most() {
    for status in [500, 502, 503, 504] {
        let server = Server::start(move |_| json(status, "")).await;
        let (client, _locks) = client(&server.base);
        assert!(matches!(list(&client).await, Err(RequestError::Unreachable { status: Some(told), .. }) if told == status));
        assert_eq!(server.seen().len(), 4, "{status}");
    }
    for status in [400, 403, 404, 405, 406, 409, 422] {
        let server = Server::start(move |_| json(status, "")).await;
        let (client, _locks) = client(&server.base);
        assert!(matches!(list(&client).await, Err(RequestError::Refused(_))));
        assert_eq!(server.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_write_is_never_repeated_after_a_fault() {
    for status in [500, 502, 503, 504] {
        let server = Server::start(move |_| json(status, "")).await;
        let (client, _locks) = client(&server.base);
        for outcome in [
            client.create(&time_entry(), &record(), &never()).await,
            client.update(&time_entry(), "x", whole(&record()), &never()).await,
            client.delete(&time_entry(), "x", None, &never()).await,
        ] {
            assert!(matches!(outcome, WriteOutcome::Unknown { status: Some(told), .. } if told == status), "{outcome:?}");
        }
        assert_eq!(server.seen().len(), 3, "{status}");
    }
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_unknown_and_sent_once() {
    for answer in ["", "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\":"] {
        let (base, asked) = raw_server(answer).await;
        let (client, _locks) = client(&base);
        let outcome = client.create(&time_entry(), &record(), &never()).await;
        assert!(matches!(outcome, WriteOutcome::Unknown { .. }), "{outcome:?}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_truncated_list_is_no_list() {
    let (base, asked) = raw_server("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n[{\"id\":\"a\"}").await;
    let (client, _locks) = client(&base);
    assert!(matches!(list(&client).await, Err(RequestError::Unreachable { .. })));
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn without_a_connection_a_write_was_not_sent() {
    let (client, _locks) = client("http://127.0.0.1:1");
    let outcome = client.create(&time_entry(), &record(), &never()).await;
    assert!(matches!(outcome, WriteOutcome::NotSent(RequestError::Unreachable { .. })), "{outcome:?}");
}

#[tokio::test]
async fn too_many_requests_pauses_the_connection_for_as_long_as_asked() {
    for as_date in [false, true] {
        let asked = AtomicUsize::new(0);
        let server = Server::start(move |_| {
            let retry_after = if as_date { httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2)) } else { "1".to_owned() };
            match asked.fetch_add(1, Ordering::SeqCst) {
                0 => json(429, "").with("retry-after", retry_after),
                _ => json(201, "{\"id\":\"x\",\"date\":null}"),
            }
        })
        .await;
        let (client, _locks) = client(&server.base);
        let mut pace = client.watch_pace();
        let before = Instant::now();
        let write = tokio::spawn({
            let client = client.clone();
            async move { client.create(&time_entry(), &record(), &never()).await }
        });
        pace.wait_for(|pace| pace.paused_until.is_some()).await.expect("is shown");
        let outcome = write.await.expect("ends");
        assert!(matches!(outcome, WriteOutcome::Done { status: 201, .. }), "{outcome:?}");
        assert!(before.elapsed() >= Duration::from_millis(800), "{:?}", before.elapsed());
        assert_eq!(server.seen().len(), 2);
        tokio::time::timeout(Duration::from_secs(4), pace.wait_for(|pace| pace.paused_until.is_none()))
            .await
            .expect("ends")
            .expect("is shown");
    }
}

#[tokio::test]
async fn a_pause_can_be_cancelled() {
    let server = Server::start(|_| json(429, "").with("retry-after", "100000")).await;
    let kind = time_entry();
    for call in ["list", "count", "get", "create", "update", "delete"] {
        let (client, _locks) = client(&server.base);
        let cancel = CancellationToken::new();
        let stop = async {
            client.watch_pace().wait_for(|pace| pace.paused_until.is_some()).await.expect("is shown");
            cancel.cancel();
        };
        let cancelled = async {
            match call {
                "list" => matches!(client.list(&kind, &first_page(), &cancel).await, Err(RequestError::Cancelled)),
                "count" => matches!(client.count(&kind, &cancel).await, Err(RequestError::Cancelled)),
                "get" => matches!(client.get(&kind, "x", &cancel).await, Err(RequestError::Cancelled)),
                "create" => was_cancelled(&client.create(&kind, &record(), &cancel).await),
                "update" => was_cancelled(&client.update(&kind, "x", whole(&record()), &cancel).await),
                _ => was_cancelled(&client.delete(&kind, "x", None, &cancel).await),
            }
        };
        let before = Instant::now();
        assert!(tokio::join!(cancelled, stop).0, "{call}");
        assert!(before.elapsed() < Duration::from_secs(5), "{call}");
    }
}

#[tokio::test]
async fn a_wait_for_a_repeat_and_a_read_under_way_can_be_cancelled() {
    for (status, delay) in [(503, Duration::ZERO), (200, Duration::from_secs(60))] {
        let server = Server::start(move |_| json(status, "[]").after(delay)).await;
        let locks = tempfile::tempdir().expect("a folder");
        let deadlines = Deadlines { whole: Duration::from_secs(100), first_wait: Duration::from_secs(100) };
        let (client, _) = signed_in_with(&server.base, "a1", locks.path(), deadlines);
        let cancel = CancellationToken::new();
        let stop = async {
            server.asked(1).await;
            cancel.cancel();
        };
        let before = Instant::now();
        let kind = time_entry();
        let (read, ()) = tokio::join!(client.get(&kind, "x", &cancel), stop);
        assert!(matches!(read, Err(RequestError::Cancelled)), "{read:?}");
        assert!(before.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_write_on_its_way_is_not_torn_off() {
    let server = Server::start(|_| json(201, "{\"id\":\"x\"}").after(Duration::from_millis(300))).await;
    let (client, _locks) = client(&server.base);
    let cancel = CancellationToken::new();
    let stop = async {
        server.asked(1).await;
        cancel.cancel();
    };
    let kind = time_entry();
    let fields = record();
    let (outcome, ()) = tokio::join!(client.create(&kind, &fields, &cancel), stop);
    assert!(matches!(outcome, WriteOutcome::Done { status: 201, .. }), "{outcome:?}");
    assert!(was_cancelled(&client.create(&kind, &fields, &cancel).await), "the next one does not leave");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn what_a_person_waits_for_overtakes_background_loading_that_nobody_hurried() {
    for hurried in [false, true] {
        let server = Server::start(|_| json(200, "[]").after(Duration::from_millis(100))).await;
        let locks = tempfile::tempdir().expect("a folder");
        let client = signed_in_with_one_slot(&server.base, locks.path());
        let background = client.in_background();
        if hurried {
            background.hurry();
        }
        let (kind, page, never) = (time_entry(), first_page(), never());
        let waiting = |count| {
            let mut pace = client.watch_pace();
            async move { pace.wait_for(|pace| pace.waiting == count).await.map(|_| ()).expect("is told") }
        };
        let (first, second, person, ()) = tokio::join!(
            background.list(&kind, &page, &never),
            async {
                server.asked(1).await;
                background.count(&kind, &never).await
            },
            async {
                waiting(1).await;
                client.get(&kind, "x", &never).await
            },
            waiting(2),
        );
        assert!(first.is_ok() && second.is_ok() && person.is_ok());
        let order: Vec<(String, String)> = server.seen().into_iter().map(|seen| (seen.path, seen.query)).collect();
        let place = order.iter().position(|(path, _)| path.ends_with("/x"));
        assert_eq!(place, Some(if hurried { 2 } else { 1 }), "{order:?}");
    }
}

#[tokio::test]
async fn endless_429s_end_in_slow_down() {
    let server = Server::start(|_| json(429, "").with("retry-after", "0")).await;
    let (client, _locks) = client(&server.base);
    assert!(matches!(list(&client).await, Err(RequestError::SlowDown { .. })));
    let outcome = client.create(&time_entry(), &record(), &never()).await;
    assert!(matches!(outcome, WriteOutcome::NotSent(RequestError::SlowDown { .. })), "{outcome:?}");
    assert_eq!(server.seen().len(), 8);
}

#[tokio::test]
async fn a_gzip_bomb_is_stopped_by_its_decoded_size() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(b"[{\"id\":\"").expect("writes");
    for _ in 0..100 {
        bomb.write_all(&vec![b'a'; 1 << 20]).expect("writes");
    }
    bomb.write_all(b"\"}]").expect("writes");
    let bomb = bomb.finish().expect("ends");
    assert!(bomb.len() < 2 << 20);
    let server = Server::start(move |_| {
        let mut reply = json(200, "").with("content-encoding", "gzip");
        reply.body.clone_from(&bomb);
        reply
    })
    .await;
    let (client, _locks) = client(&server.base);
    let read = list(&client).await;
    assert!(matches!(read, Err(RequestError::Unreadable { .. })), "{:?}", read.map(|page| page.records.len()));
    assert_eq!(server.seen().len(), 1, "and not asked for again");
}

#[tokio::test]
async fn a_compressed_list_is_read() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(b"[{\"id\":\"a\"}]").expect("writes");
    let packed = packed.finish().expect("ends");
    let server = Server::start(move |_| {
        let mut reply = json(200, "").with("content-encoding", "gzip");
        reply.body.clone_from(&packed);
        reply
    })
    .await;
    let (client, _locks) = client(&server.base);
    assert_eq!(list(&client).await.expect("reads").records.len(), 1);
}

#[tokio::test]
async fn a_refusal_never_shows_the_token() {
    let server = Server::start(|seen| json(400, value!({"Message": format!("bad header {}", seen.header("authorization"))}))).await;
    let (client, _locks) = client(&server.base);
    let outcome = format!("{:?}", client.create(&time_entry(), &record(), &never()).await);
    assert!(outcome.contains("bad header") && !outcome.contains("a1\""), "{outcome}");
}

#[tokio::test]
async fn an_answer_that_never_comes_has_a_deadline() {
    let server = Server::start(|_| json(200, "[]").after(Duration::from_secs(60))).await;
    let (client, _locks) = client(&server.base);
    let before = Instant::now();
    let outcome = client.create(&time_entry(), &record(), &never()).await;
    assert!(matches!(outcome, WriteOutcome::Unknown { status: None, .. }), "{outcome:?}");
    assert!(before.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_record_is_created_changed_read_counted_and_deleted() {
    let server = Server::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/api/timeentry") => json(201, "{\"id\":\"x\",\"version\":\"1\"}"),
        ("PUT", "/api/timeentry/x") => json(200, "{\"id\":\"x\",\"version\":\"2\"}"),
        ("GET", "/api/timeentry/x") => json(200, "{\"id\":\"x\",\"version\":\"2\"}"),
        ("GET", "/api/timeentry") => json(200, "[{\"count\":7}]"),
        ("DELETE", "/api/timeentry/x") => json(204, ""),
        _ => json(404, ""),
    })
    .await;
    let (client, _locks) = client(&server.base);
    let kind = time_entry();
    assert!(matches!(client.create(&kind, &record(), &never()).await, WriteOutcome::Done { status: 201, record: Some(_), .. }));
    assert!(matches!(client.update(&kind, "x", whole(&record()), &never()).await, WriteOutcome::Done { status: 200, record: Some(_), .. }));
    assert!(client.get(&kind, "x", &never()).await.expect("reads").is_some());
    assert!(client.get(&kind, "y", &never()).await.expect("reads").is_none());
    assert_eq!(client.count(&kind, &never()).await.expect("counts"), Some(7));
    assert!(matches!(client.delete(&kind, "x", None, &never()).await, WriteOutcome::Done { status: 204, record: None, .. }));
    assert_eq!(server.seen_at("/api/timeentry/x")[0].header("content-type"), "application/json");
}

fn client(base: &str) -> (Client, TempDir) {
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in(base, "a1", locks.path());
    (client, locks)
}

fn was_cancelled(outcome: &WriteOutcome) -> bool {
    matches!(outcome, WriteOutcome::NotSent(RequestError::Cancelled))
}

async fn list(client: &Client) -> Result<Page, RequestError> {
    client.list(&time_entry(), &first_page(), &never()).await
}

fn record() -> Record {
    value!({"description": "d"}).as_object().cloned().expect("an object")
}

/// Answers every request with the same bytes and hangs up.
async fn raw_server(answer: &'static str) -> (String, std::sync::Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let base = format!("http://{}", listener.local_addr().expect("has an address"));
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let mut request = [0_u8; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (base, asked)
}

#[tokio::test]
async fn an_answer_that_repeats_the_token_does_not_bring_it_into_a_record_and_says_how_the_service_calls_the_request() {
    const TOKEN: &str = "a-token-of-many-letters";
    let server = Server::start(|seen| {
        json(200, format!("{{\"id\":\"x\",\"version\":\"1\",\"memo\":\"{}\"}}", seen.bearer())).with("x-request-id", "req-1")
    })
    .await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in_with(&server.base, TOKEN, locks.path(), Deadlines::default());
    let read = client.get(&time_entry(), "x", &never()).await.expect("reads").expect("is there").record;
    assert_eq!(read["memo"], "[secret]");
    let WriteOutcome::Done { record: Some(record), request_id, .. } = client.update(&time_entry(), "x", whole(&record()), &never()).await
    else {
        panic!("it is done")
    };
    assert_eq!((record["memo"].as_str(), request_id.as_deref()), (Some("[secret]"), Some("req-1")));
}
