//! The table of the views of one connection.

use super::settings::ViewSettings;
use super::{SavedView, SavedViewError, name};
use crate::store::{Store, StoreError};
use coredesk_catalogue::EntityType;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::Value;
use uuid::Uuid;

/// Views that one connection keeps at most.
const VIEWS_AT_MOST: u32 = 1_000;
/// The longest settings, in bytes: no filter that a person makes comes near it.
const SETTINGS_AT_MOST: usize = 256 * 1024;

const COLUMNS: &str = "id, entity_type, name, pinned, settings";

/// The views of one connection, in its own store.
#[derive(Clone)]
pub(super) struct SavedViews {
    store: Store,
}

impl SavedViews {
    pub(super) fn new(store: Store) -> Self {
        Self { store }
    }

    /// The named ones, in the order of their making. One whose settings are damaged is left out, and left as it is.
    pub(super) async fn all(&self) -> Result<Vec<SavedView>, StoreError> {
        self.store
            .read(|connection| {
                let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM saved_view ORDER BY number"))?;
                let views = statement.query_map([], view)?.collect::<Result<Vec<_>, _>>()?;
                Ok(views.into_iter().flatten().collect())
            })
            .await
    }

    pub(super) async fn find(&self, id: &str) -> Result<SavedView, SavedViewError> {
        let id = id.to_owned();
        self.store.read(move |connection| found(connection, &id)).await
    }

    /// A new one at the end; a name that is taken gets a number.
    pub(super) async fn add(&self, entity_type: &str, name: &str, settings: &ViewSettings) -> Result<SavedView, SavedViewError> {
        let (entity_type, name, settings) = (entity_type.to_owned(), name::typed(name)?, text(settings)?);
        self.store
            .write(move |transaction| {
                let count: u32 = transaction.query_row("SELECT count(*) FROM saved_view", [], |row| row.get(0))?;
                if count >= VIEWS_AT_MOST {
                    return Err(SavedViewError::TooMany { limit: VIEWS_AT_MOST });
                }
                let id = Uuid::now_v7().to_string();
                let name = name::unique(&name, &taken(transaction, &entity_type, &id)?);
                let sql = "INSERT INTO saved_view (id, entity_type, name, settings) VALUES (?1, ?2, ?3, ?4)";
                transaction.execute(sql, params![id, entity_type, name, settings])?;
                found(transaction, &id)
            })
            .await
    }

    /// Other settings and another name for a view of `entity_type` that is there.
    pub(super) async fn change(
        &self,
        id: &str,
        entity_type: &EntityType,
        name: &str,
        settings: &ViewSettings,
    ) -> Result<SavedView, SavedViewError> {
        let (id, entity_type, name, settings) = (id.to_owned(), entity_type.clone(), name::typed(name)?, settings.clone());
        self.store
            .write(move |transaction| {
                // Damaged settings are made anew.
                let settings = match found(transaction, &id) {
                    Ok(former) => settings.in_place_of(former.settings, &entity_type),
                    Err(SavedViewError::Gone) => settings,
                    Err(error) => return Err(error),
                };
                let name = name::unique(&name, &taken(transaction, &entity_type.name, &id)?);
                let sql = "UPDATE saved_view SET name = ?3, settings = ?4 WHERE id = ?1 AND entity_type = ?2";
                match transaction.execute(sql, params![id, entity_type.name, name, text(&settings)?])? {
                    0 => Err(SavedViewError::Gone),
                    _ => found(transaction, &id),
                }
            })
            .await
    }

    /// Keeps the settings as they are, fields that are not there at the moment too.
    pub(super) async fn rename(&self, id: &str, name: &str) -> Result<SavedView, SavedViewError> {
        let (id, name) = (id.to_owned(), name::typed(name)?);
        self.store
            .write(move |transaction| {
                let former = found(transaction, &id)?;
                let name = name::unique(&name, &taken(transaction, &former.entity_type, &id)?);
                transaction.execute("UPDATE saved_view SET name = ?2 WHERE id = ?1", params![id, name])?;
                found(transaction, &id)
            })
            .await
    }

    pub(super) async fn pin(&self, id: &str, pinned: bool) -> Result<SavedView, SavedViewError> {
        let id = id.to_owned();
        self.store
            .write(move |transaction| {
                transaction.execute("UPDATE saved_view SET pinned = ?2 WHERE id = ?1", params![id, pinned])?;
                found(transaction, &id)
            })
            .await
    }

    /// One that is not there is no error.
    pub(super) async fn remove(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.store
            .write(move |transaction| {
                transaction.execute("DELETE FROM saved_view WHERE id = ?1", [id])?;
                Ok(())
            })
            .await
    }

    /// How each list of all rows was left.
    pub(super) async fn all_rows(&self) -> Result<Vec<(String, ViewSettings)>, StoreError> {
        self.store
            .read(|connection| {
                let mut statement = connection.prepare_cached("SELECT entity_type, settings FROM all_rows ORDER BY entity_type")?;
                let lists = statement.query_map([], |row| Ok((row.get(0)?, settings(row.get(1)?))))?.collect::<Result<Vec<_>, _>>()?;
                Ok(lists.into_iter().filter_map(|(entity_type, settings)| Some((entity_type, settings?))).collect())
            })
            .await
    }

    pub(super) async fn keep_all_rows(&self, entity_type: &str, settings: &ViewSettings) -> Result<(), SavedViewError> {
        let (entity_type, settings) = (entity_type.to_owned(), text(settings)?);
        self.store
            .write(move |transaction| {
                let sql = "INSERT INTO all_rows VALUES (?1, ?2) ON CONFLICT (entity_type) DO UPDATE SET settings = ?2";
                transaction.execute(sql, params![entity_type, settings])?;
                Ok(())
            })
            .await
    }
}

fn found(connection: &Connection, id: &str) -> Result<SavedView, SavedViewError> {
    let sql = format!("SELECT {COLUMNS} FROM saved_view WHERE id = ?1");
    connection.prepare_cached(&sql)?.query_row([id], view).optional()?.flatten().ok_or(SavedViewError::Gone)
}

/// The names of the other views of the same entity type.
fn taken(transaction: &Transaction<'_>, entity_type: &str, but: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT name FROM saved_view WHERE entity_type = ?1 AND id <> ?2")?;
    let names = statement.query_map([entity_type, but], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

fn view(row: &Row<'_>) -> Result<Option<SavedView>, rusqlite::Error> {
    let (id, entity_type, name, pinned) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(settings(row.get(4)?).map(|settings| SavedView { id, entity_type, name, pinned, settings, left_out: Vec::new() }))
}

fn settings(kept: String) -> Option<ViewSettings> {
    let read = serde_json::from_str::<Value>(&kept).ok().and_then(|kept| ViewSettings::of_json(&kept).ok());
    if read.is_none() {
        tracing::warn!("the settings of a kept list cannot be read; they are left as they are");
    }
    read
}

fn text(settings: &ViewSettings) -> Result<String, SavedViewError> {
    let text = settings.to_json().to_string();
    if text.len() > SETTINGS_AT_MOST { Err(SavedViewError::TooLarge) } else { Ok(text) }
}
