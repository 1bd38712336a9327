//! Views over the mirror, their rows, and single records.

use crate::FilterView;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

/// How much of an entity type is on this computer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MirrorView {
    pub entity_type: String,
    /// Rows on this computer.
    pub rows: u32,
    /// Rows at the service, when it said so.
    pub expected_rows: Option<u32>,
    pub state: MirrorStateView,
    /// When the copy was last brought up to date.
    pub as_of: Option<f64>,
    /// Why the last sync stopped, in plain words.
    pub problem: Option<String>,
    /// How far a reading is that counts what it does: a full check its rows, a nested collection its parents.
    pub progress: Option<ProgressView>,
    /// What a full check found that ended just now.
    pub found: Option<FoundView>,
    /// Rows of it that carry unsent changes.
    pub unsent: u32,
    /// It is read whole and brought up to date by itself; else only while a person looks at it.
    pub kept: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    pub done: u32,
    /// All of them, when it is known.
    pub of: Option<u32>,
}

/// How the copy differed from what the service has; it does no more.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    pub added: u32,
    pub changed: u32,
    pub removed: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MirrorStateView {
    /// Nothing was read yet.
    Empty,
    Loading,
    /// Some rows are here; a sync was stopped or failed.
    Partial,
    Complete,
}

#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenViewRequest {
    pub connection_id: String,
    pub entity_type: String,
    /// Fields to show, in column order.
    pub columns: Vec<String>,
    pub sort: Vec<SortRequest>,
    /// Quick search over all text of the entity type; empty for none.
    pub search: String,
    pub filter: FilterView,
    /// Records below those that they belong to; none for a plain list.
    pub tree: Option<FoldingRequest>,
    /// Only rows of a nested collection below this record.
    pub parent_id: Option<String>,
    /// Only rows of this answer of the service.
    pub answer_id: Option<u32>,
}

/// Which records hide those below them.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoldingRequest {
    /// All of them, but for the exceptions; else none but the exceptions.
    pub folded: bool,
    pub except: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SortRequest {
    pub field: String,
    pub descending: bool,
}

/// A list of row ids held in the core. A view that was dropped answers with `invalidInput`.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewView {
    pub view_id: u32,
    pub rows: u32,
    /// When the rows below `parentId` were last read; null if they never were.
    pub as_of: Option<f64>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewRowsRequest {
    pub view_id: u32,
    pub offset: u32,
    /// At most 500.
    pub limit: u32,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    pub id: String,
    pub mark: RowMarkView,
    /// Where it stands in a tree.
    pub place: Option<TreePlaceView>,
    /// One for each column of the view. A reference is `{ id, label }`; a number that a double cannot
    /// hold exactly is text; a nested part is a short summary in words.
    #[specta(type = Vec<Unknown>)]
    pub cells: Vec<Value>,
    pub edits: Vec<CellEditView>,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TreePlaceView {
    /// How many records stand above it.
    pub depth: u32,
    pub has_below: bool,
    pub open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RowMarkView {
    None,
    Edited,
    New,
    Deleted,
    /// It was here when the list was opened and is gone since: the list is to be opened again.
    Gone,
}

/// A cell with an unsent edit.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CellEditView {
    pub field: String,
    /// What was there before, in the form of a cell.
    #[specta(type = Unknown)]
    pub before: Value,
    /// Why the service would refuse it.
    pub problem: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntityRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub id: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenLinkRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub id: String,
    /// The field that holds the link; none for what the record stands for, such as a stored file.
    pub field: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntityTypeRequest {
    pub connection_id: String,
    pub entity_type: String,
}

/// One record with its unsent edits applied.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntityView {
    pub id: String,
    pub title: String,
    pub mark: RowMarkView,
    /// One for each field of the entity type that is not bookkeeping, in catalogue order.
    pub values: Vec<FieldValueView>,
    /// The record as the service sent it, pretty-printed; empty for a new one.
    pub json: String,
    /// The same with what its unsent edits would send; empty without edits.
    pub edited_json: String,
    /// What the service said of the record as a whole, or of fields that are not known, when it last refused its change.
    pub said: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldValueView {
    pub field: String,
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub value: Value,
    pub edit: Option<CellEditView>,
    /// The value as it stands in the record with its unsent edit, of a nested part or a list that can be edited; else null.
    #[specta(type = Unknown)]
    pub whole: Value,
    /// What the service said of this field when it last refused the change: each with the place inside the value.
    pub said: Vec<FieldWordsView>,
}

/// Words of the service about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldWordsView {
    /// The place inside a nested value, such as `0.code`; empty for the field itself.
    pub place: String,
    /// Untrusted text.
    pub words: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchReferencesRequest {
    pub connection_id: String,
    pub entity_types: Vec<String>,
    /// Part of a name or code; empty for the first few.
    pub text: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceLabelsRequest {
    pub connection_id: String,
    /// In the order in which they are looked in.
    pub entity_types: Vec<String>,
    /// At most 500; more are left out.
    pub ids: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceView {
    pub entity_type: String,
    pub id: String,
    pub label: String,
    pub detail: Option<String>,
}
