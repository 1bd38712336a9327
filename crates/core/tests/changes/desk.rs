//! The changes of one connection, over a store in a folder of its own.

use super::service::FakeService;
use coredesk_core::Record;
use coredesk_core::catalogue::{RequestLimits, Service, bqe_core};
use coredesk_core::changes::{Changes, DraftError, FieldEdit, MIGRATIONS, OutcomeKind, Problem, Run, RunOutcome, RunShow, Stopping};
use coredesk_core::mirror::Mirror;
use coredesk_core::store::Store;
use serde_json::{Value, json};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Time between the two looks for a create without an answer.
const SECOND_LOOK_AFTER: Duration = Duration::from_millis(20);

/// A run that stopped sending, and its changes as they are kept.
#[derive(Debug)]
pub(crate) struct SentRun {
    pub(crate) run: Run,
    pub(crate) outcomes: Vec<RunOutcome>,
}

impl SentRun {
    pub(crate) fn kinds(&self) -> Vec<OutcomeKind> {
        self.outcomes.iter().map(|outcome| outcome.outcome).collect()
    }
}

impl Deref for SentRun {
    type Target = Run;

    fn deref(&self) -> &Run {
        &self.run
    }
}

pub(crate) struct Desk {
    pub(crate) changes: Changes,
    pub(crate) mirror: Mirror,
    pub(crate) store: Store,
    pub(crate) service: FakeService,
    pub(crate) folder: TempDir,
    pub(crate) description: Arc<Service>,
}

impl Desk {
    /// Time entries `e1`, `e2` and so on, in the mirror and at the service.
    pub(crate) fn with_entries(count: usize) -> Self {
        Self::with_entries_of(&core(), count)
    }

    pub(crate) fn with_entries_of(service: &Arc<Service>, count: usize) -> Self {
        let desk = Self::of_service(service, Vec::new());
        for number in 1..=count {
            desk.keep("timeentry", Value::Object(entry(&format!("e{number}"))));
        }
        desk
    }

    /// Over a service with these records, in the mirror and at the service.
    pub(crate) fn of_service(service: &Arc<Service>, records: Vec<(&str, Value)>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (changes, store, mirror) = open_at(folder.path(), service);
        let desk = Self { changes, mirror, store, service: FakeService::default(), folder, description: Arc::clone(service) };
        for (entity_type, record) in records {
            desk.keep(entity_type, record);
        }
        desk
    }

    /// A record that is in the mirror and at the service.
    pub(crate) fn keep(&self, entity_type: &str, record: Value) {
        let record = record.as_object().cloned().expect("an object");
        self.store.write_now(|transaction| self.mirror.put_record(transaction, entity_type, &record)).expect("is put");
        self.service.put(entity_type, record);
    }

    pub(crate) async fn problems_of(&self, id: &str) -> Vec<String> {
        self.problems(id).await.iter().map(ToString::to_string).collect()
    }

    pub(crate) async fn edit(&self, id: &str, field: &str, value: Value) {
        self.edit_of("timeentry", id, field, value).await;
    }

    pub(crate) async fn edit_of(&self, entity_type: &str, id: &str, field: &str, value: Value) {
        let edit = FieldEdit { id: id.to_owned(), field: field.to_owned(), value };
        self.changes.edit(entity_type, vec![edit]).await.expect("the edit is kept");
    }

    pub(crate) async fn try_edit(&self, id: &str, field: &str, value: Value) -> Result<(), DraftError> {
        self.changes.edit("timeentry", vec![FieldEdit { id: id.to_owned(), field: field.to_owned(), value }]).await
    }

    /// A new project that can be sent.
    pub(crate) async fn new_project(&self, name: &str) -> String {
        let id = self.changes.create("project").await.expect("a draft");
        self.edit_of("project", &id, "name", json!(name)).await;
        id
    }

    /// What keeps a project from being sent.
    pub(crate) async fn problems(&self, id: &str) -> Vec<Problem> {
        let review = self.changes.review().await.expect("a review");
        review.changes.into_iter().find(|change| change.draft.entity_id == id).expect("is there").problems
    }

    /// Somebody else changes a time entry.
    pub(crate) fn change_at_service(&self, id: &str, field: &str, value: Value) {
        let mut record = self.service.record("timeentry", id).expect("is there");
        let version: u32 = record["version"].as_str().expect("is text").parse().expect("is a number");
        record.insert("version".to_owned(), json!((version + 1).to_string()));
        record.insert(field.to_owned(), value);
        self.service.put("timeentry", record);
    }

    /// What the service has reaches the mirror.
    pub(crate) fn sync(&self, id: &str) {
        let record = self.service.record("timeentry", id).expect("is there");
        self.store.write_now(|transaction| self.mirror.put_record(transaction, "timeentry", &record)).expect("is put");
    }

    /// Sends everything; `meanwhile` happens after the first write arrived and before it is answered.
    pub(crate) async fn while_a_write_is_held(&self, meanwhile: impl Future<Output = ()>) {
        self.service.hold_writes();
        let cancel = CancellationToken::new();
        let person = async {
            self.service.write_arrived().await;
            meanwhile.await;
            self.service.stop_holding();
        };
        tokio::join!(self.send_all(&cancel), person);
    }

    pub(crate) async fn all_ids(&self) -> Vec<String> {
        self.changes.all().await.expect("drafts").into_iter().map(|draft| draft.change_id).collect()
    }

    pub(crate) async fn send_all(&self, cancel: &CancellationToken) -> SentRun {
        let run = self.changes.start_run(&self.all_ids().await).await.expect("starts");
        self.send(run, cancel).await
    }

    pub(crate) async fn send(&self, run: Run, stopping: impl Into<Stopping>) -> SentRun {
        let run = self.changes.send(&self.service, run, "Dana", stopping, |_| {}).await.expect("is sent");
        self.sent(run).await
    }

    /// Lets a run go on that waits.
    pub(crate) async fn resume(&self, run: &Run) -> SentRun {
        let run = self.changes.resume(&run.run_id).await.expect("waits");
        self.send(run, &CancellationToken::new()).await
    }

    /// A run as it is kept.
    pub(crate) async fn kept(&self, run: &Run) -> SentRun {
        let run = self.changes.run(&run.run_id).await.expect("reads").expect("is kept");
        self.sent(run).await
    }

    async fn sent(&self, run: Run) -> SentRun {
        let (_, outcomes) = self.changes.run_rows(&run.run_id, RunShow::All, 0, u64::MAX).await.expect("reads");
        SentRun { run, outcomes }
    }

    /// The app ends and starts again: what is on disk is all that is left.
    pub(crate) async fn restart(&mut self) {
        let (changes, store, mirror) = open_at(self.folder.path(), &self.description);
        changes.recover().await.expect("recovers");
        (self.changes, self.store, self.mirror) = (changes, store, mirror);
    }
}

/// BQE CORE, asked for one thing at a time.
pub(crate) fn core() -> Arc<Service> {
    core_with(RequestLimits { per_minute: 80, parallel: 1, allowed_per_minute: 100 })
}

pub(crate) fn core_with(limits: RequestLimits) -> Arc<Service> {
    Arc::new(Service { limits, ..bqe_core::service().expect("the built-in catalogue reads") })
}

pub(crate) fn open(folder: &Path) -> (Changes, Store) {
    let (changes, store, _) = open_at(folder, &core());
    (changes, store)
}

pub(crate) fn open_at(folder: &Path, service: &Arc<Service>) -> (Changes, Store, Mirror) {
    let store = Store::open(&folder.join("data.sqlite"), MIGRATIONS).expect("the store opens");
    let mirror = Mirror::open(store.clone(), Arc::clone(service)).expect("the mirror opens");
    let changes = Changes::new(store.clone(), Arc::clone(service), mirror.clone()).with_second_look_after(SECOND_LOOK_AFTER);
    (changes, store, mirror)
}

pub(crate) fn entry(id: &str) -> Record {
    let text = format!(
        r#"{{"id":"{id}","date":"2026-10-30T00:00:00","actualHours":2.5,"description":"Levels","projectId":"p1","activityId":"a1",
            "resourceId":"r1","version":"1","lastUpdated":"2026-10-30T10:00:00","unheardOf":{{"deep":[1,2]}},"bigNumber":12345678901234567890.123456789}}"#
    );
    serde_json::from_str(&text).expect("is JSON")
}
