//! Locks between processes, as files in the data folder: one for a whole renewal, one for each touch of the store.

use super::SessionError;
use crate::token_store::ProfileId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A renewal in another process takes no longer; one that hangs must not stop this one for good.
const RENEWAL_WAIT: Duration = Duration::from_secs(90);
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// The two lock files of a profile. The files stay; it is the lock on them that counts.
#[derive(Debug, Clone)]
pub(super) struct Locks {
    renewal: PathBuf,
    store: PathBuf,
}

/// Held until dropped; the system lets go of it when the process ends, however it ends.
pub(super) struct Held {
    _file: File,
}

impl Locks {
    pub(super) fn new(folder: &Path, profile: &ProfileId) -> Self {
        let name = utf8_percent_encode(profile.as_str(), NON_ALPHANUMERIC);
        Self { renewal: folder.join(format!("{name}.renewal.lock")), store: folder.join(format!("{name}.store.lock")) }
    }

    /// Waits for every other process's renewal to end.
    pub(super) async fn for_renewal(&self) -> Result<Held, SessionError> {
        let file = open(&self.renewal)?;
        let deadline = tokio::time::Instant::now() + RENEWAL_WAIT;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Held { _file: file }),
                Err(TryLockError::WouldBlock) if tokio::time::Instant::now() < deadline => tokio::time::sleep(ASK_AGAIN).await,
                Err(TryLockError::WouldBlock) => return Err(SessionError::Busy),
                Err(TryLockError::Error(error)) => return Err(SessionError::Folder(Arc::new(error))),
            }
        }
    }

    /// Blocks while another process reads and writes the store, which is short.
    pub(super) fn for_store(&self) -> Result<Held, SessionError> {
        let file = open(&self.store)?;
        file.lock().map_err(|error| SessionError::Folder(Arc::new(error)))?;
        Ok(Held { _file: file })
    }
}

fn open(path: &Path) -> Result<File, SessionError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(|error| SessionError::Folder(Arc::new(error)))
}
