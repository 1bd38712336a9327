//! Telling the server that a token is no longer wanted (RFC 7009).

use super::{ClientRegistration, trusted_endpoint};
use crate::token_store::StoredTokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use coredesk_catalogue::{ClientAuthentication, Grant, Service};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use std::time::Duration;
use url::form_urlencoded;

/// Signing out waits no longer than this for the server.
const WHOLE_LIMIT: Duration = Duration::from_secs(10);

/// The server was not told. The tokens are forgotten here all the same.
#[derive(Debug, thiserror::Error)]
pub enum RevocationError {
    /// The service has no revocation endpoint, or the token was made elsewhere and is not this app's to revoke.
    #[error("the service offers no revocation")]
    NotOffered,
    /// The client secret could not be read, without which the server does not listen.
    #[error("the client secret could not be read")]
    NoClientSecret(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No answer.
    #[error("the revocation endpoint could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The server said no; 503 may be tried later.
    #[error("the revocation endpoint answered with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
}

/// Revokes the refresh token if there is one, else the access token. 200 for a token the server does not know is fine.
///
/// # Errors
/// If the server was not told or said no.
pub async fn revoke(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    tokens: &StoredTokens,
) -> Result<(), RevocationError> {
    let endpoint = service.oauth.revocation_endpoint.as_deref().filter(|_| client.grant != Grant::Token);
    let endpoint = endpoint.and_then(|endpoint| trusted_endpoint(service, endpoint));
    let endpoint = endpoint.ok_or(RevocationError::NotOffered)?;
    // A refresh token takes the access tokens with it (RFC 7009 §2.1), as far as the server can.
    let (token, hint) = match &tokens.refresh_token {
        Some(token) => (token, "refresh_token"),
        None => (&tokens.access_token, "access_token"),
    };
    let request = signed_by(client, http.post(endpoint).timeout(WHOLE_LIMIT), vec![("token", token.expose()), ("token_type_hint", hint)]);
    let response = request.send().await.map_err(|error| RevocationError::Unreachable(error.without_url()))?;
    match response.status().as_u16() {
        200..=299 => Ok(()),
        status => Err(RevocationError::Status { status }),
    }
}

/// A form that the client sends in its own name (RFC 6749 §2.3.1).
pub(super) fn signed_by<'a>(
    client: &'a ClientRegistration,
    request: reqwest::RequestBuilder,
    mut fields: Vec<(&'a str, &'a str)>,
) -> reqwest::RequestBuilder {
    let mut basic = None;
    match (client.authentication, client.client_secret.given()) {
        (ClientAuthentication::Basic, Some(secret)) => basic = Some(basic_credentials(&client.client_id, secret.expose())),
        (ClientAuthentication::RequestBody, Some(secret)) => {
            fields.extend([("client_id", client.client_id.as_str()), ("client_secret", secret.expose())]);
        }
        (_, None) if client.client_id.is_empty() => {}
        (_, None) => fields.push(("client_id", client.client_id.as_str())),
    }
    let request = request.header(ACCEPT, "application/json").form(&fields);
    match basic.and_then(|text| HeaderValue::try_from(text).ok()) {
        Some(credentials) => request.header(AUTHORIZATION, credentials),
        None => request,
    }
}

/// Id and secret are form-encoded first (RFC 6749 §2.3.1).
fn basic_credentials(client_id: &str, client_secret: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(client_id), encoded(client_secret))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn id_and_secret_are_form_encoded_before_basic() {
        assert_eq!(super::basic_credentials("a b", "c:d"), "Basic YStiOmMlM0Fk");
    }
}
