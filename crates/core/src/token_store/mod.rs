//! Where tokens rest: the OS keyring, or this run's memory where a person chose that.
//!
//! Nothing here falls back by itself from one to the other, and nothing writes a token to a file.

mod chosen;
mod memory;
mod os_keyring;
mod probe;
mod secret;
mod stored_tokens;

pub use chosen::ChosenTokenStore;
pub use memory::MemoryTokenStore;
pub use os_keyring::OsKeyring;
pub use probe::{PROBE_LIMIT, probe};
pub use secret::Secret;
pub use stored_tokens::StoredTokens;

/// The connection whose tokens are meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProfileId(String);

impl ProfileId {
    /// The profile of the connection with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The connection's id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ProfileId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Keeps tokens by profile. The calls block and may wait for a person: call them off the async threads.
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens kept; `None` when there are none or the entry is damaged, which both mean "signed out".
    ///
    /// # Errors
    /// If the store cannot be asked.
    fn load(&self, profile: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError>;

    /// Keeps the tokens, durably, in place of the former ones.
    ///
    /// # Errors
    /// If they could not be kept whole; then the former ones are still there.
    fn save(&self, profile: &ProfileId, tokens: &StoredTokens) -> Result<(), TokenStoreError>;

    /// Forgets the tokens. Forgetting what is not there is no error.
    ///
    /// # Errors
    /// If the store cannot be asked.
    fn remove(&self, profile: &ProfileId) -> Result<(), TokenStoreError>;

    /// The client secret that the person gave for this profile. It outlives the tokens.
    ///
    /// # Errors
    /// If the store cannot be asked.
    fn load_client_secret(&self, _profile: &ProfileId) -> Result<Option<Secret>, TokenStoreError> {
        Ok(None)
    }

    /// Keeps the client secret of this profile.
    ///
    /// # Errors
    /// If it could not be kept; a store that keeps none always says so.
    fn save_client_secret(&self, _profile: &ProfileId, _secret: &Secret) -> Result<(), TokenStoreError> {
        Err(TokenStoreError::Unavailable { reason: "this store keeps no client secrets".to_owned() })
    }

    /// Forgets the client secret of this profile.
    ///
    /// # Errors
    /// If the store cannot be asked.
    fn remove_client_secret(&self, _profile: &ProfileId) -> Result<(), TokenStoreError> {
        Ok(())
    }

    /// What the entries of this profile are called where a person can see them; `None` where nobody can. Asks nothing of
    /// the store.
    fn entry_names(&self, _profile: &ProfileId) -> Option<EntryNames> {
        None
    }
}

/// What the entries of a profile are called in the system's own keyring program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryNames {
    /// The entry of its tokens.
    pub tokens: String,
    /// The entry of its client secret.
    pub client_secret: String,
}

/// The tokens could not be kept or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenStoreError {
    /// There is no keyring on this computer, or it does not answer.
    #[error("there is no keyring that Coredesk can use")]
    Unavailable {
        /// What the keyring's service said.
        reason: String,
    },
    /// The keyring is locked and was not unlocked.
    #[error("the keyring is locked")]
    Locked {
        /// What the keyring's service said.
        reason: String,
    },
    /// The keyring did not answer within the limit; it may be asking a person to unlock it.
    #[error("the keyring did not answer")]
    NoAnswer,
    /// The tokens are larger than the keyring takes. Nothing was cut, nothing was stored.
    #[error("the tokens are too large for the keyring ({size} bytes; it takes {limit})")]
    TooLarge {
        /// The size of what was to be stored.
        size: usize,
        /// The most that is stored.
        limit: usize,
    },
    /// The keyring said no for another reason.
    #[error("the keyring could not do what was asked")]
    Failed {
        /// What the keyring's service said.
        reason: String,
    },
}
