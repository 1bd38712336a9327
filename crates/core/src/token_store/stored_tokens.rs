//! What is kept of a sign-in, and the form it has in the keyring.

use super::Secret;
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Serialize};

/// The tokens of one connection.
///
/// Not `Serialize`: the one written form is [`StoredTokens::to_entry`], for the keyring.
#[derive(Debug, Clone)]
pub struct StoredTokens {
    /// The bearer token of API requests.
    pub access_token: Secret,
    /// What renews the access token, if the service gave one.
    pub refresh_token: Option<Secret>,
    /// The id token of the sign-in, for the inspector.
    pub id_token: Option<Secret>,
    /// When the access token ends, in Unix seconds by this computer's clock, if the service said so.
    pub expires_at: Option<i64>,
    /// When the access token was obtained, in Unix seconds by this computer's clock.
    pub obtained_at: i64,
    /// The scopes granted, which may be fewer than those asked for.
    pub granted_scopes: Vec<String>,
    /// The checked base URL of the API, pinned at sign-in.
    pub base_url: String,
}

/// The written form. A member that a later version adds is ignored by this one.
#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    form: u32,
    access_token: &'a str,
    refresh_token: Option<&'a str>,
    id_token: Option<&'a str>,
    expires_at: Option<i64>,
    obtained_at: i64,
    granted_scopes: Vec<String>,
    base_url: String,
}

const FORM: u32 = 1;

impl StoredTokens {
    /// The text kept in the keyring, and nowhere else.
    pub(crate) fn to_entry(&self) -> Zeroizing<Vec<u8>> {
        let entry = Entry {
            form: FORM,
            access_token: self.access_token.expose(),
            refresh_token: self.refresh_token.as_ref().map(Secret::expose),
            id_token: self.id_token.as_ref().map(Secret::expose),
            expires_at: self.expires_at,
            obtained_at: self.obtained_at,
            granted_scopes: self.granted_scopes.clone(),
            base_url: self.base_url.clone(),
        };
        // A vector that need not grow leaves no copies behind.
        let mut text = Zeroizing::new(Vec::with_capacity(self.size_hint()));
        if serde_json::to_writer(&mut *text, &entry).is_err() {
            text.clear();
        }
        text
    }

    /// Reads the text back; `None` if it is damaged or cut.
    pub(crate) fn from_entry(text: &[u8]) -> Option<Self> {
        // Tokens are ASCII without escapes, so they can be borrowed; anything else counts as damage.
        let entry: Entry<'_> = serde_json::from_slice(text).ok()?;
        if entry.form != FORM || entry.access_token.is_empty() {
            return None;
        }
        Some(Self {
            access_token: Secret::new(entry.access_token),
            refresh_token: entry.refresh_token.map(Secret::new),
            id_token: entry.id_token.map(Secret::new),
            expires_at: entry.expires_at,
            obtained_at: entry.obtained_at,
            granted_scopes: entry.granted_scopes,
            base_url: entry.base_url,
        })
    }

    fn size_hint(&self) -> usize {
        let secrets = [Some(&self.access_token), self.refresh_token.as_ref(), self.id_token.as_ref()];
        let secrets: usize = secrets.into_iter().flatten().map(|secret| secret.expose().len()).sum();
        let scopes: usize = self.granted_scopes.iter().map(|scope| scope.len() + 3).sum();
        secrets + scopes + self.base_url.len() + 512
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn tokens(access_token: &str, refresh_token: Option<&str>) -> StoredTokens {
        StoredTokens {
            access_token: Secret::new(access_token),
            refresh_token: refresh_token.map(Secret::new),
            id_token: None,
            expires_at: Some(2_000_000_000),
            obtained_at: 1_999_996_400,
            granted_scopes: vec!["read:core".to_owned()],
            base_url: "https://api.bqecore.com/api".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let read = StoredTokens::from_entry(&tokens("a.b-c", Some("r/+=")).to_entry()).expect("reads");
        assert_eq!(read.access_token.expose(), "a.b-c");
        assert_eq!(read.refresh_token.as_ref().map(Secret::expose), Some("r/+="));
        assert_eq!(read.expires_at, Some(2_000_000_000));
        assert_eq!(read.base_url, "https://api.bqecore.com/api");
    }

    #[test]
    fn every_cut_of_an_entry_is_damage() {
        let text = tokens("abc", Some("def")).to_entry();
        for length in 0..text.len() {
            assert!(StoredTokens::from_entry(&text[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn debug_holds_no_token() {
        let shown = format!("{:?}", tokens("access-text", Some("refresh-text")));
        assert!(!shown.contains("access-text") && !shown.contains("refresh-text"), "{shown}");
    }
}
