//! The clipboard, read and written from Rust so that neither what is copied nor a token that is pasted passes through the window.

use arboard::Error;
#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(target_os = "linux")]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use coredesk_core::token_store::Secret;
use coredesk_ipc::{ErrorCode, NextStep, UiError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A secret stays on the clipboard for so long.
const SECRET_STAYS: Duration = Duration::from_secs(60);

/// Opened at the first copy, then kept: on X11 and Wayland the text lives as long as its owner.
#[derive(Clone, Default)]
pub(crate) struct Clipboard {
    opened: Arc<Mutex<Option<arboard::Clipboard>>>,
    last: Arc<Mutex<LastSecret>>,
}

/// The secret that was copied last, until it was taken off again.
#[derive(Default)]
struct LastSecret {
    secret: Option<Secret>,
    /// Which copy it was: the same token may be copied again, and then stays its whole time.
    copy: u64,
}

impl LastSecret {
    fn copied(&mut self, secret: Secret) -> u64 {
        self.secret = Some(secret);
        self.copy += 1;
        self.copy
    }

    /// The secret of this copy, unless another came after it.
    fn take_if(&mut self, copy: u64) -> Option<Secret> {
        self.secret.take_if(|_| self.copy == copy)
    }
}

impl Clipboard {
    /// Puts `text` on the clipboard.
    pub(crate) async fn copy(&self, text: String) -> Result<(), UiError> {
        self.with(move |clipboard| clipboard.set_text(text)).await
    }

    /// Puts a secret on the clipboard, out of its history where the system keeps one, and empties the clipboard after a
    /// minute if it still holds it.
    pub(crate) async fn copy_secret(&self, secret: Secret) -> Result<(), UiError> {
        let copy = self.last().copied(secret.clone());
        self.with(move |clipboard| out_of_history(clipboard.set()).text(secret.expose())).await?;
        let clipboard = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(SECRET_STAYS).await;
            let Some(secret) = clipboard.last().take_if(copy) else { return };
            if clipboard.with(move |clipboard| take_off(clipboard, &secret)).await.is_err() {
                tracing::warn!("the clipboard could not be emptied");
            }
        });
        Ok(())
    }

    /// Takes the last secret off the clipboard now: when the app ends, nobody is there after the minute.
    pub(crate) fn take_secret_off(&self) {
        let Some(secret) = self.last().secret.take() else { return };
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.as_mut().is_some_and(|clipboard| take_off(clipboard, &secret).is_err()) {
            tracing::warn!("the clipboard could not be emptied");
        }
    }

    fn last(&self) -> MutexGuard<'_, LastSecret> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The text on the clipboard; `None` where there is none.
    pub(crate) async fn paste(&self) -> Result<Option<Secret>, UiError> {
        self.with(|clipboard| match clipboard.get_text() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(Error::ContentNotAvailable) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Runs `work` off the async threads: the system's clipboard may make it wait.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut arboard::Clipboard) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, UiError> {
        let opened = Arc::clone(&self.opened);
        let done = tokio::task::spawn_blocking(move || {
            let mut opened = opened.lock().unwrap_or_else(PoisonError::into_inner);
            let clipboard = match opened.take() {
                Some(clipboard) => clipboard,
                None => arboard::Clipboard::new()?,
            };
            work(opened.insert(clipboard))
        });
        match done.await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) | Err(_) => Err(UiError {
                code: ErrorCode::Ours,
                message: "The clipboard of this computer could not be used.".to_owned(),
                next_step: NextStep::Retry,
                detail: None,
            }),
        }
    }
}

/// Empties the clipboard if it holds `secret`.
fn take_off(clipboard: &mut arboard::Clipboard, secret: &Secret) -> Result<(), Error> {
    match clipboard.get_text().map(Secret::new) {
        Ok(text) if text.is_same_as(secret) => clipboard.clear(),
        Ok(_) | Err(Error::ContentNotAvailable) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(not(windows))]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    set.exclude_from_history()
}

/// Neither into the history nor to other computers.
#[cfg(windows)]
fn out_of_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    set.exclude_from_monitoring()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_is_copied_again_outlives_the_first_copy_and_is_let_go_after_the_second() {
        let mut last = LastSecret::default();
        let first = last.copied(Secret::new("a"));
        let second = last.copied(Secret::new("a"));
        assert!(last.take_if(first).is_none(), "the first timer takes nothing");
        assert!(last.take_if(second).is_some() && last.secret.is_none(), "the second does, and nothing is held");
    }
}
