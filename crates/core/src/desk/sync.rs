//! Brings the copy up to date in the background: first what a person looks at, then the rest.

use super::{Desk, DeskError, DeskEvent, EntityTypeStatus, OpenConnection};
use crate::mirror::{self, MirrorStatus};
use crate::rest::Client;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A sync that was begun and has not ended.
#[derive(Clone)]
pub(super) struct SyncUnderWay {
    cancel: CancellationToken,
    /// Asks for this sync alone, so that it can be hurried.
    client: Client,
}

impl Desk {
    /// Brings the copy of an entity type up to date; answers as soon as that has begun.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`.
    pub async fn sync(&self, connection_id: &str, entity_type: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?.name.clone();
        if let Some(under_way) = connection.syncs().get(&entity_type) {
            under_way.client.hurry();
        }
        let desk = self.clone();
        let client = connection.client.as_ref().clone();
        tokio::spawn(async move { desk.sync_one(&connection, &entity_type, client).await });
        Ok(())
    }

    /// Stops bringing an entity type up to date; the rows that came stay.
    ///
    /// # Errors
    /// `UnknownConnection`.
    pub async fn cancel_sync(&self, connection_id: &str, entity_type: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        if let Some(under_way) = connection.syncs().get(entity_type) {
            under_way.cancel.cancel();
        }
        Ok(())
    }

    /// Reads everything that the connection's service holds, pinned entity types first. Nobody waits for it: what a
    /// person asks for meanwhile goes first.
    pub(super) fn sync_all(&self, connection: &Arc<OpenConnection>) {
        let mut names: Vec<(bool, String)> = connection
            .service
            .catalogue
            .entity_types
            .iter()
            .filter(|entity_type| entity_type.is_listable())
            .map(|entity_type| (!entity_type.pinned, entity_type.name.clone()))
            .collect();
        names.sort_by_key(|(later, _)| *later);
        let desk = self.clone();
        let connection = Arc::clone(connection);
        tokio::spawn(async move {
            for (_, name) in names {
                if connection.closed.is_cancelled() {
                    return;
                }
                desk.sync_one(&connection, &name, connection.client.in_background()).await;
            }
        });
    }

    async fn sync_one(&self, connection: &Arc<OpenConnection>, entity_type: &str, client: Client) {
        if !self.may_send(connection) {
            return;
        }
        let cancel = connection.closed.child_token();
        {
            let mut syncs = connection.syncs();
            if syncs.contains_key(entity_type) {
                return;
            }
            syncs.insert(entity_type.to_owned(), SyncUnderWay { cancel: cancel.clone(), client: client.clone() });
        }
        let desk = self.clone();
        let id = connection.record.id.clone();
        let unsent = self.unsent_of(connection, entity_type).await;
        let progress = move |mirror: MirrorStatus| {
            desk.tell(DeskEvent::Mirror { connection_id: id.clone(), status: EntityTypeStatus { mirror, loading: true, unsent } });
        };
        let ended = mirror::sync(&connection.mirror, &client, entity_type, &cancel, progress).await;
        connection.syncs().remove(entity_type);
        if let Err(problem) = ended {
            tracing::warn!(entity_type, %problem, "a sync stopped early");
        }
        self.tell_mirror(connection, entity_type).await;
    }

    /// Tells the window how much of `entity_type` is here and how much of it is unsent.
    pub(super) async fn tell_mirror(&self, connection: &Arc<OpenConnection>, entity_type: &str) {
        let unsent = self.unsent_of(connection, entity_type).await;
        let loading = connection.syncs().contains_key(entity_type);
        if let Ok(mirror) = connection.mirror.status(entity_type).await {
            let status = EntityTypeStatus { mirror, loading, unsent };
            self.tell(DeskEvent::Mirror { connection_id: connection.record.id.clone(), status });
        }
    }

    async fn unsent_of(&self, connection: &OpenConnection, entity_type: &str) -> u64 {
        let counts = connection.changes.counts_by_entity_type().await.unwrap_or_default();
        counts.get(entity_type).copied().unwrap_or_default()
    }
}
