//! Finding records by name.

use super::things::Things;
use coredesk_core::mirror::Fit;
use serde_json::{Value, json};

#[tokio::test]
async fn the_name_itself_is_found_behind_many_that_hold_it() {
    let things = Things::new();
    let mut people: Vec<Value> =
        (0..2_100).map(|number| json!({ "id": format!("p{number}"), "name": format!("New Quay {number}") })).collect();
    people.extend([json!({ "id": "begins", "name": "Quay House" }), json!({ "id": "is", "name": "Quay" })]);
    things.put("person", &people);
    let found = things.mirror.find_by_name("quay", 3, || false).await.expect("is searched");
    let fits: Vec<(&str, Fit)> = found.iter().map(|named| (named.record.id.as_str(), named.fit)).collect();
    assert_eq!(fits[..2], [("is", Fit::Is), ("begins", Fit::Begins)], "{fits:?}");
}
