//! One sign-in from the bound port to the checked tokens. Keeps nothing: given up half-way, it leaves nothing.

use super::authorization_request::AuthorizationRequest;
use super::redirect_answer::{ExpectedAnswer, RedirectAnswer};
use super::signed_in::{WhoSignedIn, received};
use super::system_browser::check_address;
use super::token_exchange::exchange_code;
use super::{BrowserError, ClientRegistration, LoopbackRedirect, SignInError, SignedIn, SystemBrowser, http_client};
use coredesk_catalogue::Service;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

/// No sign-in waits longer for a person.
pub const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);

/// What a sign-in needs to know.
#[derive(Debug, Clone)]
pub struct SignInRequest {
    /// The service to sign in to.
    pub service: Arc<Service>,
    /// How this client is registered with it.
    pub client: ClientRegistration,
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// How long to wait for the person, from the moment the port is bound; at most [`LONGEST_WAIT`].
    pub limit: Duration,
}

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInStep {
    /// The person is in the browser.
    WaitingForConsent,
    /// What the person pasted is not the answer of this sign-in; the wait goes on.
    PastedAddressRefused,
    /// The answer came and is exchanged for tokens. The port is closed.
    ExchangingCode,
    /// The tokens are there; who signed in is being asked.
    ReadingIdentity,
}

/// A sign-in whose port is bound and whose browser is not open yet. Dropping it closes the port.
pub struct PendingSignIn {
    request: SignInRequest,
    http: reqwest::Client,
    authorization: AuthorizationRequest,
    redirect: LoopbackRedirect,
    bound_at: Instant,
}

/// Binds the port and writes the authorization request. No browser is opened and nothing is sent.
///
/// # Errors
/// `PortTaken` if the registered port is in use; `RedirectUri` or `Misconfigured` if no request can be made.
pub async fn prepare(request: SignInRequest) -> Result<PendingSignIn, SignInError> {
    if request.client.client_id.trim().is_empty() {
        return Err(SignInError::Misconfigured { what: "the client id" });
    }
    let http = http_client(&request.service).map_err(SignInError::Http)?;
    let redirect = LoopbackRedirect::bind(&request.client.redirect_uri).await?;
    let bound_at = Instant::now();
    let authorization = AuthorizationRequest::new(&request.service.oauth, &request.client, redirect.text(), &request.scopes)?;
    check_address(&authorization.url, request.service.is_on_this_computer())?;
    Ok(PendingSignIn { request, http, authorization, redirect, bound_at })
}

impl PendingSignIn {
    /// The address for the browser. It holds the `state`: show it to nobody but the person, log it never.
    pub fn authorization_url(&self) -> &Url {
        &self.authorization.url
    }

    /// Where the browser will come back to, letter by letter as it goes out.
    pub fn redirect_uri(&self) -> &str {
        self.redirect.text()
    }

    /// Whether the browser's answer is waited for at a port; else it must be pasted.
    pub fn listens(&self) -> bool {
        self.redirect.listens()
    }

    /// The host that the browser is sent to.
    pub fn host(&self) -> &str {
        self.authorization.url.host_str().unwrap_or_default()
    }

    /// How long the person has in all.
    pub fn limit(&self) -> Duration {
        self.request.limit.min(LONGEST_WAIT)
    }

    /// Sends the person's browser to the authorization server.
    ///
    /// # Errors
    /// If no browser could be started; the address can still be opened by hand.
    pub fn open_browser(&self, browser: &dyn SystemBrowser) -> Result<(), BrowserError> {
        check_address(&self.authorization.url, self.request.service.is_on_this_computer())?;
        browser.open(&self.authorization.url)
    }

    /// Waits for the person, exchanges the code and asks who signed in. `pasted` brings addresses that the person
    /// copied from the browser. The port is closed when this ends, however it ends.
    ///
    /// # Errors
    /// `TimedOut` after the limit, `Cancelled` at once when `cancel` is, else what went wrong.
    pub async fn finish(
        self,
        cancel: CancellationToken,
        pasted: mpsc::Receiver<String>,
        progress: impl Fn(SignInStep) + Send + Sync,
    ) -> Result<SignedIn, SignInError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(SignInError::Cancelled),
            signed_in = self.run(pasted, &progress) => signed_in,
        }
    }

    async fn run(self, pasted: mpsc::Receiver<String>, progress: &(impl Fn(SignInStep) + Send + Sync)) -> Result<SignedIn, SignInError> {
        let limit = self.limit();
        let Self { request, http, authorization, redirect, bound_at } = self;
        let expected = ExpectedAnswer::new(authorization.state, &request.service.oauth, redirect.url().clone());
        let expected = Arc::new(expected);
        let redirect_uri = redirect.text().to_owned();

        progress(SignInStep::WaitingForConsent);
        let answer = tokio::select! {
            answer = redirect.answer(Arc::clone(&expected)) => answer,
            answer = pasted_answer(pasted, &expected, progress) => answer,
            () = tokio::time::sleep_until(bound_at + limit) => return Err(SignInError::TimedOut { waited: limit }),
        };
        let code = match answer {
            RedirectAnswer::Code(code) => code,
            RedirectAnswer::Refused { error, description } => return Err(SignInError::Refused { error, description }),
            RedirectAnswer::ForeignIssuer => return Err(SignInError::IssuerMismatch),
            RedirectAnswer::Incomplete => return Err(SignInError::IncompleteRedirect),
        };

        progress(SignInStep::ExchangingCode);
        let SignInRequest { service, client, scopes, .. } = &request;
        let answer = exchange_code(service, client, &http, &code, &redirect_uri, authorization.code_verifier).await?;
        let tokens = received(service, &answer, scopes)?;
        progress(SignInStep::ReadingIdentity);
        let identity = WhoSignedIn { service, client, http: &http, nonce: authorization.nonce.as_ref() }.identity(&tokens).await?;
        Ok(SignedIn { tokens, identity })
    }
}

impl std::fmt::Debug for PendingSignIn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PendingSignIn")
            .field("host", &self.host())
            .field("redirect_uri", &self.redirect_uri())
            .finish_non_exhaustive()
    }
}

async fn pasted_answer(
    mut pasted: mpsc::Receiver<String>,
    expected: &ExpectedAnswer,
    progress: &(impl Fn(SignInStep) + Send + Sync),
) -> RedirectAnswer {
    while let Some(address) = pasted.recv().await {
        match expected.judge_pasted(&address) {
            Ok(answer) => return answer,
            Err(reason) => {
                tracing::debug!(?reason, "the pasted address is not the answer");
                progress(SignInStep::PastedAddressRefused);
            }
        }
    }
    // Nobody can paste any more; the listener still waits.
    std::future::pending().await
}
