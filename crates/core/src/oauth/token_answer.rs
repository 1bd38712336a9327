//! The answer of a token endpoint (RFC 6749 §5.1), read with patience for what services do to it.

use crate::token_store::Secret;
use oauth2::basic::BasicTokenType;
use oauth2::{AccessToken, RefreshToken, Scope};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde_json::{Map, Value};
use std::time::Duration;

/// No access token lives longer than this, whatever `expires_in` says: ten years.
const LONGEST_LIFE_SECONDS: f64 = 315_360_000.0;

/// What a token endpoint answered. Members that are unknown are ignored; optional ones that are odd count as missing.
#[derive(Clone)]
pub(super) struct TokenAnswer {
    access_token: AccessToken,
    refresh_token: Option<RefreshToken>,
    expires_in: Option<Duration>,
    scopes: Option<Vec<Scope>>,
    id_token: Option<Secret>,
    endpoint: Option<String>,
}

impl TokenAnswer {
    pub(super) fn access_token(&self) -> Secret {
        Secret::new(self.access_token.secret().as_str())
    }

    pub(super) fn refresh_token(&self) -> Option<Secret> {
        self.refresh_token.as_ref().map(|token| Secret::new(token.secret().as_str()))
    }

    pub(super) fn id_token(&self) -> Option<Secret> {
        self.id_token.clone()
    }

    /// Seconds that the access token lives, if the service said so in a way that can be true.
    pub(super) fn expires_in(&self) -> Option<i64> {
        self.expires_in.and_then(|life| i64::try_from(life.as_secs()).ok())
    }

    /// The scopes granted, if the service said so.
    pub(super) fn scopes(&self) -> Option<Vec<String>> {
        self.scopes.as_ref().map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect())
    }

    /// The base URL of the API as the service wrote it. Untrusted.
    pub(super) fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    fn read(members: &Map<String, Value>) -> Result<Self, &'static str> {
        let access_token = token_text(members, "access_token").ok_or("it holds no usable access token")?;
        let token_type = text(members, "token_type").ok_or("it does not say what kind of token it holds")?;
        if !token_type.eq_ignore_ascii_case("bearer") {
            return Err("its token is not a bearer token");
        }
        Ok(Self {
            access_token: AccessToken::new(access_token),
            refresh_token: token_text(members, "refresh_token").map(RefreshToken::new),
            expires_in: member(members, "expires_in").and_then(seconds),
            scopes: text(members, "scope").map(|scopes| scopes.split_whitespace().map(|scope| Scope::new(scope.to_owned())).collect()),
            id_token: token_text(members, "id_token").map(Secret::new),
            // A mistyped endpoint must be judged and refused, not overlooked.
            endpoint: member(members, "endpoint").or_else(|| member(members, "api_endpoint")).map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            }),
        })
    }
}

/// A life in seconds: a number or the text of one, above zero.
fn seconds(value: &Value) -> Option<Duration> {
    let life: f64 = match value {
        Value::Number(number) => number.to_string().parse().ok()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (life >= 1.0).then(|| Duration::from_secs_f64(life.min(LONGEST_LIFE_SECONDS).trunc()))
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    member(members, name).and_then(Value::as_str)
}

/// The member called `name`, or `name` in camel case, as one client of BQE CORE is prepared for (`core-api.md`, section 6).
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let there = |name: &str| members.get(name).filter(|value| !value.is_null());
    there(name).or_else(|| there(&camel_case(name)))
}

/// `access_token` as `accessToken`.
fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for (place, word) in name.split('_').enumerate() {
        let initial = word.get(..1).unwrap_or_default();
        camel += &if place > 0 { initial.to_ascii_uppercase() } else { initial.to_owned() };
        camel += word.get(1..).unwrap_or_default();
    }
    camel
}

/// A token that can stand in a header and a form.
fn token_text(members: &Map<String, Value>, name: &str) -> Option<String> {
    let token = text(members, name)?;
    (!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())).then(|| token.to_owned())
}

impl<'de> serde::Deserialize<'de> for TokenAnswer {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&Map::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The `oauth2` crate asks for it; tokens are never written.
impl serde::Serialize for TokenAnswer {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("a token answer is not written"))
    }
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TokenAnswer")
    }
}

impl oauth2::TokenResponse for TokenAnswer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }
    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }
    fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }
    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }
    fn scopes(&self) -> Option<&Vec<Scope>> {
        self.scopes.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::TokenAnswer;
    use crate::token_store::Secret;

    #[test]
    fn a_whole_answer_is_read_and_unknown_members_are_ignored() {
        let answer = read(
            r#"{"access_token":"a","token_type":"bEaReR","expires_in":3600,"refresh_token":"r","scope":"read:core openid",
                "endpoint":"https://x/","odd":{"n":1e400},"id_token":"i"}"#,
        )
        .expect("reads");
        assert_eq!(answer.expires_in(), Some(3600));
        assert_eq!(answer.refresh_token().as_ref().map(Secret::expose), Some("r"));
        assert_eq!(answer.scopes(), Some(vec!["read:core".to_owned(), "openid".to_owned()]));
        assert_eq!(answer.endpoint(), Some("https://x/"));
    }

    #[test]
    fn other_spellings_of_the_names_are_read_where_the_usual_one_is_not_there() {
        let answer = read(
            r#"{"accessToken":"a","tokenType":"Bearer","expiresIn":60,"refreshToken":"r","idToken":"i","apiEndpoint":"https://x/",
                "refresh_token":null}"#,
        )
        .expect("reads");
        assert_eq!((answer.access_token().expose(), answer.expires_in(), answer.endpoint()), ("a", Some(60), Some("https://x/")));
        assert_eq!(answer.refresh_token().as_ref().map(Secret::expose), Some("r"));
        assert_eq!(answer.id_token().as_ref().map(Secret::expose), Some("i"));
        let both = read(r#"{"access_token":"a","token_type":"Bearer","endpoint":"https://x/","api_endpoint":"https://y/"}"#);
        assert_eq!(both.expect("reads").endpoint(), Some("https://x/"));
    }

    #[test]
    fn a_token_of_another_kind_is_refused() {
        assert!(read(r#"{"access_token":"a","token_type":"mac"}"#).is_err());
        assert!(read(r#"{"access_token":"a"}"#).is_err());
    }

    #[test]
    fn a_token_that_would_split_a_header_is_refused() {
        assert!(read(r#"{"access_token":"a\r\nX: y","token_type":"Bearer"}"#).is_err());
        assert!(read(r#"{"access_token":"","token_type":"Bearer"}"#).is_err());
        assert!(read(r#"{"access_token":7,"token_type":"Bearer"}"#).is_err());
        assert!(read(r#"["a"]"#).is_err());
    }

    #[test]
    fn expires_in_may_be_missing_a_text_or_nonsense() {
        for (given, expected) in [
            (r#""3600""#, Some(3600)),
            ("3600.9", Some(3600)),
            ("1e99", Some(315_360_000)),
            ("0", None),
            ("-5", None),
            ("null", None),
            (r#""soon""#, None),
            ("[1]", None),
        ] {
            let answer = read(&format!(r#"{{"access_token":"a","token_type":"Bearer","expires_in":{given}}}"#)).expect("reads");
            assert_eq!(answer.expires_in(), expected, "{given}");
        }
    }

    #[test]
    fn a_mistyped_endpoint_is_not_taken_for_a_missing_one() {
        let answer = read(r#"{"access_token":"a","token_type":"Bearer","endpoint":7}"#).expect("reads");
        assert_eq!(answer.endpoint(), Some("7"));
    }

    fn read(text: &str) -> Result<TokenAnswer, serde_json::Error> {
        serde_json::from_str(text)
    }
}
