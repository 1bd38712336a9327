use super::count;
use crate::{DraftStepKindView, DraftStepView, DraftStepsView, EditRequest, UndoneStepView};
use coredesk_core::changes::StepKind;
use coredesk_core::desk::{ToldStep, ToldSteps, UndoneStep};

impl EditRequest {
    /// What a person did.
    pub fn step_kind(&self) -> StepKind {
        self.step.map_or(StepKind::Edit, Into::into)
    }
}

impl From<DraftStepKindView> for StepKind {
    fn from(kind: DraftStepKindView) -> Self {
        match kind {
            DraftStepKindView::Edit => Self::Edit,
            DraftStepKindView::BulkEdit => Self::BulkEdit,
            DraftStepKindView::Paste => Self::Paste,
            DraftStepKindView::Fill => Self::Fill,
            DraftStepKindView::Create => Self::Create,
            DraftStepKindView::Duplicate => Self::Duplicate,
            DraftStepKindView::Delete => Self::Delete,
            DraftStepKindView::Act => Self::Act,
            DraftStepKindView::Revert => Self::Revert,
            DraftStepKindView::Discard => Self::Discard,
            DraftStepKindView::Settle => Self::Settle,
            DraftStepKindView::Undo => Self::Undo,
            DraftStepKindView::ChangeFile => Self::ChangeFile,
        }
    }
}

impl From<StepKind> for DraftStepKindView {
    fn from(kind: StepKind) -> Self {
        match kind {
            StepKind::Edit => Self::Edit,
            StepKind::BulkEdit => Self::BulkEdit,
            StepKind::Paste => Self::Paste,
            StepKind::Fill => Self::Fill,
            StepKind::Create => Self::Create,
            StepKind::Duplicate => Self::Duplicate,
            StepKind::Delete => Self::Delete,
            StepKind::Act => Self::Act,
            StepKind::Revert => Self::Revert,
            StepKind::Discard => Self::Discard,
            StepKind::Settle => Self::Settle,
            StepKind::Undo => Self::Undo,
            StepKind::ChangeFile => Self::ChangeFile,
        }
    }
}

impl From<ToldStep> for DraftStepView {
    fn from(told: ToldStep) -> Self {
        let (title, plural) = told.titles.unzip();
        Self {
            kind: told.step.kind.into(),
            entity_type: told.step.entity_type,
            plural,
            title,
            field_title: told.field_title,
            records: count(told.step.records),
            id: told.step.entity_id,
        }
    }
}

impl From<ToldSteps> for DraftStepsView {
    fn from(steps: ToldSteps) -> Self {
        Self { undo: steps.undo.map(Into::into), redo: steps.redo.map(Into::into) }
    }
}

impl From<UndoneStep> for UndoneStepView {
    fn from(undone: UndoneStep) -> Self {
        Self { changes: count(undone.changes), step: undone.step.map(Into::into), left: count(undone.left), steps: undone.steps.into() }
    }
}
