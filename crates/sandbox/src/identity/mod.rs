//! The identity server below `/idp` (`core-api.md` sections 2 to 7).
//!
//! RFC 6749 (code and refresh grants), RFC 7636 (S256), RFC 7009, RFC 9068 access tokens, OpenID Connect
//! discovery, id token and user info. Log-in, company choice and consent are plain pages without scripts.

mod authorize;
mod clients;
mod codes;
mod discovery;
mod form;
mod keys;
mod pages;
mod redirect_match;
mod revocation;
mod sign_in;
mod token;
mod token_answer;
mod userinfo;

pub(crate) use clients::Clients;
pub(crate) use codes::PendingCodes;
pub(crate) use form::{Form, is_form};
pub use keys::KeyError;
pub(crate) use keys::{AccessClaims, SigningKey};
pub(crate) use sign_in::PendingSignIns;

use crate::shared::Shared;
use axum::Router;
use axum::http::HeaderValue;
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::Arc;

/// Scopes that a client can ask for, in the order of the consent page (`core-api.md` section 5).
pub(crate) const SCOPES: [&str; 7] = ["readwrite:core", "read:core", "offline_access", "openid", "profile", "email", "address"];

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/idp/.well-known/openid-configuration", get(discovery::metadata))
        .route("/idp/.well-known/openid-configuration/jwks", get(discovery::jwks))
        .route("/idp/connect/authorize", get(authorize::authorize))
        .route("/idp/Account/Login", get(sign_in::show_login).post(sign_in::log_in))
        .route("/idp/Account/Company", get(sign_in::show_companies).post(sign_in::choose_company))
        .route("/idp/consent", get(sign_in::show_consent).post(sign_in::decide))
        .route("/idp/connect/token", post(token::token))
        .route("/idp/connect/revocation", post(revocation::revoke))
        .route("/idp/connect/userinfo", get(userinfo::user_info))
        .layer(middleware::map_response(with_correlation_id))
}

/// Every answer of the identity server names itself, for support (`core-api.md` section 4).
async fn with_correlation_id(mut response: Response) -> Response {
    if let Ok(id) = HeaderValue::try_from(uuid::Uuid::new_v4().to_string()) {
        response.headers_mut().insert("x-correlation-id", id);
    }
    response
}

/// A new secret text of 256 random bits: codes, tokens, ids of sign-ins.
pub(crate) fn random_text() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
