//! Many unsent changes at once, and taking back what was drafted.

use crate::SelectionRequest;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

/// Rows that something is done with at once.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowChoice {
    /// The open view of which rows were chosen; needed where `selection` means all.
    pub view_id: Option<u32>,
    pub selection: SelectionRequest,
}

/// One field of many records.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BulkEditRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub rows: RowChoice,
    pub field: String,
    pub operation: BulkOperation,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum BulkOperation {
    /// The same value everywhere, in the form of [`crate::FieldEditRequest::value`]; null empties the field.
    Set {
        #[specta(type = Unknown)]
        value: Value,
    },
    /// A number more or less, such as `-2.50`.
    Add { amount: String },
    /// So many per cent more or less, such as `5`.
    Percent { percent: String },
    /// A text in the place of another.
    Replace {
        find: String,
        with: String,
        match_case: bool,
        /// Only where the whole value is what was looked for.
        whole: bool,
    },
}

/// What a bulk edit would do. Nothing is kept.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BulkPreviewView {
    pub rows: u32,
    pub changed: u32,
    /// They have the value already, or do not hold the text.
    pub unchanged: u32,
    /// They would get a value that the service does not take.
    pub faulty: u32,
    /// Why others stay as they are, with how many they are, such as "3 are marked for deletion".
    pub reasons: Vec<String>,
    /// The first few that would change.
    pub samples: Vec<BulkSampleView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BulkSampleView {
    pub id: String,
    pub title: String,
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub before: Value,
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub after: Value,
    /// Why the service does not take it.
    pub problem: Option<String>,
}

/// What came of a bulk edit or of copying rows.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BulkDoneView {
    /// Records of the connection that now carry unsent changes.
    pub changes: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// As in [`BulkPreviewView::reasons`].
    pub reasons: Vec<String>,
}

/// Records like others that are there.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateRowsRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub rows: RowChoice,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowsRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub rows: RowChoice,
}

/// New records with values, such as what of a pasted block stands below the last row.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CreateRowsRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub rows: Vec<NewRowRequest>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewRowRequest {
    pub values: Vec<NewValueRequest>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewValueRequest {
    pub field: String,
    /// In the form of [`crate::FieldEditRequest::value`].
    #[specta(type = Unknown)]
    pub value: Value,
}

/// What would become of rows that are to be deleted, as far as the copy on this computer tells.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeleteCheckView {
    pub rows: u32,
    /// Nothing points at them and no rule keeps them.
    pub free: u32,
    /// The service will keep them, by reason; most first.
    pub kept: Vec<KeptRowsView>,
    /// Only lose references or take others along.
    pub with_dependants: u32,
    /// Their edits wait for the mark to be taken back.
    pub with_edits: u32,
    /// Were never sent: they just disappear.
    pub new_records: u32,
    /// Everything that may point at them is on this computer.
    pub is_whole: bool,
    /// Rules of the service about deleting them, in its description's words.
    pub rules: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptRowsView {
    /// After "they", such as "are on invoice 2931".
    pub reason: String,
    pub count: u32,
    pub ids: Vec<String>,
}

/// How far a step over many records is while it is made.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StepUnderWayView {
    /// Names it to `stop_step`.
    pub step: u32,
    pub done: u32,
    pub total: u32,
}

/// What a person did to drafts in one go.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftStepView {
    pub kind: DraftStepKindView,
    /// What a person calls the records; nothing where they are of several entity types.
    pub entity_type: Option<String>,
    pub plural: Option<String>,
    pub title: Option<String>,
    /// What a person calls the field, if it is one.
    pub field_title: Option<String>,
    pub records: u32,
    /// The record's id, if it is one.
    pub id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DraftStepKindView {
    Edit,
    BulkEdit,
    Paste,
    Fill,
    Create,
    Duplicate,
    Delete,
    Act,
    Revert,
    Discard,
    /// A choice between what somebody else and this person made of a field.
    Settle,
    /// The opposite of what was sent.
    Undo,
    /// What a colleague's change file holds.
    ChangeFile,
}

/// What can be taken back and done again next.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftStepsView {
    pub undo: Option<DraftStepView>,
    pub redo: Option<DraftStepView>,
}

/// What came of taking a step back, or of doing it again.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoneStepView {
    /// Records of the connection that now carry unsent changes.
    pub changes: u32,
    /// Nothing where there was none.
    pub step: Option<DraftStepView>,
    /// Records of the step that were sent or became something else since, and stay as they are.
    pub left: u32,
    pub steps: DraftStepsView,
}
