//! Many unsent changes at once, and taking back what was drafted.

use crate::app_state::AppState;
use coredesk_ipc::{
    BulkDoneView, BulkEditRequest, BulkPreviewView, CreateRowsRequest, DeleteCheckView, DraftStepsView, DuplicateRowsRequest, RowsRequest,
    StepUnderWayView, UiError, UndoneStepView, UnsentView,
};
use tauri::State;

/// What a bulk edit would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_bulk_edit(state: State<'_, AppState>, request: BulkEditRequest) -> Result<BulkPreviewView, UiError> {
    let (connection_id, entity_type) = (request.connection_id.clone(), request.entity_type.clone());
    let (edit, rows) = request.parts();
    Ok(state.desk()?.preview_bulk_edit(&connection_id, &entity_type, edit, &rows).await?.into())
}

/// Changes one field of many records, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn bulk_edit(state: State<'_, AppState>, request: BulkEditRequest) -> Result<BulkDoneView, UiError> {
    let (connection_id, entity_type) = (request.connection_id.clone(), request.entity_type.clone());
    let (edit, rows) = request.parts();
    Ok(state.desk()?.bulk_edit(&connection_id, &entity_type, edit, &rows).await?.into())
}

/// Makes new records like others, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate_rows(state: State<'_, AppState>, request: DuplicateRowsRequest) -> Result<BulkDoneView, UiError> {
    Ok(state.desk()?.duplicate_rows(&request.connection_id, &request.entity_type, &request.rows.into()).await?.into())
}

/// Makes new records with values, as unsent changes in one step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_rows(state: State<'_, AppState>, request: CreateRowsRequest) -> Result<UnsentView, UiError> {
    let (connection_id, entity_type) = (request.connection_id.clone(), request.entity_type.clone());
    Ok(state.desk()?.create_rows(&connection_id, &entity_type, request.values()).await?.into())
}

/// What would become of rows that are to be deleted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_deletes(state: State<'_, AppState>, request: RowsRequest) -> Result<DeleteCheckView, UiError> {
    Ok(state.desk()?.check_deletes(&request.connection_id, &request.entity_type, &request.rows.into()).await?.into())
}

/// Marks rows to be deleted, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_rows(state: State<'_, AppState>, request: RowsRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.mark_rows(&request.connection_id, &request.entity_type, &request.rows.into()).await?.into())
}

/// How far a step over many records is; nothing where none is being made.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_under_way(state: State<'_, AppState>, connection_id: String) -> Result<Option<StepUnderWayView>, UiError> {
    Ok(state.desk()?.step_under_way(&connection_id).await?.map(Into::into))
}

/// Stops a step that is being made: nothing of it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_step(state: State<'_, AppState>, connection_id: String, step: u32) -> Result<(), UiError> {
    Ok(state.desk()?.stop_step(&connection_id, step.into()).await?)
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
