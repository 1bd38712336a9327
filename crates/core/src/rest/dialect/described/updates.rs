//! The body of a create and of a change: nothing that the service sets by itself, numbers to the last digit.

use super::super::super::request::{Body, JSON, PrepareError, PreparedRequest};
use super::super::super::{Refusal, Update};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldOrigin, UpdateForm, WireForm};
use reqwest::Method;
use serde_json::{Number, Value};

/// RFC 7396.
const MERGE_PATCH: &str = "application/merge-patch+json";

/// The members of a new record.
pub(super) fn created(entity_type: &EntityType, record: &Record) -> Record {
    let is_unset = |field: &Field, value: &Value| value.is_null() || (field.kind.is_id() && value == "");
    // What is only told to place a new record stands in its path.
    let is_in_path = |field: &Field| entity_type.is_nested() && field.create_only && entity_type.parent_field() == Some(&field.name);
    writable(entity_type, record, |field, value| !is_unset(field, value) && !is_in_path(field))
}

/// `request` with the change in the form that the service is described to take.
pub(super) fn first(request: PreparedRequest, entity_type: &EntityType, update: Update<'_>) -> Result<PreparedRequest, PrepareError> {
    let request = request.based_on(update.etag);
    match entity_type.update_form {
        UpdateForm::PutRecord => request.with_body(&as_read(entity_type, update)),
        UpdateForm::PutWhole => request.with_body(&whole(entity_type, update)),
        UpdateForm::PutChanged => request.with_body(&some(changed(entity_type, update))?),
        // More services take plain JSON than the name that it has.
        UpdateForm::Patch => patch(request, entity_type, update, JSON),
    }
}

/// The same in the other form, see [`has_another_form`].
pub(super) fn otherwise(request: PreparedRequest, entity_type: &EntityType, update: Update<'_>) -> Result<PreparedRequest, PrepareError> {
    let request = request.based_on(update.etag);
    match entity_type.update_form {
        UpdateForm::Patch => patch(request, entity_type, update, MERGE_PATCH),
        UpdateForm::PutRecord | UpdateForm::PutWhole | UpdateForm::PutChanged => request.with_body(&described(entity_type, update)),
    }
}

/// Whether a refusal is one of the form alone: a part was taken for the whole, since nothing but fields that were not
/// sent is missed (`bidcore-api.md`, section 5), or a patch goes by another name (RFC 5789 §2.2).
pub(super) fn has_another_form(entity_type: &EntityType, update: Update<'_>, refusal: &Refusal) -> bool {
    match entity_type.update_form {
        UpdateForm::PutRecord | UpdateForm::PutWhole => false,
        UpdateForm::PutChanged => {
            let sent = changed(entity_type, update);
            let was_sent = |path: &[String]| path.first().is_none_or(|name| sent.contains_key(name));
            let misses_others =
                !refusal.fields.is_empty() && refusal.others.is_empty() && !refusal.fields.iter().any(|field| was_sent(&field.path));
            refusal.status == 400 && misses_others
        }
        UpdateForm::Patch => refusal.status == 415,
    }
}

fn patch(
    mut request: PreparedRequest,
    entity_type: &EntityType,
    update: Update<'_>,
    media_type: &'static str,
) -> Result<PreparedRequest, PrepareError> {
    request.method = Method::PATCH;
    let bytes = serde_json::to_vec(&some(changed(entity_type, update))?).map_err(|_| PrepareError::BadRecord)?;
    request.body = Some(Body { bytes, media_type });
    Ok(request)
}

fn some(record: Record) -> Result<Record, PrepareError> {
    if record.is_empty() { Err(PrepareError::NothingChanged) } else { Ok(record) }
}

fn changed(entity_type: &EntityType, update: Update<'_>) -> Record {
    writable(entity_type, update.record, |field, _| !field.create_only && update.changed.contains(&field.name))
}

/// The whole record, as it is and as it was changed. What is not described or not understood goes back as it came, since
/// a replacing PUT clears what it is not sent (RFC 9110 §9.3.4); only what the service sets by itself is left out.
fn whole(entity_type: &EntityType, update: Update<'_>) -> Record {
    let member = |(name, value): (&String, &Value)| {
        let value = match entity_type.field(name) {
            Some(field) if !is_writable(field) => return None,
            Some(field) if field.origin == FieldOrigin::Described => written(field, value),
            Some(_) | None => value.clone(),
        };
        Some((name.clone(), value))
    };
    let mut record: Record = update.record.iter().filter_map(member).collect();
    record.extend(writable(entity_type, update.record, |field, _| update.changed.contains(&field.name)));
    record
}

/// All that is described and may be written: a service that takes some fields refuses those that it does not describe
/// (`bidcore-api.md`, section 12).
fn described(entity_type: &EntityType, update: Update<'_>) -> Record {
    writable(entity_type, update.record, |field, _| field.origin != FieldOrigin::Learnt || update.changed.contains(&field.name))
}

/// The record as it was read, with the changes in the form that the service takes.
fn as_read(entity_type: &EntityType, update: Update<'_>) -> Record {
    let mut record = update.record.clone();
    record.extend(changed(entity_type, update));
    record
}

fn writable(entity_type: &EntityType, record: &Record, is_wanted: impl Fn(&Field, &Value) -> bool) -> Record {
    let member = |(name, value): (&String, &Value)| {
        let field = entity_type.field(name).filter(|field| is_writable(field) && is_wanted(field, value))?;
        Some((name.clone(), written(field, value)))
    };
    record.iter().filter_map(member).collect()
}

fn is_writable(field: &Field) -> bool {
    !field.read_only && !field.bookkeeping && field.label_of.is_none()
}

/// A value in the form that the service takes it in, without parts that it sets by itself.
fn written(field: &Field, value: &Value) -> Value {
    match value {
        Value::Array(values) => Value::Array(values.iter().map(|value| written(field, value)).collect()),
        Value::Object(members) if !field.parts.is_empty() => {
            let part = |name: &str| field.parts.iter().find(|part| part.name == name);
            let member = |(name, value): (&String, &Value)| match part(name) {
                Some(part) if !is_writable(part) => None,
                Some(part) => Some((name.clone(), written(part, value))),
                None => Some((name.clone(), value.clone())),
            };
            Value::Object(members.iter().filter_map(member).collect())
        }
        // A reference may come with the record that it points at.
        Value::Object(members) if field.kind.reference().is_some() => {
            members.get("id").map_or_else(|| value.clone(), |id| written(field, id))
        }
        Value::Number(number) if field.wire == WireForm::Text => Value::String(number.to_string()),
        Value::String(text) if field.wire == WireForm::Number => {
            serde_json::from_str::<Number>(text.trim()).map_or_else(|_| value.clone(), Value::Number)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => value.clone(),
    }
}
