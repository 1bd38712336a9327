//! Reading single records again that somebody is about to change or delete.

use super::super::layout::{Layout, id_of};
use super::super::rows::{Freshness, Outcome, RowWriter};
use super::super::{Mirror, MirrorError};
use super::check::{IDS_AT_ONCE, by_ids};
use super::state::ReadState;
use super::{Purpose, Sync, SyncError, add_rows};
use crate::Record;
use crate::mirror::MirrorStatus;
use crate::rest::{Entities, RefusalReason, RequestError};
use coredesk_catalogue::EntityType;
use rusqlite::Transaction;
use std::collections::HashMap;
use tokio_util::sync::CancellationToken;

/// What came of reading a record again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAgain {
    /// The mirror has it as the service does.
    Here,
    /// The service does not have it any more, and neither has the mirror.
    Gone,
    /// The service does not show it by itself.
    NotShown,
}

/// The most records that are asked for with one request.
pub const READ_AT_ONCE: usize = IDS_AT_ONCE;

impl Mirror {
    /// Whether records of an entity type may be asked for by their ids, many at once.
    pub fn asks_by_ids(&self, entity_type: &str) -> bool {
        let id_field = |found: &EntityType| found.field(&found.id_field).is_some_and(|field| field.filterable);
        self.layout(entity_type).is_ok_and(|layout| !layout.entity_type.is_nested() && id_field(&layout.entity_type))
    }
}

/// Reads records again with one request, and puts those that come into the mirror. Answers their ids: one that did not come may
/// only have been left out. `None` where the service cannot be asked so.
///
/// # Errors
/// See [`SyncError`].
pub async fn read_by_ids<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    ids: &[String],
    cancel: &CancellationToken,
) -> Result<Option<Vec<String>>, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Background, cancel, |_: MirrorStatus| {})?;
    sync.read_by_ids(ids).await
}

/// Reads one record again and puts it into the mirror, or takes it out.
///
/// # Errors
/// See [`SyncError`].
pub async fn read_again<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    id: &str,
    cancel: &CancellationToken,
) -> Result<ReadAgain, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Background, cancel, |_: MirrorStatus| {})?;
    sync.read_one(id).await
}

impl<E: Entities, P: Fn(MirrorStatus) + Send> Sync<'_, E, P> {
    async fn read_by_ids(&self, ids: &[String]) -> Result<Option<Vec<String>>, SyncError> {
        let id_field = &self.layout.entity_type.id_field;
        let page = match self.fetch(&by_ids(id_field, ids)).await {
            Ok(page) => page,
            Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::Invalid => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let came: HashMap<String, Record> =
            page.records.into_iter().filter_map(|record| Some((id_of(&record, id_field)?, record))).collect();
        let came: Vec<(String, Record)> = came.into_iter().filter(|(id, _)| ids.contains(id)).collect();
        let found = came.iter().map(|(id, _)| id.clone()).collect();
        self.keep(came).await?;
        Ok(Some(found))
    }

    async fn read_one(&self, id: &str) -> Result<ReadAgain, SyncError> {
        let get = self.entities.get(&self.layout.entity_type, id, self.cancel);
        match self.cancel.run_until_cancelled(get).await.unwrap_or(Err(RequestError::Cancelled)) {
            Ok(Some(fetched)) => {
                self.keep(vec![(id.to_owned(), fetched.record)]).await?;
                Ok(ReadAgain::Here)
            }
            Ok(None) => {
                let (mirror, name, id) = (self.mirror.clone(), self.layout.entity_type.name.clone(), id.to_owned());
                self.mirror.store.write(move |transaction| mirror.remove_record(transaction, &name, &id)).await?;
                Ok(ReadAgain::Gone)
            }
            // It may be there and hidden.
            Err(RequestError::Refused(_)) => Ok(ReadAgain::NotShown),
            Err(error) => Err(error.into()),
        }
    }

    async fn keep(&self, records: Vec<(String, Record)>) -> Result<(), SyncError> {
        let (ids, records): (Vec<String>, Vec<Record>) = records.into_iter().unzip();
        let work = move |transaction: &Transaction<'_>, layout: &Layout, records: &[Record]| store(transaction, layout, &ids, records);
        Ok(self.mirror.store_records(&self.layout.entity_type.name, records, work).await?)
    }
}

/// Stores rows beside those that syncs read.
fn store(transaction: &Transaction<'_>, layout: &Layout, ids: &[String], records: &[Record]) -> Result<(), MirrorError> {
    let generation = ReadState::read(transaction, layout)?.generation;
    let mut added = 0;
    {
        let mut writer = RowWriter::new(transaction, layout, generation)?;
        for (id, record) in ids.iter().zip(records) {
            added += u64::from(writer.put_as(id, record, Freshness::MayBeOutdated)?.what == Outcome::Added);
        }
    }
    add_rows(transaction, layout, added)
}
