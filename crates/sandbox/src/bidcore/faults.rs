//! Where the switched-on faults meet the requests to the account and its answers.

use super::refusal::page;
use crate::api;
use crate::faults::FaultSwitches;
use crate::server::drop_connection;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// An answer instead of the one due, before anything is done.
pub(super) fn before(faults: &FaultSwitches) -> Option<Response> {
    let retry_after = || faults.value("retry-after").unwrap_or_else(|| "1".to_owned());
    if faults.take("status-429") {
        return Some(too_many_requests(&retry_after()));
    }
    if faults.take("status-500") {
        return Some(page(StatusCode::INTERNAL_SERVER_ERROR, "Server Error (500)"));
    }
    if faults.take("status-503") {
        let body = page(StatusCode::SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable");
        return Some(([(header::RETRY_AFTER, retry_after())], body).into_response());
    }
    if faults.take("status-504") {
        return Some(gateway_timeout());
    }
    if faults.take("html-200") {
        return Some(page(StatusCode::OK, "We will be back soon"));
    }
    if faults.take("empty-200") {
        return Some(([(header::CONTENT_TYPE, "application/json")], "").into_response());
    }
    None
}

/// The answer as it really goes out, after the work is done.
pub(super) async fn after(faults: &FaultSwitches, method: &Method, response: Response) -> Response {
    let response = in_form(faults, response).await;
    api::after_faults(faults, method, response).await
}

/// A refusal in another of the forms in which its body may come (`bidcore-api.md` section 7).
async fn in_form(faults: &FaultSwitches, response: Response) -> Response {
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"application/json");
    let Some(form) = faults.value("bidcore-error-body").filter(|_| is_json && response.status().as_u16() >= 400) else { return response };
    let (mut parts, body) = response.into_parts();
    let refusal: Value = serde_json::from_slice(&to_bytes(body, usize::MAX).await.unwrap_or_default()).unwrap_or_default();
    let told = texts(&refusal);
    let json = match form.as_str() {
        "strings" => {
            let first = |(name, value): (&String, &Value)| (name.clone(), texts(value).into_iter().next().unwrap_or_default().into());
            refusal.as_object().into_iter().flatten().map(first).collect::<Map<_, _>>().into()
        }
        "list" => json!(told),
        "detail-list" => json!({ "detail": told }),
        "detail-object" => json!({ "detail": refusal }),
        "html" => return page(parts.status, "Bad answer"),
        other => {
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
            return Response::from_parts(parts, if other == "empty" { Body::empty() } else { Body::from(told.join("\n")) });
        }
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(json.to_string()))
}

/// Every text in a refusal.
fn texts(refusal: &Value) -> Vec<String> {
    match refusal {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// The same for the token call.
pub(super) fn after_token(faults: &FaultSwitches, response: Response) -> Response {
    if let Some(location) = faults.value("token-redirect") {
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    if faults.take("token-500") {
        return page(StatusCode::INTERNAL_SERVER_ERROR, "Server Error (500)");
    }
    if response.status() == StatusCode::OK && faults.take("token-lost") { drop_connection() } else { response }
}

pub(super) fn too_many_requests(retry_after: &str) -> Response {
    let words = match retry_after.parse::<u64>() {
        Ok(seconds) => format!("Request was throttled. Expected available in {seconds} second{}.", if seconds == 1 { "" } else { "s" }),
        Err(_) => "Request was throttled.".to_owned(),
    };
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, retry_after.to_owned())], Json(json!({ "detail": words }))).into_response()
}

pub(super) fn gateway_timeout() -> Response {
    page(StatusCode::GATEWAY_TIMEOUT, "504 Gateway Time-out")
}
