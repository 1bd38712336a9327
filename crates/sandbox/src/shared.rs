//! What every request can reach.

use crate::api::Limiter;
use crate::faults::FaultSwitches;
use crate::identity::{Clients, PendingCodes, PendingSignIns, SigningKey};
use crate::options::Addresses;
use crate::store::{CompanyStore, GrantStore, Tables};
use coredesk_catalogue::ScopeMeaning;
use std::sync::Arc;

/// The state of a running sandbox.
pub(crate) struct Shared {
    pub(crate) port: u16,
    pub(crate) addresses: Addresses,
    pub(crate) tables: Arc<Tables>,
    /// The first one holds the demo firm.
    pub(crate) companies: Vec<CompanyStore>,
    pub(crate) person: Person,
    pub(crate) scopes: Vec<ScopeMeaning>,
    pub(crate) grants: GrantStore,
    pub(crate) signing_key: SigningKey,
    pub(crate) clients: Clients,
    pub(crate) sign_ins: PendingSignIns,
    pub(crate) codes: PendingCodes,
    pub(crate) faults: FaultSwitches,
    pub(crate) limiter: Limiter,
    pub(crate) auto_grant: bool,
}

/// The person who can log in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) subject: String,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) given_name: &'static str,
    pub(crate) family_name: &'static str,
}

impl Shared {
    pub(crate) fn company(&self, id: &str) -> Option<&CompanyStore> {
        self.companies.iter().find(|company| company.id == id)
    }

    /// What a scope means, in plain words.
    pub(crate) fn scope_meaning<'a>(&'a self, scope: &'a str) -> &'a str {
        self.scopes.iter().find(|known| known.scope == scope).map_or(scope, |known| known.meaning.as_str())
    }
}
