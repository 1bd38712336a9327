//! An entity type and its fields, in the words that every layer shares.

use crate::{CustomPart, UpdateForm, Workflow, title_of_name};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// How many columns a list first shows where nobody chose them.
pub const FIRST_COLUMNS: usize = 10;

/// One kind of record that a service keeps, such as a time entry or a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityType {
    /// The stable key, unique in its catalogue; lower case letters, digits, `-` and `_`.
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
    /// The reference to its own kind by which records stand below each other.
    pub tree: Option<Tree>,
    /// The path that answers the link to what a record stands for, such as a stored file; it holds `{id}`.
    pub link_path: Option<String>,
    /// The field that identifies a record.
    pub id_field: String,
    /// The path of one record, which holds one `{parameter}`; without it the id follows the collection's path.
    pub item_path: Option<String>,
    /// How a change of a record is taken.
    pub update_form: UpdateForm,
    /// The collection takes the service's search parameter.
    pub searchable: bool,
    /// The reference to the record that this one is a part of, as a line item is of its campaign.
    pub belongs_to: Option<String>,
    /// The fields that hold the first and the last day or moment of a record's life.
    pub span: Option<Span>,
    /// What the service is known to insist on.
    pub rules: Vec<ServiceRule>,
    /// Fields of which no two records have the same values together; each list is one such key.
    #[serde(default)]
    pub natural_keys: Vec<Vec<String>>,
}

/// The fields of a record that say from when to when it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: String,
    pub end: String,
}

/// Something a service insists on, in its description's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRule {
    /// The field that it is told at.
    pub field: Option<String>,
    pub text: String,
}

/// Records below records of their own kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// The reference to the record above.
    pub parent: String,
    /// The number that orders records with the same record above.
    pub order: Option<String>,
    /// What a person calls the records below, such as "Phases".
    pub title: String,
}

impl EntityType {
    /// The field called `name`, exactly.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether its records can be listed: all at once, or those of one parent record at a time.
    pub fn is_listable(&self) -> bool {
        self.operations.list
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

    /// The id by which a record of a nested collection is known here: two parents may each have one of the same own id.
    pub fn id_below(parent_id: &str, own_id: &str) -> String {
        format!("{parent_id}/{own_id}")
    }

    /// The parent's id, of a nested collection, and the record's own, out of the id by which it is known here.
    pub fn parent_and_own<'i>(&self, id: &'i str) -> (Option<&'i str>, &'i str) {
        match id.split_once('/').filter(|_| self.is_nested()) {
            Some((parent_id, own_id)) => (Some(parent_id), own_id),
            None => (None, id),
        }
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
    /// What is done with the record along its way, where the field keeps that.
    pub workflow: Option<Workflow>,
    /// The fields of a nested part, or of each part of a list of them.
    pub parts: Vec<Field>,
    /// A nested value or a list is sent whole, so that it can be edited.
    pub whole: bool,
    /// Set when a record is created and never changed.
    pub create_only: bool,
    /// It can be emptied by `null`; else by an empty text or list.
    pub nullable: bool,
    /// What the service takes it to be when it is left out of a new record.
    pub default: Option<Value>,
    pub minimum: Option<Number>,
    pub maximum: Option<Number>,
    /// It makes sense only while another field has one of some values.
    pub visible_when: Option<VisibleWhen>,
    pub widget: Option<Widget>,
    pub wire: WireForm,
    /// How it came to be known.
    pub origin: FieldOrigin,
}

/// A field that makes sense only while its sibling `field` has one of `values`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisibleWhen {
    pub field: String,
    pub values: Vec<Value>,
}

/// How a value is best entered, where its kind does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Widget {
    /// Text with a fixed pitch.
    Code,
    /// A list of texts, one a line, perhaps many thousands.
    Lines,
    /// Terms in groups, each joined to the one before it by an operator: `groups[].join`, `groups[].terms[].join` and one
    /// reference in each term. Kept as it is.
    Expression,
}

/// How a value whose kind leaves it open is written as JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WireForm {
    /// Numbers as numbers, ids as texts.
    #[default]
    Native,
    /// An id as a number.
    Number,
    /// A number as a text.
    Text,
    /// A day without a time, as `2026-05-05`.
    Day,
}

/// How a field came to be known, and with it where its value stands in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldOrigin {
    /// The service's description has it.
    Described,
    /// Records carry it; its kind is a guess from the values seen.
    Learnt,
    /// People of the company defined it; its value stands in a list of parts.
    Custom(CustomPart),
}

impl Field {
    /// A field of which nothing but its name, its kind and its origin is known.
    pub fn bare(name: &str, kind: FieldKind, origin: FieldOrigin) -> Self {
        Self {
            name: name.to_owned(),
            title: title_of_name(name),
            kind,
            array: false,
            required: false,
            read_only: false,
            filterable: false,
            sortable: false,
            max_length: None,
            label_field: None,
            label_of: None,
            nested: false,
            bookkeeping: false,
            summary: None,
            workflow: None,
            parts: Vec::new(),
            whole: false,
            create_only: false,
            nullable: true,
            default: None,
            minimum: None,
            maximum: None,
            visible_when: None,
            widget: None,
            wire: WireForm::Native,
            origin,
        }
    }

    /// Whether a person may set it, at least in a new record.
    pub fn is_editable(&self) -> bool {
        !self.read_only && !self.bookkeeping && self.label_of.is_none() && (self.is_scalar() || self.whole)
    }

    /// Whether it holds one value rather than parts.
    pub fn is_scalar(&self) -> bool {
        !self.array && self.kind != FieldKind::Object
    }

    /// Whether it says something to a person who sees the list for the first time.
    pub fn is_first_column(&self) -> bool {
        self.is_scalar() && !self.bookkeeping && self.label_of.is_none() && self.kind != FieldKind::Id
    }

    /// What the field refers to, if it refers to records.
    pub fn reference(&self) -> Option<&Reference> {
        self.kind.reference()
    }

    /// Its value in `record`, as the service sent it; `None` where there is none.
    pub fn value_in<'r>(&self, record: &'r Map<String, Value>) -> Option<&'r Value> {
        match &self.origin {
            FieldOrigin::Described | FieldOrigin::Learnt => record.get(&self.name),
            FieldOrigin::Custom(part) => part.value_in(record),
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

impl FieldKind {
    /// Words, to be searched.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::LongText)
    }

    /// A number that can be counted with.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Money)
    }

    /// An identifier, whether or not it is known of what.
    pub fn is_id(&self) -> bool {
        matches!(self, Self::Id | Self::Reference(_))
    }

    /// The codes that are known, of an enum.
    pub fn choices(&self) -> &[EnumValue] {
        match self {
            Self::Enum { values, .. } => values,
            _ => &[],
        }
    }

    /// What it refers to, of a reference.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Reference(reference) => Some(reference),
            _ => None,
        }
    }
}

/// The entity types that a reference may point at; mostly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    pub entity_types: Vec<String>,
    /// What becomes of the record that refers when the other one is deleted, where that is known.
    pub on_target_delete: Option<OnTargetDelete>,
}

impl Reference {
    /// A reference of which only the targets are known.
    pub fn to(entity_types: Vec<String>) -> Self {
        Self { entity_types, on_target_delete: None }
    }
}

/// What becomes of a record when the one that it refers to is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnTargetDelete {
    /// It is deleted too.
    Cascade,
    /// The delete is refused while it refers.
    Protect,
    /// The id leaves it.
    Remove,
}

/// A code of an enum and what it means to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumValue {
    pub value: Value,
    pub label: String,
}
