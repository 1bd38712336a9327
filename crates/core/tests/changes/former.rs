//! A store that an earlier version wrote: nothing of it is lost, and all of it works on.

use super::desk::{Desk, core, entry};
use super::service::FakeService;
use coredesk_core::changes::{Changes, DraftKind, JournalQuery, MIGRATIONS, OutcomeKind};
use coredesk_core::mirror::Mirror;
use coredesk_core::store::Store;
use serde_json::json;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The tables of form 7 with a row of each kind: an edit that was on its way when the app ended, a create in doubt, a delete, writes.
const FORM_7: &str = include_str!("form7.sql");

async fn opened() -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.sqlite");
    rusqlite::Connection::open(&path).expect("opens").execute_batch(FORM_7).expect("is written");
    let store = Store::open(&path, MIGRATIONS).expect("is brought to the newest form");
    let description = core();
    let mirror = Mirror::open(store.clone(), Arc::clone(&description)).expect("opens");
    let changes = Changes::new(store.clone(), Arc::clone(&description), mirror.clone());
    changes.recover().await.expect("recovers");
    Desk { changes, mirror, store, service: FakeService::default(), folder, description }
}

#[tokio::test]
async fn drafts_of_form_7_keep_their_records_and_doubts() {
    let desk = opened().await;
    let drafts = desk.changes.all().await.expect("reads");
    let told: Vec<_> = drafts.iter().map(|draft| (draft.kind, draft.in_doubt, draft.base.is_some(), draft.left_out)).collect();
    assert_eq!(
        told,
        [(DraftKind::Edit, false, true, false), (DraftKind::Create, true, false, false), (DraftKind::Delete, false, true, false)]
    );
    assert_eq!(drafts[0].base.as_ref().expect("is kept")["description"], json!("Levels"));
    let doubts = desk.changes.doubts().await.expect("reads");
    assert_eq!((doubts.len(), doubts[0].reason.as_str()), (1, "no answer in time"));
    desk.changes.check_all().await.expect("are checked");
    assert_eq!(desk.changes.review_summary().await.expect("counts").all().total, 3);
}

#[tokio::test]
async fn the_journal_of_form_7_is_chained_searched_and_written_on() {
    let desk = opened().await;
    for id in ["e1", "e2"] {
        desk.keep("timeentry", serde_json::Value::Object(entry(id)));
    }
    let proof = desk.changes.verify_journal(None, &CancellationToken::new()).await.expect("reads").expect("is looked through");
    assert_eq!((proof.rows, proof.damage), (6, None), "the edit on its way got its outcome");
    let mut ids = Vec::new();
    for draft in desk.changes.all().await.expect("reads") {
        if draft.kind != DraftKind::Create {
            ids.push(draft.change_id);
        }
    }
    let run = desk.changes.start_run(&ids).await.expect("starts");
    assert_eq!(desk.send(run, &CancellationToken::new()).await.kinds(), [OutcomeKind::Done; 2]);
    let found = desk.changes.journal_total(&JournalQuery { search: "mine".to_owned(), ..JournalQuery::default() }).await.expect("counts");
    assert_eq!(found, 2, "the lost try and the one that was saved");
    let head = desk.changes.journal_head().await.expect("reads");
    let proof = desk.changes.verify_journal(head, &CancellationToken::new()).await.expect("reads").expect("is looked through");
    assert_eq!(proof.damage, None);
}
