//! A connection whose sign-in has ended, where no browser is involved: what a person is asked for, and their answer.

use super::attempt::host_of;
use super::direct::address_of;
use super::{Credential, Opened, Purpose};
use crate::desk::{ConnectionRecord, Desk, DeskError, Environment, OpenConnection};
use crate::session::{SessionState, SignedOutReason};
use crate::token_store::ProfileId;
use coredesk_catalogue::Grant;
use std::sync::Arc;

/// What a connection needs of a person to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialQuestion {
    /// The connection's id.
    pub connection_id: String,
    /// What a person calls the connection.
    pub company: String,
    /// What a person calls the service.
    pub service_title: String,
    /// What is asked for: a password, a token or the client's secret.
    pub grant: Grant,
    /// The user name of the last time.
    pub user: Option<String>,
    /// The host that it goes to.
    pub host: String,
    /// Why it is asked for; `None` while the connection is signed in.
    pub reason: Option<SignedOutReason>,
}

impl CredentialQuestion {
    pub(super) fn of(record: &ConnectionRecord, connection: &OpenConnection) -> Self {
        let grant = record.registration.grant;
        let reason = match connection.session.state() {
            SessionState::SignedOut { reason } => Some(reason),
            SessionState::Unread | SessionState::Unreadable | SessionState::Ready { .. } | SessionState::Renewing => None,
        };
        Self {
            connection_id: record.id.clone(),
            company: record.company.clone(),
            service_title: connection.service.title.clone(),
            grant,
            user: record.user.clone(),
            host: host_of(&address_of(&connection.service, grant)),
            reason,
        }
    }
}

impl Desk {
    /// What a connection needs of a person to go on; `None` while it is signed in, or where a sign-in can begin without.
    ///
    /// # Errors
    /// `UnknownConnection`; `TokenStore`, `Session`.
    pub async fn credential_question(&self, connection_id: &str) -> Result<Option<CredentialQuestion>, DeskError> {
        let connection = self.connection(connection_id).await?;
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        let is_due = connection.session.tokens().await?.is_none() && self.asks_a_person(&record, &connection).await?;
        Ok(is_due.then(|| CredentialQuestion::of(&record, &connection)))
    }

    /// Answers it: begins a sign-in that keeps what was given once it is found to open the same account. A user name and
    /// a password go out once.
    ///
    /// # Errors
    /// `UnknownConnection`; `ServiceForm` when it is not what was asked for; `TokenStore`.
    pub async fn give_credential(&self, connection_id: &str, credential: Credential) -> Result<Opened, DeskError> {
        let connection = self.connection(connection_id).await?;
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        let credential = credential.readied(record.registration.grant, &connection.service.credential)?;
        let purpose = Purpose::again(&record, Arc::clone(&connection.service));
        self.begin_with(purpose, credential).await.map(Opened::SignIn)
    }

    /// Whether a new sign-in needs something that only a person has.
    pub(super) async fn asks_a_person(&self, record: &ConnectionRecord, connection: &OpenConnection) -> Result<bool, DeskError> {
        match record.registration.grant {
            Grant::AuthorizationCode | Grant::DeviceCode => Ok(false),
            // The demo services give out their own.
            Grant::Token if record.environment == Environment::Demo => Ok(false),
            Grant::Password | Grant::Token => Ok(true),
            Grant::ClientCredentials => {
                let refused = matches!(
                    connection.session.state(),
                    SessionState::SignedOut { reason: SignedOutReason::ClientRefused { .. } | SignedOutReason::NoClientSecret }
                );
                let profile = ProfileId::new(&record.id);
                let kept = self.with_token_store(move |store| store.load_client_secret(&profile)).await?;
                Ok(refused || kept.is_none())
            }
        }
    }
}
