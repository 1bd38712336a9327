//! The pages a person sees in the browser: plain HTML, one served stylesheet, no scripts.

use super::authorize::AuthorizationRequest;
use crate::shared::Shared;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
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
    let person = &shared.person;
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
        p.note { "Demo person: " code { (person.user) } ", password " code { (person.password) } "." }
    };
    page(StatusCode::OK, "Log in", &content, Some(request))
}

pub(super) fn companies(shared: &Shared, id: &str, request: &AuthorizationRequest) -> Response {
    let content = html! {
        form method="post" action="/idp/Account/Company" {
            input type="hidden" name="signin" value=(id);
            fieldset {
                legend { "Which company is the app to work with?" }
                @for (place, company) in shared.companies.iter().enumerate() {
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

/// `GET /idp/style.css`
pub(super) async fn stylesheet() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, include_str!("style.css")).into_response()
}

fn page(status: StatusCode, title: &str, content: &Markup, request: Option<&AuthorizationRequest>) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " - Coredesk demo" }
                link rel="stylesheet" href="/idp/style.css";
            }
            body {
                main {
                    p.banner { "Demo on this computer. It imitates the sign-in of BQE CORE; no real account is involved." }
                    h1 { (title) }
                    (content)
                }
            }
        }
    };
    // A browser checks the redirect that follows a form against `form-action` too.
    let form_action = request.map_or_else(String::new, |request| format!(" {}", origin_of(&request.redirect_uri)));
    let policy = format!("default-src 'none'; style-src 'self'; form-action 'self'{form_action}; frame-ancestors 'none'; base-uri 'none'");
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        // With no-referrer the browser would hide the origin of the forms, which the server checks.
        (header::REFERRER_POLICY, "same-origin".to_owned()),
    ];
    (status, headers, page.into_string()).into_response()
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
