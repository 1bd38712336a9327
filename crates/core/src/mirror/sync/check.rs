//! The full check: everything is read again, and rows that are gone go, also where no list of changes told of them.
//!
//! It keeps no place of its own in the store: one that is stopped or killed leaves the mirror as far as it was, and
//! the next sync reads changes as if there had been none.

use super::super::layout::Layout;
use super::super::rows::{Freshness, Outcome, RowWriter, remove_where};
use super::super::status::{MirrorStatus, read_status};
use super::super::{Mirror, MirrorError};
use super::pages::{Seen, Walk, Walked};
use super::plan::{self, PAGE_ROWS};
use super::state::{Phase, ReadState};
use super::{Progress, Purpose, Sync, SyncError, add_rows};
use crate::Record;
use crate::rest::{Comparison, Condition, Entities, Operator, PageRequest, RefusalReason, RequestError};
use rusqlite::{Transaction, params};
use std::sync::{Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Ids in one question; the service is known to take fifty (`core-api.md`, section 9).
pub(super) const IDS_AT_ONCE: usize = 50;

/// More missing records are not asked for one by one.
const ASKED_ONE_BY_ONE: usize = 100;

/// What a full check found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Rows that were not here.
    pub added: u64,
    /// Rows that were here otherwise.
    pub changed: u64,
    /// Rows that were here and are gone at the service.
    pub removed: u64,
}

/// Reads every row of an entity type again. `None` if somebody stopped it. `progress` is called after each page.
///
/// A row that was not among the pages is asked for by its id before it goes, since it may only have slipped from one
/// page to another. An entity type that was not read to the end yet is first.
///
/// # Errors
/// See [`SyncError`]; the status then carries the problem. Cancelling is no error.
pub async fn check<E: Entities>(
    mirror: &Mirror,
    entities: &E,
    entity_type: &str,
    cancel: &CancellationToken,
    progress: impl Fn(MirrorStatus, Progress) + Send,
) -> Result<Option<Found>, SyncError> {
    let heard = Mutex::new((progress, Progress { done: 0, of: None }));
    let report = |status| {
        let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        (heard.0)(status, heard.1);
    };
    let sync = Sync::of(mirror, entities, entity_type, Purpose::Background, cancel, report)?;
    let turn = mirror.turn(entity_type);
    let Some(_turn) = cancel.run_until_cancelled(turn.lock()).await else { return Ok(None) };
    let ended = sync.check(|far| heard.lock().unwrap_or_else(PoisonError::into_inner).1 = far).await;
    sync.told(ended).await
}

impl<E: Entities, P: Fn(MirrorStatus) + Send> Sync<'_, E, P> {
    async fn check(&self, far: impl Fn(Progress)) -> Result<Found, SyncError> {
        if !self.read_state().await?.complete {
            self.bring_up_to_date().await?;
        }
        let kept = self.read_state().await?;
        let expected_rows = self.count().await?;
        let mut pass =
            ReadState { phase: Phase::Paging, generation: kept.generation + 1, cursor: self.start(), expected_rows, ..kept.clone() };
        // A record that is written meanwhile carries the new number, and is not taken for gone.
        self.save(ReadState { generation: pass.generation, ..kept.clone() }).await?;
        let mut found = Found::default();
        let mut read = 0;
        let mut seen = Seen::default();
        let generation = pass.generation;
        let mut fetched = self.fetch_batch(&mut pass, &mut seen).await?;
        loop {
            let (steps, end) = self.steps(&mut pass, &mut seen, fetched);
            let of = pass.expected_rows;
            let (stored, next) = tokio::join!(
                async {
                    for step in steps {
                        read += step.records.len() as u64;
                        far(Progress { done: read, of });
                        self.compare(generation, step.records, &mut found).await?;
                    }
                    Ok::<_, SyncError>(())
                },
                async { if end.is_none() { self.fetch_batch(&mut pass, &mut seen).await.map(Some) } else { Ok(None) } }
            );
            stored?;
            end.unwrap_or(Ok(()))?;
            match next? {
                Some(next) => fetched = next,
                None => break,
            }
        }
        self.remove_gone(generation, pass.expected_rows, &mut found).await?;
        let newest = kept.newest.max(pass.newest);
        let cursor = kept.cursor;
        self.finish(ReadState { phase: Phase::Following, newest, cursor, ..pass }, None).await?;
        Ok(found)
    }

    /// Stores rows and counts what was new in them.
    async fn compare(&self, generation: i64, records: Vec<Record>, found: &mut Found) -> Result<(), SyncError> {
        let work = move |transaction: &Transaction<'_>, layout: &Layout, records: &[Record]| {
            let (mut added, mut changed) = (0, 0);
            {
                let mut writer = RowWriter::new(transaction, layout, generation)?;
                for record in records {
                    match writer.put(record, Freshness::MayBeOutdated) {
                        Ok(put) => {
                            added += u64::from(put.what == Outcome::Added);
                            changed += u64::from(put.what == Outcome::Changed);
                        }
                        Err(MirrorError::WithoutId) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            add_rows(transaction, layout, added)?;
            Ok((added, changed, read_status(transaction, layout)?))
        };
        let (added, changed, status) = self.mirror.store_records(&self.layout.entity_type.name, records, work).await?;
        found.added += added;
        found.changed += changed;
        self.report(status);
        Ok(())
    }

    /// Removes the rows that were on no page and that the service does not know by their id either: one that was on no
    /// page may only have slipped from one to another while others wrote. Where too many are missing to be asked for one
    /// by one, the list is read once more, and a full count says that nothing slipped.
    pub(super) async fn remove_gone(&self, generation: i64, expected_rows: Option<u64>, found: &mut Found) -> Result<(), SyncError> {
        let unseen = self.unseen(generation).await?;
        if unseen.is_empty() {
            return Ok(());
        }
        if self.ask_for_all(generation, &unseen, found).await? {
            found.removed += self.remove_unseen(generation).await?;
            return Ok(());
        }
        if self.layout.entity_type.operations.get && unseen.len() <= ASKED_ONE_BY_ONE {
            return self.ask_one_by_one(generation, unseen, found).await;
        }
        let rows = self.read_once_more(generation).await?;
        let seen = self.seen(generation).await?;
        if seen == 0 && rows > 0 {
            // Rows of which none has an id are no records of this kind: nothing goes for them.
            return Ok(());
        }
        if expected_rows.is_none_or(|expected| seen >= expected) {
            found.removed += self.remove_unseen(generation).await?;
        }
        Ok(())
    }

    /// Asks for records by their ids, many at once. False where the service cannot be asked so.
    async fn ask_for_all(&self, generation: i64, ids: &[String], found: &mut Found) -> Result<bool, SyncError> {
        let id_field = &self.layout.entity_type.id_field;
        if !self.layout.entity_type.field(id_field).is_some_and(|field| field.filterable) {
            return Ok(false);
        }
        for ids in ids.chunks(IDS_AT_ONCE) {
            match self.fetch(&by_ids(id_field, ids)).await {
                Ok(page) => self.compare(generation, page.records, found).await?,
                Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::Invalid => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    /// Asks for each record by its id and removes those that the service does not have.
    async fn ask_one_by_one(&self, generation: i64, ids: Vec<String>, found: &mut Found) -> Result<(), SyncError> {
        for id in ids {
            let get = self.entities.get(&self.layout.entity_type, &id, self.cancel);
            match self.cancel.run_until_cancelled(get).await.unwrap_or(Err(RequestError::Cancelled)) {
                Ok(Some(fetched)) => self.compare(generation, vec![fetched.record], found).await?,
                Ok(None) => {
                    let layout = self.layout.clone();
                    let gone = move |transaction: &Transaction<'_>| {
                        remove_where(transaction, &layout, "id = ?1 AND generation < ?2", params![id, generation])
                    };
                    found.removed += self.mirror.store.write(gone).await?;
                }
                // It may be there and hidden.
                Err(RequestError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// How many rows came, with an id or without.
    async fn read_once_more(&self, generation: i64) -> Result<usize, SyncError> {
        let mut rows = 0;
        let mut walk = Walk::of(plan::page(&self.layout, Phase::Paging, &self.start()));
        while let Some(walked) = self.go_on(&mut walk).await? {
            if let Walked::Rows(records) = walked {
                rows += records.len();
                self.compare(generation, records, &mut Found::default()).await?;
            }
        }
        Ok(rows)
    }

    async fn unseen(&self, generation: i64) -> Result<Vec<String>, MirrorError> {
        let sql = format!("SELECT id FROM {} WHERE generation < ?1", self.layout.rows);
        self.mirror
            .store
            .read(move |connection| {
                let mut statement = connection.prepare_cached(&sql)?;
                let ids = statement.query_map([generation], |row| row.get(0))?;
                Ok(ids.collect::<Result<_, _>>()?)
            })
            .await
    }

    pub(super) async fn save(&self, state: ReadState) -> Result<(), MirrorError> {
        let layout = self.layout.clone();
        self.mirror.store.write(move |transaction| state.save(transaction, &layout)).await
    }
}

/// A page of the records with these ids.
pub(super) fn by_ids(id_field: &str, ids: &[String]) -> PageRequest {
    let is = |id: &String| vec![Comparison { field: id_field.to_owned(), operator: Operator::Equal, value: id.clone().into() }];
    let condition = Some(Condition::AnyOf(ids.iter().map(is).collect()));
    PageRequest { number: 1, size: PAGE_ROWS, condition, ..PageRequest::default() }
}
