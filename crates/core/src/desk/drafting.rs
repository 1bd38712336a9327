//! Drafting many records at once, and taking back what was drafted.

use super::{ChangedCell, Desk, DeskError, OpenConnection};
use crate::changes::{BulkDone, BulkEdit, DeleteCheck, DraftError, DraftStep, FieldEdit, MovedStep, StepKind, StepUnderWay};
use crate::mirror::Selection;
use coredesk_catalogue::title_of_name;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Rows that one call looks at.
const ROWS_AT_MOST: usize = 1_000_000;
/// Rows that are marked for deletion at once.
const MARKED_AT_MOST: usize = 100_000;

/// Rows that something is done with at once.
#[derive(Debug, Clone, Default)]
pub struct RowChoice {
    /// The open view of which rows were chosen; needed where `selection` means all.
    pub view_id: Option<u32>,
    /// Which of them.
    pub selection: Selection,
}

/// What a bulk edit would do.
#[derive(Debug, Clone)]
pub struct BulkLook {
    /// How many records it would change.
    pub done: BulkDone,
    /// The first few that would change.
    pub samples: Vec<BulkRow>,
}

/// A record that a bulk edit would change.
#[derive(Debug, Clone)]
pub struct BulkRow {
    /// The record's id.
    pub id: String,
    /// What names it to a person.
    pub title: String,
    /// What stands there and what would.
    pub cell: ChangedCell,
    /// Why the service does not take it.
    pub problem: Option<String>,
}

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

    /// Starts new records with these values, by field; answers how many records now carry unsent changes.
    ///
    /// # Errors
    /// `Draft` where the service creates none, and for a field that may not be set.
    pub async fn create_rows(&self, connection_id: &str, entity_type: &str, rows: Vec<Vec<(String, Value)>>) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        connection.changes.create_rows(entity_type, rows).await?;
        self.changed(&connection, [entity_type]).await
    }

    /// What a bulk edit would do. A later look ends an earlier one, which then answers with `Draft`.
    ///
    /// # Errors
    /// `UnknownView`; `TooMany` for more than 1,000,000 rows; `Draft` as [`crate::changes::Changes::bulk_edit`].
    pub async fn preview_bulk_edit(
        &self,
        connection_id: &str,
        entity_type: &str,
        edit: BulkEdit,
        rows: &RowChoice,
    ) -> Result<BulkLook, DeskError> {
        let number = self.inner.bulk_looks.fetch_add(1, Ordering::Relaxed) + 1;
        let connection = self.connection(connection_id).await?;
        let ids = self.chosen_ids(rows).await?;
        let inner = Arc::clone(&self.inner);
        let is_over = move || inner.bulk_looks.load(Ordering::Relaxed) != number;
        let preview = connection.changes.preview_bulk_edit(entity_type, edit, ids, is_over).await?;
        let entity_type = connection.spelled_type(entity_type).await?;
        let mut samples = Vec::with_capacity(preview.samples.len());
        for sample in preview.samples {
            let problem = sample.change.problem.as_ref().map(ToString::to_string);
            let cells = connection.changed_cells(&entity_type, std::slice::from_ref(&sample.change)).await?;
            samples.extend(cells.into_iter().map(|cell| BulkRow {
                id: sample.id.clone(),
                title: sample.title.clone(),
                cell,
                problem: problem.clone(),
            }));
        }
        Ok(BulkLook { done: preview.done, samples })
    }

    /// Changes one field of many records; answers how many records now carry unsent changes, and what was done.
    ///
    /// # Errors
    /// As [`Desk::preview_bulk_edit`]; then nothing is changed.
    pub async fn bulk_edit(
        &self,
        connection_id: &str,
        entity_type: &str,
        edit: BulkEdit,
        rows: &RowChoice,
    ) -> Result<(u64, BulkDone), DeskError> {
        let connection = self.changeable(connection_id).await?;
        let done = connection.changes.bulk_edit(entity_type, edit, self.chosen_ids(rows).await?).await?;
        Ok((self.changed(&connection, [entity_type]).await?, done))
    }

    /// Makes a new record like each of the rows; answers how many records now carry unsent changes, how many there are new,
    /// and how many rows are not here any more.
    ///
    /// # Errors
    /// `UnknownView`, `Draft`.
    pub async fn duplicate_rows(&self, connection_id: &str, entity_type: &str, rows: &RowChoice) -> Result<(u64, usize, usize), DeskError> {
        let connection = self.changeable(connection_id).await?;
        let ids = self.chosen_ids(rows).await?;
        let asked = ids.len();
        let gone = connection.changes.duplicate_rows(entity_type, ids).await?;
        Ok((self.changed(&connection, [entity_type]).await?, asked.saturating_sub(gone), gone))
    }

    /// What would become of rows that are to be deleted.
    ///
    /// # Errors
    /// `UnknownView`, `Draft`.
    pub async fn check_deletes(&self, connection_id: &str, entity_type: &str, rows: &RowChoice) -> Result<DeleteCheck, DeskError> {
        let connection = self.connection(connection_id).await?;
        Ok(connection.changes.check_deletes(entity_type, self.chosen_ids(rows).await?).await?)
    }

    /// Marks rows to be deleted; answers how many records now carry unsent changes.
    ///
    /// # Errors
    /// `UnknownView`, `Draft`.
    pub async fn mark_rows(&self, connection_id: &str, entity_type: &str, rows: &RowChoice) -> Result<u64, DeskError> {
        let ids = self.chosen_ids(rows).await?;
        if ids.len() > MARKED_AT_MOST {
            return Err(DraftError::TooManyAtOnce { limit: MARKED_AT_MOST }.into());
        }
        self.mark_for_deletion(connection_id, entity_type, ids).await
    }

    /// How far a step over many records is; `None` where none is being made.
    ///
    /// # Errors
    /// `UnknownConnection`.
    pub async fn step_under_way(&self, connection_id: &str) -> Result<Option<StepUnderWay>, DeskError> {
        Ok(self.connection(connection_id).await?.changes.step_under_way())
    }

    /// Stops a step that is being made: nothing of it is kept.
    ///
    /// # Errors
    /// `UnknownConnection`.
    pub async fn stop_step(&self, connection_id: &str, step: i64) -> Result<(), DeskError> {
        self.connection(connection_id).await?.changes.stop_step(step);
        Ok(())
    }

    /// The ids of chosen rows, each once: in the order of their view, or in which they were named.
    async fn chosen_ids(&self, rows: &RowChoice) -> Result<Vec<String>, DeskError> {
        if !rows.selection.all {
            let mut seen = HashSet::new();
            return Ok(rows.selection.ids.iter().filter(|id| seen.insert(id.as_str())).cloned().collect());
        }
        let view_id = rows.view_id.ok_or(DeskError::UnknownView)?;
        self.ids_of_rows(view_id, &rows.selection, ROWS_AT_MOST).await
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
