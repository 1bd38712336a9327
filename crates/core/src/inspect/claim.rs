//! Header parameters and claims with their plain meaning.

use super::hidden::{answer_without, cut_without_tokens, without_tokens, without_tokens_in};
use super::members::Members;
use super::registry::{self, Kind, Place};
use serde_json::Value;

/// Objects are opened this deep; below that their JSON is shown as it is.
const DEEPEST: usize = 6;

/// A header parameter or claim and its plain meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The name in the token.
    pub name: String,
    /// Text as it is, anything else as JSON. Untrusted.
    pub value: String,
    /// The value is a JSON string.
    pub is_text: bool,
    /// What it means to a person; `None` for the service's own.
    pub meaning: Option<String>,
    /// The document that defines it.
    pub defined_in: Option<&'static str>,
    /// Set for a NumericDate (RFC 7519 §2), in seconds since 1970.
    pub time: Option<f64>,
    /// What stands inside an object or a list of objects.
    pub inside: Vec<Claim>,
    /// It was cut off: not to be relied on.
    pub incomplete: bool,
}

/// Explains what could be read of an object.
pub(super) fn explained(members: &Members, place: Place) -> Vec<Claim> {
    let broken = members.broken.iter().map(|(name, start)| Claim {
        meaning: Some("It breaks off here: do not rely on it".to_owned()),
        incomplete: true,
        value: cut_without_tokens(name, start),
        ..claim(name, &Value::from(""), place, 0)
    });
    members.complete.iter().map(|(name, value)| claim(name, value, place, 0)).chain(broken).collect()
}

/// Explains the members of a server's answer about `token`, which some servers send back in it.
pub fn explained_answer(object: &crate::Record, token: &str) -> Vec<Claim> {
    let answer = answer_without(token, &Value::Object(object.clone()));
    let Value::Object(answer) = answer else { return Vec::new() };
    answer.iter().map(|(name, value)| claim(name, value, Place::Claims, 0)).collect()
}

fn claim(name: &str, value: &Value, place: Place, depth: usize) -> Claim {
    let value = &without_tokens(name, value);
    let known = registry::find(name, place).filter(|_| depth == 0 || place == Place::Claims);
    let meaning = known.map(|known| match known.kind {
        Kind::Plain => known.meaning.to_owned(),
        Kind::Words(words) => worded(known.meaning, words, value),
        Kind::Time if time_of(value).is_some() => known.meaning.to_owned(),
        Kind::Time => format!("{}: a time that no calendar has", known.meaning),
    });
    Claim {
        name: without_tokens_in(name),
        value: text_of(value),
        is_text: value.is_string(),
        meaning,
        defined_in: known.map(|known| known.defined_in),
        time: known.filter(|known| matches!(known.kind, Kind::Time)).and_then(|_| time_of(value)),
        inside: inside(value, depth + 1),
        incomplete: false,
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn inside(value: &Value, depth: usize) -> Vec<Claim> {
    if depth > DEEPEST {
        return Vec::new();
    }
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| claim(name, value, Place::Claims, depth)).collect(),
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            items.iter().enumerate().map(|(at, item)| claim(&(at + 1).to_string(), item, Place::Inside, depth)).collect()
        }
        _ => Vec::new(),
    }
}

/// The meaning with what is known of the value: `How it is signed: RSA with SHA-256`.
fn worded(meaning: &str, words: &[(&str, &str)], value: &Value) -> String {
    let single = [value.clone()];
    let values = value.as_array().map_or(single.as_slice(), Vec::as_slice);
    let said: Vec<&str> =
        values.iter().filter_map(|value| words.iter().find(|(known, _)| value.as_str() == Some(known)).map(|(_, said)| *said)).collect();
    if said.is_empty() { meaning.to_owned() } else { format!("{meaning}: {}", said.join(", ")) }
}

pub(super) fn time_of(value: &Value) -> Option<f64> {
    value.as_f64().and_then(in_calendar)
}

/// A time that a calendar has: from 1970 until the year 9999, in seconds since 1970.
pub fn in_calendar(seconds: f64) -> Option<f64> {
    (0.0..253_402_300_800.0).contains(&seconds).then_some(seconds)
}
