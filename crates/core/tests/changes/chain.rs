//! The journal is as it was written, or says that it is not.

use super::desk::{Desk, core, open_at};
use coredesk_core::changes::{Changes, JournalDamage, JournalHead, JournalQuery, MIGRATIONS};
use coredesk_core::mirror::Mirror;
use coredesk_core::store::{Store, StoreError};
use serde_json::json;
use tokio_util::sync::CancellationToken;

async fn damage(changes: &Changes, head: Option<JournalHead>) -> Option<JournalDamage> {
    let cancel = CancellationToken::new();
    changes.verify_journal(head, &cancel).await.expect("is looked through").expect("was not cancelled").damage
}

/// Five edits, sent: ten rows.
async fn with_five_writes() -> Desk {
    let desk = Desk::with_entries(5);
    for number in 1..=5 {
        desk.edit(&format!("e{number}"), "description", json!(format!("Text {number}"))).await;
    }
    desk.send_all(&CancellationToken::new()).await;
    desk
}

fn tamper(store: &Store, sql: &str) {
    let sql = format!(
        "DROP TRIGGER IF EXISTS journal_keeps_entries; DROP TRIGGER IF EXISTS journal_keeps_hashes; DROP TRIGGER IF EXISTS journal_loses_nothing; {sql}"
    );
    store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute_batch(&sql)?)).expect("is written");
}

#[tokio::test]
async fn what_was_written_is_whole_also_when_the_kept_head_is_behind() {
    let desk = with_five_writes().await;
    let head = desk.changes.journal_head().await.expect("reads").expect("is chained");
    assert_eq!(head.number, 10);
    desk.edit("e1", "description", json!("Later")).await;
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(damage(&desk.changes, Some(head.clone())).await, None);
    assert!(desk.changes.holds_head(head).await.expect("reads"));
}

#[tokio::test]
async fn every_kind_of_tampering_is_noticed_at_its_place() {
    let cases = [
        ("UPDATE journal SET words = 'Other words' WHERE number = 4", JournalDamage::Changed(4)),
        ("UPDATE journal SET at_ms = at_ms - 1 WHERE number = 1", JournalDamage::Changed(1)),
        ("UPDATE journal SET fields = replace(fields, 'Text 3', 'Text 9') WHERE fields LIKE '%Text 3%'", JournalDamage::Changed(5)),
        ("PRAGMA foreign_keys = OFF; DELETE FROM journal WHERE number = 6", JournalDamage::Missing(6)),
        ("DELETE FROM journal WHERE number IN (7, 8)", JournalDamage::Missing(7)),
        ("DELETE FROM journal WHERE number IN (9, 10)", JournalDamage::CutOff(8)),
        ("DELETE FROM journal", JournalDamage::CutOff(0)),
        (
            "UPDATE journal SET number = number + 100 WHERE number = 10;
             INSERT INTO journal (number, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by)
             VALUES (10, 1, 'r', 'c', 'timeentry', 'e1', 'Put in', 'edit', '[]', 'Dana')",
            JournalDamage::Changed(10),
        ),
        ("UPDATE journal SET hash = NULL, title = 'Other' WHERE number = 3", JournalDamage::Changed(3)),
        ("UPDATE journal SET hash = NULL; UPDATE journal SET title = 'Other' WHERE number = 3", JournalDamage::Changed(1)),
        ("UPDATE journal SET hash = NULL WHERE number = 10", JournalDamage::Changed(10)),
        ("DELETE FROM journal_write WHERE number = 3", JournalDamage::Hidden(3)),
        ("UPDATE journal_write SET result = 'not sent' WHERE number = 5", JournalDamage::Hidden(5)),
        ("UPDATE journal_write SET result = 'undone', undone_by = 7 WHERE number = 5", JournalDamage::Hidden(5)),
        ("UPDATE journal_write SET result = 'again' WHERE number = 5", JournalDamage::Hidden(5)),
        ("UPDATE journal_write SET sent_by = 'Robin' WHERE number = 7", JournalDamage::Hidden(7)),
        ("UPDATE journal_write SET entity_id = 'e9' WHERE number = 7", JournalDamage::Hidden(7)),
        (
            "INSERT INTO journal_write SELECT 99, at_ms, run_id, entity_type, entity_id, sent_by, prepared_by, undoes, result, ended,
             ended_at_ms, undoable, undone_by, undone_at_ms FROM journal_write WHERE number = 1",
            JournalDamage::Hidden(99),
        ),
    ];
    for (sql, expected) in cases {
        let desk = with_five_writes().await;
        let head = desk.changes.journal_head().await.expect("reads");
        tamper(&desk.store, sql);
        assert_eq!(damage(&desk.changes, head).await, Some(expected), "{sql}");
    }
}

#[tokio::test]
async fn after_a_cut_the_numbers_that_were_given_are_not_given_again() {
    let desk = with_five_writes().await;
    tamper(&desk.store, "DELETE FROM journal WHERE number IN (9, 10)");
    desk.edit("e1", "description", json!("Later")).await;
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(damage(&desk.changes, None).await, Some(JournalDamage::Missing(9)), "also without the kept head");
}

#[tokio::test]
async fn entries_from_before_the_chain_are_chained_and_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.sqlite");
    let before: Vec<_> = MIGRATIONS.iter().filter(|migration| migration.form < 8).copied().collect();
    let former = Store::open(&path, &before).expect("opens");
    former
        .write_now(|transaction| {
            for number in 0..6_000 {
                let (intent, outcome) = (2 * number + 1, 2 * number + 2);
                transaction.execute_batch(&format!(
                    "INSERT INTO journal (number, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by)
                     VALUES ({intent}, {intent}, 'r{number}', 'c{number}', 'timeentry', 'e{number}', 'Brücke {number}', 'edit',
                        '[{{\"field\":\"description\",\"before\":\"a\",\"after\":\"b\"}}]', 'Dana');
                     INSERT INTO journal (number, intent, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by, outcome, status)
                     VALUES ({outcome}, {intent}, {outcome}, 'r{number}', 'c{number}', 'timeentry', 'e{number}', 'Brücke {number}', 'edit', '[]',
                        'Dana', 'done', 200);"
                ))?;
            }
            Ok::<_, StoreError>(())
        })
        .expect("is written");
    drop(former);
    let (changes, store, _) = open_at(folder.path(), &core());
    let cancelled = CancellationToken::new();
    cancelled.cancel();
    changes.chain_journal(&cancelled).await.expect("ends early");
    assert_eq!(changes.journal_head().await.expect("reads"), None, "nothing was done");
    assert_eq!(damage(&changes, None).await, None);
    assert_eq!(changes.journal_head().await.expect("reads").expect("is chained").number, 12_000);
    let query = JournalQuery { search: "BRUCKE 5999".to_owned(), ..JournalQuery::default() };
    assert_eq!(changes.journal_total(&query).await.expect("counts"), 1);
    assert_eq!(changes.journal_total(&JournalQuery::default()).await.expect("counts"), 6_000);
    tamper(&store, "UPDATE journal SET title = 'x' WHERE number = 11000");
    assert_eq!(damage(&changes, None).await, Some(JournalDamage::Changed(11_000)));
}

#[tokio::test]
async fn a_write_made_while_older_entries_wait_for_their_hashes_is_chained_behind_them() {
    let desk = with_five_writes().await;
    tamper(&desk.store, "UPDATE journal SET hash = NULL WHERE number > 6");
    assert!(desk.changes.journal_behind().await.expect("is counted") > 0);
    desk.edit("e1", "description", json!("Later")).await;
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.changes.journal_head().await.expect("reads"), None, "its hash needs theirs");
    assert_eq!(damage(&desk.changes, None).await, None);
    assert_eq!(desk.changes.journal_head().await.expect("reads").map(|head| head.number), Some(12));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_damage_and_no_error() {
    let desk = with_five_writes().await;
    // SQLite's own type checks are off for what is written past them.
    tamper(&desk.store, "PRAGMA ignore_check_constraints = ON; UPDATE journal SET kind = CAST(x'ff' AS TEXT) WHERE number = 5");
    let found = damage(&desk.changes, None).await;
    assert!(matches!(found, Some(JournalDamage::Unreadable(_) | JournalDamage::Changed(5))), "{found:?}");
    let mirror = Mirror::open(desk.store.clone(), core());
    assert!(mirror.is_ok(), "the app goes on");
}

#[tokio::test]
async fn no_row_takes_the_place_of_another() {
    let desk = with_five_writes().await;
    let columns = "at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by";
    for (columns, values) in [
        (format!("number, {columns}"), format!("3, {columns}")),
        (format!("intent, outcome, {columns}"), format!("1, 'refused', {columns}")),
    ] {
        let sql = format!("INSERT OR REPLACE INTO journal ({columns}) SELECT {values} FROM journal WHERE number = 1");
        let refused = desk.store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute(&sql, [])?));
        assert!(refused.is_err(), "{sql}");
    }
    assert_eq!(damage(&desk.changes, None).await, None);
}
