//! Unsent changes, their review, the runs that send them, and the journal.

use crate::app_state::AppState;
use coredesk_ipc::{
    ActRequest, ActedView, ActionWordRequest, ActionWordView, EditRequest, EntitiesRequest, EntityTypeRequest, KeepMineRequest, NoteView,
    RevertRequest, RunSummaryView, SendChangesRequest, UiError, UnsentView,
};
use tauri::State;

/// The most notes that one call answers.
const NOTES_AT_MOST: u32 = 2000;

/// Keeps edits as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn edit_fields(state: State<'_, AppState>, request: EditRequest) -> Result<UnsentView, UiError> {
    let kind = request.step_kind();
    let edits = request.edits.into_iter().map(Into::into).collect();
    Ok(state.desk()?.edit_as(&request.connection_id, kind, &request.entity_type, edits).await?.into())
}

/// Starts a new record as an unsent change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_entity(state: State<'_, AppState>, request: EntityTypeRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.create(&request.connection_id, &request.entity_type).await?.into())
}

/// Marks records to be deleted, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mark_for_deletion(state: State<'_, AppState>, request: EntitiesRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.mark_for_deletion(&request.connection_id, &request.entity_type, request.ids).await?.into())
}

/// Keeps the wish to do something with records, such as submitting them, as unsent changes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn act(state: State<'_, AppState>, request: ActRequest) -> Result<ActedView, UiError> {
    let act = request.act();
    Ok(state.desk()?.act(&request.connection_id, &request.entity_type, act, request.ids).await?.into())
}

/// How a connection's service spells each action.
#[tauri::command]
#[specta::specta]
pub(crate) async fn action_words(state: State<'_, AppState>, connection_id: String) -> Result<Vec<ActionWordView>, UiError> {
    Ok(state.desk()?.action_words(&connection_id).await?.into_iter().map(Into::into).collect())
}

/// Keeps how a connection's service spells an action.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_action_word(state: State<'_, AppState>, request: ActionWordRequest) -> Result<(), UiError> {
    Ok(state.desk()?.set_action_word(&request.connection_id, &request.action, &request.word).await?)
}

/// Takes an unsent change back, whole or one field.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revert_change(state: State<'_, AppState>, request: RevertRequest) -> Result<UnsentView, UiError> {
    let field = request.field.as_deref();
    Ok(state.desk()?.revert(&request.connection_id, &request.entity_type, &request.id, field).await?.into())
}

/// Lets a change stand although somebody else changed the same; to let theirs stand, it is taken back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_mine(state: State<'_, AppState>, request: KeepMineRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.keep_mine(&request.connection_id, &request.entity_type, &request.id, &request.field).await?.into())
}

/// Takes all unsent changes of a connection back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_changes(state: State<'_, AppState>, connection_id: String) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.discard_all(&connection_id).await?.into())
}

/// Sends reviewed changes. The answer is the run as it starts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_changes(state: State<'_, AppState>, request: SendChangesRequest) -> Result<RunSummaryView, UiError> {
    Ok(state.desk()?.send(&request.connection_id, request.change_ids).await?.into())
}

/// Stops a run after the changes under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_run(state: State<'_, AppState>, run_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.cancel_run(&run_id).await?)
}

/// The newest notes of the journal, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn notes(state: State<'_, AppState>, limit: u32) -> Result<Vec<NoteView>, UiError> {
    let notes = state.desk()?.notes(limit.min(NOTES_AT_MOST) as usize).await?;
    Ok(notes.into_iter().map(Into::into).collect())
}
