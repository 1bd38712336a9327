//! Runs of the sender.

use crate::app_state::AppState;
use crate::file_dialog;
use coredesk_ipc::{FailureGroupView, RunPartView, RunRowView, RunRowsOfRequest, RunRowsRequest, RunRowsView, RunSummaryView, UiError};
use tauri::{State, WebviewWindow};

/// Where a run stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_summary(state: State<'_, AppState>, run_id: String) -> Result<RunSummaryView, UiError> {
    Ok(state.desk()?.run_standing(&run_id).await?.into())
}

/// A window of a run's changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_rows(state: State<'_, AppState>, request: RunRowsRequest) -> Result<RunRowsView, UiError> {
    let RunRowsRequest { run_id, show, from, count } = request;
    Ok(state.desk()?.run_rows(&run_id, show.into(), from.into(), count.into()).await?.into())
}

/// Some changes of a run.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_rows_of(state: State<'_, AppState>, request: RunRowsOfRequest) -> Result<Vec<RunRowView>, UiError> {
    Ok(state.desk()?.run_rows_of(&request.run_id, request.change_ids).await?.into_iter().map(Into::into).collect())
}

/// What stands together in a run, in the order of sending.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_parts(state: State<'_, AppState>, run_id: String) -> Result<Vec<RunPartView>, UiError> {
    Ok(state.desk()?.run_parts(&run_id).await?.into_iter().map(Into::into).collect())
}

/// What was not done, grouped by reason; most first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn run_failures(state: State<'_, AppState>, run_id: String) -> Result<Vec<FailureGroupView>, UiError> {
    Ok(state.desk()?.run_failures(&run_id).await?.into_iter().filter_map(FailureGroupView::of).collect())
}

/// Runs of a connection that wait to go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn waiting_runs(state: State<'_, AppState>, connection_id: String) -> Result<Vec<RunSummaryView>, UiError> {
    Ok(state.desk()?.waiting_runs(&connection_id).await?.into_iter().map(Into::into).collect())
}

/// Holds a run after the changes under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_run(state: State<'_, AppState>, run_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.pause_run(&run_id).await?)
}

/// Lets a run go on that was paused or held up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_run(state: State<'_, AppState>, run_id: String) -> Result<RunSummaryView, UiError> {
    Ok(state.desk()?.resume_run(&run_id).await?.into())
}

/// Writes a report of all changes of a run to a file that the person names; answers its name, or nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_run_report(state: State<'_, AppState>, window: WebviewWindow, run_id: String) -> Result<Option<String>, UiError> {
    let desk = state.desk()?;
    let name = desk.run_report_name(&run_id).await?;
    let Some(path) = file_dialog::report_file(&window, &name).await else { return Ok(None) };
    desk.write_run_report(&run_id, &path).await?;
    Ok(Some(file_dialog::name_of(&path)))
}
