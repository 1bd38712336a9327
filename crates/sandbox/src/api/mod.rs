//! The REST API below `/api` (`core-api.md` sections 8 to 17): every resource of the catalogue, from its description alone.

mod batch;
mod caller;
mod change;
mod checks;
mod custom_fields;
mod documents;
mod errors;
mod faults;
mod labels;
mod limiter;
mod list;
mod order;
mod outgoing;
mod path;
mod rules;
mod where_expression;
mod workflow;
mod write;

pub(crate) use custom_fields::{module_of, value_alone, value_in_record};
pub(crate) use faults::after as after_faults;
pub(crate) use labels::label_field;
pub(crate) use limiter::Limiter;
pub(crate) use workflow::entry as workflow_entry;

use crate::bearer::{BearerError, bearer};
use crate::identity::AccessClaims;
use crate::options::DEMO_CLIENT_ID;
use crate::shared::{SecurityProfile, Shared};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use caller::Caller;
use errors::ApiError;
use jiff::civil::Date;
use path::Target;
use serde_json::json;
use std::sync::Arc;

const LARGEST_BODY: usize = 8 * 1024 * 1024;
const API_VERSION: &str = "2026.03.1.0";
/// What the service takes from one client (`core-api.md` section 15).
const REQUESTS_A_MINUTE: u64 = 100;
/// Resources of which some fields alone can be changed (`core-api.md` section 12).
const PATCHED: [&str; 1] = ["project"];

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/api/{*path}", any(handle)).route("/sandbox/files/{id}", get(documents::file))
}

/// A good answer: a status and, mostly, a text with its type.
pub(crate) struct Answer {
    status: StatusCode,
    body: Option<(&'static str, String)>,
}

const JSON: &str = "application/json; charset=utf-8";

impl Answer {
    fn json(status: StatusCode, json: String) -> Self {
        Self { status, body: Some((JSON, json)) }
    }

    fn plain(text: String) -> Self {
        Self { status: StatusCode::OK, body: Some(("text/plain; charset=utf-8", text)) }
    }

    fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self.body {
            Some((content_type, text)) => (self.status, [(header::CONTENT_TYPE, content_type)], text).into_response(),
            None => self.status.into_response(),
        }
    }
}

/// A request that was let in.
struct Call {
    method: Method,
    path: String,
    query: String,
    body: Vec<u8>,
    claims: AccessClaims,
    today: Date,
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    tracing::debug!(method = %request.method(), target = %request.uri(), "asked");
    let response = answer(&shared, request).await;
    faults::in_form(&shared.faults, response).await
}

async fn answer(shared: &Arc<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    shared.faults.wait("latency-ms").await;
    let writes = parts.method != Method::GET;
    let claims = match admit(shared, &parts, writes) {
        Ok(claims) => claims,
        Err(refusal) => return *refusal,
    };
    let call = Call {
        path: parts.uri.path().trim_start_matches("/api").to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: parts.method,
        body: body.to_vec(),
        today: caller::today(&parts.headers, &shared.faults),
        claims,
    };
    let worker = Arc::clone(shared);
    let (method, outcome) = match tokio::task::spawn_blocking(move || (call.method.clone(), dispatch(&worker, &call))).await {
        Ok(done) => done,
        Err(error) => {
            tracing::error!(?error, "a request was not finished");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    match outcome {
        Ok(answer) => faults::after(&shared.faults, &method, answer.into_response()).await,
        Err(error) => error.into_response(),
    }
}

/// Lets a request in, or answers it at once: faults that meet any request, token, scope, rate.
fn admit(shared: &Shared, parts: &Parts, writes: bool) -> Result<AccessClaims, Box<Response>> {
    if let Some(answer) = faults::before(&shared.faults) {
        return Err(Box::new(answer));
    }
    let claims = bearer(shared, &parts.headers).map_err(|error| Box::new(error.into_response()))?;
    let own_limit = (claims.client_id != DEMO_CLIENT_ID).then_some(REQUESTS_A_MINUTE);
    let limit = shared.faults.amount("rate-limit").or(own_limit);
    if let Some(seconds) = limit.and_then(|limit| shared.limiter.refuses(&claims.client_id, limit)) {
        return Err(Box::new(faults::too_many_requests(&seconds.to_string())));
    }
    let may_write = claims.has_scope("readwrite:core");
    if writes && !may_write {
        return Err(Box::new(BearerError::InsufficientScope("readwrite:core").into_response()));
    }
    if !may_write && !claims.has_scope("read:core") {
        return Err(Box::new(BearerError::InsufficientScope("read:core").into_response()));
    }
    if writes && shared.faults.take("msg-permissions") {
        return Err(Box::new(ApiError::msg_permissions(&shared.faults).into_response()));
    }
    let has_body = [Method::POST, Method::PUT, Method::PATCH].contains(&parts.method);
    if has_body && !is_json(&parts.headers) {
        return Err(Box::new(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response()));
    }
    Ok(claims)
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| value.starts_with("application/json"))
}

fn dispatch(shared: &Shared, call: &Call) -> Result<Answer, ApiError> {
    let company = shared.company(&call.claims.company_id).ok_or_else(|| ApiError::not_found("company"))?;
    let person = shared.person(&call.claims.sub).ok_or_else(ApiError::forbidden)?;
    let caller = Caller::new(person, company, call.today, &shared.faults).ok_or_else(ApiError::forbidden)?;
    let target = Target::find(&shared.tables, &call.path).ok_or_else(|| ApiError::not_found("path"))?;
    if call.method != Method::GET && caller.profile == SecurityProfile::ViewOnly {
        return Err(ApiError::msg_permissions(caller.faults));
    }
    let list = |table, parent| list::list(&caller, table, parent, &call.query);
    match (target, &call.method) {
        (Target::Collection(table), &Method::GET) if table.entity.operations.list => list(table, None),
        (Target::Nested { table, parent, parent_id }, &Method::GET) => list(table, Some((parent, parent_id))),
        (Target::EmptyList, &Method::GET) => Ok(list::past_the_end(&caller)),
        (Target::Collection(table), &Method::POST) if table.entity.operations.create => {
            company.with(|db| write::create(db, &caller, table, &call.body))
        }
        (Target::Batch(table), &Method::POST) => company.with(|db| batch::create(db, &caller, table, &call.body)),
        (Target::Record(table, id), &Method::GET) if table.entity.operations.get => company.with(|db| write::read(db, &caller, table, id)),
        (Target::Record(table, id), &Method::PUT) if table.entity.operations.update => {
            company.with(|db| change::update(db, &caller, table, id, &call.body))
        }
        (Target::Record(table, id), &Method::PATCH) if PATCHED.contains(&table.name()) => {
            company.with(|db| change::patch(db, &caller, table, id, &call.body))
        }
        (Target::Record(table, id), &Method::DELETE) if table.entity.operations.delete => {
            company.with(|db| write::delete(db, &caller, table, id))
        }
        (Target::DocumentLink(table, id), &Method::GET) => {
            let origin = format!("http://127.0.0.1:{}", shared.port);
            company.with(|db| documents::link(db, &caller, table, id, &origin))
        }
        (Target::Version, &Method::GET) => Ok(Answer::json(StatusCode::OK, json!({ "version": API_VERSION }).to_string())),
        (Target::Health, &Method::GET) => Ok(Answer::json(StatusCode::OK, json!({ "status": "Healthy" }).to_string())),
        _ => Err(ApiError::method_not_allowed()),
    }
}
