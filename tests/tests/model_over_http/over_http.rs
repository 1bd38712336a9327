//! The demo services as a place for histories: the app's client on its way, and what is really there read past it after each write.

use crate::life::record;
use crate::moves::Fault;
use crate::place::{Did, Key, Place, What};
use coredesk_core::Record;
use coredesk_core::catalogue::EntityType;
use coredesk_core::rest::{Client, Entities, Fetched, Page, PageRequest, RequestError, Update, WriteOutcome};
use coredesk_sandbox::FaultSwitches;
use coredesk_tests::office::Office;
use coredesk_tests::sandbox_api::SandboxApi;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{Mutex as Turn, RwLock};
use tokio_util::sync::CancellationToken;

/// What histories draft, and what is compared.
const OF_PROJECTS: [&str; 5] = ["name", "code", "memo", "contractAmount", "parentId"];
const OF_ENTRIES: [&str; 4] = ["actualHours", "description", "memo", "billable"];

pub(crate) struct OverHttp {
    office: Arc<Office>,
    connection: String,
    /// Where the client lives: what was sent goes on when the app is killed, as at a real service.
    runtime: Handle,
    under_way: Arc<RwLock<()>>,
    shared: Arc<Shared>,
}

struct Shared {
    api: SandboxApi,
    faults: FaultSwitches,
    called: String,
    /// A fault meets whoever asks next: one asks at a time.
    turn: Turn<()>,
    state: Mutex<State>,
}

/// What is looked at after a write.
enum Look {
    Nothing,
    New,
    At(Key),
}

struct State {
    client: Client,
    there: BTreeMap<Key, Record>,
    log: Vec<Did>,
    calls: usize,
    planned: Vec<(usize, Fault)>,
    signed_out: bool,
}

impl OverHttp {
    /// With records of its own at the service.
    pub(crate) fn begin(runtime: &Runtime, office: &Arc<Office>, connection: &str, called: &str) -> Self {
        let api = office.service(connection).expect("signed in");
        office.sandbox.faults().clear_all();
        let there = runtime.block_on(first_records(&api, called));
        let client = office.client(connection).expect("a client");
        let state = State { client, there, log: Vec::new(), calls: 0, planned: Vec::new(), signed_out: false };
        let shared =
            Shared { api, faults: office.sandbox.faults(), called: called.to_owned(), turn: Turn::default(), state: Mutex::new(state) };
        Self {
            office: Arc::clone(office),
            connection: connection.to_owned(),
            runtime: runtime.handle().clone(),
            under_way: Arc::default(),
            shared: Arc::new(shared),
        }
    }

    /// Waits until all that is under way has ended, and does `work` after that.
    fn apart<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        let work = async {
            let _nothing_is = self.under_way.write().await;
            work.await
        };
        std::thread::scope(|scope| scope.spawn(|| self.runtime.block_on(work)).join().expect("no panic"))
    }

    /// Lets a call go its way, whoever waits for it, and looks at what became of it.
    async fn goes<T: Send + 'static, C: Future<Output = T> + Send>(
        &self,
        look: Look,
        call: impl FnOnce(Client) -> C + Send + 'static,
    ) -> T {
        tokio::task::yield_now().await;
        let (client, fault) = self.shared.arrives();
        let under_way = Arc::clone(&self.under_way).read_owned().await;
        let shared = Arc::clone(&self.shared);
        let going = self.runtime.spawn(async move {
            let _turn = shared.turn.lock().await;
            let armed = fault.map(switches).unwrap_or_default();
            armed.iter().for_each(|(name, value)| shared.faults.set(name, value).expect("is a fault"));
            let ended = call(client).await;
            armed.iter().for_each(|(name, _)| shared.faults.clear(name));
            match look {
                Look::Nothing => {}
                Look::New => shared.look_for_new().await,
                Look::At(key) => shared.look_at(key).await,
            }
            drop(under_way);
            ended
        });
        let ended = going.await.expect("no panic");
        tokio::task::yield_now().await;
        ended
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic")
    }

    fn arrives(&self) -> (Client, Option<Fault>) {
        let mut state = self.state();
        let call = state.calls;
        state.calls += 1;
        let fault = state.planned.iter().find(|(at, _)| *at == call).map(|(_, fault)| *fault);
        state.signed_out |= fault == Some(Fault::Status401);
        (state.client.clone(), if state.signed_out { Some(Fault::Status401) } else { fault })
    }

    /// Reads what became of a record, past the app.
    async fn look_at(&self, key: Key) {
        let now = self.api.record(&key.0, &key.1).await.expect("answers").map(record);
        let mut state = self.state();
        let Some(was) = state.there.get(&key).cloned() else { return };
        let Some(now) = now else {
            state.there.remove(&key);
            state.log.push(Did { key, what: What::Deleted });
            return;
        };
        let fields: &[&str] = if key.0 == "project" { &OF_PROJECTS } else { &OF_ENTRIES };
        let value = |record: &Record, name: &str| record.get(name).cloned().unwrap_or_default();
        let changed = fields.iter().map(|name| ((*name).to_owned(), value(&was, name), value(&now, name)));
        let changed: Vec<_> = changed.filter(|(_, was, is)| was != is).collect();
        state.there.insert(key.clone(), now);
        if !changed.is_empty() {
            state.log.push(Did { key, what: What::Changed(changed) });
        }
    }

    /// Reads which records are new, past the app.
    async fn look_for_new(&self) {
        let found = self.api.all("project", "id,name", "").await.expect("answers");
        for found in found.iter().filter(|found| found["name"].as_str().is_some_and(|name| name.contains(&self.called))) {
            let key = ("project".to_owned(), found["id"].as_str().expect("has an id").to_owned());
            let Some(made) = self.api.record(&key.0, &key.1).await.expect("answers").map(record) else { continue };
            let mut state = self.state();
            if !state.there.contains_key(&key) {
                state.there.insert(key.clone(), made.clone());
                state.log.push(Did { key, what: What::Created(made) });
            }
        }
    }
}

/// The demo services' own faults that come nearest.
fn switches(fault: Fault) -> &'static [(&'static str, &'static str)] {
    match fault {
        Fault::ResetBefore | Fault::Status406 | Fault::Status409 => &[("msg-permissions", "1")],
        Fault::ResetIn => &[("truncate-body", "1")],
        Fault::ResetAfterDid | Fault::Status500Did => &[("create-lost", "1"), ("write-lost", "1")],
        Fault::Status401 => &[("status-401", "on")],
        Fault::Status429 => &[("retry-after", "3600"), ("status-429", "1")],
        Fault::Status500 => &[("status-500", "1")],
        Fault::Status504 => &[("status-504", "1")],
        Fault::Status504Did => &[("create-504", "1")],
    }
}

/// Projects and time entries of a history's own.
async fn first_records(api: &SandboxApi, called: &str) -> BTreeMap<Key, Record> {
    let mut there = BTreeMap::new();
    let mut keep = |name: &str, made: Value| {
        let made = record(made);
        there.insert((name.to_owned(), made["id"].as_str().expect("has an id").to_owned()), made);
    };
    for number in 1..=3 {
        let project = json!({ "name": format!("First of {called} {number}"), "memo": "Levels", "contractAmount": 100 });
        keep("project", api.create("project", &project).await.expect("is made"));
    }
    let like = api.records("timeentry").await.expect("answers").swap_remove(0);
    for number in 1..=4 {
        let mut entry = json!({ "actualHours": 2.5, "description": format!("{called} {number}"), "billable": false, "date": "2026-10-30" });
        for field in ["projectId", "activityId", "resourceId"] {
            entry[field] = like[field].clone();
        }
        keep("timeentry", api.create("timeentry", &entry).await.expect("is made"));
    }
    there
}

impl Place for OverHttp {
    fn records(&self) -> BTreeMap<Key, Record> {
        self.apart(async { self.shared.state().there.clone() })
    }

    fn log(&self) -> Vec<Did> {
        self.apart(async { self.shared.state().log.clone() })
    }

    fn wrong(&self) -> Vec<String> {
        Vec::new()
    }

    fn expect(&self, faults: Vec<(usize, Fault)>) {
        self.apart(async {
            let mut state = self.shared.state();
            (state.calls, state.planned) = (0, faults);
        });
    }

    fn calls(&self) -> usize {
        self.shared.state().calls
    }

    fn sign_in(&self) {
        let client = self.office.client(&self.connection).expect("a client");
        let mut state = self.shared.state();
        (state.client, state.signed_out) = (client, false);
    }

    fn change(&self, key: &Key, field: &str, value: Value) {
        self.apart(async {
            let api = &self.shared.api;
            let Some(mut there) = api.record(&key.0, &key.1).await.expect("answers") else { return };
            there[field] = value;
            api.update(&key.0, &key.1, &there).await.expect("is changed");
            let now = api.record(&key.0, &key.1).await.expect("answers").map(record);
            self.shared.state().there.extend(now.map(|now| (key.clone(), now)));
        });
    }

    fn remove(&self, key: &Key) {
        self.apart(async {
            // Others may point at it.
            if self.shared.api.delete(&key.0, &key.1).await.is_ok() {
                self.shared.state().there.remove(key);
            }
        });
    }
}

impl Entities for OverHttp {
    async fn list(&self, entity_type: &EntityType, page: &PageRequest, cancel: &CancellationToken) -> Result<Page, RequestError> {
        let (entity_type, page, cancel) = (entity_type.clone(), page.clone(), cancel.clone());
        self.goes(Look::Nothing, |client| async move { client.list(&entity_type, &page, &cancel).await }).await
    }

    async fn count(&self, entity_type: &EntityType, cancel: &CancellationToken) -> Result<Option<u64>, RequestError> {
        let (entity_type, cancel) = (entity_type.clone(), cancel.clone());
        self.goes(Look::Nothing, |client| async move { client.count(&entity_type, &cancel).await }).await
    }

    async fn get(&self, entity_type: &EntityType, id: &str, cancel: &CancellationToken) -> Result<Option<Fetched>, RequestError> {
        let (entity_type, id, cancel) = (entity_type.clone(), id.to_owned(), cancel.clone());
        self.goes(Look::Nothing, |client| async move { client.get(&entity_type, &id, &cancel).await }).await
    }

    async fn create(&self, entity_type: &EntityType, record: &Record, cancel: &CancellationToken) -> WriteOutcome {
        let (entity_type, record, cancel) = (entity_type.clone(), record.clone(), cancel.clone());
        self.goes(Look::New, |client| async move { client.create(&entity_type, &record, &cancel).await }).await
    }

    async fn update(&self, entity_type: &EntityType, id: &str, update: Update<'_>, cancel: &CancellationToken) -> WriteOutcome {
        let (entity_type, id, cancel) = (entity_type.clone(), id.to_owned(), cancel.clone());
        let (record, changed) = (update.record.clone(), update.changed.to_vec());
        let (fetched, etag) = (update.fetched.cloned(), update.etag.map(str::to_owned));
        let key = (entity_type.name.clone(), id.clone());
        let call = |client: Client| async move {
            let update = Update { record: &record, changed: &changed, fetched: fetched.as_ref(), etag: etag.as_deref() };
            client.update(&entity_type, &id, update, &cancel).await
        };
        self.goes(Look::At(key), call).await
    }

    async fn delete(&self, entity_type: &EntityType, id: &str, etag: Option<&str>, cancel: &CancellationToken) -> WriteOutcome {
        let (entity_type, id, etag, cancel) = (entity_type.clone(), id.to_owned(), etag.map(str::to_owned), cancel.clone());
        let key = (entity_type.name.clone(), id.clone());
        self.goes(Look::At(key), |client| async move { client.delete(&entity_type, &id, etag.as_deref(), &cancel).await }).await
    }
}
