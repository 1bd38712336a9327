//! What a record belongs to, what points at it, what it was before, and finding records by name anywhere.

use crate::{ChangeKindView, OutcomeKindView};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RelatedView {
    /// The records that its own fields name, in catalogue order.
    pub belongs_to: Vec<BelongsToView>,
    /// One for each field by which others point at it, the most rows first; counts are of the copy, without unsent changes.
    pub points_here: Vec<PointsHereView>,
    /// Everything that may point at it is on this computer; else `missing` names the entity types that are not whole.
    pub is_whole: bool,
    pub missing: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BelongsToView {
    pub field: String,
    pub field_title: String,
    pub entity_type: String,
    pub id: String,
    pub label: String,
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointsHereView {
    pub entity_type: String,
    pub plural: String,
    pub field: String,
    pub field_title: String,
    pub rows: u32,
    /// The first few.
    pub records: Vec<RecordHitView>,
    /// The list can be filtered by this field: `field is this record`.
    pub filterable: bool,
}

/// A record by name.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecordHitView {
    pub connection_id: String,
    pub entity_type: String,
    pub id: String,
    pub label: String,
    pub detail: Option<String>,
}

/// Records of all entity types by part of their name, from the copy on this computer.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchRecordsRequest {
    /// None for all connections.
    pub connection_id: Option<String>,
    /// At least two letters, else nothing is found.
    pub text: String,
}

/// What is known of how a record came to be as it is, newest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryView {
    pub steps: Vec<HistoryStepView>,
    /// When this computer read states of it that differ, oldest first. Changes made elsewhere between two of them show as one.
    pub copies: Vec<f64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryStepView {
    /// Unique in the answer.
    pub id: String,
    pub at: f64,
    pub by: HistoryByView,
    pub changes: Vec<HistoryChangeView>,
}

/// Who made a step.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum HistoryByView {
    /// An unsent change on this computer.
    Unsent,
    /// A change sent from this computer.
    #[serde(rename_all = "camelCase")]
    Sent {
        /// Its place in the journal.
        number: u32,
        /// The person who was signed in.
        person: String,
        outcome: OutcomeKindView,
        change: ChangeKindView,
    },
    /// Seen when the copy was brought up to date: made somewhere else.
    #[serde(rename_all = "camelCase")]
    Elsewhere {
        /// When the service says so.
        person: Option<String>,
    },
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryChangeView {
    pub field: String,
    pub title: String,
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub before: Value,
    /// In the form of a cell, or an action in words.
    #[specta(type = Unknown)]
    pub after: Value,
}
