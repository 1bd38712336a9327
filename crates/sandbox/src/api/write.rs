//! Reading, creating, changing and deleting one record (`core-api.md` sections 10 to 14).

use super::caller::Caller;
use super::errors::ApiError;
use super::outgoing::Outgoing;
use super::workflow::Action;
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

/// Fields that stay as they were when a record is changed.
const KEPT_ON_UPDATE: [&str; 5] = ["id", "createdOn", "createdById", "objectState", "token"];

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

/// `PUT /{resource}/{id}` with the whole record and its `version`. What is left out is cleared.
pub(super) fn update(db: &mut Db, caller: &Caller<'_>, table: &Table, id: &str, body: &[u8]) -> Result<Answer, ApiError> {
    let put = caller.faults.value("put");
    let completeness = match put.as_deref() {
        Some("whole") => Completeness::Whole,
        Some("partial") => Completeness::Partial,
        Some("no-version") => Completeness::Unversioned,
        _ => Completeness::Versioned,
    };
    change(db, caller, table, id, (&checks::record_of(body)?, completeness))
}

/// `PATCH /{resource}/{id}` with some of the fields. What is left out stays as it is.
pub(super) fn patch(db: &mut Db, caller: &Caller<'_>, table: &Table, id: &str, body: &[u8]) -> Result<Answer, ApiError> {
    change(db, caller, table, id, (&checks::record_of(body)?, Completeness::Partial))
}

/// What the body of a change has to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Completeness {
    /// Every field and the version.
    Whole,
    /// The version. What is left out is cleared.
    Versioned,
    /// Nothing. What is left out is cleared.
    Unversioned,
    /// Nothing. What is left out is kept.
    Partial,
}

impl Completeness {
    fn is_met(self, table: &Table, sent: &Record, stored: &Record) -> bool {
        let good_version = sent.get("version") == stored.get("version");
        let has_every_field = || {
            let due = table.entity.fields.iter().filter(|field| !field.nested && field.label_of.is_none() && !field.read_only);
            due.into_iter().all(|field| sent.contains_key(&field.name))
        };
        match self {
            _ if table.entity.field("version").is_none() => true,
            Self::Whole => good_version && has_every_field(),
            Self::Versioned => good_version,
            Self::Unversioned | Self::Partial => good_version || !sent.contains_key("version"),
        }
    }
}

fn change(
    db: &mut Db,
    caller: &Caller<'_>,
    table: &Table,
    id: &str,
    (sent, completeness): (&Record, Completeness),
) -> Result<Answer, ApiError> {
    let changed = db.in_transaction(|db| {
        let stored = db.record(table, id)?.ok_or_else(|| match caller.faults.has("missing-update", "500") {
            true => ApiError::general_exception(),
            false => ApiError::not_found(table.name()),
        })?;
        if sent.get("id").is_some_and(|sent| sent.as_str().is_none_or(|sent| !sent.eq_ignore_ascii_case(id))) {
            return Err(ApiError::bad_request("InvalidValue", "`id` is not that of the path."));
        }
        if !completeness.is_met(table, sent, &stored.record) {
            return Err(ApiError::outdated_model());
        }
        rules::check_unlocked(table, &stored.record)?;
        let wish = workflow::wish(db, caller, table, sent)?;
        workflow::check(&stored.record, wish.as_ref())?;
        // Who approves or rejects decides about the record as it stands.
        let decides = wish.as_ref().is_some_and(|wish| wish.action != Action::Submit);
        let mut record = match completeness {
            _ if decides => complete(db, table, &stored.record)?,
            Completeness::Partial => complete(db, table, &merged(&stored.record, sent))?,
            _ => complete(db, table, sent)?,
        };
        for field in KEPT_ON_UPDATE {
            if let Some(value) = stored.record.get(field) {
                record.insert(field.to_owned(), value.clone());
            }
        }
        workflow::write(table, Some(&stored.record), wish, &mut record);
        stamp(table, caller, &mut record, &["lastUpdated"], &["lastUpdatedById"]);
        db.update(table, stored.row, &record)?;
        custom_fields::list_anew(db, table, id, Some(&record))?;
        let (before, after) = (title(table, &stored.record), title(table, &record));
        if before != after {
            labels::spread(db, table, id, after.unwrap_or_default())?;
        }
        rules::follow_tree(db, table, &[parent(&stored.record), parent(&record)])?;
        whole(db, table, id)
    })?;
    Ok(Answer::json(StatusCode::OK, changed.to_string()))
}

fn merged(stored: &Record, sent: &Record) -> Record {
    let mut record = stored.clone();
    record.extend(sent.iter().map(|(name, value)| (name.clone(), value.clone())));
    record
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
fn complete(db: &Db, table: &Table, sent: &Record) -> Result<Record, ApiError> {
    let mut record = checks::checked(db, table, sent)?;
    rules::fill(db, table, &mut record)?;
    rules::check(db, table, &record)?;
    custom_fields::complete(db, table, &mut record)?;
    labels::fill(db, table, &mut record)?;
    Ok(record)
}

/// A new version, the time and the person, as far as the resource has such fields.
fn stamp(table: &Table, caller: &Caller<'_>, record: &mut Record, times: &[&str], people: &[&str]) {
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
