//! Tokens in whatever a person brings: a token alone, a header, a curl command, a token answer, the address of a redirect.

use super::parts::LARGEST;
use crate::token_store::Secret;
use serde_json::Value;
use url::Url;

/// Longer texts are not searched, in bytes: a few tokens of the longest kind, and what stands around them.
const LONGEST: usize = 4 * LARGEST;

/// What was found in a text.
#[derive(Debug)]
pub struct Brought {
    /// The tokens in their order.
    pub tokens: Vec<Secret>,
    /// What the text was taken for.
    pub found_in: BroughtForm,
    /// It holds an authorization code, which is no token (RFC 6749 §1.3.1).
    pub has_code: bool,
}

/// What a text was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroughtForm {
    /// A token alone.
    Token,
    /// `Bearer …` or a whole `Authorization` header (RFC 6750 §2.1).
    Header,
    /// A curl command with such a header.
    Curl,
    /// A token answer (RFC 6749 §5.1), or a JWS in JSON (RFC 7515 §7.2).
    TokenAnswer,
    /// The address of a redirect (RFC 6749 §4.1.2, §4.2.2).
    RedirectAddress,
    /// Nothing that could be a token.
    Nothing,
}

/// The text is longer than anything that holds tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long: no token is longer than {LARGEST} characters")]
pub struct TooLong;

/// Finds the tokens in `text`.
///
/// # Errors
/// [`TooLong`] for a text of more than 1 MiB; it is not looked at.
pub fn bring(text: &str) -> Result<Brought, TooLong> {
    if text.len() > LONGEST {
        return Err(TooLong);
    }
    let text = text.trim().trim_start_matches('\u{feff}').trim();
    let found = |tokens: Vec<String>, found_in| {
        let found_in = if tokens.is_empty() { BroughtForm::Nothing } else { found_in };
        Brought { tokens: tokens.iter().map(|token| Secret::new(token.as_str())).collect(), found_in, has_code: false }
    };
    if let Ok(answer @ Value::Object(_)) = serde_json::from_str(text) {
        return Ok(found(of_json(&answer), BroughtForm::TokenAnswer));
    }
    if let Some(brought) = of_address(text) {
        return Ok(brought);
    }
    if text.split_whitespace().next() == Some("curl") {
        return Ok(found(of_curl(text), BroughtForm::Curl));
    }
    if let Some(token) = text.lines().find_map(of_header) {
        return Ok(found(vec![token], BroughtForm::Header));
    }
    Ok(found(alone(text).into_iter().collect(), BroughtForm::Token))
}

/// The members of a token answer, or each signature of a JWS in JSON as a compact one.
fn of_json(answer: &Value) -> Vec<String> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    if let Some(payload) = text(answer, "payload") {
        // One whose header is not signed (RFC 7515 §7.2.1) has no compact form.
        let compact = |one: &Value| Some(format!("{}.{payload}.{}", text(one, "protected")?, text(one, "signature")?));
        let signatures = answer.get("signatures").and_then(Value::as_array);
        return signatures.map_or_else(|| compact(answer).into_iter().collect(), |many| many.iter().filter_map(compact).collect());
    }
    ["access_token", "id_token", "refresh_token", "token"].iter().filter_map(|name| text(answer, name)).collect()
}

fn of_address(text: &str) -> Option<Brought> {
    if text.contains(char::is_whitespace) || !text.contains("://") {
        return None;
    }
    let address = Url::parse(text).ok()?;
    let fragment = address.fragment().unwrap_or_default().to_owned();
    let pairs = address.query_pairs().chain(url::form_urlencoded::parse(fragment.as_bytes()));
    let (mut tokens, mut has_code) = (Vec::new(), false);
    for (name, value) in pairs {
        match name.as_ref() {
            "access_token" | "id_token" | "refresh_token" | "id_token_hint" | "token" => tokens.push(Secret::new(value)),
            "code" => has_code = true,
            _ => {}
        }
    }
    let found_in = if tokens.is_empty() && !has_code { BroughtForm::Nothing } else { BroughtForm::RedirectAddress };
    Some(Brought { tokens, found_in, has_code })
}

/// The bearer tokens of a curl command; of a form that it sends, too.
fn of_curl(command: &str) -> Vec<String> {
    let joined = command.replace("\\\r\n", " ").replace("\\\n", " ").replace("^\r\n", " ").replace("^\n", " ");
    let Some(words) = shlex::split(&joined) else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=').filter(|_| word.starts_with("--")) {
            Some((option, value)) => (option, Some(value.to_owned())),
            None if word.len() > 2 && word.starts_with("-H") => ("-H", word.get(2..).map(str::to_owned)),
            None => (word.as_str(), words.peek().map(|value| (*value).clone())),
        };
        let Some(value) = value else { continue };
        match option {
            "-H" | "--header" => tokens.extend(of_header(&value)),
            "--oauth2-bearer" => tokens.push(value),
            "-d" | "--data" | "--data-raw" | "--data-urlencode" => {
                let pairs = url::form_urlencoded::parse(value.as_bytes());
                tokens.extend(pairs.filter(|(name, _)| name.ends_with("token")).map(|(_, token)| token.into_owned()));
            }
            _ => {}
        }
    }
    tokens
}

/// The token of `Authorization: Bearer …` or `Bearer …`, whatever the case of the scheme (RFC 9110 §11.1).
fn of_header(line: &str) -> Option<String> {
    let line = line.trim().trim_matches(['"', '\'']);
    let is_authorization = |name: &str| name.trim().eq_ignore_ascii_case("authorization");
    let value = line.split_once(':').filter(|(name, _)| is_authorization(name)).map_or(line, |(_, value)| value).trim();
    let (scheme, token) = value.split_once(char::is_whitespace)?;
    let token = token.trim().trim_matches(['"', '\'', ',', ';']);
    let is_token = !token.is_empty() && !token.contains(char::is_whitespace);
    (is_token && (scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token"))).then(|| token.to_owned())
}

/// The text itself; of a JWT that was broken into lines, the lines joined.
fn alone(text: &str) -> Option<String> {
    let text = text.trim_matches(['"', '\'', '`', ',', ';']);
    let joined: String = text.split_whitespace().collect();
    let is_one_word = joined.len() == text.len();
    (!joined.is_empty() && (is_one_word || joined.starts_with("eyJ"))).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, found_in: BroughtForm, tokens: &[&str]) {
        let brought = bring(text).expect("is short");
        assert_eq!(brought.found_in, found_in, "{text}");
        assert_eq!(brought.tokens.iter().map(Secret::expose).collect::<Vec<_>>(), tokens, "{text}");
    }

    #[test]
    fn tokens_are_found_in_what_people_copy() {
        use BroughtForm::{Curl, Header, Nothing, RedirectAddress, Token, TokenAnswer};
        check(" eyJhbGciOiJub25lIn0.e30. \n", Token, &["eyJhbGciOiJub25lIn0.e30."]);
        check("\"abc-123\",", Token, &["abc-123"]);
        check("eyJhbGci\n  OiJub25lIn0.\r\ne30.", Token, &["eyJhbGciOiJub25lIn0.e30."]);
        check("two words", Nothing, &[]);
        check("", Nothing, &[]);
        check("bearer abc", Header, &["abc"]);
        check("GET /x\nauthorization:  Bearer abc\nAccept: */*", Header, &["abc"]);
        check("Authorization: Basic abc", Nothing, &[]);
        check("curl -sS -H 'Accept: a' -H \"Authorization: Bearer abc\" https://a.example", Curl, &["abc"]);
        check("curl --header='Authorization: Bearer abc' \\\n  --oauth2-bearer def https://a.example", Curl, &["abc", "def"]);
        check("curl -d grant_type=refresh_token -d refresh_token=r%2B1 https://a.example", Curl, &["r+1"]);
        check("curl 'https://a.example", Nothing, &[]);
        check(r#"{"token_type":"Bearer","refresh_token":"r","access_token":"a","id_token":"i"}"#, TokenAnswer, &["a", "i", "r"]);
        check(r#"{"error":"invalid_grant"}"#, Nothing, &[]);
        check(
            r#"{"payload":"e30","signatures":[{"protected":"e30","signature":"c2ln"},{"header":{},"signature":"x"}]}"#,
            TokenAnswer,
            &["e30.e30.c2ln"],
        );
        check("http://127.0.0.1:1/cb#access_token=a&id_token=i", RedirectAddress, &["a", "i"]);
        check("https://a.example/", Nothing, &[]);
    }

    #[test]
    fn a_code_is_no_token() {
        let brought = bring("http://127.0.0.1:7777/callback?code=abc&state=x").expect("is short");
        assert!(brought.has_code && brought.tokens.is_empty());
        assert_eq!(brought.found_in, BroughtForm::RedirectAddress);
    }

    #[test]
    fn a_text_of_ten_megabytes_is_refused() {
        assert_eq!(bring(&"a".repeat(10_000_000)).map(|brought| brought.found_in), Err(TooLong));
    }
}
