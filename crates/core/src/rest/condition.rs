//! Which records of a list are wanted, in the pieces that a service is known to take.

use serde_json::Value;

/// A wish for some records of a list instead of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Records that fit at least one of the groups; a group is fitted when all of its comparisons are. This is all
    /// that the confirmed grammar of BQE CORE can say, which has no parentheses (`core-api.md`, section 9).
    AnyOf(Vec<Vec<Comparison>>),
    /// An expression in the service's own language, sent as it is.
    Expression(String),
}

/// A field compared with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The field's name on the wire.
    pub field: String,
    /// How they are compared.
    pub operator: Operator,
    /// What the field is compared with, as it stands in a record; null with [`Operator::IsNull`].
    pub value: Value,
}

/// The comparisons that a list can be asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `is null`
    IsNull,
}
