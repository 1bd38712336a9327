//! One sign-in from the first look at the keyring to the kept connection.

use super::{Credential, Purpose, SignIn, SignInProgress, SignInStatus};
use crate::desk::{ConnectionRecord, Desk, DeskError, Environment};
use crate::oauth::{self, ClientSecret, PendingSignIn, SignInError, SignInRequest, SignInStep, SignedIn, redirect_port};
use crate::token_store::{self, ProfileId, StoredTokens};
use coredesk_catalogue::Grant;
use std::sync::{Arc, PoisonError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

/// The host of an address; empty if it is none.
pub(super) fn host_of(address: &str) -> String {
    Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Tokens that came and are not kept are no use to anybody: the service is told, as far as it can be reached. A token
/// that was pasted was not made for this sign-in and stays good.
async fn revoke_unkept(purpose: Purpose, tokens: StoredTokens) {
    if purpose.client.grant == Grant::Token {
        return;
    }
    let Ok(http) = oauth::http_client(&purpose.service) else { return };
    if let Err(error) = oauth::revoke(&purpose.service, &purpose.client, &http, &tokens).await {
        tracing::info!(%error, "tokens that were not kept could not be revoked");
    }
}

impl Desk {
    /// Begins a sign-in that needs nothing but what is kept, or what the demo services give out, and answers its id.
    pub(super) async fn begin(&self, purpose: Purpose) -> Result<String, DeskError> {
        let credential = match purpose.environment {
            Environment::Demo => self.demo_credential(&purpose.service.name)?,
            Environment::Production | Environment::Sandbox | Environment::OwnHosts => Credential::None,
        };
        self.begin_with(purpose, credential).await
    }

    /// The same with what a person gave for it.
    pub(in crate::desk) async fn begin_with(&self, purpose: Purpose, credential: Credential) -> Result<String, DeskError> {
        self.refuse_before_demo_runs(purpose.environment)?;
        match purpose.client.grant {
            Grant::AuthorizationCode => self.begin_in_browser(purpose).await,
            Grant::DeviceCode | Grant::ClientCredentials | Grant::Password | Grant::Token => self.begin_directly(purpose, credential).await,
        }
    }

    /// The same in the system browser. Another one that waits at the same address is given up first.
    async fn begin_in_browser(&self, mut purpose: Purpose) -> Result<String, DeskError> {
        token_store::probe(self.token_store()).await?;
        self.take_kept_secret(&mut purpose).await?;
        self.give_up_same_port(&purpose).await;
        let request = SignInRequest {
            service: Arc::clone(&purpose.service),
            client: purpose.client.clone(),
            scopes: purpose.client.scopes.clone(),
            limit: oauth::LONGEST_WAIT,
        };
        let pending = oauth::prepare(request).await?;
        let id = Uuid::now_v7().to_string();
        let (cancel, port_closed) = (CancellationToken::new(), CancellationToken::new());
        let (pasted, pastes) = mpsc::channel(4);
        let authorization_url = pending.authorization_url().clone();
        let status = SignInStatus {
            host: pending.host().to_owned(),
            redirect_uri: pending.redirect_uri().to_owned(),
            listens: pending.listens(),
            limit: pending.limit(),
            ..SignInStatus::begun(&id, &purpose)
        };
        let sign_in = SignIn {
            status,
            purpose: purpose.clone(),
            cancel: cancel.clone(),
            port_closed: port_closed.clone(),
            pasted,
            authorization_url: Some(authorization_url),
        };
        self.remember(sign_in);
        let desk = self.clone();
        let sign_in_id = id.clone();
        tokio::spawn(async move {
            let ended = desk.run_sign_in(&sign_in_id, pending, &purpose, (cancel, port_closed), pastes).await;
            desk.end_sign_in(&sign_in_id, &purpose, ended);
        });
        Ok(id)
    }

    /// The same for a connection that is there already: what keeps it from beginning is shown like a sign-in that failed,
    /// so that its app details can be changed.
    pub(super) async fn begin_again(&self, purpose: Purpose) -> Result<String, DeskError> {
        let error = match self.begin(purpose.clone()).await {
            Ok(id) => return Ok(id),
            Err(error @ (DeskError::SignIn(_) | DeskError::NoClientSecret)) if purpose.environment != Environment::Demo => error,
            Err(error) => return Err(error),
        };
        let id = Uuid::now_v7().to_string();
        let status = SignInStatus {
            host: host_of(&purpose.service.oauth.issuer),
            redirect_uri: purpose.client.redirect_uri.text().unwrap_or_default().to_owned(),
            listens: false,
            ..SignInStatus::begun(&id, &purpose)
        };
        self.remember(SignIn::without_port(status, purpose.clone(), CancellationToken::new()));
        self.end_sign_in(&id, &purpose, Err(error));
        Ok(id)
    }

    async fn run_sign_in(
        &self,
        id: &str,
        pending: PendingSignIn,
        purpose: &Purpose,
        (cancel, port_closed): (CancellationToken, CancellationToken),
        pastes: mpsc::Receiver<String>,
    ) -> Result<String, DeskError> {
        if let Err(error) = pending.open_browser(self.inner.browser.as_ref()) {
            // The link can be copied and opened by hand: the wait goes on.
            tracing::warn!(%error, "no browser was opened");
            self.move_sign_in(id, |status| status.no_browser = true);
        }
        let desk = self.clone();
        let sign_in_id = id.to_owned();
        let step = move |step: SignInStep| match step {
            SignInStep::WaitingForConsent => desk.progress(&sign_in_id, SignInProgress::WaitingForConsent),
            SignInStep::PastedAddressRefused => desk.move_sign_in(&sign_in_id, |status| status.pasted_address_refused = true),
            SignInStep::ExchangingCode | SignInStep::ReadingIdentity => desk.progress(&sign_in_id, SignInProgress::ExchangingCode),
        };
        let given_up = cancel.clone();
        let finished = pending.finish(cancel, pastes, step).await;
        port_closed.cancel();
        self.complete(id, purpose, finished?, &given_up).await
    }

    /// Keeps the tokens that came, or none of it; then reads rows, unless a person is to look at the first ones.
    pub(super) async fn complete(
        &self,
        id: &str,
        purpose: &Purpose,
        signed_in: SignedIn,
        given_up: &CancellationToken,
    ) -> Result<String, DeskError> {
        let tokens = signed_in.tokens.clone();
        let record = match self.take_over(id, purpose, signed_in, given_up).await {
            Ok(record) => record,
            Err(error) => {
                tokio::spawn(revoke_unkept(purpose.clone(), tokens));
                return Err(error);
            }
        };
        let connection = self.connection(&record.id).await?;
        if !record.needs_preview {
            self.sync_all(&connection);
        }
        Ok(record.id)
    }

    /// Checks whose tokens came, and keeps them.
    async fn take_over(
        &self,
        id: &str,
        purpose: &Purpose,
        signed_in: SignedIn,
        given_up: &CancellationToken,
    ) -> Result<ConnectionRecord, DeskError> {
        if purpose.service.is_described() {
            self.progress(id, SignInProgress::TryingToken);
            self.try_token(purpose, &signed_in.tokens, given_up).await?;
        }
        let record = self.record_for(purpose, &signed_in, given_up).await?;
        if given_up.is_cancelled() {
            return Err(SignInError::Cancelled.into());
        }
        self.progress(id, SignInProgress::StoringTokens);
        self.keep_signed_in(purpose, &record, signed_in).await?;
        Ok(record)
    }

    /// The secret of a connection that is signed in again, out of the keyring.
    pub(super) async fn take_kept_secret(&self, purpose: &mut Purpose) -> Result<(), DeskError> {
        if let (ClientSecret::Kept, Some(record)) = (&purpose.client.client_secret, &purpose.again) {
            let profile = ProfileId::new(&record.id);
            let secret = self.with_token_store(move |store| store.load_client_secret(&profile)).await?;
            purpose.client.client_secret = ClientSecret::Given(secret.ok_or(DeskError::NoClientSecret)?);
        }
        Ok(())
    }

    /// A port can serve one sign-in at a time: the older one makes way, and its port is closed.
    async fn give_up_same_port(&self, purpose: &Purpose) {
        let Some(port) = redirect_port(&purpose.client.redirect_uri) else { return };
        let older: Vec<CancellationToken> = {
            let sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
            let waiting = sign_ins.values().filter(|sign_in| sign_in.waits_at(port));
            waiting.map(|sign_in| (sign_in.cancel.cancel(), sign_in.port_closed.clone()).1).collect()
        };
        for port_closed in older {
            port_closed.cancelled().await;
        }
    }

    pub(super) fn end_sign_in(&self, id: &str, purpose: &Purpose, ended: Result<String, DeskError>) {
        let progress = match ended {
            Ok(connection_id) => SignInProgress::SignedIn(connection_id),
            Err(DeskError::SignIn(SignInError::Cancelled)) => SignInProgress::Cancelled,
            Err(error) => SignInProgress::Failed(Arc::new(error)),
        };
        if let SignInProgress::SignedIn(_) = progress {
            self.forget_secrets(id);
        }
        self.move_sign_in(id, |status| {
            status.retries = purpose.retries(&progress);
            status.pasted_address_refused = false;
            status.device = None;
            status.progress = progress;
        });
    }

    /// What a sign-in needed and nobody needs any more: the secret rests in the keyring.
    fn forget_secrets(&self, id: &str) {
        let mut sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sign_in) = sign_ins.get_mut(id) {
            sign_in.authorization_url = None;
            if let ClientSecret::Given(_) = sign_in.purpose.client.client_secret {
                sign_in.purpose.client.client_secret = ClientSecret::Kept;
            }
        }
    }
}
