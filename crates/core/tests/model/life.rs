//! The app from one start to its end. A kill drops it at any moment; what is on disk is all that is left.

use coredesk_core::Record;
use coredesk_core::catalogue::{RequestLimits, Service, bqe_core};
use coredesk_core::changes::{Changes, MIGRATIONS};
use coredesk_core::mirror::Mirror;
use coredesk_core::store::Store;
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The name of the store in its folder.
pub(crate) const FILE: &str = "data.sqlite";

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

/// A folder with a store whose copy holds these records, each with the name of its entity type.
pub(crate) fn with_records(records: Vec<(String, Record)>) -> TempDir {
    let folder = in_memory();
    let (_, mirror, store) = open(folder.path(), &described(1, false));
    for (entity_type, record) in records {
        store.write_now(|transaction| mirror.put_record(transaction, &entity_type, &record)).expect("is put");
    }
    folder
}

pub(crate) fn record(value: Value) -> Record {
    value.as_object().cloned().expect("an object")
}

/// Where there is one, a disk in memory: thousands of histories wait for it.
pub(crate) fn in_memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}
