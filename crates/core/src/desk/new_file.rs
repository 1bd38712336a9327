//! A file that a person has written: beside its place until it is whole, for this person's eyes alone.

use super::DeskError;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A file on its way to its place.
pub(super) struct NewFile {
    path: PathBuf,
    beside: PathBuf,
}

impl NewFile {
    /// For `path`. A file that is there stays whole until [`NewFile::keep`].
    pub(super) fn at(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self { path: path.to_owned(), beside: path.with_file_name(format!(".{name}.{}.new", Uuid::new_v4().simple())) }
    }

    /// Begins it, off the async threads. Nothing that stands there under its name is written over.
    ///
    /// # Errors
    /// `NotWritten`.
    pub(super) async fn begin(&self) -> Result<File, DeskError> {
        let beside = self.beside.clone();
        off_thread(move || private(OpenOptions::new().write(true).create_new(true)).open(beside)).await
    }

    /// Puts it in its place when it was written whole and is on disk; else nothing of it is left.
    ///
    /// # Errors
    /// That of `written`; `NotWritten`.
    pub(super) async fn keep(self, written: Result<(), DeskError>) -> Result<(), DeskError> {
        let Self { path, beside } = self;
        off_thread(move || {
            let put = || {
                OpenOptions::new().write(true).open(&beside)?.sync_all()?;
                std::fs::rename(&beside, &path)
            };
            let kept = written.and_then(|()| put().map_err(DeskError::NotWritten));
            if kept.is_err() {
                let _ = std::fs::remove_file(&beside);
            }
            Ok(kept)
        })
        .await?
    }
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Runs `work` off the async threads.
///
/// # Errors
/// `NotWritten`.
pub(super) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| DeskError::Interrupted)?.map_err(DeskError::NotWritten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use tempfile::TempDir;

    #[tokio::test]
    async fn a_file_is_private_and_comes_whole_or_not_at_all() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("report.csv");
        std::fs::write(&path, "former").expect("is written");
        let failed = NewFile::at(&path);
        failed.begin().await.expect("begins").write_all(b"half").expect("is written");
        assert!(failed.keep(Err(DeskError::Gone)).await.is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("reads"), "former");
        let whole = NewFile::at(&path);
        whole.begin().await.expect("begins").write_all(b"whole").expect("is written");
        whole.keep(Ok(())).await.expect("is kept");
        assert_eq!(std::fs::read_to_string(&path).expect("reads"), "whole");
        assert_eq!(std::fs::read_dir(folder.path()).expect("reads").count(), 1, "nothing is left beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn nothing_that_stands_beside_is_written_over() {
        let folder = TempDir::new().expect("a folder");
        let file = NewFile::at(&folder.path().join("report.csv"));
        std::fs::write(&file.beside, "somebody's").expect("is written");
        assert!(file.begin().await.is_err());
        assert_eq!(std::fs::read_to_string(&file.beside).expect("reads"), "somebody's");
    }
}
