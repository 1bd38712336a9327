//! The rows of a service on this computer: kept whole, sorted, searched and counted without the network.
//!
//! Invariant: only [`sync`] and the sender (through [`Mirror::put_record`] and [`Mirror::remove_record`]) write it. One
//! real table for each entity type that can be listed; a record is kept as the JSON it came as, so nothing of it is
//! lost. What records hold beyond the description is learnt before they are stored.

mod behind;
mod counts;
mod custom_values;
mod facets;
mod filter;
mod fold;
mod former;
mod indexes;
mod kept;
mod key;
mod known;
mod labels;
mod layout;
mod links;
mod names;
mod ordered;
mod parts;
mod references;
mod rows;
mod sample;
mod schema;
mod selection;
mod size;
mod standing;
mod status;
mod sync;
mod totals;
mod tree;
mod view;

use crate::Record;
use crate::store::{Store, StoreError};
use coredesk_catalogue::Service;
pub use facets::{Facet, FacetValue};
pub use filter::{Calendar, Filter, FilterCondition, FilterError, FilterOperator, Period};
pub(crate) use fold::fold;
pub(crate) use former::as_kept;
pub use former::{Difference, FormerState};
pub use known::CatalogueWatch;
use known::Known;
pub(crate) use labels::labelled;
pub use labels::{Labelled, title_of};
use layout::Layout;
pub use names::{Fit, Named};
pub(crate) use references::Pointer;
pub use references::{PointingField, Referring};
pub use selection::Selection;
pub(crate) use standing::Moved;
pub use status::MirrorStatus;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
pub use sync::{
    Found, Progress, Purpose, READ_AT_ONCE, ReadAgain, SyncEnd, SyncError, ask, ask_first, check, first_order, read_again, read_below,
    read_below_all, read_by_ids, sync,
};
use tokio::sync::watch;
pub use totals::{Total, number_in};
pub use tree::{Folding, TreePlace, TreeView};
pub use view::{MirrorRow, View, ViewQuery};

/// The mirror of one connection, shared by cloning.
#[derive(Clone)]
pub struct Mirror {
    store: Store,
    service: Arc<Service>,
    /// Replaced as a whole when more is known.
    known: Arc<watch::Sender<Arc<Known>>>,
    /// One sync at a time for each entity type.
    turns: Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>,
    wishes: Arc<indexes::Wishes>,
}

/// The mirror could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service has no such entity type, or it cannot be listed.
    #[error("`{0}` is not kept on this computer")]
    UnknownEntityType(String),
    /// The entity type has no such field, or it cannot be sorted by.
    #[error("`{entity_type}` cannot be sorted by `{field}`")]
    UnknownField {
        /// The entity type's name.
        entity_type: String,
        /// The field asked for.
        field: String,
    },
    /// A filter does not fit the fields of the entity type.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A record came without an id that can be used.
    #[error("a record came without an id")]
    WithoutId,
}

impl From<rusqlite::Error> for MirrorError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Mirror {
    /// Opens the mirror in `store`: makes the table of each entity type that can be listed, and brings tables made
    /// from an older catalogue up to date. Blocks; what rows of an earlier version lack is left to
    /// [`Mirror::catch_up`] where they can be used without it, else every row of that entity type is read.
    ///
    /// # Errors
    /// `Store` if the tables cannot be made.
    pub fn open(store: Store, service: Arc<Service>) -> Result<Self, MirrorError> {
        let described = Arc::new(service.catalogue.clone());
        let known = store.write_now(|transaction| {
            schema::make_state(transaction)?;
            Known::open(transaction, described, &service.title, None)
        })?;
        let known = Arc::new(watch::Sender::new(Arc::new(known)));
        Ok(Self { store, service, known, turns: Arc::default(), wishes: Arc::default() })
    }

    /// The record as it is here; `None` if it is not.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn record(&self, entity_type: &str, id: &str) -> Result<Option<Record>, MirrorError> {
        let layout = self.layout(entity_type)?;
        let id = id.to_owned();
        self.store.read(move |connection| rows::read(connection, &layout, &id)).await
    }

    /// The record as the service sent it: without the values of custom fields that were read elsewhere.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn record_as_sent(&self, entity_type: &str, id: &str) -> Result<Option<Record>, MirrorError> {
        let layout = self.layout(entity_type)?;
        let id = id.to_owned();
        self.store.read(move |connection| rows::read_kept(connection, &layout, &id)).await
    }

    /// Those of the records that are here, in the order of `ids`.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if they cannot be read.
    pub async fn records(&self, entity_type: &str, ids: &[String]) -> Result<Vec<Record>, MirrorError> {
        let layout = self.layout(entity_type)?;
        let ids = ids.to_vec();
        self.store.read(move |connection| ids.iter().filter_map(|id| rows::read(connection, &layout, id).transpose()).collect()).await
    }

    /// Forgets all rows of an entity type; the next sync reads it from the start. Waits for a sync under way.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be written.
    pub async fn clear(&self, entity_type: &str) -> Result<(), MirrorError> {
        self.layout(entity_type)?;
        let turn = self.turn(entity_type);
        let _turn = turn.lock().await;
        let (mirror, entity_type) = (self.clone(), entity_type.to_owned());
        self.store.write(move |transaction| schema::clear(transaction, &*mirror.layout(&entity_type)?)).await
    }

    fn layout(&self, entity_type: &str) -> Result<Arc<Layout>, MirrorError> {
        self.known.borrow().layouts.get(entity_type).cloned().ok_or_else(|| MirrorError::UnknownEntityType(entity_type.to_owned()))
    }

    fn turn(&self, entity_type: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.entry(entity_type.to_owned()).or_default().clone()
    }
}
