//! A run of the sender and how each of its changes ended.

use super::draft::{Draft, DraftKind, FieldChange};
use super::new_id;
use super::person::Person;
use crate::rest::Refusal;
use jiff::Timestamp;
use std::time::Duration;

/// Where a run stands. It is kept on disk with each of its changes, so that it goes on after the app ended.
#[derive(Debug, Clone)]
pub struct Run {
    /// Made here; also in the journal.
    pub run_id: String,
    /// Where it stands.
    pub state: RunState,
    /// What must come before it goes on, where it waits.
    pub waits_for: Option<WaitsFor>,
    /// Why it waits or stopped, in plain words.
    pub waiting: Option<String>,
    /// How many of its changes ended how.
    pub counts: RunCounts,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it was finished or cancelled.
    pub ended_at: Option<Timestamp>,
    /// Changes that ended within the last minute of sending; nothing before there is something to go by.
    pub per_minute: Option<u32>,
    /// How often the service asked to slow down.
    pub slowed_times: u32,
    /// For how long in all.
    pub slowed: Duration,
    /// Who sends it; nobody before anything was sent.
    pub sent_by: Person,
    /// Who made the changes of a change file that are among them.
    pub prepared_by: Vec<String>,
}

/// How many changes of a run ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// All of them.
    pub total: u64,
    /// The service did it.
    pub done: u64,
    /// Of those done, how many can be undone.
    pub undoable: u64,
    /// The service said no.
    pub refused: u64,
    /// Somebody else changed the same.
    pub conflicts: u64,
    /// No answer came.
    pub unknown: u64,
    /// They never left this computer and will not.
    pub not_sent: u64,
}

impl RunCounts {
    /// Those whose turn has not come.
    pub fn left(&self) -> u64 {
        self.total.saturating_sub(self.done + self.refused + self.conflicts + self.unknown + self.not_sent)
    }

    pub(super) fn add(&mut self, outcome: OutcomeKind, count: u64) {
        match outcome {
            OutcomeKind::Waiting => {}
            OutcomeKind::Done => self.done += count,
            OutcomeKind::Refused => self.refused += count,
            OutcomeKind::Conflict => self.conflicts += count,
            OutcomeKind::NotSent => self.not_sent += count,
            OutcomeKind::Unknown => self.unknown += count,
        }
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Changes are being sent.
    Running,
    /// A person holds it; it goes on when they say so.
    Paused,
    /// Something holds up every change, mostly an ended sign-in; it goes on when that is over.
    Parked,
    /// Every change has an outcome.
    Finished,
    /// Stopped by a person; what was not sent waits as unsent changes.
    Cancelled,
}

impl RunState {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Parked => "parked",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Running, Self::Paused, Self::Parked, Self::Finished, Self::Cancelled].into_iter().find(|state| state.name() == name)
    }

    /// It goes on when somebody or something lets it.
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::Paused | Self::Parked)
    }
}

/// What must come before a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// A person paused it.
    Person,
    /// The same person must sign in to the same company.
    SignIn,
    /// The service asked to slow down for long.
    SlowDown,
    /// The service cannot be reached.
    Network,
    /// Coredesk ended while it ran.
    Restart,
}

impl WaitsFor {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::SignIn => "sign-in",
            Self::SlowDown => "slow-down",
            Self::Network => "network",
            Self::Restart => "restart",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Person, Self::SignIn, Self::SlowDown, Self::Network, Self::Restart].into_iter().find(|waits| waits.name() == name)
    }

    /// The same in a sentence or two.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Person => "You paused it. What was not sent waits here.",
            Self::SignIn => "Your sign-in has ended. What was not sent waits here; nothing is sent twice.",
            Self::SlowDown => "The service asked us to slow down. What was not sent waits here.",
            Self::Network => "The service cannot be reached. What was not sent waits here.",
            Self::Restart => "Coredesk ended while this was being sent. What was not sent waits here; nothing is sent twice.",
        }
    }
}

/// Of a run that stopped because this computer could not keep what became of its changes.
pub(crate) const NOT_KEPT: &str = "What becomes of changes could not be kept on this computer, so nothing more is sent. Make sure that the disk \
     has room and start Coredesk again. What was not sent waits here; nothing is sent twice.";

/// How one change ended.
#[derive(Debug, Clone)]
pub struct RunOutcome {
    /// The change.
    pub change_id: String,
    /// Its place in the order of sending, counted from 0.
    pub place: u64,
    /// The entity type's name.
    pub entity_type: String,
    /// The record's id; the service's own once it was created.
    pub id: String,
    /// What names the record to a person.
    pub title: String,
    /// More words to tell it from others; may be empty.
    pub subtitle: String,
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
    /// What was reviewed; nothing else is sent. Left out of what is told while the run goes on.
    pub reviewed: Vec<FieldChange>,
    /// Its place in the journal, once it was about to be sent.
    pub number: Option<u64>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// From asking the service to its last answer.
    pub took: Option<Duration>,
}

/// Whether `draft` is still what was reviewed. The id that a new record was given meanwhile is no change.
pub(super) fn is_of(kind: DraftKind, reviewed: &[FieldChange], draft: &Draft) -> bool {
    let unchanged = |(reviewed, now): (&FieldChange, &FieldChange)| new_id::is_of(reviewed, now);
    kind == draft.kind && reviewed.len() == draft.fields.len() && reviewed.iter().zip(&draft.fields).all(unchanged)
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
