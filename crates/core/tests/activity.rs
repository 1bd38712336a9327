//! The journals of all connections as one, over the desk: pages, counts, proof, files.

use coredesk_core::catalogue::{Service, bqe_core};
use coredesk_core::changes::{Changes, FieldEdit, JournalDamage, JournalQuery, MIGRATIONS, UndoWhat, WriteResult};
use coredesk_core::desk::{ActivityQuery, Desk, DeskError, JournalFileKind};
use coredesk_core::mirror::Mirror;
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::store::{Store, StoreError};
use coredesk_core::token_store::MemoryTokenStore;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

const HALDEN: &str = "c1";
const NORTHLIGHT: &str = "c2";
/// When the first write was sent, in milliseconds since 1970.
const BEGIN: i64 = 1_700_000_000_000;

struct Place {
    desk: Desk,
    folder: TempDir,
}

impl Place {
    /// Two companies; nothing is signed in.
    fn open() -> Self {
        let folder = TempDir::new().expect("a folder");
        let desk = Desk::open(folder.path(), Arc::new(MemoryTokenStore::default()), Arc::new(DefaultBrowser)).expect("opens");
        let list = rusqlite::Connection::open(folder.path().join("desk.sqlite")).expect("opens");
        for (id, company, scopes) in
            [(HALDEN, "Halden", "read:core readwrite:core"), (NORTHLIGHT, "=Northlight", "read:core readwrite:core")]
        {
            let sql = "INSERT INTO connection (id, service, environment, client_id, subject, person, company_id, company, scopes, base_url, made_at)
                       VALUES (?1, 'bqe-core', 'production', '', '', 'Dana', ?2, ?2, ?3, 'https://api.bqecore.com/api', 0)";
            list.execute(sql, [id, company, scopes]).expect("inserts");
            std::fs::create_dir_all(folder.path().join("connections").join(id)).expect("makes");
        }
        Self { desk, folder }
    }

    fn path_of(&self, id: &str) -> PathBuf {
        self.folder.path().join("connections").join(id).join("data.sqlite")
    }

    /// A run of saved edits, as an earlier version kept them; `at` counts seconds.
    fn with_run(self, id: &str, run: &str, at: i64, writes: i64) -> Self {
        let store = Store::open(&self.path_of(id), MIGRATIONS).expect("opens");
        store
            .write_now(|transaction| {
                for write in 0..writes {
                    let at_ms = BEGIN + at * 1000 + write;
                    let fields = json!([{ "field": "description", "before": "Levels", "after": format!("Text {write} of {run}") }]).to_string();
                    transaction.execute(
                        "INSERT INTO journal (at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by)
                         VALUES (?1, ?2, ?3, 'timeentry', ?3, 'Entry', 'edit', ?4, 'Dana')",
                        rusqlite::params![at_ms, run, format!("e{write}"), fields],
                    )?;
                    let intent = transaction.last_insert_rowid();
                    transaction.execute(
                        "INSERT INTO journal (intent, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by, outcome, status)
                         SELECT number, at_ms + 1, run_id, change_id, entity_type, entity_id, title, kind, '[]', sent_by, 'done', 200
                         FROM journal WHERE number = ?1",
                        [intent],
                    )?;
                }
                Ok::<_, StoreError>(())
            })
            .expect("is written");
        self
    }

    /// Chains and pins the journals, which happens in the background when connections open.
    async fn verified(self) -> Self {
        for proof in self.desk.verify_journals().await.expect("is looked through") {
            assert_eq!(proof.proof.damage, None, "{}", proof.words);
        }
        self
    }
}

fn all() -> ActivityQuery {
    ActivityQuery::default()
}

fn words(search: &str) -> ActivityQuery {
    ActivityQuery { query: JournalQuery { search: search.to_owned(), ..JournalQuery::default() }, ..all() }
}

/// Three runs of Halden and two of Northlight, by turns.
async fn with_five_runs() -> Place {
    let place = Place::open().with_run(HALDEN, "r1", 10, 3).with_run(NORTHLIGHT, "r2", 20, 1).with_run(HALDEN, "r3", 30, 1);
    place.with_run(NORTHLIGHT, "r4", 40, 2).with_run(HALDEN, "r5", 50, 2).verified().await
}

#[tokio::test]
async fn runs_of_all_companies_come_newest_first_page_by_page() {
    let place = with_five_runs().await;
    let (mut pages, mut before) = (Vec::new(), None);
    loop {
        let (runs, next) = place.desk.journal_runs(&all(), before.as_deref(), 2).await.expect("reads");
        pages.push(runs.into_iter().map(|found| (found.run.run_id, found.run.writes, found.only.is_some())).collect::<Vec<_>>());
        before = next;
        if before.is_none() {
            break;
        }
    }
    let run = |id: &str, writes: u64| (id.to_owned(), writes, writes == 1);
    assert_eq!(pages, [vec![run("r5", 2), run("r4", 2)], vec![run("r3", 1), run("r2", 1)], vec![run("r1", 3)]]);
}

#[tokio::test]
async fn writes_of_all_companies_are_one_list_and_counted_by_kind() {
    let place = with_five_runs().await;
    let (total, writes) = place.desk.journal_writes(&all(), 1, 3).await.expect("reads");
    let told = |found: &[coredesk_core::desk::ActivityWrite]| -> Vec<String> {
        found.iter().map(|write| format!("{} {}", write.written.entry.run_id, write.written.entry.entity_id)).collect()
    };
    assert_eq!((total, told(&writes)), (9, vec!["r5 e0".to_owned(), "r4 e1".to_owned(), "r4 e0".to_owned()]));
    assert_eq!(writes[0].fields[0].after, json!("Text 0 of r5"));
    let (total, writes) = place.desk.journal_writes(&words("of r1"), 0, 2).await.expect("reads");
    assert_eq!((total, told(&writes)), (3, vec!["r1 e2".to_owned(), "r1 e1".to_owned()]));
    let of_halden = ActivityQuery { connection_id: Some(HALDEN.to_owned()), ..all() };
    let counts = place.desk.journal_counts(&of_halden).await.expect("counts");
    assert_eq!((counts.all, counts.saved, counts.undone), (6, 6, 0));
    let of = |counts: &[coredesk_core::desk::ActivityCount]| -> Vec<(String, u64)> {
        counts.iter().map(|count| (count.title.clone(), count.count)).collect()
    };
    assert_eq!(of(&counts.connections), [("Halden".to_owned(), 6), ("=Northlight".to_owned(), 3)], "its own kind is not narrowed");
    assert_eq!(of(&counts.entity_types), [("Time entries".to_owned(), 6)]);
    let refused = ActivityQuery { query: JournalQuery { result: Some(WriteResult::Refused), ..JournalQuery::default() }, ..all() };
    let counts = place.desk.journal_counts(&refused).await.expect("counts");
    assert_eq!((counts.all, counts.entity_types.len()), (9, 0));
}

#[tokio::test]
async fn a_journal_that_is_cut_short_is_told_and_stops_nothing() {
    let place = with_five_runs().await;
    let file = rusqlite::Connection::open(place.path_of(HALDEN)).expect("opens");
    file.execute_batch("DROP TRIGGER journal_loses_nothing; DELETE FROM journal WHERE number > 8;").expect("is cut");
    for _ in 0..2 {
        let proofs = place.desk.verify_journals().await.expect("is looked through");
        let damages: Vec<_> = proofs.iter().map(|proof| proof.proof.damage).collect();
        assert_eq!(damages, [Some(JournalDamage::CutOff(8)), None], "also when it is looked through again");
        assert!(proofs[0].words.starts_with("The journal ends after entry 8, and it went on"), "{}", proofs[0].words);
    }
    assert!(place.desk.journal_writes(&all(), 0, 10).await.is_ok(), "the rest is there");
}

#[tokio::test]
async fn what_is_asked_for_is_exported_as_a_table_and_as_json() {
    let place = with_five_runs().await;
    let path = place.folder.path().join("activity.csv");
    std::fs::write(&path, "a former file").expect("writes");
    place.desk.export_journal(&all(), JournalFileKind::Csv, &path).await.expect("is written");
    let text = std::fs::read_to_string(&path).expect("reads");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("is a table");
    assert_eq!(rows.len(), 9);
    let after = reader.headers().expect("has titles").iter().position(|title| title == "after").expect("has it");
    assert_eq!(rows[0].get(after), Some("Text 1 of r5"));
    assert_eq!(rows[8].get(3), Some("'=Northlight"), "no formula of a service runs in a spreadsheet");
    let path = place.folder.path().join("activity.json");
    place.desk.export_journal(&words("of r2"), JournalFileKind::Json, &path).await.expect("is written");
    let written: Value = serde_json::from_slice(&std::fs::read(&path).expect("reads")).expect("is JSON");
    assert_eq!(written.as_array().map(Vec::len), Some(1));
    assert_eq!(written[0]["fields"][0]["before"], json!("Levels"));
    let nowhere = place.folder.path().join("none").join("a.csv");
    let refused = place.desk.export_journal(&all(), JournalFileKind::Csv, &nowhere).await;
    assert!(matches!(refused, Err(DeskError::NotWritten(_))));
    let left = std::fs::read_dir(place.folder.path()).expect("reads").filter_map(Result::ok);
    assert_eq!(left.filter(|entry| entry.file_name().to_string_lossy().ends_with(".new")).count(), 0);
}

#[tokio::test]
async fn a_run_is_undone_over_the_desk_and_a_change_file_goes_to_its_own_company_alone() {
    let place = Place::open().with_run(HALDEN, "r1", 10, 2);
    let store = Store::open(&place.path_of(HALDEN), MIGRATIONS).expect("opens");
    let mirror = Mirror::open(store.clone(), core()).expect("opens");
    for (id, description) in [("e0", "Text 0 of r1"), ("e1", "Somebody else's")] {
        let record = json!({ "id": id, "description": description }).as_object().cloned().expect("an object");
        store.write_now(|transaction| mirror.put_record(transaction, "timeentry", &record)).expect("is put");
    }
    let place = place.verified().await;
    let (undoing, changed) = place.desk.preview_undo(HALDEN, UndoWhat::Run("r1".to_owned())).await.expect("is previewed");
    assert_eq!((undoing.changes, changed.len()), (2, 1));
    assert_eq!(changed[0].now, json!("Somebody else's"));
    assert_eq!(place.desk.undo_written(HALDEN, UndoWhat::Run("r1".to_owned())).await.expect("is drafted"), 2);
    let file = place.desk.change_file(HALDEN).await.expect("is written");
    assert!(file.name.starts_with("changes-halden-") && file.name.ends_with(".coredesk-changes.json"), "{}", file.name);
    let path = place.folder.path().join(&file.name);
    std::fs::write(&path, &file.text).expect("writes");
    assert!(matches!(place.desk.open_change_file(NORTHLIGHT, &path).await, Err(DeskError::ChangeFile(_))));
    place.desk.discard_all(HALDEN).await.expect("is discarded");
    let opened = place.desk.open_change_file(HALDEN, &path).await.expect("is opened");
    assert_eq!((opened.taken, opened.origin.made_by.as_str()), (2, "Dana"));
    let changes = Changes::new(store, core(), mirror);
    changes
        .edit("timeentry", vec![FieldEdit { id: "e0".to_owned(), field: "description".to_owned(), value: json!("Mine") }])
        .await
        .expect("is kept");
    assert_eq!(changes.count().await.expect("counts"), 2);
}

fn core() -> Arc<Service> {
    Arc::new(bqe_core::service().expect("reads"))
}
