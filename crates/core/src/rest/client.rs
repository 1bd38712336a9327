//! The only sender of service requests: limiter, bearer header, deadlines, one renewal after a 401, few repeats.

use super::dialect::{self, Dialect};
use super::limiter::Limiter;
use super::request::{Operation, PrepareError, PreparedRequest};
use super::response::{self, Answer, Write};
use super::{Entities, Page, PageRequest, Refusal, RefusalReason, RequestError, WriteOutcome, retry};
use crate::Record;
use crate::oauth::{BodyError, read_bounded};
use crate::session::{AccessGrant, Session, SessionError};
use coredesk_catalogue::{EntityType, Service};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Decoded bytes of one answer.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// Answers from here on are read off the async threads.
const LARGE: usize = 256 * 1024;

/// The times that a client keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// One try, from sending to the last byte. Connecting and idling have limits of their own in the HTTP client.
    pub whole: Duration,
    /// The wait before the first repeat of a read; later ones grow.
    pub first_wait: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { whole: Duration::from_secs(120), first_wait: Duration::from_millis(500) }
    }
}

/// Reads and writes the records of one connection over HTTP. One for each connection, shared by cloning.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    dialect: &'static dyn Dialect,
    session: Arc<Session>,
    http: reqwest::Client,
    limiter: Limiter,
    deadlines: Deadlines,
}

/// A try that brought no whole answer.
enum SendFailure {
    /// It never left, whatever the reason.
    NotSent(RequestError),
    /// It may have arrived; no answer came, or not all of it.
    Lost { reason: String },
    /// The answer is not one that can be taken in.
    Unreadable { reason: String },
}

impl Client {
    /// A client for the connection of `session`. `http` comes from [`crate::oauth::http_client`].
    pub fn new(service: Arc<Service>, session: Arc<Session>, http: reqwest::Client) -> Self {
        Self::with_deadlines(service, session, http, Deadlines::default())
    }

    /// The same with other times.
    pub fn with_deadlines(service: Arc<Service>, session: Arc<Session>, http: reqwest::Client, deadlines: Deadlines) -> Self {
        let (dialect, limiter) = (dialect::of(service.dialect), Limiter::new(service.limits));
        Self { inner: Arc::new(Inner { dialect, session, http, limiter, deadlines }) }
    }

    /// Until when the service asked this connection to pause; `None` when it did not.
    pub fn paused_until(&self) -> watch::Receiver<Option<Timestamp>> {
        self.inner.limiter.paused_until()
    }

    /// The link to what a record stands for, such as a stored file, as the service wrote it; `None` if it has none.
    ///
    /// # Errors
    /// Why no link came.
    pub async fn link(&self, entity_type: &EntityType, id: &str) -> Result<Option<String>, RequestError> {
        let answer = self.read(entity_type, Operation::Link { id }).await?;
        response::link(self.inner.dialect, &answer)
    }

    async fn read(&self, entity_type: &EntityType, operation: Operation<'_>) -> Result<Answer, RequestError> {
        let request = self.inner.dialect.prepare(entity_type, operation).map_err(not_prepared)?;
        self.inner.send(&request).await.map_err(|failure| match failure {
            SendFailure::NotSent(error) => error,
            SendFailure::Lost { reason } => RequestError::Unreachable { status: None, reason },
            SendFailure::Unreadable { reason } => RequestError::Unreadable { reason },
        })
    }

    async fn write(&self, entity_type: &EntityType, operation: Operation<'_>, write: Write) -> WriteOutcome {
        let request = match self.inner.dialect.prepare(entity_type, operation) {
            Ok(request) => request,
            Err(error) => return WriteOutcome::NotSent(not_prepared(error)),
        };
        match self.inner.send(&request).await {
            Ok(answer) => response::write(self.inner.dialect, entity_type, write, &answer),
            Err(SendFailure::NotSent(error)) => WriteOutcome::NotSent(error),
            Err(SendFailure::Lost { reason } | SendFailure::Unreadable { reason }) => WriteOutcome::Unknown { status: None, reason },
        }
    }
}

impl Entities for Client {
    async fn list(&self, entity_type: &EntityType, page: &PageRequest, cancel: &CancellationToken) -> Result<Page, RequestError> {
        let answer = or_cancelled(cancel, self.read(entity_type, Operation::List(page))).await?;
        if answer.body.len() < LARGE {
            return response::page(self.inner.dialect, entity_type, page, &answer);
        }
        let (dialect, entity_type, page) = (self.inner.dialect, entity_type.clone(), page.clone());
        let read = tokio::task::spawn_blocking(move || response::page(dialect, &entity_type, &page, &answer));
        or_cancelled(cancel, async {
            read.await.unwrap_or_else(|_| Err(RequestError::Unreadable { reason: "reading it failed".to_owned() }))
        })
        .await
    }

    async fn count(&self, entity_type: &EntityType, cancel: &CancellationToken) -> Result<Option<u64>, RequestError> {
        let answer = or_cancelled(cancel, self.read(entity_type, Operation::Count)).await?;
        response::count(self.inner.dialect, &answer)
    }

    async fn get(&self, entity_type: &EntityType, id: &str) -> Result<Option<Record>, RequestError> {
        let answer = self.read(entity_type, Operation::Get { id }).await?;
        response::record(self.inner.dialect, entity_type, &answer)
    }

    async fn create(&self, entity_type: &EntityType, record: &Record) -> WriteOutcome {
        self.write(entity_type, Operation::Create { record }, Write::Create).await
    }

    async fn update(&self, entity_type: &EntityType, id: &str, record: &Record) -> WriteOutcome {
        self.write(entity_type, Operation::Update { id, record }, Write::Update).await
    }

    async fn delete(&self, entity_type: &EntityType, id: &str) -> WriteOutcome {
        self.write(entity_type, Operation::Delete { id }, Write::Delete).await
    }
}

impl Inner {
    /// Sends until there is an answer to go by. Writes are repeated only after an answer that says "not now" or "who
    /// are you", which means that nothing was done.
    async fn send(&self, request: &PreparedRequest) -> Result<Answer, SendFailure> {
        let mut grant = self.grant(request).await?;
        let mut renewed = false;
        let mut repeats = 0;
        loop {
            let last = repeats >= retry::MOST_REPEATS;
            match self.try_once(request, &grant).await {
                Ok(answer) if answer.is_unauthenticated(self.dialect) => {
                    if renewed {
                        self.session.refuse(&grant.token);
                        return Err(SendFailure::NotSent(RequestError::SignInNeeded));
                    }
                    renewed = true;
                    grant = self.session.renew_after_401(&grant.token).await.map_err(no_grant)?;
                }
                Ok(answer) => {
                    let asked = retry::slow_down(answer.status, &answer.headers, SystemTime::now());
                    if let Some(asked) = asked {
                        self.limiter.pause(asked);
                    }
                    let not_done = answer.status == 429;
                    let worth_it = not_done || (request.is_safe() && retry::is_worth_repeating(answer.status));
                    if !worth_it {
                        return Ok(answer);
                    }
                    if last {
                        return match asked {
                            Some(retry_after) if not_done => Err(SendFailure::NotSent(RequestError::SlowDown { retry_after })),
                            _ => Ok(answer),
                        };
                    }
                    // Where a pause was asked for, the limiter waits.
                    if asked.is_none() {
                        self.wait(repeats).await;
                    }
                    repeats += 1;
                }
                Err(SendFailure::Lost { .. } | SendFailure::NotSent(RequestError::Unreachable { .. })) if request.is_safe() && !last => {
                    self.wait(repeats).await;
                    repeats += 1;
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    async fn grant(&self, request: &PreparedRequest) -> Result<AccessGrant, SendFailure> {
        let grant = if request.is_safe() { self.session.access_token().await } else { self.session.access_token_for_write().await };
        grant.map_err(no_grant)
    }

    async fn wait(&self, repeats: u32) {
        tokio::time::sleep(retry::wait(self.deadlines.first_wait, repeats, rand::random())).await;
    }

    async fn try_once(&self, request: &PreparedRequest, grant: &AccessGrant) -> Result<Answer, SendFailure> {
        let _permit = self.limiter.admit().await;
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", grant.token.expose()))
            .map_err(|_| SendFailure::NotSent(RequestError::SignInNeeded))?;
        bearer.set_sensitive(true);
        let mut sending = self
            .http
            .request(request.method.clone(), request.url(&grant.base_url))
            .timeout(self.deadlines.whole)
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT, "application/json");
        for (name, value) in self.dialect.headers(Timestamp::now(), &TimeZone::system()) {
            sending = sending.header(name, value);
        }
        if let Some(body) = &request.body {
            sending = sending.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let received = sending.send().await.map_err(send_failure)?;
        let (status, headers) = (received.status().as_u16(), received.headers().clone());
        tracing::debug!(method = %request.method, path = request.path(), status, "answered");
        let body = read_bounded(received, BODY_LIMIT).await.map_err(|error| match error {
            BodyError::TooLarge { .. } => SendFailure::Unreadable { reason: error.to_string() },
            BodyError::Broken(_) => SendFailure::Lost { reason: error.to_string() },
        })?;
        Ok(Answer { status, headers, body: without_token(body, status, grant) })
    }
}

/// Words of a refusal are shown; a service that repeats the token in them must not show it.
fn without_token(body: Vec<u8>, status: u16, grant: &AccessGrant) -> Vec<u8> {
    if status < 400 {
        return body;
    }
    match String::from_utf8(body) {
        Ok(text) => text.replace(grant.token.expose(), "[secret]").into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

fn send_failure(error: reqwest::Error) -> SendFailure {
    let reason = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke off"
    };
    if error.is_connect() || error.is_builder() {
        SendFailure::NotSent(RequestError::Unreachable { status: None, reason: reason.to_owned() })
    } else {
        SendFailure::Lost { reason: reason.to_owned() }
    }
}

fn no_grant(error: SessionError) -> SendFailure {
    SendFailure::NotSent(match error {
        SessionError::SignedOut(_) => RequestError::SignInNeeded,
        SessionError::ForeignBaseUrl(_) => RequestError::ForeignBaseUrl,
        SessionError::Renewal(_)
        | SessionError::TokenStore(_)
        | SessionError::Busy
        | SessionError::Folder(_)
        | SessionError::Interrupted => RequestError::Unreachable { status: None, reason: error.to_string() },
    })
}

/// What cannot be asked for is refused here, in the words that a service would use.
fn not_prepared(error: PrepareError) -> RequestError {
    let (status, reason) = match error {
        PrepareError::NeedsParent | PrepareError::NoLink => (405, RefusalReason::NotOffered),
        PrepareError::BadId => (404, RefusalReason::Gone),
        PrepareError::BadRecord => (400, RefusalReason::Invalid),
    };
    RequestError::Refused(Refusal { status, reason, code: None, words: Some(error.to_string()), request_id: None })
}

async fn or_cancelled<T>(cancel: &CancellationToken, work: impl Future<Output = Result<T, RequestError>>) -> Result<T, RequestError> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(RequestError::Cancelled),
        done = work => done,
    }
}
