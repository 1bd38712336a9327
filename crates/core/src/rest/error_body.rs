//! The words of a service's no, in whatever form it comes (`core-api.md`, section 15). Untrusted text.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use serde_json::{Map, Value};

/// Longer words are cut.
pub(super) const LONGEST_WORDS: usize = 500;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) code: Option<String>,
    pub(super) words: Option<String>,
}

impl Said {
    /// Whether it is this code, or speaks of it.
    pub(super) fn names(&self, wanted: &str) -> bool {
        let is_code = self.code.as_deref().is_some_and(|code| code.eq_ignore_ascii_case(wanted));
        is_code || self.words.as_deref().is_some_and(|words| words.to_ascii_lowercase().contains(&wanted.to_ascii_lowercase()))
    }
}

/// Whether the challenge of a 401 or 403 says that the token's scopes are too few (RFC 6750 §3.1).
pub(super) fn says_insufficient_scope(headers: &HeaderMap) -> bool {
    let words = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("insufficient_scope"));
    headers.get_all(WWW_AUTHENTICATE).iter().any(words)
}

/// Whether the challenge says that the token is not taken (RFC 6750 §3.1).
pub(super) fn says_invalid_token(headers: &HeaderMap) -> bool {
    let words = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("invalid_token"));
    headers.get_all(WWW_AUTHENTICATE).iter().any(words)
}

/// The body as text, if it has any that is not a page made for browsers.
pub(super) fn text<'b>(headers: &HeaderMap, body: &'b [u8]) -> Option<&'b str> {
    let text = std::str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
    let labelled_html = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.contains("html"));
    (!text.is_empty() && !text.starts_with('<') && !labelled_html).then_some(text)
}

/// Code and words, if the body has any. A page made for browsers has none.
pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Said {
    let Some(text) = text(headers, body) else { return Said::default() };
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Said { code: code_of(&members), words: words_of(&members) },
        Ok(Value::String(words)) => Said { code: None, words: tidy(&words) },
        Ok(Value::Array(mut parts)) if parts.len() == 1 => match parts.remove(0) {
            Value::Object(members) => Said { code: code_of(&members), words: words_of(&members) },
            Value::String(words) => Said { code: None, words: tidy(&words) },
            _ => Said { code: None, words: tidy(text) },
        },
        Ok(Value::Null) => Said::default(),
        Ok(_) | Err(_) => Said { code: None, words: tidy(text) },
    }
}

/// The first of the members that hold words, in any letter case.
pub(super) fn words_of(members: &Map<String, Value>) -> Option<String> {
    let inner = |name: &str| match member(members, "error") {
        Some(Value::Object(error)) => member(error, name).and_then(text_of),
        _ => None,
    };
    ["message", "detail", "title"]
        .iter()
        .find_map(|name| member(members, name).and_then(text_of))
        .or_else(|| inner("message"))
        .or_else(|| ["error_description", "error"].iter().find_map(|name| member(members, name).and_then(text_of)))
}

/// What support asks for.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    ["x-correlation-id", "x-request-id", "request-id"]
        .iter()
        .find_map(|name| headers.get(*name))
        .and_then(|value| value.to_str().ok())
        .map(|id| id.chars().filter(char::is_ascii_graphic).take(100).collect())
}

pub(super) fn code_of(members: &Map<String, Value>) -> Option<String> {
    let inner = match member(members, "error") {
        Some(Value::Object(error)) => member(error, "code"),
        _ => None,
    };
    ["key", "errorCode", "code"].iter().find_map(|name| member(members, name)).or(inner).and_then(|value| match value {
        Value::String(code) => tidy(code).map(|code| code.chars().take(100).collect()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    })
}

fn member<'a>(members: &'a Map<String, Value>, wanted: &str) -> Option<&'a Value> {
    members.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().and_then(tidy)
}

/// One line without control characters; nothing if nothing is left, or if it is a page for browsers.
pub(super) fn tidy(words: &str) -> Option<String> {
    let line: String = words.chars().map(|character| if character.is_control() { ' ' } else { character }).take(LONGEST_WORDS).collect();
    let line = line.trim();
    (!line.is_empty() && !line.starts_with('<')).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_form_is_read() {
        check(r#"{"Key":"MsgPermissions","Message":"No."}"#, Some("MsgPermissions"), Some("No."));
        check(r#"{"errorCode":"031.001","message":"ProjectControlLimitation"}"#, Some("031.001"), Some("ProjectControlLimitation"));
        check(r#"{"error":{"message":"inner"}}"#, None, Some("inner"));
        check(r#"{"error":{"code":"C","message":"inner"}}"#, Some("C"), Some("inner"));
        check(r#"{"ERRORCODE":7,"DETAIL":"d"}"#, Some("7"), Some("d"));
        check(r#"[{"key":"k","message":"m"}]"#, Some("k"), Some("m"));
        check(r#"{"error":"plain"}"#, None, Some("plain"));
        check(r#"{"title":"t","detail":"d"}"#, None, Some("d"));
        check(r#"{"error":"e","error_description":"d"}"#, None, Some("d"));
        check(r#""just words""#, None, Some("just words"));
        check("just words", None, Some("just words"));
        check("", None, None);
        check("{}", None, None);
        check("null", None, None);
        check("{\"message\":", None, Some("{\"message\":"));
    }

    #[test]
    fn a_page_for_browsers_is_never_shown() {
        check("<html><body>Bad gateway</body></html>", None, None);
        check(" \n<!doctype html>", None, None);
        check(r#"{"message":"<html>x</html>"}"#, None, None);
        let headers = [(CONTENT_TYPE, "text/html".parse().expect("parses"))].into_iter().collect();
        assert_eq!(read(&headers, b"Oops"), Said::default());
    }

    #[test]
    fn words_are_one_short_line() {
        let said = read(&HeaderMap::new(), format!("\"a\\r\\nb\\u0007{}\"", "c".repeat(2000)).as_bytes());
        let words = said.words.expect("words");
        assert!(words.chars().count() <= 500 && !words.chars().any(char::is_control), "{words}");
    }

    fn check(body: &str, code: Option<&str>, words: Option<&str>) {
        let expected = Said { code: code.map(str::to_owned), words: words.map(str::to_owned) };
        assert_eq!(read(&HeaderMap::new(), body.as_bytes()), expected, "{body}");
    }
}
