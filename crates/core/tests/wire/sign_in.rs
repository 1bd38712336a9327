//! Sign-in from the bound port to the tokens, with a browser that does what the test says.

use crate::server::{Reply, Server, client_registration, json};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_core::catalogue::BaseUrlRule;
use coredesk_core::oauth::{
    BaseUrlError, BrowserError, ClientRegistration, PendingSignIn, RedirectUri, SignInError, SignInRequest, SignInStep, SignedIn,
    SystemBrowser, TokenCallError, prepare,
};
use serde_json::{Value, json as value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

#[tokio::test]
async fn a_sign_in_brings_tokens_and_the_checked_base_url() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    let page = trial.browse(&format!("code=the-code&state={}", trial.query["state"])).await;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("You can close this tab and go back to Coredesk"), "{page}");
    let redirect_uri = trial.redirect_uri.clone();
    let challenge = trial.query["code_challenge"].clone();
    let signed_in = trial.end().await.expect("signs in");
    assert_eq!(signed_in.tokens.access_token.expose(), "a1");
    assert_eq!(signed_in.tokens.base_url, format!("{}/api", server.base));
    assert_eq!(signed_in.tokens.granted_scopes, ["read:core"], "those granted, not those asked for");
    let form = server.seen_at("/idp/connect/token")[0].form();
    assert_eq!(form["redirect_uri"], redirect_uri, "the same text in both requests");
    assert_eq!((form["code"].as_str(), form["client_id"].as_str()), ("the-code", "c.apps.bqe.com"));
    let digest = sha256(form["code_verifier"].as_bytes());
    assert_eq!(URL_SAFE_NO_PAD.encode(digest), challenge);
}

#[tokio::test]
async fn nothing_that_reaches_the_port_ends_the_sign_in() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    let state = trial.query["state"].clone();
    for query in ["", "code=x", "code=x&state=wrong", "error=access_denied", "error=access_denied&state=wrong"] {
        assert!(trial.browse(query).await.starts_with("HTTP/1.1 400"), "{query}");
    }
    assert!(trial.browse(&format!("code=a&code=b&state={state}")).await.starts_with("HTTP/1.1 400"));
    let host = trial.host();
    for (request, status) in [
        (format!("GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n"), "404"),
        (format!("POST /callback?code=x&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405"),
        (format!("GET /callback?code=x&state={state} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "400"),
        (format!("GET /callback?code=x&state={state} HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\n\r\n"), "403"),
        ("rubbish\r\n\r\n".to_owned(), "400"),
        (format!("GET /{} HTTP/1.1\r\n", "a".repeat(40_000)), "400"),
    ] {
        let answer = send(&host, request.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{status}: {answer}");
    }
    let mut unfinished = Vec::new();
    for _ in 0..60 {
        let mut stream = TcpStream::connect(&host).await.expect("connects");
        stream.write_all(b"GET /callback?code=").await.expect("writes");
        unfinished.push(stream);
    }
    assert!(server.seen().is_empty(), "nothing was exchanged");
    let before = std::time::Instant::now();
    trial.browse(&format!("code=the-code&state={state}")).await;
    trial.end().await.expect("signs in");
    assert!(before.elapsed() < Duration::from_secs(3), "the unfinished ones did not hold it up");
}

#[tokio::test]
async fn idle_connections_do_not_pile_up() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    let mut oldest = TcpStream::connect(trial.host()).await.expect("connects");
    let mut others = Vec::new();
    for _ in 0..40 {
        others.push(TcpStream::connect(trial.host()).await.expect("connects"));
    }
    let ended = tokio::time::timeout(Duration::from_secs(2), oldest.read(&mut [0; 16])).await;
    assert!(matches!(ended, Ok(Ok(0) | Err(_))), "{ended:?}");
}

#[tokio::test]
async fn a_refusal_ends_the_sign_in_in_the_servers_words() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    let page = trial.browse(&format!("error=access_denied&error_description=No%3Cb%3E&state={}", trial.query["state"])).await;
    assert!(page.contains("Not signed in") && !page.contains("No<b>"), "{page}");
    let error = trial.end().await.expect_err("is refused");
    assert!(matches!(error, SignInError::Refused { ref error, .. } if error == "access_denied"), "{error:?}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_answer_of_another_issuer_is_not_exchanged() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    trial.browse(&format!("code=x&iss=https%3A%2F%2Fevil.example&state={}", trial.query["state"])).await;
    assert!(matches!(trial.end().await, Err(SignInError::IssuerMismatch)));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_answer_that_lacks_the_promised_issuer_is_not_exchanged() {
    let server = authority(value!({})).await;
    let mut service = Arc::unwrap_or_clone(server.service());
    service.oauth.names_itself = true;
    let promised = Arc::new(service);
    let answered = async |query: &str| {
        let trial = Trial::of(SignInRequest { service: Arc::clone(&promised), ..request(&server, client_registration()) }).await;
        trial.browse(&format!("code=x&state={}{query}", trial.query["state"])).await;
        trial.end().await
    };
    assert!(matches!(answered("").await, Err(SignInError::IssuerMismatch)));
    assert!(server.seen().is_empty());
    let issuer: String = url::form_urlencoded::byte_serialize(promised.oauth.issuer.as_bytes()).collect();
    answered(&format!("&iss={issuer}")).await.expect("signs in");
}

#[tokio::test]
async fn a_service_at_a_known_address_needs_no_issuer_and_no_endpoint() {
    let server = authority(value!({"endpoint": "https://evil.example/api", "id_token": "not.a.jwt", "scope": null})).await;
    let mut service = Arc::unwrap_or_clone(server.service());
    service.oauth.issuer = String::new();
    service.base_url = BaseUrlRule::Fixed { url: format!("{}/v2", server.base.replace("127.0.0.1", "localhost")) };
    let expected = format!("{}/v2", server.base.replace("127.0.0.1", "localhost"));
    let trial = Trial::of(SignInRequest { service: Arc::new(service), ..request(&server, client_registration()) }).await;
    trial.browse(&format!("code=x&iss=https%3A%2F%2Fany.example&state={}", trial.query["state"])).await;
    let signed_in = trial.end().await.expect("signs in");
    assert_eq!(signed_in.tokens.base_url, expected);
    assert_eq!(signed_in.identity.subject.as_deref(), Some("s1"), "user info needs no issuer");
}

#[tokio::test]
async fn cancelling_closes_the_port_at_once() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    let host = trial.host();
    TcpStream::connect(&host).await.expect("the port is open");
    trial.cancel.cancel();
    assert!(matches!(trial.end().await, Err(SignInError::Cancelled)));
    TcpStream::connect(&host).await.expect_err("the port is closed");
}

#[tokio::test]
async fn the_wait_has_a_limit() {
    let server = authority(value!({})).await;
    let request = SignInRequest { limit: Duration::from_millis(50), ..request(&server, client_registration()) };
    let pending = prepare(request).await.expect("prepares");
    let host = Url::parse(pending.redirect_uri()).expect("parses").socket_addrs(|| None).expect("resolves")[0];
    let (_sender, pasted) = mpsc::channel(1);
    let ended = pending.finish(CancellationToken::new(), pasted, |_| ()).await;
    assert!(matches!(ended, Err(SignInError::TimedOut { .. })), "{ended:?}");
    TcpStream::connect(host).await.expect_err("the port is closed");
}

#[tokio::test]
async fn the_same_port_serves_any_number_of_sign_ins() {
    let server = authority(value!({})).await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds").local_addr().expect("has one").port();
    for host in ["localhost", "127.0.0.1", "localhost"] {
        let text = format!("http://{host}:{free}/callback");
        let client = ClientRegistration { redirect_uri: RedirectUri::Registered(text.clone()), ..client_registration() };
        let trial = Trial::start(&server, client).await;
        assert_eq!(trial.query["redirect_uri"], text);
        trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
        trial.end().await.expect("signs in");
    }
}

#[tokio::test]
async fn a_hostile_endpoint_ends_the_sign_in_before_the_token_goes_anywhere() {
    let elsewhere = Server::start(|_| json(200, "[]")).await;
    for endpoint in [value!("https://evil.example/api"), value!("http://10.0.0.1/api"), value!(""), value!(7), value!(null)] {
        let server = authority(value!({"endpoint": endpoint, "scope": "openid read:core"})).await;
        let trial = Trial::start(&server, client_registration()).await;
        trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
        let error = trial.end().await.expect_err("is refused");
        assert!(matches!(error, SignInError::BaseUrl(_)), "{endpoint}: {error:?}");
        if endpoint == "https://evil.example/api" {
            assert!(matches!(error, SignInError::BaseUrl(BaseUrlError::Scheme { .. } | BaseUrlError::ForeignHost { .. })));
        }
        assert!(server.seen_at("/idp/connect/userinfo").is_empty());
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_of_the_token_endpoint_is_not_followed() {
    let elsewhere = Server::start(|_| json(200, "{}")).await;
    let target = elsewhere.base.clone();
    let server = Server::start(move |_| json(307, "").with("location", &target)).await;
    let trial = Trial::start(&server, client_registration()).await;
    trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
    let error = trial.end().await.expect_err("fails");
    assert!(matches!(error, SignInError::TokenCall(TokenCallError::Status { status: 307 })), "{error:?}");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn odd_token_answers_are_no_sign_in() {
    for reply in [
        json(200, "<html>").with("content-type", "text/html"),
        json(200, ""),
        json(200, "{\"access_token\":\"a\""),
        json(200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}"),
        json(200, format!("{{\"access_token\":\"{}\"}}", "a".repeat(400_000))),
        json(500, "{\"error\":\"invalid_grant\"}"),
        json(400, "oops"),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let trial = Trial::start(&server, client_registration()).await;
        trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
        let error = trial.end().await.expect_err("fails");
        assert!(matches!(error, SignInError::TokenCall(TokenCallError::Status { .. } | TokenCallError::Unreadable { .. })), "{error:?}");
    }
}

#[tokio::test]
async fn the_pasted_address_does_as_well_as_the_redirect() {
    let server = authority(value!({})).await;
    let trial = Trial::start(&server, client_registration()).await;
    trial.pasted.send("http://127.0.0.1:1/callback?code=c&state=wrong".to_owned()).await.expect("is taken");
    trial.pasted.send(format!("{}?code=c&state={}", trial.redirect_uri, trial.query["state"])).await.expect("is taken");
    let steps = Arc::clone(&trial.steps);
    trial.end().await.expect("signs in");
    let steps = steps.lock().expect("is free").clone();
    assert_eq!(
        steps,
        [SignInStep::WaitingForConsent, SignInStep::PastedAddressRefused, SignInStep::ExchangingCode, SignInStep::ReadingIdentity]
    );
}

#[tokio::test]
async fn user_info_says_who_signed_in_and_may_be_missing() {
    let server = authority(value!({"scope": "openid read:core"})).await;
    let trial = Trial::start(&server, client_registration()).await;
    trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
    let signed_in = trial.end().await.expect("signs in");
    assert_eq!(signed_in.identity.name.as_deref(), Some("Ada Example"));
    assert_eq!(server.seen_at("/idp/connect/userinfo")[0].bearer(), "a1");

    let silent = Server::start(|seen| match seen.path.as_str() {
        "/idp/connect/token" => token_answer(&seen.headers["host"], &value!({"scope": "openid"})),
        _ => json(403, "{\"error\":\"insufficient_scope\"}"),
    })
    .await;
    let trial = Trial::start(&silent, client_registration()).await;
    trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
    assert_eq!(trial.end().await.expect("signs in").identity.name, None);
}

#[tokio::test]
async fn an_id_token_that_is_not_signed_is_refused() {
    let unsigned = format!("{}.{}.", URL_SAFE_NO_PAD.encode("{\"alg\":\"none\"}"), URL_SAFE_NO_PAD.encode("{\"sub\":\"s\"}"));
    let server = authority(value!({"scope": "openid", "id_token": unsigned})).await;
    let trial = Trial::start(&server, client_registration()).await;
    trial.browse(&format!("code=c&state={}", trial.query["state"])).await;
    assert!(matches!(trial.end().await, Err(SignInError::IdToken(_))));
}

#[tokio::test]
async fn the_browser_opens_after_the_port_is_bound() {
    struct Knocking;
    impl SystemBrowser for Knocking {
        fn open(&self, url: &Url) -> Result<(), BrowserError> {
            let redirect_uri = url.query_pairs().find(|(name, _)| name == "redirect_uri").expect("is there").1.into_owned();
            let address = Url::parse(&redirect_uri).expect("parses").socket_addrs(|| None).expect("resolves")[0];
            std::net::TcpStream::connect(address).map(drop).map_err(BrowserError::NotStarted)
        }
    }
    let server = authority(value!({})).await;
    let pending = prepare(request(&server, client_registration())).await.expect("prepares");
    pending.open_browser(&Knocking).expect("the port answers already");
    assert!(!format!("{pending:?}").contains("state"));
}

async fn authority(changes: Value) -> Server {
    Server::start(move |seen| match seen.path.as_str() {
        "/idp/connect/token" => token_answer(&seen.headers["host"], &changes),
        "/idp/connect/userinfo" => json(200, value!({"sub": "s1", "name": "Ada Example"})),
        "/idp/.well-known/openid-configuration/jwks" => json(200, value!({"keys": []})),
        _ => json(404, "{}"),
    })
    .await
}

fn token_answer(host: &axum::http::HeaderValue, changes: &Value) -> Reply {
    let endpoint = format!("http://{}/api/", host.to_str().expect("text"));
    let mut answer = value!({"access_token": "a1", "token_type": "bearer", "expires_in": 3600, "scope": "read:core", "endpoint": endpoint});
    for (name, changed) in changes.as_object().expect("an object") {
        answer[name] = changed.clone();
    }
    json(200, answer)
}

fn request(server: &Server, client: ClientRegistration) -> SignInRequest {
    let scopes = ["readwrite:core", "openid"].map(str::to_owned).to_vec();
    SignInRequest { service: server.service(), client, scopes, limit: Duration::from_secs(20) }
}

/// A sign-in under way.
struct Trial {
    running: JoinHandle<Result<SignedIn, SignInError>>,
    redirect_uri: String,
    query: HashMap<String, String>,
    cancel: CancellationToken,
    pasted: mpsc::Sender<String>,
    steps: Arc<Mutex<Vec<SignInStep>>>,
}

impl Trial {
    async fn start(server: &Server, client: ClientRegistration) -> Self {
        Self::of(request(server, client)).await
    }

    async fn of(request: SignInRequest) -> Self {
        let pending: PendingSignIn = prepare(request).await.expect("prepares");
        let query = pending.authorization_url().query_pairs().into_owned().collect();
        let redirect_uri = pending.redirect_uri().to_owned();
        let (cancel, steps) = (CancellationToken::new(), Arc::new(Mutex::new(Vec::new())));
        let (pasted, receiver) = mpsc::channel(4);
        let (token, log) = (cancel.clone(), Arc::clone(&steps));
        let progress = move |step| log.lock().expect("is free").push(step);
        let running = tokio::spawn(async move { pending.finish(token, receiver, progress).await });
        Self { running, redirect_uri, query, cancel, pasted, steps }
    }

    fn host(&self) -> String {
        let url = Url::parse(&self.redirect_uri).expect("parses");
        format!("{}:{}", url.host_str().expect("a host"), url.port().expect("a port"))
    }

    async fn browse(&self, query: &str) -> String {
        let host = self.host();
        send(&host, format!("GET /callback?{query} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await
    }

    async fn end(self) -> Result<SignedIn, SignInError> {
        tokio::time::timeout(Duration::from_secs(20), self.running).await.expect("ends in time").expect("does not panic")
    }
}

async fn send(host: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(host).await.expect("connects");
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn sha256(text: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text).as_ref().to_vec()
}
