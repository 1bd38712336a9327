//! What depends on a record, deleting it with that, and copies of records.

use super::{Desk, DeskError};
use crate::changes::Dependants;

impl Desk {
    /// What points at a record, and in which order it could be deleted with all that keeps it.
    ///
    /// # Errors
    /// `Draft` for a record that is not on this computer.
    pub async fn dependants(&self, connection_id: &str, entity_type: &str, id: &str) -> Result<Dependants, DeskError> {
        Ok(self.connection(connection_id).await?.changes.dependants(entity_type, id).await?)
    }

    /// Marks a record for deletion with all that keeps it; answers how many records now carry unsent changes.
    ///
    /// # Errors
    /// `Draft` where no order of deletes can work.
    pub async fn mark_with_dependants(&self, connection_id: &str, entity_type: &str, id: &str) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        let touched = connection.changes.mark_with_dependants(entity_type, id).await?;
        self.changed(&connection, touched.iter().map(String::as_str)).await
    }

    /// Makes a new record like one that is there, perhaps with those of the entity types `with` that belong to it; answers
    /// how many records now carry unsent changes, and the copy's id.
    ///
    /// # Errors
    /// `Draft` where one of them cannot be created.
    pub async fn duplicate(&self, connection_id: &str, entity_type: &str, id: &str, with: Vec<String>) -> Result<(u64, String), DeskError> {
        let connection = self.changeable(connection_id).await?;
        let copied = connection.changes.duplicate(entity_type, id, with).await?;
        Ok((self.changed(&connection, copied.entity_types.iter().map(String::as_str)).await?, copied.id))
    }
}
