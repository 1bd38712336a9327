//! Services that are described by a document, over real loopback HTTP.

mod changes;
mod lists;

use crate::server::{Seen, Server, never, service_at, signed_in_at};
use coredesk_core::Record;
use coredesk_core::catalogue::{
    Catalogue, CredentialHeader, DialectKind, EntityType, Field, FieldKind, FieldOrigin, Habits, Operations, Paging, Service, UpdateForm,
};
use coredesk_core::mirror::{Mirror, Purpose, SyncEnd, SyncError, ViewQuery, sync};
use coredesk_core::rest::{Client, Deadlines, Entities, Update, WriteOutcome};
use coredesk_core::store::Store;
use serde_json::{Value, json as value};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use url::form_urlencoded;

const COLLECTION: &str = "/api/campaigns/";

/// A client of a described service and the mirror of its one entity type.
struct Desk {
    client: Client,
    mirror: Mirror,
    kind: EntityType,
    service: Arc<Service>,
    folder: TempDir,
}

impl Desk {
    fn at(server: &Server, paging: Paging, form: UpdateForm) -> Self {
        Self::with(server, Habits { paging, page_size: 2, ..Habits::default() }, form)
    }

    fn with(server: &Server, habits: Habits, form: UpdateForm) -> Self {
        Self::of(server, habits, form, CredentialHeader::default())
    }

    fn of(server: &Server, habits: Habits, form: UpdateForm, credential: CredentialHeader) -> Self {
        let kind = campaigns(form);
        let mut service = Arc::unwrap_or_clone(service_at(&server.base));
        service.dialect = DialectKind::Described(Box::new(habits));
        service.credential = credential;
        service.catalogue = Catalogue { groups: Vec::new(), entity_types: vec![kind.clone()], custom_fields: None };
        let service = Arc::new(service);
        let folder = tempfile::tempdir().expect("a folder");
        let deadlines = Deadlines { whole: Duration::from_secs(5), first_wait: Duration::from_millis(5) };
        let (client, _) = signed_in_at(Arc::clone(&service), &server.base, "a1", folder.path(), deadlines);
        Self { client, mirror: mirror_in(folder.path(), &service), kind, service, folder }
    }

    fn started_again(self) -> Self {
        let Self { client, mirror, kind, service, folder } = self;
        drop(mirror);
        Self { client, mirror: mirror_in(folder.path(), &service), kind, service, folder }
    }

    async fn sync(&self) -> Result<SyncEnd, SyncError> {
        sync(&self.mirror, &self.client, "campaigns", Purpose::Background, &never(), |_| {}).await
    }

    async fn ids(&self) -> Vec<String> {
        let view = self.mirror.open_view("campaigns", ViewQuery::default()).await.expect("opens");
        let rows = self.mirror.rows(&view, 0, 1_000).await.expect("reads");
        let mut ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
        ids.sort();
        ids
    }

    async fn update(&self, id: &str, record: Record, etag: Option<&str>, changed: &[&str]) -> WriteOutcome {
        self.update_since(id, None, record, etag, changed).await
    }

    async fn update_since(&self, id: &str, fetched: Option<&Record>, record: Record, etag: Option<&str>, changed: &[&str]) -> WriteOutcome {
        let changed: Vec<String> = changed.iter().map(|name| (*name).to_owned()).collect();
        let update = Update { record: &record, changed: &changed, fetched, etag };
        self.client.update(&self.kind, id, update, &never()).await
    }
}

fn mirror_in(folder: &Path, service: &Arc<Service>) -> Mirror {
    let store = Store::open(&folder.join("mirror.sqlite"), &[]).expect("opens");
    Mirror::open(store, Arc::clone(service)).expect("opens")
}

fn campaigns(update_form: UpdateForm) -> EntityType {
    let field = |name: &str, kind| Field { sortable: true, ..Field::bare(name, kind, FieldOrigin::Described) };
    EntityType {
        name: "campaigns".to_owned(),
        title: "Campaign".to_owned(),
        plural: "Campaigns".to_owned(),
        group: "Trading".to_owned(),
        pinned: false,
        path: "/campaigns/".to_owned(),
        parent: None,
        operations: Operations { list: true, get: true, create: true, update: true, delete: true },
        fields: vec![
            Field { read_only: true, ..field("id", FieldKind::Integer) },
            field("name", FieldKind::Text),
            field("budget", FieldKind::Money),
            field("advertiser", FieldKind::Integer),
            Field { read_only: true, ..field("status", FieldKind::Text) },
            field("start", FieldKind::Date),
        ],
        title_field: Some("name".to_owned()),
        list_columns: vec!["name".to_owned(), "start".to_owned()],
        tree: None,
        link_path: None,
        id_field: "id".to_owned(),
        item_path: Some("/campaigns/{id}/".to_owned()),
        update_form,
        searchable: true,
        belongs_to: None,
        span: None,
        rules: Vec::new(),
        natural_keys: Vec::new(),
    }
}

fn next_pages() -> Paging {
    Paging::Next { at: "next".to_owned(), size: Some("page_size".to_owned()) }
}

fn row(number: u64) -> Value {
    value!({"id": number, "name": format!("c{number}"), "budget": "1.00"})
}

fn rows(numbers: std::ops::RangeInclusive<u64>) -> Vec<Value> {
    numbers.map(row).collect()
}

fn object(value: Value) -> Record {
    value.as_object().cloned().expect("an object")
}

/// A number in the query; 0 if it is not there.
fn number(seen: &Seen, name: &str) -> u64 {
    let query: HashMap<String, String> = form_urlencoded::parse(seen.query.as_bytes()).into_owned().collect();
    query.get(name).and_then(|value| value.parse().ok()).unwrap_or(0)
}
