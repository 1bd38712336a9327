//! What can be tried after a sign-in that ended without tokens (`core-api.md`, section 18, rows 1 to 3).

use super::{Purpose, SignInProgress};
use crate::desk::{Desk, DeskError, Environment, Opened};
use crate::oauth::{ClientSecret, SignInError, TokenCallError};
use coredesk_catalogue::{ClientAuthentication, Grant};

const OFFLINE_ACCESS: &str = "offline_access";

/// What is done differently in another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInChange {
    /// Nothing.
    Nothing,
    /// `offline_access` is not asked for: then a person signs in again each hour.
    WithoutOfflineAccess,
    /// No code challenge is sent: `state` carries the whole protection.
    WithoutPkce,
    /// A code challenge is sent.
    WithPkce,
    /// The secret goes out as a form field.
    SecretInRequestBody,
    /// The secret goes out by HTTP Basic.
    SecretAsBasic,
}

impl Desk {
    /// Begins a sign-in like `sign_in_id`, but for `change`.
    ///
    /// # Errors
    /// `UnknownSignIn`; as [`Desk::open_connection`].
    pub async fn retry_sign_in(&self, sign_in_id: &str, change: SignInChange) -> Result<Opened, DeskError> {
        let mut purpose = self.purpose_of(sign_in_id)?;
        if purpose.asks_a_person() {
            return Err(DeskError::UnknownSignIn);
        }
        if purpose.environment == Environment::Demo {
            // The demo services may have moved meanwhile.
            purpose.service = self.demo_account(&purpose.service.name)?.service;
        }
        match change {
            SignInChange::Nothing => {}
            SignInChange::WithoutOfflineAccess => purpose.client.scopes.retain(|scope| scope != OFFLINE_ACCESS),
            SignInChange::WithoutPkce => purpose.client.pkce = false,
            SignInChange::WithPkce => purpose.client.pkce = true,
            SignInChange::SecretInRequestBody => purpose.client.authentication = ClientAuthentication::RequestBody,
            SignInChange::SecretAsBasic => purpose.client.authentication = ClientAuthentication::Basic,
        }
        self.begin_again(purpose).await.map(Opened::SignIn)
    }
}

impl Purpose {
    /// The most promising first; nothing for a sign-in that goes on or succeeded.
    pub(super) fn retries(&self, progress: &SignInProgress) -> Vec<SignInChange> {
        if self.asks_a_person() {
            // What was given is dropped by now: a person gives it once more.
            return Vec::new();
        }
        let error = match progress {
            SignInProgress::Failed(error) => error,
            SignInProgress::Cancelled => return vec![SignInChange::Nothing],
            SignInProgress::OpeningBrowser
            | SignInProgress::WaitingForConsent
            | SignInProgress::ExchangingCode
            | SignInProgress::TryingToken
            | SignInProgress::StoringTokens
            | SignInProgress::SignedIn(_) => return Vec::new(),
        };
        let asks_to_stay = self.client.scopes.iter().any(|scope| scope == OFFLINE_ACCESS);
        let has_secret = !matches!(self.client.client_secret, ClientSecret::None);
        let without_staying = asks_to_stay.then_some(SignInChange::WithoutOfflineAccess);
        let other_pkce = match (self.client.pkce, has_secret) {
            _ if self.client.grant != Grant::AuthorizationCode => None,
            // Without a secret and without PKCE nothing would protect the code.
            (true, false) => None,
            (true, true) => Some(SignInChange::WithoutPkce),
            (false, _) => Some(SignInChange::WithPkce),
        };
        let other_authentication = has_secret.then_some(match self.client.authentication {
            ClientAuthentication::RequestBody => SignInChange::SecretAsBasic,
            ClientAuthentication::Basic => SignInChange::SecretInRequestBody,
        });
        let changes = match error.as_ref() {
            DeskError::SignIn(SignInError::Refused { error, .. }) => match error.as_str() {
                "unauthorized_client" => [without_staying, other_pkce],
                "invalid_scope" => [without_staying, None],
                _ => [None, None],
            },
            // An error page that never comes back tells nothing: a scope or PKCE may be the reason.
            DeskError::SignIn(SignInError::TimedOut { .. }) => [without_staying, other_pkce],
            DeskError::SignIn(SignInError::TokenCall(TokenCallError::Refused { error, .. }))
            | DeskError::Grant { error: SignInError::TokenCall(TokenCallError::Refused { error, .. }), .. } => match error.as_str() {
                "invalid_client" => [other_authentication, None],
                "invalid_grant" | "unauthorized_client" => [other_pkce, None],
                _ => [None, None],
            },
            _ => [None, None],
        };
        changes.into_iter().flatten().chain([SignInChange::Nothing]).collect()
    }
}
