//! Bearer tokens on requests (RFC 6750).

use crate::identity::AccessClaims;
use crate::shared::Shared;
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request with a bearer token is refused (RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BearerError {
    Missing,
    Invalid,
    /// The token lacks this scope.
    InsufficientScope(&'static str),
}

/// The claims of the request's token, if it is ours, in time and not revoked.
pub(crate) fn bearer(shared: &Shared, headers: &HeaderMap) -> Result<AccessClaims, BearerError> {
    let value = headers.get(header::AUTHORIZATION).ok_or(BearerError::Missing)?.to_str().map_err(|_| BearerError::Invalid)?;
    let (scheme, token) = value.split_once(' ').ok_or(BearerError::Invalid)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(BearerError::Missing);
    }
    let claims = shared.signing_key.verify_access_token(token.trim()).ok_or(BearerError::Invalid)?;
    let revoked = shared.grants.is_access_token_revoked(&claims.jti).unwrap_or(true);
    let granted = shared.grants.live_grant(&claims.sid).ok().flatten().is_some();
    if revoked || !granted { Err(BearerError::Invalid) } else { Ok(claims) }
}

impl IntoResponse for BearerError {
    fn into_response(self) -> Response {
        let (status, challenge, key) = match self {
            Self::Missing => (StatusCode::UNAUTHORIZED, "Bearer".to_owned(), "Unauthorized"),
            Self::Invalid => (StatusCode::UNAUTHORIZED, "Bearer error=\"invalid_token\"".to_owned(), "Unauthorized"),
            Self::InsufficientScope(scope) => {
                (StatusCode::FORBIDDEN, format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\""), "insufficient_scope")
            }
        };
        let message = match self {
            Self::Missing => "A bearer token is needed.",
            Self::Invalid => "The access token has expired, was revoked or is not valid.",
            Self::InsufficientScope(_) => "The access token does not allow this.",
        };
        (status, [(header::WWW_AUTHENTICATE, challenge)], Json(json!({ "Key": key, "Message": message }))).into_response()
    }
}
