//! New records like those that are there, as unsent changes: nothing is sent before somebody has looked.

use super::alike::{alike, is_empty};
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::drafts::begin;
use super::new_id::{is_new, made};
use super::outgoing::drop_read_only;
use super::review::changed_record;
use super::step::{Step, StepKind};
use super::value::parse;
use super::visible::{defaults, is_visible};
use super::{Changes, draft_table};
use crate::Record;
use crate::mirror::Mirror;
use coredesk_catalogue::{Catalogue, EntityType, Field, FieldKind, FieldOrigin, referenced_id};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Records that one copy takes with it at most.
const COPIES_AT_MOST: usize = 5_000;

/// What came of a wish for a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicated {
    /// The id of the copy, which is new.
    pub id: String,
    /// The entity types of which there are new records.
    pub entity_types: Vec<String>,
}

impl Changes {
    /// Makes a new record like the record `id` as a person sees it, and for each record of the entity types `with` that
    /// belongs to it a new one that belongs to the copy.
    ///
    /// # Errors
    /// `UnknownName`, `Gone`; `NotOffered` where one of them cannot be created, `TooMany`. Then nothing is made.
    pub async fn duplicate(&self, entity_type: &str, id: &str, with: Vec<String>) -> Result<Duplicated, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let (mirror, id) = (self.mirror.clone(), id.to_owned());
        self.in_step(StepKind::Duplicate, None, move |step| {
            let catalogue = mirror.catalogue();
            let mut copying = Copying { step, mirror: &mirror, catalogue: &catalogue, copies: Vec::new(), ids: HashMap::new() };
            copying.copy(&entity_type, &id)?;
            copying.rename(&entity_type)?;
            let mut done = 0;
            while let Some((name, id)) = copying.copies.get(done).map(|(draft, id)| (draft.entity_type.clone(), id.clone())) {
                done += 1;
                for below in &with {
                    let below = catalogue.entity_type(below).ok_or_else(|| DraftError::UnknownName(below.clone()))?;
                    copying.copy_below(below, &name, &id)?;
                }
            }
            copying.keep()
        })
        .await
    }

    /// Makes a new record like each of the records `ids` as a person sees it, as one step. Answers how many of them are not
    /// on this computer any more and have no copy.
    ///
    /// # Errors
    /// `UnknownName`, `NotOffered`; `TooManyAtOnce` for more than 5,000; `Stopped`. Then nothing is made.
    pub async fn duplicate_rows(&self, entity_type: &str, ids: Vec<String>) -> Result<usize, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if ids.len() > COPIES_AT_MOST {
            return Err(DraftError::TooManyAtOnce { limit: COPIES_AT_MOST });
        }
        let mirror = self.mirror.clone();
        self.in_step(StepKind::Duplicate, None, move |step| {
            let catalogue = mirror.catalogue();
            let mut copying = Copying { step, mirror: &mirror, catalogue: &catalogue, copies: Vec::new(), ids: HashMap::new() };
            let mut gone = 0;
            let counted = step.through(ids.len());
            for id in ids {
                counted.next()?;
                match copying.copy(&entity_type, &id) {
                    Err(DraftError::Gone) => gone += 1,
                    copied => copied?,
                }
            }
            copying.rename(&entity_type)?;
            if !copying.copies.is_empty() {
                copying.keep()?;
            }
            Ok(gone)
        })
        .await
    }
}

struct Copying<'t> {
    step: &'t Step<'t>,
    mirror: &'t Mirror,
    catalogue: &'t Catalogue,
    /// Each with the id of the record that it is like.
    copies: Vec<(Draft, String)>,
    /// The new ids by entity type and former id.
    ids: HashMap<(String, String), String>,
}

impl Copying<'_> {
    fn copy(&mut self, entity_type: &EntityType, id: &str) -> Result<(), DraftError> {
        if !entity_type.operations.create {
            return Err(DraftError::NotOffered { operation: "create" });
        }
        if self.copies.len() >= COPIES_AT_MOST {
            return Err(DraftError::TooMany { limit: COPIES_AT_MOST });
        }
        let record = self.record(entity_type, id)?;
        let new = made();
        let mut draft = begin(entity_type, new.clone(), DraftKind::Create);
        draft.fields = copied_fields(entity_type, &record, |field| !begins_anew(entity_type, field));
        self.ids.insert((entity_type.name.clone(), id.to_owned()), new);
        self.copies.push((draft, id.to_owned()));
        Ok(())
    }

    /// Copies the records of `below` that belong to the record `id` and are not to be deleted.
    fn copy_below(&mut self, below: &EntityType, entity_type: &str, id: &str) -> Result<(), DraftError> {
        let pointers = self.mirror.pointers_to(entity_type);
        let belongs = |path: &str| below.belongs_to.as_deref() == Some(path);
        for pointer in pointers.iter().filter(|pointer| pointer.entity_type == below.name && pointer.is_plain && belongs(&pointer.path)) {
            for found in pointer.pointing(self.step, &[id.to_owned()], COPIES_AT_MOST + 1)? {
                let is_marked = draft_table::kind_of(self.step, &below.name, &found.id)? == Some(DraftKind::Delete);
                if !is_marked && !self.ids.contains_key(&(below.name.clone(), found.id.clone())) {
                    self.copy(below, &found.id)?;
                }
            }
        }
        Ok(())
    }

    /// The record with its unsent changes.
    fn record(&self, entity_type: &EntityType, id: &str) -> Result<Record, DraftError> {
        let held = self.mirror.read_record(self.step, &entity_type.name, id)?;
        match (draft_table::find(self.step, &entity_type.name, id)?, held) {
            (Some(draft), held) => Ok(changed_record(entity_type, &Draft { base: held.or_else(|| draft.base.clone()), ..draft })),
            (None, Some(held)) => Ok(held),
            (None, None) => Err(DraftError::Gone),
        }
    }

    /// Gives each copy a name of its own: services mostly want names to be unique.
    fn rename(&mut self, entity_type: &EntityType) -> Result<(), DraftError> {
        let field = entity_type.title_field.as_deref().and_then(|name| entity_type.field(name));
        let Some(field) = field.filter(|field| field.kind == FieldKind::Text) else { return Ok(()) };
        let named = |draft: &Draft| {
            let change = draft.fields.iter().find(|change| change.field == field.name);
            change.and_then(|change| change.after.as_str().map(str::to_owned))
        };
        let mut taken: HashSet<String> = draft_table::new_records(self.step, &entity_type.name)?.iter().filter_map(named).collect();
        let mut next: HashMap<String, usize> = HashMap::new();
        let mut waiting: Vec<(usize, String)> =
            self.copies.iter().enumerate().filter_map(|(place, (draft, _))| Some((place, named(draft)?))).collect();
        // Each round asks once for the names of all that still have none.
        while !waiting.is_empty() {
            let mut proposed: Vec<(usize, String, String)> = Vec::with_capacity(waiting.len());
            for (place, name) in waiting {
                let number = next.entry(name.clone()).or_insert(1);
                let wanted = (*number..).map(|number| (number, name_of_copy(&name, number, field.max_length)));
                // A number that does not fit any more makes no new name.
                let mut wanted = wanted.take(COPIES_AT_MOST * 2).filter(|(_, wanted)| !taken.contains(wanted));
                let Some((number_taken, wanted)) = wanted.next() else { continue };
                *number = number_taken + 1;
                taken.insert(wanted.clone());
                proposed.push((place, name, wanted));
            }
            let names: Vec<&str> = proposed.iter().map(|(.., wanted)| wanted.as_str()).collect();
            let held = self.mirror.texts_held(self.step, &entity_type.name, &field.name, &names)?;
            waiting = Vec::new();
            for ((place, name, wanted), is_held) in proposed.into_iter().zip(held) {
                if is_held {
                    waiting.push((place, name));
                } else if let Some(change) =
                    self.copies.get_mut(place).and_then(|(draft, _)| draft.fields.iter_mut().find(|change| change.field == field.name))
                {
                    change.after = wanted.into();
                }
            }
        }
        Ok(())
    }

    /// Lets the copies point at each other where the records did, and keeps them.
    fn keep(mut self) -> Result<Duplicated, DraftError> {
        let mut entity_types: Vec<String> = Vec::new();
        for (draft, _) in &mut self.copies {
            let entity_type = self.catalogue.entity_type(&draft.entity_type);
            for change in &mut draft.fields {
                if let Some(field) = entity_type.and_then(|entity_type| entity_type.field(&change.field)) {
                    field.each_reference_mut(&mut change.after, &mut |reference, value| {
                        let Some(id) = referenced_id(value) else { return };
                        let new = reference.entity_types.iter().find_map(|name| self.ids.get(&(name.clone(), id.clone())));
                        if let Some(new) = new {
                            *value = new.as_str().into();
                        }
                    });
                }
            }
            self.step.keep(draft)?;
            if !entity_types.contains(&draft.entity_type) {
                entity_types.push(draft.entity_type.clone());
            }
        }
        let first = self.copies.first().map(|(draft, _)| draft.entity_id.clone()).filter(|id| is_new(id)).ok_or(DraftError::Gone)?;
        Ok(Duplicated { id: first, entity_types })
    }
}

/// What a person could have filled in of the fields that `wanted` takes, but for what a new record begins with anyway.
pub(super) fn copied_fields(entity_type: &EntityType, record: &Record, wanted: impl Fn(&Field) -> bool) -> Vec<FieldChange> {
    let defaults = defaults(entity_type);
    let is_copied = |field: &&Field| {
        let is_known = !matches!(field.origin, FieldOrigin::Learnt);
        let is_id = field.name == entity_type.id_field;
        field.is_editable() && is_known && !is_id && field.workflow.is_none() && wanted(field)
    };
    let fields = entity_type.fields.iter().filter(is_copied).filter(|field| is_visible(&entity_type.fields, record, field));
    let copied = fields.filter_map(|field| {
        let before = defaults.get(&field.name).cloned().unwrap_or(Value::Null);
        let held = field.value_in(record).filter(|value| !is_empty(value))?;
        let mut after = parse(field, held).unwrap_or_else(|_| held.clone());
        drop_read_only(field, &mut after);
        (!alike(Some(field), &before, &after)).then(|| FieldChange::of(&field.name, before, after))
    });
    copied.collect()
}

/// A switch with a rule of its own, such as one that needs records below it: a copy begins as any new record does.
fn begins_anew(entity_type: &EntityType, field: &Field) -> bool {
    let has_rule = || entity_type.rules.iter().any(|rule| rule.field.as_deref() == Some(&field.name));
    field.kind == FieldKind::Boolean && field.default.is_some() && has_rule()
}

fn name_of_copy(name: &str, number: usize, limit: Option<u32>) -> String {
    let suffix = if number == 1 { " (copy)".to_owned() } else { format!(" (copy {number})") };
    let room = limit.map_or(usize::MAX, |limit| (limit as usize).saturating_sub(suffix.chars().count()));
    let kept: String = name.chars().take(room).collect();
    format!("{}{suffix}", kept.trim_end())
}
