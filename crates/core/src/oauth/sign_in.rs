//! One sign-in from the bound port to the checked tokens. Keeps nothing: given up half-way, it leaves nothing.

use super::authorization_request::AuthorizationRequest;
use super::base_url::base_url_after;
use super::id_token::{self, Expected};
use super::redirect_answer::{ExpectedAnswer, RedirectAnswer};
use super::system_browser::check_address;
use super::token_answer::TokenAnswer;
use super::token_exchange::exchange_code;
use super::userinfo::{json_object, userinfo};
use super::{
    BrowserError, ClientRegistration, IdTokenError, Identity, LoopbackRedirect, SignInError, SystemBrowser, http_client, trusted_endpoint,
    unix_now,
};
use crate::token_store::{Secret, StoredTokens};
use coredesk_catalogue::Service;
use oauth2::PkceCodeVerifier;
use serde_json::{Map, Value};
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

/// A sign-in that succeeded. Nothing of it is stored yet.
#[derive(Debug)]
pub struct SignedIn {
    /// The tokens, with the checked base URL.
    pub tokens: StoredTokens,
    /// Who signed in, as far as the service says.
    pub identity: Identity,
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
        let expected = ExpectedAnswer::new(authorization.state, &request.service.oauth.issuer, redirect.url().clone());
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
        let exchange = Exchange { request: &request, http: &http };
        let answer = exchange.tokens(&code, &redirect_uri, authorization.code_verifier).await?;
        progress(SignInStep::ReadingIdentity);
        let identity = exchange.identity(&answer, authorization.nonce.as_ref()).await?;
        Ok(SignedIn { tokens: answer.tokens, identity })
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

struct Exchange<'a> {
    request: &'a SignInRequest,
    http: &'a reqwest::Client,
}

struct Exchanged {
    tokens: StoredTokens,
    id_token: Option<Secret>,
}

impl Exchange<'_> {
    /// Exchanges the code; the base URL is checked before any token is handed on.
    async fn tokens(&self, code: &Secret, redirect_uri: &str, verifier: Option<PkceCodeVerifier>) -> Result<Exchanged, SignInError> {
        let SignInRequest { service, client, scopes, .. } = self.request;
        let answer: TokenAnswer = exchange_code(service, client, self.http, code, redirect_uri, verifier).await?;
        let base_url = base_url_after(&service.base_url, answer.endpoint(), None)?;
        let obtained_at = unix_now();
        let tokens = StoredTokens {
            access_token: answer.access_token(),
            refresh_token: answer.refresh_token(),
            id_token: answer.id_token(),
            expires_at: answer.expires_in().map(|life| obtained_at.saturating_add(life)),
            obtained_at,
            granted_scopes: answer.scopes().unwrap_or_else(|| scopes.clone()),
            base_url: base_url.into(),
        };
        Ok(Exchanged { id_token: answer.id_token(), tokens })
    }

    async fn identity(&self, exchanged: &Exchanged, nonce: Option<&Secret>) -> Result<Identity, SignInError> {
        if !exchanged.tokens.granted_scopes.iter().any(|scope| scope == "openid") {
            return Ok(Identity::default());
        }
        let claims = match &exchanged.id_token {
            Some(id_token) => self.id_token_claims(id_token, nonce).await?,
            None => None,
        };
        let service = &self.request.service;
        let endpoint = service.oauth.userinfo_endpoint.as_deref().and_then(|endpoint| trusted_endpoint(service, endpoint));
        let userinfo = match endpoint {
            Some(endpoint) => userinfo(self.http, endpoint, &exchanged.tokens.access_token).await,
            None => None,
        };
        Identity::from_claims(claims.as_ref(), userinfo.as_ref())
    }

    /// The checked claims; `None` where they cannot be checked for reasons that are not the token's.
    async fn id_token_claims(&self, id_token: &Secret, nonce: Option<&Secret>) -> Result<Option<Map<String, Value>>, SignInError> {
        let service = &self.request.service;
        let jwks_uri = service.oauth.jwks_uri.as_deref().and_then(|endpoint| trusted_endpoint(service, endpoint));
        let Some(jwks_uri) = jwks_uri else { return Ok(None) };
        let Some(key_set) = json_object(self.http.get(jwks_uri)).await else { return Ok(None) };
        let expected = Expected { issuer: &service.oauth.issuer, client_id: &self.request.client.client_id, nonce, now: unix_now() };
        match id_token::checked_claims(id_token, &key_set, &expected) {
            Ok(claims) => Ok(Some(claims)),
            Err(IdTokenError::Time) => {
                tracing::warn!("the id token's time does not fit this computer's clock; it is not used");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}
