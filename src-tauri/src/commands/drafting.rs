//! Many unsent changes at once, and taking back what was drafted.

use super::not_there_yet;
use crate::app_state::AppState;
use coredesk_ipc::{
    BulkDoneView, BulkEditRequest, BulkPreviewView, DeleteCheckView, DraftStepsView, DuplicateRowsRequest, RowsRequest, UiError,
    UndoneStepView, UnsentView,
};
use tauri::State;

/// What a bulk edit would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_bulk_edit(state: State<'_, AppState>, request: BulkEditRequest) -> Result<BulkPreviewView, UiError> {
    not_there_yet(&state, request)
}

/// Changes one field of many records, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bulk_edit(state: State<'_, AppState>, request: BulkEditRequest) -> Result<BulkDoneView, UiError> {
    not_there_yet(&state, request)
}

/// Makes new records like others, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate_rows(state: State<'_, AppState>, request: DuplicateRowsRequest) -> Result<BulkDoneView, UiError> {
    not_there_yet(&state, request)
}

/// What would become of rows that are to be deleted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_deletes(state: State<'_, AppState>, request: RowsRequest) -> Result<DeleteCheckView, UiError> {
    not_there_yet(&state, request)
}

/// Marks rows to be deleted, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_rows(state: State<'_, AppState>, request: RowsRequest) -> Result<UnsentView, UiError> {
    not_there_yet(&state, request)
}

/// What can be taken back and done again next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_steps(state: State<'_, AppState>, connection_id: String) -> Result<DraftStepsView, UiError> {
    Ok(state.desk()?.draft_steps(&connection_id).await?.into())
}

/// Takes the last step of drafting back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_draft_step(state: State<'_, AppState>, connection_id: String) -> Result<UndoneStepView, UiError> {
    Ok(state.desk()?.undo_draft_step(&connection_id).await?.into())
}

/// Does the step that was last taken back again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn redo_draft_step(state: State<'_, AppState>, connection_id: String) -> Result<UndoneStepView, UiError> {
    Ok(state.desk()?.redo_draft_step(&connection_id).await?.into())
}
