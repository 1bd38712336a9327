//! What becomes of a sign-in that brought tokens: a new connection, or the one that it was made for.

use super::Purpose;
use crate::desk::{ConnectionRecord, Desk, DeskError, DeskEvent};
use crate::oauth::{ClientSecret, Identity, SignedIn};
use crate::token_store::ProfileId;
use jiff::Timestamp;
use uuid::Uuid;

impl Desk {
    /// Keeps tokens and connection, or neither.
    pub(super) async fn keep_signed_in(&self, purpose: &Purpose, record: &ConnectionRecord, signed_in: SignedIn) -> Result<(), DeskError> {
        let made_at = Timestamp::now().as_second();
        if self.inner.directory.find(&record.id).await?.is_some() {
            self.connection(&record.id).await?.session.accept(signed_in.tokens, purpose.client.clone()).await?;
            self.inner.directory.keep(record.clone(), made_at).await?;
        } else {
            let profile = ProfileId::new(&record.id);
            let secret = purpose.client.client_secret.clone();
            let stored = self
                .with_token_store({
                    let profile = profile.clone();
                    move |store| {
                        if let ClientSecret::Given(secret) = &secret {
                            store.save_client_secret(&profile, secret)?;
                        }
                        store.save(&profile, &signed_in.tokens)
                    }
                })
                .await;
            let kept = match stored {
                Ok(()) => self.inner.directory.keep(record.clone(), made_at).await.map_err(DeskError::from),
                Err(error) => Err(error),
            };
            if let Err(error) = kept {
                self.forget_entries(profile).await?;
                return Err(error);
            }
        }
        self.tell(DeskEvent::Connection { connection_id: Some(record.id.clone()) });
        Ok(())
    }

    /// Removes all that the keyring has of a profile.
    pub(in crate::desk) async fn forget_entries(&self, profile: ProfileId) -> Result<(), DeskError> {
        self.with_token_store(move |store| {
            store.remove(&profile)?;
            store.remove_client_secret(&profile)
        })
        .await
    }

    /// The connection that this sign-in is for: a new one, one that was made before, or the one that is signed in again.
    pub(super) async fn record_for(&self, purpose: &Purpose, signed_in: &SignedIn) -> Result<ConnectionRecord, DeskError> {
        let identity = &signed_in.identity;
        let known = match &purpose.again {
            Some(again) => {
                self.check_company(purpose, again, signed_in).await?;
                Some(again.clone())
            }
            None => self.record_of(purpose, identity).await?,
        };
        let of_known = |part: fn(&ConnectionRecord) -> &String| known.as_ref().map(part).filter(|text| !text.is_empty()).cloned();
        let person = identity.name.clone().or_else(|| identity.email.clone());
        Ok(ConnectionRecord {
            id: known.as_ref().map_or_else(|| Uuid::new_v4().to_string(), |known| known.id.clone()),
            service: purpose.service.name.clone(),
            environment: purpose.environment,
            issuer: purpose.issuer.clone(),
            api_domain: purpose.api_domain.clone(),
            registration: purpose.registration(),
            subject: identity.subject.clone().or_else(|| of_known(|known| &known.subject)).unwrap_or_default(),
            person: person.or_else(|| of_known(|known| &known.person)).unwrap_or_else(|| "Name not told".to_owned()),
            email: identity.email.clone().or_else(|| known.as_ref().and_then(|known| known.email.clone())),
            company_id: identity.company_id.clone().or_else(|| of_known(|known| &known.company_id)).unwrap_or_default(),
            company: identity
                .company_name
                .clone()
                .or_else(|| of_known(|known| &known.company))
                .unwrap_or_else(|| purpose.service.title.clone()),
            scopes: signed_in.tokens.granted_scopes.clone(),
            base_url: signed_in.tokens.base_url.clone(),
        })
    }

    /// The connection of this person in this company by this client, if there is one. Where the service does not say
    /// who signed in, every sign-in makes a connection of its own, lest two companies mix.
    async fn record_of(&self, purpose: &Purpose, identity: &Identity) -> Result<Option<ConnectionRecord>, DeskError> {
        let (Some(company_id), Some(subject)) = (&identity.company_id, &identity.subject) else { return Ok(None) };
        let same = |record: &ConnectionRecord| {
            record.service == purpose.service.name
                && record.environment == purpose.environment
                && record.issuer == purpose.issuer
                && record.registration.client_id == purpose.client.client_id
                && record.company_id == *company_id
                && record.subject == *subject
        };
        Ok(self.inner.directory.all().await?.into_iter().find(same))
    }
}
