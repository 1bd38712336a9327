//! Changes of records of described services, and how they are refused.

use super::{COLLECTION, Desk, object, row, rows};
use crate::server::{Server, json, never};
use coredesk_core::catalogue::{CredentialHeader, Habits, Paging, UpdateForm};
use coredesk_core::mirror::SyncError;
use coredesk_core::rest::{Entities, RefusalReason, RequestError, WriteOutcome};
use serde_json::{Value, json as value};

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
async fn a_delete_carries_the_version_that_was_read() {
    let server = Server::start(|seen| if seen.header("if-match").is_empty() { json(428, "") } else { json(204, "") }).await;
    let desk = Desk::at(&server, Paging::None, UpdateForm::Patch);
    let outcome = desk.client.delete(&desk.kind, "7", Some("\"v1\""), &never()).await;
    assert!(matches!(outcome, WriteOutcome::Done { .. }), "{outcome:?}");
    assert_eq!(server.seen()[0].header("if-match"), "\"v1\"");
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
    assert!(matches!(outcome, WriteOutcome::Done { status: 204, record: None, .. }), "{outcome:?}");
    let sent: Vec<(String, String)> = server.seen().into_iter().map(|seen| (seen.method, seen.body)).collect();
    let expected = [("PUT", r#"{"name":"mine"}"#), ("GET", ""), ("PUT", r#"{"name":"mine","budget":"9.00","advertiser":3}"#)];
    assert_eq!(sent, expected.map(|(method, body)| (method.to_owned(), body.to_owned())));
}

#[tokio::test]
async fn a_put_is_not_sent_once_more_over_what_somebody_else_wrote_meanwhile() {
    for (etag, theirs, is_conflict) in [
        (Some("\"v1\""), value!({"id": 7, "name": "old", "advertiser": 3}), true),
        (Some("\"v2\""), value!({"id": 7, "name": "old", "advertiser": 3}), false),
        (None, value!({"id": 7, "name": "theirs", "advertiser": 3}), true),
        (None, value!({"id": 7, "name": "mine", "advertiser": 3}), false),
        (None, value!({"id": 7, "name": "old", "advertiser": 4}), false),
    ] {
        let server = Server::start(move |seen| match seen.method.as_str() {
            "GET" => json(200, &theirs).with("etag", "\"v2\""),
            _ if !seen.body.contains("advertiser") => json(400, value!({"advertiser": ["This field is required."]})),
            _ => json(204, ""),
        })
        .await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
        let fetched = object(value!({"id": 7, "name": "old", "advertiser": 3}));
        let mine = object(value!({"id": 7, "name": "mine", "advertiser": 3}));
        let outcome = desk.update_since("7", Some(&fetched), mine, etag, &["name"]).await;
        assert_eq!(matches!(outcome, WriteOutcome::Conflict(_)), is_conflict, "{etag:?}: {outcome:?}");
        assert_eq!(server.seen().len(), if is_conflict { 2 } else { 3 });
    }
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
    assert!(matches!(outcome, WriteOutcome::Done { status: 200, record: None, .. }), "{outcome:?}");
}

#[tokio::test]
async fn an_answer_to_a_change_counts_as_the_record_only_when_it_is_whole() {
    for (answered, is_whole) in [(value!({"id": 7}), false), (value!({"id": 7, "name": "c7", "budget": "1.00", "more": 1}), true)] {
        let server = Server::start(move |_| json(200, &answered)).await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
        let outcome = desk.update("7", object(row(7)), None, &["name"]).await;
        assert!(matches!(&outcome, WriteOutcome::Done { status: 200, record, .. } if record.is_some() == is_whole), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_failure_with_a_good_status_is_never_told_as_done() {
    for (body, is_done) in [
        (value!({"error": "in use"}), false),
        (value!({"success": false}), false),
        (value!({"status": "error"}), false),
        (value!({"errors": [], "ok": true}), true),
        (value!({"id": 7, "name": "c7", "budget": "1.00", "error": "shown as the record has it"}), true),
    ] {
        let answer = body.clone();
        let server = Server::start(move |_| json(200, &answer)).await;
        let desk = Desk::at(&server, Paging::None, UpdateForm::PutChanged);
        let deleted = desk.client.delete(&desk.kind, "7", None, &never()).await;
        let changed = desk.update("7", object(row(7)), None, &["name"]).await;
        for outcome in [deleted, changed] {
            let ended = match outcome {
                WriteOutcome::Done { .. } => true,
                WriteOutcome::Unknown { status: Some(200), .. } => false,
                other => panic!("{body}: {other:?}"),
            };
            assert_eq!(ended, is_done, "{body}");
        }
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
        assert!(matches!(&outcome, WriteOutcome::Done { status: 201, record: Some(record), .. } if record["name"] == "c9"), "{outcome:?}");
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
        let outcome = desk.client.delete(&desk.kind, "7", None, &never()).await;
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
async fn a_new_record_without_an_address_is_found_by_its_name_if_there_is_one_alone() {
    for (found, id) in [
        (vec![value!({"id": 8, "name": "c99"}), value!({"id": 9, "name": "c9", "budget": 2.5, "advertiser": "3"})], Some(9)),
        (vec![value!({"id": 8, "name": "c9", "budget": "3.00"}), value!({"id": 9, "name": "c9", "budget": "2.5"})], Some(9)),
        (vec![value!({"id": 8, "name": "c9"}), value!({"id": 9, "name": "c9"})], None),
        (vec![value!({"id": 8, "name": "other"})], None),
        (vec![], None),
    ] {
        let server = Server::start(move |seen| match seen.method.as_str() {
            "POST" => json(201, ""),
            _ => json(200, value!({"next": null, "results": found})),
        })
        .await;
        let habits = Habits { search: Some("search".to_owned()), page_size: 50, ..Habits::default() };
        let desk = Desk::with(&server, habits, UpdateForm::Patch);
        let sent = object(value!({"name": "c9", "budget": "2.50", "advertiser": 3}));
        let outcome = desk.client.create(&desk.kind, &sent, &never()).await;
        let WriteOutcome::Done { status: 201, record, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(record.map(|record| record["id"].clone()), id.map(Value::from));
        assert_eq!(server.seen()[1].query, "search=c9");
    }
}
