//! Connections, the demo accounts, and how the window looks.

use crate::app_state::AppState;
use coredesk_ipc::{DeskView, OpenConnectionView, ThemeView, UiError};
use tauri::State;

const THEME: &str = "theme";

/// What the start screen and the rail show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk(state: State<'_, AppState>) -> Result<DeskView, UiError> {
    let connections = state.desk()?.connections().await?;
    Ok(DeskView::new(connections, state.demo()?.views(), env!("CARGO_PKG_VERSION")))
}

/// Starts the demo services and opens their account in `service`: at once when it is signed in, else by a sign-in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_demo(state: State<'_, AppState>, service: String) -> Result<OpenConnectionView, UiError> {
    let desk = state.desk()?;
    state.demo()?.start(desk).await?;
    Ok(desk.open_demo(&service).await?.into())
}

/// Makes a connection ready: at once when it is signed in, else by a sign-in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_connection(state: State<'_, AppState>, connection_id: String) -> Result<OpenConnectionView, UiError> {
    let desk = state.desk()?;
    state.demo()?.start_for(desk, &connection_id).await?;
    Ok(desk.open_connection(&connection_id).await?.into())
}

/// Revokes and forgets the tokens of a connection. Its rows and unsent changes stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_out(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.sign_out(&connection_id).await?)
}

/// Signs out and removes all that is kept of a connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_connection(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.remove_connection(&connection_id).await?)
}

/// Puts the demo accounts back to their first state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reset_demo(state: State<'_, AppState>) -> Result<(), UiError> {
    state.demo()?.reset(state.desk()?).await
}

/// How the window looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn theme(state: State<'_, AppState>) -> Result<ThemeView, UiError> {
    Ok(state.desk()?.setting(THEME).await?.map(|name| ThemeView::named(&name)).unwrap_or_default())
}

/// Keeps how the window looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_theme(state: State<'_, AppState>, theme: ThemeView) -> Result<(), UiError> {
    Ok(state.desk()?.set_setting(THEME, theme.name().to_owned()).await?)
}
