//! Unsent changes, their review, a run that sends them, and the journal.

use crate::UiError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::{Number, Unknown};

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EditRequest {
    pub connection_id: String,
    pub entity_type: String,
    /// What a person did, for taking it back by that name; a plain edit if nothing is said.
    pub step: Option<crate::DraftStepKindView>,
    pub edits: Vec<FieldEditRequest>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldEditRequest {
    pub id: String,
    pub field: String,
    /// The new value as the service takes it: an id for a reference, `YYYY-MM-DD` for a date, text for a
    /// number, null for empty. A reference may be given by name, as `{ "named": "Quay House" }`.
    #[specta(type = Unknown)]
    pub value: Value,
}

/// How many changes wait, after a change to them.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnsentView {
    pub changes: u32,
    /// The record that was made, by `create_entity`.
    pub created_id: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntitiesRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub ids: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub ids: Vec<String>,
    /// The action's name, such as `submit`.
    pub action: String,
    /// The id of the person who is to decide, if one is named.
    pub recipient: Option<String>,
    pub memo: Option<String>,
}

/// What came of an action before anything is sent.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActedView {
    pub changes: u32,
    pub marked: u32,
    pub refused: Vec<NotMarkedView>,
    /// The reasons with how many they are, such as "3 are billed"; most first.
    pub reasons: Vec<String>,
}

/// A record with which something cannot be done.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NotMarkedView {
    pub id: String,
    pub title: String,
    /// After "it", such as "is billed".
    pub reason: String,
}

/// How a connection's service spells an action.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActionWordView {
    pub action: String,
    pub title: String,
    pub word: String,
    pub default: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActionWordRequest {
    pub connection_id: String,
    pub action: String,
    /// Empty for the usual word.
    pub word: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RevertRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub id: String,
    /// One field, or all of the record's unsent changes.
    pub field: Option<String>,
}

/// One record's unsent changes, in words.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The change's own id, for sending and leaving out.
    pub change_id: String,
    pub entity_type: String,
    pub id: String,
    pub kind: ChangeKindView,
    pub title: String,
    pub subtitle: String,
    pub fields: Vec<FieldChangeView>,
    /// Why it cannot be sent as it is.
    pub problems: Vec<String>,
    /// What a person should know before sending, such as how many records point at one to be deleted.
    pub note: Option<String>,
    /// What the service said when it last refused it: of the record as a whole first, then of its fields.
    pub said: Vec<SaidLineView>,
}

/// Words of the service about a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaidLineView {
    /// What a person calls the field; nothing for the record as a whole.
    pub title: Option<String>,
    /// The place inside a nested value, such as `0.code`; empty for the field itself.
    pub place: String,
    /// Untrusted text.
    pub words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKindView {
    Edit,
    Create,
    Delete,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldChangeView {
    pub field: String,
    pub title: String,
    /// What a person calls the action that it stands for, if it is no plain edit.
    pub action: Option<String>,
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub before: Value,
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub after: Value,
    /// Somebody else changed it too: it is not sent until a person keeps theirs or their own.
    pub changed_there: bool,
    /// What somebody else made of it, in the form of a cell.
    #[specta(type = Unknown)]
    pub theirs: Value,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepMineRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub id: String,
    pub field: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SendChangesRequest {
    pub connection_id: String,
    pub change_ids: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RunStateView {
    Running,
    Paused,
    Parked,
    Finished,
    Cancelled,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    pub change_id: String,
    pub entity_type: String,
    pub id: String,
    pub title: String,
    pub kind: ChangeKindView,
    pub outcome: OutcomeKindView,
    pub status: Option<u16>,
    /// What happened and what can be done, when it was not done.
    pub error: Option<UiError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OutcomeKindView {
    Waiting,
    Done,
    Refused,
    Conflict,
    NotSent,
    Unknown,
}

/// A line of the journal.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntryView {
    /// Its place in the journal, counted from 1.
    pub number: u32,
    #[specta(type = Number)]
    pub at: f64,
    pub run_id: String,
    pub company: String,
    pub entity_type: String,
    pub entity_type_title: String,
    pub id: String,
    pub title: String,
    pub kind: ChangeKindView,
    pub fields: Vec<FieldChangeView>,
    pub outcome: OutcomeKindView,
    pub status: Option<u16>,
    /// The service's own words, when it refused.
    pub words: Option<String>,
}

/// Something that happened to a connection beside its changes.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    #[specta(type = Number)]
    pub at: f64,
    pub company: String,
    /// Where the API was, if the service moved it to another of its own hosts; else empty.
    pub former_base_url: String,
    /// Where it is now; else empty.
    pub base_url: String,
    /// What the service turned out not to do, in one sentence.
    pub not_offered: Option<String>,
}
