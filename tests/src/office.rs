//! A desk at the demo services over real HTTP: no window, a browser that answers at once, tokens in memory.

use crate::sandbox_api::SandboxApi;
use anyhow::{Context, Result, bail, ensure};
use coredesk_core::catalogue::{ClientAuthentication, Grant, RequestLimits};
use coredesk_core::changes::{Draft, FieldEdit, RunOutcome, RunState};
use coredesk_core::desk::{
    AnswerState, AnswerStatus, BidcoreForm, Credential, DemoAccount, Desk, DeskEvent, DocumentSource, EntityTypeStatus, Opened, RowHabits,
    ServiceForm, SignInProgress, ViewRequest,
};
use coredesk_core::oauth::{BrowserError, ClientRegistration, ClientSecret, RedirectUri, SystemBrowser, http_client};
use coredesk_core::rest::{Client, Condition};
use coredesk_core::session::Session;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, TokenStore};
use coredesk_sandbox::{Addresses, BIDCORE_AGENCY, DEMO_CLIENT_ID, Sandbox, SandboxOptions};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use url::Url;

/// The longest wait for anything.
pub const LIMIT: Duration = Duration::from_secs(60);

/// The demo services, and a desk at them.
pub struct Office {
    pub desk: Desk,
    pub tokens: Arc<MemoryTokenStore>,
    pub sandbox: Sandbox,
    /// What was opened in the browser.
    pub opened: Arc<Mutex<Vec<String>>>,
    pub folder: TempDir,
}

/// Follows the redirect of the sandbox's automatic grant, as a browser would, and remembers what it opened.
struct GrantingBrowser {
    opened: Arc<Mutex<Vec<String>>>,
}

impl SystemBrowser for GrantingBrowser {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_string());
        tokio::spawn(reqwest::get(url.clone()));
        Ok(())
    }
}

impl Office {
    /// # Errors
    /// If sandbox or desk do not open.
    pub async fn open() -> Result<Self> {
        let sandbox = Sandbox::start(SandboxOptions { auto_grant: true, ..SandboxOptions::default() }).await?;
        let folder = tempfile::tempdir()?;
        let tokens = Arc::new(MemoryTokenStore::default());
        let opened = Arc::default();
        let desk = desk(&folder, &tokens, &sandbox, &opened)?;
        desk.demo_runs_at(demo_accounts(&desk, sandbox.addresses())?).await?;
        Ok(Self { desk, tokens, sandbox, opened, folder })
    }

    /// The same data and keyring, as after a restart of the app.
    ///
    /// # Errors
    /// If the desk does not open.
    pub fn reopen(&mut self) -> Result<()> {
        self.desk = desk(&self.folder, &self.tokens, &self.sandbox, &self.opened)?;
        Ok(())
    }

    /// Signs in to the demo company in BQE CORE.
    ///
    /// # Errors
    /// If the sign-in fails.
    pub async fn sign_in(&self) -> Result<String> {
        self.sign_in_to(&self.desk.bqe_core().name).await
    }

    /// Signs in to the demo services' account in `service`.
    ///
    /// # Errors
    /// If the sign-in fails.
    pub async fn sign_in_to(&self, service: &str) -> Result<String> {
        self.signed_in(self.desk.open_demo(service).await?).await
    }

    /// Connects to the sandbox's BidCore with its permanent token.
    ///
    /// # Errors
    /// If the token is not taken.
    pub async fn connect_bidcore(&self) -> Result<String> {
        let token = Secret::new(self.sandbox.addresses().bidcore.token.as_str());
        let opened = self.desk.connect_bidcore(&self.bidcore_form(), Credential::Token(token)).await?;
        self.signed_in(opened).await
    }

    /// Connects to the sandbox's BidCore as to a service of which nothing but its document is known.
    ///
    /// # Errors
    /// If the document cannot be used, or the token is not taken.
    pub async fn connect_bidcore_by_its_document(&self) -> Result<String> {
        let addresses = &self.sandbox.addresses().bidcore;
        let (draft_id, draft) = self.desk.read_document(DocumentSource::Address(addresses.openapi_url.clone())).await?;
        let form = ServiceForm { base_url: addresses.base_url.clone(), grant: Grant::Token, ..ServiceForm::of(&draft) };
        let token = Secret::new(addresses.token.as_str());
        let opened = self.desk.connect_service(&draft_id, &form, None, Credential::Token(token)).await?;
        self.signed_in(opened).await
    }

    /// The settings of a connection to the sandbox's BidCore.
    pub fn bidcore_form(&self) -> BidcoreForm {
        let addresses = &self.sandbox.addresses().bidcore;
        let (base_url, token_url) = (addresses.base_url.clone(), addresses.token_url.clone());
        BidcoreForm { base_url, token_url, ..BidcoreForm::proposed() }
    }

    /// From now on asks a described service as fast as it answers and for its largest pages: the sandbox is there for the test
    /// alone. Its document was read before.
    ///
    /// # Errors
    /// If its description is not where the desk keeps it, or the connection does not open anew.
    pub async fn hurry(&self, connection: &str) -> Result<()> {
        let kept = self.folder.path().join("connections").join(connection).join("service.json");
        let mut service: Value = serde_json::from_slice(&std::fs::read(&kept)?)?;
        service["limits"]["per_minute"] = 10_000.into();
        std::fs::write(&kept, serde_json::to_vec(&service)?)?;
        let habits = self.desk.habits(connection).await?;
        Ok(self.desk.set_habits(connection, &RowHabits { page_size: 500, ..habits }).await?)
    }

    /// Waits for the end of a sign-in; answers the connection's id.
    ///
    /// # Errors
    /// If it fails.
    pub async fn signed_in(&self, opened: Opened) -> Result<String> {
        let sign_in = match opened {
            Opened::SignIn(sign_in) => sign_in,
            other => bail!("no sign-in began: {other:?}"),
        };
        until(&self.desk, "the sign-in", async || match self.desk.sign_in(&sign_in)?.progress {
            SignInProgress::SignedIn(connection) => Ok(Some(connection)),
            SignInProgress::Failed(error) => bail!("{error:?}"),
            _ => Ok(None),
        })
        .await
    }

    /// How much of an entity type is here.
    ///
    /// # Errors
    /// If the desk does not know it.
    pub async fn status(&self, connection: &str, entity_type: &str) -> Result<EntityTypeStatus> {
        let statuses = self.desk.mirrors(connection).await?;
        statuses.into_iter().find(|status| status.mirror.entity_type == entity_type).context("it is among the lists")
    }

    /// Asks the service and waits for the end of its answer.
    ///
    /// # Errors
    /// If the desk does not ask.
    pub async fn ask(&self, connection: &str, entity_type: &str, condition: Condition) -> Result<AnswerStatus> {
        let mut events = self.desk.events();
        let id = self.desk.ask(connection, entity_type, condition).await?;
        event(&mut events, "an answer", |event| match event {
            DeskEvent::Answer(answer) if answer.id == id && !matches!(answer.state, AnswerState::Arriving) => Some(answer.clone()),
            _ => None,
        })
        .await
    }

    /// The ids of all rows that `request` shows, with its cells.
    ///
    /// # Errors
    /// If the list cannot be opened.
    pub async fn rows(&self, connection: &str, request: ViewRequest) -> Result<Vec<(String, Vec<Value>)>> {
        let view = self.desk.open_view(connection, request).await?;
        let mut rows = Vec::with_capacity(view.rows);
        while rows.len() < view.rows {
            let window = self.desk.view_rows(view.id, rows.len(), 500).await?;
            ensure!(!window.is_empty(), "the list has {} rows and shows {}", view.rows, rows.len());
            rows.extend(window.into_iter().map(|row| (row.id, row.cells)));
        }
        self.desk.close_view(view.id);
        Ok(rows)
    }

    /// Types values into fields of a record.
    ///
    /// # Errors
    /// If the desk keeps them not.
    pub async fn edit(&self, connection: &str, entity_type: &str, id: &str, values: &[(&str, Value)]) -> Result<()> {
        let typed = |(field, value): &(&str, Value)| FieldEdit { id: id.to_owned(), field: (*field).to_owned(), value: value.clone() };
        self.desk.edit(connection, entity_type, values.iter().map(typed).collect()).await?;
        Ok(())
    }

    /// Reviews the unsent change of one record, sends it, and tells how that ended.
    ///
    /// # Errors
    /// If the review finds a problem, or nothing to send.
    pub async fn send(&self, connection: &str, entity_type: &str, id: &str) -> Result<RunOutcome> {
        let (review, _) = self.desk.review(connection).await?;
        let is_it = |draft: &Draft| draft.entity_type == entity_type && draft.entity_id == id;
        let reviewed = review.changes.into_iter().find(|change| is_it(&change.draft)).context("it is in the review")?;
        ensure!(reviewed.problems.is_empty(), "the review finds {:?}", reviewed.problems);
        let started = self.desk.send(connection, vec![reviewed.draft.change_id]).await?;
        let run = until(&self.desk, "the end of a run", async || {
            let (standing, outcomes) = self.desk.run(&started.run.run_id).await?;
            Ok((standing.run.state != RunState::Running).then_some(outcomes))
        });
        run.await?.into_iter().next().context("an outcome")
    }

    /// The service itself, asked with the connection's token.
    ///
    /// # Errors
    /// If the connection is signed out.
    pub fn service(&self, connection: &str) -> Result<SandboxApi> {
        let tokens = self.tokens.load(&ProfileId::new(connection))?.context("signed in")?;
        let origin = self.sandbox.addresses().core.api.trim_end_matches("/api/").to_owned();
        Ok(SandboxApi::new(&origin, tokens.access_token.expose()))
    }

    /// What the desk asks its service through, for what it asks only on the way to something else.
    ///
    /// # Errors
    /// If the built-in catalogue cannot be read.
    pub fn client(&self, connection: &str) -> Result<Client> {
        let mut service = self.desk.bqe_core().clone().on_loopback(&self.sandbox.addresses().core.issuer);
        service.limits = RequestLimits { per_minute: 60_000, parallel: 4, allowed_per_minute: 0 };
        let service = Arc::new(service);
        let http = http_client(&service)?;
        let registration = ClientRegistration {
            client_id: DEMO_CLIENT_ID.to_owned(),
            client_secret: ClientSecret::None,
            authentication: ClientAuthentication::RequestBody,
            redirect_uri: RedirectUri::Registered("http://127.0.0.1/callback".to_owned()),
            pkce: true,
            grant: Grant::AuthorizationCode,
            scopes: Vec::new(),
        };
        let store: Arc<MemoryTokenStore> = Arc::clone(&self.tokens);
        let session = Session::new(ProfileId::new(connection), Arc::clone(&service), registration, store, http.clone(), self.folder.path());
        Ok(Client::new(service, Arc::new(session), http))
    }
}

/// The accounts that the demo services hold, and the ways in.
///
/// # Errors
/// If an address cannot be used.
pub fn demo_accounts(desk: &Desk, Addresses { core, bidcore }: &Addresses) -> Result<Vec<DemoAccount>> {
    Ok(vec![
        DemoAccount::in_browser(desk.bqe_core().clone(), &core.issuer, DEMO_CLIENT_ID),
        DemoAccount::bidcore(BIDCORE_AGENCY, &bidcore.base_url, &bidcore.token_url, Secret::new(bidcore.token.clone()))?,
    ])
}

fn desk(folder: &TempDir, tokens: &Arc<MemoryTokenStore>, sandbox: &Sandbox, opened: &Arc<Mutex<Vec<String>>>) -> Result<Desk> {
    let store: Arc<MemoryTokenStore> = Arc::clone(tokens);
    let desk = Desk::open(folder.path(), store, Arc::new(GrantingBrowser { opened: Arc::clone(opened) }))?;
    desk.demo_ran_at(demo_accounts(&desk, sandbox.addresses())?);
    Ok(desk)
}

/// Looks whenever something changed at the desk, until there is something to see.
///
/// # Errors
/// If that takes too long, or `look` fails.
pub async fn until<T>(desk: &Desk, what: &str, look: impl AsyncFn() -> Result<Option<T>>) -> Result<T> {
    let waited = tokio::time::timeout(LIMIT, async {
        let mut events = desk.events();
        loop {
            if let Some(seen) = look().await? {
                return Ok(seen);
            }
            if matches!(events.recv().await, Err(RecvError::Closed)) {
                bail!("the desk was closed");
            }
        }
    });
    waited.await.with_context(|| format!("{what} did not come"))?
}

/// The first event that is `wanted`.
///
/// # Errors
/// If it does not come.
pub async fn event<T>(events: &mut Receiver<DeskEvent>, what: &str, wanted: impl Fn(&DeskEvent) -> Option<T>) -> Result<T> {
    let waited = tokio::time::timeout(LIMIT, async {
        loop {
            if let Ok(event) = events.recv().await
                && let Some(found) = wanted(&event)
            {
                return found;
            }
        }
    });
    waited.await.with_context(|| format!("{what} did not come"))
}

/// The same for tests that panic.
///
/// # Panics
/// If it does not come.
pub async fn wait_for<T>(events: &mut Receiver<DeskEvent>, wanted: impl Fn(&DeskEvent) -> Option<T>) -> T {
    event(events, "it", wanted).await.expect("it happens in time")
}
