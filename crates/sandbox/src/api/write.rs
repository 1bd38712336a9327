//! Reading, creating and deleting one record (`core-api.md` sections 10, 11 and 13).

use super::caller::Caller;
use super::errors::ApiError;
use super::outgoing::Outgoing;
use super::{Answer, checks, custom_fields, labels, rules, workflow};
use crate::store::{Db, Record, StoreError, Table};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use coredesk_catalogue::FieldKind;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// `GET /{resource}/{id}`: the whole record with its nested parts.
pub(super) fn read(db: &Db, caller: &Caller<'_>, table: &Table, id: &str) -> Result<Answer, ApiError> {
    let Some(stored) = db.record(table, id)? else {
        return match caller.faults.value("missing").as_deref() {
            Some("204") => Ok(Answer::no_content()),
            Some("403") => Err(ApiError::forbidden()),
            _ => Err(ApiError::not_found(table.name())),
        };
    };
    let mut record = stored.record;
    Outgoing::single(caller.faults).apply(table, &mut record);
    let record = Value::Object(record);
    let answer = match caller.faults.value("single").as_deref() {
        Some("array") => json!([record]),
        Some("data") => json!({ "data": record }),
        _ => record,
    };
    Ok(Answer::json(StatusCode::OK, answer.to_string()))
}

/// `POST /{resource}`: 201 with the whole record.
pub(super) fn create(db: &mut Db, caller: &Caller<'_>, table: &Table, body: &[u8]) -> Result<Answer, ApiError> {
    let sent = checks::record_of(body)?;
    let created = db.in_transaction(|db| insert(db, caller, table, &sent))?;
    Ok(Answer::json(StatusCode::CREATED, created.to_string()))
}

/// `DELETE /{resource}/{id}`: 204, and a row in `/deletedhistory`; 409 while other records refer to it.
pub(super) fn delete(db: &mut Db, caller: &Caller<'_>, table: &Table, id: &str) -> Result<Answer, ApiError> {
    let deleted = db.in_transaction(|db| {
        let stored = db.record(table, id)?.ok_or_else(|| ApiError::not_found(table.name()))?;
        rules::check_unlocked(table, &stored.record)?;
        workflow::check(&stored.record, None)?;
        let tables = Arc::clone(&db.tables);
        for (referring, field) in tables.references_to(table.name()) {
            if db.has_value(referring, &field.name, id)? {
                let message = format!("The record is in use: {} refers to it by `{}`.", referring.entity.plural, field.name);
                return Err(ApiError::conflict("RecordInUse", message));
            }
        }
        db.delete(table, stored.row)?;
        custom_fields::list_anew(db, table, id, None)?;
        if let Some(history) = tables.get("deletedhistory") {
            let mut deleted = Record::new();
            deleted.insert("id".to_owned(), stored.record["id"].clone());
            deleted.insert("deletedOn".to_owned(), now().into());
            deleted.insert("entity".to_owned(), table.name().into());
            db.insert(history, &deleted)?;
        }
        rules::follow_tree(db, table, &[parent(&stored.record)])?;
        Ok::<_, ApiError>(stored.record)
    })?;
    Ok(match caller.faults.value("deleted").as_deref() {
        Some("200") => Answer { status: StatusCode::OK, body: None },
        Some("200-record") => Answer::json(StatusCode::OK, Value::Object(deleted).to_string()),
        _ => Answer::no_content(),
    })
}

pub(super) fn insert(db: &mut Db, caller: &Caller<'_>, table: &Table, sent: &Record) -> Result<Value, ApiError> {
    let wish = workflow::wish(db, caller, table, sent)?;
    let mut record = complete(db, table, sent)?;
    workflow::write(table, None, wish, &mut record);
    if let Some(date) = table.entity.field("date")
        && date.kind == FieldKind::Date
        && !record.contains_key("date")
    {
        record.insert("date".to_owned(), format!("{}T00:00:00", caller.today).into());
    }
    let id = Uuid::new_v4().to_string();
    record.insert("id".to_owned(), id.as_str().into());
    for field in ["objectState", "token"] {
        if table.entity.field(field).is_some() {
            record.insert(field.to_owned(), 0.into());
        }
    }
    stamp(table, caller, &mut record, &["createdOn", "lastUpdated"], &["createdById", "lastUpdatedById"]);
    db.insert(table, &record)?;
    custom_fields::list_anew(db, table, &id, Some(&record))?;
    rules::follow_tree(db, table, &[parent(&record)])?;
    whole(db, table, &id)
}

/// The sent record, checked, with names and what the service works out.
pub(super) fn complete(db: &Db, table: &Table, sent: &Record) -> Result<Record, ApiError> {
    let mut record = checks::checked(db, table, sent)?;
    rules::fill(db, table, &mut record)?;
    rules::check(db, table, &record)?;
    custom_fields::complete(db, table, &mut record)?;
    labels::fill(db, table, &mut record)?;
    Ok(record)
}

/// A new version, the time and the person, as far as the resource has such fields.
pub(super) fn stamp(table: &Table, caller: &Caller<'_>, record: &mut Record, times: &[&str], people: &[&str]) {
    let now = now();
    let has = |field: &str| table.entity.field(field).is_some();
    for field in times.iter().filter(|field| has(field)) {
        record.insert((*field).to_owned(), now.as_str().into());
    }
    for field in people.iter().filter(|field| has(field)) {
        record.insert((*field).to_owned(), caller.employee_id.into());
    }
    if has("version") {
        record.insert("version".to_owned(), STANDARD.encode(rand::random::<[u8; 8]>()).into());
    }
}

pub(super) fn whole(db: &Db, table: &Table, id: &str) -> Result<Value, ApiError> {
    let stored = db.record(table, id)?.ok_or_else(|| ApiError::from(StoreError::UnknownResource(table.name().to_owned())))?;
    Ok(Value::Object(stored.record))
}

pub(super) fn title<'a>(table: &Table, record: &'a Record) -> Option<&'a str> {
    record.get(table.entity.title_field.as_deref()?)?.as_str()
}

pub(super) fn parent(record: &Record) -> Option<String> {
    record.get("parentId").and_then(Value::as_str).map(str::to_owned)
}

/// The time now in UTC, to the millisecond.
fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
