//! The references that stand in lists and in nested parts, kept beside the rows so that what points at a record is found
//! without reading every record.

use super::MirrorError;
use super::layout::{Layout, quoted};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldOrigin, path_name, referenced_id};
use rusqlite::{CachedStatement, Transaction, params};
use std::collections::BTreeSet;

/// The table of the links of one entity type.
#[derive(Debug)]
pub(super) struct Links {
    /// Quoted.
    pub(super) table: String,
    /// The names of the fields that hold them.
    fields: Vec<String>,
    /// The paths of the references, as text.
    paths: Vec<String>,
}

impl Links {
    /// `None` where every reference is a field of its own.
    pub(super) fn of(entity_type: &EntityType) -> Option<Self> {
        let holds = |field: &&Field| field.origin == FieldOrigin::Described && !field.is_scalar() && field.refers();
        let fields: Vec<&Field> = entity_type.fields.iter().filter(holds).collect();
        let paths = fields.iter().flat_map(|field| field.reference_paths()).map(|path| path_name(&path)).collect();
        (!fields.is_empty()).then(|| Self {
            table: quoted(&format!("mirror_link_{}", entity_type.name)),
            fields: fields.into_iter().map(|field| field.name.clone()).collect(),
            paths,
        })
    }

    /// What the table was filled for, as columns of a shape.
    pub(super) fn shape(&self) -> impl Iterator<Item = String> {
        self.paths.iter().map(|path| format!("{}=link", quoted(&format!("l_{path}"))))
    }

    pub(super) fn make(&self, transaction: &Transaction<'_>) -> Result<(), MirrorError> {
        let table = &self.table;
        let index = quoted(&format!("{} row", table.replace('"', "")));
        Ok(transaction.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS {table} (
                id TEXT NOT NULL, path TEXT NOT NULL, row_id INTEGER NOT NULL, PRIMARY KEY (id, path, row_id)
             ) WITHOUT ROWID;
             CREATE INDEX IF NOT EXISTS {index} ON {table} (row_id);"
        ))?)
    }

    /// The references of a record: path and id, each once.
    fn in_record(&self, entity_type: &EntityType, record: &Record) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for field in self.fields.iter().filter_map(|name| entity_type.field(name)) {
            if let Some(value) = record.get(&field.name) {
                field.each_reference(value, &mut |path, value| {
                    found.extend(referenced_id(value).map(|id| (path_name(path), id)));
                });
            }
        }
        found
    }
}

/// Keeps the links of rows; its statements are prepared once.
pub(super) struct LinkWriter<'w> {
    layout: &'w Layout,
    links: &'w Links,
    forget: CachedStatement<'w>,
    keep: CachedStatement<'w>,
}

impl<'w> LinkWriter<'w> {
    /// `None` where the entity type has no links.
    pub(super) fn new(transaction: &'w Transaction<'w>, layout: &'w Layout) -> Result<Option<Self>, MirrorError> {
        let Some(links) = &layout.links else { return Ok(None) };
        let table = &links.table;
        Ok(Some(Self {
            layout,
            links,
            forget: transaction.prepare_cached(&format!("DELETE FROM {table} WHERE row_id = ?1"))?,
            keep: transaction.prepare_cached(&format!("INSERT OR IGNORE INTO {table} (id, path, row_id) VALUES (?1, ?2, ?3)"))?,
        }))
    }

    pub(super) fn put(&mut self, row_id: i64, record: &Record) -> Result<(), MirrorError> {
        self.forget(row_id)?;
        for (path, id) in self.links.in_record(&self.layout.entity_type, record) {
            self.keep.execute(params![id, path, row_id])?;
        }
        Ok(())
    }

    pub(super) fn forget(&mut self, row_id: i64) -> Result<(), MirrorError> {
        self.forget.execute([row_id])?;
        Ok(())
    }
}
