//! Tokens that a person brought: in memory alone, until they are forgotten or the app ends.

use super::{TokenError, TokenSource};
use crate::desk::{Desk, DeskError};
use crate::inspect::{self, BroughtForm, LARGEST};
use crate::token_store::Secret;
use std::io::Read;
use std::path::Path;
use std::sync::{MutexGuard, PoisonError};

/// More than anybody looks at; more than these are refused.
const MOST: usize = 100;
/// A longer file holds something else, in bytes.
const LARGEST_FILE: u64 = 4 * LARGEST as u64;

/// What was found in a text that a person brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtTokens {
    /// The tokens, in the order of the text.
    pub tokens: Vec<TokenSource>,
    /// What the text was taken for.
    pub found_in: BroughtForm,
    /// It holds an authorization code, which is no token.
    pub has_code: bool,
}

/// The brought tokens that are held, in the order in which they came.
#[derive(Default)]
pub(in crate::desk) struct Held {
    pub(super) tokens: Vec<HeldToken>,
    last_id: u32,
}

#[derive(Clone)]
pub(super) struct HeldToken {
    pub(super) id: u32,
    pub(super) token: Secret,
    pub(super) found_in: BroughtForm,
}

impl Desk {
    /// Holds the tokens of a text that was pasted or dropped. One that is held already is not held twice.
    ///
    /// # Errors
    /// `Token` for a text that is too long, `TooMany`.
    pub fn bring_token(&self, text: &str) -> Result<BroughtTokens, DeskError> {
        let brought = inspect::bring(text).map_err(TokenError::from)?;
        let mut held = self.brought();
        let is_held = |held: &Held, token: &Secret| held.tokens.iter().find(|known| known.token.is_same_as(token)).map(|known| known.id);
        let mut tokens = Vec::new();
        for token in brought.tokens {
            let id = match is_held(&held, &token) {
                Some(id) => id,
                None if held.tokens.len() == MOST => return Err(DeskError::TooMany { limit: MOST }),
                None => {
                    held.last_id += 1;
                    let id = held.last_id;
                    held.tokens.push(HeldToken { id, token, found_in: brought.found_in });
                    id
                }
            };
            tokens.push(TokenSource::Brought { id });
        }
        Ok(BroughtTokens { tokens, found_in: brought.found_in, has_code: brought.has_code })
    }

    /// The same from a file.
    ///
    /// # Errors
    /// `Token` where it cannot be read or is too long, `TooMany`.
    pub async fn bring_token_file(&self, path: &Path) -> Result<BroughtTokens, DeskError> {
        let text = secret_file(path).await?;
        self.bring_token(text.expose())
    }

    /// Forgets a brought token, or all of them, with the keys that were given for them.
    pub fn forget_brought(&self, id: Option<u32>) {
        let goes = |source: &TokenSource| matches!(source, TokenSource::Brought { id: known } if id.is_none_or(|id| id == *known));
        self.brought().tokens.retain(|held| id.is_some_and(|id| id != held.id));
        self.given_keys().retain(|source, _| !goes(source));
    }

    pub(super) fn brought(&self) -> MutexGuard<'_, Held> {
        self.inner.brought.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text file that may hold a secret.
pub(super) async fn secret_file(path: &Path) -> Result<Secret, DeskError> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_string(&mut text).map(|_| Secret::new(text))
    });
    Ok(read.await.map_err(|_| DeskError::Interrupted)?.map_err(TokenError::File)?)
}
