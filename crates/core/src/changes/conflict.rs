//! Three sides of a record: as a person found it, as they want it, and as somebody else made it since.

use super::alike::same_in;
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::exchange::{is_stamp, loses_with_others};
use super::step::StepKind;
use super::{Changes, draft_table};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldOrigin};
use serde_json::Value;

/// What both sides made of a record since it was first touched.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The record as the copy has it now; nothing where only single fields of it are known.
    pub record: Option<Record>,
    /// The fields that one of the two changed; those that both changed first.
    pub fields: Vec<ConflictField>,
}

/// A field that one side changed, with the values of all three in the service's own form.
#[derive(Debug, Clone, PartialEq)]
pub struct ConflictField {
    /// The field's name.
    pub field: String,
    /// As the person found it.
    pub then: Value,
    /// As they want it.
    pub mine: Value,
    /// As the service has it.
    pub theirs: Value,
    /// The person changed it.
    pub changed_by_me: bool,
    /// It was changed at the service.
    pub changed_there: bool,
    /// Both changed it, and nobody chose yet.
    pub is_open: bool,
}

/// One of the two who changed a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The person here.
    Mine,
    /// Somebody else.
    Theirs,
}

impl Conflict {
    /// Somebody is to choose.
    pub fn is_open(&self) -> bool {
        self.fields.iter().any(|field| field.is_open)
    }

    /// What `record`, as the copy has it now, and `draft` made of the record that the person found. `None` if nothing was
    /// changed there.
    pub(super) fn of(entity_type: &EntityType, draft: &Draft, record: Option<&Record>) -> Option<Self> {
        let mut fields = match draft.kind {
            DraftKind::Create => return None,
            DraftKind::Edit => changed_by_either(entity_type, draft, record),
            DraftKind::Delete => changed_since_marked(entity_type, draft, record),
        };
        fields.sort_by_key(|field| !(field.changed_by_me && field.changed_there));
        fields.iter().any(|field| field.changed_there).then(|| Self { record: record.cloned(), fields })
    }
}

/// What the service has where both changed the same and nobody chose yet: as the copy has it, else as it was found when the
/// change was to be sent.
pub(super) fn theirs(entity_type: &EntityType, change: &FieldChange, record: Option<&Record>) -> Option<Value> {
    if change.action.is_some() {
        return None;
    }
    let is_other = |value: &Value| [&change.before, &change.after].iter().all(|known| !same_in(entity_type, &change.field, known, value));
    let held = record.and_then(|record| entity_type.field(&change.field)?.value_in(record));
    held.filter(|value| is_other(value)).or(change.theirs.as_ref()).cloned()
}

fn changed_by_either(entity_type: &EntityType, draft: &Draft, record: Option<&Record>) -> Vec<ConflictField> {
    let mut fields = Vec::new();
    for change in draft.fields.iter().filter(|change| change.action.is_none()) {
        let Some(field) = entity_type.field(&change.field) else { continue };
        let then = draft.base.as_ref().and_then(|base| field.value_in(base)).unwrap_or(&change.before);
        let open = theirs(entity_type, change, record);
        let held = open.as_ref().or_else(|| field.value_in(record?)).unwrap_or(then);
        // What both made the same of is no question.
        let changed_there = !same_in(entity_type, &field.name, then, held) && !same_in(entity_type, &field.name, &change.after, held);
        fields.push(ConflictField {
            field: field.name.clone(),
            then: then.clone(),
            mine: change.after.clone(),
            theirs: held.clone(),
            changed_by_me: true,
            changed_there: changed_there || open.is_some(),
            is_open: open.is_some(),
        });
    }
    let touched = |field: &&Field| draft.fields.iter().any(|change| change.field == field.name);
    let others = changed_there(entity_type, draft, record).filter(|(field, ..)| !touched(field));
    fields.extend(others.map(|(field, then, held)| of_theirs(field, then, held, false)));
    fields
}

/// A time of change alone is no change.
fn changed_since_marked(entity_type: &EntityType, draft: &Draft, record: Option<&Record>) -> Vec<ConflictField> {
    let described = |field: &Field| field.origin == FieldOrigin::Described;
    let others: Vec<_> = changed_there(entity_type, draft, record).filter(|(field, ..)| described(field)).collect();
    others.into_iter().map(|(field, then, held)| of_theirs(field, then, held, true)).collect()
}

/// The fields that people set and that are others in `record` than when the person found it. A list leaves out what the
/// record itself has: what is in one of the two alone is not known to differ.
fn changed_there<'a>(
    entity_type: &'a EntityType,
    draft: &'a Draft,
    record: Option<&'a Record>,
) -> impl Iterator<Item = (&'a Field, &'a Value, &'a Value)> {
    let counts = |field: &&Field| field.is_editable() && !loses_with_others(field) && !field.tells_last_change() && !is_stamp(field);
    entity_type.fields.iter().filter(counts).filter_map(move |field| {
        let (then, held) = (field.value_in(draft.base.as_ref()?)?, field.value_in(record?)?);
        (!same_in(entity_type, &field.name, then, held)).then_some((field, then, held))
    })
}

fn of_theirs(field: &Field, then: &Value, theirs: &Value, is_open: bool) -> ConflictField {
    ConflictField {
        field: field.name.clone(),
        then: then.clone(),
        mine: then.clone(),
        theirs: theirs.clone(),
        changed_by_me: false,
        changed_there: true,
        is_open,
    }
}

impl Changes {
    /// Chooses one side of all fields that both changed: mine is sent over what the service was seen to have, theirs stays and
    /// the change of that field is dropped. Of a record that is to be deleted, mine deletes it as it is now, and theirs takes the
    /// mark back. Answers the entity type; `None` if there is no such change.
    ///
    /// # Errors
    /// `Mirror`, `Store`.
    pub async fn settle_conflict(&self, change_id: &str, side: Side) -> Result<Option<String>, DraftError> {
        let (mirror, change_id) = (self.mirror.clone(), change_id.to_owned());
        self.in_step(StepKind::Settle, None, move |step| {
            let Some(mut draft) = draft_table::find_change(step, &change_id)? else { return Ok(None) };
            let Some(entity_type) = mirror.entity_type(&draft.entity_type) else { return Ok(None) };
            let record = mirror.read_record(step, &draft.entity_type, &draft.entity_id)?;
            match (draft.kind, side) {
                (DraftKind::Create, _) => {}
                (DraftKind::Delete, Side::Mine) => draft.base = record.or(draft.base),
                (DraftKind::Delete, Side::Theirs) => draft.kind = DraftKind::Edit,
                (DraftKind::Edit, Side::Mine) => {
                    draft.fields.iter_mut().for_each(|change| stand_over(&entity_type, change, record.as_ref()));
                }
                (DraftKind::Edit, Side::Theirs) => {
                    draft.fields.retain(|change| theirs(&entity_type, change, record.as_ref()).is_none());
                }
            }
            step.keep(&draft)?;
            Ok(Some(draft.entity_type))
        })
        .await
    }
}

/// Lets `change` stand over what the service was seen to have.
pub(super) fn stand_over(entity_type: &EntityType, change: &mut FieldChange, record: Option<&Record>) {
    if let Some(theirs) = theirs(entity_type, change, record) {
        change.theirs = None;
        change.before = theirs;
    }
}
