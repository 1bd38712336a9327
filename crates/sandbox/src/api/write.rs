//! Reading, creating, changing and deleting one record (`core-api.md` sections 10 to 14).

use super::errors::ApiError;
use super::{Answer, checks, labels, rules};
use crate::store::{CompanyStore, Db, Record, StoreError, Table};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// Fields that stay as they were when a record is changed.
const KEPT_ON_UPDATE: [&str; 5] = ["id", "createdOn", "createdById", "objectState", "token"];

/// `GET /{resource}/{id}`: the whole record with its nested parts.
pub(super) fn read(db: &Db, table: &Table, id: &str) -> Result<Answer, ApiError> {
    let stored = db.record(table, id)?.ok_or_else(|| ApiError::not_found(table.name()))?;
    Ok(Answer::json(StatusCode::OK, Value::Object(stored.record).to_string()))
}

/// `POST /{resource}`: 201 with the whole record.
pub(super) fn create(db: &mut Db, company: &CompanyStore, table: &Table, body: &[u8]) -> Result<Answer, ApiError> {
    let sent = checks::record_of(body)?;
    let created = db.in_transaction(|db| insert(db, company, table, &sent))?;
    Ok(Answer::json(StatusCode::CREATED, created.to_string()))
}

/// `POST /{resource}/batch`. Time entries: all or nothing, 400 without a word. Others: a job that is done already.
pub(super) fn create_many(db: &mut Db, company: &CompanyStore, table: &Table, body: &[u8]) -> Result<Answer, ApiError> {
    let sent: Vec<Record> = serde_json::from_slice(body).map_err(|_| ApiError::empty_bad_request())?;
    if table.name() == "timeentry" {
        let created = db
            .in_transaction(|db| sent.iter().map(|record| insert(db, company, table, record)).collect::<Result<Vec<_>, _>>())
            .map_err(|_| ApiError::empty_bad_request())?;
        return Ok(Answer::json(StatusCode::CREATED, Value::Array(created).to_string()));
    }
    let results: Vec<Value> = sent
        .iter()
        .map(|record| match db.in_transaction(|db| insert(db, company, table, record)) {
            Ok(created) => json!({ "id": created["id"], "succeeded": true }),
            Err(error) => json!({ "succeeded": false, "message": error.message() }),
        })
        .collect();
    let job = json!({ "jobId": Uuid::new_v4(), "status": "Completed", "results": results });
    Ok(Answer::json(StatusCode::ACCEPTED, job.to_string()))
}

/// `PUT /{resource}/{id}` with the whole record and its `version`. What is left out is cleared.
pub(super) fn update(db: &mut Db, company: &CompanyStore, table: &Table, id: &str, body: &[u8]) -> Result<Answer, ApiError> {
    let sent = checks::record_of(body)?;
    let changed = db.in_transaction(|db| {
        let stored = db.record(table, id)?.ok_or_else(|| ApiError::not_found(table.name()))?;
        if sent.get("id").is_some_and(|sent| sent.as_str().is_none_or(|sent| !sent.eq_ignore_ascii_case(id))) {
            return Err(ApiError::bad_request("InvalidValue", "`id` is not that of the path."));
        }
        if table.entity.field("version").is_some() && sent.get("version") != stored.record.get("version") {
            return Err(ApiError::outdated_model());
        }
        rules::check_unlocked(table, &stored.record)?;
        let mut record = complete(db, table, &sent)?;
        for field in KEPT_ON_UPDATE {
            if let Some(value) = stored.record.get(field) {
                record.insert(field.to_owned(), value.clone());
            }
        }
        stamp(table, company, &mut record, &["lastUpdated"], &["lastUpdatedById"]);
        db.update(table, stored.row, &record)?;
        let (before, after) = (title(table, &stored.record), title(table, &record));
        if before != after {
            labels::spread(db, table, id, after.unwrap_or_default())?;
        }
        rules::follow_tree(db, table, &[parent(&stored.record), parent(&record)])?;
        whole(db, table, id)
    })?;
    Ok(Answer::json(StatusCode::OK, changed.to_string()))
}

/// `DELETE /{resource}/{id}`: 204, and a row in `/deletedhistory`; 409 while other records refer to it.
pub(super) fn delete(db: &mut Db, table: &Table, id: &str) -> Result<Answer, ApiError> {
    db.in_transaction(|db| {
        let stored = db.record(table, id)?.ok_or_else(|| ApiError::not_found(table.name()))?;
        rules::check_unlocked(table, &stored.record)?;
        let tables = Arc::clone(&db.tables);
        for (referring, field) in tables.references_to(table.name()) {
            if db.has_value(referring, &field.name, id)? {
                let message = format!("The record is in use: {} refers to it by `{}`.", referring.entity.plural, field.name);
                return Err(ApiError::conflict("RecordInUse", message));
            }
        }
        db.delete(table, stored.row)?;
        if let Some(history) = tables.get("deletedhistory") {
            let mut deleted = Record::new();
            deleted.insert("id".to_owned(), stored.record["id"].clone());
            deleted.insert("deletedOn".to_owned(), now().into());
            deleted.insert("entity".to_owned(), table.name().into());
            db.insert(history, &deleted)?;
        }
        rules::follow_tree(db, table, &[parent(&stored.record)]).map_err(ApiError::from)
    })?;
    Ok(Answer::no_content())
}

fn insert(db: &mut Db, company: &CompanyStore, table: &Table, sent: &Record) -> Result<Value, ApiError> {
    let mut record = complete(db, table, sent)?;
    let id = Uuid::new_v4().to_string();
    record.insert("id".to_owned(), id.as_str().into());
    for field in ["objectState", "token"] {
        if table.entity.field(field).is_some() {
            record.insert(field.to_owned(), 0.into());
        }
    }
    stamp(table, company, &mut record, &["createdOn", "lastUpdated"], &["createdById", "lastUpdatedById"]);
    db.insert(table, &record)?;
    rules::follow_tree(db, table, &[parent(&record)])?;
    whole(db, table, &id)
}

/// The sent record, checked, with names and what the service works out.
fn complete(db: &Db, table: &Table, sent: &Record) -> Result<Record, ApiError> {
    let mut record = checks::checked(db, table, sent)?;
    rules::fill(db, table, &mut record)?;
    rules::check(db, table, &record)?;
    labels::fill(db, table, &mut record)?;
    Ok(record)
}

/// A new version, the time and the person, as far as the resource has such fields.
fn stamp(table: &Table, company: &CompanyStore, record: &mut Record, times: &[&str], people: &[&str]) {
    let now = now();
    let has = |field: &str| table.entity.field(field).is_some();
    for field in times.iter().filter(|field| has(field)) {
        record.insert((*field).to_owned(), now.as_str().into());
    }
    for field in people.iter().filter(|field| has(field)) {
        record.insert((*field).to_owned(), company.employee_id.as_str().into());
    }
    if has("version") {
        record.insert("version".to_owned(), STANDARD.encode(rand::random::<[u8; 8]>()).into());
    }
}

fn whole(db: &Db, table: &Table, id: &str) -> Result<Value, ApiError> {
    let stored = db.record(table, id)?.ok_or_else(|| ApiError::from(StoreError::UnknownResource(table.name().to_owned())))?;
    Ok(Value::Object(stored.record))
}

fn title<'a>(table: &Table, record: &'a Record) -> Option<&'a str> {
    record.get(table.entity.title_field.as_deref()?)?.as_str()
}

fn parent(record: &Record) -> Option<String> {
    record.get("parentId").and_then(Value::as_str).map(str::to_owned)
}

/// The time now in UTC, to the millisecond.
fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
