//! Sends reviewed changes one after the other: intent on disk, request, outcome on disk with the mirror in one
//! transaction. No outcome is guessed, and no create without an answer is sent again.

use super::draft::{Draft, DraftError, DraftKind};
use super::draft_table;
use super::drafts::is_new;
use super::journal::{self, Ending, Sending};
use super::order::in_order_of_sending;
use super::review::title;
use super::run::{OutcomeKind, Run, RunOutcome, RunState};
use super::value::same;
use super::{Changes, FieldChange};
use crate::Record;
use crate::mirror::{MirrorError, put_record, remove_record};
use crate::rest::{Entities, Refusal, RefusalReason, RequestError, WriteOutcome};
use crate::store::StoreError;
use coredesk_catalogue::EntityType;
use rusqlite::Transaction;
use serde_json::Value;
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

/// How one change ended, before it is kept.
struct Ended {
    outcome: OutcomeKind,
    status: Option<u16>,
    refusal: Option<Refusal>,
    reason: Option<String>,
    /// The record as the service now has it.
    record: Option<Record>,
    /// A person must sign in before anything else is sent.
    sign_in_needed: bool,
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
        for draft in in_order_of_sending(drafts) {
            let entity_type = self.entity_type(&draft.entity_type)?;
            outcomes.push(RunOutcome {
                title: title(entity_type, &draft),
                change_id: draft.change_id,
                entity_type: draft.entity_type,
                id: draft.entity_id,
                kind: draft.kind,
                outcome: OutcomeKind::Waiting,
                status: None,
                refusal: None,
                reason: None,
            });
        }
        if outcomes.is_empty() {
            return Err(SendError::Nothing);
        }
        Ok(Run { run_id: Uuid::now_v7().to_string(), state: RunState::Running, outcomes, waiting: None })
    }

    /// Sends the changes of `run` as `sent_by` and answers how each ended. `progress` is told after each.
    ///
    /// A change that the service refuses never stops the others; an ended sign-in parks the run; `cancel` stops it
    /// after the change under way.
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
        for place in 0..run.outcomes.len() {
            if cancel.is_cancelled() {
                run.state = RunState::Cancelled;
                break;
            }
            let sending = Sending { run_id: &run.run_id, sent_by };
            let Some(outcome) = run.outcomes.get(place) else { break };
            let (ended, id) = self.send_one(entities, &sending, &outcome.change_id).await?;
            if let Some(outcome) = run.outcomes.get_mut(place) {
                outcome.outcome = ended.outcome;
                outcome.status = ended.status;
                outcome.refusal = ended.refusal;
                outcome.reason = ended.reason;
                if let Some(id) = id {
                    outcome.id = id;
                }
            }
            if ended.sign_in_needed {
                run.state = RunState::Parked;
                run.waiting = Some("Your sign-in has ended. What was not sent waits here; nothing is sent twice.".to_owned());
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
        self.store
            .write(|transaction| {
                for (intent, change_id, entity_id) in journal::without_outcome(transaction)? {
                    let reason = Some("Coredesk ended before the answer came");
                    let ending = Ending { outcome: OutcomeKind::Unknown, entity_id: &entity_id, status: None, refusal: None, reason };
                    journal::end(transaction, intent, &ending)?;
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
        change_id: &str,
    ) -> Result<(Ended, Option<String>), SendError> {
        let wanted = change_id.to_owned();
        let draft = self.store.read(move |connection| draft_table::find_change(connection, &wanted).map_err(SendError::from)).await?;
        let Some(draft) = draft else { return Ok((not_sent("It was taken back before its turn."), None)) };
        let entity_type = self.entity_type(&draft.entity_type)?.clone();
        let draft = draft_table::with_problems(draft, &entity_type);
        let problems = self.problems(&entity_type, &draft).await?;
        if let Some(problem) = problems.first() {
            return Ok((not_sent(&problem.to_string()), None));
        }
        if draft.fields.iter().any(|change| change.after.as_str().is_some_and(is_new)) {
            return Ok((not_sent("It points at a new record that was not created."), None));
        }
        let intent = self.intend(sending, &entity_type, &draft).await?;
        let ended = match draft.kind {
            DraftKind::Create => ended(entities.create(&entity_type, &created(&draft)).await),
            DraftKind::Edit => update(entities, &entity_type, &draft).await,
            DraftKind::Delete => deleted(entities.delete(&entity_type, &draft.entity_id).await),
        };
        let id = ended.record.as_ref().and_then(|record| record.get("id")).and_then(Value::as_str).map(str::to_owned);
        let ended = self.keep_outcome(entity_type, draft, intent, ended, id.clone()).await?;
        Ok((ended, id))
    }

    async fn intend(&self, sending: &Sending<'_>, entity_type: &EntityType, draft: &Draft) -> Result<i64, SendError> {
        let title = title(entity_type, draft);
        let draft = draft.clone();
        let (run_id, sent_by) = (sending.run_id.to_owned(), sending.sent_by.to_owned());
        self.store
            .write(move |transaction| {
                let sending = Sending { run_id: &run_id, sent_by: &sent_by };
                Ok(journal::intend(transaction, &sending, &draft, &title)?)
            })
            .await
    }

    /// Journal, mirror and drafts together, or none of them.
    async fn keep_outcome(
        &self,
        entity_type: EntityType,
        draft: Draft,
        intent: i64,
        ended: Ended,
        id: Option<String>,
    ) -> Result<Ended, SendError> {
        self.store
            .write(move |transaction| {
                let entity_id = id.as_deref().unwrap_or(&draft.entity_id);
                let ending = Ending {
                    outcome: ended.outcome,
                    entity_id,
                    status: ended.status,
                    refusal: ended.refusal.as_ref(),
                    reason: ended.reason.as_deref(),
                };
                journal::end(transaction, intent, &ending)?;
                match ended.outcome {
                    OutcomeKind::Done => {
                        draft_table::remove(transaction, &draft.change_id)?;
                        if draft.kind == DraftKind::Delete {
                            remove_record(transaction, &entity_type, &draft.entity_id)?;
                        }
                    }
                    OutcomeKind::Unknown => put_in_doubt(transaction, draft.clone())?,
                    OutcomeKind::Waiting | OutcomeKind::Refused | OutcomeKind::Conflict | OutcomeKind::NotSent => {}
                }
                if let Some(record) = &ended.record {
                    put_if_it_has_an_id(transaction, &entity_type, record)?;
                }
                if let Some(id) = &id
                    && draft.kind == DraftKind::Create
                {
                    point_at(transaction, &draft.entity_id, id)?;
                }
                Ok(ended)
            })
            .await
    }
}

/// Reads the record again, lays the changes over the whole of it and sends that, with its version.
async fn update<E: Entities>(entities: &E, entity_type: &EntityType, draft: &Draft) -> Ended {
    let fresh = match entities.get(entity_type, &draft.entity_id).await {
        Ok(Some(fresh)) => fresh,
        Ok(None) => return refused(gone()),
        Err(error) => return not_sent_because(error),
    };
    let at_service = |change: &FieldChange| fresh.get(&change.field).cloned().unwrap_or(Value::Null);
    if draft.fields.iter().all(|change| same(&at_service(change), &change.after)) {
        return Ended { record: Some(fresh), reason: Some("It was so already.".to_owned()), ..of_kind(OutcomeKind::Done) };
    }
    let overlaps = |change: &&FieldChange| !same(&at_service(change), &change.before) && !same(&at_service(change), &change.after);
    let overlapping: Vec<String> = draft
        .fields
        .iter()
        .filter(overlaps)
        .map(|change| entity_type.field(&change.field).map_or_else(|| change.field.clone(), |field| field.title.clone()))
        .collect();
    if !overlapping.is_empty() {
        let reason = Some(format!("Changed at the service since you changed it: {}.", overlapping.join(", ")));
        return Ended { record: Some(fresh), reason, ..of_kind(OutcomeKind::Conflict) };
    }
    let mut whole = fresh;
    for change in &draft.fields {
        whole.insert(change.field.clone(), change.after.clone());
    }
    let mut ended = ended(entities.update(entity_type, &draft.entity_id, &whole).await);
    if ended.outcome == OutcomeKind::Done && ended.record.is_none() {
        // The answer had no body: what the service made of it is read.
        ended.record = entities.get(entity_type, &draft.entity_id).await.ok().flatten();
    }
    ended
}

/// A new record: what was filled in, and nothing else.
fn created(draft: &Draft) -> Record {
    draft.fields.iter().filter(|change| !change.after.is_null()).map(|change| (change.field.clone(), change.after.clone())).collect()
}

fn of_kind(outcome: OutcomeKind) -> Ended {
    Ended { outcome, status: None, refusal: None, reason: None, record: None, sign_in_needed: false }
}

fn ended(outcome: WriteOutcome) -> Ended {
    match outcome {
        WriteOutcome::Done { status, record } => Ended { status: Some(status), record, ..of_kind(OutcomeKind::Done) },
        WriteOutcome::Refused(refusal) => refused(refusal),
        WriteOutcome::Conflict(refusal) => Ended { status: Some(refusal.status), refusal: Some(refusal), ..of_kind(OutcomeKind::Conflict) },
        WriteOutcome::NotSent(error) => not_sent_because(error),
        WriteOutcome::Unknown { status, reason } => Ended { status, reason: Some(reason), ..of_kind(OutcomeKind::Unknown) },
    }
}

/// What is already gone needs no deleting (`core-api.md`, section 13).
fn deleted(outcome: WriteOutcome) -> Ended {
    match outcome {
        WriteOutcome::Refused(refusal) if refusal.reason == RefusalReason::Gone => {
            let reason = Some("It was gone already.".to_owned());
            Ended { status: Some(refusal.status), reason, ..of_kind(OutcomeKind::Done) }
        }
        other => Ended { record: None, ..ended(other) },
    }
}

fn refused(refusal: Refusal) -> Ended {
    Ended { status: Some(refusal.status), refusal: Some(refusal), ..of_kind(OutcomeKind::Refused) }
}

fn not_sent(reason: &str) -> Ended {
    Ended { reason: Some(reason.to_owned()), ..of_kind(OutcomeKind::NotSent) }
}

fn not_sent_because(error: RequestError) -> Ended {
    match error {
        RequestError::Refused(refusal) => refused(refusal),
        RequestError::SignInNeeded => Ended { sign_in_needed: true, ..not_sent("The sign-in has ended.") },
        RequestError::Unreachable { status, reason } => Ended { status, ..not_sent(&reason) },
        other @ (RequestError::SlowDown { .. }
        | RequestError::Unreadable { .. }
        | RequestError::ForeignBaseUrl
        | RequestError::Cancelled) => not_sent(&other.to_string()),
    }
}

fn gone() -> Refusal {
    Refusal { status: 404, reason: RefusalReason::Gone, code: None, words: None, request_id: None }
}

/// Only a create can happen twice; an edit and a delete are compared with what is there when they are sent again.
fn put_in_doubt(transaction: &Transaction<'_>, mut draft: Draft) -> Result<(), StoreError> {
    if draft.kind != DraftKind::Create {
        return Ok(());
    }
    draft.in_doubt = true;
    draft_table::keep(transaction, &draft)
}

fn put_if_it_has_an_id(transaction: &Transaction<'_>, entity_type: &EntityType, record: &Record) -> Result<(), MirrorError> {
    match put_record(transaction, entity_type, record) {
        // The next sync brings what the answer did not name.
        Err(MirrorError::WithoutId) => Ok(()),
        put => put,
    }
}

/// Drafts that point at a new record now point at the id that the service gave it.
fn point_at(transaction: &Transaction<'_>, new: &str, id: &str) -> Result<(), StoreError> {
    for mut draft in draft_table::naming(transaction, new)? {
        for change in draft.fields.iter_mut().filter(|change| change.after.as_str() == Some(new)) {
            change.after = Value::String(id.to_owned());
        }
        draft_table::keep(transaction, &draft)?;
    }
    Ok(())
}
