//! TODO

use crate::app_state::AppState;
use coredesk_ipc::{CatalogueView, EntityRequest, EntityTypeRequest, EntityView, MirrorView, OpenViewRequest, ReferenceView, RowView, SearchReferencesRequest, UiError, ViewRowsRequest, ViewView};

/// What the service of a connection holds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn catalogue(state: tauri::State<'_, AppState>, connection_id: String) -> Result<CatalogueView, UiError> {
    Err(state.unfinished())
}

/// How much of each entity type is on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mirrors(state: tauri::State<'_, AppState>, connection_id: String) -> Result<Vec<MirrorView>, UiError> {
    Err(state.unfinished())
}

/// Brings the copy of an entity type up to date in the background.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_entity_type(state: tauri::State<'_, AppState>, request: EntityTypeRequest) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Stops bringing it up to date; what is here stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sync(state: tauri::State<'_, AppState>, request: EntityTypeRequest) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Opens an ordered list over the copy. Answers from this computer alone.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_view(state: tauri::State<'_, AppState>, request: OpenViewRequest) -> Result<ViewView, UiError> {
    Err(state.unfinished())
}

/// Some rows of a view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_rows(state: tauri::State<'_, AppState>, request: ViewRowsRequest) -> Result<Vec<RowView>, UiError> {
    Err(state.unfinished())
}

/// Drops a view.
#[tauri::command]
#[specta::specta]
pub(crate) async fn close_view(state: tauri::State<'_, AppState>, view_id: u32) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// One record with its unsent edits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn entity(state: tauri::State<'_, AppState>, request: EntityRequest) -> Result<EntityView, UiError> {
    Err(state.unfinished())
}

/// Records that a reference may point at, by part of their name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search_references(state: tauri::State<'_, AppState>, request: SearchReferencesRequest) -> Result<Vec<ReferenceView>, UiError> {
    Err(state.unfinished())
}
