//! What happened to a connection beside its writes, kept with the journal. Rows are only ever added.

use super::Changes;
use super::draft::DraftError;
use crate::store::StoreError;
use jiff::Timestamp;
use rusqlite::params;

/// Something that happened to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When it was noticed.
    pub at: Timestamp,
    /// The base URL of the API before.
    pub former_base_url: String,
    /// Where the service moved its API to: another of its own hosts.
    pub base_url: String,
}

impl Changes {
    /// Notes that the service moved its API.
    ///
    /// # Errors
    /// `Store`.
    pub async fn note_base_url(&self, former: &str, base_url: &str) -> Result<(), DraftError> {
        let (former, base_url) = (former.to_owned(), base_url.to_owned());
        self.store
            .write(move |transaction| {
                let sql = "INSERT INTO note (at_ms, former_base_url, base_url) VALUES (?1, ?2, ?3)";
                transaction.execute(sql, params![Timestamp::now().as_millisecond(), former, base_url])?;
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
                let sql = "SELECT at_ms, former_base_url, base_url FROM note ORDER BY number DESC LIMIT ?1";
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
                let mut notes = Vec::new();
                while let Some(row) = rows.next()? {
                    let at = Timestamp::from_millisecond(row.get(0)?);
                    let at = at.map_err(|_| StoreError::Damaged("a note is of no time".to_owned()))?;
                    notes.push(Note { at, former_base_url: row.get(1)?, base_url: row.get(2)? });
                }
                Ok(notes)
            })
            .await
    }
}
