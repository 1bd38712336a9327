//! Which entity types a person keeps on this computer: all of them, but for those that they let go.

use super::{Mirror, MirrorError};
use rusqlite::Transaction;

/// Those that are read only while a person looks at them.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS mirror_let_go (entity_type TEXT PRIMARY KEY) WITHOUT ROWID";

pub(super) fn make(transaction: &Transaction<'_>) -> Result<(), MirrorError> {
    Ok(transaction.execute_batch(TABLE)?)
}

impl Mirror {
    /// Keeps from now on whether an entity type is read whole and brought up to date by itself. Its rows stay as they are.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be written.
    pub async fn keep(&self, entity_type: &str, kept: bool) -> Result<(), MirrorError> {
        let name = self.layout(entity_type)?.entity_type.name.clone();
        let sql = if kept {
            "DELETE FROM mirror_let_go WHERE entity_type = ?1"
        } else {
            "INSERT OR IGNORE INTO mirror_let_go (entity_type) VALUES (?1)"
        };
        self.store.write(move |transaction| Ok(transaction.execute(sql, [name]).map(|_| ())?)).await
    }

    /// Whether an entity type is read whole and brought up to date by itself, as it is now.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn is_kept(&self, entity_type: &str) -> Result<bool, MirrorError> {
        let name = entity_type.to_owned();
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM mirror_let_go WHERE entity_type = ?1)";
        self.store.read(move |connection| Ok(connection.prepare_cached(sql)?.query_row([name], |row| row.get(0))?)).await
    }
}
