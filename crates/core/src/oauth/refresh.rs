//! Renewing the access token (RFC 6749 §6).

use super::base_url::base_url_after;
use super::token_answer::TokenAnswer;
use super::token_exchange::exchange_refresh_token;
use super::{BaseUrlError, ClientRegistration, TokenCallError, unix_now};
use crate::token_store::{Secret, StoredTokens};
use coredesk_catalogue::Service;

/// What a refresh brought.
pub(crate) struct RefreshedTokens {
    /// To be stored before anything else happens: the former refresh token may be dead by now.
    pub(crate) tokens: StoredTokens,
    /// The answer named another base URL of the service, or one that is not believed; then the former one stays.
    pub(crate) base_url: Result<BaseUrlChange, BaseUrlError>,
}

/// What a refresh did to the base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BaseUrlChange {
    Kept,
    Replaced,
}

/// Sends one refresh. Keeps the former refresh token, id token, scopes and base URL where the answer has none.
pub(crate) async fn refresh(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    former: &StoredTokens,
    refresh_token: &Secret,
) -> Result<RefreshedTokens, TokenCallError> {
    let mut refreshed = renewed(service, &exchange_refresh_token(service, client, http, refresh_token).await?, former);
    refreshed.tokens.refresh_token.get_or_insert_with(|| refresh_token.clone());
    Ok(refreshed)
}

/// What an answer makes of the former tokens: id token, scopes and base URL stay where it has none.
pub(super) fn renewed(service: &Service, answer: &TokenAnswer, former: &StoredTokens) -> RefreshedTokens {
    let obtained_at = unix_now();
    let checked = base_url_after(&service.base_url, answer.endpoint(), Some(&former.base_url));
    let base_url = checked.as_ref().map_or_else(|_| former.base_url.clone(), |url| url.as_str().to_owned());
    let change = if base_url == former.base_url { BaseUrlChange::Kept } else { BaseUrlChange::Replaced };
    let tokens = StoredTokens {
        access_token: answer.access_token(),
        refresh_token: answer.refresh_token(),
        id_token: answer.id_token().or_else(|| former.id_token.clone()),
        expires_at: answer.expires_in().map(|life| obtained_at.saturating_add(life)),
        obtained_at,
        granted_scopes: answer.scopes().unwrap_or_else(|| former.granted_scopes.clone()),
        base_url,
    };
    RefreshedTokens { tokens, base_url: checked.map(|_| change) }
}
