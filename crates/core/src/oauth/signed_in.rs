//! What a token answer becomes: tokens with their checked base URL, and who they belong to.

use super::id_token::{self, Expected};
use super::token_answer::TokenAnswer;
use super::userinfo::{json_object, userinfo};
use super::{BaseUrlError, ClientRegistration, IdTokenError, Identity, SignInError, base_url::base_url_after, trusted_endpoint, unix_now};
use crate::token_store::{Secret, StoredTokens};
use coredesk_catalogue::Service;
use serde_json::{Map, Value};

/// A sign-in that succeeded. Nothing of it is stored yet.
#[derive(Debug)]
pub struct SignedIn {
    /// The tokens, with the checked base URL.
    pub tokens: StoredTokens,
    /// Who signed in, as far as the service says.
    pub identity: Identity,
}

/// The tokens of a first answer. The base URL is checked before any token is handed on.
pub(super) fn received(service: &Service, answer: &TokenAnswer, asked: &[String]) -> Result<StoredTokens, BaseUrlError> {
    let base_url = base_url_after(&service.base_url, answer.endpoint(), None)?;
    let obtained_at = unix_now();
    Ok(StoredTokens {
        access_token: answer.access_token(),
        refresh_token: answer.refresh_token(),
        id_token: answer.id_token(),
        expires_at: answer.expires_in().map(|life| obtained_at.saturating_add(life)),
        obtained_at,
        granted_scopes: answer.scopes().unwrap_or_else(|| asked.to_vec()),
        base_url: base_url.into(),
    })
}

/// Asks whose tokens came.
#[derive(Clone, Copy)]
pub(super) struct WhoSignedIn<'a> {
    pub(super) service: &'a Service,
    pub(super) client: &'a ClientRegistration,
    pub(super) http: &'a reqwest::Client,
    /// What the id token must repeat, where a browser took part.
    pub(super) nonce: Option<&'a Secret>,
}

impl WhoSignedIn<'_> {
    /// Reads what of `answer` counts and asks who signed in.
    pub(super) async fn by(self, answer: &TokenAnswer) -> Result<SignedIn, SignInError> {
        let tokens = received(self.service, answer, &self.client.scopes)?;
        let identity = self.identity(&tokens).await?;
        Ok(SignedIn { tokens, identity })
    }

    /// Empty where nothing was granted that says it.
    pub(super) async fn identity(self, tokens: &StoredTokens) -> Result<Identity, SignInError> {
        if !tokens.granted_scopes.iter().any(|scope| scope == "openid") {
            return Ok(Identity::default());
        }
        let claims = match &tokens.id_token {
            Some(id_token) => self.id_token_claims(id_token).await?,
            None => None,
        };
        let endpoint = self.service.oauth.userinfo_endpoint.as_deref().and_then(|endpoint| trusted_endpoint(self.service, endpoint));
        let userinfo = match endpoint {
            Some(endpoint) => userinfo(self.http, endpoint, &tokens.access_token).await,
            None => None,
        };
        Identity::from_claims(claims.as_ref(), userinfo.as_ref())
    }

    /// The checked claims; `None` where they cannot be checked for reasons that are not the token's.
    async fn id_token_claims(self, id_token: &Secret) -> Result<Option<Map<String, Value>>, SignInError> {
        let oauth = &self.service.oauth;
        let jwks_uri = oauth.jwks_uri.as_deref().and_then(|endpoint| trusted_endpoint(self.service, endpoint));
        let Some(jwks_uri) = jwks_uri.filter(|_| !oauth.issuer.is_empty()) else { return Ok(None) };
        let Some(key_set) = json_object(self.http.get(jwks_uri)).await else { return Ok(None) };
        let expected = Expected { issuer: &oauth.issuer, client_id: &self.client.client_id, nonce: self.nonce, now: unix_now() };
        match id_token::checked_claims(id_token, &key_set, &expected) {
            Ok(claims) => Ok(Some(claims)),
            Err(IdTokenError::Time) => {
                tracing::warn!("the id token's time does not fit this computer's clock; it is not used");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}
