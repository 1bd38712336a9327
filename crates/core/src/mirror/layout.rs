//! Where an entity type lives: the names of its tables and columns, and the statements that write them.
//!
//! Names are derived from the catalogue and always quoted; values are always bound.

use super::fold::fold;
use super::key::{id_key, is_words, key_by_form, key_of, usable_id};
use super::links::Links;
use crate::Record;
use crate::description::Expected;
use coredesk_catalogue::{EntityType, Field, FieldKind, FieldOrigin, WireForm};
use rusqlite::types::Value as Key;
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// Columns that one table may have; fields past it are kept in the record alone.
const COLUMNS_AT_MOST: usize = 1_000;
/// The word for a key that depends on its value alone.
const GUESSED: &str = "any";
/// The word for the key of a workflow.
const STATE: &str = "state";
/// Raised when keys or search text are made differently, so that existing tables are filled anew.
const FORM: u32 = 3;
/// Since this form keys are made the same, and only search text is made differently.
const KEYS_SINCE: u32 = 2;

/// The tables of one entity type. Three, so that sorting does not read records and searching reads text alone.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) entity_type: EntityType,
    /// The entity types whose custom values its records are, if they are that.
    pub(super) feeds: Option<Vec<Arc<Layout>>>,
    /// The member in which its records may carry custom values.
    pub(super) carries: Option<String>,
    /// What its records are expected to hold.
    pub(super) expected: Expected,
    /// `row_id`, `id`, `generation` and one key for each scalar field. Quoted, as are all names here.
    pub(super) rows: String,
    /// `row_id` and the record as JSON text.
    pub(super) bodies: String,
    /// `row_id` and all text of the record, folded, with its numbers.
    pub(super) texts: String,
    pub(super) columns: Vec<Column>,
    /// The references in lists and nested parts, if it has any.
    pub(super) links: Option<Links>,
    /// The place in `columns` of the time of the last change, in the service's clock.
    pub(super) changed: Option<usize>,
    pub(super) statements: Statements,
}

/// A field with a column of its own: one value, or a workflow, which is compared by its state.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) field: Field,
    /// Quoted.
    pub(super) name: String,
}

impl Column {
    /// The kind of its field is a guess that may become a better one.
    pub(super) fn is_guessed(&self) -> bool {
        self.field.origin != FieldOrigin::Described
    }

    pub(super) fn key(&self, record: &Record) -> Key {
        match self.field.value_in(record) {
            None => Key::Null,
            Some(value) if self.field.workflow.is_some() => self.state_key(value),
            Some(value) if self.is_guessed() => key_by_form(value),
            Some(value) if self.is_counted_id() => id_key(value),
            Some(value) => key_of(&self.field.kind, value),
        }
    }

    /// Of a workflow the word for its state.
    fn state_key(&self, value: &Value) -> Key {
        let state = self.field.workflow.as_ref().and_then(|workflow| workflow.state(value)).map(fold);
        state.filter(|state| !state.is_empty()).map_or(Key::Null, Key::Text)
    }

    /// An id that the service counts: it is sorted as a number. A reference stays the text that it is looked up by.
    pub(super) fn is_counted_id(&self) -> bool {
        self.field.kind == FieldKind::Id && self.field.wire == WireForm::Number
    }

    fn holds_words(&self, key: &str) -> bool {
        match &self.field.kind {
            _ if self.is_guessed() => is_words(key),
            kind if kind.is_id() => key.bytes().all(|digit| digit.is_ascii_digit()),
            kind => kind.is_text(),
        }
    }

    /// Adds what is searched of `key` to `text`: words, numbers and numeric ids as a person types them.
    fn put_text(&self, key: &Key, text: &mut String) {
        let is_decimal = !self.is_guessed() && matches!(self.field.kind, FieldKind::Number | FieldKind::Money);
        let is_number = self.is_guessed() || self.field.kind.is_number() || self.is_counted_id();
        // Writing to a text cannot fail.
        let _ = match key {
            Key::Text(folded) if self.holds_words(folded) => writeln!(text, "{folded}"),
            Key::Integer(whole) if is_decimal => writeln!(text, "{whole}.00"),
            Key::Integer(whole) if is_number => writeln!(text, "{whole}"),
            // 12.5 is found by 12.50 too.
            Key::Real(number) if is_number => match number.to_string() {
                written if written.rsplit_once('.').is_some_and(|(_, decimals)| decimals.len() > 1) => writeln!(text, "{written}"),
                _ => writeln!(text, "{number:.2}"),
            },
            _ => Ok(()),
        };
    }
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
    pub(super) fn of(entity_type: &EntityType, expected: Expected) -> Self {
        let table = |part: &str| quoted(&format!("mirror_{part}_{}", entity_type.name));
        let (rows, bodies, texts) = (table("rows"), table("body"), table("text"));
        let columns = columns(entity_type);
        let changed = columns
            .iter()
            .position(|column| column.field.name == "lastUpdated" && column.field.kind == FieldKind::Instant && !column.is_guessed());
        let statements = Statements::of(&rows, &bodies, &texts, &columns, changed);
        Self {
            entity_type: entity_type.clone(),
            feeds: None,
            carries: None,
            expected,
            rows,
            bodies,
            texts,
            columns,
            links: Links::of(entity_type),
            changed,
            statements,
        }
    }

    pub(super) fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.field.name == field)
    }

    /// The member of a record that holds its custom values, if the entity type has custom fields.
    pub(super) fn custom_list(&self) -> Option<&str> {
        self.columns.iter().rev().find_map(|column| match &column.field.origin {
            FieldOrigin::Custom(part) => Some(part.list.as_str()),
            FieldOrigin::Described | FieldOrigin::Learnt => None,
        })
    }

    /// What the tables were made for; a different shape means that keys must be made anew.
    pub(super) fn shape(&self) -> String {
        self.shape_of(&FORM.to_string(), 0..self.columns.len())
    }

    fn shape_of(&self, form: &str, places: impl Iterator<Item = usize>) -> String {
        let word = |column: &Column| match &column.field.kind {
            _ if column.is_guessed() => GUESSED,
            _ if column.field.workflow.is_some() => STATE,
            _ if column.is_counted_id() => kind_word(&FieldKind::Integer),
            kind => kind_word(kind),
        };
        let columns = places.filter_map(|place| self.columns.get(place)).map(|column| format!("{}={}", column.name, word(column)));
        let links = self.links.iter().flat_map(Links::shape);
        format!("{form};{}", columns.chain(links).collect::<Vec<_>>().join(","))
    }

    /// One key for each column.
    pub(super) fn keys(&self, record: &Record) -> Vec<Key> {
        self.columns.iter().map(|column| column.key(record)).collect()
    }

    /// All text of the record, folded, and its numbers, a line for each field.
    pub(super) fn text(&self, keys: &[Key]) -> String {
        let mut text = String::new();
        for (column, key) in self.columns.iter().zip(keys) {
            column.put_text(key, &mut text);
        }
        text.pop();
        text
    }

    /// When the record was last changed, in microseconds of the service's clock.
    pub(super) fn changed_at(&self, record: &Record) -> Option<i64> {
        match self.columns.get(self.changed?)?.key(record) {
            Key::Integer(microseconds) => Some(microseconds),
            Key::Null | Key::Real(_) | Key::Text(_) | Key::Blob(_) => None,
        }
    }

    /// Whether the service can list what changed since a time, in the order of change.
    pub(super) fn can_follow_changes(&self) -> bool {
        let column = self.changed.and_then(|place| self.columns.get(place));
        column.is_some_and(|column| column.field.filterable && column.field.sortable)
    }
}

/// The id of a record as text, which stands in its field `id_field`; `None` if it has none that can be used.
pub(super) fn id_of(record: &Record, id_field: &str) -> Option<String> {
    match record.get(id_field)? {
        Value::String(text) => usable_id(text).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `name` as an SQL identifier.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\0', "").replace('"', "\"\""))
}

/// What rows of an older shape lack. They can be shown, searched and written before it is made up for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lack {
    /// The places of columns whose keys were not made.
    pub(super) keys: Vec<usize>,
    /// Their search text is made differently now.
    pub(super) texts: bool,
}

impl Lack {
    /// The shape of tables that have all columns of `layout` and still lack this; `former` is their shape before.
    pub(super) fn shape(&self, former: &str, layout: &Layout) -> String {
        let form = former.split_once(';').map_or(former, |(form, _)| form);
        let lacking = |place: &usize| !self.keys.contains(place);
        layout.shape_of(form, (0..layout.columns.len()).filter(lacking))
    }
}

/// What rows of the shape `former` lack; `None` if they have to be made anew before anything else. The column of a
/// guessed field is made before any record with that field is stored, so no row lacks a key for it.
pub(super) fn lack(former: &str, layout: &Layout) -> Option<Lack> {
    let (form, columns) = former.split_once(';')?;
    let form = form.parse().ok().filter(|form| (KEYS_SINCE..=FORM).contains(form))?;
    let former: HashSet<&str> = columns.split(',').collect();
    let wanted = layout.shape();
    let (_, wanted) = wanted.split_once(';')?;
    let (kept, added): (Vec<&str>, Vec<&str>) = wanted.split(',').partition(|column| former.contains(column));
    let is_state = |column: &&str| column.ends_with(&format!("={STATE}"));
    let is_guess = |column: &&str| column.ends_with(&format!("={GUESSED}"));
    let is_usable = kept.len() == former.len() && added.iter().all(|column| is_state(column) || is_guess(column));
    let lacks_key = |column: &Column| column.field.workflow.is_some() && !is_in_columns(columns, column);
    let keys = layout.columns.iter().enumerate().filter(|(_, column)| lacks_key(column)).map(|(place, _)| place);
    is_usable.then(|| Lack { keys: keys.collect(), texts: form < FORM })
}

/// Whether tables of this shape have the column.
pub(super) fn is_in_shape(shape: &str, column: &Column) -> bool {
    is_in_columns(shape.split_once(';').map_or("", |(_, columns)| columns), column)
}

fn is_in_columns(columns: &str, column: &Column) -> bool {
    columns.split(',').any(|known| known.rsplit_once('=').is_some_and(|(name, _)| name == column.name))
}

fn columns(entity_type: &EntityType) -> Vec<Column> {
    let mut taken = HashSet::new();
    // A guess may turn out to be nested and keeps its column, so that no other column has to be filled anew.
    let is_compared = |field: &Field| field.is_scalar() || field.workflow.is_some();
    let sorted = |field: &&Field| !field.bookkeeping && (is_compared(field) || field.origin != FieldOrigin::Described);
    entity_type
        .fields
        .iter()
        .filter(sorted)
        .take(COLUMNS_AT_MOST)
        .map(|field| {
            // SQLite takes `overtime` and `overTime` for the same column.
            let mut name = format!("f_{}", field.name);
            while !taken.insert(name.to_lowercase()) {
                name.push('+');
            }
            Column { field: field.clone(), name: quoted(&name) }
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
            // A join would be planned anew whenever a value is bound.
            find: format!(
                "SELECT row_id, {changed}, (SELECT body FROM {bodies} WHERE {bodies}.row_id = {rows}.row_id) FROM {rows} WHERE id = ?1"
            ),
            insert: format!("INSERT INTO {rows} (id, generation{names}) VALUES (?1, ?2{places})"),
            update: format!("UPDATE {rows} SET generation = ?2{settings} WHERE row_id = ?1"),
            see: format!("UPDATE {rows} SET generation = ?2 WHERE row_id = ?1"),
            put_body: format!("INSERT OR REPLACE INTO {bodies} (row_id, body) VALUES (?1, ?2)"),
            put_text: format!("INSERT OR REPLACE INTO {texts} (row_id, folded) VALUES (?1, ?2)"),
        }
    }
}
