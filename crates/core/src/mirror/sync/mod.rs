//! Fills the mirror from the service: the page a person looks at, then the rest, afterwards what changed.
//!
//! Each page is one transaction together with the place of the next, so a sync that was cancelled or killed goes on
//! where it stopped. The next pages are fetched while the last ones are stored.

mod again;
mod ask;
mod below;
mod check;
mod deletions;
mod pages;
mod plan;
mod state;

use super::layout::Layout;
use super::rows::{Freshness, Outcome, RowWriter, remove_where};
use super::status::{MirrorStatus, count_in, read_status};
use super::{Mirror, MirrorError};
use crate::Record;
use crate::rest::{Entities, Page, PageRequest, RefusalReason, RequestError};
use crate::store::StoreError;
pub use again::{READ_AT_ONCE, ReadAgain, read_again, read_by_ids};
pub use ask::{ask, ask_first};
pub use below::{read_below, read_below_all};
pub use check::{Found, check};
use futures_util::future::try_join_all;
use pages::Seen;
use plan::PAGE_ROWS;
pub use plan::first_order;
use rusqlite::{Transaction, params};
use state::{Cursor, Phase, ReadState};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// How a sync ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncEnd {
    /// The mirror holds what the service has.
    Complete,
    /// Somebody stopped it; the rows that came are kept, and the next sync goes on from there.
    Cancelled,
}

/// For whom an entity type is read the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A person looks at it: a small page in the order of the list comes first.
    Look,
    /// Nobody waits: as few requests as possible.
    Background,
}

/// How far a long reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows or parent records read.
    pub done: u64,
    /// All of them, if it is known.
    pub of: Option<u64>,
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
    /// The service gave a full page without anything new, so the list would never end.
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

/// Brings the mirror of an entity type up to date. The first time it reads everything; later it reads what changed and
/// what was deleted, where the service can say so, else everything.
///
/// `progress` is called after each page. A second sync of the same entity type waits for the first.
///
/// # Errors
/// See [`SyncError`]; the status then carries the problem. Cancelling is no error.
pub async fn sync<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    purpose: Purpose,
    cancel: &CancellationToken,
    progress: impl Fn(MirrorStatus) + Send,
) -> Result<SyncEnd, SyncError> {
    let sync = Sync::of(mirror, entities, entity_type, purpose, cancel, progress)?;
    let turn = mirror.turn(entity_type);
    let Some(_turn) = cancel.run_until_cancelled(turn.lock()).await else { return Ok(SyncEnd::Cancelled) };
    let ended = sync.bring_up_to_date().await;
    Ok(sync.told(ended).await?.map_or(SyncEnd::Cancelled, |()| SyncEnd::Complete))
}

/// One sync of one entity type.
struct Sync<'s, E, P> {
    mirror: &'s Mirror,
    entities: &'s E,
    layout: Arc<Layout>,
    purpose: Purpose,
    cancel: &'s CancellationToken,
    /// Behind a lock so that a sync can wait on any thread with a listener that cannot be shared.
    progress: Mutex<P>,
    /// In seconds since 1970.
    began: i64,
}

/// Records of a page, and where to go on after them.
struct Step {
    records: Vec<Record>,
    state: ReadState,
}

/// What is left to do after a page was stored.
struct Stored {
    state: ReadState,
    status: MirrorStatus,
}

impl<'s, E, P> Sync<'s, E, P> {
    fn of(
        mirror: &'s Mirror,
        entities: &'s E,
        entity_type: &str,
        purpose: Purpose,
        cancel: &'s CancellationToken,
        progress: P,
    ) -> Result<Self, MirrorError> {
        let layout = mirror.layout(entity_type)?;
        Ok(Self { mirror, entities, layout, purpose, cancel, progress: Mutex::new(progress), began: now() })
    }
}

impl<E: Entities, P: Fn(MirrorStatus) + Send> Sync<'_, E, P> {
    async fn bring_up_to_date(&self) -> Result<(), SyncError> {
        let mut state = self.read_state().await?;
        let follows = self.follows();
        let is_first_load = !state.complete;
        match state.phase {
            Phase::New => {
                state.generation += 1;
                let (first, is_whole) = self.first_page(state).await?;
                state = first;
                if is_whole {
                    return self.finish(state, None).await;
                }
                state.expected_rows = self.expected(&state).await?;
            }
            Phase::Done => {
                state.generation += 1;
                state.phase = if follows { Phase::Following } else { Phase::Paging };
                state.cursor = if follows { self.changes_since(state.newest) } else { self.start() };
            }
            Phase::Following | Phase::Paging => {}
        }
        state = self.read_pages(state).await?;
        let problem = if follows { self.remove_deleted().await? } else { None };
        state.expected_rows = self.expected(&state).await?;
        if follows && is_first_load && state.phase == Phase::Following {
            state = self.read_what_slipped(state).await?;
        }
        self.finish(state, problem).await
    }

    /// Whether changes can be read alone.
    fn follows(&self) -> bool {
        self.mirror.follows(&self.layout)
    }

    /// Where the reading of everything starts.
    fn start(&self) -> Cursor {
        Cursor::start(self.entities.most_rows(PAGE_ROWS))
    }

    fn changes_since(&self, newest: Option<i64>) -> Cursor {
        Cursor { since: plan::changes_since(newest, self.began), ..self.start() }
    }

    /// Stores the page that comes first. True if it is all there is.
    async fn first_page(&self, mut state: ReadState) -> Result<(ReadState, bool), SyncError> {
        state.phase = if self.follows() { Phase::Following } else { Phase::Paging };
        state.cursor = self.start();
        let quick = plan::first_page(&self.layout.entity_type);
        let is_quick = self.purpose == Purpose::Look && !quick.order_by.is_empty();
        let request = if is_quick { quick } else { plan::page(&self.layout, state.phase, &state.cursor) };
        let page = match self.fetch(&request).await {
            Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::Invalid && is_quick => {
                self.fetch(&PageRequest { order_by: Vec::new(), ..request }).await?
            }
            Err(error) => {
                // The whole is read in smaller pages from the start.
                state.cursor = self.instead(&state.cursor, &error, false).ok_or(error)?;
                return Ok((state, false));
            }
            Ok(page) => page,
        };
        let is_whole = page.is_last();
        if is_whole {
            state.expected_rows = Some(page.records.len() as u64);
        } else if !is_quick {
            let times = plan::times(&self.layout, &page.records);
            state.cursor = plan::next(state.phase, &state.cursor, &page.next, &times).ok_or(SyncError::Endless)?;
        }
        state.total = page.total;
        let stored = self.store_page(Step { records: page.records, state }).await?;
        self.report(stored.status);
        Ok((stored.state, is_whole))
    }

    /// Records that changed or went while pages were read have shifted the others from page to page, and a record
    /// without a time of change is in none: if the service counts more than came, what is missing is looked for.
    async fn read_what_slipped(&self, mut state: ReadState) -> Result<ReadState, SyncError> {
        let is_short = |state: &ReadState| state.expected_rows.is_some_and(|expected| state.rows < expected);
        state.rows = self.read_state().await?.rows;
        if is_short(&state) {
            state.cursor = self.changes_since(state.newest);
            state = self.read_pages(state).await?;
        }
        if is_short(&state) {
            state.phase = Phase::Paging;
            state.cursor = self.start();
            state = self.read_pages(state).await?;
        }
        Ok(state)
    }

    /// Reads from the cursor of `state` to the end of the list.
    async fn read_pages(&self, mut state: ReadState) -> Result<ReadState, SyncError> {
        let mut seen = Seen::default();
        if state.cursor.is_start() {
            self.forget_records_without_id().await?;
        }
        let mut fetched = self.fetch_batch(&mut state, &mut seen).await?;
        loop {
            let (steps, end) = self.steps(&mut state, &mut seen, fetched);
            if let Some(end) = end {
                state.take_in(self.store_pages(steps).await?);
                return end.map(|()| state);
            }
            let (stored, next) = tokio::join!(self.store_pages(steps), self.fetch_batch(&mut state, &mut seen));
            state.take_in(stored?);
            fetched = next?;
        }
    }

    /// What to store of the pages, and whether the list ends with them, well or badly. `state` moves on behind them.
    fn steps(&self, state: &mut ReadState, seen: &mut Seen, fetched: Vec<(Cursor, Page)>) -> (Vec<Step>, Option<Result<(), SyncError>>) {
        let mut steps = Vec::new();
        for (cursor, page) in fetched {
            if page.total.is_some() {
                state.total = page.total;
                state.expected_rows = page.total;
            }
            let is_last = match seen.take(&self.layout, &page, cursor.rows, state.expected_rows) {
                Ok(is_last) => is_last,
                Err(error) => return (steps, Some(Err(error))),
            };
            let times = plan::times(&self.layout, &page.records);
            state.newest = state.newest.max(times.iter().flatten().copied().max());
            // More than are new where pages overlap; it only decides how many pages are asked for next.
            state.rows += page.records.len() as u64;
            if !is_last {
                let next = plan::next(state.phase, &cursor, &page.next, &times);
                let Some(next) = next else { return (steps, Some(Err(SyncError::Endless))) };
                state.cursor = next;
            }
            steps.push(Step { records: page.records, state: state.clone() });
            if is_last {
                return (steps, Some(Ok(())));
            }
        }
        (steps, None)
    }

    /// Removes what is gone where only the whole list tells, and marks the whole as up to date.
    async fn finish(&self, state: ReadState, problem: Option<String>) -> Result<(), SyncError> {
        if state.phase == Phase::Paging && !self.follows() {
            self.remove_gone(state.generation, state.expected_rows, &mut Found::default()).await?;
        }
        let expected_rows = state.expected_rows;
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

    /// A sync's end: nothing if it was cancelled; a failure is noted where the status shows it.
    async fn told<T>(&self, ended: Result<T, SyncError>) -> Result<Option<T>, SyncError> {
        match ended {
            Ok(end) => Ok(Some(end)),
            Err(SyncError::Request(RequestError::Cancelled)) => Ok(None),
            Err(error) => {
                self.note(Some(error.to_string())).await?;
                Err(error)
            }
        }
    }

    fn report(&self, status: MirrorStatus) {
        let listener = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        (*listener)(status);
    }

    /// Stores pages one by one, and answers where to go on after the last.
    async fn store_pages(&self, steps: Vec<Step>) -> Result<Option<ReadState>, SyncError> {
        let mut state = None;
        for step in steps {
            let stored = self.store_page(step).await?;
            self.report(stored.status);
            state = Some(stored.state);
        }
        Ok(state)
    }

    async fn store_page(&self, step: Step) -> Result<Stored, SyncError> {
        let Step { state, records } = step;
        let work = move |transaction: &Transaction<'_>, layout: &Layout, records: &[Record]| store(transaction, layout, state, records);
        self.mirror.store_records(&self.layout.entity_type.name, records, work).await.map_err(SyncError::Mirror)
    }

    /// The next pages, asked for at the same time. Where they cannot be had so, `state` is moved to where they can.
    async fn fetch_batch(&self, state: &mut ReadState, seen: &mut Seen) -> Result<Vec<(Cursor, Page)>, RequestError> {
        loop {
            match self.fetch_pages(state).await {
                Err(error) => {
                    state.cursor = self.instead(&state.cursor, &error, seen.began_anew).ok_or(error)?;
                    seen.anew();
                }
                fetched => return fetched,
            }
        }
    }

    fn instead(&self, cursor: &Cursor, error: &RequestError, began_anew: bool) -> Option<Cursor> {
        plan::instead(cursor, error, self.entities.smaller_page(cursor.rows), began_anew)
    }

    async fn fetch_pages(&self, state: &ReadState) -> Result<Vec<(Cursor, Page)>, RequestError> {
        let pages = plan::batch(state).into_iter().map(|cursor| async move {
            let request = plan::page(&self.layout, state.phase, &cursor);
            // What changed since the whole was read is little.
            let is_change = state.complete && state.phase == Phase::Following;
            let page = self.fetch(&if is_change { plan::with_workflow(&self.layout, request) } else { request }).await?;
            Ok((cursor, page))
        });
        try_join_all(pages).await
    }

    /// A page. Nested parts are a wish: where the service refuses them, the page comes without.
    async fn fetch(&self, request: &PageRequest) -> Result<Page, RequestError> {
        let list = |request| async move {
            let list = self.entities.list(&self.layout.entity_type, request, self.cancel);
            self.cancel.run_until_cancelled(list).await.unwrap_or(Err(RequestError::Cancelled))
        };
        match list(request).await {
            Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::Invalid && !request.expand.is_empty() => {
                list(&PageRequest { expand: Vec::new(), ..request.clone() }).await
            }
            page => page,
        }
    }

    /// How many records the service has, by its pages where they say so.
    async fn expected(&self, state: &ReadState) -> Result<Option<u64>, SyncError> {
        match state.total {
            Some(total) => Ok(Some(total)),
            None => self.count().await,
        }
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
                Ok(put) => added += u64::from(put.what == Outcome::Added),
                // Pages of changes overlap, and would count the same record again each time.
                Err(MirrorError::WithoutId) => without_id += u64::from(!(state.complete && state.phase == Phase::Following)),
                Err(error) => return Err(error),
            }
        }
    }
    state.newest = state.newest.max(records.iter().filter_map(|record| layout.changed_at(record)).max());
    state.save(transaction, layout)?;
    add_rows(transaction, layout, added)?;
    transaction
        .prepare_cached("UPDATE mirror_state SET without_id = without_id + ?2, problem = NULL WHERE entity_type = ?1")?
        .execute(params![layout.entity_type.name, without_id.cast_signed()])?;
    let status = read_status(transaction, layout)?;
    state.rows = status.rows;
    Ok(Stored { state, status })
}

/// Counts rows that came.
fn add_rows(transaction: &Transaction<'_>, layout: &Layout, added: u64) -> Result<(), MirrorError> {
    transaction
        .prepare_cached("UPDATE mirror_state SET rows = rows + ?2 WHERE entity_type = ?1")?
        .execute(params![layout.entity_type.name, added.cast_signed()])?;
    Ok(())
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
