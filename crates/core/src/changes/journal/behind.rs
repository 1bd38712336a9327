//! How much of the journal is not in what Activity looks in yet: what an earlier version wrote is put there in the background.

use crate::changes::Changes;
use crate::changes::draft::DraftError;

impl Changes {
    /// Rows of the journal that are not chained, and so not found, yet.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_behind(&self) -> Result<u64, DraftError> {
        self.store
            .read(|connection| {
                let mut count = connection.prepare_cached("SELECT count(*) FROM journal WHERE hash IS NULL")?;
                Ok(count.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
            })
            .await
    }
}
