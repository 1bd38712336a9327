//! Facets, totals and chosen rows.

use super::things::{Things, condition, query, service};
use coredesk_core::mirror::FilterOperator as Op;
use coredesk_core::mirror::{Facet, FilterError, Folding, Mirror, MirrorError, Selection, ViewQuery};
use serde_json::json;
use std::collections::HashMap;

fn things() -> Things {
    let things = Things::new();
    things.put("person", &[json!({ "id": "p1", "name": "Zoë Marsh" }), json!({ "id": "p2", "name": "Ana" })]);
    things.put(
        "thing",
        &[
            json!({ "id": "a", "name": "Müller", "hours": 0.1, "amount": 12.5, "status": 0, "owner": "p1", "helpers": ["p1", "p2"],
                    "placeId": "q1", "place": "Quay House", "billable": true }),
            json!({ "id": "b", "name": "MULLER", "hours": 0.2, "amount": 12.5, "status": 0, "owner": "p2", "helpers": ["p2"], "parentId": "a" }),
            json!({ "id": "c", "name": "Other", "hours": null, "amount": 7, "status": 5, "owner": "p1", "parentId": "a" }),
            json!({ "id": "d", "hours": "a lot" }),
        ],
    );
    things
}

/// Values with their names and counts, as text.
fn told(facet: &Facet) -> Vec<String> {
    let name = |label: &Option<String>| label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
    facet.values.iter().map(|value| format!("{}{}: {}", value.value, name(&value.label), value.rows)).collect()
}

async fn facet(things: &Things, field: &str, text: &str, query: ViewQuery, limit: usize) -> Facet {
    things.mirror.facet("thing", field, text, query, limit).await.expect("is answered")
}

#[tokio::test]
async fn values_come_with_their_counts_the_most_frequent_first() {
    let things = things();
    let all = || query(vec![]);
    let names = facet(&things, "name", "", all(), 200).await;
    assert_eq!((told(&names), names.empty, names.more), (vec!["\"Müller\": 2".to_owned(), "\"Other\": 1".to_owned()], 1, false));
    let status = facet(&things, "status", "", all(), 200).await;
    assert_eq!(told(&status), ["0: 2", "5: 1", "1: 0"], "a choice that is known stands there without rows");
    assert_eq!(told(&facet(&things, "owner", "", all(), 200).await), ["\"p1\" (Zoë Marsh): 2", "\"p2\" (Ana): 1"]);
    let helpers = facet(&things, "helpers", "", all(), 200).await;
    assert_eq!((told(&helpers), helpers.empty), (vec!["\"p2\" (Ana): 2".to_owned(), "\"p1\" (Zoë Marsh): 1".to_owned()], 2));
    assert_eq!(told(&facet(&things, "placeId", "", all(), 200).await), ["\"q1\" (Quay House): 1"]);
    assert_eq!(told(&facet(&things, "billable", "", all(), 200).await), ["true: 1", "false: 0"]);
    let most = facet(&things, "amount", "", all(), 1).await;
    assert_eq!((told(&most), most.more), (vec!["12.5: 2".to_owned()], true));
}

#[tokio::test]
async fn values_are_those_of_the_rows_that_a_filter_and_a_search_leave() {
    let things = things();
    let unbilled = || query(vec![vec![condition("status", Op::Is, &[json!(0)])]]);
    assert_eq!(told(&facet(&things, "owner", "", unbilled(), 200).await), ["\"p1\" (Zoë Marsh): 1", "\"p2\" (Ana): 1"]);
    let searched = ViewQuery { search: "other".to_owned(), ..query(vec![]) };
    assert_eq!(told(&facet(&things, "owner", "", searched, 200).await), ["\"p1\" (Zoë Marsh): 1"]);
}

#[tokio::test]
async fn a_text_narrows_by_the_words_that_a_person_sees() {
    let things = things();
    for (field, text, expected) in [
        ("name", "üll", vec!["\"Müller\": 2"]),
        ("owner", "ZOE", vec!["\"p1\" (Zoë Marsh): 2"]),
        ("owner", "p1", vec![]),
        ("helpers", "an", vec!["\"p2\" (Ana): 2"]),
        ("placeId", "quay", vec!["\"q1\" (Quay House): 1"]),
        ("status", "not", vec!["0: 2"]),
        ("status", "billed", vec!["0: 2", "1: 0"]),
        ("amount", "12.50", vec!["12.5: 2"]),
    ] {
        assert_eq!(told(&facet(&things, field, text, query(vec![]), 200).await), expected, "{field} {text}");
    }
    for field in ["part", "tags"] {
        let refused = things.mirror.facet("thing", field, "", query(vec![]), 200).await;
        assert!(matches!(refused, Err(MirrorError::Filter(FilterError::Parts { .. }))), "{field}: {refused:?}");
    }
}

#[tokio::test]
async fn moments_are_counted_by_the_day_that_they_have_here() {
    let things = Things::new();
    things.put(
        "thing",
        &[
            json!({ "id": "a", "at": "2026-10-31T08:00:00", "changed": "2026-10-30T23:30:00Z" }),
            json!({ "id": "b", "at": "2026-10-31T17:30:00", "changed": "2026-10-31T22:59:59Z" }),
            json!({ "id": "c", "at": "2026-11-01T00:00:00", "changed": "2026-10-31T23:00:00Z" }),
            json!({ "id": "d" }),
        ],
    );
    for field in ["at", "changed"] {
        let days = facet(&things, field, "", query(vec![]), 200).await;
        assert_eq!((told(&days), days.empty), (vec!["\"2026-10-31\": 2".to_owned(), "\"2026-11-01\": 1".to_owned()], 1), "{field}");
        let is_that = query(vec![vec![condition(field, Op::Is, &[days.values[0].value.clone()])]]);
        assert_eq!(things.found(is_that).await.expect("is asked"), ["a", "b"], "{field}: the day can be asked for");
        let most = facet(&things, field, "", query(vec![]), 1).await;
        assert_eq!((most.values.len(), most.more), (1, true));
    }
}

#[tokio::test]
async fn a_workflow_is_filtered_counted_and_sorted_by_its_state() {
    let things = Things::new();
    let thing = |id: &str, actions: &[&str]| {
        let parts: Vec<_> = actions.iter().map(|action| json!({ "action": action })).collect();
        json!({ "id": id, "approval": parts })
    };
    things.put(
        "thing",
        &[thing("a", &["Submit"]), thing("b", &["Submit", "approved"]), thing("c", &["Approve"]), thing("d", &[]), json!({ "id": "e" })],
    );
    let found = async |operator, states: &[&str]| {
        let values: Vec<_> = states.iter().map(|state| json!(state)).collect();
        things.found(query(vec![vec![condition("approval", operator, &values)]])).await.expect("is asked").concat()
    };
    assert_eq!(found(Op::AnyOf, &["Approved"]).await, "bc");
    assert_eq!(found(Op::AnyOf, &["submitted", "Approved"]).await, "abc");
    assert_eq!(found(Op::NoneOf, &["Approved"]).await, "ade");
    assert_eq!(found(Op::IsEmpty, &[]).await, "de");
    let states = facet(&things, "approval", "", query(vec![]), 200).await;
    assert_eq!((states.values.iter().map(|value| value.rows).collect::<Vec<_>>(), states.empty), (vec![2, 1], 2));
    let searched = facet(&things, "approval", "subm", query(vec![]), 200).await;
    assert_eq!(searched.values.iter().map(|value| value.rows).collect::<Vec<_>>(), [1]);
    let refused = things.found(query(vec![vec![condition("approval", Op::Greater, &[json!("Approved")])]])).await;
    assert!(matches!(refused, Err(MirrorError::Filter(FilterError::Operator { .. }))), "{refused:?}");
}

#[tokio::test]
async fn totals_take_what_was_edited_in_place_of_what_is_here() {
    let things = things();
    let view = things.mirror.open_view("thing", query(vec![])).await.expect("opens");
    let fields = ["hours".to_owned(), "amount".to_owned()];
    let total = async |all: bool, ids: &[&str], edited: &[(&str, Option<f64>)]| {
        let selection = Selection { all, ids: ids.iter().map(|id| (*id).to_owned()).collect() };
        let edits = edited.iter().map(|(id, number)| ((*id).to_owned(), HashMap::from([("hours".to_owned(), *number)]))).collect();
        let (rows, totals) = things.mirror.totals(&view, &selection, &fields, edits).await.expect("are told");
        (rows, totals.iter().map(|total| (format!("{:.2}", total.sum()), total.values)).collect::<Vec<_>>())
    };
    let told = |rows, hours: &str, counted, amount: &str, amounts| (rows, vec![(hours.to_owned(), counted), (amount.to_owned(), amounts)]);
    assert_eq!(total(true, &[], &[]).await, told(4, "0.30", 2, "32.00", 3));
    assert_eq!(total(true, &["a", "nobody"], &[]).await, told(3, "0.20", 1, "19.50", 2));
    assert_eq!(total(false, &["a", "d"], &[]).await, told(2, "0.10", 1, "12.50", 1));
    assert_eq!(
        total(true, &[], &[("a", Some(4.0)), ("b", None), ("c", Some(1.0)), ("gone", Some(9.0))]).await,
        told(4, "5.00", 2, "32.00", 3)
    );
}

#[tokio::test]
async fn chosen_ids_come_in_the_order_of_the_view_and_not_without_end() {
    let things = things();
    let view = things.mirror.open_view("thing", query(vec![vec![condition("name", Op::IsNotEmpty, &[])]])).await.expect("opens");
    let ids = async |all: bool, ids: &[&str], limit| {
        let selection = Selection { all, ids: ids.iter().map(|id| (*id).to_owned()).collect() };
        things.mirror.selected_ids(&view, &selection, limit).await.expect("are told").map(|ids| ids.concat())
    };
    assert_eq!(ids(true, &[], 3).await.as_deref(), Some("abc"));
    assert_eq!(ids(true, &["b"], 3).await.as_deref(), Some("ac"));
    assert_eq!(ids(false, &["c", "a", "d"], 3).await.as_deref(), Some("ac"), "d is not in the view");
    assert_eq!(ids(true, &[], 2).await, None);
}

#[tokio::test]
async fn a_record_is_found_in_a_list_and_in_a_tree() {
    let things = things();
    let position = async |view: &coredesk_core::mirror::View, id: &str| things.mirror.position(view, id).await.expect("is told");
    let list = things.mirror.open_view("thing", query(vec![vec![condition("name", Op::IsNotEmpty, &[])]])).await.expect("opens");
    assert_eq!((position(&list, "c").await, position(&list, "d").await, position(&list, "x").await), (Some(2), None, None));
    for (folded, expected) in [(false, Some(2)), (true, None)] {
        let folding = Folding { folded, ..Folding::default() };
        let tree = things.mirror.open_tree("thing", query(vec![]), folding).await.expect("opens");
        assert_eq!(position(&tree.view, "c").await, expected, "{folded}");
    }
}

#[tokio::test]
async fn numbers_and_counted_ids_are_found_as_they_are_typed() {
    let things = Things::new();
    let id = "5d2f1c1e-0c0a-4c59-9d0c-0f6b4c7d8a11";
    things.put(
        "thing",
        &[
            json!({ "id": "a", "name": "Müller 3", "amount": 1234.5, "count": 77, "number": 4711, "owner": "902" }),
            json!({ "id": id, "name": "x", "amount": "99.90", "day": "2026-10-31T00:00:00", "billable": true }),
        ],
    );
    let found = async |search: &str| {
        let ids = things.found(ViewQuery { search: search.to_owned(), ..ViewQuery::default() }).await.expect("is searched");
        ids.into_iter().map(|found| if found == id { "b".to_owned() } else { found }).collect::<String>()
    };
    let cases: &[(&str, &str)] = &[
        ("1234.5", "a"),
        ("1234.50", "a"),
        ("1,234.50", "a"),
        ("99.9", "b"),
        ("1.234,5", "a"),
        ("99,9", "b"),
        ("7.7", ""),
        ("77", "a"),
        ("4711", "a"),
        ("471", "a"),
        ("902", "a"),
        ("müll 1234", "a"),
        ("müll 99", ""),
        ("0c0a", ""),
    ];
    for (search, expected) in cases {
        assert_eq!(found(search).await, *expected, "{search}");
    }
}

#[tokio::test]
async fn rows_of_an_older_version_are_found_like_new_ones_after_a_while() {
    /// More than one piece.
    const ROWS: usize = 5_003;
    let things = Things::new();
    let thing =
        |number: usize| json!({ "id": format!("t{number}"), "name": "Müller", "number": 4711, "approval": [{ "action": "Submit" }] });
    things.put("thing", &(0..ROWS).map(thing).collect::<Vec<_>>());
    let older = "UPDATE mirror_state SET shape = replace('2' || substr(shape, 2), ',\"f_approval\"=state', '') WHERE entity_type = 'thing';
                 ALTER TABLE mirror_rows_thing DROP COLUMN f_approval;
                 UPDATE mirror_text_thing SET folded = 'muller'";
    things.store.write_now(|transaction| transaction.execute_batch(older).map_err(MirrorError::from)).expect("is older");
    let shape = || {
        let sql = "SELECT shape FROM mirror_state WHERE entity_type = 'thing'";
        things
            .store
            .read_now(|connection| connection.query_row(sql, [], |row| row.get::<_, String>(0)).map_err(MirrorError::from))
            .expect("reads")
    };
    assert!(shape().starts_with("2;") && !shape().contains("approval"), "{}", shape());
    let opened = Mirror::open(things.store.clone(), service()).expect("the mirror opens");
    let searched = || ViewQuery { search: "4711".to_owned(), ..ViewQuery::default() };
    let submitted = || query(vec![vec![condition("approval", Op::AnyOf, &[json!("Submitted")])]]);
    let found = async |query: ViewQuery| opened.open_view("thing", query).await.expect("is asked").len();
    assert_eq!(
        (found(query(vec![])).await, found(searched()).await, found(submitted()).await),
        (ROWS, 0, 0),
        "the start waits for nothing"
    );
    opened.catch_up().await.expect("catches up");
    assert_eq!((found(searched()).await, found(submitted()).await), (ROWS, ROWS));
    assert!(shape().starts_with("3;") && shape().contains("\"f_approval\"=state"), "{}", shape());
    let before = shape();
    opened.catch_up().await.expect("has nothing to do");
    assert_eq!(shape(), before);
}
