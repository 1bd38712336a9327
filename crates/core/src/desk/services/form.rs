//! How a described service is reached and signed in to, as a person says it.

use super::address::{base_url, endpoint, openapi_address};
use super::credential_header::credential_header;
use super::placed::placed;
use super::{RowHabits, ServiceDraft};
use crate::desk::sign_in::Purpose;
use crate::desk::{Credential, Desk, DeskError, Environment, Opened};
use crate::oauth::{self, ClientRegistration, ClientSecret, PastedTokenError, RedirectUri, http_client};
use crate::token_store::Secret;
use coredesk_catalogue::{
    BaseUrlRule, ClientAuthentication, CredentialHeader, DialectKind, Grant, OAuthEndpoints, OpenApiSource, ScopeMeaning, Service,
};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// The path of the redirect URI on this computer.
const CALLBACK: &str = "/callback";
const LONGEST_TEXT: usize = 2_000;
const LONGEST_NAME: usize = 100;
/// An issuer that does not say in this time what else it has is asked no longer.
const METADATA_LIMIT: Duration = Duration::from_secs(15);

/// The form of a connection to a described service. No secret is part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceForm {
    /// What the rail and the lists call it; empty for the host.
    pub name: String,
    /// Scheme, host and prefix of the API.
    pub base_url: String,
    /// Where the document is read again at each start; empty for never.
    pub openapi_address: String,
    /// How the connection comes to its token.
    pub grant: Grant,
    /// The issuer, where it said what else it has; may be empty.
    pub issuer: String,
    /// Empty where the grant needs none, as with the next three.
    pub authorization_endpoint: String,
    /// See above.
    pub token_endpoint: String,
    /// See above.
    pub device_authorization_endpoint: String,
    /// See above.
    pub revocation_endpoint: String,
    /// As it was registered there.
    pub client_id: String,
    /// How the client names itself at the token endpoint.
    pub authentication: ClientAuthentication,
    /// The port of the loopback redirect; none for any free one.
    pub redirect_port: Option<u32>,
    /// Send a code challenge.
    pub pkce: bool,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// The header that carries the token.
    pub credential: CredentialHeader,
    /// How the service pages, and where its rows stand.
    pub habits: RowHabits,
}

/// What is wrong with a form, or with what was given beside it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceFormError {
    /// The document was read before Coredesk was started, or never.
    #[error("the description is not at hand")]
    UnknownDraft,
    /// It is no https address (or http on this computer), or carries more than a host and a path.
    #[error("the base URL cannot be used")]
    BaseUrl,
    /// The same of an address of the authorization server.
    #[error("the {0} cannot be used")]
    Endpoint(&'static str),
    /// The grant needs it.
    #[error("the {0} is missing")]
    Missing(&'static str),
    /// It is not at the API's own host.
    #[error("the address of the OpenAPI document cannot be used")]
    OpenApiAddress,
    /// A text holds blanks or control characters, or is too long.
    #[error("the {0} holds characters that do not belong there")]
    OddText(&'static str),
    /// It is no header name, or one with a meaning of its own.
    #[error("the header name cannot be used")]
    HeaderName,
    /// It holds characters that no scheme has.
    #[error("the header scheme cannot be used")]
    HeaderScheme,
    /// What was pasted is no token.
    #[error("the token cannot be used: {0}")]
    Token(#[from] PastedTokenError),
    /// No port of a computer.
    #[error("the port cannot be used")]
    Port,
    /// The issuer was entered and says nothing of itself that can be used.
    #[error("the issuer says nothing of itself: {0}")]
    IssuerSilent(String),
    /// The issuer takes codes at another address than was entered.
    #[error("the issuer names another token address")]
    OtherTokenAddress,
    /// A paging style lacks what it needs.
    #[error("the {0} of the paging is missing")]
    Paging(&'static str),
}

impl ServiceForm {
    /// The form that a description suggests.
    pub fn of(draft: &ServiceDraft) -> Self {
        let service = &draft.service;
        let text = |endpoint: &Option<String>| endpoint.clone().unwrap_or_default();
        let base_url = match &service.base_url {
            BaseUrlRule::Fixed { url } => url.clone(),
            BaseUrlRule::FromTokenAnswer { .. } | BaseUrlRule::Loopback => draft.servers.first().cloned().unwrap_or_default(),
        };
        Self {
            name: String::new(),
            base_url,
            openapi_address: service.openapi.as_ref().map(|openapi| openapi.address.clone()).unwrap_or_default(),
            grant: service.grants.first().copied().unwrap_or(Grant::Token),
            issuer: service.oauth.issuer.clone(),
            authorization_endpoint: text(&service.oauth.authorization_endpoint),
            token_endpoint: text(&service.oauth.token_endpoint),
            device_authorization_endpoint: text(&service.oauth.device_authorization_endpoint),
            revocation_endpoint: text(&service.oauth.revocation_endpoint),
            client_id: String::new(),
            authentication: ClientAuthentication::default(),
            redirect_port: None,
            pkce: true,
            scopes: service.scopes.iter().map(|meaning| meaning.scope.clone()).collect(),
            credential: service.credential.clone(),
            habits: RowHabits::of(service),
        }
    }

    /// The service of `draft` as this form says that it is.
    fn service(&self, draft: &ServiceDraft, reserved_name: &str) -> Result<Service, ServiceFormError> {
        let url = base_url(&self.base_url)?;
        let mut service = draft.service.clone();
        let base = Url::parse(&url).map_err(|_| ServiceFormError::BaseUrl)?;
        service.catalogue = placed(service.catalogue, &draft.servers, &base);
        if service.name == reserved_name {
            // What a document calls itself must not be taken for the built-in service.
            service.name.push_str("-described");
        }
        service.oauth = if self.grant == Grant::Token { OAuthEndpoints::default() } else { self.endpoints(&url)? };
        service.credential = credential_header(&self.credential.name, &self.credential.scheme)?;
        service.openapi = openapi_address(&self.openapi_address, &url)?.map(|address| OpenApiSource { address });
        service.base_url = BaseUrlRule::Fixed { url };
        service.installations = Vec::new();
        service.scopes = self.scopes.iter().map(|scope| meaning_of(scope, &draft.service.scopes)).collect();
        service.dialect = DialectKind::Described(Box::new(self.habits.checked()?.within(&service)));
        Ok(service)
    }

    fn endpoints(&self, base_url: &str) -> Result<OAuthEndpoints, ServiceFormError> {
        // What the issuer alone may say of itself is asked of it (`with_metadata`), never taken from a description.
        let endpoints = OAuthEndpoints {
            issuer: endpoint(&self.issuer, "issuer", base_url)?.unwrap_or_default(),
            authorization_endpoint: endpoint(&self.authorization_endpoint, "authorization address", base_url)?,
            token_endpoint: endpoint(&self.token_endpoint, "token address", base_url)?,
            device_authorization_endpoint: endpoint(&self.device_authorization_endpoint, "device authorization address", base_url)?,
            revocation_endpoint: endpoint(&self.revocation_endpoint, "revocation address", base_url)?,
            ..OAuthEndpoints::default()
        };
        let (authorization, device) = (&endpoints.authorization_endpoint, &endpoints.device_authorization_endpoint);
        match self.grant {
            Grant::AuthorizationCode if authorization.is_none() => Err(ServiceFormError::Missing("authorization address")),
            Grant::DeviceCode if device.is_none() => Err(ServiceFormError::Missing("device authorization address")),
            Grant::Token => Ok(endpoints),
            _ if endpoints.token_endpoint.is_none() => Err(ServiceFormError::Missing("token address")),
            _ => Ok(endpoints),
        }
    }

    fn client(&self, client_secret: Option<Secret>) -> Result<ClientRegistration, ServiceFormError> {
        let client_id = self.client_id.trim().to_owned();
        let needs_id = matches!(self.grant, Grant::AuthorizationCode | Grant::DeviceCode | Grant::ClientCredentials);
        if needs_id && client_id.is_empty() {
            return Err(ServiceFormError::Missing("client ID"));
        }
        if !client_id.is_empty() {
            plain(&client_id, "client ID")?;
        }
        if self.grant == Grant::ClientCredentials && client_secret.is_none() {
            return Err(ServiceFormError::Missing("client secret"));
        }
        self.scopes.iter().try_for_each(|scope| plain(scope, "scope"))?;
        Ok(ClientRegistration {
            client_id,
            client_secret: client_secret.filter(|_| self.grant != Grant::Token).map_or(ClientSecret::None, ClientSecret::Given),
            authentication: self.authentication,
            redirect_uri: match self.redirect_port {
                Some(port) if !(1..=u32::from(u16::MAX)).contains(&port) => return Err(ServiceFormError::Port),
                Some(port) => RedirectUri::Registered(format!("http://127.0.0.1:{port}{CALLBACK}")),
                None => RedirectUri::AnyLoopbackPort { path: CALLBACK.to_owned() },
            },
            pkce: self.pkce,
            grant: self.grant,
            scopes: self.scopes.clone(),
        })
    }
}

impl Desk {
    /// Begins a connection to the described service `draft_id`. What comes of it is tried before it is kept.
    ///
    /// # Errors
    /// `ServiceForm` when something that was entered cannot be used; `TokenStore`; `SignIn` when it cannot begin.
    pub async fn connect_service(
        &self,
        draft_id: &str,
        form: &ServiceForm,
        client_secret: Option<Secret>,
        credential: Credential,
    ) -> Result<Opened, DeskError> {
        let draft = self.inner.service_drafts.find(draft_id);
        let draft = draft.ok_or(ServiceFormError::UnknownDraft)?;
        let service = form.service(&draft, &self.inner.bqe_core.name)?;
        let client = form.client(client_secret)?;
        let title = title(&form.name, &service)?;
        let service = with_metadata(service, form.grant).await?;
        self.begin_new(service, client, title, credential, true).await
    }

    /// Begins the first sign-in of a service that is described.
    pub(super) async fn begin_new(
        &self,
        service: Service,
        client: ClientRegistration,
        title: String,
        credential: Credential,
        needs_preview: bool,
    ) -> Result<Opened, DeskError> {
        let credential = credential.readied(client.grant, &service.credential)?;
        let environment = if service.is_on_this_computer() { Environment::Sandbox } else { Environment::Production };
        let purpose = Purpose::new(Arc::new(service), environment, client, title, needs_preview);
        self.begin_with(purpose, credential).await.map(Opened::SignIn)
    }
}

/// What the issuer says beside what a person entered: its name as it spells it, whom it knows, its keys, and whether it
/// names itself in its answers.
///
/// # Errors
/// `IssuerSilent`, `OtherTokenAddress`: without its word an answer of another server could not be told from its own
/// (RFC 9207 §2.4).
async fn with_metadata(mut service: Service, grant: Grant) -> Result<Service, ServiceFormError> {
    if grant != Grant::AuthorizationCode || service.oauth.issuer.is_empty() {
        return Ok(service);
    }
    let silent = |error: &dyn std::error::Error| ServiceFormError::IssuerSilent(error.to_string());
    let http = http_client(&service).map_err(|error| silent(&error))?;
    let asked = tokio::time::timeout(METADATA_LIMIT, oauth::discover(&http, &service.oauth.issuer)).await;
    let told = asked.map_err(|late| silent(&late))?.map_err(|error| silent(&error))?;
    if told.token_endpoint != service.oauth.token_endpoint {
        return Err(ServiceFormError::OtherTokenAddress);
    }
    let oauth = &mut service.oauth;
    oauth.issuer = told.issuer;
    oauth.userinfo_endpoint = told.userinfo_endpoint;
    oauth.introspection_endpoint = told.introspection_endpoint;
    oauth.jwks_uri = told.jwks_uri;
    oauth.names_itself = told.names_itself;
    Ok(service)
}

/// The connection's name: as it was entered, else the host.
pub(super) fn title(name: &str, service: &Service) -> Result<String, ServiceFormError> {
    let name = name.trim();
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(ServiceFormError::OddText("name"));
    }
    let BaseUrlRule::Fixed { url } = &service.base_url else { return Err(ServiceFormError::BaseUrl) };
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).ok_or(ServiceFormError::BaseUrl)?;
    Ok(if name.is_empty() { host } else { name.to_owned() })
}

/// What a description says of a scope. Whether records can be changed with it, the service decides.
fn meaning_of(scope: &str, described: &[ScopeMeaning]) -> ScopeMeaning {
    let known = described.iter().find(|meaning| meaning.scope == scope).cloned();
    let unknown = || ScopeMeaning { scope: scope.to_owned(), meaning: scope.to_owned(), used_for: String::new(), lets_change: false };
    ScopeMeaning { lets_change: false, ..known.unwrap_or_else(unknown) }
}

pub(super) fn plain(text: &str, what: &'static str) -> Result<(), ServiceFormError> {
    let is_plain = !text.is_empty() && text.len() <= LONGEST_TEXT && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain { Ok(()) } else { Err(ServiceFormError::OddText(what)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::services::ServiceDraft;
    use coredesk_catalogue::bidcore;

    #[test]
    fn a_port_is_one_that_a_computer_has() {
        let draft =
            ServiceDraft { service: bidcore::service(), servers: Vec::new(), format: String::new(), is_saved: false, left_out: Vec::new() };
        for (port, good) in [(None, true), (Some(1), true), (Some(65_535), true), (Some(0), false), (Some(65_536), false)] {
            let form = ServiceForm { grant: Grant::Password, redirect_port: port, ..ServiceForm::of(&draft) };
            assert_eq!(form.client(None).is_ok(), good, "{port:?}");
        }
    }

    #[test]
    fn nobody_but_the_issuer_says_where_tokens_go_for_a_persons_name() {
        let at = |path: &str| Some(format!("https://id.example{path}"));
        let mut service = bidcore::service();
        service.oauth.issuer = "https://id.example".to_owned();
        service.oauth.authorization_endpoint = at("/authorize");
        service.oauth.token_endpoint = at("/token");
        service.oauth.userinfo_endpoint = Some("https://evil.example/me".to_owned());
        service.oauth.jwks_uri = Some("https://evil.example/keys".to_owned());
        let draft = ServiceDraft { service, servers: Vec::new(), format: String::new(), is_saved: true, left_out: Vec::new() };
        let form = ServiceForm { grant: Grant::AuthorizationCode, ..ServiceForm::of(&draft) };
        let oauth = form.service(&draft, "bqe-core").expect("is good").oauth;
        assert_eq!((oauth.issuer.as_str(), &oauth.token_endpoint), ("https://id.example", &at("/token")));
        assert_eq!((oauth.userinfo_endpoint, oauth.jwks_uri), (None, None));
    }
}
