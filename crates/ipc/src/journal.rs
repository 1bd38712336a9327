//! The journal: every write for ever, its search, its undoing, its proof. Change files.

use crate::{FieldChangeView, JournalEntryView};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::{Number, Unknown};

/// Which writes are asked for. What is not named does not matter.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalQuery {
    pub connection_id: Option<String>,
    pub entity_type: Option<String>,
    /// With `entity_type`, one record.
    pub id: Option<String>,
    pub run_id: Option<String>,
    pub person: Option<String>,
    pub outcome: Option<JournalOutcome>,
    /// In names, fields, values and the service's words, whole or in part; cases and accents do not matter.
    pub search: String,
    /// From and until when.
    #[specta(type = Option<Number>)]
    pub from: Option<f64>,
    #[specta(type = Option<Number>)]
    pub until: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JournalOutcome {
    Saved,
    Refused,
    Unknown,
    /// Saved, and undone since.
    Undone,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalRunsRequest {
    pub query: JournalQuery,
    /// Runs before this one, as `JournalRunsView::next` said.
    pub before: Option<String>,
    pub limit: u32,
}

/// Runs that hold writes that are asked for, newest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalRunsView {
    pub runs: Vec<JournalRunView>,
    pub next: Option<String>,
}

/// A run in the journal. Its writes are asked for when it is unfolded; a run of one is told with its write.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalRunView {
    pub run_id: String,
    pub connection_id: String,
    pub company: String,
    #[specta(type = Number)]
    pub at: f64,
    #[specta(type = Option<Number>)]
    pub ended_at: Option<f64>,
    pub sent_by: String,
    /// Who made its changes, if they came in a change file.
    pub prepared_by: Option<String>,
    /// The run that it undoes.
    pub undoes_run: Option<String>,
    /// Of those asked for.
    pub writes: u32,
    pub saved: u32,
    pub refused: u32,
    pub unknown: u32,
    /// Of those saved, how many were undone since, and when the last was.
    pub undone: u32,
    #[specta(type = Option<Number>)]
    pub undone_at: Option<f64>,
    /// Of those saved and not undone, how many can be undone.
    pub undoable: u32,
    /// The one write of a run of one.
    pub only: Option<WrittenView>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalWritesRequest {
    pub query: JournalQuery,
    pub from: u32,
    pub count: u32,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalWritesView {
    pub total: u32,
    pub writes: Vec<WrittenView>,
}

/// A write, and whether it can be undone.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WrittenView {
    pub entry: JournalEntryView,
    pub connection_id: String,
    pub sent_by: String,
    pub prepared_by: Option<String>,
    pub request_id: Option<String>,
    #[specta(type = Option<Number>)]
    pub answered_at: Option<f64>,
    /// When it was undone.
    #[specta(type = Option<Number>)]
    pub undone_at: Option<f64>,
    /// Why it cannot be undone; nothing if it can.
    pub not_undoable: Option<String>,
    /// Of a delete, how many fields of the record are kept.
    pub kept_fields: u32,
}

/// How many writes there are of each kind, for narrowing.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalCountsView {
    pub all: u32,
    pub saved: u32,
    pub refused: u32,
    pub unknown: u32,
    pub undone: u32,
    pub entity_types: Vec<JournalCountView>,
    pub connections: Vec<JournalCountView>,
    pub people: Vec<JournalCountView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalCountView {
    /// What [`JournalQuery`] takes.
    pub key: String,
    pub title: String,
    pub count: u32,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoRequest {
    pub connection_id: String,
    pub what: UndoWhat,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum UndoWhat {
    Run {
        run_id: String,
    },
    Write {
        number: u32,
    },
    /// One field of a write, also to what it was before a later write.
    Field {
        number: u32,
        field: String,
    },
}

/// What undoing would do. Nothing is kept.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoPreviewView {
    /// Records that would get opposite changes.
    pub changes: u32,
    /// Deleted records that would be made anew, with another id.
    pub made_anew: u32,
    /// What was made and would be deleted.
    pub deleted: u32,
    /// What cannot be undone, by reason; most first.
    pub cannot: Vec<UndoReasonView>,
    /// Fields that somebody changed again since, and that would get their former value all the same.
    pub changed_since: Vec<ChangedSinceView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoReasonView {
    pub reason: String,
    pub count: u32,
    /// The first few.
    pub titles: Vec<String>,
}

/// Values in the form of a cell.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangedSinceView {
    pub title: String,
    pub change: FieldChangeView,
    #[specta(type = Unknown)]
    pub now: Value,
}

/// Whether the journal of a connection is as it was written.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalProofView {
    pub connection_id: String,
    pub company: String,
    pub entries: u32,
    pub is_whole: bool,
    /// The first entry that is not as it was written, or where entries are missing.
    pub broken_at: Option<u32>,
    /// In words, also where all is well.
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum JournalFileKind {
    Csv,
    Json,
}

/// A change file that was opened: its changes are unsent changes now.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedChangeFileView {
    pub changes: u32,
    pub made_by: String,
    #[specta(type = Number)]
    pub made_at: f64,
    /// Why some of its changes were not taken, with how many they are.
    pub left: Vec<String>,
}
