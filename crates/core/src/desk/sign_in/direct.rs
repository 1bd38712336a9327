//! Sign-ins in which no browser comes back: a pasted token, a password, the client by itself, a code for any browser.

use super::attempt::host_of;
use super::{Credential, DeviceCode, Purpose, SignIn, SignInProgress, SignInStatus};
use crate::desk::{Desk, DeskError};
use crate::oauth::{
    ClientSecret, DeviceAuthorization, SignInError, SignInStep, SignedIn, client_credentials_token, http_client, password_token,
    signed_in_with,
};
use crate::token_store;
use coredesk_catalogue::{BaseUrlRule, Grant, Service};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, PoisonError};
use tokio_util::sync::CancellationToken;
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
        let signed_in = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(SignInError::Cancelled.into()),
            signed_in = self.signed_in_by(id, purpose, credential, cancel) => signed_in?,
        };
        self.complete(id, purpose, signed_in, cancel).await
    }

    async fn signed_in_by(
        &self,
        id: &str,
        purpose: &Purpose,
        credential: Credential,
        cancel: &CancellationToken,
    ) -> Result<SignedIn, DeskError> {
        let (service, client) = (&purpose.service, &purpose.client);
        let failed = |error: SignInError| DeskError::Grant { grant: client.grant, service: service.title.clone(), error };
        let http = http_client(service).map_err(SignInError::Http)?;
        match (client.grant, credential) {
            (Grant::Token, Credential::Token(token)) => Ok(signed_in_with(service, token, &client.scopes).map_err(SignInError::from)?),
            (Grant::Password, Credential::Password { user, password }) => {
                password_token(service, client, &http, &user, &password).await.map_err(failed)
            }
            (Grant::ClientCredentials, _) => client_credentials_token(service, client, &http).await.map_err(failed),
            (Grant::DeviceCode, _) => {
                let device = DeviceAuthorization::begin(Arc::clone(service), client.clone(), http).await.map_err(failed)?;
                self.show_device_code(id, &device);
                let entered = |step: SignInStep| {
                    if step == SignInStep::ReadingIdentity {
                        self.progress(id, SignInProgress::ExchangingCode);
                    }
                };
                device.wait(cancel.clone(), entered).await.map_err(failed)
            }
            (Grant::Token | Grant::Password | Grant::AuthorizationCode, _) => Err(DeskError::NoToken),
        }
    }

    fn show_device_code(&self, id: &str, device: &DeviceAuthorization) {
        if let Some(sign_in) = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            sign_in.authorization_url = Some(device.complete_uri().unwrap_or(device.verification_uri()).clone());
        }
        let limit = device.remaining();
        let code = DeviceCode {
            user_code: device.user_code().to_owned(),
            address: device.verification_uri().to_string(),
            expires_at: Timestamp::now()
                .saturating_add(SignedDuration::try_from(limit).unwrap_or(SignedDuration::MAX))
                .unwrap_or(Timestamp::MAX),
        };
        self.move_sign_in(id, |status| {
            status.limit = limit;
            status.progress = SignInProgress::WaitingForConsent;
            status.reached = SignInProgress::WaitingForConsent;
            status.device = Some(code);
        });
    }
}

/// Where what a person gives goes first.
pub(in crate::desk) fn address_of(service: &Service, grant: Grant) -> String {
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
