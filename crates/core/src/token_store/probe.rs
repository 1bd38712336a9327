//! Whether a token store can be used, asked without waiting for long.

use super::{ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use std::sync::Arc;
use std::time::Duration;

/// How long [`probe`] waits.
pub const PROBE_LIMIT: Duration = Duration::from_secs(2);

/// Keeps and forgets an entry that means nothing. Reading would not do: a locked keyring answers "not there".
///
/// # Errors
/// `NoAnswer` after [`PROBE_LIMIT`], perhaps because a person is being asked to unlock; else what the store said.
pub async fn probe(store: Arc<dyn TokenStore>) -> Result<(), TokenStoreError> {
    let asked = tokio::task::spawn_blocking(move || {
        let profile = ProfileId::new("probe");
        store.save(&profile, &meaningless())?;
        store.remove(&profile)
    });
    match tokio::time::timeout(PROBE_LIMIT, asked).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(TokenStoreError::Failed { reason: "the call was cut short".to_owned() }),
        Err(_) => Err(TokenStoreError::NoAnswer),
    }
}

fn meaningless() -> StoredTokens {
    StoredTokens {
        access_token: Secret::new("none"),
        refresh_token: None,
        id_token: None,
        expires_at: None,
        obtained_at: 0,
        granted_scopes: Vec::new(),
        base_url: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token_store::MemoryTokenStore;

    #[tokio::test]
    async fn a_probe_leaves_nothing() {
        let store = Arc::new(MemoryTokenStore::new());
        probe(Arc::<MemoryTokenStore>::clone(&store)).await.expect("answers");
        assert!(store.load(&ProfileId::new("probe")).expect("loads").is_none());
    }

    #[tokio::test]
    async fn a_store_that_waits_for_a_person_is_not_waited_for() {
        struct Waiting;
        impl TokenStore for Waiting {
            fn load(&self, _: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
                Ok(None)
            }
            fn save(&self, _: &ProfileId, _: &StoredTokens) -> Result<(), TokenStoreError> {
                std::thread::sleep(PROBE_LIMIT + Duration::from_secs(1));
                Ok(())
            }
            fn remove(&self, _: &ProfileId) -> Result<(), TokenStoreError> {
                Ok(())
            }
        }
        assert_eq!(probe(Arc::new(Waiting)).await, Err(TokenStoreError::NoAnswer));
    }
}
