//! What the mirror knows of its service at this moment, and how it comes to know more while it is open.
//!
//! Description and tables change together: whoever holds a [`Known`] finds every column of it. A layout that is taken
//! inside a write transaction is the newest one, since nobody else writes before it is handed out.

use super::layout::Layout;
use super::{Mirror, MirrorError, custom_values, schema};
use crate::Record;
use crate::description::{self, CustomFields, Learnt, NotOffered, WriteOperation};
use coredesk_catalogue::{Catalogue, EntityType};
use rusqlite::{Connection, Transaction};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;

/// The description as it is now, and the tables that fit it.
#[derive(Debug)]
pub(super) struct Known {
    /// What the service's own description says.
    described: Arc<Catalogue>,
    learnt: Learnt,
    custom: CustomFields,
    not_offered: NotOffered,
    /// `described` with the others laid over it.
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) layouts: HashMap<String, Arc<Layout>>,
}

impl Known {
    /// Reads what was learnt and brings all tables to it. `former` is what was known before; its layouts are kept where
    /// nothing changed.
    pub(super) fn open(
        transaction: &Transaction<'_>,
        described: Arc<Catalogue>,
        service_title: &str,
        former: Option<&Self>,
    ) -> Result<Self, MirrorError> {
        let custom = former.map(|former| former.custom.clone()).unwrap_or_default();
        let not_offered = NotOffered::open(transaction, &described)?;
        let mut known = Self::with(described, Learnt::open(transaction)?, custom, not_offered, service_title, former);
        let refilled = custom_values::make_table(transaction, known.listed_values())?;
        if let Some(custom) = known.custom_fields(transaction)? {
            known = known.and(known.learnt.clone(), custom, service_title);
        }
        for name in known.make_tables(transaction)? {
            // These rows were stored by a version that learnt nothing from them.
            known = known.learn_from_rows(transaction, &name, service_title)?;
        }
        if let Some(feeds) = known.listed_values().and_then(|values| values.feeds.as_deref()) {
            refilled.iter().try_for_each(|id| custom_values::make_keys_anew(transaction, feeds, id))?;
        }
        Ok(known)
    }

    /// The same description with more laid over it.
    fn and(&self, learnt: Learnt, custom: CustomFields, service_title: &str) -> Self {
        Self::with(self.described.clone(), learnt, custom, self.not_offered.clone(), service_title, Some(self))
    }

    fn with(
        described: Arc<Catalogue>,
        learnt: Learnt,
        custom: CustomFields,
        not_offered: NotOffered,
        service_title: &str,
        former: Option<&Self>,
    ) -> Self {
        let mut catalogue = description::grown_catalogue(&described, &learnt, &custom, service_title);
        not_offered.lay_over(&mut catalogue);
        let catalogue = Arc::new(catalogue);
        let listable = catalogue.entity_types.iter().filter(|entity_type| entity_type.is_listable());
        let source = catalogue.custom_fields.as_ref();
        let mut layouts: HashMap<String, Arc<Layout>> = listable
            .map(|entity_type| {
                let same = former.filter(|former| Arc::ptr_eq(&former.described, &described));
                let kept = same.and_then(|former| former.layouts.get(&entity_type.name)).filter(|kept| kept.entity_type == *entity_type);
                let layout = kept.cloned().unwrap_or_else(|| {
                    let described = described.entity_type(&entity_type.name).unwrap_or(entity_type);
                    let carries = source.filter(|source| entity_type.field(&source.list).is_some()).map(|source| source.list.clone());
                    Arc::new(Layout { carries, ..Layout::of(entity_type, description::expected(described, &learnt)) })
                });
                (entity_type.name.clone(), layout)
            })
            .collect();
        if let Some(values) = source.and_then(|source| catalogue.entity_type(&source.values)) {
            let feeds = layouts.values().filter(|layout| layout.custom_list().is_some()).cloned().collect();
            let expected = description::expected(described.entity_type(&values.name).unwrap_or(values), &learnt);
            layouts.insert(values.name.clone(), Arc::new(Layout { feeds: Some(feeds), ..Layout::of(values, expected) }));
        }
        Self { described, learnt, custom, not_offered, catalogue, layouts }
    }

    /// The layout of the service's list of the values of custom fields.
    fn listed_values(&self) -> Option<&Layout> {
        self.layouts.get(&self.catalogue.custom_fields.as_ref()?.values).map(Arc::as_ref)
    }

    /// Answers the entity types whose rows had to be read anew.
    fn make_tables(&self, transaction: &Transaction<'_>) -> Result<Vec<String>, MirrorError> {
        let mut filled = Vec::new();
        for layout in self.layouts.values() {
            if schema::make(transaction, layout)? {
                filled.push(layout.entity_type.name.clone());
            }
        }
        Ok(filled)
    }

    fn learn_from_rows(self, transaction: &Transaction<'_>, entity_type: &str, service_title: &str) -> Result<Self, MirrorError> {
        let (Some(layout), Some(described)) = (self.layouts.get(entity_type), self.described.entity_type(entity_type)) else {
            return Ok(self);
        };
        let mut learnt = self.learnt.clone();
        let mut is_news = false;
        schema::each_record(transaction, layout, |record| {
            let record = std::slice::from_ref(record);
            if layout.expected.is_news_in(record) {
                is_news |= learnt.take_in(transaction, described, record)?;
            }
            Ok(())
        })?;
        if !is_news {
            return Ok(self);
        }
        let grown = self.and(learnt, self.custom.clone(), service_title);
        if let Some(layout) = grown.layouts.get(entity_type) {
            schema::make_and_fill(transaction, layout)?;
        }
        Ok(grown)
    }

    /// The custom fields as the rows that are here tell them, if they tell anything else than is known.
    fn custom_fields(&self, connection: &Connection) -> Result<Option<CustomFields>, MirrorError> {
        let Some(source) = &self.catalogue.custom_fields else { return Ok(None) };
        let definitions = custom_values::definitions(connection, &self.catalogue, source, &self.layouts)?;
        let custom = description::custom_fields(&self.described, &definitions);
        Ok((custom != self.custom).then_some(custom))
    }

    /// What is known after the definitions of custom fields and their values were looked at; `None` if nothing is new.
    fn look_at_custom_fields(&self, transaction: &Transaction<'_>, service_title: &str) -> Result<Option<Self>, MirrorError> {
        let Some(custom) = self.custom_fields(transaction)? else { return Ok(None) };
        let grown = self.and(self.learnt.clone(), custom, service_title);
        for (name, layout) in &grown.layouts {
            if self.layouts.get(name).is_some_and(|former| !Arc::ptr_eq(former, layout)) {
                schema::make(transaction, layout)?;
            }
        }
        Ok(Some(grown))
    }

    /// What is known with another set of what is not offered.
    fn offering(&self, not_offered: NotOffered, service_title: &str) -> Self {
        let (described, learnt, custom) = (self.described.clone(), self.learnt.clone(), self.custom.clone());
        Self::with(described, learnt, custom, not_offered, service_title, Some(self))
    }

    /// What is known after `records` of an entity type were seen; `None` if they hold nothing new.
    fn learn(
        &self,
        transaction: &Transaction<'_>,
        entity_type: &str,
        records: &[Record],
        service_title: &str,
    ) -> Result<Option<Self>, MirrorError> {
        let Some(described) = self.described.entity_type(entity_type) else { return Ok(None) };
        let mut learnt = self.learnt.clone();
        if !learnt.take_in(transaction, described, records)? {
            return Ok(None);
        }
        let grown = self.and(learnt, self.custom.clone(), service_title);
        if let Some(layout) = grown.layouts.get(entity_type) {
            schema::make(transaction, layout)?;
        }
        Ok(Some(grown))
    }
}

impl Mirror {
    /// What is known of the service now: its description and what was learnt.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.known.borrow().catalogue.clone()
    }

    /// The entity type as it is known now.
    pub fn entity_type(&self, name: &str) -> Option<EntityType> {
        self.known.borrow().catalogue.entity_type(name).cloned()
    }

    /// Moves whenever more is known.
    pub fn watch_catalogue(&self) -> CatalogueWatch {
        CatalogueWatch(self.known.subscribe())
    }

    /// Learns from records that the service sent, before they are stored: unknown fields become columns, unknown codes
    /// become choices. Costs next to nothing when they hold nothing new.
    ///
    /// # Errors
    /// `Store` if what was learnt cannot be kept.
    pub async fn learn(&self, entity_type: &str, records: &[Record]) -> Result<(), MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(()) };
        if !layout.expected.is_news_in(records) {
            return Ok(());
        }
        let (entity_type, records) = (entity_type.to_owned(), records.to_vec());
        self.grow(move |known, transaction, title| known.learn(transaction, &entity_type, &records, title)).await.map(drop)
    }

    /// Learns from `records` and lets `work` store them in one transaction, with the newest layout: the one that was
    /// taken when a sync began may know less.
    pub(super) async fn store_records<T: Send + 'static>(
        &self,
        entity_type: &str,
        records: Vec<Record>,
        work: impl FnOnce(&Transaction<'_>, &Layout, &[Record]) -> Result<T, MirrorError> + Send + 'static,
    ) -> Result<T, MirrorError> {
        self.learn(entity_type, &records).await?;
        let (mirror, entity_type) = (self.clone(), entity_type.to_owned());
        self.store.write(move |transaction| work(transaction, &*mirror.layout(&entity_type)?, &records)).await
    }

    /// Looks at the definitions of custom fields and at their values: what is new becomes columns. To be called when
    /// records of `entity_type` were read; does nothing where they have nothing to do with custom fields.
    ///
    /// # Errors
    /// `Store` if the mirror cannot be read or widened.
    pub async fn look_at_custom_fields(&self, entity_type: &str) -> Result<(), MirrorError> {
        let known = self.known.borrow().clone();
        let Some(source) = &known.catalogue.custom_fields else { return Ok(()) };
        let carries = || known.catalogue.entity_type(entity_type).is_some_and(|found| found.field(&source.list).is_some());
        if entity_type != source.definitions && entity_type != source.values && !carries() {
            return Ok(());
        }
        let looked = known.clone();
        // Writers do not wait while nothing is new.
        if self.store.read(move |connection| looked.custom_fields(connection)).await?.is_none() {
            return Ok(());
        }
        self.grow(move |known, transaction, title| known.look_at_custom_fields(transaction, title)).await.map(drop)
    }

    /// Takes over another description of the same service, such as one that was read from it just now. Tables are made
    /// and widened; what was learnt stays learnt. Reads every row of an entity type whose described fields changed.
    ///
    /// # Errors
    /// `Store` if the tables cannot be made.
    pub async fn adopt(&self, described: Catalogue) -> Result<(), MirrorError> {
        let described = Arc::new(described);
        self.grow(move |known, transaction, title| {
            if known.described == described {
                return Ok(None);
            }
            Ok(Some(Known::open(transaction, described, title, Some(known))?))
        })
        .await
        .map(drop)
    }

    /// Keeps that the service does not do this to these records although it is described: it is not offered from now on.
    /// True if that is news.
    ///
    /// # Errors
    /// `Store` if it cannot be kept.
    pub async fn withhold(&self, entity_type: &str, operation: WriteOperation) -> Result<bool, MirrorError> {
        let entity_type = entity_type.to_owned();
        self.grow(move |known, transaction, title| {
            let Some(described) = known.described.entity_type(&entity_type) else { return Ok(None) };
            let more = known.not_offered.with(transaction, described, operation)?;
            Ok(more.map(|not_offered| known.offering(not_offered, title)))
        })
        .await
    }

    /// Offers again what the service did not do when it was last tried.
    ///
    /// # Errors
    /// `Store` if it cannot be kept.
    pub async fn offer_again(&self, entity_type: &str) -> Result<(), MirrorError> {
        let entity_type = entity_type.to_owned();
        self.grow(move |known, transaction, title| {
            let left = known.not_offered.without(transaction, &entity_type)?;
            Ok(left.map(|not_offered| known.offering(not_offered, title)))
        })
        .await
        .map(drop)
    }

    /// True if more is known now.
    async fn grow(
        &self,
        more: impl FnOnce(&Known, &Transaction<'_>, &str) -> Result<Option<Known>, MirrorError> + Send + 'static,
    ) -> Result<bool, MirrorError> {
        let mirror = self.clone();
        let work = move || {
            mirror.store.write_now_then(
                |transaction| {
                    let known = mirror.known.borrow().clone();
                    Ok(more(&known, transaction, &mirror.service.title)?.map(Arc::new))
                },
                |grown: &Option<Arc<Known>>| {
                    if let Some(grown) = grown {
                        mirror.known.send_replace(grown.clone());
                    }
                },
            )
        };
        let grown: Result<_, MirrorError> = tokio::task::spawn_blocking(work).await.map_err(|_| crate::store::StoreError::Interrupted)?;
        grown.map(|grown| grown.is_some())
    }
}

/// Says when more is known of a service.
#[derive(Debug)]
pub struct CatalogueWatch(watch::Receiver<Arc<Known>>);

impl CatalogueWatch {
    /// Waits until more is known; false when the mirror is gone.
    pub async fn changed(&mut self) -> bool {
        self.0.changed().await.is_ok()
    }
}
