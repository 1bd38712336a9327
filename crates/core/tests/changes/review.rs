//! The review of many unsent changes: counts, windows, ticks.

use super::desk::{Desk, entry};
use super::trading::{records, service};
use coredesk_core::changes::{Chosen, FieldEdit, LookedAt, ReviewCounts, SendError, Shown};
use serde_json::{Value, json};

/// As many time entries as `count`, each with its hours changed; every tenth to more than can be a number.
async fn many(count: usize) -> Desk {
    let desk = Desk::with_entries(0);
    desk.store
        .write_now(|transaction| {
            (1..=count).try_for_each(|number| desk.mirror.put_record(transaction, "timeentry", &entry(&format!("e{number}"))))
        })
        .expect("are put");
    let hours = |number: usize| if number.is_multiple_of(10) { json!("many") } else { json!("7") };
    let edit = |number: usize| FieldEdit { id: format!("e{number}"), field: "actualHours".to_owned(), value: hours(number) };
    desk.changes.edit("timeentry", (1..=count).map(edit).collect()).await.expect("are kept");
    desk
}

async fn ids(desk: &Desk, entity_type: Option<&str>, shown: Shown, from: u64, count: u64) -> (u64, Vec<String>) {
    let (total, rows) = desk.changes.review_rows(entity_type.map(str::to_owned), shown, from, count).await.expect("reads");
    (total, rows.into_iter().map(|row| row.change.draft.entity_id).collect())
}

#[tokio::test]
async fn twenty_thousand_changes_are_counted_and_read_by_window_with_problems_first() {
    let desk = many(20_000).await;
    let first = desk.changes.review_summary().await.expect("counts");
    assert_eq!((first.all().total, first.unchecked, first.all().problems), (20_000, 20_000, 0));
    desk.changes.check_all().await.expect("are checked");
    let summary = desk.changes.review_summary().await.expect("counts");
    let expected = ReviewCounts { total: 20_000, edits: 20_000, problems: 2_000, ..ReviewCounts::default() };
    assert_eq!((summary.all(), summary.unchecked), (expected, 0));
    assert_eq!(summary.to_send().total, 18_000);
    assert_eq!(summary.forecast(100).requests, 36_000);
    let (total, rows) = desk.changes.review_rows(None, Shown::All, 1_950, 100).await.expect("reads");
    assert_eq!((total, rows.len()), (20_000, 100));
    assert!(rows.iter().take(50).all(|row| !row.findings.is_empty()) && rows.iter().skip(50).all(|row| row.findings.is_empty()));
    assert_eq!(rows[0].findings[0].field.as_deref(), Some("actualHours"));
    assert_eq!(ids(&desk, Some("timeentry"), Shown::Problems, 1_999, 100).await.1, ["e20000"]);
    assert_eq!(ids(&desk, Some("project"), Shown::All, 0, 100).await, (0, Vec::new()));
}

#[tokio::test]
async fn groups_follow_the_catalogue_and_a_window_goes_over_their_borders() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("line-items", "2", "name", json!("Second")).await;
    desk.edit_of("campaigns", "1", "name", json!("First")).await;
    desk.changes.mark_for_deletion("creatives", vec!["11".to_owned()]).await.expect("is marked");
    let new = desk.changes.create("campaigns").await.expect("a draft");
    desk.changes.check_all().await.expect("are checked");
    let summary = desk.changes.review_summary().await.expect("counts");
    let order: Vec<&str> = summary.groups.iter().map(|group| group.entity_type.as_str()).collect();
    let (_, all) = ids(&desk, None, Shown::All, 0, 10).await;
    assert_eq!(order.first(), Some(&"campaigns"));
    assert_eq!(&all[..2], [new.clone(), "1".to_owned()], "what has a problem comes first");
    assert_eq!(ids(&desk, None, Shown::All, 1, 2).await.1, all[1..3]);
    assert_eq!(ids(&desk, None, Shown::Creates, 0, 10).await, (1, vec![new]));
    assert_eq!(ids(&desk, None, Shown::Edits, 0, 10).await.0, 2);
    let (_, deletes) = desk.changes.review_rows(None, Shown::Deletes, 0, 10).await.expect("reads");
    assert!(deletes[0].change.note.is_some() && deletes[0].not_undoable.is_some());
    assert_eq!(
        summary.not_undoable,
        [("The delete cannot be undone exactly: a creative that is made anew gets another ID.".to_owned(), 1)]
    );
}

#[tokio::test]
async fn ticks_stay() {
    let desk = many(3).await;
    desk.changes.check_all().await.expect("are checked");
    let all = desk.all_ids().await;
    desk.changes.include(Chosen::Ids(vec![all[0].clone()]), false).await.expect("is kept");
    let summary = desk.changes.review_summary().await.expect("counts");
    assert_eq!((summary.all().left_out, summary.to_send().total), (1, 2));
    assert_eq!(ids(&desk, None, Shown::LeftOut, 0, 10).await, (1, vec!["e1".to_owned()]));
    desk.edit("e1", "description", json!("Typed after it was left out")).await;
    assert_eq!(ids(&desk, None, Shown::LeftOut, 0, 10).await.0, 1, "a tick is no part of what is typed");
    desk.changes.include(Chosen::OfType("timeentry".to_owned()), false).await.expect("is kept");
    let nothing = desk.changes.start_reviewed(LookedAt::default()).await;
    assert!(matches!(nothing, Err(SendError::Nothing)), "{nothing:?}");
    desk.changes.include(Chosen::All, true).await.expect("is kept");
    let moved = desk.changes.start_reviewed(LookedAt { edits: 2, ..LookedAt::default() }).await;
    assert!(matches!(moved, Err(SendError::Moved)), "{moved:?}");
    let looked_at = LookedAt::from(desk.changes.review_summary().await.expect("counts").to_send());
    assert_eq!(desk.changes.start_reviewed(looked_at).await.expect("begins").counts.total, 3);
}

#[tokio::test]
async fn what_was_checked_and_changes_is_checked_again() {
    let desk = many(2).await;
    desk.changes.check_all().await.expect("are checked");
    desk.edit("e1", "actualHours", json!("more than many")).await;
    let unchecked = async || desk.changes.review_summary().await.expect("counts").unchecked;
    assert_eq!(unchecked().await, 1);
    desk.changes.check_all().await.expect("are checked");
    let summary = desk.changes.review_summary().await.expect("counts");
    assert_eq!((summary.unchecked, summary.all().problems), (0, 1));
    assert!(!desk.changes.note_what_moved().await.expect("looks"), "nothing moved since");
    desk.edit("e1", "actualHours", Value::from("8")).await;
    desk.changes.check_all().await.expect("are checked");
    assert_eq!(desk.changes.review_summary().await.expect("counts").all().problems, 0);
}
