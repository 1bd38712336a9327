//! Loading by condition: rows that the service is asked for, whether or not the entity type was read.

use super::super::layout::{Layout, id_of};
use super::super::rows::{Freshness, Outcome, RowWriter};
use super::super::status::{MirrorStatus, read_status};
use super::super::{Mirror, MirrorError};
use super::pages::{Walk, Walked};
use super::plan::{self, PAGE_ROWS};
use super::state::{Phase, ReadState};
use super::{Cursor, Purpose, Sync, SyncEnd, SyncError, add_rows};
use crate::Record;
use crate::rest::{Condition, Entities, PageRequest, RequestError};
use rusqlite::Transaction;
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;

/// Reads the records that fit `condition` into the mirror, which is not more complete by that. `arrived` is called
/// after each page with the rows of a view that came with it, in the service's order and each once.
///
/// It waits for no sync of the same entity type; nothing of what that reads is undone.
///
/// # Errors
/// See [`SyncError`]; a refusal carries the service's own words. Cancelling is no error.
pub async fn ask<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    condition: &Condition,
    cancel: &CancellationToken,
    arrived: impl Fn(MirrorStatus, &[u32]) + Send,
) -> Result<SyncEnd, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Look, cancel, |_: MirrorStatus| {})?;
    let start = Cursor::start(entities.most_rows(PAGE_ROWS));
    let request = PageRequest { condition: Some(condition.clone()), ..plan::page(&sync.layout, Phase::Paging, &start) };
    let mut walk = Walk::of(plan::with_workflow(&sync.layout, request));
    let mut known = HashSet::new();
    loop {
        let records = match sync.go_on(&mut walk).await {
            Err(SyncError::Request(RequestError::Cancelled)) => return Ok(SyncEnd::Cancelled),
            Err(error) => return Err(error),
            Ok(None) => return Ok(SyncEnd::Complete),
            Ok(Some(Walked::Anew)) => continue,
            Ok(Some(Walked::Rows(records))) => records,
        };
        let (status, row_ids) = mirror.store_records(entity_type, records, store).await?;
        let fresh: Vec<u32> = row_ids.into_iter().filter(|row_id| known.insert(*row_id)).collect();
        arrived(status, &fresh);
    }
}

/// Reads the first records that fit `condition`, or the first of all, into the mirror, and answers their ids. One request.
///
/// # Errors
/// See [`SyncError`]; a refusal carries the service's own words.
pub async fn ask_first<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    condition: Option<&Condition>,
    limit: usize,
    cancel: &CancellationToken,
) -> Result<Vec<String>, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Look, cancel, |_: MirrorStatus| {})?;
    let size = entities.most_rows(u32::try_from(limit).unwrap_or(PAGE_ROWS));
    let request = PageRequest { number: 1, size, condition: condition.cloned(), ..PageRequest::default() };
    let mut records = sync.fetch(&request).await?.records;
    records.truncate(limit);
    let ids = records.iter().filter_map(|record| id_of(record, &sync.layout.entity_type.id_field)).collect();
    mirror.store_records(entity_type, records, store).await?;
    Ok(ids)
}

/// Stores rows beside those that syncs read, and answers their numbers.
fn store(transaction: &Transaction<'_>, layout: &Layout, records: &[Record]) -> Result<(MirrorStatus, Vec<u32>), MirrorError> {
    let generation = ReadState::read(transaction, layout)?.generation;
    let mut row_ids = Vec::with_capacity(records.len());
    let mut added = 0;
    {
        let mut writer = RowWriter::new(transaction, layout, generation)?;
        for record in records {
            match writer.put(record, Freshness::MayBeOutdated) {
                Ok(put) => {
                    added += u64::from(put.what == Outcome::Added);
                    row_ids.extend(u32::try_from(put.row_id));
                }
                Err(MirrorError::WithoutId) => {}
                Err(error) => return Err(error),
            }
        }
    }
    add_rows(transaction, layout, added)?;
    Ok((read_status(transaction, layout)?, row_ids))
}
