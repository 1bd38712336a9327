//! TODO

use crate::app_state::AppState;
use coredesk_ipc::{InspectTokenRequest, TokenView, UiError};

/// Decodes a token of a connection. The token itself does not leave the core.
#[tauri::command]
#[specta::specta]
pub(crate) async fn inspect_token(state: tauri::State<'_, AppState>, request: InspectTokenRequest) -> Result<TokenView, UiError> {
    Err(state.unfinished())
}
