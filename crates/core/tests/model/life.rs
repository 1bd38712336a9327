//! The app from one start to its end. A kill drops it at any moment; what is on disk is all that is left.

use coredesk_core::Record;
use coredesk_core::catalogue::{RequestLimits, Service, bqe_core};
use coredesk_core::changes::{Changes, MIGRATIONS};
use coredesk_core::mirror::Mirror;
use coredesk_core::store::Store;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const FILE: &str = "data.sqlite";

pub(crate) struct Life {
    pub(crate) changes: Changes,
    pub(crate) mirror: Mirror,
    pub(crate) store: Store,
    /// Dropped last: it waits for what the disk has begun.
    pub(crate) runtime: Runtime,
}

impl Life {
    pub(crate) fn begin(folder: &Path, service: &Arc<Service>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().expect("a runtime");
        let (changes, mirror, store) = open(folder, service);
        runtime.block_on(changes.recover()).expect("recovers");
        Self { changes, mirror, store, runtime }
    }
}

fn open(folder: &Path, service: &Arc<Service>) -> (Changes, Mirror, Store) {
    let store = Store::open(&folder.join(FILE), MIGRATIONS).expect("the store opens");
    let mirror = Mirror::open(store.clone(), Arc::clone(service)).expect("the mirror opens");
    (Changes::new(store.clone(), Arc::clone(service), mirror.clone()), mirror, store)
}

/// BQE CORE with the entity types that are drafted; `fast` so that the disk is waited for while others are at the service.
pub(crate) fn described(parallel: u32, fast: bool) -> Arc<Service> {
    static CORE: OnceLock<Service> = OnceLock::new();
    let core = CORE.get_or_init(|| {
        let mut core = bqe_core::service().expect("the built-in catalogue reads");
        core.catalogue.entity_types.retain(|entity_type| ["project", "timeentry"].contains(&entity_type.name.as_str()));
        core
    });
    let limits = RequestLimits { per_minute: if fast { 10_000 } else { 80 }, parallel, allowed_per_minute: 0 };
    Arc::new(Service { limits, ..core.clone() })
}

/// What is at the service and in the copy when a history begins.
pub(crate) fn records() -> Vec<(&'static str, Record)> {
    let project = |number: usize| {
        json!({ "id": format!("p{number}"), "name": format!("Project {number}"), "code": format!("P-{number}"), "memo": "Levels",
            "contractAmount": 100, "createdOn": "2020-01-01T10:00:00Z", "version": "1" })
    };
    let entry = |number: usize| {
        json!({ "id": format!("e{number}"), "date": "2026-10-30T00:00:00", "actualHours": 2.5, "description": "Levels", "projectId": "p1",
            "activityId": "a1", "resourceId": "r1", "billable": false, "version": "1", "createdOn": "2020-01-01T10:00:00Z", "unheardOf": [1, 2] })
    };
    let record = |value: Value| value.as_object().cloned().expect("an object");
    let projects = (1..=3).map(|number| ("project", record(project(number))));
    projects.chain((1..=4).map(|number| ("timeentry", record(entry(number))))).collect()
}

/// A store that holds [`records`], made once and copied for each history.
pub(crate) struct Beginning {
    folder: TempDir,
}

impl Beginning {
    pub(crate) fn make() -> Self {
        let folder = in_memory();
        let (_, mirror, store) = open(folder.path(), &described(1, false));
        for (entity_type, record) in records() {
            store.write_now(|transaction| mirror.put_record(transaction, entity_type, &record)).expect("is put");
        }
        Self { folder }
    }

    pub(crate) fn copied(&self) -> TempDir {
        let folder = in_memory();
        std::fs::copy(self.folder.path().join(FILE), folder.path().join(FILE)).expect("is copied");
        folder
    }
}

/// Where there is one, a disk in memory: thousands of histories wait for it.
fn in_memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}
