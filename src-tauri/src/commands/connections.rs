//! TODO

use crate::app_state::AppState;
use coredesk_ipc::{DeskView, OpenConnectionView, PasteRedirectRequest, SignInView, ThemeView, UiError};

/// What the start screen and the rail show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk(state: tauri::State<'_, AppState>) -> Result<DeskView, UiError> {
    Err(state.unfinished())
}

/// Starts the demo services and opens the demo company: at once when it is signed in, else by a sign-in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_demo(state: tauri::State<'_, AppState>) -> Result<OpenConnectionView, UiError> {
    Err(state.unfinished())
}

/// Makes a connection ready: at once when it is signed in, else by a sign-in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_connection(state: tauri::State<'_, AppState>, connection_id: String) -> Result<OpenConnectionView, UiError> {
    Err(state.unfinished())
}

/// Where a sign-in stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(state: tauri::State<'_, AppState>, sign_in_id: String) -> Result<SignInView, UiError> {
    Err(state.unfinished())
}

/// Gives a sign-in up. Nothing of it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sign_in(state: tauri::State<'_, AppState>, sign_in_id: String) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Opens the browser once more for a sign-in that waits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_browser_again(state: tauri::State<'_, AppState>, sign_in_id: String) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Copies the sign-in address to the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_sign_in_link(state: tauri::State<'_, AppState>, sign_in_id: String) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Takes the address that the browser ended on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paste_redirect(state: tauri::State<'_, AppState>, request: PasteRedirectRequest) -> Result<SignInView, UiError> {
    Err(state.unfinished())
}

/// Revokes and forgets the tokens of a connection. Its rows and unsent changes stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out(state: tauri::State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Signs out and removes all that is kept of a connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_connection(state: tauri::State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// Puts the demo company back to its first state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_demo(state: tauri::State<'_, AppState>) -> Result<(), UiError> {
    Err(state.unfinished())
}

/// How the window looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme(state: tauri::State<'_, AppState>) -> Result<ThemeView, UiError> {
    Err(state.unfinished())
}

/// Keeps how the window looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_theme(state: tauri::State<'_, AppState>, theme: ThemeView) -> Result<(), UiError> {
    Err(state.unfinished())
}
