//! The text of a document as one tree of JSON values, whether it was JSON or YAML.

use super::limits::DOCUMENT_AT_MOST;
use super::{ReadError, yaml};
use serde_json::Value;

/// Reads JSON, else YAML. Numbers keep the digits they were written with.
pub(super) fn parse(text: &str) -> Result<Value, ReadError> {
    if text.len() > DOCUMENT_AT_MOST {
        return Err(ReadError::TooLong);
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    if is_page(text) {
        return Err(ReadError::Page);
    }
    let json = serde_json::from_str(text);
    match json {
        Ok(value) => Ok(value),
        Err(error) if is_too_deep(&error) => Err(ReadError::TooDeep),
        // What begins like JSON is meant as JSON.
        Err(error) => yaml::parse(text).map_err(|other| match other {
            ReadError::NoText { .. } if text.starts_with(['{', '[']) => ReadError::NoText { line: error.line() },
            other => other,
        }),
    }
}

/// A web page, such as the one that shows a document to people.
fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(15).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<head")
}

// The parser has no other mark for it.
fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit exceeded")
}
