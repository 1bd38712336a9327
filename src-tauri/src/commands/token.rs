//! Tokens, explained. No token leaves the core but to the clipboard.

use crate::app_state::AppState;
use crate::commands::not_yet;
use coredesk_ipc::{
    BroughtView, CompareTokensRequest, CopyTokenRequest, DropTextRequest, ListedTokenView, ServerSaysView, TokenComparisonView,
    TokenRequest, TokenView, TriedTokenView, TryTokenRequest, UiError, VerifyTokenRequest,
};
use tauri::{State, WebviewWindow};

/// The tokens of all connections, then those that a person brought.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tokens(_state: State<'_, AppState>) -> Result<Vec<ListedTokenView>, UiError> {
    not_yet()
}

/// Reads the clipboard, in the core alone, and holds what is a token there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paste_token(_state: State<'_, AppState>) -> Result<BroughtView, UiError> {
    not_yet()
}

/// Holds what is a token in a dropped text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_token(_state: State<'_, AppState>, _request: DropTextRequest) -> Result<BroughtView, UiError> {
    not_yet()
}

/// Holds what is a token in a file that the person chooses; null when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_token_file(_state: State<'_, AppState>, _window: WebviewWindow) -> Result<Option<BroughtView>, UiError> {
    not_yet()
}

/// Forgets a token that was brought; all of them without an id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_brought(_state: State<'_, AppState>, _id: Option<u32>) -> Result<(), UiError> {
    not_yet()
}

/// Decodes a token.
#[tauri::command]
#[specta::specta]
pub(crate) async fn inspect_token(_state: State<'_, AppState>, _request: TokenRequest) -> Result<TokenView, UiError> {
    not_yet()
}

/// Checks the signature with the keys that the request names, and answers the token anew; null when a dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_token(
    _state: State<'_, AppState>,
    _window: WebviewWindow,
    _request: VerifyTokenRequest,
) -> Result<Option<TokenView>, UiError> {
    not_yet()
}

/// Two tokens, claim by claim.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_tokens(_state: State<'_, AppState>, _request: CompareTokensRequest) -> Result<TokenComparisonView, UiError> {
    not_yet()
}

/// Puts a token, or what may be shown of it, on the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_token(_state: State<'_, AppState>, _request: CopyTokenRequest) -> Result<(), UiError> {
    not_yet()
}

/// Asks a connection's own server what it knows of its token (RFC 7662, OIDC Core §5.3).
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_server(_state: State<'_, AppState>, _request: TokenRequest) -> Result<ServerSaysView, UiError> {
    not_yet()
}

/// Tries a token with one harmless request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_token(_state: State<'_, AppState>, _request: TryTokenRequest) -> Result<TriedTokenView, UiError> {
    not_yet()
}

/// Renews the tokens of a connection now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_token(_state: State<'_, AppState>, _connection_id: String) -> Result<(), UiError> {
    not_yet()
}

/// Revokes a token of a connection at its server (RFC 7009); the connection is signed out then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_token(_state: State<'_, AppState>, _request: TokenRequest) -> Result<(), UiError> {
    not_yet()
}
