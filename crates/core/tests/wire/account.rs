//! A service with accounts and tokens on this computer, in BidCore's manner, and a desk that connects to it.

use crate::server::{Reply, Seen, Server, json};
use coredesk_core::catalogue::{BaseUrlRule, EntityType, Service, bidcore, bqe_core, saved};
use coredesk_core::desk::{
    BidcoreForm, Credential, Desk, DeskError, DeskEvent, DocumentSource, Opened, ServiceDraft, SignInProgress, SignInStatus,
};
use coredesk_core::oauth::{BrowserError, SystemBrowser};
use coredesk_core::session::SessionState;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, TokenStore};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

pub(crate) const USER: &str = "jane@example.com";
/// Somebody else with an account of their own.
pub(crate) const COLLEAGUE: &str = "lee@northlight.example";
/// Each character of it breaks where a form is not encoded.
pub(crate) const PASSWORD: &str = "p&ss +%=word";
/// A client that is registered with a secret.
pub(crate) const CLIENT: &str = "app";
pub(crate) const SECRET: &str = "s3cret+/=";
const CODE: &str = "c0de";
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const LIMIT: Duration = Duration::from_secs(30);

/// What the service knows; a test changes it between requests.
#[derive(Default)]
pub(crate) struct Accounts {
    /// The account that each token opens.
    pub(crate) tokens: HashMap<String, &'static str>,
    /// Temporary tokens made so far.
    pub(crate) made: u32,
    /// A person entered the device code.
    pub(crate) entered: bool,
    /// How long an answer to a list takes.
    pub(crate) delay: Duration,
    /// A create is not answered for, and no list is shown in which it could be looked for.
    pub(crate) is_lost: bool,
    /// How long the answer to a write takes.
    pub(crate) write_delay: Duration,
}

/// The service and a desk.
pub(crate) struct Office {
    pub(crate) server: Server,
    pub(crate) accounts: Arc<Mutex<Accounts>>,
    pub(crate) desk: Desk,
    pub(crate) tokens: Arc<MemoryTokenStore>,
    pub(crate) folder: TempDir,
}

/// A person who says yes at once.
struct Yes;

impl SystemBrowser for Yes {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let (Some(back), Some(state)) = (asked.get("redirect_uri"), asked.get("state")) else { return Ok(()) };
        let back = Url::parse_with_params(back, [("code", CODE), ("state", state)]).expect("an address");
        tokio::spawn(async move {
            let _ = reqwest::Client::builder().no_proxy().build().expect("a client").get(back).send().await;
        });
        Ok(())
    }
}

impl Office {
    /// Reads what is described as a saved description; answers its id.
    pub(crate) async fn read(&self, draft: &ServiceDraft) -> String {
        let text = saved::write(&draft.service).expect("writes");
        self.desk.read_document(DocumentSource::Text(text)).await.expect("reads").0
    }

    /// `north` and `south` open two accounts; `foreign` is a token of another service.
    pub(crate) async fn open() -> Self {
        let tokens = [("north", "Northlight"), ("south", "Southgate"), ("foreign", "")].map(|(token, account)| (token.to_owned(), account));
        let accounts = Arc::new(Mutex::new(Accounts { tokens: tokens.into(), ..Accounts::default() }));
        let known = Arc::clone(&accounts);
        let server = Server::start(move |seen| answer(&mut known.lock().expect("is free"), seen)).await;
        let folder = TempDir::new().expect("a folder");
        let tokens = Arc::new(MemoryTokenStore::new());
        let desk = desk(folder.path(), &tokens);
        Self { server, accounts, desk, tokens, folder }
    }

    /// The desk anew, as after a restart.
    pub(crate) fn reopen(&mut self) {
        self.desk = desk(self.folder.path(), &self.tokens);
    }

    pub(crate) fn accounts(&self, change: impl FnOnce(&mut Accounts)) {
        change(&mut self.accounts.lock().expect("is free"));
    }

    pub(crate) fn form(&self) -> BidcoreForm {
        BidcoreForm {
            name: "Northlight".to_owned(),
            base_url: format!("{}/api/", self.server.base),
            token_url: format!("{}/oauth2/token/", self.server.base),
            ..BidcoreForm::proposed()
        }
    }

    /// How a BidCore connection with this form ends.
    pub(crate) async fn ended(&self, form: &BidcoreForm, credential: Credential) -> SignInStatus {
        self.over(self.desk.connect_bidcore(form, credential).await.expect("begins")).await
    }

    pub(crate) async fn connected(&self, credential: Credential) -> String {
        connection_of(&self.ended(&self.form(), credential).await)
    }

    /// How a sign-in ends.
    pub(crate) async fn over(&self, opened: Opened) -> SignInStatus {
        let Opened::SignIn(id) = opened else { panic!("a sign-in begins") };
        let mut events = self.desk.events();
        let is_over = |status: &SignInStatus| {
            matches!(status.progress, SignInProgress::SignedIn(_) | SignInProgress::Failed(_) | SignInProgress::Cancelled)
        };
        let ended = tokio::time::timeout(LIMIT, async {
            loop {
                let now = self.desk.sign_in(&id).expect("is known");
                if is_over(&now) {
                    return now;
                }
                let _ = events.recv().await;
            }
        });
        ended.await.expect("it ends in time")
    }

    /// Waits until `there`, looking again with each event.
    pub(crate) async fn wait_until(&self, mut there: impl AsyncFnMut(&Desk) -> bool) {
        let mut events = self.desk.events();
        let waited = tokio::time::timeout(LIMIT, async {
            while !there(&self.desk).await {
                let _ = events.recv().await;
            }
        });
        waited.await.expect("it happens in time");
    }

    /// Waits until the publishers are here, all of them.
    pub(crate) async fn loaded(&self, connection: &str) -> u64 {
        self.wait_until(async |desk| publishers(desk, connection).await.is_some_and(|(_, is_whole)| is_whole)).await;
        publishers(&self.desk, connection).await.expect("are listed").0
    }

    /// The service forgets a token, and the desk learns it.
    pub(crate) async fn revoked(&self, connection: &str, token: &str) {
        self.accounts(|accounts| _ = accounts.tokens.remove(token));
        self.desk.sync(connection, "publishers").await.expect("begins");
        self.wait_until(async |desk| matches!(session(desk, connection).await, SessionState::SignedOut { .. })).await;
    }

    pub(crate) fn token(&self, connection: &str) -> Option<String> {
        let kept = self.tokens.load(&ProfileId::new(connection)).expect("memory answers");
        kept.map(|tokens| tokens.access_token.expose().to_owned())
    }

    /// Nothing is kept of a sign-in that failed: no connection, no entry, no folder.
    pub(crate) async fn left_nothing(&self) {
        assert!(self.desk.connections().await.expect("connections").is_empty());
        assert!(self.tokens.is_empty(), "no entry is left");
        let left: Vec<PathBuf> = files(self.folder.path()).into_iter().filter(|file| !is_desk_file(file)).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

fn is_desk_file(file: &Path) -> bool {
    file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("desk.sqlite"))
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("can be read").map(|entry| entry.expect("can be read").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

pub(crate) async fn session(desk: &Desk, connection: &str) -> SessionState {
    let all = desk.connections().await.expect("connections");
    all.into_iter().find(|status| status.record.id == connection).expect("is there").session
}

async fn publishers(desk: &Desk, connection: &str) -> Option<(u64, bool)> {
    let mirrors = desk.mirrors(connection).await.expect("mirrors");
    let found = mirrors.into_iter().find(|status| status.mirror.entity_type == "publishers")?;
    Some((found.mirror.rows, found.mirror.complete && !found.loading))
}

fn desk(folder: &Path, tokens: &Arc<MemoryTokenStore>) -> Desk {
    let store: Arc<MemoryTokenStore> = Arc::clone(tokens);
    Desk::open(folder, store, Arc::new(Yes)).expect("the desk opens")
}

pub(crate) fn token(text: &str) -> Credential {
    Credential::Token(Secret::new(text))
}

pub(crate) fn password(text: &str) -> Credential {
    Credential::Password { user: USER.to_owned(), password: Secret::new(text) }
}

pub(crate) fn connection_of(status: &SignInStatus) -> String {
    match &status.progress {
        SignInProgress::SignedIn(id) => id.clone(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn failure(status: &SignInStatus) -> &DeskError {
    match &status.progress {
        SignInProgress::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn is_sign_in(event: &DeskEvent) -> Option<&SignInStatus> {
    if let DeskEvent::SignIn(status) = event { Some(status) } else { None }
}

/// A service with publishers alone, as a document may describe it.
pub(crate) fn draft(base: &str) -> ServiceDraft {
    let mut service: Service = bidcore::service();
    service.name = "demo".to_owned();
    service.title = "Demo".to_owned();
    service.base_url = BaseUrlRule::Fixed { url: format!("{base}/api") };
    service.openapi = None;
    service.catalogue.groups = vec!["Supply".to_owned()];
    service.catalogue.entity_types = vec![publisher()];
    ServiceDraft { service, servers: Vec::new(), format: "OpenAPI 3.1".to_owned(), is_saved: false, left_out: Vec::new() }
}

fn publisher() -> EntityType {
    let core = bqe_core::service().expect("reads");
    let mut publisher = core.catalogue.entity_type("activity").cloned().expect("is there");
    publisher.name = "publishers".to_owned();
    publisher.title = "Publisher".to_owned();
    publisher.plural = "Publishers".to_owned();
    publisher.group = "Supply".to_owned();
    publisher.path = "/publishers/".to_owned();
    publisher.fields.retain(|field| matches!(field.name.as_str(), "id" | "name"));
    publisher.title_field = Some("name".to_owned());
    publisher.list_columns = vec!["id".to_owned(), "name".to_owned()];
    publisher.tree = None;
    publisher
}

fn answer(accounts: &mut Accounts, seen: &Seen) -> Reply {
    if seen.path == "/oauth2/token/" {
        return token_answer(accounts, seen);
    }
    if seen.path == "/device" {
        let page = format!("http://{}/activate", seen.header("host"));
        let code = json!({"device_code": CODE, "user_code": "WDJB-MJHT", "verification_uri": page, "expires_in": 600, "interval": 1});
        return json(200, code);
    }
    let Some(path) = seen.path.strip_prefix("/api/") else {
        return json(404, "<html>nothing here</html>").with("content-type", "text/html");
    };
    let key = seen.header("x-api-key");
    let given = if key.is_empty() { seen.bearer() } else { key };
    let Some(account) = accounts.tokens.get(given).copied() else {
        return json(401, json!({"detail": "Invalid token."})).with("www-authenticate", "Bearer");
    };
    if account.is_empty() {
        return json(403, json!({"detail": "You do not have permission to perform this action."}));
    }
    let names = [account.to_owned(), format!("{account} Video")];
    let rows: Vec<Value> = names.iter().zip(1..).map(|(name, id)| json!({"id": id, "name": name})).collect();
    let reply = match path.trim_end_matches('/').split_once('/') {
        Some(("publishers", id)) => match rows.iter().find(|row| row["id"].as_u64() == id.parse().ok()) {
            Some(row) => json(200, row),
            None => json(404, json!({"detail": "Not found."})),
        },
        Some(_) => json(404, json!({"detail": "Not found."})),
        None if accounts.is_lost => json(if seen.method == "GET" { 403 } else { 504 }, json!({"detail": "Nothing to see here."})),
        None if path.starts_with("publishers") => page(seen, &rows),
        None => json(200, json!({"count": 0, "next": null, "previous": null, "results": []})),
    };
    reply.after(if seen.method == "GET" { accounts.delay } else { accounts.write_delay })
}

/// Pages by `page` and `page_size`, and says nothing of the next one where `api_token` is in the answer.
fn page(seen: &Seen, rows: &[Value]) -> Reply {
    let asked: HashMap<String, String> = url::form_urlencoded::parse(seen.query.as_bytes()).into_owned().collect();
    let number = |name: &str, unsaid: usize| asked.get(name).and_then(|text| text.parse().ok()).unwrap_or(unsaid);
    let (page, size) = (number("page", 1), number("page_size", 1).min(1));
    let results: Vec<&Value> = rows.iter().skip((page - 1) * size).take(size).collect();
    if results.is_empty() {
        return json(404, json!({"detail": "Invalid page."}));
    }
    json(200, json!({"count": rows.len(), "api_token": "shown-to-nobody", "results": results}))
}

fn token_answer(accounts: &mut Accounts, seen: &Seen) -> Reply {
    let form = seen.form();
    let given = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let mut made = |life: u32| {
        accounts.made += 1;
        let token = format!("temporary-{}", accounts.made);
        accounts.tokens.insert(token.clone(), "Northlight");
        json(200, json!({"token_type": "Bearer", "scope": given("scope"), "access_token": token, "expires_in": life}))
    };
    match (given("grant_type"), given("username"), given("password"), given("scope")) {
        ("password", USER | COLLEAGUE, PASSWORD, "service_id=my.bidcore.iponweb.com") => made(3600),
        ("password", USER, PASSWORD, _) => json(400, json!({"error": "invalid_scope"})),
        ("password", ..) => json(400, json!({"error": "invalid_grant", "error_description": "Invalid credentials given."})),
        ("client_credentials", ..) if (given("client_id"), given("client_secret")) == (CLIENT, SECRET) => made(3600),
        ("client_credentials", ..) => json(401, json!({"error": "invalid_client"})),
        ("authorization_code", ..) if given("code") == CODE && !given("code_verifier").is_empty() => made(3600),
        (DEVICE_CODE, ..) if given("device_code") == CODE && accounts.entered => made(3600),
        (DEVICE_CODE, ..) => json(400, json!({"error": "authorization_pending"})),
        _ => json(400, json!({"error": "unsupported_grant_type"})),
    }
}
