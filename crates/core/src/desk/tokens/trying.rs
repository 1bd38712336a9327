//! One harmless request with a token.

use super::found::Owner;
use super::{TokenError, TokenSource};
use crate::desk::{Desk, DeskError};
use crate::inspect::{self, TokenKind};
use crate::oauth::{ClientRegistration, unix_now};
use crate::rest::RequestError;
use crate::token_store::StoredTokens;
use coredesk_catalogue::Grant;
use tokio_util::sync::CancellationToken;

/// What one request with a token came to.
#[derive(Debug)]
pub struct TriedToken {
    /// Method and path, without host and query.
    pub request: String,
    /// The status of the yes, or why none came.
    pub outcome: Result<u16, RequestError>,
}

impl Desk {
    /// Asks a connection's service for the first row of its first collection with a token: a connection's own at its own
    /// service, a brought one where the person says. Nothing is renewed and nothing of the connection changes.
    ///
    /// # Errors
    /// `Token` for a connection's token at another's service and for refresh and id tokens; `NoToken`.
    pub async fn try_one_request(&self, source: &TokenSource, connection_id: &str) -> Result<TriedToken, DeskError> {
        let found = self.find_token(source).await?;
        let kind = found.kind.or_else(|| inspect::inspect(found.token.expose(), None, 0.0).kind);
        match (&found.owner, kind) {
            (Some(Owner { record, .. }), _) if record.id != connection_id => return Err(TokenError::OtherConnection.into()),
            (_, Some(TokenKind::Refresh)) => return Err(TokenError::RefreshToken.into()),
            (_, Some(TokenKind::Identity)) => return Err(TokenError::NotOffered.into()),
            _ => {}
        }
        let connection = self.connection(connection_id).await?;
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        let tokens = StoredTokens {
            access_token: found.token,
            refresh_token: None,
            id_token: None,
            expires_at: None,
            obtained_at: unix_now(),
            granted_scopes: Vec::new(),
            base_url: record.base_url.clone(),
        };
        let client = ClientRegistration { grant: Grant::Token, ..record.registration.client() };
        self.try_once(&connection.service, &client, &tokens, &CancellationToken::new()).await
    }
}
