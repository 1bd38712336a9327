//! The review of unsent changes, and creates without an answer.

use crate::app_state::AppState;
use coredesk_ipc::{
    DoubtAnswerRequest, DoubtView, IncludeRequest, ReviewRowsRequest, ReviewRowsView, ReviewSummaryView, RunSummaryView,
    SendReviewedRequest, SettleRequest, UiError, UnsentView,
};
use tauri::State;

/// All unsent changes of a connection, counted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_summary(state: State<'_, AppState>, connection_id: String) -> Result<ReviewSummaryView, UiError> {
    Ok(state.desk()?.review_summary(&connection_id).await?.into())
}

/// A window of the review.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_rows(state: State<'_, AppState>, request: ReviewRowsRequest) -> Result<ReviewRowsView, UiError> {
    let (from, count) = (request.from.into(), request.count.into());
    Ok(state.desk()?.review_rows(&request.connection_id, request.entity_type, request.show.into(), from, count).await?.into())
}

/// Ticks changes, or leaves them out. It stays so over a restart.
#[tauri::command]
#[specta::specta]
pub(crate) async fn include_changes(state: State<'_, AppState>, request: IncludeRequest) -> Result<(), UiError> {
    Ok(state.desk()?.include_changes(&request.connection_id, request.changes.into(), request.is_included).await?)
}

/// Chooses one side of all fields of a record that somebody else changed too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settle_conflict(state: State<'_, AppState>, request: SettleRequest) -> Result<UnsentView, UiError> {
    Ok(state.desk()?.settle_conflict(&request.connection_id, &request.change_id, request.side.into()).await?.into())
}

/// Reads the rows of all ticked changes again at the service, in the background.
#[tauri::command]
#[specta::specta]
pub(crate) async fn check_with_service(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.check_with_service(&connection_id).await?)
}

/// Ends reading rows again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_check(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.cancel_check(&connection_id).await?)
}

/// Sends all ticked changes without a problem, if they are those that were looked at. The answer is the run as it starts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_reviewed(state: State<'_, AppState>, request: SendReviewedRequest) -> Result<RunSummaryView, UiError> {
    let looked_at = request.looked_at();
    Ok(state.desk()?.send_reviewed(&request.connection_id, looked_at).await?.into())
}

/// Creates without an answer, with what was found when they were looked for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doubts(state: State<'_, AppState>, connection_id: String) -> Result<Vec<DoubtView>, UiError> {
    Ok(state.desk()?.doubts(&connection_id).await?.into_iter().map(Into::into).collect())
}

/// Looks for a create without an answer again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_again(state: State<'_, AppState>, connection_id: String, change_id: String) -> Result<DoubtView, UiError> {
    Ok(state.desk()?.look_again(&connection_id, &change_id).await?.into())
}

/// Says what became of a create without an answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn answer_doubt(state: State<'_, AppState>, request: DoubtAnswerRequest) -> Result<UnsentView, UiError> {
    let DoubtAnswerRequest { connection_id, change_id, answer } = request;
    Ok(state.desk()?.answer_doubt(&connection_id, &change_id, answer.into()).await?.into())
}
