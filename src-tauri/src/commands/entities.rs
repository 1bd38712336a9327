//! The catalogue, the copy on this computer, views and records.

use crate::app_state::AppState;
use coredesk_ipc::{
    CatalogueView, EntityRequest, EntityTypeRequest, EntityView, MirrorView, OpenLinkRequest, OpenViewRequest, ReferenceView, RowView,
    SearchReferencesRequest, UiError, ViewRowsRequest, ViewView,
};
use tauri::State;

/// What the service of a connection holds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn catalogue(state: State<'_, AppState>, connection_id: String) -> Result<CatalogueView, UiError> {
    Ok(state.desk()?.catalogue(&connection_id).await?.as_ref().into())
}

/// How much of each entity type is on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mirrors(state: State<'_, AppState>, connection_id: String) -> Result<Vec<MirrorView>, UiError> {
    Ok(state.desk()?.mirrors(&connection_id).await?.into_iter().map(Into::into).collect())
}

/// Brings the copy of an entity type up to date in the background.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_entity_type(state: State<'_, AppState>, request: EntityTypeRequest) -> Result<(), UiError> {
    Ok(state.desk()?.sync(&request.connection_id, &request.entity_type).await?)
}

/// Stops bringing it up to date; what is here stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sync(state: State<'_, AppState>, request: EntityTypeRequest) -> Result<(), UiError> {
    Ok(state.desk()?.cancel_sync(&request.connection_id, &request.entity_type).await?)
}

/// Opens an ordered list over the copy. Answers from this computer alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_view(state: State<'_, AppState>, request: OpenViewRequest) -> Result<ViewView, UiError> {
    let connection_id = request.connection_id.clone();
    Ok(state.desk()?.open_view(&connection_id, request.into()).await?.into())
}

/// Some rows of a view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_rows(state: State<'_, AppState>, request: ViewRowsRequest) -> Result<Vec<RowView>, UiError> {
    let rows = state.desk()?.view_rows(request.view_id, request.offset as usize, request.limit as usize).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Drops a view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_view(state: State<'_, AppState>, view_id: u32) -> Result<(), UiError> {
    state.desk()?.close_view(view_id);
    Ok(())
}

/// One record with its unsent edits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn entity(state: State<'_, AppState>, request: EntityRequest) -> Result<EntityView, UiError> {
    Ok(state.desk()?.entity(&request.connection_id, &request.entity_type, &request.id).await?.into())
}

/// Records that a reference may point at, by part of their name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_references(state: State<'_, AppState>, request: SearchReferencesRequest) -> Result<Vec<ReferenceView>, UiError> {
    let found = state.desk()?.search_references(&request.connection_id, &request.entity_types, &request.text).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

/// Opens the link of a record, or of one of its fields, in the system browser. The window names the record; the address
/// is read and checked in the core.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_link(state: State<'_, AppState>, request: OpenLinkRequest) -> Result<(), UiError> {
    let OpenLinkRequest { connection_id, entity_type, id, field } = request;
    Ok(state.desk()?.open_link(&connection_id, &entity_type, &id, field.as_deref()).await?)
}
