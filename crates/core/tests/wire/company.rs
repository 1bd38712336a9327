//! All that stands between a person and a service over HTTP: mirror, drafts, sender and client, in a folder of its own.

use crate::server::{never, signed_in};
use coredesk_core::Record;
use coredesk_core::catalogue::{Service, bqe_core};
use coredesk_core::changes::{Changes, FieldEdit, MIGRATIONS, Run, RunOutcome, RunShow};
use coredesk_core::mirror::{self, Mirror};
use coredesk_core::rest::Client;
use coredesk_core::store::Store;
use serde_json::Value;
use std::sync::Arc;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

pub(crate) struct Company {
    pub(crate) client: Client,
    pub(crate) mirror: Mirror,
    pub(crate) changes: Changes,
    _folder: TempDir,
}

impl Company {
    /// Signed in at the service that answers at `base`.
    pub(crate) fn at(base: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (client, _) = signed_in(base, "a1", folder.path());
        let service: Arc<Service> = Arc::new(bqe_core::service().expect("reads"));
        let store = Store::open(&folder.path().join("data.sqlite"), MIGRATIONS).expect("opens");
        let mirror = Mirror::open(store.clone(), Arc::clone(&service)).expect("opens");
        let changes = Changes::new(store, service, mirror.clone());
        Self { client, mirror, changes, _folder: folder }
    }

    pub(crate) async fn sync(&self) {
        mirror::sync(&self.mirror, &self.client, "timeentry", mirror::Purpose::Look, &never(), |_| {}).await.expect("comes to an end");
    }

    /// The row as the copy holds it.
    pub(crate) async fn row(&self, id: &str) -> Record {
        self.mirror.record("timeentry", id).await.expect("reads").expect("is there")
    }

    pub(crate) async fn edit(&self, id: &str, field: &str, value: Value) {
        let edit = FieldEdit { id: id.to_owned(), field: field.to_owned(), value };
        self.changes.edit("timeentry", vec![edit]).await.expect("is kept");
    }

    /// How each change of a run ended, in the order of sending.
    pub(crate) async fn outcomes(&self, run: &Run) -> Vec<RunOutcome> {
        self.changes.run_rows(&run.run_id, RunShow::All, 0, 1_000).await.expect("reads").1
    }

    /// Sends all that is unsent; answers how the run ended.
    pub(crate) async fn send(&self, cancel: &CancellationToken) -> Run {
        let drafts = self.changes.all().await.expect("reads");
        let ids: Vec<String> = drafts.into_iter().map(|draft| draft.change_id).collect();
        let run = self.changes.start_run(&ids).await.expect("starts");
        self.changes.send(&self.client, run, "Dana", cancel, |_| {}).await.expect("is sent")
    }

    /// Sends the one change there is.
    pub(crate) async fn send_one(&self) -> RunOutcome {
        let mut outcomes = self.outcomes(&self.send(&never()).await).await;
        assert_eq!(outcomes.len(), 1);
        outcomes.remove(0)
    }
}
