//! What must hold after everything that happens, whatever it was.

use super::ledger::{Field, InRun, Write};
use super::place::{Did, Key, What};
use coredesk_core::Record;
use coredesk_core::changes::{Draft, DraftKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All that there is to look at.
pub(crate) struct Seen {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) writes: Vec<Write>,
    pub(crate) in_runs: Vec<InRun>,
    pub(crate) log: Vec<Did>,
    pub(crate) records: BTreeMap<Key, Record>,
    pub(crate) wrong: Vec<String>,
}

pub(crate) type Found = Result<(), String>;

impl Seen {
    /// The service did what the journal says and nothing else, each change is in one state, and of `wanted` nothing is lost.
    pub(crate) fn check(&self, wanted: &[Draft]) -> Found {
        if let Some(wrong) = self.wrong.first() {
            return Err(wrong.clone());
        }
        if let Some(write) = self.writes.iter().find(|write| write.outcome.is_none()) {
            return Err(format!("a write has no outcome: {write:?}"));
        }
        self.check_creates()?;
        self.check_changes()?;
        self.check_wanted(wanted)?;
        self.check_states()?;
        self.check_runs()
    }

    fn done(&self) -> impl Iterator<Item = &Write> {
        self.writes.iter().filter(|write| write.is("done"))
    }

    /// The records that the app made, as they left it.
    pub(crate) fn made(&self) -> impl Iterator<Item = (&Key, &Record)> {
        self.log.iter().filter_map(|did| match &did.what {
            What::Created(record) => Some((&did.key, record)),
            What::Changed(_) | What::Deleted => None,
        })
    }

    /// The records that the journal knows as made.
    pub(crate) fn adopted(&self) -> BTreeSet<&Key> {
        self.done().filter(|write| write.kind == "create").map(|write| &write.key).collect()
    }

    /// Nothing is made twice, and what was made is known, or its change is known to be in doubt.
    fn check_creates(&self) -> Found {
        let made: BTreeMap<&Key, &Record> = self.made().collect();
        let (mut keys, mut changes) = (BTreeSet::new(), BTreeSet::new());
        for write in self.done().filter(|write| write.kind == "create") {
            let Some(record) = made.get(&write.key) else {
                return Err(format!("the journal says of no new record that it was made: {write:?}"));
            };
            if !keys.insert(&write.key) {
                return Err(format!("two writes made the same record: {write:?}"));
            }
            if !changes.insert(&write.change_id) {
                return Err(format!("a change made two records: {write:?}"));
            }
            if let Some(field) = write.fields.iter().find(|field| !is_same(record.get(&field.name), &self.as_sent(&field.after))) {
                return Err(format!("what was made differs in {field:?}: {record:?}"));
            }
        }
        // Of records called the same, as many were made as changes know of, and at most those in doubt more.
        let mut names: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
        for record in made.values() {
            names.entry(text(record.get("name"))).or_default().0 += 1;
        }
        let mut open = BTreeMap::new();
        for write in self.writes.iter().filter(|write| write.kind == "create") {
            match write.outcome.as_deref() {
                Some("done") => names.entry(text(write.name())).or_default().1 += 1,
                Some("unknown") => drop(open.insert(&write.change_id, text(write.name()))),
                _ => {}
            }
        }
        for (_, name) in open.into_iter().filter(|(change_id, _)| !changes.contains(change_id)) {
            names.entry(name).or_default().2 += 1;
        }
        match names.iter().find(|(_, (made, done, in_doubt))| made < done || *made > done + in_doubt) {
            Some((name, (made, done, in_doubt))) => {
                Err(format!("{made} records called {name} were made; {done} changes know of theirs, {in_doubt} have no answer"))
            }
            None => Ok(()),
        }
    }

    /// Each record was changed and deleted as its writes say, in their order.
    fn check_changes(&self) -> Found {
        let mut did: BTreeMap<&Key, Vec<&Did>> = BTreeMap::new();
        for entry in self.log.iter().filter(|did| !matches!(did.what, What::Created(_))) {
            did.entry(&entry.key).or_default().push(entry);
        }
        let mut told: BTreeMap<&Key, Vec<&Write>> = BTreeMap::new();
        for write in self.writes.iter().filter(|write| write.kind != "create") {
            told.entry(&write.key).or_default().push(write);
        }
        for key in did.keys().chain(told.keys()) {
            let (did, told) = (did.get(key).map_or(&[][..], Vec::as_slice), told.get(key).map_or(&[][..], Vec::as_slice));
            if !self.explains(told, did) {
                return Err(format!("what became of {key:?} is not what the journal says: {did:?} of {told:?}"));
            }
        }
        Ok(())
    }

    /// Every write that was done is among what the service did, in this order; one without an answer may be; another is not.
    fn explains(&self, told: &[&Write], did: &[&Did]) -> bool {
        let Some((write, told)) = told.split_first() else { return did.is_empty() };
        let happened = write.is("done") || write.is("unknown");
        let is_it = happened && did.first().is_some_and(|did| self.is_of(write, did)) && self.explains(told, &did[1..]);
        is_it || (!write.is("done") || write.was_so_already()) && self.explains(told, did)
    }

    fn is_of(&self, write: &Write, did: &Did) -> bool {
        match &did.what {
            What::Created(_) => false,
            What::Deleted => write.kind == "delete",
            What::Changed(changed) => {
                let is_told = |name: &str, was: &Value, is: &Value| {
                    let is_it = |field: &Field| {
                        let (before, after) = (self.as_sent(&field.before), self.as_sent(&field.after));
                        field.name == name && is_same(Some(was), &before) && is_same(Some(is), &after)
                    };
                    write.fields.iter().any(is_it)
                };
                write.kind == "edit" && changed.iter().all(|(name, was, is)| is_told(name, was, is))
            }
        }
    }

    /// The id that the service gave a new record, in the place of ours.
    fn as_sent(&self, value: &Value) -> Value {
        let Some(new) = value.as_str().filter(|text| text.starts_with("new:")) else { return value.clone() };
        self.done()
            .find(|write| write.kind == "create" && write.sent_as.1 == new)
            .map_or_else(|| value.clone(), |write| write.key.1.clone().into())
    }

    /// What a person wanted and has not taken back is still there, or done.
    fn check_wanted(&self, wanted: &[Draft]) -> Found {
        for draft in wanted {
            let now = self.drafts.iter().find(|now| now.change_id == draft.change_id);
            let done = self.done().find(|write| write.change_id == draft.change_id);
            match (now, done) {
                (None, None) => return Err(format!("a change is lost: {draft:?}")),
                (Some(now), Some(write)) => return Err(format!("a change is done and unsent at once: {write:?} and {now:?}")),
                (Some(now), None) => {
                    let says = |draft: &Draft| {
                        draft.fields.iter().map(|change| (change.field.clone(), self.as_sent(&change.after))).collect::<Vec<_>>()
                    };
                    if now.kind != draft.kind || says(now) != says(draft) {
                        return Err(format!("a change is another than what was drafted: {draft:?} is {now:?}"));
                    }
                }
                (None, Some(write)) => self.check_done(draft, write)?,
            }
        }
        Ok(())
    }

    /// All that `draft` said was done by `write`, or what came since is unsent.
    fn check_done(&self, draft: &Draft, write: &Write) -> Found {
        let since = self.drafts.iter().filter(|now| now.entity_type == write.key.0 && now.entity_id == write.key.1).collect::<Vec<_>>();
        if draft.kind == DraftKind::Delete {
            let is_kept = write.kind == "delete" || since.iter().any(|now| now.kind == DraftKind::Delete);
            return if is_kept { Ok(()) } else { Err(format!("a record was to be deleted: {draft:?} ended as {write:?}")) };
        }
        for change in &draft.fields {
            let wanted = self.as_sent(&change.after);
            let by_write =
                write.fields.iter().any(|field| field.name == change.field && is_same(Some(&self.as_sent(&field.after)), &wanted));
            let is_unsent = |now: &&Draft| {
                now.fields.iter().any(|later| later.field == change.field && is_same(Some(&self.as_sent(&later.after)), &wanted))
            };
            if !by_write && !since.iter().any(is_unsent) {
                return Err(format!("a field was not sent and is lost: {change:?} of {draft:?}, which ended as {write:?}"));
            }
        }
        Ok(())
    }

    /// No record has two drafts, what is in doubt was sent, and what was made is called by its id.
    fn check_states(&self) -> Found {
        let mut keys = BTreeSet::new();
        for draft in &self.drafts {
            if !keys.insert((&draft.entity_type, &draft.entity_id)) {
                return Err(format!("a record has two drafts: {draft:?}"));
            }
            let last = self.writes.iter().rfind(|write| write.change_id == draft.change_id);
            if draft.in_doubt && !self.writes.iter().any(|write| write.change_id == draft.change_id && write.is("unknown")) {
                return Err(format!("a draft is in doubt that was never sent: {draft:?}"));
            }
            if let Some(change) = draft.fields.iter().find(|change| self.as_sent(&change.after) != change.after) {
                return Err(format!("a draft points at a new record that has its id by now: {change:?} of {draft:?}"));
            }
            if draft.kind == DraftKind::Create && last.is_some_and(|write| write.is("done")) {
                return Err(format!("a new record is there and unsent: {draft:?}"));
            }
        }
        Ok(())
    }

    /// Runs and the journal say the same of each change, and no run that is over has changes left.
    fn check_runs(&self) -> Found {
        for change in &self.in_runs {
            let is_over = ["finished", "cancelled"].contains(&change.state.as_str());
            if change.state == "running" || (is_over && change.outcome == "waiting") {
                return Err(format!("a run does not say how a change ended: {change:?}"));
            }
            let write = self.writes.iter().find(|write| Some(write.number) == change.number);
            let fits = |write: &&Write| write.change_id == change.change_id;
            match (change.outcome.as_str(), write.filter(fits)) {
                ("done", write) if !write.is_some_and(|write| write.is("done")) => {
                    return Err(format!("a run says that a change was done, the journal does not: {change:?} and {write:?}"));
                }
                ("refused" | "conflict", write) if !write.is_some_and(|write| write.is(&change.outcome)) => {
                    return Err(format!("a run and the journal differ: {change:?} and {write:?}"));
                }
                _ => {}
            }
        }
        for write in self.done() {
            let is_told = |change: &InRun| change.run_id == write.run_id && change.change_id == write.change_id && change.outcome == "done";
            if !self.in_runs.iter().any(is_told) {
                return Err(format!("a write was done and its run does not say so: {write:?}"));
            }
        }
        Ok(())
    }
}

/// Nothing and null are the same.
fn is_same(there: Option<&Value>, wanted: &Value) -> bool {
    let wanted = wanted.to_string();
    text(there) == wanted
}

fn text(value: Option<&Value>) -> String {
    value.unwrap_or(&Value::Null).to_string()
}
