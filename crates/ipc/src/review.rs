//! The review of unsent changes: a summary at once, rows by window.

use crate::{ChangeView, FieldChangeView};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::{Number, Unknown};

/// All unsent changes of a connection, counted.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewSummaryView {
    /// In the order of the catalogue.
    pub groups: Vec<ReviewedGroupView>,
    pub all: ReviewCountsView,
    /// Ticked and without a problem: what Send sends.
    pub to_send: ReviewCountsView,
    /// Of those to be sent, how many can be undone later.
    pub undoable: u32,
    /// Why others cannot, with how many they are; most first.
    pub not_undoable: Vec<CountedReasonView>,
    pub forecast: ForecastView,
    /// How many were checked since they were last changed; the rest follows in the background.
    pub checked: u32,
    /// Reading the rows again at the service, while that goes on.
    pub live_check: Option<LiveCheckView>,
    /// Who made the changes of a change file that are among them.
    pub prepared_by: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewCountsView {
    pub total: u32,
    pub edits: u32,
    pub creates: u32,
    pub deletes: u32,
    /// With a problem of any kind.
    pub problems: u32,
    /// Changed by somebody else too.
    pub conflicts: u32,
    /// Creates without an answer.
    pub in_doubt: u32,
    /// Not ticked.
    pub left_out: u32,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewedGroupView {
    pub entity_type: String,
    pub plural: String,
    pub counts: ReviewCountsView,
    /// When the copy that they were checked against was last read.
    #[specta(type = Option<Number>)]
    pub as_of: Option<f64>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CountedReasonView {
    pub reason: String,
    pub count: u32,
}

/// What sending will take.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForecastView {
    pub requests: u32,
    pub seconds: u32,
    /// What the connection keeps to now.
    pub per_minute: u32,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LiveCheckView {
    pub done: u32,
    pub total: u32,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRowsRequest {
    pub connection_id: String,
    /// One group alone, or all in the order of their groups.
    pub entity_type: Option<String>,
    pub show: ReviewShow,
    pub from: u32,
    pub count: u32,
}

/// Which changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReviewShow {
    All,
    Problems,
    Conflicts,
    LeftOut,
    ToSend,
    Edits,
    Creates,
    Deletes,
}

/// A window of the review. Conflicts and problems come first in each group.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRowsView {
    pub total: u32,
    pub rows: Vec<ReviewedChangeView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewedChangeView {
    pub change: ChangeView,
    /// Ticked.
    pub is_included: bool,
    pub problems: Vec<ProblemView>,
    /// What both sides made of the record since it was first touched.
    pub conflict: Option<ConflictView>,
    /// Why it cannot be undone once it was sent; nothing if it can.
    pub not_undoable: Option<String>,
    pub prepared_by: Option<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    pub words: String,
    /// The field in which it can be mended.
    pub field: Option<String>,
}

/// The record as it was, as this person and as somebody else made it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// Who, where the service says so.
    pub by: Option<String>,
    /// When, where the service says so.
    #[specta(type = Option<Number>)]
    pub at: Option<f64>,
    /// When the record was as this person found it.
    #[specta(type = Option<Number>)]
    pub then_at: Option<f64>,
    pub fields: Vec<ConflictFieldView>,
}

/// A field that one of the two changed. Values in the form of a cell.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConflictFieldView {
    pub field: String,
    pub title: String,
    #[specta(type = Unknown)]
    pub then: Value,
    #[specta(type = Unknown)]
    pub mine: Value,
    #[specta(type = Unknown)]
    pub theirs: Value,
    pub changed_by_me: bool,
    pub changed_there: bool,
    /// Both changed it, and nobody chose yet.
    pub is_open: bool,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IncludeRequest {
    pub connection_id: String,
    pub changes: ChangeChoice,
    pub is_included: bool,
}

/// Unsent changes that something is done with at once.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum ChangeChoice {
    All,
    Group { entity_type: String },
    Ids { change_ids: Vec<String> },
}

/// Chooses between both sides of a whole record; a single field is chosen by `keep_mine` and `revert_change`.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettleRequest {
    pub connection_id: String,
    pub change_id: String,
    pub side: ConflictSide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ConflictSide {
    Mine,
    Theirs,
}

/// A create without an answer, and what was found when it was looked for.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DoubtView {
    pub change_id: String,
    pub entity_type: String,
    pub title: String,
    #[specta(type = Number)]
    pub sent_at: f64,
    /// Why no outcome is known.
    pub reason: String,
    /// When it was last looked for.
    #[specta(type = Option<Number>)]
    pub looked_at: Option<f64>,
    /// Everything that could be it was seen.
    pub is_whole: bool,
    /// Records that could be it; those that agree most first.
    pub candidates: Vec<CandidateView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CandidateView {
    pub id: String,
    pub title: String,
    /// Of the fields that were sent, how many are the same.
    pub same: u32,
    pub of: u32,
    /// Who made it and when, where the service says so.
    pub made: Option<String>,
    /// What differs: `before` is what was sent, `after` what is there.
    pub differs: Vec<FieldChangeView>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DoubtAnswerRequest {
    pub connection_id: String,
    pub change_id: String,
    pub answer: DoubtAnswer,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum DoubtAnswer {
    /// It arrived: it is this record.
    IsThis { id: String },
    /// It did not arrive: it is an unsent change like any other.
    DidNotArrive,
}
