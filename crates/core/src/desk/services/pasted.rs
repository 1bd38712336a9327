//! A pasted token without what comes along from where it was copied.

use crate::oauth::{PastedTokenError, pasted_token};
use crate::token_store::Secret;

const LONGEST: usize = 32 * 1024;

/// A token, and what was taken off the text that was pasted.
#[derive(Debug)]
pub struct PastedToken {
    /// What is left.
    pub token: Secret,
    /// What stood before it, such as `Bearer`.
    pub taken_off: Option<&'static str>,
}

/// A bearer token without the header's name and scheme that were copied with it (`bidcore-api.md`, section 2.2).
///
/// # Errors
/// Why what is left is no bearer token.
pub fn pasted_bearer_token(text: &str) -> Result<PastedToken, PastedTokenError> {
    let (text, taken_off) = unwrapped(text);
    Ok(PastedToken { token: pasted_token(text)?, taken_off })
}

/// An API key, which may hold any character that can be seen.
///
/// # Errors
/// Why what is left cannot stand in a header.
pub(in crate::desk) fn pasted_key(text: &str) -> Result<Secret, PastedTokenError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(PastedTokenError::Empty);
    }
    if text.len() > LONGEST {
        return Err(PastedTokenError::TooLong);
    }
    match text.chars().position(|character| !character.is_ascii_graphic()) {
        Some(index) => Err(PastedTokenError::Character { position: index + 1 }),
        None => Ok(Secret::new(text)),
    }
}

fn unwrapped(text: &str) -> (&str, Option<&'static str>) {
    let mut rest = text.trim();
    let mut taken_off = None;
    for (prefix, name) in [("authorization:", "Authorization:"), ("bearer ", "Bearer")] {
        if let (Some(start), Some(after)) = (rest.get(..prefix.len()), rest.get(prefix.len()..))
            && start.eq_ignore_ascii_case(prefix)
        {
            rest = after.trim_start();
            taken_off = Some(if taken_off.is_some() { "Authorization: Bearer" } else { name });
        }
    }
    (rest, taken_off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_copied_along_is_taken_off() {
        for (text, taken_off) in [
            ("abc.DEF-1", None),
            (" abc.DEF-1\n", None),
            ("Bearer abc.DEF-1", Some("Bearer")),
            ("bearer   abc.DEF-1 ", Some("Bearer")),
            ("Authorization: Bearer abc.DEF-1", Some("Authorization: Bearer")),
        ] {
            let pasted = pasted_bearer_token(text).expect("is a token");
            assert_eq!((pasted.token.expose(), pasted.taken_off), ("abc.DEF-1", taken_off), "{text}");
        }
        assert_eq!(pasted_bearer_token("  ").expect_err("is none"), PastedTokenError::Empty);
        assert_eq!(pasted_bearer_token("Bearer a b").expect_err("is none"), PastedTokenError::Character { position: 2 });
    }

    #[test]
    fn a_key_is_anything_that_can_be_seen() {
        assert_eq!(pasted_key(" k:3y$%\n").expect("is a key").expose(), "k:3y$%");
        assert_eq!(pasted_key("k\r\nX: y").expect_err("is none"), PastedTokenError::Character { position: 2 });
        assert_eq!(pasted_key("  ").expect_err("is none"), PastedTokenError::Empty);
    }
}
