//! Services other than BQE CORE: adding them, correcting their habits, asking for what their connections need.

use crate::app_state::AppState;
use crate::file_dialog;
use coredesk_ipc::{
    ConnectBidcoreRequest, ConnectServiceRequest, CredentialQuestionView, DescriptionStatusView, DiscoverRequest, DocumentRequest,
    ErrorCode, GiveCredentialRequest, HabitsView, NewBidcoreView, NextStep, OpenConnectionView, PastedTokenView, PreviewRequest,
    PreviewView, ServiceDraftView, ServiceFormView, SetHabitsRequest, UiError,
};
use tauri::{State, WebviewWindow};

/// The form of a new BidCore connection as it is first shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn new_bidcore(state: State<'_, AppState>) -> Result<NewBidcoreView, UiError> {
    state.desk()?;
    Err(not_here())
}

/// Whether a pasted text can be a token.
#[tauri::command]
#[specta::specta]
pub(crate) fn check_pasted_token(text: String) -> Result<PastedTokenView, UiError> {
    drop(text);
    Err(not_here())
}

/// Opens the page on which permanent tokens are made in the system browser.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_token_portal(state: State<'_, AppState>) -> Result<(), UiError> {
    state.desk()?;
    Err(not_here())
}

/// Begins a BidCore connection: the token is tried before it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_bidcore(state: State<'_, AppState>, request: ConnectBidcoreRequest) -> Result<OpenConnectionView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
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
pub(crate) async fn discover_endpoints(state: State<'_, AppState>, request: DiscoverRequest) -> Result<ServiceFormView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

/// Begins a connection to a described service.
#[tauri::command]
#[specta::specta]
pub(crate) async fn connect_service(state: State<'_, AppState>, request: ConnectServiceRequest) -> Result<OpenConnectionView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

/// The habits that a connection's service is taken to have.
#[tauri::command]
#[specta::specta]
pub(crate) async fn habits(state: State<'_, AppState>, connection_id: String) -> Result<HabitsView, UiError> {
    state.desk()?;
    drop(connection_id);
    Err(not_here())
}

/// Asks for the first rows of a collection with habits that are tried. Nothing is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview(state: State<'_, AppState>, request: PreviewRequest) -> Result<PreviewView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

/// Keeps habits that a person looked at, and starts reading with them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_habits(state: State<'_, AppState>, request: SetHabitsRequest) -> Result<(), UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
}

/// Saves the description of a connection's service where the person says; false when the dialog was closed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_description(window: WebviewWindow, state: State<'_, AppState>, connection_id: String) -> Result<bool, UiError> {
    let file = state.desk()?.description_file(&connection_id).await?;
    file_dialog::save(&window, file).await
}

/// What a connection needs of a person to go on, where no browser is involved.
#[tauri::command]
#[specta::specta]
pub(crate) async fn credential_question(
    state: State<'_, AppState>,
    connection_id: String,
) -> Result<Option<CredentialQuestionView>, UiError> {
    state.desk()?;
    drop(connection_id);
    Err(not_here())
}

/// Answers it: the token is tried before it is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn give_credential(state: State<'_, AppState>, request: GiveCredentialRequest) -> Result<OpenConnectionView, UiError> {
    state.desk()?;
    drop(request);
    Err(not_here())
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

fn not_here() -> UiError {
    UiError { code: ErrorCode::Ours, message: "This version cannot do it yet.".to_owned(), next_step: NextStep::Nothing, detail: None }
}
