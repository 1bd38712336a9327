//! Links to the files that documents stand for, and the files: tiny ones, made up on the spot.

use super::Answer;
use super::caller::Caller;
use super::errors::ApiError;
use crate::shared::Shared;
use crate::store::{Db, Table};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

/// `GET /document/uri/{id}`: a link, as a JSON text or as plain text.
pub(super) fn link(db: &Db, caller: &Caller<'_>, table: &Table, id: &str, origin: &str) -> Result<Answer, ApiError> {
    let stored = db.record(table, id)?.ok_or_else(|| ApiError::not_found(table.name()))?;
    let id = stored.record.get("id").and_then(Value::as_str).unwrap_or_default();
    let link = format!("{origin}/sandbox/files/{id}");
    if caller.faults.has("document-link", "plain") {
        return Ok(Answer::plain(link));
    }
    Ok(Answer::json(StatusCode::OK, Value::from(link).to_string()))
}

/// `GET /sandbox/files/{id}`: the file of a document of any company, for whoever has its link.
pub(super) async fn file(State(shared): State<Arc<Shared>>, Path(id): Path<Uuid>) -> Response {
    let found = tokio::task::spawn_blocking(move || name_of(&shared, &id.to_string())).await;
    let Ok(Some(name)) = found else { return (StatusCode::NOT_FOUND, "There is no such file.").into_response() };
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let plain: String =
        stem.chars().map(|letter| if letter.is_ascii_alphanumeric() || " -_".contains(letter) { letter } else { '_' }).collect();
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}.txt\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, format!("{name}\n\nThis file stands for a document of a company that does not exist.\n")).into_response()
}

fn name_of(shared: &Shared, id: &str) -> Option<String> {
    let documents = shared.tables.get("document")?;
    shared.companies.iter().find_map(|company| company.with(|db| db.title(documents, id)).ok().flatten())
}
