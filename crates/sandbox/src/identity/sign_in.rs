//! The steps in the browser: log-in, company, consent. The state of a sign-in stays on the server under a random id.

use super::authorize::{AuthorizationRequest, deny, grant};
use super::form::Form;
use super::{pages, random_text};
use crate::shared::{Person, Shared};
use crate::store::CompanyStore;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const SIGN_IN_LIFETIME: Duration = Duration::from_secs(600);
const SIGN_INS_AT_ONCE: usize = 1_000;

/// A sign-in under way.
#[derive(Debug, Clone)]
pub(super) struct SignIn {
    pub(super) request: AuthorizationRequest,
    /// The subject of who has logged in.
    person: Option<&'static str>,
    company_id: Option<String>,
    begun: Instant,
}

impl SignIn {
    pub(super) fn new(request: AuthorizationRequest) -> Self {
        Self { request, person: None, company_id: None, begun: Instant::now() }
    }
}

/// The sign-ins under way, by their ids.
#[derive(Debug, Default)]
pub(crate) struct PendingSignIns(Mutex<HashMap<String, SignIn>>);

impl PendingSignIns {
    pub(super) fn begin(&self, sign_in: SignIn) -> String {
        let id = random_text();
        self.with(|pending| {
            pending.retain(|_, sign_in| sign_in.begun.elapsed() < SIGN_IN_LIFETIME);
            if pending.len() >= SIGN_INS_AT_ONCE {
                pending.clear();
            }
            pending.insert(id.clone(), sign_in);
        });
        id
    }

    fn find(&self, id: Option<&str>) -> Option<(String, SignIn)> {
        let id = id?;
        self.with(|pending| pending.get(id).filter(|sign_in| sign_in.begun.elapsed() < SIGN_IN_LIFETIME).cloned())
            .map(|sign_in| (id.to_owned(), sign_in))
    }

    fn change(&self, id: &str, act: impl FnOnce(&mut SignIn)) {
        self.with(|pending| pending.get_mut(id).map(act));
    }

    fn end(&self, id: &str) {
        self.with(|pending| pending.remove(id));
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, SignIn>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

const GONE: &str = "This sign-in has ended or has taken too long. Go back to the app and begin again.";

fn from_query(shared: &Shared, query: Option<String>) -> Option<(String, SignIn)> {
    shared.sign_ins.find(Form::read(query.unwrap_or_default().as_bytes()).get("signin"))
}

/// `GET /idp/Account/Login`
pub(super) async fn show_login(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    match from_query(&shared, query) {
        Some((id, sign_in)) => pages::login(&shared, &id, &sign_in.request, None),
        None => pages::error(GONE),
    }
}

/// `POST /idp/Account/Login`
pub(super) async fn log_in(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let form = Form::read(&body);
    let Some((id, sign_in)) = shared.sign_ins.find(form.get("signin")) else { return pages::error(GONE) };
    let named = form.get("username").unwrap_or_default().trim();
    let person = shared.people.iter().find(|person| person.user.eq_ignore_ascii_case(named));
    let Some(person) = person.filter(|person| form.get("password") == Some(person.password)) else {
        return pages::login(&shared, &id, &sign_in.request, Some("The user name or the password is not right."));
    };
    shared.sign_ins.change(&id, |sign_in| sign_in.person = Some(person.subject));
    pages::see_other(&format!("/idp/Account/Company?signin={id}"))
}

/// `GET /idp/Account/Company`
pub(super) async fn show_companies(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let Some((id, sign_in)) = from_query(&shared, query) else { return pages::error(GONE) };
    match who(&shared, &sign_in) {
        Some(person) => pages::companies(&shared, &id, &sign_in.request, person),
        None => pages::see_other(&format!("/idp/Account/Login?signin={id}")),
    }
}

/// `POST /idp/Account/Company`
pub(super) async fn choose_company(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let form = Form::read(&body);
    let Some((id, sign_in)) = shared.sign_ins.find(form.get("signin")) else { return pages::error(GONE) };
    let Some(person) = who(&shared, &sign_in) else { return pages::error(GONE) };
    let Some(company) = shared.companies_of(person).find(|company| form.get("company") == Some(company.id.as_str())) else {
        return pages::companies(&shared, &id, &sign_in.request, person);
    };
    shared.sign_ins.change(&id, |sign_in| sign_in.company_id = Some(company.id.clone()));
    pages::see_other(&format!("/idp/consent?signin={id}"))
}

/// `GET /idp/consent`
pub(super) async fn show_consent(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let Some((id, sign_in)) = from_query(&shared, query) else { return pages::error(GONE) };
    match at_which(&shared, &sign_in) {
        Some(company) => pages::consent(&shared, &id, &sign_in.request, &company.name, None),
        None => pages::see_other(&format!("/idp/Account/Login?signin={id}")),
    }
}

/// `POST /idp/consent`
pub(super) async fn decide(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let form = Form::read(&body);
    let Some((id, sign_in)) = shared.sign_ins.find(form.get("signin")) else { return pages::error(GONE) };
    let (Some(person), Some(company)) = (who(&shared, &sign_in), at_which(&shared, &sign_in)) else { return pages::error(GONE) };
    let allowed = |scope: &&&'static str| form.all("scope").any(|ticked| ticked == **scope);
    let scopes: Vec<&'static str> = sign_in.request.scopes.iter().filter(allowed).copied().collect();
    match form.get("decision") {
        Some("deny") => {
            shared.sign_ins.end(&id);
            deny(&shared, &sign_in.request)
        }
        Some("grant") if scopes.is_empty() => {
            pages::consent(&shared, &id, &sign_in.request, &company.name, Some("Tick at least one permission, or press Deny."))
        }
        Some("grant") => {
            shared.sign_ins.end(&id);
            grant(&shared, &sign_in.request, person, &company.id, &scopes)
        }
        _ => pages::consent(&shared, &id, &sign_in.request, &company.name, None),
    }
}

fn who<'a>(shared: &'a Shared, sign_in: &SignIn) -> Option<&'a Person> {
    shared.person(sign_in.person?)
}

fn at_which<'a>(shared: &'a Shared, sign_in: &SignIn) -> Option<&'a CompanyStore> {
    shared.company(sign_in.company_id.as_deref()?)
}
