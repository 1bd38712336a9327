//! A few records of the mirror, whichever they are.

use super::{Mirror, MirrorError};

impl Mirror {
    /// At most `most` records that can be read one by one, each of another entity type, as entity type and id.
    ///
    /// # Errors
    /// `Store`.
    pub async fn some_records(&self, most: usize) -> Result<Vec<(String, String)>, MirrorError> {
        let layouts: Vec<_> = self.layouts.values().filter(|layout| layout.entity_type.operations.get).cloned().collect();
        self.store
            .read(move |connection| {
                let mut found = Vec::new();
                for layout in layouts {
                    let sql = format!("SELECT id FROM {} LIMIT 1", layout.rows);
                    let mut statement = connection.prepare(&sql)?;
                    if let Some(row) = statement.query([])?.next()? {
                        found.push((layout.entity_type.name.clone(), row.get(0)?));
                    }
                    if found.len() == most {
                        break;
                    }
                }
                Ok(found)
            })
            .await
    }
}
