//! A service in memory with the rules of a real one: ids and versions of its own, no reference to what is not there, nothing deleted that others point
//! at. It keeps a log of all that it did.

use super::life::record;
use super::moves::Fault;
use super::place::{Did, Key, Place, What};
use coredesk_core::Record;
use coredesk_core::catalogue::EntityType;
use coredesk_core::rest::{Entities, Fetched, Page, PageRequest, Refusal, RefusalReason, RequestError, Update, WriteOutcome};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

#[derive(Default)]
pub(crate) struct MemoryService {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    records: BTreeMap<Key, Record>,
    log: Vec<Did>,
    /// What no client may ever send.
    wrong: Vec<String>,
    made: usize,
    calls: usize,
    faults: Vec<(usize, Fault)>,
    signed_out: bool,
}

/// What is to become of a call.
enum Fate {
    Answered,
    Fails(Fault),
}

/// What is there when a history begins.
pub(crate) fn records() -> Vec<(String, Record)> {
    let project = |number: usize| {
        json!({ "id": format!("p{number}"), "name": format!("Project {number}"), "code": format!("P-{number}"), "memo": "Levels",
            "contractAmount": 100, "createdOn": "2020-01-01T10:00:00Z", "version": "1" })
    };
    let entry = |number: usize| {
        json!({ "id": format!("e{number}"), "date": "2026-10-30T00:00:00", "actualHours": 2.5, "description": "Levels", "projectId": "p1",
            "activityId": "a1", "resourceId": "r1", "billable": false, "version": "1", "createdOn": "2020-01-01T10:00:00Z", "unheardOf": [1, 2] })
    };
    let projects = (1..=3).map(|number| ("project".to_owned(), record(project(number))));
    projects.chain((1..=4).map(|number| ("timeentry".to_owned(), record(entry(number))))).collect()
}

impl MemoryService {
    pub(crate) fn put(&self, entity_type: &str, record: Record) {
        let id = record["id"].as_str().expect("has an id").to_owned();
        self.state().records.insert((entity_type.to_owned(), id), record);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }

    /// A call arrives. Others get their turn before it does and after it was done.
    async fn arrives(&self) -> Fate {
        tokio::task::yield_now().await;
        let mut state = self.state();
        let call = state.calls;
        state.calls += 1;
        let fault = state.faults.iter().find(|(at, _)| *at == call).map(|(_, fault)| *fault);
        state.signed_out |= fault == Some(Fault::Status401);
        if state.signed_out {
            return Fate::Fails(Fault::Status401);
        }
        fault.map_or(Fate::Answered, Fate::Fails)
    }

    /// Lets a write arrive and does it where it is done.
    async fn write(&self, reason: RefusalReason, work: impl FnOnce(&mut State) -> WriteOutcome) -> WriteOutcome {
        let fate = self.arrives().await;
        // The moment in which it is under way, and the app may end.
        tokio::task::yield_now().await;
        let outcome = match fate {
            Fate::Answered => work(&mut self.state()),
            Fate::Fails(fault) => {
                if fault.did() {
                    work(&mut self.state());
                }
                fault.of_write(reason)
            }
        };
        tokio::task::yield_now().await;
        outcome
    }

    async fn read<T>(&self, work: impl FnOnce(&State) -> T) -> Result<T, RequestError> {
        match self.arrives().await {
            Fate::Answered => Ok(work(&self.state())),
            Fate::Fails(fault) => Err(fault.of_read()),
        }
    }
}

impl Fault {
    fn did(self) -> bool {
        matches!(self, Self::ResetAfterDid | Self::Status500Did | Self::Status504Did)
    }

    /// As the client tells it of a write.
    fn of_write(self, reason: RefusalReason) -> WriteOutcome {
        let lost = |status: Option<u16>| WriteOutcome::Unknown { status, reason: "no answer came".to_owned() };
        match self {
            Self::ResetBefore | Self::Status401 | Self::Status429 => WriteOutcome::NotSent(self.of_read()),
            Self::ResetIn | Self::ResetAfterDid => lost(None),
            Self::Status406 => WriteOutcome::Refused(Refusal::of(406, reason)),
            Self::Status409 => WriteOutcome::Refused(Refusal::of(409, RefusalReason::DatabaseError)),
            Self::Status500 | Self::Status500Did => lost(Some(500)),
            Self::Status504 | Self::Status504Did => lost(Some(504)),
        }
    }

    /// As the client tells it of a read.
    fn of_read(self) -> RequestError {
        let unreachable = |status: Option<u16>| RequestError::Unreachable { status, reason: "no answer came".to_owned() };
        match self {
            Self::ResetBefore | Self::ResetIn | Self::ResetAfterDid => unreachable(None),
            Self::Status401 => RequestError::SignInNeeded,
            Self::Status406 | Self::Status409 => Refusal::of(406, RefusalReason::Other).into(),
            Self::Status429 => RequestError::SlowDown { retry_after: Duration::from_secs(60) },
            Self::Status500 | Self::Status500Did => unreachable(Some(500)),
            Self::Status504 | Self::Status504Did => unreachable(Some(504)),
        }
    }
}

impl State {
    fn create(&mut self, entity_type: &EntityType, sent: &Record) -> WriteOutcome {
        self.look_at(sent);
        if let Some(no) = self.points_nowhere(sent) {
            return no;
        }
        self.made += 1;
        let key = (entity_type.name.clone(), format!("made-{}", self.made));
        let mut record = sent.clone();
        record.insert("id".to_owned(), json!(key.1));
        record.insert("createdOn".to_owned(), json!(jiff::Timestamp::now().to_string()));
        record.insert("version".to_owned(), json!("1"));
        self.records.insert(key.clone(), record.clone());
        self.log.push(Did { key, what: What::Created(record.clone()) });
        WriteOutcome::Done { status: 201, record: Some(record), request_id: None }
    }

    fn update(&mut self, entity_type: &EntityType, id: &str, sent: &Record) -> WriteOutcome {
        self.look_at(sent);
        let key = (entity_type.name.clone(), id.to_owned());
        let Some(there) = self.records.get(&key).cloned() else {
            return WriteOutcome::Refused(Refusal::of(404, RefusalReason::Gone));
        };
        if there.get("version") != sent.get("version") {
            return WriteOutcome::Conflict(Refusal::of(409, RefusalReason::Outdated));
        }
        if let Some(no) = self.points_nowhere(sent) {
            return no;
        }
        let value = |record: &Record, name: &str| record.get(name).cloned().unwrap_or_default();
        let names: std::collections::BTreeSet<&String> = there.keys().chain(sent.keys()).collect();
        let changed = names.into_iter().map(|name| (name.clone(), value(&there, name), value(sent, name)));
        let changed = changed.filter(|(_, was, is)| was != is).collect();
        let mut record = sent.clone();
        next_version(&mut record);
        self.records.insert(key.clone(), record.clone());
        self.log.push(Did { key, what: What::Changed(changed) });
        WriteOutcome::Done { status: 200, record: Some(record), request_id: None }
    }

    fn delete(&mut self, entity_type: &EntityType, id: &str) -> WriteOutcome {
        let key = (entity_type.name.clone(), id.to_owned());
        if !self.records.contains_key(&key) {
            return WriteOutcome::Refused(Refusal::of(404, RefusalReason::Gone));
        }
        let points = |record: &Record| ["parentId", "projectId"].iter().any(|field| record.get(*field) == Some(&json!(id)));
        if self.records.values().any(points) {
            return WriteOutcome::Refused(Refusal::of(406, RefusalReason::InUse));
        }
        self.records.remove(&key);
        self.log.push(Did { key, what: What::Deleted });
        WriteOutcome::Done { status: 204, record: None, request_id: None }
    }

    fn points_nowhere(&self, sent: &Record) -> Option<WriteOutcome> {
        let parent = sent.get("parentId")?.as_str()?;
        let is_there = self.records.contains_key(&("project".to_owned(), parent.to_owned()));
        (!is_there).then(|| WriteOutcome::Refused(Refusal::of(400, RefusalReason::Invalid)))
    }

    fn look_at(&mut self, sent: &Record) {
        let text = json!(sent).to_string();
        if text.contains("\"new:") {
            self.wrong.push(format!("the id of a new record was sent: {text}"));
        }
    }
}

fn next_version(record: &mut Record) {
    let version: u32 = record.get("version").and_then(Value::as_str).and_then(|version| version.parse().ok()).unwrap_or_default();
    record.insert("version".to_owned(), json!((version + 1).to_string()));
}

impl Place for MemoryService {
    fn remove(&self, key: &Key) {
        self.state().records.remove(key);
    }

    fn records(&self) -> BTreeMap<Key, Record> {
        self.state().records.clone()
    }

    fn log(&self) -> Vec<Did> {
        self.state().log.clone()
    }

    fn wrong(&self) -> Vec<String> {
        self.state().wrong.clone()
    }

    fn expect(&self, faults: Vec<(usize, Fault)>) {
        let mut state = self.state();
        (state.calls, state.faults) = (0, faults);
    }

    fn calls(&self) -> usize {
        self.state().calls
    }

    fn sign_in(&self) {
        self.state().signed_out = false;
    }

    fn change(&self, key: &Key, field: &str, value: Value) {
        if let Some(record) = self.state().records.get_mut(key) {
            record.insert(field.to_owned(), value);
            next_version(record);
        }
    }
}

impl Entities for MemoryService {
    async fn list(&self, entity_type: &EntityType, _: &PageRequest, _: &CancellationToken) -> Result<Page, RequestError> {
        let of_type = |state: &State| {
            let records = state.records.iter().filter(|((name, _), _)| *name == entity_type.name).map(|(_, record)| record.clone());
            Page { records: records.collect(), ..Page::default() }
        };
        self.read(of_type).await
    }

    async fn count(&self, _: &EntityType, _: &CancellationToken) -> Result<Option<u64>, RequestError> {
        Ok(None)
    }

    async fn get(&self, entity_type: &EntityType, id: &str, _: &CancellationToken) -> Result<Option<Fetched>, RequestError> {
        let key = (entity_type.name.clone(), id.to_owned());
        self.read(|state| state.records.get(&key).cloned().map(|record| Fetched { record, etag: None })).await
    }

    async fn create(&self, entity_type: &EntityType, record: &Record, _: &CancellationToken) -> WriteOutcome {
        self.write(RefusalReason::NotNow, |state| state.create(entity_type, record)).await
    }

    async fn update(&self, entity_type: &EntityType, id: &str, update: Update<'_>, _: &CancellationToken) -> WriteOutcome {
        self.write(RefusalReason::NotNow, |state| state.update(entity_type, id, update.record)).await
    }

    async fn delete(&self, entity_type: &EntityType, id: &str, _: Option<&str>, _: &CancellationToken) -> WriteOutcome {
        self.write(RefusalReason::InUse, |state| state.delete(entity_type, id)).await
    }
}
