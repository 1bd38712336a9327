//! Refusals of the API. The forms are those seen (`core-api.md` section 15), the texts are our own.

use crate::faults::FaultSwitches;
use crate::store::StoreError;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Why a request is not done.
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    body: Option<Value>,
}

impl ApiError {
    /// 400 with the key and a sentence that names the field or the piece.
    pub(super) fn bad_request(key: &str, message: impl Into<String>) -> Self {
        Self::with_key(StatusCode::BAD_REQUEST, key, message)
    }

    /// 409: a rule of the service forbids it.
    pub(super) fn conflict(key: &str, message: impl Into<String>) -> Self {
        Self::with_key(StatusCode::CONFLICT, key, message)
    }

    /// 409: the record has changed since it was read, or was sent without its `version`.
    pub(super) fn outdated_model() -> Self {
        Self::conflict("OutDatedModel", "The record was changed by someone else, or was sent without its version. Read it again.")
    }

    /// 409: the activity is not one of the project's activity groups.
    pub(super) fn project_control_limitation() -> Self {
        let body = json!({
            "errorCode": "031.001",
            "message": "ProjectControlLimitation: the activity is not in an activity group that is assigned to the project.",
        });
        Self { status: StatusCode::CONFLICT, body: Some(body) }
    }

    /// The person's security profile forbids it: 409, a permission error with the status of a conflict, or 403.
    pub(super) fn msg_permissions(faults: &FaultSwitches) -> Self {
        let status = if faults.has("permission-status", "403") { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT };
        Self::with_key(status, "MsgPermissions", "Your security profile does not allow this.")
    }

    /// 403: not for this person.
    pub(super) fn forbidden() -> Self {
        Self::with_key(StatusCode::FORBIDDEN, "Forbidden", "You may not see this.")
    }

    /// 500 without a reason, as for a change of a record that somebody has deleted.
    pub(super) fn general_exception() -> Self {
        Self::with_key(StatusCode::INTERNAL_SERVER_ERROR, "GeneralException", "Something went wrong.")
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::with_key(StatusCode::NOT_FOUND, "NotFound", format!("There is no such {what}."))
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::with_key(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "This resource does not take this method.")
    }

    /// 400 without a word, as the batch of time entries answers.
    pub(super) fn empty_bad_request() -> Self {
        Self { status: StatusCode::BAD_REQUEST, body: None }
    }

    /// The sentence for a person, for answers that collect several errors.
    pub(super) fn message(&self) -> &str {
        let text = |name| self.body.as_ref().and_then(|body| body.get(name)).and_then(Value::as_str);
        text("Message").or_else(|| text("message")).unwrap_or_default()
    }

    fn with_key(status: StatusCode, key: &str, message: impl Into<String>) -> Self {
        Self { status, body: Some(json!({ "Key": key, "Message": message.into() })) }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(?error, "the store failed");
        Self::general_exception()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        tracing::info!(status = self.status.as_u16(), message = self.message(), "the API refuses");
        match self.body {
            Some(body) => (self.status, Json(body)).into_response(),
            None => self.status.into_response(),
        }
    }
}
