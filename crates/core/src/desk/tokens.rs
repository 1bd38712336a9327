//! The keyring, and what a connection's tokens say.

use super::{Desk, DeskError, DeskEvent};
use crate::inspect::{self, TokenReport};
use crate::store::StoreError;
use crate::token_store::{ChosenTokenStore, ProfileId, TokenStore, TokenStoreError};
use coredesk_catalogue::ScopeMeaning;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Which of a connection's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionToken {
    /// The one that opens the API.
    Access,
    /// The one that names the person.
    Identity,
}

/// A scope of the service and what became of it at sign-in.
#[derive(Debug, Clone)]
pub struct ScopeStanding {
    /// The scope in plain words.
    pub meaning: ScopeMeaning,
    /// It was asked for.
    pub asked: bool,
    /// The token has it.
    pub granted: bool,
}

/// A token of a connection, explained.
#[derive(Debug, Clone)]
pub struct InspectedToken {
    /// What stands in it.
    pub report: TokenReport,
    /// The service's scopes, and what became of each.
    pub scopes: Vec<ScopeStanding>,
    /// The base URL that it opens.
    pub base_url: String,
    /// The keyring entry that holds it.
    pub entry: String,
}

impl Desk {
    /// Decodes a token of a connection. The token itself stays here.
    ///
    /// # Errors
    /// `NoToken` when the connection is signed out or has no such token; `TokenStore`.
    pub async fn inspect_token(&self, connection_id: &str, which: ConnectionToken) -> Result<InspectedToken, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entry = if self.inner.token_store.is_for_this_run_only() {
            "memory of this run".to_owned()
        } else {
            format!("coredesk/{}", ProfileId::new(connection_id))
        };
        let tokens = connection.session.tokens().await?.ok_or(DeskError::NoToken)?;
        let token = match which {
            ConnectionToken::Access => Some(&tokens.access_token),
            ConnectionToken::Identity => tokens.id_token.as_ref(),
        };
        let report = inspect::inspect(token.ok_or(DeskError::NoToken)?.expose(), &TimeZone::system());
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        let standing = |meaning: &ScopeMeaning| ScopeStanding {
            meaning: meaning.clone(),
            asked: record.registration.scopes.contains(&meaning.scope),
            granted: tokens.granted_scopes.contains(&meaning.scope),
        };
        let scopes = connection.service.scopes.iter().map(standing).collect();
        Ok(InspectedToken { report, scopes, base_url: tokens.base_url.clone(), entry })
    }

    /// Revokes and forgets the tokens of a connection, also offline. Rows and unsent changes stay.
    ///
    /// # Errors
    /// `TokenStore` when the keyring entry could not be removed.
    pub async fn sign_out(&self, connection_id: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        if let Err(error) = connection.session.sign_out().await? {
            tracing::warn!(%error, "signed out here; the service could not be told");
        }
        self.tell(DeskEvent::Connection { connection_id: Some(connection_id.to_owned()) });
        Ok(())
    }

    /// Signs out and removes all that is kept of a connection.
    ///
    /// # Errors
    /// `Sending`; `TokenStore`, `Store`, `Files`.
    pub async fn remove_connection(&self, connection_id: &str) -> Result<(), DeskError> {
        self.refuse_while_sending(connection_id)?;
        if self.sign_out(connection_id).await.is_err() {
            // Its data cannot be opened; its tokens go all the same.
            tracing::warn!("a connection is removed without signing out at the service");
        }
        self.forget_entries(ProfileId::new(connection_id)).await?;
        // Nobody opens it any more.
        self.inner.directory.remove(connection_id).await?;
        if let Some(connection) = self.close(connection_id).await {
            // What is being written ends before its file goes.
            connection.store.write(|_| Ok::<_, StoreError>(())).await?;
        }
        tokio::fs::remove_dir_all(self.connection_folder(connection_id)).await.map_err(DeskError::Files)?;
        self.tell(DeskEvent::Connection { connection_id: None });
        Ok(())
    }

    pub(super) fn token_store(&self) -> Arc<dyn TokenStore> {
        Arc::<ChosenTokenStore>::clone(&self.inner.token_store)
    }

    /// Runs `work` on the keyring off the async threads: it blocks and may ask a person.
    pub(super) async fn with_token_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn TokenStore) -> Result<T, TokenStoreError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let store = self.token_store();
        Ok(tokio::task::spawn_blocking(move || work(store.as_ref())).await.map_err(|_| DeskError::Interrupted)??)
    }
}
