//! The BidCore Workflow API below `/bidcore` (`bidcore-api.md`, section 11 above all): the account of an agency, driven by the
//! OpenAPI document alone, with the rules that the document can only name in words.

mod check;
mod computed;
mod delete;
mod demo;
mod description;
mod document;
mod faults;
mod list;
mod money;
mod refusal;
mod rules;
mod store;
mod target;
mod token_call;
mod tokens;
mod write;

pub use demo::{BIDCORE_AGENCY, BIDCORE_ENTITY_TYPES, BIDCORE_ROWS};
pub(crate) use description::DescriptionError;
pub use tokens::{BIDCORE_READER, BIDCORE_USER};

use crate::options::{Account, BidCoreAddresses};
use crate::shared::Shared;
use crate::store::StoreError;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use description::{Description, Entity, Operation};
use jiff::Timestamp;
use refusal::Refusal;
use std::path::Path;
use std::sync::Arc;
use store::Store;
use target::Target;
use tokens::{Caller, PERMANENT_TOKENS, USERS};

/// What the base URL ends with.
const PATH: &str = "/bidcore";
/// Where the token call is, below the base URL.
const TOKEN_PATH: &str = "/oauth2/token/";
/// The file that holds the account and its tokens.
pub(crate) const FILE: &str = "bidcore.sqlite";
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// The account with its description.
pub(crate) struct BidCore {
    description: Description,
    store: Store,
}

/// A permanent token and whether it was revoked.
pub(crate) struct TokenState {
    pub(crate) value: &'static str,
    pub(crate) user: &'static str,
    pub(crate) is_revoked: bool,
}

impl BidCore {
    /// Opens the account in `folder`; makes it if it is not there.
    pub(crate) fn open(folder: &Path) -> Result<Self, crate::SandboxError> {
        let description = Description::read()?;
        let store = Store::open(&folder.join(FILE), &description, demo::seed)?;
        Ok(Self { description, store })
    }

    /// Brings the objects back to their first state. Tokens stay as they are.
    pub(crate) fn reset(&self) -> Result<(), StoreError> {
        self.store.reset(&self.description, demo::seed)
    }

    /// Ends every temporary token.
    pub(crate) fn end_sign_ins(&self) -> Result<(), StoreError> {
        self.store.with(|db| tokens::end_all(db))
    }

    pub(crate) fn permanent_tokens(&self) -> Result<Vec<TokenState>, StoreError> {
        let state = |db: &store::Db, token: &tokens::PermanentToken| {
            Ok(TokenState { value: token.value, user: token.user, is_revoked: tokens::is_revoked(db, token.value)? })
        };
        self.store.with(|db| PERMANENT_TOKENS.iter().map(|token| state(db, token)).collect())
    }

    /// Revokes a permanent token, or takes that back. A token that is none does nothing.
    pub(crate) fn set_revoked(&self, token: &str, revoked: bool) -> Result<(), StoreError> {
        if PERMANENT_TOKENS.iter().any(|permanent| permanent.value == token) {
            self.store.with(|db| tokens::set_revoked(db, token, revoked))?;
        }
        Ok(())
    }
}

/// Where the account answers on a port.
pub(crate) fn addresses(origin: &str) -> BidCoreAddresses {
    BidCoreAddresses {
        base_url: format!("{origin}{PATH}"),
        token_url: format!("{origin}{PATH}{TOKEN_PATH}"),
        openapi_url: format!("{origin}{PATH}{}", document::PATH),
        token: PERMANENT_TOKENS[0].value.to_owned(),
        reader_token: PERMANENT_TOKENS[2].value.to_owned(),
    }
}

/// Who can log in; the person who may change everything first.
pub(crate) fn accounts() -> impl Iterator<Item = Account> {
    USERS.iter().map(|user| Account {
        service: "bidcore".to_owned(),
        user: user.name.to_owned(),
        password: user.password.to_owned(),
        company: BIDCORE_AGENCY.to_owned(),
        profile: if user.may_write { "may change everything" } else { "may only read" }.to_owned(),
    })
}

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/bidcore", any(handle)).route("/bidcore/", any(handle)).route("/bidcore/{*path}", any(handle))
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let is_token_call = below_base(&parts) == TOKEN_PATH;
    shared.faults.wait(if is_token_call { "token-latency-ms" } else { "latency-ms" }).await;
    let method = parts.method.clone();
    let worker = Arc::clone(&shared);
    let work = tokio::task::spawn_blocking(move || Call { shared: &worker, parts: &parts, body: &body, now: Timestamp::now() }.answer());
    let response = work.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    if is_token_call { faults::after_token(&shared.faults, response) } else { faults::after(&shared.faults, &method, response).await }
}

/// A request with what its answer depends on.
struct Call<'a> {
    shared: &'a Shared,
    parts: &'a Parts,
    body: &'a [u8],
    now: Timestamp,
}

impl Call<'_> {
    fn answer(&self) -> Response {
        self.outcome().unwrap_or_else(IntoResponse::into_response)
    }

    /// The checks in their order (`bidcore-api.md` section 11): path, token, rights, pace, method, and then the object.
    fn outcome(&self) -> Result<Response, Refusal> {
        let (bidcore, faults) = (&self.shared.bidcore, &self.shared.faults);
        let path = below_base(self.parts);
        let method = if self.parts.method == Method::HEAD { &Method::GET } else { &self.parts.method };
        let target = Target::find(&bidcore.description, path, faults.is_on("document-news"));
        let (entity, id) = match target {
            Target::Unknown => return Err(Refusal::UnknownPath),
            Target::NoSlash => return if *method == Method::GET { Ok(self.with_slash()) } else { Err(Refusal::UnknownPath) },
            Target::Token if *method == Method::POST => {
                let headers = &self.parts.headers;
                return Ok(token_call::answer(bidcore, faults, headers, self.body, self.now.as_second()));
            }
            Target::Token => return Err(self.not_offered("POST".to_owned())),
            Target::Document => {
                if faults.is_on("document-token") {
                    self.caller()?;
                }
                return if *method == Method::GET { self.document() } else { Err(self.not_offered("GET, HEAD".to_owned())) };
            }
            Target::Collection(entity) => (entity, None),
            Target::Item(entity, id) => (entity, Some(id)),
        };
        if !accepts(&self.parts.headers, &["application/json"]) || faults.take("accept-406") {
            return Err(not_acceptable());
        }
        let caller = self.caller()?;
        if *method != Method::GET && (!caller.may_write || faults.take("msg-permissions")) {
            return Err(Refusal::forbidden());
        }
        let limit = faults.amount("rate-limit");
        if let Some(seconds) = limit.and_then(|limit| self.shared.limiter.refuses(caller.name, limit)) {
            return Ok(faults::too_many_requests(&seconds.to_string()));
        }
        if let Some(response) = faults::before(faults) {
            return Ok(response);
        }
        let operation = match (method, id) {
            (&Method::GET, None) => Operation::List,
            (&Method::POST, None) => Operation::Create,
            (&Method::GET, Some(_)) => Operation::Retrieve,
            (&Method::PUT, Some(_)) => Operation::Update,
            (&Method::DELETE, Some(_)) => Operation::Delete,
            _ => return Err(self.not_offered(offered(entity, id.is_some()))),
        };
        if !entity.allows(operation) {
            return Err(self.not_offered(offered(entity, id.is_some())));
        }
        self.act(entity, operation, id.unwrap_or_default())
    }

    fn act(&self, entity: &Entity, operation: Operation, id: &str) -> Result<Response, Refusal> {
        let id = id.parse::<i64>().ok().filter(|id| *id > 0);
        match operation {
            Operation::List => list::answer(self, entity),
            Operation::Retrieve => {
                let id = id.ok_or_else(Refusal::not_found)?;
                let record = self.shared.bidcore.store.with(|db| db.get(&entity.key, id))?.ok_or_else(Refusal::not_found)?;
                Ok(axum::Json(self.view(entity).object(id, record)).into_response())
            }
            Operation::Create => write::create(self, entity),
            Operation::Update => write::update(self, entity, id.ok_or_else(Refusal::not_found)?),
            Operation::Delete => delete::delete(self, entity, id.ok_or_else(Refusal::not_found)?),
        }
    }

    /// How objects look in this answer.
    fn view<'a>(&self, entity: &'a Entity) -> computed::View<'a> {
        let faults = &self.shared.faults;
        computed::View {
            entity,
            now: self.now,
            money_is_number: faults.is_on("money-numbers"),
            nested_references: faults.is_on("nested-references"),
            with_news: faults.is_on("document-news"),
            with_unknown: faults.is_on("new-fields"),
        }
    }

    /// Whom the bearer token stands for (RFC 6750 §2.1).
    fn caller(&self) -> Result<Caller, Refusal> {
        if self.shared.faults.take("status-401") {
            return Err(Refusal::Unauthorized("Invalid token."));
        }
        let missing = Refusal::Unauthorized("Authentication credentials were not provided.");
        let Some(value) = self.parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) else { return Err(missing) };
        let Some((scheme, token)) = value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) else {
            return Err(missing);
        };
        tracing::debug!(scheme, "a token came");
        let found = self.shared.bidcore.store.with(|db| tokens::caller(db, token.trim(), self.now.as_second()))?;
        found.map_err(Refusal::Unauthorized)
    }

    fn document(&self) -> Result<Response, Refusal> {
        if !accepts(&self.parts.headers, document::MEDIA_TYPES) {
            return Err(not_acceptable());
        }
        Ok(document::answer(&self.shared.bidcore.description, &self.shared.faults, &self.shared.addresses.bidcore))
    }

    fn not_offered(&self, offered: String) -> Refusal {
        Refusal::Method { tried: self.parts.method.to_string(), offered }
    }

    /// Sends a reader on to the same path with a slash.
    fn with_slash(&self) -> Response {
        let query = self.parts.uri.query().map_or_else(String::new, |query| format!("?{query}"));
        let location = format!("{}/{query}", self.parts.uri.path());
        (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response()
    }
}

/// The path after the base URL.
fn below_base(parts: &Parts) -> &str {
    parts.uri.path().strip_prefix(PATH).unwrap_or_default()
}

/// The methods that a path offers, as `Allow` names them.
fn offered(entity: &Entity, is_item: bool) -> String {
    let offers: &[(Operation, &str)] = if is_item {
        &[(Operation::Retrieve, "GET, HEAD"), (Operation::Update, "PUT"), (Operation::Delete, "DELETE")]
    } else {
        &[(Operation::List, "GET, HEAD"), (Operation::Create, "POST")]
    };
    let offered: Vec<&str> = offers.iter().filter(|(operation, _)| entity.allows(*operation)).map(|(_, methods)| *methods).collect();
    offered.join(", ")
}

fn not_acceptable() -> Refusal {
    Refusal::Detail(StatusCode::NOT_ACCEPTABLE, "Could not satisfy the request Accept header.".to_owned())
}

/// Whether one of `media_types` can be answered with (RFC 9110 §12.5.1).
fn accepts(headers: &HeaderMap, media_types: &[&str]) -> bool {
    let mut ranges =
        headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).peekable();
    ranges.peek().is_none() || ranges.any(|range| accepts_one(range, media_types))
}

fn accepts_one(range: &str, media_types: &[&str]) -> bool {
    let mut pieces = range.split(';').map(str::trim);
    let range = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let is_refused = pieces.any(|piece| piece.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()) == Some(0.0));
    let suits = |media_type: &&str| match range.strip_suffix('*') {
        Some(beginning) => range == "*/*" || media_type.starts_with(beginning),
        None => *media_type == range,
    };
    !is_refused && media_types.iter().any(suits)
}
