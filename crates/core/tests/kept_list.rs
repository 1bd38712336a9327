//! The list that the window begins with, as a person left it.

use coredesk_core::catalogue::bqe_core;
use coredesk_core::desk::{Desk, DeskError, KeptColumn, ViewSettings};
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::rest::OrderBy;
use coredesk_core::token_store::MemoryTokenStore;
use std::sync::Arc;
use tempfile::TempDir;

const CONNECTION: &str = "c1";
const ENTRIES: &str = "timeentry";

/// A desk with a connection to CORE where nothing was opened yet.
fn desk() -> (Desk, TempDir) {
    let folder = TempDir::new().expect("a folder");
    let desk = Desk::open(folder.path(), Arc::new(MemoryTokenStore::new()), Arc::new(DefaultBrowser)).expect("opens");
    let list = rusqlite::Connection::open(folder.path().join("desk.sqlite")).expect("opens");
    let sql =
        "INSERT INTO connection (id, service, environment, client_id, subject, person, company_id, company, scopes, base_url, made_at)
               VALUES (?1, 'bqe-core', 'production', '', '', 'Dana', 'k', 'Halden', '', 'https://api.bqecore.com/api', 0)";
    list.execute(sql, [CONNECTION]).expect("inserts");
    (desk, folder)
}

fn by(field: &str, descending: bool) -> OrderBy {
    OrderBy { field: field.to_owned(), descending }
}

/// Sorted and searched, with these columns.
fn arranged(columns: &[&str]) -> ViewSettings {
    let columns = columns.iter().map(|field| KeptColumn { field: (*field).to_owned(), width: None, pinned: false }).collect();
    ViewSettings { columns, search: "roof".to_owned(), sort: vec![by("actualHours", true)], ..ViewSettings::default() }
}

#[tokio::test]
async fn a_list_that_nobody_arranged_opens_with_its_first_columns_and_order() {
    let (desk, _folder) = desk();
    let list = desk.kept_list(CONNECTION, ENTRIES, None).await.expect("reads").expect("is there");
    let service = bqe_core::service().expect("reads");
    let entity_type = service.catalogue.entity_type(ENTRIES).expect("is there");
    let mut first: Vec<&str> = entity_type.first_columns().into_iter().map(|field| field.name.as_str()).collect();
    first.sort_unstable();
    assert_eq!(list.request.columns, first);
    assert_eq!(list.request.query.sort, [by("date", true)]);
    assert_eq!((list.settings, list.request.query.search.as_str()), (None, ""));
    assert_eq!((list.connection.record.id.as_str(), list.entity_type.name.as_str()), (CONNECTION, ENTRIES));
}

#[tokio::test]
async fn a_list_opens_as_it_was_left_and_a_saved_view_as_it_was_saved() {
    let (desk, _folder) = desk();
    let left = arranged(&["description", "date"]);
    desk.keep_all_rows(CONNECTION, ENTRIES, &left).await.expect("is kept");
    let saved = ViewSettings { search: "attic".to_owned(), ..arranged(&[]) };
    let view = desk.save_view(CONNECTION, ENTRIES, None, "Attics", &saved).await.expect("is kept");
    let list = desk.kept_list(CONNECTION, ENTRIES, None).await.expect("reads").expect("is there");
    assert_eq!(list.request.columns, ["date", "description"], "in the order of their names, as the window asks");
    assert_eq!((list.request.query.search.as_str(), &list.request.query.sort), ("roof", &left.sort));
    assert_eq!(list.settings, Some(left));
    let list = desk.kept_list(CONNECTION, ENTRIES, Some(&view.id)).await.expect("reads").expect("is there");
    assert_eq!(list.request.query.search, "attic");
    assert!(list.request.columns.len() > 2, "where none were chosen, the first ones are shown: {:?}", list.request.columns);
}

#[tokio::test]
async fn what_is_not_there_opens_no_list() {
    let (desk, _folder) = desk();
    let view = desk.save_view(CONNECTION, "project", None, "Open", &arranged(&[])).await.expect("is kept");
    let list = async |id: Option<&str>| desk.kept_list(CONNECTION, ENTRIES, id).await.expect("reads").is_some();
    assert!(!list(Some("gone")).await, "a view that was deleted");
    assert!(!list(Some(&view.id)).await, "a view of another entity type");
    assert!(list(None).await);
    assert!(matches!(desk.kept_list("c9", ENTRIES, None).await, Err(DeskError::UnknownConnection)));
    assert!(matches!(desk.kept_list(CONNECTION, "boats", None).await, Err(DeskError::UnknownName(name)) if name == "boats"));
}
