//! The journal and the runs as they stand on disk, read past the code that is looked at.

use super::place::Key;
use coredesk_core::store::{Store, StoreError};
use serde_json::Value;

/// One write of the journal and how it ended.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    pub(crate) number: i64,
    pub(crate) run_id: String,
    pub(crate) change_id: String,
    /// The record as it was called when it was sent.
    pub(crate) sent_as: Key,
    /// The record as the service calls it.
    pub(crate) key: Key,
    pub(crate) kind: String,
    pub(crate) fields: Vec<Field>,
    /// Nothing while it is on its way.
    pub(crate) outcome: Option<String>,
    pub(crate) words: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) before: Value,
    pub(crate) after: Value,
}

impl Write {
    pub(crate) fn is(&self, outcome: &str) -> bool {
        self.outcome.as_deref() == Some(outcome)
    }

    /// It was done without anything being sent.
    pub(crate) fn was_so_already(&self) -> bool {
        self.words.as_deref().is_some_and(|words| words == "It was so already." || words == "It was gone already.")
    }

    /// The name that a new record was sent with.
    pub(crate) fn name(&self) -> Option<&Value> {
        self.fields.iter().find(|field| field.name == "name").map(|field| &field.after)
    }
}

/// A change of a run.
#[derive(Debug, Clone)]
pub(crate) struct InRun {
    pub(crate) run_id: String,
    pub(crate) state: String,
    pub(crate) change_id: String,
    pub(crate) outcome: String,
    pub(crate) number: Option<i64>,
}

pub(crate) fn writes(store: &Store) -> Vec<Write> {
    let sql = "SELECT intended.number, intended.run_id, intended.change_id, intended.entity_type, intended.entity_id,
        coalesce(ended.entity_id, intended.entity_id), intended.kind, intended.fields, ended.outcome, ended.words
        FROM journal AS intended LEFT JOIN journal AS ended ON ended.intent = intended.number
        WHERE intended.intent IS NULL ORDER BY intended.number";
    let read = store.read_now(|connection| {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let entity_type: String = row.get(3)?;
            Ok(Write {
                number: row.get(0)?,
                run_id: row.get(1)?,
                change_id: row.get(2)?,
                sent_as: (entity_type.clone(), row.get(4)?),
                key: (entity_type, row.get(5)?),
                kind: row.get(6)?,
                fields: fields(&row.get::<_, String>(7)?),
                outcome: row.get(8)?,
                words: row.get(9)?,
            })
        })?;
        Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
    });
    read.expect("reads")
}

pub(crate) fn in_runs(store: &Store) -> Vec<InRun> {
    let sql = "SELECT run_id, state, change_id, outcome, number FROM run_change JOIN run USING (run_id) ORDER BY run_id, place";
    let read = store.read_now(|connection| {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(InRun { run_id: row.get(0)?, state: row.get(1)?, change_id: row.get(2)?, outcome: row.get(3)?, number: row.get(4)? })
        })?;
        Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
    });
    read.expect("reads")
}

fn fields(text: &str) -> Vec<Field> {
    let all: Vec<Value> = serde_json::from_str(text).expect("is JSON");
    let name = |field: &Value| field["field"].as_str().expect("has a name").to_owned();
    all.into_iter().map(|field| Field { name: name(&field), before: field["before"].clone(), after: field["after"].clone() }).collect()
}
