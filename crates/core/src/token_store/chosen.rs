//! The keyring, until a person says that tokens shall be kept for this run only. Nothing here chooses by itself.

use super::{EntryNames, MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// One of two stores, as the person chose.
pub struct ChosenTokenStore {
    keyring: Arc<dyn TokenStore>,
    memory: MemoryTokenStore,
    this_run_only: AtomicBool,
}

impl ChosenTokenStore {
    /// The keyring, unless a person says otherwise.
    pub fn new(keyring: Arc<dyn TokenStore>) -> Self {
        Self { keyring, memory: MemoryTokenStore::new(), this_run_only: AtomicBool::new(false) }
    }

    /// Keeps tokens in memory from now on, until the program ends. What the keyring holds stays there untouched.
    pub fn keep_for_this_run_only(&self) {
        self.this_run_only.store(true, Ordering::SeqCst);
    }

    /// Whether a person chose that.
    pub fn is_for_this_run_only(&self) -> bool {
        self.this_run_only.load(Ordering::SeqCst)
    }

    fn chosen(&self) -> &dyn TokenStore {
        if self.is_for_this_run_only() { &self.memory } else { self.keyring.as_ref() }
    }
}

impl TokenStore for ChosenTokenStore {
    fn load(&self, profile: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
        self.chosen().load(profile)
    }

    fn save(&self, profile: &ProfileId, tokens: &StoredTokens) -> Result<(), TokenStoreError> {
        self.chosen().save(profile, tokens)
    }

    fn remove(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        self.chosen().remove(profile)
    }

    fn load_client_secret(&self, profile: &ProfileId) -> Result<Option<Secret>, TokenStoreError> {
        self.chosen().load_client_secret(profile)
    }

    fn save_client_secret(&self, profile: &ProfileId, secret: &Secret) -> Result<(), TokenStoreError> {
        self.chosen().save_client_secret(profile, secret)
    }

    fn remove_client_secret(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        self.chosen().remove_client_secret(profile)
    }

    fn entry_names(&self, profile: &ProfileId) -> Option<EntryNames> {
        self.chosen().entry_names(profile)
    }
}
