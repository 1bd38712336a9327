//! The account's objects: one table for each entity type, an object as its JSON text.
//!
//! Ids are SQLite's `AUTOINCREMENT`: they rise and are never used again.

use super::description::{Description, Hold, Step};
use crate::store::{Record, StoreError};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The file that holds the account.
pub(crate) struct Store(Mutex<Db>);

/// The open file. Whoever has it is alone with it.
pub(super) struct Db {
    pub(super) connection: Connection,
}

/// Makes the first objects of an empty account.
pub(super) type Seed = fn(&mut Db) -> Result<(), StoreError>;

/// The mark of a file whose first data are complete, in this version's form.
const SEEDED: i64 = 1;

impl Store {
    /// Opens the file and makes first data if it has none, or only half of them.
    pub(super) fn open(file: &Path, description: &Description, seed: Seed) -> Result<Self, StoreError> {
        let connection = Connection::open(file)?;
        connection.set_prepared_statement_cache_capacity(128);
        let mut db = Db { connection };
        let version: i64 = db.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version != SEEDED {
            db.connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
            db.in_transaction(|db| db.fill(description, seed))?;
            db.connection.execute_batch(&format!("PRAGMA user_version = {SEEDED}; PRAGMA shrink_memory;"))?;
        }
        db.connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
        super::tokens::create_tables(&db)?;
        Ok(Self(Mutex::new(db)))
    }

    /// Brings the objects back to their first state, all or nothing. Tokens stay.
    pub(super) fn reset(&self, description: &Description, seed: Seed) -> Result<(), StoreError> {
        self.with(|db| db.in_transaction(|db| db.fill(description, seed)))
    }

    /// Runs `act` alone on the account.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Db) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Db {
    fn fill(&mut self, description: &Description, seed: Seed) -> Result<(), StoreError> {
        for entity in description.entities() {
            let table = &entity.key;
            self.connection.execute_batch(&format!(
                "DROP TABLE IF EXISTS \"{table}\"; CREATE TABLE \"{table}\" (id INTEGER PRIMARY KEY AUTOINCREMENT, doc TEXT NOT NULL);"
            ))?;
        }
        seed(self)?;
        for entity in description.entities() {
            for Hold { path, .. } in &entity.references {
                if let [Step::Key(field)] = path.as_slice() {
                    let table = &entity.key;
                    self.connection
                        .execute_batch(&format!("CREATE INDEX \"{table} {field}\" ON \"{table}\" (json_extract(doc, '$.{field}'));"))?;
                }
            }
        }
        Ok(())
    }

    /// The stored fields of an object.
    pub(super) fn get(&self, entity: &str, id: i64) -> Result<Option<Record>, StoreError> {
        let sql = format!("SELECT doc FROM \"{entity}\" WHERE id = ?1");
        let text: Option<String> = self.connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    pub(super) fn holds(&self, entity: &str, id: i64) -> Result<bool, StoreError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{entity}\" WHERE id = ?1)");
        Ok(self.connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?)
    }

    /// Adds an object and says its id.
    pub(super) fn insert(&self, entity: &str, record: &Record) -> Result<i64, StoreError> {
        let sql = format!("INSERT INTO \"{entity}\" (doc) VALUES (?1)");
        self.connection.prepare_cached(&sql)?.execute([serde_json::to_string(record)?])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Adds an object under an id of its own.
    pub(super) fn insert_as(&self, entity: &str, id: i64, record: &Record) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO \"{entity}\" (id, doc) VALUES (?1, ?2)");
        self.connection.prepare_cached(&sql)?.execute(params![id, serde_json::to_string(record)?])?;
        Ok(())
    }

    pub(super) fn replace(&self, entity: &str, id: i64, record: &Record) -> Result<(), StoreError> {
        let sql = format!("UPDATE \"{entity}\" SET doc = ?2 WHERE id = ?1");
        self.connection.prepare_cached(&sql)?.execute(params![id, serde_json::to_string(record)?])?;
        Ok(())
    }

    pub(super) fn delete(&self, entity: &str, id: i64) -> Result<(), StoreError> {
        self.connection.prepare_cached(&format!("DELETE FROM \"{entity}\" WHERE id = ?1"))?.execute([id])?;
        Ok(())
    }

    /// The objects that meet a condition on `t`, with what follows it, such as an order.
    pub(super) fn select(&self, entity: &str, rest: &str, parameters: &[SqlValue]) -> Result<Vec<(i64, Record)>, StoreError> {
        let sql = format!("SELECT t.id, t.doc FROM \"{entity}\" t {rest}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(parameters), |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| row.map_err(StoreError::from).and_then(|(id, text)| Ok((id, serde_json::from_str(&text)?)))).collect()
    }

    /// The ids of the objects that meet a condition on `t`.
    pub(super) fn ids(&self, entity: &str, condition: &str, parameters: &[SqlValue]) -> Result<Vec<i64>, StoreError> {
        let sql = format!("SELECT t.id FROM \"{entity}\" t {condition}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let ids = statement.query_map(params_from_iter(parameters), |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// How many objects meet a condition on `t`.
    pub(super) fn count(&self, entity: &str, condition: &str, parameters: &[SqlValue]) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) FROM \"{entity}\" t {condition}");
        Ok(self.connection.prepare_cached(&sql)?.query_row(params_from_iter(parameters), |row| row.get(0))?)
    }

    /// Runs `act` so that either all of its changes stay or none.
    pub(super) fn in_transaction<T, E: From<StoreError>>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.run("BEGIN IMMEDIATE")?;
        let outcome = act(self);
        let ended = self.run(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" });
        let value = outcome?;
        ended?;
        Ok(value)
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(sql)?)
    }
}

/// The SQL that finds what stands at `path` in `t.doc`: tables to join, and the expression of each value.
pub(super) fn values_at(path: &[Step]) -> (String, String) {
    let (mut tables, mut from, mut inner) = (String::new(), "t.doc".to_owned(), "$".to_owned());
    for (place, step) in path.iter().enumerate() {
        match step {
            Step::Key(key) => inner.extend([".", key]),
            Step::Each => {
                tables.push_str(&format!(", json_each({from}, '{inner}') j{place}"));
                (from, inner) = (format!("j{place}.value"), "$".to_owned());
            }
        }
    }
    let value = if inner == "$" { from } else { format!("json_extract({from}, '{inner}')") };
    (tables, value)
}
