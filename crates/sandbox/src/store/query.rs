//! What a list asks of the database, as SQL with bound values.

use rusqlite::types::Value as SqlValue;

/// Which rows, and in which order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    /// An SQL condition over the table's columns; empty for all rows.
    pub(crate) condition: String,
    pub(crate) parameters: Vec<SqlValue>,
    /// SQL order terms; empty for the order of creation.
    pub(crate) order: String,
    /// Whether an index brings the rows in this order, so that the first pages need no sorting.
    pub(crate) order_is_indexed: bool,
}

impl Query {
    /// All rows in the order of creation.
    pub(super) fn is_plain(&self) -> bool {
        self.condition.is_empty() && (self.order.is_empty() || self.order == "_rid ASC")
    }

    pub(super) fn condition_sql(&self) -> String {
        if self.condition.is_empty() { String::new() } else { format!(" WHERE {}", self.condition) }
    }

    pub(super) fn order_sql(&self) -> &str {
        if self.order.is_empty() { "_rid" } else { &self.order }
    }

    /// A text that is the same for the same question.
    pub(super) fn key(&self) -> String {
        format!("{}|{:?}|{}", self.condition, self.parameters, self.order)
    }
}
