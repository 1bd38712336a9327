//! Giving space back: pages that nothing uses any more leave the file in small steps, so that nobody waits for long.

use super::{Store, StoreError};
use rusqlite::Connection;
use std::sync::PoisonError;
use std::time::Duration;

/// Pages that leave in one step, in which nobody else writes.
const PAGES_AT_ONCE: u32 = 2_000;
/// In pages. A file of an earlier version is written anew once if it is no larger; while that runs nobody else writes.
const REWRITTEN_AT_MOST: i64 = 50_000;
/// `PRAGMA auto_vacuum` of a file that gives pages back when asked.
const INCREMENTAL: i64 = 2;
/// Between two steps. The lock is not fair: whoever waits for it must find it free.
const PAUSE: Duration = Duration::from_millis(5);

/// A file without a table is made to give pages back; of another SQLite takes the wish at its next `VACUUM`.
pub(super) fn ask_incremental(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.pragma_update(None, "auto_vacuum", INCREMENTAL)
}

impl Store {
    /// Gives the space of what was deleted back to the system, off the async threads.
    ///
    /// # Errors
    /// `Sqlite` if the file cannot be written; nothing is lost then.
    pub async fn give_back_space(&self) -> Result<(), StoreError> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.give_back_space_now()).await.map_err(|_| StoreError::Interrupted)?
    }

    fn give_back_space_now(&self) -> Result<(), StoreError> {
        while !self.is_closed() {
            let writer = self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let free = pragma(&writer, "freelist_count")?;
            if free > 0 && pragma(&writer, "auto_vacuum")? != INCREMENTAL {
                if pragma(&writer, "page_count")? <= REWRITTEN_AT_MOST {
                    ask_incremental(&writer)?;
                    writer.execute_batch("VACUUM")?;
                }
            } else if free > 0 {
                give_back_pages(&writer)?;
                let left = pragma(&writer, "freelist_count")?;
                if left > 0 && left < free {
                    drop(writer);
                    std::thread::sleep(PAUSE);
                    continue;
                }
            }
            // Readers that look at an earlier state keep the log; the next checkpoint takes it then.
            writer.busy_timeout(Duration::from_millis(50))?;
            let done = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            writer.busy_timeout(super::BUSY)?;
            return Ok(done?);
        }
        Ok(())
    }
}

fn give_back_pages(writer: &Connection) -> Result<(), rusqlite::Error> {
    let mut steps = writer.prepare(&format!("PRAGMA incremental_vacuum({PAGES_AT_ONCE})"))?;
    let mut steps = steps.query([])?;
    while steps.next()?.is_some() {}
    Ok(())
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, rusqlite::Error> {
    connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Migration;

    #[test]
    fn a_store_that_was_closed_gives_no_space_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let form = Migration { form: 1, sql: "CREATE TABLE note (text BLOB NOT NULL);" };
        let store = Store::open(&folder.path().join("a.sqlite"), &[form]).expect("opens");
        let write = |sql: &str| store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute(sql, [])?)).expect("writes");
        let free = || store.read_now(|connection| Ok::<_, StoreError>(pragma(connection, "freelist_count")?)).expect("reads");
        // More than two steps.
        write("INSERT INTO note SELECT zeroblob(20000000)");
        write("DELETE FROM note");
        store.give_back_space_now().expect("gives back");
        assert_eq!(free(), 0);
        write("INSERT INTO note SELECT zeroblob(1000000)");
        write("DELETE FROM note");
        store.close();
        store.give_back_space_now().expect("ends");
        assert!(free() > 0);
    }
}
