//! The token store as a session uses it: off the async threads, under the store lock, within a limit.

use super::SessionError;
use super::locks::Locks;
use crate::token_store::{ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use std::sync::Arc;
use std::time::Duration;

/// Long enough for a person to unlock the keyring.
const LIMIT: Duration = Duration::from_secs(60);

/// What the store is to do when a refresh has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    Done,
    /// The tokens that the refresh started from are no longer there, so nothing was touched.
    Superseded,
}

#[derive(Clone)]
pub(super) struct Vault {
    pub(super) profile: ProfileId,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) locks: Locks,
}

impl Vault {
    pub(super) async fn load(&self) -> Result<Option<StoredTokens>, SessionError> {
        self.with_store(|store, profile| store.load(profile)).await
    }

    pub(super) async fn save(&self, tokens: StoredTokens) -> Result<(), SessionError> {
        self.with_store(move |store, profile| store.save(profile, &tokens)).await
    }

    /// The client secret of this profile.
    pub(super) async fn client_secret(&self) -> Result<Option<Secret>, SessionError> {
        self.with_store(|store, profile| store.load_client_secret(profile)).await
    }

    pub(super) async fn save_client_secret(&self, secret: Secret) -> Result<(), SessionError> {
        self.with_store(move |store, profile| store.save_client_secret(profile, &secret)).await
    }

    /// Forgets and answers what was there.
    pub(super) async fn take(&self) -> Result<Option<StoredTokens>, SessionError> {
        self.with_store(|store, profile| {
            // What cannot be read can still be forgotten.
            let kept = store.load(profile).unwrap_or_default();
            store.remove(profile)?;
            Ok(kept)
        })
        .await
    }

    /// Keeps `renewed` if the store still holds what the refresh started from.
    pub(super) async fn replace(&self, former: &StoredTokens, renewed: StoredTokens) -> Result<Stored, SessionError> {
        let former = former.clone();
        self.with_store(move |store, profile| {
            let kept = store.load(profile)?;
            if is_same(kept.as_ref(), &renewed) {
                // An earlier try got through after all, later than it was waited for.
                return Ok(Stored::Done);
            }
            if !is_same(kept.as_ref(), &former) {
                return Ok(Stored::Superseded);
            }
            store.save(profile, &renewed).map(|()| Stored::Done)
        })
        .await
    }

    /// Forgets `dead` if the store still holds it.
    pub(super) async fn drop_dead(&self, dead: &StoredTokens) -> Result<Stored, SessionError> {
        let dead = dead.clone();
        self.with_store(move |store, profile| {
            if !is_same(store.load(profile)?.as_ref(), &dead) {
                return Ok(Stored::Superseded);
            }
            store.remove(profile).map(|()| Stored::Done)
        })
        .await
    }

    async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn TokenStore, &ProfileId) -> Result<T, TokenStoreError> + Send + 'static,
    ) -> Result<T, SessionError> {
        let vault = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _held = vault.locks.for_store()?;
            work(vault.store.as_ref(), &vault.profile).map_err(SessionError::from)
        });
        match tokio::time::timeout(LIMIT, done).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(SessionError::Interrupted),
            Err(_) => Err(TokenStoreError::NoAnswer.into()),
        }
    }
}

fn is_same(kept: Option<&StoredTokens>, former: &StoredTokens) -> bool {
    kept.is_some_and(|kept| kept.access_token.is_same_as(&former.access_token))
}
