//! What stands together in a run, for the window.

use super::sending::RunRow;
use super::{Desk, DeskError, LARGEST_WINDOW};

/// Changes of one entity type that follow each other in a run, with what a person calls them.
#[derive(Debug, Clone)]
pub struct ToldRunPart {
    /// What a person calls several of the records.
    pub plural: String,
    /// How many they are.
    pub count: u64,
}

impl Desk {
    /// All changes of a run as parts, in the order of sending.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run_parts(&self, run_id: &str) -> Result<Vec<ToldRunPart>, DeskError> {
        let connection = self.connection_of_run(run_id).await?;
        let mut told = Vec::new();
        for part in connection.changes.run_parts(run_id).await? {
            let plural = match connection.spelled_type(&part.entity_type).await {
                Ok(entity_type) => entity_type.plural,
                // The service no longer has such records.
                Err(DeskError::UnknownName(name)) => name,
                Err(error) => return Err(error),
            };
            told.push(ToldRunPart { plural, count: part.count });
        }
        Ok(told)
    }

    /// These changes of a run, in the order in which they are named; as many as one window holds.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run_rows_of(&self, run_id: &str, mut change_ids: Vec<String>) -> Result<Vec<RunRow>, DeskError> {
        change_ids.truncate(LARGEST_WINDOW);
        let connection = self.connection_of_run(run_id).await?;
        let outcomes = connection.changes.run_rows_of(run_id, change_ids).await?;
        Ok(connection.run_rows(outcomes))
    }
}
