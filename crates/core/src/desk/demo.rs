//! The demo services as the desk knows them: the accounts that they hold, where those are, and whether they run now.
//!
//! Whoever shows the desk starts them. Until they run, nothing is sent to where they ran last: the port may be
//! another program's by now.

use super::directory::{ConnectionRecord, Environment, Registration};
use super::services::kept_service;
use super::sign_in::address_of;
use super::{BidcoreForm, ConnectionForm, Credential, Desk, DeskError, DeskEvent, OpenConnection};
use crate::oauth::{ClientRegistration, SignInError, signed_in_with};
use crate::token_store::{ProfileId, Secret, StoredTokens};
use coredesk_catalogue::{Grant, RequestLimits, Service};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use url::Url;

/// The demo services run on this computer for this person alone: nothing is gained by holding back.
const LIMITS: RequestLimits = RequestLimits { per_minute: 60_000, parallel: 4, allowed_per_minute: 0 };

/// An account of the demo services: its service at an address on this computer, and the way in.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    pub(super) service: Arc<Service>,
    pub(super) client: ClientRegistration,
    /// The account's name, where the service does not say it.
    pub(super) company: Option<String>,
    /// What the demo services give out for it; without one a person signs in in the browser.
    token: Option<Secret>,
}

impl DemoAccount {
    /// The company in `service` as the demo services imitate it at `issuer`. A person signs in to it in the browser.
    pub fn in_browser(service: Service, issuer: &str, client_id: &str) -> Self {
        let client = Registration::of_demo(client_id, ConnectionForm::proposed().scopes).client();
        Self { service: limited(service.on_loopback(issuer)), client, company: None, token: None }
    }

    /// The BidCore account `company` at `base_url`, which a permanent token opens.
    ///
    /// # Errors
    /// `ServiceForm` when an address cannot be used.
    pub fn bidcore(company: &str, base_url: &str, token_url: &str, token: Secret) -> Result<Self, DeskError> {
        let form = BidcoreForm { base_url: base_url.to_owned(), token_url: token_url.to_owned(), ..BidcoreForm::proposed() };
        let (service, client) = (limited(form.service()?), form.client(Grant::Token)?);
        Ok(Self { service, client, company: Some(company.to_owned()), token: Some(token) })
    }

    /// Whether an API answers where this account is.
    fn is_at(&self, base_url: &str) -> bool {
        let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
        origin(base_url) == origin(&address_of(&self.service, Grant::Token))
    }

    /// What the demo services give out, for this account's address alone.
    fn tokens(&self) -> Result<Option<StoredTokens>, DeskError> {
        let Some(token) = self.token.clone() else { return Ok(None) };
        Ok(Some(signed_in_with(&self.service, token, &self.client.scopes).map_err(SignInError::from)?.tokens))
    }
}

fn limited(service: Service) -> Arc<Service> {
    Arc::new(Service { limits: LIMITS, ..service })
}

pub(super) struct DemoServices {
    accounts: Mutex<Vec<DemoAccount>>,
    running: watch::Sender<bool>,
}

impl Default for DemoServices {
    fn default() -> Self {
        Self { accounts: Mutex::default(), running: watch::Sender::new(false) }
    }
}

impl Desk {
    /// Says where the demo services ran last, so that the rows of their accounts open before they run.
    pub fn demo_ran_at(&self, accounts: Vec<DemoAccount>) {
        self.inner.demo.running.send_replace(false);
        *self.inner.demo.accounts.lock().unwrap_or_else(PoisonError::into_inner) = accounts;
    }

    /// Says that the demo services run. Where they moved, the former tokens are forgotten: they belong to the former
    /// address. A token that they give out themselves is taken from them anew.
    ///
    /// # Errors
    /// `Store`, `TokenStore`; then they count as not running.
    pub async fn demo_runs_at(&self, accounts: Vec<DemoAccount>) -> Result<(), DeskError> {
        self.demo_ran_at(accounts);
        let mut records = self.inner.directory.all().await?;
        records.retain(|record| record.environment == Environment::Demo);
        for record in &records {
            self.follow_demo(record).await?;
        }
        self.inner.demo.running.send_replace(true);
        for record in records {
            match self.connection(&record.id).await {
                Ok(connection) => self.sync_all(&connection),
                Err(error) => tracing::warn!(%error, "a demo connection could not be opened"),
            }
            self.tell(DeskEvent::Connection { connection_id: Some(record.id) });
        }
        Ok(())
    }

    /// Keeps tokens of a demo connection from going to the address where its account was before.
    async fn follow_demo(&self, record: &ConnectionRecord) -> Result<(), DeskError> {
        let account = self.demo_account(&record.service)?;
        if account.is_at(&record.base_url) {
            return Ok(());
        }
        self.close(&record.id).await;
        let (profile, given) = (ProfileId::new(&record.id), account.tokens()?);
        let Some(tokens) = given else {
            return self.with_token_store(move |store| store.remove(&profile)).await;
        };
        let (base_url, scopes) = (tokens.base_url.clone(), tokens.granted_scopes.clone());
        self.with_token_store(move |store| match store.load(&profile)? {
            Some(_) => store.save(&profile, &tokens),
            None => Ok(()),
        })
        .await?;
        self.inner.directory.follow(&record.id, base_url, &scopes).await?;
        Ok(())
    }

    /// Whether requests of this connection may go out.
    pub(super) fn may_send(&self, connection: &OpenConnection) -> bool {
        connection.record.environment != Environment::Demo || (self.demo_runs() && !connection.closed.is_cancelled())
    }

    /// Answers when requests of this connection may go out.
    pub(super) async fn until_may_send(&self, connection: &OpenConnection) {
        if connection.record.environment == Environment::Demo {
            // The sender lives as long as this desk.
            let _ = self.inner.demo.running.subscribe().wait_for(|running| *running).await;
        }
    }

    /// Refuses while a demo account is meant and the demo services do not run.
    pub(super) fn refuse_before_demo_runs(&self, environment: Environment) -> Result<(), DeskError> {
        if environment == Environment::Demo && !self.demo_runs() { Err(DeskError::DemoNotRunning) } else { Ok(()) }
    }

    /// The demo services' account in `service`.
    pub(super) fn demo_account(&self, service: &str) -> Result<DemoAccount, DeskError> {
        let accounts = self.inner.demo.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.iter().find(|account| account.service.name == service).cloned().ok_or(DeskError::DemoNotRunning)
    }

    /// What the demo services give out for their account in `service`.
    pub(super) fn demo_credential(&self, service: &str) -> Result<Credential, DeskError> {
        Ok(self.demo_account(service)?.token.map_or(Credential::None, Credential::Token))
    }

    /// The service of a demo connection: as it was described and corrected, at the address where its account is now.
    pub(super) fn demo_service(&self, record: &ConnectionRecord) -> Result<Arc<Service>, DeskError> {
        let service = self.demo_account(&record.service)?.service;
        Ok(match kept_service(&self.connection_folder(&record.id)) {
            Some(kept) => Arc::new(Service { dialect: kept.dialect, catalogue: kept.catalogue, ..(*service).clone() }),
            None => service,
        })
    }

    fn demo_runs(&self) -> bool {
        *self.inner.demo.running.borrow()
    }
}
