//! What a record belongs to, what it was, and finding records by name anywhere.

use crate::app_state::AppState;
use crate::commands::not_yet;
use coredesk_ipc::{
    EntityRequest, HistoryView, RecordHitView, ReferenceView, RelatedView, SearchRecordsRequest, SearchReferencesRequest, UiError,
};
use tauri::State;

/// What a record belongs to and what points at it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn related(_state: State<'_, AppState>, _request: EntityRequest) -> Result<RelatedView, UiError> {
    not_yet()
}

/// What is known of how a record came to be as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history(_state: State<'_, AppState>, _request: EntityRequest) -> Result<HistoryView, UiError> {
    not_yet()
}

/// Records of all entity types by part of their name, at most 30, from the copy.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_records(_state: State<'_, AppState>, _request: SearchRecordsRequest) -> Result<Vec<RecordHitView>, UiError> {
    not_yet()
}

/// Records that a reference may point at, asked of the service; they are kept on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_references(_state: State<'_, AppState>, _request: SearchReferencesRequest) -> Result<Vec<ReferenceView>, UiError> {
    not_yet()
}
