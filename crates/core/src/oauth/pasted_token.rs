//! A token that a person pastes (RFC 6750 §2.1).

use crate::token_store::Secret;

/// Why a pasted text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PastedTokenError {
    /// Nothing is left after the blanks at its ends.
    #[error("there is nothing in it")]
    Empty,
    /// A character that no bearer token holds.
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

/// The token in `text`, without the blanks at its ends.
///
/// # Errors
/// If what is left is not a `b64token`: letters, digits, `-._~+/`, then any number of `=`.
pub fn pasted_token(text: &str) -> Result<Secret, PastedTokenError> {
    let token = super::unwrap_pasted_token(text).token;
    let body = token.trim_end_matches('=');
    if body.is_empty() {
        return Err(PastedTokenError::Empty);
    }
    if token.len() > LONGEST {
        return Err(PastedTokenError::TooLong);
    }
    let belongs = |character: char| character.is_ascii_alphanumeric() || "-._~+/".contains(character);
    match body.chars().position(|character| !belongs(character)) {
        Some(index) => Err(PastedTokenError::Character { position: index + 1 }),
        None => Ok(Secret::new(token)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_are_left_out() {
        assert_eq!(pasted_token(" \n abc.DEF-_~+/09== \r\n").expect("is a token").expose(), "abc.DEF-_~+/09==");
    }

    #[test]
    fn other_characters_are_refused_with_their_place() {
        assert_eq!(refusal("ab c"), PastedTokenError::Character { position: 3 });
        assert_eq!(refusal("ab\r\nX: y"), PastedTokenError::Character { position: 3 });
        assert_eq!(refusal("a=b"), PastedTokenError::Character { position: 2 });
        assert_eq!(refusal("é"), PastedTokenError::Character { position: 1 });
        assert_eq!(refusal("   "), PastedTokenError::Empty);
        assert_eq!(refusal(&"a".repeat(40_000)), PastedTokenError::TooLong);
    }

    fn refusal(text: &str) -> PastedTokenError {
        pasted_token(text).expect_err("is refused")
    }
}
