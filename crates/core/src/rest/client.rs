//! The only sender of service requests: limiter, bearer header, deadlines, one renewal after a 401, few repeats.

use super::dialect::{self, Dialect};
use super::limiter::{Limiter, Pace, Urgency};
use super::request::{Operation, PrepareError, PreparedRequest};
use super::response::{self, Answer, Write};
use super::{Entities, Fetched, Page, PageRequest, Refusal, RefusalReason, RequestError, Update, WriteOutcome, created, credential, retry};
use crate::Record;
use crate::oauth::{BodyError, read_bounded};
use crate::session::{AccessGrant, Session, SessionError};
use coredesk_catalogue::{EntityType, Service};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue, IF_MATCH};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Decoded bytes of one answer.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// Answers from here on are read off the async threads.
const LARGE: usize = 256 * 1024;

/// Of a list: it took too long, mostly because too much was asked for (`bidcore-api.md`, section 6).
const TOO_LONG: u16 = 504;

/// Of a change: the record is another one by now (RFC 9110 §15.5.13).
const OUTDATED: u16 = 412;

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
    in_background: Arc<AtomicBool>,
}

struct Inner {
    dialect: Arc<dyn Dialect>,
    /// What changed since a time can be listed.
    lists_changes: bool,
    session: Arc<Session>,
    http: reqwest::Client,
    limiter: Limiter,
    deadlines: Deadlines,
    seen: Arc<Mutex<Option<Seen>>>,
    /// Moves with each answer, whatever it says.
    answers: watch::Sender<()>,
}

/// The last answer that accepted the token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// When it came, by this computer's clock.
    pub at: Timestamp,
    /// How far this computer's clock is ahead of the service's, in seconds; `None` where it shows no date (RFC 9110 §6.6.1).
    pub clock_ahead: Option<f64>,
}

/// An answer with a good status, and what was understood of it.
#[derive(Debug)]
pub struct Looked {
    /// The records in it, or why none were found.
    pub page: Result<Page, RequestError>,
    /// 200 or 204.
    pub status: u16,
    /// As it came, decoded. Untrusted.
    pub body: Vec<u8>,
}

impl Looked {
    /// It is JSON, whatever its shape, or says that there is nothing.
    pub fn is_data(&self) -> bool {
        self.page.is_ok() || self.status == 204 || serde_json::from_slice::<serde::de::IgnoredAny>(&self.body).is_ok()
    }
}

/// A request under way to its answer.
#[derive(Clone, Copy)]
struct Errand<'e> {
    request: &'e PreparedRequest,
    /// A list of which less can be asked for.
    can_be_smaller: bool,
    urgency: Urgency,
    cancel: &'e CancellationToken,
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
        let (dialect, limiter) = (dialect::of(&service.dialect), Limiter::new(service.limits));
        let lists_changes = service.dialect.lists_changes();
        Self {
            inner: Arc::new(Inner {
                dialect,
                lists_changes,
                session,
                http,
                limiter,
                deadlines,
                seen: Arc::default(),
                answers: watch::Sender::new(()),
            }),
            in_background: Arc::default(),
        }
    }

    /// The same client for what nobody waits for: its requests let all others go first.
    #[must_use]
    pub fn in_background(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), in_background: Arc::new(AtomicBool::new(true)) }
    }

    /// The same connection asked in the habits of `service`: at the same pace, with the same pauses.
    #[must_use]
    pub fn in_habits_of(&self, service: &Service) -> Self {
        let inner = Inner {
            dialect: dialect::of(&service.dialect),
            lists_changes: service.dialect.lists_changes(),
            session: Arc::clone(&self.inner.session),
            http: self.inner.http.clone(),
            limiter: self.inner.limiter.clone(),
            deadlines: self.inner.deadlines,
            seen: Arc::clone(&self.inner.seen),
            answers: self.inner.answers.clone(),
        };
        Self { inner: Arc::new(inner), in_background: Arc::default() }
    }

    /// The link to what a record stands for, such as a stored file, as the service wrote it; `None` if it has none.
    ///
    /// # Errors
    /// Why no link came.
    pub async fn link(&self, entity_type: &EntityType, id: &str, cancel: &CancellationToken) -> Result<Option<String>, RequestError> {
        let answer = self.read(entity_type, Operation::Link { id }, Urgency::Person, cancel).await?;
        response::link(self.inner.dialect.as_ref(), entity_type, &answer)
    }

    /// A page of a list beside the answer that it was read from, for whoever looks at what a service sends.
    ///
    /// # Errors
    /// Why no answer of the service came that is a yes.
    pub async fn look(&self, entity_type: &EntityType, page: &PageRequest, cancel: &CancellationToken) -> Result<Looked, RequestError> {
        let answer = self.read(entity_type, Operation::List(page), Urgency::Person, cancel).await?;
        match response::page(self.inner.dialect.as_ref(), entity_type, page, &answer) {
            Err(error) if !matches!(answer.status, 200 | 204) => Err(error),
            page => Ok(Looked { page, status: answer.status, body: answer.body }),
        }
    }

    /// Somebody waits now.
    pub fn hurry(&self) {
        self.in_background.store(false, Ordering::Relaxed);
    }

    /// The last answer that accepted the token; `None` before there was one in this run.
    pub fn seen(&self) -> Option<Seen> {
        *self.inner.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How fast this connection asks, now.
    pub fn pace(&self) -> Pace {
        self.inner.limiter.pace()
    }

    /// The same whenever a request comes or goes. Time alone is not told: requests of the last minute fade silently.
    pub fn watch_pace(&self) -> watch::Receiver<Pace> {
        self.inner.limiter.watch_pace()
    }

    /// Moves whenever the service answers, whatever it says: it can be reached.
    pub fn watch_answers(&self) -> watch::Receiver<()> {
        self.inner.answers.subscribe()
    }

    /// Who waits for what is read.
    fn urgency(&self) -> Urgency {
        if self.in_background.load(Ordering::Relaxed) { Urgency::Background } else { Urgency::Person }
    }

    async fn read(
        &self,
        entity_type: &EntityType,
        operation: Operation<'_>,
        urgency: Urgency,
        cancel: &CancellationToken,
    ) -> Result<Answer, RequestError> {
        let request = self.inner.dialect.prepare(entity_type, operation).map_err(not_prepared)?;
        let can_be_smaller = matches!(operation, Operation::List(page) if self.inner.dialect.smaller_page(page.size).is_some());
        let errand = Errand { request: &request, can_be_smaller, urgency, cancel };
        self.inner.send(errand).await.map_err(|failure| match failure {
            SendFailure::NotSent(error) => error,
            SendFailure::Lost { reason } => RequestError::Unreachable { status: None, reason },
            SendFailure::Unreadable { reason } => RequestError::Unreadable { reason },
        })
    }

    /// How a write ended, and the answer that says so.
    async fn write(
        &self,
        entity_type: &EntityType,
        operation: Operation<'_>,
        write: Write,
        cancel: &CancellationToken,
    ) -> (WriteOutcome, Option<Answer>) {
        let request = match self.inner.dialect.prepare(entity_type, operation) {
            Ok(request) => request,
            // What is so already needs no sending.
            Err(PrepareError::NothingChanged) => return (WriteOutcome::Done { status: 204, record: None, request_id: None }, None),
            Err(error) => return (WriteOutcome::NotSent(not_prepared(error)), None),
        };
        match self.inner.send(Errand { request: &request, can_be_smaller: false, urgency: Urgency::Person, cancel }).await {
            Ok(answer) => (response::write(self.inner.dialect.as_ref(), entity_type, write, &answer), Some(answer)),
            Err(SendFailure::NotSent(error)) => (WriteOutcome::NotSent(error), None),
            Err(SendFailure::Lost { reason } | SendFailure::Unreadable { reason }) => {
                (WriteOutcome::Unknown { status: None, reason }, None)
            }
        }
    }
}

impl Entities for Client {
    async fn list(&self, entity_type: &EntityType, page: &PageRequest, cancel: &CancellationToken) -> Result<Page, RequestError> {
        let mut answer = self.read(entity_type, Operation::List(page), self.urgency(), cancel).await?;
        if !page.fields.is_empty() && matches!(answer.status, 207 | 400) {
            // The wish for some fields was not understood, or not wholly fulfilled (`core-api.md`, section 18, row 9).
            let whole = PageRequest { fields: Vec::new(), ..page.clone() };
            answer = self.read(entity_type, Operation::List(&whole), self.urgency(), cancel).await?;
        }
        if answer.body.len() < LARGE {
            return response::page(self.inner.dialect.as_ref(), entity_type, page, &answer);
        }
        let (dialect, entity_type, page) = (Arc::clone(&self.inner.dialect), entity_type.clone(), page.clone());
        let read = tokio::task::spawn_blocking(move || response::page(dialect.as_ref(), &entity_type, &page, &answer));
        let failed = || RequestError::Unreadable { reason: "reading it failed".to_owned() };
        cancel.run_until_cancelled(read).await.ok_or(RequestError::Cancelled)?.map_err(|_| failed())?
    }

    async fn count(&self, entity_type: &EntityType, cancel: &CancellationToken) -> Result<Option<u64>, RequestError> {
        let answer = self.read(entity_type, Operation::Count, self.urgency(), cancel).await?;
        response::count(self.inner.dialect.as_ref(), entity_type, &answer)
    }

    fn most_rows(&self, wanted: u32) -> u32 {
        self.inner.dialect.most_rows(wanted)
    }

    fn smaller_page(&self, rows: u32) -> Option<u32> {
        self.inner.dialect.smaller_page(rows)
    }

    async fn get(&self, entity_type: &EntityType, id: &str, cancel: &CancellationToken) -> Result<Option<Fetched>, RequestError> {
        let answer = self.read(entity_type, Operation::Get { id }, self.urgency(), cancel).await?;
        response::record(self.inner.dialect.as_ref(), entity_type, &answer)
    }

    async fn create(&self, entity_type: &EntityType, record: &Record, cancel: &CancellationToken) -> WriteOutcome {
        match self.write(entity_type, Operation::Create { record }, Write::Create, cancel).await {
            (WriteOutcome::Done { status, record: None, request_id }, Some(answer)) => {
                let named = self.made(entity_type, record, answer.made(), cancel).await;
                let record = match named {
                    None if self.inner.lists_changes => created::find(self, entity_type, record, answer.at(), cancel).await,
                    None => created::find_named(self, entity_type, record, cancel).await,
                    Some(named) => Some(named),
                };
                WriteOutcome::Done { status, record, request_id }
            }
            (WriteOutcome::Done { status, record: Some(made), request_id }, _) if made.len() == 1 => {
                // Its id alone.
                let whole = self.made(entity_type, record, id_in(entity_type, &made), cancel).await;
                WriteOutcome::Done { status, record: Some(whole.unwrap_or(made)), request_id }
            }
            (outcome, _) => outcome,
        }
    }

    async fn update(&self, entity_type: &EntityType, id: &str, update: Update<'_>, cancel: &CancellationToken) -> WriteOutcome {
        let (mut outcome, mut answer) = self.write(entity_type, Operation::Update { id, update }, Write::Update, cancel).await;
        if let WriteOutcome::Refused(refusal) = &outcome
            && self.inner.dialect.takes_it_otherwise(entity_type, update, refusal)
            && let Ok(Some(mut fresh)) = self.get(entity_type, id, cancel).await
        {
            if update.is_outdated(&fresh) {
                return WriteOutcome::Conflict(Refusal::of(OUTDATED, RefusalReason::Outdated));
            }
            for name in update.changed {
                if let Some(value) = update.record.get(name) {
                    fresh.record.insert(name.clone(), value.clone());
                }
            }
            let update = Update { record: &fresh.record, etag: fresh.etag.as_deref(), ..update };
            (outcome, answer) = self.write(entity_type, Operation::UpdateOtherwise { id, update }, Write::Update, cancel).await;
        }
        let may_be_gone = answer.is_some_and(|answer| self.inner.dialect.may_mean_gone(&answer.headers, &answer.body));
        match outcome {
            WriteOutcome::Unknown { status: Some(status), .. } | WriteOutcome::Refused(Refusal { status, .. })
                if may_be_gone && matches!(self.get(entity_type, id, cancel).await, Ok(None)) =>
            {
                WriteOutcome::Refused(Refusal::of(status, RefusalReason::Gone))
            }
            WriteOutcome::Done { status, record: Some(part), request_id } if !self.inner.dialect.is_whole(update.record, &part) => {
                WriteOutcome::Done { status, record: None, request_id }
            }
            outcome => outcome,
        }
    }

    async fn delete(&self, entity_type: &EntityType, id: &str, etag: Option<&str>, cancel: &CancellationToken) -> WriteOutcome {
        self.write(entity_type, Operation::Delete { id, etag }, Write::Delete, cancel).await.0
    }
}

impl Inner {
    /// Sends until there is an answer to go by. Writes are repeated only after an answer that says "not now" or "who
    /// are you", which means that nothing was done.
    async fn send(&self, errand: Errand<'_>) -> Result<Answer, SendFailure> {
        let Errand { request, cancel, .. } = errand;
        let mut grant = until_cancelled(cancel, self.grant(request)).await?.map_err(no_grant)?;
        let mut renewed = false;
        let mut repeats = 0;
        loop {
            let last = repeats >= retry::MOST_REPEATS;
            match self.try_once(errand, &grant, repeats).await {
                Ok(answer) if answer.is_unauthenticated(self.dialect.as_ref()) => {
                    if renewed {
                        self.session.refuse(&grant.token);
                        return Err(SendFailure::NotSent(RequestError::SignInNeeded));
                    }
                    renewed = true;
                    grant = until_cancelled(cancel, self.session.renew_after_401(&grant.token)).await?.map_err(no_grant)?;
                }
                Ok(answer) => {
                    self.note(&answer);
                    if errand.can_be_smaller && answer.status == TOO_LONG {
                        return Ok(answer);
                    }
                    let unsaid = self.dialect.unsaid_pause(repeats);
                    let asked = retry::slow_down(answer.status, &answer.headers, SystemTime::now(), unsaid);
                    let not_done = answer.status == 429;
                    let may_pass = retry::is_worth_repeating(answer.status) && !self.dialect.says_no(&answer.headers, &answer.body);
                    let worth_it = not_done || (request.is_safe() && may_pass);
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
                        until_cancelled(cancel, self.wait(repeats)).await?;
                    }
                    repeats += 1;
                }
                Err(SendFailure::Lost { .. } | SendFailure::NotSent(RequestError::Unreachable { .. })) if request.is_safe() && !last => {
                    until_cancelled(cancel, self.wait(repeats)).await?;
                    repeats += 1;
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    fn note(&self, answer: &Answer) {
        if answer.status < 500 {
            let at = Timestamp::now();
            // Dates are cut to the second: half of one is lost on average.
            let ahead = |shown: Timestamp| at.duration_since(shown).as_secs_f64() - 0.5;
            let seen = Seen { at, clock_ahead: answer.date().map(ahead) };
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        }
    }

    async fn grant(&self, request: &PreparedRequest) -> Result<AccessGrant, SessionError> {
        if request.is_safe() { self.session.access_token().await } else { self.session.access_token_for_write().await }
    }

    async fn wait(&self, repeats: u32) {
        tokio::time::sleep(retry::wait(self.deadlines.first_wait, repeats, rand::random())).await;
    }

    /// One try in its turn. What the answer says of the pace is heeded before the next one goes out.
    async fn try_once(&self, errand: Errand<'_>, grant: &AccessGrant, repeats: u32) -> Result<Answer, SendFailure> {
        let Errand { request, urgency, cancel, .. } = errand;
        let permit = until_cancelled(cancel, self.limiter.admit(urgency)).await?;
        let exchange = self.exchange(request, grant);
        let answer = if request.is_safe() { until_cancelled(cancel, exchange).await?? } else { exchange.await? };
        self.answers.send_replace(());
        if answer.status == 429 {
            self.limiter.learn(permit.sent_at());
        }
        let unsaid = self.dialect.unsaid_pause(repeats);
        if let Some(asked) = retry::slow_down(answer.status, &answer.headers, SystemTime::now(), unsaid) {
            self.limiter.pause(asked);
        }
        Ok(answer)
    }

    async fn exchange(&self, request: &PreparedRequest, grant: &AccessGrant) -> Result<Answer, SendFailure> {
        let (name, value) = grant.header().ok_or(SendFailure::NotSent(RequestError::SignInNeeded))?;
        let url = request
            .url(&grant.base_url)
            .ok_or_else(|| SendFailure::Unreadable { reason: "the next page is said to be outside of the service's address".to_owned() })?;
        let mut sending = self.http.request(request.method.clone(), url).timeout(self.deadlines.whole).header(ACCEPT, "application/json");
        for (name, value) in self.dialect.headers(Timestamp::now(), &TimeZone::system()) {
            sending = sending.header(name, value);
        }
        if let Some(etag) = request.etag.as_deref().and_then(|etag| HeaderValue::from_str(etag).ok()) {
            sending = sending.header(IF_MATCH, etag);
        }
        if let Some(body) = &request.body {
            sending = sending.header(CONTENT_TYPE, body.media_type).body(body.bytes.clone());
        }
        let mut sending = sending.build().map_err(send_failure)?;
        // Last, so that no other header of this name is left.
        sending.headers_mut().insert(name, value);
        let received = self.http.execute(sending).await.map_err(send_failure)?;
        let (status, headers) = (received.status().as_u16(), received.headers().clone());
        tracing::debug!(method = %request.method, path = request.path(), status, "answered");
        let body = read_bounded(received, BODY_LIMIT).await.map_err(|error| match error {
            BodyError::TooLarge { .. } => SendFailure::Unreadable { reason: error.to_string() },
            BodyError::Broken(_) => SendFailure::Lost { reason: error.to_string() },
        })?;
        Ok(credential::without_token(Answer { status, headers, body }, grant))
    }
}

impl Client {
    /// The record that was made under this id, where the service has it.
    async fn made(&self, entity_type: &EntityType, sent: &Record, id: Option<String>, cancel: &CancellationToken) -> Option<Record> {
        let id = match entity_type.parent_field().filter(|_| entity_type.is_nested()) {
            Some(parent) => EntityType::id_below(&text_of(sent.get(parent)?)?, &id?),
            None => id?,
        };
        let made = self.get(entity_type, &id, cancel).await.ok().flatten()?;
        Some(made.record)
    }
}

fn id_in(entity_type: &EntityType, record: &Record) -> Option<String> {
    text_of(record.get(&entity_type.id_field)?)
}

fn text_of(id: &Value) -> Option<String> {
    match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
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
        PrepareError::NoWayToAsk | PrepareError::NothingChanged => (400, RefusalReason::Invalid),
        PrepareError::BadId => (404, RefusalReason::Gone),
        PrepareError::BadRecord => (400, RefusalReason::Invalid),
    };
    Refusal { words: Some(error.to_string()), ..Refusal::of(status, reason) }.into()
}

/// Stops waiting at once when somebody says so. Only for what may be given up: no write that may have left.
async fn until_cancelled<T>(cancel: &CancellationToken, wait: impl Future<Output = T>) -> Result<T, SendFailure> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(SendFailure::NotSent(RequestError::Cancelled)),
        done = wait => Ok(done),
    }
}
