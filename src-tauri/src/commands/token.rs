//! Tokens, explained. No token leaves the core but to the clipboard.

use crate::app_state::AppState;
use crate::file_dialog;
use coredesk_core::desk::{Desk, KeysSource};
use coredesk_core::token_store::Secret;
use coredesk_ipc::{
    BroughtView, CompareTokensRequest, CopyFormView, CopyTokenRequest, DropTextRequest, KeysRequest, ListedTokenView, ServerSaysView,
    TokenComparisonView, TokenRequest, TokenView, TriedTokenView, TryTokenRequest, UiError, VerifyTokenRequest,
};
use tauri::{State, WebviewWindow};

/// The tokens of all connections, then those that a person brought.
#[tauri::command]
#[specta::specta]
pub(crate) async fn tokens(state: State<'_, AppState>) -> Result<Vec<ListedTokenView>, UiError> {
    Ok(state.desk()?.tokens().await?.into_iter().map(Into::into).collect())
}

/// Reads the clipboard, in the core alone, and holds what is a token there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paste_token(state: State<'_, AppState>) -> Result<BroughtView, UiError> {
    let text = state.clipboard().paste().await?;
    Ok(state.desk()?.bring_token(text.as_ref().map_or("", Secret::expose))?.into())
}

/// Holds what is a token in a dropped text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_token(state: State<'_, AppState>, request: DropTextRequest) -> Result<BroughtView, UiError> {
    let text = Secret::new(request.text);
    Ok(state.desk()?.bring_token(text.expose())?.into())
}

/// Holds what is a token in a file that the person chooses; null when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_token_file(state: State<'_, AppState>, window: WebviewWindow) -> Result<Option<BroughtView>, UiError> {
    let Some(path) = file_dialog::token_file(&window).await else { return Ok(None) };
    Ok(Some(state.desk()?.bring_token_file(&path).await?.into()))
}

/// Forgets a token that was brought; all of them without an id.
#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_brought(state: State<'_, AppState>, id: Option<u32>) -> Result<(), UiError> {
    state.desk()?.forget_brought(id);
    Ok(())
}

/// Decodes a token, and checks its signature where keys are at hand or are a connection's own issuer's.
#[tauri::command]
#[specta::specta]
pub(crate) async fn inspect_token(state: State<'_, AppState>, request: TokenRequest) -> Result<TokenView, UiError> {
    Ok(state.desk()?.inspect_token(&request.source.into()).await?.into())
}

/// Checks the signature with the keys that the request names, and answers the token anew; null when a dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_token(
    state: State<'_, AppState>,
    window: WebviewWindow,
    request: VerifyTokenRequest,
) -> Result<Option<TokenView>, UiError> {
    let keys = match request.keys {
        KeysRequest::Issuer => KeysSource::Issuer,
        KeysRequest::Address { address } => KeysSource::Address(address),
        KeysRequest::Text { text } => KeysSource::Text(Secret::new(text)),
        KeysRequest::File => match file_dialog::keys_file(&window).await {
            Some(path) => KeysSource::File(path),
            None => return Ok(None),
        },
    };
    Ok(Some(state.desk()?.verify_token(&request.source.into(), keys).await?.into()))
}

/// Two tokens, claim by claim.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_tokens(state: State<'_, AppState>, request: CompareTokensRequest) -> Result<TokenComparisonView, UiError> {
    Ok(state.desk()?.compare_tokens(&request.first.into(), &request.second.into()).await?.into())
}

/// Puts a token, or what may be shown of it, on the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_token(state: State<'_, AppState>, request: CopyTokenRequest) -> Result<(), UiError> {
    let (desk, source): (&Desk, _) = (state.desk()?, request.source.into());
    match request.form {
        CopyFormView::Token => state.clipboard().copy_secret(desk.token_to_copy(&source).await?).await,
        CopyFormView::RedactedJson => state.clipboard().copy(desk.redacted_json(&source).await?).await,
        CopyFormView::RedactedMarkdown => state.clipboard().copy(desk.redacted_markdown(&source).await?).await,
    }
}

/// Asks a connection's own server what it knows of its token (RFC 7662, OIDC Core §5.3).
#[tauri::command]
#[specta::specta]
pub(crate) async fn ask_server(state: State<'_, AppState>, request: TokenRequest) -> Result<ServerSaysView, UiError> {
    Ok(state.desk()?.ask_server(&request.source.into()).await?.into())
}

/// Tries a token with one harmless request.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_token(state: State<'_, AppState>, request: TryTokenRequest) -> Result<TriedTokenView, UiError> {
    Ok(state.desk()?.try_one_request(&request.source.into(), &request.connection_id).await?.into())
}

/// Renews the tokens of a connection now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_token(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.refresh_token(&connection_id).await?)
}

/// Revokes a token of a connection at its server (RFC 7009); the connection is signed out then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn revoke_token(state: State<'_, AppState>, request: TokenRequest) -> Result<(), UiError> {
    Ok(state.desk()?.revoke_token(&request.source.into()).await?)
}
