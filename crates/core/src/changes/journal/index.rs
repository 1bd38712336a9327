//! What writes are looked for by: kept beside the journal, made from it in the same transaction.

use super::chain::Written;
use crate::Record;
use crate::changes::alike;
use crate::changes::draft::{DraftKind, FieldChange};
use crate::changes::draft_table::read_fields;
use crate::changes::run::OutcomeKind;
use crate::changes::undoable::is_undoable;
use crate::mirror::{Mirror, fold, labelled};
use crate::store::StoreError;
use coredesk_catalogue::{Catalogue, EntityType, Field, FieldKind, referenced_id};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::Value;

/// Characters of one value and of one write that are searched.
const VALUE_AT_MOST: usize = 400;
const TEXT_AT_MOST: usize = 6_000;

/// Keeps what a row of the journal is looked for by. A row that was added before is left as it is.
pub(super) fn add(transaction: &Transaction<'_>, mirror: &Mirror, row: &Written) -> Result<(), StoreError> {
    match row.intent {
        None => add_intent(transaction, row),
        Some(intent) => {
            let Some(intended) = Written::find(transaction, intent)? else { return Ok(()) };
            add_intent(transaction, &intended)?;
            add_outcome(transaction, mirror, &intended, row)
        }
    }
}

/// Keeps what a write is looked for by while it is on its way.
pub(super) fn add_intent(transaction: &Transaction<'_>, row: &Written) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO journal_write (number, at_ms, run_id, entity_type, entity_id, sent_by, prepared_by, undoes, result)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting')",
        )?
        .execute(params![row.number, row.at_ms, row.run_id, row.entity_type, row.entity_id, row.sent_by, row.prepared_by, row.undoes])?;
    // A change that is tried once more in its run counts once.
    transaction
        .prepare_cached(
            "UPDATE journal_write SET result = 'again', undoable = 0 WHERE number IN
                 (SELECT number FROM journal WHERE change_id = ?1 AND number < ?2 AND intent IS NULL AND run_id = ?3)",
        )?
        .execute(params![row.change_id, row.number, row.run_id])?;
    Ok(())
}

/// Keeps how a write ended whose intent was added. One that was added before is left as it is.
pub(super) fn add_outcome(transaction: &Transaction<'_>, mirror: &Mirror, row: &Written, ended: &Written) -> Result<(), StoreError> {
    let catalogue = mirror.catalogue();
    let entity_type = catalogue.entity_type(&row.entity_type);
    let fields = read_fields(&row.fields).unwrap_or_default();
    let result = result_of(ended.outcome.as_deref());
    let undoable = match (entity_type, DraftKind::named(&row.kind)) {
        (Some(entity_type), Ok(kind)) => is_undoable(entity_type, kind, &fields),
        _ => false,
    };
    let added = transaction
        .prepare_cached(
            "UPDATE journal_write SET entity_id = ?2, ended = ?3, ended_at_ms = ?4, result = ?5, undoable = ?6
             WHERE number = ?1 AND ended IS NULL",
        )?
        .execute(params![row.number, ended.entity_id, ended.number, ended.at_ms, result, undoable && result == "saved"])?;
    if added == 0 {
        return Ok(());
    }
    let text = Text { transaction, mirror, catalogue: &catalogue }.of(entity_type, row, &fields, ended)?;
    transaction.prepare_cached("INSERT INTO journal_text (rowid, text) VALUES (?1, ?2)")?.execute(params![row.number, text])?;
    match row.undoes {
        Some(undone) if result == "saved" => link(transaction, entity_type, undone, row, ended, &fields),
        _ => Ok(()),
    }
}

/// The first write from `from` on and before `until` whose row here is not what the journal makes it, or that is not in the journal.
pub(super) fn first_hidden(connection: &Connection, from: i64, until: i64) -> Result<Option<i64>, StoreError> {
    let sql = "
        SELECT min(number) FROM (
            SELECT intended.number FROM journal AS intended LEFT JOIN journal AS ended ON ended.intent = intended.number
            LEFT JOIN journal_write AS w ON w.number = intended.number
            WHERE intended.intent IS NULL AND intended.number >= ?1 AND intended.number < ?2 AND NOT ifnull(
                w.at_ms = intended.at_ms AND w.run_id = intended.run_id AND w.entity_type = intended.entity_type
                AND w.entity_id = ifnull(ended.entity_id, intended.entity_id) AND w.sent_by = intended.sent_by
                AND w.prepared_by IS intended.prepared_by AND w.undoes IS intended.undoes
                AND w.ended IS ended.number AND w.ended_at_ms IS ended.at_ms
                AND (ended.number IS NULL OR EXISTS (SELECT 1 FROM journal_text WHERE rowid = intended.number))
                AND CASE w.result
                    WHEN 'again' THEN EXISTS (SELECT 1 FROM journal AS later WHERE later.change_id = intended.change_id
                        AND later.run_id = intended.run_id AND later.intent IS NULL AND later.number > intended.number)
                    WHEN 'undone' THEN ended.outcome = 'done' AND EXISTS (SELECT 1 FROM journal AS undoing
                        JOIN journal AS undid ON undid.intent = undoing.number
                        WHERE undoing.number = w.undone_by AND undoing.undoes = intended.number AND undid.outcome = 'done')
                    WHEN 'saved' THEN ended.outcome = 'done'
                    WHEN 'refused' THEN ended.outcome IN ('refused', 'conflict')
                    WHEN 'waiting' THEN ended.number IS NULL
                    ELSE w.result = ended.outcome END, FALSE)
            UNION ALL
            SELECT w.number FROM journal_write AS w LEFT JOIN journal AS intended ON intended.number = w.number
            WHERE w.number >= ?1 AND w.number < ?2 AND (intended.number IS NULL OR intended.intent IS NOT NULL))";
    Ok(connection.prepare_cached(sql)?.query_row([from, until], |row| row.get(0))?)
}

fn result_of(outcome: Option<&str>) -> &'static str {
    match outcome.and_then(OutcomeKind::named) {
        Some(OutcomeKind::Done) => "saved",
        Some(OutcomeKind::Refused | OutcomeKind::Conflict) => "refused",
        Some(OutcomeKind::Unknown) => "unknown",
        Some(OutcomeKind::NotSent) => "not sent",
        Some(OutcomeKind::Waiting) | None => "waiting",
    }
}

/// Marks the write `undone` as undone by `row`, and what that one had undone as done again. An edit is undone when each of its
/// fields was given back what was there before it; a create by a delete, and a delete by a create.
fn link(
    transaction: &Transaction<'_>,
    entity_type: Option<&EntityType>,
    undone: i64,
    row: &Written,
    ended: &Written,
    fields: &[FieldChange],
) -> Result<(), StoreError> {
    let Some(former) = Written::find(transaction, undone)? else { return Ok(()) };
    let is_undone = match (former.kind.as_str(), row.kind.as_str()) {
        ("edit", "edit") => read_fields(&former.fields)?.iter().all(|was| {
            let field = entity_type.and_then(|known| known.field(&was.field));
            fields.iter().any(|change| change.field == was.field && alike(field, &change.after, &was.before))
        }),
        (was, is) => matches!((was, is), ("create", "delete") | ("delete", "create")),
    };
    if !is_undone {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "UPDATE journal_write SET result = 'undone', undone_by = ?2, undone_at_ms = ?3 WHERE number = ?1 AND result IN ('saved', 'undone')",
        )?
        .execute(params![undone, row.number, ended.at_ms])?;
    if let Some(again) = former.undoes {
        transaction
            .prepare_cached(
                "UPDATE journal_write SET result = 'saved', undone_by = NULL, undone_at_ms = NULL WHERE number = ?1 AND undone_by = ?2",
            )?
            .execute(params![again, undone])?;
    }
    Ok(())
}

/// What a write is found by, as [`fold`] makes it. It begins and ends with a blank, so that whole words can be looked for.
struct Text<'t> {
    transaction: &'t Transaction<'t>,
    mirror: &'t Mirror,
    catalogue: &'t Catalogue,
}

impl Text<'_> {
    fn of(&self, entity_type: Option<&EntityType>, row: &Written, fields: &[FieldChange], ended: &Written) -> Result<String, StoreError> {
        let mut text = String::from(" ");
        let mut add = |words: &str| {
            if text.len() < TEXT_AT_MOST {
                text.extend(fold(words).split_whitespace().flat_map(|word| [word, " "]).flat_map(str::chars).take(VALUE_AT_MOST));
                text.push(' ');
            }
        };
        add(&row.title);
        add(entity_type.map_or(row.entity_type.as_str(), |known| &known.title));
        add(&ended.entity_id);
        add(ended.words.as_deref().unwrap_or_default());
        add(ended.request_id.as_deref().unwrap_or_default());
        for change in fields {
            let field = entity_type.and_then(|known| known.field(&change.field));
            add(field.map_or(change.field.as_str(), |field| &field.title));
            for value in [&change.before, &change.after] {
                self.value(field, value, &mut add)?;
            }
        }
        let base: Option<Record> = row.base.as_deref().filter(|_| row.kind == "delete").and_then(|base| serde_json::from_str(base).ok());
        if let (Some(base), Some(entity_type)) = (base, entity_type) {
            for field in entity_type.list_columns.iter().filter_map(|name| entity_type.field(name)) {
                if let Some(value) = field.value_in(&base) {
                    self.value(Some(field), value, &mut add)?;
                }
            }
        }
        text.push(' ');
        Ok(text)
    }

    /// A value as people write it: a reference by its name too, a code by its meaning.
    fn value(&self, field: Option<&Field>, value: &Value, add: &mut impl FnMut(&str)) -> Result<(), StoreError> {
        match value {
            Value::Null => {}
            Value::Bool(is_so) => add(if *is_so { "Yes" } else { "No" }),
            Value::Number(number) => add(&number.to_string()),
            Value::String(words) if field.is_some_and(|field| field.kind == FieldKind::Date) => add(words.get(..10).unwrap_or(words)),
            Value::String(words) => add(words),
            Value::Array(_) | Value::Object(_) => add(&value.to_string()),
        }
        let Some(field) = field else { return Ok(()) };
        if let Some(choice) = field.kind.choices().iter().find(|choice| choice.value == *value) {
            add(&choice.label);
        }
        if let (Some(reference), Some(id)) = (field.reference(), referenced_id(value)) {
            for entity_type in reference.entity_types.iter().filter_map(|name| self.catalogue.entity_type(name)) {
                if let Ok(Some(record)) = self.mirror.read_record(self.transaction, &entity_type.name, &id) {
                    let named = labelled(entity_type, &record);
                    add(&named.label);
                    add(named.detail.as_deref().unwrap_or_default());
                    break;
                }
            }
        }
        Ok(())
    }
}

/// What undid the write, if that is so.
pub(in crate::changes) fn undone_by(connection: &Connection, number: i64) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT undone_by FROM journal_write WHERE number = ?1")?;
    Ok(statement.query_row([number], |row| row.get(0)).optional()?.flatten())
}
