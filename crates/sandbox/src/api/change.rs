//! Changing one record, in whole or in part (`core-api.md` section 12).

use super::caller::Caller;
use super::errors::ApiError;
use super::workflow::Action;
use super::{Answer, checks, custom_fields, labels, rules, workflow, write};
use crate::store::{Db, Record, Table};
use axum::http::StatusCode;

/// Fields that stay as they were when a record is changed.
const KEPT_ON_UPDATE: [&str; 5] = ["id", "createdOn", "createdById", "objectState", "token"];

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
            let mut due = table.entity.fields.iter().filter(|field| !field.nested && field.label_of.is_none() && !field.read_only);
            due.all(|field| sent.contains_key(&field.name))
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
    let id = id.to_ascii_lowercase();
    let id = id.as_str();
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
            _ if decides => write::complete(db, table, &stored.record)?,
            Completeness::Partial => write::complete(db, table, &merged(&stored.record, sent))?,
            _ => write::complete(db, table, sent)?,
        };
        for field in KEPT_ON_UPDATE {
            if let Some(value) = stored.record.get(field) {
                record.insert(field.to_owned(), value.clone());
            }
        }
        workflow::write(table, Some(&stored.record), wish, &mut record);
        write::stamp(table, caller, &mut record, &["lastUpdated"], &["lastUpdatedById"]);
        db.update(table, stored.row, &record)?;
        custom_fields::list_anew(db, table, id, Some(&record))?;
        let (before, after) = (write::title(table, &stored.record), write::title(table, &record));
        if before != after {
            labels::spread(db, table, id, after.unwrap_or_default())?;
        }
        rules::follow_tree(db, table, &[write::parent(&stored.record), write::parent(&record)])?;
        write::whole(db, table, id)
    })?;
    Ok(Answer::json(StatusCode::OK, changed.to_string()))
}

fn merged(stored: &Record, sent: &Record) -> Record {
    let mut record = stored.clone();
    record.extend(sent.iter().map(|(name, value)| (name.clone(), value.clone())));
    record
}
