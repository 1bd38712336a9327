//! What a record is called, and finding records by that, for reference pickers and titles.

use super::fold::fold;
use super::layout::{Layout, id_of};
use super::rows::{parse, read};
use super::view::search;
use super::{Mirror, MirrorError};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldKind};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// A record by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The entity type's name.
    pub entity_type: String,
    /// The record's id.
    pub id: String,
    /// What a person calls it.
    pub label: String,
    /// One more text that tells it from others of the same name.
    pub detail: Option<String>,
}

/// What a person calls the record: its title field, else the first list column that says something, else its id.
pub fn title_of(entity_type: &EntityType, record: &Record) -> String {
    let fields = entity_type.title_field.iter().chain(&entity_type.list_columns);
    let title = fields.filter_map(|name| entity_type.field(name)).find_map(|field| words_of(field, record));
    title.or_else(|| id_of(record, &entity_type.id_field)).unwrap_or_default()
}

impl Mirror {
    /// Records of the entity types whose name or other text holds `text`, at most `limit`: the record with that id first,
    /// then names that begin with it, then names that hold it, then others. With an empty text the first few by name.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn search_labels(&self, entity_types: &[String], text: &str, limit: usize) -> Result<Vec<Labelled>, MirrorError> {
        let layouts = self.listable(entity_types)?;
        let (id, text) = (text.trim().to_owned(), fold(text));
        self.store
            .read(move |connection| {
                let mut found = Vec::new();
                let mut meant: Vec<Labelled> = Vec::new();
                for layout in &layouts {
                    found.extend(find(connection, layout, &text, limit)?);
                    let by_id = if id.is_empty() { None } else { read(connection, layout, &id)? };
                    meant.extend(by_id.map(|record| labelled(&layout.entity_type, &record)));
                }
                found.retain(|labelled| !meant.contains(labelled));
                found.sort_by_cached_key(|labelled: &Labelled| {
                    let label = fold(&labelled.label);
                    let rank = if label.starts_with(&text) {
                        0
                    } else if label.contains(&text) {
                        1
                    } else {
                        2
                    };
                    (rank, label)
                });
                meant.append(&mut found);
                meant.truncate(limit);
                Ok(meant)
            })
            .await
    }

    /// What a person calls the record with this id, in the first of the entity types that has it here.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn label(&self, entity_types: &[String], id: &str) -> Result<Option<String>, MirrorError> {
        let found = self.labels(entity_types, vec![id.to_owned()]).await?;
        Ok(found.into_iter().next().map(|labelled| labelled.label))
    }

    /// The records with these ids, each of the first of the entity types that has it here; those that are not here are
    /// left out.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn labels(&self, entity_types: &[String], ids: Vec<String>) -> Result<Vec<Labelled>, MirrorError> {
        let layouts = self.listable(entity_types)?;
        self.store
            .read(move |connection| {
                let mut found = Vec::with_capacity(ids.len());
                for id in &ids {
                    for layout in &layouts {
                        if let Some(record) = read(connection, layout, id)? {
                            found.push(labelled(&layout.entity_type, &record));
                            break;
                        }
                    }
                }
                Ok(found)
            })
            .await
    }

    /// The layouts of those that are mirrored; a name the catalogue does not have is an error.
    fn listable(&self, entity_types: &[String]) -> Result<Vec<Arc<Layout>>, MirrorError> {
        let known = self.known.borrow().clone();
        let expected = |name: &&String| known.layouts.contains_key(*name) || known.catalogue.entity_type(name).is_none();
        entity_types.iter().filter(expected).map(|name| self.layout(name)).collect()
    }
}

fn find(connection: &Connection, layout: &Layout, text: &str, limit: usize) -> Result<Vec<Labelled>, MirrorError> {
    let title = layout.entity_type.title_field.as_deref().and_then(|field| layout.column(field)).map(|column| column.name.as_str());
    let rows = &layout.rows;
    let mut row_ids: Vec<u32> = Vec::new();
    match (title, text.is_empty()) {
        (Some(title), true) => {
            row_ids = numbers(connection, &format!("SELECT row_id FROM {rows} ORDER BY {title} NULLS LAST, row_id LIMIT ?2"), text, limit)?;
        }
        (None, true) => row_ids = numbers(connection, &format!("SELECT row_id FROM {rows} ORDER BY row_id LIMIT ?2"), text, limit)?,
        (Some(title), false) => {
            let sql =
                format!("SELECT row_id FROM {rows} WHERE instr({title}, ?1) ORDER BY instr({title}, ?1) > 1, {title}, row_id LIMIT ?2");
            row_ids = numbers(connection, &sql, text, limit)?;
        }
        (None, false) => {}
    }
    if !text.is_empty() && row_ids.len() < limit {
        let terms: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let known: HashSet<u32> = row_ids.iter().copied().collect();
        let others = search(connection, layout, &terms, limit.saturating_add(known.len()))?;
        row_ids.extend(others.into_iter().filter(|row_id| !known.contains(row_id)));
    }
    row_ids.truncate(limit);
    let mut statement = connection.prepare_cached(&format!("SELECT body FROM {} WHERE row_id = ?1", layout.bodies))?;
    row_ids
        .into_iter()
        .map(|row_id| {
            let body: String = statement.query_row([row_id], |row| row.get(0))?;
            Ok(labelled(&layout.entity_type, &parse(&body)?))
        })
        .collect()
}

fn numbers(connection: &Connection, sql: &str, text: &str, limit: usize) -> Result<Vec<u32>, MirrorError> {
    let mut statement = connection.prepare_cached(sql)?;
    // A statement that does not use the text has no place for it, and numbers its places all the same.
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = statement.query_map((text, limit), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(crate) fn labelled(entity_type: &EntityType, record: &Record) -> Labelled {
    let label = title_of(entity_type, record);
    let columns = entity_type.list_columns.iter().filter_map(|name| entity_type.field(name));
    let texts = columns.filter(|field| field.kind == FieldKind::Text || field.reference().is_some());
    let detail = texts.filter_map(|field| words_of(field, record)).find(|words| !label.contains(words.as_str()));
    Labelled { entity_type: entity_type.name.clone(), id: id_of(record, &entity_type.id_field).unwrap_or_default(), label, detail }
}

/// A value in words: a reference by its name, a day without its midnight; nothing for ids and nested parts.
fn words_of(field: &Field, record: &Record) -> Option<String> {
    if field.kind == FieldKind::Object {
        return None;
    }
    let value = if field.kind.is_id() { record.get(field.label_field.as_deref()?)? } else { field.value_in(record)? };
    let words = match value {
        Value::String(text) if field.kind == FieldKind::Date => text.trim().trim_end_matches("T00:00:00").to_owned(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => enum_label(field, value).unwrap_or_else(|| number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn enum_label(field: &Field, value: &Value) -> Option<String> {
    field.kind.choices().iter().find(|known| &known.value == value).map(|known| known.label.clone())
}
