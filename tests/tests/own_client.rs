//! A client of a person's own against the demo services over real HTTP: registered, signed in, refused, renewed.

use coredesk_core::changes::{Act, FieldEdit, OutcomeKind, RunState};
use coredesk_core::desk::{
    ConnectionForm, Desk, DeskError, DeskEvent, Finding, FindingState, InstallationChoice, Opened, SignInChange, SignInProgress,
    SignInStatus, ViewRequest,
};
use coredesk_core::mirror::ViewQuery;
use coredesk_core::oauth::{BrowserError, SignInError, SystemBrowser, TokenCallError};
use coredesk_core::session::SessionState;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use coredesk_sandbox::{ClientRegistration, Sandbox, SandboxOptions};
use coredesk_tests::person::Person;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;
use url::Url;

const LIMIT: Duration = Duration::from_secs(60);
const CLIENT_ID: &str = "own.apps.bqe.com";
const SECRET: &str = "s3cret-With_marks";
const ALL: [&str; 5] = ["readwrite:core", "openid", "profile", "email", "offline_access"];

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_goes_out_in_the_form_or_by_basic_and_serves_every_refresh() {
    for change in [SignInChange::SecretInRequestBody, SignInChange::SecretAsBasic] {
        let office = Office::open().await;
        let mut form = office.form();
        form.authentication = match change {
            SignInChange::SecretAsBasic => coredesk_core::catalogue::ClientAuthentication::Basic,
            _ => coredesk_core::catalogue::ClientAuthentication::RequestBody,
        };
        let connection = office.signed_in(&form, Some(SECRET)).await;
        let kept = office.tokens.load_client_secret(&ProfileId::new(&connection)).expect("memory answers").expect("is kept");
        assert_eq!(kept.expose(), SECRET);
        let before = office.access_token(&connection);
        office.sandbox.faults().set("status-401", "1").expect("the fault is known");
        office.desk.sync(&connection, "timeentry").await.expect("begins");
        office.wait_until(|| office.access_token(&connection) != before).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_keeps_nothing_and_offers_the_other_way() {
    let office = Office::open().await;
    let status = office.ended(&office.form(), Some("wrong")).await;
    assert!(
        matches!(failure(&status), DeskError::SignIn(SignInError::TokenCall(TokenCallError::Refused { error, .. })) if error == "invalid_client"),
        "{status:?}"
    );
    assert_eq!(status.retries, [SignInChange::SecretAsBasic, SignInChange::Nothing]);
    office.left_nothing().await;
    let (form, has_secret) = office.desk.sign_in_form(&status.id).expect("is remembered");
    assert!(has_secret && form == office.form());
    assert!(!format!("{status:?}").contains("wrong"), "the secret is in no status");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_refused_with_pkce_signs_in_without_when_the_person_says_so() {
    let office = Office::open().await;
    office.sandbox.faults().set("refuse-pkce", "on").expect("the fault is known");
    let form = ConnectionForm { scopes: vec!["readwrite:core".to_owned(), "openid".to_owned()], ..office.form() };
    let status = office.ended(&form, Some(SECRET)).await;
    assert!(is_refused(&status, "unauthorized_client"), "{status:?}");
    assert_eq!(status.retries, [SignInChange::WithoutPkce, SignInChange::Nothing]);
    let again = office.retried(&status.id, SignInChange::WithoutPkce).await;
    let connection = connection_of(&again);
    let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
    assert_eq!((record.id, record.registration.pkce), (connection, false), "it stays visible there");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_staying_signed_in_is_refused_each_consent_keeps_all_work() {
    let office = Office::open().await;
    office.sandbox.faults().set("refuse-offline-access", "on").expect("the fault is known");
    let status = office.ended(&office.form(), Some(SECRET)).await;
    assert_eq!(status.retries[0], SignInChange::WithoutOfflineAccess, "{status:?}");
    let connection = connection_of(&office.retried(&status.id, SignInChange::WithoutOfflineAccess).await);
    let id = office.loaded(&connection).await;
    office.edit(&connection, &id, json!("2.25")).await;

    office.sandbox.faults().set("status-401", "on").expect("the fault is known");
    office.desk.sync(&connection, "timeentry").await.expect("begins");
    office.session_is(&connection, |session| matches!(session, SessionState::SignedOut { .. })).await;
    office.sandbox.faults().clear("status-401");
    assert_eq!(office.unsent().await, 1, "the edit waits");
    assert!(!office.entries(&connection).await.is_empty(), "rows are still here");

    let Opened::SignIn(sign_in) = office.desk.open_connection(&connection).await.expect("begins") else { panic!("it is signed out") };
    assert_eq!(connection_of(&office.over(&sign_in).await), connection);
    assert_eq!(office.send_all(&connection).await, OutcomeKind::Done);
    assert_eq!(office.unsent().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_told_and_leaves_nothing() {
    let office = Office::open().await;
    office.person(|person| person.denies = true);
    let denied = office.ended(&office.form(), Some(SECRET)).await;
    assert!(is_refused(&denied, "access_denied"), "{denied:?}");
    assert_eq!(denied.retries, [SignInChange::Nothing]);
    let unknown = ConnectionForm { scopes: ["readwrite:core", "nonsense:core"].map(str::to_owned).to_vec(), ..office.form() };
    let status = office.ended(&unknown, Some(SECRET)).await;
    assert!(is_refused(&status, "invalid_scope"), "{status:?}");
    office.left_nothing().await;
    drop(TcpListener::bind((Ipv4Addr::LOCALHOST, office.port)).expect("the port is free again"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_that_the_browser_ended_on_can_be_pasted() {
    let office = Office::open_at("https://coredemo.example/callback").await;
    let Opened::SignIn(sign_in) = office.connect(&office.form(), Some(SECRET)).await else { panic!("a sign-in begins") };
    let status = office.desk.sign_in(&sign_in).expect("is known");
    assert!(!status.listens);
    let address = office.ended_on().await;
    assert!(address.starts_with("https://coredemo.example/callback?"), "the browser cannot come back by itself");
    let mut events = office.desk.events();
    office.desk.paste_redirect(&sign_in, address.replace("state=", "state=x")).await.expect("is looked at");
    wait_for(&mut events, |event| match event {
        DeskEvent::SignIn(status) if status.pasted_address_refused => Some(()),
        _ => None,
    })
    .await;
    office.desk.paste_redirect(&sign_in, format!("  {address}\n")).await.expect("is taken");
    assert!(matches!(office.over(&sign_in).await.progress, SignInProgress::SignedIn(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn permissions_that_were_taken_off_are_known() {
    let office = Office::open().await;
    office.person(|person| person.takes_off = vec!["readwrite:core".to_owned(), "offline_access".to_owned()]);
    let form = ConnectionForm { scopes: ALL.iter().copied().chain(["read:core"]).map(str::to_owned).collect(), ..office.form() };
    let connection = office.signed_in(&form, Some(SECRET)).await;
    let status = office.desk.connections().await.expect("connections").swap_remove(0);
    assert_eq!(status.record.id, connection);
    assert!(status.record.registration.scopes.iter().any(|scope| scope == "readwrite:core"), "asked for");
    assert!(!status.record.scopes.iter().any(|scope| scope == "readwrite:core" || scope == "offline_access"), "not granted");
    let id = office.loaded(&connection).await;
    let edit = FieldEdit { id, field: "actualHours".to_owned(), value: json!("1") };
    let refused = office.desk.edit(&connection, "timeentry", vec![edit]).await.expect_err("nothing can be changed");
    assert!(matches!(refused, DeskError::ReadOnly), "{refused:?}");
    let act = Act { action: "submit".to_owned(), ..Act::default() };
    let refused = office.desk.act(&connection, "timeentry", act, Vec::new()).await.expect_err("nothing can be submitted");
    assert!(matches!(refused, DeskError::ReadOnly), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_company_is_another_connection_and_nothing_mixes() {
    let office = Office::open().await;
    let fernhill = office.signed_in(&office.form(), Some(SECRET)).await;
    office.loaded(&fernhill).await;
    office.person(|person| person.company = "Larkfield".to_owned());
    let larkfield = office.signed_in(&office.form(), Some(SECRET)).await;
    office.loaded(&larkfield).await;
    assert_ne!(fernhill, larkfield);
    let companies: Vec<String> =
        office.desk.connections().await.expect("connections").into_iter().map(|status| status.record.company).collect();
    assert_eq!(companies.len(), 2);
    let ids = |rows: Vec<(String, Value)>| rows.into_iter().map(|(id, _)| id).collect::<std::collections::HashSet<_>>();
    let (one, other) = (ids(office.entries(&fernhill).await), ids(office.entries(&larkfield).await));
    assert!(!one.is_empty() && !other.is_empty() && one.is_disjoint(&other));

    office.desk.sign_out(&fernhill).await.expect("signs out");
    assert!(office.tokens.load(&ProfileId::new(&larkfield)).expect("memory answers").is_some(), "the other stays signed in");
    let Opened::SignIn(sign_in) = office.desk.open_connection(&fernhill).await.expect("begins") else { panic!("it is signed out") };
    let status = office.over(&sign_in).await;
    assert!(matches!(failure(&status), DeskError::OtherCompany { .. }), "Larkfield was chosen for Fernhill: {status:?}");
    assert!(office.tokens.load(&ProfileId::new(&fernhill)).expect("memory answers").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_openid_a_known_record_proves_the_company() {
    let office = Office::open().await;
    let form = ConnectionForm { scopes: vec!["readwrite:core".to_owned()], ..office.form() };
    let connection = office.signed_in(&form, Some(SECRET)).await;
    office.loaded(&connection).await;
    office.desk.sign_out(&connection).await.expect("signs out");
    office.person(|person| person.company = "Larkfield".to_owned());
    let Opened::SignIn(wrong) = office.desk.open_connection(&connection).await.expect("begins") else { panic!("it is signed out") };
    assert!(matches!(failure(&office.over(&wrong).await), DeskError::OtherCompany { .. }));
    office.person(|person| person.company = "Fernhill Engineering".to_owned());
    let right = office.retried(&wrong, SignInChange::Nothing).await;
    assert_eq!(connection_of(&right), connection);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_sign_in_at_the_same_port_takes_over_from_one_that_waits() {
    let office = Office::open().await;
    office.person(|person| person.company = "nowhere".to_owned());
    let Opened::SignIn(older) = office.connect(&office.form(), Some(SECRET)).await else { panic!("a sign-in begins") };
    office.person(|person| *person = Person::dana());
    let examined = office.desk.examine_sign_in(&office.form().installation, &office.form().redirect_uri).await.expect("looks");
    assert!(examined.findings.contains(&Finding::PortFree { port: office.port }), "{examined:?}");
    let newer = office.ended(&office.form(), Some(SECRET)).await;
    assert!(matches!(newer.progress, SignInProgress::SignedIn(_)), "{newer:?}");
    assert!(matches!(office.desk.sign_in(&older).expect("is remembered").progress, SignInProgress::Cancelled));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_sees_a_taken_port_and_a_silent_server_before_the_browser_opens() {
    let office = Office::open().await;
    let good = office.desk.examine_sign_in(&office.form().installation, &office.form().redirect_uri).await.expect("looks");
    assert!(good.findings.iter().all(|finding| finding.state() == FindingState::Good), "{good:?}");
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, office.port)).expect("binds");
    let nowhere = InstallationChoice::OwnHosts { issuer: "http://127.0.0.1:9/idp".to_owned(), api_domain: String::new() };
    let bad = office.desk.examine_sign_in(&nowhere, &office.form().redirect_uri).await.expect("looks");
    assert!(bad.findings.contains(&Finding::PortTaken { port: office.port }), "{bad:?}");
    assert!(bad.findings.iter().any(|finding| matches!(finding, Finding::ServerSilent { status: None, .. })), "{bad:?}");
    let refused = office.desk.connect(office.form(), None, None).await.expect_err("the port is taken");
    assert!(matches!(refused, DeskError::SignIn(SignInError::PortTaken { port }) if port == office.port));
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_endpoint_is_refused_at_the_first_sign_in() {
    let office = Office::open().await;
    office.sandbox.faults().set("endpoint", "https://evil.example/api/").expect("the fault is known");
    let status = office.ended(&office.form(), Some(SECRET)).await;
    assert!(matches!(failure(&status), DeskError::SignIn(SignInError::BaseUrl(_))), "{status:?}");
    office.left_nothing().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_of_the_service_after_a_refresh_is_pinned_and_noted() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    let former = office.desk.connections().await.expect("connections")[0].record.base_url.clone();
    let moved = former.replace("127.0.0.1", "127.0.0.2");
    office.sandbox.faults().set("endpoint", &moved).expect("the fault is known");
    office.sandbox.faults().set("status-401", "1").expect("the fault is known");
    let mut events = office.desk.events();
    office.desk.sync(&connection, "timeentry").await.expect("begins");
    let pinned = tokio::time::timeout(LIMIT, async {
        while office.desk.connections().await.expect("connections")[0].record.base_url != moved {
            let _ = events.recv().await;
        }
    });
    pinned.await.expect("it is pinned in time");
    let (_, note) = office.desk.notes(10).await.expect("notes").pop().expect("a note");
    assert_eq!((note.former_base_url, note.base_url), (former, moved));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_not_removed_while_its_changes_are_sent() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    let id = office.loaded(&connection).await;
    office.edit(&connection, &id, json!("2.75")).await;
    office.sandbox.faults().set("latency-ms", "1000").expect("the fault is known");
    let (review, _) = office.desk.review(&connection).await.expect("a review");
    let run = office.desk.send(&connection, vec![review.changes[0].draft.change_id.clone()]).await.expect("a run starts");
    assert!(matches!(office.desk.remove_connection(&connection).await, Err(DeskError::Sending)));
    let mut events = office.desk.events();
    wait_for(&mut events, |event| match event {
        DeskEvent::Run { run: told, .. } if told.run_id == run.run_id && told.state != RunState::Running => Some(()),
        _ => None,
    })
    .await;
    office.desk.remove_connection(&connection).await.expect("is removed");
    office.left_nothing().await;
}

/// Answers the probe, and keeps nothing else.
#[derive(Default)]
struct FullTokenStore(Mutex<Option<Secret>>);

impl TokenStore for FullTokenStore {
    fn load(&self, _: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
        Ok(None)
    }

    fn save(&self, profile: &ProfileId, tokens: &StoredTokens) -> Result<(), TokenStoreError> {
        if profile.as_str() == "probe" {
            return Ok(());
        }
        *self.0.lock().expect("the token") = Some(tokens.access_token.clone());
        Err(TokenStoreError::TooLarge { size: 2, limit: 1 })
    }

    fn save_client_secret(&self, _: &ProfileId, _: &Secret) -> Result<(), TokenStoreError> {
        Ok(())
    }

    fn remove(&self, _: &ProfileId) -> Result<(), TokenStoreError> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_cannot_be_kept_are_revoked() {
    let office = Office::open().await;
    let (folder, store) = (TempDir::new().expect("a folder"), Arc::new(FullTokenStore::default()));
    let (kept, browser): (Arc<FullTokenStore>, _) = (Arc::clone(&store), ScriptedBrowser(Arc::clone(&office.browser)));
    let office = Office { desk: Desk::open(folder.path(), kept, Arc::new(browser)).expect("the desk opens"), ..office };
    let form = ConnectionForm { scopes: vec!["readwrite:core".to_owned(), "openid".to_owned()], ..office.form() };
    let status = office.ended(&form, None).await;
    assert!(matches!(failure(&status), DeskError::SignIn(SignInError::TokenCall(_))), "the client has a secret: {status:?}");
    let status = office.ended(&form, Some(SECRET)).await;
    assert!(matches!(failure(&status), DeskError::TokenStore(_)), "{status:?}");
    let token = store.0.lock().expect("the token").clone().expect("tokens came");
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let asked = format!("{}employee?page=1,1", office.sandbox.addresses().core.api);
    let revoked = tokio::time::timeout(LIMIT, async {
        while http.get(&asked).bearer_auth(token.expose()).send().await.expect("an answer").status() != 401 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    revoked.await.expect("the service is told in time");
}

struct Office {
    sandbox: Sandbox,
    desk: Desk,
    tokens: Arc<MemoryTokenStore>,
    browser: Arc<Mutex<Browser>>,
    redirect_uri: String,
    port: u16,
    _folder: TempDir,
}

struct Browser {
    person: Person,
    ended_on: Option<String>,
}

/// Answers as the person does; comes back where Coredesk listens.
struct ScriptedBrowser(Arc<Mutex<Browser>>);

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
    async fn open() -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr()).expect("a free port").port();
        Self { port, ..Self::open_at(&format!("http://127.0.0.1:{port}/callback")).await }
    }

    async fn open_at(redirect_uri: &str) -> Self {
        let client =
            ClientRegistration { id: CLIENT_ID.to_owned(), secret: Some(SECRET.to_owned()), redirect_uris: vec![redirect_uri.to_owned()] };
        let sandbox = Sandbox::start(SandboxOptions { clients: vec![client], ..SandboxOptions::default() }).await.expect("starts");
        let folder = TempDir::new().expect("a folder");
        let tokens = Arc::new(MemoryTokenStore::new());
        let browser = Arc::new(Mutex::new(Browser { person: Person::dana(), ended_on: None }));
        let store: Arc<MemoryTokenStore> = Arc::clone(&tokens);
        let desk = Desk::open(folder.path(), store, Arc::new(ScriptedBrowser(Arc::clone(&browser)))).expect("the desk opens");
        Self { sandbox, desk, tokens, browser, redirect_uri: redirect_uri.to_owned(), port: 0, _folder: folder }
    }

    fn person(&self, change: impl FnOnce(&mut Person)) {
        change(&mut self.browser.lock().expect("the browser").person);
    }

    fn form(&self) -> ConnectionForm {
        ConnectionForm {
            installation: InstallationChoice::OwnHosts { issuer: self.sandbox.addresses().core.issuer.clone(), api_domain: String::new() },
            client_id: CLIENT_ID.to_owned(),
            registered_redirect_uri: self.redirect_uri.clone(),
            redirect_uri: self.redirect_uri.clone(),
            scopes: ALL.map(str::to_owned).to_vec(),
            ..ConnectionForm::proposed()
        }
    }

    async fn connect(&self, form: &ConnectionForm, secret: Option<&str>) -> Opened {
        self.desk.connect(form.clone(), secret.map(Secret::new), None).await.expect("the sign-in begins")
    }

    /// How a sign-in with this form ends.
    async fn ended(&self, form: &ConnectionForm, secret: Option<&str>) -> SignInStatus {
        let Opened::SignIn(id) = self.connect(form, secret).await else { panic!("a sign-in begins") };
        self.over(&id).await
    }

    async fn signed_in(&self, form: &ConnectionForm, secret: Option<&str>) -> String {
        connection_of(&self.ended(form, secret).await)
    }

    async fn retried(&self, sign_in: &str, change: SignInChange) -> SignInStatus {
        let Opened::SignIn(id) = self.desk.retry_sign_in(sign_in, change).await.expect("begins") else { panic!("a sign-in begins") };
        self.over(&id).await
    }

    async fn over(&self, sign_in: &str) -> SignInStatus {
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

    async fn ended_on(&self) -> String {
        self.wait_until(|| self.browser.lock().expect("the browser").ended_on.is_some()).await;
        self.browser.lock().expect("the browser").ended_on.clone().expect("an address")
    }

    async fn left_nothing(&self) {
        assert!(self.desk.connections().await.expect("connections").is_empty());
        assert!(self.tokens.is_empty(), "no entry is left");
    }

    fn access_token(&self, connection: &str) -> String {
        let tokens = self.tokens.load(&ProfileId::new(connection)).expect("memory answers");
        tokens.map(|tokens| tokens.access_token.expose().to_owned()).unwrap_or_default()
    }

    async fn unsent(&self) -> u64 {
        self.desk.connections().await.expect("connections")[0].unsent
    }

    async fn session_is(&self, connection: &str, wanted: impl Fn(&SessionState) -> bool) {
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
    async fn loaded(&self, connection: &str) -> String {
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

    async fn entries(&self, connection: &str) -> Vec<(String, Value)> {
        let columns = vec!["actualHours".to_owned()];
        let sort = vec![coredesk_core::rest::OrderBy { field: "date".to_owned(), descending: true }];
        let query = ViewQuery { sort, ..ViewQuery::default() };
        let request = ViewRequest { entity_type: "timeentry".to_owned(), columns, query, ..ViewRequest::default() };
        let view = self.desk.open_view(connection, request).await.expect("a view");
        let rows = self.desk.view_rows(view.id, 0, 100).await.expect("rows");
        rows.into_iter().map(|row| (row.id, row.cells[0].clone())).collect()
    }

    async fn edit(&self, connection: &str, id: &str, hours: Value) {
        let edit = FieldEdit { id: id.to_owned(), field: "actualHours".to_owned(), value: hours };
        self.desk.edit(connection, "timeentry", vec![edit]).await.expect("the edit is kept");
    }

    async fn send_all(&self, connection: &str) -> OutcomeKind {
        let (review, _) = self.desk.review(connection).await.expect("a review");
        let ids = review.changes.iter().map(|change| change.draft.change_id.clone()).collect();
        let mut events = self.desk.events();
        let started = self.desk.send(connection, ids).await.expect("a run starts");
        let run = wait_for(&mut events, |event| match event {
            DeskEvent::Run { run, .. } if run.run_id == started.run_id && run.state != RunState::Running => Some(run.clone()),
            _ => None,
        });
        run.await.outcomes[0].outcome
    }

    async fn wait_until(&self, there: impl Fn() -> bool) {
        let waited = tokio::time::timeout(LIMIT, async {
            while !there() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        waited.await.expect("it happens in time");
    }
}

fn failure(status: &SignInStatus) -> &DeskError {
    match &status.progress {
        SignInProgress::Failed(error) => error,
        other => panic!("it did not fail: {other:?}"),
    }
}

fn is_refused(status: &SignInStatus, wanted: &str) -> bool {
    matches!(failure(status), DeskError::SignIn(SignInError::Refused { error, .. }) if error == wanted)
}

fn connection_of(status: &SignInStatus) -> String {
    match &status.progress {
        SignInProgress::SignedIn(connection) => connection.clone(),
        other => panic!("it did not sign in: {other:?}"),
    }
}

async fn wait_for<T>(events: &mut Receiver<DeskEvent>, wanted: impl Fn(&DeskEvent) -> Option<T>) -> T {
    let waited = tokio::time::timeout(LIMIT, async {
        loop {
            if let Ok(event) = events.recv().await
                && let Some(found) = wanted(&event)
            {
                return found;
            }
        }
    });
    waited.await.expect("it happens in time")
}
