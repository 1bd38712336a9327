//! Sign-ins under way: started, watched, given up, and what becomes of them.

use super::directory::{ConnectionRecord, Environment};
use super::{Desk, DeskError, DeskEvent};
use crate::oauth::{self, ClientRegistration, PendingSignIn, RedirectUri, SignInError, SignInRequest, SignInStep, SignedIn};
use crate::token_store::{self, ProfileId};
use coredesk_catalogue::Service;
use jiff::Timestamp;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;
use uuid::Uuid;

/// How long a person has to answer in the browser (`security.md`, section 1).
const LIMIT: Duration = Duration::from_secs(300);
/// All that Coredesk asks CORE for.
const SCOPES: [&str; 5] = ["readwrite:core", "openid", "profile", "email", "offline_access"];
/// Sign-ins that are remembered after they ended.
const ENDED_KEPT: usize = 8;

/// What opening a connection led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It is signed in; rows can be shown.
    Connection(String),
    /// A sign-in was started; its id.
    SignIn(String),
}

/// Where a sign-in stands.
#[derive(Debug, Clone)]
pub struct SignInStatus {
    /// Made here.
    pub id: String,
    /// What a person calls the service.
    pub service_title: String,
    /// The step it is at.
    pub progress: SignInProgress,
    /// The host that the browser was sent to.
    pub host: String,
    /// Where the answer is awaited.
    pub redirect_uri: String,
    /// When it began.
    pub started_at: Timestamp,
    /// After what time the wait ends.
    pub limit: Duration,
    /// What was pasted is not the answer of this sign-in; the wait goes on.
    pub pasted_address_refused: bool,
    /// No browser could be opened; the link can be copied.
    pub no_browser: bool,
}

/// The steps of a sign-in.
#[derive(Debug, Clone)]
pub enum SignInProgress {
    /// The listener is bound; the browser is being opened.
    OpeningBrowser,
    /// The person is asked in the browser.
    WaitingForConsent,
    /// The answer came; the code is being exchanged.
    ExchangingCode,
    /// The tokens are being put into the keyring.
    StoringTokens,
    /// Done; the connection's id.
    SignedIn(String),
    /// Given up by the person.
    Cancelled,
    /// It failed.
    Failed(Arc<DeskError>),
}

impl SignInProgress {
    fn is_over(&self) -> bool {
        matches!(self, Self::SignedIn(_) | Self::Cancelled | Self::Failed(_))
    }
}

pub(super) struct SignIn {
    status: SignInStatus,
    cancel: CancellationToken,
    pasted: mpsc::Sender<String>,
    authorization_url: Url,
}

/// For what a sign-in is made.
struct Purpose {
    service: Arc<Service>,
    environment: Environment,
    client_id: String,
    /// The connection that is signed in again; then company and person must be the same.
    again: Option<ConnectionRecord>,
}

impl Desk {
    /// Opens a connection: its rows at once while it is signed in or can renew itself, else by a sign-in.
    ///
    /// # Errors
    /// `UnknownConnection`; `SignIn` when the sign-in cannot begin.
    pub async fn open_connection(&self, connection_id: &str) -> Result<Opened, DeskError> {
        let connection = self.connection(connection_id).await?;
        // A keyring that cannot be asked is no reason to hide the rows that are here.
        if !matches!(connection.session.tokens().await, Ok(None)) {
            self.sync_all(&connection);
            return Ok(Opened::Connection(connection_id.to_owned()));
        }
        let purpose = Purpose {
            service: Arc::clone(&connection.service),
            environment: connection.record.environment,
            client_id: connection.record.client_id.clone(),
            again: Some(connection.record.clone()),
        };
        self.begin(purpose).await.map(Opened::SignIn)
    }

    /// Opens the demo company, whose services already run (see [`Desk::set_demo_issuer`]).
    ///
    /// # Errors
    /// `DemoNotRunning`; `SignIn` when the sign-in cannot begin.
    pub async fn open_demo(&self, client_id: &str) -> Result<Opened, DeskError> {
        let demo = self.inner.directory.all().await?.into_iter().find(|record| record.environment == Environment::Demo);
        if let Some(record) = demo {
            return self.open_connection(&record.id).await;
        }
        let purpose =
            Purpose { service: self.demo_service()?, environment: Environment::Demo, client_id: client_id.to_owned(), again: None };
        self.begin(purpose).await.map(Opened::SignIn)
    }

    /// Where a sign-in stands.
    ///
    /// # Errors
    /// `UnknownSignIn`.
    pub fn sign_in(&self, id: &str) -> Result<SignInStatus, DeskError> {
        self.with_sign_in(id, |sign_in| sign_in.status.clone())
    }

    /// Gives a sign-in up. Nothing of it is kept, and its port is closed.
    ///
    /// # Errors
    /// `UnknownSignIn`.
    pub fn cancel_sign_in(&self, id: &str) -> Result<(), DeskError> {
        self.with_sign_in(id, |sign_in| sign_in.cancel.cancel())
    }

    /// Opens the browser once more.
    ///
    /// # Errors
    /// `UnknownSignIn`; `SignIn` when there is no browser.
    pub fn open_browser_again(&self, id: &str) -> Result<(), DeskError> {
        let url = self.sign_in_link(id)?;
        Ok(self.inner.browser.open(&url).map_err(SignInError::from)?)
    }

    /// The address to open in a browser. It carries `state`: not for the window, only for the clipboard.
    ///
    /// # Errors
    /// `UnknownSignIn`.
    pub fn sign_in_link(&self, id: &str) -> Result<Url, DeskError> {
        self.with_sign_in(id, |sign_in| sign_in.authorization_url.clone())
    }

    /// Takes the address that the browser ended on, as if the listener had seen it.
    ///
    /// # Errors
    /// `UnknownSignIn`.
    pub async fn paste_redirect(&self, id: &str, address: String) -> Result<SignInStatus, DeskError> {
        let pasted = self.with_sign_in(id, |sign_in| sign_in.pasted.clone())?;
        // A sign-in that is over has closed its end; its status says so.
        let _ = pasted.send(address).await;
        self.sign_in(id)
    }

    async fn begin(&self, purpose: Purpose) -> Result<String, DeskError> {
        let request = SignInRequest {
            service: Arc::clone(&purpose.service),
            client: demo_client(&purpose.client_id),
            scopes: SCOPES.map(str::to_owned).to_vec(),
            limit: LIMIT,
        };
        token_store::probe(Arc::clone(&self.inner.token_store)).await?;
        let pending = oauth::prepare(request).await?;
        let id = Uuid::now_v7().to_string();
        let cancel = CancellationToken::new();
        let (pasted, pastes) = mpsc::channel(4);
        let authorization_url = pending.authorization_url().clone();
        let status = SignInStatus {
            id: id.clone(),
            service_title: purpose.service.title.clone(),
            progress: SignInProgress::OpeningBrowser,
            host: pending.host().to_owned(),
            redirect_uri: pending.redirect_uri().to_owned(),
            started_at: Timestamp::now(),
            limit: pending.limit(),
            pasted_address_refused: false,
            no_browser: false,
        };
        self.remember(SignIn { status, cancel: cancel.clone(), pasted, authorization_url });
        let desk = self.clone();
        let sign_in_id = id.clone();
        tokio::spawn(async move {
            let ended = match desk.run_sign_in(&sign_in_id, pending, purpose, cancel, pastes).await {
                Ok(connection_id) => SignInProgress::SignedIn(connection_id),
                Err(DeskError::SignIn(SignInError::Cancelled)) => SignInProgress::Cancelled,
                Err(error) => SignInProgress::Failed(Arc::new(error)),
            };
            desk.progress(&sign_in_id, ended);
        });
        Ok(id)
    }

    async fn run_sign_in(
        &self,
        id: &str,
        pending: PendingSignIn,
        purpose: Purpose,
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
        self.progress(id, SignInProgress::StoringTokens);
        if given_up.is_cancelled() {
            return Err(SignInError::Cancelled.into());
        }
        let record = self.keep_signed_in(&purpose, signed_in).await?;
        let connection = self.connection(&record.id).await?;
        self.sync_all(&connection);
        Ok(record.id)
    }

    /// Keeps tokens and connection, or neither.
    async fn keep_signed_in(&self, purpose: &Purpose, signed_in: SignedIn) -> Result<ConnectionRecord, DeskError> {
        let record = self.record_for(purpose, &signed_in).await?;
        let made_at = Timestamp::now().as_second();
        if self.inner.directory.find(&record.id).await?.is_some() {
            self.connection(&record.id).await?.session.accept(signed_in.tokens).await?;
            self.inner.directory.keep(record.clone(), made_at).await?;
        } else {
            let profile = ProfileId::new(&record.id);
            self.with_token_store({
                let profile = profile.clone();
                move |store| store.save(&profile, &signed_in.tokens)
            })
            .await?;
            if let Err(error) = self.inner.directory.keep(record.clone(), made_at).await {
                self.with_token_store(move |store| store.remove(&profile)).await?;
                return Err(error.into());
            }
        }
        self.tell(DeskEvent::Connection { connection_id: Some(record.id.clone()) });
        Ok(record)
    }

    async fn record_for(&self, purpose: &Purpose, signed_in: &SignedIn) -> Result<ConnectionRecord, DeskError> {
        let identity = &signed_in.identity;
        let company_id = identity.company_id.clone().ok_or(DeskError::UnknownIdentity)?;
        let subject = identity.subject.clone().ok_or(DeskError::UnknownIdentity)?;
        let company = identity.company_name.clone().unwrap_or_else(|| purpose.service.title.clone());
        let person = identity.name.clone().or_else(|| identity.email.clone()).unwrap_or_else(|| "Signed in".to_owned());
        if let Some(again) = &purpose.again
            && (again.company_id != company_id || again.subject != subject)
        {
            return Err(DeskError::OtherCompany { expected: again.company.clone(), chosen: company });
        }
        let same = |record: &ConnectionRecord| {
            record.service == purpose.service.name
                && record.environment == purpose.environment
                && record.client_id == purpose.client_id
                && record.company_id == company_id
                && record.subject == subject
        };
        let id = match self.inner.directory.all().await?.into_iter().find(same) {
            Some(known) => known.id,
            None => Uuid::new_v4().to_string(),
        };
        Ok(ConnectionRecord {
            id,
            service: purpose.service.name.clone(),
            environment: purpose.environment,
            issuer: None,
            client_id: purpose.client_id.clone(),
            subject,
            person,
            email: identity.email.clone(),
            company_id,
            company,
            scopes: signed_in.tokens.granted_scopes.clone(),
            base_url: signed_in.tokens.base_url.clone(),
        })
    }

    fn remember(&self, sign_in: SignIn) {
        let mut sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        if sign_ins.len() >= ENDED_KEPT {
            sign_ins.retain(|_, kept| !kept.status.progress.is_over());
        }
        sign_ins.insert(sign_in.status.id.clone(), sign_in);
    }

    fn progress(&self, id: &str, progress: SignInProgress) {
        self.move_sign_in(id, |status| {
            status.progress = progress;
            status.pasted_address_refused = false;
        });
    }

    fn move_sign_in(&self, id: &str, change: impl FnOnce(&mut SignInStatus)) {
        let moved = {
            let mut sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
            sign_ins.get_mut(id).map(|sign_in| {
                change(&mut sign_in.status);
                sign_in.status.clone()
            })
        };
        if let Some(status) = moved {
            self.tell(DeskEvent::SignIn(status));
        }
    }

    fn with_sign_in<T>(&self, id: &str, look: impl FnOnce(&SignIn) -> T) -> Result<T, DeskError> {
        let sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        sign_ins.get(id).map(look).ok_or(DeskError::UnknownSignIn)
    }
}

/// The demo services take a public client on any loopback port (RFC 8252 §7.3).
pub(super) fn demo_client(client_id: &str) -> ClientRegistration {
    ClientRegistration {
        client_id: client_id.to_owned(),
        client_secret: None,
        redirect_uri: RedirectUri::AnyLoopbackPort { path: "/callback".to_owned() },
        pkce: true,
    }
}
