//! What was not done in a run, grouped by reason.

use super::Changes;
use super::draft::DraftError;
use super::run::RunOutcome;
use super::run_table;
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// The rows of a group that are told whole.
const FIRST: usize = 5;

/// Changes of a run that were not done for the same reason.
#[derive(Debug, Clone)]
pub struct Failures {
    /// All of them, in the order of sending.
    pub change_ids: Vec<String>,
    /// The first few.
    pub first: Vec<RunOutcome>,
}

impl Changes {
    /// What was not done in a run, grouped by reason; most first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn failures(&self, run_id: &str) -> Result<Vec<Failures>, DraftError> {
        let run_id = run_id.to_owned();
        self.store.read(move |connection| Ok(grouped(connection, &run_id)?)).await
    }

    /// The names of the entity types of which a run has changes.
    ///
    /// # Errors
    /// `Store`.
    pub async fn types_of_run(&self, run_id: &str) -> Result<BTreeSet<String>, DraftError> {
        let run_id = run_id.to_owned();
        self.store
            .read(move |connection| {
                let mut statement = connection.prepare_cached("SELECT DISTINCT entity_type FROM run_change WHERE run_id = ?1")?;
                Ok(statement.query_map([run_id], |row| row.get(0))?.collect::<Result<_, rusqlite::Error>>()?)
            })
            .await
    }

    /// The name of the entity type of an unsent change.
    ///
    /// # Errors
    /// `Store`.
    pub async fn type_of_change(&self, change_id: &str) -> Result<Option<String>, DraftError> {
        let change_id = change_id.to_owned();
        let sql = "SELECT entity_type FROM draft WHERE change_id = ?1";
        self.store.read(move |connection| Ok(connection.prepare_cached(sql)?.query_row([change_id], |row| row.get(0)).optional()?)).await
    }
}

fn grouped(connection: &Connection, run_id: &str) -> Result<Vec<Failures>, StoreError> {
    // The same words stand for other ends of other kinds of change only where somebody else or nobody answered.
    let mut statement = connection.prepare_cached(
        "SELECT group_concat(place, ',') FROM (
             SELECT place, outcome, held_back, why, CASE WHEN outcome IN ('conflict', 'unknown') THEN kind END AS kind FROM run_change
             WHERE run_id = ?1 AND outcome IN ('refused', 'conflict', 'unknown', 'not sent') ORDER BY place
         ) GROUP BY outcome, held_back, why, kind ORDER BY count(*) DESC, min(place)",
    )?;
    let groups: Vec<String> = statement.query_map([run_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut id_of = connection.prepare_cached("SELECT change_id FROM run_change WHERE run_id = ?1 AND place = ?2")?;
    let mut found = Vec::with_capacity(groups.len());
    for group in groups {
        let mut places: Vec<i64> = group.split(',').filter_map(|place| place.parse().ok()).collect();
        places.sort_unstable();
        let change_ids: Result<_, rusqlite::Error> =
            places.iter().map(|place| id_of.query_row(params![run_id, place], |row| row.get(0))).collect();
        let first = places.iter().take(FIRST).filter_map(|place| run_table::at(connection, run_id, *place).transpose());
        found.push(Failures { change_ids: change_ids?, first: first.collect::<Result<_, _>>()? });
    }
    Ok(found)
}
