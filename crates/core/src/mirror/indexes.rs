//! Indexes, made in the background when a big table was sorted, or looked through for references or names, by columns
//! that had none.
//!
//! None is made while rows are loading: each would slow every insert, and most columns are never sorted by. They are made
//! one after the other with a pause between, so that whoever wants to write never waits for more than one.

use super::Mirror;
use super::MirrorError;
use super::layout::{Layout, quoted};
use super::status::read_status;
use crate::store::Store;
use rusqlite::{Connection, Transaction};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Below this many rows sorting needs no index.
pub(super) const WORTH_AN_INDEX: u64 = 30_000;
/// Each index costs space, and time at every change.
const INDEXES_AT_MOST: u32 = 24;
/// Between two indexes, for others to write.
const PAUSE: Duration = Duration::from_millis(500);

/// Indexes that are still to be made, the one wished for first in front.
#[derive(Default)]
pub(super) struct Wishes(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Wish>,
    /// Somebody makes them.
    is_worked_on: bool,
}

struct Wish {
    layout: Arc<Layout>,
    columns: String,
}

impl Wishes {
    /// True if nobody makes them yet, and the caller is to do it.
    fn add(&self, wish: Wish) -> bool {
        let mut queue = self.queue();
        let is_same = |waiting: &Wish| waiting.layout.rows == wish.layout.rows && waiting.columns == wish.columns;
        if !queue.waiting.iter().any(is_same) {
            queue.waiting.push_back(wish);
        }
        !std::mem::replace(&mut queue.is_worked_on, true)
    }

    /// The next; with `None` nobody makes them any more.
    fn next(&self) -> Option<Wish> {
        let mut queue = self.queue();
        let next = queue.waiting.pop_front();
        queue.is_worked_on = next.is_some();
        next
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mirror {
    /// Makes an index over `columns` (quoted, each perhaps with ` DESC`) if the table is big, complete and has none.
    /// Answers at once; the work is done in the background and its failure changes nothing but speed.
    pub(super) fn wish_for_index(&self, layout: &Arc<Layout>, columns: String) {
        if self.wishes.add(Wish { layout: layout.clone(), columns }) {
            tokio::spawn(make_all(self.store.clone(), self.wishes.clone()));
        }
    }
}

async fn make_all(store: Store, wishes: Arc<Wishes>) {
    while let Some(wish) = wishes.next() {
        let entity_type = wish.layout.entity_type.name.clone();
        match wish.grant(&store).await {
            Ok(true) => tokio::time::sleep(PAUSE).await,
            Ok(false) => {}
            Err(error) => tracing::warn!(entity_type, %error, "an index could not be made"),
        }
    }
}

impl Wish {
    /// Whether an index was made.
    async fn grant(self, store: &Store) -> Result<bool, MirrorError> {
        let Self { layout, columns } = self;
        let name = index_name(&layout, &columns);
        let (looked_at, known) = (layout.clone(), name.clone());
        if !store.read(move |connection| is_wanted(connection, &looked_at, &known)).await? {
            return Ok(false);
        }
        // What the index tells of its values keeps SQLite from taking it where most rows have the same one.
        let (index, rows) = (quoted(&name), layout.rows.clone());
        let sql = format!("CREATE INDEX IF NOT EXISTS {index} ON {rows} ({columns}); PRAGMA analysis_limit = 1000; ANALYZE {index}");
        let kept = store.clone();
        store
            .write(move |transaction| {
                // Rows may have begun to load while others wrote.
                let is_wanted = !kept.is_closed() && is_wanted(transaction, &layout, &name)?;
                if is_wanted {
                    transaction.execute_batch(&sql)?;
                }
                Ok(is_wanted)
            })
            .await
    }
}

/// Drops the indexes that were made over the rows of an entity type: without rows they are worth nothing.
pub(super) fn drop_all(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    let sql = format!("SELECT name FROM sqlite_schema WHERE {MADE} AND tbl_name = ?1");
    let names: Vec<String> = transaction.prepare(&sql)?.query_map([table(layout)], |row| row.get(0))?.collect::<Result<_, _>>()?;
    names.iter().try_for_each(|name| Ok(transaction.execute_batch(&format!("DROP INDEX {}", quoted(name)))?))
}

/// An index that was made here, in SQL.
const MADE: &str = "type = 'index' AND name LIKE 'mirror\\_by\\_%' ESCAPE '\\'";

fn index_name(layout: &Layout, columns: &str) -> String {
    format!("mirror_by_{} {}", layout.entity_type.name, columns.replace('"', ""))
}

fn table(layout: &Layout) -> String {
    format!("mirror_rows_{}", layout.entity_type.name.replace('\0', ""))
}

/// Whether an index over the column (quoted) was made.
pub(super) fn has_index(connection: &Connection, layout: &Layout, column: &str) -> Result<bool, MirrorError> {
    Ok(made(connection, layout, &index_name(layout, column))?.0)
}

/// Whether the index is there, and how many there are.
fn made(connection: &Connection, layout: &Layout, name: &str) -> Result<(bool, u32), MirrorError> {
    let sql = format!("SELECT ifnull(max(name = ?1), 0), count(*) FROM sqlite_schema WHERE {MADE} AND tbl_name = ?2");
    Ok(connection.query_row(&sql, (name.replace('\0', ""), table(layout)), |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn is_wanted(connection: &Connection, layout: &Layout, name: &str) -> Result<bool, MirrorError> {
    let status = read_status(connection, layout)?;
    let (is_made, count) = made(connection, layout, name)?;
    Ok(status.complete && status.rows >= WORTH_AN_INDEX && !is_made && count < INDEXES_AT_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::{Learnt, expected};

    fn wish(columns: &str) -> Wish {
        let catalogue = coredesk_catalogue::bqe_core::service().expect("reads").catalogue;
        let entity_type = catalogue.entity_type("timeentry").expect("is there");
        Wish { layout: Arc::new(Layout::of(entity_type, expected(entity_type, &Learnt::default()))), columns: columns.to_owned() }
    }

    #[test]
    fn one_at_a_time_makes_indexes_and_the_same_is_wished_for_once() {
        let wishes = Wishes::default();
        assert_eq!(["a", "b", "a"].map(|columns| wishes.add(wish(columns))), [true, false, false]);
        let columns = || wishes.next().map(|wish| wish.columns);
        assert_eq!([columns(), columns(), columns()], [Some("a".to_owned()), Some("b".to_owned()), None]);
        assert!(wishes.add(wish("c")), "the next to wish is to make it");
    }
}
