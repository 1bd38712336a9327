//! Plays a history: what people draft and send, what goes wrong, and how it ends when nothing goes wrong any more.

use super::checks::{Found, Seen};
use super::ledger;
use super::life::Life;
use super::moves::{Drafting, Happening, Move, Others, Road, values};
use super::place::{Key, Place};
use coredesk_core::catalogue::Service;
use coredesk_core::changes::{
    BulkEdit, BulkOperation, Doubt, DoubtAnswer, Draft, DraftError, FieldEdit, Run, SendError, Side, Stop, Stopping,
};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::task::Poll;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Rounds after which everything must have an outcome once nothing goes wrong.
const ROUNDS: usize = 6;

pub(crate) struct History<P> {
    folder: TempDir,
    described: Arc<Service>,
    service: P,
    life: Option<Life>,
    /// What a person wants and has not taken back.
    wanted: Vec<Draft>,
    /// Before the name of each new record.
    called: String,
    names: usize,
    /// The records that were there when it began.
    first: BTreeSet<Key>,
}

/// Where a run is when it stops for a while.
enum Stage<T> {
    Ended(T),
    Reached,
}

impl<P: Place> History<P> {
    /// Over a store in `folder` that holds what `service` has. New records are called so, with a number.
    pub(crate) fn begin(folder: TempDir, described: Arc<Service>, service: P, called: &str) -> Self {
        let life = Life::begin(folder.path(), &described);
        let first = service.records().into_keys().collect();
        Self { folder, described, service, life: Some(life), wanted: Vec::new(), called: called.to_owned(), names: 0, first }
    }

    /// Plays all of it and looks after each move; then lets everything come to its end.
    pub(crate) fn play(&mut self, moves: &[Move]) -> Found {
        for (number, happens) in moves.iter().enumerate() {
            self.make(happens).and_then(|()| self.look()).map_err(|what| format!("after move {}, {happens:?}:\n{what}", number + 1))?;
        }
        self.end().map_err(|what| format!("at the end: {what}"))
    }

    fn make(&mut self, happens: &Move) -> Found {
        match happens {
            Move::Draft(drafting) => self.draft(drafting),
            Move::Send(chosen, road) => {
                let ids: Vec<String> = self.drafts().into_iter().map(|draft| draft.change_id).collect();
                let chosen = chosen.as_ref().map(|some| some.iter().filter_map(|number| pick(&ids, *number).cloned()).collect());
                let started = self.block(self.life().changes.start_run(&chosen.unwrap_or(ids)));
                match started {
                    Ok(run) => self.send(run, road),
                    Err(SendError::Nothing) => Ok(()),
                    Err(error) => Err(format!("no run: {error:?}")),
                }
            }
            Move::GoOn(number, road) => match pick(&self.waiting(), *number) {
                Some(run) => self.go_on(run, road),
                None => Ok(()),
            },
            Move::EndWaiting(number) => match pick(&self.waiting(), *number) {
                Some(run) => self.block(self.life().changes.cancel_waiting(&run.run_id)).map(drop).map_err(|error| format!("{error:?}")),
                None => Ok(()),
            },
            Move::SignIn => {
                self.service.sign_in();
                Ok(())
            }
            Move::Answer(number) => match pick(&self.doubts(), *number) {
                Some(doubt) => self.answer(doubt),
                None => Ok(()),
            },
            Move::Others(others) => {
                self.others(others);
                Ok(())
            }
            Move::Sync => {
                for ((entity_type, _), record) in self.service.records() {
                    let put = |mirror: &coredesk_core::mirror::Mirror| {
                        self.life().store.write_now(|open| mirror.put_record(open, &entity_type, &record))
                    };
                    put(&self.life().mirror).map_err(|error| format!("{error:?}"))?;
                }
                Ok(())
            }
            Move::Kill => {
                self.restart();
                Ok(())
            }
        }
    }

    fn life(&self) -> &Life {
        self.life.as_ref().expect("is alive")
    }

    fn block<T>(&self, future: impl Future<Output = T>) -> T {
        self.life().runtime.block_on(future)
    }

    /// The app is killed and started again.
    fn restart(&mut self) {
        self.life = None;
        self.life = Some(Life::begin(self.folder.path(), &self.described));
    }

    fn drafts(&self) -> Vec<Draft> {
        self.block(self.life().changes.all()).expect("reads")
    }

    fn waiting(&self) -> Vec<Run> {
        self.block(self.life().changes.waiting_runs()).expect("reads")
    }

    fn doubts(&self) -> Vec<Doubt> {
        self.block(self.life().changes.doubts()).expect("reads")
    }

    fn seen(&self) -> Seen {
        let store = &self.life().store;
        Seen {
            drafts: self.drafts(),
            writes: ledger::writes(store),
            in_runs: ledger::in_runs(store),
            log: self.service.log(),
            records: self.service.records(),
            wrong: self.service.wrong(),
        }
    }

    /// All must hold; what is unsent now is what must not get lost from here on.
    fn look(&mut self) -> Found {
        let seen = self.seen();
        seen.check(&self.wanted)?;
        self.wanted = seen.drafts;
        Ok(())
    }

    fn draft(&mut self, drafting: &Drafting) -> Found {
        let keys = self.keys();
        self.names += 1;
        // Two in a row look alike.
        let name = format!("{} {}", self.called, self.names / 4);
        let drafted = self.block(self.life().drafted(drafting, &keys, &name));
        // What cannot be done changes nothing.
        if let Err(error @ (DraftError::Store(_) | DraftError::Mirror(_))) = drafted {
            return Err(format!("drafting failed: {error:?}"));
        }
        self.wanted = self.drafts();
        Ok(())
    }

    /// The records that a person sees: all but those that were made and of which nobody knows yet.
    fn keys(&self) -> Vec<Key> {
        let seen = self.seen();
        let adopted = seen.adopted();
        let unknown = |key: &Key| seen.made().any(|(made, _)| made == key) && !adopted.contains(key);
        let new = seen.drafts.iter().filter(|draft| draft.entity_id.starts_with("new:"));
        let new = new.map(|draft| (draft.entity_type.clone(), draft.entity_id.clone()));
        seen.records.keys().filter(|key| !unknown(key)).cloned().chain(new).collect()
    }

    fn others(&self, others: &Others) {
        let keys: Vec<Key> = self.keys().into_iter().filter(|(_, id)| !id.starts_with("new:")).collect();
        others_write(&self.service, &keys, others);
    }

    fn go_on(&mut self, run: &Run, road: &Road) -> Found {
        match self.block(self.life().changes.resume(&run.run_id)) {
            Ok(run) => self.send(run, road),
            Err(error) => Err(format!("a run that waits does not go on: {error:?}")),
        }
    }

    /// Sends a run; on its way happens what `road` says.
    fn send(&mut self, run: Run, road: &Road) -> Found {
        self.service.expect(road.faults.clone());
        let run_id = run.run_id.clone();
        let life = self.life.take().expect("is alive");
        let stopping = Stopping::within(&CancellationToken::new());
        let (service, first, called) = (&self.service, &self.first, &self.called);
        let (wanted, names) = (&mut self.wanted, &mut self.names);
        let sent = async {
            let mut sending = std::pin::pin!(life.changes.send(service, run, "Dana", stopping.clone(), |_| {}));
            let Some((calls, turns, happening)) = &road.happens else { return Some(sending.await) };
            if let Stage::Ended(ended) = until(service, *calls, *turns, sending.as_mut()).await {
                return Some(ended);
            }
            match happening {
                Happening::Kill => return None,
                Happening::Pause => stopping.stop(Stop::Pause),
                Happening::Cancel => stopping.stop(Stop::Cancel),
                Happening::Close => stopping.stop(Stop::Close),
                Happening::Others(others) => others_write(service, &still(service, first), others),
                Happening::Draft(drafting) => {
                    let new = life.changes.all().await.expect("reads").into_iter().map(|draft| (draft.entity_type, draft.entity_id));
                    let keys: Vec<Key> = still(service, first).into_iter().chain(new).collect();
                    *names += 1;
                    // What cannot be done changes nothing.
                    let _ = life.drafted(drafting, &keys, &format!("{called} {}", *names / 4)).await;
                    *wanted = life.changes.all().await.expect("reads");
                }
            }
            Some(sending.await)
        };
        let killed = match life.runtime.block_on(sent) {
            Some(Ok(_)) => false,
            Some(Err(error)) => return Err(format!("sending failed: {error:?}")),
            None => true,
        };
        self.life = Some(life);
        if killed {
            self.restart();
        }
        self.service.expect(Vec::new());
        let kept = self.block(self.life().changes.run(&run_id)).map_err(|error| format!("{error:?}"))?;
        let counts = kept.ok_or_else(|| "a run is lost".to_owned())?.counts;
        let changes = ledger::in_runs(&self.life().store).into_iter().filter(|change| change.run_id == run_id).count();
        if counts.total != changes as u64 { Err(format!("{changes} changes are counted as {counts:?}")) } else { Ok(()) }
    }

    /// Says the truth of a create without an answer.
    fn answer(&mut self, doubt: &Doubt) -> Found {
        let seen = self.seen();
        let adopted = seen.adopted();
        let sent = seen.writes.iter().rfind(|write| write.change_id == doubt.change_id && write.is("unknown"));
        let name = sent.and_then(|write| write.name().cloned());
        let is_it = |(key, record): &(&Key, &coredesk_core::Record)| {
            !adopted.contains(key) && seen.records.contains_key(*key) && record.get("name") == name.as_ref()
        };
        let found = seen.made().find(is_it).map(|(key, _)| key.1.clone());
        let answer = found.map_or(DoubtAnswer::DidNotArrive, DoubtAnswer::IsThis);
        let cancel = CancellationToken::new();
        let answered = self.block(self.life().changes.answer_doubt(&self.service, &doubt.change_id, answer.clone(), "Dana", &cancel));
        match answered {
            // It must be read at the service, and nobody is signed in.
            Ok(()) | Err(SendError::Nothing) => Ok(()),
            Err(error) => Err(format!("{answer:?} was not taken in: {error:?}")),
        }
    }

    /// Nothing goes wrong any more: all runs go on, all doubts are answered, all that is unsent is sent.
    fn end(&mut self) -> Found {
        let plain = Road { faults: Vec::new(), happens: None };
        self.service.sign_in();
        for _ in 0..ROUNDS {
            for run in self.waiting() {
                self.go_on(&run, &plain)?;
                self.look()?;
            }
            for doubt in self.doubts() {
                self.answer(&doubt)?;
                self.look()?;
            }
        }
        if let Some(run) = self.waiting().pop() {
            return Err(format!("a run does not come to its end: {run:?}"));
        }
        if let Some(doubt) = self.doubts().pop() {
            return Err(format!("a doubt stays: {doubt:?}"));
        }
        self.make(&Move::Send(None, plain))?;
        self.look()?;
        let cancel = CancellationToken::new();
        let proof = self.block(self.life().changes.verify_journal(None, &cancel)).map_err(|error| format!("{error:?}"))?;
        if proof.is_none_or(|proof| proof.damage.is_some()) { Err("the journal is damaged".to_owned()) } else { Ok(()) }
    }
}

impl Life {
    /// Drafts, as far as it can be done. `name` is that of a new record.
    async fn drafted(&self, drafting: &Drafting, keys: &[Key], name: &str) -> Result<(), DraftError> {
        let changes = &self.changes;
        let projects: Vec<Key> = keys.iter().filter(|(entity_type, _)| entity_type == "project").cloned().collect();
        let some = |numbers: &[usize]| numbers.iter().filter_map(|number| pick(keys, *number).cloned()).collect::<Vec<_>>();
        let edit = async |id: &str, field: &str, value: serde_json::Value| {
            changes.edit("project", vec![FieldEdit { id: id.to_owned(), field: field.to_owned(), value }]).await
        };
        match drafting {
            Drafting::Edit(numbers, value) => {
                for (entity_type, id) in some(numbers) {
                    let values = values(&entity_type);
                    let Some((field, value)) = pick(&values, *value) else { continue };
                    changes.edit(&entity_type, vec![FieldEdit { id, field: (*field).to_owned(), value: value.clone() }]).await?;
                }
            }
            Drafting::Bulk(numbers, value) => {
                let some = some(numbers);
                let Some((entity_type, _)) = some.first() else { return Ok(()) };
                let values = values(entity_type);
                let Some((field, value)) = pick(&values, *value) else { return Ok(()) };
                let ids = some.iter().filter(|(name, _)| name == entity_type).map(|(_, id)| id.clone()).collect();
                let edit = BulkEdit { field: (*field).to_owned(), operation: BulkOperation::Set(value.clone()) };
                changes.bulk_edit(entity_type, edit, ids).await?;
            }
            Drafting::Create => {
                let id = changes.create("project").await?;
                edit(&id, "name", json!(name)).await?;
            }
            Drafting::CreateBelow(parent) => {
                let id = changes.create("project").await?;
                edit(&id, "name", json!(name)).await?;
                if let Some((_, parent)) = pick(&projects, *parent) {
                    edit(&id, "parentId", json!(parent)).await?;
                }
            }
            Drafting::Point(number, target) => {
                if let (Some((_, id)), Some((_, target))) = (pick(&projects, *number), pick(&projects, *target)) {
                    edit(id, "parentId", json!(target)).await?;
                }
            }
            Drafting::Duplicate(number) => {
                if let Some((_, id)) = pick(&projects, *number) {
                    changes.duplicate("project", id, Vec::new()).await?;
                }
            }
            Drafting::Mark(numbers) => {
                for (entity_type, id) in some(numbers) {
                    changes.mark_for_deletion(&entity_type, vec![id]).await?;
                }
            }
            Drafting::Revert(number, whole) => {
                let drafts = changes.all().await?;
                if let Some(draft) = pick(&drafts, *number) {
                    let field = draft.fields.first().filter(|_| !whole).map(|change| change.field.as_str());
                    changes.revert(&draft.entity_type, &draft.entity_id, field).await?;
                }
            }
            Drafting::Settle(number, mine) => {
                let drafts = changes.all().await?;
                if let Some(draft) = pick(&drafts, *number) {
                    changes.settle_conflict(&draft.change_id, if *mine { Side::Mine } else { Side::Theirs }).await?;
                }
            }
            Drafting::Discard => changes.discard_all().await?,
            Drafting::Undo => drop(changes.undo_step().await?),
            Drafting::Redo => drop(changes.redo_step().await?),
        }
        Ok(())
    }
}

/// The records that were there when the history began and are still.
fn still(service: &impl Place, first: &BTreeSet<Key>) -> Vec<Key> {
    service.records().into_keys().filter(|key| first.contains(key)).collect()
}

fn others_write(service: &impl Place, keys: &[Key], others: &Others) {
    match others {
        Others::Edit(number, value) => {
            let Some(key) = pick(keys, *number) else { return };
            // Nobody else writes what the service would refuse.
            let values: Vec<_> = values(&key.0).into_iter().filter(|(_, value)| value != "seven" && value != "much").collect();
            if let Some((field, value)) = pick(&values, *value) {
                service.change(key, field, value.clone());
            }
        }
        Others::Delete(number) => {
            if let Some(key) = pick(keys, *number) {
                service.remove(key);
            }
        }
    }
}

/// Polls `sending` until it ended, or so many calls reached the service and it had so many turns more.
async fn until<T>(service: &impl Place, calls: usize, turns: usize, mut sending: std::pin::Pin<&mut impl Future<Output = T>>) -> Stage<T> {
    let mut left = turns;
    std::future::poll_fn(|context| {
        if let Poll::Ready(ended) = sending.as_mut().poll(context) {
            return Poll::Ready(Stage::Ended(ended));
        }
        if service.calls() < calls {
            return Poll::Pending;
        }
        if left == 0 {
            return Poll::Ready(Stage::Reached);
        }
        left -= 1;
        Poll::Pending
    })
    .await
}

fn pick<T>(all: &[T], number: usize) -> Option<&T> {
    all.get(number.checked_rem(all.len())?)
}
