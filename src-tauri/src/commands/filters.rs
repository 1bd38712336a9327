//! What filters find, and chosen rows of a view.

use crate::app_state::AppState;
use crate::commands::not_yet;
use coredesk_ipc::{CountRowsRequest, FacetRequest, FacetView, RowIndexRequest, SelectedIdsRequest, TotalsRequest, TotalsView, UiError};
use tauri::State;

/// How many rows each of several filters would show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count_rows(state: State<'_, AppState>, request: CountRowsRequest) -> Result<Vec<u32>, UiError> {
    let connection_id = request.connection_id.clone();
    let counts = state.desk()?.count_rows(&connection_id, request.into()).await?;
    Ok(counts.into_iter().map(|count| count.try_into().unwrap_or(u32::MAX)).collect())
}

/// The values of a field in the rows of a filter, with their counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn facet(_state: State<'_, AppState>, _request: FacetRequest) -> Result<FacetView, UiError> {
    not_yet()
}

/// What the numbers of chosen rows add up to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totals(_state: State<'_, AppState>, _request: TotalsRequest) -> Result<TotalsView, UiError> {
    not_yet()
}

/// The ids of chosen rows, at most 100,000; more are refused with `invalidInput`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn selected_ids(_state: State<'_, AppState>, _request: SelectedIdsRequest) -> Result<Vec<String>, UiError> {
    not_yet()
}

/// Where a record stands in a view, counted from 0; null where it is not in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn row_index(_state: State<'_, AppState>, _request: RowIndexRequest) -> Result<Option<u32>, UiError> {
    not_yet()
}
