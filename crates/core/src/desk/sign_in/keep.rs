//! What becomes of a sign-in that brought tokens: a new connection, or the one that it was made for.

use super::Purpose;
use crate::desk::services::keep_service;
use crate::desk::{ConnectionRecord, Desk, DeskError, DeskEvent};
use crate::oauth::{Identity, SignedIn};
use crate::session;
use crate::token_store::{ProfileId, StoredTokens};
use coredesk_catalogue::Grant;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

impl Purpose {
    /// The connection has the name that a person gave it.
    fn is_titled(&self) -> bool {
        self.service.is_described() && self.again.is_some()
    }

    /// Who signs in, where the service does not say it.
    fn signer(&self) -> Option<String> {
        match self.client.grant {
            Grant::Password => self.user.clone(),
            Grant::Token => Some("Permanent token".to_owned()),
            Grant::ClientCredentials => Some("The app itself".to_owned()),
            Grant::AuthorizationCode | Grant::DeviceCode => None,
        }
    }
}

impl Desk {
    /// Keeps tokens and connection, or neither.
    pub(super) async fn keep_signed_in(&self, purpose: &Purpose, record: &ConnectionRecord, signed_in: SignedIn) -> Result<(), DeskError> {
        match self.inner.directory.find(&record.id).await? {
            Some(former) => self.keep_again(purpose, &former, record, signed_in.tokens).await?,
            None => self.keep_new(purpose, record, signed_in.tokens).await?,
        }
        self.tell(DeskEvent::Connection { connection_id: Some(record.id.clone()) });
        Ok(())
    }

    async fn keep_new(&self, purpose: &Purpose, record: &ConnectionRecord, tokens: StoredTokens) -> Result<(), DeskError> {
        let (profile, secret) = (ProfileId::new(&record.id), purpose.client.client_secret.clone());
        let stored = {
            let profile = profile.clone();
            self.with_token_store(move |store| session::keep_signed_in(store, &profile, &tokens, &secret)).await
        };
        let kept = match stored {
            Ok(()) => self.keep_record(purpose, record).await,
            Err(error) => Err(error),
        };
        if kept.is_err() {
            if let Err(error) = self.forget_entries(profile).await {
                tracing::warn!(%error, "what a failed sign-in left in the keyring could not be removed");
            }
            // There is no folder yet where the description could not be kept, or where there is none to keep.
            let _ = tokio::fs::remove_dir_all(self.connection_folder(&record.id)).await;
        }
        kept
    }

    /// The description of the service comes first: a connection without it could not be opened.
    async fn keep_record(&self, purpose: &Purpose, record: &ConnectionRecord) -> Result<(), DeskError> {
        if purpose.service.is_described() {
            keep_service(&self.connection_folder(&record.id), &purpose.service).map_err(DeskError::Files)?;
        }
        Ok(self.inner.directory.keep(record.clone(), Timestamp::now().as_second()).await?)
    }

    async fn keep_again(
        &self,
        purpose: &Purpose,
        former: &ConnectionRecord,
        record: &ConnectionRecord,
        tokens: StoredTokens,
    ) -> Result<(), DeskError> {
        let connection = self.connection(&record.id).await?;
        connection.session.accept(tokens, purpose.client.clone()).await?;
        self.inner.directory.keep(record.clone(), Timestamp::now().as_second()).await?;
        self.follow_tokens(&record.id).await?;
        if (&former.issuer, &former.api_domain) != (&record.issuer, &record.api_domain) {
            // It was opened for other hosts; the next use opens it for these.
            self.close(&record.id).await;
        }
        // Where the service does not say who signed in, a person lets them go on.
        let is_told = !record.subject.is_empty() || record.user.is_some();
        if is_told && (&record.subject, &record.user, &record.company_id) == (&former.subject, &former.user, &former.company_id) {
            self.go_on_after_sign_in(record).await;
        }
        Ok(())
    }

    /// Removes all that the keyring has of a profile.
    pub(in crate::desk) async fn forget_entries(&self, profile: ProfileId) -> Result<(), DeskError> {
        self.with_token_store(move |store| {
            let removed = store.remove(&profile);
            store.remove_client_secret(&profile)?;
            removed
        })
        .await
    }

    /// The connection that a sign-in leads to: a new one, or the one that it was made for.
    pub(super) async fn record_for(
        &self,
        purpose: &Purpose,
        signed_in: &SignedIn,
        cancel: &CancellationToken,
    ) -> Result<ConnectionRecord, DeskError> {
        let identity = &signed_in.identity;
        let known = match &purpose.again {
            Some(again) => {
                self.check_company(purpose, again, signed_in, cancel).await?;
                Some(again.clone())
            }
            None => self.record_of(purpose, identity).await?,
        };
        let of_known = |part: fn(&ConnectionRecord) -> &String| known.as_ref().map(part).filter(|text| !text.is_empty()).cloned();
        let person = identity.name.clone().or_else(|| identity.email.clone()).or_else(|| purpose.signer());
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
            company: purpose
                .title
                .clone()
                .or_else(|| identity.company_name.clone().filter(|_| !purpose.is_titled()))
                .or_else(|| of_known(|known| &known.company))
                .unwrap_or_else(|| purpose.service.title.clone()),
            scopes: signed_in.tokens.granted_scopes.clone(),
            base_url: signed_in.tokens.base_url.clone(),
            user: purpose.user.clone(),
            needs_preview: known.as_ref().map_or(purpose.needs_preview, |known| known.needs_preview),
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
