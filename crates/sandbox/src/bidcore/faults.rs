//! Where the switched-on faults meet the requests to the account and its answers.

use super::refusal::page;
use crate::api;
use crate::faults::FaultSwitches;
use crate::server::drop_connection;
use axum::Json;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;

pub(super) async fn wait(faults: &FaultSwitches, is_token_call: bool) {
    if let Some(milliseconds) = faults.amount(if is_token_call { "token-latency-ms" } else { "latency-ms" }) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
}

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
    api::after_faults(faults, method, response).await
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

fn gateway_timeout() -> Response {
    page(StatusCode::GATEWAY_TIMEOUT, "504 Gateway Time-out")
}
