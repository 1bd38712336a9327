//! Runs of the sender.

use super::not_there_yet;
use crate::app_state::AppState;
use coredesk_ipc::{FailureGroupView, RunRowsRequest, RunRowsView, RunSummaryView, UiError};
use tauri::State;

/// Where a run stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_summary(state: State<'_, AppState>, run_id: String) -> Result<RunSummaryView, UiError> {
    not_there_yet(&state, run_id)
}

/// A window of a run's changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_rows(state: State<'_, AppState>, request: RunRowsRequest) -> Result<RunRowsView, UiError> {
    not_there_yet(&state, request)
}

/// What was not done, grouped by reason; most first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_failures(state: State<'_, AppState>, run_id: String) -> Result<Vec<FailureGroupView>, UiError> {
    not_there_yet(&state, run_id)
}

/// Runs of a connection that wait to go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn waiting_runs(state: State<'_, AppState>, connection_id: String) -> Result<Vec<RunSummaryView>, UiError> {
    not_there_yet(&state, connection_id)
}

/// Holds a run after the changes under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_run(state: State<'_, AppState>, run_id: String) -> Result<(), UiError> {
    not_there_yet(&state, run_id)
}

/// Lets a run go on that was paused or held up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_run(state: State<'_, AppState>, run_id: String) -> Result<RunSummaryView, UiError> {
    not_there_yet(&state, run_id)
}

/// Writes a report of all changes of a run to a file that the person names; answers its name, or nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_run_report(state: State<'_, AppState>, run_id: String) -> Result<Option<String>, UiError> {
    not_there_yet(&state, run_id)
}
