//! The values of a condition as the keys that they are compared with.

use super::super::fold::fold;
use super::super::key::{id_key, instant, key_by_form, key_of};
use super::super::layout::Column;
use super::Calendar;
use coredesk_catalogue::{FieldKind, referenced_id};
use jiff::civil::Date;
use rusqlite::types::Value as Key;
use serde_json::{Number, Value};

/// The keys that say the same as `value` in `column`; empty if it can be no value of it. A text field may hold numbers,
/// and a field whose kind is a guess has keys by form.
pub(super) fn keys(column: &Column, value: &Value) -> Vec<Key> {
    let kind = &column.field.kind;
    if column.field.workflow.is_some() {
        return text(value).map(Key::Text).into_iter().collect();
    }
    let value = &plain(kind, value);
    let mut keys = vec![key_of(kind, value)];
    if kind.is_text() {
        keys.push(number(value).map_or(Key::Null, |number| key_of(&FieldKind::Number, &number.into())));
        keys.push(text(value).map_or(Key::Null, Key::Text));
    }
    if kind.is_id() && (column.is_counted_id() || column.is_guessed()) {
        keys.push(number(value).map_or(Key::Null, |number| id_key(&number.into())));
    }
    if column.is_guessed() {
        keys.push(key_by_form(value));
    }
    match kind {
        FieldKind::Boolean if !matches!(keys.first(), Some(Key::Integer(0 | 1))) => return Vec::new(),
        FieldKind::Boolean if column.is_guessed() => {
            keys.push(Key::Text(if keys.contains(&Key::Integer(1)) { "true" } else { "false" }.to_owned()))
        }
        kind if kind.is_number() => keys.retain(|key| matches!(key, Key::Integer(_) | Key::Real(_))),
        _ => {}
    }
    let mut different: Vec<Key> = Vec::new();
    for key in keys {
        if key != Key::Null && !different.contains(&key) {
            different.push(key);
        }
    }
    different
}

/// A reference without its name.
fn plain(kind: &FieldKind, value: &Value) -> Value {
    if kind.is_id() { referenced_id(value).map_or(Value::Null, Value::String) } else { value.clone() }
}

/// The id in the value of a reference; `None` for what is none.
pub(super) fn id(value: &Value) -> Option<Key> {
    referenced_id(value).map(Key::Text)
}

/// A text to look for, folded; `None` for what is none, or empty.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => fold(text),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A number; one that a double cannot hold exactly comes as text.
pub(super) fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A day; of a moment the day that it has in the calendar.
pub(super) fn day(kind: &FieldKind, value: &Value, calendar: &Calendar) -> Option<Date> {
    let text = value.as_str()?.trim();
    if *kind == FieldKind::Instant && text.len() > 10 {
        let moment = jiff::Timestamp::from_microsecond(instant(text)?).ok()?;
        return Some(moment.to_zoned(calendar.zone.clone()).date());
    }
    text.get(..10)?.parse().ok()
}

/// The key of a number.
pub(super) fn keys_of_number(number: &Number) -> Key {
    key_of(&FieldKind::Number, &Value::Number(number.clone()))
}
