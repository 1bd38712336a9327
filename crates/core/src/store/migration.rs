//! Upgrades of a store, each all or nothing.

use super::StoreError;
use rusqlite::Connection;

/// What brings a store from the form before to `form`.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The form it leads to; 1, 2, 3 and so on.
    pub form: u32,
    /// The statements, run in one transaction.
    pub sql: &'static str,
}

pub(super) fn apply(connection: &mut Connection, migrations: &[Migration]) -> Result<(), StoreError> {
    let known = migrations.last().map_or(0, |migration| migration.form);
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for migration in migrations.iter().filter(|migration| migration.form > found) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration.sql)?;
        transaction.pragma_update(None, "user_version", migration.form)?;
        transaction.commit()?;
    }
    Ok(())
}
