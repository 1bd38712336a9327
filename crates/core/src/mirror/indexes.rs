//! Indexes, made in the background when a big table was sorted or counted by columns that had none.
//!
//! None is made while rows are loading: each would slow every insert, and most columns are never sorted by.

use super::Mirror;
use super::MirrorError;
use super::layout::Layout;
use super::status::read_status;
use rusqlite::Connection;
use std::sync::Arc;

/// Below this many rows sorting needs no index.
const WORTH_AN_INDEX: u64 = 30_000;
/// Each index costs space, and time at every change.
const INDEXES_AT_MOST: u32 = 24;

impl Mirror {
    /// Makes an index over `columns` (quoted, each perhaps with ` DESC`) if the table is big, complete and has none.
    /// Answers at once; the work is done in the background and its failure changes nothing but speed.
    pub(super) fn wish_for_index(&self, layout: &Arc<Layout>, columns: String) {
        let (store, layout) = (self.store.clone(), layout.clone());
        tokio::task::spawn_blocking(move || {
            let name = index_name(&layout, &columns);
            let wanted = store.read_now(|connection| is_wanted(connection, &layout, &name)).unwrap_or(false);
            if !wanted {
                return;
            }
            let sql = format!("CREATE INDEX IF NOT EXISTS {} ON {} ({columns})", super::layout::quoted(&name), layout.rows);
            let made: Result<(), MirrorError> = store.write_now(|transaction| Ok(transaction.execute_batch(&sql)?));
            if let Err(error) = made {
                tracing::warn!(entity_type = layout.entity_type.name, %error, "an index could not be made");
            }
        });
    }
}

fn index_name(layout: &Layout, columns: &str) -> String {
    format!("mirror_by_{} {}", layout.entity_type.name, columns.replace('"', ""))
}

/// Whether an index over the column (quoted) was made.
pub(super) fn has_index(connection: &Connection, layout: &Layout, column: &str) -> Result<bool, MirrorError> {
    Ok(made(connection, layout, &index_name(layout, column))?.0)
}

/// Whether the index is there, and how many there are.
fn made(connection: &Connection, layout: &Layout, name: &str) -> Result<(bool, u32), MirrorError> {
    Ok(connection.query_row(
        "SELECT ifnull(max(name = ?1), 0), count(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE 'mirror\\_by\\_%' ESCAPE '\\' AND tbl_name = ?2",
        (name.replace('\0', ""), format!("mirror_rows_{}", layout.entity_type.name.replace('\0', ""))),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

fn is_wanted(connection: &Connection, layout: &Layout, name: &str) -> Result<bool, MirrorError> {
    let status = read_status(connection, layout)?;
    let (is_made, count) = made(connection, layout, name)?;
    Ok(status.complete && status.rows >= WORTH_AN_INDEX && !is_made && count < INDEXES_AT_MOST)
}
