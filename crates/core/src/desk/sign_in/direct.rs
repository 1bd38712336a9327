//! Sign-ins in which no browser comes back: a pasted token, a password, the client by itself, a code for any browser.

use super::attempt::host_of;
use super::{Credential, DeviceCode, Purpose, SignIn, SignInProgress, SignInStatus};
use crate::desk::{Desk, DeskError};
use crate::oauth::{
    ClientSecret, DeviceAuthorization, Identity, SignInError, SignedIn, TokenCallError, checked_base_url, client_credentials_token,
    http_client, password_token, unix_now,
};
use crate::token_store::{self, Secret, StoredTokens};
use coredesk_catalogue::{BaseUrlRule, Grant, Service};
use jiff::Timestamp;
use std::sync::PoisonError;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

impl Desk {
    /// Begins a sign-in with what a person gave and answers its id. What was given goes with the task: nothing but that
    /// one try has it.
    pub(super) async fn begin_directly(&self, mut purpose: Purpose, credential: Credential) -> Result<String, DeskError> {
        token_store::probe(self.token_store()).await?;
        match &credential {
            Credential::ClientSecret(secret) => purpose.client.client_secret = ClientSecret::Given(secret.clone()),
            Credential::Password { user, .. } => purpose.user = Some(user.clone()),
            Credential::None | Credential::Token(_) => {}
        }
        self.take_kept_secret(&mut purpose).await?;
        let (id, cancel) = (Uuid::now_v7().to_string(), CancellationToken::new());
        let first = match purpose.client.grant {
            Grant::Token => SignInProgress::TryingToken,
            _ => SignInProgress::ExchangingCode,
        };
        let status = SignInStatus {
            host: host_of(&address_of(&purpose.service, purpose.client.grant)),
            progress: first.clone(),
            reached: first,
            ..SignInStatus::begun(&id, &purpose)
        };
        self.remember(SignIn::without_port(status, purpose.clone(), cancel.clone()));
        let (desk, sign_in_id) = (self.clone(), id.clone());
        tokio::spawn(async move {
            let ended = desk.run_directly(&sign_in_id, &purpose, credential, &cancel).await;
            desk.end_sign_in(&sign_in_id, &purpose, ended);
        });
        Ok(id)
    }

    async fn run_directly(
        &self,
        id: &str,
        purpose: &Purpose,
        credential: Credential,
        cancel: &CancellationToken,
    ) -> Result<String, DeskError> {
        let tokens = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(SignInError::Cancelled.into()),
            tokens = self.tokens_by(id, purpose, credential, cancel) => tokens?,
        };
        self.complete(id, purpose, SignedIn { tokens, identity: Identity::default() }, cancel).await
    }

    async fn tokens_by(
        &self,
        id: &str,
        purpose: &Purpose,
        credential: Credential,
        cancel: &CancellationToken,
    ) -> Result<StoredTokens, DeskError> {
        let (service, client) = (&*purpose.service, &purpose.client);
        let failed = |error: TokenCallError| DeskError::TokenCall { grant: client.grant, service: service.title.clone(), error };
        let http = http_client(service).map_err(SignInError::Http)?;
        match (client.grant, credential) {
            (Grant::Token, Credential::Token(token)) => as_given(service, &client.scopes, token),
            (Grant::Password, Credential::Password { user, password }) => {
                password_token(service, client, &http, &user, &password).await.map_err(failed)
            }
            (Grant::ClientCredentials, _) => client_credentials_token(service, client, &http).await.map_err(failed),
            (Grant::DeviceCode, _) => {
                let device = DeviceAuthorization::begin(service, client, &http).await.map_err(failed)?;
                self.show_device_code(id, &device);
                device.wait(cancel.clone()).await.map_err(failed)
            }
            (Grant::Token | Grant::Password | Grant::AuthorizationCode, _) => Err(DeskError::NoToken),
        }
    }

    fn show_device_code(&self, id: &str, device: &DeviceAuthorization) {
        let address = Url::parse(device.verification_uri()).ok();
        if let Some(sign_in) = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            sign_in.authorization_url = address;
        }
        let code = DeviceCode {
            user_code: device.user_code().to_owned(),
            address: device.verification_uri().to_owned(),
            expires_at: device.expires_at(),
        };
        self.move_sign_in(id, |status| {
            let left = code.expires_at.as_second().saturating_sub(Timestamp::now().as_second());
            status.limit = Duration::from_secs(u64::try_from(left).unwrap_or_default());
            status.progress = SignInProgress::WaitingForConsent;
            status.reached = SignInProgress::WaitingForConsent;
            status.device = Some(code);
        });
    }
}

/// Where what a person gives goes first.
pub(super) fn address_of(service: &Service, grant: Grant) -> String {
    let endpoint = match grant {
        Grant::Token => None,
        Grant::DeviceCode => service.oauth.device_authorization_endpoint.as_ref(),
        Grant::AuthorizationCode | Grant::ClientCredentials | Grant::Password => service.oauth.token_endpoint.as_ref(),
    };
    match (endpoint, &service.base_url) {
        (Some(endpoint), _) => endpoint.clone(),
        (None, BaseUrlRule::Fixed { url }) => url.clone(),
        (None, BaseUrlRule::FromTokenAnswer { .. } | BaseUrlRule::Loopback) => service.oauth.issuer.clone(),
    }
}

/// A token that was made elsewhere: nobody says when it ends, and its scopes are those that it should be made with.
fn as_given(service: &Service, scopes: &[String], token: Secret) -> Result<StoredTokens, DeskError> {
    let BaseUrlRule::Fixed { url } = &service.base_url else { return Err(SignInError::Misconfigured { what: "the base URL" }.into()) };
    Ok(StoredTokens {
        access_token: token,
        refresh_token: None,
        id_token: None,
        expires_at: None,
        obtained_at: unix_now(),
        granted_scopes: scopes.to_vec(),
        base_url: checked_base_url(&service.base_url, url).map_err(SignInError::from)?.into(),
    })
}
