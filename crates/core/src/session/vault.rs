//! The token store as a session uses it: off the async threads, under the store lock, within a limit.

use super::SessionError;
use super::locks::Locks;
use crate::oauth::ClientSecret;
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

    /// The client secret of this profile.
    pub(super) async fn client_secret(&self) -> Result<Option<Secret>, SessionError> {
        self.with_store(|store, profile| store.load_client_secret(profile)).await
    }

    /// Keeps the tokens of a sign-in and the secret that it was made with, or leaves both as they were.
    pub(super) async fn save_signed_in(&self, tokens: StoredTokens, secret: ClientSecret) -> Result<(), SessionError> {
        self.with_store(move |store, profile| keep_signed_in(store, profile, &tokens, &secret)).await
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

/// Keeps the tokens of a sign-in and the secret that it was made with, or leaves both as they were.
pub(crate) fn keep_signed_in(
    store: &dyn TokenStore,
    profile: &ProfileId,
    tokens: &StoredTokens,
    secret: &ClientSecret,
) -> Result<(), TokenStoreError> {
    let ClientSecret::Given(secret) = secret else {
        store.save(profile, tokens)?;
        return if matches!(secret, ClientSecret::None) { store.remove_client_secret(profile) } else { Ok(()) };
    };
    let former = store.load_client_secret(profile)?;
    store.save_client_secret(profile, secret)?;
    store.save(profile, tokens).inspect_err(|_| {
        // What the former tokens are renewed with must not be lost with a sign-in that failed.
        let restored = match &former {
            Some(former) => store.save_client_secret(profile, former),
            None => store.remove_client_secret(profile),
        };
        if let Err(error) = restored {
            tracing::warn!(%error, "the former client secret could not be put back");
        }
    })
}

fn is_same(kept: Option<&StoredTokens>, former: &StoredTokens) -> bool {
    kept.is_some_and(|kept| kept.access_token.is_same_as(&former.access_token))
}
