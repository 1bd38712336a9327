//! What a connection's tokens say.

use crate::app_state::AppState;
use coredesk_ipc::{InspectTokenRequest, TokenView, UiError};
use tauri::State;

/// Decodes a token of a connection. The token itself does not leave the core.
#[tauri::command]
#[specta::specta]
pub(crate) async fn inspect_token(state: State<'_, AppState>, request: InspectTokenRequest) -> Result<TokenView, UiError> {
    let inspected = state.desk()?.inspect_token(&request.connection_id, request.token.into()).await?;
    Ok(TokenView::new(request.token, inspected))
}
