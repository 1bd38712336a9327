//! One change of a run on its way: checked, its intent on disk, sent, its outcome on disk with the mirror in one transaction. No outcome is
//! guessed, and no create without an answer is sent again before it was looked for.

use super::doubts::{self, SentOnce};
use super::draft::{Draft, DraftKind};
use super::exchange::{Ended, Hindrance, exchange};
use super::journal::{self, Sending};
use super::lookup::{Looked, Lost};
use super::new_id::points_at_new;
use super::notes::NoteEvent;
use super::outgoing::to_send;
use super::person::Person;
use super::review::Problem;
use super::run::{OutcomeKind, RunOutcome, is_of};
use super::run_table::{self, Work};
use super::sender::SendError;
use super::settle::{row_id, settle};
use super::stopping::Stopping;
use super::undoable::is_undoable;
use super::why::why;
use super::{Changes, draft_table};
use crate::description::WriteOperation;
use crate::rest::{Entities, RefusalReason};
use coredesk_catalogue::{Catalogue, EntityType};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::Semaphore;

/// What the changes of a run share while they are sent.
pub(super) struct Batch<'a, E> {
    pub(super) entities: &'a E,
    pub(super) run_id: &'a str,
    pub(super) sent_by: &'a Person,
    pub(super) stopping: &'a Stopping,
    /// One for each change that may be at the service at once.
    pub(super) turns: Semaphore,
    pub(super) types: Types,
}

/// Entity types as they are known now, spelled once for all changes of a run.
#[derive(Default)]
pub(super) struct Types {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    catalogue: Option<Arc<Catalogue>>,
    /// By name, and whether they are spelled for an action.
    types: HashMap<(String, bool), Option<Arc<EntityType>>>,
}

impl Types {
    /// What is known of entity types under this catalogue.
    fn under(&self, catalogue: &Arc<Catalogue>) -> MutexGuard<'_, Known> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.catalogue.as_ref().is_some_and(|known| Arc::ptr_eq(known, catalogue)) {
            *known = Known { catalogue: Some(Arc::clone(catalogue)), types: HashMap::new() };
        }
        known
    }
}

/// How a change of a run ended.
pub(super) struct Sent {
    pub(super) outcome: RunOutcome,
    pub(super) hindrance: Option<Hindrance>,
    pub(super) undoable: bool,
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

/// A change that was found fit to be sent.
struct Ready {
    draft: Draft,
    outgoing: Draft,
    entity_type: Arc<EntityType>,
    intent: i64,
    intended_at: Timestamp,
}

/// What is to be done with a change next.
enum Next {
    Send(Box<Ready>),
    /// It was sent before and no answer came.
    Look(Arc<EntityType>),
    /// It is not sent, for this reason.
    Leave(Box<Ended>),
}

const ANSWERED: &str = "You said what became of it while it was looked for.";
const FOUND: &str = "No answer came, and the record was found at the service.";

impl Changes {
    /// Sends one change.
    pub(super) async fn send_one<E: Entities>(&self, batch: &Batch<'_, E>, mut work: Work) -> Result<Sent, SendError> {
        // A create that was looked for in vain is sent a second time, and no third.
        let mut may_repeat = true;
        loop {
            let ready = match self.prepare(batch, &mut work).await? {
                Next::Leave(ended) => return self.leave(batch, &work, *ended).await,
                Next::Send(ready) => *ready,
                Next::Look(entity_type) => match self.settle_doubt(batch, &work, &entity_type).await? {
                    Some(sent) => return Ok(sent),
                    None => {
                        may_repeat = false;
                        self.read_again(&mut work).await?;
                        continue;
                    }
                },
            };
            let Ready { draft, outgoing, entity_type, intent, intended_at } = ready;
            let mut ended = {
                let _turn = batch.turns.acquire().await;
                let started = Instant::now();
                let ended = match batch.stopping.asked() {
                    Some(_) => Ended::not_sent("It was stopped before its turn."),
                    None => exchange(batch.entities, &entity_type, &outgoing, batch.stopping.token()).await,
                };
                Ended { took: Some(started.elapsed()), ..ended }
            };
            let mut goes_again = false;
            if ended.outcome == OutcomeKind::Unknown && draft.kind == DraftKind::Create {
                let lost = Lost { change_id: &work.change_id, entity_type: &entity_type, sent: &outgoing, at: intended_at };
                let looked = self.look_twice(batch, &lost).await?;
                if let Some(record) = looked.found() {
                    ended = Ended { status: ended.status, took: ended.took, ..Ended::found(record.clone(), FOUND) };
                } else if looked.is_not_there && may_repeat && batch.stopping.asked().is_none() && self.is_still_wanted(&mut work).await? {
                    goes_again = true;
                } else {
                    self.keep_look(&work.change_id, looked).await?;
                }
            }
            let ready = Ready { draft, outgoing, entity_type, intent, intended_at };
            let sent = self.settle_one(batch, &work, ready, ended, goes_again).await?;
            if !goes_again {
                return Ok(sent);
            }
            may_repeat = false;
            self.read_again(&mut work).await?;
        }
    }

    /// Checks a change, and writes its intent if it may be sent.
    async fn prepare<E: Entities>(&self, batch: &Batch<'_, E>, work: &mut Work) -> Result<Next, SendError> {
        let leave = |reason: &str| Ok(Next::Leave(Box::new(Ended::not_sent(reason))));
        loop {
            let Some((draft, text)) = work.draft.take() else { return leave("It was taken back or sent before its turn.") };
            let Some(entity_type) = self.type_for(batch, &draft).await? else {
                return Ok(Next::Leave(Box::new(Ended::held_back(&Problem::UnknownType.to_string()))));
            };
            if draft.in_doubt && draft.kind == DraftKind::Create {
                return Ok(Next::Look(entity_type));
            }
            let is_reviewed = text == work.reviewed && draft.kind == work.kind;
            if !is_reviewed && !is_of(work.kind, &draft_table::read_fields(&work.reviewed)?, &draft) {
                return leave("It was changed after the review. Review it again.");
            }
            let draft = draft_table::with_problems(draft, &entity_type);
            let problems = match work.problems.take() {
                Some(found) => found,
                None => self.problems(&draft).await?,
            };
            if let Some(problem) = problems.first() {
                return Ok(Next::Leave(Box::new(Ended::held_back(&problem.to_string()))));
            }
            let outgoing = to_send(&entity_type, &draft);
            if outgoing.fields.iter().any(|change| points_at_new(&entity_type, &change.field, &change.after)) {
                return leave("It points at a new record that was not created.");
            }
            if batch.stopping.asked().is_some() {
                return leave("It was stopped before its turn.");
            }
            let intended_at = Timestamp::now();
            match self.intend(batch, &work.title, &draft, text).await? {
                Intent::Written(intent) => {
                    return Ok(Next::Send(Box::new(Ready { draft, outgoing, entity_type, intent, intended_at })));
                }
                Intent::Changed => self.read_again(work).await?,
                Intent::OnItsWay => return leave("It was sent and its answer is still awaited. If that stays so, start Coredesk again."),
            }
        }
    }

    /// Nobody took it back while it was on its way.
    async fn is_still_wanted(&self, work: &mut Work) -> Result<bool, SendError> {
        self.read_again(work).await?;
        Ok(work.draft.is_some())
    }

    async fn read_again(&self, work: &mut Work) -> Result<(), SendError> {
        let change_id = work.change_id.clone();
        work.problems = None;
        work.draft =
            self.store.read(move |connection| Ok::<_, SendError>(draft_table::find_change_and_text(connection, &change_id)?)).await?;
        Ok(())
    }

    async fn type_for<E: Entities>(&self, batch: &Batch<'_, E>, draft: &Draft) -> Result<Option<Arc<EntityType>>, SendError> {
        let catalogue = self.mirror.catalogue();
        let key = (draft.entity_type.clone(), draft.acts());
        let known = batch.types.under(&catalogue).types.get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.spelled_for(draft).await?.map(Arc::new);
        batch.types.under(&catalogue).types.insert(key, found.clone());
        Ok(found)
    }

    /// Writes the intent, if the draft is still what was checked and neither it nor its record is on its way: no change is sent twice, also
    /// not by two runs at once.
    async fn intend<E: Entities>(&self, batch: &Batch<'_, E>, title: &str, draft: &Draft, text: String) -> Result<Intent, SendError> {
        let (title, draft) = (title.to_owned(), draft.clone());
        let (run_id, sent_by) = (batch.run_id.to_owned(), batch.sent_by.clone());
        self.store
            .write_together(move |transaction| {
                if journal::is_on_its_way(transaction, &draft)? {
                    return Ok(Intent::OnItsWay);
                }
                if !draft_table::still_says(transaction, &draft.change_id, draft.kind, &text)? {
                    return Ok(Intent::Changed);
                }
                let sending = Sending { run_id: &run_id, sent_by: &sent_by };
                Ok(Intent::Written(journal::intend(transaction, &sending, &draft, &title)?))
            })
            .await
    }

    /// Keeps how a change ended whose intent is on disk: journal, mirror, draft and run together. One that `goes_again` waits for its turn.
    async fn settle_one<E: Entities>(
        &self,
        batch: &Batch<'_, E>,
        work: &Work,
        ready: Ready,
        ended: Ended,
        goes_again: bool,
    ) -> Result<Sent, SendError> {
        let Ready { draft, outgoing, entity_type, intent, .. } = ready;
        if let Some(record) = &ended.record
            && let Err(error) = self.mirror.learn(&entity_type.name, std::slice::from_ref(record)).await
        {
            // What came of the change is kept all the same.
            tracing::warn!(%error, "nothing could be learnt from an answer");
        }
        let id = ended.record.as_ref().and_then(|record| row_id(&entity_type, &outgoing, record));
        let undoable = ended.outcome == OutcomeKind::Done && is_undoable(&entity_type, draft.kind, &draft.fields);
        let waits = goes_again || waits_again(batch.stopping, &ended);
        let mut sent = Sent { outcome: outcome(work, &ended), hindrance: ended.hindrance, undoable };
        sent.outcome.number = u64::try_from(intent).ok();
        if let Some(id) = &id {
            sent.outcome.id.clone_from(id);
        }
        if waits {
            sent.outcome.outcome = OutcomeKind::Waiting;
        }
        let (mirror, run_id, place) = (self.mirror.clone(), batch.run_id.to_owned(), work.place);
        let (written, why) = (sent.outcome.outcome, why(&sent.outcome));
        let is_not_offered = ended.by_write && ended.refusal.as_ref().is_some_and(|refusal| refusal.reason == RefusalReason::NotOffered);
        self.store
            .write_together(move |transaction| {
                settle(transaction, &mirror, &entity_type, &draft, intent, &ended)?;
                if goes_again && let Some(now) = draft_table::find_change(transaction, &draft.change_id)? {
                    draft_table::keep(transaction, &Draft { in_doubt: false, ..now })?;
                }
                let waiting = run_table::Ended { number: Some(intent), ..run_table::Ended::of(OutcomeKind::Waiting) };
                let in_run = match written {
                    OutcomeKind::Waiting => waiting,
                    written => run_table::Ended {
                        outcome: written,
                        entity_id: id.as_deref(),
                        status: ended.status,
                        refusal: ended.refusal.as_ref(),
                        reason: ended.reason.as_deref(),
                        why: why.as_deref(),
                        held_back: ended.held_back,
                        undoable,
                        took: ended.took,
                        ..waiting
                    },
                };
                run_table::end(transaction, &run_id, place, &in_run)?;
                if ended.outcome == OutcomeKind::Done && draft.kind == DraftKind::Create {
                    doubts::forget_look(transaction, &draft.change_id)?;
                }
                Ok::<_, SendError>(())
            })
            .await?;
        if is_not_offered {
            self.withhold(&work.entity_type, work.kind).await;
        }
        Ok(sent)
    }

    /// Keeps why a change was not sent, unless it was settled meanwhile.
    async fn leave<E: Entities>(&self, batch: &Batch<'_, E>, work: &Work, ended: Ended) -> Result<Sent, SendError> {
        let mut sent = Sent { outcome: outcome(work, &ended), hindrance: None, undoable: false };
        if waits_again(batch.stopping, &ended) {
            sent.outcome.outcome = OutcomeKind::Waiting;
            return Ok(sent);
        }
        let (run_id, place, kept) = (batch.run_id.to_owned(), work.place, sent.outcome.clone());
        let settled = self
            .store
            .write_together(move |transaction| {
                if let Some(row) = run_table::at(transaction, &run_id, place)?.filter(|row| row.outcome != OutcomeKind::Waiting) {
                    return Ok(Some(row));
                }
                let why = why(&kept);
                let in_run = run_table::Ended {
                    reason: kept.reason.as_deref(),
                    why: why.as_deref(),
                    held_back: kept.held_back,
                    ..run_table::Ended::of(kept.outcome)
                };
                run_table::end(transaction, &run_id, place, &in_run)?;
                Ok::<_, SendError>(None)
            })
            .await?;
        sent.outcome = settled.unwrap_or(sent.outcome);
        Ok(sent)
    }

    /// Looks for a create that was sent before without an answer. `None` if it is not there and may be sent.
    async fn settle_doubt<E: Entities>(
        &self,
        batch: &Batch<'_, E>,
        work: &Work,
        entity_type: &Arc<EntityType>,
    ) -> Result<Option<Sent>, SendError> {
        let Some(SentOnce { sent, at, may_repeat }) = self.lost_of(&work.change_id).await? else {
            return self.leave(batch, work, Ended::not_sent(ANSWERED)).await.map(Some);
        };
        let lost = Lost { change_id: &work.change_id, entity_type, sent: &sent, at };
        let looked = self.look_twice(batch, &lost).await?;
        if looked.is_not_there && may_repeat && batch.stopping.asked().is_none() {
            self.is_not_there(&work.change_id).await?;
            return Ok(None);
        }
        if let Some(record) = looked.found() {
            match self.adopt(&work.change_id, record.clone(), batch.sent_by, FOUND).await {
                Err(SendError::Nothing) => return self.leave(batch, work, Ended::not_sent(ANSWERED)).await.map(Some),
                adopted => adopted?,
            }
            let ended = Ended::found(record.clone(), FOUND);
            let undoable = is_undoable(entity_type, sent.kind, &sent.fields);
            let mut done = Sent { outcome: outcome(work, &ended), hindrance: None, undoable };
            if let Some(id) = row_id(entity_type, &sent, record) {
                done.outcome.id = id;
            }
            return Ok(Some(done));
        }
        self.keep_look(&work.change_id, looked).await?;
        self.leave(batch, work, Ended::unknown("No answer came, and it is not sure whether the record is there.")).await.map(Some)
    }

    /// Looks, and where nothing is found a while later once more: what was sent may still be on its way.
    async fn look_twice<E: Entities>(&self, batch: &Batch<'_, E>, lost: &Lost<'_>) -> Result<Looked, SendError> {
        let looked = self.look(batch.entities, lost, batch.stopping.token()).await?;
        if !looked.is_not_there {
            return Ok(looked);
        }
        let waited = batch.stopping.token().run_until_cancelled(tokio::time::sleep(self.second_look_after)).await;
        if waited.is_none() {
            return Ok(Looked::default());
        }
        Ok(self.look(batch.entities, lost, batch.stopping.token()).await?)
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
}

/// It was held up without its own fault, or the run was held: its turn comes again.
fn waits_again(stopping: &Stopping, ended: &Ended) -> bool {
    let is_held_up = matches!(ended.hindrance, Some(Hindrance::SignInEnded | Hindrance::SlowDown));
    let was_stopped = ended.outcome == OutcomeKind::NotSent && !ended.held_back && ended.status.is_none() && stopping.asked().is_some();
    is_held_up || was_stopped
}

fn outcome(work: &Work, ended: &Ended) -> RunOutcome {
    RunOutcome {
        change_id: work.change_id.clone(),
        place: u64::try_from(work.place).unwrap_or_default(),
        entity_type: work.entity_type.clone(),
        id: work.entity_id.clone(),
        title: work.title.clone(),
        subtitle: work.subtitle.clone(),
        kind: work.kind,
        outcome: ended.outcome,
        status: ended.status,
        refusal: ended.refusal.clone(),
        reason: ended.reason.clone(),
        held_back: ended.held_back,
        reviewed: Vec::new(),
        number: None,
        ended_at: Some(Timestamp::now()),
        took: ended.took,
    }
}
