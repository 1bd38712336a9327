//! Several new records at once: `POST /{resource}/batch` (`core-api.md` section 14).

use super::caller::Caller;
use super::errors::ApiError;
use super::{Answer, write};
use crate::store::{Db, Record, Table};
use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

/// Time entries: all or nothing, 400 without a word, the records as the answer. Others: a job that is done already.
pub(super) fn create(db: &mut Db, caller: &Caller<'_>, table: &Table, body: &[u8]) -> Result<Answer, ApiError> {
    let sent: Vec<Record> = serde_json::from_slice(body).map_err(|_| ApiError::empty_bad_request())?;
    let by_job = match caller.faults.value("batch").as_deref() {
        Some(form) => form == "job",
        None => table.name() != "timeentry",
    };
    if table.name() == "timeentry" || !by_job {
        let created = all(db, caller, table, &sent)?;
        let as_job = || job(&created.iter().map(done).collect::<Vec<_>>());
        return Ok(if by_job { as_job() } else { Answer::json(StatusCode::CREATED, Value::Array(created).to_string()) });
    }
    Ok(job(&each(db, caller, table, &sent)))
}

fn all(db: &mut Db, caller: &Caller<'_>, table: &Table, sent: &[Record]) -> Result<Vec<Value>, ApiError> {
    db.in_transaction(|db| sent.iter().map(|record| write::insert(db, caller, table, record)).collect::<Result<Vec<_>, ApiError>>())
        .map_err(|_| ApiError::empty_bad_request())
}

fn each(db: &mut Db, caller: &Caller<'_>, table: &Table, sent: &[Record]) -> Vec<Value> {
    let one = |record| match db.in_transaction(|db| write::insert(db, caller, table, record)) {
        Ok(created) => done(&created),
        Err(error) => json!({ "succeeded": false, "message": error.message() }),
    };
    sent.iter().map(one).collect()
}

fn done(created: &Value) -> Value {
    json!({ "id": created["id"], "succeeded": true })
}

/// A form of our own: what the service's jobs look like is not known.
fn job(results: &[Value]) -> Answer {
    let job = json!({ "jobId": Uuid::new_v4(), "status": "Completed", "results": results });
    Answer::json(StatusCode::ACCEPTED, job.to_string())
}
