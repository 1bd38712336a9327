//! How a resource of the catalogue becomes a table: the record as JSON text, and beside it a column for
//! each field that is filtered, sorted or followed.

use super::Record;
use coredesk_catalogue::{Catalogue, EntityType, Field, FieldKind};
use rusqlite::types::Value as SqlValue;
use serde_json::Value;
use std::collections::HashMap;

/// Fields by which every resource can be filtered and sorted, whatever the catalogue knows.
const ALWAYS_QUERYABLE: [&str; 4] = ["id", "lastUpdated", "createdOn", "deletedOn"];
/// References that every record has and that do not keep a record from being deleted.
const AUDIT_REFERENCES: [&str; 2] = ["createdById", "lastUpdatedById"];

/// The tables of a company, one for each resource that has a list. Those without fields in the catalogue stand last.
#[derive(Debug)]
pub(crate) struct Tables {
    tables: Vec<Table>,
    by_name: HashMap<String, usize>,
}

impl Tables {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let (described, undescribed): (Vec<&EntityType>, Vec<&EntityType>) =
            catalogue.entity_types.iter().filter(|entity| entity.operations.list).partition(|entity| !entity.fields.is_empty());
        let tables: Vec<Table> = described.into_iter().chain(undescribed).cloned().enumerate().map(Table::new).collect();
        let by_name = tables.iter().map(|table| (table.entity.name.clone(), table.index)).collect();
        Self { tables, by_name }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Table> {
        self.by_name.get(name).map(|index| &self.tables[*index])
    }

    /// Every (table, field) whose field refers to `target`, the audit fields aside.
    pub(crate) fn references_to<'a>(&'a self, target: &'a str) -> impl Iterator<Item = (&'a Table, &'a Field)> {
        self.tables.iter().flat_map(move |table| {
            table
                .entity
                .fields
                .iter()
                .filter(move |field| {
                    !AUDIT_REFERENCES.contains(&field.name.as_str())
                        && field.reference().is_some_and(|reference| reference.entity_types.iter().any(|name| name == target))
                })
                .map(move |field| (table, field))
        })
    }
}

/// One resource as a table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) entity: EntityType,
    pub(crate) index: usize,
    pub(crate) columns: Vec<Column>,
    pub(crate) insert_sql: String,
    pub(crate) update_sql: String,
}

/// A field that the database can filter, sort or follow by itself.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: ColumnKind,
    pub(crate) filterable: bool,
    pub(crate) sortable: bool,
    pub(crate) index: ColumnIndex,
}

/// How a column's values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Number,
    Flag,
    Moment,
    Id,
}

/// Whether a column has an index, and over which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnIndex {
    None,
    Unique,
    All,
    /// Only the rows that have a value; for references, of which many are empty.
    Filled,
}

impl Table {
    fn new((index, entity): (usize, EntityType)) -> Self {
        let columns: Vec<Column> = entity.fields.iter().filter_map(column).collect();
        let named = columns.iter().map(|column| format!("\"{}\"", column.name));
        let names: Vec<String> =
            std::iter::once("_title".to_owned()).chain(named).chain(["_doc".to_owned(), "_parts".to_owned()]).collect();
        let table = &entity.name;
        let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
        let insert_sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), places.join(", "));
        let sets: Vec<String> = names.iter().zip(&places).map(|(name, place)| format!("{name} = {place}")).collect();
        let update_sql = format!("UPDATE \"{table}\" SET {} WHERE _rid = ?{}", sets.join(", "), names.len() + 1);
        Self { entity, index, columns, insert_sql, update_sql }
    }

    pub(crate) fn name(&self) -> &str {
        &self.entity.name
    }

    pub(crate) fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == field)
    }

    /// The values of a row, in the order of `insert_sql`: title, columns, record, nested parts.
    pub(crate) fn encode(&self, record: &Record) -> Vec<SqlValue> {
        let mut values = Vec::with_capacity(self.columns.len() + 3);
        let title = self.entity.title_field.as_ref().and_then(|field| record.get(field)).and_then(Value::as_str);
        values.push(title.map_or(SqlValue::Null, |title| SqlValue::Text(title.to_owned())));
        values.extend(self.columns.iter().map(|column| column.kind.encode(record.get(&column.name))));
        values.push(SqlValue::Text(self.document(record)));
        values.push(self.parts(record).map_or(SqlValue::Null, SqlValue::Text));
        values
    }

    /// Where in an encoded row a column stands.
    pub(crate) fn position(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == field).map(|position| position + 1)
    }

    /// The record without its nested parts: every known field, empty ones as null, then what the catalogue does not know.
    fn document(&self, record: &Record) -> String {
        let mut text = String::with_capacity(self.entity.fields.len() * 28);
        let known = self.entity.fields.iter().filter(|field| !field.nested).map(|field| (&field.name, record.get(&field.name)));
        let unknown = record.iter().filter(|(name, _)| self.entity.field(name).is_none()).map(|(name, value)| (name, Some(value)));
        for (name, value) in known.chain(unknown) {
            text.push(if text.is_empty() { '{' } else { ',' });
            text.push_str(&Value::from(name.as_str()).to_string());
            text.push(':');
            match value {
                Some(value) => text.push_str(&value.to_string()),
                None => text.push_str("null"),
            }
        }
        text.push('}');
        text
    }

    fn parts(&self, record: &Record) -> Option<String> {
        let parts: Record = self
            .entity
            .fields
            .iter()
            .filter(|field| field.nested)
            .filter_map(|field| record.get(&field.name).filter(|value| is_filled(value)).map(|value| (field.name.clone(), value.clone())))
            .collect();
        (!parts.is_empty()).then(|| Value::Object(parts).to_string())
    }
}

fn is_filled(value: &Value) -> bool {
    !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty())
}

fn column(field: &Field) -> Option<Column> {
    let always = ALWAYS_QUERYABLE.contains(&field.name.as_str());
    let filterable = field.filterable || always;
    let sortable = field.sortable || always;
    let follows = field.reference().is_some() && !AUDIT_REFERENCES.contains(&field.name.as_str());
    if field.nested || field.array || !(filterable || sortable || follows) {
        return None;
    }
    let kind = ColumnKind::of(&field.kind)?;
    let index = match kind {
        ColumnKind::Id if field.name == "id" => ColumnIndex::Unique,
        ColumnKind::Id if follows => ColumnIndex::Filled,
        ColumnKind::Moment if sortable => ColumnIndex::All,
        ColumnKind::Id | ColumnKind::Moment | ColumnKind::Text | ColumnKind::Number | ColumnKind::Flag => ColumnIndex::None,
    };
    Some(Column { name: field.name.clone(), kind, filterable, sortable, index })
}

impl ColumnKind {
    fn of(kind: &FieldKind) -> Option<Self> {
        Some(match kind {
            FieldKind::Text | FieldKind::LongText => Self::Text,
            FieldKind::Integer | FieldKind::Number | FieldKind::Money | FieldKind::Enum { .. } => Self::Number,
            FieldKind::Boolean => Self::Flag,
            FieldKind::Date | FieldKind::DateTime | FieldKind::Instant => Self::Moment,
            FieldKind::Id | FieldKind::Reference(_) => Self::Id,
            FieldKind::Object => return None,
        })
    }

    /// The value as the database compares it.
    pub(crate) fn encode(self, value: Option<&Value>) -> SqlValue {
        let encoded = match (self, value) {
            (_, None) => None,
            (Self::Text, Some(value)) => value.as_str().map(|text| SqlValue::Text(text.to_owned())),
            (Self::Number, Some(value)) => value.as_i64().map(SqlValue::Integer).or_else(|| value.as_f64().map(SqlValue::Real)),
            (Self::Flag, Some(value)) => value.as_bool().map(|flag| SqlValue::Integer(i64::from(flag))),
            (Self::Moment, Some(value)) => value.as_str().map(|text| SqlValue::Text(text.trim_end_matches('Z').to_owned())),
            (Self::Id, Some(value)) => value.as_str().map(|text| SqlValue::Text(text.to_ascii_lowercase())),
        };
        encoded.unwrap_or(SqlValue::Null)
    }

    fn sql_type(self) -> &'static str {
        match self {
            Self::Text | Self::Moment | Self::Id => "TEXT",
            Self::Number => "NUMERIC",
            Self::Flag => "INTEGER",
        }
    }
}

impl Column {
    /// Whether an index brings all rows in this column's order.
    pub(crate) fn is_indexed(&self) -> bool {
        matches!(self.index, ColumnIndex::All | ColumnIndex::Unique)
    }

    pub(super) fn definition(&self) -> String {
        format!("\"{}\" {}", self.name, self.kind.sql_type())
    }
}
