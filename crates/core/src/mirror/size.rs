//! What each entity type takes of the database.

use super::layout::Layout;
use super::status::{count_in, read_status};
use super::{Mirror, MirrorError};
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;

/// In bytes. Up to here all pages are counted, which reads the whole file; a larger one is shared out by samples.
const COUNTED_AT_MOST: u64 = 64 * 1024 * 1024;
/// Records of an entity type that are looked at.
const SAMPLES: u32 = 200;

impl Mirror {
    /// The bytes of each entity type: its rows, bodies, texts, links and their indexes.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn sizes(&self) -> Result<HashMap<String, u64>, MirrorError> {
        let known = self.known.borrow().clone();
        self.store
            .read(move |connection| {
                let layouts: Vec<Arc<Layout>> = known.layouts.values().cloned().collect();
                let used = used(connection)?;
                if used <= COUNTED_AT_MOST { counted(connection, &layouts) } else { shared_out(connection, &layouts, used) }
            })
            .await
    }

    /// Gives the space of what was dropped back to the system, without keeping others from writing for long.
    ///
    /// # Errors
    /// `Store` if it cannot be written.
    pub async fn give_back_space(&self) -> Result<(), MirrorError> {
        Ok(self.store.give_back_space().await?)
    }
}

/// The bytes of all pages that hold something.
fn used(connection: &Connection) -> Result<u64, MirrorError> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| count_in(row, 0));
    Ok((pragma("page_count")?.saturating_sub(pragma("freelist_count")?)) * pragma("page_size")?)
}

/// By the pages of each table and of its indexes (<https://sqlite.org/dbstat.html>).
fn counted(connection: &Connection, layouts: &[Arc<Layout>]) -> Result<HashMap<String, u64>, MirrorError> {
    let mut statement = connection
        .prepare_cached("SELECT tbl_name, sum(pgsize) FROM dbstat('main', 1) AS pages JOIN sqlite_schema USING (name) GROUP BY tbl_name")?;
    let mut by_table: HashMap<String, u64> = HashMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        by_table.insert(super::layout::quoted(&row.get::<_, String>(0)?), count_in(row, 1)?);
    }
    let bytes = |layout: &Layout| tables(layout).filter_map(|table| by_table.get(table)).sum();
    Ok(layouts.iter().map(|layout| (layout.entity_type.name.clone(), bytes(layout))).collect())
}

fn tables(layout: &Layout) -> impl Iterator<Item = &String> {
    [&layout.rows, &layout.bodies, &layout.texts].into_iter().chain(layout.links.as_ref().map(|links| &links.table))
}

/// The whole, shared out by the number of rows and the size of some of them.
fn shared_out(connection: &Connection, layouts: &[Arc<Layout>], used: u64) -> Result<HashMap<String, u64>, MirrorError> {
    let mut weights = Vec::with_capacity(layouts.len());
    for layout in layouts {
        let rows = read_status(connection, layout)?.rows;
        let sql = format!("SELECT ifnull(avg(length(body)), 0) FROM (SELECT body FROM {} LIMIT {SAMPLES})", layout.bodies);
        let of_one: f64 = connection.query_row(&sql, [], |row| row.get(0))?;
        weights.push((layout.entity_type.name.clone(), of_one * as_float(rows)));
    }
    let whole: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let part = |weight: f64| if whole > 0.0 { as_float(used) * (weight / whole) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a number of bytes, which is no less than 0")]
    let bytes = |weight: f64| part(weight) as u64;
    Ok(weights.into_iter().map(|(name, weight)| (name, bytes(weight))).collect())
}

#[expect(clippy::cast_precision_loss, reason = "rows and bytes stay below 2^53")]
fn as_float(number: u64) -> f64 {
    number as f64
}
