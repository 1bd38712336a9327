//! Writing and reading single records, inside the caller's transaction.

use super::fold::fold;
use super::layout::{Layout, id_of};
use super::links::LinkWriter;
use super::parts::with_known_parts;
use super::{Mirror, MirrorError, custom_values, former};
use crate::Record;
use crate::store::StoreError;
use coredesk_catalogue::member;
use rusqlite::types::Value as Key;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, params, params_from_iter};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

impl Mirror {
    /// Puts a record that the service just answered into the mirror, in the caller's transaction. An entity type that
    /// cannot be listed is not mirrored; then nothing happens.
    ///
    /// # Errors
    /// `WithoutId` if the record has no id that can be used; `Store` if it cannot be written.
    pub fn put_record(&self, transaction: &Transaction<'_>, entity_type: &str, record: &Record) -> Result<(), MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(()) };
        let id = id_of(record, &layout.entity_type.id_field).ok_or(MirrorError::WithoutId)?;
        self.put_record_as(transaction, entity_type, &id, record)
    }

    /// The same as the row `id`, which of a nested collection is the parent's id and its own with a slash between.
    ///
    /// # Errors
    /// `Store` if it cannot be written.
    pub fn put_record_as(&self, transaction: &Transaction<'_>, entity_type: &str, id: &str, record: &Record) -> Result<(), MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(()) };
        let generation = transaction
            .prepare_cached("SELECT generation FROM mirror_state WHERE entity_type = ?1")?
            .query_row([entity_type], |row| row.get(0))?;
        let put = RowWriter::new(transaction, &layout, generation)?.put_as(id, record, Freshness::Newest)?;
        if let (Some(parent), _) = layout.entity_type.parent_and_own(id) {
            transaction.execute(&format!("UPDATE {} SET parent = ?2 WHERE row_id = ?1", layout.rows), params![put.row_id, parent])?;
        }
        if put.what == Outcome::Added {
            transaction.execute("UPDATE mirror_state SET rows = rows + 1 WHERE entity_type = ?1", [entity_type])?;
        }
        Ok(())
    }

    /// Takes a deleted record out of the mirror, in the caller's transaction. One that is not there is no error.
    ///
    /// # Errors
    /// `Store` if it cannot be written.
    pub fn remove_record(&self, transaction: &Transaction<'_>, entity_type: &str, id: &str) -> Result<(), MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(()) };
        remove_where(transaction, &layout, "id = ?1", params![id.trim()])?;
        Ok(())
    }

    /// The record as it is in the mirror, in the caller's transaction; `None` if it is not there.
    ///
    /// # Errors
    /// `Store` if it cannot be read, or is damaged.
    pub fn read_record(&self, connection: &Connection, entity_type: &str, id: &str) -> Result<Option<Record>, MirrorError> {
        self.layout(entity_type).map_or(Ok(None), |layout| read(connection, &layout, id))
    }
}

impl Mirror {
    /// The record as [`Mirror::read_record`] answers it, as JSON text; of most entity types as it is kept.
    pub(crate) fn record_text(&self, connection: &Connection, entity_type: &str, id: &str) -> Result<Option<String>, MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(None) };
        if layout.entity_type.is_nested() || layout.custom_list().is_some() {
            return Ok(read(connection, &layout, id)?.map(|record| Value::Object(record).to_string()));
        }
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", body_of(&layout), layout.rows);
        Ok(connection.prepare_cached(&sql)?.query_row([id.trim()], |row| row.get(0)).optional()?)
    }

    /// Which of `texts` a record has in `field`, whatever their case and accents.
    pub(crate) fn texts_held(
        &self,
        connection: &Connection,
        entity_type: &str,
        field: &str,
        texts: &[&str],
    ) -> Result<Vec<bool>, MirrorError> {
        let none = || Ok(vec![false; texts.len()]);
        let Ok(layout) = self.layout(entity_type) else { return none() };
        let Some(column) = layout.column(field) else { return none() };
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let sql = format!("SELECT DISTINCT {0} FROM {1} WHERE {0} IN (SELECT value FROM json_each(?1))", column.name, layout.rows);
        let mut statement = connection.prepare_cached(&sql)?;
        let list = serde_json::to_string(&folded).unwrap_or_default();
        let held: HashSet<String> = statement.query_map([list], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(folded.iter().map(|text| held.contains(text)).collect())
    }

    /// The ids of the records that have one of `texts` in the text `field`, whatever its case and accents, or as their id, each
    /// with the text as it is compared.
    pub(crate) fn ids_holding(
        &self,
        connection: &Connection,
        entity_type: &str,
        field: &str,
        texts: &[&str],
    ) -> Result<Vec<(String, String)>, MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(Vec::new()) };
        let is_id = layout.entity_type.id_field == field;
        let Some(column) = layout.column(field) else { return Ok(Vec::new()) };
        let name = if is_id { "id" } else { &column.name };
        let sought: Vec<String> = texts.iter().map(|text| if is_id { text.trim().to_owned() } else { fold(text) }).collect();
        let sql = format!("SELECT {name}, id FROM {} WHERE {name} IN (SELECT value FROM json_each(?1))", layout.rows);
        let mut statement = connection.prepare_cached(&sql)?;
        let list = serde_json::to_string(&sought).unwrap_or_default();
        let held = statement.query_map([list], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(held.collect::<Result<_, _>>()?)
    }
}

pub(super) fn read(connection: &Connection, layout: &Layout, id: &str) -> Result<Option<Record>, MirrorError> {
    let sql = format!("SELECT {}, {} FROM {} WHERE id = ?1", body_of(layout), parent_column(layout), layout.rows);
    let mut statement = connection.prepare_cached(&sql)?;
    let found: Option<(String, Option<String>)> = statement.query_row([id.trim()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((body, parent)) = found else { return Ok(None) };
    let record = with_parent(parse(&body)?, layout.entity_type.parent_field(), parent);
    custom_values::joined(connection, layout, id.trim(), record).map(Some)
}

/// The text of the record of a row, in SQL. A join would be planned anew whenever a value is bound.
fn body_of(layout: &Layout) -> String {
    format!("(SELECT body FROM {0} WHERE {0}.row_id = {1}.row_id)", layout.bodies, layout.rows)
}

/// What tells below which parent a row stands, in SQL.
pub(super) fn parent_column(layout: &Layout) -> &'static str {
    if layout.entity_type.is_nested() { "parent" } else { "NULL" }
}

/// The record with the id of its parent, also where it came without.
pub(super) fn with_parent(mut record: Record, field: Option<&str>, parent: Option<String>) -> Record {
    if let (Some(field), Some(parent)) = (field, parent)
        && record.get(field).is_none_or(Value::is_null)
    {
        record.insert(field.to_owned(), parent.into());
    }
    record
}

/// The record without what is joined to it from elsewhere.
pub(super) fn read_kept(connection: &Connection, layout: &Layout, id: &str) -> Result<Option<Record>, MirrorError> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", body_of(layout), layout.rows);
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
    let removed: Vec<(i64, String)> = {
        let mut statement = transaction.prepare(&format!("DELETE FROM {rows} WHERE {condition} RETURNING row_id, id"))?;
        let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    if removed.is_empty() {
        return Ok(0);
    }
    let mut body = transaction.prepare(&format!("DELETE FROM {bodies} WHERE row_id = ?1"))?;
    let mut text = transaction.prepare(&format!("DELETE FROM {texts} WHERE row_id = ?1"))?;
    let mut links = LinkWriter::new(transaction, layout)?;
    for (row_id, id) in &removed {
        if let Some(feeds) = &layout.feeds {
            let sql = format!("SELECT body FROM {bodies} WHERE row_id = ?1");
            let value: String = transaction.prepare_cached(&sql)?.query_row([row_id], |row| row.get(0))?;
            custom_values::forget_listed(transaction, feeds, id, &parse(&value)?)?;
        }
        body.execute([row_id])?;
        text.execute([row_id])?;
        former::forget(transaction, layout, id)?;
        if let Some(links) = &mut links {
            links.forget(*row_id)?;
        }
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
    links: Option<LinkWriter<'w>>,
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
            links: LinkWriter::new(transaction, layout)?,
        })
    }

    /// # Errors
    /// `WithoutId` if the record has no id that can be used.
    pub(super) fn put(&mut self, record: &Record, freshness: Freshness) -> Result<Put, MirrorError> {
        self.put_as(&id_of(record, &self.layout.entity_type.id_field).ok_or(MirrorError::WithoutId)?, record, freshness)
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
        // A list that comes empty may only have been left out.
        let is_known = |parts: &&Vec<Value>| freshness == Freshness::Newest || !parts.is_empty();
        let carried = self.layout.carries.as_ref().and_then(|list| member(record, list)?.as_array()).filter(is_known);
        let has_new_values = match carried {
            Some(parts) => custom_values::keep_carried(self.transaction, parts, id)?,
            None => false,
        };
        let record = match &found {
            Some((_, _, known)) if freshness == Freshness::MayBeOutdated => with_known_parts(&self.layout.entity_type, record, known)?,
            _ => Cow::Borrowed(record),
        };
        let record = record.as_ref();
        let body = serde_json::to_string(record).map_err(|_| StoreError::Damaged("a record cannot be written as JSON".to_owned()))?;
        let mut known = None;
        if let Some((row_id, _, text)) = &found {
            let is_same = *text == body || {
                known = parse(text).ok();
                known.as_ref() == Some(record)
            };
            if is_same && !has_new_values {
                self.see.execute([*row_id, self.generation])?;
                // A record may have told otherwise since the row was kept.
                self.feed(id, record)?;
                return Ok(Put { row_id: *row_id, what: Outcome::Same });
            }
        }
        let keys = self.keys(id, record)?;
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
        if let Some(links) = &mut self.links {
            links.put(row_id, record)?;
        }
        self.feed(id, record)?;
        if let Some(known) = known {
            former::keep(self.transaction, self.layout, id, &known, record, freshness)?;
        }
        Ok(Put { row_id, what })
    }

    /// Hands a row of the service's list of values to the record that it belongs to.
    fn feed(&self, id: &str, record: &Record) -> Result<(), MirrorError> {
        self.layout.feeds.as_ref().map_or(Ok(()), |feeds| custom_values::keep_listed(self.transaction, feeds, id, record))
    }

    /// The keys of a record with its custom values.
    fn keys(&self, id: &str, record: &Record) -> Result<Vec<Key>, MirrorError> {
        if self.layout.custom_list().is_none() {
            return Ok(self.layout.keys(record));
        }
        Ok(self.layout.keys(&custom_values::joined(self.transaction, self.layout, id, record.clone())?))
    }
}
