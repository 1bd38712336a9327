//! What a record belongs to, what it was, and finding records by name anywhere.

use crate::app_state::AppState;
use coredesk_ipc::{
    EntityRequest, HistoryView, RecordHitView, ReferenceView, RelatedView, SearchRecordsRequest, SearchReferencesRequest, UiError,
};
use tauri::State;

/// What a record belongs to and what points at it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn related(state: State<'_, AppState>, request: EntityRequest) -> Result<RelatedView, UiError> {
    let EntityRequest { connection_id, entity_type, id } = request;
    Ok(RelatedView::of(&connection_id, state.desk()?.related(&connection_id, &entity_type, &id).await?))
}

/// What is known of how a record came to be as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history(state: State<'_, AppState>, request: EntityRequest) -> Result<HistoryView, UiError> {
    Ok(state.desk()?.history(&request.connection_id, &request.entity_type, &request.id).await?.into())
}

/// Records of all entity types by part of their name, at most 30, from the copy.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_records(state: State<'_, AppState>, request: SearchRecordsRequest) -> Result<Vec<RecordHitView>, UiError> {
    let found = state.desk()?.search_records(request.connection_id.as_deref(), &request.text).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

/// Records that a reference may point at, asked of the service; they are kept on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_references(state: State<'_, AppState>, request: SearchReferencesRequest) -> Result<Vec<ReferenceView>, UiError> {
    let found = state.desk()?.ask_references(&request.connection_id, &request.entity_types, &request.text).await?;
    Ok(found.into_iter().map(Into::into).collect())
}
