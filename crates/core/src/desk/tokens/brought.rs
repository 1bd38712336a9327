//! Tokens that a person brought: in memory alone, until they are forgotten or the app ends.

use super::{TokenError, TokenSource};
use crate::desk::{Desk, DeskError};
use crate::inspect::{self, BroughtForm, BroughtToken, LARGEST, TokenKind};
use crate::token_store::Secret;
use secrecy::zeroize::Zeroizing;
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
    /// Its kind, where the name that it stood under tells it.
    pub(super) kind: Option<TokenKind>,
}

impl Held {
    /// Its id.
    fn hold(&mut self, found: BroughtToken, found_in: BroughtForm) -> u32 {
        if let Some(known) = self.tokens.iter_mut().find(|known| known.token.is_same_as(&found.token)) {
            known.kind = known.kind.or(found.kind);
            return known.id;
        }
        self.last_id += 1;
        self.tokens.push(HeldToken { id: self.last_id, token: found.token, found_in, kind: found.kind });
        self.last_id
    }
}

impl Desk {
    /// Holds the tokens of a text that was pasted or dropped: all of them or none. One that is held already is not held twice.
    ///
    /// # Errors
    /// `Token` for a text that is too long, `TooMany`.
    pub fn bring_token(&self, text: &str) -> Result<BroughtTokens, DeskError> {
        let brought = inspect::bring(text).map_err(TokenError::from)?;
        let mut held = self.brought();
        let before = held.tokens.len();
        let tokens = brought.tokens.into_iter().map(|found| TokenSource::Brought { id: held.hold(found, brought.found_in) }).collect();
        if held.tokens.len() > MOST {
            held.tokens.truncate(before);
            return Err(DeskError::TooMany { limit: MOST });
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

    /// Forgets a brought token with the keys that were given for it, or all of both, as on leaving.
    pub fn forget_brought(&self, id: Option<u32>) {
        self.brought().tokens.retain(|held| id.is_some_and(|id| id != held.id));
        self.given_keys().retain(|source, _| id.is_some_and(|id| *source != TokenSource::Brought { id }));
    }

    /// Forgets the keys that were given for the tokens of a connection.
    pub(super) fn forget_keys(&self, connection_id: &str) {
        let is_of = |source: &TokenSource| matches!(source, TokenSource::Connection { connection_id: known, .. } if known == connection_id);
        self.given_keys().retain(|source, _| !is_of(source));
    }

    pub(super) fn brought(&self) -> MutexGuard<'_, Held> {
        self.inner.brought.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text file that may hold a secret.
pub(super) async fn secret_file(path: &Path) -> Result<Secret, DeskError> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::open(path)?;
        // Of a size from the start: a text that grows leaves copies behind.
        let size = file.metadata()?.len().min(LARGEST_FILE) + 1;
        let mut text = Zeroizing::new(String::with_capacity(usize::try_from(size).unwrap_or_default()));
        file.take(LARGEST_FILE + 1).read_to_string(&mut text).map(|_| Secret::new(text.as_str()))
    });
    Ok(read.await.map_err(|_| DeskError::Interrupted)?.map_err(TokenError::File)?)
}
