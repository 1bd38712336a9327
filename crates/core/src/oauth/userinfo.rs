//! Asking who signed in (OpenID Connect Core §5.3). Without an answer the sign-in goes on, with less to show.

use super::{AskError, read_bounded};
use crate::token_store::Secret;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;

const BODY_LIMIT: usize = 256 * 1024;
const WHOLE_LIMIT: Duration = Duration::from_secs(15);

/// The claims of user info; `None` if the server gives none, for whatever reason.
pub(super) async fn userinfo(http: &reqwest::Client, endpoint: Url, access_token: &Secret) -> Option<Map<String, Value>> {
    json_object(bearer(http.get(endpoint), access_token)).await
}

/// `request` with the token in its header (RFC 6750 §2.1).
pub(super) fn bearer(request: reqwest::RequestBuilder, access_token: &Secret) -> reqwest::RequestBuilder {
    match HeaderValue::try_from(format!("Bearer {}", access_token.expose())) {
        Ok(mut bearer) => {
            bearer.set_sensitive(true);
            request.header(AUTHORIZATION, bearer)
        }
        // No token of a server has such characters; the server refuses what comes without one.
        Err(_) => request,
    }
}

/// A JSON object from one of the authorization server's addresses.
pub(super) async fn json_object(request: reqwest::RequestBuilder) -> Option<Map<String, Value>> {
    json_answer(request).await.inspect_err(|error| tracing::info!(%error, "the authorization server gave no answer to go by")).ok()
}

/// The same, with the reason where there is none.
pub(super) async fn json_answer(request: reqwest::RequestBuilder) -> Result<Map<String, Value>, AskError> {
    let response = request.header(ACCEPT, "application/json").timeout(WHOLE_LIMIT).send().await;
    let response = response.map_err(|error| AskError::Unreachable(error.without_url()))?;
    match response.status().as_u16() {
        200 => {}
        status => return Err(AskError::Status { status }),
    }
    let body = read_bounded(response, BODY_LIMIT).await?;
    serde_json::from_slice(&body).map_err(|_| AskError::Unreadable)
}
