//! How many rows fit, without opening a view of them.

use super::filter::{Filter, Predicate};
use super::layout::Layout;
use super::status::count_in;
use super::view::{Choice, LISTED_AT_MOST, RowSet, listed};
use super::{Mirror, MirrorError, ViewQuery};
use rusqlite::types::Value as Key;
use rusqlite::{Connection, params_from_iter};

impl Mirror {
    /// How many rows `query` finds with each of `filters` in place of its own. When `is_over` says so, it is answered with
    /// `Store`, interrupted.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Filter` if one does not fit the fields; `Store` if it cannot be read.
    pub async fn count_rows(
        &self,
        entity_type: &str,
        query: ViewQuery,
        filters: &[Filter],
        is_over: impl Fn() -> bool + Send + 'static,
    ) -> Result<Vec<u64>, MirrorError> {
        let layout = self.layout(entity_type)?;
        let filters = filters.iter().map(|filter| self.predicate(&layout, filter, &query.calendar)).collect::<Result<Vec<_>, _>>()?;
        let choice = self.choice(&layout, &ViewQuery { filter: Filter::default(), ..query })?;
        self.store
            .read_until(is_over, move |connection| {
                let among = choice.hits(connection, &layout)?.map(Among::of);
                let count = |filter| count(connection, &layout, choice.filtered(filter).condition(&layout), among.as_ref());
                filters.into_iter().map(count).collect()
            })
            .await
    }
}

/// The rows that a search and an answer of the service leave, in the form in which several filters ask for them.
enum Among {
    Few { listed: Key, len: usize },
    Many { set: RowSet, len: usize },
}

impl Among {
    fn of(hits: Vec<u32>) -> Self {
        let len = hits.len();
        if len <= LISTED_AT_MOST { Self::Few { listed: listed(&hits), len } } else { Self::Many { set: RowSet::of(&hits), len } }
    }
}

fn count(connection: &Connection, layout: &Layout, condition: Option<Predicate>, among: Option<&Among>) -> Result<u64, MirrorError> {
    let rows = &layout.rows;
    match (condition, among) {
        (None, Some(Among::Few { len, .. } | Among::Many { len, .. })) => Ok(*len as u64),
        (condition, None) => count_of(connection, layout, Predicate::all(condition.into_iter().collect())),
        (Some(condition), Some(Among::Few { listed, .. })) => {
            let sql = format!("SELECT count(*) FROM json_each(?) CROSS JOIN {rows} ON row_id = value WHERE {}", condition.sql);
            let values = std::iter::once(listed).chain(&condition.values);
            Ok(connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| count_in(row, 0))?)
        }
        (Some(condition), Some(Among::Many { set, .. })) => {
            let mut statement = connection.prepare_cached(&format!("SELECT row_id FROM {rows} WHERE {}", condition.sql))?;
            let mut found = statement.query(params_from_iter(condition.values))?;
            let mut count = 0;
            while let Some(row) = found.next()? {
                count += u64::from(set.holds(row.get(0)?));
            }
            Ok(count)
        }
    }
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
