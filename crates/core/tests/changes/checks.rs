//! What is said of a change before it is sent, and when it is said anew.

use super::desk::{Desk, open_at};
use super::trading::{campaign, catalogue, line_item, records, service};
use coredesk_core::catalogue::Service;
use coredesk_core::changes::{Finding, Problem, Shown};
use coredesk_core::mirror::{Purpose, sync};
use serde_json::json;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What was found of each record, in the order of the review.
async fn found(desk: &Desk) -> Vec<(String, Vec<Finding>)> {
    desk.changes.check_all().await.expect("are checked");
    let (total, rows) = desk.changes.review_rows(None, Shown::All, 0, 100).await.expect("reads");
    let with_problems = rows.iter().filter(|row| !row.findings.is_empty()).count();
    let counted = desk.changes.review_summary().await.expect("counts").all();
    assert_eq!((counted.total, counted.problems), (total, with_problems as u64), "what is counted is what is shown");
    rows.into_iter().map(|row| (row.change.draft.entity_id, row.findings)).collect()
}

async fn words(desk: &Desk, id: &str) -> Vec<(String, Option<String>)> {
    let of_it = found(desk).await.into_iter().find(|(found, _)| found == id).expect("is there").1;
    of_it.into_iter().map(|finding| (finding.problem.to_string(), finding.field)).collect()
}

/// A service that takes each name of a campaign once.
fn with_keys() -> Arc<Service> {
    let mut keyed = catalogue();
    for known in &mut keyed.entity_types {
        if known.name == "campaigns" {
            known.natural_keys = vec![vec!["name".to_owned()]];
        }
    }
    Arc::new(Service { catalogue: keyed, ..(*service()).clone() })
}

async fn complete(desk: &Desk, entity_type: &str) {
    sync(&desk.mirror, &desk.service, entity_type, Purpose::Background, &CancellationToken::new(), |_| {}).await.expect("is read");
}

#[tokio::test]
async fn each_problem_names_the_field_in_which_it_can_be_mended() {
    let desk = Desk::of_service(&service(), records());
    for (id, field, value) in
        [("1", "margin", json!("200")), ("1", "name", json!("n".repeat(41))), ("2", "end", json!("2026-12-05T00:00:00Z"))]
    {
        desk.edit_of("line-items", id, field, value).await;
    }
    let one = words(&desk, "1").await;
    assert_eq!(one[0], ("Margin: This is more than 100, the most that the service takes.".to_owned(), Some("margin".to_owned())));
    assert_eq!(one[1], ("Name: This has 41 characters; the service takes 40.".to_owned(), Some("name".to_owned())));
    let late = "Its end is after the end of its campaign, 30 Nov 2026.".to_owned();
    assert_eq!(words(&desk, "2").await, [(late, Some("end".to_owned()))]);
    let new = desk.changes.create("campaigns").await.expect("a draft");
    assert_eq!(words(&desk, &new).await[0], ("Name is required.".to_owned(), Some("name".to_owned())));
}

#[tokio::test]
async fn what_the_service_takes_once_is_compared_with_the_copy_and_with_other_changes() {
    let desk = Desk::of_service(&with_keys(), vec![campaign(1, "Autumn"), campaign(2, "Winter")]);
    let new = desk.changes.create("campaigns").await.expect("a draft");
    desk.edit_of("campaigns", &new, "name", json!("Winter")).await;
    let taken = Problem::Taken { title: "Name".to_owned(), one: "campaign".to_owned(), other: "Winter".to_owned() };
    let of_new = |found: Vec<(String, Vec<Finding>)>| found.into_iter().find(|(id, _)| *id == new).expect("is there").1;
    let here = of_new(found(&desk).await);
    assert!(here.contains(&Finding { problem: taken, field: Some("name".to_owned()) }), "{here:?}");

    desk.edit_of("campaigns", &new, "name", json!("winter")).await;
    assert!(of_new(found(&desk).await).iter().all(|finding| finding.field.as_deref() != Some("name")), "case makes another name");

    desk.edit_of("campaigns", &new, "name", json!("Spring")).await;
    found(&desk).await;
    desk.edit_of("campaigns", "1", "name", json!("Spring")).await;
    let twins = found(&desk).await;
    let same = Problem::TakenHere { title: "Name".to_owned(), one: "campaign".to_owned() };
    assert!(twins.iter().all(|(_, findings)| findings.iter().any(|finding| finding.problem == same)), "both are told: {twins:?}");

    desk.changes.revert("campaigns", "1", None).await.expect("is taken back");
    assert!(of_new(found(&desk).await).iter().all(|finding| finding.problem != same), "it is free again");

    desk.edit_of("campaigns", "2", "name", json!("Late winter")).await;
    desk.edit_of("campaigns", &new, "name", json!("Winter")).await;
    assert!(of_new(found(&desk).await).iter().all(|finding| finding.field.as_deref() != Some("name")), "the other one gives its name up");
}

#[tokio::test]
async fn what_is_free_again_is_no_problem_of_the_other_any_more() {
    let desk = Desk::of_service(&with_keys(), vec![campaign(1, "Autumn"), campaign(2, "Winter")]);
    for id in ["1", "2"] {
        desk.edit_of("campaigns", id, "name", json!("Same")).await;
    }
    assert!(found(&desk).await.iter().all(|(_, findings)| findings.len() == 1));
    desk.changes.revert("campaigns", "1", None).await.expect("is taken back");
    assert_eq!(found(&desk).await, [("2".to_owned(), Vec::new())]);
}

#[tokio::test]
async fn a_key_of_two_fields_is_one_of_both() {
    let mut keyed = catalogue();
    let line_items = keyed.entity_types.iter_mut().find(|known| known.name == "line-items").expect("is there");
    line_items.natural_keys = vec![vec!["name".to_owned(), "campaign".to_owned()]];
    let keyed = Arc::new(Service { catalogue: keyed, ..(*service()).clone() });
    let desk = Desk::of_service(&keyed, vec![campaign(1, "Autumn"), campaign(2, "Winter"), line_item(1, 1)]);
    let named = desk.mirror.record("line-items", "1").await.expect("reads").expect("is there")["name"].clone();
    let new = desk.changes.create("line-items").await.expect("a draft");
    desk.edit_of("line-items", &new, "name", named).await;
    desk.edit_of("line-items", &new, "campaign", json!("2")).await;
    let is_taken = async || words(&desk, &new).await.iter().any(|(words, _)| words.contains("takes it only once"));
    assert!(!is_taken().await);
    desk.edit_of("line-items", &new, "campaign", json!("1")).await;
    assert!(is_taken().await);
}

#[tokio::test]
async fn a_reference_is_judged_again_when_the_entity_type_is_whole_and_when_its_record_goes() {
    let desk =
        Desk::of_service(&service(), vec![campaign(1, "Autumn"), line_item(1, 1), ("strategies", json!({ "id": 1, "name": "Max" }))]);
    desk.service.put("strategies", json!({ "id": 2, "name": "Min" }).as_object().cloned().expect("an object"));
    desk.edit_of("line-items", "1", "strategy", json!("3")).await;
    assert!(words(&desk, "1").await.is_empty(), "nothing is said while not all of them are here");
    complete(&desk, "strategies").await;
    let nowhere = ("Strategy points at a record that is not there.".to_owned(), Some("strategy".to_owned()));
    assert_eq!(words(&desk, "1").await, std::slice::from_ref(&nowhere));
    desk.edit_of("line-items", "1", "strategy", json!("2")).await;
    assert!(words(&desk, "1").await.is_empty());
    desk.store.write_now(|transaction| desk.mirror.remove_record(transaction, "strategies", "2")).expect("is removed");
    assert_eq!(words(&desk, "1").await, [nowhere]);
}

#[tokio::test]
async fn dates_are_judged_again_when_those_above_change() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("line-items", "2", "end", json!("2026-11-25T00:00:00Z")).await;
    assert!(words(&desk, "2").await.is_empty());
    desk.edit_of("campaigns", "1", "end", json!("2026-11-20T00:00:00Z")).await;
    assert_eq!(words(&desk, "2").await.len(), 1);
    desk.changes.revert("campaigns", "1", None).await.expect("is taken back");
    assert!(words(&desk, "2").await.is_empty());
}

#[tokio::test]
async fn a_new_record_that_is_taken_back_is_missed_by_those_that_point_at_it() {
    let desk = Desk::of_service(&service(), records());
    let new = desk.changes.create("creatives").await.expect("a draft");
    desk.edit_of("line-items", "2", "creatives", json!([new])).await;
    assert!(words(&desk, "2").await.is_empty());
    desk.changes.revert("creatives", &new, None).await.expect("is taken back");
    assert_eq!(words(&desk, "2").await.len(), 1);
}

#[tokio::test]
async fn a_fresh_description_is_checked_against() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("line-items", "2", "margin", json!("50")).await;
    assert!(words(&desk, "2").await.is_empty());
    let mut stricter = catalogue();
    for field in stricter.entity_types.iter_mut().flat_map(|known| &mut known.fields).filter(|field| field.name == "margin") {
        field.maximum = Some(40.into());
    }
    desk.mirror.adopt(stricter).await.expect("is adopted");
    assert_eq!(words(&desk, "2").await.len(), 1);
}

#[tokio::test]
async fn a_record_that_is_gone_at_the_service_cannot_be_changed() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("line-items", "2", "name", json!("Second")).await;
    assert!(words(&desk, "2").await.is_empty());
    desk.service.remove("line-items", "2");
    complete(&desk, "line-items").await;
    let gone = Finding { problem: Problem::Gone, field: None };
    let of_it = found(&desk).await;
    let kept = desk.mirror.record("line-items", "2").await.expect("reads").is_some();
    assert_eq!(of_it, [("2".to_owned(), if kept { Vec::new() } else { vec![gone] })]);
    assert!(!kept, "a list that was read whole tells what is gone");
}

#[tokio::test]
async fn what_was_found_survives_a_restart() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("line-items", "2", "margin", json!("200")).await;
    found(&desk).await;
    let Desk { folder, changes, mirror, store, .. } = desk;
    drop((changes, mirror, store));
    let (changes, ..) = open_at(folder.path(), &service());
    let summary = changes.review_summary().await.expect("counts");
    assert_eq!((summary.unchecked, summary.all().problems), (0, 1));
    assert!(!changes.note_what_moved().await.expect("looks"));
}
