//! How a person has the window, their data on this computer, and what the app is.

use crate::app_state::AppState;
use crate::recent_problems::RecentProblems;
use crate::{about, file_dialog};
use coredesk_core::desk::Surroundings;
use coredesk_ipc::{AboutView, ConnectionDataView, EntityTypeRequest, KeepRequest, KeyringView, PreferencesView, UiError};
use tauri::{AppHandle, Manager, State, WebviewWindow};

/// How the window looks and behaves.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preferences(state: State<'_, AppState>) -> Result<PreferencesView, UiError> {
    kept(&state).await
}

pub(crate) async fn kept(state: &AppState) -> Result<PreferencesView, UiError> {
    Ok(state.desk()?.preferences().await?.into())
}

/// How large the window draws everything: 1 for 100 percent.
pub(crate) fn zoom(preferences: &PreferencesView) -> f64 {
    f64::from(preferences.text_size) / 100.0
}

/// Keeps how the window looks and behaves. The size of the text takes effect here: it is the zoom of the whole window.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_preferences(
    state: State<'_, AppState>,
    window: WebviewWindow,
    preferences: PreferencesView,
) -> Result<(), UiError> {
    let kept: PreferencesView = state.desk()?.set_preferences(preferences.into()).await?.into();
    if let Err(error) = window.set_zoom(zoom(&kept)) {
        tracing::warn!(%error, "the window keeps the size of its text");
    }
    Ok(())
}

/// The place in the window where the person was last, as the window wrote it; null at the first start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn last_place(state: State<'_, AppState>) -> Result<Option<String>, UiError> {
    Ok(state.desk()?.last_place().await?)
}

/// Keeps the place in the window where the person is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_last_place(state: State<'_, AppState>, place: String) -> Result<(), UiError> {
    Ok(state.desk()?.set_last_place(place).await?)
}

/// What each connection takes on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn data_on_disk(state: State<'_, AppState>) -> Result<Vec<ConnectionDataView>, UiError> {
    Ok(state.desk()?.data_on_disk().await?.into_iter().map(Into::into).collect())
}

/// Whether an entity type is read whole and brought up to date by itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_entity_type(state: State<'_, AppState>, request: KeepRequest) -> Result<(), UiError> {
    Ok(state.desk()?.keep_entity_type(&request.connection_id, &request.entity_type, request.kept).await?)
}

/// Drops the rows of an entity type from this computer and keeps it no more; unsent changes stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_entity_type(state: State<'_, AppState>, request: EntityTypeRequest) -> Result<(), UiError> {
    Ok(state.desk()?.drop_entity_type(&request.connection_id, &request.entity_type).await?)
}

/// Where tokens rest, and whether that answers now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keyring(state: State<'_, AppState>) -> Result<KeyringView, UiError> {
    Ok(state.desk()?.keyring().await?.into())
}

/// What this app is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(app: AppHandle, state: State<'_, AppState>) -> Result<AboutView, UiError> {
    Ok(about::about(&app, state.desk()?.folder()))
}

/// Writes what helps to find a fault, without any secret or record, to a file where the person says; false when the
/// dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_diagnostics(
    state: State<'_, AppState>,
    problems: State<'_, RecentProblems>,
    window: WebviewWindow,
) -> Result<bool, UiError> {
    let surroundings = Surroundings { parts: about::named_parts(window.app_handle()), problems: problems.all() };
    let file = state.desk()?.diagnostics(&surroundings).await?;
    file_dialog::save(&window, "Save the diagnostics", "Coredesk diagnostics", file).await
}
