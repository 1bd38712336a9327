//! The review as the window asks for it: values as cells with names, who changed the same, and events.

use coredesk_core::catalogue::{FieldKind, bqe_core};
use coredesk_core::changes::{Chosen, FieldEdit, MIGRATIONS, Shown, Side};
use coredesk_core::desk::{Desk, DeskEvent};
use coredesk_core::mirror::Mirror;
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::store::Store;
use coredesk_core::token_store::MemoryTokenStore;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const ID: &str = "c1";

fn entry(id: &str, changes: Value) -> Value {
    let mut record = json!({
        "id": id, "date": "2026-10-30T00:00:00", "actualHours": 2.5, "description": "Levels", "projectId": "p1", "activityId": "a1",
        "resourceId": "r1", "version": "1", "lastUpdated": "2026-10-30T09:58:00", "lastUpdatedById": "r1"
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        record[name] = value.clone();
    }
    record
}

struct Company {
    desk: Desk,
    mirror: Mirror,
    store: Store,
    _folder: TempDir,
}

impl Company {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::open(folder.path(), Arc::new(MemoryTokenStore::new()), Arc::new(DefaultBrowser)).expect("opens");
        let list = rusqlite::Connection::open(folder.path().join("desk.sqlite")).expect("opens");
        let sql = "INSERT INTO connection (id, service, environment, issuer, client_id, subject, person, email, company_id, company, scopes, base_url,
                       made_at, user, has_client_secret)
                   VALUES ('c1', 'bqe-core', 'production', 'https://id.example', 'client', 'subject', 'Dana', 'dana@example.com', 'co', 'Halden',
                       'readwrite:core', 'https://api.example/api', 0, 'user', 0)";
        list.execute(sql, []).expect("inserts");
        let path = folder.path().join("connections").join(ID).join("data.sqlite");
        let store = Store::open(&path, MIGRATIONS).expect("opens");
        let mirror = Mirror::open(store.clone(), Arc::new(bqe_core::service().expect("reads"))).expect("opens");
        let company = Self { desk, mirror, store, _folder: folder };
        company.put("timeentry", entry("e1", json!({})));
        company.put("timeentry", entry("e2", json!({})));
        company.put("employee", json!({ "id": "r2", "displayName": "Grace Okafor" }));
        company.put("project", json!({ "id": "p2", "name": "Canal Street Lofts" }));
        company
    }

    fn put(&self, entity_type: &str, record: Value) {
        let record = record.as_object().cloned().expect("an object");
        self.store.write_now(|transaction| self.mirror.put_record(transaction, entity_type, &record)).expect("is put");
    }

    async fn edit(&self, id: &str, field: &str, value: Value) {
        let edit = FieldEdit { id: id.to_owned(), field: field.to_owned(), value };
        self.desk.edit(ID, "timeentry", vec![edit]).await.expect("is kept");
    }
}

#[tokio::test]
async fn a_conflict_is_told_with_names_and_times_and_settled() {
    let company = Company::open();
    company.edit("e1", "projectId", json!("p2")).await;
    company.edit("e1", "description", json!("Mine")).await;
    let theirs = json!({ "description": "Theirs", "lastUpdated": "2026-10-30T10:36:00", "lastUpdatedById": "r2" });
    company.put("timeentry", entry("e1", theirs));
    let standing = company.desk.review_summary(ID).await.expect("counts");
    assert_eq!((standing.summary.unchecked, standing.summary.all().conflicts, standing.summary.to_send().total), (0, 1, 0));
    let (total, rows) = company.desk.review_rows(ID, None, Shown::Conflicts, 0, 10).await.expect("reads");
    let line = rows.into_iter().next().expect("is there");
    let conflict = line.conflict.expect("is one");
    assert_eq!((total, conflict.by.as_deref()), (1, Some("Grace Okafor")));
    assert_eq!(conflict.at.map(|at| at.to_string()).as_deref(), Some("2026-10-30T10:36:00Z"));
    let open: Vec<_> = conflict.fields.iter().filter(|cell| cell.is_open).map(|cell| (&cell.then, &cell.mine, &cell.theirs)).collect();
    assert_eq!(open, [(&json!("Levels"), &json!("Mine"), &json!("Theirs"))]);
    let project = line.row.fields.iter().find(|cell| matches!(cell.field.kind, FieldKind::Reference(_))).expect("is there");
    assert_eq!(project.after, json!({ "id": "p2", "label": "Canal Street Lofts" }));
    company.desk.settle_conflict(ID, &line.row.change.draft.change_id, Side::Mine).await.expect("is settled");
    assert_eq!(company.desk.review_summary(ID).await.expect("counts").summary.to_send().total, 1);
}

#[tokio::test]
async fn what_changes_while_the_review_is_open_is_checked_and_told() {
    let company = Company::open();
    company.edit("e1", "description", json!("Mine")).await;
    company.desk.review_summary(ID).await.expect("counts");
    let mut events = company.desk.events();
    company.edit("e2", "actualHours", json!("many")).await;
    let told = async {
        loop {
            let event = events.recv().await.expect("goes on");
            let (_, rows) = company.desk.review_rows(ID, None, Shown::Problems, 0, 10).await.expect("reads");
            if matches!(event, DeskEvent::Review { .. }) && rows.len() == 1 {
                return rows;
            }
        }
    };
    let rows = tokio::time::timeout(Duration::from_secs(20), told).await.expect("is told");
    assert_eq!(rows[0].findings[0].field.as_deref(), Some("actualHours"));
}

#[tokio::test]
async fn ticks_and_the_forecast_go_together() {
    let company = Company::open();
    for id in ["e1", "e2"] {
        company.edit(id, "description", json!("Mine")).await;
    }
    let standing = company.desk.review_summary(ID).await.expect("counts");
    assert_eq!(standing.forecast.requests, 4);
    company.desk.include_changes(ID, Chosen::OfType("timeentry".to_owned()), false).await.expect("is kept");
    let standing = company.desk.review_summary(ID).await.expect("counts");
    assert_eq!((standing.forecast.requests, standing.summary.all().left_out), (0, 2));
    assert!(standing.per_minute > 0 && standing.live_check.is_none());
}
