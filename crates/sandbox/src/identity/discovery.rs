//! Discovery document and key set.

use super::SCOPES;
use crate::shared::Shared;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /idp/.well-known/openid-configuration` (OpenID Connect Discovery §4).
pub(super) async fn metadata(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let core = &shared.addresses.core;
    let issuer = &core.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": core.authorize,
        "token_endpoint": core.token,
        "userinfo_endpoint": format!("{issuer}/connect/userinfo"),
        "revocation_endpoint": format!("{issuer}/connect/revocation"),
        "jwks_uri": format!("{issuer}/.well-known/openid-configuration/jwks"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": SCOPES,
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "none"],
        "claims_supported": ["sub", "name", "given_name", "family_name", "email", "phone_number", "locale", "country", "company", "companyId", "user_id"],
        "code_challenge_methods_supported": ["S256"],
    }))
}

/// `GET /idp/.well-known/openid-configuration/jwks` (RFC 7517 §5).
pub(super) async fn jwks(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.signing_key.jwks())
}
