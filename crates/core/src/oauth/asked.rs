//! Asking the authorization server about a token: introspection (RFC 7662) and user info (OpenID Connect Core §5.3).

use super::revocation::signed_by;
use super::userinfo::{bearer, json_answer};
use super::{BodyError, ClientRegistration, trusted_endpoint};
use crate::token_store::Secret;
use coredesk_catalogue::Service;
use serde_json::{Map, Value};

/// The server said nothing about a token.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The service has no address for it.
    #[error("the service has no address for it")]
    NotOffered,
    /// No answer.
    #[error("the authorization server could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// It said no.
    #[error("the authorization server answered with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is no JSON object, or too large.
    #[error("the answer could not be read")]
    Unreadable,
}

impl From<BodyError> for AskError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { .. } => Self::Unreadable,
            BodyError::Broken(error) => Self::Unreachable(error),
        }
    }
}

/// What the server knows of `token`, as its own client asks (RFC 7662 §2). `hint` as in RFC 7009 §2.1.
///
/// # Errors
/// [`AskError`].
pub async fn introspect(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    token: &Secret,
    hint: &str,
) -> Result<Map<String, Value>, AskError> {
    let endpoint = service.oauth.introspection_endpoint.as_deref().and_then(|endpoint| trusted_endpoint(service, endpoint));
    let endpoint = endpoint.ok_or(AskError::NotOffered)?;
    json_answer(signed_by(client, http.post(endpoint), vec![("token", token.expose()), ("token_type_hint", hint)])).await
}

/// Whom the server says that an access token is of.
///
/// # Errors
/// [`AskError`]; `Status` 401 where it does not accept the token.
pub async fn ask_user_info(service: &Service, http: &reqwest::Client, access_token: &Secret) -> Result<Map<String, Value>, AskError> {
    let endpoint = service.oauth.userinfo_endpoint.as_deref().and_then(|endpoint| trusted_endpoint(service, endpoint));
    let endpoint = endpoint.ok_or(AskError::NotOffered)?;
    json_answer(bearer(http.get(endpoint), access_token)).await
}
