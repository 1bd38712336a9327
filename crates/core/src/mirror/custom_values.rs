//! The values of custom fields, joined to the records that they belong to.
//!
//! Lists come without nested parts. Asking each list for them (`expand`) costs ten times the requests, since such
//! pages hold 100 records and not 1,000; the service's own list of values tells all of them in pages of 1,000, most
//! records having none. So values are taken from there, and from records that carry them (a single record, the answer
//! to a write), whichever came last. They are kept beside the records, which stay as the service sent them.

use super::MirrorError;
use super::layout::Layout;
use super::rows::parse;
use crate::Record;
use crate::description::{Definition, Seen, listed_value};
use coredesk_catalogue::{Catalogue, CustomFieldSource, CustomPart, FieldOrigin, definition_ids, member};
use rusqlite::types::Value as Key;
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS mirror_custom_value (
    entity_id TEXT NOT NULL,
    definition TEXT NOT NULL COLLATE NOCASE,
    value TEXT NOT NULL,
    PRIMARY KEY (entity_id, definition)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mirror_custom_value_of ON mirror_custom_value (definition)";

/// Values of a definition that are looked at to tell where it belongs and what it holds.
const SAMPLES: u32 = 100;
/// Definitions that are looked at.
const DEFINITIONS: u32 = 2_000;

pub(super) fn make_table(transaction: &Transaction<'_>) -> Result<(), MirrorError> {
    Ok(transaction.execute_batch(TABLE)?)
}

/// Keeps a row of the service's list of values and makes the keys of the record anew that it belongs to.
pub(super) fn keep_listed(transaction: &Transaction<'_>, feeds: &[Arc<Layout>], row: &Record) -> Result<(), MirrorError> {
    let Some((entity_id, definition, value)) = listed_value(row) else { return Ok(()) };
    if keep(transaction, entity_id, definition, value)? {
        make_keys_anew(transaction, feeds, entity_id)?;
    }
    Ok(())
}

/// Forgets a row of the service's list of values.
pub(super) fn forget_listed(transaction: &Transaction<'_>, feeds: &[Arc<Layout>], row: &Record) -> Result<(), MirrorError> {
    let Some((entity_id, definition, _)) = listed_value(row) else { return Ok(()) };
    transaction
        .prepare_cached("DELETE FROM mirror_custom_value WHERE entity_id = ?1 AND definition = ?2")?
        .execute([entity_id, definition])?;
    make_keys_anew(transaction, feeds, entity_id)
}

/// Forgets all values.
pub(super) fn forget_all(transaction: &Transaction<'_>) -> Result<(), MirrorError> {
    transaction.execute("DELETE FROM mirror_custom_value", [])?;
    Ok(())
}

/// Keeps the values that a record carries itself. False if it carries no list of them.
pub(super) fn keep_carried(transaction: &Transaction<'_>, list: &str, id: &str, record: &Record) -> Result<bool, MirrorError> {
    let Some(parts) = member(record, list).and_then(Value::as_array) else { return Ok(false) };
    transaction.prepare_cached("DELETE FROM mirror_custom_value WHERE entity_id = ?1")?.execute([id])?;
    for part in parts.iter().filter_map(Value::as_object) {
        if let Some(definition) = definition_ids(part).next() {
            keep(transaction, id, definition, member(part, "value").unwrap_or(&Value::Null))?;
        }
    }
    Ok(true)
}

/// The record with its values in place, where its entity type has custom fields.
pub(super) fn joined(connection: &Connection, layout: &Layout, id: &str, mut record: Record) -> Result<Record, MirrorError> {
    let Some(list) = layout.custom_list() else { return Ok(record) };
    let mut statement = connection.prepare_cached("SELECT definition, value FROM mirror_custom_value WHERE entity_id = ?1")?;
    let found = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let values: Vec<(String, String)> = found.collect::<Result<_, _>>()?;
    forget_gone(&mut record, list, &values);
    for (definition, value) in values {
        let part = CustomPart { list: list.to_owned(), definition_ids: vec![definition] };
        if member(&record, list).is_none_or(Value::is_null) {
            record.insert(list.to_owned(), Value::Array(Vec::new()));
        }
        // A list of another form than expected is shown as it came.
        let _ = part.put_in(&mut record, serde_json::from_str(&value).unwrap_or(Value::Null));
    }
    Ok(record)
}

/// A value that the record carried when it was read, and that is kept no more, was removed since.
fn forget_gone(record: &mut Record, list: &str, values: &[(String, String)]) {
    let is_kept = |id: &str| values.iter().any(|(definition, _)| definition.eq_ignore_ascii_case(id));
    let carried = record.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(list)).and_then(|(_, parts)| parts.as_array_mut());
    if let Some(parts) = carried {
        parts.retain(|part| part.as_object().is_none_or(|part| definition_ids(part).next().is_none() || definition_ids(part).any(is_kept)));
    }
}

/// Makes the keys of those rows that have values of the custom fields of `layout`.
pub(super) fn fill(transaction: &Transaction<'_>, layout: &Arc<Layout>, former: &Layout) -> Result<(), MirrorError> {
    let is_new = |name: &str| former.column(name).is_none();
    for column in layout.columns.iter().filter(|column| is_new(&column.field.name)) {
        let FieldOrigin::Custom(part) = &column.field.origin else { continue };
        for definition in &part.definition_ids {
            let mut statement = transaction.prepare_cached("SELECT entity_id FROM mirror_custom_value WHERE definition = ?1")?;
            let ids: Vec<String> = statement.query_map([definition], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for id in ids {
                make_keys_anew(transaction, std::slice::from_ref(layout), &id)?;
            }
        }
    }
    Ok(())
}

/// The definitions that are here, with what their values tell.
pub(super) fn definitions(
    connection: &Connection,
    catalogue: &Catalogue,
    source: &CustomFieldSource,
    layouts: &HashMap<String, Arc<Layout>>,
) -> Result<Vec<Definition>, MirrorError> {
    let mut is_made = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM mirror_state WHERE entity_type = ?1)")?;
    let mut carriers: Vec<&Layout> = Vec::new();
    for entity_type in catalogue.entity_types.iter().filter(|entity_type| entity_type.field(&source.list).is_some()) {
        if is_made.query_row([&entity_type.name], |row| row.get(0))? {
            carriers.extend(layouts.get(&entity_type.name).map(Arc::as_ref));
        }
    }
    let Some(layout) = layouts.get(&source.definitions) else { return Ok(Vec::new()) };
    if !is_made.query_row([&source.definitions], |row| row.get::<_, bool>(0))? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare(&format!("SELECT body FROM {} ORDER BY row_id LIMIT {DEFINITIONS}", layout.bodies))?;
    let mut found = statement.query([])?;
    let mut definitions = Vec::new();
    while let Some(row) = found.next()? {
        let body: String = row.get(0)?;
        let Some(mut definition) = Definition::read(parse(&body)?) else { continue };
        look_at_values(connection, &carriers, &mut definition)?;
        definitions.push(definition);
    }
    Ok(definitions)
}

fn look_at_values(connection: &Connection, carriers: &[&Layout], definition: &mut Definition) -> Result<(), MirrorError> {
    let sql = format!("SELECT entity_id, value FROM mirror_custom_value WHERE definition = ?1 LIMIT {SAMPLES}");
    let mut statement = connection.prepare_cached(&sql)?;
    for name in definition.ids.clone() {
        let mut found = statement.query([name])?;
        while let Some(row) = found.next()? {
            let (id, value): (String, String) = (row.get(0)?, row.get(1)?);
            definition.seen = definition.seen.with(Seen::of(&serde_json::from_str(&value).unwrap_or(Value::Null)));
            for carrier in carriers.iter().filter(|carrier| !definition.carried_by.contains(&carrier.entity_type.name)).collect::<Vec<_>>()
            {
                if row_of(connection, carrier, &id)?.is_some() {
                    definition.carried_by.push(carrier.entity_type.name.clone());
                }
            }
        }
    }
    Ok(())
}

/// True if it is another value than before.
fn keep(transaction: &Transaction<'_>, entity_id: &str, definition: &str, value: &Value) -> Result<bool, MirrorError> {
    let sql = "INSERT INTO mirror_custom_value (entity_id, definition, value) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value";
    Ok(transaction.prepare_cached(sql)?.execute(params![entity_id, definition, value.to_string()])? > 0)
}

fn make_keys_anew(transaction: &Transaction<'_>, layouts: &[Arc<Layout>], id: &str) -> Result<(), MirrorError> {
    for layout in layouts {
        let Some((row_id, generation, body)) = row_of(transaction, layout, id)? else { continue };
        let keys = layout.keys(&joined(transaction, layout, id, parse(&body)?)?);
        transaction.prepare_cached(&layout.statements.put_text)?.execute(params![row_id, layout.text(&keys)])?;
        let values = [Key::Integer(row_id), Key::Integer(generation)].into_iter().chain(keys);
        transaction.prepare_cached(&layout.statements.update)?.execute(params_from_iter(values))?;
    }
    Ok(())
}

fn row_of(connection: &Connection, layout: &Layout, id: &str) -> Result<Option<(i64, i64, String)>, MirrorError> {
    let sql = format!("SELECT row_id, generation, body FROM {} JOIN {} USING (row_id) WHERE id = ?1", layout.rows, layout.bodies);
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
}
