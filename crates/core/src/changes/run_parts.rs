//! What stands together in a run, and some of its changes by name.

use super::Changes;
use super::draft::DraftError;
use super::run::RunOutcome;
use super::run_table;
use crate::store::StoreError;
use rusqlite::params;

/// Changes of one entity type that follow each other in the order of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPart {
    /// The entity type's name.
    pub entity_type: String,
    /// How many they are.
    pub count: u64,
}

impl Changes {
    /// All changes of a run as parts, in the order of sending. It does not change while the run goes on.
    ///
    /// # Errors
    /// `Store`.
    pub async fn run_parts(&self, run_id: &str) -> Result<Vec<RunPart>, DraftError> {
        let run_id = run_id.to_owned();
        self.store
            .read(move |connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT entity_type, count(*) FROM (
                         SELECT entity_type, place,
                             row_number() OVER (ORDER BY place) - row_number() OVER (PARTITION BY entity_type ORDER BY place) AS part
                         FROM run_change WHERE run_id = ?1
                     ) GROUP BY entity_type, part ORDER BY min(place)",
                )?;
                let parts = statement
                    .query_map([run_id], |row| Ok(RunPart { entity_type: row.get(0)?, count: row.get::<_, i64>(1)?.cast_unsigned() }))?;
                Ok(parts.collect::<Result<_, rusqlite::Error>>()?)
            })
            .await
    }

    /// How these changes of a run ended, in the order in which they are named; what is none of it is left out.
    ///
    /// # Errors
    /// `Store`.
    pub async fn run_rows_of(&self, run_id: &str, change_ids: Vec<String>) -> Result<Vec<RunOutcome>, DraftError> {
        let run_id = run_id.to_owned();
        self.store
            .read(move |connection| {
                let mut place_of = connection.prepare_cached("SELECT place FROM run_change WHERE change_id = ?2 AND run_id = ?1")?;
                let mut found = Vec::with_capacity(change_ids.len());
                for change_id in change_ids {
                    for place in place_of.query_map(params![run_id, change_id], |row| row.get(0))? {
                        found.extend(run_table::at(connection, &run_id, place?)?);
                    }
                }
                Ok::<_, StoreError>(found)
            })
            .await
            .map_err(Into::into)
    }
}
