//! The catalogue, the copy on this computer, views and records.

use crate::app_state::AppState;
use coredesk_ipc::{
    AskRequest, BelowRequest, CatalogueView, EntityRequest, EntityTypeRequest, EntityView, MirrorView, OpenLinkRequest, OpenViewRequest,
    ReferenceLabelsRequest, ReferenceView, RowView, SearchReferencesRequest, UiError, ViewRowsRequest, ViewView,
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

/// Reads everything of an entity type again in the background; a nested collection below every parent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_again(state: State<'_, AppState>, request: EntityTypeRequest) -> Result<(), UiError> {
    Ok(state.desk()?.read_again(&request.connection_id, &request.entity_type).await?)
}

/// Reads the rows of a nested collection below one record; answers when they are here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn load_below(state: State<'_, AppState>, request: BelowRequest) -> Result<(), UiError> {
    Ok(state.desk()?.load_below(&request.connection_id, &request.entity_type, &request.parent_id).await?)
}

/// Asks the service for rows that fit; answers with the number under which they are listed while they come.
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_service(state: State<'_, AppState>, request: AskRequest) -> Result<u32, UiError> {
    let (connection_id, entity_type) = (request.connection_id.clone(), request.entity_type.clone());
    Ok(state.desk()?.ask(&connection_id, &entity_type, request.into()).await?)
}

/// Stops an answer; the rows that came stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_answer(state: State<'_, AppState>, answer_id: u32) -> Result<(), UiError> {
    state.desk()?.cancel_answer(answer_id);
    Ok(())
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
    state.first_rows().notify_one();
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

/// The records with these ids by name, as far as they are on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reference_labels(state: State<'_, AppState>, request: ReferenceLabelsRequest) -> Result<Vec<ReferenceView>, UiError> {
    let ReferenceLabelsRequest { connection_id, entity_types, ids } = request;
    let found = state.desk()?.reference_labels(&connection_id, &entity_types, ids).await?;
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
