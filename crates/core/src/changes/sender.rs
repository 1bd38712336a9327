//! Sends reviewed changes one after the other: intent on disk, request, outcome on disk with the mirror in one
//! transaction. No outcome is guessed, and no create without an answer is sent again.

use super::Changes;
use super::draft::{Draft, DraftError, DraftKind};
use super::draft_table;
use super::exchange::{Ended, Hindrance, exchange};
use super::journal::{self, Ending, Sending};
use super::new_id::points_at_new;
use super::notes::NoteEvent;
use super::order::in_order_of_sending;
use super::outgoing::to_send;
use super::review::{Problem, title};
use super::run::{OutcomeKind, Run, RunOutcome, RunState};
use super::settle::{put_in_doubt, row_id, settle};
use crate::description::WriteOperation;
use crate::mirror::MirrorError;
use crate::rest::{Entities, RefusalReason};
use crate::store::StoreError;
use coredesk_catalogue::EntityType;
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Changes that could not be sent, or whose outcome could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nothing was chosen, or what was chosen is gone.
    #[error("there is nothing to send")]
    Nothing,
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

/// What came of the wish to send a change.
enum Intent {
    /// It is in the journal under this number: now it may be sent.
    Written(i64),
    /// An earlier sending of it has no outcome yet.
    OnItsWay,
    /// It is no longer what was checked.
    Changed,
}

impl Changes {
    /// A run over these changes, in the order in which they will be sent.
    ///
    /// # Errors
    /// `Nothing` if none of them is there.
    pub async fn start_run(&self, change_ids: &[String]) -> Result<Run, SendError> {
        let chosen: HashSet<&String> = change_ids.iter().collect();
        let drafts = self.all().await?.into_iter().filter(|draft| chosen.contains(&draft.change_id)).collect();
        let mut outcomes = Vec::new();
        for draft in in_order_of_sending(&self.mirror.catalogue(), drafts) {
            let entity_type = self.mirror.entity_type(&draft.entity_type);
            outcomes.push(RunOutcome {
                title: entity_type.map_or_else(|| draft.entity_id.clone(), |entity_type| title(&entity_type, &draft)),
                change_id: draft.change_id,
                entity_type: draft.entity_type,
                id: draft.entity_id,
                kind: draft.kind,
                outcome: OutcomeKind::Waiting,
                status: None,
                refusal: None,
                held_back: false,
                reason: None,
                reviewed: draft.fields.into(),
            });
        }
        if outcomes.is_empty() {
            return Err(SendError::Nothing);
        }
        Ok(Run { run_id: Uuid::now_v7().to_string(), state: RunState::Running, outcomes, waiting: None })
    }

    /// Sends the changes of `run` as `sent_by` and answers how each ended. `progress` is told after each.
    ///
    /// A change that the service refuses never stops the others. An ended sign-in parks the run, so does a service that
    /// asks to slow down for long or cannot be reached twice in a row. `cancel` stops it after the change under way.
    ///
    /// # Errors
    /// When the journal or the mirror cannot be written: then nothing more is sent.
    pub async fn send<E: Entities>(
        &self,
        entities: &E,
        mut run: Run,
        sent_by: &str,
        cancel: &CancellationToken,
        progress: impl Fn(&Run) + Send + Sync,
    ) -> Result<Run, SendError> {
        let mut unreached = 0;
        for place in 0..run.outcomes.len() {
            if cancel.is_cancelled() {
                run.state = RunState::Cancelled;
                break;
            }
            let sending = Sending { run_id: &run.run_id, sent_by };
            let Some(outcome) = run.outcomes.get(place) else { break };
            let (ended, id) = self.send_one(entities, &sending, outcome, cancel).await?;
            if let Some(outcome) = run.outcomes.get_mut(place) {
                outcome.outcome = ended.outcome;
                outcome.status = ended.status;
                outcome.refusal = ended.refusal;
                outcome.reason = ended.reason;
                outcome.held_back = ended.held_back;
                if let Some(id) = id {
                    outcome.id = id;
                }
            }
            unreached = if ended.hindrance == Some(Hindrance::NoConnection) { unreached + 1 } else { 0 };
            if let Some(waiting) = ended.hindrance.and_then(|hindrance| reason_to_park(hindrance, unreached)) {
                run.state = RunState::Parked;
                run.waiting = Some(waiting.to_owned());
                break;
            }
            progress(&run);
        }
        if run.state == RunState::Running {
            run.state = RunState::Finished;
        }
        for outcome in run.outcomes.iter_mut().filter(|outcome| outcome.outcome == OutcomeKind::Waiting) {
            outcome.outcome = OutcomeKind::NotSent;
        }
        progress(&run);
        Ok(run)
    }

    /// Settles what was on its way when the app ended: its outcome is unknown. Called once, before anything is sent.
    ///
    /// # Errors
    /// `Store`.
    pub async fn recover(&self) -> Result<(), SendError> {
        let mirror = self.mirror.clone();
        self.store
            .write(move |transaction| {
                for (intent, change_id, entity_id) in journal::without_outcome(transaction)? {
                    let reason = Some("Coredesk ended before the answer came");
                    let ending =
                        Ending { outcome: OutcomeKind::Unknown, entity_id: &entity_id, status: None, refusal: None, reason, took: None };
                    journal::end(transaction, &mirror, intent, &ending)?;
                    if let Some(draft) = draft_table::find_change(transaction, &change_id)? {
                        put_in_doubt(transaction, draft)?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Sends one change; answers how it ended and the record's id if the service gave it one.
    async fn send_one<E: Entities>(
        &self,
        entities: &E,
        sending: &Sending<'_>,
        outcome: &RunOutcome,
        cancel: &CancellationToken,
    ) -> Result<(Ended, Option<String>), SendError> {
        let (draft, outgoing, entity_type, intent) = loop {
            let wanted = outcome.change_id.clone();
            let draft = self.store.read(move |connection| draft_table::find_change(connection, &wanted).map_err(SendError::from)).await?;
            let Some(draft) = draft else { return Ok((Ended::not_sent("It was taken back or sent before its turn."), None)) };
            if !outcome.is_of(&draft) {
                return Ok((Ended::not_sent("It was changed after the review. Review it again."), None));
            }
            let Some(entity_type) = self.spelled_for(&draft).await? else {
                return Ok((Ended::held_back(&Problem::UnknownType.to_string()), None));
            };
            let draft = draft_table::with_problems(draft, &entity_type);
            let problems = self.problems(&entity_type, &draft).await?;
            if let Some(problem) = problems.first() {
                return Ok((Ended::held_back(&problem.to_string()), None));
            }
            let outgoing = to_send(&entity_type, &draft);
            if outgoing.fields.iter().any(|change| points_at_new(&entity_type, &change.field, &change.after)) {
                return Ok((Ended::not_sent("It points at a new record that was not created."), None));
            }
            match self.intend(sending, &entity_type, &draft).await? {
                Intent::Written(number) => break (draft, outgoing, entity_type, number),
                Intent::Changed => {}
                Intent::OnItsWay => {
                    let reason = "It was sent and its answer is still awaited. If that stays so, start Coredesk again.";
                    return Ok((Ended::not_sent(reason), None));
                }
            }
        };
        let ended = exchange(entities, &entity_type, &outgoing, cancel).await;
        let id = ended.record.as_ref().and_then(|record| row_id(&entity_type, &outgoing, record));
        if let Some(record) = &ended.record
            && let Err(error) = self.mirror.learn(&entity_type.name, std::slice::from_ref(record)).await
        {
            // What came of the change is kept all the same.
            tracing::warn!(%error, "nothing could be learnt from an answer");
        }
        let mirror = self.mirror.clone();
        let ended = self
            .store
            .write(move |transaction| {
                settle(transaction, &mirror, &entity_type, &draft, intent, &ended)?;
                Ok::<_, SendError>(ended)
            })
            .await?;
        if ended.by_write && ended.refusal.as_ref().is_some_and(|refusal| refusal.reason == RefusalReason::NotOffered) {
            self.withhold(&outcome.entity_type, outcome.kind).await;
        }
        Ok((ended, id))
    }

    /// What the service does not do to such records is not offered again. If that cannot be kept, it will be met again.
    async fn withhold(&self, entity_type: &str, kind: DraftKind) {
        let operation = match kind {
            DraftKind::Edit => WriteOperation::Update,
            DraftKind::Create => WriteOperation::Create,
            DraftKind::Delete => WriteOperation::Delete,
        };
        let noted = match self.mirror.withhold(entity_type, operation).await {
            Ok(true) => {
                let plural = self.entity_type(entity_type).map_or_else(|_| entity_type.to_owned(), |found| found.plural);
                self.keep_note(NoteEvent::NotOffered { plural, operation }).await
            }
            Ok(false) => Ok(()),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "what the service does not offer could not be kept");
        }
    }

    /// Writes the intent, if the draft is still what was checked and is not on its way: no change is sent twice, also
    /// not by two runs at once.
    async fn intend(&self, sending: &Sending<'_>, entity_type: &EntityType, draft: &Draft) -> Result<Intent, SendError> {
        let title = title(entity_type, draft);
        let (draft, entity_type) = (draft.clone(), entity_type.clone());
        let (run_id, sent_by) = (sending.run_id.to_owned(), sending.sent_by.to_owned());
        self.store
            .write(move |transaction| {
                if journal::is_on_its_way(transaction, &draft.change_id)? {
                    return Ok(Intent::OnItsWay);
                }
                let now = draft_table::find_change(transaction, &draft.change_id)?;
                if !now.is_some_and(|now| draft_table::with_problems(now, &entity_type).says_as(&draft)) {
                    return Ok(Intent::Changed);
                }
                let sending = Sending { run_id: &run_id, sent_by: &sent_by };
                Ok(Intent::Written(journal::intend(transaction, &sending, &draft, &title)?))
            })
            .await
    }
}

/// Why the changes that follow would end in the same way. One record that cannot be reached does not stop the others.
fn reason_to_park(hindrance: Hindrance, unreached: u32) -> Option<&'static str> {
    match hindrance {
        Hindrance::SignInEnded => Some("Your sign-in has ended. What was not sent waits here; nothing is sent twice."),
        Hindrance::SlowDown => Some("The service asked us to slow down. What was not sent waits here."),
        Hindrance::NoConnection => (unreached > 1).then_some("The service cannot be reached. What was not sent waits here."),
    }
}
