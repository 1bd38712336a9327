//! Tokens in whatever a person brings: a token alone, a header, a curl command, a token answer, the address of a redirect.

use super::TokenKind;
use super::parts::LARGEST;
use crate::token_store::Secret;
use secrecy::zeroize::{Zeroize, Zeroizing};
use serde_json::Value;
use url::Url;

/// Longer texts are not searched, in bytes: a few tokens of the longest kind, and what stands around them.
const LONGEST: usize = 4 * LARGEST;

/// What was found in a text.
#[derive(Debug)]
pub struct Brought {
    /// The tokens in their order.
    pub tokens: Vec<BroughtToken>,
    /// What the text was taken for.
    pub found_in: BroughtForm,
    /// It holds an authorization code, which is no token (RFC 6749 §1.3.1).
    pub has_code: bool,
}

/// A token of a text.
#[derive(Debug)]
pub struct BroughtToken {
    /// The token.
    pub token: Secret,
    /// Which of the tokens of a sign-in the name says that it stood under.
    pub kind: Option<TokenKind>,
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
    let found = |tokens: Vec<BroughtToken>, found_in| {
        let found_in = if tokens.is_empty() { BroughtForm::Nothing } else { found_in };
        Brought { tokens, found_in, has_code: false }
    };
    if text.starts_with(['{', '[']) {
        let mut answer = serde_json::from_str(text).unwrap_or_default();
        let tokens = of_json(&answer);
        wipe(&mut answer);
        return Ok(found(tokens, BroughtForm::TokenAnswer));
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

/// Which token stands under a name of RFC 6749 §5.1, RFC 7009 §2.1 or OpenID Connect Core §3.1.2.1, §3.1.3.3; `None` for a name
/// of anything else.
fn named(name: &str) -> Option<Option<TokenKind>> {
    match name {
        "access_token" => Some(Some(TokenKind::Access)),
        "refresh_token" => Some(Some(TokenKind::Refresh)),
        "id_token" | "id_token_hint" => Some(Some(TokenKind::Identity)),
        "token" => Some(None),
        _ => None,
    }
}

fn unnamed(token: &str) -> BroughtToken {
    BroughtToken { token: Secret::new(token), kind: None }
}

/// The members of a token answer, each signature of a JWS in JSON as a compact one, or those in a list of them.
fn of_json(answer: &Value) -> Vec<BroughtToken> {
    if let Some(items) = answer.as_array() {
        let of_item = |item: &Value| match item {
            Value::String(text) => alone(text).into_iter().collect(),
            Value::Object(_) => of_json(item),
            _ => Vec::new(),
        };
        return items.iter().flat_map(of_item).collect();
    }
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(|text| Zeroizing::new(text.to_owned()));
    if let Some(payload) = text(answer, "payload") {
        // One whose header is not signed (RFC 7515 §7.2.1) has no compact form.
        let compact = |one: &Value| {
            let (header, signature) = (text(one, "protected")?, text(one, "signature")?);
            let parts = [header.as_str(), payload.as_str(), signature.as_str()];
            Some(unnamed(&Zeroizing::new(parts.join("."))))
        };
        let signatures = answer.get("signatures").and_then(Value::as_array);
        return signatures.map_or_else(|| compact(answer).into_iter().collect(), |many| many.iter().filter_map(compact).collect());
    }
    let member = |name| Some(BroughtToken { token: Secret::new(answer.get(name)?.as_str()?), kind: named(name)? });
    ["access_token", "id_token", "refresh_token", "token"].into_iter().filter_map(member).collect()
}

/// Wipes the texts of an answer.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}

/// The address of a redirect, or its query or fragment alone.
fn of_address(text: &str) -> Option<Brought> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let (query, fragment) = match text.split_once("://") {
        Some(_) => {
            let address = Url::parse(text).ok()?;
            (Zeroizing::new(address.query().unwrap_or_default().to_owned()), address.fragment().unwrap_or_default().to_owned())
        }
        None => (Zeroizing::new(text.trim_start_matches(['?', '#']).to_owned()), String::new()),
    };
    let fragment = Zeroizing::new(fragment);
    let pairs = url::form_urlencoded::parse(query.as_bytes()).chain(url::form_urlencoded::parse(fragment.as_bytes()));
    let (mut tokens, mut has_code) = (Vec::new(), false);
    for (name, value) in pairs {
        has_code |= name == "code" && !value.is_empty();
        if let Some(kind) = named(&name).filter(|_| !value.is_empty()) {
            tokens.push(BroughtToken { token: Secret::new(&*value), kind });
        }
    }
    let is_nothing = tokens.is_empty() && !has_code;
    if is_nothing && !text.contains("://") {
        return None;
    }
    let found_in = if is_nothing { BroughtForm::Nothing } else { BroughtForm::RedirectAddress };
    Some(Brought { tokens, found_in, has_code })
}

/// The bearer tokens of a curl command; of a form that it sends, too.
fn of_curl(command: &str) -> Vec<BroughtToken> {
    let joined = command.replace("\\\r\n", " ").replace("\\\n", " ").replace("^\r\n", " ").replace("^\n", " ");
    let joined = Zeroizing::new(joined);
    let Some(words) = shlex::split(&joined).map(Zeroizing::new) else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=').filter(|_| word.starts_with("--")) {
            Some((option, value)) => (option, Some(value)),
            None if word.len() > 2 && word.starts_with("-H") => ("-H", word.get(2..)),
            None => (word, words.peek().copied()),
        };
        let Some(value) = value else { continue };
        match option {
            "-H" | "--header" => tokens.extend(of_header(value)),
            "--oauth2-bearer" => tokens.push(unnamed(value)),
            "-d" | "--data" | "--data-raw" | "--data-urlencode" => {
                let pairs = url::form_urlencoded::parse(value.as_bytes()).filter(|(name, _)| name.ends_with("token"));
                tokens.extend(pairs.map(|(name, token)| BroughtToken { token: Secret::new(&*token), kind: named(&name).flatten() }));
            }
            _ => {}
        }
    }
    tokens
}

/// The token of `Authorization: Bearer …` or `Bearer …`, whatever the case of the scheme (RFC 9110 §11.1). `Token …` by itself
/// may be a sentence: there a token is long and has a digit.
fn of_header(line: &str) -> Option<BroughtToken> {
    let line = line.trim().trim_matches(['"', '\'']);
    let named = line.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case("authorization"));
    let value = named.map_or(line, |(_, value)| value).trim();
    let (scheme, token) = value.split_once(char::is_whitespace)?;
    let token = token.trim().trim_matches(['"', '\'', ',', ';']);
    let is_token = !token.is_empty() && !token.contains(char::is_whitespace);
    let is_no_word = || token.len() >= 16 && token.contains(|letter: char| letter.is_ascii_digit());
    let is_scheme = scheme.eq_ignore_ascii_case("bearer") || (scheme.eq_ignore_ascii_case("token") && (named.is_some() || is_no_word()));
    (is_token && is_scheme).then(|| unnamed(token))
}

/// The text itself; of a JWT that was broken into lines, the lines joined.
fn alone(text: &str) -> Option<BroughtToken> {
    let text = text.trim_matches(['"', '\'', '`', ',', ';']);
    let joined: Zeroizing<String> = Zeroizing::new(text.split_whitespace().collect());
    let is_one_word = joined.len() == text.len();
    (!joined.is_empty() && (is_one_word || joined.starts_with("eyJ"))).then(|| unnamed(&joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, found_in: BroughtForm, tokens: &[&str]) {
        let brought = bring(text).expect("is short");
        assert_eq!(brought.found_in, found_in, "{text}");
        assert_eq!(brought.tokens.iter().map(|found| found.token.expose()).collect::<Vec<_>>(), tokens, "{text}");
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
    fn prose_and_broken_answers_are_no_token() {
        use BroughtForm::{Header, Nothing, RedirectAddress, TokenAnswer};
        check("Token expired", Nothing, &[]);
        check("Token 0123456789abcdef", Header, &["0123456789abcdef"]);
        check("Authorization: Token abc", Header, &["abc"]);
        check(r#"{"access_token":"eyJhbGciOiJub25lIn0.e30.","expires"#, Nothing, &[]);
        check(r#"["eyJhbGciOiJub25lIn0.e30."]"#, TokenAnswer, &["eyJhbGciOiJub25lIn0.e30."]);
        check("#access_token=a&state=x", RedirectAddress, &["a"]);
        let brought = bring("code=abc&state=x").expect("is short");
        assert_eq!((brought.has_code, brought.found_in), (true, RedirectAddress));
        check("YWJjZGVm==", BroughtForm::Token, &["YWJjZGVm=="]);
    }

    #[test]
    fn the_name_that_it_stood_under_tells_its_kind() {
        use TokenKind::{Access, Identity, Refresh};
        let kinds = |text: &str| bring(text).expect("is short").tokens.iter().map(|found| found.kind).collect::<Vec<_>>();
        assert_eq!(kinds(r#"{"refresh_token":"r","access_token":"a","id_token":"i"}"#), [Some(Access), Some(Identity), Some(Refresh)]);
        assert_eq!(kinds("http://127.0.0.1/#id_token=i&token=t"), [Some(Identity), None]);
        assert_eq!(kinds("curl -d refresh_token=r https://a.example"), [Some(Refresh)]);
        assert_eq!(kinds("Bearer abc"), [None]);
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
