//! The keys that an issuer publishes (RFC 7517 §5, OpenID Connect Discovery §4). Untrusted until they are read.

use super::http::{http_client_at, is_plain_on_this_computer};
use super::userinfo::json_answer;
use super::{AskError, DiscoveryError, check_address, server_metadata, trusted_endpoint};
use coredesk_catalogue::Service;
use serde_json::{Map, Value};
use url::Url;

/// An issuer's keys did not come.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    /// The address is neither https nor on this computer.
    #[error("it is no address that keys may come from")]
    Address,
    /// The issuer says nothing of itself that can be used.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// The issuer says nothing of its keys.
    #[error("the issuer names no address of its keys")]
    NotNamed,
    /// The address of the keys gave none.
    #[error(transparent)]
    Asked(#[from] AskError),
}

/// The key set at `address`: https, or http on this computer alone. No redirect is followed, no more than 256 KiB are read.
///
/// # Errors
/// [`KeySetError`].
pub async fn key_set(address: &str) -> Result<Map<String, Value>, KeySetError> {
    let address = Url::parse(address.trim()).map_err(|_| KeySetError::Address)?;
    check_address(&address, is_plain_on_this_computer(&address)).map_err(|_| KeySetError::Address)?;
    let http = http_client_at(&address).map_err(|error| AskError::Unreachable(error.without_url()))?;
    Ok(json_answer(http.get(address)).await?)
}

/// The key set of `issuer`, found by its discovery document.
///
/// # Errors
/// [`KeySetError`].
pub async fn issuer_key_set(issuer: &str) -> Result<Map<String, Value>, KeySetError> {
    // An issuer elsewhere cannot name an address of plain http on this computer: discovery refuses it.
    let address = server_metadata(issuer).await?.endpoints.jwks_uri.ok_or(KeySetError::NotNamed)?;
    key_set(&address).await
}

/// The key set of `service`'s own authorization server.
///
/// # Errors
/// [`KeySetError`].
pub async fn service_key_set(service: &Service, http: &reqwest::Client) -> Result<Map<String, Value>, KeySetError> {
    let address = service.oauth.jwks_uri.as_deref().and_then(|address| trusted_endpoint(service, address));
    Ok(json_answer(http.get(address.ok_or(KeySetError::NotNamed)?)).await?)
}
