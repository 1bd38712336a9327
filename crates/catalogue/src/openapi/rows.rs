//! The rows in the answer to a list, and the record in an answer that wraps it, found by their shape.

use super::document::Document;
use super::names::singular_words;
use super::schema::{Schema, Type};
use serde_json::Value;

/// The answer to a list.
#[derive(Clone, Default)]
pub(super) struct Listing<'d> {
    /// One row; none if the document does not say.
    pub(super) row: Option<Schema<'d>>,
    /// Where the rows stand in the answer; none if it is the list itself.
    pub(super) rows_at: Option<String>,
    /// The answer as a whole.
    pub(super) answer: Schema<'d>,
}

/// What rows are usually called.
const ROWS: [&str; 16] = [
    "results",
    "data",
    "items",
    "value",
    "values",
    "records",
    "rows",
    "entries",
    "content",
    "objects",
    "elements",
    "list",
    "result",
    "hits",
    "resources",
    "nodes",
];
/// What the parts of an answer are called that hold the rows one level deeper.
const WRAPPERS: [&str; 6] = ["data", "result", "response", "_embedded", "payload", "body"];

/// The rows in an answer; none if it is no list. `collection` is the path's own word for them. With `paired` there is a
/// path of one record, so that the only list of objects in the answer is taken for the rows.
pub(super) fn listing<'d>(document: &Document<'d>, schema: &'d Value, collection: &str, paired: bool) -> Option<Listing<'d>> {
    let answer = Schema::of(document, schema);
    let (rows_at, row) = rows_in(document, &answer, collection, paired, 0)?;
    Some(Listing { row, rows_at: (!rows_at.is_empty()).then_some(rows_at), answer })
}

type Rows<'d> = (String, Option<Schema<'d>>);

fn rows_in<'d>(document: &Document<'d>, answer: &Schema<'d>, collection: &str, paired: bool, depth: usize) -> Option<Rows<'d>> {
    if answer.kind() == Some(Type::Array) {
        return row_of(document, answer).map(|row| (String::new(), row));
    }
    if answer.kind() != Some(Type::Object) {
        return None;
    }
    let properties = answer.properties(document);
    let lists: Vec<(&str, Option<Schema<'d>>)> = properties
        .iter()
        .filter(|(_, schema)| schema.kind() == Some(Type::Array))
        .filter_map(|(name, schema)| Some((*name, row_of(document, schema)?)))
        .collect();
    let is_own = |name: &str| singular_words(name) == singular_words(collection);
    let found = lists
        .iter()
        .find(|(name, _)| is_own(name))
        .or_else(|| ROWS.iter().find_map(|usual| lists.iter().find(|(name, _)| name.eq_ignore_ascii_case(usual))))
        .or_else(|| lists.first().filter(|_| paired && lists.len() == 1 && !looks_like_record(&properties)));
    if let Some((name, row)) = found {
        return Some(((*name).to_owned(), row.clone()));
    }
    if depth > 0 {
        return None;
    }
    let wrapper = WRAPPERS.iter().find_map(|usual| properties.iter().find(|(name, schema)| name == usual && schema.has_properties()))?;
    let (at, row) = rows_in(document, &wrapper.1, collection, paired, depth + 1)?;
    Some((format!("{}.{at}", wrapper.0), row)).filter(|_| !at.is_empty())
}

/// One value of a list: none if it is no record, `Some(None)` if nothing is said of it.
fn row_of<'d>(document: &Document<'d>, list: &Schema<'d>) -> Option<Option<Schema<'d>>> {
    let Some(row) = list.items(document) else { return Some(None) };
    match row.kind() {
        None => Some(None),
        Some(Type::Object) => Some(Some(row).filter(Schema::has_properties)),
        Some(Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Array) => None,
    }
}

/// Lists of records carry no id of their own.
fn looks_like_record(properties: &[(&str, Schema<'_>)]) -> bool {
    properties.iter().any(|(name, _)| matches!(*name, "id" | "uuid" | "_id" | "name" | "title"))
}

/// The record in an answer, also where the answer wraps it once, as in `{"data": {…}}`.
pub(super) fn record<'d>(document: &Document<'d>, schema: &'d Value, collection: &str) -> Option<Schema<'d>> {
    let answer = Schema::of(document, schema);
    if answer.kind() != Some(Type::Object) || !answer.has_properties() {
        return None;
    }
    let properties = answer.properties(document);
    if looks_like_record(&properties) || properties.len() > 4 {
        return Some(answer);
    }
    let own = singular_words(collection);
    let wrapped = properties.into_iter().find(|(name, schema)| {
        schema.has_properties() && (WRAPPERS.contains(name) || matches!(*name, "item" | "record") || singular_words(name) == own)
    });
    Some(wrapped.map_or(answer, |(_, schema)| schema))
}
