//! A draft: what a person wants to change about one record, before it is sent.

use super::said::Said;
use super::value::ValueProblem;
use crate::Record;
use crate::mirror::MirrorError;
use crate::store::StoreError;
use serde_json::Value;

/// The unsent changes of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Made here.
    pub change_id: String,
    /// The entity type's name.
    pub entity_type: String,
    /// The record's id; `new:…` for one that does not exist yet.
    pub entity_id: String,
    /// What is to happen.
    pub kind: DraftKind,
    /// The changed fields in the order they were changed. Those of a delete are edits made before it was marked.
    pub fields: Vec<FieldChange>,
    /// The record as it was when it was first touched; `None` for a new one.
    pub base: Option<Record>,
    /// What the service said when it last refused it.
    pub said: Said,
    /// It was sent as a create and no answer came: it is not sent again before somebody has looked.
    pub in_doubt: bool,
    /// When it was begun, in seconds since 1970.
    pub made_at: i64,
    /// It is not ticked in the review.
    pub left_out: bool,
    /// Who made it, where a change file brought it.
    pub prepared_by: Option<String>,
    /// What the last check found, as it is kept; nothing where it was not checked since it changed.
    pub checked: Option<String>,
    /// The number of the write in the journal that it is the opposite of.
    pub undoes: Option<i64>,
}

impl FieldChange {
    /// A change to `after` where `before` is known to stand.
    pub(crate) fn of(field: &str, before: Value, after: Value) -> Self {
        Self { field: field.to_owned(), before, after, theirs: None, action: None, problem: None }
    }
}

impl Draft {
    /// Whether something is done with the record beyond changing its fields.
    pub(super) fn acts(&self) -> bool {
        self.fields.iter().any(|change| change.action.is_some())
    }

    /// Whether it still says what `other` says; a tick and a check change nothing of that.
    pub(super) fn says_as(&self, other: &Self) -> bool {
        let plain = |draft: &Self| Self { left_out: false, checked: None, ..draft.clone() };
        plain(self) == plain(other)
    }
}

/// What is to happen to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Some fields change.
    Edit,
    /// It comes to be.
    Create,
    /// It goes.
    Delete,
}

impl DraftKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Create => "create",
            Self::Delete => "delete",
        }
    }

    pub(super) fn named(name: &str) -> Result<Self, StoreError> {
        [Self::Edit, Self::Create, Self::Delete]
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| StoreError::Damaged(format!("a change of kind {name}")))
    }
}

/// One field's change, in the service's own form.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// What was there when it was first touched.
    pub before: Value,
    /// What shall be there.
    pub after: Value,
    /// What the service had instead of both when it was to be sent: somebody else changed it too. It is not sent until
    /// a person chose one of the two.
    pub theirs: Option<Value>,
    /// The name of the action that it stands for, if it is no plain edit.
    pub action: Option<String>,
    /// Why `after` cannot be sent.
    pub problem: Option<ValueProblem>,
}

/// What a person did to a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldEdit {
    /// The record's id.
    pub id: String,
    /// The field's name.
    pub field: String,
    /// Typed text or the service's own form; null for empty.
    pub value: Value,
}

/// A change that could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The catalogue has no entity type or field of this name.
    #[error("the service has no `{0}`")]
    UnknownName(String),
    /// The field is set by the service.
    #[error("`{field}` is set by the service")]
    ReadOnly {
        /// The field's name.
        field: String,
    },
    /// The field is set when a record is created, and never again.
    #[error("`{field}` is set when a record is created")]
    SetOnce {
        /// The field's name.
        field: String,
    },
    /// No order of deletes can work: what keeps a record is kept itself, or cannot be deleted.
    #[error("no order of deletes can work")]
    NoOrder,
    /// More records than one step takes.
    #[error("more than {limit} records")]
    TooMany {
        /// How many it takes.
        limit: usize,
    },
    /// More records than are changed at once.
    #[error("more than {limit} records at once")]
    TooManyAtOnce {
        /// How many are.
        limit: usize,
    },
    /// What is to be done does not go with what the field holds.
    #[error("this cannot be done with `{field}`")]
    NotForField {
        /// The field's name.
        field: String,
    },
    /// What is to be counted with is no number.
    #[error("{0}")]
    Operand(ValueProblem),
    /// The service does not do this to this entity type.
    #[error("the service does not {operation} these records")]
    NotOffered {
        /// `create`, `change` or `delete`.
        operation: &'static str,
    },
    /// A person stopped a step over many records: nothing of it was kept.
    #[error("the step was stopped")]
    Stopped,
    /// The record is marked to be deleted.
    #[error("the record is marked to be deleted")]
    MarkedForDeletion,
    /// The record is not on this computer.
    #[error("the record is not on this computer")]
    Gone,
    /// It cannot be a word of the service.
    #[error("this can be no word of the service")]
    NoWord,
    /// The mirror could not be read.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for DraftError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
