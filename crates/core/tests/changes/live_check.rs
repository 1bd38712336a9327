//! The rows of unsent changes, read again at the service before anything is sent.

use super::desk::Desk;
use super::trading::{records, service};
use coredesk_core::changes::{Chosen, LiveCheck, Problem, Shown};
use coredesk_core::mirror::SyncError;
use coredesk_core::rest::RequestError;
use serde_json::json;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// How far it was, each time that it was told.
async fn check(desk: &Desk, cancel: &CancellationToken) -> (Result<(), SyncError>, Vec<LiveCheck>) {
    let told = Mutex::new(Vec::new());
    let ended = desk.changes.check_with_service(&desk.service, cancel, |far| told.lock().expect("no panic").push(far)).await;
    desk.changes.check_all().await.expect("are checked");
    (ended, told.into_inner().expect("no panic"))
}

async fn problems(desk: &Desk, id: &str) -> Vec<Problem> {
    let (_, rows) = desk.changes.review_rows(None, Shown::All, 0, 10).await.expect("reads");
    rows.into_iter().find(|row| row.change.draft.entity_id == id).expect("is there").change.problems
}

#[tokio::test]
async fn what_changed_there_is_found_and_nothing_is_sent() {
    let desk = Desk::with_entries(3);
    for id in ["e1", "e2"] {
        desk.edit(id, "description", json!("Mine")).await;
    }
    desk.changes.mark_for_deletion("timeentry", vec!["e3".to_owned()]).await.expect("is marked");
    desk.change_at_service("e1", "description", json!("Theirs"));
    desk.change_at_service("e2", "actualHours", json!(3));
    desk.change_at_service("e3", "description", json!("Theirs"));
    let (ended, told) = check(&desk, &CancellationToken::new()).await;
    ended.expect("ends");
    assert_eq!(told.first(), Some(&LiveCheck { done: 0, total: 3 }));
    assert_eq!(told.last(), Some(&LiveCheck { done: 3, total: 3 }));
    assert_eq!(desk.service.reads(), ["list timeentry"], "rows that can be asked for together are");
    assert_eq!(problems(&desk, "e1").await, [Problem::ChangedThere { title: "Description".to_owned() }]);
    assert_eq!(problems(&desk, "e2").await, []);
    assert_eq!(problems(&desk, "e3").await, [Problem::ChangedSinceMarked]);
    let mirrored = desk.mirror.record("timeentry", "e2").await.expect("reads").expect("is there");
    assert_eq!(mirrored["actualHours"], 3, "what came is in the copy");
    assert!(desk.service.writes().is_empty() && desk.service.deletes().is_empty());
}

#[tokio::test]
async fn a_record_that_is_gone_is_a_problem_until_its_change_is_taken_back() {
    let desk = Desk::of_service(&service(), records());
    for id in ["1", "2"] {
        desk.edit_of("line-items", id, "name", json!("Another")).await;
    }
    desk.service.remove("line-items", "2");
    check(&desk, &CancellationToken::new()).await.0.expect("ends");
    assert_eq!(desk.service.reads(), ["line-items/1", "line-items/2"], "its ids cannot be asked for together");
    assert_eq!((problems(&desk, "1").await, problems(&desk, "2").await), (Vec::new(), vec![Problem::Gone]));
    assert!(desk.mirror.record("line-items", "2").await.expect("reads").is_none());
    assert_eq!(desk.changes.review_summary().await.expect("counts").to_send().total, 1);
    desk.changes.revert("line-items", "2", None).await.expect("is taken back");
    assert_eq!(desk.changes.review_summary().await.expect("counts").all().problems, 0);
}

#[tokio::test]
async fn what_is_left_out_and_what_is_new_is_not_read() {
    let desk = Desk::of_service(&service(), records());
    for id in ["1", "2"] {
        desk.edit_of("line-items", id, "name", json!("Another")).await;
    }
    let left_out = desk.all_ids().await.swap_remove(0);
    desk.changes.include(Chosen::Ids(vec![left_out]), false).await.expect("is kept");
    desk.changes.create("campaigns").await.expect("a draft");
    check(&desk, &CancellationToken::new()).await.0.expect("ends");
    assert_eq!(desk.service.reads(), ["line-items/2"]);
}

#[tokio::test]
async fn a_check_that_is_stopped_or_fails_keeps_what_came() {
    let desk = Desk::of_service(&service(), records());
    for id in ["1", "2"] {
        desk.edit_of("line-items", id, "name", json!("Another")).await;
    }
    let cancel = CancellationToken::new();
    cancel.cancel();
    let (ended, _) = check(&desk, &cancel).await;
    assert!(matches!(ended, Err(SyncError::Request(RequestError::Cancelled))), "{ended:?}");
    assert!(desk.service.reads().is_empty());
    desk.service.fail_next_read(RequestError::SignInNeeded);
    let (ended, told) = check(&desk, &CancellationToken::new()).await;
    assert!(matches!(ended, Err(SyncError::Request(RequestError::SignInNeeded))), "{ended:?}");
    assert_eq!(told, [LiveCheck { done: 0, total: 2 }]);
    assert_eq!(desk.changes.review_summary().await.expect("counts").to_send().total, 2, "nobody knows better");
}
