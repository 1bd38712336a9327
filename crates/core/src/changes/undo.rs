//! Undoing what was sent: the opposite of writes as unsent changes, which are reviewed and sent like any other.

use super::alike::same_in;
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::drafts::begin;
use super::duplicate::copied_fields;
use super::journal::{self, JournalEntry};
use super::laid::{lay_over, value_of};
use super::new_id::{is_new, made};
use super::run::OutcomeKind;
use super::step::StepKind;
use super::undoable::{NotUndoable, field_not_undoable, not_undoable};
use super::{Changes, draft_table};
use crate::Record;
use crate::mirror::Mirror;
use coredesk_catalogue::{Catalogue, EntityType, Field, referenced_id};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// Titles that are told with each reason, and fields that were changed since.
const TITLES_AT_MOST: usize = 5;
const CHANGED_AT_MOST: usize = 500;

/// What is to be undone. What was undone already is done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoWhat {
    /// All writes of a run.
    Run(String),
    /// One write, by its number in the journal.
    Write(u64),
    /// One field of a write, also to what it was before a later write.
    Field {
        /// The write's number in the journal.
        number: u64,
        /// The field's name.
        field: String,
    },
}

/// What undoing does.
#[derive(Debug, Clone, Default)]
pub struct Undoing {
    /// Records that get opposite changes.
    pub changes: u64,
    /// Deleted records that are made anew, with another id.
    pub made_anew: u64,
    /// What was made and is to be deleted.
    pub deleted: u64,
    /// What cannot be undone and why; most first.
    pub cannot: Vec<NotUndone>,
    /// Fields that somebody changed since, and that get their former value all the same; the first few hundred.
    pub changed_since: Vec<ChangedSince>,
    /// The entity types of which records get unsent changes.
    pub entity_types: BTreeSet<String>,
}

/// Why something is not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUndone {
    /// Why.
    pub reason: NotUndoneReason,
    /// Of how many records.
    pub count: u64,
    /// What names the first few to a person.
    pub titles: Vec<String>,
}

/// Why something is not undone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotUndoneReason {
    /// The service does not offer it.
    NotUndoable(NotUndoable),
    /// The service did not do it, so there is nothing to undo.
    NotSaved,
    /// The opposite is among the unsent changes already.
    Waiting,
    /// The record is not there any more.
    Gone,
    /// The record is marked to be deleted.
    MarkedForDeletion,
    /// It is as it was before already.
    AsBefore,
    /// It pointed at a record that is not there any more; it comes back without that.
    ReferenceGone {
        /// What a person calls the field.
        title: String,
    },
}

impl NotUndoneReason {
    /// Why, of `count` records: a whole sentence.
    pub fn of(&self, count: u64) -> String {
        let one = count == 1;
        match self {
            Self::NotUndoable(reason) => reason.of(count),
            Self::NotSaved if one => "It was not saved, so there is nothing to undo.".to_owned(),
            Self::NotSaved => format!("{count} were not saved, so there is nothing to undo."),
            Self::Waiting if one => "Its opposite is among the unsent changes already.".to_owned(),
            Self::Waiting => format!("The opposites of {count} are among the unsent changes already."),
            Self::Gone if one => "The record is not there any more.".to_owned(),
            Self::Gone => format!("{count} records are not there any more."),
            Self::MarkedForDeletion if one => "The record is marked to be deleted.".to_owned(),
            Self::MarkedForDeletion => format!("{count} records are marked to be deleted."),
            Self::AsBefore if one => "It is as it was before already.".to_owned(),
            Self::AsBefore => format!("{count} are as they were before already."),
            Self::ReferenceGone { title } if one => {
                format!("{title} pointed at a record that is not there any more; the record is made anew without it.")
            }
            Self::ReferenceGone { title } => {
                format!("{title} of {count} records pointed at records that are not there any more; they are made anew without it.")
            }
        }
    }
}

/// A field that somebody changed after it was sent from here.
#[derive(Debug, Clone)]
pub struct ChangedSince {
    /// The entity type's name.
    pub entity_type: String,
    /// What names the record to a person.
    pub title: String,
    /// What was sent: before and after.
    pub change: FieldChange,
    /// What is there now.
    pub now: Value,
}

impl Changes {
    /// What undoing would do. Nothing is kept.
    ///
    /// # Errors
    /// `Gone` if there is no such write or run; `Store`, `Mirror`.
    pub async fn preview_undo(&self, what: UndoWhat) -> Result<Undoing, DraftError> {
        let mirror = self.mirror.clone();
        self.store.read(move |connection| Ok(Plan::of(connection, &mirror, &what)?.undoing())).await
    }

    /// Makes the opposite of what was sent, as unsent changes over the records as they are now.
    ///
    /// # Errors
    /// As [`Changes::preview_undo`]; then nothing is kept.
    pub async fn undo_written(&self, what: UndoWhat) -> Result<Undoing, DraftError> {
        let mirror = self.mirror.clone();
        let field = match &what {
            UndoWhat::Field { field, .. } => Some(field.clone()),
            UndoWhat::Run(_) | UndoWhat::Write(_) => None,
        };
        self.in_step(StepKind::Undo, field, move |step| {
            let plan = Plan::of(step, &mirror, &what)?;
            plan.drafts.iter().try_for_each(|draft| step.keep(draft))?;
            Ok(plan.undoing())
        })
        .await
    }

    /// How many fields of a deleted record are kept, so that it can be made anew.
    pub fn kept_fields(&self, entry: &JournalEntry) -> usize {
        let entity_type = self.mirror.entity_type(&entry.entity_type);
        entity_type.zip(entry.base.as_ref()).map_or(0, |(entity_type, base)| copied_fields(&entity_type, base, |_| true).len())
    }

    /// Why a write cannot be undone; `None` if it can, be it not exactly.
    pub fn entry_not_undoable(&self, entry: &JournalEntry) -> Option<NotUndoneReason> {
        if entry.outcome != OutcomeKind::Done {
            return Some(NotUndoneReason::NotSaved);
        }
        let reason = match self.mirror.entity_type(&entry.entity_type) {
            Some(entity_type) => not_undoable(&entity_type, entry.kind, &entry.fields)?,
            None => NotUndoable::UnknownType,
        };
        (!reason.is_in_part()).then_some(NotUndoneReason::NotUndoable(reason))
    }
}

/// The opposite of some writes while it is being made.
struct Plan<'c> {
    connection: &'c Connection,
    mirror: &'c Mirror,
    catalogue: Arc<Catalogue>,
    drafts: Vec<Draft>,
    /// Places in `drafts` by entity type and id.
    places: HashMap<(String, String), usize>,
    /// The new ids of what is made anew, by entity type and former id.
    anew: HashMap<(String, String), String>,
    cannot: BTreeMap<NotUndoneReason, (u64, Vec<String>)>,
    changed_since: Vec<ChangedSince>,
}

impl<'c> Plan<'c> {
    fn of(connection: &'c Connection, mirror: &'c Mirror, what: &UndoWhat) -> Result<Self, DraftError> {
        let mut plan = Self {
            connection,
            mirror,
            catalogue: mirror.catalogue(),
            drafts: Vec::new(),
            places: HashMap::new(),
            anew: HashMap::new(),
            cannot: BTreeMap::new(),
            changed_since: Vec::new(),
        };
        let field = match what {
            UndoWhat::Field { field, .. } => Some(field.as_str()),
            UndoWhat::Run(_) | UndoWhat::Write(_) => None,
        };
        let numbers = match what {
            UndoWhat::Run(run_id) => of_run(connection, run_id)?,
            UndoWhat::Write(number) => vec![journal::undone_by(connection, number.cast_signed())?.unwrap_or(number.cast_signed())],
            UndoWhat::Field { number, .. } => vec![number.cast_signed()],
        };
        let mut found = false;
        for number in numbers {
            if let Some(entry) = journal::find(connection, number)? {
                found = true;
                plan.undo(&entry, field)?;
            }
        }
        if !found {
            return Err(DraftError::Gone);
        }
        plan.point_at_what_is_made_anew()?;
        Ok(plan)
    }

    fn undoing(self) -> Undoing {
        let of_kind = |kind: DraftKind| self.drafts.iter().filter(|draft| draft.kind == kind).count() as u64;
        let cannot = self.cannot.into_iter().map(|(reason, (count, titles))| NotUndone { reason, count, titles });
        let mut cannot: Vec<NotUndone> = cannot.collect();
        cannot.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        Undoing {
            changes: of_kind(DraftKind::Edit),
            made_anew: of_kind(DraftKind::Create),
            deleted: of_kind(DraftKind::Delete),
            cannot,
            changed_since: self.changed_since,
            entity_types: self.drafts.into_iter().map(|draft| draft.entity_type).collect(),
        }
    }

    fn undo(&mut self, entry: &JournalEntry, field: Option<&str>) -> Result<(), DraftError> {
        if entry.outcome != OutcomeKind::Done {
            self.refuse(entry, NotUndoneReason::NotSaved);
            return Ok(());
        }
        if field.is_none() && self.is_waiting(entry)? {
            self.refuse(entry, NotUndoneReason::Waiting);
            return Ok(());
        }
        let catalogue = Arc::clone(&self.catalogue);
        let Some(entity_type) = catalogue.entity_type(&entry.entity_type) else {
            self.refuse(entry, NotUndoneReason::NotUndoable(NotUndoable::UnknownType));
            return Ok(());
        };
        match entry.kind {
            DraftKind::Edit => self.write_back(entity_type, entry, field),
            DraftKind::Create if field.is_some() => self.write_back(entity_type, entry, field),
            DraftKind::Create => self.delete(entity_type, entry),
            DraftKind::Delete => self.make_anew(entity_type, entry),
        }
    }

    /// Lays what was there before over what is there now.
    fn write_back(&mut self, entity_type: &EntityType, entry: &JournalEntry, field: Option<&str>) -> Result<(), DraftError> {
        if !entity_type.operations.update {
            let reason = not_undoable(entity_type, DraftKind::Edit, &[]).unwrap_or(NotUndoable::UnknownType);
            self.refuse(entry, NotUndoneReason::NotUndoable(reason));
            return Ok(());
        }
        let Some(record) = self.record_now(entity_type, entry)? else {
            self.refuse(entry, NotUndoneReason::Gone);
            return Ok(());
        };
        let mut draft = self.draft(entity_type, &entry.entity_id, DraftKind::Edit, &record)?;
        if draft.kind == DraftKind::Delete {
            self.refuse(entry, NotUndoneReason::MarkedForDeletion);
            return Ok(());
        }
        let (mut touched, mut refused) = (false, false);
        for sent in entry.fields.iter().filter(|sent| field.is_none_or(|name| sent.field == name)) {
            if let Some(reason) = field_not_undoable(entity_type, sent) {
                refused = true;
                self.refuse(entry, NotUndoneReason::NotUndoable(reason));
                continue;
            }
            let now = value_of(entity_type, &record, &sent.field);
            let is_so = |value: &Value| same_in(entity_type, &sent.field, &now, value);
            let place = draft.fields.iter().position(|change| change.field == sent.field);
            if is_so(&sent.before) {
                // What this person drafted since is what stands against it.
                if let Some(place) = place {
                    let own = draft.fields.remove(place);
                    self.note_changed(entry, sent, &own.after);
                    touched = true;
                }
                continue;
            }
            let own = place.and_then(|place| draft.fields.get(place)).map(|change| &change.after);
            match own {
                // An unsent edit is what the person sees there.
                Some(own) if !same_in(entity_type, &sent.field, own, &sent.before) => self.note_changed(entry, sent, own),
                None if !is_so(&sent.after) => self.note_changed(entry, sent, &now),
                _ => {}
            }
            touched = true;
            match place.and_then(|place| draft.fields.get_mut(place)) {
                Some(change) => change.after = sent.before.clone(),
                None => draft.fields.push(FieldChange::of(&sent.field, now, sent.before.clone())),
            }
        }
        if touched {
            draft.undoes = Some(entry.number.cast_signed());
            self.keep(draft);
        } else if !refused {
            self.refuse(entry, NotUndoneReason::AsBefore);
        }
        Ok(())
    }

    fn delete(&mut self, entity_type: &EntityType, entry: &JournalEntry) -> Result<(), DraftError> {
        if let Some(reason) = not_undoable(entity_type, DraftKind::Create, &[]) {
            self.refuse(entry, NotUndoneReason::NotUndoable(reason));
            return Ok(());
        }
        let Some(record) = self.record_now(entity_type, entry)? else {
            self.refuse(entry, NotUndoneReason::Gone);
            return Ok(());
        };
        let mut draft = self.draft(entity_type, &entry.entity_id, DraftKind::Delete, &record)?;
        for sent in &entry.fields {
            let now = value_of(entity_type, &record, &sent.field);
            if !same_in(entity_type, &sent.field, &now, &sent.after) {
                self.note_changed(entry, sent, &now);
            }
        }
        for own in &draft.fields {
            self.note_changed(entry, &FieldChange { after: Value::Null, ..own.clone() }, &own.after);
        }
        draft.kind = DraftKind::Delete;
        draft.undoes = Some(entry.number.cast_signed());
        self.keep(draft);
        Ok(())
    }

    fn make_anew(&mut self, entity_type: &EntityType, entry: &JournalEntry) -> Result<(), DraftError> {
        let Some(base) = entry.base.as_ref().filter(|_| entity_type.operations.create) else {
            let plural = super::words::in_sentence(&entity_type.plural);
            self.refuse(entry, NotUndoneReason::NotUndoable(NotUndoable::NoCreate { plural }));
            return Ok(());
        };
        if self.mirror.read_record(self.connection, &entity_type.name, &entry.entity_id)?.is_some() {
            self.refuse(entry, NotUndoneReason::AsBefore);
            return Ok(());
        }
        let mut draft = begin(entity_type, made(), DraftKind::Create);
        draft.fields = copied_fields(entity_type, base, |_| true);
        draft.undoes = Some(entry.number.cast_signed());
        self.anew.insert((entity_type.name.clone(), entry.entity_id.clone()), draft.entity_id.clone());
        self.keep(draft);
        Ok(())
    }

    /// References to what is made anew get its new id; those to records that are gone are left out.
    fn point_at_what_is_made_anew(&mut self) -> Result<(), DraftError> {
        let catalogue = Arc::clone(&self.catalogue);
        let mut drafts = std::mem::take(&mut self.drafts);
        for draft in &mut drafts {
            let Some(entity_type) = catalogue.entity_type(&draft.entity_type) else { continue };
            for change in &mut draft.fields {
                let Some(field) = entity_type.field(&change.field) else { continue };
                field.each_reference_mut(&mut change.after, &mut |reference, value| {
                    let Some(id) = referenced_id(value) else { return };
                    if let Some(new) = reference.entity_types.iter().find_map(|name| self.anew.get(&(name.clone(), id.clone()))) {
                        *value = new.as_str().into();
                    }
                });
            }
            if draft.kind != DraftKind::Create {
                continue;
            }
            let (mut kept, title) = (Vec::new(), super::review::title(entity_type, draft));
            for change in std::mem::take(&mut draft.fields) {
                match entity_type.field(&change.field) {
                    Some(field) if self.points_at_nothing(field, &change.after)? => {
                        self.refuse_titled(&title, NotUndoneReason::ReferenceGone { title: field.title.clone() });
                    }
                    _ => kept.push(change),
                }
            }
            draft.fields = kept;
        }
        self.drafts = drafts;
        Ok(())
    }

    /// A plain reference whose records are all here, but this one.
    fn points_at_nothing(&self, field: &Field, value: &Value) -> Result<bool, DraftError> {
        let (Some(reference), Some(id)) = (field.reference().filter(|_| !field.array), referenced_id(value)) else { return Ok(false) };
        if is_new(&id) || id.parse::<Uuid>().is_ok_and(|id| id.is_nil()) {
            return Ok(false);
        }
        for name in &reference.entity_types {
            if !self.mirror.is_complete(self.connection, name)? || self.mirror.read_record(self.connection, name, &id)?.is_some() {
                return Ok(false);
            }
        }
        Ok(!reference.entity_types.is_empty())
    }

    /// The record as the copy has it; where not all of its kind are here, as it was left when it was sent.
    fn record_now(&self, entity_type: &EntityType, entry: &JournalEntry) -> Result<Option<Record>, DraftError> {
        let held = self.mirror.read_record(self.connection, &entity_type.name, &entry.entity_id)?;
        if held.is_some() || self.mirror.is_complete(self.connection, &entity_type.name)? {
            return Ok(held);
        }
        let mut record = entry.base.clone().unwrap_or_default();
        for sent in entry.fields.iter().filter(|sent| sent.action.is_none()) {
            let _ = lay_over(entity_type, &mut record, &sent.field, sent.after.clone());
        }
        Ok(Some(record))
    }

    /// The draft of the record as it is planned, as it is kept, or a new one.
    fn draft(&self, entity_type: &EntityType, id: &str, kind: DraftKind, record: &Record) -> Result<Draft, DraftError> {
        let planned = self.places.get(&(entity_type.name.clone(), id.to_owned())).and_then(|place| self.drafts.get(*place));
        if let Some(planned) = planned {
            return Ok(planned.clone());
        }
        let kept = draft_table::find(self.connection, &entity_type.name, id)?;
        Ok(kept.unwrap_or_else(|| Draft { base: Some(record.clone()), ..begin(entity_type, id.to_owned(), kind) }))
    }

    fn keep(&mut self, draft: Draft) {
        let key = (draft.entity_type.clone(), draft.entity_id.clone());
        match self.places.get(&key).and_then(|place| self.drafts.get_mut(*place)) {
            Some(planned) => *planned = draft,
            None => {
                self.places.insert(key, self.drafts.len());
                self.drafts.push(draft);
            }
        }
    }

    fn is_waiting(&self, entry: &JournalEntry) -> Result<bool, DraftError> {
        let mut statement = self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM draft WHERE undoes = ?1)")?;
        Ok(statement.query_row([entry.number.cast_signed()], |row| row.get(0))?)
    }

    fn note_changed(&mut self, entry: &JournalEntry, sent: &FieldChange, now: &Value) {
        if self.changed_since.len() < CHANGED_AT_MOST {
            self.changed_since.push(ChangedSince {
                entity_type: entry.entity_type.clone(),
                title: entry.title.clone(),
                change: sent.clone(),
                now: now.clone(),
            });
        }
    }

    fn refuse(&mut self, entry: &JournalEntry, reason: NotUndoneReason) {
        self.refuse_titled(&entry.title, reason);
    }

    fn refuse_titled(&mut self, title: &str, reason: NotUndoneReason) {
        let (count, titles) = self.cannot.entry(reason).or_default();
        *count += 1;
        if titles.len() < TITLES_AT_MOST {
            titles.push(title.to_owned());
        }
    }
}

/// The writes of a run that can be undone, the last first; where all were undone, what undid them.
fn of_run(connection: &Connection, run_id: &str) -> Result<Vec<i64>, DraftError> {
    let sql = "SELECT number FROM journal_write WHERE run_id = ?1 AND result NOT IN ('undone', 'again') ORDER BY number DESC";
    let open: Vec<i64> = connection.prepare_cached(sql)?.query_map([run_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let saved = "SELECT 1 FROM journal_write WHERE run_id = ?1 AND result = 'saved' LIMIT 1";
    let any_saved = connection.prepare_cached(saved)?.query_row([run_id], |_| Ok(())).optional()?.is_some();
    if any_saved {
        return Ok(open);
    }
    let sql = "SELECT undone_by FROM journal_write WHERE run_id = ?1 AND undone_by IS NOT NULL ORDER BY undone_by DESC";
    let again: Vec<i64> = connection.prepare_cached(sql)?.query_map([run_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(if again.is_empty() { open } else { again })
}
