//! The list of an entity type as a person left it, ready to be opened.

use super::{ConnectionStatus, Desk, DeskError, ViewRequest, ViewSettings};
use crate::mirror::ViewQuery;
use crate::rest::OrderBy;
use coredesk_catalogue::EntityType;

/// A list and what it is asked with.
#[derive(Debug, Clone)]
pub struct KeptList {
    /// The connection that it belongs to.
    pub connection: ConnectionStatus,
    /// Whose records it has.
    pub entity_type: EntityType,
    /// How it was left; `None` where it never was arranged.
    pub settings: Option<ViewSettings>,
    /// What [`Desk::open_view`] takes for it, with the columns in the order of their names.
    pub request: ViewRequest,
}

impl Desk {
    /// The list of all rows of an entity type, or its saved view `view`; `None` where there is no such view.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`; `Store`.
    pub async fn kept_list(&self, connection_id: &str, entity_type: &str, view: Option<&str>) -> Result<Option<KeptList>, DeskError> {
        let record = self.inner.directory.find(connection_id).await?.ok_or(DeskError::UnknownConnection)?;
        let connection = self.opened_status(&record).await?;
        let catalogue = self.catalogue(connection_id).await?;
        let known = catalogue.entity_type(entity_type).ok_or_else(|| DeskError::UnknownName(entity_type.to_owned()))?.clone();
        let kept = self.kept_views(connection_id).await?;
        let settings = match view {
            Some(id) => match kept.views.into_iter().find(|view| view.id == id && view.entity_type == known.name) {
                Some(view) => Some(view.settings),
                None => return Ok(None),
            },
            None => kept.all_rows.into_iter().find_map(|(name, settings)| (name == known.name).then_some(settings)),
        };
        let request = request(&known, settings.as_ref());
        Ok(Some(KeptList { connection, entity_type: known, settings, request }))
    }
}

fn request(entity_type: &EntityType, settings: Option<&ViewSettings>) -> ViewRequest {
    let kept = settings.map(|settings| settings.columns.iter().map(|column| column.field.clone()).collect::<Vec<_>>());
    let mut columns = kept
        .filter(|columns| !columns.is_empty())
        .unwrap_or_else(|| entity_type.first_columns().into_iter().map(|field| field.name.clone()).collect());
    columns.sort();
    let first = entity_type.first_order().map(|(field, descending)| OrderBy { field: field.name.clone(), descending });
    let query = match settings {
        Some(ViewSettings { filter, search, sort, .. }) => {
            ViewQuery { filter: filter.clone(), search: search.clone(), sort: sort.clone(), ..ViewQuery::default() }
        }
        None => ViewQuery { sort: first.into_iter().collect(), ..ViewQuery::default() },
    };
    ViewRequest { entity_type: entity_type.name.clone(), columns, query, ..ViewRequest::default() }
}
