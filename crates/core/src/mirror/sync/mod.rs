//! Fills the mirror from the service: the page a person looks at, then the rest, afterwards what changed.
//!
//! Each page is one transaction together with the place of the next, so a sync that was cancelled or killed goes on
//! where it stopped. The next page is fetched while the last one is stored.

mod plan;
mod state;

use super::layout::{Layout, id_of};
use super::rows::{Freshness, Put, RowWriter, remove_where};
use super::status::{MirrorStatus, count_in, read_status};
use super::{Mirror, MirrorError};
use crate::Record;
use crate::rest::{Entities, Page, PageRequest, RefusalReason, RequestError};
use crate::store::StoreError;
pub use plan::first_order;
use rusqlite::{Transaction, params};
use state::{Cursor, Phase, ReadState};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// The entity type in which CORE lists what was deleted, with `id` and `deletedOn`.
const DELETIONS: &str = "deletedhistory";

/// How a sync ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncEnd {
    /// The mirror holds what the service has.
    Complete,
    /// Somebody stopped it; the rows that came are kept, and the next sync goes on from there.
    Cancelled,
}

/// A sync that failed. The rows that came are kept, and the next sync goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The mirror could not be written.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// The service gave no usable page.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The service gave the same page again, so the list would never end.
    #[error("the service sent the same page twice; the list is not complete")]
    RepeatedPage,
    /// The service gives far more pages than it counts rows.
    #[error("the service's list does not end")]
    Endless,
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> Self {
        Self::Mirror(error.into())
    }
}

/// Brings the mirror of an entity type up to date. The first time it stores and reports a small first page, then reads
/// the rest; later it reads what changed and what was deleted, where the service can say so, else everything.
///
/// `progress` is called after each page. A second sync of the same entity type waits for the first.
///
/// # Errors
/// See [`SyncError`]; the status then carries the problem. Cancelling is no error.
pub async fn sync<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    cancel: &CancellationToken,
    progress: impl Fn(MirrorStatus) + Send,
) -> Result<SyncEnd, SyncError> {
    let mut sync = Sync {
        mirror,
        entities,
        layout: mirror.layout(entity_type)?,
        cancel,
        progress: Mutex::new(progress),
        pages_seen: HashSet::new(),
        began: now(),
    };
    let turn = mirror.turn(entity_type);
    let Some(_turn) = cancel.run_until_cancelled(turn.lock()).await else { return Ok(SyncEnd::Cancelled) };
    match sync.bring_up_to_date().await {
        Ok(()) => Ok(SyncEnd::Complete),
        Err(SyncError::Request(RequestError::Cancelled)) => Ok(SyncEnd::Cancelled),
        Err(error) => {
            sync.note(Some(error.to_string())).await?;
            Err(error)
        }
    }
}

/// One sync of one entity type.
struct Sync<'s, E, P> {
    mirror: &'s Mirror,
    entities: &'s E,
    layout: Arc<Layout>,
    cancel: &'s CancellationToken,
    /// Behind a lock so that a sync can wait on any thread with a listener that cannot be shared.
    progress: Mutex<P>,
    /// Fingerprints of the pages of this pass.
    pages_seen: HashSet<u64>,
    /// In seconds since 1970.
    began: i64,
}

/// What is left to do after a page was stored.
struct Stored {
    state: ReadState,
    status: MirrorStatus,
}

impl<E: Entities, P: Fn(MirrorStatus) + Send> Sync<'_, E, P> {
    async fn bring_up_to_date(&mut self) -> Result<(), SyncError> {
        let mut state = self.read_state().await?;
        let follows = self.layout.can_follow_changes();
        match state.phase {
            Phase::New => {
                state.generation += 1;
                let (first, is_whole) = self.first_page(state).await?;
                if is_whole {
                    return self.finish(first).await;
                }
                state = first;
                state.expected_rows = self.count().await?;
                state.phase = if follows { Phase::Following } else { Phase::Paging };
                state.cursor = Cursor::START;
            }
            Phase::Done => {
                state.generation += 1;
                state.phase = if follows { Phase::Following } else { Phase::Paging };
                state.cursor = if follows { plan::changes_since(state.newest, self.began) } else { Cursor::START };
            }
            Phase::Following | Phase::Paging => {}
        }
        let is_first_load = !state.complete;
        state = self.read_pages(state).await?;
        if state.phase == Phase::Following && is_first_load && state.expected_rows.is_some_and(|expected| state.rows < expected) {
            // Records without a time of change, or a service that orders otherwise: look at each page once more.
            state.phase = Phase::Paging;
            state.cursor = Cursor::START;
            state = self.read_pages(state).await?;
        }
        self.finish(state).await
    }

    /// Stores the page that a person looks at first. True if it is all there is.
    async fn first_page(&mut self, state: ReadState) -> Result<(ReadState, bool), SyncError> {
        let request = plan::first_page(&self.layout.entity_type);
        let page = match self.fetch(&request).await {
            Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::Invalid && !request.order_by.is_empty() => {
                self.fetch(&PageRequest { order_by: Vec::new(), ..request }).await?
            }
            page => page?,
        };
        let is_whole = page.is_last;
        let stored = self.store_page(state, page.records).await?;
        self.report(stored.status);
        Ok((stored.state, is_whole))
    }

    /// Reads from the cursor of `state` to the end of the list.
    async fn read_pages(&mut self, mut state: ReadState) -> Result<ReadState, SyncError> {
        self.pages_seen.clear();
        if state.cursor == Cursor::START {
            self.forget_records_without_id().await?;
        }
        let mut page = self.fetch(&plan::page(&self.layout, state.phase, state.cursor)).await?;
        loop {
            self.refuse_repetition(&page, &state)?;
            let is_last = page.is_last || page.records.is_empty();
            let times = plan::times(&self.layout, &page.records);
            state.newest = state.newest.max(times.iter().flatten().copied().max());
            if is_last {
                let stored = self.store_page(state, page.records).await?;
                self.report(stored.status);
                return Ok(stored.state);
            }
            state.cursor = plan::next(state.phase, state.cursor, &times).ok_or(SyncError::Endless)?;
            let request = plan::page(&self.layout, state.phase, state.cursor);
            let (stored, fetched) = tokio::join!(self.store_page(state, page.records), self.fetch(&request));
            let stored = stored?;
            self.report(stored.status);
            (state, page) = (stored.state, fetched?);
        }
    }

    /// A list ends: a page that was there before, or far more pages than rows are counted, is an error.
    fn refuse_repetition(&mut self, page: &Page, state: &ReadState) -> Result<(), SyncError> {
        if page.is_last || page.records.is_empty() {
            return Ok(());
        }
        let mut fingerprint = DefaultHasher::new();
        for record in &page.records {
            id_of(record).hash(&mut fingerprint);
        }
        if !self.pages_seen.insert(fingerprint.finish()) {
            return Err(SyncError::RepeatedPage);
        }
        // A service may give smaller pages than asked for, so rows are counted and not pages.
        let most = state.expected_rows.map_or(u64::MAX, |expected| expected.saturating_mul(3).max(1_000_000));
        if self.pages_seen.len() as u64 * page.records.len() as u64 > most { Err(SyncError::Endless) } else { Ok(()) }
    }

    /// Removes what is gone, compares with the service's count, and marks the whole as up to date.
    async fn finish(&mut self, state: ReadState) -> Result<(), SyncError> {
        let expected_rows = self.count().await?;
        let mut problem = None;
        if state.phase == Phase::Paging {
            let seen = self.seen(state.generation).await?;
            // If the service has more than came, a row that was not seen may only have slipped between two pages.
            if expected_rows.is_none_or(|expected| seen >= expected) && !self.layout.can_follow_changes() {
                self.remove_unseen(state.generation).await?;
            }
        }
        if self.layout.can_follow_changes()
            && let Err(error) = self.remove_deleted().await
        {
            match error {
                SyncError::Request(RequestError::Refused(_)) => {
                    problem = Some("the service does not say what was deleted; deleted records may still be shown".to_owned());
                }
                error => return Err(error),
            }
        }
        let status = self.finish_state(state, expected_rows, problem).await?;
        for order in first_order(&self.layout.entity_type).iter().filter_map(|order| self.layout.column(&order.field)) {
            self.mirror.wish_for_index(&self.layout, order.name.clone());
        }
        self.report(status);
        Ok(())
    }

    /// Marks the whole as up to date.
    async fn finish_state(
        &self,
        state: ReadState,
        expected_rows: Option<u64>,
        problem: Option<String>,
    ) -> Result<MirrorStatus, MirrorError> {
        let layout = self.layout.clone();
        let write = move |transaction: &Transaction<'_>| {
            let rows = ReadState::read(transaction, &layout)?.rows;
            let missing = expected_rows.map_or(0, |expected| expected.saturating_sub(rows));
            let problem = problem.or_else(|| (missing > 0).then(|| format!("the service counts {missing} more than it lists")));
            ReadState { phase: Phase::Done, complete: true, expected_rows, ..state }.save(transaction, &layout)?;
            transaction.execute(
                "UPDATE mirror_state SET as_of = ?2, problem = ?3 WHERE entity_type = ?1",
                params![layout.entity_type.name, now(), problem],
            )?;
            read_status(transaction, &layout)
        };
        self.mirror.store.write(write).await
    }

    /// Removes the rows that the service lists as deleted and that did not change after that.
    async fn remove_deleted(&mut self) -> Result<(), SyncError> {
        let Ok(deletions) = self.mirror.layout(DELETIONS) else { return Ok(()) };
        if deletions.entity_type.name == self.layout.entity_type.name {
            return Ok(());
        }
        self.read_deletions(deletions.clone()).await?;
        let layout = self.layout.clone();
        let (Some(changed), Some(deleted)) = (layout.changed.and_then(|place| layout.columns.get(place)), deletions.column("deletedOn"))
        else {
            return Ok(());
        };
        let (history, changed, deleted) = (deletions.rows.clone(), changed.name.clone(), deleted.name.clone());
        let rows = layout.rows.clone();
        let condition = format!(
            "row_id IN (SELECT live.row_id FROM {history} AS gone CROSS JOIN {rows} AS live ON live.id = gone.id
              WHERE gone.{deleted} IS NULL OR live.{changed} IS NULL OR gone.{deleted} >= live.{changed})"
        );
        self.mirror.store.write(move |transaction| remove_where(transaction, &layout, &condition, [])).await?;
        Ok(())
    }

    /// Brings the mirror of the list of deletions up to date, unless another sync did since this one began.
    async fn read_deletions(&self, deletions: Arc<Layout>) -> Result<(), SyncError> {
        let turn = self.mirror.turn(DELETIONS);
        let _turn = self.cancel.run_until_cancelled(turn.lock()).await.ok_or(RequestError::Cancelled)?;
        if self.mirror.status(DELETIONS).await?.as_of.is_some_and(|as_of| as_of > self.began) {
            return Ok(());
        }
        let mut sync = Sync {
            mirror: self.mirror,
            entities: self.entities,
            layout: deletions,
            cancel: self.cancel,
            progress: Mutex::new(unheard),
            pages_seen: HashSet::new(),
            began: self.began,
        };
        let mut state = sync.read_state().await?;
        state.generation += 1;
        state.phase = Phase::Paging;
        state.cursor = Cursor::START;
        let state = sync.read_pages(state).await?;
        sync.finish_state(state, None, None).await?;
        Ok(())
    }

    fn report(&self, status: MirrorStatus) {
        let listener = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        (*listener)(status);
    }

    async fn store_page(&self, state: ReadState, records: Vec<Record>) -> Result<Stored, SyncError> {
        let name = self.layout.entity_type.name.clone();
        self.mirror.learn(&name, &records).await?;
        let mirror = self.mirror.clone();
        // The layout is the newest one: more may have been learnt since this sync began.
        let write = move |transaction: &Transaction<'_>| store(transaction, &*mirror.layout(&name)?, state, &records);
        self.mirror.store.write(write).await.map_err(SyncError::Mirror)
    }

    async fn fetch(&self, request: &PageRequest) -> Result<Page, RequestError> {
        let list = self.entities.list(&self.layout.entity_type, request, self.cancel);
        self.cancel.run_until_cancelled(list).await.unwrap_or(Err(RequestError::Cancelled))
    }

    /// How many records the service has. A service that does not say is no error.
    async fn count(&self) -> Result<Option<u64>, SyncError> {
        let count = self.entities.count(&self.layout.entity_type, self.cancel);
        match self.cancel.run_until_cancelled(count).await.unwrap_or(Err(RequestError::Cancelled)) {
            Ok(count) => Ok(count),
            Err(RequestError::Refused(_) | RequestError::Unreadable { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn read_state(&self) -> Result<ReadState, MirrorError> {
        let layout = self.layout.clone();
        self.mirror.store.read(move |connection| ReadState::read(connection, &layout)).await
    }

    async fn seen(&self, generation: i64) -> Result<u64, MirrorError> {
        let sql = format!("SELECT count(*) FROM {} WHERE generation >= ?1", self.layout.rows);
        self.mirror.store.read(move |connection| Ok(connection.query_row(&sql, [generation], |row| count_in(row, 0))?)).await
    }

    async fn remove_unseen(&self, generation: i64) -> Result<u64, MirrorError> {
        let layout = self.layout.clone();
        self.mirror.store.write(move |transaction| remove_where(transaction, &layout, "generation < ?1", [generation])).await
    }

    /// They are counted anew whenever the whole list is read.
    async fn forget_records_without_id(&self) -> Result<(), MirrorError> {
        let name = self.layout.entity_type.name.clone();
        let sql = "UPDATE mirror_state SET without_id = 0 WHERE entity_type = ?1";
        self.mirror.store.write(move |transaction| Ok(transaction.execute(sql, [name]).map(|_| ())?)).await
    }

    async fn note(&self, problem: Option<String>) -> Result<(), MirrorError> {
        let layout = self.layout.clone();
        let status = self
            .mirror
            .store
            .write(move |transaction| {
                let name = &layout.entity_type.name;
                transaction.execute("UPDATE mirror_state SET problem = ?2 WHERE entity_type = ?1", params![name, problem])?;
                read_status(transaction, &layout)
            })
            .await?;
        self.report(status);
        Ok(())
    }
}

/// Stores a page and where to go on, in one transaction.
fn store(transaction: &Transaction<'_>, layout: &Layout, mut state: ReadState, records: &[Record]) -> Result<Stored, MirrorError> {
    let (mut added, mut without_id) = (0_u64, 0_u64);
    {
        let mut writer = RowWriter::new(transaction, layout, state.generation)?;
        for record in records {
            match writer.put(record, Freshness::MayBeOutdated) {
                Ok(Put::Added) => added += 1,
                Ok(Put::Replaced | Put::Outdated) => {}
                // Pages of changes overlap, and would count the same record again each time.
                Err(MirrorError::WithoutId) => without_id += u64::from(!(state.complete && state.phase == Phase::Following)),
                Err(error) => return Err(error),
            }
        }
    }
    state.newest = state.newest.max(records.iter().filter_map(|record| layout.changed_at(record)).max());
    state.save(transaction, layout)?;
    transaction
        .prepare_cached("UPDATE mirror_state SET rows = rows + ?2, without_id = without_id + ?3, problem = NULL WHERE entity_type = ?1")?
        .execute(params![layout.entity_type.name, added.cast_signed(), without_id.cast_signed()])?;
    let status = read_status(transaction, layout)?;
    state.rows = status.rows;
    Ok(Stored { state, status })
}

fn unheard(_: MirrorStatus) {}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
