//! A run of the sender and how each of its changes ended.

use super::draft::{Draft, DraftKind, FieldChange};
use super::new_id;
use crate::rest::Refusal;
use std::sync::Arc;

/// Some changes, sent one after the other.
#[derive(Debug, Clone)]
pub struct Run {
    /// Made here; also in the journal.
    pub run_id: String,
    /// Where it stands.
    pub state: RunState,
    /// One for each change, in the order of sending.
    pub outcomes: Vec<RunOutcome>,
    /// Why it waits or stopped, in plain words.
    pub waiting: Option<String>,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Changes are being sent.
    Running,
    /// Something holds up every change, mostly an ended sign-in; what was not sent waits as unsent changes.
    Parked,
    /// Every change has an outcome.
    Finished,
    /// Stopped by a person; what was not sent waits as unsent changes.
    Cancelled,
}

/// How one change ended.
#[derive(Debug, Clone)]
pub struct RunOutcome {
    /// The change.
    pub change_id: String,
    /// The entity type's name.
    pub entity_type: String,
    /// The record's id; the service's own once it was created.
    pub id: String,
    /// What names the record to a person.
    pub title: String,
    /// What was to happen.
    pub kind: DraftKind,
    /// How it ended.
    pub outcome: OutcomeKind,
    /// The HTTP status, if there was one.
    pub status: Option<u16>,
    /// The service's no.
    pub refusal: Option<Refusal>,
    /// What is known where there was no answer, in plain words.
    pub reason: Option<String>,
    /// It was not sent for what it is, so that sending it again as it is ends in the same way.
    pub held_back: bool,
    /// What was reviewed; nothing else is sent. Shared, since a run is told many times and a list may be long.
    pub(super) reviewed: Arc<[FieldChange]>,
}

impl RunOutcome {
    /// Whether `draft` is still what was reviewed. The id that a new record was given meanwhile is no change.
    pub(super) fn is_of(&self, draft: &Draft) -> bool {
        let unchanged = |(reviewed, now): (&FieldChange, &FieldChange)| new_id::is_of(reviewed, now);
        self.kind == draft.kind && self.reviewed.len() == draft.fields.len() && self.reviewed.iter().zip(&draft.fields).all(unchanged)
    }
}

/// The five ways in which a write ends, and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeKind {
    /// Its turn has not come.
    Waiting,
    /// The service did it.
    Done,
    /// The service said no.
    Refused,
    /// Somebody else changed the same since.
    Conflict,
    /// It never left this computer.
    NotSent,
    /// No answer came.
    Unknown,
}

impl OutcomeKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::NotSent => "not sent",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Done, Self::Refused, Self::Conflict, Self::NotSent, Self::Unknown]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
