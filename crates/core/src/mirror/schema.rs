//! The tables: made when missing, widened when the catalogue has new fields.

use super::layout::{Layout, lack};
use super::links::LinkWriter;
use super::rows::parse;
use super::{MirrorError, custom_values, former, indexes, kept};
use crate::Record;
use crate::store::StoreError;
use rusqlite::types::Value as Key;
use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};
use std::collections::HashSet;

const STATE: &str = "CREATE TABLE IF NOT EXISTS mirror_state (
    entity_type TEXT PRIMARY KEY,
    shape TEXT NOT NULL,
    rows INTEGER NOT NULL DEFAULT 0,
    expected_rows INTEGER,
    complete INTEGER NOT NULL DEFAULT 0,
    as_of INTEGER,
    problem TEXT,
    without_id INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL DEFAULT 0,
    phase TEXT NOT NULL DEFAULT 'new',
    since INTEGER,
    page INTEGER NOT NULL DEFAULT 1,
    newest INTEGER,
    page_rows INTEGER,
    place TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mirror_parents (
    entity_type TEXT NOT NULL,
    parent TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    PRIMARY KEY (entity_type, parent)
) WITHOUT ROWID";

/// Makes the tables that say how far each entity type was read, below which parents, which a person keeps, and what
/// records were before.
pub(super) fn make_state(transaction: &Transaction<'_>) -> Result<(), MirrorError> {
    transaction.execute_batch(STATE)?;
    kept::make(transaction)?;
    former::make(transaction)?;
    // Tables of earlier versions lack these.
    for (name, column) in [("page_rows", "page_rows INTEGER"), ("place", "place TEXT")] {
        let sql = "SELECT count(*) FROM pragma_table_info('mirror_state') WHERE name = ?1";
        if transaction.query_row(sql, [name], |row| row.get::<_, i64>(0))? == 0 {
            transaction.execute(&format!("ALTER TABLE mirror_state ADD COLUMN {column}"), [])?;
        }
    }
    Ok(())
}

/// Makes the tables of one entity type, or brings them to the layout. True if all rows had to be read anew.
pub(super) fn make(transaction: &Transaction<'_>, layout: &Layout) -> Result<bool, MirrorError> {
    let shape = layout.shape();
    let name = &layout.entity_type.name;
    let known = shape_kept(transaction, name)?;
    match known {
        Some(known) if known == shape => Ok(false),
        Some(known) if let Some(lack) = lack(&known, layout) => {
            add_columns(transaction, layout)?;
            custom_values::fill(transaction, layout, &known)?;
            keep_shape(transaction, layout, &lack.shape(&known, layout))?;
            Ok(false)
        }
        Some(_) => {
            make_and_fill(transaction, layout)?;
            Ok(true)
        }
        None => {
            create(transaction, layout)?;
            transaction.execute("INSERT INTO mirror_state (entity_type, shape) VALUES (?1, ?2)", params![name, shape])?;
            Ok(false)
        }
    }
}

/// Brings existing tables to the layout, and makes the keys and the search text of all rows anew.
pub(super) fn make_and_fill(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    add_columns(transaction, layout)?;
    fill(transaction, layout)?;
    keep_shape(transaction, layout, &layout.shape())
}

/// Hands out each record of an entity type.
pub(super) fn each_record(
    transaction: &Transaction<'_>,
    layout: &Layout,
    mut take: impl FnMut(&Record) -> Result<(), MirrorError>,
) -> Result<(), MirrorError> {
    let mut bodies = transaction.prepare(&format!("SELECT body FROM {} ORDER BY row_id", layout.bodies))?;
    let mut found = bodies.query([])?;
    while let Some(row) = found.next()? {
        take(&parse(text_in(row, 0)?)?)?;
    }
    Ok(())
}

/// The shape that the tables of an entity type have; `None` where it has none.
pub(super) fn shape_kept(transaction: &Transaction<'_>, entity_type: &str) -> Result<Option<String>, MirrorError> {
    let sql = "SELECT shape FROM mirror_state WHERE entity_type = ?1";
    Ok(transaction.query_row(sql, [entity_type], |row| row.get(0)).optional()?)
}

pub(super) fn keep_shape(transaction: &Transaction<'_>, layout: &Layout, shape: &str) -> Result<(), MirrorError> {
    let sql = "UPDATE mirror_state SET shape = ?2 WHERE entity_type = ?1";
    transaction.execute(sql, params![layout.entity_type.name, shape])?;
    Ok(())
}

pub(super) fn text_in<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str, MirrorError> {
    Ok(row.get_ref(column)?.as_str().map_err(|_| StoreError::Damaged("a record is no text".to_owned()))?)
}

/// Forgets all rows of one entity type and how far it was read.
pub(super) fn clear(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    let name = &layout.entity_type.name;
    if let Some(feeds) = &layout.feeds {
        custom_values::forget_all_listed(transaction, feeds)?;
    }
    let links = layout.links.as_ref().map(|links| &links.table);
    for table in [&layout.rows, &layout.bodies, &layout.texts].into_iter().chain(links) {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    indexes::drop_all(transaction, layout)?;
    former::clear(transaction, layout)?;
    transaction.execute("DELETE FROM mirror_state WHERE entity_type = ?1", [name])?;
    transaction.execute("DELETE FROM mirror_parents WHERE entity_type = ?1", [name])?;
    transaction.execute("INSERT INTO mirror_state (entity_type, shape) VALUES (?1, ?2)", params![name, layout.shape()])?;
    Ok(())
}

fn create(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    let Layout { rows, bodies, texts, .. } = layout;
    let mut columns: String = layout.columns.iter().map(|column| format!(", {}", column.name)).collect();
    if layout.entity_type.is_nested() {
        // The records need not say below which parent they stand.
        columns += ", parent TEXT";
    }
    // AUTOINCREMENT: a view holds row ids, so the id of a removed row must never mean another one. The columns
    // have no type, so that a value of the wrong type is kept as it came.
    transaction.execute_batch(&format!(
        "CREATE TABLE {rows} (row_id INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL{columns});
         CREATE TABLE {bodies} (row_id INTEGER PRIMARY KEY, body TEXT NOT NULL);
         CREATE TABLE {texts} (row_id INTEGER PRIMARY KEY, folded TEXT NOT NULL);"
    ))?;
    layout.links.as_ref().map_or(Ok(()), |links| links.make(transaction))
}

fn add_columns(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    if let Some(links) = &layout.links {
        links.make(transaction)?;
    }
    let present: HashSet<String> = {
        let mut statement = transaction.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let table = format!("mirror_rows_{}", layout.entity_type.name.replace('\0', ""));
        let names = statement.query_map([table], |row| row.get::<_, String>(0))?;
        names.map(|name| name.map(|name| super::layout::quoted(&name).to_lowercase())).collect::<Result<_, _>>()?
    };
    for column in layout.columns.iter().filter(|column| !present.contains(&column.name.to_lowercase())) {
        transaction.execute(&format!("ALTER TABLE {} ADD COLUMN {}", layout.rows, column.name), [])?;
    }
    Ok(())
}

/// Makes the keys and the search text of all rows anew from their records.
fn fill(transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
    let mut bodies = transaction.prepare(&format!(
        "SELECT row_id, body, generation, id FROM {} JOIN {} USING (row_id) ORDER BY row_id",
        layout.bodies, layout.rows
    ))?;
    let mut update = transaction.prepare(&layout.statements.update)?;
    let mut put_text = transaction.prepare(&layout.statements.put_text)?;
    let mut links = LinkWriter::new(transaction, layout)?;
    let mut found = bodies.query([])?;
    while let Some(row) = found.next()? {
        let (row_id, generation): (i64, i64) = (row.get(0)?, row.get(2)?);
        let id: String = row.get(3)?;
        let record = custom_values::joined(transaction, layout, &id, parse(text_in(row, 1)?)?)?;
        let keys = layout.keys(&record);
        if let Some(links) = &mut links {
            links.put(row_id, &record)?;
        }
        put_text.execute(params![row_id, layout.text(&keys)])?;
        update.execute(params_from_iter([Key::Integer(row_id), Key::Integer(generation)].into_iter().chain(keys)))?;
    }
    Ok(())
}
