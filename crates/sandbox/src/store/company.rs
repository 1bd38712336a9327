//! One company's rows.

use super::view::ViewCache;
use super::{Query, Record, StoreError, Table, Tables, schema};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Up to here the first rows are found by walking an index; beyond, a list of row numbers is made once.
const WALKED_OFFSET: u64 = 5_000;

/// Takes an encoded row of a table.
pub(crate) type InsertRow<'a> = &'a mut dyn FnMut(&Table, Vec<SqlValue>) -> Result<(), StoreError>;

/// Where the first rows of a company come from.
pub(crate) trait SeedSource: Send + Sync {
    /// Hands every row to `insert`, records that are referred to before those that refer.
    fn seed(&self, insert: InsertRow<'_>) -> Result<(), StoreError>;
}

/// A company: its name to people, its id in tokens, its rows.
pub(crate) struct CompanyStore {
    pub(crate) id: String,
    pub(crate) name: String,
    seed: Box<dyn SeedSource>,
    db: Mutex<Db>,
}

impl CompanyStore {
    /// Opens the file and makes first data if it has none, or only half of them.
    pub(crate) fn open(file: &Path, tables: &Arc<Tables>, (id, name): (&str, &str), seed: Box<dyn SeedSource>) -> Result<Self, StoreError> {
        let connection = Connection::open(file)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch("PRAGMA cache_size = -16384;")?;
        let mut db = Db { connection, tables: Arc::clone(tables), views: ViewCache::default() };
        if !db.is_seeded()? {
            db.seed_empty_file(seed.as_ref())?;
        }
        db.connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
        Ok(Self { id: id.to_owned(), name: name.to_owned(), seed, db: Mutex::new(db) })
    }

    /// Brings the data back to their first state, all or nothing.
    pub(crate) fn reset(&self) -> Result<(), StoreError> {
        self.with(|db| {
            let tables = Arc::clone(&db.tables);
            db.in_transaction(|db| {
                schema::drop_tables(&db.connection, &tables)?;
                schema::create_tables(&db.connection, &tables)?;
                db.insert_seed(self.seed.as_ref())?;
                schema::create_indexes(&db.connection, &tables)?;
                Ok(())
            })
        })
    }

    /// Runs `act` alone on the company's rows.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Db) -> T) -> T {
        act(&mut self.db.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An open company file.
pub(crate) struct Db {
    connection: Connection,
    pub(crate) tables: Arc<Tables>,
    views: ViewCache,
}

/// A stored record with the row it stands in.
pub(crate) struct StoredRecord {
    pub(crate) row: i64,
    pub(crate) record: Record,
}

/// A page of a list: the JSON text of each record and, if asked for, of its nested parts.
pub(crate) type Page = Vec<(String, Option<String>)>;

impl Db {
    /// Counts the rows of a question.
    pub(crate) fn count(&self, table: &Table, query: &Query) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) FROM \"{}\"{}", table.name(), query.condition_sql());
        Ok(self.connection.prepare_cached(&sql)?.query_row(params_from_iter(&query.parameters), |row| row.get(0))?)
    }

    /// Rows `offset` to `offset + size` of a question; `document` is the SQL expression of each row's text.
    pub(crate) fn page(
        &mut self,
        table: &Table,
        query: &Query,
        (offset, size): (u64, u64),
        document: &str,
        with_parts: bool,
    ) -> Result<Page, StoreError> {
        let parts = if with_parts { "_parts" } else { "NULL" };
        if offset <= WALKED_OFFSET && query.order_is_indexed {
            return self.walk(table, query, (offset, size), document, parts);
        }
        if query.is_plain() && !self.has_gaps(table)? {
            let unbroken = Query { condition: format!("_rid > {offset}"), ..Query::default() };
            return self.walk(table, &unbroken, (0, size), document, parts);
        }
        let rows = self.view(table, query)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(rows.len());
        let end = start.saturating_add(usize::try_from(size).unwrap_or(usize::MAX)).min(rows.len());
        let sql = format!("SELECT {document}, {parts} FROM \"{}\" WHERE _rid = ?1", table.name());
        let mut statement = self.connection.prepare_cached(&sql)?;
        rows[start..end].iter().map(|row| Ok(statement.query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?)).collect()
    }

    /// Whether the rows' numbers, which begin at 1, have gaps; they have none until a row is deleted.
    fn has_gaps(&mut self, table: &Table) -> Result<bool, StoreError> {
        if let Some(known) = self.views.has_gaps(table.index) {
            return Ok(known);
        }
        let sql = format!("SELECT count(*) <> coalesce(max(_rid), 0) FROM \"{}\"", table.name());
        let has_gaps = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        self.views.keep_gaps(table.index, has_gaps);
        Ok(has_gaps)
    }

    fn walk(&self, table: &Table, query: &Query, (offset, size): (u64, u64), document: &str, parts: &str) -> Result<Page, StoreError> {
        let sql = format!(
            "SELECT {document}, {parts} FROM \"{}\"{} ORDER BY {} LIMIT {size} OFFSET {offset}",
            table.name(),
            query.condition_sql(),
            query.order_sql()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&query.parameters), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn view(&mut self, table: &Table, query: &Query) -> Result<Arc<[i64]>, StoreError> {
        let key = query.key();
        if let Some(rows) = self.views.get(table.index, &key) {
            return Ok(rows);
        }
        let sql = format!("SELECT _rid FROM \"{}\"{} ORDER BY {}", table.name(), query.condition_sql(), query.order_sql());
        let rows = {
            let mut statement = self.connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&query.parameters), |row| row.get(0))?;
            rows.collect::<Result<Vec<i64>, _>>()?
        };
        Ok(self.views.keep(table.index, key, rows))
    }

    /// The record with its nested parts: every nested field is there, empty ones as null or an empty list.
    pub(crate) fn record(&self, table: &Table, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        let sql = format!("SELECT _rid, _doc, _parts FROM \"{}\" WHERE id = ?1", table.name());
        let found: Option<(i64, String, Option<String>)> = self
            .connection
            .prepare_cached(&sql)?
            .query_row([id.to_ascii_lowercase()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        found
            .map(|(row, document, parts)| {
                let mut record: Record = serde_json::from_str(&document)?;
                let mut stored: Record = parts.map_or_else(|| Ok(Record::new()), |parts| serde_json::from_str(&parts))?;
                for field in table.entity.fields.iter().filter(|field| field.nested) {
                    let empty = if field.array { serde_json::Value::Array(Vec::new()) } else { serde_json::Value::Null };
                    record.insert(field.name.clone(), stored.remove(&field.name).unwrap_or(empty));
                }
                Ok(StoredRecord { row, record })
            })
            .transpose()
    }

    /// The text by which people know a record: `None` if it is not there.
    pub(crate) fn title(&self, table: &Table, id: &str) -> Result<Option<String>, StoreError> {
        let sql = format!("SELECT coalesce(_title, '') FROM \"{}\" WHERE id = ?1", table.name());
        Ok(self.connection.prepare_cached(&sql)?.query_row([id.to_ascii_lowercase()], |row| row.get(0)).optional()?)
    }

    /// Whether any row of `table` has `value` in `column`.
    pub(crate) fn has_value(&self, table: &Table, column: &str, value: &str) -> Result<bool, StoreError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{}\" WHERE \"{column}\" = ?1)", table.name());
        Ok(self.connection.prepare_cached(&sql)?.query_row([value.to_ascii_lowercase()], |row| row.get(0))?)
    }

    /// The texts in `wanted` of the rows that have `value` in `column`.
    pub(crate) fn values_where(&self, table: &Table, wanted: &str, column: &str, value: &str) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "SELECT json_extract(_doc, '$.\"{wanted}\"') FROM \"{}\" WHERE \"{column}\" = ?1 AND json_extract(_doc, '$.\"{wanted}\"') IS NOT NULL",
            table.name()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([value.to_ascii_lowercase()], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether any of the first rows has a member called `name`, which the catalogue does not know. Letters and digits only.
    pub(crate) fn has_member(&self, table: &Table, name: &str) -> Result<bool, StoreError> {
        if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_alphanumeric()) {
            return Ok(false);
        }
        let first_rows = format!("SELECT _doc FROM \"{}\" LIMIT 200", table.name());
        let sql = format!("SELECT EXISTS (SELECT 1 FROM ({first_rows}) WHERE json_type(_doc, ?1) IS NOT NULL)");
        Ok(self.connection.prepare_cached(&sql)?.query_row([format!("$.\"{name}\"")], |row| row.get(0))?)
    }

    pub(crate) fn insert(&mut self, table: &Table, record: &Record) -> Result<(), StoreError> {
        self.views.forget(table.index);
        self.connection.prepare_cached(&table.insert_sql)?.execute(params_from_iter(table.encode(record)))?;
        Ok(())
    }

    pub(crate) fn update(&mut self, table: &Table, row: i64, record: &Record) -> Result<(), StoreError> {
        self.views.forget(table.index);
        let mut values = table.encode(record);
        values.push(SqlValue::Integer(row));
        self.connection.prepare_cached(&table.update_sql)?.execute(params_from_iter(values))?;
        Ok(())
    }

    pub(crate) fn delete(&mut self, table: &Table, row: i64) -> Result<(), StoreError> {
        self.views.forget(table.index);
        let sql = format!("DELETE FROM \"{}\" WHERE _rid = ?1", table.name());
        self.connection.prepare_cached(&sql)?.execute([row])?;
        Ok(())
    }

    /// Deletes every row of `table` that has `value` in `column`.
    pub(crate) fn delete_where(&mut self, table: &Table, column: &str, value: &str) -> Result<(), StoreError> {
        self.views.forget(table.index);
        let sql = format!("DELETE FROM \"{}\" WHERE \"{column}\" = ?1", table.name());
        self.connection.prepare_cached(&sql)?.execute([value.to_ascii_lowercase()])?;
        Ok(())
    }

    /// Writes a record's new name into the field `label` of the rows that meet `condition`, in which `?2` is the id.
    pub(crate) fn relabel(&mut self, table: &Table, condition: &str, id: &str, label: &str, name: &str) -> Result<(), StoreError> {
        self.views.forget(table.index);
        let own = table.column(label).map_or_else(String::new, |_| format!(", \"{label}\" = ?1"));
        let sql = format!("UPDATE \"{}\" SET _doc = json_set(_doc, '$.\"{label}\"', ?1){own} WHERE {condition}", table.name());
        self.connection.prepare_cached(&sql)?.execute(params![name, id])?;
        Ok(())
    }

    /// Runs `act` so that either all of its changes stay or none.
    pub(crate) fn in_transaction<T, E: From<StoreError>>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.run("BEGIN IMMEDIATE")?;
        let outcome = act(self);
        let ended = self.run(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" });
        self.views.forget_all();
        let value = outcome?;
        ended?;
        Ok(value)
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    fn is_seeded(&self) -> Result<bool, StoreError> {
        let version: i64 = self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok(version == SEEDED)
    }

    /// Fills a file that holds nothing worth keeping, without a journal; a half-filled one is filled anew at the next start.
    fn seed_empty_file(&mut self, seed: &dyn SeedSource) -> Result<(), StoreError> {
        let tables = Arc::clone(&self.tables);
        self.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -49152;")?;
        schema::drop_tables(&self.connection, &tables)?;
        schema::create_tables(&self.connection, &tables)?;
        self.run("BEGIN")?;
        self.insert_seed(seed)?;
        self.run("COMMIT")?;
        schema::create_indexes(&self.connection, &tables)?;
        self.run(&format!("PRAGMA user_version = {SEEDED}; PRAGMA cache_size = -16384; PRAGMA shrink_memory;"))
    }

    fn insert_seed(&mut self, seed: &dyn SeedSource) -> Result<(), StoreError> {
        self.views.forget_all();
        let connection = &self.connection;
        seed.seed(&mut |table, values| {
            connection.prepare_cached(&table.insert_sql)?.execute(params_from_iter(values))?;
            Ok(())
        })
    }
}

/// The mark of a file whose first data are complete, in this version's form.
const SEEDED: i64 = 2;
