//! The clipboard, written from Rust so that what is copied never passes through the window.

use coredesk_ipc::{ErrorCode, NextStep, UiError};
use std::sync::{Arc, Mutex, PoisonError};

/// Opened at the first copy, then kept: on X11 and Wayland the text lives as long as its owner.
#[derive(Clone, Default)]
pub(crate) struct Clipboard {
    opened: Arc<Mutex<Option<arboard::Clipboard>>>,
}

impl Clipboard {
    /// Puts `text` on the clipboard.
    pub(crate) async fn copy(&self, text: String) -> Result<(), UiError> {
        let clipboard = self.clone();
        match tokio::task::spawn_blocking(move || clipboard.copy_now(text)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(UiError {
                code: ErrorCode::Ours,
                message: "The clipboard of this computer could not be used.".to_owned(),
                next_step: NextStep::Retry,
                detail: None,
            }),
        }
    }

    fn copy_now(&self, text: String) -> Result<(), arboard::Error> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let clipboard = match opened.take() {
            Some(clipboard) => clipboard,
            None => arboard::Clipboard::new()?,
        };
        opened.insert(clipboard).set_text(text)
    }
}
