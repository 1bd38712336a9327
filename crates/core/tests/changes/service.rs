//! A service that answers from memory, or as it is told to.

use coredesk_core::Record;
use coredesk_core::catalogue::EntityType;
use coredesk_core::rest::{Entities, Fetched, Page, PageRequest, Refusal, RefusalReason, RequestError, Update, WriteOutcome};
use serde_json::json;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

pub(crate) struct FakeService {
    state: Mutex<State>,
    arrived: Semaphore,
    let_go: Semaphore,
    list_arrived: Semaphore,
    list_let_go: Semaphore,
}

#[derive(Default)]
struct State {
    records: HashMap<(String, String), Record>,
    written: Vec<Record>,
    asked: Vec<String>,
    deleted: Vec<String>,
    etag: Option<String>,
    deleted_versions: Vec<Option<String>>,
    refused: HashMap<String, String>,
    reads: VecDeque<RequestError>,
    read_to_fail: Option<(usize, RequestError)>,
    writes: VecDeque<WriteOutcome>,
    /// How many creates are kept without an answer.
    answers_to_lose: usize,
    lists_fail: bool,
    holds_next_list: bool,
    listed: usize,
    cancel: Option<CancellationToken>,
    holds: bool,
    under_way: usize,
    most_under_way: usize,
}

impl Default for FakeService {
    fn default() -> Self {
        Self {
            state: Mutex::default(),
            arrived: Semaphore::new(0),
            let_go: Semaphore::new(0),
            list_arrived: Semaphore::new(0),
            list_let_go: Semaphore::new(0),
        }
    }
}

impl FakeService {
    pub(crate) fn put(&self, entity_type: &str, record: Record) {
        let id = record["id"].as_str().map_or_else(|| record["id"].to_string(), str::to_owned);
        self.state().records.insert((entity_type.to_owned(), id), record);
    }

    /// The record below a parent, known by both ids.
    pub(crate) fn put_at(&self, entity_type: &str, id: &str, record: Record) {
        self.state().records.insert((entity_type.to_owned(), id.to_owned()), record);
    }

    pub(crate) fn record(&self, entity_type: &str, id: &str) -> Option<Record> {
        self.state().records.get(&(entity_type.to_owned(), id.to_owned())).cloned()
    }

    /// Somebody else deletes it.
    pub(crate) fn remove(&self, entity_type: &str, id: &str) {
        self.state().records.remove(&(entity_type.to_owned(), id.to_owned()));
    }

    pub(crate) fn lose_everything(&self) {
        self.state().records.clear();
    }

    /// Every update of this record is refused.
    pub(crate) fn refuse(&self, id: &str, words: &str) {
        self.state().refused.insert(id.to_owned(), words.to_owned());
    }

    /// The next write ends so, and nothing is kept.
    pub(crate) fn answer_next_write(&self, outcome: WriteOutcome) {
        self.state().writes.push_back(outcome);
    }

    /// The next create is kept, and its answer gets lost.
    pub(crate) fn lose_next_answer(&self) {
        self.state().answers_to_lose += 1;
    }

    /// From now on no list comes, or again.
    pub(crate) fn fail_lists(&self, fail: bool) {
        self.state().lists_fail = fail;
    }

    /// The next list waits, after it was asked for, until it is let go.
    pub(crate) fn hold_next_list(&self) {
        self.state().holds_next_list = true;
    }

    pub(crate) async fn list_arrived(&self) {
        self.list_arrived.acquire().await.expect("stays open").forget();
    }

    pub(crate) fn let_list_go(&self) {
        self.list_let_go.add_permits(1);
    }

    /// How many lists were asked for.
    pub(crate) fn listed(&self) -> usize {
        self.state().listed
    }

    /// The most writes that were on their way at once.
    pub(crate) fn most_under_way(&self) -> usize {
        self.state().most_under_way
    }

    /// The records of an entity type.
    pub(crate) fn records(&self, entity_type: &str) -> Vec<Record> {
        let state = self.state();
        state.records.iter().filter(|((name, _), _)| name == entity_type).map(|(_, record)| record.clone()).collect()
    }

    pub(crate) fn fail_next_read(&self, error: RequestError) {
        self.state().reads.push_back(error);
    }

    /// So many reads succeed before one fails.
    pub(crate) fn fail_read_number(&self, number: usize, error: RequestError) {
        self.state().read_to_fail = Some((number, error));
    }

    pub(crate) fn cancel_at_first_write(&self, cancel: &CancellationToken) {
        self.state().cancel = Some(cancel.clone());
    }

    /// From now on a write waits, after it arrived, until holding stops.
    pub(crate) fn hold_writes(&self) {
        self.state().holds = true;
    }

    pub(crate) async fn write_arrived(&self) {
        self.arrived.acquire().await.expect("stays open").forget();
    }

    pub(crate) fn stop_holding(&self) {
        self.state().holds = false;
        self.let_go.add_permits(1);
    }

    /// One of those that wait is answered.
    pub(crate) fn let_one_go(&self) {
        self.let_go.add_permits(1);
    }

    /// The create that arrived as write `number` was done, whoever waits for its answer.
    pub(crate) fn arrived(&self, entity_type: &str, number: usize) {
        let mut record = self.writes()[number - 1].clone();
        record.insert("id".to_owned(), json!(format!("made-{number}")));
        record.insert("createdOn".to_owned(), json!(jiff::Timestamp::now().to_string()));
        self.put(entity_type, record);
    }

    /// The bodies of creates and updates that arrived.
    pub(crate) fn writes(&self) -> Vec<Record> {
        self.state().written.clone()
    }

    /// The reads that arrived: `list` and an entity type, or an entity type and an id.
    pub(crate) fn reads(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// The deletes that arrived, as entity type and id.
    pub(crate) fn deletes(&self) -> Vec<String> {
        self.state().deleted.clone()
    }

    /// From now on records have this version.
    pub(crate) fn give_version(&self, etag: &str) {
        self.state().etag = Some(etag.to_owned());
    }

    /// The versions that the deletes came with.
    pub(crate) fn deleted_versions(&self) -> Vec<Option<String>> {
        self.state().deleted_versions.clone()
    }

    /// Answers the place of the write among all, and how it is to end if that was told.
    async fn arrive(&self, record: &Record) -> (usize, Option<WriteOutcome>) {
        let (holds, number, told) = {
            let mut state = self.state();
            state.written.push(record.clone());
            state.under_way += 1;
            state.most_under_way = state.most_under_way.max(state.under_way);
            if let Some(cancel) = &state.cancel {
                cancel.cancel();
            }
            (state.holds, state.written.len(), state.writes.pop_front())
        };
        self.arrived.add_permits(1);
        if holds {
            self.let_go.acquire().await.expect("stays open").forget();
        }
        // Others get their turn while this one is on its way.
        tokio::task::yield_now().await;
        self.state().under_way -= 1;
        (number, told)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }
}

impl Entities for FakeService {
    async fn list(&self, entity_type: &EntityType, _: &PageRequest, _: &CancellationToken) -> Result<Page, RequestError> {
        let is_held = std::mem::take(&mut self.state().holds_next_list);
        if is_held {
            self.list_arrived.add_permits(1);
            self.list_let_go.acquire().await.expect("stays open").forget();
        }
        let mut state = self.state();
        state.asked.push(format!("list {}", entity_type.name));
        state.listed += 1;
        if state.lists_fail {
            return Err(RequestError::Unreachable { status: Some(503), reason: "no lists now".to_owned() });
        }
        let records = state.records.iter().filter(|((name, _), _)| *name == entity_type.name).map(|(_, record)| record.clone());
        Ok(Page { records: records.collect(), ..Page::default() })
    }

    async fn count(&self, _: &EntityType, _: &CancellationToken) -> Result<Option<u64>, RequestError> {
        Ok(None)
    }

    async fn get(&self, entity_type: &EntityType, id: &str, _: &CancellationToken) -> Result<Option<Fetched>, RequestError> {
        self.state().asked.push(format!("{}/{id}", entity_type.name));
        if let Some(error) = self.state().reads.pop_front() {
            return Err(error);
        }
        let read_to_fail = self.state().read_to_fail.take();
        match read_to_fail {
            Some((0, error)) => return Err(error),
            Some((number, error)) => self.state().read_to_fail = Some((number - 1, error)),
            None => {}
        }
        let etag = self.state().etag.clone();
        Ok(self.record(&entity_type.name, id).map(|record| Fetched { record, etag }))
    }

    async fn create(&self, entity_type: &EntityType, record: &Record, _: &CancellationToken) -> WriteOutcome {
        let (number, told) = self.arrive(record).await;
        if let Some(told) = told {
            return told;
        }
        let mut created = record.clone();
        created.insert("id".to_owned(), json!(format!("made-{number}")));
        let is_lost = {
            let mut state = self.state();
            let is_lost = state.answers_to_lose > 0;
            state.answers_to_lose -= usize::from(is_lost);
            is_lost
        };
        if is_lost {
            created.insert("createdOn".to_owned(), json!(jiff::Timestamp::now().to_string()));
            self.put(&entity_type.name, created);
            return WriteOutcome::Unknown { status: Some(504), reason: "no answer in time".to_owned() };
        }
        self.put(&entity_type.name, created.clone());
        WriteOutcome::Done { status: 201, record: Some(created), request_id: None }
    }

    async fn update(&self, entity_type: &EntityType, id: &str, update: Update<'_>, _: &CancellationToken) -> WriteOutcome {
        let record = update.record;
        if let Some(told) = self.arrive(record).await.1 {
            return told;
        }
        if let Some(words) = self.state().refused.get(id) {
            return WriteOutcome::Refused(refusal(400, RefusalReason::Invalid, Some(words)));
        }
        let mut updated = record.clone();
        if entity_type.field("version").is_some() {
            let version: u32 = record["version"].as_str().and_then(|version| version.parse().ok()).expect("is sent with its version");
            updated.insert("version".to_owned(), json!((version + 1).to_string()));
        }
        self.put(&entity_type.name, updated.clone());
        WriteOutcome::Done { status: 200, record: Some(updated), request_id: None }
    }

    async fn delete(&self, entity_type: &EntityType, id: &str, etag: Option<&str>, _: &CancellationToken) -> WriteOutcome {
        self.state().deleted_versions.push(etag.map(str::to_owned));
        self.state().deleted.push(format!("{}/{id}", entity_type.name));
        match self.state().records.remove(&(entity_type.name.clone(), id.to_owned())) {
            Some(_) => WriteOutcome::Done { status: 204, record: None, request_id: None },
            None => WriteOutcome::Refused(refusal(404, RefusalReason::Gone, None)),
        }
    }
}

pub(crate) fn refusal(status: u16, reason: RefusalReason, words: Option<&str>) -> Refusal {
    Refusal { words: words.map(str::to_owned), ..Refusal::of(status, reason) }
}
