//! Runs of the sender as the desk holds them: begun, watched, held, let go on, ended.

use super::{ConnectionRecord, Desk, DeskError, DeskEvent, OpenConnection};
use crate::changes::{
    Doubt, DoubtAnswer, Failures, FieldChange, LookedAt, NOT_KEPT, OutcomeKind, Progress, Run, RunOutcome, RunShow, RunState, Stop,
    Stopping, WaitsFor, not_undoable,
};
use crate::rest::Client;
use coredesk_catalogue::EntityType;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio_util::sync::{CancellationToken, DropGuard};

/// A run of thousands tells how far it is ten times a second, not after each change.
const BETWEEN_EVENTS: Duration = Duration::from_millis(100);
/// Runs whose connection is remembered after they ended; their stores keep them all.
const RUNS_HELD: usize = 64;
/// A connection that comes and goes is not asked more often than this.
const BEFORE_GOING_ON: Duration = Duration::from_secs(2);
/// What a change is thought to ask of the service before there is something to go by: a read and a write.
const REQUESTS_FOR_EACH: u64 = 2;

/// A run of this app's life.
pub(super) struct HeldRun {
    connection_id: String,
    run: Run,
    stopping: Stopping,
    /// Cancelled when what was on its way is kept: from then on its connection may be opened anew.
    over: CancellationToken,
    slowed: Slowed,
    /// What ended since it was last told.
    ended: Vec<RunOutcome>,
    told_at: Option<Instant>,
}

/// How often and how long the service asked to slow down while a run was sent.
#[derive(Debug, Clone, Copy, Default)]
struct Slowed {
    times: u32,
    over: Duration,
    since: Option<Instant>,
}

impl Slowed {
    fn now(&self) -> Duration {
        self.over + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// Where a run stands, and about how long it still takes.
#[derive(Debug, Clone)]
pub struct RunStanding {
    /// The connection.
    pub connection_id: String,
    /// The run.
    pub run: Run,
    /// About how long the rest takes; nothing where it does not run.
    pub left: Option<Duration>,
}

/// A change of a run, in a person's words.
#[derive(Debug, Clone)]
pub struct RunRow {
    /// The change and how it ended.
    pub outcome: RunOutcome,
    /// What a person calls the fields that were changed.
    pub field_titles: Vec<String>,
    /// Why it cannot be undone; `None` if it can.
    pub not_undoable: Option<String>,
}

/// Changes that were not done for the same reason.
#[derive(Debug, Clone)]
pub struct FailureGroup {
    /// How many they are, and which.
    pub change_ids: Vec<String>,
    /// The first few.
    pub rows: Vec<RunRow>,
}

impl Desk {
    /// Sends reviewed changes in the background; answers the run as it starts. What happens is told by events.
    ///
    /// # Errors
    /// `Send` when nothing can be sent at all.
    pub async fn send(&self, connection_id: &str, change_ids: Vec<String>) -> Result<RunStanding, DeskError> {
        let connection = self.sendable(connection_id).await?;
        let run = connection.changes.start_run(&change_ids).await?;
        Ok(self.begin_run(connection, run))
    }

    /// Sends all ticked changes without a known problem in the background, as they were `looked_at`; answers the run as it starts.
    ///
    /// # Errors
    /// `Send` when nothing can be sent at all, and with `Moved` when others are ticked by now.
    pub async fn send_reviewed(&self, connection_id: &str, looked_at: LookedAt) -> Result<RunStanding, DeskError> {
        let connection = self.sendable(connection_id).await?;
        let run = connection.changes.start_reviewed(looked_at).await?;
        Ok(self.begin_run(connection, run))
    }

    /// Where a run stands.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run_standing(&self, run_id: &str) -> Result<RunStanding, DeskError> {
        let connection = self.connection_of_run(run_id).await?;
        if let Some(standing) = self.held_standing(&connection, run_id) {
            return Ok(standing);
        }
        let run = connection.changes.run(run_id).await?.ok_or(DeskError::UnknownRun)?;
        Ok(RunStanding { connection_id: connection.record.id.clone(), run, left: None })
    }

    /// Where a run stands, with how each of its changes ended.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run(&self, run_id: &str) -> Result<(RunStanding, Vec<RunOutcome>), DeskError> {
        let connection = self.connection_of_run(run_id).await?;
        // In this order: where the run is over, its changes are too.
        let standing = self.run_standing(run_id).await?;
        Ok((standing, connection.changes.run_rows(run_id, RunShow::All, 0, u64::MAX).await?.1))
    }

    /// How many changes of a run there are of what is wanted, and a window of them in the order of sending.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run_rows(&self, run_id: &str, show: RunShow, from: u64, count: u64) -> Result<(u64, Vec<RunRow>), DeskError> {
        let connection = self.connection_of_run(run_id).await?;
        let (total, outcomes) = connection.changes.run_rows(run_id, show, from, count.min(super::LARGEST_WINDOW as u64)).await?;
        Ok((total, connection.run_rows(outcomes)))
    }

    /// What was not done, grouped by reason; most first.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run_failures(&self, run_id: &str) -> Result<Vec<FailureGroup>, DeskError> {
        let connection = self.connection_of_run(run_id).await?;
        let groups = connection.changes.failures(run_id).await?;
        let group = |found: Failures| FailureGroup { change_ids: found.change_ids, rows: connection.run_rows(found.first) };
        Ok(groups.into_iter().map(group).collect())
    }

    /// Runs of a connection that wait to go on, oldest first.
    ///
    /// # Errors
    /// `UnknownConnection`, `Store`.
    pub async fn waiting_runs(&self, connection_id: &str) -> Result<Vec<RunStanding>, DeskError> {
        let runs = self.connection(connection_id).await?.changes.waiting_runs().await?;
        Ok(runs.into_iter().map(|run| RunStanding { connection_id: connection_id.to_owned(), run, left: None }).collect())
    }

    /// Holds a run after the changes under way. One that does not run stays as it is.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn pause_run(&self, run_id: &str) -> Result<(), DeskError> {
        if !self.stop(run_id, Stop::Pause) {
            self.connection_of_run(run_id).await?;
        }
        Ok(())
    }

    /// Stops a run after the changes under way, or one that waits at once.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn cancel_run(&self, run_id: &str) -> Result<(), DeskError> {
        if self.stop(run_id, Stop::Cancel) {
            return Ok(());
        }
        let connection = self.connection_of_run(run_id).await?;
        // One that ended needs no stopping.
        if let Ok(run) = connection.changes.cancel_waiting(run_id).await {
            let standing = RunStanding { connection_id: connection.record.id.clone(), run, left: None };
            self.tell(DeskEvent::Run { standing, ended: Vec::new() });
        }
        Ok(())
    }

    /// Lets a run go on that was paused or held up.
    ///
    /// # Errors
    /// `UnknownRun`; `Send` with `NotWaiting` for one that does not wait.
    pub async fn resume_run(&self, run_id: &str) -> Result<RunStanding, DeskError> {
        let connection_id = self.connection_of_run(run_id).await?.record.id.clone();
        let connection = self.sendable(&connection_id).await?;
        let run = connection.changes.resume(run_id).await?;
        Ok(self.begin_run(connection, run))
    }

    /// Lets the runs go on that wait for the sign-in of whoever began them; nobody else does.
    pub(super) async fn go_on_after_sign_in(&self, record: &ConnectionRecord) {
        let Ok(waiting) = self.waiting_runs(&record.id).await else { return };
        let is_theirs = |run: &Run| run.waits_for == Some(WaitsFor::SignIn) && run.sent_by.is_surely(&record.signer());
        for standing in waiting.iter().filter(|standing| is_theirs(&standing.run)) {
            if let Err(error) = self.resume_run(&standing.run.run_id).await {
                tracing::warn!(%error, "a run that waited for the sign-in did not go on");
            }
        }
    }

    /// Lets the runs go on that waited for the network or for a pause to be over when Coredesk ended.
    pub(super) fn go_on_after_start(&self, connection: &Arc<OpenConnection>) {
        let (desk, connection) = (self.clone(), Arc::clone(connection));
        tokio::spawn(connection.closed.clone().run_until_cancelled_owned(async move {
            match connection.changes.waiting_runs().await {
                Ok(runs) if runs.is_empty() => {}
                Ok(runs) => {
                    desk.until_may_send(&connection).await;
                    runs.iter().for_each(|run| desk.go_on_by_itself(&connection, run));
                }
                Err(error) => tracing::warn!(%error, "the runs that wait could not be read"),
            }
        }));
    }

    /// Refuses while changes of the connection are being sent: what becomes of them must be kept.
    pub(super) fn refuse_while_sending(&self, connection_id: &str) -> Result<(), DeskError> {
        let sends = |held: &HeldRun| held.connection_id == connection_id && held.run.state == RunState::Running;
        if self.runs().values().any(sends) { Err(DeskError::Sending) } else { Ok(()) }
    }

    /// Answers when nothing of a connection that was closed is on its way any more. Who opens it before that would take for lost what is
    /// still to be answered.
    pub(super) async fn until_nothing_is_on_its_way(&self, connection_id: &str) {
        let of_connection = |held: &&HeldRun| held.connection_id == connection_id;
        let under_way: Vec<CancellationToken> = self.runs().values().filter(of_connection).map(|held| held.over.clone()).collect();
        for over in under_way {
            over.cancelled().await;
        }
    }

    /// A connection that may write now.
    async fn sendable(&self, connection_id: &str) -> Result<Arc<OpenConnection>, DeskError> {
        let connection = self.changeable(connection_id).await?;
        if self.may_send(&connection) { Ok(connection) } else { Err(DeskError::DemoNotRunning) }
    }

    fn begin_run(&self, connection: Arc<OpenConnection>, run: Run) -> RunStanding {
        let (stopping, over) = (Stopping::within(&connection.closed), CancellationToken::new());
        self.remember_run(HeldRun {
            connection_id: connection.record.id.clone(),
            run: run.clone(),
            stopping: stopping.clone(),
            over: over.clone(),
            slowed: Slowed::default(),
            ended: Vec::new(),
            told_at: None,
        });
        let standing = self.held_standing(&connection, &run.run_id);
        let standing =
            standing.unwrap_or_else(|| RunStanding { connection_id: connection.record.id.clone(), run: run.clone(), left: None });
        let desk = self.clone();
        tokio::spawn(async move { desk.run_to_its_end(&connection, run, stopping, over.drop_guard()).await });
        standing
    }

    fn remember_run(&self, held: HeldRun) {
        let mut runs = self.runs();
        if runs.len() >= RUNS_HELD {
            // Run ids begin with their time: the oldest that ended goes.
            let ended = runs.values().filter(|held| held.run.state != RunState::Running).map(|held| held.run.run_id.clone());
            if let Some(oldest) = ended.min() {
                runs.remove(&oldest);
            }
        }
        runs.insert(held.run.run_id.clone(), held);
    }

    /// True if it ran.
    fn stop(&self, run_id: &str, why: Stop) -> bool {
        let runs = self.runs();
        let held = runs.get(run_id).filter(|held| held.run.state == RunState::Running);
        held.map(|held| held.stopping.stop(why)).is_some()
    }

    async fn run_to_its_end(&self, connection: &Arc<OpenConnection>, run: Run, stopping: Stopping, under_way: DropGuard) {
        let run_id = run.run_id.clone();
        let progress = |progress: Progress<'_>| self.take_progress(connection, progress);
        let sent_by = connection.record.signer();
        let followed = CancellationToken::new();
        let sending = async {
            let ended = connection.changes.send(connection.client.as_ref(), run, sent_by, stopping, progress).await;
            followed.cancel();
            ended
        };
        let (ended, _) = tokio::join!(sending, followed.run_until_cancelled(self.follow_pauses(&connection.client, &run_id)));
        drop(under_way);
        self.keep_slowed(connection, &run_id).await;
        match ended {
            Ok(run) => self.go_on_by_itself(connection, &run),
            Err(error) => {
                tracing::error!(%error, "a run stopped");
                if let Some(held) = self.runs().get_mut(&run_id) {
                    held.run.state = RunState::Parked;
                    held.run.waits_for = Some(WaitsFor::Restart);
                    held.run.waiting = Some(NOT_KEPT.to_owned());
                }
                if let Some(standing) = self.held_standing(connection, &run_id) {
                    self.tell(DeskEvent::Run { standing, ended: Vec::new() });
                }
            }
        }
        if let Err(error) = self.count_ended_runs(connection).await {
            tracing::error!(%error, "the runs before could not be counted");
        }
        let touched: BTreeSet<String> = connection.changes.types_of_run(&run_id).await.unwrap_or_default();
        if let Err(error) = self.changed(connection, touched.iter().map(String::as_str)).await {
            tracing::error!(%error, "the unsent changes could not be counted");
        }
    }

    /// Runs that ended and of which a change was settled since are counted anew, and told.
    async fn count_ended_runs(&self, connection: &OpenConnection) -> Result<(), DeskError> {
        let is_ended = |held: &&HeldRun| held.connection_id == connection.record.id && held.run.state != RunState::Running;
        let ended: Vec<String> = self.runs().values().filter(is_ended).map(|held| held.run.run_id.clone()).collect();
        for run_id in ended {
            let Some(kept) = connection.changes.run(&run_id).await? else { continue };
            let has_moved = self.runs().get_mut(&run_id).is_some_and(|held| {
                let has_moved = held.run.state != RunState::Running && held.run.counts != kept.counts;
                if has_moved {
                    held.run.counts = kept.counts;
                }
                has_moved
            });
            if let Some(standing) = has_moved.then(|| self.held_standing(connection, &run_id)).flatten() {
                self.tell(DeskEvent::Run { standing, ended: Vec::new() });
            }
        }
        Ok(())
    }

    fn take_progress(&self, connection: &OpenConnection, progress: Progress<'_>) {
        let run_id = &progress.run.run_id;
        let told = {
            let mut runs = self.runs();
            let Some(held) = runs.get_mut(run_id) else { return };
            held.run.clone_from(progress.run);
            held.ended.extend(progress.ended.cloned());
            let is_due = progress.run.state != RunState::Running || held.told_at.is_none_or(|at| at.elapsed() >= BETWEEN_EVENTS);
            is_due.then(|| {
                held.told_at = Some(Instant::now());
                std::mem::take(&mut held.ended)
            })
        };
        if let (Some(ended), Some(standing)) = (told, self.held_standing(connection, run_id)) {
            self.tell(DeskEvent::Run { standing, ended });
        }
    }

    /// Where a run of this app's life stands.
    fn held_standing(&self, connection: &OpenConnection, run_id: &str) -> Option<RunStanding> {
        let runs = self.runs();
        let held = runs.get(run_id)?;
        let mut run = held.run.clone();
        run.slowed_times += held.slowed.times;
        run.slowed += held.slowed.now();
        let left = (run.state == RunState::Running).then(|| time_left(&run, &connection.client)).flatten();
        Some(RunStanding { connection_id: held.connection_id.clone(), run, left })
    }

    /// Counts how often and how long the service asks to slow down.
    async fn follow_pauses(&self, client: &Client, run_id: &str) {
        let mut paces = client.watch_pace();
        while paces.changed().await.is_ok() {
            let is_paused = paces.borrow_and_update().paused_until.is_some();
            if let Some(held) = self.runs().get_mut(run_id) {
                let slowed = &mut held.slowed;
                match (is_paused, slowed.since) {
                    (true, None) => *slowed = Slowed { times: slowed.times + 1, since: Some(Instant::now()), ..*slowed },
                    (false, Some(_)) => *slowed = Slowed { over: slowed.now(), since: None, ..*slowed },
                    (true, Some(_)) | (false, None) => {}
                }
            }
        }
    }

    async fn keep_slowed(&self, connection: &OpenConnection, run_id: &str) {
        let slowed = self.runs().get_mut(run_id).map(|held| {
            let slowed = std::mem::take(&mut held.slowed);
            held.run.slowed_times += slowed.times;
            held.run.slowed += slowed.now();
            slowed
        });
        if let Some(slowed) = slowed.filter(|slowed| slowed.times > 0)
            && let Err(error) = connection.changes.note_slowed(run_id, slowed.times, slowed.now()).await
        {
            tracing::warn!(%error, "how often the service asked to slow down could not be kept");
        }
    }

    /// A run that waits for the network goes on when a request of its connection succeeds again, and one that the service slowed down when the
    /// pause is over.
    fn go_on_by_itself(&self, connection: &Arc<OpenConnection>, run: &Run) {
        let waits_for = run.waits_for.filter(|_| run.state == RunState::Parked);
        if !matches!(waits_for, Some(WaitsFor::Network | WaitsFor::SlowDown)) {
            return;
        }
        let (client, closed) = (Arc::clone(&connection.client), connection.closed.clone());
        let (desk, run_id) = (self.clone(), run.run_id.clone());
        let mut answers = client.watch_answers();
        answers.mark_unchanged();
        let over = async move {
            tokio::time::sleep(BEFORE_GOING_ON).await;
            match waits_for {
                Some(WaitsFor::Network) => answers.changed().await.is_ok(),
                Some(WaitsFor::SlowDown) => {
                    let mut paces = client.watch_pace();
                    paces.wait_for(|pace| pace.paused_until.is_none()).await.is_ok()
                }
                Some(WaitsFor::Person | WaitsFor::SignIn | WaitsFor::Restart) | None => false,
            }
        };
        tokio::spawn(async move {
            if closed.run_until_cancelled(over).await == Some(true)
                && let Ok(standing) = desk.run_standing(&run_id).await
                && standing.run.waits_for == waits_for
                && let Err(error) = desk.resume_run(&run_id).await
            {
                tracing::warn!(%error, "a run that waited did not go on");
            }
        });
    }

    /// The connection to which a run belongs: known while the app runs, else found in the stores.
    pub(super) async fn connection_of_run(&self, run_id: &str) -> Result<Arc<OpenConnection>, DeskError> {
        let held = self.runs().get(run_id).map(|held| held.connection_id.clone());
        if let Some(connection_id) = held {
            return self.connection(&connection_id).await;
        }
        for record in self.inner.directory.all().await? {
            // One store that cannot be opened hides its own runs alone.
            let Ok(connection) = self.connection(&record.id).await else { continue };
            if connection.changes.run(run_id).await?.is_some() {
                return Ok(connection);
            }
        }
        Err(DeskError::UnknownRun)
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<String, HeldRun>> {
        self.inner.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Creates without an answer, oldest first, with what was found when they were looked for.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn doubts(&self, connection_id: &str) -> Result<Vec<DoubtRow>, DeskError> {
        let connection = self.connection(connection_id).await?;
        let mut rows = Vec::new();
        for doubt in connection.changes.doubts().await? {
            rows.push(connection.doubt_row(doubt).await?);
        }
        Ok(rows)
    }

    /// Looks for a create without an answer again.
    ///
    /// # Errors
    /// `Gone` if it is no longer in doubt.
    pub async fn look_again(&self, connection_id: &str, change_id: &str) -> Result<DoubtRow, DeskError> {
        let connection = self.sendable(connection_id).await?;
        let doubt = connection.changes.look_again(connection.client.as_ref(), change_id, &connection.closed).await?;
        connection.doubt_row(doubt.ok_or(DeskError::Gone)?).await
    }

    /// Takes in what a person says of a create without an answer; answers how many records carry unsent changes.
    ///
    /// # Errors
    /// `Send` if it is no longer in doubt or there is no such record.
    pub async fn answer_doubt(&self, connection_id: &str, change_id: &str, answer: DoubtAnswer) -> Result<u64, DeskError> {
        let connection = self.sendable(connection_id).await?;
        let touched = connection.changes.type_of_change(change_id).await?;
        let (client, person) = (connection.client.as_ref(), connection.record.signer());
        connection.changes.answer_doubt(client, change_id, answer, person, &connection.closed).await?;
        self.count_ended_runs(&connection).await?;
        self.changed(&connection, touched.as_deref()).await
    }
}

/// A create without an answer, with what differs as cells.
#[derive(Debug, Clone)]
pub struct DoubtRow {
    /// The create and what was found.
    pub doubt: Doubt,
    /// For each candidate: who made it and when, in words, and what differs.
    pub candidates: Vec<(Option<String>, Vec<super::ChangedCell>)>,
}

impl OpenConnection {
    pub(super) fn run_rows(&self, outcomes: Vec<RunOutcome>) -> Vec<RunRow> {
        let catalogue = self.mirror.catalogue();
        let title = |entity_type: Option<&EntityType>, change: &FieldChange| {
            entity_type
                .and_then(|entity_type| entity_type.field(&change.field))
                .map_or_else(|| change.field.clone(), |field| field.title.clone())
        };
        outcomes
            .into_iter()
            .map(|outcome| {
                let entity_type = catalogue.entity_type(&outcome.entity_type);
                let not_undoable = match entity_type {
                    Some(entity_type) if outcome.outcome == OutcomeKind::Done => {
                        not_undoable(entity_type, outcome.kind, &outcome.reviewed).map(|not| not.of_one())
                    }
                    _ => None,
                };
                let field_titles = outcome.reviewed.iter().map(|change| title(entity_type, change)).collect();
                RunRow { field_titles, not_undoable, outcome }
            })
            .collect()
    }

    async fn doubt_row(&self, doubt: Doubt) -> Result<DoubtRow, DeskError> {
        let entity_type = self.spelled_type(&doubt.entity_type).await?;
        let mut candidates = Vec::with_capacity(doubt.candidates.len());
        for candidate in &doubt.candidates {
            let by = match &candidate.made_by {
                Some((field, value)) => match entity_type.field(field) {
                    Some(field) => name_in(&self.labelled_cell(field, value).await?),
                    None => None,
                },
                None => None,
            };
            let at = candidate.made_at.map(|at| at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string());
            let made = match (by, at) {
                (Some(by), Some(at)) => Some(format!("{by}, {at}")),
                (by, at) => by.or(at),
            };
            candidates.push((made, self.changed_cells(&entity_type, &candidate.differs).await?));
        }
        Ok(DoubtRow { doubt, candidates })
    }
}

/// The text of a cell that names somebody.
fn name_in(cell: &serde_json::Value) -> Option<String> {
    let text = cell.as_str().or_else(|| cell.get("label")?.as_str())?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// About how long the rest of a run takes.
fn time_left(run: &Run, client: &Client) -> Option<Duration> {
    let pace = client.pace();
    let paused = pace.paused_until.map_or(0, |until| until.duration_since(jiff::Timestamp::now()).as_secs().max(0).cast_unsigned());
    let allowed = u64::from(pace.per_minute) / REQUESTS_FOR_EACH;
    let per_minute = run.per_minute.map_or(allowed, u64::from).max(1);
    Some(Duration::from_secs(paused + (run.counts.left() * 60).div_ceil(per_minute)))
}
