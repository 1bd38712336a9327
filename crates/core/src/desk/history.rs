//! How a record came to be as it is: the unsent change, what this computer sent, and what was seen changed elsewhere.

use super::runs::ChangedCell;
use super::{Desk, DeskError, OpenConnection};
use crate::changes::{DraftKind, FieldChange, JournalEntry, OutcomeKind, alike};
use crate::mirror::{Difference, FormerState, as_kept};
use coredesk_catalogue::{EntityType, referenced_id};
use jiff::Timestamp;
use serde_json::Value;

/// What is known of how a record came to be as it is.
#[derive(Debug, Clone)]
pub struct History {
    /// Newest first.
    pub steps: Vec<HistoryStep>,
    /// When states of it that differ were read, oldest first.
    pub copies: Vec<Timestamp>,
}

/// A step of a record's history.
#[derive(Debug, Clone)]
pub struct HistoryStep {
    /// When it was made, sent or seen.
    pub at: Timestamp,
    /// Who made it.
    pub by: HistoryBy,
    /// What it changed.
    pub changes: Vec<ChangedCell>,
}

/// Who made a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryBy {
    /// A person here; it was not sent.
    Unsent,
    /// A person here; it was sent.
    Sent {
        /// Its number in the journal.
        number: u64,
        /// Who was signed in.
        person: String,
        /// How it ended.
        outcome: OutcomeKind,
        /// What was to happen.
        change: DraftKind,
    },
    /// Somebody else, or this person in another program.
    Elsewhere {
        /// Who, where the service says so.
        person: Option<String>,
    },
}

impl Desk {
    /// What is known of how a record came to be as it is. Nothing is asked of the service.
    ///
    /// # Errors
    /// `UnknownName`; `Mirror`, `Draft`.
    pub async fn history(&self, connection_id: &str, entity_type: &str, id: &str) -> Result<History, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.spelled_type(entity_type).await?;
        let journal = connection.changes.journal_of(&entity_type.name, id).await?;
        let states = connection.mirror.former_states(&entity_type.name, id).await?;
        let copies = states.iter().map(|state| state.at).collect();
        let mut steps = Vec::new();
        for (state, changes) in seen_elsewhere(&entity_type, states, &journal) {
            let changes = connection.changed_cells(&entity_type, &changes).await?;
            let person = connection.person(&entity_type, state.changed_by.as_ref()).await?;
            steps.push(HistoryStep { at: state.at, by: HistoryBy::Elsewhere { person }, changes });
        }
        for entry in journal {
            let changes = connection.changed_cells(&entity_type, &entry.fields).await?;
            let by = HistoryBy::Sent { number: entry.number, person: entry.sent_by, outcome: entry.outcome, change: entry.kind };
            steps.push(HistoryStep { at: entry.at, by, changes });
        }
        steps.sort_by_key(|step| std::cmp::Reverse(step.at));
        if let Some(draft) = connection.changes.draft(&entity_type.name, id).await? {
            let changes = connection.changed_cells(&entity_type, &draft.fields).await?;
            let at = Timestamp::from_second(draft.made_at).unwrap_or_default();
            steps.insert(0, HistoryStep { at, by: HistoryBy::Unsent, changes });
        }
        Ok(History { steps, copies })
    }
}

impl OpenConnection {
    /// The name of who changed a record last; none where only an id is known.
    pub(super) async fn person(&self, entity_type: &EntityType, changed_by: Option<&Value>) -> Result<Option<String>, DeskError> {
        let (Some(field), Some(value)) = (entity_type.changed_by(), changed_by) else { return Ok(None) };
        match field.reference() {
            Some(reference) => match referenced_id(value) {
                Some(id) => Ok(self.mirror.label(&reference.entity_types, &id).await?),
                None => Ok(None),
            },
            None if field.kind.is_text() => Ok(value.as_str().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)),
            None => Ok(None),
        }
    }
}

/// What was seen changed and was not sent from here.
fn seen_elsewhere(entity_type: &EntityType, states: Vec<FormerState>, journal: &[JournalEntry]) -> Vec<(FormerState, Vec<FieldChange>)> {
    let mut former: Vec<FormerState> = Vec::new();
    let mut steps = Vec::new();
    for state in states {
        let (mut changes, mut is_own) = (Vec::new(), false);
        for difference in &state.differences {
            let sent = sent_before(journal, &former, &state, &difference.field);
            let field = entity_type.field(&difference.field);
            let Difference { field: name, before, after } = difference;
            match sent {
                Some((_, sent)) if state.answered || alike(field, &sent.after, after) || as_kept(&sent.after) == *after => is_own = true,
                // Between the two states it was what was sent from here.
                Some((OutcomeKind::Done, sent)) => changes.push(FieldChange::of(name, sent.after.clone(), after.clone())),
                _ if alike(field, before, after) => {}
                _ => changes.push(FieldChange::of(name, before.clone(), after.clone())),
            }
        }
        // What the service computes after a change of ours is no change of somebody else.
        let is_computed = |change: &FieldChange| entity_type.field(&change.field).is_none_or(|field| field.read_only);
        if !changes.is_empty() && !((is_own || state.answered) && changes.iter().all(is_computed)) {
            steps.push((state.clone(), changes));
        }
        former.push(state);
    }
    steps
}

/// The newest change of a field that was sent from here and may have arrived, if no state between it and this one tells of
/// the field.
fn sent_before<'j>(
    journal: &'j [JournalEntry],
    former: &[FormerState],
    state: &FormerState,
    field: &str,
) -> Option<(OutcomeKind, &'j FieldChange)> {
    let tells = |state: &&FormerState| state.differences.iter().any(|difference| difference.field == field);
    let since = former.iter().rfind(tells).map_or(Timestamp::MIN, |former| former.at);
    let arrived = |entry: &&JournalEntry| {
        matches!(entry.outcome, OutcomeKind::Done | OutcomeKind::Unknown) && entry.at > since && entry.at <= state.at
    };
    journal.iter().filter(arrived).find_map(|entry| {
        let change = entry.fields.iter().find(|change| change.field == field)?;
        Some((entry.outcome, change))
    })
}
