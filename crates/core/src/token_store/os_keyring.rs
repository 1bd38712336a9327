//! The keyring of the operating system: one entry for each profile.
//!
//! Where an entry's size is limited the tokens are spread over several entries and the profile's own entry names
//! them; it is written last, so that a half-written set is never taken for a whole one.

use super::{EntryNames, ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The service name under which all entries stand.
const SERVICE: &str = "coredesk";
/// The most that is stored for one profile; no sign-in comes near it.
const WHOLE_LIMIT: usize = 64 * 1024;
/// Windows takes 2560 bytes an entry; the Secret Service and the Keychain set no limit of that order.
const ENTRY_LIMIT: usize = if cfg!(windows) { 2560 } else { WHOLE_LIMIT };

/// Tokens in the OS keyring (Secret Service, Keychain, Credential Manager).
pub struct OsKeyring {
    entries: Box<dyn Entries>,
    entry_limit: usize,
}

/// The keyring's entries by account name. A trait, so that the order of the writes can be tested.
trait Entries: Send + Sync + 'static {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, TokenStoreError>;
    fn set(&self, account: &str, content: &[u8]) -> Result<(), TokenStoreError>;
    fn delete(&self, account: &str) -> Result<(), TokenStoreError>;
    /// As the system's own keyring program shows it.
    fn name(&self, account: &str) -> String;
}

/// What the profile's own entry holds when the tokens are spread over several.
#[derive(Serialize, Deserialize)]
struct Parts {
    parts: usize,
    set: Uuid,
    size: usize,
}

impl OsKeyring {
    /// The keyring of this computer. Nothing is asked of it yet.
    pub fn new() -> Self {
        Self { entries: Box::new(SystemEntries { service: SERVICE.to_owned() }), entry_limit: ENTRY_LIMIT }
    }

    /// The same keyring under another service name, so that tests and the app do not meet.
    pub fn with_service(service: impl Into<String>) -> Self {
        Self { entries: Box::new(SystemEntries { service: service.into() }), entry_limit: ENTRY_LIMIT }
    }

    fn parts_of(&self, profile: &ProfileId) -> Result<Option<Parts>, TokenStoreError> {
        let entry = self.entries.get(profile.as_str())?;
        Ok(entry.and_then(|text| serde_json::from_slice(&text).ok()))
    }

    fn read_parts(&self, profile: &ProfileId, parts: &Parts) -> Result<Option<Zeroizing<Vec<u8>>>, TokenStoreError> {
        if parts.size > WHOLE_LIMIT || parts.parts > WHOLE_LIMIT {
            return Ok(None);
        }
        let mut whole = Zeroizing::new(Vec::with_capacity(parts.size));
        for number in 0..parts.parts {
            match self.entries.get(&part_account(profile, parts.set, number))? {
                Some(part) if whole.len() + part.len() <= parts.size => whole.extend_from_slice(&part),
                Some(_) | None => return Ok(None),
            }
        }
        Ok((whole.len() == parts.size).then_some(whole))
    }

    fn write_parts(&self, profile: &ProfileId, whole: &[u8]) -> Result<Parts, TokenStoreError> {
        let parts = Parts { parts: whole.len().div_ceil(self.entry_limit), set: Uuid::new_v4(), size: whole.len() };
        for (number, part) in whole.chunks(self.entry_limit).enumerate() {
            if let Err(error) = self.entries.set(&part_account(profile, parts.set, number), part) {
                self.delete_parts(profile, &parts);
                return Err(error);
            }
        }
        Ok(parts)
    }

    /// What stays behind here is unreadable without the entry that names it, so a failure is not passed on.
    fn delete_parts(&self, profile: &ProfileId, parts: &Parts) {
        for number in 0..parts.parts.min(WHOLE_LIMIT) {
            if let Err(error) = self.entries.delete(&part_account(profile, parts.set, number)) {
                tracing::warn!(%error, "a former part of an entry stays in the keyring");
            }
        }
    }
}

impl Default for OsKeyring {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for OsKeyring {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OsKeyring")
    }
}

impl TokenStore for OsKeyring {
    fn load(&self, profile: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
        let Some(text) = self.entries.get(profile.as_str())? else { return Ok(None) };
        let tokens = match serde_json::from_slice::<Parts>(&text) {
            Ok(parts) => self.read_parts(profile, &parts)?.and_then(|whole| StoredTokens::from_entry(&whole)),
            Err(_) => StoredTokens::from_entry(&text),
        };
        if tokens.is_none() {
            tracing::warn!(%profile, "the keyring entry is damaged; this counts as signed out");
        }
        Ok(tokens)
    }

    fn save(&self, profile: &ProfileId, tokens: &StoredTokens) -> Result<(), TokenStoreError> {
        let whole = tokens.to_entry();
        if whole.len() > WHOLE_LIMIT {
            return Err(TokenStoreError::TooLarge { size: whole.len(), limit: WHOLE_LIMIT });
        }
        let former = self.parts_of(profile)?;
        if whole.len() <= self.entry_limit {
            self.entries.set(profile.as_str(), &whole)?;
        } else {
            let parts = self.write_parts(profile, &whole)?;
            let named = serde_json::to_vec(&parts).map_err(|error| TokenStoreError::Failed { reason: error.to_string() })?;
            if let Err(error) = self.entries.set(profile.as_str(), &named) {
                self.delete_parts(profile, &parts);
                return Err(error);
            }
        }
        if let Some(former) = former {
            self.delete_parts(profile, &former);
        }
        Ok(())
    }

    fn remove(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        // The parts first: without the entry that names them nobody would find them again.
        if let Some(former) = self.parts_of(profile)? {
            self.delete_parts(profile, &former);
        }
        self.entries.delete(profile.as_str())
    }

    fn load_client_secret(&self, profile: &ProfileId) -> Result<Option<Secret>, TokenStoreError> {
        let text = self.entries.get(&client_secret_account(profile))?;
        Ok(text.and_then(|text| std::str::from_utf8(&text).ok().map(Secret::new)))
    }

    fn save_client_secret(&self, profile: &ProfileId, secret: &Secret) -> Result<(), TokenStoreError> {
        let size = secret.expose().len();
        if size > self.entry_limit {
            return Err(TokenStoreError::TooLarge { size, limit: self.entry_limit });
        }
        self.entries.set(&client_secret_account(profile), secret.expose().as_bytes())
    }

    fn remove_client_secret(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        self.entries.delete(&client_secret_account(profile))
    }

    fn entry_names(&self, profile: &ProfileId) -> Option<EntryNames> {
        let name = |account: &str| self.entries.name(account);
        Some(EntryNames { tokens: name(profile.as_str()), client_secret: name(&client_secret_account(profile)) })
    }
}

fn part_account(profile: &ProfileId, set: Uuid, number: usize) -> String {
    format!("{profile}/{}/{number}", set.simple())
}

fn client_secret_account(profile: &ProfileId) -> String {
    format!("{profile}/client-secret")
}

struct SystemEntries {
    service: String,
}

impl SystemEntries {
    fn entry(&self, account: &str) -> Result<keyring::Entry, TokenStoreError> {
        keyring::Entry::new(&self.service, account).map_err(failure)
    }
}

impl Entries for SystemEntries {
    fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, TokenStoreError> {
        match self.entry(account)?.get_secret() {
            Ok(content) => Ok(Some(Zeroizing::new(content))),
            Err(keyring::Error::NoEntry) => Ok(None),
            // Something is there that is not ours to read: the caller finds it damaged.
            Err(keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..)) => Ok(Some(Zeroizing::default())),
            Err(error) => Err(failure(error)),
        }
    }

    fn set(&self, account: &str, content: &[u8]) -> Result<(), TokenStoreError> {
        self.entry(account)?.set_secret(content).map_err(|error| match error {
            keyring::Error::TooLong(_, limit) => {
                TokenStoreError::TooLarge { size: content.len(), limit: usize::try_from(limit).unwrap_or(usize::MAX) }
            }
            other => failure(other),
        })
    }

    fn delete(&self, account: &str) -> Result<(), TokenStoreError> {
        match self.entry(account)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(failure(error)),
        }
    }

    fn name(&self, account: &str) -> String {
        match std::env::consts::OS {
            "windows" => format!("{account}.{}", self.service),
            "macos" => format!("{} ({account})", self.service),
            _ => format!("keyring:{account}@{}", self.service),
        }
    }
}

/// The keyring's errors may carry the content that they are about; only their kind is passed on.
fn failure(error: keyring::Error) -> TokenStoreError {
    match error {
        keyring::Error::NoDefaultStore => {
            let reason = match keyring::Entry::store_status() {
                Err(keyring::Error::PlatformFailure(cause)) => cause.to_string(),
                Ok(()) | Err(_) => "no keyring service answers".to_owned(),
            };
            TokenStoreError::Unavailable { reason }
        }
        keyring::Error::NoStorageAccess(cause) => TokenStoreError::Locked { reason: cause.to_string() },
        keyring::Error::PlatformFailure(cause) => TokenStoreError::Failed { reason: cause.to_string() },
        keyring::Error::Ambiguous(_) => TokenStoreError::Failed { reason: "several entries have the same name".to_owned() },
        _ => TokenStoreError::Failed { reason: "the keyring's answer is not one Coredesk knows".to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::super::stored_tokens::tests::tokens;
    use super::*;
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    #[test]
    fn tokens_longer_than_an_entry_come_back_whole() {
        let (keyring, kept) = keyring(100);
        let long = "x".repeat(1000);
        keyring.save(&profile(), &tokens(&long, Some("r"))).expect("saves");
        assert_eq!(loaded(&keyring), Some(long));
        assert!(kept.lock().expect("is free").values().all(|content| content.len() <= 100));
    }

    #[test]
    fn saving_again_leaves_no_former_part() {
        let (keyring, kept) = keyring(100);
        keyring.save(&profile(), &tokens(&"x".repeat(1000), None)).expect("saves");
        keyring.save(&profile(), &tokens(&"y".repeat(1000), None)).expect("saves");
        assert_eq!(loaded(&keyring), Some("y".repeat(1000)));
        let after_two = kept.lock().expect("is free").len();
        keyring.save(&profile(), &tokens(&"z".repeat(1000), None)).expect("saves");
        assert_eq!(kept.lock().expect("is free").len(), after_two);
        keyring.remove(&profile()).expect("removes");
        assert!(kept.lock().expect("is free").is_empty());
    }

    #[test]
    fn a_missing_part_means_signed_out() {
        let (keyring, kept) = keyring(100);
        keyring.save(&profile(), &tokens(&"x".repeat(1000), None)).expect("saves");
        let part = kept.lock().expect("is free").keys().find(|account| account.ends_with("/3")).cloned().expect("a part");
        kept.lock().expect("is free").remove(&part);
        assert_eq!(loaded(&keyring), None);
    }

    #[test]
    fn a_damaged_entry_means_signed_out_for_that_profile_only() {
        let (keyring, kept) = keyring(10_000);
        let other = ProfileId::new("other");
        keyring.save(&profile(), &tokens("a", None)).expect("saves");
        keyring.save(&other, &tokens("b", None)).expect("saves");
        kept.lock().expect("is free").insert(profile().to_string(), b"{\"form\":1,\"acc".to_vec());
        assert_eq!(loaded(&keyring), None);
        assert!(keyring.load(&other).expect("loads").is_some());
    }

    #[test]
    fn tokens_beyond_all_measure_are_refused_and_the_former_stay() {
        let (keyring, _) = keyring(10_000);
        keyring.save(&profile(), &tokens("a", None)).expect("saves");
        let refused = keyring.save(&profile(), &tokens(&"x".repeat(70_000), None)).expect_err("is refused");
        assert!(matches!(refused, TokenStoreError::TooLarge { .. }), "{refused:?}");
        assert_eq!(loaded(&keyring).as_deref(), Some("a"));
    }

    #[test]
    fn the_client_secret_outlives_the_tokens() {
        let (keyring, _) = keyring(10_000);
        keyring.save_client_secret(&profile(), &Secret::new("s")).expect("saves");
        keyring.save(&profile(), &tokens("a", None)).expect("saves");
        keyring.remove(&profile()).expect("removes");
        let secret = keyring.load_client_secret(&profile()).expect("loads").expect("is there");
        assert_eq!(secret.expose(), "s");
    }

    type Kept = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;
    struct Pretended(Kept);

    impl Entries for Pretended {
        fn get(&self, account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, TokenStoreError> {
            Ok(self.0.lock().expect("is free").get(account).cloned().map(Zeroizing::new))
        }
        fn set(&self, account: &str, content: &[u8]) -> Result<(), TokenStoreError> {
            self.0.lock().expect("is free").insert(account.to_owned(), content.to_vec());
            Ok(())
        }
        fn delete(&self, account: &str) -> Result<(), TokenStoreError> {
            self.0.lock().expect("is free").remove(account);
            Ok(())
        }
        fn name(&self, account: &str) -> String {
            account.to_owned()
        }
    }

    fn keyring(entry_limit: usize) -> (OsKeyring, Kept) {
        let kept = Kept::default();
        (OsKeyring { entries: Box::new(Pretended(Arc::clone(&kept))), entry_limit }, kept)
    }

    fn profile() -> ProfileId {
        ProfileId::new("p1")
    }

    fn loaded(keyring: &OsKeyring) -> Option<String> {
        keyring.load(&profile()).expect("loads").map(|tokens| tokens.access_token.expose().to_owned())
    }
}
