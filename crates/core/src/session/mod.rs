//! One connection's token life: ready, renewing (one at a time), or in need of a person.
//!
//! Rules: `security.md`, section 2. A token leaves only as an [`AccessGrant`], for the one sender of requests.

mod error;
mod lifetime;
mod locks;
mod renewal;
mod state;
mod vault;

pub use error::SessionError;
pub use state::{SessionState, SignedOutReason};
pub(crate) use vault::keep_signed_in;

use crate::oauth::{self, ClientRegistration, RevocationError, checked_base_url};
use crate::token_store::{ProfileId, Secret, StoredTokens, TokenStore};
use coredesk_catalogue::Service;
use lifetime::Lifetime;
use renewal::Shared;
use reqwest::header::{HeaderName, HeaderValue};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use url::Url;

/// Before a read the token is renewed when it ends within this time.
const READ_MARGIN: Duration = Duration::from_secs(60);
/// Before a write the token is renewed, if that can be done, when it ends within this time.
const WRITE_MARGIN: Duration = Duration::from_secs(5 * 60);

/// What a request needs: the header that carries the token, and where it may go.
#[derive(Debug, Clone)]
pub struct AccessGrant {
    /// Names this grant when it is answered with 401. It goes out in its header alone.
    pub token: Secret,
    /// The name of the header that carries the token; no other header, and no other origin, does.
    pub header_name: String,
    /// The value of that header: the scheme, if the service has one, and the token.
    pub header_value: Secret,
    /// Checked against the service's rule, without trailing slash.
    pub base_url: Url,
}

impl AccessGrant {
    /// The header that carries the token, kept out of whatever is printed; `None` if no such header can be sent.
    pub(crate) fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        let name = HeaderName::try_from(&self.header_name).ok()?;
        let mut value = HeaderValue::try_from(self.header_value.expose()).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    }
}

/// One connection's tokens, shared by cloning.
#[derive(Clone)]
pub struct Session {
    shared: Arc<Shared>,
}

impl Session {
    /// A session over what `store` keeps for `profile`; nothing is read yet. `lock_folder` is the same for every
    /// process that uses the profile, and so are the locks in it.
    pub fn new(
        profile: ProfileId,
        service: Arc<Service>,
        client: ClientRegistration,
        store: Arc<dyn TokenStore>,
        http: reqwest::Client,
        lock_folder: impl Into<PathBuf>,
    ) -> Self {
        Self { shared: Shared::new(profile, service, client, store, http, lock_folder.into()) }
    }

    /// A grant for reading. Renews first when the token is about to end; if that fails, hands out what there is. Where
    /// nothing can be renewed and the end of the token is known, the session ends with it.
    ///
    /// # Errors
    /// `SignedOut` if a person is needed; `TokenStore` if the store cannot be read.
    pub async fn access_token(&self) -> Result<AccessGrant, SessionError> {
        self.grant_with(READ_MARGIN).await
    }

    /// A grant for a write, which should not meet the end of its token.
    ///
    /// # Errors
    /// As [`Session::access_token`].
    pub async fn access_token_for_write(&self) -> Result<AccessGrant, SessionError> {
        self.grant_with(WRITE_MARGIN).await
    }

    /// A grant in place of `stale`, which was answered with 401. However many callers wait, one refresh is sent.
    ///
    /// # Errors
    /// `SignedOut` if a person is needed; otherwise why the refresh failed, and nothing is lost.
    pub async fn renew_after_401(&self, stale: &Secret) -> Result<AccessGrant, SessionError> {
        self.shared.current().await?;
        Shared::renew(&self.shared, stale).await?;
        self.grant().await
    }

    /// `refused` was answered with 401 although it is fresh: a person is needed. Nothing is forgotten.
    pub fn refuse(&self, refused: &Secret) {
        self.shared.refuse(refused);
    }

    /// Where the session stands.
    pub fn state(&self) -> SessionState {
        self.shared.state.borrow().clone()
    }

    /// Where the session stands, whenever that changes.
    pub fn watch(&self) -> watch::Receiver<SessionState> {
        self.shared.state.subscribe()
    }

    /// The tokens held, for the inspector; `None` when signed out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn tokens(&self) -> Result<Option<StoredTokens>, SessionError> {
        match self.shared.current().await {
            Ok(held) => Ok(Some(held.tokens)),
            Err(SessionError::SignedOut(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The tokens in memory; `None` when there are none, or the store was not asked yet.
    pub(crate) fn held_tokens(&self) -> Option<StoredTokens> {
        self.shared.held()
    }

    /// Whether a new token can be had without a person.
    ///
    /// # Errors
    /// As [`Session::access_token`].
    pub async fn renews(&self) -> Result<bool, SessionError> {
        Ok(self.shared.current().await?.renews)
    }

    /// Renews the tokens now, whatever is left of their life.
    ///
    /// # Errors
    /// `SignedOut` if a person is needed; otherwise why the refresh failed, and nothing is lost.
    pub async fn renew(&self) -> Result<(), SessionError> {
        let held = self.shared.current().await?;
        Shared::renew(&self.shared, &held.tokens.access_token).await
    }

    /// What its calls of the authorization server go through.
    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.shared.http
    }

    /// The registration with its secret at hand, for calls that are made in the client's own name.
    ///
    /// # Errors
    /// `SignedOut` where the secret is gone; `TokenStore`.
    pub(crate) async fn client(&self) -> Result<ClientRegistration, SessionError> {
        self.shared.client().await
    }

    /// Tells the server first that the tokens are no longer wanted, and forgets them when it has taken that. The inner result
    /// says why it did not; then all is as it was.
    ///
    /// # Errors
    /// `SignedOut` where there is nothing to revoke; `TokenStore`.
    pub async fn revoke(&self) -> Result<Result<(), RevocationError>, SessionError> {
        let tokens = self.shared.current().await?.tokens;
        if let Err(error) = self.tell_revoked(&tokens).await {
            return Ok(Err(error));
        }
        // Not every server ends the access tokens with the refresh token; one that is ended already is taken all the same.
        if tokens.refresh_token.is_some()
            && let Err(error) = self.tell_revoked(&StoredTokens { refresh_token: None, ..tokens }).await
        {
            tracing::info!(%error, "the access token ends with its refresh token or by itself");
        }
        let (_, forgotten) = self.shared.forget().await;
        forgotten.map(Ok)
    }

    /// The base URL that the tokens in memory open, and their scopes; `None` when there are none.
    pub fn held(&self) -> Option<(String, Vec<String>)> {
        self.shared.held().map(|tokens| (tokens.base_url, tokens.granted_scopes))
    }

    /// Takes over the tokens of a finished sign-in and the registration that it was made with, stored durably first.
    ///
    /// # Errors
    /// If they could not be stored; then the session is as it was.
    pub async fn accept(&self, tokens: StoredTokens, client: ClientRegistration) -> Result<(), SessionError> {
        self.shared.accept(tokens, client).await
    }

    /// Forgets the tokens at once, then tells the server, as far as it can be reached. A refresh that is still
    /// running brings nothing back. The inner result says whether the server was told.
    ///
    /// # Errors
    /// If the store could not be told to forget.
    pub async fn sign_out(&self) -> Result<Result<(), RevocationError>, SessionError> {
        let (tokens, forgotten) = self.shared.forget().await;
        let told = match tokens {
            Some(tokens) => self.tell_revoked(&tokens).await,
            None => Ok(()),
        };
        // The server is told also where the store could not be: what is left there opens nothing any more.
        forgotten.map(|()| told)
    }

    async fn tell_revoked(&self, tokens: &StoredTokens) -> Result<(), RevocationError> {
        let client = match self.shared.client().await {
            Ok(client) => client,
            Err(error) => return Err(RevocationError::NoClientSecret(Box::new(error))),
        };
        oauth::revoke(&self.shared.service, &client, &self.shared.http, tokens).await
    }

    async fn grant_with(&self, margin: Duration) -> Result<AccessGrant, SessionError> {
        let held = self.shared.current().await?;
        if held.renews && held.lifetime.ends_within(margin) && self.shared.may_renew_early() {
            // An early renewal is a courtesy: only the end of the session is passed on.
            if let Err(error @ (SessionError::SignedOut(_) | SessionError::ForeignBaseUrl(_))) =
                Shared::renew(&self.shared, &held.tokens.access_token).await
            {
                return Err(error);
            }
        }
        self.grant().await
    }

    async fn grant(&self) -> Result<AccessGrant, SessionError> {
        let held = self.shared.current().await?;
        let Service { base_url, credential, .. } = self.shared.service.as_ref();
        let base_url = checked_base_url(base_url, &held.tokens.base_url)?;
        let token = held.tokens.access_token;
        let header_value = match credential.scheme.as_str() {
            "" => token.clone(),
            scheme => Secret::new(format!("{scheme} {}", token.expose())),
        };
        Ok(AccessGrant { token, header_name: credential.name.clone(), header_value, base_url })
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("profile", &self.shared.profile).field("state", &self.state()).finish_non_exhaustive()
    }
}

/// Tokens in memory, and how much of their life is left by a clock that cannot jump.
#[derive(Clone)]
struct Held {
    tokens: StoredTokens,
    lifetime: Lifetime,
    /// A new token can be had without a person.
    renews: bool,
}
