//! Services other than BQE CORE: adding them, correcting their habits, asking for what their connections need.

use crate::app_state::AppState;
use crate::file_dialog;
use coredesk_core::oauth::{DiscoveryError, server_metadata};
use coredesk_core::token_store::Secret;
use coredesk_ipc::{
    ConnectBidcoreRequest, ConnectServiceRequest, CredentialQuestionView, DescriptionStatusView, DiscoverRequest, DocumentRequest,
    GiveCredentialRequest, HabitsView, NewBidcoreView, OpenConnectionView, PastedTokenView, PreviewRequest, PreviewView, ServiceDraftView,
    ServiceFormView, SetHabitsRequest, UiError, credential,
};
use tauri::{State, WebviewWindow};

/// Longer addresses are not asked.
const LONGEST_ADDRESS: usize = 2_000;

/// The form of a new BidCore connection as it is first shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_bidcore(state: State<'_, AppState>) -> Result<NewBidcoreView, UiError> {
    state.desk()?;
    Ok(NewBidcoreView::proposed())
}

/// Whether a pasted text can be a token.
#[tauri::command]
#[specta::specta]
pub(crate) fn check_pasted_token(text: String) -> Result<PastedTokenView, UiError> {
    Ok(PastedTokenView::of(&text))
}

/// Opens the page on which permanent tokens are made in the system browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_token_portal(state: State<'_, AppState>) -> Result<(), UiError> {
    Ok(state.desk()?.open_token_portal()?)
}

/// Begins a BidCore connection: the token is tried before it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_bidcore(state: State<'_, AppState>, request: ConnectBidcoreRequest) -> Result<OpenConnectionView, UiError> {
    let credential = credential(request.password, request.token, None);
    Ok(state.desk()?.connect_bidcore(&request.form.into(), credential).await?.into())
}

/// Reads a service's document; none when the dialog was closed without a choice.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_document(
    window: WebviewWindow,
    state: State<'_, AppState>,
    request: DocumentRequest,
) -> Result<Option<ServiceDraftView>, UiError> {
    let desk = state.desk()?;
    let Some(source) = file_dialog::document_source(&window, request).await else { return Ok(None) };
    let (draft_id, draft) = desk.read_document(source).await?;
    Ok(Some(ServiceDraftView::new(draft_id, &draft)))
}

/// Fills the endpoints of a form from the issuer's own metadata.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discover_endpoints(request: DiscoverRequest) -> Result<ServiceFormView, UiError> {
    if request.form.issuer.len() > LONGEST_ADDRESS {
        return Err(DiscoveryError::Issuer.into());
    }
    let metadata = server_metadata(&request.form.issuer).await?;
    Ok(request.form.discovered(metadata))
}

/// Begins a connection to a described service.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_service(state: State<'_, AppState>, request: ConnectServiceRequest) -> Result<OpenConnectionView, UiError> {
    let client_secret = request.client_secret.map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty());
    let credential = credential(request.password, request.token, None);
    Ok(state.desk()?.connect_service(&request.draft_id, &request.form.into(), client_secret.map(Secret::new), credential).await?.into())
}

/// The habits that a connection's service is taken to have.
#[tauri::command]
#[specta::specta]
pub(crate) async fn habits(state: State<'_, AppState>, connection_id: String) -> Result<HabitsView, UiError> {
    Ok(state.desk()?.habits(&connection_id).await?.into())
}

/// Asks for the first rows of a collection with habits that are tried. Nothing is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview(state: State<'_, AppState>, request: PreviewRequest) -> Result<PreviewView, UiError> {
    Ok(state.desk()?.preview(&request.connection_id, &request.entity_type, &request.habits.into()).await?.into())
}

/// Keeps habits that a person looked at, and starts reading with them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_habits(state: State<'_, AppState>, request: SetHabitsRequest) -> Result<(), UiError> {
    Ok(state.desk()?.set_habits(&request.connection_id, &request.habits.into()).await?)
}

/// Saves the description of a connection's service where the person says; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_description(window: WebviewWindow, state: State<'_, AppState>, connection_id: String) -> Result<bool, UiError> {
    let file = state.desk()?.description_file(&connection_id).await?;
    file_dialog::save(&window, "Save the description", "Coredesk description", file).await
}

/// What a connection needs of a person to go on, where no browser is involved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn credential_question(
    state: State<'_, AppState>,
    connection_id: String,
) -> Result<Option<CredentialQuestionView>, UiError> {
    Ok(state.desk()?.credential_question(&connection_id).await?.map(Into::into))
}

/// Answers it: the token is tried before it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_credential(state: State<'_, AppState>, request: GiveCredentialRequest) -> Result<OpenConnectionView, UiError> {
    let credential = credential(request.password, request.token, request.client_secret);
    Ok(state.desk()?.give_credential(&request.connection_id, credential).await?.into())
}

/// When a service's document was last read, and what was new in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn description_status(state: State<'_, AppState>, connection_id: String) -> Result<DescriptionStatusView, UiError> {
    Ok(state.desk()?.description_status(&connection_id).await?.into())
}

/// Reads a service's document again, now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_description_again(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.read_description_again(&connection_id).await?)
}

/// What was new is seen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn dismiss_news(state: State<'_, AppState>, connection_id: String) -> Result<(), UiError> {
    Ok(state.desk()?.dismiss_news(&connection_id).await?)
}
