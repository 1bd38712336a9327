//! Adding a connection to BQE CORE, and sign-ins under way.

use crate::app_state::AppState;
use coredesk_core::desk::{ConnectionForm, FormSecret};
use coredesk_core::token_store::Secret;
use coredesk_ipc::{
    ConnectRequest, ConnectionFormView, ErrorCode, InstallationNameView, NewConnectionView, NextStep, OpenConnectionView,
    PasteRedirectRequest, RedirectUriCheckRequest, RedirectUriCheckView, RetrySignInRequest, SignInExaminationView, SignInFormView,
    SignInView, UiError,
};
use tauri::State;

/// Longer addresses are not compared.
const LONGEST_ADDRESS: usize = 2_000;

/// The form of a new connection as it is first shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_connection(state: State<'_, AppState>) -> Result<NewConnectionView, UiError> {
    Ok(NewConnectionView::new(state.desk()?.bqe_core(), ConnectionForm::proposed()))
}

/// Whether the service will take a redirect URI.
#[tauri::command]
#[specta::specta]
pub(crate) fn check_redirect_uri(request: RedirectUriCheckRequest) -> Result<RedirectUriCheckView, UiError> {
    if request.registered.len().max(request.sent.len()) > LONGEST_ADDRESS {
        return Err(invalid("This address is too long."));
    }
    Ok(RedirectUriCheckView::new(&request.registered, &request.sent))
}

/// Looks at all that a sign-in needs before the browser opens. Sends no secret.
#[tauri::command]
#[specta::specta]
pub(crate) async fn examine_sign_in(state: State<'_, AppState>, form: ConnectionFormView) -> Result<SignInExaminationView, UiError> {
    Ok(state.desk()?.examine_sign_in(&form.choice(), &form.redirect_uri).await?.into())
}

/// Begins the sign-in of a new connection.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect(state: State<'_, AppState>, request: ConnectRequest) -> Result<OpenConnectionView, UiError> {
    let typed = request.client_secret.map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty());
    let secret = match typed {
        Some(secret) => FormSecret::Given(Secret::new(secret)),
        None if request.keep_secret => FormSecret::AsBefore,
        None => FormSecret::None,
    };
    Ok(state.desk()?.connect(request.form.into(), secret, request.follows.as_deref()).await?.into())
}

/// The form that a sign-in was begun with. The secret stays here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_form(state: State<'_, AppState>, sign_in_id: String) -> Result<SignInFormView, UiError> {
    Ok(state.desk()?.sign_in_form(&sign_in_id)?.into())
}

/// Tries a sign-in once more, perhaps in another way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_sign_in(state: State<'_, AppState>, request: RetrySignInRequest) -> Result<OpenConnectionView, UiError> {
    Ok(state.desk()?.retry_sign_in(&request.sign_in_id, request.change.into()).await?.into())
}

/// Keeps tokens in memory until Coredesk ends, because the person says so.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_tokens_for_this_run(state: State<'_, AppState>) -> Result<(), UiError> {
    state.desk()?.keep_tokens_for_this_run();
    Ok(())
}

/// Begins a sign-in for a connection, also where it is signed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_again(state: State<'_, AppState>, connection_id: String) -> Result<OpenConnectionView, UiError> {
    let desk = state.desk()?;
    state.demo()?.start_for(desk, &connection_id).await?;
    Ok(desk.sign_in_again(&connection_id).await?.into())
}

/// Opens the page where apps are registered in the system browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_developer_portal(state: State<'_, AppState>, installation: InstallationNameView) -> Result<(), UiError> {
    let name = installation.own().ok_or_else(|| invalid("The address of this developer portal is not known."))?;
    Ok(state.desk()?.open_developer_portal(name)?)
}

/// Where a sign-in stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(state: State<'_, AppState>, sign_in_id: String) -> Result<SignInView, UiError> {
    Ok(state.desk()?.sign_in(&sign_in_id)?.into())
}

/// Gives a sign-in up. Nothing of it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cancel_sign_in(state: State<'_, AppState>, sign_in_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.cancel_sign_in(&sign_in_id)?)
}

/// Opens the browser once more for a sign-in that waits.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_browser_again(state: State<'_, AppState>, sign_in_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.open_browser_again(&sign_in_id)?)
}

/// Copies the sign-in address to the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copy_sign_in_link(state: State<'_, AppState>, sign_in_id: String) -> Result<(), UiError> {
    let link = state.desk()?.sign_in_link(&sign_in_id)?;
    state.clipboard().copy(link.into()).await
}

/// Takes the address that the browser ended on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn paste_redirect(state: State<'_, AppState>, request: PasteRedirectRequest) -> Result<SignInView, UiError> {
    Ok(state.desk()?.paste_redirect(&request.sign_in_id, request.address).await?.into())
}

fn invalid(message: &str) -> UiError {
    UiError { code: ErrorCode::InvalidInput, message: message.to_owned(), next_step: NextStep::Nothing, detail: None }
}
