//! TODO

use crate::app_state::AppState;
use coredesk_ipc::{EditRequest, EntitiesRequest, EntityTypeRequest, JournalEntryView, RevertRequest, ReviewView, RunView, SendChangesRequest, UiError, UnsentView};

/// Keeps edits as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_fields(state: tauri::State<'_, AppState>, request: EditRequest) -> Result<UnsentView, UiError> {
    Err(state.unfinished())
}

/// Starts a new record as an unsent change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_entity(state: tauri::State<'_, AppState>, request: EntityTypeRequest) -> Result<UnsentView, UiError> {
    Err(state.unfinished())
}

/// Marks records to be deleted, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_for_deletion(state: tauri::State<'_, AppState>, request: EntitiesRequest) -> Result<UnsentView, UiError> {
    Err(state.unfinished())
}

/// Takes an unsent change back, whole or one field.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revert_change(state: tauri::State<'_, AppState>, request: RevertRequest) -> Result<UnsentView, UiError> {
    Err(state.unfinished())
}

/// Takes all unsent changes of a connection back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_changes(state: tauri::State<'_, AppState>, connection_id: String) -> Result<UnsentView, UiError> {
    Err(state.unfinished())
}

/// The unsent changes of a connection as before and after.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review(state: tauri::State<'_, AppState>, connection_id: String) -> Result<ReviewView, UiError> {
    Err(state.unfinished())
}

/// Sends reviewed changes. The answer is the run as it starts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_changes(state: tauri::State<'_, AppState>, request: SendChangesRequest) -> Result<RunView, UiError> {
    Err(state.unfinished())
}

/// How a run stands or ended.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run(state: tauri::State<'_, AppState>, run_id: String) -> Result<RunView, UiError> {
    Err(state.unfinished())
}

/// Stops a run after the change under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_run(state: tauri::State<'_, AppState>, run_id: String) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// The newest entries of the journal, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal(state: tauri::State<'_, AppState>, limit: u32) -> Result<Vec<JournalEntryView>, UiError> {
    Err(state.unfinished())
}
