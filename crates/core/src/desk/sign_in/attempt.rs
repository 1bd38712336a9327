//! One sign-in from the first look at the keyring to the kept connection.

use super::{Purpose, SignIn, SignInProgress, SignInStatus};
use crate::desk::{Desk, DeskError, Environment};
use crate::oauth::{self, ClientSecret, PendingSignIn, SignInError, SignInRequest, SignInStep};
use crate::token_store::{self, ProfileId};
use jiff::Timestamp;
use std::sync::{Arc, PoisonError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

impl Desk {
    /// Begins a sign-in and answers its id. Another one that waits at the same address is given up first.
    pub(super) async fn begin(&self, mut purpose: Purpose) -> Result<String, DeskError> {
        token_store::probe(Arc::clone(&self.inner.token_store)).await?;
        self.take_kept_secret(&mut purpose).await?;
        self.give_up_same_redirect(&purpose).await;
        let request = SignInRequest {
            service: Arc::clone(&purpose.service),
            client: purpose.client.clone(),
            scopes: purpose.scopes.clone(),
            limit: oauth::LONGEST_WAIT,
        };
        let pending = oauth::prepare(request).await?;
        let id = Uuid::now_v7().to_string();
        let (cancel, ended) = (CancellationToken::new(), CancellationToken::new());
        let (pasted, pastes) = mpsc::channel(4);
        let authorization_url = pending.authorization_url().clone();
        let status = SignInStatus {
            id: id.clone(),
            service_title: purpose.service.title.clone(),
            environment: purpose.environment,
            company: purpose.again.as_ref().map(|record| record.company.clone()),
            progress: SignInProgress::OpeningBrowser,
            reached: SignInProgress::OpeningBrowser,
            host: pending.host().to_owned(),
            redirect_uri: pending.redirect_uri().to_owned(),
            listens: pending.listens(),
            has_form: purpose.environment != Environment::Demo,
            started_at: Timestamp::now(),
            limit: pending.limit(),
            pasted_address_refused: false,
            no_browser: false,
            retries: Vec::new(),
        };
        let sign_in = SignIn { status, purpose: purpose.clone(), cancel: cancel.clone(), ended: ended.clone(), pasted, authorization_url };
        self.remember(sign_in);
        let desk = self.clone();
        let sign_in_id = id.clone();
        tokio::spawn(async move {
            let progress = match desk.run_sign_in(&sign_in_id, pending, &purpose, cancel, pastes).await {
                Ok(connection_id) => SignInProgress::SignedIn(connection_id),
                Err(DeskError::SignIn(SignInError::Cancelled)) => SignInProgress::Cancelled,
                Err(error) => SignInProgress::Failed(Arc::new(error)),
            };
            desk.move_sign_in(&sign_in_id, |status| {
                status.retries = purpose.retries(&progress);
                status.pasted_address_refused = false;
                status.progress = progress;
            });
            ended.cancel();
        });
        Ok(id)
    }

    async fn run_sign_in(
        &self,
        id: &str,
        pending: PendingSignIn,
        purpose: &Purpose,
        cancel: CancellationToken,
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
            SignInStep::OpeningBrowser => desk.progress(&sign_in_id, SignInProgress::OpeningBrowser),
            SignInStep::WaitingForConsent => desk.progress(&sign_in_id, SignInProgress::WaitingForConsent),
            SignInStep::PastedAddressRefused => desk.move_sign_in(&sign_in_id, |status| status.pasted_address_refused = true),
            SignInStep::ExchangingCode | SignInStep::ReadingIdentity => desk.progress(&sign_in_id, SignInProgress::ExchangingCode),
        };
        let given_up = cancel.clone();
        let signed_in = pending.finish(cancel, pastes, step).await?;
        let record = self.record_for(purpose, &signed_in).await?;
        self.progress(id, SignInProgress::StoringTokens);
        if given_up.is_cancelled() {
            return Err(SignInError::Cancelled.into());
        }
        self.keep_signed_in(purpose, &record, signed_in).await?;
        let connection = self.connection(&record.id).await?;
        self.sync_all(&connection);
        Ok(record.id)
    }

    /// The secret of a connection that is signed in again, out of the keyring.
    async fn take_kept_secret(&self, purpose: &mut Purpose) -> Result<(), DeskError> {
        if let (ClientSecret::Kept, Some(record)) = (&purpose.client.client_secret, &purpose.again) {
            let profile = ProfileId::new(&record.id);
            let secret = self.with_token_store(move |store| store.load_client_secret(&profile)).await?;
            purpose.client.client_secret = ClientSecret::Given(secret.ok_or(DeskError::NoClientSecret)?);
        }
        Ok(())
    }

    /// A registered port can serve one sign-in at a time: the older one makes way, and its port is closed.
    async fn give_up_same_redirect(&self, purpose: &Purpose) {
        let older: Vec<CancellationToken> = {
            let sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
            let same = |sign_in: &&SignIn| {
                !sign_in.status.progress.is_over() && sign_in.purpose.client.redirect_uri == purpose.client.redirect_uri
            };
            sign_ins.values().filter(same).map(|sign_in| (sign_in.cancel.cancel(), sign_in.ended.clone()).1).collect()
        };
        for ended in older {
            ended.cancelled().await;
        }
    }
}
