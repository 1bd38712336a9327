//! What happened to a connection beside its writes, kept with the journal. Rows are only ever added.

use super::Changes;
use super::draft::DraftError;
use crate::description::WriteOperation;
use crate::store::StoreError;
use jiff::Timestamp;
use rusqlite::{Row, params};

/// Something that happened to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When it was noticed.
    pub at: Timestamp,
    /// What it was.
    pub event: NoteEvent,
}

/// What can happen to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteEvent {
    /// The service moved its API to another of its own hosts.
    Moved {
        /// The base URL of the API before.
        former_base_url: String,
        /// Where it is now.
        base_url: String,
    },
    /// The service does not do what its description offers; it is not offered any more.
    NotOffered {
        /// What a person calls the records.
        plural: String,
        /// What it does not do.
        operation: WriteOperation,
    },
}

impl Changes {
    /// Notes that the service moved its API.
    ///
    /// # Errors
    /// `Store`.
    pub async fn note_base_url(&self, former: &str, base_url: &str) -> Result<(), DraftError> {
        self.keep_note(NoteEvent::Moved { former_base_url: former.to_owned(), base_url: base_url.to_owned() }).await
    }

    pub(super) async fn keep_note(&self, event: NoteEvent) -> Result<(), DraftError> {
        self.store
            .write(move |transaction| {
                let sql = "INSERT INTO note (at_ms, former_base_url, base_url, plural, operation) VALUES (?1, ?2, ?3, ?4, ?5)";
                let at = Timestamp::now().as_millisecond();
                match event {
                    NoteEvent::Moved { former_base_url, base_url } => {
                        transaction.execute(sql, params![at, former_base_url, base_url, None::<String>, None::<String>])?
                    }
                    NoteEvent::NotOffered { plural, operation } => {
                        transaction.execute(sql, params![at, "", "", plural, operation.verb()])?
                    }
                };
                Ok(())
            })
            .await
    }

    /// The newest notes, newest first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn notes(&self, limit: usize) -> Result<Vec<Note>, DraftError> {
        self.store
            .read(move |connection| {
                let sql = "SELECT at_ms, former_base_url, base_url, plural, operation FROM note ORDER BY number DESC LIMIT ?1";
                let mut statement = connection.prepare_cached(sql)?;
                let notes = statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| Ok(read(row)))?;
                notes.map(|note| Ok(note??)).collect()
            })
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Note, StoreError> {
    let at = Timestamp::from_millisecond(row.get(0)?).map_err(|_| StoreError::Damaged("a note is of no time".to_owned()))?;
    let plural: Option<String> = row.get(3)?;
    let operation: Option<String> = row.get(4)?;
    let event = match (plural, operation.as_deref().and_then(WriteOperation::of_verb)) {
        (Some(plural), Some(operation)) => NoteEvent::NotOffered { plural, operation },
        _ => NoteEvent::Moved { former_base_url: row.get(1)?, base_url: row.get(2)? },
    };
    Ok(Note { at, event })
}
