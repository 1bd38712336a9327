//! The token endpoint (RFC 6749 §4.1.3 and §6, `core-api.md` section 6).

use super::authorize::now;
use super::clients::ClientError;
use super::codes::{CodeOutcome, IssuedCode};
use super::form::{Form, is_form};
use super::keys::{AccessClaims, KeyError, access_token_hash, api_audience, s256};
use super::random_text;
use crate::server::drop_connection;
use crate::shared::Shared;
use crate::store::{Grant, RefreshOutcome, StoreError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;

const TOKEN_LIFETIME_SECONDS: u64 = 3600;

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
    if let Some(wait) = shared.faults.amount("token-latency-ms") {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
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
    let client = shared.clients.authenticate(headers, form).map_err(|error| match error {
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
    let code = match shared.codes.take(text) {
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
    let refresh_token = if has_scope(&code.grant, "offline_access") { Some(new_refresh_token(shared, &code.grant)?) } else { None };
    answer(shared, &code.grant, refresh_token, code.nonce.as_deref(), true)
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
    answer(shared, &grant, refresh_token, None, !shared.faults.is_on("no-endpoint-on-refresh"))
}

fn new_refresh_token(shared: &Shared, grant: &Grant) -> Result<String, TokenError> {
    let token = random_text();
    shared.grants.add_refresh_token(&token, &grant.sid)?;
    Ok(token)
}

fn answer(
    shared: &Shared,
    grant: &Grant,
    refresh_token: Option<String>,
    nonce: Option<&str>,
    with_endpoint: bool,
) -> Result<Value, TokenError> {
    let lifetime = shared.faults.amount("token-lifetime").unwrap_or(TOKEN_LIFETIME_SECONDS);
    let claims = access_claims(shared, grant, lifetime);
    let access_token = shared.signing_key.sign_access_token(&claims)?;
    let mut answer = Map::new();
    if has_scope(grant, "openid") {
        answer.insert("id_token".to_owned(), shared.signing_key.sign_id_token(&id_claims(&claims, &access_token, nonce))?.into());
    }
    answer.insert("access_token".to_owned(), access_token.into());
    answer.insert("expires_in".to_owned(), lifetime.into());
    answer.insert("token_type".to_owned(), "Bearer".into());
    if let Some(refresh_token) = refresh_token {
        answer.insert("refresh_token".to_owned(), refresh_token.into());
    }
    answer.insert("scope".to_owned(), grant.scope.as_str().into());
    if with_endpoint {
        let endpoint = shared.faults.value("endpoint").unwrap_or_else(|| shared.addresses.core.api.clone());
        answer.insert("endpoint".to_owned(), endpoint.into());
    }
    Ok(Value::Object(answer))
}

/// The claims of RFC 9068 §2.2, with the company.
fn access_claims(shared: &Shared, grant: &Grant, lifetime: u64) -> AccessClaims {
    let now = now();
    AccessClaims {
        iss: shared.addresses.core.issuer.clone(),
        aud: api_audience(),
        sub: grant.subject.clone(),
        client_id: grant.client_id.clone(),
        scope: grant.scope.clone(),
        iat: now,
        nbf: now,
        exp: now.saturating_add_unsigned(lifetime),
        auth_time: grant.auth_time,
        jti: random_text(),
        company_id: grant.company_id.clone(),
        sid: grant.sid.clone(),
    }
}

/// The claims of OpenID Connect Core §2 and those of `core-api.md` section 6.
fn id_claims(access: &AccessClaims, access_token: &str, nonce: Option<&str>) -> Value {
    let mut claims = json!({
        "iss": access.iss, "aud": access.client_id, "sub": access.sub, "iat": access.iat, "nbf": access.nbf, "exp": access.exp,
        "auth_time": access.auth_time, "at_hash": access_token_hash(access_token), "sid": access.sid, "idp": "local",
        "companyId": access.company_id,
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = nonce.into();
    }
    claims
}

fn has_scope(grant: &Grant, scope: &str) -> bool {
    grant.scope.split(' ').any(|granted| granted == scope)
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
