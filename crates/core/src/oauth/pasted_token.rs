//! A token or an API key that a person pastes (RFC 6750 §2.1).

use super::{BaseUrlError, Identity, SignedIn, base_url::base_url_after, unix_now};
use crate::token_store::{Secret, StoredTokens};
use coredesk_catalogue::{CredentialHeader, Service};

/// Why a pasted text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PastedTokenError {
    /// Nothing is left after the blanks at its ends and a leading `Bearer`.
    #[error("there is nothing in it")]
    Empty,
    /// A character that no token, or no header, holds.
    #[error("the character at position {position} does not belong in a token")]
    Character {
        /// Counted from 1, after the blanks at the start were left out.
        position: usize,
    },
    /// Longer than any header may be.
    #[error("it is longer than any token")]
    TooLong,
}

const LONGEST: usize = 32 * 1024;

/// A pasted text without what people copy along with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwrapped<'t> {
    /// What is left.
    pub token: &'t str,
    /// What stood before it, such as `Bearer` or `Authorization: Bearer`, as it was written; empty for nothing.
    pub taken_off: &'t str,
}

/// Leaves out blanks at the ends and a leading `Bearer` or `Authorization: Bearer`, in any case.
pub fn unwrap_pasted_token(text: &str) -> Unwrapped<'_> {
    unwrapped(text, "authorization", "bearer")
}

fn unwrapped<'t>(text: &'t str, header: &str, scheme: &str) -> Unwrapped<'t> {
    let text = text.trim();
    let without_header = without(text, header).and_then(|rest| rest.trim_start().strip_prefix(':')).map_or(text, str::trim_start);
    let token = without(without_header, scheme)
        .filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        .map_or(without_header, str::trim_start);
    Unwrapped { token, taken_off: text[..text.len() - token.len()].trim_end() }
}

/// The bearer token in `text`, without what [`unwrap_pasted_token`] leaves out.
///
/// # Errors
/// If what is left is not a `b64token`: letters, digits, `-._~+/`, then any number of `=`.
pub fn pasted_token(text: &str) -> Result<Secret, PastedTokenError> {
    let token = unwrap_pasted_token(text).token;
    let body = token.trim_end_matches('=');
    let belongs = |character: char| character.is_ascii_alphanumeric() || "-._~+/".contains(character);
    // Of a text of `=` alone the first one is out of place.
    let odd = if body.is_empty() { token.chars().next().map(|_| 0) } else { body.chars().position(|character| !belongs(character)) };
    checked(text, token, odd)
}

/// What goes into `header` from `text`: a bearer token where the header says so, else an API key, which may hold
/// whatever a header's value may, but no blanks. The header's own name and scheme before it are left out.
///
/// # Errors
/// The first character that does not belong in it.
pub fn pasted_credential(text: &str, header: &CredentialHeader) -> Result<Secret, PastedTokenError> {
    if header.scheme.eq_ignore_ascii_case("bearer") {
        return pasted_token(text);
    }
    let key = unwrapped(text, &header.name, &header.scheme).token;
    checked(text, key, key.chars().position(|character| !character.is_ascii_graphic()))
}

/// The tokens of a connection whose token was made elsewhere. Its end, if it has one, is not known.
///
/// # Errors
/// If the service's base URL cannot be used.
pub fn signed_in_with(service: &Service, token: Secret, scopes: &[String]) -> Result<SignedIn, BaseUrlError> {
    let tokens = StoredTokens {
        access_token: token,
        refresh_token: None,
        id_token: None,
        expires_at: None,
        obtained_at: unix_now(),
        granted_scopes: scopes.to_vec(),
        base_url: base_url_after(&service.base_url, None, None)?.into(),
    };
    Ok(SignedIn { tokens, identity: Identity::default() })
}

/// `odd` counts the characters of `token` before the first that does not belong.
fn checked(text: &str, token: &str, odd: Option<usize>) -> Result<Secret, PastedTokenError> {
    if token.is_empty() {
        return Err(PastedTokenError::Empty);
    }
    if token.len() > LONGEST {
        return Err(PastedTokenError::TooLong);
    }
    match odd {
        Some(index) => {
            let pasted = text.trim();
            let before = pasted[..pasted.len() - token.len()].chars().count();
            Err(PastedTokenError::Character { position: before + index + 1 })
        }
        None => Ok(Secret::new(token)),
    }
}

/// What follows `word` at the start of `text`, in any case. No word starts nothing.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    (!word.is_empty() && start.eq_ignore_ascii_case(word)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_are_left_out() {
        assert_eq!(token(" \n abc.DEF-_~+/09== \r\n"), "abc.DEF-_~+/09==");
    }

    #[test]
    fn what_is_copied_along_is_left_out_and_told() {
        for (text, taken_off) in [
            ("Bearer abc", "Bearer"),
            ("  bearer\t abc ", "bearer"),
            ("Authorization: Bearer abc", "Authorization: Bearer"),
            ("authorization:BEARER\n abc", "authorization:BEARER"),
            ("Authorization : abc", "Authorization :"),
            ("abc", ""),
        ] {
            assert_eq!(unwrap_pasted_token(text), Unwrapped { token: "abc", taken_off }, "{text}");
        }
        for text in ["bearerabc", "authorizationabc", "Bearer.abc"] {
            assert_eq!(token(text), text, "only the word itself is left out");
        }
    }

    #[test]
    fn tokens_of_many_thousand_characters_are_taken_whole() {
        let long = "e".repeat(16_000);
        assert_eq!(token(&long), long);
    }

    #[test]
    fn other_characters_are_refused_with_their_place() {
        let refusal = |text: &str| pasted_token(text).expect_err("is refused");
        assert_eq!(refusal("ab c"), PastedTokenError::Character { position: 3 });
        assert_eq!(refusal("ab\r\nX: y"), PastedTokenError::Character { position: 3 });
        assert_eq!(refusal(" Bearer ab c"), PastedTokenError::Character { position: 10 });
        assert_eq!(refusal("\"abc\""), PastedTokenError::Character { position: 1 });
        assert_eq!(refusal("a=b"), PastedTokenError::Character { position: 2 });
        assert_eq!(refusal("=="), PastedTokenError::Character { position: 1 });
        assert_eq!(refusal("é"), PastedTokenError::Character { position: 1 });
        assert_eq!(refusal("   "), PastedTokenError::Empty);
        assert_eq!(refusal("Bearer "), PastedTokenError::Empty);
        assert_eq!(refusal(&"a".repeat(40_000)), PastedTokenError::TooLong);
    }

    #[test]
    fn an_api_key_may_hold_what_a_header_holds() {
        let header = CredentialHeader { name: "X-API-Key".to_owned(), scheme: String::new() };
        let key = |text: &str| pasted_credential(text, &header).map(|key| key.expose().to_owned());
        assert_eq!(key(" k:{1}=\"x\"; \n"), Ok("k:{1}=\"x\";".to_owned()));
        assert_eq!(key("Bearer"), Ok("Bearer".to_owned()), "it is not this header's scheme");
        assert_eq!(key("x-api-key: k1"), Ok("k1".to_owned()));
        let token = CredentialHeader { name: "Authorization".to_owned(), scheme: "Token".to_owned() };
        assert_eq!(pasted_credential("Authorization: Token k1", &token).expect("is a key").expose(), "k1");
        for (text, position) in [("a b", 2), ("a\nX: y", 2), ("aé", 2), ("\u{7f}", 1)] {
            assert_eq!(key(text), Err(PastedTokenError::Character { position }), "{text:?}");
        }
        assert_eq!(key(" "), Err(PastedTokenError::Empty));
        assert!(pasted_credential("k:1", &CredentialHeader::default()).is_err(), "as a bearer token it is none");
    }

    fn token(text: &str) -> String {
        pasted_token(text).expect("is a token").expose().to_owned()
    }
}
