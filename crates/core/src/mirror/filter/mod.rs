//! Filters: which rows a person wants to see, as conditions on fields, made into SQL over the keys.

mod compile;
mod days;
mod place;
mod predicate;
mod values;

pub use days::{Calendar, Period};
pub(super) use place::FieldPlace;
pub(super) use predicate::Predicate;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which rows are shown: those for which all conditions of at least one group hold; without a group all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any group, all conditions inside.
    pub groups: Vec<Vec<FilterCondition>>,
}

/// One condition on a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterCondition {
    /// The field's name.
    pub field: String,
    /// How it is compared.
    pub operator: FilterOperator,
    /// As many as the operator takes, in the form of a cell: a reference may be `{ id, label }`, a day is `2026-10-31`.
    pub values: Vec<Value>,
}

/// How a field is compared. Texts are compared folded, a reference with text by its name; days are those of a
/// [`Calendar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FilterOperator {
    /// One value.
    Is,
    /// One value; rows without a value fit too.
    IsNot,
    /// One value or more.
    AnyOf,
    /// One value or more; rows without a value fit too.
    NoneOf,
    /// A text.
    Contains,
    /// A text; rows without a value fit too.
    DoesNotContain,
    /// A text.
    StartsWith,
    /// A number, or before a day.
    Less,
    /// A number, or on a day or before it.
    AtMost,
    /// A number, or after a day.
    Greater,
    /// A number, or on a day or after it.
    AtLeast,
    /// Two values, both included.
    Between,
    /// How many days up to and with today.
    InLastDays,
    /// How many days from today on.
    InNextDays,
    /// The name of a [`Period`].
    InPeriod,
    /// There is no value.
    IsEmpty,
    /// There is a value.
    IsNotEmpty,
}

/// A filter that cannot be asked of the rows that are here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The entity type has no such field (any more).
    #[error("there is no field `{field}`")]
    UnknownField {
        /// The name that the filter has for it.
        field: String,
    },
    /// The field holds parts, or a list that is no list of references: it is kept in the record alone.
    #[error("`{title}` holds parts and has no value of its own")]
    Parts {
        /// What a person calls the field.
        title: String,
    },
    /// Fields of this kind are not compared that way.
    #[error("`{title}` cannot be compared that way")]
    Operator {
        /// What a person calls the field.
        title: String,
    },
    /// A value is of another kind than the field, or empty.
    #[error("`{value}` is no value to compare `{title}` with")]
    Value {
        /// What a person calls the field.
        title: String,
        /// The value as text.
        value: String,
    },
    /// There are fewer or more values than the operator takes.
    #[error("the condition on `{title}` has {given} values")]
    Values {
        /// What a person calls the field.
        title: String,
        /// How many it has.
        given: usize,
    },
    /// More conditions, or days to choose from, than one question can hold.
    #[error("the filter has more than {limit} conditions and days")]
    TooManyParts {
        /// The most that one takes.
        limit: usize,
    },
    /// More values than one question can hold.
    #[error("the filter has more than {limit} values")]
    TooLong {
        /// The most that one takes.
        limit: usize,
    },
}
