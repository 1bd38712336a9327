//! Sends the changes of a run: as many at once as the service takes, level by level, until all ended or something holds all of them up.

use super::Changes;
use super::check::Checking;
use super::draft::{Draft, DraftError, DraftKind};
use super::draft_table;
use super::exchange::Hindrance;
use super::order::{Levelled, creates_in_levels, deletes_in_levels};
use super::person::Person;
use super::review::{subtitle, title};
use super::review_table::{LookedAt, ticked};
use super::run::{NOT_KEPT, OutcomeKind, Run, RunOutcome, RunState, WaitsFor};
use super::run_table::{self, Work};
use super::send_one::{Batch, Sent, Types};
use super::stopping::{Rate, Stop, Stopping};
use crate::mirror::MirrorError;
use crate::rest::Entities;
use crate::store::StoreError;
use coredesk_catalogue::Catalogue;
use futures_util::stream::{FuturesUnordered, StreamExt};
use jiff::Timestamp;
use rusqlite::Transaction;
use serde_json::json;
use std::collections::VecDeque;
use std::time::Instant;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Changes read from the store at once.
const READ_AHEAD: i64 = 256;
/// From this rate on the disk is waited for while others are at the service. A slower service leaves time, and an intent is written only when its
/// turn comes.
const FAST_PER_MINUTE: u32 = 1_200;
/// Changes on their way for each that may be at a fast service: the more, the fewer waits for the disk. Creates are few, because each that is on
/// its way when the app is killed has to be looked for at the service.
const AHEAD: usize = 40;
const CREATES_AHEAD: usize = 6;

/// Changes that could not be sent, or whose outcome could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nothing was chosen, or what was chosen is gone.
    #[error("there is nothing to send")]
    Nothing,
    /// The ticked changes are others than those that were looked at.
    #[error("the review moved since it was looked at")]
    Moved,
    /// The run is none that waits.
    #[error("this run does not wait to go on")]
    NotWaiting,
    /// A draft could not be read.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The journal could not be written; then nothing more is sent.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The mirror could not be written.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
}

/// A run went on.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Where it stands now.
    pub run: &'a Run,
    /// The change that just ended, if it is one.
    pub ended: Option<&'a RunOutcome>,
}

impl Changes {
    /// A run over these changes, kept in the order in which they will be sent.
    ///
    /// # Errors
    /// `Nothing` if none of them is there.
    pub async fn start_run(&self, change_ids: &[String]) -> Result<Run, SendError> {
        let (catalogue, chosen) = (self.mirror.catalogue(), json!(change_ids).to_string());
        self.store.write(move |transaction| begin(transaction, &catalogue, &chosen)).await
    }

    /// A run over all ticked changes without a known problem, if they are those that a person looked at.
    ///
    /// # Errors
    /// `Moved` if they are others; `Nothing`.
    pub async fn start_reviewed(&self, looked_at: LookedAt) -> Result<Run, SendError> {
        let catalogue = self.mirror.catalogue();
        self.store
            .write(move |transaction| {
                let (change_ids, now) = ticked(transaction)?;
                if now != looked_at {
                    return Err(SendError::Moved);
                }
                begin(transaction, &catalogue, &json!(change_ids).to_string())
            })
            .await
    }

    /// Sends what is left of `run` as `sent_by` and answers where it then stands. `progress` is told after each change.
    ///
    /// A change that the service refuses never stops the others. An ended sign-in parks the run, so does a service that
    /// asks to slow down for long or cannot be reached twice in a row; it goes on by [`Changes::resume`]. `stopping` stops it after the changes
    /// under way.
    ///
    /// # Errors
    /// When the journal or the mirror cannot be written: then nothing more is sent, and the run is parked until the next start.
    pub async fn send<E: Entities>(
        &self,
        entities: &E,
        mut run: Run,
        sent_by: impl Into<Person>,
        stopping: impl Into<Stopping>,
        progress: impl Fn(Progress<'_>) + Send + Sync,
    ) -> Result<Run, SendError> {
        let (stopping, sent_by) = (stopping.into(), sent_by.into());
        if run.sent_by != sent_by {
            run.sent_by = sent_by.clone();
            self.keep_standing(&run).await?;
        }
        let parallel = self.service.limits.parallel.max(1) as usize;
        let run_id = run.run_id.clone();
        let batch = Batch {
            entities,
            run_id: &run_id,
            sent_by: &sent_by,
            stopping: &stopping,
            turns: Semaphore::new(parallel),
            types: Types::default(),
        };
        let mut going = Going { run: &mut run, rate: Rate::begin(), unreached: Vec::new(), waits_for: None, progress: &progress };
        let ended = self.send_levels(&batch, &mut going).await;
        let (waits_for, unreached) = (going.waits_for, std::mem::take(&mut going.unreached));
        self.end(&mut run, stopping.asked(), waits_for, unreached, ended.as_ref().err()).await?;
        progress(Progress { run: &run, ended: None });
        ended.map(|()| run)
    }

    async fn send_levels<E: Entities>(
        &self,
        batch: &Batch<'_, E>,
        going: &mut Going<'_, impl Fn(Progress<'_>) + Send + Sync>,
    ) -> Result<(), SendError> {
        let mut from = 0;
        while let Some(level) = self.next_level(batch.run_id, from).await? {
            let mut works = Works::of(level);
            let mut under_way = FuturesUnordered::new();
            let mut failed = None;
            loop {
                while under_way.len() < self.at_once(works.kind)
                    && failed.is_none()
                    && going.waits_for.is_none()
                    && batch.stopping.asked().is_none()
                {
                    match works.next(self, batch.run_id).await {
                        Ok(Some(work)) => under_way.push(self.send_one(batch, work)),
                        Ok(None) => break,
                        Err(error) => failed = Some(error),
                    }
                }
                match under_way.next().await {
                    Some(Ok(sent)) => going.take(sent),
                    // Those under way are waited for: what became of them must be kept.
                    Some(Err(error)) => failed = failed.or(Some(error)),
                    None => break,
                }
            }
            if let Some(error) = failed {
                return Err(error);
            }
            going.park_before_what_depends();
            if going.waits_for.is_some() || batch.stopping.asked().is_some() {
                return Ok(());
            }
            from = level + 1;
        }
        going.park_at_the_end();
        Ok(())
    }

    /// How many changes of this kind may be on their way.
    fn at_once(&self, kind: DraftKind) -> usize {
        let limits = &self.service.limits;
        let ahead = match kind {
            _ if limits.per_minute < FAST_PER_MINUTE => 1,
            DraftKind::Create => CREATES_AHEAD,
            DraftKind::Edit | DraftKind::Delete => AHEAD,
        };
        limits.parallel.max(1) as usize * ahead
    }

    /// Keeps where a run stands after it stopped sending.
    async fn end(
        &self,
        run: &mut Run,
        asked: Option<Stop>,
        waits_for: Option<WaitsFor>,
        unreached: Vec<(i64, DraftKind)>,
        error: Option<&SendError>,
    ) -> Result<(), SendError> {
        let (state, waits_for) = match (error, asked, waits_for) {
            (Some(_), ..) | (None, Some(Stop::Close), _) => (RunState::Parked, Some(WaitsFor::Restart)),
            (None, Some(Stop::Cancel), _) => (RunState::Cancelled, None),
            (None, Some(Stop::Pause), _) => (RunState::Paused, Some(WaitsFor::Person)),
            (None, None, Some(waits_for)) => (RunState::Parked, Some(waits_for)),
            (None, None, None) => (RunState::Finished, None),
        };
        run.state = state;
        run.waits_for = waits_for;
        run.waiting = if error.is_some() { Some(NOT_KEPT) } else { waits_for.map(WaitsFor::words) }.map(str::to_owned);
        run.ended_at = (!state.is_waiting()).then(Timestamp::now);
        let kept = run.clone();
        let put_back = if waits_for == Some(WaitsFor::Network) { unreached } else { Vec::new() };
        let put_back: Vec<i64> = put_back.into_iter().map(|(place, _)| place).collect();
        let counted = self.store.write(move |transaction| {
            run_table::put_back(transaction, &kept.run_id, &put_back)?;
            if kept.state == RunState::Cancelled {
                run_table::end_the_rest(transaction, &kept.run_id, CANCELLED)?;
            }
            run_table::keep_standing(transaction, &kept)?;
            Ok::<_, SendError>(run_table::find(transaction, &kept.run_id)?)
        });
        match counted.await {
            Ok(Some(kept)) => run.counts = kept.counts,
            Ok(None) => {}
            // The first failure is the one to be told.
            Err(second) if error.is_some() => tracing::error!(error = %second, "where a run stands could not be kept"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    async fn next_level(&self, run_id: &str, from: i64) -> Result<Option<i64>, SendError> {
        let run_id = run_id.to_owned();
        self.store.read(move |connection| Ok(run_table::next_level(connection, &run_id, from)?)).await
    }

    pub(super) async fn keep_standing(&self, run: &Run) -> Result<(), SendError> {
        let run = run.clone();
        self.store.write(move |transaction| Ok(run_table::keep_standing(transaction, &run)?)).await
    }
}

/// Of what a person stopped.
pub(super) const CANCELLED: &str = "You stopped the run before its turn.";

/// The changes of a level, read a few at a time.
struct Works {
    level: i64,
    /// What those that were read last do; creates have levels of their own.
    kind: DraftKind,
    after: i64,
    read: VecDeque<Work>,
    is_over: bool,
}

impl Works {
    fn of(level: i64) -> Self {
        Self { level, kind: DraftKind::Create, after: -1, read: VecDeque::new(), is_over: false }
    }

    async fn next(&mut self, changes: &Changes, run_id: &str) -> Result<Option<Work>, SendError> {
        if self.read.is_empty() && !self.is_over {
            self.read = self.read_some(changes, run_id).await?;
            self.is_over = self.read.is_empty();
            self.after = self.read.back().map_or(self.after, |work| work.place);
            self.kind = self.read.front().map_or(self.kind, |work| work.kind);
        }
        Ok(self.read.pop_front())
    }

    /// The next few, each checked once more against the copy as it now is.
    async fn read_some(&self, changes: &Changes, run_id: &str) -> Result<VecDeque<Work>, SendError> {
        let (mirror, run_id, level, after) = (changes.mirror.clone(), run_id.to_owned(), self.level, self.after);
        changes
            .store
            .read(move |connection| {
                let mut works = run_table::next_work(connection, &run_id, level, after, READ_AHEAD)?;
                let mut checking = Checking::of(connection, &mirror)?;
                let drafts = works.iter().filter_map(|work| work.draft.as_ref());
                let drafts: Vec<Draft> = drafts.map(|(draft, _)| checking.with_problems(draft.clone())).collect();
                let found = checking.check_all(&drafts)?;
                for (work, found) in works.iter_mut().filter(|work| work.draft.is_some()).zip(found) {
                    work.problems = Some(found.problems().collect());
                }
                Ok::<_, SendError>(works.into())
            })
            .await
    }
}

/// A run while its changes are sent.
struct Going<'a, P> {
    run: &'a mut Run,
    rate: Rate,
    /// Changes that could not reach the service since one did.
    unreached: Vec<(i64, DraftKind)>,
    waits_for: Option<WaitsFor>,
    progress: &'a P,
}

impl<P: Fn(Progress<'_>)> Going<'_, P> {
    /// What comes after a create or a delete may need it to be done.
    fn park_before_what_depends(&mut self) {
        if self.unreached.iter().any(|(_, kind)| *kind != DraftKind::Edit) {
            self.park_at_the_end();
        }
    }

    /// No other change shows any more that the service can be reached, so none failed.
    fn park_at_the_end(&mut self) {
        if !self.unreached.is_empty() {
            self.waits_for = self.waits_for.or(Some(WaitsFor::Network));
        }
    }

    fn take(&mut self, sent: Sent) {
        let Sent { outcome, hindrance, undoable } = sent;
        let place = i64::try_from(outcome.place).unwrap_or_default();
        match hindrance {
            Some(Hindrance::NoConnection) => self.unreached.push((place, outcome.kind)),
            // What was not even asked says nothing of the connection.
            _ if outcome.number.is_none() => {}
            _ => self.unreached.clear(),
        }
        let waits_for = hindrance.and_then(|hindrance| reason_to_park(hindrance, self.unreached.len()));
        self.waits_for = self.waits_for.or(waits_for);
        self.run.counts.add(outcome.outcome, 1);
        self.run.counts.undoable += u64::from(undoable);
        if outcome.outcome != OutcomeKind::Waiting {
            self.run.per_minute = self.rate.count(Instant::now());
            (self.progress)(Progress { run: self.run, ended: Some(&outcome) });
        }
    }
}

/// Why the changes that follow would end in the same way. One record that cannot be reached does not stop the others.
fn reason_to_park(hindrance: Hindrance, unreached: usize) -> Option<WaitsFor> {
    match hindrance {
        Hindrance::SignInEnded => Some(WaitsFor::SignIn),
        Hindrance::SlowDown => Some(WaitsFor::SlowDown),
        Hindrance::NoConnection => (unreached > 1).then_some(WaitsFor::Network),
    }
}

/// A run over the chosen drafts.
fn begin(transaction: &Transaction<'_>, catalogue: &Catalogue, chosen: &str) -> Result<Run, SendError> {
    let run_id = Uuid::now_v7().to_string();
    run_table::begin(transaction, &run_id, Timestamp::now())?;
    if add_all(transaction, catalogue, &run_id, chosen)? == 0 {
        return Err(SendError::Nothing);
    }
    run_table::find(transaction, &run_id)?.ok_or(SendError::Nothing)
}

/// Adds the chosen drafts to a run: creates, edits, deletes. Answers how many they are.
fn add_all(transaction: &Transaction<'_>, catalogue: &Catalogue, run_id: &str, chosen: &str) -> Result<i64, StoreError> {
    let (mut place, mut level) = (0, 0);
    let mut add = |level: u32, draft: &Draft| {
        let entity_type = catalogue.entity_type(&draft.entity_type);
        let title = entity_type.map_or_else(|| draft.entity_id.clone(), |entity_type| title(entity_type, draft));
        let subtitle = entity_type.map(|entity_type| subtitle(entity_type, draft)).unwrap_or_default();
        run_table::add(transaction, run_id, place, level, draft, (&title, &subtitle))?;
        place += 1;
        Ok::<_, StoreError>(())
    };
    let mut creates = Vec::new();
    draft_table::each_of(transaction, chosen, DraftKind::Create, |draft| {
        creates.push(draft);
        Ok(())
    })?;
    let after = |levels: &[Levelled], level: u32| levels.last().map_or(level, |(last, _)| last + 1);
    let creates = creates_in_levels(catalogue, creates, level);
    creates.iter().try_for_each(|(level, draft)| add(*level, draft))?;
    level = after(&creates, level);
    draft_table::each_of(transaction, chosen, DraftKind::Edit, |draft| add(level, &draft))?;
    let mut deletes = Vec::new();
    draft_table::each_of(transaction, chosen, DraftKind::Delete, |draft| {
        deletes.push(draft);
        Ok(())
    })?;
    deletes_in_levels(catalogue, deletes, level + 1).iter().try_for_each(|(level, draft)| add(*level, draft))?;
    Ok(place)
}
