//! Tokens: where they rest, and what they say. None leaves the core but to the clipboard.

mod ask;
mod brought;
mod copy;
mod error;
mod facts;
mod found;
mod inspected;
mod list;
mod trying;
mod verification;

pub use ask::{Difference, ServerSays};
pub use brought::BroughtTokens;
pub(super) use brought::Held;
pub use error::TokenError;
pub use facts::{Fact, FactFrom, FactName, FactValue};
pub use inspected::{InspectedToken, KeptAt, ScopeStanding, TokenMay};
pub use list::ListedToken;
pub use trying::TriedToken;
pub(super) use verification::IssuerKeys;
pub use verification::{IssuerKeysError, KeysFrom, KeysSource};

use super::{Desk, DeskError, DeskEvent};
use crate::inspect::TokenKind;
use crate::store::StoreError;
use crate::token_store::{ChosenTokenStore, ProfileId, TokenStore, TokenStoreError};
use std::sync::Arc;

/// A token that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TokenSource {
    /// One of a connection's.
    Connection {
        /// The connection.
        connection_id: String,
        /// Which of its tokens.
        token: TokenKind,
    },
    /// One that a person brought; held in memory until it is forgotten or the app ends.
    Brought {
        /// Given to it here.
        id: u32,
    },
}

impl Desk {
    /// Revokes and forgets the tokens of a connection, also offline. Rows and unsent changes stay.
    ///
    /// # Errors
    /// `TokenStore` when the keyring entry could not be removed.
    pub async fn sign_out(&self, connection_id: &str) -> Result<(), DeskError> {
        self.forget_keys(connection_id);
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
