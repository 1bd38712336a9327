//! What the start screen, the rail and the navigator show.

use super::directory::{ConnectionRecord, Environment};
use super::{Desk, DeskError, DeskEvent};
use crate::mirror::{Found, Labelled, MirrorStatus, Progress};
use crate::rest::Pace;
use crate::session::SessionState;
use coredesk_catalogue::{Catalogue, Service};
use futures_util::future::join_all;
use std::sync::Arc;

/// How many records a reference picker offers at once.
const REFERENCES_SHOWN: usize = 30;
/// Ids whose records are named in one answer.
const LABELS_AT_MOST: usize = 500;

/// A connection and how it stands.
#[derive(Debug, Clone)]
pub struct ConnectionStatus {
    /// What was kept of it.
    pub record: ConnectionRecord,
    /// Its service.
    pub service: Arc<Service>,
    /// Its session.
    pub session: SessionState,
    /// How fast it asks its service; `None` if it could not be opened.
    pub pace: Option<Pace>,
    /// Records with unsent changes.
    pub unsent: u64,
    /// Why its data on this computer could not be opened.
    pub problem: Option<Arc<DeskError>>,
}

/// How much of an entity type is on this computer.
#[derive(Debug, Clone)]
pub struct EntityTypeStatus {
    /// Rows, and whether they are all.
    pub mirror: MirrorStatus,
    /// A sync is under way.
    pub loading: bool,
    /// How far it is, if it is one that counts what it does.
    pub progress: Option<Progress>,
    /// What a full check found that ended just now.
    pub found: Option<Found>,
    /// Records of it with unsent changes.
    pub unsent: u64,
}

impl Desk {
    /// All connections, oldest first. One that cannot be opened says why and hides none of the others.
    ///
    /// # Errors
    /// `Store` when the list itself cannot be read.
    pub async fn connections(&self) -> Result<Vec<ConnectionStatus>, DeskError> {
        let status = async |record: ConnectionRecord| match self.opened_status(&record).await {
            Ok(status) => status,
            Err(problem) => ConnectionStatus {
                record,
                service: Arc::clone(&self.inner.bqe_core),
                session: SessionState::Unread,
                pace: None,
                unsent: 0,
                problem: Some(Arc::new(problem)),
            },
        };
        Ok(join_all(self.inner.directory.all().await?.into_iter().map(status)).await)
    }

    pub(super) async fn opened_status(&self, record: &ConnectionRecord) -> Result<ConnectionStatus, DeskError> {
        let connection = self.connection(&record.id).await?;
        Ok(ConnectionStatus {
            record: record.clone(),
            service: Arc::clone(&connection.service),
            session: connection.session.state(),
            pace: Some(connection.client.pace()),
            unsent: connection.changes.count().await?,
            problem: None,
        })
    }

    /// What the service of a connection holds.
    ///
    /// # Errors
    /// `UnknownConnection`.
    pub async fn catalogue(&self, connection_id: &str) -> Result<Arc<Catalogue>, DeskError> {
        Ok(self.connection(connection_id).await?.mirror.catalogue())
    }

    /// How much of each entity type is on this computer.
    ///
    /// # Errors
    /// `UnknownConnection`, `Mirror`.
    pub async fn mirrors(&self, connection_id: &str) -> Result<Vec<EntityTypeStatus>, DeskError> {
        let connection = self.connection(connection_id).await?;
        let unsent = connection.changes.counts_by_entity_type().await?;
        let statuses = connection.mirror.statuses().await?;
        Ok(statuses
            .into_iter()
            .map(|mirror| EntityTypeStatus {
                loading: connection.is_reading(&mirror.entity_type),
                progress: None,
                found: None,
                unsent: unsent.get(&mirror.entity_type).copied().unwrap_or_default(),
                mirror,
            })
            .collect())
    }

    /// Whether a connection to this installation of a service was made.
    ///
    /// # Errors
    /// `Store`.
    pub async fn has_connection_in(&self, environment: Environment) -> Result<bool, DeskError> {
        Ok(self.inner.directory.all().await?.iter().any(|record| record.environment == environment))
    }

    /// The installation that a connection belongs to.
    ///
    /// # Errors
    /// `UnknownConnection`; `Store`.
    pub async fn environment_of(&self, connection_id: &str) -> Result<Environment, DeskError> {
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        Ok(record.environment)
    }

    /// Refuses while changes of any connection to this installation are being sent.
    ///
    /// # Errors
    /// `Sending`; `Store`.
    pub async fn refuse_while_sending_in(&self, environment: Environment) -> Result<(), DeskError> {
        let records = self.inner.directory.all().await?.into_iter().filter(|record| record.environment == environment);
        records.into_iter().try_for_each(|record| self.refuse_while_sending(&record.id))
    }

    /// Drops the rows and the unsent changes of all connections to this installation; they are read again.
    ///
    /// # Errors
    /// `Sending`; `Mirror`, `Draft`.
    pub async fn forget_copies_in(&self, environment: Environment) -> Result<(), DeskError> {
        self.refuse_while_sending_in(environment).await?;
        for record in self.inner.directory.all().await?.into_iter().filter(|record| record.environment == environment) {
            let connection = self.connection(&record.id).await?;
            connection.changes.discard_all().await?;
            for entity_type in connection.mirror.catalogue().entity_types.iter().filter(|entity_type| entity_type.is_listable()) {
                connection.mirror.clear(&entity_type.name).await?;
                self.tell_mirror(&connection, &entity_type.name).await;
            }
            self.tell(DeskEvent::Connection { connection_id: Some(record.id) });
            self.sync_all(&connection);
        }
        Ok(())
    }

    /// Records that a reference may point at, by part of their name, from the copy.
    ///
    /// # Errors
    /// `Mirror`.
    pub async fn search_references(&self, connection_id: &str, entity_types: &[String], text: &str) -> Result<Vec<Labelled>, DeskError> {
        let connection = self.connection(connection_id).await?;
        for name in entity_types {
            connection.entity_type(name)?;
        }
        Ok(connection.mirror.search_labels(entity_types, text, REFERENCES_SHOWN).await?)
    }

    /// What the records with these ids are called, from the copy: of the first [`LABELS_AT_MOST`] ids those that are here.
    ///
    /// # Errors
    /// `Mirror`.
    pub async fn reference_labels(
        &self,
        connection_id: &str,
        entity_types: &[String],
        mut ids: Vec<String>,
    ) -> Result<Vec<Labelled>, DeskError> {
        ids.truncate(LABELS_AT_MOST);
        Ok(self.connection(connection_id).await?.mirror.labels(entity_types, ids).await?)
    }
}
