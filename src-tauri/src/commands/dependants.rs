//! What depends on records that are to be deleted, and copies of records.

use crate::app_state::AppState;
use coredesk_ipc::{DependantsView, DuplicateRequest, EntityRequest, ErrorCode, NextStep, UiError, UnsentView};
use tauri::State;

/// What points at a record, and in which order it could be deleted with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dependants(state: State<'_, AppState>, request: EntityRequest) -> Result<DependantsView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

/// Marks a record for deletion with all that keeps it, as unsent changes that are sent in an order that works.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_with_dependants(state: State<'_, AppState>, request: EntityRequest) -> Result<UnsentView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

/// Makes new records like one that is there, perhaps with those that belong to it, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicate(state: State<'_, AppState>, request: DuplicateRequest) -> Result<UnsentView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

fn not_here() -> UiError {
    UiError { code: ErrorCode::Ours, message: "This version cannot do it yet.".to_owned(), next_step: NextStep::Nothing, detail: None }
}
