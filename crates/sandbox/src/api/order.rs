//! The `orderBy` parameter: `field`, `field asc`, `field desc`, several with commas.

use super::errors::ApiError;
use crate::store::{Query, Table};

/// Reads `text` into the question's order. Rows that are equal in it keep the order of their creation.
pub(super) fn read(table: &Table, text: &str, question: &mut Query) -> Result<(), ApiError> {
    let refused = |message: String| Err(ApiError::bad_request("InvalidOrderBy", message));
    let mut terms = Vec::new();
    let mut last = "ASC";
    let mut indexed = true;
    for term in text.split(',').map(str::trim).filter(|term| !term.is_empty()) {
        let mut words = term.split_ascii_whitespace();
        let field = words.next().unwrap_or_default();
        last = match words.next().map(str::to_ascii_lowercase).as_deref() {
            None | Some("asc") => "ASC",
            Some("desc") => "DESC",
            Some(other) => return refused(format!("`{other}` is no direction; use asc or desc.")),
        };
        if words.next().is_some() {
            return refused(format!("`{term}` does not parse."));
        }
        let Some(column) = table.column(field).filter(|column| column.sortable) else {
            return refused(format!("{} cannot be sorted by `{field}`.", table.name()));
        };
        indexed = column.is_indexed() && terms.is_empty();
        terms.push(format!("\"{field}\" {last}"));
    }
    question.order_is_indexed = indexed;
    terms.push(format!("_rid {last}"));
    question.order = terms.join(", ");
    Ok(())
}
