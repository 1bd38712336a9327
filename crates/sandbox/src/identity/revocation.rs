//! The revocation endpoint (RFC 7009).

use super::form::{Form, is_form};
use super::token::TokenError;
use crate::shared::Shared;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `POST /idp/connect/revocation`: 200 for a token of any kind, also for one that is unknown (RFC 7009 §2.2).
pub(super) async fn revoke(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_form(&headers) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    match revoke_token(&shared, &headers, &Form::read(&body)) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => error.into_response(),
    }
}

fn revoke_token(shared: &Shared, headers: &HeaderMap, form: &Form) -> Result<(), TokenError> {
    let client = shared.clients.authenticate(&shared.faults, headers, form).map_err(|_| TokenError::InvalidClient)?;
    let token = form.get("token").ok_or(TokenError::InvalidRequest("token is missing"))?;
    let was_refresh_token = shared.grants.revoke_refresh_token(token, &client.id)?;
    if !was_refresh_token
        && let Some(claims) = shared.signing_key.verify_access_token(token)
        && claims.client_id == client.id
    {
        shared.grants.revoke_access_token(&claims.jti)?;
    }
    Ok(())
}
