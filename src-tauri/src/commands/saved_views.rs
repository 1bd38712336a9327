//! Lists as a person keeps them.

use crate::app_state::AppState;
use crate::file_dialog;
use coredesk_ipc::{
    KeepAllRowsRequest, KeptViewsView, PinViewRequest, ReadViewView, RenameViewRequest, SaveViewRequest, SavedViewRequest, SavedViewView,
    UiError, ViewCountView,
};
use tauri::{State, WebviewWindow};

/// All that is kept of the lists of a connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_views(state: State<'_, AppState>, connection_id: String) -> Result<KeptViewsView, UiError> {
    Ok(state.desk()?.kept_views(&connection_id).await?.into())
}

/// How many rows each saved view of a connection shows now; one that cannot be counted is left out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_counts(state: State<'_, AppState>, connection_id: String) -> Result<Vec<ViewCountView>, UiError> {
    Ok(state.desk()?.view_counts(&connection_id).await?.into_iter().map(Into::into).collect())
}

/// Keeps a view, a new one or one with other settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_view(state: State<'_, AppState>, request: SaveViewRequest) -> Result<SavedViewView, UiError> {
    let SaveViewRequest { connection_id, entity_type, id, name, settings } = request;
    Ok(state.desk()?.save_view(&connection_id, &entity_type, id.as_deref(), &name, &settings.into()).await?.into())
}

/// Keeps how the list of all rows was left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_all_rows(state: State<'_, AppState>, request: KeepAllRowsRequest) -> Result<(), UiError> {
    Ok(state.desk()?.keep_all_rows(&request.connection_id, &request.entity_type, &request.settings.into()).await?)
}

/// Gives a view another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_view(state: State<'_, AppState>, request: RenameViewRequest) -> Result<SavedViewView, UiError> {
    Ok(state.desk()?.rename_view(&request.connection_id, &request.id, &request.name).await?.into())
}

/// Puts a view on top of the navigator, or takes it from there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pin_view(state: State<'_, AppState>, request: PinViewRequest) -> Result<SavedViewView, UiError> {
    Ok(state.desk()?.pin_view(&request.connection_id, &request.id, request.pinned).await?.into())
}

/// Keeps a copy of a view under a name of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate_view(state: State<'_, AppState>, request: SavedViewRequest) -> Result<SavedViewView, UiError> {
    Ok(state.desk()?.duplicate_view(&request.connection_id, &request.id).await?.into())
}

/// Forgets a view. The rows stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_view(state: State<'_, AppState>, request: SavedViewRequest) -> Result<(), UiError> {
    Ok(state.desk()?.delete_view(&request.connection_id, &request.id).await?)
}

/// Writes a view to a file where the person says; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn share_view(state: State<'_, AppState>, window: WebviewWindow, request: SavedViewRequest) -> Result<bool, UiError> {
    let file = state.desk()?.view_file(&request.connection_id, &request.id).await?;
    file_dialog::save(&window, "Share the view", "Coredesk view", file).await
}

/// Reads a view from a file that the person chooses and keeps it; null when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_view(
    state: State<'_, AppState>,
    window: WebviewWindow,
    connection_id: String,
) -> Result<Option<ReadViewView>, UiError> {
    let Some(path) = file_dialog::view_file(&window).await else { return Ok(None) };
    Ok(Some(state.desk()?.read_view(&connection_id, &path).await?.into()))
}
