//! What depends on records that are to be deleted, and copies of records.

use crate::app_state::AppState;
use coredesk_ipc::{DependantsView, DuplicateRequest, EntityRequest, UiError, UnsentView};
use tauri::State;

/// What points at a record, and in which order it could be deleted with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dependants(state: State<'_, AppState>, request: EntityRequest) -> Result<DependantsView, UiError> {
    Ok(state.desk()?.dependants(&request.connection_id, &request.entity_type, &request.id).await?.into())
}

/// Marks a record for deletion with all that keeps it, as unsent changes that are sent in an order that works.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_with_dependants(state: State<'_, AppState>, request: EntityRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.mark_with_dependants(&request.connection_id, &request.entity_type, &request.id).await?.into())
}

/// Makes new records like one that is there, perhaps with those that belong to it, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate(state: State<'_, AppState>, request: DuplicateRequest) -> Result<UnsentView, UiError> {
    let DuplicateRequest { connection_id, entity_type, id, with } = request;
    Ok(state.desk()?.duplicate(&connection_id, &entity_type, &id, with).await?.into())
}
