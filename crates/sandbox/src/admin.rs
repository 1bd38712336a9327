//! The page on which a person switches faults, brings the data back and ends sign-ins.
//!
//! Its address holds a key that only whoever started the sandbox knows, so that no page of another site can name it;
//! beside that the server checks host and origin as for every request, and the browser's word on where a request is from.

use crate::bidcore::TokenState;
use crate::faults::{FAULTS, Fault, FaultGroup, FaultValue};
use crate::page::html_page;
use crate::shared::Shared;
use crate::store::StoreError;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// What all of its addresses begin with; a key follows.
pub(crate) const PATH: &str = "/sandbox/admin/";

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/sandbox/admin/{key}", get(show)).route("/sandbox/admin/{key}/do", post(act))
}

/// What a form of the page asks for.
#[derive(Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
enum Action {
    Set { name: String, value: String },
    Clear { name: String },
    ClearAll,
    Reset,
    EndSignIns,
    RevokeToken { token: String },
    RestoreToken { token: String },
}

/// `GET /sandbox/admin/{key}`
async fn show(State(shared): State<Arc<Shared>>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    if !is_meant(&shared, &key, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    page(&shared, StatusCode::OK, None)
}

/// `POST /sandbox/admin/{key}/do`
async fn act(State(shared): State<Arc<Shared>>, Path(key): Path<String>, headers: HeaderMap, Form(action): Form<Action>) -> Response {
    if !is_meant(&shared, &key, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let worker = Arc::clone(&shared);
    match tokio::task::spawn_blocking(move || carry_out(&worker, action)).await {
        Ok(Ok(())) => (StatusCode::SEE_OTHER, [(header::LOCATION, format!("{PATH}{key}"))]).into_response(),
        Ok(Err(problem)) => page(&shared, StatusCode::BAD_REQUEST, Some(&problem)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Does it, or says in a sentence why not.
fn carry_out(shared: &Shared, action: Action) -> Result<(), String> {
    let failed = |error: StoreError| format!("The data could not be written: {error}.");
    match action {
        Action::Set { name, value } => shared.faults.set(&name, value.trim()).map_err(|error| format!("Nothing is changed: {error}."))?,
        Action::Clear { name } => shared.faults.clear(&name),
        Action::ClearAll => shared.faults.clear_all(),
        Action::Reset => shared.reset().map_err(failed)?,
        Action::EndSignIns => shared.end_sign_ins().map_err(failed)?,
        Action::RevokeToken { token } => shared.bidcore.set_revoked(&token, true).map_err(failed)?,
        Action::RestoreToken { token } => shared.bidcore.set_revoked(&token, false).map_err(failed)?,
    }
    Ok(())
}

/// The key is right, and the browser, if it is one that says so, comes from this page or from the person's own hand.
fn is_meant(shared: &Shared, key: &str, headers: &HeaderMap) -> bool {
    let from_here = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    key == shared.admin_key && from_here
}

fn page(shared: &Shared, status: StatusCode, problem: Option<&str>) -> Response {
    let to = format!("{PATH}{}/do", shared.admin_key);
    let content = html! {
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        form.all method="post" action=(to) {
            button type="submit" name="action" value="clear-all" { "Clear all faults" }
            button type="submit" name="action" value="reset" { "Bring the first data back" }
            button type="submit" name="action" value="end-sign-ins" { "End all sign-ins" }
        }
        h2 { "Permanent tokens of BidCore" }
        ul.faults {
            @for token in shared.bidcore.permanent_tokens().unwrap_or_default() { (token_row(&token, &to)) }
        }
        @for group in FaultGroup::ALL {
            h2 { (group.title()) }
            ul.faults {
                @for fault in FAULTS.iter().filter(|fault| fault.group == group) {
                    (row(fault, shared.faults.value(fault.name).as_deref(), &to))
                }
            }
        }
    };
    html_page(status, "Faults of the sandbox", "What is set here changes how the sandbox answers.", &content, None)
}

fn token_row(token: &TokenState, to: &str) -> Markup {
    let (action, words) = if token.is_revoked { ("restore-token", "Make it good again") } else { ("revoke-token", "Revoke") };
    html! {
        li.set[token.is_revoked] {
            p { code { (token.value) } " of " (token.user) @if token.is_revoked { " " strong { "is revoked" } } }
            form method="post" action=(to) {
                input type="hidden" name="token" value=(token.value);
                button type="submit" name="action" value=(action) { (words) }
            }
        }
    }
}

fn row(fault: &Fault, value: Option<&str>, to: &str) -> Markup {
    let choices: &[&str] = match fault.value {
        FaultValue::Switch => &["on"],
        FaultValue::OneOf(values) => values,
        FaultValue::Times | FaultValue::Amount | FaultValue::Text => &[],
    };
    let field = format!("value-{}", fault.name);
    html! {
        li.set[value.is_some()] {
            label for=(field) { code { (fault.name) } @if let Some(value) = value { " is " strong { (value) } } }
            p { (fault.meaning) }
            form method="post" action=(to) {
                input type="hidden" name="name" value=(fault.name);
                @if choices.is_empty() {
                    input id=(field) name="value" type="text" autocomplete="off" placeholder=(fault.value) value=[value];
                } @else {
                    select id=(field) name="value" {
                        option value="off" selected[value.is_none()] { "off" }
                        @for choice in choices { option value=(choice) selected[value == Some(*choice)] { (choice) } }
                    }
                }
                button.main type="submit" name="action" value="set" { "Set" }
                @if value.is_some() && choices.is_empty() { button type="submit" name="action" value="clear" { "Clear" } }
            }
        }
    }
}
