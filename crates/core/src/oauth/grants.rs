//! The calls of the grants that need no redirect, and what an issuer says of itself. The plainest form of each; device
//! codes and metadata are still to be written.

use super::base_url::base_url_after;
use super::token_answer::TokenAnswer;
use super::{ClientRegistration, TokenCallError, read_bounded, trusted_endpoint, unix_now};
use crate::token_store::{Secret, StoredTokens};
use coredesk_catalogue::{OAuthEndpoints, Service};
use jiff::Timestamp;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// Tokens for a user name and a password (RFC 6749 §4.3).
///
/// # Errors
/// Why none came.
pub async fn password_token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    user: &str,
    password: &Secret,
) -> Result<StoredTokens, TokenCallError> {
    let person = [("grant_type", "password"), ("username", user), ("password", password.expose())];
    token(service, client, http, &person).await
}

/// Tokens for the client itself (RFC 6749 §4.4).
///
/// # Errors
/// Why none came.
pub async fn client_credentials_token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
) -> Result<StoredTokens, TokenCallError> {
    token(service, client, http, &[("grant_type", "client_credentials")]).await
}

async fn token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    of_grant: &[(&str, &str)],
) -> Result<StoredTokens, TokenCallError> {
    let endpoint = service.oauth.token_endpoint.as_deref();
    let url = endpoint.and_then(|endpoint| trusted_endpoint(service, endpoint)).ok_or(TokenCallError::Misconfigured)?;
    let scope = client.scopes.join(" ");
    let secret = client.client_secret.given().map(Secret::expose).unwrap_or_default();
    let own = [("scope", scope.as_str()), ("client_id", &client.client_id), ("client_secret", secret)];
    let own = own.iter().filter(|(_, value)| !value.is_empty());
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(of_grant).extend_pairs(own).finish();
    let request = http.post(url).header("content-type", "application/x-www-form-urlencoded").header("accept", "application/json");
    let answer = request.body(form).send().await.map_err(|error| TokenCallError::Unreachable(error.without_url()))?;
    let status = answer.status().as_u16();
    let body = read_bounded(answer, 256 * 1024).await.map_err(|_| TokenCallError::Unreadable { reason: "it broke off" })?;
    let no_answer = TokenCallError::Unreadable { reason: "it is not a token answer" };
    match status {
        200 => {
            let answer: TokenAnswer = serde_json::from_slice(&body).map_err(|_| no_answer)?;
            let obtained_at = unix_now();
            Ok(StoredTokens {
                access_token: answer.access_token(),
                refresh_token: answer.refresh_token(),
                id_token: answer.id_token(),
                expires_at: answer.expires_in().map(|life| obtained_at.saturating_add(life)),
                obtained_at,
                granted_scopes: answer.scopes().unwrap_or_else(|| client.scopes.clone()),
                base_url: base_url_after(&service.base_url, None, None).map_err(|_| TokenCallError::Misconfigured)?.into(),
            })
        }
        400 | 401 => {
            let said: Value = serde_json::from_slice(&body).map_err(|_| no_answer)?;
            let text = |name: &str| said[name].as_str().map(str::to_owned);
            Err(TokenCallError::Refused { error: text("error").unwrap_or_default(), description: text("error_description") })
        }
        status => Err(TokenCallError::Status { status }),
    }
}

/// A code that a person enters in any browser, and the wait for it (RFC 8628).
pub struct DeviceAuthorization {
    user_code: String,
    verification_uri: String,
    expires_at: Timestamp,
}

impl DeviceAuthorization {
    /// Asks for the code.
    ///
    /// # Errors
    /// Why none came.
    #[expect(clippy::unused_async, reason = "it is a call to a server")]
    pub async fn begin(_service: &Service, _client: &ClientRegistration, _http: &reqwest::Client) -> Result<Self, TokenCallError> {
        Err(TokenCallError::Misconfigured)
    }

    /// What the person enters.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Where it is entered.
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// When it ends.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Asks until the person has entered it.
    ///
    /// # Errors
    /// Why no tokens came.
    #[expect(clippy::unused_async, reason = "it is a call to a server")]
    pub async fn wait(self, _cancel: CancellationToken) -> Result<StoredTokens, TokenCallError> {
        Err(TokenCallError::Misconfigured)
    }
}

/// What an issuer says of itself could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the issuer's metadata could not be read")]
pub struct DiscoveryError;

/// What an issuer says of itself (OpenID Connect Discovery, RFC 8414).
///
/// # Errors
/// If it could not be read.
pub async fn discover(_http: &reqwest::Client, _issuer: &str) -> Result<OAuthEndpoints, DiscoveryError> {
    std::future::ready(Err(DiscoveryError)).await
}
