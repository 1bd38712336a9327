//! Rows that an earlier version stored, brought to what is made of rows now: in the background and in pieces, so that
//! neither the start nor anybody who writes waits for a million of them. Until then they are found as they were before.

use super::layout::{Lack, Layout, lack};
use super::rows::parse;
use super::schema::{keep_shape, shape_kept, text_in};
use super::{Mirror, MirrorError, custom_values};
use rusqlite::types::Value as Key;
use rusqlite::{Transaction, params, params_from_iter};
use std::time::Duration;

/// Rows of one piece, in which nobody else writes.
const ROWS_AT_ONCE: u32 = 5_000;
/// Between two pieces. The lock is not fair: whoever waits for it must find it free.
const PAUSE: Duration = Duration::from_millis(5);

impl Mirror {
    /// Brings the rows that an earlier version stored to what is made of rows now. Where it is not done when the app ends,
    /// it begins anew at the next start.
    ///
    /// # Errors
    /// `Store` if they cannot be read or written.
    pub async fn catch_up(&self) -> Result<(), MirrorError> {
        let names: Vec<String> = self.known.borrow().layouts.keys().cloned().collect();
        for name in names {
            let mut behind = Some(0);
            while let Some(after) = behind.filter(|_| !self.store.is_closed()) {
                // What is known of the fields may have grown since the last piece.
                let layout = self.layout(&name)?;
                behind = self.store.write(move |transaction| piece(transaction, &layout, after)).await?;
                if behind.is_some() {
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        Ok(())
    }
}

/// Brings the rows behind `after` up, as many as one piece has; the last of them, or `None` when nothing is left.
fn piece(transaction: &Transaction<'_>, layout: &Layout, after: i64) -> Result<Option<i64>, MirrorError> {
    let Some(kept) = shape_kept(transaction, &layout.entity_type.name)? else { return Ok(None) };
    let Some(lack) = lack(&kept, layout).filter(|lack| *lack != Lack::default()) else { return Ok(None) };
    let last: Option<i64> = transaction.query_row(
        &format!("SELECT max(row_id) FROM (SELECT row_id FROM {} WHERE row_id > ?1 ORDER BY row_id LIMIT {ROWS_AT_ONCE})", layout.rows),
        [after],
        |row| row.get(0),
    )?;
    let Some(last) = last else {
        keep_shape(transaction, layout, &layout.shape())?;
        return Ok(None);
    };
    if !lack.keys.is_empty() {
        fill_keys(transaction, layout, &lack.keys, after, last)?;
    }
    if lack.texts {
        fill_texts(transaction, layout, after, last)?;
    }
    Ok(Some(last))
}

/// Makes keys of the columns at these places from the records of the rows behind `after`, up to `last`.
fn fill_keys(transaction: &Transaction<'_>, layout: &Layout, places: &[usize], after: i64, last: i64) -> Result<(), MirrorError> {
    let (rows, bodies) = (&layout.rows, &layout.bodies);
    let columns: Vec<_> = places.iter().filter_map(|place| layout.columns.get(*place)).collect();
    let set: Vec<String> = columns.iter().enumerate().map(|(place, column)| format!("{} = ?{}", column.name, place + 2)).collect();
    let mut update = transaction.prepare(&format!("UPDATE {rows} SET {} WHERE row_id = ?1", set.join(", ")))?;
    let mut found = transaction
        .prepare(&format!("SELECT row_id, id, body FROM {bodies} JOIN {rows} USING (row_id) WHERE row_id > ?1 AND row_id <= ?2"))?;
    let mut found = found.query([after, last])?;
    while let Some(row) = found.next()? {
        let (row_id, id): (i64, String) = (row.get(0)?, row.get(1)?);
        let record = custom_values::joined(transaction, layout, &id, parse(text_in(row, 2)?)?)?;
        let keys = columns.iter().map(|column| column.key(&record));
        update.execute(params_from_iter(std::iter::once(Key::Integer(row_id)).chain(keys)))?;
    }
    Ok(())
}

/// Makes the search text of the rows behind `after`, up to `last`, from their keys.
fn fill_texts(transaction: &Transaction<'_>, layout: &Layout, after: i64, last: i64) -> Result<(), MirrorError> {
    let columns: String = layout.columns.iter().map(|column| format!(", {}", column.name)).collect();
    let mut rows = transaction.prepare(&format!("SELECT row_id{columns} FROM {} WHERE row_id > ?1 AND row_id <= ?2", layout.rows))?;
    let mut put_text = transaction.prepare(&layout.statements.put_text)?;
    let mut found = rows.query([after, last])?;
    while let Some(row) = found.next()? {
        let row_id: i64 = row.get(0)?;
        let keys: Vec<Key> = (1..=layout.columns.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        put_text.execute(params![row_id, layout.text(&keys)])?;
    }
    Ok(())
}
