//! The token endpoint (RFC 6749 §4.1.3 and §6, `core-api.md` section 6).

use super::clients::ClientError;
use super::codes::{CODE_LIFETIME, CodeOutcome, IssuedCode};
use super::form::{Form, is_form};
use super::keys::{KeyError, s256};
use super::random_text;
use super::token_answer::{Issued, has_scope};
use crate::server::drop_connection;
use crate::shared::Shared;
use crate::store::{Grant, RefreshOutcome, StoreError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Why no token is issued (RFC 6749 §5.2).
pub(super) enum TokenError {
    InvalidRequest(&'static str),
    InvalidClient,
    InvalidGrant(&'static str),
    UnsupportedGrantType,
    Ours,
}

/// `POST /idp/connect/token`
pub(super) async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    shared.faults.wait("token-latency-ms").await;
    if let Some(location) = shared.faults.value("token-redirect") {
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    if shared.faults.take("token-500") {
        return (StatusCode::INTERNAL_SERVER_ERROR, "GeneralException").into_response();
    }
    if !is_form(&headers) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let answer = issue(&shared, &headers, &Form::read(&body));
    if answer.is_ok() && shared.faults.take("token-lost") {
        return drop_connection();
    }
    let no_store = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
    match answer {
        Ok(answer) => (no_store, Json(answer)).into_response(),
        Err(error) => (no_store, error).into_response(),
    }
}

fn issue(shared: &Shared, headers: &HeaderMap, form: &Form) -> Result<Value, TokenError> {
    if form.repeated().is_some() {
        return Err(TokenError::InvalidRequest("a parameter came more than once"));
    }
    let client = shared.clients.authenticate(&shared.faults, headers, form).map_err(|error| match error {
        ClientError::TwoWays => TokenError::InvalidRequest("the client named itself in two ways"),
        ClientError::Unknown => TokenError::InvalidClient,
    })?;
    match form.get("grant_type") {
        Some("authorization_code") => exchange_code(shared, &client.id, form),
        Some("refresh_token") => refresh(shared, &client.id, form),
        Some(_) => Err(TokenError::UnsupportedGrantType),
        None => Err(TokenError::InvalidRequest("grant_type is missing")),
    }
}

fn exchange_code(shared: &Shared, client_id: &str, form: &Form) -> Result<Value, TokenError> {
    let text = form.get("code").ok_or(TokenError::InvalidRequest("code is missing"))?;
    let lifetime = shared.faults.amount("code-lifetime").map_or(CODE_LIFETIME, Duration::from_secs);
    let code = match shared.codes.take(text, lifetime) {
        CodeOutcome::Good(code) => code,
        CodeOutcome::UsedBefore(grant) => {
            shared.grants.revoke_grant(&grant.sid)?;
            return Err(TokenError::InvalidGrant("the code was used before"));
        }
        CodeOutcome::Unknown => return Err(TokenError::InvalidGrant("the code is unknown or has expired")),
    };
    if code.grant.client_id != client_id {
        return Err(TokenError::InvalidGrant("the code was issued to another client"));
    }
    if form.get("redirect_uri") != Some(&code.redirect_uri) {
        return Err(TokenError::InvalidGrant("redirect_uri is not that of the authorization request"));
    }
    check_verifier(&code, form.get("code_verifier"))?;
    let refresh_token = if has_scope(&code.grant, "offline_access") && !shared.faults.is_on("no-refresh-token") {
        Some(new_refresh_token(shared, &code.grant)?)
    } else {
        None
    };
    let issued = Issued { grant: &code.grant, refresh_token, nonce: code.nonce.as_deref(), with_endpoint: true };
    issued.answer(shared)
}

/// PKCE (RFC 7636 §4.6); a verifier without a challenge is a downgrade (RFC 9700 §2.1.1).
fn check_verifier(code: &IssuedCode, verifier: Option<&str>) -> Result<(), TokenError> {
    match (&code.code_challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) if s256(verifier) == *challenge => Ok(()),
        (Some(_), Some(_)) => Err(TokenError::InvalidGrant("code_verifier does not match")),
        (Some(_), None) => Err(TokenError::InvalidGrant("code_verifier is missing")),
        (None, Some(_)) => Err(TokenError::InvalidGrant("code_verifier came without a code_challenge")),
    }
}

fn refresh(shared: &Shared, client_id: &str, form: &Form) -> Result<Value, TokenError> {
    let token = form.get("refresh_token").ok_or(TokenError::InvalidRequest("refresh_token is missing"))?;
    let rotate = !shared.faults.is_on("no-refresh-rotation");
    let grant = match shared.grants.take_refresh_token(token, client_id, rotate)? {
        RefreshOutcome::Good(grant) => grant,
        RefreshOutcome::Reused => return Err(TokenError::InvalidGrant("the refresh token was used before")),
        RefreshOutcome::Unknown => return Err(TokenError::InvalidGrant("the refresh token is unknown, expired or revoked")),
    };
    let refresh_token = if rotate { Some(new_refresh_token(shared, &grant)?) } else { None };
    let issued = Issued { grant: &grant, refresh_token, nonce: None, with_endpoint: !shared.faults.is_on("no-endpoint-on-refresh") };
    issued.answer(shared)
}

fn new_refresh_token(shared: &Shared, grant: &Grant) -> Result<String, TokenError> {
    let token = random_text();
    shared.grants.add_refresh_token(&token, &grant.sid)?;
    Ok(token)
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::InvalidRequest(description) => (StatusCode::BAD_REQUEST, "invalid_request", Some(description)),
            Self::InvalidClient => (StatusCode::BAD_REQUEST, "invalid_client", None),
            Self::InvalidGrant(description) => (StatusCode::BAD_REQUEST, "invalid_grant", Some(description)),
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type", None),
            Self::Ours => (StatusCode::INTERNAL_SERVER_ERROR, "server_error", None),
        };
        tracing::info!(error, description, "the token endpoint refuses");
        let mut body = json!({ "error": error });
        if let Some(description) = description {
            body["error_description"] = description.into();
        }
        (status, Json(body)).into_response()
    }
}

impl From<StoreError> for TokenError {
    fn from(error: StoreError) -> Self {
        tracing::error!(?error, "the token endpoint's store failed");
        Self::Ours
    }
}

impl From<KeyError> for TokenError {
    fn from(error: KeyError) -> Self {
        tracing::error!(?error, "a token could not be signed");
        Self::Ours
    }
}
