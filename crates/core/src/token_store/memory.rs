//! Tokens in memory: for "this run only", and for tests.

use super::{ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps tokens until the program ends. Used only where a person chose it.
#[derive(Debug, Default)]
pub struct MemoryTokenStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    tokens: HashMap<ProfileId, StoredTokens>,
    client_secrets: HashMap<ProfileId, Secret>,
}

impl MemoryTokenStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it keeps nothing.
    pub fn is_empty(&self) -> bool {
        let kept = self.kept();
        kept.tokens.is_empty() && kept.client_secrets.is_empty()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryTokenStore {
    fn load(&self, profile: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
        Ok(self.kept().tokens.get(profile).cloned())
    }

    fn save(&self, profile: &ProfileId, tokens: &StoredTokens) -> Result<(), TokenStoreError> {
        self.kept().tokens.insert(profile.clone(), tokens.clone());
        Ok(())
    }

    fn remove(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        self.kept().tokens.remove(profile);
        Ok(())
    }

    fn load_client_secret(&self, profile: &ProfileId) -> Result<Option<Secret>, TokenStoreError> {
        Ok(self.kept().client_secrets.get(profile).cloned())
    }

    fn save_client_secret(&self, profile: &ProfileId, secret: &Secret) -> Result<(), TokenStoreError> {
        self.kept().client_secrets.insert(profile.clone(), secret.clone());
        Ok(())
    }

    fn remove_client_secret(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        self.kept().client_secrets.remove(profile);
        Ok(())
    }
}
