//! An entity type and its fields, in the words that every layer shares.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One kind of record that a service keeps, such as a time entry or a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityType {
    /// The stable key, unique in its catalogue; lower case letters and digits.
    pub name: String,
    /// What a person calls one of them, such as "Time entry".
    pub title: String,
    /// What a person calls several of them, such as "Time entries".
    pub plural: String,
    /// The heading of the navigator under which it stands.
    pub group: String,
    /// Listed first in the navigator.
    pub pinned: bool,
    /// The collection's path below the base URL. It may hold `{parameters}`, see `parent`.
    pub path: String,
    /// The entity type whose id fills the path's parameter, when the collection is nested.
    pub parent: Option<String>,
    pub operations: Operations,
    pub fields: Vec<Field>,
    /// The field that names a record to a person.
    pub title_field: Option<String>,
    /// The fields shown as columns until a person chooses others, in order.
    pub list_columns: Vec<String>,
}

impl EntityType {
    /// The field called `name`, exactly.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether its records can be listed: all at once, or those of one parent record at a time.
    pub fn is_listable(&self) -> bool {
        self.operations.list && !self.fields.is_empty()
    }

    /// The field that names the parent record of a nested collection: the parameter of its path.
    pub fn parent_field(&self) -> Option<&str> {
        let (_, rest) = self.path.split_once('{')?;
        rest.split_once('}').map(|(parameter, _)| parameter)
    }

    /// Whether the collection can be asked for only below a parent record.
    pub fn is_nested(&self) -> bool {
        self.parent.is_some()
    }
}

/// Which of the five operations a service offers on an entity type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Operations {
    pub list: bool,
    pub get: bool,
    pub create: bool,
    pub update: bool,
    pub delete: bool,
}

/// One field of an entity type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    pub kind: FieldKind,
    /// Holds a list of `kind`.
    pub array: bool,
    /// A create without it is refused, as far as the description knows.
    pub required: bool,
    /// Set by the service alone.
    pub read_only: bool,
    /// The service can filter by it.
    pub filterable: bool,
    /// The service can sort by it.
    pub sortable: bool,
    /// The longest text that the service takes, in characters.
    pub max_length: Option<u32>,
    /// The sibling field that carries the referenced record's name, as in `projectId` and `project`.
    pub label_field: Option<String>,
    /// The sibling reference whose name this field carries; such a field is for reading only.
    pub label_of: Option<String>,
    /// A list of records leaves it out unless it is asked for.
    pub nested: bool,
    /// Kept by the service for itself: never a column or a form field, always sent back unharmed.
    pub bookkeeping: bool,
    pub summary: Option<String>,
}

impl Field {
    /// Whether a person may set it when changing a record.
    pub fn is_editable(&self) -> bool {
        !self.read_only && !self.bookkeeping && self.label_of.is_none() && !self.array && self.kind != FieldKind::Object
    }

    /// What the field refers to, if it refers to records.
    pub fn reference(&self) -> Option<&Reference> {
        match &self.kind {
            FieldKind::Reference(reference) => Some(reference),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Integer
            | FieldKind::Number
            | FieldKind::Money
            | FieldKind::Boolean
            | FieldKind::Date
            | FieldKind::DateTime
            | FieldKind::Instant
            | FieldKind::Id
            | FieldKind::Enum { .. }
            | FieldKind::Object => None,
        }
    }
}

/// What a field's values are, as far as a person must know to read or type one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    Text,
    /// Text of several lines.
    LongText,
    Integer,
    /// A decimal number that is no money: hours, units, percentages.
    Number,
    /// An amount or a rate in the company's currency.
    Money,
    Boolean,
    /// A calendar day, written as local midnight without zone (`2026-05-05T00:00:00`). Never converted.
    Date,
    /// A wall-clock time without zone. Never converted.
    DateTime,
    /// A point in time in UTC.
    Instant,
    /// An identifier that refers to nothing the description knows.
    Id,
    Reference(Reference),
    /// One of a set of codes; a code that is not listed is shown as it is unless `complete`.
    Enum {
        values: Vec<EnumValue>,
        complete: bool,
    },
    /// A nested part.
    Object,
}

/// The entity types that a reference may point at; mostly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    pub entity_types: Vec<String>,
}

/// A code of an enum and what it means to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumValue {
    pub value: Value,
    pub label: String,
}
