//! Lists as a person keeps them: filter, order and columns under a name, for one entity type of one connection.

mod counts;
mod file;
mod name;
mod settings;
mod table;

use super::{Desk, DeskError, OpenConnection, TextFile};
use crate::store::StoreError;
use coredesk_catalogue::EntityType;
pub use settings::{Density, KeptColumn, NotUnderstood, ViewSettings};
use std::path::Path;
use table::SavedViews;
use tokio::io::AsyncReadExt;

/// A list under a name.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedView {
    /// Made here.
    pub id: String,
    /// The entity type's name.
    pub entity_type: String,
    /// What a person calls it; no two of an entity type have the same.
    pub name: String,
    /// Stands on top.
    pub pinned: bool,
    /// What it shows and how.
    pub settings: ViewSettings,
    /// What those of its conditions are on that cannot be asked now: a field that is not there, or a way to compare that
    /// this version does not know. While there is one the view shows no row, and is not counted.
    pub left_out: Vec<String>,
}

/// All that is kept of the lists of a connection.
#[derive(Debug, Clone, Default)]
pub struct KeptViews {
    /// The named ones, in the order of their making.
    pub views: Vec<SavedView>,
    /// How the lists of all rows were left, by entity type.
    pub all_rows: Vec<(String, ViewSettings)>,
}

/// A view that was read from a file.
#[derive(Debug, Clone)]
pub struct ReadView {
    /// As it is kept now.
    pub view: SavedView,
    /// Names of fields in the file that the entity type does not have here.
    pub left_out: Vec<String>,
}

/// Why a view was not kept, found, written or read.
#[derive(Debug, thiserror::Error)]
pub enum SavedViewError {
    /// Nothing but blanks, several lines, or longer than 80 characters.
    #[error("a view's name is one line of 1 to 80 characters")]
    Name,
    /// The settings are larger than any that the window makes.
    #[error("the settings of the view are too large")]
    TooLarge,
    /// The connection has as many views as it may have.
    #[error("a connection keeps at most {limit} views")]
    TooMany {
        /// So many.
        limit: u32,
    },
    /// It was deleted.
    #[error("there is no such view")]
    Gone,
    /// The file cannot be read.
    #[error("the file could not be read")]
    File(#[source] std::io::Error),
    /// The file is longer than a view can be.
    #[error("the file is longer than 1 MB")]
    TooLong,
    /// The file holds something else.
    #[error("the file holds no view")]
    NoView,
    /// Another version wrote the file in a way of its own.
    #[error("the view is in a form that this Coredesk does not know")]
    OtherForm,
    /// The file is for another service.
    #[error("the view is one of `{found}`, and not of `{expected}`")]
    OtherService {
        /// The connection's service, as a person calls it.
        expected: String,
        /// The service that the file names.
        found: String,
    },
    /// The service has no such entity type.
    #[error("the service has no `{0}`")]
    NoEntityType(String),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for SavedViewError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Desk {
    /// All that is kept of the lists of a connection, as far as the service has their fields now.
    ///
    /// # Errors
    /// `UnknownConnection`; `Store`.
    pub async fn kept_views(&self, connection_id: &str) -> Result<KeptViews, DeskError> {
        let connection = self.connection(connection_id).await?;
        let views = connection.saved_views();
        let shown = views.all().await?.into_iter().filter_map(|view| connection.fitted(view));
        let all_rows = views.all_rows().await?.into_iter().filter_map(|(entity_type, settings)| {
            let fitted = settings.fitted(&connection.entity_type(&entity_type).ok()?);
            Some((entity_type, fitted))
        });
        Ok(KeptViews { views: shown.collect(), all_rows: all_rows.collect() })
    }

    /// Keeps a list under a name: a new one, or the view `id` with other settings. A name that the entity type has
    /// already gets a number after it. What of a view could not be shown stays, unless that part was changed.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`; `SavedView`.
    pub async fn save_view(
        &self,
        connection_id: &str,
        entity_type: &str,
        id: Option<&str>,
        name: &str,
        settings: &ViewSettings,
    ) -> Result<SavedView, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        let views = connection.saved_views();
        Ok(match id {
            Some(id) => views.change(id, &entity_type, name, settings).await?,
            None => views.add(&entity_type.name, name, settings).await?,
        }
        .fitted(&entity_type))
    }

    /// Keeps how the list of all rows of an entity type was left.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`; `SavedView`.
    pub async fn keep_all_rows(&self, connection_id: &str, entity_type: &str, settings: &ViewSettings) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        Ok(connection.saved_views().keep_all_rows(&entity_type.name, settings).await?)
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// `UnknownConnection`; `SavedView`.
    pub async fn rename_view(&self, connection_id: &str, id: &str, name: &str) -> Result<SavedView, DeskError> {
        let connection = self.connection(connection_id).await?;
        connection.shown(connection.saved_views().rename(id, name).await?)
    }

    /// Puts a view on top, or takes it from there.
    ///
    /// # Errors
    /// `UnknownConnection`; `SavedView`.
    pub async fn pin_view(&self, connection_id: &str, id: &str, pinned: bool) -> Result<SavedView, DeskError> {
        let connection = self.connection(connection_id).await?;
        connection.shown(connection.saved_views().pin(id, pinned).await?)
    }

    /// Keeps a copy of a view under a name of its own.
    ///
    /// # Errors
    /// `UnknownConnection`; `SavedView`.
    pub async fn duplicate_view(&self, connection_id: &str, id: &str) -> Result<SavedView, DeskError> {
        let connection = self.connection(connection_id).await?;
        let views = connection.saved_views();
        let former = views.find(id).await?;
        connection.shown(views.add(&former.entity_type, &former.name, &former.settings).await?)
    }

    /// Forgets a view; one that is not there is no error.
    ///
    /// # Errors
    /// `UnknownConnection`; `Store`.
    pub async fn delete_view(&self, connection_id: &str, id: &str) -> Result<(), DeskError> {
        Ok(self.connection(connection_id).await?.saved_views().remove(id).await?)
    }

    /// A view as a file for others.
    ///
    /// # Errors
    /// `UnknownConnection`; `SavedView`.
    pub async fn view_file(&self, connection_id: &str, id: &str) -> Result<TextFile, DeskError> {
        let connection = self.connection(connection_id).await?;
        let view = connection.saved_views().find(id).await?;
        Ok(TextFile { name: file::file_name(&view.name), text: file::write(&connection.service.name, &view)? })
    }

    /// Reads a view from the file at `path` and keeps it.
    ///
    /// # Errors
    /// `UnknownConnection`; `SavedView` when the file holds no view of the connection's service.
    pub async fn read_view(&self, connection_id: &str, path: &Path) -> Result<ReadView, DeskError> {
        let connection = self.connection(connection_id).await?;
        let shared = file::read(&read_file(path).await?)?;
        if shared.service != connection.service.name {
            let expected = connection.service.title.clone();
            return Err(SavedViewError::OtherService { expected, found: shared.service }.into());
        }
        let entity_type =
            connection.entity_type(&shared.entity_type).map_err(|_| SavedViewError::NoEntityType(shared.entity_type.clone()))?;
        // The file is kept whole: a field may be there later.
        let view = connection.saved_views().add(&entity_type.name, &shared.name, &shared.settings).await?;
        let left_out = view.settings.gone(&entity_type);
        Ok(ReadView { view: view.fitted(&entity_type), left_out })
    }
}

impl OpenConnection {
    fn saved_views(&self) -> SavedViews {
        SavedViews::new(self.store.clone())
    }

    /// `view` as far as its fields are there; `None` where its entity type is not.
    fn fitted(&self, view: SavedView) -> Option<SavedView> {
        let entity_type = self.entity_type(&view.entity_type).ok()?;
        Some(view.fitted(&entity_type))
    }

    fn shown(&self, view: SavedView) -> Result<SavedView, DeskError> {
        let entity_type = self.entity_type(&view.entity_type)?;
        Ok(view.fitted(&entity_type))
    }
}

impl SavedView {
    fn fitted(self, entity_type: &EntityType) -> Self {
        let left_out = self.settings.unasked(entity_type);
        Self { settings: self.settings.fitted(entity_type), left_out, ..self }
    }
}

/// No more of a file than a view can be long.
async fn read_file(path: &Path) -> Result<Vec<u8>, SavedViewError> {
    let file = tokio::fs::File::open(path).await.map_err(SavedViewError::File)?;
    let mut text = Vec::new();
    file.take(file::FILE_AT_MOST as u64 + 1).read_to_end(&mut text).await.map_err(SavedViewError::File)?;
    Ok(text)
}
