//! Where the switched-on faults meet the API's requests and answers.

use super::errors::ApiError;
use crate::faults::FaultSwitches;
use crate::server::drop_connection;
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use std::time::Duration;

const HTML_PAGE: &str = "<!DOCTYPE html><html><head><title>Service</title></head><body><h1>We will be back soon</h1></body></html>";

/// An answer instead of the one due, before anything is done.
pub(super) fn before(faults: &FaultSwitches) -> Option<Response> {
    let retry_after = || faults.value("retry-after").unwrap_or_else(|| "1".to_owned());
    if faults.take("status-429") {
        return Some(too_many_requests(&retry_after()));
    }
    if faults.take("status-500") {
        return Some(ApiError::general_exception().into_response());
    }
    if faults.take("status-503") {
        let headers = [(header::RETRY_AFTER, retry_after())];
        return Some((StatusCode::SERVICE_UNAVAILABLE, headers).into_response());
    }
    if faults.take("status-504") {
        return Some((StatusCode::GATEWAY_TIMEOUT, Html(HTML_PAGE)).into_response());
    }
    if faults.take("status-401") {
        return Some((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")]).into_response());
    }
    if faults.take("not-authenticated-200") {
        // Two quotes, 17 letters and a line end are the 20 bytes that the guide shows.
        let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
        return Some((headers, "\"Not authenticated\"\n").into_response());
    }
    if faults.take("html-200") {
        return Some(Html(HTML_PAGE).into_response());
    }
    if faults.take("empty-200") {
        return Some(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], "").into_response());
    }
    None
}

/// The answer as it really goes out, after the work is done.
pub(crate) async fn after(faults: &FaultSwitches, method: &Method, mut response: Response) -> Response {
    if *method == Method::POST && faults.take("create-lost") {
        return drop_connection();
    }
    if *method == Method::POST && faults.take("create-504") {
        return (StatusCode::GATEWAY_TIMEOUT, Html(HTML_PAGE)).into_response();
    }
    if (*method == Method::PUT || *method == Method::DELETE) && faults.take("write-lost") {
        return drop_connection();
    }
    if *method == Method::POST && response.status() == StatusCode::CREATED {
        response = created(faults.value("created").as_deref(), response);
    }
    if response.status() != StatusCode::NO_CONTENT && faults.take("truncate-body") {
        return truncated(response).await;
    }
    if response.status() == StatusCode::OK && faults.take("wrong-content-type") {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    }
    response
}

/// A create as other versions of the service answer it.
fn created(form: Option<&str>, mut response: Response) -> Response {
    match form {
        Some("200") => *response.status_mut() = StatusCode::OK,
        Some("200-empty") => return StatusCode::OK.into_response(),
        Some("201-empty") => return StatusCode::CREATED.into_response(),
        _ => {}
    }
    response
}

/// A refusal in the form in which its body is to come (`core-api.md` section 15).
pub(super) async fn in_form(faults: &FaultSwitches, response: Response) -> Response {
    let is_json =
        |headers: &HeaderMap| headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    let Some(form) = faults.value("error-body").filter(|_| response.status().as_u16() >= 400 && is_json(response.headers())) else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let refusal: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |names: [&str; 2]| names.iter().find_map(|name| refusal.get(*name)?.as_str()).unwrap_or_default().to_owned();
    let (key, message) = (text(["Key", "errorCode"]), text(["Message", "message"]));
    let json = match form.as_str() {
        "lower-case" => json!({ "key": key, "message": message }),
        "error-code" => json!({ "errorCode": key, "message": message }),
        "error-message" => json!({ "error": { "message": message } }),
        "error-text" => json!({ "error": message }),
        "detail" => json!({ "detail": message }),
        "title" => json!({ "title": message }),
        "json-text" => Value::String(message),
        "plain-text" => return with_body(parts, "text/plain; charset=utf-8", message),
        "html" => return with_body(parts, "text/html; charset=utf-8", HTML_PAGE.to_owned()),
        "empty" => {
            parts.headers.remove(header::CONTENT_TYPE);
            parts.headers.remove(header::CONTENT_LENGTH);
            return Response::from_parts(parts, Body::empty());
        }
        _ => json!({ "Key": key, "Message": message }),
    };
    with_body(parts, "application/json; charset=utf-8", json.to_string())
}

fn with_body(mut parts: Parts, content_type: &'static str, body: String) -> Response {
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    Response::from_parts(parts, Body::from(body))
}

pub(super) fn too_many_requests(retry_after: &str) -> Response {
    let body = json!({ "Key": "TooManyRequests", "Message": "Too many requests. Wait and try again." });
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, retry_after.to_owned())], Json(body)).into_response()
}

/// Promises the whole length and breaks off after half of it.
async fn truncated(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let half = whole.slice(..whole.len() / 2);
    // The first half must be on its way before the break, or nothing is sent at all.
    let rest = stream::once(async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    let pieces = stream::once(async { Ok::<Bytes, std::io::Error>(half) }).chain(rest);
    let mut response = Response::from_parts(parts, Body::from_stream(pieces));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    response
}
