//! The calls of the grants that need no redirect, what an issuer says of itself, and pasted tokens. The plainest form of
//! each; device codes and metadata are still to be written.

use super::base_url::base_url_after;
use super::token_answer::TokenAnswer;
use super::{
    BaseUrlError, ClientRegistration, Identity, PastedTokenError, SignInError, SignInStep, SignedIn, TokenCallError, pasted_token,
    read_bounded, trusted_endpoint, unix_now,
};
use crate::token_store::{Secret, StoredTokens};
use coredesk_catalogue::{CredentialHeader, OAuthEndpoints, Service};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use url::Url;

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
) -> Result<SignedIn, SignInError> {
    let person = [("grant_type", "password"), ("username", user), ("password", password.expose())];
    token(service, client, http, &person).await.map_err(|error| match error {
        TokenCallError::Refused { error, description } if error == "invalid_grant" => SignInError::PasswordRefused { description },
        other => other.into(),
    })
}

/// Tokens for the client itself (RFC 6749 §4.4).
///
/// # Errors
/// Why none came.
pub async fn client_credentials_token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
) -> Result<SignedIn, SignInError> {
    Ok(token(service, client, http, &[("grant_type", "client_credentials")]).await?)
}

async fn token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    of_grant: &[(&str, &str)],
) -> Result<SignedIn, TokenCallError> {
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
            let tokens = StoredTokens {
                access_token: answer.access_token(),
                refresh_token: answer.refresh_token(),
                id_token: answer.id_token(),
                expires_at: answer.expires_in().map(|life| obtained_at.saturating_add(life)),
                obtained_at,
                granted_scopes: answer.scopes().unwrap_or_else(|| client.scopes.clone()),
                base_url: base_url_after(&service.base_url, None, None).map_err(|_| TokenCallError::Misconfigured)?.into(),
            };
            Ok(SignedIn { tokens, identity: Identity::default() })
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
    verification_uri: Url,
}

impl DeviceAuthorization {
    /// Asks for the code.
    ///
    /// # Errors
    /// Why none came.
    pub async fn begin(_service: Arc<Service>, _client: ClientRegistration, _http: reqwest::Client) -> Result<Self, SignInError> {
        std::future::ready(Err(TokenCallError::Misconfigured.into())).await
    }

    /// What the person enters.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Where it is entered.
    pub fn verification_uri(&self) -> &Url {
        &self.verification_uri
    }

    /// The same page with the code filled in, if the service has that.
    pub fn complete_uri(&self) -> Option<&Url> {
        None
    }

    /// How long the code is still good for.
    pub fn remaining(&self) -> Duration {
        Duration::ZERO
    }

    /// Asks until the person has entered it.
    ///
    /// # Errors
    /// Why no tokens came.
    pub async fn wait(self, _cancel: CancellationToken, _progress: impl Fn(SignInStep) + Send + Sync) -> Result<SignedIn, SignInError> {
        std::future::ready(Err(TokenCallError::Misconfigured.into())).await
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

/// A pasted text without what people copy along with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwrapped<'t> {
    /// What is left.
    pub token: &'t str,
    /// What stood before it, such as `Bearer`, as it was written; empty for nothing.
    pub taken_off: &'t str,
}

/// Leaves out blanks at the ends and a leading `Bearer`.
pub fn unwrap_pasted_token(text: &str) -> Unwrapped<'_> {
    let text = text.trim();
    let token = match text.split_once(char::is_whitespace) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim_start(),
        _ => text,
    };
    Unwrapped { token, taken_off: text[..text.len() - token.len()].trim_end() }
}

/// What goes into `header` from `text`: a bearer token where the header says so, else an API key.
///
/// # Errors
/// The first character that does not belong in it.
pub fn pasted_credential(text: &str, header: &CredentialHeader) -> Result<Secret, PastedTokenError> {
    if header.scheme.eq_ignore_ascii_case("bearer") {
        return pasted_token(unwrap_pasted_token(text).token);
    }
    let key = text.trim();
    match key.chars().position(|character| !character.is_ascii_graphic()) {
        _ if key.is_empty() => Err(PastedTokenError::Empty),
        Some(place) => Err(PastedTokenError::Character { position: place + 1 }),
        None => Ok(Secret::new(key)),
    }
}

/// The tokens of a connection whose token was made elsewhere. Its end, if it has one, is not known.
///
/// # Errors
/// If the service's base URL cannot be used.
pub fn signed_in_with(service: &Service, token: Secret, scopes: &[String]) -> Result<SignedIn, BaseUrlError> {
    let tokens = StoredTokens {
        access_token: token,
        refresh_token: None,
        id_token: None,
        expires_at: None,
        obtained_at: unix_now(),
        granted_scopes: scopes.to_vec(),
        base_url: base_url_after(&service.base_url, None, None)?.into(),
    };
    Ok(SignedIn { tokens, identity: Identity::default() })
}
