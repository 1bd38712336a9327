//! Lists as a person keeps them.

use crate::app_state::AppState;
use crate::commands::not_yet;
use coredesk_ipc::{
    KeepAllRowsRequest, KeptViewsView, PinViewRequest, ReadViewView, RenameViewRequest, SaveViewRequest, SavedViewRequest, SavedViewView,
    UiError, ViewCountView,
};
use tauri::{State, WebviewWindow};

/// All that is kept of the lists of a connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn kept_views(_state: State<'_, AppState>, _connection_id: String) -> Result<KeptViewsView, UiError> {
    not_yet()
}

/// How many rows each saved view of a connection shows now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn view_counts(_state: State<'_, AppState>, _connection_id: String) -> Result<Vec<ViewCountView>, UiError> {
    not_yet()
}

/// Keeps a view, a new one or one with other settings.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_view(_state: State<'_, AppState>, _request: SaveViewRequest) -> Result<SavedViewView, UiError> {
    not_yet()
}

/// Keeps how the list of all rows was left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_all_rows(_state: State<'_, AppState>, _request: KeepAllRowsRequest) -> Result<(), UiError> {
    not_yet()
}

/// Gives a view another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_view(_state: State<'_, AppState>, _request: RenameViewRequest) -> Result<SavedViewView, UiError> {
    not_yet()
}

/// Puts a view on top of the navigator, or takes it from there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pin_view(_state: State<'_, AppState>, _request: PinViewRequest) -> Result<SavedViewView, UiError> {
    not_yet()
}

/// Keeps a copy of a view under a name of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate_view(_state: State<'_, AppState>, _request: SavedViewRequest) -> Result<SavedViewView, UiError> {
    not_yet()
}

/// Forgets a view. The rows stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_view(_state: State<'_, AppState>, _request: SavedViewRequest) -> Result<(), UiError> {
    not_yet()
}

/// Writes a view to a file where the person says; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn share_view(_state: State<'_, AppState>, _window: WebviewWindow, _request: SavedViewRequest) -> Result<bool, UiError> {
    not_yet()
}

/// Reads a view from a file that the person chooses and keeps it; null when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_view(
    _state: State<'_, AppState>,
    _window: WebviewWindow,
    _connection_id: String,
) -> Result<Option<ReadViewView>, UiError> {
    not_yet()
}
