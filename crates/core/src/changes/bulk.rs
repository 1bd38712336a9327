//! One field of many records at once. An unsent edit counts before what the copy holds, and a record that was never sent is
//! one like any other.

use super::Changes;
use super::bulk_operation::{BulkOperation, LeftReason, Made, Operation};
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::draft_table;
use super::drafts::{begin, lay, may_edit, read_text};
use super::one_member::one_member;
use super::review::title;
use super::step::StepKind;
use super::value::ValueProblem;
use crate::mirror::Mirror;
use crate::store::StoreError;
use coredesk_catalogue::{EntityType, Field, FieldOrigin};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::HashSet;

/// Records that one bulk edit changes at most.
pub(super) const CHANGED_AT_MOST: usize = 100_000;
/// Records that a preview shows.
const SAMPLES: usize = 5;

const MARKED: LeftReason = LeftReason { one: "is marked for deletion", many: "are marked for deletion" };
const SET_ONCE: LeftReason = LeftReason {
    one: "exists already, and this is set only when a record is created",
    many: "exist already, and this is set only when a record is created",
};
const NOT_CHANGED: LeftReason = LeftReason {
    one: "exists already, and the service changes no such record",
    many: "exist already, and the service changes no such records",
};

/// What is done to one field of many records.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkEdit {
    /// The field's name.
    pub field: String,
    /// What is done to it.
    pub operation: BulkOperation,
}

/// What a bulk edit did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkDone {
    /// Records that it was to be done to.
    pub rows: usize,
    /// Records that changed.
    pub changed: usize,
    /// Records that were so already.
    pub unchanged: usize,
    /// Of those that changed, those that the service does not take as they are.
    pub faulty: usize,
    /// Why others stay as they are, with how many they are; most first.
    pub left: Vec<(LeftReason, usize)>,
}

/// What a bulk edit would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BulkPreview {
    /// How many records it would change.
    pub done: BulkDone,
    /// The first few that would change.
    pub samples: Vec<BulkSample>,
}

/// A record that a bulk edit would change.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkSample {
    /// The record's id.
    pub id: String,
    /// What names it to a person.
    pub title: String,
    /// What a person sees there now, what would be there, and why the service does not take that.
    pub change: FieldChange,
}

impl Changes {
    /// What a bulk edit would do to the records `ids`. Nothing is kept. Once `is_over` says so, it ends with `Store`.
    ///
    /// # Errors
    /// As [`Changes::bulk_edit`].
    pub async fn preview_bulk_edit(
        &self,
        entity_type: &str,
        edit: BulkEdit,
        ids: Vec<String>,
        is_over: impl Fn() -> bool + Send + 'static,
    ) -> Result<BulkPreview, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let mirror = self.mirror.clone();
        self.store
            .read_until(is_over, move |connection| {
                let field = edit.field.clone();
                let mut samples = Vec::new();
                let go_on = || Ok(());
                let done = Going::of(&mirror, &entity_type, edit)?.go(connection, ids, go_on, |found| {
                    if samples.len() < SAMPLES {
                        samples.push(found.sample(&entity_type, &field)?);
                    }
                    Ok(())
                })?;
                Ok(BulkPreview { done, samples })
            })
            .await
    }

    /// Changes one field of the records `ids`, as one step. What cannot be sent is kept all the same, with its problem.
    ///
    /// # Errors
    /// `UnknownName`, `ReadOnly`, `NotForField`, `Operand`; `TooManyAtOnce` if more than 100,000 would change; `Stopped`. Then nothing
    /// is kept.
    pub async fn bulk_edit(&self, entity_type: &str, edit: BulkEdit, ids: Vec<String>) -> Result<BulkDone, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let mirror = self.mirror.clone();
        self.in_step(StepKind::BulkEdit, Some(edit.field.clone()), move |step| {
            let going = Going::of(&mirror, &entity_type, edit)?;
            let counted = step.through(ids.len());
            let next = || counted.next();
            going.go(step, ids, next, |found| {
                let Found { id, draft, text, held, after, .. } = found;
                let is_there = draft.is_some();
                let mut draft = draft.unwrap_or_else(|| begin(&entity_type, id, DraftKind::Edit));
                lay(&mut draft, going.field, after, || held);
                match text {
                    Some(text) if !is_there => Ok(step.begin(&draft, &text)?),
                    _ => Ok(step.keep(&draft)?),
                }
            })
        })
        .await
    }
}

/// A bulk edit on its way through the records.
struct Going<'e> {
    mirror: &'e Mirror,
    entity_type: &'e EntityType,
    field: &'e Field,
    operation: Operation<'e>,
}

/// A record that changes.
struct Found {
    id: String,
    /// Without the record that it began with.
    draft: Option<Draft>,
    /// The record in the copy.
    text: Option<String>,
    /// What the copy holds, or what a new record begins with.
    held: Value,
    /// What a person sees.
    seen: Value,
    after: Value,
    problem: Option<ValueProblem>,
}

impl<'e> Going<'e> {
    fn of(mirror: &'e Mirror, entity_type: &'e EntityType, edit: BulkEdit) -> Result<Self, DraftError> {
        let field = entity_type.field(&edit.field).ok_or_else(|| DraftError::UnknownName(edit.field.clone()))?;
        if !field.is_editable() {
            return Err(DraftError::ReadOnly { field: edit.field });
        }
        Ok(Self { mirror, entity_type, field, operation: Operation::new(field, edit.operation)? })
    }

    /// Goes through the records `ids`, asks before each whether to go on, and hands on each that changes.
    fn go(
        &self,
        connection: &Connection,
        mut ids: Vec<String>,
        mut next: impl FnMut() -> Result<(), DraftError>,
        mut change: impl FnMut(Found) -> Result<(), DraftError>,
    ) -> Result<BulkDone, DraftError> {
        // Named twice, a record changes once.
        let mut named = HashSet::with_capacity(ids.len());
        ids.retain(|id| named.insert(id.clone()));
        let drafted = draft_table::ids_of(connection, &self.entity_type.name)?;
        let mut done = BulkDone { rows: ids.len(), ..BulkDone::default() };
        for id in ids {
            next()?;
            let draft = match drafted.contains(&id) {
                true => draft_table::find_changes(connection, &self.entity_type.name, &id)?,
                false => None,
            };
            match self.look(connection, id, draft)? {
                Looked::Left(reason) => match done.left.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, count)) => *count += 1,
                    None => done.left.push((reason, 1)),
                },
                Looked::Same => done.unchanged += 1,
                Looked::Changes(found) => {
                    if done.changed >= CHANGED_AT_MOST {
                        return Err(DraftError::TooManyAtOnce { limit: CHANGED_AT_MOST });
                    }
                    done.changed += 1;
                    done.faulty += usize::from(found.problem.is_some());
                    change(*found)?;
                }
            }
        }
        done.left.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(done)
    }

    fn look(&self, connection: &Connection, id: String, draft: Option<Draft>) -> Result<Looked, DraftError> {
        if draft.as_ref().is_some_and(|draft| draft.kind == DraftKind::Delete) {
            return Ok(Looked::Left(MARKED));
        }
        match may_edit(self.entity_type, self.field, &id) {
            Err(DraftError::SetOnce { .. }) => return Ok(Looked::Left(SET_ONCE)),
            Err(DraftError::NotOffered { .. }) => return Ok(Looked::Left(NOT_CHANGED)),
            may => may?,
        }
        let text = self.mirror.record_text(connection, &self.entity_type.name, &id)?;
        let held = match (&text, &draft) {
            (Some(text), _) => self.held(text)?,
            (None, Some(draft)) if draft.kind == DraftKind::Create => self.field.default.clone(),
            (None, Some(_)) => self.held_at_first(connection, &id)?,
            (None, None) => return Ok(Looked::Left(LeftReason::GONE)),
        };
        let held = held.unwrap_or(Value::Null);
        let changed = draft.as_ref().and_then(|draft| draft.fields.iter().find(|change| change.field == self.field.name));
        let seen = changed.map_or_else(|| held.clone(), |change| change.after.clone());
        Ok(match self.operation.apply(&seen) {
            Made::Same => Looked::Same,
            Made::Left(reason) => Looked::Left(reason),
            Made::New(after, problem) => Looked::Changes(Box::new(Found { id, draft, text, held, seen, after, problem })),
        })
    }

    fn held(&self, text: &str) -> Result<Option<Value>, StoreError> {
        match &self.field.origin {
            FieldOrigin::Described | FieldOrigin::Learnt => Ok(one_member(text, &self.field.name)),
            FieldOrigin::Custom(_) => Ok(self.field.value_in(&read_text(text)?).cloned()),
        }
    }

    /// What was there when the record was first touched, of one that went from the copy since.
    fn held_at_first(&self, connection: &Connection, id: &str) -> Result<Option<Value>, StoreError> {
        let draft = draft_table::find(connection, &self.entity_type.name, id)?;
        Ok(draft.and_then(|draft| self.field.value_in(&draft.base?).cloned()))
    }
}

enum Looked {
    Left(LeftReason),
    Same,
    Changes(Box<Found>),
}

impl Found {
    fn sample(self, entity_type: &EntityType, field: &str) -> Result<BulkSample, DraftError> {
        let base = self.text.as_deref().map(read_text).transpose()?;
        let draft = self.draft.unwrap_or_else(|| begin(entity_type, self.id.clone(), DraftKind::Edit));
        let change = FieldChange { problem: self.problem, ..FieldChange::of(field, self.seen, self.after) };
        Ok(BulkSample { title: title(entity_type, &Draft { base, ..draft }), id: self.id, change })
    }
}
