//! A change sends the record as the service has it, all of it and nothing else, but for what was changed.

use crate::company::Company;
use crate::server::{Server, json, never, signed_in, time_entry, whole};
use coredesk_core::Record;
use coredesk_core::changes::{OutcomeKind, RunState};
use coredesk_core::rest::{Entities, RefusalReason, WriteOutcome};
use serde_json::json as value;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// What a list sends of it, without nested parts.
const ROW: &str = r#"{"id":"e1","version":"1","date":"2026-10-30T00:00:00","description":"d","projectId":"p","activityId":"a","resourceId":"r","actualHours":2.50}"#;

#[tokio::test]
async fn what_is_not_known_goes_back_digit_by_digit() {
    let odd = r#"{"id":"e1","version":"9007199254740993","date":"2026-10-30T00:00:00","description":"d","projectId":"p","activityId":"a","resourceId":"r","actualHours":2.50,"":"no name","strange":{"a":[1.10,-0.0,1e-400,[[]],{}],"ä":"\u0000\ud83d\ude00\\\"/"},"big":123456789012345678901234567890.10,"token":18446744073709551616,"nothing":null,"UPPER":true,"workflow":[{"action":"Submit","invented":[]}]}"#;
    let server = Server::start(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("GET", "/api/timeentry") if !seen.query.contains("count") => json(200, format!("[{ROW}]")),
        ("GET", "/api/timeentry/e1") => json(200, odd),
        ("PUT", _) => json(200, ""),
        _ => json(204, ""),
    })
    .await;
    let company = Company::at(&server.base);
    company.sync().await;
    company.edit("e1", "description", value!("new")).await;
    assert_eq!(company.send_one().await.outcome, OutcomeKind::Done);
    let sent = server.seen().into_iter().find(|seen| seen.method == "PUT").expect("was sent").body;
    let as_sent = |text: &str| serde_json::from_str::<Record>(text).map(|record| serde_json::to_string(&record).expect("writes"));
    assert_eq!(sent, as_sent(&odd.replace(r#""description":"d""#, r#""description":"new""#)).expect("reads"));
    for digits in ["2.50", "9007199254740993", "123456789012345678901234567890.10", "18446744073709551616", "1e-400"] {
        assert!(sent.contains(digits), "{digits} in {sent}");
    }
}

#[tokio::test]
async fn parts_that_were_not_loaded_are_not_written() {
    // The list leaves `workflow` out; the record has one, or has none, or an empty one.
    for workflow in [Some(value!([{"action": "Submit"}])), Some(value!([])), Some(value!(null)), None] {
        let mut whole: Record = serde_json::from_str(ROW).expect("reads");
        whole.extend(workflow.clone().map(|workflow| ("workflow".to_owned(), workflow)));
        let answer = value!(whole);
        let server = Server::start(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", "/api/timeentry") if !seen.query.contains("count") => json(200, format!("[{ROW}]")),
            ("GET", "/api/timeentry/e1") => json(200, &answer),
            ("PUT", _) => json(200, ""),
            _ => json(204, ""),
        })
        .await;
        let company = Company::at(&server.base);
        company.sync().await;
        assert!(!company.row("e1").await.contains_key("workflow"), "the copy does not have it");
        company.edit("e1", "description", value!("new")).await;
        assert_eq!(company.send_one().await.outcome, OutcomeKind::Done);
        let order: Vec<String> = server.seen_at("/api/timeentry/e1").into_iter().map(|seen| seen.method).collect();
        assert_eq!(order, ["GET", "PUT", "GET"], "read before, and read again since the answer was empty");
        let sent: Record = serde_json::from_str(&server.seen_at("/api/timeentry/e1")[1].body).expect("reads");
        assert_eq!(sent.get("workflow"), workflow.as_ref());
        assert_eq!(sent.len(), whole.len(), "nothing is added");
    }
}

#[tokio::test]
async fn a_failed_change_of_a_record_that_is_gone_says_so() {
    for (is_there, status) in [(false, 500), (true, 500), (false, 400)] {
        let server = Server::start(move |seen| match seen.method.as_str() {
            "PUT" => json(status, value!({"Key": "GeneralException", "Message": "An error has occurred."})),
            _ if is_there => json(200, ROW),
            _ => json(404, ""),
        })
        .await;
        let locks = tempfile::tempdir().expect("a folder");
        let (client, _) = signed_in(&server.base, "a1", locks.path());
        let record = serde_json::from_str(ROW).expect("reads");
        let outcome = client.update(&time_entry(), "e1", whole(&record), &never()).await;
        match outcome {
            WriteOutcome::Refused(refusal) => assert!(!is_there && refusal.reason == RefusalReason::Gone, "{refusal:?}"),
            WriteOutcome::Unknown { .. } => assert!(is_there, "it is there, so nobody knows what became of the change"),
            other => panic!("{other:?}"),
        }
        let methods: Vec<String> = server.seen().into_iter().map(|seen| seen.method).collect();
        assert_eq!(methods, ["PUT", "GET"]);
    }
}

#[tokio::test]
async fn a_record_made_without_a_word_is_found_if_only_one_can_be_meant() {
    let sent = value!({"description": "Levels", "date": "2026-10-30T00:00:00", "projectId": "p", "actualHours": 2.5, "memo": null,
        "customFields": [{"customFieldId": "d", "value": "x"}]});
    let row = |id: &str, hours: &str| {
        format!(
            r#"{{"id":"{id}","description":"Levels","date":"2026-10-30T00:00:00","projectId":"p","actualHours":{hours},"version":"1"}}"#
        )
    };
    for (rows, found) in [
        (format!("[{},{}]", row("a", "7"), row("b", "2.50")), Some("b")),
        (format!("[{},{}]", row("a", "2.5"), row("b", "2.50")), None),
        (format!("[{}]", row("a", "7")), None),
        ("[]".to_owned(), None),
    ] {
        let answer = rows.clone();
        let server = Server::start(move |seen| match seen.method.as_str() {
            "POST" => json(201, "").with("date", "Fri, 30 Oct 2026 10:00:30 GMT"),
            _ => json(200, &answer),
        })
        .await;
        let locks = tempfile::tempdir().expect("a folder");
        let (client, _) = signed_in(&server.base, "a1", locks.path());
        let fields = sent.as_object().cloned().expect("an object");
        let outcome = client.create(&time_entry(), &fields, &never()).await;
        let WriteOutcome::Done { status: 201, record, .. } = outcome else { panic!("{rows}: {outcome:?}") };
        assert_eq!(record.as_ref().and_then(|record| record["id"].as_str()), found, "{rows}");
        let asked = &server.seen()[1].query;
        for part in ["lastUpdated%3E%3D%272026-10-30T09%3A59%3A30%27", "projectId%3D%27p%27", "date%3D%272026-10-30T00%3A00%3A00%27"] {
            assert!(asked.contains(part), "{part} in {asked}");
        }
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn stopping_a_run_ends_its_wait_at_once() {
    let server = Server::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("GET", "/api/timeentry") if !seen.query.contains("count") => json(200, format!("[{ROW}]")),
        ("GET", "/api/timeentry/e1") => json(200, ROW),
        ("PUT", _) => json(429, "").with("retry-after", "100"),
        _ => json(204, ""),
    })
    .await;
    let company = Company::at(&server.base);
    company.sync().await;
    company.edit("e1", "description", value!("new")).await;
    let cancel = CancellationToken::new();
    let before = Instant::now();
    let stop = async {
        company.client.watch_pace().wait_for(|pace| pace.paused_until.is_some()).await.expect("is shown");
        cancel.cancel();
    };
    let (run, ()) = tokio::join!(company.send(&cancel), stop);
    assert!(before.elapsed() < Duration::from_secs(10));
    assert_eq!(company.outcomes(&run).await[0].outcome, OutcomeKind::NotSent);
    assert_ne!(run.state, RunState::Running);
    assert_eq!(company.changes.count().await.expect("counts"), 1, "the change waits for another time");
}
