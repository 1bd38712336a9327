//! When two values mean the same, so that writing one over the other is no change.

use super::value::number;
use coredesk_catalogue::{EntityType, Field, FieldKind, referenced_id};
use jiff::Timestamp;
use serde_json::{Map, Number, Value};

/// Whether two values of the field called `name` mean the same.
pub(super) fn same_in(entity_type: &EntityType, name: &str, one: &Value, other: &Value) -> bool {
    alike(entity_type.field(name), one, other)
}

/// Whether two values of `field` mean the same to a person: `12.5` and `12.50`, also as texts where they are numbers; a
/// moment in two offsets; an id as a number, as a text and as the record itself; nothing, an empty text and an empty list.
pub(crate) fn alike(field: Option<&Field>, one: &Value, other: &Value) -> bool {
    if one == other || (is_empty(one) && is_empty(other)) {
        return true;
    }
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => plain(one) == plain(other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(field, one, other))
        }
        (Value::Object(one), Value::Object(other)) if !field.is_some_and(|field| field.kind.is_id()) => alike_parts(field, one, other),
        _ => field.is_some_and(|field| alike_of_kind(&field.kind, one, other)),
    }
}

/// Nothing is there.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The number without what does not change it.
pub(super) fn plain(number: &Number) -> String {
    let written = number.to_string();
    if written.contains(['e', 'E']) {
        return number.as_f64().map_or(written, |double| double.to_string());
    }
    let short = if written.contains('.') { written.trim_end_matches('0').trim_end_matches('.') } else { &written };
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// A part that is left out is an empty one.
fn alike_parts(field: Option<&Field>, one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let is_alike = |name: &String| {
        let part = field.and_then(|field| field.parts.iter().find(|part| &part.name == name));
        alike(part, one.get(name).unwrap_or(&Value::Null), other.get(name).unwrap_or(&Value::Null))
    };
    one.keys().all(is_alike) && other.keys().filter(|name| !one.contains_key(*name)).all(is_alike)
}

fn alike_of_kind(kind: &FieldKind, one: &Value, other: &Value) -> bool {
    fn both<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
        one.is_some() && one == other
    }
    let text = |value: &Value| value.as_str().map(|text| text.trim().to_owned());
    match kind {
        _ if kind.is_number() => {
            let digits = |value: &Value| number(value).ok().map(|number| plain(&number));
            both(digits(one), digits(other))
        }
        _ if kind.is_id() => both(referenced_id(one), referenced_id(other)),
        FieldKind::Date => {
            let day = |value: &Value| text(value)?.get(..10).map(str::to_owned);
            both(day(one), day(other))
        }
        FieldKind::Instant => {
            let moment = |value: &Value| text(value)?.parse::<Timestamp>().ok();
            both(moment(one), moment(other))
        }
        _ => false,
    }
}
