//! SQLite: opening, migrations, one writer and many readers.
//!
//! Knows nothing of what is kept. Folder 0700, files 0600 (`security.md`, section 7).

mod migration;
mod space;
mod together;

pub use migration::Migration;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// One database file, shared by cloning.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    writer: Mutex<Connection>,
    /// Readers that are not in use; more are opened when none is left.
    readers: Mutex<Vec<Connection>>,
    together: together::Line,
    is_closed: AtomicBool,
}

/// The local store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no: a full disk, a damaged file, a statement that does not fit.
    #[error("the store on this computer could not be read or written")]
    Sqlite(#[from] rusqlite::Error),
    /// What was written together could not be kept; nothing of it is.
    #[error("the store on this computer could not be written")]
    NotCommitted(#[source] Arc<rusqlite::Error>),
    /// The folder or the file could not be made.
    #[error("the folder for Coredesk's data could not be used")]
    Folder(#[source] std::io::Error),
    /// The file was written by a later version of Coredesk; it is left as it is.
    #[error("the store was written by a newer Coredesk (form {found}; this one knows {known})")]
    TooNew {
        /// The form found in the file.
        found: u32,
        /// The newest form this version knows.
        known: u32,
    },
    /// What is kept cannot be understood.
    #[error("a part of the store is damaged: {0}")]
    Damaged(String),
    /// A thread that worked on the store ended early.
    #[error("work on the store was cut short")]
    Interrupted,
}

/// The version of SQLite inside.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

const READERS_KEPT: usize = 8;
/// Steps of SQLite's machine between two looks at whether a read is over.
const STEPS_BETWEEN_LOOKS: std::ffi::c_int = 10_000;
/// 16 MiB of pages: each checkpoint waits for the disk twice.
const PAGES_BETWEEN_CHECKPOINTS: u32 = 4_000;
/// The longest wait for another process that writes.
const BUSY: std::time::Duration = std::time::Duration::from_secs(10);

impl Store {
    /// Opens the file at `path`, makes it when it is missing, and brings it to the newest form.
    ///
    /// # Errors
    /// `Folder` if the place cannot be used, `TooNew` if a later version wrote it, `Sqlite` otherwise.
    pub fn open(path: &Path, migrations: &[Migration]) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            private_folder(folder).map_err(StoreError::Folder)?;
        }
        private_file(path).map_err(StoreError::Folder)?;
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        // Otherwise a statement is planned anew for other values, as often as they are others.
        writer.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        space::ask_incremental(&writer)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        // A draft must survive the power going out, not only the process being killed.
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "wal_autocheckpoint", PAGES_BETWEEN_CHECKPOINTS)?;
        migration::apply(&mut writer, migrations)?;
        let shared = Shared {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            together: together::Line::default(),
            is_closed: AtomicBool::new(false),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// From now on nothing that nobody asked for is written: no space is given back and no index is made. A step of that
    /// which is under way ends before anybody else writes.
    pub fn close(&self) {
        self.shared.is_closed.store(true, Ordering::Release);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.shared.is_closed.load(Ordering::Acquire)
    }

    /// Runs `work` in one write transaction on the caller's thread. All or nothing.
    ///
    /// # Errors
    /// Whatever `work` answers; then nothing of it is kept.
    pub fn write_now<T, E: From<StoreError>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_now_then(work, |_| {})
    }

    /// Runs `work` as [`Store::write_now`] does, and `kept` when its changes are on disk, before anybody else writes.
    ///
    /// # Errors
    /// Whatever `work` answers; then nothing of it is kept and `kept` does not run.
    pub fn write_now_then<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
        kept: impl FnOnce(&T),
    ) -> Result<T, E> {
        let mut writer = self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer.transaction().map_err(StoreError::from)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        kept(&done);
        Ok(done)
    }

    /// Runs `work` on a reader on the caller's thread; it sees one state of the file throughout.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub fn read_now<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let reader = self.reader()?;
        let done = {
            let snapshot = reader.unchecked_transaction().map_err(StoreError::from)?;
            work(&snapshot)
        };
        self.keep_reader(reader);
        done
    }

    /// Runs `work` as [`Store::write_now`] does, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.write_now(work)).await.map_err(|_| StoreError::Interrupted)?
    }

    /// Runs `work` as [`Store::read_now`] does, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn read<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_now(work)).await.map_err(|_| StoreError::Interrupted)?
    }

    /// Runs `work` as [`Store::read`] does until `is_over` says yes; then what it asks of the file is answered with
    /// `Sqlite`, interrupted.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn read_until<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        is_over: impl Fn() -> bool + Send + 'static,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let store = self.clone();
        let read = move || {
            let mut reader = store.reader()?;
            reader.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_over)).map_err(StoreError::from)?;
            let done = work(&reader);
            reader.progress_handler(0, None::<fn() -> bool>).map_err(StoreError::from)?;
            store.keep_reader(reader);
            done
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| StoreError::Interrupted)?
    }

    fn keep_reader(&self, reader: Connection) {
        let mut readers = self.shared.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        let kept = self.shared.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(reader) = kept {
            return Ok(reader);
        }
        let reader = Connection::open_with_flags(&self.shared.path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        prepare(&reader)?;
        Ok(reader)
    }
}

fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Makes it if it is missing, for this person alone.
#[cfg(unix)]
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

/// Makes it if it is missing, for this person alone.
#[cfg(unix)]
pub(crate) fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(not(unix))]
pub(crate) fn private_file(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration = Migration { form: 1, sql: "CREATE TABLE note (text TEXT NOT NULL);" };
    const SECOND: Migration = Migration { form: 2, sql: "ALTER TABLE note ADD COLUMN size INTEGER;" };

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("a.sqlite"), &[FIRST]).expect("opens");
        let refused: Result<(), StoreError> = store.write_now(|transaction| {
            transaction.execute("INSERT INTO note VALUES ('x')", [])?;
            Err(StoreError::Damaged("on purpose".to_owned()))
        });
        assert!(refused.is_err());
        assert_eq!(count(&store), 0);
    }

    #[test]
    fn a_store_of_a_newer_version_is_left_untouched() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sqlite");
        drop(Store::open(&path, &[FIRST, SECOND]).expect("opens"));
        let older = Store::open(&path, &[FIRST]).err().expect("is refused");
        assert!(matches!(older, StoreError::TooNew { found: 2, known: 1 }), "{older:?}");
    }

    #[test]
    fn an_upgrade_keeps_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sqlite");
        let store = Store::open(&path, &[FIRST]).expect("opens");
        store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute("INSERT INTO note VALUES ('x')", [])?)).expect("writes");
        drop(store);
        assert_eq!(count(&Store::open(&path, &[FIRST, SECOND]).expect("opens")), 1);
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_this_person_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data").join("a.sqlite");
        let _store = Store::open(&path, &[FIRST]).expect("opens");
        let mode = |path: &Path| std::fs::metadata(path).expect("is there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&folder.path().join("data")), 0o700);
        assert_eq!(mode(&path.with_extension("sqlite-wal")), 0o600);
    }

    fn count(store: &Store) -> u32 {
        store
            .read_now(|connection| Ok::<_, StoreError>(connection.query_row("SELECT count(*) FROM note", [], |row| row.get(0))?))
            .expect("reads")
    }
}
