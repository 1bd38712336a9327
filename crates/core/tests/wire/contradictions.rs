//! Section 18 of `core-api.md`, row by row: what the sources say differently of BQE CORE works either way. Here the rows
//! of the REST API; those of the sign-in stand with it.

use crate::company::Company;
use crate::server::{Reply, Seen, Server, first_page, json, never, signed_in, time_entry, whole};
use coredesk_core::Record;
use coredesk_core::changes::OutcomeKind;
use coredesk_core::rest::{Client, Entities, PageRequest, RefusalReason, RequestError, WriteOutcome};
use serde_json::{Value, json as value};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Row 6: the first page is 1, or 0 as well.
#[tokio::test]
async fn row_06_the_first_page_is_asked_for_as_1() {
    let counts_from_1 = |page: &str| match page {
        "page=1%2C2" => json(200, rows(&["a", "b"])),
        "page=2%2C2" => json(200, rows(&["c"])),
        _ => json(400, ""),
    };
    let takes_0_for_1 = |page: &str| match page {
        "page=0%2C2" | "page=1%2C2" => json(200, rows(&["a", "b"])),
        _ => json(200, rows(&["c"])),
    };
    let sides: [fn(&str) -> Reply; 2] = [counts_from_1, takes_0_for_1];
    for side in sides {
        let server = Server::start(move |seen| side(&seen.query)).await;
        let (client, _locks) = client(&server.base);
        let page = |number| PageRequest { number, size: 2, ..PageRequest::default() };
        assert_eq!(ids(&client, &page(0)).await, (vec!["a".to_owned(), "b".to_owned()], false), "whatever is asked for, 0 is never sent");
        assert_eq!(ids(&client, &page(1)).await, (vec!["a".to_owned(), "b".to_owned()], false));
        assert_eq!(ids(&client, &page(2)).await, (vec!["c".to_owned()], true));
        assert!(server.seen().iter().all(|seen| !seen.query.contains("page=0")));
    }
}

/// Row 7: past the end comes 204, an empty list or null.
#[tokio::test]
async fn row_07_past_the_end_there_is_nothing_however_it_is_said() {
    for (status, nothing) in [(204, ""), (200, "[]"), (200, "null")] {
        let server = Server::start(move |seen| match seen.query.contains("page=1") {
            true => json(200, rows(&["a", "b"])),
            false => json(status, nothing),
        })
        .await;
        let (client, _locks) = client(&server.base);
        let page = |number| PageRequest { number, size: 2, ..PageRequest::default() };
        assert_eq!(ids(&client, &page(1)).await, (vec!["a".to_owned(), "b".to_owned()], false));
        assert_eq!(ids(&client, &page(2)).await, (Vec::new(), true), "{status} {nothing}");
    }
}

/// Row 8: a list is a bare array, or stands in an envelope.
#[tokio::test]
async fn row_08_a_list_is_read_bare_and_in_every_envelope() {
    let bare = rows(&["a", "b"]);
    let mut sides = vec![bare.clone()];
    sides.extend(["value", "data", "items", "results", "records", "Value"].map(|name| value!({"total": 2, name: bare.clone()})));
    for side in sides {
        let body = side.clone();
        let server = Server::start(move |_| json(200, &body)).await;
        let (client, _locks) = client(&server.base);
        assert_eq!(ids(&client, &first_page()).await.0, ["a", "b"], "{side}");
    }
}

/// Row 9: fields that the service does not know are ignored, refused, or answered by a part.
#[tokio::test]
async fn row_09_a_wish_for_some_fields_ends_in_whole_rows_at_worst() {
    let wished = PageRequest { fields: vec!["memo".to_owned(), "inventedHere".to_owned()], ..first_page() };
    let whole = value!([{"id": "a", "version": "1", "memo": "m", "description": "d"}]);
    let some = value!([{"id": "a", "version": "1", "memo": "m"}]);
    for (status, requests) in [(200, 1), (400, 2), (207, 2)] {
        let (whole, some) = (whole.clone(), some.clone());
        let server = Server::start(move |seen| match seen.query.contains("fields=") {
            true => json(status, if status == 400 { value!("no such field") } else { some.clone() }),
            false => json(200, whole.clone()),
        })
        .await;
        let (client, _locks) = client(&server.base);
        let page = client.list(&time_entry(), &wished, &never()).await.expect("reads");
        assert_eq!(page.records[0]["memo"], "m");
        assert_eq!(page.records[0].contains_key("description"), status != 200, "{status}: after a no, the whole row");
        let queries: Vec<String> = server.seen().into_iter().map(|seen| seen.query).collect();
        assert_eq!(queries.len(), requests, "{status}: {queries:?}");
        assert!(queries.iter().all(|query| !query.contains("inventedHere")), "only known names are sent: {queries:?}");
    }
    let server = Server::start(|_| json(207, rows(&["a"]))).await;
    let (client, _locks) = client(&server.base);
    let read = client.list(&time_entry(), &wished, &never()).await;
    assert!(matches!(read, Err(RequestError::Unreadable { .. })), "a part of a list is no list: {read:?}");
    assert_eq!(server.seen().len(), 2, "and is asked for again once");
}

/// Row 10: POST answers 200 or 201 and DELETE 200 or 204, with a body or without.
#[tokio::test]
async fn row_10_done_is_done_by_any_good_status_with_or_without_a_body() {
    let kind = time_entry();
    for (status, body) in [(200, "{\"id\":\"x\"}"), (201, "{\"id\":\"x\"}"), (200, ""), (201, ""), (204, ""), (200, "null")] {
        let server = Server::start(move |_| json(status, body)).await;
        let (client, _locks) = client(&server.base);
        for outcome in [
            client.create(&kind, &record(), &never()).await,
            client.update(&kind, "x", whole(&record()), &never()).await,
            client.delete(&kind, "x", None, &never()).await,
        ] {
            assert!(matches!(outcome, WriteOutcome::Done { status: told, .. } if told == status), "{status} {body}: {outcome:?}");
        }
        let writes: Vec<String> = server.seen().into_iter().map(|seen| seen.method).filter(|method| method != "GET").collect();
        assert_eq!(writes, ["POST", "PUT", "DELETE"], "and nothing is sent twice");
    }
}

/// Row 11: a change is a part or the whole, and needs the version or does not.
#[tokio::test]
async fn row_11_a_change_suits_the_service_that_wants_all_and_the_one_that_takes_a_part() {
    for wants_all in [true, false] {
        let service = OneEntry::new(wants_all);
        let server = Server::start(service.answer()).await;
        let company = Company::at(&server.base);
        company.sync().await;
        // Somebody else changes another field meanwhile: it is not overwritten by what was read before.
        service.change("memo", value!("theirs"));
        company.edit("e1", "description", value!("mine")).await;
        let outcome = company.send_one().await;
        assert_eq!(outcome.outcome, OutcomeKind::Done, "wants all: {wants_all}: {outcome:?}");
        let now = service.now();
        assert_eq!((&now["description"], &now["memo"], &now["version"]), (&value!("mine"), &value!("theirs"), &value!("3")));
        let sent = server.seen().into_iter().find(|seen| seen.method == "PUT").expect("was sent").body;
        let sent: Record = serde_json::from_str(&sent).expect("is an object");
        assert_eq!(sent["version"], "2", "the version of the last reading");
        assert_eq!(sent["strange"], now["strange"], "and all of it");
    }
}

/// Row 12: a missing permission is a 403, or a 409 with `MsgPermissions`.
#[tokio::test]
async fn row_12_a_missing_permission_is_told_by_its_code_or_its_status() {
    let named = value!({"Key": "MsgPermissions", "Message": "Ask your administrator."});
    let sides = [(403, value!("")), (403, named.clone()), (409, named.clone()), (400, named.clone()), (500, named.clone()), (200, named)];
    for (status, body) in sides {
        let told = body.clone();
        let server = Server::start(move |_| json(status, &told)).await;
        let (client, _locks) = client(&server.base);
        let kind = time_entry();
        for outcome in [client.create(&kind, &record(), &never()).await, client.update(&kind, "x", whole(&record()), &never()).await] {
            assert!(
                matches!(outcome, WriteOutcome::Refused(ref refusal) if refusal.reason == RefusalReason::Forbidden),
                "{status} {body}: {outcome:?}"
            );
        }
        let read = client.list(&kind, &first_page(), &never()).await;
        assert!(
            matches!(read, Err(RequestError::Refused(ref refusal)) if refusal.reason == RefusalReason::Forbidden),
            "{status} {body}: {read:?}"
        );
        assert_eq!(server.seen_at("/idp/connect/token").len(), 0, "a new token would not help");
    }
}

/// Row 13: the body of an error has several forms, or is empty.
#[tokio::test]
async fn row_13_the_words_of_a_refusal_are_found_in_every_form() {
    let said = Some("Line 7 is locked.");
    for (body, code, words) in [
        (r#"{"Key":"MsgLocked","Message":"Line 7 is locked."}"#, Some("MsgLocked"), said),
        (r#"{"key":"MsgLocked","message":"Line 7 is locked."}"#, Some("MsgLocked"), said),
        (r#"{"errorCode":"012.007","message":"Line 7 is locked."}"#, Some("012.007"), said),
        (r#"{"error":{"message":"Line 7 is locked."}}"#, None, said),
        (r#"{"error":"Line 7 is locked."}"#, None, said),
        (r#"{"detail":"Line 7 is locked."}"#, None, said),
        (r#"{"title":"Line 7 is locked."}"#, None, said),
        (r#"{"error":"x","error_description":"Line 7 is locked."}"#, None, said),
        (r#""Line 7 is locked.""#, None, said),
        ("Line 7 is locked.", None, said),
        ("", None, None),
        ("null", None, None),
        ("<html><h1>Line 7 is locked.</h1></html>", None, None),
    ] {
        let server = Server::start(move |_| json(400, body).with("x-correlation-id", "c-1")).await;
        let (client, _locks) = client(&server.base);
        let outcome = client.create(&time_entry(), &record(), &never()).await;
        let WriteOutcome::Refused(refusal) = outcome else { panic!("{body}: {outcome:?}") };
        assert_eq!((refusal.code.as_deref(), refusal.words.as_deref()), (code, words), "{body}");
        assert_eq!((refusal.reason, refusal.request_id.as_deref()), (RefusalReason::Invalid, Some("c-1")), "{body}");
    }
}

/// Row 14: `X-UTC-OFFSET` counts hours or minutes.
#[tokio::test]
async fn row_14_the_offset_is_sent_in_minutes_and_no_day_depends_on_how_it_is_read() {
    let day = value!("2026-03-29T00:00:00");
    for minutes_in_its_unit in [1, 60] {
        // A service that keeps instants: it moves a wall clock by the offset as it reads it, and back.
        let service = Arc::new(Mutex::new(None::<jiff::civil::DateTime>));
        let kept = Arc::clone(&service);
        let server = Server::start(move |seen| {
            let offset: i64 = seen.header("x-utc-offset").parse().expect("a whole number on every request");
            let offset = jiff::SignedDuration::from_mins(offset * minutes_in_its_unit);
            let mut kept = kept.lock().expect("is free");
            if seen.method == "POST" {
                let sent: Record = serde_json::from_str(&seen.body).expect("an object");
                let wall: jiff::civil::DateTime = sent["date"].as_str().and_then(|text| text.parse().ok()).expect("no zone, no offset");
                *kept = Some(wall - offset);
            }
            let wall = kept.expect("was sent") + offset;
            json(200, value!({"id": "x", "date": format!("{}T{}", wall.date(), wall.time())}))
        })
        .await;
        let (client, _locks) = client(&server.base);
        let entry = value!({"date": day}).as_object().cloned().expect("an object");
        assert!(matches!(client.create(&time_entry(), &entry, &never()).await, WriteOutcome::Done { .. }));
        let read = client.get(&time_entry(), "x", &never()).await.expect("reads").expect("is there");
        assert_eq!(read.record["date"], day);
        let here = jiff::Zoned::now().offset().seconds() / 60;
        assert!(server.seen().iter().all(|seen| seen.header("x-utc-offset") == here.to_string()), "minutes, east positive");
    }
}

/// Row 18: a batch is answered by a job or by its rows.
#[tokio::test]
async fn row_18_a_promise_is_not_taken_for_the_record() {
    for (status, job) in [
        (200, value!({"id": "j1", "status": "Queued"})),
        (201, value!({"jobId": "j1"})),
        (202, value!({"id": "j1", "state": 0})),
        (200, value!("j1")),
        (202, value!(null)),
    ] {
        let told = job.clone();
        let server = Server::start(move |_| json(status, &told)).await;
        let (client, _locks) = client(&server.base);
        let outcome = client.create(&time_entry(), &record(), &never()).await;
        assert!(matches!(outcome, WriteOutcome::Unknown { status: Some(told), .. } if told == status), "{status} {job}: {outcome:?}");
        assert_eq!(server.seen().len(), 1, "and it is not sent again");
    }
    for direct in [value!({"id": "x", "description": "d"}), value!([{"id": "x", "description": "d"}]), value!({"data": {"id": "x"}})] {
        let told = direct.clone();
        let server = Server::start(move |_| json(201, &told)).await;
        let (client, _locks) = client(&server.base);
        let outcome = client.create(&time_entry(), &record(), &never()).await;
        assert!(matches!(outcome, WriteOutcome::Done { record: Some(ref record), .. } if record["id"] == "x"), "{direct}: {outcome:?}");
    }
    let server = Server::start(|_| json(400, "")).await;
    let company = Company::at(&server.base);
    for _ in 0..3 {
        let id = company.changes.create("activity").await.expect("a draft");
        for (field, text) in [("code", "A"), ("description", "d")] {
            let edit = coredesk_core::changes::FieldEdit { id: id.clone(), field: field.to_owned(), value: value!(text) };
            company.changes.edit("activity", vec![edit]).await.expect("is kept");
        }
    }
    let outcomes = company.outcomes(&company.send(&never()).await).await;
    assert!(
        outcomes.len() == 3 && outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Refused),
        "each row has an outcome of its own"
    );
    assert_eq!(server.seen().iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), ["/api/activity"; 3], "no batch is sent");
}

/// A service with one time entry that checks versions and wants the whole record, or takes any part of one.
#[derive(Clone)]
struct OneEntry {
    record: Arc<Mutex<Record>>,
    wants_all: bool,
}

impl OneEntry {
    fn new(wants_all: bool) -> Self {
        let record = value!({
            "id": "e1", "version": "1", "date": "2026-10-30T00:00:00", "actualHours": 2.5, "description": "d", "memo": "m",
            "projectId": "p", "activityId": "a", "resourceId": "r", "strange": {"deep": [1, null]},
        });
        Self { record: Arc::new(Mutex::new(record.as_object().cloned().expect("an object"))), wants_all }
    }

    fn now(&self) -> Record {
        self.record.lock().expect("is free").clone()
    }

    fn change(&self, field: &str, to: Value) {
        let mut record = self.record.lock().expect("is free");
        record.insert(field.to_owned(), to);
        let version: u32 = record["version"].as_str().and_then(|version| version.parse().ok()).expect("a number");
        record.insert("version".to_owned(), value!((version + 1).to_string()));
    }

    fn put(&self, body: &str) -> Reply {
        let sent: Record = serde_json::from_str(body).expect("an object");
        let now = self.now();
        let is_whole = now.keys().all(|name| sent.contains_key(name)) && sent["version"] == now["version"];
        if self.wants_all && !is_whole {
            return json(409, value!({"Key": "OutDatedModel", "Message": "Read it again."}));
        }
        for (name, value) in sent.into_iter().filter(|(name, _)| name != "version") {
            self.record.lock().expect("is free").insert(name, value);
        }
        let id = self.now()["id"].clone();
        self.change("id", id);
        json(200, Value::Object(self.now()))
    }

    fn answer(&self) -> impl Fn(&Seen) -> Reply + Send + Sync + 'static {
        let service = self.clone();
        move |seen| match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/api/timeentry") if seen.query.contains("count") => json(200, 1),
            ("GET", "/api/timeentry") => json(200, value!([service.now()])),
            ("GET", "/api/timeentry/e1") => json(200, Value::Object(service.now())),
            ("PUT", "/api/timeentry/e1") => service.put(&seen.body),
            ("GET", _) => json(200, "[]"),
            _ => json(405, ""),
        }
    }
}

fn client(base: &str) -> (Client, TempDir) {
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in(base, "a1", locks.path());
    (client, locks)
}

async fn ids(client: &Client, page: &PageRequest) -> (Vec<String>, bool) {
    let page = client.list(&time_entry(), page, &never()).await.expect("reads");
    (page.records.iter().map(|record| record["id"].as_str().expect("is text").to_owned()).collect(), page.is_last())
}

fn rows(ids: &[&str]) -> Value {
    ids.iter().map(|id| value!({"id": id, "description": "d"})).collect()
}

fn record() -> Record {
    value!({"description": "d"}).as_object().cloned().expect("an object")
}
