//! Many records that are to be deleted or copied.

use super::desk::Desk;
use super::trading::{records, service};
use coredesk_core::changes::{DeleteCheck, StepKind};
use serde_json::{Value, json};

fn ids(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn check(desk: &Desk, entity_type: &str, of: &[&str]) -> DeleteCheck {
    desk.changes.check_deletes(entity_type, ids(of)).await.expect("is looked at")
}

fn kept(check: &DeleteCheck) -> Vec<(&str, Vec<&str>)> {
    check.kept.iter().map(|kept| (kept.reason.as_str(), kept.ids.iter().map(String::as_str).collect())).collect()
}

fn owners(desk: &Desk, owners: &[(u32, Option<u32>)]) {
    for (id, owner) in owners {
        desk.keep("owners", json!({ "id": id, "name": format!("O{id}"), "owner": owner }));
    }
}

#[tokio::test]
async fn what_keeps_a_record_is_named() {
    let desk = Desk::of_service(&service(), records());
    owners(&desk, &[(1, None), (2, Some(1)), (3, None), (4, Some(3)), (5, Some(3)), (6, None)]);
    let new = desk.changes.create("owners").await.expect("a draft");
    desk.edit_of("owners", "6", "name", json!("Six")).await;
    let found = check(&desk, "owners", &["1", "3", "6", &new]).await;
    assert_eq!(kept(&found), [("are used by owner O2", vec!["1"]), ("are used by owners", vec!["3"])]);
    assert_eq!((found.rows, found.free, found.with_edits, found.new_records), (4, 1, 1, 1));
}

#[tokio::test]
async fn what_goes_too_or_lets_go_keeps_nothing() {
    let desk = Desk::of_service(&service(), records());
    owners(&desk, &[(1, None), (2, Some(1)), (3, Some(1)), (4, Some(1)), (5, None)]);
    assert_eq!(kept(&check(&desk, "owners", &["1", "2"]).await), [("are used by owners", vec!["1"])]);
    desk.changes.mark_for_deletion("owners", ids(&["3"])).await.expect("is marked");
    assert_eq!(kept(&check(&desk, "owners", &["1", "2"]).await), [("are used by owner O4", vec!["1"])]);
    desk.edit_of("owners", "4", "owner", json!(5)).await;
    let found = check(&desk, "owners", &["1", "2"]).await;
    assert_eq!((kept(&found), found.free), (vec![], 2));
}

#[tokio::test]
async fn what_only_loses_a_record_does_not_keep_it() {
    let desk = Desk::of_service(&service(), records());
    let found = check(&desk, "creatives", &["11", "12"]).await;
    assert_eq!((kept(&found), found.with_dependants, found.is_whole), (vec![], 2, false));
    let found = check(&desk, "campaigns", &["1"]).await;
    assert_eq!((found.with_dependants, found.rules.as_slice()), (1, ["Deleting a campaign deletes its line items.".to_owned()].as_slice()));
}

#[tokio::test]
async fn rows_are_copied_as_one_step_with_names_of_their_own() {
    let desk = Desk::of_service(&service(), records());
    owners(&desk, &[(1, None), (2, None), (3, None)]);
    desk.keep("owners", json!({ "id": 4, "name": "O1 (copy)", "owner": Value::Null }));
    desk.edit_of("owners", "2", "name", json!("O1")).await;
    let gone = desk.changes.duplicate_rows("owners", ids(&["1", "2", "3", "99"])).await.expect("are copied");
    assert_eq!(gone, 1);
    let mut names: Vec<Value> =
        desk.changes.new_records("owners").await.expect("drafts").into_iter().map(|draft| draft.fields[0].after.clone()).collect();
    names.sort_by_key(Value::to_string);
    assert_eq!(names, [json!("O1 (copy 2)"), json!("O1 (copy 3)"), json!("O3 (copy)")]);
    let step = desk.changes.undo_step().await.expect("is taken back").expect("a step").step;
    assert_eq!((step.kind, step.records), (StepKind::Duplicate, 3));
    assert_eq!(desk.changes.new_records("owners").await.expect("drafts").len(), 0);
}
