//! New connections: what was given is tried before it is kept, and nothing is kept of what is refused.

use crate::account::{Office, PASSWORD, USER, connection_of, draft, failure, files, is_sign_in, password, token};
use coredesk_core::catalogue::{BaseUrlRule, Grant, bidcore};
use coredesk_core::desk::{
    BidcoreForm, Credential, DeskError, Environment, Opened, ServiceForm, ServiceFormError, SignInProgress, TrialError,
};
use coredesk_core::oauth::{PastedTokenError, SignInError};
use coredesk_core::rest::RequestError;
use coredesk_core::token_store::{ProfileId, Secret, TokenStore};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[tokio::test]
async fn a_permanent_token_is_tried_and_then_kept_without_what_was_pasted_along() {
    let office = Office::open().await;
    let mut events = office.desk.events();
    let id = office.connected(token(" Bearer north\n")).await;
    let mut steps = Vec::new();
    while let Ok(event) = events.try_recv() {
        steps.extend(is_sign_in(&event).map(|status| format!("{:?}", status.progress)));
    }
    let at = |step: &str| steps.iter().position(|found| found.starts_with(step));
    assert!(at("TryingToken") < at("StoringTokens") && at("StoringTokens") < at("SignedIn"), "{steps:?}");
    assert_eq!(office.token(&id).as_deref(), Some("north"));
    let trial = office.server.seen().swap_remove(0);
    assert_eq!((trial.path.as_str(), trial.query.contains("page_size=1")), ("/api/publishers/", true), "one row is asked for");
    let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
    assert_eq!((record.company.as_str(), record.person.as_str()), ("Northlight", "Permanent token"));
    assert_eq!((record.registration.grant, record.environment, record.needs_preview), (Grant::Token, Environment::Sandbox, false));
    assert_eq!(record.base_url, format!("{}/api", office.server.base), "the prefix stays, the slash goes");
    assert_eq!(office.loaded(&id).await, 2);
}

#[cfg(unix)]
#[tokio::test]
async fn the_description_is_kept_for_this_person_alone_and_goes_with_its_connection() {
    use std::os::unix::fs::PermissionsExt;
    let mut office = Office::open().await;
    let id = office.connected(token("north")).await;
    office.loaded(&id).await;
    let folder = office.folder.path().join("connections").join(&id);
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("is there").permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("service.json"))), (0o700, 0o600));
    office.reopen();
    assert_eq!(office.desk.open_connection(&id).await.expect("opens"), Opened::Connection(id.clone()));
    office.desk.remove_connection(&id).await.expect("is removed");
    office.left_nothing().await;
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_token_that_is_refused_is_kept_nowhere() {
    let office = Office::open().await;
    let elsewhere = BidcoreForm { base_url: format!("{}/api/v2", office.server.base), ..office.form() };
    let nobody = BidcoreForm { base_url: format!("{}/other", office.server.base), ..office.form() };
    let unknown = office.ended(&office.form(), token("unknown")).await;
    assert!(matches!(failure(&unknown), DeskError::Trial(TrialError::Refused { grant: Grant::Token, .. })), "{unknown:?}");
    assert!(matches!(unknown.reached, SignInProgress::TryingToken) && unknown.retries.is_empty(), "{unknown:?}");
    let foreign = office.ended(&office.form(), token("foreign")).await;
    assert!(matches!(failure(&foreign), DeskError::Trial(TrialError::Forbidden { .. })), "{foreign:?}");
    for form in [elsewhere, nobody] {
        let status = office.ended(&form, token("north")).await;
        assert!(matches!(failure(&status), DeskError::Trial(TrialError::NotThere { .. })), "{status:?}");
    }
    office.left_nothing().await;
    assert!(!format!("{unknown:?}{foreign:?}").contains("unknown\""), "the token is in no status");
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_told_and_the_token_is_not_kept() {
    let office = Office::open().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("binds").local_addr().expect("an address").port();
    let form = BidcoreForm { base_url: format!("http://127.0.0.1:{free}/api"), ..office.form() };
    let status = office.ended(&form, token("north")).await;
    assert!(matches!(failure(&status), DeskError::Trial(TrialError::Request(RequestError::Unreachable { .. }))), "{status:?}");
    office.left_nothing().await;
}

#[tokio::test]
async fn what_is_given_up_while_the_token_is_tried_leaves_nothing() {
    let office = Office::open().await;
    office.accounts(|accounts| accounts.delay = Duration::from_secs(60));
    let opened = office.desk.connect_bidcore(&office.form(), token("north")).await.expect("begins");
    let Opened::SignIn(id) = &opened else { panic!("a sign-in begins") };
    office.server.asked(1).await;
    office.desk.cancel_sign_in(id).expect("is known");
    let status = office.over(opened).await;
    assert!(matches!(status.progress, SignInProgress::Cancelled), "{status:?}");
    office.left_nothing().await;
}

#[tokio::test]
async fn a_password_goes_out_once_and_rests_nowhere() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).with_writer(move || writer.clone());
    // For all tests that run beside this one as well: their passwords are in no log either.
    tracing::subscriber::set_global_default(subscriber.finish()).expect("there is no other");
    let office = Office::open().await;
    let wrong = office.ended(&office.form(), password("not the password")).await;
    assert!(
        matches!(failure(&wrong), DeskError::Grant { grant: Grant::Password, error: SignInError::PasswordRefused { .. }, .. }),
        "{wrong:?}"
    );
    assert!(wrong.retries.is_empty(), "accounts may lock");
    assert_eq!(office.server.seen_at("/oauth2/token/").len(), 1);
    office.left_nothing().await;

    let id = office.connected(password(PASSWORD)).await;
    let calls = office.server.seen_at("/oauth2/token/");
    assert!(calls.len() == 2 && calls.iter().all(|call| call.method == "POST" && call.query.is_empty()));
    assert_eq!(office.token(&id).as_deref(), Some("temporary-1"));
    office.loaded(&id).await;
    let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
    assert_eq!((record.person.as_str(), record.user.as_deref()), (USER, Some(USER)));
    assert!(office.tokens.load_client_secret(&ProfileId::new(&id)).expect("memory answers").is_none());
    for file in files(office.folder.path()) {
        let text = String::from_utf8_lossy(&std::fs::read(&file).expect("can be read")).into_owned();
        for secret in [PASSWORD, "not the password", "temporary-1", "p%26ss"] {
            assert!(!text.contains(secret), "{} holds {secret}", file.display());
        }
    }
    let logged = log.text();
    assert!(logged.contains("publishers"), "requests are logged by their path: {logged}");
    for secret in [PASSWORD, "not the password", "temporary-1", "p%26ss"] {
        assert!(!logged.contains(secret), "the log holds {secret}");
    }
}

#[tokio::test]
async fn an_unknown_scope_is_told_apart_from_a_wrong_password() {
    let office = Office::open().await;
    let form = BidcoreForm { scope: "service_id=other.example".to_owned(), ..office.form() };
    let status = office.ended(&form, password(PASSWORD)).await;
    let DeskError::Grant { error: SignInError::TokenCall(call), .. } = failure(&status) else { panic!("{status:?}") };
    assert!(call.to_string().contains("invalid_scope"), "{call}");
    office.left_nothing().await;
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_before_anything_is_sent() {
    let office = Office::open().await;
    let missing = office.desk.connect_bidcore(&office.form(), Credential::None).await;
    assert!(matches!(missing, Err(DeskError::ServiceForm(ServiceFormError::Missing("token")))), "{missing:?}");
    let odd = office.desk.connect_bidcore(&office.form(), token("nor th")).await;
    assert!(matches!(odd, Err(DeskError::ServiceForm(ServiceFormError::Token(PastedTokenError::Character { position: 4 })))), "{odd:?}");
    let nobody = Credential::Password { user: " ".to_owned(), password: Secret::new(PASSWORD) };
    assert!(office.desk.connect_bidcore(&office.form(), nobody).await.is_err());
    let far = BidcoreForm { base_url: "http://my.bidcore.iponweb.com".to_owned(), ..office.form() };
    assert!(office.desk.connect_bidcore(&far, token("north")).await.is_err());
    assert!(office.server.seen().is_empty());
    office.left_nothing().await;
}

#[tokio::test]
async fn an_api_key_travels_in_the_header_of_its_service_and_each_connection_stands_alone() {
    let office = Office::open().await;
    let draft = draft(&office.server.base);
    let form = |key: bool| {
        let mut form = ServiceForm::of(&draft);
        form.grant = Grant::Token;
        form.name = "Mine".to_owned();
        if key {
            form.credential.name = "X-API-Key".to_owned();
            form.credential.scheme = String::new();
        }
        form
    };
    let draft_id = office.read(&draft).await;
    for key in [true, false] {
        let opened = office.desk.connect_service(&draft_id, &form(key), None, token("north")).await.expect("begins");
        connection_of(&office.over(opened).await);
        let seen = office.server.seen();
        let last = seen.last().expect("was asked");
        assert_eq!((last.header("x-api-key"), last.bearer()), if key { ("north", "") } else { ("", "north") });
    }
    let records = office.desk.connections().await.expect("connections");
    assert_eq!(records.len(), 2, "the service does not say whose they are");
    assert!(records.iter().all(|status| status.record.needs_preview && status.record.company == "Mine"));
    assert!(office.server.seen().iter().all(|seen| seen.path == "/api/publishers/"), "no rows are read before a person looked");
    let unknown = office.desk.connect_service("gone", &form(true), None, token("north")).await;
    assert!(matches!(unknown, Err(DeskError::ServiceForm(ServiceFormError::UnknownDraft))));
}

#[tokio::test]
async fn a_prefix_that_the_base_url_and_the_paths_both_have_is_asked_for_once() {
    let office = Office::open().await;
    for in_base in [true, false] {
        let mut draft = draft(&office.server.base);
        let publishers = &mut draft.service.catalogue.entity_types[0];
        publishers.path = format!("/api{}", publishers.path);
        draft.service.base_url = BaseUrlRule::Fixed { url: office.server.base.clone() };
        let base_url = format!("{}{}", office.server.base, if in_base { "/api" } else { "" });
        let form = ServiceForm { grant: Grant::Token, base_url, ..ServiceForm::of(&draft) };
        let draft_id = office.read(&draft).await;
        let opened = office.desk.connect_service(&draft_id, &form, None, token("north")).await.expect("begins");
        connection_of(&office.over(opened).await);
        assert_eq!(office.server.seen().last().expect("was asked").path, "/api/publishers/", "{in_base}");
    }
}

#[tokio::test]
async fn a_document_that_calls_itself_like_a_built_in_service_is_still_its_own() {
    let office = Office::open().await;
    let mut draft = draft(&office.server.base);
    draft.service.name = office.desk.bqe_core().name.clone();
    let form = ServiceForm { grant: Grant::Token, ..ServiceForm::of(&draft) };
    let draft_id = office.read(&draft).await;
    let opened = office.desk.connect_service(&draft_id, &form, None, token("north")).await.expect("begins");
    let id = connection_of(&office.over(opened).await);
    let catalogue = office.desk.catalogue(&id).await.expect("opens");
    assert_eq!(catalogue.entity_types.len(), 1);
    assert_eq!(office.desk.connections().await.expect("connections")[0].record.company, "127.0.0.1", "it has no name but its host");
}

#[test]
fn each_grant_needs_its_own() {
    let draft = draft("http://127.0.0.1:1");
    let base = ServiceForm { authorization_endpoint: String::new(), token_endpoint: String::new(), ..ServiceForm::of(&draft) };
    assert_eq!(base.base_url, "http://127.0.0.1:1/api");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let office = Office::open().await;
        let draft_id = office.read(&draft).await;
        for (grant, missing) in [
            (Grant::AuthorizationCode, "authorization address"),
            (Grant::DeviceCode, "device authorization address"),
            (Grant::ClientCredentials, "token address"),
            (Grant::Password, "token address"),
        ] {
            let form = ServiceForm { grant, ..base.clone() };
            let refused = office.desk.connect_service(&draft_id, &form, None, Credential::None).await;
            assert!(
                matches!(&refused, Err(DeskError::ServiceForm(ServiceFormError::Missing(what))) if *what == missing),
                "{grant:?}: {refused:?}"
            );
        }
        let form = ServiceForm { grant: Grant::ClientCredentials, token_endpoint: bidcore::TOKEN_URL.to_owned(), ..base };
        let refused = office.desk.connect_service(&draft_id, &form, None, Credential::None).await;
        assert!(matches!(refused, Err(DeskError::ServiceForm(ServiceFormError::Missing("client ID")))), "{refused:?}");
        let form = ServiceForm { client_id: "app".to_owned(), ..form };
        let refused = office.desk.connect_service(&draft_id, &form, None, Credential::None).await;
        assert!(matches!(refused, Err(DeskError::ServiceForm(ServiceFormError::Missing("client secret")))), "{refused:?}");
    });
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("is free")).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("is free").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
