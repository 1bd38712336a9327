//! A desk with a client of a person's own at the demo services: the form filled in, a browser in which a person signs in.

use crate::office::{LIMIT, wait_for};
use crate::person::Person;
use coredesk_core::changes::{FieldEdit, OutcomeKind, RunState};
use coredesk_core::desk::{
    ConnectionForm, Desk, DeskError, DeskEvent, FormSecret, InstallationChoice, Opened, SignInChange, SignInProgress, SignInStatus,
    ViewRequest,
};
use coredesk_core::mirror::ViewQuery;
use coredesk_core::oauth::{BrowserError, SignInError, SystemBrowser};
use coredesk_core::rest::OrderBy;
use coredesk_core::session::SessionState;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore};
use coredesk_sandbox::{ClientRegistration, Sandbox, SandboxOptions};
use serde_json::Value;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

/// The client, as it is registered.
pub const CLIENT_ID: &str = "own.apps.bqe.com";
/// Its secret.
pub const SECRET: &str = "s3cret-With_marks";
/// What it asks for.
pub const ALL: [&str; 5] = ["readwrite:core", "openid", "profile", "email", "offline_access"];

/// The demo services, a desk at them, and a person at its browser. What does not happen in time panics.
pub struct Office {
    pub sandbox: Sandbox,
    pub desk: Desk,
    pub tokens: Arc<MemoryTokenStore>,
    pub browser: Arc<Mutex<Browser>>,
    pub redirect_uri: String,
    /// Where the browser comes back to; 0 where it cannot.
    pub port: u16,
    pub folder: TempDir,
}

/// The person and where their browser stands.
pub struct Browser {
    pub person: Person,
    pub ended_on: Option<String>,
}

/// Answers as the person does; comes back where Coredesk listens.
pub struct ScriptedBrowser(pub Arc<Mutex<Browser>>);

impl SystemBrowser for ScriptedBrowser {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        let (browser, url) = (Arc::clone(&self.0), url.clone());
        tokio::spawn(async move {
            let person = browser.lock().expect("the browser").person.clone();
            let Ok(ended_on) = person.answer(&url).await else { return };
            if ended_on.scheme() == "http" {
                let _ = reqwest::Client::builder().no_proxy().build().expect("a client").get(ended_on.clone()).send().await;
            }
            browser.lock().expect("the browser").ended_on = Some(ended_on.into());
        });
        Ok(())
    }
}

impl Office {
    /// The client has a secret, and the browser comes back to a free port.
    pub async fn open() -> Self {
        let port = free_port();
        Self { port, ..Self::open_at(&format!("http://127.0.0.1:{port}/callback")).await }
    }

    /// The client has a secret; the browser cannot come back to `redirect_uri` by itself unless it is on this computer.
    pub async fn open_at(redirect_uri: &str) -> Self {
        Self::open_as(Some(SECRET), redirect_uri).await
    }

    /// The client has no secret, as a native app has none (RFC 6749 §2.1).
    pub async fn open_public() -> Self {
        let port = free_port();
        Self { port, ..Self::open_as(None, &format!("http://127.0.0.1:{port}/callback")).await }
    }

    async fn open_as(secret: Option<&str>, redirect_uri: &str) -> Self {
        let (id, redirect_uris) = (CLIENT_ID.to_owned(), vec![redirect_uri.to_owned()]);
        let client = ClientRegistration { id, secret: secret.map(str::to_owned), redirect_uris };
        let sandbox = Sandbox::start(SandboxOptions { clients: vec![client], ..SandboxOptions::default() }).await.expect("starts");
        let folder = TempDir::new().expect("a folder");
        let tokens = Arc::new(MemoryTokenStore::new());
        let browser = Arc::new(Mutex::new(Browser { person: Person::dana(), ended_on: None }));
        let desk = desk(&folder, &tokens, &browser);
        Self { sandbox, desk, tokens, browser, redirect_uri: redirect_uri.to_owned(), port: 0, folder }
    }

    pub fn fault(&self, name: &str, value: &str) {
        self.sandbox.faults().set(name, value).expect("the fault is known");
    }

    pub fn person(&self, change: impl FnOnce(&mut Person)) {
        change(&mut self.browser.lock().expect("the browser").person);
    }

    /// The form, filled in.
    pub fn form(&self) -> ConnectionForm {
        ConnectionForm {
            installation: InstallationChoice::OwnHosts { issuer: self.sandbox.addresses().core.issuer.clone(), api_domain: String::new() },
            client_id: CLIENT_ID.to_owned(),
            registered_redirect_uri: self.redirect_uri.clone(),
            redirect_uri: self.redirect_uri.clone(),
            scopes: ALL.map(str::to_owned).to_vec(),
            ..ConnectionForm::proposed()
        }
    }

    pub async fn connect(&self, form: &ConnectionForm, secret: Option<&str>) -> Opened {
        let secret = secret.map_or(FormSecret::None, |secret| FormSecret::Given(Secret::new(secret)));
        self.desk.connect(form.clone(), secret, None).await.expect("the sign-in begins")
    }

    /// How a sign-in with this form ends.
    pub async fn ended(&self, form: &ConnectionForm, secret: Option<&str>) -> SignInStatus {
        let Opened::SignIn(id) = self.connect(form, secret).await else { panic!("a sign-in begins") };
        self.over(&id).await
    }

    pub async fn signed_in(&self, form: &ConnectionForm, secret: Option<&str>) -> String {
        connection_of(&self.ended(form, secret).await)
    }

    pub async fn retried(&self, sign_in: &str, change: SignInChange) -> SignInStatus {
        let Opened::SignIn(id) = self.desk.retry_sign_in(sign_in, change).await.expect("begins") else { panic!("a sign-in begins") };
        self.over(&id).await
    }

    /// How a sign-in ends.
    pub async fn over(&self, sign_in: &str) -> SignInStatus {
        let mut events = self.desk.events();
        let is_over = |status: &SignInStatus| {
            matches!(status.progress, SignInProgress::SignedIn(_) | SignInProgress::Failed(_) | SignInProgress::Cancelled)
        };
        let now = self.desk.sign_in(sign_in).expect("is known");
        if is_over(&now) {
            return now;
        }
        wait_for(&mut events, |event| match event {
            DeskEvent::SignIn(status) if status.id == sign_in && is_over(status) => Some(status.clone()),
            _ => None,
        })
        .await
    }

    /// Where the browser ended.
    pub async fn ended_on(&self) -> String {
        self.wait_until(|| self.browser.lock().expect("the browser").ended_on.is_some()).await;
        self.browser.lock().expect("the browser").ended_on.clone().expect("an address")
    }

    /// Neither connection nor tokens are kept.
    pub async fn left_nothing(&self) {
        assert!(self.desk.connections().await.expect("connections").is_empty());
        assert!(self.tokens.is_empty(), "no entry is left");
    }

    /// What the keyring has for a connection.
    pub fn kept(&self, connection: &str) -> Option<StoredTokens> {
        self.tokens.load(&ProfileId::new(connection)).expect("memory answers")
    }

    pub fn access_token(&self, connection: &str) -> String {
        self.kept(connection).map(|tokens| tokens.access_token.expose().to_owned()).unwrap_or_default()
    }

    /// The service takes the token no more, and the next request renews it; answers what is kept then.
    pub async fn renewed(&self, connection: &str) -> StoredTokens {
        let before = self.access_token(connection);
        self.fault("status-401", "1");
        self.desk.sync(connection, "timeentry").await.expect("begins");
        self.wait_until(|| self.access_token(connection) != before).await;
        self.kept(connection).expect("signed in")
    }

    pub async fn unsent(&self) -> u64 {
        self.desk.connections().await.expect("connections")[0].unsent
    }

    /// Waits until the session is as `wanted`.
    pub async fn session_is(&self, connection: &str, wanted: impl Fn(&SessionState) -> bool) {
        let found = tokio::time::timeout(LIMIT, async {
            let mut events = self.desk.events();
            loop {
                let statuses = self.desk.connections().await.expect("connections");
                if statuses.iter().any(|status| status.record.id == connection && wanted(&status.session)) {
                    return;
                }
                let _ = events.recv().await;
            }
        });
        found.await.expect("the session changes in time");
    }

    /// Waits until the time entries are here; answers the id of one that can be edited.
    pub async fn loaded(&self, connection: &str) -> String {
        let mut events = self.desk.events();
        let loaded = tokio::time::timeout(LIMIT, async {
            loop {
                let mirrors = self.desk.mirrors(connection).await.expect("mirrors");
                if mirrors.iter().any(|status| status.mirror.entity_type == "timeentry" && status.mirror.complete) {
                    return;
                }
                let _ = events.recv().await;
            }
        });
        loaded.await.expect("the rows come in time");
        self.entries(connection).await.swap_remove(0).0
    }

    pub async fn entries(&self, connection: &str) -> Vec<(String, Value)> {
        let columns = vec!["actualHours".to_owned()];
        let sort = vec![OrderBy { field: "date".to_owned(), descending: true }];
        let query = ViewQuery { sort, ..ViewQuery::default() };
        let request = ViewRequest { entity_type: "timeentry".to_owned(), columns, query, ..ViewRequest::default() };
        let view = self.desk.open_view(connection, request).await.expect("a view");
        let rows = self.desk.view_rows(view.id, 0, 100).await.expect("rows");
        rows.into_iter().map(|row| (row.id, row.cells[0].clone())).collect()
    }

    pub async fn edit(&self, connection: &str, id: &str, hours: Value) {
        let edit = FieldEdit { id: id.to_owned(), field: "actualHours".to_owned(), value: hours };
        self.desk.edit(connection, "timeentry", vec![edit]).await.expect("the edit is kept");
    }

    pub async fn send_all(&self, connection: &str) -> OutcomeKind {
        let (review, _) = self.desk.review(connection).await.expect("a review");
        let ids = review.changes.iter().map(|change| change.draft.change_id.clone()).collect();
        let mut events = self.desk.events();
        let started = self.desk.send(connection, ids).await.expect("a run starts");
        let run_id = started.run.run_id;
        let ended = wait_for(&mut events, |event| match event {
            DeskEvent::Run { standing, .. } if standing.run.run_id == run_id && standing.run.state != RunState::Running => Some(()),
            _ => None,
        });
        ended.await;
        self.desk.run(&run_id).await.expect("the run is kept").1[0].outcome
    }

    pub async fn wait_until(&self, there: impl Fn() -> bool) {
        let waited = tokio::time::timeout(LIMIT, async {
            while !there() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        waited.await.expect("it happens in time");
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr()).expect("a free port").port()
}

fn desk(folder: &TempDir, tokens: &Arc<MemoryTokenStore>, browser: &Arc<Mutex<Browser>>) -> Desk {
    let store: Arc<MemoryTokenStore> = Arc::clone(tokens);
    Desk::open(folder.path(), store, Arc::new(ScriptedBrowser(Arc::clone(browser)))).expect("the desk opens")
}

/// Why a sign-in failed.
pub fn failure(status: &SignInStatus) -> &DeskError {
    match &status.progress {
        SignInProgress::Failed(error) => error,
        other => panic!("it did not fail: {other:?}"),
    }
}

/// Whether the authorization server refused with this error.
pub fn is_refused(status: &SignInStatus, wanted: &str) -> bool {
    matches!(failure(status), DeskError::SignIn(SignInError::Refused { error, .. }) if error == wanted)
}

/// The connection that a sign-in led to.
pub fn connection_of(status: &SignInStatus) -> String {
    match &status.progress {
        SignInProgress::SignedIn(connection) => connection.clone(),
        other => panic!("it did not sign in: {other:?}"),
    }
}
