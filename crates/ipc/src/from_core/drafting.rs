use super::count;
use crate::{
    BulkDoneView, BulkEditRequest, BulkOperation, BulkPreviewView, BulkSampleView, CreateRowsRequest, DeleteCheckView, DraftStepKindView,
    DraftStepView, DraftStepsView, EditRequest, KeptRowsView, NewRowRequest, RowChoice, StepUnderWayView, UndoneStepView,
};
use coredesk_core::changes::{self, BulkDone, BulkEdit, DeleteCheck, KeptRows, LeftReason, StepKind, StepUnderWay};
use coredesk_core::desk::{self, BulkLook, BulkRow, ToldStep, ToldSteps, UndoneStep};

impl From<RowChoice> for desk::RowChoice {
    fn from(rows: RowChoice) -> Self {
        Self { view_id: rows.view_id, selection: rows.selection.into() }
    }
}

impl BulkEditRequest {
    /// What is to be done, and to which rows.
    pub fn parts(self) -> (BulkEdit, desk::RowChoice) {
        (BulkEdit { field: self.field, operation: self.operation.into() }, self.rows.into())
    }
}

impl From<BulkOperation> for changes::BulkOperation {
    fn from(operation: BulkOperation) -> Self {
        match operation {
            BulkOperation::Set { value } => Self::Set(value),
            BulkOperation::Add { amount } => Self::Add(amount),
            BulkOperation::Percent { percent } => Self::Percent(percent),
            BulkOperation::Replace { find, with, match_case, whole } => Self::Replace { find, with, match_case, whole },
        }
    }
}

/// "3 are marked for deletion"
fn reasons(left: &[(LeftReason, usize)]) -> Vec<String> {
    left.iter().map(|(reason, count)| format!("{count} {}", if *count == 1 { reason.one } else { reason.many })).collect()
}

impl From<BulkLook> for BulkPreviewView {
    fn from(look: BulkLook) -> Self {
        Self {
            rows: count(look.done.rows),
            changed: count(look.done.changed),
            unchanged: count(look.done.unchanged),
            faulty: count(look.done.faulty),
            reasons: reasons(&look.done.left),
            samples: look.samples.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<BulkRow> for BulkSampleView {
    fn from(row: BulkRow) -> Self {
        Self { id: row.id, title: row.title, before: row.cell.before, after: row.cell.after, problem: row.problem }
    }
}

impl From<(u64, BulkDone)> for BulkDoneView {
    fn from((changes, done): (u64, BulkDone)) -> Self {
        Self { changes: count(changes), changed: count(done.changed), unchanged: count(done.unchanged), reasons: reasons(&done.left) }
    }
}

impl From<(u64, usize, usize)> for BulkDoneView {
    /// Unsent changes, copies that were made, and rows that have none since they are not here any more.
    fn from((changes, made, gone): (u64, usize, usize)) -> Self {
        let left = if gone > 0 { vec![(LeftReason::GONE, gone)] } else { Vec::new() };
        Self { changes: count(changes), changed: count(made), unchanged: 0, reasons: reasons(&left) }
    }
}

impl From<DeleteCheck> for DeleteCheckView {
    fn from(check: DeleteCheck) -> Self {
        Self {
            rows: count(check.rows),
            free: count(check.free),
            kept: check.kept.into_iter().map(Into::into).collect(),
            with_dependants: count(check.with_dependants),
            with_edits: count(check.with_edits),
            new_records: count(check.new_records),
            is_whole: check.is_whole,
            rules: check.rules,
        }
    }
}

impl From<KeptRows> for KeptRowsView {
    fn from(kept: KeptRows) -> Self {
        Self { reason: kept.reason, count: count(kept.ids.len()), ids: kept.ids }
    }
}

impl CreateRowsRequest {
    /// The values of each row, by field.
    pub fn values(self) -> Vec<Vec<(String, serde_json::Value)>> {
        let values = |row: NewRowRequest| row.values.into_iter().map(|one| (one.field, one.value)).collect();
        self.rows.into_iter().map(values).collect()
    }
}

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

impl From<StepUnderWay> for StepUnderWayView {
    fn from(now: StepUnderWay) -> Self {
        Self { step: count(now.step), done: count(now.done), total: count(now.total) }
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
