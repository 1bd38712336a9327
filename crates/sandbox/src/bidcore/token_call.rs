//! The token call: the password grant of uAuth (`bidcore-api.md` section 2.1, RFC 6749 section 4.3), and a refresh where the
//! login service is switched to answer as newer ones do (section 2.4).

use super::BidCore;
use super::tokens::{self, Issued};
use crate::faults::FaultSwitches;
use crate::identity::{Form, is_form, random_text};
use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const TOKEN_LIFETIME_SECONDS: u64 = 3600;
const REFRESH_LIFETIME_SECONDS: u64 = 30 * 24 * 3600;

/// Why no token is issued (RFC 6749 §5.2).
#[derive(Debug)]
enum TokenError {
    InvalidRequest(String),
    InvalidClient,
    InvalidGrant(&'static str),
    InvalidScope(&'static str),
    UnsupportedGrantType,
    Ours(StoreError),
}

/// Answers the call.
pub(super) fn answer(bidcore: &BidCore, faults: &FaultSwitches, headers: &HeaderMap, body: &[u8], now: i64) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
    match issue(bidcore, faults, headers, body, now) {
        Ok(answer) => (no_store, Json(answer)).into_response(),
        Err(error) => (no_store, error).into_response(),
    }
}

fn issue(bidcore: &BidCore, faults: &FaultSwitches, headers: &HeaderMap, body: &[u8], now: i64) -> Result<Value, TokenError> {
    if !is_form(headers) {
        return Err(TokenError::InvalidRequest("The body is application/x-www-form-urlencoded.".to_owned()));
    }
    let form = Form::read(body);
    if let Some(name) = form.repeated() {
        return Err(TokenError::InvalidRequest(format!("{name} came more than once.")));
    }
    let given = |name: &str| {
        let value = form.get(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| TokenError::InvalidRequest(format!("{name} is missing.")))
    };
    if let Some(client_id) = faults.value("token-client-id")
        && form.get("client_id") != Some(&client_id)
    {
        return Err(TokenError::InvalidClient);
    }
    let is_keycloak = faults.is_on("keycloak-token");
    let (user, service) = match given("grant_type")? {
        "password" => {
            let (name, password) = (given("username")?, given("password")?);
            let scope = if is_keycloak { tokens::SERVICE } else { given("scope")?.strip_prefix("service_id=").unwrap_or_default() };
            let user = tokens::log_in(name, password).ok_or(TokenError::InvalidGrant("Invalid user name or password."))?;
            if !user.services.contains(&scope) {
                return Err(TokenError::InvalidScope("The service is unknown, or this user has no access to it."));
            }
            (user.name.to_owned(), scope.to_owned())
        }
        "refresh_token" if is_keycloak => {
            let taken = bidcore.store.with(|db| tokens::take_refresh_token(db, given("refresh_token")?, now).map_err(TokenError::Ours))?;
            taken.ok_or(TokenError::InvalidGrant("Token is not active"))?
        }
        _ => return Err(TokenError::UnsupportedGrantType),
    };
    let make = |lifetime: u64, refreshes| {
        let token = random_text();
        let issued = Issued { user: &user, service: &service, expires_at: now.saturating_add_unsigned(lifetime), refreshes };
        bidcore.store.with(|db| tokens::keep(db, &token, &issued)).map_err(TokenError::Ours).map(|()| token)
    };
    let lifetime = faults.amount("token-lifetime").unwrap_or(TOKEN_LIFETIME_SECONDS);
    let mut answer = json!({ "token_type": "Bearer", "scope": format!("service_id={service}"), "access_token": make(lifetime, false)? });
    match faults.value("expires-in").as_deref() {
        Some("absent") => {}
        Some(_) => answer["expires_in"] = lifetime.to_string().into(),
        None => answer["expires_in"] = lifetime.into(),
    }
    if is_keycloak {
        answer["scope"] = "openid email profile".into();
        answer["refresh_token"] = make(REFRESH_LIFETIME_SECONDS, true)?.into();
        answer["refresh_expires_in"] = REFRESH_LIFETIME_SECONDS.into();
        answer["not-before-policy"] = 0.into();
        answer["session_state"] = uuid::Uuid::new_v4().to_string().into();
    }
    if faults.is_on("no-scope")
        && let Some(answer) = answer.as_object_mut()
    {
        answer.shift_remove("scope");
    }
    Ok(answer)
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::InvalidRequest(what) => (StatusCode::BAD_REQUEST, "invalid_request", what),
            Self::InvalidClient => (StatusCode::UNAUTHORIZED, "invalid_client", "The client is unknown.".to_owned()),
            Self::InvalidGrant(why) => (StatusCode::BAD_REQUEST, "invalid_grant", why.to_owned()),
            Self::InvalidScope(why) => (StatusCode::BAD_REQUEST, "invalid_scope", why.to_owned()),
            Self::UnsupportedGrantType => {
                (StatusCode::BAD_REQUEST, "unsupported_grant_type", "Only the grant type password is offered.".to_owned())
            }
            Self::Ours(error) => {
                tracing::error!(?error, "a token could not be issued");
                return super::refusal::page(StatusCode::INTERNAL_SERVER_ERROR, "Server Error (500)");
            }
        };
        (status, Json(json!({ "error": error, "error_description": description }))).into_response()
    }
}
