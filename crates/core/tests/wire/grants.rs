//! The ways to a token without the browser's answer: password, client credentials, device code, and their renewal.

use crate::server::{Reply, Seen, Server, first_page, json, profile, store_with, time_entry};
use coredesk_core::catalogue::{BaseUrlRule, ClientAuthentication, Grant, OAuthEndpoints, Service};
use coredesk_core::oauth::{
    ClientRegistration, ClientSecret, DeviceAuthorization, RedirectUri, RevocationError, SignInError, SignInStep, SignedIn, TokenCallError,
    client_credentials_token, http_client, password_token, signed_in_with,
};
use coredesk_core::rest::{Client, Deadlines, Entities, RequestError};
use coredesk_core::session::{Session, SessionError, SessionState, SignedOutReason};
use coredesk_core::token_store::{MemoryTokenStore, Secret, StoredTokens, TokenStore};
use serde_json::{Value, json as value};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const SCOPE: &str = "service_id=my.bidcore.iponweb.com";

#[tokio::test]
async fn a_password_is_exchanged_with_one_form_and_no_client_id() {
    let server = Server::start(|_| json(200, answer(value!({"scope": SCOPE, "endpoint": "https://evil.example"})))).await;
    let signed_in = with_password(&server, &client(Grant::Password)).await.expect("signs in");
    assert_eq!(signed_in.tokens.access_token.expose(), "t1");
    assert_eq!(signed_in.tokens.granted_scopes, [SCOPE]);
    assert_eq!(signed_in.tokens.base_url, format!("{}/api", server.base), "what the answer names is not asked");
    assert!(signed_in.tokens.refresh_token.is_none());
    let seen = server.seen();
    assert_eq!((seen.len(), seen[0].method.as_str(), seen[0].path.as_str(), seen[0].query.as_str()), (1, "POST", "/token", ""));
    assert_eq!(seen[0].header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(seen[0].header("accept"), "application/json");
    assert_eq!(seen[0].header("authorization"), "");
    let mut fields: Vec<&str> = seen[0].body.split('&').collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["grant_type=password", "password=p%26s%2B+%25%C3%A9", "scope=service_id%3Dmy.bidcore.iponweb.com", "username=jane%40example.com"]
    );
}

#[tokio::test]
async fn a_client_id_goes_out_where_there_is_one() {
    let server = Server::start(|_| json(200, answer(value!({"refresh_token": "r1"})))).await;
    let client = ClientRegistration { client_id: "public-client".to_owned(), ..client(Grant::Password) };
    let signed_in = with_password(&server, &client).await.expect("signs in");
    assert_eq!(server.seen()[0].form()["client_id"], "public-client");
    assert_eq!(signed_in.tokens.refresh_token.expect("is kept").expose(), "r1");
}

#[tokio::test]
async fn a_refused_password_is_not_repeated_and_shown_nowhere() {
    let refused = value!({"error": "invalid_grant", "error_description": format!("Wrong user or\npassword {PASSWORD}")});
    let page = json(401, "<h1>Unauthorized</h1>").with("content-type", "text/html");
    for reply in [json(400, &refused), json(401, &refused), json(403, &refused), page, json(401, "")] {
        let server = Server::start(move |_| reply.clone()).await;
        let error = with_password(&server, &client(Grant::Password)).await.expect_err("is refused");
        assert!(matches!(error, SignInError::PasswordRefused { .. }), "{error:?}");
        assert_eq!(server.seen().len(), 1);
        assert!(!format!("{error:?} {error}").contains(PASSWORD));
    }
}

#[tokio::test]
async fn other_answers_to_a_password_are_told_apart_and_not_repeated() {
    let html = |status| json(status, "<html>").with("content-type", "text/html");
    for (reply, expected) in [
        (json(400, value!({"error": "invalid_scope"})), "Refused invalid_scope"),
        (json(400, value!({"error": "invalid_request"})), "Refused invalid_request"),
        (json(400, value!({"error": "unsupported_grant_type"})), "Refused unsupported_grant_type"),
        (json(401, value!({"error": "invalid_client"})), "Refused invalid_client"),
        (html(400), "Status 400"),
        (json(400, value!({"error": {"code": 1}})), "Status 400"),
        (json(405, "{}"), "Status 405"),
        (json(429, value!({"error": "slow_down"})), "Status 429"),
        (html(500), "Status 500"),
        (html(503), "Status 503"),
        (json(302, "").with("location", "https://evil.example/"), "Status 302"),
        (html(200), "Unreadable"),
        (json(200, ""), "Unreadable"),
        (json(200, "{}"), "Unreadable"),
        (json(200, value!({"access_token": "t", "token_type": "mac"})), "Unreadable"),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let error = with_password(&server, &client(Grant::Password)).await.expect_err("brings no token");
        let told = match &error {
            SignInError::TokenCall(TokenCallError::Refused { error, .. }) => format!("Refused {error}"),
            SignInError::TokenCall(TokenCallError::Status { status }) => format!("Status {status}"),
            SignInError::TokenCall(TokenCallError::Unreadable { .. }) => "Unreadable".to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(told, expected);
        assert_eq!(server.seen().len(), 1, "{expected}");
        assert!(!format!("{error:?} {error}").contains(PASSWORD));
    }
}

#[tokio::test]
async fn a_password_is_in_no_log() {
    let log = Log::default();
    let _listening = tracing::subscriber::set_default(log.clone());
    for reply in
        [json(200, answer(value!({}))), json(400, value!({"error": "invalid_grant", "error_description": PASSWORD})), json(500, "")]
    {
        let server = Server::start(move |_| reply.clone()).await;
        let outcome = with_password(&server, &client(Grant::Password)).await;
        tracing::info!(tokens = ?outcome.ok(), "the test's own line");
    }
    let lines = log.lines.lock().expect("is free").join("\n");
    assert!(lines.contains("the test's own line"), "{lines}");
    for secret in [PASSWORD, "p%26s%2B", "p&s"] {
        assert!(!lines.contains(secret), "{lines}");
    }
}

#[tokio::test]
async fn at_the_end_of_a_passwords_token_the_session_asks_for_a_person_and_sends_nothing() {
    let server = Server::start(|_| json(200, "[]")).await;
    let locks = tempfile::tempdir().expect("a folder");
    let now = unix_now();
    let tokens = StoredTokens { obtained_at: now - 3595, expires_at: Some(now + 5), ..held(&server, "t1") };
    let (rest, session) = connected(&server, client(Grant::Password), &tokens, locks.path());
    let mut states = session.watch();
    rest.list(&time_entry(), &first_page(), &CancellationToken::new()).await.expect("reads");
    assert_eq!(server.seen().len(), 1);
    assert_eq!(session.state(), SessionState::Ready { expires_at: Some(now + 5), renews: false });
    // Nobody asks for anything: the end is told all the same.
    let ended = SessionState::SignedOut { reason: SignedOutReason::NoRefreshToken };
    tokio::time::timeout(Duration::from_secs(30), states.wait_for(|state| *state == ended)).await.expect("in time").expect("goes on");
    let error = rest.get(&time_entry(), "x", &CancellationToken::new()).await.expect_err("asks for a person");
    assert!(matches!(error, RequestError::SignInNeeded), "{error:?}");
    assert_eq!(server.seen().len(), 1, "the token that ended was not sent");
    session.accept(held(&server, "t2"), client(Grant::Password)).await.expect("takes over");
    assert_eq!(session.access_token().await.expect("goes on").token.expose(), "t2");
}

#[tokio::test]
async fn a_passwords_token_of_an_earlier_run_that_has_ended_is_not_sent() {
    let server = Server::start(|_| json(200, "[]")).await;
    let locks = tempfile::tempdir().expect("a folder");
    let tokens = StoredTokens { obtained_at: 1_000_000, expires_at: Some(1_003_600), ..held(&server, "t1") };
    let (rest, _) = connected(&server, client(Grant::Password), &tokens, locks.path());
    let error = rest.get(&time_entry(), "x", &CancellationToken::new()).await.expect_err("asks for a person");
    assert!(matches!(error, RequestError::SignInNeeded), "{error:?}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_passwords_token_with_a_refresh_token_renews_itself() {
    let server = Server::start(|_| json(200, answer(value!({"access_token": "t2", "refresh_token": "r2"})))).await;
    let locks = tempfile::tempdir().expect("a folder");
    let now = unix_now();
    let tokens = held(&server, "t1");
    let tokens = StoredTokens { obtained_at: now - 4000, expires_at: Some(now - 400), refresh_token: Some(Secret::new("r1")), ..tokens };
    let (_, session) = connected(&server, client(Grant::Password), &tokens, locks.path());
    assert_eq!(session.access_token().await.expect("renews").token.expose(), "t2");
    let form = server.seen()[0].form();
    assert_eq!((form["grant_type"].as_str(), form["refresh_token"].as_str()), ("refresh_token", "r1"));
    assert!(!form.contains_key("client_id"), "there is none");
}

#[tokio::test]
async fn a_pasted_token_has_no_end_until_the_service_refuses_it() {
    let server = Server::start(|seen| if seen.path == "/api/timeentry/gone" { json(401, "") } else { json(200, "[]") }).await;
    let locks = tempfile::tempdir().expect("a folder");
    let service = service(&server);
    let signed_in = signed_in_with(&service, Secret::new("permanent"), &[]).expect("is taken");
    let (rest, session) = connected(&server, client(Grant::Token), &signed_in.tokens, locks.path());
    rest.list(&time_entry(), &first_page(), &CancellationToken::new()).await.expect("reads");
    assert_eq!(session.state(), SessionState::Ready { expires_at: None, renews: false });
    assert_eq!(server.seen()[0].header("authorization"), "Bearer permanent");
    let error = rest.get(&time_entry(), "gone", &CancellationToken::new()).await.expect_err("asks for a person");
    assert!(matches!(error, RequestError::SignInNeeded), "{error:?}");
    assert_eq!(session.state(), SessionState::SignedOut { reason: SignedOutReason::NoRefreshToken });
    assert_eq!(server.seen().len(), 2, "a token that nothing renews is not sent again");
    assert!(matches!(session.sign_out().await.expect("forgets"), Err(RevocationError::NotOffered)), "it is not this app's to revoke");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn an_api_key_travels_in_its_own_header_alone() {
    let server = Server::start(|_| json(200, "[]")).await;
    let locks = tempfile::tempdir().expect("a folder");
    for (name, scheme, value) in [("X-API-Key", "", "k:1"), ("Authorization", "Token", "Token k:1")] {
        let mut service = Arc::unwrap_or_clone(service(&server));
        service.credential.name = name.to_owned();
        service.credential.scheme = scheme.to_owned();
        let (rest, _) = connected_to(Arc::new(service), client(Grant::Token), &held(&server, "k:1"), locks.path());
        rest.list(&time_entry(), &first_page(), &CancellationToken::new()).await.expect("reads");
        let seen = server.seen().pop().expect("was asked");
        assert_eq!(seen.header(name), value);
        assert_eq!(seen.headers.values().filter(|value| value.to_str().is_ok_and(|value| value.contains("k:1"))).count(), 1);
    }
}

#[tokio::test]
async fn client_credentials_go_out_as_the_client_is_registered() {
    let server = Server::start(|_| json(200, answer(value!({})))).await;
    let http = http_client(&service(&server)).expect("is made");
    let client = with_secret();
    let tokens = client_credentials_token(&service(&server), &client, &http).await.expect("brings a token").tokens;
    assert_eq!((tokens.access_token.expose(), tokens.granted_scopes.as_slice()), ("t1", [SCOPE.to_owned()].as_slice()));
    let seen = server.seen().remove(0);
    let form = seen.form();
    assert_eq!((form["grant_type"].as_str(), form["scope"].as_str()), ("client_credentials", SCOPE));
    assert_eq!((form["client_id"].as_str(), form["client_secret"].as_str()), ("robot", "s3cr&t"));
    let basic = ClientRegistration { authentication: ClientAuthentication::Basic, ..client };
    client_credentials_token(&service(&server), &basic, &http).await.expect("brings a token");
    let seen = server.seen().remove(1);
    assert_eq!(seen.header("authorization"), "Basic cm9ib3Q6czNjciUyNnQ=");
    assert!(!seen.form().contains_key("client_secret") && !seen.form().contains_key("client_id"));
}

#[tokio::test]
async fn client_credentials_without_id_or_secret_are_not_sent() {
    let server = Server::start(|_| json(200, answer(value!({})))).await;
    let http = http_client(&service(&server)).expect("is made");
    for client in [
        ClientRegistration { client_secret: ClientSecret::None, ..with_secret() },
        ClientRegistration { client_id: String::new(), ..with_secret() },
    ] {
        let error = client_credentials_token(&service(&server), &client, &http).await.expect_err("is not sent");
        assert!(matches!(error, SignInError::Misconfigured { .. }), "{error:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_parallel_401s_ask_once_with_the_kept_secret() {
    let server = issuing().await;
    let locks = tempfile::tempdir().expect("a folder");
    let (rest, session) = connected(&server, client_with_kept_secret(), &held(&server, "t0"), locks.path());
    let calls = (0..20).map(|_| {
        let rest = rest.clone();
        tokio::spawn(async move { rest.list(&time_entry(), &first_page(), &CancellationToken::new()).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("ends").expect("reads");
    }
    let asked = server.seen_at("/token");
    assert_eq!(asked.len(), 1);
    let form = asked[0].form();
    assert_eq!(
        (form["grant_type"].as_str(), form["client_secret"].as_str(), form["scope"].as_str()),
        ("client_credentials", "s3cr&t", SCOPE)
    );
    assert_eq!(session.state(), SessionState::Ready { expires_at: None, renews: true });
}

#[tokio::test]
async fn client_credentials_are_renewed_before_their_end() {
    let server = issuing().await;
    let locks = tempfile::tempdir().expect("a folder");
    let now = unix_now();
    let tokens = StoredTokens { obtained_at: now - 3590, expires_at: Some(now + 10), ..held(&server, "t0") };
    let (_, session) = connected(&server, client_with_kept_secret(), &tokens, locks.path());
    assert_eq!(session.access_token().await.expect("renews").token.expose(), "t1");
}

#[tokio::test]
async fn a_client_that_is_no_longer_known_ends_the_session() {
    let server = Server::start(|_| json(401, value!({"error": "invalid_client"}))).await;
    let locks = tempfile::tempdir().expect("a folder");
    let (_, session) = connected(&server, client_with_kept_secret(), &held(&server, "t0"), locks.path());
    session.access_token().await.expect("is there");
    let error = session.renew_after_401(&Secret::new("t0")).await.expect_err("ends");
    assert!(matches!(error, SessionError::SignedOut(SignedOutReason::ClientRefused { .. })), "{error:?}");
}

#[tokio::test]
async fn a_device_code_is_asked_for_until_the_person_agreed() {
    let polls = AtomicUsize::new(0);
    let server = device_server(value!({}), move |_| match polls.fetch_add(1, Ordering::SeqCst) {
        0 => json(400, value!({"error": "authorization_pending"})),
        1 => json(503, "<html>"),
        _ => json(200, answer(value!({"refresh_token": "r1"}))),
    })
    .await;
    let device = begun(&server).await.expect("begins");
    assert_eq!((device.user_code(), device.verification_uri().path()), ("WDJB-MJHT", "/device"));
    assert_eq!(device.complete_uri().and_then(|uri| uri.query()), Some("user_code=WDJB-MJHT"));
    assert!(device.remaining() <= Duration::from_secs(600));
    let asked = server.seen().remove(0).form();
    assert_eq!((asked["client_id"].as_str(), asked["scope"].as_str()), ("tv", SCOPE));
    let steps = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&steps);
    let signed_in = device.wait(CancellationToken::new(), move |step| log.lock().expect("is free").push(step)).await.expect("signs in");
    assert_eq!(signed_in.tokens.access_token.expose(), "t1");
    assert_eq!(*steps.lock().expect("is free"), [SignInStep::WaitingForConsent, SignInStep::ReadingIdentity]);
    let polls = server.seen_at("/token");
    assert_eq!(polls.len(), 3);
    let form = polls[2].form();
    assert_eq!(
        (form["grant_type"].as_str(), form["device_code"].as_str()),
        ("urn:ietf:params:oauth:grant-type:device_code", "the-device-code")
    );
}

#[tokio::test]
async fn slow_down_makes_the_pauses_five_seconds_longer() {
    let polls = AtomicUsize::new(0);
    let server = device_server(value!({}), move |_| match polls.fetch_add(1, Ordering::SeqCst) {
        0 => json(400, value!({"error": "slow_down"})),
        _ => json(200, answer(value!({}))),
    })
    .await;
    let device = begun(&server).await.expect("begins");
    let began = Instant::now();
    device.wait(CancellationToken::new(), |_| {}).await.expect("signs in");
    assert!(began.elapsed() >= Duration::from_secs(6), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_device_code_ends_as_the_service_says() {
    for (reply, expected) in [
        (json(400, value!({"error": "expired_token"})), "CodeExpired"),
        (json(400, value!({"error": "access_denied"})), "Refused access_denied"),
        (json(403, value!({"error": "access_denied"})), "Refused access_denied"),
        (json(400, value!({"error": "invalid_grant"})), "TokenCall invalid_grant"),
        (json(404, "<html>"), "Status 404"),
        (json(200, "{}"), "Unreadable"),
    ] {
        let server = device_server(value!({}), move |_| reply.clone()).await;
        let error = begun(&server).await.expect("begins").wait(CancellationToken::new(), |_| {}).await.expect_err("ends");
        let told = match &error {
            SignInError::CodeExpired => "CodeExpired".to_owned(),
            SignInError::Refused { error, .. } => format!("Refused {error}"),
            SignInError::TokenCall(TokenCallError::Refused { error, .. }) => format!("TokenCall {error}"),
            SignInError::TokenCall(TokenCallError::Status { status }) => format!("Status {status}"),
            SignInError::TokenCall(TokenCallError::Unreadable { .. }) => "Unreadable".to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(told, expected);
        assert_eq!(server.seen_at("/token").len(), 1, "{expected}");
    }
}

#[tokio::test]
async fn a_device_code_is_given_up_at_its_end_and_at_once_when_cancelled() {
    let pending = |_: &Seen| json(400, value!({"error": "authorization_pending"}));
    let server = device_server(value!({"expires_in": 1}), pending).await;
    let error = begun(&server).await.expect("begins").wait(CancellationToken::new(), |_| {}).await.expect_err("expires");
    assert!(matches!(error, SignInError::CodeExpired), "{error:?}");

    let server = device_server(value!({"interval": 200}), pending).await;
    let cancel = CancellationToken::new();
    let waiting = tokio::spawn(begun(&server).await.expect("begins").wait(cancel.clone(), |_| {}));
    server.asked(2).await;
    cancel.cancel();
    let ended = tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("at once").expect("ends");
    assert!(matches!(ended, Err(SignInError::Cancelled)), "{ended:?}");
}

#[tokio::test]
async fn a_page_that_is_not_trusted_is_not_shown() {
    for (changes, is_taken) in [
        (value!({"verification_uri": "http://id.example/device"}), false),
        (value!({"verification_uri": "javascript:alert(1)"}), false),
        (value!({"verification_uri": "https://u:p@id.example/device"}), false),
        (value!({"user_code": ""}), false),
        (value!({"user_code": "AB\nCD"}), false),
        (value!({"interval": u64::MAX}), false),
        (value!({"verification_uri_complete": "https://evil.example/?user_code=WDJB-MJHT"}), true),
        (value!({"verification_uri": "https://id.example/device", "interval": null, "odd": 1}), true),
    ] {
        let server = device_server(changes.clone(), |_| json(500, "")).await;
        match begun(&server).await {
            Ok(device) => assert!(is_taken && device.complete_uri().is_none(), "{changes}"),
            Err(error) => assert!(!is_taken && matches!(error, SignInError::TokenCall(_)), "{changes}: {error:?}"),
        }
    }
}

#[tokio::test]
async fn a_service_elsewhere_is_not_spoken_to_without_tls() {
    let server = Server::start(|_| json(200, answer(value!({})))).await;
    let mut service = Arc::unwrap_or_clone(service(&server));
    service.base_url = BaseUrlRule::Fixed { url: "https://api.example".to_owned() };
    let http = http_client(&service).expect("is made");
    let error = password_token(&service, &client(Grant::Password), &http, "jane", &Secret::new(PASSWORD)).await.expect_err("is not sent");
    assert!(matches!(error, SignInError::TokenCall(TokenCallError::Misconfigured)), "{error:?}");
    assert!(server.seen().is_empty());
}

const PASSWORD: &str = "p&s+ %é";

async fn with_password(server: &Server, client: &ClientRegistration) -> Result<SignedIn, SignInError> {
    let service = service(server);
    let http = http_client(&service).expect("is made");
    password_token(&service, client, &http, "jane@example.com", &Secret::new(PASSWORD)).await
}

async fn begun(server: &Server) -> Result<DeviceAuthorization, SignInError> {
    let service = service(server);
    let http = http_client(&service).expect("is made");
    let client = ClientRegistration { client_id: "tv".to_owned(), ..client(Grant::DeviceCode) };
    DeviceAuthorization::begin(service, client, http).await
}

/// A server that gives a device code, its answer changed, and answers polls as the closure says.
async fn device_server(changes: Value, poll: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |seen| {
        if seen.path != "/device-code" {
            return poll(seen);
        }
        let base = format!("http://{}", seen.header("host"));
        let mut details = value!({
            "device_code": "the-device-code", "user_code": "WDJB-MJHT", "expires_in": 600, "interval": 1,
            "verification_uri": format!("{base}/device"), "verification_uri_complete": format!("{base}/device?user_code=WDJB-MJHT"),
        });
        for (name, changed) in changes.as_object().expect("an object") {
            details[name] = changed.clone();
        }
        json(200, details)
    })
    .await
}

/// Takes the client credentials of `robot` and answers with t1, t2, and so on; its API takes all of them, but not t0.
async fn issuing() -> Server {
    let issued = AtomicUsize::new(0);
    Server::start(move |seen| match seen.path.as_str() {
        "/token" => {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            json(200, answer(value!({"access_token": format!("t{number}")}))).after(Duration::from_millis(50))
        }
        _ if seen.bearer() == "t0" => json(401, ""),
        _ => json(200, "[]"),
    })
    .await
}

fn answer(changes: Value) -> Value {
    let mut answer = value!({"access_token": "t1", "token_type": "Bearer"});
    for (name, changed) in changes.as_object().expect("an object") {
        answer[name] = changed.clone();
    }
    answer
}

/// A service with a known address and no issuer.
fn service(server: &Server) -> Arc<Service> {
    let mut service = Arc::unwrap_or_clone(server.service());
    let at = |path: &str| Some(format!("{}{path}", server.base));
    service.oauth = OAuthEndpoints {
        token_endpoint: at("/token"),
        device_authorization_endpoint: at("/device-code"),
        revocation_endpoint: at("/revoke"),
        ..OAuthEndpoints::default()
    };
    service.base_url = BaseUrlRule::Fixed { url: format!("{}/api/", server.base) };
    Arc::new(service)
}

fn client(grant: Grant) -> ClientRegistration {
    ClientRegistration {
        grant,
        client_id: String::new(),
        client_secret: ClientSecret::None,
        authentication: ClientAuthentication::RequestBody,
        redirect_uri: RedirectUri::AnyLoopbackPort { path: "/callback".to_owned() },
        pkce: true,
        scopes: vec![SCOPE.to_owned()],
    }
}

fn with_secret() -> ClientRegistration {
    let client_secret = ClientSecret::Given(Secret::new("s3cr&t"));
    ClientRegistration { client_id: "robot".to_owned(), client_secret, ..client(Grant::ClientCredentials) }
}

fn client_with_kept_secret() -> ClientRegistration {
    ClientRegistration { client_secret: ClientSecret::Kept, ..with_secret() }
}

fn held(server: &Server, access_token: &str) -> StoredTokens {
    let tokens = signed_in_with(&service(server), Secret::new(access_token), &[]).expect("is taken").tokens;
    StoredTokens { obtained_at: 0, ..tokens }
}

fn connected(server: &Server, client: ClientRegistration, tokens: &StoredTokens, locks: &std::path::Path) -> (Client, Session) {
    connected_to(service(server), client, tokens, locks)
}

fn connected_to(service: Arc<Service>, client: ClientRegistration, tokens: &StoredTokens, locks: &std::path::Path) -> (Client, Session) {
    let store: Arc<MemoryTokenStore> = store_with(tokens);
    store.save_client_secret(&profile(), &Secret::new("s3cr&t")).expect("saves");
    let http = http_client(&service).expect("is made");
    let session = Session::new(profile(), Arc::clone(&service), client, store, http.clone(), locks);
    (Client::with_deadlines(service, Arc::new(session.clone()), http, Deadlines::default()), session)
}

/// Everything that is logged on this thread, at every level.
#[derive(Clone, Default)]
struct Log {
    lines: Arc<Mutex<Vec<String>>>,
}

struct Line(String);

impl tracing::field::Visit for Line {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        self.0 += &format!(" {field}={value:?}");
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, attributes: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        let mut line = Line(attributes.metadata().name().to_owned());
        attributes.record(&mut line);
        self.lines.lock().expect("is free").push(line.0);
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        self.lines.lock().expect("is free").push(line.0);
    }
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        self.lines.lock().expect("is free").push(line.0);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

fn unix_now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(now.as_secs()).expect("fits")
}
