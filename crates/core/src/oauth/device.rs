//! Sign-in with a code that a person types in any browser, also on another device (RFC 8628).

use super::signed_in::WhoSignedIn;
use super::system_browser::check_address;
use super::token_exchange::{DeviceDetails, device_details, exchange_device_code, short};
use super::{ClientRegistration, SignInError, SignInStep, SignedIn, TokenCallError};
use coredesk_catalogue::Service;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

/// No code is waited for longer than this, whatever the service says.
const LONGEST_LIFE: Duration = Duration::from_secs(30 * 60);
/// A service that wants to be asked less often than this is not understood.
const LONGEST_INTERVAL: Duration = Duration::from_secs(5 * 60);
const LONGEST_CODE: usize = 64;

/// A code that waits for a person. Dropping it gives it up; the service forgets it by itself.
pub struct DeviceAuthorization {
    service: Arc<Service>,
    client: ClientRegistration,
    http: reqwest::Client,
    details: DeviceDetails,
    verification_uri: Url,
    complete_uri: Option<Url>,
    ends_at: Instant,
}

impl DeviceAuthorization {
    /// Asks for a code, for the scopes of `client`.
    ///
    /// # Errors
    /// `Misconfigured` without client id or endpoint; else why no code came, or that the page to type it on is not trusted.
    pub async fn begin(service: Arc<Service>, client: ClientRegistration, http: reqwest::Client) -> Result<Self, SignInError> {
        if client.client_id.is_empty() {
            return Err(SignInError::Misconfigured { what: "the client id" });
        }
        let details = device_details(&service, &client, &http).await?;
        let unreadable = |reason| SignInError::TokenCall(TokenCallError::Unreadable { reason });
        if details.interval() > LONGEST_INTERVAL {
            return Err(unreadable("it wants to be asked too seldom"));
        }
        let code = details.user_code().secret();
        if code.trim().is_empty() || code.len() > LONGEST_CODE || short(code) != *code {
            return Err(unreadable("its code cannot be typed"));
        }
        let here = service.is_on_this_computer();
        let trusted = |address: &str| {
            let url = Url::parse(address).ok()?;
            check_address(&url, here).ok().map(|()| url)
        };
        let verification_uri = trusted(details.verification_uri().as_str()).ok_or(unreadable("its page is not one to be opened"))?;
        // Another host behind the shorter way would show a person one page and open another.
        let complete_uri = details.verification_uri_complete().and_then(|address| trusted(address.secret()));
        let complete_uri = complete_uri.filter(|complete| complete.origin() == verification_uri.origin());
        let ends_at = Instant::now() + details.expires_in().min(LONGEST_LIFE);
        Ok(Self { service, client, http, details, verification_uri, complete_uri, ends_at })
    }

    /// What the person types; the service's text.
    pub fn user_code(&self) -> &str {
        self.details.user_code().secret()
    }

    /// Where the person types it: https, or on this computer.
    pub fn verification_uri(&self) -> &Url {
        &self.verification_uri
    }

    /// The same page with the code filled in, if the service has that, at the same host.
    pub fn complete_uri(&self) -> Option<&Url> {
        self.complete_uri.as_ref()
    }

    /// How long the code is still good for.
    pub fn remaining(&self) -> Duration {
        self.ends_at.saturating_duration_since(Instant::now())
    }

    /// Waits for the person, asking the service as often as it allows.
    ///
    /// # Errors
    /// `CodeExpired` at the end of the code's life, `Cancelled` at once when `cancel` is, `Refused` when the person said
    /// no, else what went wrong.
    pub async fn wait(self, cancel: CancellationToken, progress: impl Fn(SignInStep) + Send + Sync) -> Result<SignedIn, SignInError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(SignInError::Cancelled),
            () = tokio::time::sleep_until(self.ends_at) => Err(SignInError::CodeExpired),
            signed_in = self.run(&progress) => signed_in,
        }
    }

    async fn run(&self, progress: &(impl Fn(SignInStep) + Send + Sync)) -> Result<SignedIn, SignInError> {
        progress(SignInStep::WaitingForConsent);
        let Self { service, client, http, details, .. } = self;
        let answer = exchange_device_code(service, client, http, details, self.remaining()).await.map_err(|error| match error {
            TokenCallError::Refused { error, description } => match error.as_str() {
                "expired_token" => SignInError::CodeExpired,
                "access_denied" => SignInError::Refused { error, description },
                _ => TokenCallError::Refused { error, description }.into(),
            },
            other => other.into(),
        })?;
        progress(SignInStep::ReadingIdentity);
        WhoSignedIn { service, client, http, nonce: None }.by(&answer).await
    }
}

impl std::fmt::Debug for DeviceAuthorization {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.verification_uri.host_str();
        formatter.debug_struct("DeviceAuthorization").field("host", &host).finish_non_exhaustive()
    }
}
