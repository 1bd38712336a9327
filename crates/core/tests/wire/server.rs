//! A server that answers as a closure says and remembers what it was asked; and the service that lives there.

use axum::body::Body;
use axum::http::{HeaderMap, Request, Response};
use coredesk_core::Record;
use coredesk_core::catalogue::{ClientAuthentication, EntityType, Grant, RequestLimits, Service, bqe_core};
use coredesk_core::oauth::{ClientRegistration, ClientSecret, RedirectUri, http_client};
use coredesk_core::rest::{Client, Deadlines, PageRequest, Update};
use coredesk_core::session::Session;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::form_urlencoded;

#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn form(&self) -> HashMap<String, String> {
        form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn bearer(&self) -> &str {
        self.header("authorization").trim_start_matches("Bearer ")
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) delay: Duration,
}

pub(crate) fn json(status: u16, body: impl ToString) -> Reply {
    let headers = vec![("content-type", "application/json; charset=utf-8".to_owned())];
    Reply { status, headers, body: body.to_string().into_bytes(), delay: Duration::ZERO }
}

impl Reply {
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value.to_string()));
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

pub(crate) struct Server {
    pub(crate) base: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    count: watch::Sender<usize>,
}

impl Server {
    pub(crate) async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let base = format!("http://{}", listener.local_addr().expect("has an address"));
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (log, answer) = (Arc::clone(&seen), Arc::new(answer));
        let count = watch::Sender::new(0);
        let arrived = count.clone();
        let app = axum::Router::new().fallback(move |request: Request<Body>| {
            let (log, answer, arrived) = (Arc::clone(&log), Arc::clone(&answer), arrived.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
                let asked = Seen {
                    method: parts.method.to_string(),
                    path: parts.uri.path().to_owned(),
                    query: parts.uri.query().unwrap_or_default().to_owned(),
                    headers: parts.headers,
                    body: String::from_utf8(body.to_vec()).expect("text"),
                };
                log.lock().expect("is free").push(asked.clone());
                arrived.send_modify(|count| *count += 1);
                let reply = answer(&asked);
                tokio::time::sleep(reply.delay).await;
                let mut response = Response::builder().status(reply.status);
                for (name, value) in reply.headers {
                    response = response.header(name, value);
                }
                response.body(Body::from(reply.body)).expect("a response")
            }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, seen, count }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("is free").clone()
    }

    pub(crate) fn seen_at(&self, path: &str) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| seen.path == path).collect()
    }

    /// Waits until so many requests came.
    pub(crate) async fn asked(&self, times: usize) {
        self.count.subscribe().wait_for(|count| *count >= times).await.expect("goes on");
    }

    pub(crate) fn service(&self) -> Arc<Service> {
        service_at(&self.base)
    }
}

pub(crate) fn service_at(base: &str) -> Arc<Service> {
    let mut service = bqe_core::service().expect("reads").on_loopback(&format!("{base}/idp"));
    service.limits = RequestLimits { per_minute: 60_000, parallel: 50, allowed_per_minute: 120_000 };
    Arc::new(service)
}

pub(crate) fn client_registration() -> ClientRegistration {
    ClientRegistration {
        client_id: "c.apps.bqe.com".to_owned(),
        client_secret: ClientSecret::None,
        authentication: ClientAuthentication::RequestBody,
        redirect_uri: RedirectUri::AnyLoopbackPort { path: "/callback".to_owned() },
        pkce: true,
        grant: Grant::AuthorizationCode,
        scopes: Vec::new(),
    }
}

pub(crate) fn tokens(base: &str, access_token: &str, refresh_token: Option<&str>) -> StoredTokens {
    StoredTokens {
        access_token: Secret::new(access_token),
        refresh_token: refresh_token.map(Secret::new),
        id_token: None,
        expires_at: None,
        obtained_at: 0,
        granted_scopes: vec!["readwrite:core".to_owned()],
        base_url: format!("{base}/api"),
    }
}

pub(crate) fn profile() -> ProfileId {
    ProfileId::new("p1")
}

pub(crate) fn store_with(tokens: &StoredTokens) -> Arc<MemoryTokenStore> {
    let store = Arc::new(MemoryTokenStore::new());
    store.save(&profile(), tokens).expect("saves");
    store
}

pub(crate) fn session(service: &Arc<Service>, store: Arc<dyn TokenStore>, locks: &Path) -> Session {
    let http = http_client(service).expect("is made");
    Session::new(profile(), Arc::clone(service), client_registration(), store, http, locks)
}

/// A client signed in with `access_token` and a refresh token, and its session.
pub(crate) fn signed_in(base: &str, access_token: &str, locks: &Path) -> (Client, Arc<Session>) {
    let deadlines = Deadlines { whole: Duration::from_secs(5), first_wait: Duration::from_millis(5) };
    signed_in_with(base, access_token, locks, deadlines)
}

/// The same with other times.
pub(crate) fn signed_in_with(base: &str, access_token: &str, locks: &Path, deadlines: Deadlines) -> (Client, Arc<Session>) {
    signed_in_at(service_at(base), base, access_token, locks, deadlines)
}

/// One request at a time.
pub(crate) fn signed_in_with_one_slot(base: &str, locks: &Path) -> Client {
    let mut service = Arc::unwrap_or_clone(service_at(base));
    service.limits.parallel = 1;
    signed_in_at(Arc::new(service), base, "a1", locks, Deadlines::default()).0
}

pub(crate) fn signed_in_at(
    service: Arc<Service>,
    base: &str,
    access_token: &str,
    locks: &Path,
    deadlines: Deadlines,
) -> (Client, Arc<Session>) {
    let session = Arc::new(session(&service, store_with(&tokens(base, access_token, Some("r1"))), locks));
    let http = http_client(&service).expect("is made");
    (Client::with_deadlines(service, Arc::clone(&session), http, deadlines), session)
}

pub(crate) fn time_entry() -> EntityType {
    bqe_core::service().expect("reads").catalogue.entity_type("timeentry").cloned().expect("is there")
}

pub(crate) fn first_page() -> PageRequest {
    PageRequest { number: 1, size: 100, ..PageRequest::default() }
}

/// For what is not cancelled.
pub(crate) fn never() -> CancellationToken {
    CancellationToken::new()
}

/// A change of a record as a whole.
pub(crate) fn whole(record: &Record) -> Update<'_> {
    Update { record, changed: &[], fetched: None, etag: None }
}
