//! The authorization endpoint (RFC 6749 §4.1.1, `core-api.md` section 4).

use super::clients::may_redirect_to;
use super::codes::IssuedCode;
use super::form::Form;
use super::sign_in::SignIn;
use super::{SCOPES, pages, random_text};
use crate::shared::{Person, Shared};
use crate::store::Grant;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use url::form_urlencoded;

/// An authorization request whose client and redirect URI are good, so that answers may go there.
#[derive(Debug, Clone)]
pub(super) struct AuthorizationRequest {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) scopes: Vec<&'static str>,
    pub(super) code_challenge: Option<String>,
    pub(super) nonce: Option<String>,
}

/// An error that goes back to the client by the redirect URI (RFC 6749 §4.1.2.1).
struct Refusal {
    error: &'static str,
    description: &'static str,
}

/// `GET /idp/connect/authorize`
pub(super) async fn authorize(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let query = Form::read(query.unwrap_or_default().as_bytes());
    if let Some(name) = query.repeated() {
        return pages::error(&format!("The parameter “{name}” came more than once."));
    }
    let Some(client) = query.get("client_id").and_then(|id| shared.clients.find(id)) else {
        return pages::error("This app is not registered here. The client id is unknown.");
    };
    let Some(redirect_uri) = query.get("redirect_uri").filter(|uri| may_redirect_to(client, uri)) else {
        return pages::error("The redirect URI is not one that is registered for this app. It must agree letter by letter.");
    };
    let mut request = AuthorizationRequest {
        client_id: client.id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        state: query.get("state").map(str::to_owned),
        scopes: Vec::new(),
        code_challenge: query.get("code_challenge").map(str::to_owned),
        nonce: query.get("nonce").map(str::to_owned),
    };
    match check(&shared, &query) {
        Err(refusal) if shared.faults.is_on("authorize-error-page") => pages::error(refusal.description),
        Err(refusal) => redirect_with_error(&shared, &request, &[("error", refusal.error), ("error_description", refusal.description)]),
        Ok(scopes) => {
            request.scopes = scopes;
            begin(&shared, request)
        }
    }
}

fn begin(shared: &Shared, request: AuthorizationRequest) -> Response {
    if shared.auto_grant {
        return grant_at_once(shared, &request);
    }
    let id = shared.sign_ins.begin(SignIn::new(request));
    pages::see_other(&format!("/idp/Account/Login?signin={id}"))
}

/// Grants without asking: as the demo person for the demo company, all that is asked for, unless set otherwise.
fn grant_at_once(shared: &Shared, request: &AuthorizationRequest) -> Response {
    let (user, company) = (shared.faults.value("grant-person"), shared.faults.value("grant-company"));
    let person = shared.people.iter().find(|person| user.as_ref().is_none_or(|user| user == person.user)).unwrap_or(&shared.people[0]);
    let Some(company) = shared.companies_of(person).find(|known| company.as_ref().is_none_or(|name| *name == known.name)) else {
        return pages::error("This person does not work at this company.");
    };
    let most = shared.faults.value("grant-scopes");
    let allowed = |scope: &&str| most.as_ref().is_none_or(|most| most.split_ascii_whitespace().any(|one| one == *scope));
    let scopes: Vec<&'static str> = request.scopes.iter().copied().filter(allowed).collect();
    grant(shared, request, person, &company.id, &scopes)
}

/// The scopes asked for, if the request is one that can be granted.
fn check(shared: &Shared, query: &Form) -> Result<Vec<&'static str>, Refusal> {
    let refuse = |error, description| Err(Refusal { error, description });
    match query.get("response_type") {
        Some("code") => {}
        Some(_) => return refuse("unsupported_response_type", "Only the response type code is supported"),
        None => return refuse("invalid_request", "response_type is missing"),
    }
    let mut scopes = Vec::new();
    for asked in query.get("scope").unwrap_or_default().split_ascii_whitespace() {
        match SCOPES.iter().find(|scope| **scope == asked) {
            Some(scope) if scopes.contains(scope) => {}
            Some(scope) => scopes.push(*scope),
            None => return refuse("invalid_scope", "An invalid scope string was sent"),
        }
    }
    if scopes.is_empty() {
        return refuse("invalid_scope", "An invalid scope string was sent");
    }
    if scopes.contains(&"openid") && scopes.iter().any(|scope| scope.ends_with(":core")) && shared.faults.is_on("refuse-openid") {
        return refuse("invalid_scope", "openid does not go together with a CORE scope");
    }
    if scopes.contains(&"offline_access") && shared.faults.is_on("refuse-offline-access") {
        return refuse("unauthorized_client", "offline_access is not allowed for this client");
    }
    if let Some(challenge) = query.get("code_challenge") {
        if shared.faults.is_on("refuse-pkce") {
            return refuse("unauthorized_client", "code_challenge is not allowed for this client");
        }
        if query.get("code_challenge_method") != Some("S256") {
            return refuse("invalid_request", "code_challenge_method must be S256");
        }
        if challenge.len() != 43 {
            return refuse("invalid_request", "code_challenge is not of the form of S256");
        }
    }
    Ok(scopes)
}

/// Records the grant and sends the browser back with a code.
pub(super) fn grant(
    shared: &Shared,
    request: &AuthorizationRequest,
    person: &Person,
    company_id: &str,
    scopes: &[&'static str],
) -> Response {
    let grant = Grant {
        sid: random_text(),
        client_id: request.client_id.clone(),
        subject: person.subject.to_owned(),
        company_id: company_id.to_owned(),
        scope: scopes.join(" "),
        auth_time: now(),
    };
    if let Err(error) = shared.grants.add_grant(&grant) {
        tracing::error!(?error, "the grant could not be kept");
        return redirect_with_error(shared, request, &[("error", "server_error")]);
    }
    let (scope, sid) = (grant.scope.clone(), grant.sid.clone());
    let code = shared.codes.issue(IssuedCode {
        grant,
        redirect_uri: request.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
    });
    redirect(shared, request, &[("code", &code), ("scope", &scope), ("session_state", &sid)])
}

/// The person said no: the parameters of the getting-started guide and those of RFC 6749 §4.1.2.1.
pub(super) fn deny(shared: &Shared, request: &AuthorizationRequest) -> Response {
    let reason = "The user did not authorize the request";
    redirect_with_error(shared, request, &[("error", "access_denied"), ("error_reason", reason), ("error_description", reason)])
}

fn redirect_with_error(shared: &Shared, request: &AuthorizationRequest, parameters: &[(&str, &str)]) -> Response {
    tracing::info!(?parameters, "authorize answers with an error");
    redirect(shared, request, parameters)
}

fn redirect(shared: &Shared, request: &AuthorizationRequest, parameters: &[(&str, &str)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let state = if shared.faults.is_on("wrong-state") { Some(random_text()) } else { request.state.clone() };
    query.extend_pairs(state.map(|state| ("state", state)));
    let separator = if request.redirect_uri.contains('?') { '&' } else { '?' };
    let location = format!("{}{separator}{}", request.redirect_uri, query.finish());
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Seconds since 1970, UTC.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
