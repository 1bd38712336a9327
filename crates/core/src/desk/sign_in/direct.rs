//! Sign-ins in which no browser comes back: a pasted token, a password, the client by itself, a code for any browser.

use super::attempt::host_of;
use super::{Credential, DeviceCode, Purpose, SignIn, SignInProgress, SignInStatus};
use crate::desk::{Desk, DeskError};
use crate::oauth::{
    ClientSecret, DeviceAuthorization, Identity, SignInError, SignedIn, checked_base_url, client_credentials_token, http_client,
    password_token, unix_now,
};
use crate::token_store::{self, Secret, StoredTokens};
use coredesk_catalogue::{BaseUrlRule, Grant, Service};
use jiff::Timestamp;
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
        let (service, client) = (&*purpose.service, &purpose.client);
        let failed = |error| match error {
            SignInError::TokenCall(error) => DeskError::TokenCall { grant: client.grant, service: service.title.clone(), error },
            other => other.into(),
        };
        let http = http_client(service).map_err(SignInError::Http)?;
        match (client.grant, credential) {
            (Grant::Token, Credential::Token(token)) => {
                Ok(SignedIn { tokens: as_given(service, &client.scopes, token)?, identity: Identity::default() })
            }
            (Grant::Password, Credential::Password { user, password }) => {
                password_token(service, client, &http, &user, &password).await.map_err(failed)
            }
            (Grant::ClientCredentials, _) => client_credentials_token(service, client, &http).await.map_err(failed),
            (Grant::DeviceCode, _) => {
                let device = DeviceAuthorization::begin(Arc::clone(&purpose.service), client.clone(), http).await.map_err(failed)?;
                self.show_device_code(id, &device);
                device.wait(cancel.clone(), |_| ()).await.map_err(failed)
            }
            (Grant::Token | Grant::Password | Grant::AuthorizationCode, _) => Err(DeskError::NoToken),
        }
    }

    fn show_device_code(&self, id: &str, device: &DeviceAuthorization) {
        let address = device.complete_uri().unwrap_or(device.verification_uri()).clone();
        if let Some(sign_in) = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            sign_in.authorization_url = Some(address);
        }
        let code = DeviceCode {
            user_code: device.user_code().to_owned(),
            address: device.verification_uri().to_string(),
            expires_at: Timestamp::now().saturating_add(device.remaining()).unwrap_or(Timestamp::MAX),
        };
        let left = device.remaining();
        self.move_sign_in(id, |status| {
            status.limit = left;
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
