//! The pages a person sees while signing in.

use super::authorize::AuthorizationRequest;
use crate::page::html_page;
use crate::shared::{Person, Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use url::Url;

/// A page that tells what is wrong instead of sending the browser anywhere (RFC 6749 §4.1.2.1).
pub(super) fn error(message: &str) -> Response {
    let content = html! {
        p.problem role="alert" { (message) }
        p { "Nothing was sent to the app. You can close this window." }
    };
    page(StatusCode::BAD_REQUEST, "Sign-in is not possible", &content, None)
}

pub(super) fn login(shared: &Shared, id: &str, request: &AuthorizationRequest, problem: Option<&str>) -> Response {
    let person = &shared.people[0];
    let content = html! {
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        p { "The app " strong { (request.client_id) } " asks for access to a company." }
        form method="post" action="/idp/Account/Login" {
            input type="hidden" name="signin" value=(id);
            label for="username" { "User name" }
            input id="username" name="username" type="text" autocomplete="username" value=(person.user) required;
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password" value=(person.password) required;
            button.main type="submit" { "Log in" }
        }
        @for person in &shared.people {
            p.note { (person.given_name) " " (person.family_name) ", " (person.profile.title()) ": " code { (person.user) } ", password " code { (person.password) } "." }
        }
    };
    page(StatusCode::OK, "Log in", &content, Some(request))
}

pub(super) fn companies(shared: &Shared, id: &str, request: &AuthorizationRequest, person: &Person) -> Response {
    let content = html! {
        form method="post" action="/idp/Account/Company" {
            input type="hidden" name="signin" value=(id);
            fieldset {
                legend { "Which company is the app to work with?" }
                @for (place, company) in shared.companies_of(person).enumerate() {
                    label.choice for={ "company-" (place) } {
                        input id={ "company-" (place) } type="radio" name="company" value=(company.id) checked[place == 0] required;
                        span { (company.name) }
                    }
                }
            }
            button.main type="submit" { "Continue" }
        }
        p.note { "One sign-in is for one company." }
    };
    page(StatusCode::OK, "Choose a company", &content, Some(request))
}

pub(super) fn consent(shared: &Shared, id: &str, request: &AuthorizationRequest, company: &str, problem: Option<&str>) -> Response {
    let content = html! {
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        p { strong { (request.client_id) } " asks for these permissions at " strong { (company) } ". Take off what you do not want to allow." }
        form method="post" action="/idp/consent" {
            input type="hidden" name="signin" value=(id);
            fieldset {
                legend { "Permissions" }
                @for (place, scope) in request.scopes.iter().enumerate() {
                    label.choice for={ "scope-" (place) } {
                        input id={ "scope-" (place) } type="checkbox" name="scope" value=(scope) checked;
                        span { (shared.scope_meaning(scope)) " " code { (scope) } }
                    }
                }
            }
            div.buttons {
                button.main type="submit" name="decision" value="grant" { "Grant Permission" }
                button type="submit" name="decision" value="deny" { "Deny" }
            }
        }
        p.note { "After your answer the browser goes to " code { (target(&request.redirect_uri)) } "." }
    };
    page(StatusCode::OK, "Grant permission", &content, Some(request))
}

pub(super) fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")]).into_response()
}

fn page(status: StatusCode, title: &str, content: &Markup, request: Option<&AuthorizationRequest>) -> Response {
    // A browser checks the redirect that follows a form against `form-action` too.
    let form_target = request.map(|request| origin_of(&request.redirect_uri));
    html_page(status, title, "It imitates the sign-in of BQE CORE; no real account is involved.", content, form_target.as_deref())
}

/// The redirect URI without its query.
fn target(redirect_uri: &str) -> &str {
    redirect_uri.split('?').next().unwrap_or_default()
}

/// What a content security policy calls the redirect URI: origin, or scheme for app links.
fn origin_of(redirect_uri: &str) -> String {
    match Url::parse(redirect_uri) {
        Ok(url) if url.origin().is_tuple() => url.origin().ascii_serialization(),
        Ok(url) => format!("{}:", url.scheme()),
        Err(_) => String::new(),
    }
}
