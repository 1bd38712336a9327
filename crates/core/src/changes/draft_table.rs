//! Drafts in the store.

use super::draft::{Draft, DraftKind, FieldChange};
use super::said::Said;
use super::step;
use super::value::parse;
use crate::Record;
use crate::store::StoreError;
use coredesk_catalogue::EntityType;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Without the record as it was.
macro_rules! changes {
    () => {
        "change_id, entity_type, entity_id, kind, fields, in_doubt, made_at, said, left_out, prepared_by, checked, undoes"
    };
}

/// Of `draft`, which must stand under its own name, as [`read`] takes them.
pub(super) const COLUMNS: &str =
    concat!(changes!(), ", (SELECT base FROM draft_base WHERE draft_base.change_id = draft.change_id) AS base");

pub(super) fn find(connection: &Connection, entity_type: &str, id: &str) -> Result<Option<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE entity_type = ?1 AND entity_id = ?2"))?;
    statement.query_row([entity_type, id], |row| Ok(read(row))).optional()?.transpose()
}

/// The draft without the record as it was, which [`keep`] leaves as it is. Cheaper to read where many are looked at.
pub(super) fn find_changes(connection: &Connection, entity_type: &str, id: &str) -> Result<Option<Draft>, StoreError> {
    let sql = concat!("SELECT ", changes!(), ", NULL AS base FROM draft WHERE entity_type = ?1 AND entity_id = ?2");
    connection.prepare_cached(sql)?.query_row([entity_type, id], |row| Ok(read(row))).optional()?.transpose()
}

/// The ids of the records of an entity type that have a draft.
pub(super) fn ids_of(connection: &Connection, entity_type: &str) -> Result<HashSet<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT entity_id FROM draft WHERE entity_type = ?1")?;
    Ok(statement.query_map([entity_type], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What is to happen to a record, without reading its draft.
pub(super) fn kind_of(connection: &Connection, entity_type: &str, id: &str) -> Result<Option<DraftKind>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT kind FROM draft WHERE entity_type = ?1 AND entity_id = ?2")?;
    let kind: Option<String> = statement.query_row([entity_type, id], |row| row.get(0)).optional()?;
    kind.map(|kind| DraftKind::named(&kind)).transpose()
}

pub(super) fn find_change(connection: &Connection, change_id: &str) -> Result<Option<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE change_id = ?1"))?;
    statement.query_row([change_id], |row| Ok(read(row))).optional()?.transpose()
}

/// A draft and the text of its fields as it is kept, which tells at once whether anybody touched them.
pub(super) fn find_change_and_text(connection: &Connection, change_id: &str) -> Result<Option<(Draft, String)>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE change_id = ?1"))?;
    let found = statement.query_row([change_id], |row| Ok((read(row), row.get("fields")?))).optional()?;
    found.map(|(draft, text)| Ok((draft?, text))).transpose()
}

/// Whether a draft still says what is to be done in these words.
pub(super) fn still_says(connection: &Connection, change_id: &str, kind: DraftKind, fields: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM draft WHERE change_id = ?1 AND kind = ?2 AND fields = ?3 AND NOT in_doubt)";
    Ok(connection.prepare_cached(sql)?.query_row([change_id, kind.name(), fields], |row| row.get(0))?)
}

/// Those of `kind` among the drafts with these ids, oldest first, one after the other.
pub(super) fn each_of(
    connection: &Connection,
    change_ids: &str,
    kind: DraftKind,
    mut take: impl FnMut(Draft) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM draft WHERE kind = ?2 AND change_id IN (SELECT value FROM json_each(?1)) ORDER BY made_at, change_id"
    ))?;
    let mut rows = statement.query([change_ids, kind.name()])?;
    while let Some(row) = rows.next()? {
        take(read(row)?)?;
    }
    Ok(())
}

/// All drafts, oldest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft ORDER BY made_at, change_id"))?;
    statement.query_map([], |row| Ok(read(row)))?.map(|row| row?).collect()
}

/// Creates of which no answer came, oldest first.
pub(super) fn in_doubt(connection: &Connection) -> Result<Vec<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE in_doubt ORDER BY made_at, change_id"))?;
    statement.query_map([], |row| Ok(read(row)))?.map(|row| row?).collect()
}

/// The new records of an entity type, oldest first.
pub(super) fn new_records(connection: &Connection, entity_type: &str) -> Result<Vec<Draft>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM draft WHERE entity_type = ?1 AND kind = 'create' ORDER BY made_at, change_id");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map([entity_type], |row| Ok(read(row)))?.map(|row| row?).collect()
}

/// The new records of all entity types, the newest first.
pub(super) fn all_new(connection: &Connection) -> Result<Vec<Draft>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM draft WHERE kind = 'create' ORDER BY made_at DESC, change_id DESC");
    connection.prepare_cached(&sql)?.query_map([], |row| Ok(read(row)))?.map(|row| row?).collect()
}

/// The new records of an entity type, and the edits that change any of `fields`.
pub(super) fn touching(connection: &Connection, entity_type: &str, fields: &[String]) -> Result<Vec<Draft>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM draft WHERE entity_type = ?1 AND (kind = 'create' OR EXISTS (
             SELECT 1 FROM json_each(draft.fields) AS change WHERE change.value ->> 'field' IN (SELECT value FROM json_each(?2))
         )) ORDER BY made_at, change_id"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map(params![entity_type, json!(fields).to_string()], |row| Ok(read(row)))?.map(|row| row?).collect()
}

/// Drafts that point at the new record `text`. The first condition is that of an index.
pub(super) fn naming(connection: &Connection, text: &str) -> Result<Vec<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM draft WHERE points_at_new AND instr(fields, ?1) > 0"))?;
    statement.query_map([text], |row| Ok(read(row)))?.map(|row| row?).collect()
}

/// Keeps a draft, which is to be checked again; an edit that changes nothing any more is dropped.
pub(super) fn keep(transaction: &Transaction<'_>, draft: &Draft) -> Result<(), StoreError> {
    if draft.kind == DraftKind::Edit && draft.fields.is_empty() {
        return remove(transaction, &draft.change_id);
    }
    write(transaction, draft, draft.base.as_ref().map(record_text).as_deref())
}

/// Keeps a draft over a record that is at hand as text.
pub(super) fn write(transaction: &Transaction<'_>, draft: &Draft, base: Option<&str>) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO draft (change_id, entity_type, entity_id, kind, fields, in_doubt, made_at, said, left_out, prepared_by, undoes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (change_id) DO UPDATE
             SET kind = ?4, fields = ?5, in_doubt = ?6, said = ?8, left_out = ?9, prepared_by = ?10, undoes = ?11, checked = NULL",
        )?
        .execute(params![
            draft.change_id,
            draft.entity_type,
            draft.entity_id,
            draft.kind.name(),
            fields_text(&draft.fields),
            draft.in_doubt,
            draft.made_at,
            draft.said.text(),
            draft.left_out,
            draft.prepared_by,
            draft.undoes
        ])?;
    if let Some(base) = base {
        transaction
            .prepare_cached("INSERT INTO draft_base (change_id, base) VALUES (?1, ?2) ON CONFLICT (change_id) DO UPDATE SET base = ?2")?
            .execute([draft.change_id.as_str(), base])?;
    }
    Ok(())
}

/// Removes a draft that was sent, or of which nothing is left after that: nothing brings it back.
pub(super) fn remove(transaction: &Transaction<'_>, change_id: &str) -> Result<(), StoreError> {
    step::forget(transaction, change_id)?;
    drop_one(transaction, change_id)?;
    transaction.prepare_cached("DELETE FROM draft_base WHERE change_id = ?1")?.execute([change_id])?;
    Ok(())
}

/// Removes a draft that a step may bring back.
pub(super) fn drop_one(transaction: &Transaction<'_>, change_id: &str) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM draft WHERE change_id = ?1")?.execute([change_id])?;
    Ok(())
}

pub(super) fn record_text(record: &Record) -> String {
    Value::Object(record.clone()).to_string()
}

pub(super) fn fields_text(fields: &[FieldChange]) -> String {
    let written = |change: &FieldChange| {
        let mut written = json!({ "field": change.field, "before": change.before, "after": change.after });
        if let Some(action) = &change.action {
            written["action"] = action.as_str().into();
        }
        if let Some(theirs) = &change.theirs {
            written["theirs"] = theirs.clone();
        }
        written
    };
    Value::Array(fields.iter().map(written).collect()).to_string()
}

pub(super) fn read_fields(text: &str) -> Result<Vec<FieldChange>, StoreError> {
    let damaged = || StoreError::Damaged("the fields of a change".to_owned());
    let fields: Vec<Record> = serde_json::from_str(text).map_err(|_| damaged())?;
    fields
        .into_iter()
        .map(|mut members| {
            let action = members.remove("action").and_then(|action| action.as_str().map(str::to_owned));
            let theirs = members.remove("theirs");
            let mut take = |name: &str| members.remove(name).ok_or_else(damaged);
            let (field, before, after) = (take("field")?, take("before")?, take("after")?);
            Ok(FieldChange { theirs, action, ..FieldChange::of(field.as_str().ok_or_else(damaged)?, before, after) })
        })
        .collect()
}

/// Says of each field why it cannot be sent.
pub(super) fn with_problems(mut draft: Draft, entity_type: &EntityType) -> Draft {
    for change in &mut draft.fields {
        change.problem = entity_type.field(&change.field).and_then(|field| parse(field, &change.after).err());
    }
    draft
}

/// A row of [`COLUMNS`].
pub(super) fn read(row: &Row<'_>) -> Result<Draft, StoreError> {
    let kind: String = row.get("kind")?;
    let fields: String = row.get("fields")?;
    let base: Option<String> = row.get("base")?;
    let base = base.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Damaged("the record of a change".to_owned())));
    Ok(Draft {
        change_id: row.get("change_id")?,
        entity_type: row.get("entity_type")?,
        entity_id: row.get("entity_id")?,
        kind: DraftKind::named(&kind)?,
        fields: read_fields(&fields)?,
        base: base.transpose()?,
        in_doubt: row.get("in_doubt")?,
        made_at: row.get("made_at")?,
        said: row.get::<_, Option<String>>("said")?.map_or_else(Said::default, |text| Said::read(&text)),
        left_out: row.get("left_out")?,
        prepared_by: row.get("prepared_by")?,
        checked: row.get("checked")?,
        undoes: row.get("undoes")?,
    })
}
