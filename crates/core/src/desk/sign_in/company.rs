//! Whether a sign-in leads back into the company that a connection belongs to.

use super::Purpose;
use crate::desk::{ConnectionRecord, Desk, DeskError, OpenConnection};
use crate::oauth::{SignInError, SignedIn, http_client};
use crate::rest::{Client, Entities, RequestError};
use crate::session::Session;
use crate::token_store::{MemoryTokenStore, ProfileId, StoredTokens, TokenStore};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Records asked for before it is said that they are not there.
const RECORDS_ASKED: usize = 3;

impl Desk {
    /// Refuses tokens of another company or person. Where the service does not say whose they are, they must open
    /// records that this computer has a copy of: ids are never the same in two companies.
    pub(super) async fn check_company(
        &self,
        purpose: &Purpose,
        again: &ConnectionRecord,
        signed_in: &SignedIn,
        cancel: &CancellationToken,
    ) -> Result<(), DeskError> {
        let identity = &signed_in.identity;
        let other = |chosen: Option<&String>| DeskError::OtherCompany {
            expected: again.company.clone(),
            chosen: chosen.cloned().unwrap_or_else(|| "another company or person".to_owned()),
        };
        let differs = |told: Option<&String>, kept: &String| told.is_some_and(|told| !kept.is_empty() && told != kept);
        if differs(identity.company_id.as_ref(), &again.company_id) {
            return Err(other(identity.company_name.as_ref()));
        }
        if differs(identity.subject.as_ref(), &again.subject) {
            return Err(DeskError::OtherPerson { expected: again.person.clone() });
        }
        let is_told = identity.company_id.is_some() && !again.company_id.is_empty();
        if is_told || self.opens_known_records(purpose, again, &signed_in.tokens, cancel).await? { Ok(()) } else { Err(other(None)) }
    }

    async fn opens_known_records(
        &self,
        purpose: &Purpose,
        again: &ConnectionRecord,
        tokens: &StoredTokens,
        cancel: &CancellationToken,
    ) -> Result<bool, DeskError> {
        let connection = self.connection(&again.id).await?;
        let known = connection.mirror.some_records(RECORDS_ASKED).await?;
        if known.is_empty() {
            // There is nothing yet that could be mixed, unless changes wait to be sent.
            let waiting = connection.changes.count().await?;
            return if waiting == 0 { Ok(true) } else { Err(DeskError::UnknownIdentity) };
        }
        let client = self.client_of(purpose, &connection, tokens)?;
        for (entity_type, id) in known {
            match client.get(&connection.entity_type(&entity_type)?, &id, cancel).await {
                Ok(Some(_)) => return Ok(true),
                Ok(None) | Err(RequestError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(false)
    }

    /// A client that uses `tokens` before they are kept anywhere.
    fn client_of(&self, purpose: &Purpose, connection: &OpenConnection, tokens: &StoredTokens) -> Result<Client, DeskError> {
        let (profile, store) = (ProfileId::new("not-kept"), MemoryTokenStore::new());
        // Without its refresh token: a renewal here would use it up for the tokens that are to be kept.
        store.save(&profile, &StoredTokens { refresh_token: None, ..tokens.clone() })?;
        let http = http_client(&purpose.service).map_err(SignInError::Http)?;
        let folder = self.connection_folder(&connection.record.id);
        let service = Arc::clone(&purpose.service);
        let session = Session::new(profile, service, purpose.client.clone(), Arc::new(store), http.clone(), folder);
        Ok(Client::new(Arc::clone(&purpose.service), Arc::new(session), http))
    }
}
