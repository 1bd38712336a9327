//! Sign-ins under way: started, watched, given up, tried once more.

mod attempt;
mod company;
mod credential;
mod direct;
mod examination;
mod form;
mod keep;
mod question;
mod retries;
mod trial;

pub use credential::Credential;
pub(super) use direct::address_of;
pub use examination::{Examination, Finding, FindingState};
pub use form::{ConnectionForm, FormError, FormSecret, InstallationChoice, PROPOSED_REDIRECT_URI};
pub use question::CredentialQuestion;
pub use retries::SignInChange;
pub use trial::TrialError;

use super::directory::{ConnectionRecord, Environment, Registration};
use super::{DemoAccount, Desk, DeskError, DeskEvent};
use crate::oauth::{ClientRegistration, ClientSecret, LONGEST_WAIT, SignInError, redirect_port};
use coredesk_catalogue::{Grant, Service};
use jiff::Timestamp;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

/// Sign-ins that are remembered after they ended.
const ENDED_KEPT: usize = 8;

/// What opening a connection led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It is signed in; rows can be shown.
    Connection(String),
    /// A sign-in was started; its id.
    SignIn(String),
    /// A person is asked for what only they have.
    Question(Box<CredentialQuestion>),
}

/// Where a sign-in stands.
#[derive(Debug, Clone)]
pub struct SignInStatus {
    /// Made here.
    pub id: String,
    /// What a person calls the service.
    pub service_title: String,
    /// Which installation of the service.
    pub environment: Environment,
    /// The company that is signed in to again.
    pub company: Option<String>,
    /// The step it is at.
    pub progress: SignInProgress,
    /// The last step that it came to; of one that failed or was given up, where that happened.
    pub reached: SignInProgress,
    /// The host that the browser was sent to.
    pub host: String,
    /// Where the answer is awaited.
    pub redirect_uri: String,
    /// Coredesk waits at a port; else the browser's address must be pasted.
    pub listens: bool,
    /// The app details can be changed.
    pub has_form: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// After what time the wait ends.
    pub limit: Duration,
    /// How the token is come by.
    pub grant: Grant,
    /// With a device code: what the person enters, and where.
    pub device: Option<DeviceCode>,
    /// What was pasted is not the answer of this sign-in; the wait goes on.
    pub pasted_address_refused: bool,
    /// No browser could be opened; the link can be copied.
    pub no_browser: bool,
    /// After it ended without tokens: what can be tried, the most promising first.
    pub retries: Vec<SignInChange>,
}

/// A code that a person enters in any browser (RFC 8628 §3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCode {
    /// What is entered.
    pub user_code: String,
    /// Where it is entered.
    pub address: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The steps of a sign-in.
#[derive(Debug, Clone)]
pub enum SignInProgress {
    /// The listener is bound; the browser is being opened.
    OpeningBrowser,
    /// The person is asked in the browser.
    WaitingForConsent,
    /// The answer came; the code, the password or the client's own credentials are being exchanged.
    ExchangingCode,
    /// The token is being tried with one request.
    TryingToken,
    /// The tokens are being put into the keyring.
    StoringTokens,
    /// Done; the connection's id.
    SignedIn(String),
    /// Given up by the person.
    Cancelled,
    /// It failed.
    Failed(Arc<DeskError>),
}

impl SignInStatus {
    fn begun(id: &str, purpose: &Purpose) -> Self {
        Self {
            id: id.to_owned(),
            service_title: purpose.service.title.clone(),
            environment: purpose.environment,
            company: purpose.again.as_ref().map(|record| record.company.clone()),
            progress: SignInProgress::OpeningBrowser,
            reached: SignInProgress::OpeningBrowser,
            host: String::new(),
            redirect_uri: String::new(),
            listens: false,
            has_form: purpose.environment != Environment::Demo && !purpose.service.is_described(),
            started_at: Timestamp::now(),
            limit: LONGEST_WAIT,
            grant: purpose.client.grant,
            device: None,
            pasted_address_refused: false,
            no_browser: false,
            retries: Vec::new(),
        }
    }
}

impl SignInProgress {
    fn is_over(&self) -> bool {
        matches!(self, Self::SignedIn(_) | Self::Cancelled | Self::Failed(_))
    }
}

pub(super) struct SignIn {
    status: SignInStatus,
    purpose: Purpose,
    cancel: CancellationToken,
    /// Nobody waits at its port any more.
    port_closed: CancellationToken,
    pasted: mpsc::Sender<String>,
    /// `None` when there is nothing to open.
    authorization_url: Option<Url>,
}

impl SignIn {
    /// One that waits for nothing from the browser.
    fn without_port(status: SignInStatus, purpose: Purpose, cancel: CancellationToken) -> Self {
        let port_closed = CancellationToken::new();
        port_closed.cancel();
        Self { status, purpose, cancel, port_closed, pasted: mpsc::channel(1).0, authorization_url: None }
    }

    fn waits_at(&self, port: u16) -> bool {
        !self.port_closed.is_cancelled() && redirect_port(&self.purpose.client.redirect_uri) == Some(port)
    }
}

/// For what a sign-in is made.
#[derive(Debug, Clone)]
pub(super) struct Purpose {
    service: Arc<Service>,
    environment: Environment,
    /// With own hosts.
    issuer: Option<String>,
    api_domain: Option<String>,
    client: ClientRegistration,
    /// The connection that is signed in again; then company and person must be the same.
    again: Option<ConnectionRecord>,
    /// What a person calls the connection, where they said so.
    title: Option<String>,
    /// The user name that goes with a password.
    user: Option<String>,
    /// The first rows of a new connection are to be looked at.
    needs_preview: bool,
}

impl Purpose {
    /// For a new connection to an account of the demo services.
    fn demo(account: DemoAccount) -> Self {
        Self {
            service: account.service,
            environment: Environment::Demo,
            issuer: None,
            api_domain: None,
            client: account.client,
            again: None,
            title: account.company,
            user: None,
            needs_preview: false,
        }
    }

    /// For a new connection to a service that is described.
    pub(super) fn new(
        service: Arc<Service>,
        environment: Environment,
        client: ClientRegistration,
        title: String,
        needs_preview: bool,
    ) -> Self {
        Self { service, environment, issuer: None, api_domain: None, client, again: None, title: Some(title), user: None, needs_preview }
    }

    fn again(record: &ConnectionRecord, service: Arc<Service>) -> Self {
        Self {
            service,
            environment: record.environment,
            issuer: record.issuer.clone(),
            api_domain: record.api_domain.clone(),
            client: record.registration.client(),
            again: Some(record.clone()),
            title: None,
            user: record.user.clone(),
            needs_preview: false,
        }
    }

    /// It needs what only a person has, and what is dropped after one try. The demo services give out their own.
    fn asks_a_person(&self) -> bool {
        matches!(self.client.grant, Grant::Password | Grant::Token) && self.environment != Environment::Demo
    }

    fn registration(&self) -> Registration {
        Registration {
            client_id: self.client.client_id.clone(),
            redirect_uri: self.client.redirect_uri.clone(),
            pkce: self.client.pkce,
            authentication: self.client.authentication,
            has_secret: !matches!(self.client.client_secret, ClientSecret::None),
            scopes: self.client.scopes.clone(),
            grant: self.client.grant,
        }
    }
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
        self.sign_in_again(connection_id).await
    }

    /// Begins a sign-in for a connection, also where it is signed in: what it has goes on until the new one is there.
    ///
    /// # Errors
    /// `UnknownConnection`; `TokenStore`.
    pub async fn sign_in_again(&self, connection_id: &str) -> Result<Opened, DeskError> {
        let connection = self.connection(connection_id).await?;
        // What was kept at the last sign-in counts, not what it was when the connection was opened.
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        if self.asks_a_person(&record, &connection).await? {
            return Ok(Opened::Question(Box::new(CredentialQuestion::of(&record, &connection))));
        }
        self.begin_again(Purpose::again(&record, Arc::clone(&connection.service))).await.map(Opened::SignIn)
    }

    /// Opens the demo services' account in `service`. They already run (see [`Desk::demo_runs_at`]).
    ///
    /// # Errors
    /// `DemoNotRunning`; `SignIn` when the sign-in cannot begin.
    pub async fn open_demo(&self, service: &str) -> Result<Opened, DeskError> {
        let known = self.inner.directory.all().await?;
        match known.into_iter().find(|record| record.environment == Environment::Demo && record.service == service) {
            Some(record) => self.open_connection(&record.id).await,
            None => self.begin(Purpose::demo(self.demo_account(service)?)).await.map(Opened::SignIn),
        }
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
        self.with_sign_in(id, |sign_in| sign_in.authorization_url.clone())?.ok_or(DeskError::UnknownSignIn)
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

    fn purpose_of(&self, sign_in_id: &str) -> Result<Purpose, DeskError> {
        self.with_sign_in(sign_in_id, |sign_in| sign_in.purpose.clone())
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
            status.reached = progress.clone();
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
