//! The values of custom fields, joined to the records that they belong to.
//!
//! Lists come without nested parts. Asking each list for them (`expand`) costs ten times the requests, since such
//! pages hold 100 records and not 1,000; the service's own list of values tells all of them in pages of 1,000, most
//! records having none. So values are taken from there, and from records that carry them (a single record, the answer
//! to a write), whichever came last. They are kept beside the records, which stay as the service sent them.

use super::MirrorError;
use super::layout::{Layout, is_in_shape};
use super::rows::parse;
use crate::Record;
use crate::description::{Definition, Seen, listed_value};
use coredesk_catalogue::{Catalogue, CustomFieldSource, CustomPart, FieldOrigin, definition_ids, member};
use rusqlite::types::Value as Key;
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// `source` is the id of the row that lists the value: a service may list it anew under another id, and the row that goes
/// then takes nothing with it.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS mirror_custom_value (
    entity_id TEXT NOT NULL,
    definition TEXT NOT NULL COLLATE NOCASE,
    value TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (entity_id, definition)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mirror_custom_value_of ON mirror_custom_value (definition)";

/// Values of a definition that are looked at to tell where it belongs and what it holds.
const SAMPLES: u32 = 100;
/// Definitions that are looked at.
const DEFINITIONS: u32 = 2_000;

/// Makes the table. One that an older version made, or that it did not make, is filled from the rows of `listed`; answers
/// the records whose values were not here.
pub(super) fn make_table(transaction: &Transaction<'_>, listed: Option<&Layout>) -> Result<Vec<String>, MirrorError> {
    let column = |name: &str| -> Result<bool, MirrorError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM pragma_table_info('mirror_custom_value') WHERE name = ?1)";
        Ok(transaction.query_row(sql, [name], |row| row.get(0))?)
    };
    if column("source")? {
        return Ok(Vec::new());
    }
    if column("value")? {
        transaction.execute("ALTER TABLE mirror_custom_value ADD COLUMN source TEXT", [])?;
    }
    transaction.execute_batch(TABLE)?;
    let mut found = Vec::new();
    let Some(layout) = listed else { return Ok(found) };
    if !is_made(transaction, &layout.entity_type.name)? {
        return Ok(found);
    }
    let mut rows = transaction.prepare(&format!("SELECT id, body FROM {} JOIN {} USING (row_id)", layout.rows, layout.bodies))?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (id, body): (String, String) = (row.get(0)?, row.get(1)?);
        let record = parse(&body)?;
        let Some((entity_id, definition, value)) = listed_value(&record) else { continue };
        if keep(transaction, entity_id, definition, value, Some(&id))? {
            found.push(entity_id.to_owned());
        }
    }
    Ok(found)
}

/// Keeps the row `id` of the service's list of values and makes the keys of the record anew that it belongs to.
pub(super) fn keep_listed(transaction: &Transaction<'_>, feeds: &[Arc<Layout>], id: &str, row: &Record) -> Result<(), MirrorError> {
    let Some((entity_id, definition, value)) = listed_value(row) else { return Ok(()) };
    if keep(transaction, entity_id, definition, value, Some(id))? {
        make_keys_anew(transaction, feeds, entity_id)?;
    }
    Ok(())
}

/// Forgets the row `id` of the service's list of values.
pub(super) fn forget_listed(transaction: &Transaction<'_>, feeds: &[Arc<Layout>], id: &str, row: &Record) -> Result<(), MirrorError> {
    let Some((entity_id, definition, _)) = listed_value(row) else { return Ok(()) };
    let sql = "DELETE FROM mirror_custom_value WHERE entity_id = ?1 AND definition = ?2 AND source = ?3";
    if transaction.prepare_cached(sql)?.execute([entity_id, definition, id])? > 0 {
        make_keys_anew(transaction, feeds, entity_id)?;
    }
    Ok(())
}

/// Forgets all rows of the service's list of values and makes the keys of the records anew that they belong to; values that
/// came with a record alone stay.
pub(super) fn forget_all_listed(transaction: &Transaction<'_>, feeds: &[Arc<Layout>]) -> Result<(), MirrorError> {
    let mut statement = transaction.prepare("SELECT DISTINCT entity_id FROM mirror_custom_value WHERE source IS NOT NULL")?;
    let ids: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    transaction.execute("DELETE FROM mirror_custom_value WHERE source IS NOT NULL", [])?;
    ids.iter().try_for_each(|id| make_keys_anew(transaction, feeds, id))
}

/// Keeps the values that a record carries itself. True if they are others than before.
pub(super) fn keep_carried(transaction: &Transaction<'_>, parts: &[Value], id: &str) -> Result<bool, MirrorError> {
    let carried: Vec<(&str, &Value)> = parts
        .iter()
        .filter_map(Value::as_object)
        .filter_map(|part| Some((definition_ids(part).next()?, member(part, "value").unwrap_or(&Value::Null))))
        .collect();
    let mut is_news = false;
    for (definition, _) in kept(transaction, id)? {
        if !carried.iter().any(|(name, _)| name.eq_ignore_ascii_case(&definition)) {
            let sql = "DELETE FROM mirror_custom_value WHERE entity_id = ?1 AND definition = ?2";
            is_news |= transaction.prepare_cached(sql)?.execute([id, &definition])? > 0;
        }
    }
    for (definition, value) in carried {
        is_news |= keep(transaction, id, definition, value, None)?;
    }
    Ok(is_news)
}

/// The record with its values in place, where its entity type has custom fields.
pub(super) fn joined(connection: &Connection, layout: &Layout, id: &str, mut record: Record) -> Result<Record, MirrorError> {
    let Some(list) = layout.custom_list() else { return Ok(record) };
    let values = kept(connection, id)?;
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

/// Makes the keys of those rows that have values of the custom fields of `layout` for which the shape `former` had no
/// column.
pub(super) fn fill(transaction: &Transaction<'_>, layout: &Layout, former: &str) -> Result<(), MirrorError> {
    for column in layout.columns.iter().filter(|column| !is_in_shape(former, column)) {
        let FieldOrigin::Custom(part) = &column.field.origin else { continue };
        for definition in &part.definition_ids {
            let mut statement = transaction.prepare_cached("SELECT entity_id FROM mirror_custom_value WHERE definition = ?1")?;
            let ids: Vec<String> = statement.query_map([definition], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for id in ids {
                make_keys_of(transaction, layout, &id)?;
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
    let mut carriers: Vec<&Layout> = Vec::new();
    for entity_type in catalogue.entity_types.iter().filter(|entity_type| entity_type.field(&source.list).is_some()) {
        if is_made(connection, &entity_type.name)? {
            carriers.extend(layouts.get(&entity_type.name).map(Arc::as_ref));
        }
    }
    let Some(layout) = layouts.get(&source.definitions) else { return Ok(Vec::new()) };
    if !is_made(connection, &source.definitions)? {
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

/// The values of a record by their definitions, as JSON.
fn kept(connection: &Connection, entity_id: &str) -> Result<Vec<(String, String)>, MirrorError> {
    let mut statement = connection.prepare_cached("SELECT definition, value FROM mirror_custom_value WHERE entity_id = ?1")?;
    let found = statement.query_map([entity_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// True if it is another value than before. One that came without a row keeps the row that listed it.
fn keep(
    transaction: &Transaction<'_>,
    entity_id: &str,
    definition: &str,
    value: &Value,
    source: Option<&str>,
) -> Result<bool, MirrorError> {
    let value = value.to_string();
    let sql = "SELECT value, source FROM mirror_custom_value WHERE entity_id = ?1 AND definition = ?2";
    let former: Option<(String, Option<String>)> =
        transaction.prepare_cached(sql)?.query_row([entity_id, definition], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let is_news = former.as_ref().is_none_or(|(former, _)| *former != value);
    if is_news || source.is_some() && former.is_some_and(|(_, former)| former.as_deref() != source) {
        let sql = "INSERT INTO mirror_custom_value (entity_id, definition, value, source) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET value = excluded.value, source = coalesce(excluded.source, source)";
        transaction.prepare_cached(sql)?.execute(params![entity_id, definition, value, source])?;
    }
    Ok(is_news)
}

/// Makes the keys of the record `id` anew wherever it is.
pub(super) fn make_keys_anew(transaction: &Transaction<'_>, layouts: &[Arc<Layout>], id: &str) -> Result<(), MirrorError> {
    layouts.iter().try_for_each(|layout| make_keys_of(transaction, layout, id))
}

fn make_keys_of(transaction: &Transaction<'_>, layout: &Layout, id: &str) -> Result<(), MirrorError> {
    let Some((row_id, generation, body)) = row_of(transaction, layout, id)? else { return Ok(()) };
    let keys = layout.keys(&joined(transaction, layout, id, parse(&body)?)?);
    transaction.prepare_cached(&layout.statements.put_text)?.execute(params![row_id, layout.text(&keys)])?;
    let values = [Key::Integer(row_id), Key::Integer(generation)].into_iter().chain(keys);
    transaction.prepare_cached(&layout.statements.update)?.execute(params_from_iter(values))?;
    Ok(())
}

fn is_made(connection: &Connection, entity_type: &str) -> Result<bool, MirrorError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM mirror_state WHERE entity_type = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([entity_type], |row| row.get(0))?)
}

fn row_of(connection: &Connection, layout: &Layout, id: &str) -> Result<Option<(i64, i64, String)>, MirrorError> {
    let sql = format!("SELECT row_id, generation, body FROM {} JOIN {} USING (row_id) WHERE id = ?1", layout.rows, layout.bodies);
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?)
}
