//! The chain: each row of the journal carries a hash over the row before it, so that a row that was changed, removed or
//! put in is noticed. The hash of the last row is kept elsewhere too, so that a journal that was cut short is noticed.

use super::index;
use crate::changes::{Changes, DraftError};
use crate::mirror::Mirror;
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use tokio_util::sync::CancellationToken;

/// Rows that are looked at in one go, and that are given their hashes: whoever else writes waits no longer than for those.
const LOOKED_AT: i64 = 4_000;
const CHAINED: i64 = 250;

/// A row of the journal without its hash. Its form as JSON, members in this order, is what the hash covers.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Written {
    pub(super) number: i64,
    pub(super) intent: Option<i64>,
    pub(super) at_ms: i64,
    pub(super) run_id: String,
    pub(super) change_id: String,
    pub(super) entity_type: String,
    pub(super) entity_id: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) fields: String,
    pub(super) base: Option<String>,
    pub(super) sent_by: String,
    pub(super) outcome: Option<String>,
    pub(super) status: Option<i64>,
    pub(super) words: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) undoes: Option<i64>,
    pub(super) prepared_by: Option<String>,
    pub(super) sent_by_id: Option<String>,
}

const COLUMNS: &str =
    "number, intent, at_ms, run_id, change_id, entity_type, entity_id, title, kind, fields, base, sent_by, outcome, status, words,
    request_id, undoes, prepared_by, sent_by_id";

/// The last row of a journal: what is kept elsewhere to notice a journal that was cut short or exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalHead {
    /// Its number.
    pub number: u64,
    /// Its hash, as lower-case hexadecimal digits.
    pub hash: String,
}

/// Whether a journal is as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalProof {
    /// Rows that were looked at, intents and outcomes.
    pub rows: u64,
    /// The first thing that is not as it was written.
    pub damage: Option<JournalDamage>,
}

/// What is wrong with a journal, and the number of the row at which it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalDamage {
    /// The row is not what was written, or stands where another stood.
    Changed(u64),
    /// Rows are missing from this number on.
    Missing(u64),
    /// The rows after this number are gone.
    CutOff(u64),
    /// Up to this number it is another journal than the one that was written here.
    Exchanged(u64),
    /// The file cannot be read from this number on.
    Unreadable(u64),
    /// The write is as it was written, and what lists and searches show of it is not.
    Hidden(u64),
}

impl JournalProof {
    /// What was found, as whole sentences.
    pub fn words(&self) -> String {
        const WHAT_NOW: &str = "Coredesk goes on and keeps every new write; an older copy of its folder may hold what is missing.";
        match self.damage {
            None if self.rows == 0 => "Nothing was written yet.".to_owned(),
            None => "Every entry is as it was written, and none is missing.".to_owned(),
            Some(JournalDamage::Changed(at)) => {
                format!("Entry {at} is not as Coredesk wrote it: the file was changed or damaged. {WHAT_NOW}")
            }
            Some(JournalDamage::Missing(at)) => format!("Entries are missing from number {at} on: they were removed. {WHAT_NOW}"),
            Some(JournalDamage::CutOff(0)) => format!("The journal is empty, and it was not: its entries were removed. {WHAT_NOW}"),
            Some(JournalDamage::CutOff(at)) => {
                format!("The journal ends after entry {at}, and it went on: the entries after it were removed. {WHAT_NOW}")
            }
            Some(JournalDamage::Exchanged(at)) => {
                format!("Up to entry {at} this is not the journal that Coredesk wrote here: it was exchanged or written anew. {WHAT_NOW}")
            }
            Some(JournalDamage::Hidden(at)) => format!(
                "Every entry is as it was written, but the list does not show entry {at} as it is: the list was changed or damaged. Nothing is missing in the journal itself."
            ),
            Some(JournalDamage::Unreadable(at)) => {
                format!("The journal cannot be read from entry {at} on: the file is damaged. {WHAT_NOW}")
            }
        }
    }
}

impl JournalDamage {
    /// The number of the row at which it shows.
    pub fn at(self) -> u64 {
        match self {
            Self::Changed(at) | Self::Missing(at) | Self::CutOff(at) | Self::Exchanged(at) | Self::Unreadable(at) | Self::Hidden(at) => at,
        }
    }
}

impl Written {
    /// The row with this number.
    pub(super) fn find(connection: &Connection, number: i64) -> Result<Option<Self>, StoreError> {
        let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE number = ?1"))?;
        Ok(statement.query_row([number], read).optional()?)
    }

    fn hash(&self, former: &str) -> Result<String, StoreError> {
        let text = serde_json::to_vec(self).map_err(|_| StoreError::Damaged("an entry of the journal".to_owned()))?;
        let digest = Sha256::new().chain_update(former).chain_update([0]).chain_update(text).finalize();
        Ok(hexadecimal(&digest))
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Adds a row and its hash; answers its number. Behind rows that have none yet it gets its own with theirs.
pub(super) fn append(transaction: &Transaction<'_>, row: Written) -> Result<Written, StoreError> {
    let last: Option<(i64, Option<String>)> = transaction
        .prepare_cached("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    // Numbers that were given are not given again: where rows were removed, a gap tells of it.
    let given: Option<i64> =
        transaction.prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")?.query_row([], |row| row.get(0)).optional()?;
    let number = last.as_ref().map_or(0, |(number, _)| *number).max(given.unwrap_or(0)) + 1;
    let row = Written { number, ..row };
    let hash = match last {
        None => Some(row.hash("")?),
        Some((_, former)) => former.map(|former| row.hash(&former)).transpose()?,
    };
    transaction
        .prepare_cached(&format!(
            "INSERT INTO journal ({COLUMNS}, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)"
        ))?
        .execute(params![
            row.number,
            row.intent,
            row.at_ms,
            row.run_id,
            row.change_id,
            row.entity_type,
            row.entity_id,
            row.title,
            row.kind,
            row.fields,
            row.base,
            row.sent_by,
            row.outcome,
            row.status,
            row.words,
            row.request_id,
            row.undoes,
            row.prepared_by,
            row.sent_by_id,
            hash
        ])?;
    Ok(row)
}

impl Changes {
    /// Gives rows that were written before there was a chain their hashes, and makes them searchable. It goes in pieces and
    /// ends early when `cancel` says so; what is left is done the next time.
    ///
    /// # Errors
    /// `Store`.
    pub async fn chain_journal(&self, cancel: &CancellationToken) -> Result<(), DraftError> {
        while !cancel.is_cancelled() {
            let mirror = self.mirror.clone();
            let chained = self.store.write(move |transaction| chain_some(transaction, &mirror).map_err(DraftError::from)).await?;
            if chained == 0 {
                break;
            }
        }
        Ok(())
    }

    /// The last row of the journal; nothing while it is empty or not all of it is chained.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_head(&self) -> Result<Option<JournalHead>, DraftError> {
        let sql = "SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1";
        self.store
            .read(move |connection| {
                let last = connection.query_row(sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?))).optional()?;
                Ok(last.and_then(|(number, hash)| Some(JournalHead { number: number.max(0).cast_unsigned(), hash: hash? })))
            })
            .await
    }

    /// Whether the row that was the last one is there as it was.
    ///
    /// # Errors
    /// `Store`.
    pub async fn holds_head(&self, head: JournalHead) -> Result<bool, DraftError> {
        self.store
            .read(move |connection| {
                let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE number = ?1 AND hash = ?2)";
                Ok(connection.query_row(sql, params![head.number.cast_signed(), head.hash], |row| row.get(0))?)
            })
            .await
    }

    /// Looks through the whole journal and what is looked for in it. `head` is its last row as it is known from elsewhere; rows after it are
    /// no damage: the app may have ended before it could be told. Once there is a head every row has its hash, and one without is damage.
    /// Reads in pieces; `None` when `cancel` said so.
    ///
    /// # Errors
    /// `Store` when rows without a hash could not be given one. A journal that cannot be read is no error but damage.
    pub async fn verify_journal(&self, head: Option<JournalHead>, cancel: &CancellationToken) -> Result<Option<JournalProof>, DraftError> {
        if head.is_none() {
            self.chain_journal(cancel).await?;
        }
        let mut walk = Walk { former: String::new(), next: 1, rows: 0, head, damage: None };
        loop {
            if cancel.is_cancelled() {
                return Ok(None);
            }
            let at = walk.next;
            let (rows, read) = (walk.rows, self.store.read(move |connection| walk.go_on(connection)).await);
            walk = match read {
                Ok(walked) => walked,
                Err(error) => {
                    tracing::warn!(%error, "the journal could not be read");
                    return Ok(Some(JournalProof { rows, damage: Some(JournalDamage::Unreadable(at.max(0).cast_unsigned())) }));
                }
            };
            if walk.damage.is_some() || walk.rows == rows {
                break;
            }
        }
        let damage = match walk.damage.or_else(|| walk.missing_end()) {
            Some(damage) => Some(damage),
            None => match self.hidden(cancel).await? {
                Some(hidden) => hidden.map(JournalDamage::Hidden),
                None => return Ok(None),
            },
        };
        Ok(Some(JournalProof { rows: walk.rows, damage }))
    }

    /// The first write that is not listed as it is, of those that were there when this began; `None` when `cancel` said so.
    async fn hidden(&self, cancel: &CancellationToken) -> Result<Option<Option<u64>>, DraftError> {
        let sql = "SELECT max(ifnull((SELECT max(number) FROM journal), 0), ifnull((SELECT max(number) FROM journal_write), 0))";
        let last: i64 = self.store.read(move |connection| Ok::<_, DraftError>(connection.query_row(sql, [], |row| row.get(0))?)).await?;
        let mut from = 1;
        while from <= last {
            if cancel.is_cancelled() {
                return Ok(None);
            }
            let found = self.store.read(move |connection| Ok::<_, DraftError>(index::first_hidden(connection, from, from + LOOKED_AT)?));
            if let Some(number) = found.await? {
                return Ok(Some(Some(number.max(0).cast_unsigned())));
            }
            from += LOOKED_AT;
        }
        Ok(Some(None))
    }
}

/// How far a journal was looked through.
struct Walk {
    former: String,
    next: i64,
    rows: u64,
    head: Option<JournalHead>,
    damage: Option<JournalDamage>,
}

impl Walk {
    fn go_on(mut self, connection: &Connection) -> Result<Self, StoreError> {
        let sql = format!("SELECT {COLUMNS}, hash FROM journal WHERE number >= ?1 ORDER BY number LIMIT {LOOKED_AT}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([self.next])?;
        while let Some(row) = rows.next()? {
            let (written, hash): (Written, Option<String>) = (read(row)?, row.get("hash")?);
            let number = written.number.max(0).cast_unsigned();
            if written.number > self.next {
                self.damage = Some(JournalDamage::Missing(self.next.max(0).cast_unsigned()));
                break;
            }
            let expected = written.hash(&self.former)?;
            if hash.as_ref() != Some(&expected) {
                self.damage = Some(JournalDamage::Changed(number));
                break;
            }
            if self.head.as_ref().is_some_and(|head| head.number == number && head.hash != expected) {
                self.damage = Some(JournalDamage::Exchanged(number));
                break;
            }
            self.former = expected;
            self.next = written.number + 1;
            self.rows += 1;
        }
        drop(rows);
        drop(statement);
        Ok(self)
    }

    fn missing_end(&self) -> Option<JournalDamage> {
        let last = (self.next - 1).max(0).cast_unsigned();
        self.head.as_ref().is_some_and(|head| head.number > last).then_some(JournalDamage::CutOff(last))
    }
}

fn chain_some(transaction: &Transaction<'_>, mirror: &Mirror) -> Result<usize, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE hash IS NULL ORDER BY number LIMIT {CHAINED}");
    let rows: Vec<Written> = transaction.prepare_cached(&sql)?.query_map([], read)?.collect::<Result<_, _>>()?;
    let Some(first) = rows.first() else { return Ok(0) };
    let former: Option<Option<String>> = transaction
        .prepare_cached("SELECT hash FROM journal WHERE number < ?1 ORDER BY number DESC LIMIT 1")?
        .query_row([first.number], |row| row.get(0))
        .optional()?;
    let mut former = former.flatten().unwrap_or_default();
    let mut give = transaction.prepare_cached("UPDATE journal SET hash = ?2 WHERE number = ?1")?;
    for row in &rows {
        former = row.hash(&former)?;
        give.execute(params![row.number, former])?;
        index::add(transaction, mirror, row)?;
    }
    Ok(rows.len())
}

fn read(row: &Row<'_>) -> Result<Written, rusqlite::Error> {
    Ok(Written {
        number: row.get("number")?,
        intent: row.get("intent")?,
        at_ms: row.get("at_ms")?,
        run_id: row.get("run_id")?,
        change_id: row.get("change_id")?,
        entity_type: row.get("entity_type")?,
        entity_id: row.get("entity_id")?,
        title: row.get("title")?,
        kind: row.get("kind")?,
        fields: row.get("fields")?,
        base: row.get("base")?,
        sent_by: row.get("sent_by")?,
        outcome: row.get("outcome")?,
        status: row.get("status")?,
        words: row.get("words")?,
        request_id: row.get("request_id")?,
        undoes: row.get("undoes")?,
        prepared_by: row.get("prepared_by")?,
        sent_by_id: row.get("sent_by_id")?,
    })
}
