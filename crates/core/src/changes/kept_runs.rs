//! Runs after they were begun: where they stand, their changes by window, and how they go on.

use super::Changes;
use super::draft::DraftError;
use super::draft_table;
use super::journal::{self, Ending};
use super::run::{OutcomeKind, Run, RunOutcome, RunState, WaitsFor};
use super::run_table::{self, RunShow};
use super::sender::{CANCELLED, SendError};
use super::settle::put_in_doubt;
use jiff::Timestamp;
use std::time::Duration;

impl Changes {
    /// Settles what was on its way when the app ended: its outcome is unknown. Runs that were under way wait to go on; there edits and deletes are
    /// compared with what is at the service, and creates looked for. Called once, before anything is sent.
    ///
    /// # Errors
    /// `Store`.
    pub async fn recover(&self) -> Result<(), SendError> {
        let mirror = self.mirror.clone();
        self.store
            .write(move |transaction| {
                for (intent, change_id, entity_id) in journal::without_outcome(transaction)? {
                    let sent = journal::sent_create(transaction, intent)?;
                    let reason = Some("Coredesk ended before the answer came.");
                    let ending = Ending {
                        outcome: OutcomeKind::Unknown,
                        entity_id: &entity_id,
                        status: None,
                        refusal: None,
                        reason,
                        request_id: None,
                    };
                    journal::end(transaction, &mirror, intent, &ending)?;
                    if let Some(draft) = draft_table::find_change(transaction, &change_id)?.or(sent) {
                        put_in_doubt(transaction, draft)?;
                    }
                }
                for run_id in run_table::under_way(transaction)? {
                    if let Some(mut run) = run_table::find(transaction, &run_id)? {
                        run.state = RunState::Parked;
                        run.waits_for = Some(WaitsFor::Restart);
                        run.waiting = Some(WaitsFor::Restart.words().to_owned());
                        run_table::keep_standing(transaction, &run)?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Lets a run go on that waits; [`Changes::send`] sends what is left of it.
    ///
    /// # Errors
    /// `NotWaiting`; `Store`.
    pub async fn resume(&self, run_id: &str) -> Result<Run, SendError> {
        let run_id = run_id.to_owned();
        self.store
            .write(move |transaction| {
                let mut run = run_table::find(transaction, &run_id)?.filter(|run| run.state.is_waiting()).ok_or(SendError::NotWaiting)?;
                run_table::put_back_unknown_creates(transaction, &run_id)?;
                (run.state, run.waits_for, run.waiting) = (RunState::Running, None, None);
                run_table::keep_standing(transaction, &run)?;
                run_table::find(transaction, &run_id)?.ok_or(SendError::NotWaiting)
            })
            .await
    }

    /// Ends a run that waits; what was not sent stays unsent.
    ///
    /// # Errors
    /// `NotWaiting`; `Store`.
    pub async fn cancel_waiting(&self, run_id: &str) -> Result<Run, SendError> {
        let run_id = run_id.to_owned();
        self.store
            .write(move |transaction| {
                let mut run = run_table::find(transaction, &run_id)?.filter(|run| run.state.is_waiting()).ok_or(SendError::NotWaiting)?;
                run_table::end_the_rest(transaction, &run_id, CANCELLED)?;
                (run.state, run.waits_for, run.waiting) = (RunState::Cancelled, None, None);
                run.ended_at = Some(Timestamp::now());
                run_table::keep_standing(transaction, &run)?;
                run_table::find(transaction, &run_id)?.ok_or(SendError::NotWaiting)
            })
            .await
    }

    /// Where a run stands; `None` if this connection has none of that id.
    ///
    /// # Errors
    /// `Store`.
    pub async fn run(&self, run_id: &str) -> Result<Option<Run>, DraftError> {
        let run_id = run_id.to_owned();
        self.store.read(move |connection| Ok(run_table::find(connection, &run_id)?)).await
    }

    /// Runs that wait to go on, oldest first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn waiting_runs(&self) -> Result<Vec<Run>, DraftError> {
        self.store
            .read(|connection| {
                let ids = run_table::waiting(connection)?;
                ids.iter().filter_map(|run_id| run_table::find(connection, run_id).transpose()).map(|run| Ok(run?)).collect()
            })
            .await
    }

    /// How many changes of a run there are of what is wanted, and a window of them in the order of sending.
    ///
    /// # Errors
    /// `Store`.
    pub async fn run_rows(&self, run_id: &str, show: RunShow, from: u64, count: u64) -> Result<(u64, Vec<RunOutcome>), DraftError> {
        let run_id = run_id.to_owned();
        self.store.read(move |connection| Ok(run_table::window(connection, &run_id, show, from, count)?)).await
    }

    /// Keeps that the service asked to slow down while a run was sent: how often, and for how long in all.
    ///
    /// # Errors
    /// `Store`.
    pub async fn note_slowed(&self, run_id: &str, times: u32, slowed: Duration) -> Result<(), DraftError> {
        let run_id = run_id.to_owned();
        self.store.write(move |transaction| Ok(run_table::add_slowed(transaction, &run_id, times, slowed)?)).await
    }
}
