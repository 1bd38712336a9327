//! The journal, undoing what was sent, and change files.

use crate::app_state::AppState;
use crate::file_dialog;
use coredesk_ipc::{
    JournalCountsView, JournalFileKind, JournalProofView, JournalQuery, JournalRunsRequest, JournalRunsView, JournalWritesRequest,
    JournalWritesView, OpenedChangeFileView, UiError, UndoPreviewView, UndoRequest, UnsentView,
};
use tauri::{State, WebviewWindow};

/// Runs and writes that one call answers at most.
const AT_MOST: u32 = 500;

/// Runs with the writes that are asked for, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_runs(state: State<'_, AppState>, request: JournalRunsRequest) -> Result<JournalRunsView, UiError> {
    let limit = request.limit.min(AT_MOST) as usize;
    Ok(state.desk()?.journal_runs(&request.query.into(), request.before.as_deref(), limit).await?.into())
}

/// A window of the writes that are asked for, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_writes(state: State<'_, AppState>, request: JournalWritesRequest) -> Result<JournalWritesView, UiError> {
    let (from, count) = (request.from as usize, request.count.min(AT_MOST) as usize);
    Ok(state.desk()?.journal_writes(&request.query.into(), from, count).await?.into())
}

/// How many writes there are of each kind. What the query says of a kind does not narrow the counts of that kind.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_counts(state: State<'_, AppState>, query: JournalQuery) -> Result<JournalCountsView, UiError> {
    Ok(state.desk()?.journal_counts(&query.into()).await?.into())
}

/// How many entries are not in what is searched yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn journal_behind(state: State<'_, AppState>) -> Result<u32, UiError> {
    Ok(coredesk_ipc::count(state.desk()?.journal_behind().await?))
}

/// Whether the journals are as they were written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_journals(state: State<'_, AppState>) -> Result<Vec<JournalProofView>, UiError> {
    Ok(state.desk()?.verify_journals().await?.into_iter().map(Into::into).collect())
}

/// Writes what is asked for to a file that the person names; answers its name, or nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_journal(
    state: State<'_, AppState>,
    window: WebviewWindow,
    query: JournalQuery,
    kind: JournalFileKind,
) -> Result<Option<String>, UiError> {
    let Some(path) = file_dialog::journal_file(&window, kind).await else { return Ok(None) };
    state.desk()?.export_journal(&query.into(), kind.into(), &path).await?;
    Ok(Some(file_dialog::name_of(&path)))
}

/// What undoing would do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_undo(state: State<'_, AppState>, request: UndoRequest) -> Result<UndoPreviewView, UiError> {
    Ok(state.desk()?.preview_undo(&request.connection_id, request.what.into()).await?.into())
}

/// Makes the opposite of what was sent, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn undo_written(state: State<'_, AppState>, request: UndoRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.undo_written(&request.connection_id, request.what.into()).await?.into())
}

/// Writes the ticked changes to a file that the person names, for a colleague; answers its name, or nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_change_file(
    state: State<'_, AppState>,
    window: WebviewWindow,
    connection_id: String,
) -> Result<Option<String>, UiError> {
    let file = state.desk()?.change_file(&connection_id).await?;
    file_dialog::save_as(&window, "Save the changes for a colleague", "Coredesk changes", file).await
}

/// Makes the changes of a colleague's file unsent changes; nothing if none was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_change_file(
    state: State<'_, AppState>,
    window: WebviewWindow,
    connection_id: String,
) -> Result<Option<OpenedChangeFileView>, UiError> {
    let Some(path) = file_dialog::change_file(&window).await else { return Ok(None) };
    Ok(Some(state.desk()?.open_change_file(&connection_id, &path).await?.into()))
}
