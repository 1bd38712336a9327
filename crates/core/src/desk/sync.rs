//! Brings the copy up to date in the background: first what a person looks at, then the rest of what is kept.

use super::refresh::KeptType;
use super::{Desk, DeskError, DeskEvent, EntityTypeStatus, OpenConnection};
use crate::mirror::{self, Found, MirrorStatus, Progress, Purpose, SyncEnd, SyncError};
use crate::rest::{Client, RequestError};
use futures_util::stream::{self, StreamExt};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A reading that was begun and has not ended.
#[derive(Clone)]
pub(super) struct SyncUnderWay {
    pub(super) cancel: CancellationToken,
    /// Asks for this reading alone, so that it can be hurried.
    client: Client,
}

/// Under which a full check of an entity type is held; no parent has this id.
fn check_key(entity_type: &str) -> String {
    format!("{entity_type}/")
}

impl OpenConnection {
    /// Whether the list of an entity type is being read or checked.
    pub(super) fn is_reading(&self, entity_type: &str) -> bool {
        let syncs = self.syncs();
        syncs.contains_key(entity_type) || syncs.contains_key(&check_key(entity_type))
    }

    /// Stops every reading of an entity type.
    pub(super) fn stop_reading(&self, entity_type: &str) {
        let is_of_it = |key: &str| key.strip_prefix(entity_type).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        for (_, under_way) in self.syncs().iter().filter(|(key, _)| is_of_it(key)) {
            under_way.cancel.cancel();
        }
    }
}

/// Entity types that nobody looks at, read at the same time.
const TYPES_AT_ONCE: usize = 2;

impl Desk {
    /// Brings the copy of an entity type up to date; answers as soon as that has begun. A nested collection is read
    /// for one parent, see [`Desk::load_below`], or for all, see [`Desk::read_again`]; here nothing is done for it.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`.
    pub async fn sync(&self, connection_id: &str, entity_type: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        connection.attention().look_at(&entity_type.name);
        if let Some(under_way) = connection.syncs().get(&entity_type.name) {
            under_way.client.hurry();
        }
        if !entity_type.is_nested() {
            let (desk, name, client) = (self.clone(), entity_type.name.clone(), connection.client.as_ref().clone());
            tokio::spawn(async move { desk.sync_one(&connection, &name, Purpose::Look, client).await });
        }
        Ok(())
    }

    /// Reads every row of an entity type again and removes those that are gone; a nested collection below every
    /// parent that is here. What the service did not do to such records is offered again. Answers as soon as that has begun; [`DeskEvent::Mirror`] tells how far it is and what it
    /// found.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`.
    pub async fn read_again(&self, connection_id: &str, entity_type: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        connection.mirror.offer_again(&entity_type.name).await?;
        let (desk, name, is_nested) = (self.clone(), entity_type.name.clone(), entity_type.is_nested());
        tokio::spawn(async move {
            if is_nested {
                desk.load_all_below(&connection, &name).await;
            } else {
                desk.check_one(&connection, &name).await;
            }
        });
        Ok(())
    }

    /// Reads the rows of a nested collection below one record; answers when they are here. [`Desk::cancel_sync`] stops
    /// it like any other reading of the entity type.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`, `Sync`.
    pub async fn load_below(&self, connection_id: &str, entity_type: &str, parent_id: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let name = connection.entity_type(entity_type)?.name.clone();
        let client = connection.client.as_ref().clone();
        let Some(cancel) = self.begin_reading(&connection, format!("{name}/{parent_id}"), &client) else { return Ok(()) };
        let ended = mirror::read_below(&connection.mirror, &client, &name, parent_id, &cancel).await;
        connection.syncs().remove(&format!("{name}/{parent_id}"));
        self.tell_mirror(&connection, &name).await;
        ended?;
        Ok(())
    }

    /// Stops every reading of an entity type; the rows that came stay.
    ///
    /// # Errors
    /// `UnknownConnection`.
    pub async fn cancel_sync(&self, connection_id: &str, entity_type: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        connection.attention().stop(entity_type);
        connection.stop_reading(entity_type);
        Ok(())
    }

    /// Reads everything of the connection's service that is kept, what a person looked at and pinned entity types first.
    /// Nobody waits for it: what a person asks for meanwhile goes first.
    pub(super) fn sync_all(&self, connection: &Arc<OpenConnection>) {
        let desk = self.clone();
        let connection = Arc::clone(connection);
        tokio::spawn(async move {
            let (first, others): (Vec<_>, Vec<_>) = connection.kept_types().await.into_iter().partition(|kept| kept.is_first);
            for kept in &first {
                desk.sync_kept(&connection, &kept.status.entity_type, Purpose::Look).await;
            }
            let read = |kept: KeptType| {
                let (desk, connection) = (desk.clone(), Arc::clone(&connection));
                async move {
                    desk.sync_kept(&connection, &kept.status.entity_type, Purpose::Background).await;
                }
            };
            stream::iter(others).map(read).buffer_unordered(TYPES_AT_ONCE).collect::<()>().await;
        });
    }

    /// Reads an entity type in the background, unless a person let it go since that was planned. Answers whether the service
    /// can be asked for more.
    pub(super) async fn sync_kept(&self, connection: &Arc<OpenConnection>, entity_type: &str, purpose: Purpose) -> bool {
        match connection.mirror.is_kept(entity_type).await {
            Ok(true) => self.sync_one(connection, entity_type, purpose, connection.client.in_background()).await,
            Ok(false) => true,
            Err(error) => {
                tracing::warn!(entity_type, %error, "nobody knows whether it is kept");
                true
            }
        }
    }

    /// Answers whether the service can be asked for more.
    pub(super) async fn sync_one(&self, connection: &Arc<OpenConnection>, entity_type: &str, purpose: Purpose, client: Client) -> bool {
        let Some(cancel) = self.begin_reading(connection, entity_type.to_owned(), &client) else { return true };
        let report = self.reporter(connection, entity_type).await;
        let progress = move |mirror| report(mirror, None);
        let ended = mirror::sync(&connection.mirror, &client, entity_type, purpose, &cancel, progress).await;
        let goes_on = ended.as_ref().err().is_none_or(|problem| !is_of_the_service(problem));
        self.end_reading(connection, entity_type, entity_type, ended.map(|_| None)).await;
        goes_on
    }

    async fn check_one(&self, connection: &Arc<OpenConnection>, entity_type: &str) {
        let client = connection.client.in_background();
        // It waits for its turn while changes are being read.
        let Some(cancel) = self.begin_reading(connection, check_key(entity_type), &client) else { return };
        let report = self.reporter(connection, entity_type).await;
        let progress = move |mirror, far| report(mirror, Some(far));
        let ended = mirror::check(&connection.mirror, &client, entity_type, &cancel, progress).await;
        self.end_reading(connection, &check_key(entity_type), entity_type, ended).await;
    }

    async fn load_all_below(&self, connection: &Arc<OpenConnection>, entity_type: &str) {
        let client = connection.client.in_background();
        let Some(cancel) = self.begin_reading(connection, entity_type.to_owned(), &client) else { return };
        let report = self.reporter(connection, entity_type).await;
        let progress = move |mirror, far| report(mirror, Some(far));
        let ended = mirror::read_below_all(&connection.mirror, &client, entity_type, &cancel, progress).await;
        self.end_reading(connection, entity_type, entity_type, ended.map(|_: SyncEnd| None)).await;
    }

    /// The right to read under `key`; none while the same is being read, or the service cannot be asked.
    fn begin_reading(&self, connection: &OpenConnection, key: String, client: &Client) -> Option<CancellationToken> {
        if !self.may_send(connection) || connection.closed.is_cancelled() {
            return None;
        }
        let cancel = connection.closed.child_token();
        let mut syncs = connection.syncs();
        if syncs.contains_key(&key) {
            return None;
        }
        syncs.insert(key, SyncUnderWay { cancel: cancel.clone(), client: client.clone() });
        Some(cancel)
    }

    async fn end_reading(&self, connection: &Arc<OpenConnection>, key: &str, entity_type: &str, ended: Result<Option<Found>, SyncError>) {
        if let Err(problem) = connection.mirror.look_at_custom_fields(entity_type).await {
            tracing::warn!(entity_type, %problem, "the custom fields could not be looked at");
        }
        connection.syncs().remove(key);
        let found = ended.unwrap_or_else(|problem| {
            tracing::warn!(entity_type, %problem, "a sync stopped early");
            None
        });
        self.tell_found(connection, entity_type, found).await;
    }

    /// Tells the window of each step of a reading.
    async fn reporter(
        &self,
        connection: &Arc<OpenConnection>,
        entity_type: &str,
    ) -> impl Fn(MirrorStatus, Option<Progress>) + Send + Sync + 'static {
        let (desk, connection_id) = (self.clone(), connection.record.id.clone());
        let unsent = self.unsent_of(connection, entity_type).await;
        move |mirror, progress| {
            let status = EntityTypeStatus { mirror, loading: true, progress, found: None, unsent };
            desk.tell(DeskEvent::Mirror { connection_id: connection_id.clone(), status });
        }
    }

    /// Tells the window how much of `entity_type` is here and how much of it is unsent.
    pub(super) async fn tell_mirror(&self, connection: &Arc<OpenConnection>, entity_type: &str) {
        self.tell_found(connection, entity_type, None).await;
    }

    async fn tell_found(&self, connection: &Arc<OpenConnection>, entity_type: &str, found: Option<Found>) {
        let unsent = self.unsent_of(connection, entity_type).await;
        let loading = connection.is_reading(entity_type);
        if let Ok(mirror) = connection.mirror.status(entity_type).await {
            let status = EntityTypeStatus { mirror, loading, progress: None, found, unsent };
            self.tell(DeskEvent::Mirror { connection_id: connection.record.id.clone(), status });
        }
    }

    async fn unsent_of(&self, connection: &OpenConnection, entity_type: &str) -> u64 {
        let counts = connection.changes.counts_by_entity_type().await.unwrap_or_default();
        counts.get(entity_type).copied().unwrap_or_default()
    }
}

/// Whether any other list would fail in the same way. One that the service answered with a status failed by itself.
fn is_of_the_service(problem: &SyncError) -> bool {
    matches!(
        problem,
        SyncError::Request(
            RequestError::SignInNeeded
                | RequestError::Unreachable { status: None, .. }
                | RequestError::SlowDown { .. }
                | RequestError::ForeignBaseUrl
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_fails_by_itself_stops_no_other() {
        let unreachable = |status| SyncError::Request(RequestError::Unreachable { status, reason: String::new() });
        for status in [302, 500, 503] {
            assert!(!is_of_the_service(&unreachable(Some(status))), "{status}");
        }
        for problem in [unreachable(None), RequestError::SignInNeeded.into(), RequestError::ForeignBaseUrl.into()] {
            assert!(is_of_the_service(&problem), "{problem}");
        }
    }
}
