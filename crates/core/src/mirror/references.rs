//! What points at a record, before it is deleted and for "Related".

use super::known::Known;
use super::layout::Layout;
use super::rows::parse;
use super::status::{count_in, read_status};
use super::{Mirror, MirrorError, title_of};
use coredesk_catalogue::{OnTargetDelete, path_name, path_title};
use rusqlite::{Connection, params};
use std::sync::Arc;

/// Records that point at another one by one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referring {
    /// The name of the entity type that points.
    pub entity_type: String,
    /// The field by which it points; the names of a path, joined by points, where it stands in a list or a part.
    pub field: String,
    /// What a person calls it.
    pub title: String,
    /// What becomes of them when that record is deleted, if it is known.
    pub effect: Option<OnTargetDelete>,
    /// How many records do, of those that are here.
    pub count: u64,
}

/// A field, at any depth, by which records of one entity type point at those of another.
#[derive(Debug, Clone)]
pub(crate) struct Pointer {
    pub(crate) entity_type: String,
    /// The names of its path, joined by points.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) effect: Option<OnTargetDelete>,
    /// It is a field of its own, and stands in no list and no part.
    pub(crate) is_plain: bool,
    layout: Arc<Layout>,
    /// Column or table; quoted.
    place: String,
}

/// A record that points at another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pointing {
    pub(crate) id: String,
    pub(crate) target: String,
}

impl Known {
    /// The fields by which records point at `target`, in the order of the catalogue, of what is kept here.
    pub(super) fn pointers_to(&self, target: &str) -> Vec<Pointer> {
        let mut found = Vec::new();
        for from in &self.catalogue.entity_types {
            let Some(layout) = self.layouts.get(&from.name) else { continue };
            for field in &from.fields {
                for path in field.reference_paths() {
                    let Some(reference) = path.last().and_then(|last| last.reference()) else { continue };
                    if !reference.entity_types.iter().any(|name| name == target) {
                        continue;
                    }
                    let place = match &layout.links {
                        _ if field.is_scalar() => layout.column(&field.name).map(|column| column.name.clone()),
                        links => links.as_ref().map(|links| links.table.clone()),
                    };
                    found.extend(place.map(|place| Pointer {
                        entity_type: from.name.clone(),
                        path: path_name(&path),
                        title: path_title(&path),
                        effect: reference.on_target_delete,
                        is_plain: field.is_scalar(),
                        layout: layout.clone(),
                        place,
                    }));
                }
            }
        }
        found
    }
}

impl Pointer {
    /// How many records point at `id`.
    fn count(&self, connection: &Connection, id: &str) -> Result<u64, MirrorError> {
        let Self { layout, place, path, .. } = self;
        if self.is_plain {
            let mut statement = connection.prepare_cached(&format!("SELECT count(*) FROM {} WHERE {place} = ?1", layout.rows))?;
            return Ok(statement.query_row([id], |row| count_in(row, 0))?);
        }
        let mut statement = connection.prepare_cached(&format!("SELECT count(*) FROM {place} WHERE id = ?1 AND path = ?2"))?;
        Ok(statement.query_row([id, path], |row| count_in(row, 0))?)
    }

    /// The records that point at any of `ids`, at most `limit`.
    pub(crate) fn pointing(&self, connection: &Connection, ids: &[String], limit: usize) -> Result<Vec<Pointing>, MirrorError> {
        let Self { layout, place, path, .. } = self;
        let rows = &layout.rows;
        let sql = if self.is_plain {
            format!("SELECT id, {place} FROM {rows} WHERE {place} IN (SELECT value FROM json_each(?1)) ORDER BY row_id LIMIT ?3")
        } else {
            format!(
                "SELECT {rows}.id, {place}.id FROM {place} JOIN {rows} USING (row_id)
                 WHERE {place}.id IN (SELECT value FROM json_each(?1)) AND path = ?2 ORDER BY row_id LIMIT ?3"
            )
        };
        let mut statement = connection.prepare_cached(&sql)?;
        let wanted = serde_json::to_string(ids).unwrap_or_default();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = statement.query_map(params![wanted, path, limit], |row| Ok(Pointing { id: row.get(0)?, target: row.get(1)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What a person calls the record `id`, which points.
    pub(crate) fn title_of(&self, connection: &Connection, id: &str) -> Result<String, MirrorError> {
        let sql = format!("SELECT body FROM {} JOIN {} USING (row_id) WHERE id = ?1", self.layout.rows, self.layout.bodies);
        let body: String = connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?;
        Ok(title_of(&self.layout.entity_type, &parse(&body)?))
    }

    /// All records that may point are here.
    pub(crate) fn is_whole(&self, connection: &Connection) -> Result<bool, MirrorError> {
        Ok(read_status(connection, &self.layout)?.complete)
    }
}

impl Mirror {
    /// The fields by which records point at those of `target`, of what is kept here.
    pub(crate) fn pointers_to(&self, target: &str) -> Vec<Pointer> {
        self.known.borrow().pointers_to(target)
    }

    /// What points at the record, in the order of the catalogue; fields by which nothing points are left out. Counts
    /// what is here: an entity type that is incomplete may hold more.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn references_to(&self, entity_type: &str, id: &str) -> Result<Vec<Referring>, MirrorError> {
        let pointers = self.pointers_to(entity_type);
        let id = id.trim().to_owned();
        let (found, pointers) = self
            .store
            .read(move |connection| {
                let mut found = Vec::new();
                for pointer in &pointers {
                    let count = pointer.count(connection, &id)?;
                    if count > 0 {
                        found.push(Referring {
                            entity_type: pointer.entity_type.clone(),
                            field: pointer.path.clone(),
                            title: pointer.title.clone(),
                            effect: pointer.effect,
                            count,
                        });
                    }
                }
                Ok::<_, MirrorError>((found, pointers))
            })
            .await?;
        for pointer in pointers.into_iter().filter(|pointer| pointer.is_plain) {
            self.wish_for_index(&pointer.layout, pointer.place);
        }
        Ok(found)
    }
}
