//! Where tokens rest, and whether that answers.

use super::{Desk, DeskError};
use crate::session::SessionState;
use crate::token_store::{self, ProfileId, TokenStore, TokenStoreError};
use std::time::Instant;

/// Where tokens rest now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyringStatus {
    /// How it stands.
    pub state: KeyringState,
    /// How long it took to answer.
    pub milliseconds: u32,
    /// The connection's id and the name of an entry of it, as the system's own keyring program shows it.
    pub entries: Vec<(String, String)>,
}

/// How the keyring stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyringState {
    /// It keeps entries.
    Answers,
    /// It is locked.
    Locked,
    /// It did not answer within two seconds; it may be asking a person to unlock it.
    Silent,
    /// It cannot be used.
    Unavailable {
        /// What this computer said.
        reason: String,
    },
    /// A person chose to keep tokens in memory until Coredesk ends.
    ThisRunOnly,
}

impl Desk {
    /// Asks the keyring, and names the entries that it holds for connections. Reads none of them.
    ///
    /// # Errors
    /// `Store`.
    pub async fn keyring(&self) -> Result<KeyringStatus, DeskError> {
        let (state, milliseconds) = self.ask_keyring().await;
        Ok(KeyringStatus { state, milliseconds, entries: self.keyring_entries().await? })
    }

    /// Keeps and forgets an entry that means nothing, where tokens are kept now; so long it took, in milliseconds.
    pub(super) async fn ask_keyring(&self) -> (KeyringState, u32) {
        let began = Instant::now();
        let state = match token_store::probe(self.token_store()).await {
            Ok(()) if self.inner.token_store.is_for_this_run_only() => KeyringState::ThisRunOnly,
            Ok(()) => KeyringState::Answers,
            Err(TokenStoreError::NoAnswer) => KeyringState::Silent,
            Err(TokenStoreError::Locked { .. }) => KeyringState::Locked,
            Err(TokenStoreError::Unavailable { reason } | TokenStoreError::Failed { reason }) => KeyringState::Unavailable { reason },
            Err(error @ TokenStoreError::TooLarge { .. }) => KeyringState::Unavailable { reason: error.to_string() },
        };
        (state, milliseconds(began))
    }

    async fn keyring_entries(&self) -> Result<Vec<(String, String)>, DeskError> {
        let mut entries = Vec::new();
        for status in self.connections().await? {
            let id = status.record.id;
            let Some(names) = self.inner.token_store.entry_names(&ProfileId::new(&id)) else { continue };
            if !matches!(status.session, SessionState::SignedOut { .. }) {
                entries.push((id.clone(), names.tokens));
            }
            if status.record.registration.has_secret {
                entries.push((id, names.client_secret));
            }
        }
        Ok(entries)
    }
}

pub(super) fn milliseconds(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::directory::{ConnectionRecord, Environment, Registration};
    use crate::oauth::DefaultBrowser;
    use crate::token_store::{EntryNames, PROBE_LIMIT, StoredTokens};
    use std::sync::Arc;
    use std::time::Duration;

    /// A keyring that answers as it is told.
    struct Told(Option<TokenStoreError>);

    impl TokenStore for Told {
        fn load(&self, _: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
            Err(TokenStoreError::Locked { reason: "on purpose".to_owned() })
        }
        fn save(&self, _: &ProfileId, _: &StoredTokens) -> Result<(), TokenStoreError> {
            if self.0 == Some(TokenStoreError::NoAnswer) {
                std::thread::sleep(PROBE_LIMIT + Duration::from_secs(1));
            }
            self.0.clone().map_or(Ok(()), Err)
        }
        fn remove(&self, _: &ProfileId) -> Result<(), TokenStoreError> {
            Ok(())
        }
        fn entry_names(&self, profile: &ProfileId) -> Option<EntryNames> {
            Some(EntryNames { tokens: format!("tokens of {profile}"), client_secret: format!("secret of {profile}") })
        }
    }

    fn desk(folder: &tempfile::TempDir, keyring: Option<TokenStoreError>) -> Desk {
        Desk::open(folder.path(), Arc::new(Told(keyring)), Arc::new(DefaultBrowser)).expect("opens")
    }

    #[tokio::test]
    async fn each_way_in_which_a_keyring_stands_is_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let reason = || "on purpose".to_owned();
        for (told, expected) in [
            (None, KeyringState::Answers),
            (Some(TokenStoreError::Locked { reason: reason() }), KeyringState::Locked),
            (Some(TokenStoreError::NoAnswer), KeyringState::Silent),
            (Some(TokenStoreError::Unavailable { reason: reason() }), KeyringState::Unavailable { reason: reason() }),
        ] {
            assert_eq!(desk(&folder, told).keyring().await.expect("answers").state, expected);
        }
        let desk = desk(&folder, Some(TokenStoreError::Locked { reason: reason() }));
        desk.keep_tokens_for_this_run();
        assert_eq!(desk.keyring().await.expect("answers").state, KeyringState::ThisRunOnly);
    }

    #[tokio::test]
    async fn entries_are_named_as_a_person_finds_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk(&folder, None);
        for (id, has_secret) in [("c1", false), ("c2", true)] {
            let registration = Registration { has_secret, ..Registration::of_demo("app", Vec::new()) };
            let record = ConnectionRecord {
                id: id.to_owned(),
                service: "bqe-core".to_owned(),
                environment: Environment::Production,
                issuer: None,
                api_domain: None,
                registration,
                subject: String::new(),
                person: String::new(),
                email: None,
                company_id: String::new(),
                company: String::new(),
                scopes: Vec::new(),
                base_url: "https://api.bqecore.com/api".to_owned(),
                user: None,
                needs_preview: false,
            };
            desk.inner.directory.keep(record, 0).await.expect("is kept");
        }
        let expected = [("c1", "tokens of c1"), ("c2", "tokens of c2"), ("c2", "secret of c2")];
        let entries = desk.keyring().await.expect("answers").entries;
        assert_eq!(entries, expected.map(|(id, name)| (id.to_owned(), name.to_owned())));
        desk.keep_tokens_for_this_run();
        assert_eq!(desk.keyring().await.expect("answers").entries, [], "memory has no entries that a person could find");
    }
}
