//! Nested collections: the rows below one parent record, or below all of them.
//!
//! Two parents may list the same record, and a record may come without an id, so a row is known by its parent and its
//! id, or its parent and its content.

use super::super::layout::{Layout, id_of};
use super::super::rows::{Freshness, Outcome, RowWriter, remove_where};
use super::super::status::{MirrorStatus, read_status};
use super::super::{Mirror, MirrorError};
use super::pages::{Walk, Walked};
use super::plan::PAGE_ROWS;
use super::state::{Cursor, Phase, ReadState};
use super::{Progress, Purpose, Sync, SyncEnd, SyncError, add_rows, now};
use crate::Record;
use crate::rest::{Entities, PageRequest, RefusalReason, RequestError};
use coredesk_catalogue::EntityType;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Parents that are asked at the same time.
const PARENTS_AT_ONCE: usize = 2;
/// A reading that was stopped goes on where it was for so many seconds after it began.
const GOES_ON_FOR: i64 = 60 * 60;

impl Mirror {
    /// When the rows below a parent were last read, in seconds since 1970; `None` if they never were.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn below_as_of(&self, entity_type: &str, parent_id: &str) -> Result<Option<i64>, MirrorError> {
        let names = (entity_type.to_owned(), parent_id.to_owned());
        let sql = "SELECT as_of FROM mirror_parents WHERE entity_type = ?1 AND parent = ?2";
        self.store.read(move |connection| Ok(connection.query_row(sql, names, |row| row.get(0)).optional()?)).await
    }
}

/// Reads the rows of a nested collection below one parent, and puts them in place of those that were here.
///
/// # Errors
/// See [`SyncError`]; the rows that were here stay. Cancelling is no error.
pub async fn read_below<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    parent_id: &str,
    cancel: &CancellationToken,
) -> Result<SyncEnd, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Look, cancel, |_: MirrorStatus| {})?;
    match sync.read_one_parent(parent_id).await {
        Ok(_) => Ok(SyncEnd::Complete),
        Err(SyncError::Request(RequestError::Cancelled)) => Ok(SyncEnd::Cancelled),
        Err(error) => Err(error),
    }
}

/// Reads the rows below every parent that is here, a few parents at a time. `progress` counts parents and is called
/// after each. One that was stopped goes on with the parents that it did not read.
///
/// # Errors
/// See [`SyncError`]; the status then carries the problem. Cancelling is no error.
pub async fn read_below_all<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    cancel: &CancellationToken,
    progress: impl Fn(MirrorStatus, Progress) + Send,
) -> Result<SyncEnd, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Background, cancel, |_: MirrorStatus| {})?;
    let turn = mirror.turn(entity_type);
    let Some(_turn) = cancel.run_until_cancelled(turn.lock()).await else { return Ok(SyncEnd::Cancelled) };
    let progress = Mutex::new(progress);
    let report = |status, far| {
        let listener = progress.lock().unwrap_or_else(PoisonError::into_inner);
        (*listener)(status, far);
    };
    let ended = sync.read_all_parents(report).await;
    Ok(sync.told(ended).await?.map_or(SyncEnd::Cancelled, |()| SyncEnd::Complete))
}

impl<E: Entities, P: Fn(MirrorStatus) + Send> Sync<'_, E, P> {
    async fn read_all_parents(&self, report: impl Fn(MirrorStatus, Progress)) -> Result<(), SyncError> {
        let mut state = self.read_state().await?;
        // The place of such a reading is the moment at which it began: what was read since is not read again.
        // After an hour that is no longer true, and all is read anew.
        let is_old = state.cursor.since.is_none_or(|since| since < self.began - GOES_ON_FOR);
        if state.phase != Phase::Paging || is_old {
            state.phase = Phase::Paging;
            state.cursor = Cursor { since: Some(self.began), ..Cursor::start(PAGE_ROWS) };
            self.save(state.clone()).await?;
        }
        let parents = self.parents().await?;
        let since = state.cursor.since.unwrap_or(self.began);
        let of = parents.len() as u64;
        let left: Vec<String> =
            parents.into_iter().filter(|(_, as_of)| as_of.is_none_or(|as_of| as_of < since)).map(|(id, _)| id).collect();
        let done = AtomicU64::new(of - left.len() as u64);
        let report = &report;
        let done = &done;
        stream::iter(left)
            .map(|parent| async move {
                let status = self.read_one_parent(&parent).await?;
                report(status, Progress { done: done.fetch_add(1, Ordering::Relaxed) + 1, of: Some(of) });
                Ok::<_, SyncError>(())
            })
            .buffer_unordered(PARENTS_AT_ONCE)
            .try_collect::<()>()
            .await?;
        self.forget_lost_parents().await?;
        // Each parent counted the generation up.
        let state = self.read_state().await?;
        self.finish_state(state, None, None).await?;
        Ok(())
    }

    /// A parent that the service does not know any more has no rows.
    async fn read_one_parent(&self, parent_id: &str) -> Result<MirrorStatus, SyncError> {
        let size = self.entities.most_rows(PAGE_ROWS);
        let mut walk = Walk::of(PageRequest { parent_id: Some(parent_id.to_owned()), size, ..PageRequest::default() });
        let mut records = Vec::new();
        loop {
            match self.go_on(&mut walk).await {
                Err(SyncError::Request(RequestError::Refused(refusal))) if refusal.reason == RefusalReason::Gone && records.is_empty() => {
                    break;
                }
                Err(error) => return Err(error),
                Ok(None) => break,
                Ok(Some(Walked::Anew)) => records.clear(),
                Ok(Some(Walked::Rows(page))) => records.extend(page),
            }
        }
        let parent_id = parent_id.to_owned();
        let work =
            move |transaction: &Transaction<'_>, layout: &Layout, records: &[Record]| replace(transaction, layout, &parent_id, records);
        Ok(self.mirror.store_records(&self.layout.entity_type.name, records, work).await?)
    }

    /// The parents that are here, and when the rows below each were read.
    async fn parents(&self) -> Result<Vec<(String, Option<i64>)>, MirrorError> {
        let parent = self.parent_layout()?;
        let name = self.layout.entity_type.name.clone();
        let sql =
            format!("SELECT id, as_of FROM {} LEFT JOIN mirror_parents ON parent = id AND entity_type = ?1 ORDER BY row_id", parent.rows);
        self.mirror
            .store
            .read(move |connection| {
                let mut statement = connection.prepare_cached(&sql)?;
                let parents = statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(parents.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// Removes the rows below parents that are not here any more.
    async fn forget_lost_parents(&self) -> Result<(), MirrorError> {
        let (layout, parent) = (self.layout.clone(), self.parent_layout()?);
        self.mirror
            .store
            .write(move |transaction| {
                let lost = format!("parent NOT IN (SELECT id FROM {})", parent.rows);
                remove_where(transaction, &layout, &lost, [])?;
                let sql = format!("DELETE FROM mirror_parents WHERE entity_type = ?1 AND {lost}");
                transaction.execute(&sql, [&layout.entity_type.name])?;
                Ok(())
            })
            .await
    }

    fn parent_layout(&self) -> Result<Arc<Layout>, MirrorError> {
        self.mirror.layout(self.layout.entity_type.parent.as_deref().unwrap_or_default())
    }
}

/// Puts `records` in place of the rows below a parent, in one transaction. Rows that stay keep their place in views.
fn replace(transaction: &Transaction<'_>, layout: &Layout, parent_id: &str, records: &[Record]) -> Result<MirrorStatus, MirrorError> {
    let name = &layout.entity_type.name;
    let generation = ReadState::read(transaction, layout)?.generation + 1;
    transaction.execute("UPDATE mirror_state SET generation = ?2 WHERE entity_type = ?1", params![name, generation])?;
    let mut added = 0;
    {
        let mut writer = RowWriter::new(transaction, layout, generation)?;
        let mut place = transaction.prepare_cached(&format!("UPDATE {} SET parent = ?2 WHERE row_id = ?1", layout.rows))?;
        for (id, record) in keyed(parent_id, &layout.entity_type.id_field, records) {
            let put = writer.put_as(&id, record, Freshness::Newest)?;
            added += u64::from(put.what == Outcome::Added);
            place.execute(params![put.row_id, parent_id])?;
        }
    }
    add_rows(transaction, layout, added)?;
    remove_where(transaction, layout, "parent = ?1 AND generation < ?2", params![parent_id, generation])?;
    transaction.execute(
        "INSERT OR REPLACE INTO mirror_parents (entity_type, parent, as_of) VALUES (?1, ?2, ?3)",
        params![name, parent_id, now()],
    )?;
    transaction.execute("UPDATE mirror_state SET problem = NULL WHERE entity_type = ?1", [name])?;
    read_status(transaction, layout)
}

/// Each record with the id of its row. Equal records without an id are told apart by how many came before.
fn keyed<'r>(parent_id: &str, id_field: &str, records: &'r [Record]) -> Vec<(String, &'r Record)> {
    let mut times: HashMap<Uuid, u32> = HashMap::new();
    records
        .iter()
        .map(|record| {
            let own = id_of(record, id_field).unwrap_or_else(|| {
                let text = serde_json::to_string(record).unwrap_or_default();
                let content = Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes());
                let time = times.entry(content).and_modify(|time| *time += 1).or_insert(1);
                format!("{content}.{time}")
            });
            (EntityType::id_below(parent_id, &own), record)
        })
        .collect()
}
