//! Creates without an answer: what was found when they were looked for, and what a person says of them.

use super::Changes;
use super::draft::{Draft, DraftError, FieldChange};
use super::draft_table;
use super::exchange::Ended;
use super::journal::{self, LostIntent, Sending};
use super::laid::value_of;
use super::lookup::{Looked, Lost, compared, likeness, made_at, maker};
use super::outgoing::to_send;
use super::person::Person;
use super::review::title;
use super::run::OutcomeKind;
use super::run_table;
use super::sender::SendError;
use super::settle::{id_given, id_text, row_id, settle};
use super::undoable::is_undoable;
use crate::Record;
use crate::mirror::title_of;
use crate::rest::Entities;
use crate::store::StoreError;
use coredesk_catalogue::EntityType;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::Value;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A create without an answer.
#[derive(Debug, Clone)]
pub struct Doubt {
    /// The change.
    pub change_id: String,
    /// The entity type's name.
    pub entity_type: String,
    /// What names the record to a person.
    pub title: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Why no outcome is known, in plain words.
    pub reason: String,
    /// When it was last looked for.
    pub looked_at: Option<Timestamp>,
    /// Everything that could be it was seen.
    pub is_whole: bool,
    /// Records that could be it; those that agree most first.
    pub candidates: Vec<Candidate>,
}

/// A record that could be the one that was sent.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// What names it to a person.
    pub title: String,
    /// Of the fields that were sent and that it shows, how many are the same.
    pub same: usize,
    /// How many there are to compare.
    pub of: usize,
    /// Who made it, as the service says: a reference or a name.
    pub made_by: Option<(String, Value)>,
    /// When it was made, where the service says so.
    pub made_at: Option<Timestamp>,
    /// What differs: `before` is what was sent, `after` what is there.
    pub differs: Vec<FieldChange>,
}

/// What a person says of a create without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoubtAnswer {
    /// It arrived: it is the record with this id.
    IsThis(String),
    /// It did not arrive: it is an unsent change like any other.
    DidNotArrive,
}

/// A draft in doubt, with what was sent.
struct InDoubt {
    entity_type: Arc<EntityType>,
    draft: Draft,
    lost: LostIntent,
}

/// What was sent of a draft in doubt.
pub(super) struct SentOnce {
    /// As it left.
    pub(super) sent: Draft,
    pub(super) at: Timestamp,
    /// Where it is not at the service it may be sent again: the service did not say that it was done, and nobody took it back.
    pub(super) may_repeat: bool,
}

impl InDoubt {
    /// The draft as it was when it was sent.
    fn sent(&self) -> Draft {
        Draft { fields: self.lost.fields.clone(), ..self.draft.clone() }
    }
}

impl Changes {
    /// Creates without an answer, oldest first, with what was found when they were looked for.
    ///
    /// # Errors
    /// `Store`.
    pub async fn doubts(&self) -> Result<Vec<Doubt>, DraftError> {
        let catalogue = self.mirror.catalogue();
        self.store
            .read(move |connection| {
                let mut found = Vec::new();
                for draft in draft_table::in_doubt(connection)? {
                    let Some(entity_type) = catalogue.entity_type(&draft.entity_type) else { continue };
                    found.push(doubt(connection, entity_type, draft)?);
                }
                Ok(found)
            })
            .await
    }

    /// Looks for a create without an answer again. `None` if it is no longer in doubt.
    ///
    /// # Errors
    /// `Store`, `Mirror`. What the service does not answer makes the look no whole one.
    pub async fn look_again<E: Entities>(
        &self,
        entities: &E,
        change_id: &str,
        cancel: &CancellationToken,
    ) -> Result<Option<Doubt>, SendError> {
        let Some(doubted) = self.in_doubt(change_id).await? else { return Ok(None) };
        let sent = to_send(&doubted.entity_type, &doubted.sent());
        let lost = Lost { change_id, entity_type: &doubted.entity_type, sent: &sent, at: doubted.lost.at };
        let looked = self.look(entities, &lost, cancel).await?;
        self.keep_look(change_id, looked).await?;
        let InDoubt { entity_type, draft, .. } = doubted;
        Ok(Some(self.store.read(move |connection| doubt(connection, &entity_type, draft)).await?))
    }

    /// Takes in what a person says of a create without an answer. `sent_by` is who says it.
    ///
    /// # Errors
    /// `Nothing` if it is no longer in doubt or there is no such record.
    pub async fn answer_doubt<E: Entities>(
        &self,
        entities: &E,
        change_id: &str,
        answer: DoubtAnswer,
        sent_by: impl Into<Person> + Send,
        cancel: &CancellationToken,
    ) -> Result<(), SendError> {
        let id = match answer {
            DoubtAnswer::DidNotArrive => return self.did_not_arrive(change_id, "You said that it did not arrive.").await,
            DoubtAnswer::IsThis(id) => id,
        };
        let doubted = self.in_doubt(change_id).await?.ok_or(SendError::Nothing)?;
        let (wanted, name) = (change_id.to_owned(), doubted.entity_type.name.clone());
        let (looked, held) = {
            let (mirror, id) = (self.mirror.clone(), id.clone());
            let read = self
                .store
                .read(move |connection| Ok::<_, SendError>((kept_look(connection, &wanted)?, mirror.read_record(connection, &name, &id)?)));
            read.await?
        };
        let is_it = |record: &Record| id_given(&doubted.entity_type, record).map(id_text).as_deref() == Some(id.as_str());
        let seen = looked.and_then(|(_, looked)| looked.candidates.into_iter().find(is_it)).or(held);
        let record = match seen {
            Some(record) => record,
            None => entities.get(&doubted.entity_type, &id, cancel).await.ok().flatten().ok_or(SendError::Nothing)?.record,
        };
        self.adopt(change_id, record, &sent_by.into(), "You said that it is this record.").await
    }

    /// Takes a record for the one that was sent without an answer: journal, mirror, draft and all that points at it.
    pub(super) async fn adopt(&self, change_id: &str, record: Record, sent_by: &Person, reason: &'static str) -> Result<(), SendError> {
        let doubted = self.in_doubt(change_id).await?.ok_or(SendError::Nothing)?;
        let (mirror, change_id, sent_by) = (self.mirror.clone(), change_id.to_owned(), sent_by.clone());
        self.store
            .write_together(move |transaction| {
                if !draft_table::find_change(transaction, &change_id)?.is_some_and(|draft| draft.in_doubt) {
                    return Err(SendError::Nothing);
                }
                let (sent, entity_type) = (doubted.sent(), &doubted.entity_type);
                let sending = Sending { run_id: &doubted.lost.run_id, sent_by: &sent_by };
                let number = journal::intend(transaction, &sending, &sent, &title(entity_type, &sent))?;
                let id = row_id(entity_type, &sent, &record);
                let ended = Ended::found(record.clone(), reason);
                settle(transaction, &mirror, entity_type, &sent, number, &ended)?;
                let undoable = is_undoable(entity_type, sent.kind, &sent.fields);
                let in_run = run_table::Ended {
                    entity_id: id.as_deref(),
                    reason: Some(reason),
                    number: Some(number),
                    undoable,
                    ..run_table::Ended::of(OutcomeKind::Done)
                };
                run_table::answer_unknown(transaction, &change_id, true, &in_run)?;
                forget_look(transaction, &change_id)?;
                Ok(())
            })
            .await
    }

    /// The change is an unsent one like any other.
    async fn did_not_arrive(&self, change_id: &str, reason: &'static str) -> Result<(), SendError> {
        let change_id = change_id.to_owned();
        self.store
            .write_together(move |transaction| {
                let draft = draft_table::find_change(transaction, &change_id)?.filter(|draft| draft.in_doubt).ok_or(SendError::Nothing)?;
                draft_table::keep(transaction, &Draft { in_doubt: false, ..draft })?;
                let in_run = run_table::Ended { reason: Some(reason), why: Some(reason), ..run_table::Ended::of(OutcomeKind::NotSent) };
                run_table::answer_unknown(transaction, &change_id, false, &in_run)?;
                forget_look(transaction, &change_id)?;
                Ok(())
            })
            .await
    }

    /// It was looked for and is not there: it may be sent again.
    pub(super) async fn is_not_there(&self, change_id: &str) -> Result<(), SendError> {
        let change_id = change_id.to_owned();
        self.store
            .write_together(move |transaction| {
                if let Some(draft) = draft_table::find_change(transaction, &change_id)? {
                    draft_table::keep(transaction, &Draft { in_doubt: false, ..draft })?;
                }
                Ok(forget_look(transaction, &change_id)?)
            })
            .await
    }

    /// What was sent of a draft in doubt.
    pub(super) async fn lost_of(&self, change_id: &str) -> Result<Option<SentOnce>, SendError> {
        Ok(self.in_doubt(change_id).await?.map(|doubted| SentOnce {
            sent: to_send(&doubted.entity_type, &doubted.sent()),
            at: doubted.lost.at,
            may_repeat: !doubted.lost.is_done && !doubted.draft.left_out,
        }))
    }

    async fn in_doubt(&self, change_id: &str) -> Result<Option<InDoubt>, SendError> {
        let (catalogue, change_id) = (self.mirror.catalogue(), change_id.to_owned());
        self.store
            .read(move |connection| {
                let draft = draft_table::find_change(connection, &change_id)?.filter(|draft| draft.in_doubt);
                let Some(draft) = draft else { return Ok(None) };
                let entity_type = catalogue.entity_type(&draft.entity_type).cloned().map(Arc::new);
                let lost = journal::last_lost(connection, &change_id)?;
                Ok(entity_type.zip(lost).map(|(entity_type, lost)| InDoubt { entity_type, draft, lost }))
            })
            .await
    }

    pub(super) async fn keep_look(&self, change_id: &str, looked: Looked) -> Result<(), SendError> {
        let change_id = change_id.to_owned();
        self.store
            .write_together(move |transaction| {
                let candidates = Value::Array(looked.candidates.iter().cloned().map(Value::Object).collect()).to_string();
                transaction
                    .prepare_cached(
                        "INSERT INTO doubt (change_id, looked_at_ms, is_whole, candidates) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (change_id) DO UPDATE SET looked_at_ms = ?2, is_whole = ?3, candidates = ?4",
                    )
                    .and_then(|mut statement| {
                        statement.execute(params![change_id, Timestamp::now().as_millisecond(), looked.is_whole, candidates])
                    })
                    .map_err(StoreError::from)?;
                Ok(())
            })
            .await
    }
}

pub(super) fn forget_look(transaction: &Transaction<'_>, change_id: &str) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM doubt WHERE change_id = ?1")?.execute([change_id])?;
    Ok(())
}

fn kept_look(connection: &Connection, change_id: &str) -> Result<Option<(Timestamp, Looked)>, StoreError> {
    let damaged = || StoreError::Damaged("what was found of a change".to_owned());
    let mut statement = connection.prepare_cached("SELECT looked_at_ms, is_whole, candidates FROM doubt WHERE change_id = ?1")?;
    let found: Option<(i64, bool, String)> =
        statement.query_row([change_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((at, is_whole, candidates)) = found else { return Ok(None) };
    let candidates = serde_json::from_str(&candidates).map_err(|_| damaged())?;
    let at = Timestamp::from_millisecond(at).map_err(|_| damaged())?;
    Ok(Some((at, Looked { candidates, is_whole, ..Looked::default() })))
}

fn doubt(connection: &Connection, entity_type: &EntityType, draft: Draft) -> Result<Doubt, DraftError> {
    let lost = journal::last_lost(connection, &draft.change_id)?;
    let looked = kept_look(connection, &draft.change_id)?;
    let sent = Draft { fields: lost.as_ref().map_or_else(|| draft.fields.clone(), |lost| lost.fields.clone()), ..draft };
    let outgoing = to_send(entity_type, &sent);
    let (looked_at, looked) = looked.map_or_else(|| (None, Looked::default()), |(at, looked)| (Some(at), looked));
    Ok(Doubt {
        title: title(entity_type, &sent),
        sent_at: lost.as_ref().map_or(Timestamp::UNIX_EPOCH, |lost| lost.at),
        reason: lost.and_then(|lost| lost.reason).unwrap_or_else(|| "no answer came".to_owned()),
        looked_at,
        is_whole: looked.is_whole,
        candidates: looked.candidates.iter().filter_map(|record| candidate(entity_type, &outgoing, record)).collect(),
        change_id: sent.change_id,
        entity_type: sent.entity_type,
    })
}

fn candidate(entity_type: &EntityType, sent: &Draft, record: &Record) -> Option<Candidate> {
    let like = likeness(entity_type, sent, record);
    let there = |change: &FieldChange| value_of(entity_type, record, &change.field);
    let differs = compared(entity_type, sent, record)
        .filter(|change| !super::alike::same_in(entity_type, &change.field, &there(change), &change.after))
        .map(|change| FieldChange::of(&change.field, change.after.clone(), there(change)));
    let made_by = maker(entity_type).and_then(|field| Some((field.name.clone(), field.value_in(record)?.clone())));
    Some(Candidate {
        id: id_given(entity_type, record).map(id_text)?,
        title: title_of(entity_type, record),
        same: like.same,
        of: like.of,
        made_by: made_by.filter(|(_, value)| !value.is_null()),
        made_at: made_at(entity_type, record),
        differs: differs.collect(),
    })
}
