//! A new connection as a person enters it: where to sign in, and how the app is registered there.

use super::Purpose;
use crate::desk::{Desk, DeskError, Environment, Opened};
use crate::oauth::{
    ClientRegistration, ClientSecret, RedirectUri, RedirectUriError, compare_redirect_uris, is_loopback_literal, redirect_uri_listens,
};
use crate::token_store::Secret;
use coredesk_catalogue::{ClientAuthentication, Grant, InstallationName, Service};
use std::sync::Arc;
use url::{Host, Url};

/// What Coredesk proposes to register: a loopback literal (RFC 8252 §8.3) and a port that is seldom used.
pub const PROPOSED_REDIRECT_URI: &str = "http://127.0.0.1:53682/callback";

/// What Coredesk asks for unless a person says otherwise.
pub(super) const PROPOSED_SCOPES: [&str; 5] = ["readwrite:core", "openid", "profile", "email", "offline_access"];

const LONGEST_TEXT: usize = 2_000;
/// One of them is needed for anything to be read (`core-api.md`, section 5).
const DATA_SCOPES: [&str; 2] = ["read:core", "readwrite:core"];

/// How a client is registered and where it signs in. The secret is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionForm {
    /// Where to sign in.
    pub installation: InstallationChoice,
    /// From the developer portal.
    pub client_id: String,
    /// The redirect URI as it is registered there.
    pub registered_redirect_uri: String,
    /// The redirect URI that is sent.
    pub redirect_uri: String,
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// Send a code challenge.
    pub pkce: bool,
    /// How the secret goes out, where there is one.
    pub authentication: ClientAuthentication,
}

/// Where to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstallationChoice {
    /// One of the service's own installations.
    Known(InstallationName),
    /// At hosts that a person names.
    OwnHosts {
        /// The identity address.
        issuer: String,
        /// The domain that the API's address must belong to; not needed on this computer.
        api_domain: String,
    },
}

impl InstallationChoice {
    /// Where a connection signs in; `None` for the demo company, which nobody chooses by a form.
    pub(in crate::desk) fn of(environment: Environment, issuer: Option<&str>, api_domain: Option<&str>) -> Option<Self> {
        match environment {
            Environment::Production => Some(Self::Known(InstallationName::Production)),
            Environment::Sandbox => Some(Self::Known(InstallationName::Sandbox)),
            Environment::OwnHosts => Some(Self::OwnHosts {
                issuer: issuer.unwrap_or_default().to_owned(),
                api_domain: api_domain.unwrap_or_default().to_owned(),
            }),
            Environment::Demo => None,
        }
    }
}

/// The client secret beside a form.
#[derive(Debug, Clone)]
pub enum FormSecret {
    /// There is none.
    None,
    /// It was typed.
    Given(Secret),
    /// The one that was given to the sign-in before.
    AsBefore,
}

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// There is no client id.
    #[error("the client ID is missing")]
    ClientIdMissing,
    /// A text holds blanks or control characters, or is too long.
    #[error("the {0} holds characters that do not belong there")]
    OddText(&'static str),
    /// Neither reading nor changing data is asked for.
    #[error("no permission for company data is asked for")]
    NoDataScope,
    /// The identity address is no https address (or http on this computer).
    #[error("the identity address cannot be used")]
    Issuer,
    /// The domain is no domain name.
    #[error("the domain of the API is not a domain name")]
    ApiDomain,
    /// The redirect URI cannot be used.
    #[error("the redirect URI cannot be used: {0}")]
    RedirectUri(#[from] RedirectUriError),
    /// The service would not take what is sent.
    #[error("the redirect URI differs from the registered one")]
    RedirectUriDiffers,
}

impl ConnectionForm {
    /// The form as it is first shown.
    pub fn proposed() -> Self {
        Self {
            installation: InstallationChoice::Known(InstallationName::Production),
            client_id: String::new(),
            registered_redirect_uri: PROPOSED_REDIRECT_URI.to_owned(),
            redirect_uri: PROPOSED_REDIRECT_URI.to_owned(),
            scopes: PROPOSED_SCOPES.map(str::to_owned).to_vec(),
            pkce: true,
            authentication: ClientAuthentication::RequestBody,
        }
    }

    fn check(&self) -> Result<(), FormError> {
        if self.client_id.trim().is_empty() {
            return Err(FormError::ClientIdMissing);
        }
        plain(self.client_id.trim(), "client ID")?;
        self.scopes.iter().try_for_each(|scope| plain(scope, "permission"))?;
        if !self.scopes.iter().any(|scope| DATA_SCOPES.contains(&scope.as_str())) {
            return Err(FormError::NoDataScope);
        }
        redirect_uri_listens(&self.redirect_uri)?;
        if compare_redirect_uris(&self.registered_redirect_uri, &self.redirect_uri).matches() {
            Ok(())
        } else {
            Err(FormError::RedirectUriDiffers)
        }
    }
}

impl Desk {
    /// Begins the sign-in of a new connection, or of the one that the sign-in `follows` was made for. The secret that was
    /// given there goes on being used for the same client at the same place, where `secret` says so.
    ///
    /// # Errors
    /// `Form` when something that was entered cannot be used; as [`Desk::open_connection`].
    pub async fn connect(&self, form: ConnectionForm, secret: FormSecret, follows: Option<&str>) -> Result<Opened, DeskError> {
        form.check()?;
        let former = follows.map(|sign_in_id| self.purpose_of(sign_in_id)).transpose()?;
        let (service, environment) = self.service_at(&form.installation)?;
        let (issuer, api_domain) = match form.installation {
            InstallationChoice::Known(_) => (None, None),
            InstallationChoice::OwnHosts { issuer, api_domain } => (Some(tidy_issuer(&issuer)), Some(api_domain)),
        };
        let client_id = form.client_id.trim().to_owned();
        let same_client = |former: &&Purpose| former.client.client_id == client_id && former.service.oauth.issuer == service.oauth.issuer;
        let client_secret = match secret {
            FormSecret::None => ClientSecret::None,
            FormSecret::Given(secret) => ClientSecret::Given(secret),
            // A secret never goes to another client or to another place than it was given for.
            FormSecret::AsBefore => {
                former.as_ref().filter(same_client).map_or(ClientSecret::None, |former| former.client.client_secret.clone())
            }
        };
        let client = ClientRegistration {
            client_id,
            client_secret,
            authentication: form.authentication,
            redirect_uri: RedirectUri::Registered(form.redirect_uri),
            pkce: form.pkce,
            grant: Grant::AuthorizationCode,
            scopes: form.scopes,
        };
        let again = former.as_ref().and_then(|former| former.again.clone());
        let again = again.filter(|record| record.service == service.name && record.environment == environment && record.issuer == issuer);
        let user = None;
        let purpose = Purpose { service, environment, issuer, api_domain, client, again, title: None, user, needs_preview: false };
        self.begin(purpose).await.map(Opened::SignIn)
    }

    /// The form that a sign-in was begun with, and whether a secret was given.
    ///
    /// # Errors
    /// `UnknownSignIn`.
    pub fn sign_in_form(&self, sign_in_id: &str) -> Result<(ConnectionForm, bool), DeskError> {
        let purpose = self.purpose_of(sign_in_id)?;
        if purpose.service.is_described() {
            return Err(DeskError::UnknownSignIn);
        }
        let RedirectUri::Registered(redirect_uri) = purpose.client.redirect_uri else { return Err(DeskError::UnknownSignIn) };
        let installation = InstallationChoice::of(purpose.environment, purpose.issuer.as_deref(), purpose.api_domain.as_deref());
        let installation = installation.ok_or(DeskError::UnknownSignIn)?;
        let form = ConnectionForm {
            installation,
            client_id: purpose.client.client_id,
            registered_redirect_uri: redirect_uri.clone(),
            redirect_uri,
            scopes: purpose.client.scopes,
            pkce: purpose.client.pkce,
            authentication: purpose.client.authentication,
        };
        Ok((form, !matches!(purpose.client.client_secret, ClientSecret::None)))
    }

    /// BQE CORE as it is at the chosen place.
    pub(in crate::desk) fn service_at(&self, choice: &InstallationChoice) -> Result<(Arc<Service>, Environment), DeskError> {
        let service = || (*self.inner.bqe_core).clone();
        Ok(match choice {
            InstallationChoice::Known(InstallationName::Production) => (Arc::clone(&self.inner.bqe_core), Environment::Production),
            InstallationChoice::Known(InstallationName::Sandbox) => {
                (Arc::new(service().at(InstallationName::Sandbox)), Environment::Sandbox)
            }
            InstallationChoice::OwnHosts { issuer, api_domain } => {
                (Arc::new(at_own_hosts(service(), issuer, api_domain)?), Environment::OwnHosts)
            }
        })
    }
}

/// The service at a person's own hosts: https and a domain, or plain http on this computer.
fn at_own_hosts(service: Service, issuer: &str, api_domain: &str) -> Result<Service, FormError> {
    let issuer = tidy_issuer(issuer);
    plain(&issuer, "identity address")?;
    let url = Url::parse(&issuer).map_err(|_| FormError::Issuer)?;
    let extras = url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some();
    if extras {
        return Err(FormError::Issuer);
    }
    match (url.scheme(), url.host()) {
        ("http", Some(_)) if is_loopback_literal(&url) => Ok(service.on_loopback(&issuer)),
        ("https", Some(Host::Domain(_))) => {
            let domain = api_domain.trim().trim_end_matches('.').to_ascii_lowercase();
            let is_name = matches!(Host::parse(&domain), Ok(Host::Domain(name)) if name == domain) && domain.contains('.');
            if is_name { Ok(service.at_own_hosts(&issuer, &domain)) } else { Err(FormError::ApiDomain) }
        }
        _ => Err(FormError::Issuer),
    }
}

fn tidy_issuer(issuer: &str) -> String {
    issuer.trim().trim_end_matches('/').to_owned()
}

fn plain(text: &str, what: &'static str) -> Result<(), FormError> {
    let is_plain = !text.is_empty() && text.len() <= LONGEST_TEXT && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain { Ok(()) } else { Err(FormError::OddText(what)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{BaseUrlRule, bqe_core};

    fn own_hosts(issuer: &str, domain: &str) -> Result<Service, FormError> {
        at_own_hosts(bqe_core::service().expect("reads"), issuer, domain)
    }

    #[test]
    fn own_hosts_are_https_names_or_this_computer() {
        let own = own_hosts("https://id.example.com/idp/", "Example.com.").expect("is good");
        assert_eq!(own.oauth.token_endpoint.as_deref(), Some("https://id.example.com/idp/connect/token"));
        assert_eq!(own.base_url, BaseUrlRule::FromTokenAnswer { domains: vec!["example.com".to_owned()], path: "/api".to_owned() });
        assert_eq!(own_hosts("http://127.0.0.1:4711/idp", "").expect("is good").base_url, BaseUrlRule::Loopback);
        for (issuer, domain, error) in [
            ("http://id.example.com/idp", "example.com", FormError::Issuer),
            ("https://10.0.0.1/idp", "example.com", FormError::Issuer),
            ("https://id.example.com/idp?x=1", "example.com", FormError::Issuer),
            ("https://u@id.example.com/idp", "example.com", FormError::Issuer),
            ("ftp://id.example.com", "example.com", FormError::Issuer),
            ("https://id.example.com/idp", "", FormError::ApiDomain),
            ("https://id.example.com/idp", "com", FormError::ApiDomain),
            ("https://id.example.com/idp", "10.0.0.1", FormError::ApiDomain),
            ("https://id.example.com/idp", "exa mple.com", FormError::ApiDomain),
            ("", "example.com", FormError::OddText("identity address")),
        ] {
            assert_eq!(own_hosts(issuer, domain).map(|service| service.oauth.issuer), Err(error), "{issuer} {domain}");
        }
    }

    #[test]
    fn a_form_says_what_is_wrong_with_it() {
        let good = ConnectionForm { client_id: "app.apps.bqe.com".to_owned(), ..ConnectionForm::proposed() };
        assert_eq!(good.check(), Ok(()));
        let checked = |change: fn(&mut ConnectionForm)| {
            let mut form = good.clone();
            change(&mut form);
            form.check().expect_err("is refused")
        };
        assert_eq!(checked(|form| form.client_id = "  ".to_owned()), FormError::ClientIdMissing);
        assert_eq!(checked(|form| form.client_id = "a b".to_owned()), FormError::OddText("client ID"));
        assert_eq!(checked(|form| form.scopes = vec!["openid".to_owned()]), FormError::NoDataScope);
        assert_eq!(checked(|form| form.registered_redirect_uri.push('/')), FormError::RedirectUriDiffers);
        assert_eq!(checked(|form| form.redirect_uri = "http://evil.example/".to_owned()), FormError::RedirectUri(RedirectUriError::Host));
    }
}
