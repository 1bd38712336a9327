//! The frame of every page that a person sees in the browser: plain HTML, one served stylesheet, no scripts.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

/// A page below a banner that says whose it is. Its forms may go to this server and, if named, to `form_target`.
pub(crate) fn html_page(status: StatusCode, title: &str, banner: &str, content: &Markup, form_target: Option<&str>) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " - Coredesk demo" }
                link rel="stylesheet" href="/sandbox/style.css";
            }
            body {
                main {
                    p.banner { "Demo on this computer. " (banner) }
                    h1 { (title) }
                    (content)
                }
            }
        }
    };
    let form_target = form_target.map_or_else(String::new, |target| format!(" {target}"));
    let policy = format!("default-src 'none'; style-src 'self'; form-action 'self'{form_target}; frame-ancestors 'none'; base-uri 'none'");
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

/// `GET /sandbox/style.css`
pub(crate) async fn stylesheet() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, include_str!("style.css")).into_response()
}
