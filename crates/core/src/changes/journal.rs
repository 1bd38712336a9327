//! The journal: every write, its intent before it was sent and its outcome after. Rows are only ever added.

use super::Changes;
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::draft_table::{fields_text, read_fields, record_text};
use super::run::OutcomeKind;
use crate::rest::Refusal;
use crate::store::StoreError;
use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, params};

/// A write, and how it ended.
#[derive(Debug, Clone)]
pub struct JournalEntry {
    /// Its place in the journal, counted from 1.
    pub number: u64,
    /// When it was about to be sent.
    pub at: Timestamp,
    /// The run that it belonged to.
    pub run_id: String,
    /// The entity type's name.
    pub entity_type: String,
    /// What a person calls one of them.
    pub entity_type_title: String,
    /// The record's id.
    pub entity_id: String,
    /// What named the record to a person.
    pub title: String,
    /// Who was signed in.
    pub sent_by: String,
    /// What was to happen.
    pub kind: DraftKind,
    /// Before and after, field by field.
    pub fields: Vec<FieldChange>,
    /// How it ended; `Waiting` while it is on its way.
    pub outcome: OutcomeKind,
    /// The HTTP status, if there was one.
    pub status: Option<u16>,
    /// The service's own words, when it refused.
    pub words: Option<String>,
}

/// Who sends, and in which run.
pub(super) struct Sending<'a> {
    pub(super) run_id: &'a str,
    pub(super) sent_by: &'a str,
}

/// How a write ended, as the journal keeps it.
pub(super) struct Ending<'a> {
    pub(super) outcome: OutcomeKind,
    pub(super) entity_id: &'a str,
    pub(super) status: Option<u16>,
    pub(super) refusal: Option<&'a Refusal>,
    pub(super) reason: Option<&'a str>,
}

impl Changes {
    /// The newest writes, newest first; with `before`, those before that number.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal(&self, limit: usize, before: Option<u64>) -> Result<Vec<JournalEntry>, DraftError> {
        let entries = self.store.read(move |connection| newest(connection, limit, before).map_err(DraftError::from)).await?;
        Ok(self.titled(entries))
    }

    /// All writes of one record, newest first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_of(&self, entity_type: &str, id: &str) -> Result<Vec<JournalEntry>, DraftError> {
        let (name, id) = (entity_type.to_owned(), id.to_owned());
        let entries = self.store.read(move |connection| of_record(connection, &name, &id).map_err(DraftError::from)).await?;
        Ok(self.titled(entries))
    }

    fn titled(&self, mut entries: Vec<JournalEntry>) -> Vec<JournalEntry> {
        let catalogue = self.mirror.catalogue();
        for entry in &mut entries {
            if let Some(known) = catalogue.entity_type(&entry.entity_type) {
                entry.entity_type_title.clone_from(&known.title);
            }
        }
        entries
    }
}

/// Writes the intent; nothing is sent before it is on disk. Answers its number.
pub(super) fn intend(transaction: &Transaction<'_>, sending: &Sending<'_>, draft: &Draft, title: &str) -> Result<i64, StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO journal (at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, base, sent_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            Timestamp::now().as_millisecond(),
            sending.run_id,
            draft.change_id,
            draft.entity_type,
            draft.entity_id,
            title,
            draft.kind.name(),
            fields_text(if draft.kind == DraftKind::Delete { &[] } else { &draft.fields }),
            draft.base.as_ref().map(record_text),
            sending.sent_by
        ])?;
    Ok(transaction.last_insert_rowid())
}

/// Writes how the intent ended.
pub(super) fn end(transaction: &Transaction<'_>, intent: i64, ending: &Ending<'_>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO journal (intent, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, sent_by, outcome, status, words, request_id)
             SELECT number, ?2, run_id, change_id, entity_type, ?3, title, kind, '[]', sent_by, ?4, ?5, ?6, ?7 FROM journal WHERE number = ?1",
        )?
        .execute(params![
            intent,
            Timestamp::now().as_millisecond(),
            ending.entity_id,
            ending.outcome.name(),
            ending.status,
            ending.refusal.and_then(Refusal::said).or_else(|| ending.reason.map(str::to_owned)),
            ending.refusal.and_then(|refusal| refusal.request_id.as_deref())
        ])?;
    Ok(())
}

/// Whether an intent of this change has no outcome yet.
pub(super) fn is_on_its_way(connection: &Connection, change_id: &str) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal AS intended WHERE change_id = ?1 AND intent IS NULL
         AND NOT EXISTS (SELECT 1 FROM journal WHERE intent = intended.number))",
    )?;
    Ok(statement.query_row([change_id], |row| row.get(0))?)
}

/// Intents without an outcome: the app ended while they were on their way. Answers number, change and record.
pub(super) fn without_outcome(connection: &Connection) -> Result<Vec<(i64, String, String)>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT number, change_id, entity_id FROM journal AS intended
         WHERE intent IS NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE intent = intended.number)",
    )?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Writes with how they ended, as [`read`] takes them.
const ENTRIES: &str = "SELECT intended.number, intended.at_ms, intended.run_id, intended.entity_type,
    coalesce(ended.entity_id, intended.entity_id) AS entity_id, intended.title, intended.sent_by, intended.kind, intended.fields,
    ended.outcome, ended.status, ended.words
    FROM journal AS intended LEFT JOIN journal AS ended ON ended.intent = intended.number
    WHERE intended.intent IS NULL";

fn newest(connection: &Connection, limit: usize, before: Option<u64>) -> Result<Vec<JournalEntry>, StoreError> {
    let sql = format!("{ENTRIES} AND intended.number < ?2 ORDER BY intended.number DESC LIMIT ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let before = before.and_then(|number| i64::try_from(number).ok()).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![i64::try_from(limit).unwrap_or(i64::MAX), before], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

/// A new record has its id from the service with the outcome.
fn of_record(connection: &Connection, entity_type: &str, id: &str) -> Result<Vec<JournalEntry>, StoreError> {
    let sql = format!(
        "{ENTRIES} AND intended.number IN (SELECT ifnull(intent, number) FROM journal WHERE entity_type = ?1 AND entity_id = ?2)
         ORDER BY intended.number DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([entity_type, id], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Result<JournalEntry, StoreError> {
    let damaged = || StoreError::Damaged("an entry of the journal".to_owned());
    let kind: String = row.get("kind")?;
    let fields: String = row.get("fields")?;
    let outcome: Option<String> = row.get("outcome")?;
    let entity_type: String = row.get("entity_type")?;
    Ok(JournalEntry {
        number: row.get::<_, i64>("number")?.max(0).cast_unsigned(),
        at: Timestamp::from_millisecond(row.get("at_ms")?).map_err(|_| damaged())?,
        run_id: row.get("run_id")?,
        entity_type_title: entity_type.clone(),
        entity_type,
        entity_id: row.get("entity_id")?,
        title: row.get("title")?,
        sent_by: row.get("sent_by")?,
        kind: DraftKind::named(&kind)?,
        fields: read_fields(&fields)?,
        outcome: outcome.map_or(Ok(OutcomeKind::Waiting), |name| OutcomeKind::named(&name).ok_or_else(damaged))?,
        status: row.get("status")?,
        words: row.get("words")?,
    })
}
