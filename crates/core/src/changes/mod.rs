//! Drafts, checks, review, the sender, the journal: the only road by which anything is written to a service.

mod action;
mod alike;
mod bulk;
mod bulk_operation;
mod change_file;
mod check;
mod check_again;
mod conflict;
mod delete_check;
mod delete_order;
mod dependants;
mod doubts;
mod draft;
mod draft_table;
mod drafts;
mod duplicate;
mod exchange;
mod failures;
mod file_origin;
mod journal;
mod kept_runs;
mod laid;
mod live_check;
mod lookup;
mod named;
mod natural_key;
mod new_id;
mod notes;
mod one_member;
mod order;
mod outgoing;
mod person;
mod review;
mod review_table;
mod run;
mod run_parts;
mod run_table;
mod said;
mod send_one;
mod sender;
mod settle;
mod span;
mod step;
mod stopping;
mod under_way;
mod undo;
mod undoable;
mod value;
mod visible;
mod whole;
mod why;
mod words;

use crate::mirror::Mirror;
use crate::store::{Migration, Store};
pub use action::{Act, Acted, ActionWord, NotMarked};
pub(crate) use alike::alike;
pub use bulk::{BulkDone, BulkEdit, BulkPreview, BulkSample};
pub use bulk_operation::{BulkOperation, LeftReason};
pub use change_file::{ChangeFileError, OpenedChangeFile};
pub(crate) use change_file::{FILE_AT_MOST, file_name};
pub use check::Finding;
pub use check_again::CheckStep;
pub use conflict::{Conflict, ConflictField, Side};
use coredesk_catalogue::{EntityType, Service};
pub use delete_check::{DeleteCheck, KeptRows};
pub use dependants::{DeleteStep, Dependant, DependantGroup, Dependants};
pub use doubts::{Candidate, Doubt, DoubtAnswer};
pub use draft::{Draft, DraftError, DraftKind, FieldChange, FieldEdit};
pub use duplicate::Duplicated;
pub use failures::Failures;
pub use file_origin::FileOrigin;
pub(crate) use file_origin::api_address;
pub use journal::{
    JournalCount, JournalDamage, JournalEntry, JournalHead, JournalProof, JournalQuery, WriteResult, WrittenEntry, WrittenRun,
};
pub use live_check::LiveCheck;
pub(crate) use named::name_in;
pub use notes::{Note, NoteEvent};
pub(crate) use outgoing::with_edits;
pub use person::Person;
pub use review::{Forecast, Problem, Review, ReviewedChange};
pub use review_table::{Chosen, LookedAt, ReviewCounts, ReviewGroup, ReviewSummary, ReviewedDraft, Shown};
pub(crate) use run::NOT_KEPT;
pub use run::{OutcomeKind, Run, RunCounts, RunOutcome, RunState, WaitsFor};
pub use run_parts::RunPart;
pub use run_table::RunShow;
pub use said::Said;
pub use sender::{Progress, SendError};
use std::sync::{Arc, Mutex};
use std::time::Duration;
pub use step::{DraftStep, DraftSteps, MovedStep, StepKind};
pub use stopping::{Stop, Stopping};
pub use under_way::StepUnderWay;
pub use undo::{ChangedSince, NotUndone, NotUndoneReason, UndoWhat, Undoing};
pub use undoable::{NotUndoable, not_undoable};
pub use value::ValueProblem;

/// The tables of a connection's drafts and journal, and of the lists that a person keeps. The mirror makes its own in the same file, so that an outcome
/// reaches both in one transaction.
pub const MIGRATIONS: &[Migration] = &[
    Migration { form: 1, sql: include_str!("tables.sql") },
    Migration { form: 2, sql: "CREATE INDEX journal_change ON journal (change_id);" },
    Migration { form: 3, sql: "CREATE TABLE action_word (action TEXT PRIMARY KEY, word TEXT NOT NULL) STRICT;" },
    Migration {
        form: 4,
        sql: "CREATE TABLE note (
            number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, former_base_url TEXT NOT NULL, base_url TEXT NOT NULL
        ) STRICT;",
    },
    Migration { form: 5, sql: "ALTER TABLE draft ADD COLUMN said TEXT;" },
    Migration { form: 6, sql: "ALTER TABLE note ADD COLUMN plural TEXT; ALTER TABLE note ADD COLUMN operation TEXT;" },
    // Lists as a person keeps them; the settings are JSON with the number of its form.
    Migration {
        form: 7,
        sql: "
        CREATE TABLE saved_view (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, entity_type TEXT NOT NULL, name TEXT NOT NULL,
            pinned INTEGER NOT NULL DEFAULT 0, settings TEXT NOT NULL
        ) STRICT;
        CREATE TABLE all_rows (entity_type TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT;
    ",
    },
    Migration { form: 8, sql: include_str!("steps.sql") },
    Migration { form: 9, sql: include_str!("runs.sql") },
    Migration { form: 10, sql: include_str!("journal/tables.sql") },
    Migration { form: 11, sql: include_str!("review.sql") },
];

/// What was sent may still be on its way for so long; a gateway that gave up rarely leaves it to be done later.
const SECOND_LOOK_AFTER: Duration = Duration::from_secs(20);

/// The unsent changes and the journal of one connection, shared by cloning.
#[derive(Clone)]
pub struct Changes {
    store: Store,
    service: Arc<Service>,
    mirror: Mirror,
    second_look_after: Duration,
    /// How many writes of the journal were asked for last.
    counted: Arc<Mutex<Option<journal::Counted>>>,
    making: under_way::Making,
}

impl Changes {
    /// Over a store that was opened with [`MIGRATIONS`] and the mirror in the same store.
    pub fn new(store: Store, service: Arc<Service>, mirror: Mirror) -> Self {
        Self { store, service, mirror, second_look_after: SECOND_LOOK_AFTER, counted: Arc::default(), making: under_way::Making::default() }
    }

    /// The same with another time between the two looks for a create without an answer.
    #[must_use]
    pub fn with_second_look_after(self, second_look_after: Duration) -> Self {
        Self { second_look_after, ..self }
    }

    /// As it is known now.
    fn entity_type(&self, name: &str) -> Result<EntityType, DraftError> {
        self.mirror.entity_type(name).ok_or_else(|| DraftError::UnknownName(name.to_owned()))
    }
}
