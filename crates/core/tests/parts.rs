//! What a single read told of a record outlives a list that leaves it out.

#[allow(dead_code, reason = "shared with the tests of sync")]
mod mirror_support;

use coredesk_core::mirror::{self, Mirror};
use mirror_support::{FakeService, entry, entry_id, open_store};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

async fn sync(mirror: &Mirror, service: &FakeService) {
    mirror::sync(mirror, service, "timeentry", mirror::Purpose::Look, &CancellationToken::new(), |_| {}).await.expect("syncs");
}

async fn workflow(mirror: &Mirror) -> Option<Value> {
    mirror.record("timeentry", &entry_id(0)).await.expect("reads").expect("is there").get("workflow").cloned()
}

#[tokio::test]
async fn a_state_stays_known_for_the_same_version_and_goes_with_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let service = FakeService::with_entries(3);
    sync(&mirror, &service).await;
    let mut submitted = entry(0);
    submitted.insert("version".to_owned(), json!("2"));
    submitted.insert("workflow".to_owned(), json!([{ "action": "Submit" }]));
    store.write_now(|transaction| mirror.put_record(transaction, "timeentry", &submitted)).expect("is put");

    service.change("timeentry", &entry_id(0), "version", json!("2"), "2026-06-01T00:00:00");
    service.change("timeentry", &entry_id(0), "workflow", json!([]), "2026-06-01T00:00:00");
    sync(&mirror, &service).await;
    assert_eq!(workflow(&mirror).await, Some(json!([{ "action": "Submit" }])), "the list left it out");

    service.change("timeentry", &entry_id(0), "version", json!("3"), "2026-06-02T00:00:00");
    sync(&mirror, &service).await;
    assert_eq!(workflow(&mirror).await, Some(json!([])), "of another version nothing is known");
}
