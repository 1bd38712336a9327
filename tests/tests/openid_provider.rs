//! The core at an OpenID provider that nobody here wrote: discovery, the ways to a token, renewal, revocation.
//!
//! Run by `cargo xtask test --only clients`, which installs the provider.

use anyhow::{Context, Result, bail};
use coredesk_core::catalogue::{BaseUrlRule, ClientAuthentication, Grant, Service, bidcore};
use coredesk_core::oauth::{
    self, ClientRegistration, ClientSecret, DeviceAuthorization, DiscoveryError, Identity, RedirectUri, SignInError, SignInRequest,
    SignedIn, TokenCallError, http_client,
};
use coredesk_core::session::{AccessGrant, Session, SessionError, SignedOutReason};
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore};
use coredesk_tests::home::Home;
use coredesk_tests::openid_provider::OpenIdProvider;
use coredesk_tests::visitor::{Visited, Visitor};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn a_person_signs_in_stays_signed_in_and_signs_out() -> Result<()> {
    let place = Place::start().await?;
    let client = client(Grant::AuthorizationCode, "public");
    let signed_in = place.sign_in(&client).await??;
    assert_eq!(signed_in.identity.subject.as_deref(), Some("dana"), "the id token stood up to its checks");
    assert_eq!(signed_in.tokens.base_url, place.provider.api);
    let first = signed_in.tokens.clone();
    let (session, store) = place.session(signed_in, client.clone()).await?;

    let grant = session.access_token().await?;
    assert_eq!(place.records(&grant).await?, 200);
    let renewed = session.renew_after_401(&grant.token).await?;
    assert!(!renewed.token.is_same_as(&grant.token));
    assert_eq!(place.records(&renewed).await?, 200);
    let kept = store.load(&profile())?.context("tokens are kept")?;
    let rotated = |tokens: &StoredTokens| tokens.refresh_token.clone().context("a refresh token");
    assert!(!rotated(&kept)?.is_same_as(&rotated(&first)?), "the provider rotates them");

    session.sign_out().await??;
    assert_eq!(place.records(&renewed).await?, 401, "what was granted is revoked");
    assert!(store.load(&profile())?.is_none());
    let error =
        place.session(SignedIn { tokens: kept, identity: Identity::default() }, client).await?.0.renew_after_401(&renewed.token).await;
    assert!(matches!(error, Err(SessionError::SignedOut(SignedOutReason::InvalidGrant))), "{error:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn a_client_with_a_secret_signs_in_with_basic() -> Result<()> {
    let place = Place::start().await?;
    let client = ClientRegistration {
        client_secret: ClientSecret::Given(Secret::new("s3cr&t+of a client")),
        authentication: ClientAuthentication::Basic,
        ..client(Grant::AuthorizationCode, "confidential")
    };
    let (session, _) = place.session(place.sign_in(&client).await??, client.clone()).await?;
    let grant = session.access_token().await?;
    assert_eq!(place.records(&session.renew_after_401(&grant.token).await?).await?, 200, "the secret came out of the keyring");

    let wrong = ClientRegistration { client_secret: ClientSecret::Given(Secret::new("wrong")), ..client };
    match place.sign_in(&wrong).await? {
        Err(SignInError::TokenCall(TokenCallError::Refused { error, .. })) => assert_eq!(error, "invalid_client"),
        other => bail!("{other:?}"),
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn without_pkce_the_provider_refuses_and_names_itself() -> Result<()> {
    let place = Place::start().await?;
    let client = ClientRegistration { pkce: false, ..client(Grant::AuthorizationCode, "public") };
    match place.sign_in(&client).await? {
        Err(SignInError::Refused { error, .. }) => assert_eq!(error, "invalid_request"),
        other => bail!("{other:?}"),
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn a_code_is_typed_on_another_device() -> Result<()> {
    let place = Place::start().await?;
    let client = client(Grant::DeviceCode, "device");
    let signed_in = place.with_code(&client, place.dana()?).await??;
    assert_eq!(signed_in.identity.subject.as_deref(), Some("dana"));
    let (session, _) = place.session(signed_in, client.clone()).await?;
    let grant = session.access_token().await?;
    assert_eq!(place.records(&grant).await?, 200);
    assert_eq!(place.records(&session.renew_after_401(&grant.token).await?).await?, 200);

    match place.with_code(&client, place.dana()?.pressing("abort")).await? {
        Err(SignInError::Refused { error, .. }) => assert_eq!(error, "access_denied"),
        other => bail!("{other:?}"),
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn a_client_alone_asks_again_when_its_token_is_no_longer_good() -> Result<()> {
    let place = Place::start().await?;
    let client = ClientRegistration {
        client_secret: ClientSecret::Given(Secret::new("s3cr&t+of a robot")),
        scopes: vec!["records".to_owned()],
        ..client(Grant::ClientCredentials, "robot")
    };
    let signed_in = oauth::client_credentials_token(&place.service, &client, &place.http).await?;
    let first = signed_in.tokens.clone();
    let (session, _) = place.session(signed_in, client.clone()).await?;
    let grant = session.access_token().await?;
    assert_eq!(place.records(&grant).await?, 200);
    oauth::revoke(&place.service, &client, &place.http, &first).await?;
    assert_eq!(place.records(&grant).await?, 401);
    assert_eq!(place.records(&session.renew_after_401(&grant.token).await?).await?, 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn its_metadata_is_not_taken_for_that_of_another_name() -> Result<()> {
    let place = Place::start().await?;
    assert!(place.service.oauth.names_itself && place.service.oauth.revocation_endpoint.is_some());
    match oauth::server_metadata(&place.provider.issuer.replace("127.0.0.1", "localhost")).await {
        Err(DiscoveryError::OtherIssuer { found, .. }) => assert_eq!(found, place.provider.issuer),
        other => bail!("{other:?}"),
    }
    Ok(())
}

/// The provider and a service behind it, of which only the issuer and the API's address were typed.
struct Place {
    provider: OpenIdProvider,
    service: Arc<Service>,
    http: reqwest::Client,
    home: Home,
}

impl Place {
    async fn start() -> Result<Self> {
        let home = Home::new()?;
        let provider = OpenIdProvider::start(&home).await?;
        let metadata = oauth::server_metadata(&provider.issuer).await?;
        assert_eq!(metadata.takes_pkce, Some(true));
        let base_url = BaseUrlRule::Fixed { url: provider.api.clone() };
        let service = Arc::new(Service { oauth: metadata.endpoints, base_url, ..bidcore::service() });
        let http = http_client(&service)?;
        Ok(Self { provider, service, http, home })
    }

    fn dana(&self) -> Result<Visitor> {
        Visitor::new(&[("login", "dana"), ("password", "whatever it is")])
    }

    /// In the browser: the login page, the consent page, and back to the port that waits.
    async fn sign_in(&self, client: &ClientRegistration) -> Result<Result<SignedIn, SignInError>> {
        let service = Arc::clone(&self.service);
        let request = SignInRequest { service, client: client.clone(), scopes: client.scopes.clone(), limit: oauth::LONGEST_WAIT };
        let pending = oauth::prepare(request).await?;
        let address = pending.authorization_url().clone();
        let (_pasted, pastes) = mpsc::channel(1);
        let waiting = tokio::spawn(pending.finish(CancellationToken::new(), pastes, |_| {}));
        match self.dana()?.visit(&address).await? {
            Visited::Left(back) => self.http.get(back).send().await?.error_for_status()?,
            Visited::Page(page) => bail!("the provider did not lead back: {page}"),
        };
        Ok(waiting.await?)
    }

    /// On another device: the code, the login page, the consent page.
    async fn with_code(&self, client: &ClientRegistration, mut visitor: Visitor) -> Result<Result<SignedIn, SignInError>> {
        let device = DeviceAuthorization::begin(Arc::clone(&self.service), client.clone(), self.http.clone()).await?;
        let page: Url = device.complete_uri().context("an address with the code")?.clone();
        let waiting = tokio::spawn(device.wait(CancellationToken::new(), |_| {}));
        match visitor.visit(&page).await? {
            Visited::Page(_) => Ok(waiting.await?),
            Visited::Left(address) => bail!("the provider led to {address}"),
        }
    }

    async fn session(&self, signed_in: SignedIn, client: ClientRegistration) -> Result<(Session, Arc<MemoryTokenStore>)> {
        let store = Arc::new(MemoryTokenStore::new());
        let kept: Arc<MemoryTokenStore> = Arc::clone(&store);
        let session = Session::new(profile(), Arc::clone(&self.service), client.clone(), kept, self.http.clone(), self.home.path());
        session.accept(signed_in.tokens, client).await?;
        Ok((session, store))
    }

    /// The status with which the API answers who brings `grant`.
    async fn records(&self, grant: &AccessGrant) -> Result<u16> {
        let request = self.http.get(format!("{}/records", grant.base_url)).header(&grant.header_name, grant.header_value.expose());
        Ok(request.send().await?.status().as_u16())
    }
}

fn profile() -> ProfileId {
    ProfileId::new("p1")
}

fn client(grant: Grant, id: &str) -> ClientRegistration {
    ClientRegistration {
        grant,
        client_id: id.to_owned(),
        client_secret: ClientSecret::None,
        authentication: ClientAuthentication::RequestBody,
        redirect_uri: RedirectUri::AnyLoopbackPort { path: "/callback".to_owned() },
        pkce: true,
        scopes: vec!["openid".to_owned(), "records".to_owned()],
    }
}
