//! The tables and indexes of a company's file.

use super::table::{ColumnIndex, Table, Tables};
use rusqlite::Connection;

/// Creates every table. Indexes come after the first rows, which is many times faster.
pub(super) fn create_tables(connection: &Connection, tables: &Tables) -> rusqlite::Result<()> {
    let statements: String = tables.iter().map(table_sql).collect();
    connection.execute_batch(&statements)
}

pub(super) fn create_indexes(connection: &Connection, tables: &Tables) -> rusqlite::Result<()> {
    let statements: String = tables.iter().map(index_sql).collect();
    connection.execute_batch(&statements)
}

pub(super) fn drop_tables(connection: &Connection, tables: &Tables) -> rusqlite::Result<()> {
    let statements: String = tables.iter().map(|table| format!("DROP TABLE IF EXISTS \"{}\";\n", table.name())).collect();
    connection.execute_batch(&statements)
}

/// The record's text stands last, so that a scan over columns need not read it.
fn table_sql(table: &Table) -> String {
    let columns: String = table.columns.iter().map(|column| format!("{}, ", column.definition())).collect();
    format!("CREATE TABLE \"{}\" (_rid INTEGER PRIMARY KEY, _title TEXT, {columns}_doc TEXT NOT NULL, _parts TEXT);\n", table.name(),)
}

fn index_sql(table: &Table) -> String {
    let name = table.name();
    table
        .columns
        .iter()
        .filter_map(|column| {
            let field = &column.name;
            let (unique, condition) = match column.index {
                ColumnIndex::None => return None,
                ColumnIndex::Unique => ("UNIQUE ", String::new()),
                ColumnIndex::All => ("", String::new()),
                ColumnIndex::Filled => ("", format!(" WHERE \"{field}\" IS NOT NULL")),
            };
            Some(format!("CREATE {unique}INDEX \"{name}_{field}\" ON \"{name}\" (\"{field}\"){condition};\n"))
        })
        .collect()
}
