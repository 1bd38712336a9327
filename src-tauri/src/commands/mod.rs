//! The commands that the window may call, one file for each feature.

pub(crate) mod changes;
pub(crate) mod connections;
pub(crate) mod dependants;
pub(crate) mod drafting;
pub(crate) mod entities;
pub(crate) mod filters;
pub(crate) mod journal;
pub(crate) mod preferences;
pub(crate) mod related;
pub(crate) mod review;
pub(crate) mod runs;
pub(crate) mod saved_views;
pub(crate) mod services;
pub(crate) mod sign_in;
pub(crate) mod token;

use crate::app_state::AppState;
use coredesk_ipc::{ErrorCode, NextStep, UiError};

/// What a command answers that is not made yet.
fn not_there_yet<T>(_state: &AppState, _asked: impl Send) -> Result<T, UiError> {
    let message = "This version of Coredesk cannot do that yet.".to_owned();
    Err(UiError { code: ErrorCode::Ours, message, next_step: NextStep::Nothing, detail: None })
}
