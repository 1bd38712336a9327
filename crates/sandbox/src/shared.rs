//! What every request can reach.

use crate::api::Limiter;
use crate::bidcore::BidCore;
use crate::faults::FaultSwitches;
use crate::identity::{Clients, PendingCodes, PendingSignIns, SigningKey};
use crate::options::Addresses;
use crate::store::{CompanyStore, GrantStore, StoreError, Tables};
use coredesk_catalogue::ScopeMeaning;
use std::sync::Arc;

/// The state of a running sandbox.
pub(crate) struct Shared {
    pub(crate) port: u16,
    pub(crate) addresses: Addresses,
    pub(crate) tables: Arc<Tables>,
    /// The first one holds the demo firm.
    pub(crate) companies: Vec<CompanyStore>,
    pub(crate) bidcore: BidCore,
    /// The first one is the demo person.
    pub(crate) people: Vec<Person>,
    pub(crate) scopes: Vec<ScopeMeaning>,
    pub(crate) grants: GrantStore,
    pub(crate) signing_key: SigningKey,
    pub(crate) clients: Clients,
    pub(crate) sign_ins: PendingSignIns,
    pub(crate) codes: PendingCodes,
    pub(crate) faults: FaultSwitches,
    pub(crate) limiter: Limiter,
    pub(crate) auto_grant: bool,
    /// What the address of the admin page ends with.
    pub(crate) admin_key: String,
}

/// Somebody who can log in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) subject: &'static str,
    pub(crate) user: &'static str,
    pub(crate) password: &'static str,
    pub(crate) given_name: &'static str,
    pub(crate) family_name: &'static str,
    pub(crate) profile: SecurityProfile,
    pub(crate) employments: Vec<Employment>,
}

/// Where a person works, and the record of the person there.
#[derive(Debug, Clone)]
pub(crate) struct Employment {
    pub(crate) company_id: &'static str,
    pub(crate) employee_id: String,
}

/// What a company lets a person do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecurityProfile {
    Administrator,
    /// May read, the list of employees aside, and change nothing.
    ViewOnly,
}

impl SecurityProfile {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ViewOnly => "view only",
        }
    }
}

impl Person {
    /// The record of the person at a company; none if the person does not work there.
    pub(crate) fn employee_id(&self, company_id: &str) -> Option<&str> {
        self.employments.iter().find(|employment| employment.company_id == company_id).map(|employment| employment.employee_id.as_str())
    }
}

impl Shared {
    /// Brings the data of every company and account back to their first state.
    pub(crate) fn reset(&self) -> Result<(), StoreError> {
        self.companies.iter().try_for_each(|company| company.reset())?;
        self.bidcore.reset()
    }

    /// Ends every sign-in.
    pub(crate) fn end_sign_ins(&self) -> Result<(), StoreError> {
        self.grants.revoke_all()?;
        self.bidcore.end_sign_ins()
    }

    pub(crate) fn company(&self, id: &str) -> Option<&CompanyStore> {
        self.companies.iter().find(|company| company.id == id)
    }

    /// The person whom tokens call `subject`.
    pub(crate) fn person(&self, subject: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.subject == subject)
    }

    /// The companies at which a person works.
    pub(crate) fn companies_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a CompanyStore> {
        self.companies.iter().filter(|company| person.employee_id(&company.id).is_some())
    }

    /// What a scope means, in plain words.
    pub(crate) fn scope_meaning<'a>(&'a self, scope: &'a str) -> &'a str {
        self.scopes.iter().find(|known| known.scope == scope).map_or(scope, |known| known.meaning.as_str())
    }
}
