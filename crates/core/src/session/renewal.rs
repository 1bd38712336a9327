//! Renewing: one request at a time for a profile, across tasks and processes, and nothing lost when it fails.

use super::lifetime::Lifetime;
use super::locks::Locks;
use super::vault::{Stored, Vault};
use super::{Held, SessionError, SessionState, SignedOutReason};
use crate::oauth::{self, ClientRegistration, ClientSecret, RefreshedTokens, TokenCallError, unix_now};
use crate::token_store::{ProfileId, Secret, StoredTokens, TokenStore};
use coredesk_catalogue::{Grant, Service};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Early renewals are at least this far apart, so that no clock and no odd `expires_in` makes a storm.
const EARLY_GAP: Duration = Duration::from_secs(30);
/// After a failure the next refresh waits this long, doubled with each further failure up to the most.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const MOST_PAUSE: Duration = Duration::from_secs(60);
/// The one repeat of a refresh that surely was not carried out waits this long.
const REPEAT_AFTER: Duration = Duration::from_millis(500);

pub(super) struct Shared {
    pub(super) profile: ProfileId,
    pub(super) service: Arc<Service>,
    client: Mutex<ClientRegistration>,
    pub(super) http: reqwest::Client,
    pub(super) state: watch::Sender<SessionState>,
    vault: Vault,
    memory: Mutex<Memory>,
    /// Held through a whole renewal; who waits for it finds the outcome in `memory`.
    renewing: tokio::sync::Mutex<()>,
    /// For the watch over a token's end, which must not keep the session alive.
    this: Weak<Self>,
}

/// What this process knows. Locked for moments only.
struct Memory {
    tokens: Known,
    /// Renewed tokens that the store would not take yet, with those they replace. Not used before they are kept.
    unsaved: Option<(StoredTokens, StoredTokens)>,
    /// Counts sign-ins and sign-outs: a renewal that began under another count may not change anything.
    epoch: u64,
    last_renewal: Option<Instant>,
    failure: Option<Failure>,
}

enum Known {
    Unread,
    Tokens(Held),
    SignedOut(SignedOutReason),
}

struct Failure {
    error: SessionError,
    again_at: Instant,
    pause: Duration,
}

impl Shared {
    pub(super) fn new(
        profile: ProfileId,
        service: Arc<Service>,
        client: ClientRegistration,
        store: Arc<dyn TokenStore>,
        http: reqwest::Client,
        lock_folder: PathBuf,
    ) -> Arc<Self> {
        let vault = Vault { profile: profile.clone(), store, locks: Locks::new(&lock_folder, &profile) };
        let memory = Memory { tokens: Known::Unread, unsaved: None, epoch: 0, last_renewal: None, failure: None };
        Arc::new_cyclic(|this| Self {
            profile,
            service,
            client: Mutex::new(client),
            http,
            state: watch::Sender::new(SessionState::Unread),
            vault,
            memory: Mutex::new(memory),
            renewing: tokio::sync::Mutex::new(()),
            this: Weak::clone(this),
        })
    }

    /// What is held, read from the store the first time.
    pub(super) async fn current(&self) -> Result<Held, SessionError> {
        let epoch = {
            let mut memory = self.memory();
            self.end_if_over(&mut memory);
            match &memory.tokens {
                Known::Tokens(held) => return Ok(held.clone()),
                Known::SignedOut(reason) => return Err(SessionError::SignedOut(reason.clone())),
                Known::Unread => memory.epoch,
            }
        };
        let kept = match self.vault.load().await {
            Ok(kept) => kept,
            Err(error) => {
                self.state.send_replace(SessionState::Unreadable);
                return Err(error);
            }
        };
        let mut memory = self.memory();
        if memory.epoch == epoch && matches!(memory.tokens, Known::Unread) {
            match kept {
                Some(tokens) => self.hold(&mut memory, tokens),
                None => self.end(&mut memory, SignedOutReason::NoTokens),
            }
            self.end_if_over(&mut memory);
        }
        match &memory.tokens {
            Known::Tokens(held) => Ok(held.clone()),
            Known::SignedOut(reason) => Err(SessionError::SignedOut(reason.clone())),
            Known::Unread => Err(SessionError::Interrupted),
        }
    }

    /// The registration with its secret at hand.
    pub(super) async fn client(&self) -> Result<ClientRegistration, SessionError> {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let ClientSecret::Kept = client.client_secret {
            let secret = self.vault.client_secret().await?.ok_or(SessionError::SignedOut(SignedOutReason::NoClientSecret))?;
            client.client_secret = ClientSecret::Given(secret);
        }
        Ok(client)
    }

    pub(super) fn held(&self) -> Option<StoredTokens> {
        match &self.memory().tokens {
            Known::Tokens(held) => Some(held.tokens.clone()),
            Known::Unread | Known::SignedOut(_) => None,
        }
    }

    pub(super) fn may_renew_early(&self) -> bool {
        let memory = self.memory();
        memory.last_renewal.is_none_or(|last| last.elapsed() >= EARLY_GAP) && memory.waiting().is_none()
    }

    /// Renews unless `stale` was replaced meanwhile. Goes on when the caller stops waiting: an answer that brings a
    /// new refresh token must not be lost.
    pub(super) async fn renew(this: &Arc<Self>, stale: &Secret) -> Result<(), SessionError> {
        let (shared, stale) = (Arc::clone(this), stale.clone());
        let renewal = tokio::spawn(async move {
            let _one = shared.renewing.lock().await;
            shared.renew_alone(&stale).await
        });
        renewal.await.unwrap_or(Err(SessionError::Interrupted))
    }

    pub(super) fn refuse(&self, refused: &Secret) {
        let mut memory = self.memory();
        if memory.holds(refused) {
            self.end(&mut memory, SignedOutReason::TokenRefused);
        }
    }

    pub(super) async fn accept(&self, tokens: StoredTokens, client: ClientRegistration) -> Result<(), SessionError> {
        let mut client = client;
        self.vault.save_signed_in(tokens.clone(), client.client_secret.clone()).await?;
        if let ClientSecret::Given(_) = client.client_secret {
            // It rests in the store; memory is no place for it.
            client.client_secret = ClientSecret::Kept;
        }
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = client;
        let mut memory = self.memory();
        memory.epoch += 1;
        memory.unsaved = None;
        memory.failure = None;
        memory.last_renewal = None;
        self.hold(&mut memory, tokens);
        Ok(())
    }

    /// Forgets everywhere and answers what there was to revoke, also where the store could not be told.
    pub(super) async fn forget(&self) -> (Option<StoredTokens>, Result<(), SessionError>) {
        let held = self.held();
        let unsaved = {
            let mut memory = self.memory();
            memory.epoch += 1;
            memory.failure = None;
            self.end(&mut memory, SignedOutReason::Person);
            memory.unsaved.take().map(|(_, renewed)| renewed)
        };
        match self.vault.take().await {
            Ok(kept) => (unsaved.or(kept).or(held), Ok(())),
            Err(error) => (unsaved.or(held), Err(error)),
        }
    }

    async fn renew_alone(&self, stale: &Secret) -> Result<(), SessionError> {
        let epoch = {
            let memory = self.memory();
            if let Known::SignedOut(reason) = &memory.tokens {
                return Err(SessionError::SignedOut(reason.clone()));
            }
            if !memory.holds(stale) {
                return Ok(());
            }
            if let Some(error) = memory.waiting() {
                return Err(error);
            }
            memory.epoch
        };
        self.state.send_replace(SessionState::Renewing);
        let outcome = self.renew_locked(stale, epoch).await;
        let mut memory = self.memory();
        match &outcome {
            Ok(()) => memory.failure = None,
            Err(error) => memory.note_failure(error),
        }
        self.state.send_replace(memory.state());
        outcome
    }

    /// The store is read again under the lock, since another process may have renewed or signed out.
    async fn renew_locked(&self, stale: &Secret, epoch: u64) -> Result<(), SessionError> {
        let _alone = self.vault.locks.for_renewal().await?;
        let unsaved = self.memory().unsaved.clone();
        if let Some((former, renewed)) = unsaved {
            return self.keep(former, renewed, epoch).await;
        }
        let Some(kept) = self.vault.load().await? else {
            self.end_at(epoch, SignedOutReason::Person);
            return Err(SessionError::SignedOut(SignedOutReason::Person));
        };
        if !kept.access_token.is_same_as(stale) {
            self.hold_at(epoch, kept);
            return Ok(());
        }
        if !self.renews(&kept) {
            self.end_at(epoch, SignedOutReason::NoRefreshToken);
            return Err(SessionError::SignedOut(SignedOutReason::NoRefreshToken));
        }
        let client = match self.client().await {
            Err(SessionError::SignedOut(reason)) => {
                self.end_at(epoch, reason.clone());
                return Err(SessionError::SignedOut(reason));
            }
            other => other?,
        };
        self.memory().last_renewal = Some(Instant::now());
        match self.ask(&client, &kept).await {
            Ok(RefreshedTokens { tokens, base_url }) => {
                self.keep(kept, tokens, epoch).await?;
                match base_url {
                    Ok(oauth::BaseUrlChange::Kept) => Ok(()),
                    Ok(oauth::BaseUrlChange::Replaced) => {
                        tracing::info!(profile = %self.profile, "the service moved its API to another of its hosts");
                        Ok(())
                    }
                    Err(error) => {
                        self.end_at(epoch, SignedOutReason::ForeignBaseUrl(error.clone()));
                        Err(SessionError::ForeignBaseUrl(error))
                    }
                }
            }
            Err(error) => self.refused(error, &kept, epoch).await,
        }
    }

    /// One repeat, and only where the first call surely changed nothing: a used refresh token must not go out twice.
    async fn ask(&self, client: &ClientRegistration, kept: &StoredTokens) -> Result<RefreshedTokens, TokenCallError> {
        match self.ask_once(client, kept).await {
            Err(TokenCallError::Unreachable(_) | TokenCallError::Status { status: 429 | 502 | 503 }) => {
                tokio::time::sleep(REPEAT_AFTER).await;
                self.ask_once(client, kept).await
            }
            other => other,
        }
    }

    /// For a new token in the way that the grant has (RFC 6749 §4.4.3 and §6).
    async fn ask_once(&self, client: &ClientRegistration, kept: &StoredTokens) -> Result<RefreshedTokens, TokenCallError> {
        match (&kept.refresh_token, client.grant) {
            (_, Grant::ClientCredentials) => oauth::client_credentials_again(&self.service, client, &self.http, kept).await,
            (Some(refresh_token), _) => oauth::refresh(&self.service, client, &self.http, kept, refresh_token).await,
            (None, _) => Err(TokenCallError::Misconfigured),
        }
    }

    /// Durably first, used afterwards. What the store does not take now is kept in memory and offered again.
    async fn keep(&self, former: StoredTokens, renewed: StoredTokens, epoch: u64) -> Result<(), SessionError> {
        if self.memory().epoch != epoch {
            return self.discard(&renewed).await;
        }
        match self.vault.replace(&former, renewed.clone()).await {
            Ok(Stored::Done) => {
                self.memory().unsaved = None;
                if self.hold_at(epoch, renewed.clone()) {
                    return Ok(());
                }
                // Signed out in the moment between: what was just stored must go again.
                self.vault.drop_dead(&renewed).await?;
                self.discard(&renewed).await
            }
            Ok(Stored::Superseded) => {
                self.memory().unsaved = None;
                self.discard(&renewed).await?;
                Ok(())
            }
            Err(error) => {
                let mut memory = self.memory();
                if memory.epoch == epoch {
                    memory.unsaved = Some((former, renewed));
                }
                Err(error)
            }
        }
    }

    /// The person signed out (or in anew) while this was under way: nothing is kept and the server is told.
    async fn discard(&self, renewed: &StoredTokens) -> Result<(), SessionError> {
        match self.client().await {
            Ok(client) => {
                if let Err(error) = oauth::revoke(&self.service, &client, &self.http, renewed).await {
                    tracing::info!(%error, "a token that came too late could not be revoked");
                }
            }
            Err(error) => tracing::info!(%error, "a token that came too late could not be revoked"),
        }
        let kept = self.vault.load().await?;
        let mut memory = self.memory();
        match (&memory.tokens, kept) {
            (Known::SignedOut(reason), _) => Err(SessionError::SignedOut(reason.clone())),
            (_, Some(kept)) => {
                self.hold(&mut memory, kept);
                Ok(())
            }
            (_, None) => {
                self.end(&mut memory, SignedOutReason::Person);
                Err(SessionError::SignedOut(SignedOutReason::Person))
            }
        }
    }

    async fn refused(&self, error: TokenCallError, kept: &StoredTokens, epoch: u64) -> Result<(), SessionError> {
        if error.is_invalid_grant() {
            if self.vault.drop_dead(kept).await? == Stored::Superseded
                && let Some(other) = self.vault.load().await?
            {
                self.hold_at(epoch, other);
                return Ok(());
            }
            self.end_at(epoch, SignedOutReason::InvalidGrant);
            return Err(SessionError::SignedOut(SignedOutReason::InvalidGrant));
        }
        // Any other no may pass: the tokens stay.
        if let TokenCallError::Refused { error, .. } = &error
            && matches!(error.as_str(), "invalid_client" | "unauthorized_client" | "unsupported_grant_type")
        {
            let reason = SignedOutReason::ClientRefused { error: error.clone() };
            self.end_at(epoch, reason.clone());
            return Err(SessionError::SignedOut(reason));
        }
        Err(SessionError::Renewal(Arc::new(error)))
    }

    /// Whether the tokens were taken, that is, whether nobody signed in or out meanwhile.
    fn hold_at(&self, epoch: u64, tokens: StoredTokens) -> bool {
        let mut memory = self.memory();
        let unchanged = memory.epoch == epoch;
        if unchanged {
            self.hold(&mut memory, tokens);
        }
        unchanged
    }

    fn end_at(&self, epoch: u64, reason: SignedOutReason) {
        let mut memory = self.memory();
        if memory.epoch == epoch {
            self.end(&mut memory, reason);
        }
    }

    fn hold(&self, memory: &mut Memory, tokens: StoredTokens) {
        let held = Held { lifetime: Lifetime::of(&tokens, unix_now()), renews: self.renews(&tokens), tokens };
        if let Some(end) = self.known_end(&held) {
            self.watch_end(end);
        }
        memory.tokens = Known::Tokens(held);
        self.state.send_replace(memory.state());
    }

    /// Whether a new token can be had without a person.
    fn renews(&self, tokens: &StoredTokens) -> bool {
        tokens.refresh_token.is_some() || self.grant() == Grant::ClientCredentials
    }

    fn grant(&self) -> Grant {
        self.client.lock().unwrap_or_else(PoisonError::into_inner).grant
    }

    /// When the session ends by itself. A token that a browser brought is used until the service refuses it, since times
    /// in token answers may be wrong; one that a person typed for is asked for anew at its end.
    fn known_end(&self, held: &Held) -> Option<Instant> {
        let is_typed_for = matches!(self.grant(), Grant::Password | Grant::Token);
        if is_typed_for && !held.renews { held.lifetime.ends_at() } else { None }
    }

    /// A token whose end is past is not sent any more.
    fn end_if_over(&self, memory: &mut Memory) {
        if let Known::Tokens(held) = &memory.tokens
            && self.known_end(held).is_some_and(|end| end <= Instant::now())
        {
            self.end(memory, SignedOutReason::NoRefreshToken);
        }
    }

    /// Tells the end of the session when it comes, also where nobody sends anything.
    fn watch_end(&self, end: Instant) {
        let this = Weak::clone(&self.this);
        tokio::spawn(async move {
            tokio::time::sleep_until(end).await;
            if let Some(shared) = this.upgrade() {
                shared.end_if_over(&mut shared.memory());
            }
        });
    }

    fn end(&self, memory: &mut Memory, reason: SignedOutReason) {
        memory.tokens = Known::SignedOut(reason);
        self.state.send_replace(memory.state());
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn holds(&self, token: &Secret) -> bool {
        matches!(&self.tokens, Known::Tokens(held) if held.tokens.access_token.is_same_as(token))
    }

    /// The last failure, as long as it is too early to try again.
    fn waiting(&self) -> Option<SessionError> {
        self.failure.as_ref().filter(|failure| Instant::now() < failure.again_at).map(|failure| failure.error.clone())
    }

    fn note_failure(&mut self, error: &SessionError) {
        let pause = self.failure.as_ref().map_or(FIRST_PAUSE, |failure| (failure.pause * 2).min(MOST_PAUSE));
        self.failure = Some(Failure { error: error.clone(), again_at: Instant::now() + pause, pause });
    }

    fn state(&self) -> SessionState {
        match &self.tokens {
            Known::Unread => SessionState::Unread,
            Known::Tokens(held) => SessionState::Ready { expires_at: held.tokens.expires_at, renews: held.renews },
            Known::SignedOut(reason) => SessionState::SignedOut { reason: reason.clone() },
        }
    }
}
