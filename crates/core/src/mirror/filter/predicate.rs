//! A piece of an SQL condition with its values bound.

use rusqlite::types::Value as Key;

/// SQL that is true, false or NULL for a row, with a `?` for each of its values in their order.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Predicate {
    pub(in super::super) sql: String,
    pub(in super::super) values: Vec<Key>,
}

impl Predicate {
    pub(in super::super) fn new(sql: impl Into<String>, values: impl IntoIterator<Item = Key>) -> Self {
        Self { sql: sql.into(), values: values.into_iter().collect() }
    }

    /// `place` is one of `keys`; false for none.
    pub(super) fn is_any(place: &str, keys: Vec<Key>) -> Self {
        Self { sql: format!("{place} IN ({})", vec!["?"; keys.len()].join(", ")), values: keys }
    }

    /// All of them hold; true for none.
    pub(in super::super) fn all(parts: Vec<Self>) -> Self {
        Self::joined(parts, " AND ", "1")
    }

    /// One of them holds; false for none.
    pub(in super::super) fn any(parts: Vec<Self>) -> Self {
        Self::joined(parts, " OR ", "0")
    }

    /// It does not hold; what is not known does not hold.
    pub(super) fn negated(self) -> Self {
        Self { sql: format!("NOT ifnull({}, 0)", self.sql), values: self.values }
    }

    fn joined(mut parts: Vec<Self>, between: &str, none: &str) -> Self {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        if parts.is_empty() {
            return Self::new(none, []);
        }
        let sql = parts.iter().map(|part| part.sql.as_str()).collect::<Vec<_>>().join(between);
        Self { sql: format!("({sql})"), values: parts.into_iter().flat_map(|part| part.values).collect() }
    }
}
