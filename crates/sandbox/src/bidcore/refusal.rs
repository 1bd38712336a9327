//! What the API says no with, in the words of Django REST framework (`bidcore-api.md` section 7).

use crate::store::{Record, StoreError};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

/// Why a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// One sentence.
    Detail(StatusCode, String),
    /// Messages at fields (400).
    Fields(Record),
    /// No token, or one that is not good (401).
    Unauthorized(&'static str),
    /// The methods that are offered (405).
    Method { tried: String, offered: String },
    /// The path is none of the API's: a page of the web server.
    UnknownPath,
    /// The sandbox itself failed.
    Ours(StoreError),
}

impl Refusal {
    pub(super) fn not_found() -> Self {
        Self::Detail(StatusCode::NOT_FOUND, "Not found.".to_owned())
    }

    pub(super) fn forbidden() -> Self {
        Self::Detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action.".to_owned())
    }

    /// One message at one field.
    pub(super) fn field(name: &str, message: impl Into<String>) -> Self {
        Self::Fields(Record::from_iter([(name.to_owned(), messages(message))]))
    }
}

/// The messages of one field: a list with one.
pub(super) fn messages(message: impl Into<String>) -> Value {
    json!([message.into()])
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Ours(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Detail(status, detail) => (status, Json(json!({ "detail": detail }))).into_response(),
            Self::Fields(fields) => (StatusCode::BAD_REQUEST, Json(fields)).into_response(),
            Self::Unauthorized(detail) => {
                let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"api\""))];
                (StatusCode::UNAUTHORIZED, challenge, Json(json!({ "detail": detail }))).into_response()
            }
            Self::Method { tried, offered } => {
                let detail = json!({ "detail": format!("Method \"{tried}\" not allowed.") });
                (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, offered)], Json(detail)).into_response()
            }
            Self::UnknownPath => page(StatusCode::NOT_FOUND, "Page not found"),
            Self::Ours(error) => {
                tracing::error!(?error, "the account's store failed");
                page(StatusCode::INTERNAL_SERVER_ERROR, "Server Error (500)")
            }
        }
    }
}

/// A page as the web server before the API shows it.
pub(super) fn page(status: StatusCode, title: &str) -> Response {
    (status, Html(format!("<!doctype html>\n<html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n")))
        .into_response()
}
