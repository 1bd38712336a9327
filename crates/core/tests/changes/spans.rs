//! Dates within the dates of the record above, before anything is sent.

use super::desk::Desk;
use super::trading::{records, service};
use serde_json::json;

async fn check(edits: &[(&str, &str, &str, &str)], id: &str, expected: &[&str]) {
    let desk = Desk::of_service(&service(), records());
    for (entity_type, id, field, value) in edits {
        desk.edit_of(entity_type, id, field, json!(value)).await;
    }
    assert_eq!(desk.problems_of(id).await, expected, "{edits:?}");
}

#[tokio::test]
async fn dates_are_in_order_and_within_those_of_the_record_above() {
    check(&[("campaigns", "1", "end", "2026-10-30T00:00:00Z")], "1", &["Its end is before its start."]).await;
    check(&[("line-items", "2", "end", "2026-12-05T00:00:00Z")], "2", &["Its end is after the end of its campaign, 30 Nov 2026."]).await;
    let early = "Its start is before the start of its campaign, 1 Nov 2026.";
    check(&[("line-items", "2", "start", "2026-10-31T23:00:00Z")], "2", &[early]).await;
    check(&[("line-items", "2", "start", "2026-11-01T00:30:00+01:00")], "2", &[early]).await;
    check(&[("line-items", "2", "end", "2026-11-30T00:00:00Z")], "2", &[]).await;
    check(&[("line-items", "2", "name", "Another")], "2", &[]).await;
}

#[tokio::test]
async fn the_dates_of_the_record_above_count_as_they_will_be() {
    let edits = [("campaigns", "1", "end", "2026-12-31T18:30:00Z"), ("line-items", "2", "end", "2026-12-05T00:00:00Z")];
    check(&edits, "2", &[]).await;
    let edits = [("campaigns", "1", "end", "2026-12-04T18:30:00Z"), ("line-items", "2", "end", "2026-12-05T00:00:00Z")];
    check(&edits, "2", &["Its end is after the end of its campaign, 4 Dec 2026, 18:30 UTC."]).await;
}

#[tokio::test]
async fn a_new_record_is_measured_by_a_new_one_above() {
    let desk = Desk::of_service(&service(), Vec::new());
    let campaign = desk.changes.create("campaigns").await.expect("a draft");
    let line = desk.changes.create("line-items").await.expect("a draft");
    for (field, value) in [("name", "Winter"), ("start", "2026-12-01"), ("end", "2026-12-31")] {
        desk.edit_of("campaigns", &campaign, field, json!(value)).await;
    }
    for (field, value) in
        [("name", "L"), ("campaign", campaign.as_str()), ("strategy", "1"), ("start", "2026-12-01"), ("end", "2027-01-01")]
    {
        desk.edit_of("line-items", &line, field, json!(value)).await;
    }
    assert_eq!(desk.problems_of(&line).await, ["Its end is after the end of its campaign, 31 Dec 2026."]);
}
