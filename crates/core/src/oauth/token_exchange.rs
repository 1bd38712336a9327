//! The grants at the token endpoint (RFC 6749 §4 and §6, RFC 8628 §3). No redirect is followed, no body is logged.

use super::token_answer::TokenAnswer;
use super::{BodyError, ClientRegistration, read_bounded, trusted_endpoint};
use crate::token_store::Secret;
use coredesk_catalogue::{ClientAuthentication, Service};
use oauth2::basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, ErrorResponseType,
    HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, ResourceOwnerPassword,
    ResourceOwnerUsername, Scope, StandardErrorResponse, StandardRevocableToken, TokenUrl,
};
use std::time::Duration;
use tokio::sync::mpsc;
use url::form_urlencoded;

/// A token answer is small; what is larger is none.
const BODY_LIMIT: usize = 256 * 1024;
/// A service that wants to be asked without a pause is asked once a second all the same.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// After failed calls a service is asked more seldom, down to this or to its own wish.
const LONGEST_BACKOFF: Duration = Duration::from_secs(10);
/// From sending to the last byte.
const WHOLE_LIMIT: Duration = Duration::from_secs(30);

type OAuthClient = oauth2::Client<
    BasicErrorResponse,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// A call to the token endpoint that brought no tokens.
#[derive(Debug, thiserror::Error)]
pub enum TokenCallError {
    /// The server said no (RFC 6749 §5.2), kept as sent; untrusted text.
    #[error("the authorization server refused: {error}")]
    Refused {
        /// Such as `invalid_grant` or `invalid_client`.
        error: String,
        /// More words, if any.
        description: Option<String>,
    },
    /// No connection could be made: nothing was sent.
    #[error("the token endpoint could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The call was sent and its answer was lost.
    #[error("the answer of the token endpoint was lost")]
    AnswerLost(#[source] reqwest::Error),
    /// The server answered with a status that means neither yes nor no.
    #[error("the token endpoint answered with status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is no token answer.
    #[error("the answer of the token endpoint could not be read: {reason}")]
    Unreadable {
        /// What was wrong with it, without its content.
        reason: &'static str,
    },
    /// The service or the client is described in a way that no call can be made of.
    #[error("the token endpoint of the service is malformed")]
    Misconfigured,
}

impl TokenCallError {
    /// The grant itself is void: used up, expired or revoked. Nothing else means that.
    pub(crate) fn is_invalid_grant(&self) -> bool {
        matches!(self, Self::Refused { error, .. } if error == "invalid_grant")
    }
}

/// Exchanges the authorization code for tokens.
pub(super) async fn exchange_code(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    code: &Secret,
    redirect_uri: &str,
    code_verifier: Option<PkceCodeVerifier>,
) -> Result<TokenAnswer, TokenCallError> {
    let redirect_uri = RedirectUrl::new(redirect_uri.to_owned()).map_err(|_| TokenCallError::Misconfigured)?;
    let oauth = oauth_client(service, client)?.set_redirect_uri(redirect_uri);
    let mut request = oauth.exchange_code(AuthorizationCode::new(code.expose().to_owned()));
    if let Some(verifier) = code_verifier {
        request = request.set_pkce_verifier(verifier);
    }
    let send = |request| send(http.clone(), request);
    request.request_async(&send).await.map_err(call_error)
}

/// Exchanges the refresh token for a new access token.
pub(super) async fn exchange_refresh_token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    refresh_token: &Secret,
) -> Result<TokenAnswer, TokenCallError> {
    let oauth = oauth_client(service, client)?;
    let refresh_token = RefreshToken::new(refresh_token.expose().to_owned());
    let send = |request| send(http.clone(), request);
    oauth.exchange_refresh_token(&refresh_token).request_async(&send).await.map_err(call_error)
}

/// Exchanges a user name and a password for tokens. One request, whatever comes.
pub(super) async fn exchange_password(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    user: &str,
    password: &Secret,
) -> Result<TokenAnswer, TokenCallError> {
    let oauth = oauth_client(service, client)?;
    let (user, password) = (ResourceOwnerUsername::new(user.to_owned()), ResourceOwnerPassword::new(password.expose().to_owned()));
    let send = |request| send(http.clone(), request);
    oauth.exchange_password(&user, &password).add_scopes(scopes(client)).request_async(&send).await.map_err(call_error)
}

/// Exchanges the client's own credentials for a token.
pub(super) async fn exchange_client_credentials(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
) -> Result<TokenAnswer, TokenCallError> {
    let oauth = oauth_client(service, client)?;
    let send = |request| send(http.clone(), request);
    oauth.exchange_client_credentials().add_scopes(scopes(client)).request_async(&send).await.map_err(call_error)
}

/// A device code, and what a person needs to know of it.
pub(super) type DeviceDetails = oauth2::StandardDeviceAuthorizationResponse;

/// Asks for a device code (RFC 8628 §3.1).
pub(super) async fn device_details(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
) -> Result<DeviceDetails, TokenCallError> {
    let endpoint = service.oauth.device_authorization_endpoint.as_deref();
    let endpoint = endpoint.and_then(|endpoint| trusted_endpoint(service, endpoint)).ok_or(TokenCallError::Misconfigured)?;
    let oauth = oauth_client(service, client)?.set_device_authorization_url(DeviceAuthorizationUrl::from_url(endpoint));
    let send = |request| send(http.clone(), request);
    oauth.exchange_device_code().add_scopes(scopes(client)).request_async(&send).await.map_err(call_error)
}

/// Asks until a person has decided, at most for `limit` (RFC 8628 §3.4). Goes on through failures that may pass.
pub(super) async fn exchange_device_code(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    details: &DeviceDetails,
    limit: Duration,
) -> Result<TokenAnswer, TokenCallError> {
    let oauth = oauth_client(service, client)?;
    // The crate asks on after every failed call; what cannot pass ends it from here.
    let (gives_up, mut given_up) = mpsc::unbounded_channel();
    let send = |request| {
        let (sending, gives_up) = (send(http.clone(), request), gives_up.clone());
        async move {
            sending.await.inspect_err(|error| {
                if let Some(error) = lasting(error) {
                    // Nobody listens any more when the polling has ended.
                    drop(gives_up.send(error));
                }
            })
        }
    };
    let pause = |interval: Duration| tokio::time::sleep(interval.max(SHORTEST_INTERVAL));
    let request = oauth.exchange_device_access_token(details).set_max_backoff_interval(details.interval().max(LONGEST_BACKOFF));
    let polling = request.request_async(&send, pause, Some(limit));
    tokio::select! {
        biased;
        Some(error) = given_up.recv() => Err(error),
        answer = polling => answer.map_err(call_error),
    }
}

/// A failure that asking again would not mend.
fn lasting(error: &SendError) -> Option<TokenCallError> {
    match error {
        SendError::Status(408 | 425 | 429 | 500..) | SendError::Unreachable(_) | SendError::AnswerLost(_) => None,
        SendError::Status(status) => Some(TokenCallError::Status { status: *status }),
        SendError::Unreadable(reason) => Some(TokenCallError::Unreadable { reason }),
    }
}

fn scopes(client: &ClientRegistration) -> impl Iterator<Item = Scope> + '_ {
    client.scopes.iter().cloned().map(Scope::new)
}

fn oauth_client(service: &Service, client: &ClientRegistration) -> Result<OAuthClient, TokenCallError> {
    let endpoint = service.oauth.token_endpoint.as_deref();
    let token_url = endpoint.and_then(|endpoint| trusted_endpoint(service, endpoint)).ok_or(TokenCallError::Misconfigured)?;
    let auth_type = match client.authentication {
        ClientAuthentication::RequestBody => AuthType::RequestBody,
        ClientAuthentication::Basic => AuthType::BasicAuth,
    };
    let oauth =
        oauth2::Client::new(ClientId::new(client.client_id.clone())).set_auth_type(auth_type).set_token_uri(TokenUrl::from_url(token_url));
    Ok(match client.client_secret.given() {
        Some(secret) => oauth.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
        None => oauth,
    })
}

/// How sending failed, before anything of the answer was read.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error("not connected")]
    Unreachable(#[source] reqwest::Error),
    #[error("the answer was lost")]
    AnswerLost(#[source] reqwest::Error),
    #[error("status {0}")]
    Status(u16),
    #[error("{0}")]
    Unreadable(&'static str),
}

/// The crate writes `client_id=` also for a client that has none, which some servers take for an unknown client.
fn without_empty_client_id(mut request: HttpRequest) -> HttpRequest {
    const EMPTY: (&str, &str) = ("client_id", "");
    let fields = || form_urlencoded::parse(request.body());
    if fields().any(|(name, value)| (&*name, &*value) == EMPTY) {
        let kept = fields().filter(|(name, value)| (&**name, &**value) != EMPTY);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        *request.body_mut() = body.into_bytes();
    }
    request
}

async fn send(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, SendError> {
    let request = without_empty_client_id(request);
    let mut request = reqwest::Request::try_from(request).map_err(SendError::Unreachable)?;
    *request.timeout_mut() = Some(WHOLE_LIMIT);
    let response = http.execute(request).await.map_err(|error| {
        let error = error.without_url();
        if error.is_connect() || error.is_builder() { SendError::Unreachable(error) } else { SendError::AnswerLost(error) }
    })?;
    let status = response.status();
    // Only these are answers of RFC 6749, 403 by the habit of some servers; a redirect in particular is not followed.
    if !matches!(status.as_u16(), 200 | 400 | 401 | 403) {
        return Err(SendError::Status(status.as_u16()));
    }
    let headers = response.headers().clone();
    let body = read_bounded(response, BODY_LIMIT).await.map_err(|error| match error {
        BodyError::TooLarge { .. } => SendError::Unreadable("it is too large"),
        BodyError::Broken(error) => SendError::AnswerLost(error),
    })?;
    // A no without RFC 6749's words is told by its status: its body may be any page.
    if status.as_u16() != 200 && serde_json::from_slice::<BasicErrorResponse>(&body).is_err() {
        return Err(SendError::Status(status.as_u16()));
    }
    let mut whole = HttpResponse::new(body);
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    Ok(whole)
}

/// The crate's errors hold whole bodies; only what is harmless is taken over.
fn call_error<T>(error: RequestTokenError<SendError, StandardErrorResponse<T>>) -> TokenCallError
where
    T: ErrorResponseType + AsRef<str> + std::fmt::Display + 'static,
{
    match error {
        RequestTokenError::ServerResponse(answer) => TokenCallError::Refused {
            error: short(answer.error().as_ref()),
            description: answer.error_description().map(|words| short(words)),
        },
        RequestTokenError::Request(SendError::Unreachable(error)) => TokenCallError::Unreachable(error),
        RequestTokenError::Request(SendError::AnswerLost(error)) => TokenCallError::AnswerLost(error),
        RequestTokenError::Request(SendError::Status(status)) => TokenCallError::Status { status },
        RequestTokenError::Request(SendError::Unreadable(reason)) => TokenCallError::Unreadable { reason },
        RequestTokenError::Parse(..) => TokenCallError::Unreadable { reason: "it is not a token answer" },
        RequestTokenError::Other(_) => TokenCallError::Unreadable { reason: "it is empty or not JSON" },
    }
}

/// Words of a server: one line, at most 300 characters.
pub(super) fn short(words: &str) -> String {
    words.chars().map(|character| if character.is_control() { ' ' } else { character }).take(300).collect()
}
