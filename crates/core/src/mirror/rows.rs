//! Writing and reading single records, inside the caller's transaction.

use super::MirrorError;
use super::layout::{Layout, id_of};
use crate::Record;
use crate::store::StoreError;
use coredesk_catalogue::EntityType;
use rusqlite::types::Value as Key;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, params, params_from_iter};

/// Puts a record that the service just answered into the mirror, in the caller's transaction. An entity type that
/// cannot be listed is not mirrored; then nothing happens.
///
/// # Errors
/// `WithoutId` if the record has no id that can be used; `Store` if it cannot be written.
pub fn put_record(transaction: &Transaction<'_>, entity_type: &EntityType, record: &Record) -> Result<(), MirrorError> {
    if !entity_type.is_listable() {
        return Ok(());
    }
    let layout = Layout::of(entity_type);
    let name = &entity_type.name;
    let generation = transaction
        .query_row("SELECT generation FROM mirror_state WHERE entity_type = ?1", [name], |row| row.get(0))
        .optional()?
        .ok_or_else(|| MirrorError::UnknownEntityType(name.clone()))?;
    let put = RowWriter::new(transaction, &layout, generation)?.put(record, Freshness::Newest)?;
    if put.what == Outcome::Added {
        transaction.execute("UPDATE mirror_state SET rows = rows + 1 WHERE entity_type = ?1", [name])?;
    }
    Ok(())
}

/// Takes a deleted record out of the mirror, in the caller's transaction. One that is not there is no error.
///
/// # Errors
/// `Store` if it cannot be written.
pub fn remove_record(transaction: &Transaction<'_>, entity_type: &EntityType, id: &str) -> Result<(), MirrorError> {
    if !entity_type.is_listable() {
        return Ok(());
    }
    let layout = Layout::of(entity_type);
    remove_where(transaction, &layout, "id = ?1", params![id.trim()])?;
    Ok(())
}

/// The record as it is in the mirror; `None` if it is not there.
///
/// # Errors
/// `Store` if it cannot be read, or is damaged.
pub fn read_record(connection: &Connection, entity_type: &EntityType, id: &str) -> Result<Option<Record>, MirrorError> {
    if !entity_type.is_listable() {
        return Ok(None);
    }
    read(connection, &Layout::of(entity_type), id)
}

pub(super) fn read(connection: &Connection, layout: &Layout, id: &str) -> Result<Option<Record>, MirrorError> {
    let sql = format!("SELECT body FROM {} JOIN {} USING (row_id) WHERE id = ?1", layout.rows, layout.bodies);
    let mut statement = connection.prepare_cached(&sql)?;
    let body: Option<String> = statement.query_row([id.trim()], |row| row.get(0)).optional()?;
    body.map(|body| parse(&body)).transpose()
}

pub(super) fn parse(body: &str) -> Result<Record, MirrorError> {
    serde_json::from_str(body).map_err(|_| StoreError::Damaged("a record in the mirror is no JSON".to_owned()).into())
}

/// Removes the rows that fit `condition`, and answers how many they were.
pub(super) fn remove_where(
    transaction: &Transaction<'_>,
    layout: &Layout,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<u64, MirrorError> {
    let Layout { rows, bodies, texts, .. } = layout;
    let removed: Vec<i64> = {
        let mut statement = transaction.prepare(&format!("DELETE FROM {rows} WHERE {condition} RETURNING row_id"))?;
        let row_ids = statement.query_map(values, |row| row.get(0))?;
        row_ids.collect::<Result<_, _>>()?
    };
    if removed.is_empty() {
        return Ok(0);
    }
    let mut body = transaction.prepare(&format!("DELETE FROM {bodies} WHERE row_id = ?1"))?;
    let mut text = transaction.prepare(&format!("DELETE FROM {texts} WHERE row_id = ?1"))?;
    for row_id in &removed {
        body.execute([row_id])?;
        text.execute([row_id])?;
    }
    let count = removed.len() as u64;
    transaction.execute(
        "UPDATE mirror_state SET rows = max(0, rows - ?2) WHERE entity_type = ?1",
        params![layout.entity_type.name, count.cast_signed()],
    )?;
    Ok(count)
}

/// A record that was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Put {
    pub(super) row_id: i64,
    pub(super) what: Outcome,
}

/// What became of a record that was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Added,
    Changed,
    /// It was here as it came.
    Same,
    /// The mirror has a later state of it, from an answer to a write.
    Outdated,
}

/// How sure the caller is that a record is the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// The answer to a write.
    Newest,
    /// From a page that may have been on its way while a write was answered.
    MayBeOutdated,
}

/// Puts many records in one transaction, each statement prepared once.
pub(super) struct RowWriter<'w> {
    transaction: &'w Transaction<'w>,
    layout: &'w Layout,
    generation: i64,
    find: CachedStatement<'w>,
    insert: CachedStatement<'w>,
    update: CachedStatement<'w>,
    see: CachedStatement<'w>,
    put_body: CachedStatement<'w>,
    put_text: CachedStatement<'w>,
}

impl<'w> RowWriter<'w> {
    pub(super) fn new(transaction: &'w Transaction<'w>, layout: &'w Layout, generation: i64) -> Result<Self, MirrorError> {
        let statements = &layout.statements;
        Ok(Self {
            transaction,
            layout,
            generation,
            find: transaction.prepare_cached(&statements.find)?,
            insert: transaction.prepare_cached(&statements.insert)?,
            update: transaction.prepare_cached(&statements.update)?,
            see: transaction.prepare_cached(&statements.see)?,
            put_body: transaction.prepare_cached(&statements.put_body)?,
            put_text: transaction.prepare_cached(&statements.put_text)?,
        })
    }

    /// # Errors
    /// `WithoutId` if the record has no id that can be used.
    pub(super) fn put(&mut self, record: &Record, freshness: Freshness) -> Result<Put, MirrorError> {
        self.put_as(&id_of(record).ok_or(MirrorError::WithoutId)?, record, freshness)
    }

    /// Puts a record under another id than its own.
    pub(super) fn put_as(&mut self, id: &str, record: &Record, freshness: Freshness) -> Result<Put, MirrorError> {
        let found: Option<(i64, Key, String)> = self.find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        if let Some((row_id, Key::Integer(changed_at), _)) = &found
            && freshness == Freshness::MayBeOutdated
            && self.layout.changed_at(record).is_some_and(|incoming| incoming < *changed_at)
        {
            self.see.execute([*row_id, self.generation])?;
            return Ok(Put { row_id: *row_id, what: Outcome::Outdated });
        }
        let body = serde_json::to_string(record).map_err(|_| StoreError::Damaged("a record cannot be written as JSON".to_owned()))?;
        if let Some((row_id, _, known)) = &found
            && (*known == body || says_no_more(self.layout, record, known))
        {
            self.see.execute([*row_id, self.generation])?;
            return Ok(Put { row_id: *row_id, what: Outcome::Same });
        }
        let keys = self.layout.keys(record);
        let text = self.layout.text(&keys);
        let generation = Key::Integer(self.generation);
        let (row_id, what) = match found {
            Some((row_id, ..)) => {
                self.update.execute(params_from_iter([Key::Integer(row_id), generation].into_iter().chain(keys)))?;
                (row_id, Outcome::Changed)
            }
            None => {
                self.insert.execute(params_from_iter([Key::Text(id.to_owned()), generation].into_iter().chain(keys)))?;
                (self.transaction.last_insert_rowid(), Outcome::Added)
            }
        };
        self.put_body.execute(params![row_id, body])?;
        self.put_text.execute(params![row_id, text])?;
        Ok(Put { row_id, what })
    }
}

/// Whether `record` holds nothing that is not in `known`, and lacks only nested parts, which a list leaves out.
fn says_no_more(layout: &Layout, record: &Record, known: &str) -> bool {
    let Ok(known) = parse(known) else { return false };
    let nested = |name: &str| layout.entity_type.field(name).is_some_and(|field| field.nested);
    record.iter().all(|(name, value)| known.get(name) == Some(value)) && known.keys().all(|name| record.contains_key(name) || nested(name))
}
