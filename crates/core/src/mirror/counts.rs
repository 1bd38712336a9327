//! How many rows fit, without opening a view of them.

use super::filter::{Filter, Predicate};
use super::layout::Layout;
use super::status::count_in;
use super::view::{Choice, listed};
use super::{Mirror, MirrorError, ViewQuery};
use rusqlite::{Connection, params_from_iter};

impl Mirror {
    /// How many rows `query` finds with each of `filters` in place of its own.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Filter` if one does not fit the fields; `Store` if it cannot be read.
    pub async fn count_rows(&self, entity_type: &str, query: ViewQuery, filters: &[Filter]) -> Result<Vec<u64>, MirrorError> {
        let layout = self.layout(entity_type)?;
        let filters = filters.iter().map(|filter| self.predicate(&layout, filter, &query.calendar)).collect::<Result<Vec<_>, _>>()?;
        let choice = self.choice(&layout, &ViewQuery { filter: Filter::default(), ..query })?;
        self.store
            .read(move |connection| {
                let hits = choice.hits(connection, &layout)?;
                let count = |filter| count(connection, &layout, &choice.filtered(filter), hits.as_deref());
                filters.into_iter().map(count).collect()
            })
            .await
    }
}

fn count(connection: &Connection, layout: &Layout, choice: &Choice, hits: Option<&[u32]>) -> Result<u64, MirrorError> {
    count_of(connection, layout, scope(layout, choice, hits))
}

pub(super) fn count_of(connection: &Connection, layout: &Layout, condition: Predicate) -> Result<u64, MirrorError> {
    let mut statement = connection.prepare_cached(&format!("SELECT count(*) FROM {} WHERE {}", layout.rows, condition.sql))?;
    Ok(statement.query_row(params_from_iter(condition.values), |row| count_in(row, 0))?)
}

/// All that a row must be to be among those of `choice`, whose `hits` were looked for before.
pub(super) fn scope(layout: &Layout, choice: &Choice, hits: Option<&[u32]>) -> Predicate {
    let among = |hits| Predicate::new(format!("{}.row_id IN (SELECT value FROM json_each(?))", layout.rows), [listed(hits)]);
    Predicate::all(choice.condition(layout).into_iter().chain(hits.map(among)).collect())
}
