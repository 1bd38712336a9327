//! The core objects that commands work on.

use crate::clipboard::Clipboard;
use crate::demo::Demo;
use coredesk_core::desk::Desk;
use coredesk_ipc::UiError;
use tokio::sync::Notify;

/// What was opened at start, or why it could not be: then the window says so and nothing else works.
pub(crate) struct AppState {
    opened: Result<Opened, UiError>,
    clipboard: Clipboard,
    first_rows: Notify,
}

pub(crate) struct Opened {
    pub(crate) desk: Desk,
    pub(crate) demo: Demo,
}

impl AppState {
    pub(crate) fn new(opened: Result<Opened, UiError>) -> Self {
        Self { opened, clipboard: Clipboard::default(), first_rows: Notify::new() }
    }

    pub(crate) fn desk(&self) -> Result<&Desk, UiError> {
        self.opened.as_ref().map(|opened| &opened.desk).map_err(Clone::clone)
    }

    pub(crate) fn demo(&self) -> Result<&Demo, UiError> {
        self.opened.as_ref().map(|opened| &opened.demo).map_err(Clone::clone)
    }

    /// To be told once the window was handed rows.
    pub(crate) fn first_rows(&self) -> &Notify {
        &self.first_rows
    }

    pub(crate) fn clipboard(&self) -> &Clipboard {
        &self.clipboard
    }
}
