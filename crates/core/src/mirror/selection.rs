//! Rows of a view that were chosen: all but some, or some.

use super::layout::Layout;
use super::view::{RowSet, listed};
use super::{Mirror, MirrorError, View};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// Which rows of a view were chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// All but `ids`; else `ids` alone.
    pub all: bool,
    /// Ids of records.
    pub ids: Vec<String>,
}

impl Selection {
    /// Whether the record `id` of the view was chosen, to be asked of many.
    pub fn chooser(&self) -> impl Fn(&str) -> bool {
        let ids: HashSet<&str> = self.ids.iter().map(String::as_str).collect();
        move |id| self.all != ids.contains(id)
    }
}

impl Mirror {
    /// How many rows of `view` were chosen of those that are still here, and their ids in the order of the view, unless
    /// they are more than `limit`.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn selected_ids(&self, view: &View, selection: &Selection, limit: usize) -> Result<Option<Vec<String>>, MirrorError> {
        let layout = self.layout(view.entity_type())?;
        let (view, selection) = (view.clone(), selection.clone());
        self.store
            .read(move |connection| {
                let chosen = chosen(connection, &layout, &view, &selection)?;
                if chosen.len() > limit {
                    return Ok(None);
                }
                let sql = format!("SELECT {0}.id FROM json_each(?1) CROSS JOIN {0} ON row_id = value", layout.rows);
                let mut statement = connection.prepare_cached(&sql)?;
                let ids = statement.query_map([listed(&chosen)], |row| row.get(0))?;
                Ok(Some(ids.collect::<Result<_, _>>()?))
            })
            .await
    }

    /// Where the record `id` stands in `view`; `None` where it is not in it.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn position(&self, view: &View, id: &str) -> Result<Option<usize>, MirrorError> {
        let layout = self.layout(view.entity_type())?;
        let (view, id) = (view.clone(), id.trim().to_owned());
        self.store
            .read(move |connection| {
                let mut statement = connection.prepare_cached(&format!("SELECT row_id FROM {} WHERE id = ?1", layout.rows))?;
                let row_id: Option<u32> = statement.query_row([id], |row| row.get(0)).optional()?;
                let row_ids = view.row_ids()?;
                Ok(row_id.and_then(|row_id| row_ids.iter().position(|known| *known == row_id)))
            })
            .await
    }
}

/// The chosen rows in the order of the view. Rows that went since it was opened may be among those of "all".
pub(super) fn chosen(connection: &Connection, layout: &Layout, view: &View, selection: &Selection) -> Result<Vec<u32>, MirrorError> {
    let named = RowSet::of(&numbered(connection, layout, &selection.ids)?.into_iter().map(|(row_id, _)| row_id).collect::<Vec<_>>());
    Ok(view.row_ids()?.iter().copied().filter(|row_id| named.holds(*row_id) != selection.all).collect())
}

/// The rows of those records that are here, with their ids.
pub(super) fn numbered(connection: &Connection, layout: &Layout, ids: &[String]) -> Result<Vec<(u32, String)>, MirrorError> {
    let sql = format!("SELECT row_id, {0}.id FROM json_each(?1) CROSS JOIN {0} ON {0}.id = value", layout.rows);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map([serde_json::to_string(ids).unwrap_or_default()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}
