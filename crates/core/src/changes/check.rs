//! What can be said of drafts before they are sent, from this computer's copy. What several of them ask for is looked up once.

use super::action::{self, refusal, spelled_as};
use super::alike::is_empty;
use super::conflict::{Conflict, theirs};
use super::draft::{Draft, DraftKind};
use super::natural_key::{Holder, Holders};
use super::new_id::is_new;
use super::review::{Problem, changed_record};
use super::span::span_problems;
use super::undoable::{NotUndoable, not_undoable};
use super::visible::{is_left_out, is_visible};
use super::words::in_sentence;
use super::{Changes, DraftError, draft_table};
use crate::Record;
use crate::mirror::Mirror;
use coredesk_catalogue::{Catalogue, EntityType, Field, referenced_id};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// The references of one value that are looked up.
const REFERENCES_JUDGED: usize = 500;

/// Why a change cannot be sent as it is, and where that can be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Why.
    pub problem: Problem,
    /// The name of the field in which it can be mended.
    pub field: Option<String>,
}

/// All that was found of one draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Checked {
    pub(super) findings: Vec<Finding>,
    pub(super) conflict: Option<Conflict>,
    pub(super) not_undoable: Option<NotUndoable>,
    /// Other drafts that want what the service takes only once.
    pub(super) twins: Vec<String>,
    /// Another record or draft has what the service takes only once.
    pub(super) is_twin: bool,
}

impl Changes {
    /// Why `draft` cannot be sent as it is.
    pub(super) async fn problems(&self, draft: &Draft) -> Result<Vec<Problem>, DraftError> {
        let (mirror, draft) = (self.mirror.clone(), draft.clone());
        self.store
            .read(move |connection| {
                let mut checking = Checking::of(connection, &mirror)?;
                let draft = checking.with_problems(draft);
                Ok(checking.check_all(std::slice::from_ref(&draft))?.into_iter().flat_map(Checked::problems).collect())
            })
            .await
    }
}

impl Checked {
    pub(super) fn problems(self) -> impl Iterator<Item = Problem> {
        self.findings.into_iter().map(|found| found.problem)
    }
}

/// Drafts being checked against one state of the copy.
pub(super) struct Checking<'c> {
    connection: &'c Connection,
    mirror: &'c Mirror,
    catalogue: Arc<Catalogue>,
    words: HashMap<String, String>,
    /// Spelled as this connection's service does.
    types: HashMap<String, Option<Arc<EntityType>>>,
    whole: HashMap<String, Option<bool>>,
    there: HashMap<(String, String), bool>,
}

impl<'c> Checking<'c> {
    pub(super) fn of(connection: &'c Connection, mirror: &'c Mirror) -> Result<Self, DraftError> {
        Ok(Self {
            connection,
            mirror,
            catalogue: mirror.catalogue(),
            words: action::words(connection)?,
            types: HashMap::new(),
            whole: HashMap::new(),
            there: HashMap::new(),
        })
    }

    /// As it is known now; `None` for one that is not described any more.
    pub(super) fn entity_type(&mut self, name: &str) -> Option<Arc<EntityType>> {
        if let Some(known) = self.types.get(name) {
            return known.clone();
        }
        let found = self.catalogue.entity_type(name).map(|found| Arc::new(spelled_as(found, &self.words)));
        self.types.insert(name.to_owned(), found.clone());
        found
    }

    /// `draft` with what is wrong with each of its values.
    pub(super) fn with_problems(&mut self, draft: Draft) -> Draft {
        match self.entity_type(&draft.entity_type) {
            Some(entity_type) => draft_table::with_problems(draft, &entity_type),
            None => draft,
        }
    }

    /// What is found of each of `drafts`.
    pub(super) fn check_all(&mut self, drafts: &[Draft]) -> Result<Vec<Checked>, DraftError> {
        let mut by_type: HashMap<&str, Vec<&Draft>> = HashMap::new();
        for draft in drafts {
            by_type.entry(&draft.entity_type).or_default().push(draft);
        }
        let mut holders = Holders::default();
        for (name, drafts) in by_type {
            if let Some(entity_type) = self.entity_type(name) {
                holders.look_up(self.connection, self.mirror, &entity_type, &drafts)?;
            }
        }
        drafts.iter().map(|draft| self.check(draft, &holders)).collect()
    }

    fn check(&mut self, draft: &Draft, holders: &Holders) -> Result<Checked, DraftError> {
        let Some(entity_type) = self.entity_type(&draft.entity_type) else {
            let unknown = Finding { problem: Problem::UnknownType, field: None };
            return Ok(Checked { findings: vec![unknown], not_undoable: Some(NotUndoable::UnknownType), ..Checked::default() });
        };
        let entity_type = entity_type.as_ref();
        let held = match draft.kind {
            DraftKind::Create => None,
            DraftKind::Edit | DraftKind::Delete => self.mirror.read_record(self.connection, &draft.entity_type, &draft.entity_id)?,
        };
        let mut found = Findings::default();
        if draft.in_doubt {
            found.add(Problem::InDoubt, None);
        }
        if let Some(operation) = not_offered(entity_type, draft.kind) {
            found.add(Problem::NotOffered { operation }, None);
        }
        let conflict = Conflict::of(entity_type, draft, held.as_ref());
        let mut checked = Checked { not_undoable: not_undoable(entity_type, draft.kind, &draft.fields), ..Checked::default() };
        if draft.kind == DraftKind::Delete {
            if conflict.as_ref().is_some_and(Conflict::is_open) {
                found.add(Problem::ChangedSinceMarked, None);
            }
            return Ok(Checked { findings: found.0, conflict, ..checked });
        }
        if draft.kind == DraftKind::Edit && held.is_none() && self.is_lost(draft)? {
            found.add(Problem::Gone, None);
        }
        let record = changed_record(entity_type, draft);
        find_missing(entity_type, draft, &record, &mut found);
        if draft.acts()
            && let Some(held) = &held
            && let Some((title, reason)) = refusal(entity_type, draft, held, false)
        {
            let acted = draft.fields.iter().find(|change| change.action.is_some());
            found.add(Problem::NotNow { title, reason }, acted.map(|change| change.field.as_str()));
        }
        for change in &draft.fields {
            let Some(field) = entity_type.field(&change.field) else {
                found.add(Problem::UnknownField, Some(&change.field));
                continue;
            };
            if is_left_out(entity_type, draft, &record, &field.name) {
                continue;
            }
            if theirs(entity_type, change, held.as_ref()).is_some() {
                found.add(Problem::ChangedThere { title: field.title.clone() }, Some(&field.name));
            }
            if let Some(problem) = &change.problem {
                found.add(Problem::Value { title: field.title.clone(), problem: problem.clone() }, Some(&field.name));
            } else if self.points_nowhere(field, &change.after)? {
                found.add(Problem::PointsNowhere { title: field.title.clone() }, Some(&field.name));
            }
        }
        for (problem, field) in span_problems(self.connection, self.mirror, entity_type, draft, &record)? {
            found.add(problem, field.as_deref());
        }
        for (place, others) in holders.others(entity_type, draft) {
            let Some(key) = entity_type.natural_keys.get(place) else { continue };
            found.add(taken(entity_type, key, &others), key.first().map(String::as_str));
            checked.is_twin = true;
            checked.twins.extend(others.iter().filter_map(|holder| match holder {
                Holder::Draft { change_id } => Some(change_id.clone()),
                Holder::Record { .. } => None,
            }));
        }
        if draft.kind == DraftKind::Create && draft.fields.is_empty() && found.0.is_empty() {
            found.add(Problem::Nothing, None);
        }
        Ok(Checked { findings: found.0, conflict, ..checked })
    }

    /// The service does not have the record that is to be changed.
    fn is_lost(&mut self, draft: &Draft) -> Result<bool, DraftError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM draft_lost WHERE entity_type = ?1 AND entity_id = ?2)";
        let was_told: bool = self.connection.prepare_cached(sql)?.query_row([&draft.entity_type, &draft.entity_id], |row| row.get(0))?;
        Ok(was_told || self.is_whole(&draft.entity_type)? == Some(true))
    }

    /// A reference is only judged where all records that it may point at are here; of a long list the first few are.
    fn points_nowhere(&mut self, field: &Field, value: &Value) -> Result<bool, DraftError> {
        let mut pointed_at: BTreeSet<(&[String], String)> = BTreeSet::new();
        field.each_reference(value, &mut |path, value| {
            if pointed_at.len() < REFERENCES_JUDGED
                && let (Some(reference), Some(id)) = (path.last().and_then(|field| field.reference()), referenced_id(value))
            {
                pointed_at.insert((&reference.entity_types, id));
            }
        });
        for (entity_types, id) in pointed_at {
            if !self.one_may_be_there(entity_types, &id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn one_may_be_there(&mut self, entity_types: &[String], id: &str) -> Result<bool, DraftError> {
        if id.parse::<Uuid>().is_ok_and(|id| id.is_nil()) {
            // It means "none".
            return Ok(true);
        }
        for entity_type in entity_types {
            let target = (entity_type.clone(), id.to_owned());
            let known = self.there.get(&target).copied();
            let may_be_there = match known {
                Some(known) => known,
                None => self.may_be_there(entity_type, id)?,
            };
            self.there.insert(target, may_be_there);
            if may_be_there {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn may_be_there(&mut self, entity_type: &str, id: &str) -> Result<bool, DraftError> {
        if is_new(id) {
            return Ok(draft_table::kind_of(self.connection, entity_type, id)?.is_some());
        }
        // What is not mirrored cannot be judged.
        Ok(self.is_whole(entity_type)? != Some(true) || self.mirror.is_here(self.connection, entity_type, id)?)
    }

    fn is_whole(&mut self, entity_type: &str) -> Result<Option<bool>, DraftError> {
        if let Some(known) = self.whole.get(entity_type) {
            return Ok(*known);
        }
        let whole = self.mirror.is_whole(self.connection, entity_type)?;
        self.whole.insert(entity_type.to_owned(), whole);
        Ok(whole)
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, problem: Problem, field: Option<&str>) {
        self.0.push(Finding { problem, field: field.map(str::to_owned) });
    }
}

fn find_missing(entity_type: &EntityType, draft: &Draft, record: &Record, found: &mut Findings) {
    let makes_sense = |field: &Field| is_visible(&entity_type.fields, record, field);
    for field in entity_type.fields.iter().filter(|field| field.required && field.is_editable() && makes_sense(field)) {
        let change = draft.fields.iter().find(|change| change.field == field.name);
        let is_missing = match (change, draft.kind) {
            (Some(change), _) => is_empty(&change.after),
            (None, kind) => kind == DraftKind::Create && field.default.is_none(),
        };
        if is_missing {
            found.add(Problem::Missing { title: field.title.clone() }, Some(&field.name));
        }
    }
}

/// A record of the copy tells more than another draft.
fn taken(entity_type: &EntityType, key: &[String], others: &[&Holder]) -> Problem {
    let titles: Vec<String> = key.iter().filter_map(|name| entity_type.field(name)).map(|field| field.title.clone()).collect();
    let (title, one) = (titles.join(" and "), in_sentence(&entity_type.title));
    let record = others.iter().find_map(|holder| match holder {
        Holder::Record { title, .. } => Some(title.clone()),
        Holder::Draft { .. } => None,
    });
    match record {
        Some(other) => Problem::Taken { title, one, other },
        None => Problem::TakenHere { title, one },
    }
}

/// What the service would have to do and does not.
fn not_offered(entity_type: &EntityType, kind: DraftKind) -> Option<&'static str> {
    let offered = entity_type.operations;
    match kind {
        DraftKind::Create => (!offered.create).then_some("create"),
        DraftKind::Edit => (!offered.update).then_some("change"),
        DraftKind::Delete => (!offered.delete).then_some("delete"),
    }
}
