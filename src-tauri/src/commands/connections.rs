//! Connections and the demo accounts.

use crate::app_state::AppState;
use coredesk_ipc::{DeskView, OpenConnectionView, UiError};
use tauri::State;

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
