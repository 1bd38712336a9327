//! A token for the client alone (RFC 6749 §4.4). There is nobody to be asked: a session asks again by itself.

use super::refresh::renewed;
use super::signed_in::WhoSignedIn;
use super::token_exchange::exchange_client_credentials;
use super::{ClientRegistration, RefreshedTokens, SignInError, SignedIn, TokenCallError};
use crate::token_store::StoredTokens;
use coredesk_catalogue::Service;

/// Asks for a token with the id and the secret of `client`, for its scopes.
///
/// # Errors
/// `Misconfigured` without id or secret; else why no token came.
pub async fn client_credentials_token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
) -> Result<SignedIn, SignInError> {
    if client.client_id.is_empty() {
        return Err(SignInError::Misconfigured { what: "the client id" });
    }
    if client.client_secret.given().is_none() {
        return Err(SignInError::Misconfigured { what: "the client secret" });
    }
    let answer = exchange_client_credentials(service, client, http).await?;
    WhoSignedIn { service, client, http, nonce: None }.by(&answer).await
}

/// Asks again. Keeps what the answer is silent about.
pub(crate) async fn client_credentials_again(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    former: &StoredTokens,
) -> Result<RefreshedTokens, TokenCallError> {
    Ok(renewed(service, &exchange_client_credentials(service, client, http).await?, former))
}
