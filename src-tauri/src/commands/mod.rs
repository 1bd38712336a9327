//! The commands that the window may call, one file for each feature.

pub(crate) mod changes;
pub(crate) mod connections;
pub(crate) mod dependants;
pub(crate) mod entities;
pub(crate) mod filters;
pub(crate) mod preferences;
pub(crate) mod related;
pub(crate) mod saved_views;
pub(crate) mod services;
pub(crate) mod sign_in;
pub(crate) mod token;

/// The command's place in the contract, before its feature is there.
fn not_yet<T>() -> Result<T, coredesk_ipc::UiError> {
    Err(coredesk_ipc::UiError {
        code: coredesk_ipc::ErrorCode::Ours,
        message: "This is not there yet.".to_owned(),
        next_step: coredesk_ipc::NextStep::Nothing,
        detail: None,
    })
}
