//! The token that is meant, and what is known of where it comes from.

use super::{TokenError, TokenSource};
use crate::desk::{ConnectionRecord, Desk, DeskError, OpenConnection};
use crate::inspect::TokenKind;
use crate::token_store::{Secret, StoredTokens};
use std::sync::Arc;

pub(super) struct Found {
    pub(super) token: Secret,
    /// Its kind, where its connection or the name that it was brought under tells it.
    pub(super) kind: Option<TokenKind>,
    /// Where it comes from, unless a person brought it.
    pub(super) owner: Option<Owner>,
}

pub(super) struct Owner {
    pub(super) connection: Arc<OpenConnection>,
    pub(super) record: ConnectionRecord,
    pub(super) tokens: StoredTokens,
}

/// A token of those kept for a connection.
pub(super) fn kept(tokens: &StoredTokens, kind: TokenKind) -> Option<&Secret> {
    match kind {
        TokenKind::Access => Some(&tokens.access_token),
        TokenKind::Refresh => tokens.refresh_token.as_ref(),
        TokenKind::Identity => tokens.id_token.as_ref(),
    }
}

impl Desk {
    /// # Errors
    /// `NoToken` where the connection is signed out or has no such token, `Token` where it was forgotten.
    pub(super) async fn find_token(&self, source: &TokenSource) -> Result<Found, DeskError> {
        match source {
            TokenSource::Connection { connection_id, token } => {
                let connection = self.connection(connection_id).await?;
                let tokens = connection.session.tokens().await?.ok_or(DeskError::NoToken)?;
                let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
                let secret = kept(&tokens, *token).ok_or(DeskError::NoToken)?.clone();
                Ok(Found { token: secret, kind: Some(*token), owner: Some(Owner { connection, record, tokens }) })
            }
            TokenSource::Brought { id } => {
                let held = self.brought().tokens.iter().find(|held| held.id == *id).cloned().ok_or(TokenError::Forgotten)?;
                Ok(Found { token: held.token, kind: held.kind, owner: None })
            }
        }
    }

    /// The same, of a connection alone.
    pub(super) async fn find_own(&self, source: &TokenSource) -> Result<(Secret, TokenKind, Owner), DeskError> {
        match self.find_token(source).await? {
            Found { token, kind: Some(kind), owner: Some(owner) } => Ok((token, kind, owner)),
            _ => Err(TokenError::NotOffered.into()),
        }
    }
}
