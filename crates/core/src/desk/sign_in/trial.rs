//! A client that uses tokens before they are kept anywhere, and the one cheap request that tells whether they are any good.

use super::Purpose;
use super::attempt::host_of;
use crate::desk::{Desk, DeskError, TokenError, TriedToken};
use crate::oauth::{ClientRegistration, SignInError, http_client};
use crate::rest::{Client, PageRequest, Refusal, RefusalReason, RequestError};
use crate::session::Session;
use crate::token_store::{MemoryTokenStore, ProfileId, StoredTokens, TokenStore};
use coredesk_catalogue::{EntityType, Grant, Service};
use std::path::PathBuf;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Collections asked for before it is said that nothing of the service is there. The first one answers nearly always.
const COLLECTIONS_ASKED: usize = 3;

/// A token that was tried and is not kept.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// The service does not know it (401).
    #[error("the service does not accept the token")]
    Refused {
        /// How the token was come by.
        grant: Grant,
        /// The host that refused.
        host: String,
    },
    /// It is known and may not read (403), as with a token of another service.
    #[error("{refusal}")]
    Forbidden {
        /// How the token was come by.
        grant: Grant,
        /// The service's no.
        refusal: Box<Refusal>,
    },
    /// What answered is not the service: the host or the path before its collections is another.
    #[error("there is nothing of the service at {address}")]
    NotThere {
        /// The address that was asked.
        address: String,
        /// What came instead.
        reason: String,
    },
    /// No answer came that could tell.
    #[error(transparent)]
    Request(RequestError),
}

/// A client over tokens that are kept nowhere; what it needs of the disk goes with it.
pub(super) struct Trial {
    pub(super) client: Client,
    folder: PathBuf,
}

impl Drop for Trial {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            tracing::warn!(%error, "what a trial of a token left could not be removed");
        }
    }
}

impl Desk {
    /// A client that uses `tokens` and never renews them: a renewal would use up what is to be kept.
    pub(super) fn trial(&self, purpose: &Purpose, tokens: &StoredTokens) -> Result<Trial, DeskError> {
        self.trial_of(&purpose.service, &purpose.client, tokens)
    }

    fn trial_of(&self, service: &Arc<Service>, client: &ClientRegistration, tokens: &StoredTokens) -> Result<Trial, DeskError> {
        let (profile, store) = (ProfileId::new("not-kept"), MemoryTokenStore::new());
        store.save(&profile, &StoredTokens { refresh_token: None, ..tokens.clone() })?;
        let http = http_client(service).map_err(SignInError::Http)?;
        let client = ClientRegistration { grant: Grant::Token, ..client.clone() };
        let folder = self.inner.folder.join(format!("trial-{}", Uuid::new_v4()));
        crate::store::private_folder(&folder).map_err(DeskError::Files)?;
        let session = Session::new(profile, Arc::clone(service), client, Arc::new(store), http.clone(), &folder);
        Ok(Trial { client: Client::new(Arc::clone(service), Arc::new(session), http), folder })
    }

    /// Asks for the first row of the first collection, whatever comes of it.
    pub(in crate::desk) async fn try_once(
        &self,
        service: &Arc<Service>,
        client: &ClientRegistration,
        tokens: &StoredTokens,
        cancel: &CancellationToken,
    ) -> Result<TriedToken, DeskError> {
        let trial = self.trial_of(service, client, tokens)?;
        let entity_type = collections(service).next().ok_or(TokenError::NotOffered)?;
        let looked = trial.client.look(entity_type, &first_row(), cancel).await;
        Ok(TriedToken { request: format!("GET {}", entity_type.path), outcome: looked.map(|looked| looked.status) })
    }

    /// Asks for the first row of the first collection. An answer that is data is good enough, whatever its shape: how
    /// the service lists its rows is looked at afterwards.
    pub(super) async fn try_token(&self, purpose: &Purpose, tokens: &StoredTokens, cancel: &CancellationToken) -> Result<(), DeskError> {
        let trial = self.trial(purpose, tokens)?;
        let grant = purpose.client.grant;
        let mut elsewhere = None;
        for entity_type in collections(&purpose.service).take(COLLECTIONS_ASKED) {
            let reason = match trial.client.look(entity_type, &first_row(), cancel).await {
                Ok(looked) if looked.is_data() => return Ok(()),
                Ok(_) => "the answer is no data".to_owned(),
                Err(RequestError::Refused(refusal)) => match refusal.reason {
                    RefusalReason::Forbidden | RefusalReason::ScopeTooSmall => return Err(TrialError::Forbidden { grant, refusal }.into()),
                    _ => format!("status {}", refusal.status),
                },
                Err(RequestError::SignInNeeded) => return Err(TrialError::Refused { grant, host: host_of(&tokens.base_url) }.into()),
                Err(RequestError::Cancelled) => return Err(SignInError::Cancelled.into()),
                Err(error) => return Err(TrialError::Request(error).into()),
            };
            let address = format!("{}{}", tokens.base_url, entity_type.path);
            elsewhere.get_or_insert(TrialError::NotThere { address, reason });
        }
        elsewhere.map_or(Ok(()), |error| Err(error.into()))
    }
}

fn first_row() -> PageRequest {
    PageRequest { number: 1, size: 1, ..PageRequest::default() }
}

/// The collections that stand by themselves, in the navigator's order.
fn collections(service: &Service) -> impl Iterator<Item = &EntityType> {
    service.catalogue.entity_types.iter().filter(|entity_type| entity_type.is_listable() && !entity_type.is_nested())
}
