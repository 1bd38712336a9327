//! Tokens that stand inside what a token or a server says: they open things like any other and are not shown.

use super::members::{Members, read_members};
use super::parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

const MARK: &str = "[a token, not shown]";
/// So much of a header tells whether it is one, in characters.
const TELLING: usize = 128;
/// Endings of the names of members whose value opens something, whatever it looks like.
const OPENING: &[&str] = &["token", "secret", "password", "token_hint", "assertion"];

/// The value without the tokens in it; `name` is the member's.
pub(super) fn without_tokens(name: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if opens(name) && !text.is_empty() => Value::from(MARK),
        Value::String(text) => Value::from(without_tokens_in(text)),
        Value::Array(items) => items.iter().map(|item| without_tokens(name, item)).collect(),
        Value::Object(members) => {
            let shown = |(name, value): (&String, &Value)| (without_tokens_in(name), without_tokens(name, value));
            members.iter().map(shown).collect::<Map<_, _>>().into()
        }
        plain => plain.clone(),
    }
}

/// The start of a member that broke off, which may be the start of an object with a token in it.
pub(super) fn cut_without_tokens(name: &str, start: &str) -> String {
    let quoted =
        OPENING.iter().filter_map(|ending| start.to_ascii_lowercase().find(&format!("{ending}\"")).map(|at| at + ending.len() + 1));
    match quoted.min() {
        _ if opens(name) => format!("{MARK}…"),
        Some(end) => format!("{}: {MARK}…", without_tokens_in(start.get(..end).unwrap_or_default())),
        None => without_tokens_in(start),
    }
}

/// The text without the JOSE texts in it, also without one that was cut off.
pub(super) fn without_tokens_in(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_of_token) {
        let (before, run) = rest.split_at(begin);
        let (run, after) = run.split_at(run.find(|letter| !is_of_token(letter)).unwrap_or(run.len()));
        shown.push_str(before);
        match begin_of_token(run) {
            Some(begin) => shown.extend([run.get(..begin).unwrap_or_default(), MARK]),
            None => shown.push_str(run),
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// The object of an answer without `token`, which was asked about, and without any other.
pub(super) fn answer_without(token: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if !token.is_empty() && text.contains(token) => Value::from(text.replace(token, MARK)),
        Value::Array(items) => items.iter().map(|item| answer_without(token, item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), answer_without(token, value))).collect::<Map<_, _>>().into()
        }
        plain => plain.clone(),
    }
}

fn opens(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OPENING.iter().any(|ending| name.ends_with(ending))
}

fn is_of_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

/// Where a JOSE header begins in a run of its characters: it is read as an object with at least one name.
fn begin_of_token(run: &str) -> Option<usize> {
    let begins = run.bytes().enumerate().filter(|(_, byte)| *byte == b'e').map(|(at, _)| at);
    begins.into_iter().find(|at| {
        let header = run.get(*at..).and_then(|rest| rest.split('.').next()).unwrap_or_default();
        let header = header.get(..header.len().min(TELLING)).unwrap_or_default();
        if !parts::looks_like_jose(header) {
            return false;
        }
        let Some(bytes) = header.get(..header.len() - header.len() % 4).and_then(|whole| {
            let tail = header.get(whole.len()..).filter(|tail| tail.len() > 1 && header.len() < TELLING).unwrap_or_default();
            URL_SAFE_NO_PAD.decode(format!("{whole}{tail}")).or_else(|_| URL_SAFE_NO_PAD.decode(whole)).ok()
        }) else {
            return false;
        };
        let mut members = Members::default();
        let _ = read_members(&bytes, &mut members);
        !members.complete.is_empty() || members.broken.is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";

    #[test]
    fn a_token_inside_is_found_wherever_it_stands() {
        for text in [TOKEN.to_owned(), format!("Bearer {TOKEN}"), format!("a=1&t={TOKEN}&b"), format!("\"{TOKEN}\""), format!("x.{TOKEN}")]
        {
            let shown = without_tokens_in(&text);
            assert!(shown.contains(MARK) && !shown.contains("eyJ"), "{shown}");
        }
        assert_eq!(without_tokens_in(&TOKEN[..17]), MARK, "also a part of its header");
        for text in ["keyJohn, https://a.example/eyJohn", "eyes everywhere ewes", "", "ü e30 …"] {
            assert_eq!(without_tokens_in(text), text);
        }
    }

    #[test]
    fn members_that_hold_tokens_are_hidden_whatever_they_look_like() {
        let shown = without_tokens("", &json!({"access_token": "abc", "a": {"refreshToken": ["def"]}, "token_type": "Bearer", "n": 1}));
        assert_eq!(shown, json!({"access_token": MARK, "a": {"refreshToken": [MARK]}, "token_type": "Bearer", "n": 1}));
        assert!(!cut_without_tokens("a", r#"{"access_token":"abcdef…"#).contains("abc"));
        assert_eq!(cut_without_tokens("scope", "rea…"), "rea…");
        assert_eq!(answer_without("abc", &json!({"a": ["x abc"], "n": 1})), json!({"a": [format!("x {MARK}")], "n": 1}));
    }
}
