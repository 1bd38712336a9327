//! A connection to BidCore as a person enters it: every setting has its documented default (`bidcore-api.md`, sections 2 and 3).

use super::address::{base_url, endpoint, openapi_address};
use super::form::{plain, title};
use super::{ServiceFormError, words_of};
use crate::desk::{Credential, Desk, DeskError, Opened};
use crate::oauth::{ClientRegistration, ClientSecret, RedirectUri, SignInError};
use coredesk_catalogue::{BaseUrlRule, ClientAuthentication, Grant, OpenApiSource, ScopeMeaning, Service, bidcore};
use url::Url;

/// The settings of a BidCore connection. No secret is among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidcoreForm {
    /// What the rail and the lists call it; empty for the host.
    pub name: String,
    /// Scheme, host and prefix of the API.
    pub base_url: String,
    /// Below the base URL, or a whole address on its host.
    pub openapi_address: String,
    /// Where temporary tokens are made.
    pub token_url: String,
    /// What they are made for; one scope, or several with blanks between.
    pub scope: String,
    /// Empty for none.
    pub client_id: String,
}

impl BidcoreForm {
    /// The form as it is first shown.
    pub fn proposed() -> Self {
        Self {
            name: String::new(),
            base_url: bidcore::BASE_URL.to_owned(),
            openapi_address: bidcore::OPENAPI_ADDRESS.to_owned(),
            token_url: bidcore::TOKEN_URL.to_owned(),
            scope: bidcore::SCOPE.to_owned(),
            client_id: String::new(),
        }
    }

    pub(in crate::desk) fn service(&self) -> Result<Service, ServiceFormError> {
        let mut service = bidcore::service();
        let url = base_url(&self.base_url)?;
        service.oauth.token_endpoint = endpoint(&self.token_url, "token URL", &url)?;
        service.openapi = openapi_address(&self.openapi_address, &url)?.map(|address| OpenApiSource { address });
        service.base_url = BaseUrlRule::Fixed { url };
        // What a token may do is the account's business; its scope names the service alone.
        let known = service.scopes.first().cloned();
        service.scopes = words_of(&self.scope)
            .into_iter()
            .filter_map(|scope| Some(ScopeMeaning { scope, lets_change: false, ..known.clone()? }))
            .collect();
        Ok(service)
    }

    pub(in crate::desk) fn client(&self, grant: Grant) -> Result<ClientRegistration, ServiceFormError> {
        let client_id = self.client_id.trim().to_owned();
        if !client_id.is_empty() {
            plain(&client_id, "client ID")?;
        }
        let scopes = words_of(&self.scope);
        scopes.iter().try_for_each(|scope| plain(scope, "scope"))?;
        Ok(ClientRegistration {
            client_id,
            client_secret: ClientSecret::None,
            authentication: ClientAuthentication::RequestBody,
            redirect_uri: RedirectUri::AnyLoopbackPort { path: String::new() },
            pkce: true,
            grant,
            scopes,
        })
    }
}

impl Desk {
    /// Begins a BidCore connection with a permanent token, or with a user name and a password for one request. The token is
    /// tried before it is kept.
    ///
    /// # Errors
    /// `ServiceForm` when something that was entered cannot be used; `TokenStore`.
    pub async fn connect_bidcore(&self, form: &BidcoreForm, credential: Credential) -> Result<Opened, DeskError> {
        let service = form.service()?;
        let grant = match credential {
            Credential::Password { .. } if service.oauth.token_endpoint.is_none() => {
                return Err(ServiceFormError::Missing("token URL").into());
            }
            Credential::Password { .. } => Grant::Password,
            Credential::Token(_) | Credential::None | Credential::ClientSecret(_) => Grant::Token,
        };
        let client = form.client(grant)?;
        let title = title(&form.name, &service)?;
        self.begin_new(service, client, title, credential, false).await
    }

    /// Opens the page on which permanent tokens are made in the system browser, on a person's click.
    ///
    /// # Errors
    /// `SignIn` when there is no browser.
    pub fn open_token_portal(&self) -> Result<(), DeskError> {
        let address = Url::parse(bidcore::PORTAL).map_err(|_| DeskError::UnknownName("portal".to_owned()))?;
        Ok(self.inner.browser.open(&address).map_err(SignInError::from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_defaults_can_be_used_as_they_are() {
        let form = BidcoreForm::proposed();
        let service = form.service().expect("is good");
        assert_eq!(service.base_url, BaseUrlRule::Fixed { url: "https://my.bidcore.iponweb.com".to_owned() });
        assert_eq!(service.oauth.token_endpoint.as_deref(), Some("https://uauth.iponweb.com/oauth2/token/"));
        assert_eq!(form.client(Grant::Password).expect("is good").scopes, ["service_id=my.bidcore.iponweb.com"]);
        assert!(service.lets_change(&[]), "the account decides what may be changed");
    }

    #[test]
    fn each_setting_is_checked() {
        let checked = |change: fn(&mut BidcoreForm)| {
            let mut form = BidcoreForm::proposed();
            change(&mut form);
            form.service().and_then(|service| title(&form.name, &service)).and_then(|_| form.client(Grant::Password)).map(|_| ())
        };
        assert_eq!(checked(|form| form.base_url = "http://my.bidcore.iponweb.com".to_owned()), Err(ServiceFormError::BaseUrl));
        assert_eq!(checked(|form| form.token_url = "http://uauth.iponweb.com/".to_owned()), Err(ServiceFormError::Endpoint("token URL")));
        assert_eq!(checked(|form| form.openapi_address = "https://evil.example/x".to_owned()), Err(ServiceFormError::OpenApiAddress));
        assert_eq!(checked(|form| form.scope = "é".to_owned()), Err(ServiceFormError::OddText("scope")));
        assert_eq!(checked(|form| form.client_id = "a b".to_owned()), Err(ServiceFormError::OddText("client ID")));
        assert_eq!(checked(|form| form.name = "a\u{7}".to_owned()), Err(ServiceFormError::OddText("name")));
        assert_eq!(checked(|form| form.scope = "openid email profile".to_owned()), Ok(()), "a login service that moved");
        assert_eq!(checked(|form| form.client_id = "public-client".to_owned()), Ok(()));
        assert_eq!(checked(|form| form.base_url = "https://node7.example.com/api/v2/".to_owned()), Ok(()));
    }
}
