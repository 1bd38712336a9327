//! Whether another record has what the service takes only once.

use super::alike::plain;
use super::draft::{Draft, DraftError, DraftKind};
use super::draft_table;
use super::review::changed_record;
use crate::Record;
use crate::mirror::{Mirror, title_of};
use coredesk_catalogue::{EntityType, referenced_id};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// An entity type, one of its keys, and the values of its fields.
type Held = (String, usize, Vec<String>);

/// Who has the values of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    /// A record of the copy, by its id and what names it.
    Record { id: String, title: String },
    /// Another draft.
    Draft { change_id: String },
}

/// Who has the values that some drafts want to have, looked up for all of them at once.
#[derive(Debug, Default)]
pub(super) struct Holders(HashMap<Held, Vec<Holder>>);

impl Holders {
    /// Looks up what the `drafts` of one entity type would have.
    pub(super) fn look_up(
        &mut self,
        connection: &Connection,
        mirror: &Mirror,
        entity_type: &EntityType,
        drafts: &[&Draft],
    ) -> Result<(), DraftError> {
        for (place, key) in entity_type.natural_keys.iter().enumerate() {
            let Some(first) = key.first() else { continue };
            let wanted: BTreeSet<Vec<String>> = drafts.iter().filter_map(|draft| wanted(entity_type, key, draft)).collect();
            if wanted.is_empty() {
                continue;
            }
            let firsts: Vec<String> = wanted.iter().filter_map(|values| values.first().cloned()).collect();
            let held = |values: &Vec<String>| (entity_type.name.clone(), place, values.clone());
            for draft in with_value(connection, &entity_type.name, first, &firsts)? {
                if let Some(values) = self::wanted(entity_type, key, &draft).filter(|values| wanted.contains(values)) {
                    self.0.entry(held(&values)).or_default().push(Holder::Draft { change_id: draft.change_id });
                }
            }
            for (id, record) in mirror.with_texts(connection, &entity_type.name, first, &firsts)? {
                let Some(values) = values_of(entity_type, key, &record).filter(|values| wanted.contains(values)) else { continue };
                // One that is to have another value is told by its draft.
                let draft = draft_table::find(connection, &entity_type.name, &id)?;
                if !draft.is_some_and(|draft| draft.kind == DraftKind::Edit && touches(key, &draft)) {
                    let title = title_of(entity_type, &record);
                    self.0.entry(held(&values)).or_default().push(Holder::Record { id, title });
                }
            }
        }
        Ok(())
    }

    /// The keys of `draft` that another one has, with those who do.
    pub(super) fn others(&self, entity_type: &EntityType, draft: &Draft) -> Vec<(usize, Vec<&Holder>)> {
        let mut found = Vec::new();
        for (place, key) in entity_type.natural_keys.iter().enumerate() {
            let Some(values) = wanted(entity_type, key, draft) else { continue };
            let is_other = |holder: &&Holder| match holder {
                Holder::Record { id, .. } => *id != draft.entity_id,
                Holder::Draft { change_id } => *change_id != draft.change_id,
            };
            let held = self.0.get(&(entity_type.name.clone(), place, values)).into_iter().flatten();
            let others: Vec<&Holder> = held.filter(is_other).collect();
            if !others.is_empty() {
                found.push((place, others));
            }
        }
        found
    }
}

fn touches(key: &[String], draft: &Draft) -> bool {
    draft.kind == DraftKind::Create || draft.fields.iter().any(|change| key.contains(&change.field))
}

/// The values that `draft` gives a key; none where it gives it none.
fn wanted(entity_type: &EntityType, key: &[String], draft: &Draft) -> Option<Vec<String>> {
    if draft.kind == DraftKind::Delete || !touches(key, draft) {
        return None;
    }
    values_of(entity_type, key, &changed_record(entity_type, draft))
}

/// A record without a part of a key has none.
fn values_of(entity_type: &EntityType, key: &[String], record: &Record) -> Option<Vec<String>> {
    let text = |name: &String| {
        let field = entity_type.field(name)?;
        let value = field.value_in(record)?;
        let text = match value {
            _ if field.kind.is_id() => referenced_id(value)?,
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => plain(number),
            Value::Bool(yes) => yes.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        (!text.is_empty()).then_some(text)
    };
    key.iter().map(text).collect()
}

/// The new records and edits of an entity type that have, or leave, one of `texts` in `field`.
fn with_value(connection: &Connection, entity_type: &str, field: &str, texts: &[String]) -> Result<Vec<Draft>, DraftError> {
    let sql = format!(
        "SELECT {} FROM draft WHERE entity_type = ?1 AND kind <> 'delete' AND trim(coalesce(
             (SELECT change.value ->> 'after' FROM json_each(draft.fields) AS change WHERE change.value ->> 'field' = ?2 LIMIT 1),
             base ->> ?3
         )) IN (SELECT value FROM json_each(?4))",
        draft_table::COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let wanted = serde_json::to_string(texts).unwrap_or_default();
    let rows = statement.query_map(params![entity_type, field, format!("$.\"{field}\""), wanted], |row| Ok(draft_table::read(row)))?;
    rows.map(|row| Ok(row??)).collect()
}
