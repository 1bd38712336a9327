//! The core objects that commands work on.

use coredesk_ipc::{ErrorCode, NextStep, UiError};

pub(crate) struct AppState;

impl AppState {
    pub(crate) fn unfinished(&self) -> UiError {
        UiError { code: ErrorCode::Ours, message: String::new(), next_step: NextStep::ReportBug, detail: None }
    }
}
