//! Whose keys check a signature. Those of a connection's own issuer are fetched by themselves for a signed token, all others when a person asks;
//! an address that the token brings along (`jku`, `x5u`) never is.

use super::brought::secret_file;
use super::found::Found;
use super::{InspectedToken, TokenError, TokenSource};
use crate::desk::{Desk, DeskError, OpenConnection};
use crate::inspect::{self, Keys, KeysError, TokenForm, TokenKind};
use crate::oauth::{KeySetError, issuer_key_set, key_set, service_key_set};
use crate::token_store::Secret;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Keys that were fetched are good for so long.
const GOOD_FOR: Duration = Duration::from_secs(10 * 60);
/// An issuer that could not be reached is left alone for so long.
const LEFT_ALONE: Duration = Duration::from_secs(30);
/// Nobody waits longer for keys that they did not ask for.
const AT_ONCE: Duration = Duration::from_secs(4);

/// Where keys are taken from.
#[derive(Debug, Clone)]
pub enum KeysSource {
    /// Those that the issuer publishes.
    Issuer,
    /// A JWKS at this address.
    Address(String),
    /// A JWKS, a PEM or a shared secret.
    Text(Secret),
    /// The same in a file.
    File(PathBuf),
}

/// Why an issuer's keys are not at hand.
#[derive(Debug, thiserror::Error)]
pub enum IssuerKeysError {
    /// They did not come.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// What came holds none.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl From<IssuerKeysError> for TokenError {
    fn from(error: IssuerKeysError) -> Self {
        match error {
            IssuerKeysError::KeySet(error) => Self::KeySet(error),
            IssuerKeysError::Keys(error) => Self::Keys(error),
        }
    }
}

/// Whose keys a signature was checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysFrom {
    /// The issuer's own.
    Issuer,
    /// What a person gave.
    Person,
}

/// What a signature is checked with.
#[derive(Clone, Default)]
pub(super) struct Checked {
    pub(super) keys: Option<Arc<Keys>>,
    pub(super) from: Option<KeysFrom>,
    pub(super) problem: Option<Arc<IssuerKeysError>>,
    pub(super) address: Option<String>,
}

/// Keys that were fetched, by their address, and those that a person gave, by the token that they were given for.
#[derive(Default)]
pub(in crate::desk) struct IssuerKeys {
    fetched: Mutex<HashMap<String, Fetched>>,
    given: Mutex<HashMap<TokenSource, (Arc<Keys>, KeysFrom)>>,
}

#[derive(Clone)]
struct Fetched {
    keys: Result<Arc<Keys>, Arc<IssuerKeysError>>,
    at: Instant,
}

impl Desk {
    /// Checks a token's signature with these keys and explains it anew. The keys are held as long as the token is.
    ///
    /// # Errors
    /// `Token` where no keys came or the token names no issuer; else as [`Desk::inspect_token`].
    pub async fn verify_token(&self, source: &TokenSource, keys: KeysSource) -> Result<InspectedToken, DeskError> {
        let found = self.find_token(source).await?;
        let (keys, from) = match keys {
            KeysSource::Issuer => {
                let checked = self.keys_of_issuer(&found).await?;
                (checked, KeysFrom::Issuer)
            }
            KeysSource::Address(address) => (published(key_set(&address).await).map_err(TokenError::from)?, KeysFrom::Person),
            KeysSource::Text(text) => (read(text.expose())?, KeysFrom::Person),
            KeysSource::File(path) => (read(secret_file(&path).await?.expose())?, KeysFrom::Person),
        };
        if from == KeysFrom::Issuer && self.own_issuer(&found).await.is_some() {
            // Those are fetched again by themselves.
            self.given_keys().remove(source);
        } else {
            self.given_keys().insert(source.clone(), (Arc::clone(&keys), from));
        }
        let address = self.keys_address(&found).await;
        self.explained(source, found, Checked { keys: Some(keys), from: Some(from), problem: None, address }).await
    }

    /// What can be checked without asking a person: keys that were given before, or those of a connection's own issuer.
    pub(super) async fn check_at_once(&self, source: &TokenSource, found: &Found) -> Checked {
        let address = self.keys_address(found).await;
        let given = self.given_keys().get(source).cloned();
        if let Some((keys, from)) = given {
            return Checked { keys: Some(keys), from: Some(from), problem: None, address };
        }
        // Nobody fetches keys for what no key checks.
        let is_signed = inspect::inspect(found.token.expose(), None, 0.0).form == TokenForm::Signed;
        if !is_signed || found.kind == Some(TokenKind::Refresh) {
            return Checked { address, ..Checked::default() };
        }
        let Some((connection, address)) = self.own_issuer(found).await.zip(address.clone()) else {
            return Checked { address, ..Checked::default() };
        };
        let fetched = match self.fetched(&address) {
            Some(fetched) => fetched,
            None => match tokio::time::timeout(AT_ONCE, self.fetch(&connection, &address)).await {
                Ok(fetched) => fetched,
                Err(_) => return Checked { address: Some(address), ..Checked::default() },
            },
        };
        let (keys, problem) = match fetched {
            Ok(keys) => (Some(keys), None),
            Err(problem) => (None, Some(problem)),
        };
        Checked { keys, from: Some(KeysFrom::Issuer), problem, address: Some(address) }
    }

    async fn keys_of_issuer(&self, found: &Found) -> Result<Arc<Keys>, DeskError> {
        if let Some(connection) = self.own_issuer(found).await
            && let Some(address) = connection.service.oauth.jwks_uri.as_deref()
        {
            let fetched = service_key_set(&connection.service, connection.session.http()).await;
            let keys = published(fetched).map_err(TokenError::from)?;
            self.keep_fetched(address, Ok(Arc::clone(&keys)));
            return Ok(keys);
        }
        let issuer = issuer_of(found).filter(|issuer| is_address(issuer)).ok_or(TokenError::NoIssuer)?;
        Ok(published(issuer_key_set(&issuer).await).map_err(TokenError::from)?)
    }

    /// The connection at whose authorization server the token was made, as far as it says so.
    async fn own_issuer(&self, found: &Found) -> Option<Arc<OpenConnection>> {
        match (issuer_of(found), &found.owner) {
            (Some(issuer), _) => self.connection_of_issuer(&issuer).await,
            (None, Some(owner)) => Some(Arc::clone(&owner.connection)),
            (None, None) => None,
        }
        .filter(|connection| connection.service.oauth.jwks_uri.is_some())
    }

    /// A connection whose people sign in at `issuer`.
    pub(super) async fn connection_of_issuer(&self, issuer: &str) -> Option<Arc<OpenConnection>> {
        let plain = |issuer: &str| issuer.trim_end_matches('/').to_owned();
        for record in self.inner.directory.all().await.ok()? {
            if let Ok(connection) = self.connection(&record.id).await
                && !connection.service.oauth.issuer.is_empty()
                && plain(&connection.service.oauth.issuer) == plain(issuer)
            {
                return Some(connection);
            }
        }
        None
    }

    /// Where the issuer's keys are looked for: at the service's own address, or at the issuer that the token names.
    async fn keys_address(&self, found: &Found) -> Option<String> {
        match self.own_issuer(found).await {
            Some(connection) => connection.service.oauth.jwks_uri.clone(),
            None => issuer_of(found).filter(|issuer| is_address(issuer)),
        }
    }

    fn fetched(&self, address: &str) -> Option<Result<Arc<Keys>, Arc<IssuerKeysError>>> {
        let fetched = self.inner.issuer_keys.fetched.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned()?;
        let good_for = if fetched.keys.is_ok() { GOOD_FOR } else { LEFT_ALONE };
        (fetched.at.elapsed() < good_for).then_some(fetched.keys)
    }

    async fn fetch(&self, connection: &OpenConnection, address: &str) -> Result<Arc<Keys>, Arc<IssuerKeysError>> {
        let keys = service_key_set(&connection.service, connection.session.http()).await;
        let keys = published(keys).map_err(Arc::new);
        self.keep_fetched(address, keys.clone());
        keys
    }

    fn keep_fetched(&self, address: &str, keys: Result<Arc<Keys>, Arc<IssuerKeysError>>) {
        let fetched = Fetched { keys, at: Instant::now() };
        self.inner.issuer_keys.fetched.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned(), fetched);
    }

    pub(super) fn given_keys(&self) -> MutexGuard<'_, HashMap<TokenSource, (Arc<Keys>, KeysFrom)>> {
        self.inner.issuer_keys.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn published(set: Result<Map<String, Value>, KeySetError>) -> Result<Arc<Keys>, IssuerKeysError> {
    Ok(Arc::new(Keys::published(&Value::Object(set?))?))
}

fn read(text: &str) -> Result<Arc<Keys>, TokenError> {
    Ok(Arc::new(Keys::read(text)?))
}

fn issuer_of(found: &Found) -> Option<String> {
    inspect::inspect(found.token.expose(), None, 0.0).issuer
}

/// Whether it is an address that may be asked: https, or http, which counts on this computer alone.
fn is_address(issuer: &str) -> bool {
    Url::parse(issuer).is_ok_and(|url| crate::oauth::check_address(&url, true).is_ok())
}
