//! What an outcome changes on this computer: journal, mirror and drafts together, or none of them.

use super::alike::same_in;
use super::draft::{Draft, DraftKind, FieldChange};
use super::draft_table;
use super::drafts::begin;
use super::exchange::{Ended, changed_there};
use super::journal::{self, Ending};
use super::laid::value_of;
use super::new_id;
use super::review::changed_record;
use super::run::OutcomeKind;
use super::said::Said;
use super::sender::SendError;
use crate::Record;
use crate::mirror::{Mirror, MirrorError};
use crate::store::StoreError;
use coredesk_catalogue::{EntityType, referenced_id};
use rusqlite::Transaction;
use serde_json::Value;

/// Keeps how `sent` ended. What the person did to the draft while it was on its way stays a draft.
pub(super) fn settle(
    transaction: &Transaction<'_>,
    mirror: &Mirror,
    entity_type: &EntityType,
    sent: &Draft,
    intent: i64,
    ended: &Ended,
) -> Result<(), SendError> {
    let given = ended.record.as_ref().and_then(|record| id_given(entity_type, record));
    let row_id = ended.record.as_ref().and_then(|record| row_id(entity_type, sent, record));
    let id = row_id.clone().unwrap_or_else(|| sent.entity_id.clone());
    let ending = Ending {
        outcome: ended.outcome,
        entity_id: &id,
        status: ended.status,
        refusal: ended.refusal.as_ref(),
        reason: ended.reason.as_deref(),
        request_id: ended.request_id.as_deref().or_else(|| ended.refusal.as_ref()?.request_id.as_deref()),
    };
    journal::end(transaction, mirror, intent, &ending)?;
    let now = draft_table::find_change(transaction, &sent.change_id)?;
    match ended.outcome {
        OutcomeKind::Done => {
            draft_table::remove(transaction, &sent.change_id)?;
            if sent.kind == DraftKind::Delete {
                mirror.remove_record(transaction, &entity_type.name, &sent.entity_id)?;
            } else {
                keep_what_came_since(transaction, entity_type, sent, now, &id, ended.record.as_ref())?;
            }
        }
        OutcomeKind::Unknown => put_in_doubt(transaction, now.unwrap_or_else(|| sent.clone()))?,
        OutcomeKind::Conflict => {
            if let (Some(now), Some(record)) = (&now, &ended.record) {
                keep_theirs(transaction, entity_type, now.clone(), record)?;
            } else {
                keep_words(transaction, now, ended)?;
            }
        }
        OutcomeKind::Refused => keep_words(transaction, now, ended)?,
        OutcomeKind::Waiting | OutcomeKind::NotSent => {}
    }
    // The next sync brings what the answer did not name.
    match (&ended.record, &row_id) {
        (Some(record), Some(row_id)) if entity_type.is_nested() => {
            mirror.put_record_as(transaction, &entity_type.name, row_id, record)?;
        }
        (Some(record), _) if !entity_type.is_nested() => match mirror.put_record(transaction, &entity_type.name, record) {
            Err(MirrorError::WithoutId) => {}
            put => put?,
        },
        _ => {}
    }
    if let Some(given) = given
        && sent.kind == DraftKind::Create
    {
        point_at(transaction, mirror, &sent.entity_id, given)?;
    }
    Ok(())
}

/// Keeps what the service said against the change, for whoever corrects it.
fn keep_words(transaction: &Transaction<'_>, draft: Option<Draft>, ended: &Ended) -> Result<(), StoreError> {
    match (draft, &ended.refusal) {
        (Some(draft), Some(refusal)) => draft_table::keep(transaction, &Draft { said: Said::of(refusal), ..draft }),
        _ => Ok(()),
    }
}

/// Keeps what the service has where both changed the same, so that a person can choose.
fn keep_theirs(transaction: &Transaction<'_>, entity_type: &EntityType, mut draft: Draft, record: &Record) -> Result<(), StoreError> {
    for change in &mut draft.fields {
        change.theirs = changed_there(entity_type, change, record);
    }
    if draft.kind == DraftKind::Delete {
        // It was told: sent again, the record goes as it is now.
        draft.base = Some(record.clone());
    }
    draft_table::keep(transaction, &draft)
}

/// Only a create can happen twice; an edit and a delete are compared with what is there when they are sent again.
pub(super) fn put_in_doubt(transaction: &Transaction<'_>, mut draft: Draft) -> Result<(), StoreError> {
    if draft.kind != DraftKind::Create {
        return Ok(());
    }
    draft.in_doubt = true;
    draft_table::keep(transaction, &draft)
}

/// The id that the service gave a record, as it wrote it.
pub(super) fn id_given<'r>(entity_type: &EntityType, record: &'r Record) -> Option<&'r Value> {
    record.get(&entity_type.id_field).filter(|id| id.is_number() || id.as_str().is_some_and(|text| !text.trim().is_empty()))
}

pub(super) fn id_text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// The id of the row that `record` is on this computer: of a nested collection, its parent's id and its own.
pub(super) fn row_id(entity_type: &EntityType, sent: &Draft, record: &Record) -> Option<String> {
    let own = id_text(id_given(entity_type, record)?);
    match entity_type.parent_field().filter(|_| entity_type.is_nested()) {
        None => Some(own),
        Some(_) if sent.kind != DraftKind::Create => Some(sent.entity_id.clone()),
        Some(field) => {
            let parent = sent.fields.iter().find(|change| change.field == field)?;
            Some(EntityType::id_below(&referenced_id(&parent.after)?, &own))
        }
    }
}

/// A draft over the record as the service now has it, of all that differs from what was sent. It is a change of its
/// own: nobody has reviewed it.
fn keep_what_came_since(
    transaction: &Transaction<'_>,
    entity_type: &EntityType,
    sent: &Draft,
    now: Option<Draft>,
    id: &str,
    record: Option<&Record>,
) -> Result<(), StoreError> {
    let base = record.cloned().unwrap_or_else(|| changed_record(entity_type, sent));
    let before = |field: &str| value_of(entity_type, &base, field);
    let (kind, wanted) = match now {
        Some(now) if now.kind == DraftKind::Create && record.and_then(|record| id_given(entity_type, record)).is_none() => {
            let typed = now.fields.iter().any(|change| !sent.fields.contains(change));
            // There is no id to edit the record by; what was typed is kept where it was typed.
            return if typed { put_in_doubt(transaction, now) } else { Ok(()) };
        }
        Some(now) if now.kind == DraftKind::Delete => (DraftKind::Delete, now.fields),
        Some(now) => (DraftKind::Edit, now.fields),
        None if sent.kind == DraftKind::Edit => (DraftKind::Edit, Vec::new()),
        None => return Ok(()),
    };
    let taken_back =
        sent.fields.iter().filter(|was| sent.kind == DraftKind::Edit && !wanted.iter().any(|change| change.field == was.field));
    // What was done with a record cannot be taken back by writing what was there before.
    let taken_back = taken_back.filter(|was| was.action.is_none()).map(|was| (was.field.clone(), was.before.clone(), None));
    let changed = wanted.iter().filter(|change| !sent.fields.iter().any(|was| was.field == change.field && was.after == change.after));
    let since = changed.map(|change| (change.field.clone(), change.after.clone(), change.action.clone())).chain(taken_back);
    let mut fields: Vec<FieldChange> = since
        .map(|(field, after, action)| FieldChange { action, ..FieldChange::of(&field, before(&field), after) })
        .filter(|change| !same_in(entity_type, &change.field, &change.before, &change.after))
        .collect();
    let mut draft = match draft_table::find(transaction, &entity_type.name, id)? {
        // A sync brought the new record before its answer came, and it was edited there.
        Some(there) => there,
        None => Draft { base: Some(base), ..begin(entity_type, id.to_owned(), kind) },
    };
    fields.retain(|change| !draft.fields.iter().any(|there| there.field == change.field));
    draft.fields.append(&mut fields);
    draft_table::keep(transaction, &draft)
}

/// Drafts that point at a new record now point at the id that the service gave it.
fn point_at(transaction: &Transaction<'_>, mirror: &Mirror, new: &str, id: &Value) -> Result<(), StoreError> {
    let catalogue = mirror.catalogue();
    for mut draft in draft_table::naming(transaction, new)? {
        let Some(entity_type) = catalogue.entity_type(&draft.entity_type) else { continue };
        for change in &mut draft.fields {
            if let Some(field) = entity_type.field(&change.field) {
                new_id::replace(field, &mut change.after, new, id);
            }
        }
        draft_table::keep(transaction, &draft)?;
    }
    Ok(())
}
