//! What records were before: whenever one is found changed, what differs is kept with the time.
//!
//! Only what differs is kept, so that loading costs nothing and a record that changes often costs little. A member that
//! came in one of the two states alone, because a list left it out, is not known to differ.

use super::layout::Layout;
use super::rows::Freshness;
use super::{Mirror, MirrorError};
use crate::Record;
use crate::store::StoreError;
use coredesk_catalogue::{EntityType, Field};
use jiff::Timestamp;
use rusqlite::{CachedStatement, Transaction, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS mirror_former (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    entity_type TEXT NOT NULL,
    id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    changes TEXT NOT NULL,
    changed_by TEXT,
    written INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS mirror_former_of ON mirror_former (entity_type, id)";

/// Of one record.
const KEPT_OF_A_RECORD: i64 = 20;
/// Of all records of a connection.
const KEPT_IN_ALL: i64 = 50_000;
/// In bytes, of all records of a connection; what is older goes.
const BYTES_IN_ALL: i64 = 64 * 1024 * 1024;
/// In bytes; of what is larger only its size and its digest are kept.
const LARGEST_VALUE: usize = 64 * 1024;

/// A record was found to differ from what was known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FormerState {
    /// When the later state was read, by this computer's clock.
    pub at: Timestamp,
    /// It came as the answer to a write of this computer.
    pub answered: bool,
    /// The fields that differ, in the order of the record.
    pub differences: Vec<Difference>,
    /// Who changed it last, as the service wrote it, where it says so.
    pub changed_by: Option<Value>,
}

/// A field of two states of a record, in the service's own form.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The field's name.
    pub field: String,
    /// What was there.
    pub before: Value,
    /// What came.
    pub after: Value,
}

pub(super) fn make(transaction: &Transaction<'_>) -> Result<(), MirrorError> {
    transaction.execute_batch(TABLE)?;
    // Tables of earlier versions lack it.
    let sql = "SELECT count(*) FROM pragma_table_info('mirror_former') WHERE name = 'written'";
    if transaction.query_row(sql, [], |row| row.get::<_, i64>(0))? == 0 {
        transaction.execute_batch("ALTER TABLE mirror_former ADD COLUMN written INTEGER NOT NULL DEFAULT 0")?;
    }
    Ok(transaction.execute_batch("CREATE INDEX IF NOT EXISTS mirror_former_written ON mirror_former (written)")?)
}

/// Forgets what was known of the earlier states of all records of an entity type.
pub(super) fn clear(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    transaction.execute("DELETE FROM mirror_former WHERE entity_type = ?1", [&layout.entity_type.name])?;
    Ok(())
}

/// The same of one record.
pub(super) fn forget(transaction: &Transaction<'_>, layout: &Layout, id: &str) -> Result<(), MirrorError> {
    let sql = "DELETE FROM mirror_former WHERE entity_type = ?1 AND id = ?2";
    transaction.prepare_cached(sql)?.execute([layout.entity_type.name.as_str(), id])?;
    Ok(())
}

/// Keeps what differs between `known` and the state that came after it.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    layout: &Layout,
    id: &str,
    known: &Record,
    record: &Record,
    freshness: Freshness,
) -> Result<(), MirrorError> {
    let entity_type = &layout.entity_type;
    let differences = differences(entity_type, known, record);
    if differences.is_empty() {
        return Ok(());
    }
    let changed_by = entity_type.changed_by().and_then(|field| record.get(&field.name)).filter(|person| !person.is_null());
    let mut keep: CachedStatement<'_> = transaction.prepare_cached(
        "INSERT INTO mirror_former (entity_type, id, at_ms, answered, changes, changed_by, written)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7 + (SELECT ifnull(max(written), 0) FROM mirror_former))",
    )?;
    let at = Timestamp::now().as_millisecond();
    let answered = freshness == Freshness::Newest;
    let changes = Value::from(differences).to_string();
    let bytes = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    keep.execute(params![entity_type.name, id, at, answered, changes, changed_by.map(Value::to_string), bytes])?;
    let last = transaction.last_insert_rowid();
    let sql = "DELETE FROM mirror_former WHERE entity_type = ?1 AND id = ?2 AND number <=
               (SELECT number FROM mirror_former WHERE entity_type = ?1 AND id = ?2 ORDER BY number DESC LIMIT 1 OFFSET ?3)";
    transaction.prepare_cached(sql)?.execute(params![entity_type.name, id, KEPT_OF_A_RECORD])?;
    transaction.prepare_cached("DELETE FROM mirror_former WHERE number <= ?1")?.execute([last - KEPT_IN_ALL])?;
    let sql = "DELETE FROM mirror_former WHERE written <= (SELECT max(written) FROM mirror_former) - ?1";
    transaction.prepare_cached(sql)?.execute([BYTES_IN_ALL])?;
    Ok(())
}

/// Name, before and after of each member that differs and says something to a person.
fn differences(entity_type: &EntityType, known: &Record, record: &Record) -> Vec<Value> {
    let mut differences = Vec::new();
    for (name, after) in record {
        let before = known.get(name);
        let field = entity_type.field(name);
        if before == Some(after) || field.is_some_and(says_nothing) {
            continue;
        }
        let is_left_out =
            |value: Option<&Value>| value.is_none_or(Value::is_null) || value.and_then(Value::as_array).is_some_and(Vec::is_empty);
        let is_part = field.is_some_and(|field| field.nested) || before.is_none();
        if is_part && (is_left_out(before) || is_left_out(Some(after))) {
            continue;
        }
        differences.push(json!([name, as_kept(before.unwrap_or(&Value::Null)), as_kept(after)]));
    }
    differences
}

/// It changes with every change, or with another field.
fn says_nothing(field: &Field) -> bool {
    field.bookkeeping || field.label_of.is_some() || field.tells_last_change()
}

/// The value as it is kept: of a large one its size and its digest, by which the same value is known again.
pub(crate) fn as_kept(value: &Value) -> Value {
    let text = match value {
        Value::Array(_) | Value::Object(_) => Cow::Owned(value.to_string()),
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Null | Value::Bool(_) | Value::Number(_) => return value.clone(),
    };
    if text.len() <= LARGEST_VALUE {
        return value.clone();
    }
    // The service may answer the members in another order.
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    let digest = Sha256::digest(sorted.to_string());
    let what = match value {
        Value::Array(items) => format!("{} entries", items.len()),
        Value::Object(_) => "a large part".to_owned(),
        _ => "a long text".to_owned(),
    };
    format!("{what} ({} bytes, SHA-256 {digest:x})", text.len()).into()
}

impl Mirror {
    /// How a record differed from what was known of it each time that it was found changed, oldest first.
    ///
    /// # Errors
    /// `Store` if it cannot be read, or is damaged.
    pub async fn former_states(&self, entity_type: &str, id: &str) -> Result<Vec<FormerState>, MirrorError> {
        let (entity_type, id) = (entity_type.to_owned(), id.trim().to_owned());
        self.store
            .read(move |connection| {
                let sql =
                    "SELECT at_ms, answered, changes, changed_by FROM mirror_former WHERE entity_type = ?1 AND id = ?2 ORDER BY number";
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query([entity_type, id])?;
                let mut states = Vec::new();
                while let Some(row) = rows.next()? {
                    let (changes, changed_by): (String, Option<String>) = (row.get(2)?, row.get(3)?);
                    states.push(FormerState {
                        at: Timestamp::from_millisecond(row.get(0)?).map_err(|_| damaged())?,
                        answered: row.get(1)?,
                        differences: read(&changes)?,
                        changed_by: changed_by.map(|text| serde_json::from_str(&text).map_err(|_| damaged())).transpose()?,
                    });
                }
                Ok(states)
            })
            .await
    }
}

fn read(changes: &str) -> Result<Vec<Difference>, StoreError> {
    let changes: Vec<(String, Value, Value)> = serde_json::from_str(changes).map_err(|_| damaged())?;
    Ok(changes.into_iter().map(|(field, before, after)| Difference { field, before, after }).collect())
}

fn damaged() -> StoreError {
    StoreError::Damaged("what a record was before".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use std::sync::Arc;

    #[tokio::test]
    async fn the_oldest_states_go_when_all_together_are_too_large() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("a.sqlite"), &[]).expect("opens");
        let service = coredesk_catalogue::bqe_core::service().expect("reads");
        let mirror = Mirror::open(store.clone(), Arc::new(service)).expect("opens");
        let layout = mirror.layout("timeentry").expect("is known");
        let record = |letter: &str| Record::from_iter([("memo".to_owned(), Value::from(letter.repeat(LARGEST_VALUE)))]);
        let (known, record) = (record("a"), record("b"));
        // Each has two such texts.
        let count = BYTES_IN_ALL / i64::try_from(2 * LARGEST_VALUE).expect("fits") + 2;
        store
            .write_now(|transaction| {
                (0..count).try_for_each(|id| keep(transaction, &layout, &id.to_string(), &known, &record, Freshness::MayBeOutdated))
            })
            .expect("are kept");
        let states = async |id: i64| mirror.former_states("timeentry", &id.to_string()).await.expect("reads").len();
        assert_eq!((states(0).await, states(count - 1).await), (0, 1));
    }

    #[test]
    fn a_large_value_is_known_again() {
        let large = |letter: &str| json!([{ "text": letter.repeat(LARGEST_VALUE) }]);
        assert_eq!(as_kept(&large("a")), as_kept(&large("a")));
        assert_ne!(as_kept(&large("a")), as_kept(&large("b")));
        assert!(as_kept(&large("a")).as_str().is_some_and(|kept| kept.starts_with("1 entries (65549 bytes")));
        assert_eq!(as_kept(&json!("short")), json!("short"));
    }
}
