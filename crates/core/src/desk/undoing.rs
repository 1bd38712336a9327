//! Undoing what was sent.

use super::runs::ChangedCell;
use super::{Desk, DeskError};
use crate::changes::{UndoWhat, Undoing};
use serde_json::Value;

/// A field that somebody changed since, with its values as cells.
#[derive(Debug, Clone)]
pub struct ChangedSinceCell {
    /// What names the record to a person.
    pub title: String,
    /// What was sent.
    pub change: ChangedCell,
    /// What is there now, as a cell.
    pub now: Value,
}

impl Desk {
    /// What undoing would do. Nothing is kept.
    ///
    /// # Errors
    /// `Draft` if there is no such write.
    pub async fn preview_undo(&self, connection_id: &str, what: UndoWhat) -> Result<(Undoing, Vec<ChangedSinceCell>), DeskError> {
        let connection = self.connection(connection_id).await?;
        let undoing = connection.changes.preview_undo(what).await?;
        let mut changed = Vec::with_capacity(undoing.changed_since.len());
        for since in &undoing.changed_since {
            let Ok(entity_type) = connection.spelled_type(&since.entity_type).await else { continue };
            let Some(cell) = connection.changed_cells(&entity_type, std::slice::from_ref(&since.change)).await?.pop() else { continue };
            let now = connection.labelled_cell(&cell.field, &since.now).await?;
            changed.push(ChangedSinceCell { title: since.title.clone(), change: cell, now });
        }
        Ok((undoing, changed))
    }

    /// Makes the opposite of what was sent, as unsent changes; answers how many records now carry some.
    ///
    /// # Errors
    /// `Draft` if there is no such write; `ReadOnly`.
    pub async fn undo_written(&self, connection_id: &str, what: UndoWhat) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        let undoing = connection.changes.undo_written(what).await?;
        self.changed(&connection, undoing.entity_types.iter().map(String::as_str)).await
    }
}
