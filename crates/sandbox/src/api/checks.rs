//! What the catalogue says about a record that a client sends: required, type, length, reference.

use super::errors::ApiError;
use crate::store::{Db, Record, Table};
use coredesk_catalogue::{Field, FieldKind, Reference};
use serde_json::Value;
use uuid::Uuid;

/// Reads the body of a create or an update as one record.
pub(super) fn record_of(body: &[u8]) -> Result<Record, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(record)) => Ok(record),
        Ok(_) => Err(ApiError::bad_request("InvalidBody", "One JSON object is expected.")),
        Err(error) => Err(ApiError::bad_request("InvalidBody", format!("The body is no JSON: {error}."))),
    }
}

/// The record with what a client may set, its values in the form in which they are kept.
///
/// Fields that only the server sets are left out. Members that the catalogue does not know are kept as
/// they are, as a newer version of the service would.
pub(super) fn checked(db: &Db, table: &Table, sent: &Record) -> Result<Record, ApiError> {
    let mut record = Record::new();
    for field in table.entity.fields.iter().filter(|field| !field.read_only) {
        let value = sent.get(&field.name).filter(|value| !value.is_null());
        if let Some(value) = value {
            record.insert(field.name.clone(), checked_value(db, field, value)?);
        }
        if field.required && value.is_none_or(|value| value.as_str() == Some("")) {
            return Err(ApiError::bad_request("RequiredField", format!("`{}` is required.", field.name)));
        }
    }
    for (name, value) in sent.iter().filter(|(name, _)| table.entity.field(name).is_none()) {
        record.insert(name.clone(), value.clone());
    }
    Ok(record)
}

fn checked_value(db: &Db, field: &Field, value: &Value) -> Result<Value, ApiError> {
    if field.array {
        return if value.is_array() { Ok(value.clone()) } else { Err(wrong(field, "a list")) };
    }
    match &field.kind {
        FieldKind::Text | FieldKind::LongText => text(field, value),
        FieldKind::Integer => kept(value, value.is_i64() || value.is_u64(), field, "a whole number"),
        FieldKind::Number | FieldKind::Money => kept(value, value.is_number(), field, "a number"),
        FieldKind::Boolean => kept(value, value.is_boolean(), field, "true or false"),
        FieldKind::Date => date(field, value),
        FieldKind::DateTime | FieldKind::Instant => date_time(field, value),
        FieldKind::Id => id(field, value),
        FieldKind::Reference(reference) => referenced(db, field, reference, value),
        FieldKind::Enum { values, complete } => {
            let known = !complete || values.iter().any(|known| known.value == *value);
            kept(value, value.is_i64() && known, field, "one of its codes, a whole number")
        }
        FieldKind::Object => kept(value, value.is_object() || value.is_array(), field, "an object"),
    }
}

fn kept(value: &Value, good: bool, field: &Field, what: &str) -> Result<Value, ApiError> {
    if good { Ok(value.clone()) } else { Err(wrong(field, what)) }
}

fn text(field: &Field, value: &Value) -> Result<Value, ApiError> {
    let text = value.as_str().ok_or_else(|| wrong(field, "a text"))?;
    match field.max_length {
        Some(longest) if text.chars().count() > longest as usize => {
            Err(ApiError::bad_request("MaxLength", format!("`{}` takes at most {longest} characters.", field.name)))
        }
        _ => Ok(value.clone()),
    }
}

/// A calendar day, kept as local midnight without zone. One with a zone is refused: it would move by a day.
fn date(field: &Field, value: &Value) -> Result<Value, ApiError> {
    let refused = || wrong(field, "a date such as 2026-05-05T00:00:00, without a zone");
    let text = value.as_str().ok_or_else(refused)?;
    let whole = if text.len() == 10 { format!("{text}T00:00:00") } else { text.to_owned() };
    let zoneless = !whole.ends_with(['Z', 'z']) && !whole.get(10..).is_some_and(|time| time.contains(['+', '-']));
    if zoneless && whole.parse::<jiff::civil::DateTime>().is_ok() { Ok(whole.into()) } else { Err(refused()) }
}

fn date_time(field: &Field, value: &Value) -> Result<Value, ApiError> {
    let good = value.as_str().is_some_and(|text| text.trim_end_matches(['Z', 'z']).parse::<jiff::civil::DateTime>().is_ok());
    kept(value, good, field, "a date with a time such as 2026-05-05T08:30:00")
}

fn id(field: &Field, value: &Value) -> Result<Value, ApiError> {
    let refused = || wrong(field, "a uuid");
    let id = Uuid::try_parse(value.as_str().ok_or_else(refused)?).map_err(|_| refused())?;
    Ok(id.to_string().into())
}

/// The zero uuid means "none" (`core-api.md` section 17).
fn referenced(db: &Db, field: &Field, reference: &Reference, value: &Value) -> Result<Value, ApiError> {
    let value = id(field, value)?;
    let text = value.as_str().unwrap_or_default();
    if text == Uuid::nil().to_string() {
        return Ok(Value::Null);
    }
    for name in &reference.entity_types {
        if let Some(target) = db.tables.get(name)
            && db.title(target, text)?.is_some()
        {
            return Ok(value);
        }
    }
    let message = format!("`{}` names a {} that does not exist.", field.name, reference.entity_types.join(" or "));
    Err(ApiError::bad_request("InvalidReference", message))
}

fn wrong(field: &Field, what: &str) -> ApiError {
    ApiError::bad_request("InvalidValue", format!("`{}` must be {what}.", field.name))
}
