//! Where an entity type lives: the names of its tables and columns, and the statements that write them.
//!
//! Names are derived from the catalogue and always quoted; values are always bound.

use super::key::{key_of, usable_id};
use crate::Record;
use coredesk_catalogue::{EntityType, FieldKind};
use rusqlite::types::Value as Key;
use serde_json::Value;
use std::collections::HashSet;

/// Columns that one table may have; fields past it are kept in the record alone.
const COLUMNS_AT_MOST: usize = 1_000;
/// Raised when keys or search text are made differently, so that existing tables are filled anew.
const FORM: u32 = 1;

/// The tables of one entity type. Three, so that sorting does not read records and searching reads text alone.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) entity_type: EntityType,
    /// `row_id`, `id`, `generation` and one key for each scalar field. Quoted, as are all names here.
    pub(super) rows: String,
    /// `row_id` and the record as JSON text.
    pub(super) bodies: String,
    /// `row_id` and all text of the record, folded.
    pub(super) texts: String,
    pub(super) columns: Vec<Column>,
    /// The place in `columns` of the time of the last change, in the service's clock.
    pub(super) changed: Option<usize>,
    pub(super) statements: Statements,
}

/// A field with a column of its own.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) field: String,
    pub(super) kind: FieldKind,
    /// Quoted.
    pub(super) name: String,
}

#[derive(Debug)]
pub(super) struct Statements {
    pub(super) find: String,
    pub(super) insert: String,
    pub(super) update: String,
    pub(super) see: String,
    pub(super) put_body: String,
    pub(super) put_text: String,
}

impl Layout {
    pub(super) fn of(entity_type: &EntityType) -> Self {
        let table = |part: &str| quoted(&format!("mirror_{part}_{}", entity_type.name));
        let (rows, bodies, texts) = (table("rows"), table("body"), table("text"));
        let columns = columns(entity_type);
        let changed = columns.iter().position(|column| column.field == "lastUpdated" && column.kind == FieldKind::Instant);
        let statements = Statements::of(&rows, &bodies, &texts, &columns, changed);
        Self { entity_type: entity_type.clone(), rows, bodies, texts, columns, changed, statements }
    }

    pub(super) fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field)
    }

    /// What the tables were made for; a different shape means that keys must be made anew.
    pub(super) fn shape(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|column| format!("{}={}", column.name, kind_word(&column.kind))).collect();
        format!("{FORM};{}", columns.join(","))
    }

    /// One key for each column.
    pub(super) fn keys(&self, record: &Record) -> Vec<Key> {
        self.columns.iter().map(|column| record.get(&column.field).map_or(Key::Null, |value| key_of(&column.kind, value))).collect()
    }

    /// All text of the record, folded, a line for each field.
    pub(super) fn text(&self, keys: &[Key]) -> String {
        let mut text = String::new();
        for (column, key) in self.columns.iter().zip(keys) {
            if let (FieldKind::Text | FieldKind::LongText, Key::Text(folded)) = (&column.kind, key) {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(folded);
            }
        }
        text
    }

    /// When the record was last changed, in microseconds of the service's clock.
    pub(super) fn changed_at(&self, record: &Record) -> Option<i64> {
        match key_of(&FieldKind::Instant, record.get(&self.columns.get(self.changed?)?.field)?) {
            Key::Integer(microseconds) => Some(microseconds),
            Key::Null | Key::Real(_) | Key::Text(_) | Key::Blob(_) => None,
        }
    }

    /// Whether the service can list what changed since a time, in the order of change.
    pub(super) fn can_follow_changes(&self) -> bool {
        let field = self.changed.and_then(|place| self.entity_type.field(&self.columns.get(place)?.field));
        field.is_some_and(|field| field.filterable && field.sortable)
    }
}

/// The id of a record as text; `None` if it has none that can be used.
pub(super) fn id_of(record: &Record) -> Option<String> {
    match record.get("id")? {
        Value::String(text) => usable_id(text).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `name` as an SQL identifier.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\0', "").replace('"', "\"\""))
}

fn columns(entity_type: &EntityType) -> Vec<Column> {
    let mut taken = HashSet::new();
    let scalars = entity_type.fields.iter().filter(|field| !field.array && !field.bookkeeping && field.kind != FieldKind::Object);
    scalars
        .take(COLUMNS_AT_MOST)
        .map(|field| {
            // SQLite takes `overtime` and `overTime` for the same column.
            let mut name = format!("f_{}", field.name);
            while !taken.insert(name.to_lowercase()) {
                name.push('+');
            }
            Column { field: field.name.clone(), kind: field.kind.clone(), name: quoted(&name) }
        })
        .collect()
}

fn kind_word(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::LongText => "long",
        FieldKind::Integer | FieldKind::Number | FieldKind::Money => "number",
        FieldKind::Boolean => "boolean",
        FieldKind::Date => "date",
        FieldKind::DateTime => "time",
        FieldKind::Instant => "instant",
        FieldKind::Id | FieldKind::Reference(_) => "id",
        FieldKind::Enum { .. } => "enum",
        FieldKind::Object => "object",
    }
}

impl Statements {
    fn of(rows: &str, bodies: &str, texts: &str, columns: &[Column], changed: Option<usize>) -> Self {
        let mut names = String::new();
        let mut places = String::new();
        let mut settings = String::new();
        for (place, column) in columns.iter().enumerate() {
            let parameter = place + 3;
            names += &format!(", {}", column.name);
            places += &format!(", ?{parameter}");
            settings += &format!(", {} = ?{parameter}", column.name);
        }
        let changed = changed.and_then(|place| columns.get(place)).map_or("NULL", |column| &column.name);
        Self {
            find: format!("SELECT row_id, {changed}, body FROM {rows} JOIN {bodies} USING (row_id) WHERE id = ?1"),
            insert: format!("INSERT INTO {rows} (id, generation{names}) VALUES (?1, ?2{places})"),
            update: format!("UPDATE {rows} SET generation = ?2{settings} WHERE row_id = ?1"),
            see: format!("UPDATE {rows} SET generation = ?2 WHERE row_id = ?1"),
            put_body: format!("INSERT OR REPLACE INTO {bodies} (row_id, body) VALUES (?1, ?2)"),
            put_text: format!("INSERT OR REPLACE INTO {texts} (row_id, folded) VALUES (?1, ?2)"),
        }
    }
}
