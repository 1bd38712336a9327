//! Phases below their projects.

#[allow(dead_code, reason = "shared with the tests of sync")]
mod mirror_support;

use coredesk_core::Record;
use coredesk_core::mirror::{Folding, Mirror, MirrorError, TreePlace, ViewQuery};
use coredesk_core::rest::OrderBy;
use coredesk_core::store::Store;
use mirror_support::{open_store, record};
use serde_json::json;

fn project(id: &str, parent: Option<&str>, order: Option<u32>) -> Record {
    record(json!({ "id": id, "name": format!("Project {id}"), "parentId": parent, "phaseOrder": order }))
}

fn put((store, mirror): (&Store, &Mirror), records: &[Record]) {
    store
        .write_now(|transaction| records.iter().try_for_each(|record| mirror.put_record(transaction, "project", record)))
        .expect("are put");
}

fn projects(store: &Store, mirror: &Mirror) {
    put(
        (store, mirror),
        &[
            project("b2", Some("b"), Some(2)),
            project("a", None, None),
            project("b", Some("00000000-0000-0000-0000-000000000000"), None),
            project("b10", Some("b"), Some(10)),
            project("b1", Some("b"), Some(1)),
            project("b1x", Some("b1"), None),
            project("bz", Some("b"), None),
        ],
    );
}

/// The tree by name, as "id" with two blanks for each level, "+" where folded and "-" where open.
async fn drawn(mirror: &Mirror, search: &str, folding: Folding) -> Vec<String> {
    let sort = vec![OrderBy { field: "name".to_owned(), descending: false }];
    let tree =
        mirror.open_tree("project", ViewQuery { sort, search: search.to_owned(), ..ViewQuery::default() }, folding).await.expect("opens");
    let rows = mirror.rows(&tree.view, 0, 500).await.expect("rows");
    rows.iter()
        .map(|row| {
            let TreePlace { depth, has_below, is_open } = tree.place(row.position);
            let sign = match (has_below, is_open) {
                (true, true) => "-",
                (true, false) => "+",
                (false, _) => "",
            };
            format!("{}{}{sign}", "  ".repeat(depth.into()), row.id)
        })
        .collect()
}

fn but_for(folded: bool, except: &[&str]) -> Folding {
    Folding { folded, except: except.iter().map(|id| (*id).to_owned()).collect() }
}

#[tokio::test]
async fn phases_stand_below_their_project_in_their_own_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    projects(&store, &mirror);
    let expected = ["a", "b-", "  b1-", "    b1x", "  b2", "  b10", "  bz"];
    assert_eq!(drawn(&mirror, "", Folding::default()).await, expected);
}

#[tokio::test]
async fn what_is_folded_hides_what_is_below() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    projects(&store, &mirror);
    assert_eq!(drawn(&mirror, "", but_for(false, &["b1"])).await, ["a", "b-", "  b1+", "  b2", "  b10", "  bz"]);
    assert_eq!(drawn(&mirror, "", but_for(true, &[])).await, ["a", "b+"]);
    assert_eq!(drawn(&mirror, "", but_for(true, &["b"])).await, ["a", "b-", "  b1+", "  b2", "  b10", "  bz"]);
    assert_eq!(drawn(&mirror, "", but_for(true, &["b1"])).await, ["a", "b+"], "open inside of what is folded");
}

#[tokio::test]
async fn a_search_shows_its_hits_and_what_stands_above_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    projects(&store, &mirror);
    assert_eq!(drawn(&mirror, "b1x", but_for(true, &[])).await, ["b-", "  b1-", "    b1x"]);
    assert_eq!(drawn(&mirror, "b10", Folding::default()).await, ["b-", "  b10"]);
    assert!(drawn(&mirror, "nowhere", Folding::default()).await.is_empty());
}

#[tokio::test]
async fn no_row_is_lost_where_parents_are_missing_or_in_a_circle() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let circle = [("a", "c"), ("b", "a"), ("c", "b"), ("self", "self"), ("orphan", "gone")];
    put((&store, &mirror), &circle.map(|(id, parent)| project(id, Some(parent), None)));
    let expected = ["orphan", "self", "a-", "  b-", "    c-"];
    assert_eq!(drawn(&mirror, "", Folding::default()).await, expected);
}

#[tokio::test]
async fn two_thousand_levels_and_a_wide_tree_are_windows_like_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, mirror) = open_store(&folder);
    let deep =
        (0..2_000_u32).map(|level| project(&format!("d{level:05}"), level.checked_sub(1).map(|up| format!("d{up:05}")).as_deref(), None));
    let wide = (0..2_000_u32).map(|number| project(&format!("w{number:05}"), Some("d00000"), Some(20_000 - number)));
    put((&store, &mirror), &deep.chain(wide).collect::<Vec<_>>());
    let tree = mirror.open_tree("project", ViewQuery::default(), Folding::default()).await.expect("opens");
    assert_eq!(tree.view.len(), 4_000);
    let last = mirror.rows(&tree.view, 3_999, 10).await.expect("rows");
    assert_eq!((last.len(), last[0].id.as_str(), tree.place(last[0].position).depth), (1, "d01999", 255));
    let second = mirror.rows(&tree.view, 1, 1).await.expect("rows");
    assert_eq!(second[0].id, "w01999", "by phase order, what has none at the end");
}

#[tokio::test]
async fn only_what_the_catalogue_describes_is_a_tree() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, mirror) = open_store(&folder);
    let refused = mirror.open_tree("timeentry", ViewQuery::default(), Folding::default()).await;
    assert!(matches!(refused, Err(MirrorError::UnknownField { .. })), "{refused:?}");
}
