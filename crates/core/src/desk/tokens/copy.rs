//! What goes from a token to the clipboard.

use super::{TokenError, TokenSource};
use crate::desk::{Desk, DeskError};
use crate::inspect::{self, Compared, Finding, TokenKind};
use crate::token_store::Secret;

impl Desk {
    /// The token itself, for the clipboard and nothing else. A connection's refresh token stays in the keyring.
    ///
    /// # Errors
    /// `Token`, `NoToken`, `TokenStore`.
    pub async fn token_to_copy(&self, source: &TokenSource) -> Result<Secret, DeskError> {
        let found = self.find_token(source).await?;
        if found.owner.is_some() && found.kind == Some(TokenKind::Refresh) {
            return Err(TokenError::RefreshToken.into());
        }
        Ok(found.token)
    }

    /// Header and claims as JSON for a ticket, without the signature and without what singles the token out.
    ///
    /// # Errors
    /// As [`Desk::inspect_token`].
    pub async fn redacted_json(&self, source: &TokenSource) -> Result<String, DeskError> {
        Ok(inspect::as_json(&self.inspect_token(source).await?.report))
    }

    /// The same as a table in Markdown.
    ///
    /// # Errors
    /// As [`Desk::inspect_token`].
    pub async fn redacted_markdown(&self, source: &TokenSource) -> Result<String, DeskError> {
        Ok(inspect::as_markdown(&self.inspect_token(source).await?.report))
    }

    /// Two tokens side by side, differences first, and what those mean.
    ///
    /// # Errors
    /// As [`Desk::inspect_token`].
    pub async fn compare_tokens(&self, first: &TokenSource, second: &TokenSource) -> Result<(Vec<Finding>, Vec<Compared>), DeskError> {
        let (first, second) = (self.inspect_token(first).await?, self.inspect_token(second).await?);
        let compared = tokio::task::spawn_blocking(move || inspect::compare(&first.report, &second.report, super::facts::now()));
        compared.await.map_err(|_| DeskError::Interrupted)
    }
}
