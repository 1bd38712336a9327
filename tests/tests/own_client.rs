//! A client of a person's own against the demo services over real HTTP: registered, signed in, refused, renewed.

use coredesk_core::changes::{Act, FieldEdit, NoteEvent, OutcomeKind, RunState};
use coredesk_core::desk::{
    ConnectionForm, Desk, DeskError, DeskEvent, Finding, FindingState, FormSecret, InstallationChoice, Opened, SignInChange, SignInProgress,
};
use coredesk_core::oauth::{SignInError, TokenCallError};
use coredesk_core::session::SessionState;
use coredesk_core::token_store::{ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use coredesk_tests::office::{LIMIT, wait_for};
use coredesk_tests::own_client::{ALL, Office, SECRET, ScriptedBrowser, connection_of, failure, is_refused};
use coredesk_tests::person::Person;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

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
    let refused = office.desk.connect(office.form(), FormSecret::None, None).await.expect_err("the port is taken");
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
async fn a_secret_goes_to_no_other_client_and_no_other_place() {
    let office = Office::open().await;
    office.person(|person| person.denies = true);
    let denied = office.ended(&office.form(), Some(SECRET)).await;
    let begun = async |form: ConnectionForm| {
        let opened = office.desk.connect(form, FormSecret::AsBefore, Some(&denied.id)).await.expect("the sign-in begins");
        let Opened::SignIn(id) = opened else { panic!("a sign-in begins") };
        let (_, has_secret) = office.desk.sign_in_form(&id).expect("is known");
        office.desk.cancel_sign_in(&id).expect("is known");
        has_secret
    };
    assert!(begun(office.form()).await, "the same client at the same place keeps it");
    assert!(!begun(ConnectionForm { client_id: "other.apps.bqe.com".to_owned(), ..office.form() }).await);
    let elsewhere = InstallationChoice::OwnHosts { issuer: "http://127.0.0.2:9/idp".to_owned(), api_domain: String::new() };
    assert!(!begun(ConnectionForm { installation: elsewhere, ..office.form() }).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_secret_is_entered_again_for_the_same_connection() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    office.desk.sign_out(&connection).await.expect("signs out");
    office.tokens.remove_client_secret(&ProfileId::new(&connection)).expect("memory answers");
    let Opened::SignIn(sign_in) = office.desk.open_connection(&connection).await.expect("begins") else { panic!("it is signed out") };
    let status = office.desk.sign_in(&sign_in).expect("is known");
    assert!(matches!(failure(&status), DeskError::NoClientSecret) && status.has_form, "{status:?}");
    let secret = FormSecret::Given(Secret::new(SECRET));
    let Opened::SignIn(again) = office.desk.connect(office.form(), secret, Some(&sign_in)).await.expect("begins") else {
        panic!("a sign-in begins")
    };
    assert_eq!(connection_of(&office.over(&again).await), connection);
    assert_eq!(office.desk.connections().await.expect("connections").len(), 1);
    let kept = office.tokens.load_client_secret(&ProfileId::new(&connection)).expect("memory answers");
    assert_eq!(kept.as_ref().map(Secret::expose), Some(SECRET));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sign_in_for_more_leaves_what_there_is_until_it_succeeds() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    let before = office.access_token(&connection);
    office.person(|person| person.denies = true);
    let Opened::SignIn(sign_in) = office.desk.sign_in_again(&connection).await.expect("begins") else { panic!("a sign-in begins") };
    assert!(is_refused(&office.over(&sign_in).await, "access_denied"));
    assert_eq!(office.access_token(&connection), before);
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
    let noted = tokio::time::timeout(LIMIT, async {
        loop {
            if let Some((_, note)) = office.desk.notes(10).await.expect("notes").pop() {
                return note;
            }
            let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
        }
    });
    let note = noted.await.expect("it is noted in time");
    assert_eq!(note.event, NoteEvent::Moved { former_base_url: former, base_url: moved.clone() });
    assert_eq!(office.desk.connections().await.expect("connections")[0].record.base_url, moved);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_not_removed_while_its_changes_are_sent() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    let id = office.loaded(&connection).await;
    office.edit(&connection, &id, json!("2.75")).await;
    office.sandbox.faults().set("latency-ms", "1000").expect("the fault is known");
    let (review, _) = office.desk.review(&connection).await.expect("a review");
    let run = office.desk.send(&connection, vec![review.changes[0].draft.change_id.clone()]).await.expect("a run starts").run;
    assert!(matches!(office.desk.remove_connection(&connection).await, Err(DeskError::Sending)));
    let mut events = office.desk.events();
    wait_for(&mut events, |event| match event {
        DeskEvent::Run { standing, .. } if standing.run.run_id == run.run_id && standing.run.state != RunState::Running => Some(()),
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

/// A computer without a keyring.
struct NoTokenStore;

impl NoTokenStore {
    fn refuse<T>() -> Result<T, TokenStoreError> {
        Err(TokenStoreError::Unavailable { reason: "no such service".to_owned() })
    }
}

impl TokenStore for NoTokenStore {
    fn load(&self, _: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
        Self::refuse()
    }

    fn save(&self, _: &ProfileId, _: &StoredTokens) -> Result<(), TokenStoreError> {
        Self::refuse()
    }

    fn remove(&self, _: &ProfileId) -> Result<(), TokenStoreError> {
        Self::refuse()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_nothing_begins_until_the_person_chooses_this_run_only() {
    let office = Office::open().await;
    let folder = TempDir::new().expect("a folder");
    let browser = Arc::new(ScriptedBrowser(Arc::clone(&office.browser)));
    let desk = Desk::open(folder.path(), Arc::new(NoTokenStore), browser).expect("the desk opens");
    let office = Office { desk, ..office };
    let secret = || FormSecret::Given(Secret::new(SECRET));
    let refused = office.desk.connect(office.form(), secret(), None).await.expect_err("there is nowhere to keep tokens");
    assert!(matches!(refused, DeskError::TokenStore(TokenStoreError::Unavailable { .. })), "{refused:?}");
    office.desk.keep_tokens_for_this_run();
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    office.loaded(&connection).await;
    let again = Desk::open(folder.path(), Arc::new(NoTokenStore), Arc::new(ScriptedBrowser(Arc::clone(&office.browser))));
    let session = again.expect("the desk opens").connections().await.expect("connections").swap_remove(0).session;
    assert!(!matches!(session, SessionState::Ready { .. }), "nothing was written: {session:?}");
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
