//! Asking who signed in (OpenID Connect Core §5.3). Without an answer the sign-in goes on, with less to show.

use super::read_bounded;
use crate::token_store::Secret;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;

const BODY_LIMIT: usize = 256 * 1024;
const WHOLE_LIMIT: Duration = Duration::from_secs(15);

/// The claims of user info; `None` if the server gives none, for whatever reason.
pub(super) async fn userinfo(http: &reqwest::Client, endpoint: Url, access_token: &Secret) -> Option<Map<String, Value>> {
    let mut bearer = HeaderValue::try_from(format!("Bearer {}", access_token.expose())).ok()?;
    bearer.set_sensitive(true);
    json_object(http.get(endpoint).header(AUTHORIZATION, bearer)).await
}

/// A JSON object from one of the authorization server's addresses.
pub(super) async fn json_object(request: reqwest::RequestBuilder) -> Option<Map<String, Value>> {
    let response = request.header(ACCEPT, "application/json").timeout(WHOLE_LIMIT).send().await.ok()?;
    if response.status().as_u16() != 200 {
        tracing::info!(status = response.status().as_u16(), "the authorization server gave no answer to go by");
        return None;
    }
    let body = read_bounded(response, BODY_LIMIT).await.ok()?;
    serde_json::from_slice(&body).ok()
}
