//! What points at a record, before it is deleted and for "Related".

use super::indexes::has_index;
use super::known::Known;
use super::labels::labelled;
use super::layout::Layout;
use super::rows::parse;
use super::status::{count_in, read_status};
use super::view::{LISTED_AT_MOST, listed};
use super::{Labelled, Mirror, MirrorError, title_of};
use coredesk_catalogue::{Field, OnTargetDelete, ReferencePath, path_name, path_title};
use rusqlite::{Connection, params, params_from_iter};
use std::collections::BTreeMap;
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

/// A field by which records point at another one, with the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointingField {
    /// The name of the entity type that points.
    pub entity_type: String,
    /// What a person calls several of them.
    pub plural: String,
    /// The field by which it points; the names of a path, joined by points, where it stands in a list or a part.
    pub field: String,
    /// What a person calls it.
    pub title: String,
    /// It is a field of its own, and stands in no list and no part.
    pub is_plain: bool,
    /// How many records do, of those that are here.
    pub count: u64,
    /// The first by name.
    pub first: Vec<Labelled>,
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
    /// Those of `row_ids` that come first by name, as people call them; of very many the first that came.
    fn first(&self, connection: &Connection, row_ids: &[u32], limit: usize) -> Result<Vec<Labelled>, MirrorError> {
        let layout = &self.layout;
        let is_few = row_ids.len() <= LISTED_AT_MOST;
        let title = layout.entity_type.title_field.as_deref().and_then(|field| layout.column(field)).filter(|_| is_few);
        let order = title.map(|title| format!("{} NULLS LAST, ", title.name)).unwrap_or_default();
        let row_ids = if is_few { row_ids } else { row_ids.get(..limit).unwrap_or(row_ids) };
        let sql = format!(
            "SELECT pointing.id, body FROM json_each(?1) CROSS JOIN {} AS pointing ON row_id = value JOIN {} USING (row_id) ORDER BY {order}row_id LIMIT ?2",
            layout.rows, layout.bodies
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![listed(row_ids), i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut first = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, body): (String, String) = (row.get(0)?, row.get(1)?);
            first.push(Labelled { id, ..labelled(&layout.entity_type, &parse(&body)?) });
        }
        Ok(first)
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

    /// How many records point at each of those of `ids` at which some do, and one of them.
    pub(crate) fn counted(&self, connection: &Connection, ids: &[String]) -> Result<Vec<(String, u64, String)>, MirrorError> {
        let Self { layout, place, path, .. } = self;
        let rows = &layout.rows;
        let sql = if self.is_plain {
            format!("SELECT {place}, count(*), min(id) FROM {rows} WHERE {place} IN (SELECT value FROM json_each(?1)) GROUP BY {place}")
        } else {
            format!(
                "SELECT {place}.id, count(DISTINCT row_id), min({rows}.id) FROM {place} JOIN {rows} USING (row_id)
                 WHERE {place}.id IN (SELECT value FROM json_each(?1)) AND path = ?2 GROUP BY {place}.id"
            )
        };
        let mut statement = connection.prepare_cached(&sql)?;
        let wanted = serde_json::to_string(ids).unwrap_or_default();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, count_in(row, 1)?, row.get(2)?));
        let found = if self.is_plain { statement.query_map([wanted], read)? } else { statement.query_map([&wanted, path], read)? };
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Which of the records `pointing` point at which of `ids`.
    pub(crate) fn among(&self, connection: &Connection, ids: &[String], pointing: &[String]) -> Result<Vec<Pointing>, MirrorError> {
        let Self { layout, place, path, .. } = self;
        let rows = &layout.rows;
        let them = "(SELECT value FROM json_each(?1))";
        let sql = if self.is_plain {
            format!(
                "SELECT id, {place} FROM {rows} WHERE {rows}.id IN (SELECT value FROM json_each(?2)) AND {place} IN {them} AND ?3 IS NOT NULL"
            )
        } else {
            format!(
                "SELECT DISTINCT {rows}.id, {place}.id FROM {rows} JOIN {place} USING (row_id)
                 WHERE {rows}.id IN (SELECT value FROM json_each(?2)) AND {place}.id IN {them} AND path = ?3"
            )
        };
        let mut statement = connection.prepare_cached(&sql)?;
        let list = |ids: &[String]| serde_json::to_string(ids).unwrap_or_default();
        let found =
            statement.query_map(params![list(ids), list(pointing), path], |row| Ok(Pointing { id: row.get(0)?, target: row.get(1)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What a person calls the record `id`, which points.
    pub(crate) fn title_of(&self, connection: &Connection, id: &str) -> Result<String, MirrorError> {
        let sql = format!("SELECT body FROM {} JOIN {} USING (row_id) WHERE id = ?1", self.layout.rows, self.layout.bodies);
        let body: String = connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?;
        Ok(title_of(&self.layout.entity_type, &parse(&body)?))
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
        let wanted = id.trim().to_owned();
        let (rows, pointers) =
            self.store.read(move |connection| Ok::<_, MirrorError>((rows_pointing(connection, &pointers, &wanted)?, pointers))).await?;
        let there = pointers.iter().zip(&rows).filter(|(_, rows)| !rows.is_empty());
        let found = there.map(|(pointer, rows)| Referring {
            entity_type: pointer.entity_type.clone(),
            field: pointer.path.clone(),
            title: pointer.title.clone(),
            effect: pointer.effect,
            count: rows.len() as u64,
        });
        let found = found.collect();
        self.wish_for_pointers(pointers);
        Ok(found)
    }

    /// What points at the record with the first `shown` of each field, the most first; and the names of the entity types
    /// that may point at it and are not whole here.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn pointing_at(&self, entity_type: &str, id: &str, shown: usize) -> Result<(Vec<PointingField>, Vec<String>), MirrorError> {
        let pointers = self.pointers_to(entity_type);
        let (mirror, target, wanted) = (self.clone(), entity_type.to_owned(), id.trim().to_owned());
        let (found, missing, pointers) = self
            .store
            .read(move |connection| {
                let rows = rows_pointing(connection, &pointers, &wanted)?;
                let mut found = Vec::new();
                for (pointer, rows) in pointers.iter().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
                    found.push(PointingField {
                        entity_type: pointer.entity_type.clone(),
                        plural: pointer.layout.entity_type.plural.clone(),
                        field: pointer.path.clone(),
                        title: pointer.title.clone(),
                        is_plain: pointer.is_plain,
                        count: rows.len() as u64,
                        first: pointer.first(connection, &rows, shown)?,
                    });
                }
                let missing = mirror.not_whole(connection, &target, &pointers)?;
                Ok::<_, MirrorError>((found, missing, pointers))
            })
            .await?;
        self.wish_for_pointers(pointers);
        let mut found = found;
        found.sort_by_key(|field| std::cmp::Reverse(field.count));
        Ok((found, missing))
    }

    /// The entity types whose records may point at those of `target` and are not all here.
    pub(crate) fn not_whole(&self, connection: &Connection, target: &str, pointers: &[Pointer]) -> Result<Vec<String>, MirrorError> {
        let may_point = |field: &Field| {
            let targets = |path: &ReferencePath<'_>| {
                path.last()
                    .and_then(|last| last.reference())
                    .is_some_and(|reference| reference.entity_types.iter().any(|name| name == target))
            };
            field.reference_paths().iter().any(targets)
        };
        let mut missing = Vec::new();
        for entity_type in self.catalogue().entity_types.iter().filter(|entity_type| entity_type.fields.iter().any(may_point)) {
            let pointer = pointers.iter().find(|pointer| pointer.entity_type == entity_type.name);
            let is_whole = match pointer {
                Some(pointer) => read_status(connection, &pointer.layout)?.complete,
                None => false,
            };
            if !is_whole {
                missing.push(entity_type.name.clone());
            }
        }
        Ok(missing)
    }

    fn wish_for_pointers(&self, pointers: Vec<Pointer>) {
        for pointer in pointers.into_iter().filter(|pointer| pointer.is_plain) {
            self.wish_for_index(&pointer.layout, pointer.place);
        }
    }
}

/// The rows that point at `id` by each of `pointers`, in the order in which they came. Columns of one table that have no
/// index are looked through together.
fn rows_pointing(connection: &Connection, pointers: &[Pointer], id: &str) -> Result<Vec<Vec<u32>>, MirrorError> {
    let mut found = vec![Vec::new(); pointers.len()];
    let mut unindexed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, pointer) in pointers.iter().enumerate() {
        let Pointer { layout, place: source, path, .. } = pointer;
        let (sql, values) = if !pointer.is_plain {
            (format!("SELECT row_id FROM {source} WHERE id = ?1 AND path = ?2 ORDER BY row_id"), vec![id, path])
        } else if has_index(connection, layout, source)? {
            (format!("SELECT row_id FROM {} WHERE {source} = ?1 ORDER BY row_id", layout.rows), vec![id])
        } else {
            unindexed.entry(layout.rows.as_str()).or_default().push(place);
            continue;
        };
        let mut statement = connection.prepare_cached(&sql)?;
        found[place] = statement.query_map(params_from_iter(values), |row| row.get(0))?.collect::<Result<_, _>>()?;
    }
    for (rows, places) in unindexed {
        let columns: Vec<String> = places.iter().map(|place| format!("{} IS ?1", pointers[*place].place)).collect();
        let sql = format!("SELECT row_id, {} FROM {rows} WHERE {}", columns.join(", "), columns.join(" OR "));
        let mut statement = connection.prepare_cached(&sql)?;
        let mut hits = statement.query([id])?;
        while let Some(row) = hits.next()? {
            for (column, place) in places.iter().enumerate() {
                if row.get(column + 1)? {
                    found[*place].push(row.get(0)?);
                }
            }
        }
    }
    Ok(found)
}
