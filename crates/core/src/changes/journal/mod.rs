//! The journal: every write, its intent before it was sent and its outcome after. Rows are only ever added.

mod behind;
mod chain;
mod index;
mod search;

use super::Changes;
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::draft_table::{fields_text, read_fields, record_text};
use super::person::Person;
use super::run::OutcomeKind;
use super::said::Said;
use crate::Record;
use crate::mirror::Mirror;
use crate::rest::Refusal;
use crate::store::StoreError;
use chain::Written;
pub(crate) use chain::hexadecimal;
pub use chain::{JournalDamage, JournalHead, JournalProof};
pub(super) use index::undone_by;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
pub(super) use search::Counted;
pub use search::{JournalCount, JournalQuery, WriteResult, WrittenEntry, WrittenRun};

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
    /// The write that it undoes.
    pub undoes: Option<u64>,
    /// Who made the change, where it came in a change file.
    pub prepared_by: Option<String>,
    /// The service's name for the request, where it gave one.
    pub request_id: Option<String>,
    /// When the outcome was known.
    pub ended_at: Option<Timestamp>,
    /// The record as it was when it was first touched.
    pub base: Option<Record>,
}

/// Who sends, and in which run.
pub(super) struct Sending<'a> {
    pub(super) run_id: &'a str,
    pub(super) sent_by: &'a Person,
}

/// How a write ended, as the journal keeps it.
pub(super) struct Ending<'a> {
    pub(super) outcome: OutcomeKind,
    pub(super) entity_id: &'a str,
    pub(super) status: Option<u16>,
    pub(super) refusal: Option<&'a Refusal>,
    pub(super) reason: Option<&'a str>,
    /// The service's name for the request, where it gave one.
    pub(super) request_id: Option<&'a str>,
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
    let row = chain::append(
        transaction,
        Written {
            at_ms: Timestamp::now().as_millisecond(),
            run_id: sending.run_id.to_owned(),
            change_id: draft.change_id.clone(),
            entity_type: draft.entity_type.clone(),
            entity_id: draft.entity_id.clone(),
            title: title.to_owned(),
            kind: draft.kind.name().to_owned(),
            fields: fields_text(if draft.kind == DraftKind::Delete { &[] } else { &draft.fields }),
            base: draft.base.as_ref().map(record_text),
            sent_by: sending.sent_by.name.clone(),
            sent_by_id: sending.sent_by.known_id().map(str::to_owned),
            undoes: draft.undoes,
            prepared_by: draft.prepared_by.clone(),
            ..Written::default()
        },
    )?;
    index::add_intent(transaction, &row)?;
    Ok(row.number)
}

/// Writes how the intent ended.
pub(super) fn end(transaction: &Transaction<'_>, mirror: &Mirror, intent: i64, ending: &Ending<'_>) -> Result<(), StoreError> {
    let intended = Written::find(transaction, intent)?.ok_or_else(|| StoreError::Damaged("an entry of the journal".to_owned()))?;
    let row = chain::append(
        transaction,
        Written {
            intent: Some(intent),
            at_ms: Timestamp::now().as_millisecond(),
            entity_id: ending.entity_id.to_owned(),
            fields: "[]".to_owned(),
            base: None,
            outcome: Some(ending.outcome.name().to_owned()),
            status: ending.status.map(i64::from),
            words: ending.refusal.and_then(Refusal::said).or_else(|| ending.reason.map(str::to_owned)),
            request_id: ending.request_id.map(str::to_owned),
            undoes: None,
            prepared_by: None,
            ..intended.clone()
        },
    )?;
    index::add_outcome(transaction, mirror, &intended, &row)
}

/// Whether an intent of this change, or of another change of the same record, has no outcome yet.
pub(super) fn is_on_its_way(connection: &Connection, draft: &Draft) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM journal AS intended WHERE change_id = ?1 AND intent IS NULL
             AND NOT EXISTS (SELECT 1 FROM journal WHERE intent = intended.number))
         OR EXISTS (SELECT 1 FROM journal AS intended WHERE entity_type = ?2 AND entity_id = ?3 AND intent IS NULL
             AND NOT EXISTS (SELECT 1 FROM journal WHERE intent = intended.number))",
    )?;
    Ok(statement.query_row([&draft.change_id, &draft.entity_type, &draft.entity_id], |row| row.get(0))?)
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

/// The create that an intent was written for, as it left. Not ticked: it is for drafts that were taken back meanwhile.
pub(super) fn sent_create(connection: &Connection, intent: i64) -> Result<Option<Draft>, StoreError> {
    let written = Written::find(connection, intent)?.filter(|written| written.kind == DraftKind::Create.name());
    let draft = |written: Written| {
        Ok(Draft {
            change_id: written.change_id,
            entity_type: written.entity_type,
            entity_id: written.entity_id,
            kind: DraftKind::Create,
            fields: read_fields(&written.fields)?,
            base: None,
            in_doubt: false,
            made_at: written.at_ms / 1_000,
            said: Said::default(),
            left_out: true,
            prepared_by: written.prepared_by,
            checked: None,
            undoes: written.undoes,
        })
    };
    written.map(draft).transpose()
}

/// A write of which no answer came, or none that named the record.
pub(super) struct LostIntent {
    pub(super) at: Timestamp,
    pub(super) run_id: String,
    /// What was to be sent.
    pub(super) fields: Vec<FieldChange>,
    /// Why nothing is known.
    pub(super) reason: Option<String>,
    /// The service said that it was done, without saying which record it made.
    pub(super) is_done: bool,
}

const WITHOUT_ID: &str = "the service saved it and did not say which record it is";

/// The last write of a change of which no answer came, or none that named the record.
pub(super) fn last_lost(connection: &Connection, change_id: &str) -> Result<Option<LostIntent>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT intended.at_ms, intended.run_id, intended.fields, ended.words, ended.outcome = 'done'
         FROM journal AS intended JOIN journal AS ended ON ended.intent = intended.number
         WHERE intended.change_id = ?1 AND intended.intent IS NULL
         AND (ended.outcome = 'unknown' OR (ended.outcome = 'done' AND intended.kind = 'create' AND ended.entity_id = intended.entity_id))
         ORDER BY intended.number DESC LIMIT 1",
    )?;
    let read = |row: &Row<'_>| -> Result<LostIntent, StoreError> {
        let at = Timestamp::from_millisecond(row.get(0)?).map_err(|_| StoreError::Damaged("an entry of the journal".to_owned()))?;
        let fields = read_fields(&row.get::<_, String>(2)?)?;
        let is_done: bool = row.get(4)?;
        let reason = if is_done { Some(WITHOUT_ID.to_owned()) } else { row.get(3)? };
        Ok(LostIntent { at, run_id: row.get(1)?, fields, reason, is_done })
    };
    statement.query_row([change_id], |row| Ok(read(row))).optional()?.transpose()
}

/// Writes with how they ended, as [`read`] takes them.
const ENTRIES: &str = "SELECT intended.number, intended.at_ms, intended.run_id, intended.entity_type,
    coalesce(ended.entity_id, intended.entity_id) AS entity_id, intended.title, intended.sent_by, intended.kind, intended.fields,
    ended.outcome, ended.status, ended.words, intended.undoes, intended.prepared_by, ended.request_id, ended.at_ms AS ended_at_ms,
    intended.base
    FROM journal AS intended LEFT JOIN journal AS ended ON ended.intent = intended.number
    WHERE intended.intent IS NULL";

/// The write with this number.
pub(super) fn find(connection: &Connection, number: i64) -> Result<Option<JournalEntry>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ENTRIES} AND intended.number = ?1"))?;
    statement.query_row([number], |row| Ok(read(row))).optional()?.transpose()
}

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
    let ended_at: Option<i64> = row.get("ended_at_ms")?;
    let base: Option<String> = row.get("base")?;
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
        undoes: row.get::<_, Option<i64>>("undoes")?.map(|number| number.max(0).cast_unsigned()),
        prepared_by: row.get("prepared_by")?,
        request_id: row.get("request_id")?,
        ended_at: ended_at.map(|ms| Timestamp::from_millisecond(ms).map_err(|_| damaged())).transpose()?,
        base: base.map(|text| serde_json::from_str(&text).map_err(|_| damaged())).transpose()?,
    })
}
