//! References in lists and parts, kept beside the rows, and rows whose ids are counted.

use super::desk::{Desk, open_at};
use super::trading::{catalogue, line_item, records, service};
use coredesk_core::catalogue::{FieldKind, Service};
use coredesk_core::mirror::{Mirror, ViewQuery};
use coredesk_core::rest::OrderBy;
use serde_json::json;
use std::sync::Arc;

async fn pointing(mirror: &Mirror, creative: &str) -> Vec<(String, u64)> {
    let found = mirror.references_to("creatives", creative).await.expect("reads");
    found.into_iter().map(|referring| (referring.field, referring.count)).collect()
}

#[tokio::test]
async fn links_are_made_anew_when_a_description_tells_of_them() {
    let mut described = catalogue();
    let creatives = described.entity_types[1].fields.iter_mut().find(|field| field.name == "creatives").expect("is there");
    creatives.kind = FieldKind::Id;
    let unaware = Arc::new(Service { catalogue: described.clone(), ..(*service()).clone() });
    let desk = Desk::of_service(&unaware, records());
    assert_eq!(pointing(&desk.mirror, "11").await, []);
    desk.mirror.adopt(catalogue()).await.expect("is adopted");
    assert_eq!(pointing(&desk.mirror, "11").await, [("creatives".to_owned(), 2)]);
    desk.mirror.adopt(described).await.expect("is adopted");
    assert_eq!(pointing(&desk.mirror, "11").await, []);
    let (_, mut record) = line_item(1, 1);
    record["creatives"] = json!([]);
    desk.keep("line-items", record);
    let folder = desk.folder;
    drop((desk.changes, desk.mirror, desk.store));
    let (_, _, mirror) = open_at(folder.path(), &service());
    assert_eq!(pointing(&mirror, "11").await, [("creatives".to_owned(), 1)], "what was kept without links is no link of old");
}

#[tokio::test]
async fn an_id_that_stands_twice_in_a_record_is_one_record() {
    let desk = Desk::of_service(&service(), Vec::new());
    let (_, mut record) = line_item(1, 1);
    record["creatives"] = json!([11, "11", { "id": 11 }]);
    desk.keep("line-items", record);
    assert_eq!(pointing(&desk.mirror, "11").await, [("creatives".to_owned(), 1)]);
}

#[tokio::test]
async fn links_go_when_everything_is_forgotten() {
    let desk = Desk::of_service(&service(), records());
    desk.mirror.clear("line-items").await.expect("is forgotten");
    assert_eq!(pointing(&desk.mirror, "11").await, []);
}

#[tokio::test]
async fn ids_that_are_counted_are_sorted_as_numbers() {
    let lists = [9, 10, 100, 2].map(|id| ("lists", json!({ "id": id, "name": format!("L{id}"), "domains": [] })));
    let desk = Desk::of_service(&service(), lists.to_vec());
    let query = ViewQuery { sort: vec![OrderBy { field: "id".to_owned(), descending: false }], ..ViewQuery::default() };
    let view = desk.mirror.open_view("lists", query).await.expect("opens");
    let rows = desk.mirror.rows(&view, 0, 10).await.expect("rows");
    assert_eq!(rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), ["2", "9", "10", "100"]);
}

#[tokio::test]
async fn a_record_is_found_by_its_id() {
    let desk = Desk::of_service(&service(), records());
    desk.keep("creatives", json!({ "id": 7, "name": "Creative 11" }));
    let found = desk.mirror.search_labels(&["creatives".to_owned()], "11", 5).await.expect("is searched");
    assert_eq!(found.into_iter().map(|found| found.id).collect::<Vec<_>>(), ["11", "7"], "the one with that id first, once");
}

#[tokio::test]
async fn a_reference_without_a_name_of_its_own_is_ordered_by_what_it_points_at() {
    let campaigns = [(2, "Beta"), (10, "Alpha"), (3, "Gamma")].map(|(id, name)| super::trading::campaign(id, name));
    let lines = [(1, 3), (2, 10), (3, 2), (4, 77), (5, 10)].map(|(id, campaign)| line_item(id, campaign));
    let desk = Desk::of_service(&service(), campaigns.into_iter().chain(lines).collect());
    for (descending, expected) in [(false, ["2", "5", "3", "1", "4"]), (true, ["1", "3", "5", "2", "4"])] {
        let query = ViewQuery { sort: vec![OrderBy { field: "campaign".to_owned(), descending }], ..ViewQuery::default() };
        let view = desk.mirror.open_view("line-items", query).await.expect("opens");
        let rows = desk.mirror.rows(&view, 0, 10).await.expect("rows");
        assert_eq!(rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), expected, "descending: {descending}");
    }
}
