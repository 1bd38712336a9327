//! Create and update: field checks first, then the rules across fields; a refused write changes nothing.

use super::Call;
use super::check::{Checks, Wrong, not_an_object, written};
use super::description::{Entity, Field};
use super::refusal::{Refusal, messages};
use super::rules::{self, Change};
use super::store::Db;
use crate::store::Record;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// `POST` to a collection.
pub(super) fn create(call: &Call<'_>, entity: &Entity) -> Result<Response, Refusal> {
    let body = object(call)?;
    call.alone(|db| {
        let checks = checks(call, db);
        let mut record = checks.fields(fields(call, entity), &body, absent_in_create).map_err(refusal)?;
        rules::shape(entity, &mut record);
        rules::check(&Change { db, entity, now: call.now, id: None, before: None, after: &record, sent: &body })?;
        let now = Value::from(written(call.now));
        record.extend([("created_at".to_owned(), now.clone()), ("updated_at".to_owned(), now)]);
        if entity.field("spend").is_some() {
            record.insert("spend".to_owned(), "0.00".into());
        }
        if entity.field("approvals").is_some() {
            record.insert("approvals".to_owned(), Value::Array(Vec::new()));
        }
        let id = db.insert(&entity.key, &record)?;
        call.fail_on_purpose()?;
        Ok((StatusCode::CREATED, Json(call.view(entity).object(id, record))).into_response())
    })
}

/// `PUT` to an object: the fields that are sent, unless the whole is asked for.
pub(super) fn update(call: &Call<'_>, entity: &Entity, id: i64) -> Result<Response, Refusal> {
    if !call.shared.bidcore.store.with(|db| db.holds(&entity.key, id))? {
        return Err(Refusal::not_found());
    }
    let body = object(call)?;
    let faults = &call.shared.faults;
    call.alone(|db| {
        let before = db.get(&entity.key, id)?.ok_or_else(Refusal::not_found)?;
        let whole = faults.has("put", "whole");
        let absent = |field: &Field| {
            if whole && field.required { Err(Wrong::Value(messages("This field is required."))) } else { Ok(None) }
        };
        let sent = checks(call, db).fields(fields(call, entity), &body, absent).map_err(refusal)?;
        unchangeable(entity, &before, &sent)?;
        let mut after = before.clone();
        after.extend(sent.clone());
        if !sent.is_empty() {
            rules::shape(entity, &mut after);
            rules::check(&Change { db, entity, now: call.now, id: Some(id), before: Some(&before), after: &after, sent: &sent })?;
            after.insert("updated_at".to_owned(), written(call.now).into());
            db.replace(&entity.key, id, &after)?;
            rules::spread(entity, db, id, &sent, call.now)?;
        }
        call.fail_on_purpose()?;
        if faults.has("updated", "200") {
            return Ok(Json(call.view(entity).object(id, after)).into_response());
        }
        Ok(StatusCode::NO_CONTENT.into_response())
    })
}

impl Call<'_> {
    /// Runs a write alone, all or nothing.
    pub(super) fn alone(&self, act: impl FnOnce(&Db) -> Result<Response, Refusal>) -> Result<Response, Refusal> {
        self.shared.bidcore.store.with(|db| db.in_transaction(|db| act(db)))
    }

    /// The database error that can be switched on.
    pub(super) fn fail_on_purpose(&self) -> Result<(), Refusal> {
        if !self.shared.faults.take("database-error") {
            return Ok(());
        }
        Err(Refusal::Detail(StatusCode::CONFLICT, "Database error. Nothing was stored.".to_owned()))
    }
}

/// The body, which is a JSON object and says so.
fn object(call: &Call<'_>) -> Result<Record, Refusal> {
    let media_type = call.parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json")) {
        let detail = format!("Unsupported media type \"{media_type}\" in request.");
        return Err(Refusal::Detail(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    match serde_json::from_slice(call.body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => match not_an_object(&other) {
            Value::Object(errors) => Err(Refusal::Fields(errors)),
            _ => Err(Refusal::not_found()),
        },
        Err(error) => Err(Refusal::Detail(StatusCode::BAD_REQUEST, format!("JSON parse error - {error}"))),
    }
}

fn checks<'a>(call: &Call<'_>, db: &'a Db) -> Checks<'a> {
    Checks { db, money_is_number: call.shared.faults.is_on("money-numbers") }
}

fn fields<'a>(call: &Call<'_>, entity: &'a Entity) -> impl Iterator<Item = &'a Field> {
    let with_news = call.shared.faults.is_on("document-news");
    entity.schema.fields().iter().filter(move |field| with_news || !field.is_news)
}

/// A field that a create leaves out: its default, else nothing in its kind.
fn absent_in_create(field: &Field) -> Result<Option<Value>, Wrong> {
    if field.required {
        return Err(Wrong::Value(messages("This field is required.")));
    }
    let empty = if field.schema.nullable { Value::Null } else { Value::Object(Record::new()) };
    Ok(Some(field.schema.default.clone().unwrap_or(empty)))
}

/// Refuses other values for fields that only a create sets.
fn unchangeable(entity: &Entity, before: &Record, sent: &Record) -> Result<(), Refusal> {
    let is_changed =
        |field: &&Field| field.schema.immutable && sent.get(&field.name).is_some_and(|value| before.get(&field.name) != Some(value));
    let fields = entity.schema.fields().iter().filter(is_changed);
    let errors: Record = fields.map(|field| (field.name.clone(), messages("This field cannot be changed."))).collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields(errors)) }
}

fn refusal(wrong: Wrong) -> Refusal {
    match wrong {
        Wrong::Value(Value::Object(errors)) => Refusal::Fields(errors),
        Wrong::Value(told) => Refusal::Detail(StatusCode::BAD_REQUEST, told.to_string()),
        Wrong::Ours(error) => Refusal::Ours(error),
    }
}
