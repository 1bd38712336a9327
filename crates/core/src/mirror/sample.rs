//! A few records of the mirror, whichever they are.

use super::{Mirror, MirrorError};
use crate::store::StoreError;
use rusqlite::Connection;

impl Mirror {
    /// Records that can be read one by one, one of each entity type, as entity type and id.
    ///
    /// # Errors
    /// `Store`.
    pub async fn some_records(&self) -> Result<Vec<(String, String)>, MirrorError> {
        let mirror = self.clone();
        self.store.read(move |connection| Ok(mirror.sample(connection, 1)?)).await
    }

    /// The same, up to `each` of each entity type.
    pub(crate) fn sample(&self, connection: &Connection, each: usize) -> Result<Vec<(String, String)>, StoreError> {
        let known = self.known.borrow().clone();
        let mut found = Vec::new();
        for layout in known.layouts.values().filter(|layout| layout.entity_type.operations.get) {
            let mut statement = connection.prepare(&format!("SELECT id FROM {} ORDER BY id LIMIT {each}", layout.rows))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.push((layout.entity_type.name.clone(), row.get(0)?));
            }
        }
        Ok(found)
    }
}
