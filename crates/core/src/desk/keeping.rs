//! What of a service is kept on this computer, and what that takes.

use super::{Desk, DeskError, OpenConnection};
use crate::mirror::{MirrorError, Purpose};
use std::path::Path;

/// What a connection takes on this computer.
#[derive(Debug, Clone)]
pub struct ConnectionData {
    /// The connection's id.
    pub connection_id: String,
    /// Its files, in bytes.
    pub bytes: u64,
    /// Those of which rows are here, or that are not kept, in the order of the catalogue.
    pub entity_types: Vec<EntityTypeData>,
    /// Why it is told by its files alone.
    pub unread: Option<UnreadData>,
}

/// Why nobody knows what of a service is on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadData {
    /// The connection could not be opened.
    NotOpened,
    /// It was opened, and its store could not be read.
    NotRead,
}

/// What an entity type takes on this computer.
#[derive(Debug, Clone)]
pub struct EntityTypeData {
    /// Its name.
    pub entity_type: String,
    /// What a person calls several of them.
    pub plural: String,
    /// Rows here.
    pub rows: u64,
    /// Its part of the files, in bytes; of large files an estimate.
    pub bytes: u64,
    /// When the rows were last brought up to date, in seconds since 1970.
    pub as_of: Option<i64>,
    /// It is read whole and brought up to date by itself.
    pub kept: bool,
}

impl Desk {
    /// What each connection takes on this computer, oldest first. One that cannot be opened or read is told by its files alone.
    ///
    /// # Errors
    /// `Store` when the list of connections cannot be read.
    pub async fn data_on_disk(&self) -> Result<Vec<ConnectionData>, DeskError> {
        let mut data = Vec::new();
        for record in self.inner.directory.all().await? {
            let folder = self.connection_folder(&record.id);
            let bytes = tokio::task::spawn_blocking(move || bytes_below(&folder)).await.map_err(|_| DeskError::Interrupted)?;
            let read = match self.connection(&record.id).await {
                Ok(connection) => entity_types(&connection).await.map_err(|error| {
                    tracing::warn!(%error, "what a connection keeps could not be read");
                    UnreadData::NotRead
                }),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be opened");
                    Err(UnreadData::NotOpened)
                }
            };
            let unread = read.as_ref().err().copied();
            data.push(ConnectionData { connection_id: record.id, bytes, entity_types: read.unwrap_or_default(), unread });
        }
        Ok(data)
    }

    /// Keeps from now on whether an entity type is read whole and brought up to date by itself; one that is kept again is
    /// read at once, in the background. The rows that are here stay.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`, `Mirror`.
    pub async fn keep_entity_type(&self, connection_id: &str, entity_type: &str, kept: bool) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        connection.mirror.keep(&entity_type.name, kept).await?;
        if !kept {
            connection.stop_reading(&entity_type.name);
        } else if !entity_type.is_nested() {
            connection.attention().look_at(&entity_type.name);
            let (desk, connection, name) = (self.clone(), connection.clone(), entity_type.name.clone());
            tokio::spawn(async move {
                let client = connection.client.in_background();
                desk.sync_one(&connection, &name, Purpose::Background, client).await;
            });
        }
        self.tell_mirror(&connection, &entity_type.name).await;
        Ok(())
    }

    /// Drops the rows of an entity type from this computer, with what is known of their earlier states, and keeps it no
    /// more. Unsent changes stay. The space is given back in the background, which a second
    /// [`super::DeskEvent::Mirror`] tells.
    ///
    /// # Errors
    /// `Sending` while changes of the connection are being sent; `UnknownConnection`, `UnknownName`, `Mirror`.
    pub async fn drop_entity_type(&self, connection_id: &str, entity_type: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let name = connection.entity_type(entity_type)?.name;
        self.refuse_while_sending(connection_id)?;
        connection.mirror.keep(&name, false).await?;
        connection.stop_reading(&name);
        connection.mirror.clear(&name).await?;
        self.tell_mirror(&connection, &name).await;
        let desk = self.clone();
        tokio::spawn(async move {
            if let Err(error) = connection.mirror.give_back_space().await {
                tracing::warn!(%error, "the space of dropped rows could not be given back");
            }
            desk.tell_mirror(&connection, &name).await;
        });
        Ok(())
    }
}

async fn entity_types(connection: &OpenConnection) -> Result<Vec<EntityTypeData>, MirrorError> {
    let catalogue = connection.mirror.catalogue();
    let sizes = connection.mirror.sizes().await?;
    let statuses = connection.mirror.statuses().await?.into_iter().filter(|status| status.rows > 0 || !status.kept);
    let told = statuses.map(|status| EntityTypeData {
        plural: catalogue.entity_type(&status.entity_type).map(|known| known.plural.clone()).unwrap_or_default(),
        rows: status.rows,
        bytes: sizes.get(&status.entity_type).copied().unwrap_or_default(),
        as_of: status.as_of,
        kept: status.kept,
        entity_type: status.entity_type,
    });
    Ok(told.collect())
}

/// The bytes of all files below a folder; what cannot be read counts nothing.
fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
