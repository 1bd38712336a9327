//! What filters find, and chosen rows of a view.

use crate::app_state::AppState;
use coredesk_ipc::{
    CountRowsRequest, FacetRequest, FacetView, RowIndexRequest, SelectedIdsRequest, TotalsRequest, TotalsView, UiError, count,
};
use tauri::State;

/// How many rows each of several filters would show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn count_rows(state: State<'_, AppState>, request: CountRowsRequest) -> Result<Vec<u32>, UiError> {
    let connection_id = request.connection_id.clone();
    let counts = state.desk()?.count_rows(&connection_id, request.into()).await?;
    Ok(counts.into_iter().map(count).collect())
}

/// The values of a field in the rows of a filter, with their counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn facet(state: State<'_, AppState>, request: FacetRequest) -> Result<FacetView, UiError> {
    let connection_id = request.connection_id.clone();
    Ok(state.desk()?.facet(&connection_id, request.into()).await?.into())
}

/// What the numbers of chosen rows add up to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totals(state: State<'_, AppState>, request: TotalsRequest) -> Result<TotalsView, UiError> {
    let TotalsRequest { view_id, selection, fields } = request;
    Ok(state.desk()?.totals(view_id, &selection.into(), &fields).await?.into())
}

/// The ids of chosen rows, at most 100,000; more are refused with `invalidInput`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn selected_ids(state: State<'_, AppState>, request: SelectedIdsRequest) -> Result<Vec<String>, UiError> {
    Ok(state.desk()?.selected_ids(request.view_id, &request.selection.into()).await?)
}

/// Where a record stands in a view, counted from 0; null where it is not in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn row_index(state: State<'_, AppState>, request: RowIndexRequest) -> Result<Option<u32>, UiError> {
    let position = state.desk()?.row_index(request.view_id, &request.id).await?;
    Ok(position.map(count))
}
