//! Drafts, checks, review, the sender, the journal: the only road by which anything is written to a service.

mod action;
mod alike;
mod check;
mod delete_order;
mod dependants;
mod draft;
mod draft_table;
mod drafts;
mod duplicate;
mod exchange;
mod journal;
mod laid;
mod new_id;
mod notes;
mod order;
mod outgoing;
mod review;
mod run;
mod said;
mod sender;
mod settle;
mod span;
mod step;
mod undoable;
mod value;
mod visible;
mod whole;
mod words;

use crate::mirror::Mirror;
use crate::store::{Migration, Store};
pub use action::{Act, Acted, ActionWord, NotMarked};
pub(crate) use alike::alike;
use coredesk_catalogue::{EntityType, Service};
pub use dependants::{DeleteStep, Dependant, DependantGroup, Dependants};
pub use draft::{Draft, DraftError, DraftKind, FieldChange, FieldEdit};
pub use duplicate::Duplicated;
pub(crate) use journal::hexadecimal;
pub use journal::{
    JournalCount, JournalDamage, JournalEntry, JournalHead, JournalProof, JournalQuery, WriteResult, WrittenEntry, WrittenRun,
};
pub use notes::{Note, NoteEvent};
pub(crate) use outgoing::with_edits;
pub use review::{Forecast, Problem, Review, ReviewedChange};
pub use run::{OutcomeKind, Run, RunOutcome, RunState};
pub use said::Said;
pub use sender::SendError;
use std::sync::Arc;
pub use step::{DraftStep, DraftSteps, MovedStep, StepKind};
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
    Migration { form: 10, sql: include_str!("journal/tables.sql") },
];

/// The unsent changes and the journal of one connection, shared by cloning.
#[derive(Clone)]
pub struct Changes {
    store: Store,
    service: Arc<Service>,
    mirror: Mirror,
}

impl Changes {
    /// Over a store that was opened with [`MIGRATIONS`] and the mirror in the same store.
    pub fn new(store: Store, service: Arc<Service>, mirror: Mirror) -> Self {
        Self { store, service, mirror }
    }

    /// As it is known now.
    fn entity_type(&self, name: &str) -> Result<EntityType, DraftError> {
        self.mirror.entity_type(name).ok_or_else(|| DraftError::UnknownName(name.to_owned()))
    }
}
