//! The page that the browser shows at the end. It holds nothing of the request and loads nothing from anywhere.

use super::redirect_answer::RedirectAnswer;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A whole HTTP response.
pub(super) fn answer_page(answer: &RedirectAnswer) -> Vec<u8> {
    match answer {
        RedirectAnswer::Code(_) => page(200, "You are back", "Coredesk has what it needs to finish signing in.", true),
        RedirectAnswer::Refused { .. } => page(200, "Not signed in", "Access was not given, so nothing was changed.", false),
        RedirectAnswer::ForeignIssuer | RedirectAnswer::Incomplete => {
            page(400, "Not signed in", "The answer of the service could not be used.", false)
        }
    }
}

/// The response to what is not the answer of this sign-in.
pub(super) fn refusal_page(status: u16) -> Vec<u8> {
    page(status, "Nothing to see here", "This address is only for finishing a sign-in to Coredesk.", false)
}

fn page(status: u16, title: &str, sentence: &str, good: bool) -> Vec<u8> {
    let style_nonce = STANDARD.encode(rand::random::<[u8; 16]>());
    let (mark, colour) = if good { ("✓", "#1a7f4b") } else { ("!", "#a15c00") };
    let body = format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} · Coredesk</title>
<style nonce="{style_nonce}">
:root {{ color-scheme: light dark }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif;
  background: light-dark(#f4f5f7, #16181d); color: light-dark(#1d2129, #e8eaef) }}
main {{ max-width: 26rem; margin: 1rem; padding: 2.5rem; text-align: center; border-radius: 14px;
  background: light-dark(#fff, #1f2229); box-shadow: 0 1px 3px #0002, 0 8px 30px #0001 }}
.mark {{ width: 3rem; height: 3rem; margin: 0 auto 1rem; border-radius: 50%; display: grid; place-items: center;
  font-size: 1.5rem; color: #fff; background: {colour} }}
h1 {{ margin: 0 0 .5rem; font-size: 1.35rem }}
p {{ margin: .25rem 0 }}
</style>
</head>
<body>
<main>
<div class="mark" aria-hidden="true">{mark}</div>
<h1>{title}</h1>
<p>{sentence}</p>
<p>You can close this tab and go back to Coredesk.</p>
</main>
</body>
</html>
"#
    );
    let reason = match status {
        200 => "OK",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Bad Request",
    };
    let allow = if status == 405 { "Allow: GET\r\n" } else { "" };
    format!(
        "HTTP/1.1 {status} {reason}\r\n\
         Content-Type: text/html; charset=utf-8\r\n\
         Content-Length: {}\r\n\
         {allow}\
         Connection: close\r\n\
         Cache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\n\
         X-Content-Type-Options: nosniff\r\n\
         X-Frame-Options: DENY\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'nonce-{style_nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
         \r\n\
         {body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token_store::Secret;

    #[test]
    fn the_page_holds_no_code_and_its_headers_are_strict() {
        let response = text(answer_page(&RedirectAnswer::Code(Secret::new("the-code"))));
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"));
        assert!(response.contains("You can close this tab and go back to Coredesk"));
        for header in ["Cache-Control: no-store", "Referrer-Policy: no-referrer", "default-src 'none'", "frame-ancestors 'none'"] {
            assert!(response.contains(header), "{header}");
        }
        for hole in ["the-code", "<script", "http-equiv", "src=", "href=", "Location:", "Access-Control"] {
            assert!(!response.contains(hole), "{hole}");
        }
    }

    #[test]
    fn hostile_words_do_not_reach_the_page() {
        let refused = RedirectAnswer::Refused { error: "<script>".to_owned(), description: Some("<img src=x>".to_owned()) };
        let response = text(answer_page(&refused));
        assert!(response.contains("Not signed in"));
        assert!(!response.contains("<script") && !response.contains("<img"));
    }

    fn text(response: Vec<u8>) -> String {
        String::from_utf8(response).expect("is text")
    }
}
