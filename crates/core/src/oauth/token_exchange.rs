//! The two grants at the token endpoint (RFC 6749 §4.1.3 and §6). No redirect is followed, no body is logged.

use super::token_answer::TokenAnswer;
use super::{BodyError, ClientRegistration, read_bounded, trusted_endpoint};
use crate::token_store::Secret;
use coredesk_catalogue::{ClientAuthentication, Service};
use oauth2::basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, PkceCodeVerifier,
    RedirectUrl, RefreshToken, RequestTokenError, StandardRevocableToken, TokenUrl,
};
use std::time::Duration;

/// A token answer is small; what is larger is none.
const BODY_LIMIT: usize = 256 * 1024;
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

async fn send(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, SendError> {
    let mut request = reqwest::Request::try_from(request).map_err(SendError::Unreachable)?;
    *request.timeout_mut() = Some(WHOLE_LIMIT);
    let response = http.execute(request).await.map_err(|error| {
        let error = error.without_url();
        if error.is_connect() || error.is_builder() { SendError::Unreachable(error) } else { SendError::AnswerLost(error) }
    })?;
    let status = response.status();
    // Only these three are answers of RFC 6749; a redirect in particular is not followed.
    if !matches!(status.as_u16(), 200 | 400 | 401) {
        return Err(SendError::Status(status.as_u16()));
    }
    let headers = response.headers().clone();
    let body = read_bounded(response, BODY_LIMIT).await.map_err(|error| match error {
        BodyError::TooLarge { .. } => SendError::Unreadable("it is too large"),
        BodyError::Broken(error) => SendError::AnswerLost(error),
    })?;
    let mut whole = HttpResponse::new(body);
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    Ok(whole)
}

/// The crate's errors hold whole bodies; only what is harmless is taken over.
fn call_error(error: RequestTokenError<SendError, BasicErrorResponse>) -> TokenCallError {
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
