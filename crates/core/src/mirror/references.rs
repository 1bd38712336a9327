//! What points at a record, before it is deleted and for "Related".

use super::status::count_in;
use super::{Mirror, MirrorError};
use rusqlite::Connection;

/// Records that point at another one by one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referring {
    /// The name of the entity type that points.
    pub entity_type: String,
    /// The field by which it points.
    pub field: String,
    /// How many records do, of those that are here.
    pub count: u64,
}

impl Mirror {
    /// What points at the record, in the order of the catalogue; fields by which nothing points are left out. Counts
    /// what is here: an entity type that is incomplete may hold more.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn references_to(&self, entity_type: &str, id: &str) -> Result<Vec<Referring>, MirrorError> {
        let known = self.known.borrow().clone();
        let pointing: Vec<_> = known
            .catalogue
            .references_to(entity_type)
            .filter_map(|(from, field)| {
                let layout = known.layouts.get(&from.name)?.clone();
                let column = layout.column(&field.name)?.name.clone();
                Some((layout, field.name.clone(), column))
            })
            .collect();
        let id = id.trim().to_owned();
        let (found, wishes) = self
            .store
            .read(move |connection| {
                let mut found = Vec::new();
                for (layout, field, column) in &pointing {
                    let count = count(connection, &layout.rows, column, &id)?;
                    if count > 0 {
                        found.push(Referring { entity_type: layout.entity_type.name.clone(), field: field.clone(), count });
                    }
                }
                Ok::<_, MirrorError>((found, pointing))
            })
            .await?;
        for (layout, _, column) in wishes {
            self.wish_for_index(&layout, column);
        }
        Ok(found)
    }
}

fn count(connection: &Connection, rows: &str, column: &str, id: &str) -> Result<u64, MirrorError> {
    let mut statement = connection.prepare_cached(&format!("SELECT count(*) FROM {rows} WHERE {column} = ?1"))?;
    Ok(statement.query_row([id], |row| count_in(row, 0))?)
}
