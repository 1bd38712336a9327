//! Drafting many records at once, and taking back what was drafted.

use super::{Desk, DeskError, OpenConnection};
use crate::changes::{DraftStep, FieldEdit, MovedStep, StepKind};
use coredesk_catalogue::title_of_name;

/// A step of drafting with what a person calls its records.
#[derive(Debug, Clone)]
pub struct ToldStep {
    /// The step.
    pub step: DraftStep,
    /// What a person calls one and several of the records, if they are of one entity type.
    pub titles: Option<(String, String)>,
    /// What a person calls the field, if it is one.
    pub field_title: Option<String>,
}

/// What can be taken back and done again next.
#[derive(Debug, Clone)]
pub struct ToldSteps {
    /// The last step that was not taken back.
    pub undo: Option<ToldStep>,
    /// The step that was taken back last.
    pub redo: Option<ToldStep>,
}

/// What came of taking a step back, or of doing it again.
#[derive(Debug, Clone)]
pub struct UndoneStep {
    /// How many records carry unsent changes now.
    pub changes: u64,
    /// The step; nothing where there was none.
    pub step: Option<ToldStep>,
    /// Its records that were sent or became something else since, and stay as they are.
    pub left: u64,
    /// What can be taken back and done again now.
    pub steps: ToldSteps,
}

impl Desk {
    /// Keeps edits as [`Desk::edit`] does, as a step of this kind.
    ///
    /// # Errors
    /// `Draft` for a field that may not be changed.
    pub async fn edit_as(&self, connection_id: &str, kind: StepKind, entity_type: &str, edits: Vec<FieldEdit>) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        connection.changes.edit_as(kind, entity_type, edits).await?;
        self.changed(&connection, [entity_type]).await
    }

    /// What can be taken back and done again next.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn draft_steps(&self, connection_id: &str) -> Result<ToldSteps, DeskError> {
        self.connection(connection_id).await?.told_steps().await
    }

    /// Takes the last step of drafting back.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn undo_draft_step(&self, connection_id: &str) -> Result<UndoneStep, DeskError> {
        let moved = self.connection(connection_id).await?.changes.undo_step().await?;
        self.moved(connection_id, moved).await
    }

    /// Does the step again that was taken back last.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn redo_draft_step(&self, connection_id: &str) -> Result<UndoneStep, DeskError> {
        let moved = self.connection(connection_id).await?.changes.redo_step().await?;
        self.moved(connection_id, moved).await
    }

    async fn moved(&self, connection_id: &str, moved: Option<MovedStep>) -> Result<UndoneStep, DeskError> {
        let connection = self.connection(connection_id).await?;
        let steps = connection.told_steps().await?;
        let Some(moved) = moved else {
            return Ok(UndoneStep { changes: connection.changes.count().await?, step: None, left: 0, steps });
        };
        let changes = self.changed(&connection, moved.entity_types.iter().map(String::as_str)).await?;
        Ok(UndoneStep { changes, step: Some(connection.told_step(moved.step)), left: moved.left, steps })
    }
}

impl OpenConnection {
    async fn told_steps(&self) -> Result<ToldSteps, DeskError> {
        let steps = self.changes.steps().await?;
        Ok(ToldSteps { undo: steps.undo.map(|step| self.told_step(step)), redo: steps.redo.map(|step| self.told_step(step)) })
    }

    fn told_step(&self, step: DraftStep) -> ToldStep {
        let entity_type = step.entity_type.as_ref().map(|name| (name, self.mirror.entity_type(name)));
        let titles = entity_type.as_ref().map(|(name, known)| match known {
            Some(known) => (known.title.clone(), known.plural.clone()),
            None => (title_of_name(name), title_of_name(name)),
        });
        let field = entity_type.and_then(|(_, known)| Some(known?.field(step.field.as_deref()?)?.title.clone()));
        ToldStep { titles, field_title: field, step }
    }
}
