//! What records were before, as the mirror keeps it.

use crate::mirror_support::{FakeService, entry_id, mirror_in};
use crate::sync;
use coredesk_core::mirror::Difference;
use serde_json::json;

#[tokio::test]
async fn a_first_load_keeps_no_former_state_and_a_change_keeps_what_differs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mirror, service) = (mirror_in(&folder), FakeService::with_entries(300));
    let former = async || mirror.former_states("timeentry", &entry_id(7)).await.expect("reads");
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    assert_eq!(former().await, []);

    service.change("timeentry", &entry_id(7), "actualHours", json!(4), "2026-06-01T00:00:00");
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let states = former().await;
    let hours = Difference { field: "actualHours".to_owned(), before: json!(7), after: json!(4) };
    assert_eq!(states.iter().map(|state| state.differences.clone()).collect::<Vec<_>>(), [vec![hours]], "the time of the change is none");
    assert!(!states[0].answered);
}

#[tokio::test]
async fn of_one_record_twenty_states_are_kept_and_they_go_with_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mirror, service) = (mirror_in(&folder), FakeService::with_entries(3));
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    for hours in 100..125 {
        service.change("timeentry", &entry_id(1), "actualHours", json!(hours), &format!("2026-06-01T00:{:02}:00", hours - 100));
        sync(&mirror, &service, "timeentry").await.expect("syncs");
    }
    let former = async || mirror.former_states("timeentry", &entry_id(1)).await.expect("reads");
    let states = former().await;
    assert_eq!((states.len(), &states[19].differences[0].after, &states[0].differences[0].after), (20, &json!(124), &json!(105)));
    mirror.clear("timeentry").await.expect("clears");
    assert_eq!(former().await, []);
}

#[tokio::test]
async fn what_is_let_go_stays_let_go_when_its_rows_are_dropped() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mirror, service) = (mirror_in(&folder), FakeService::with_entries(3));
    sync(&mirror, &service, "timeentry").await.expect("syncs");
    let kept = async || mirror.status("timeentry").await.expect("reads").kept;
    assert!(kept().await);
    mirror.keep("timeentry", false).await.expect("is kept");
    mirror.clear("timeentry").await.expect("clears");
    assert!(!kept().await);
    mirror.keep("timeentry", true).await.expect("is kept");
    assert!(kept().await);
}
