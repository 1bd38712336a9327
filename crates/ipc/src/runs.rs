//! Runs of the sender: a summary by event, rows by window.

use crate::{OutcomeView, RunStateView, UiError};
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

/// Where a run stands.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunSummaryView {
    pub run_id: String,
    pub connection_id: String,
    pub state: RunStateView,
    /// Paused by a person or held up; it goes on with `resume_run`.
    pub waits_for: Option<WaitsForView>,
    /// The same in words.
    pub waiting: Option<String>,
    pub total: u32,
    pub done: u32,
    pub refused: u32,
    pub conflicts: u32,
    pub unknown: u32,
    pub not_sent: u32,
    pub left: u32,
    #[specta(type = Number)]
    pub started_at: f64,
    #[specta(type = Option<Number>)]
    pub ended_at: Option<f64>,
    /// About how long the rest takes.
    pub seconds_left: Option<u32>,
    /// Changes a minute of late.
    pub per_minute: Option<u32>,
    /// How often the service asked to slow down, and for how long in all.
    pub slowed_times: u32,
    pub slowed_seconds: u32,
    /// Of those done, how many can be undone.
    pub undoable: u32,
    pub sent_by: String,
    pub prepared_by: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WaitsForView {
    /// A person paused it.
    Person,
    SignIn,
    /// The service asked to slow down for long.
    SlowDown,
    /// The service cannot be reached.
    Network,
    /// Coredesk ended while it ran.
    Restart,
}

/// What Send sends, as the person saw it; nothing is sent where it is something else by now.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendReviewedRequest {
    pub connection_id: String,
    pub edits: u32,
    pub creates: u32,
    pub deletes: u32,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunRowsRequest {
    pub run_id: String,
    pub show: RunShow,
    pub from: u32,
    pub count: u32,
}

/// Some changes of a run, by name.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunRowsOfRequest {
    pub run_id: String,
    pub change_ids: Vec<String>,
}

/// Changes of one entity type that follow each other in the order of sending.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunPartView {
    pub plural: String,
    pub count: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RunShow {
    All,
    Done,
    NotDone,
    Left,
}

/// A window of a run's changes, in the order of sending.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunRowsView {
    pub total: u32,
    pub rows: Vec<RunRowView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunRowView {
    pub outcome: OutcomeView,
    pub subtitle: String,
    /// What a person calls the fields that were changed.
    pub field_titles: Vec<String>,
    #[specta(type = Option<Number>)]
    pub took_ms: Option<f64>,
    /// Its place in the journal, for undoing it.
    pub number: Option<u32>,
    /// Why it cannot be undone; nothing if it can.
    pub not_undoable: Option<String>,
}

/// Changes of a run that were not done for the same reason.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FailureGroupView {
    /// What happened, why, and what can be done.
    pub error: UiError,
    pub status: Option<u16>,
    pub count: u32,
    /// All of them.
    pub change_ids: Vec<String>,
    /// The first few.
    pub rows: Vec<RunRowView>,
    /// They may be sent again as they are.
    pub may_retry: bool,
    /// The field in which they can be mended, if it is one.
    pub field: Option<String>,
}
