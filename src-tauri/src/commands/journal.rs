//! The journal, undoing what was sent, and change files.

use super::not_there_yet;
use crate::app_state::AppState;
use coredesk_ipc::{
    JournalCountsView, JournalFileKind, JournalProofView, JournalQuery, JournalRunsRequest, JournalRunsView, JournalWritesRequest,
    JournalWritesView, OpenedChangeFileView, UiError, UndoPreviewView, UndoRequest, UnsentView,
};
use tauri::State;

/// Runs with the writes that are asked for, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_runs(state: State<'_, AppState>, request: JournalRunsRequest) -> Result<JournalRunsView, UiError> {
    not_there_yet(&state, request)
}

/// A window of the writes that are asked for, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_writes(state: State<'_, AppState>, request: JournalWritesRequest) -> Result<JournalWritesView, UiError> {
    not_there_yet(&state, request)
}

/// How many writes there are of each kind. What the query says of a kind does not narrow the counts of that kind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_counts(state: State<'_, AppState>, query: JournalQuery) -> Result<JournalCountsView, UiError> {
    not_there_yet(&state, query)
}

/// Whether the journals are as they were written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_journals(state: State<'_, AppState>) -> Result<Vec<JournalProofView>, UiError> {
    not_there_yet(&state, ())
}

/// Writes what is asked for to a file that the person names; answers its name, or nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_journal(
    state: State<'_, AppState>,
    query: JournalQuery,
    kind: JournalFileKind,
) -> Result<Option<String>, UiError> {
    not_there_yet(&state, (query, kind))
}

/// What undoing would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_undo(state: State<'_, AppState>, request: UndoRequest) -> Result<UndoPreviewView, UiError> {
    not_there_yet(&state, request)
}

/// Makes the opposite of what was sent, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_written(state: State<'_, AppState>, request: UndoRequest) -> Result<UnsentView, UiError> {
    not_there_yet(&state, request)
}

/// Writes the ticked changes to a file that the person names, for a colleague; answers its name, or nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_change_file(state: State<'_, AppState>, connection_id: String) -> Result<Option<String>, UiError> {
    not_there_yet(&state, connection_id)
}

/// Makes the changes of a colleague's file unsent changes; nothing if none was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_change_file(state: State<'_, AppState>, connection_id: String) -> Result<Option<OpenedChangeFileView>, UiError> {
    not_there_yet(&state, connection_id)
}
