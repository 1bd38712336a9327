//! Writes are found by what people remember of them.

use super::desk::{Desk, core};
use super::service::refusal;
use coredesk_core::changes::{JournalQuery, Person, UndoWhat, WriteResult};
use coredesk_core::rest::{RefusalReason, RequestError, WriteOutcome};
use coredesk_core::store::StoreError;
use serde_json::json;
use tokio_util::sync::CancellationToken;

fn words(search: &str) -> JournalQuery {
    JournalQuery { search: search.to_owned(), ..JournalQuery::default() }
}

async fn found(desk: &Desk, query: JournalQuery) -> Vec<String> {
    let places = desk.changes.journal_places(&query, None, 0, 100).await.expect("is searched");
    assert_eq!(desk.changes.journal_total(&query).await.expect("counts"), places.len() as u64);
    let numbers = places.into_iter().map(|(_, number)| number).collect();
    let entries = desk.changes.journal_entries(numbers).await.expect("reads");
    entries.into_iter().map(|written| written.entry.entity_id).collect()
}

async fn sent() -> Desk {
    let desk = Desk::of_service(
        &core(),
        vec![
            ("project", json!({ "id": "p9", "code": "CS-1918", "name": "Canal Street Lofts" })),
            ("activity", json!({ "id": "a9", "code": "DRAW", "name": "Drawing" })),
        ],
    );
    for number in 1..=4 {
        desk.keep("timeentry", serde_json::Value::Object(super::desk::entry(&format!("e{number}"))));
    }
    desk.edit("e1", "description", json!("Übergabe Müller")).await;
    desk.send_all(&CancellationToken::new()).await;
    desk.edit("e2", "actualHours", json!("6.75")).await;
    desk.edit("e3", "projectId", json!("p9")).await;
    desk.send_all(&CancellationToken::new()).await;
    desk.edit("e4", "description", json!("nl b")).await;
    let no = refusal(400, RefusalReason::Invalid, Some("The period is locked"));
    desk.service.answer_next_write(WriteOutcome::Refused(no));
    desk.send_all(&CancellationToken::new()).await;
    desk
}

#[tokio::test]
async fn words_are_found_whole_and_in_part_whatever_their_case_and_accents() {
    let desk = sent().await;
    for (search, ids) in [
        ("ubergabe", vec!["e1"]),
        ("MÜLL", vec!["e1"]),
        ("muller bergab", vec!["e1"]),
        ("6.75", vec!["e2"]),
        ("lofts", vec!["e3"]),
        ("canal", vec!["e3"]),
        ("period locked", vec!["e4"]),
        ("nl", vec!["e4"]),
        ("b", vec!["e4"]),
        ("e", vec![]),
        ("time entry", vec!["e4", "e3", "e2", "e1"]),
        ("\"", vec![]),
        ("NEAR( OR *", vec![]),
        ("", vec!["e4", "e3", "e2", "e1"]),
    ] {
        let mut found = found(&desk, words(search)).await;
        let mut ids = ids;
        if search == "time entry" {
            // Both of the second run.
            found.sort_unstable();
            ids.sort_unstable();
        }
        if search.is_empty() {
            assert_eq!((found.len(), found.first().map(String::as_str)), (4, Some("e4")));
        } else {
            assert_eq!(found, ids, "{search}");
        }
    }
}

#[tokio::test]
async fn what_is_asked_for_narrows_together() {
    let desk = sent().await;
    let all = JournalQuery::default;
    assert_eq!(found(&desk, JournalQuery { result: Some(WriteResult::Refused), ..all() }).await, ["e4"]);
    assert_eq!(found(&desk, JournalQuery { result: Some(WriteResult::Saved), ..words("muller") }).await, ["e1"]);
    assert!(found(&desk, JournalQuery { result: Some(WriteResult::Refused), ..words("muller") }).await.is_empty());
    let of_record = JournalQuery { entity_type: Some("timeentry".to_owned()), id: Some("e2".to_owned()), ..all() };
    assert_eq!(found(&desk, of_record).await, ["e2"]);
    assert!(found(&desk, JournalQuery { entity_type: Some("client".to_owned()), ..all() }).await.is_empty());
    assert_eq!(found(&desk, JournalQuery { person: Some("Dana".to_owned()), ..all() }).await.len(), 4);
    assert!(found(&desk, JournalQuery { person: Some("Robin".to_owned()), ..all() }).await.is_empty());
    let now = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(60);
    assert!(found(&desk, JournalQuery { from: Some(now), ..all() }).await.is_empty());
    assert_eq!(found(&desk, JournalQuery { until: Some(now), ..all() }).await.len(), 4);
}

#[tokio::test]
async fn runs_come_newest_first_page_by_page_with_their_counts() {
    let desk = sent().await;
    let all = JournalQuery::default();
    let runs = desk.changes.journal_runs(&all, None, 2).await.expect("reads");
    assert_eq!(runs.iter().map(|run| (run.writes, run.saved, run.refused)).collect::<Vec<_>>(), [(1, 0, 1), (2, 2, 0)]);
    assert!(runs[0].only.is_some() && runs[1].only.is_none());
    assert_eq!(runs[1].undoable, 2);
    let rest = desk.changes.journal_runs(&all, runs.last().map(|run| run.newest.1), 2).await.expect("reads");
    assert_eq!(rest.iter().map(|run| run.writes).collect::<Vec<_>>(), [1], "the rest and nothing twice");
    let lofts = desk.changes.journal_runs(&words("lofts"), None, 10).await.expect("reads");
    assert_eq!(lofts.iter().map(|run| (run.run_id.as_str(), run.writes)).collect::<Vec<_>>(), [(runs[1].run_id.as_str(), 1)]);
    let of_run = JournalQuery { run_id: Some(runs[1].run_id.clone()), ..JournalQuery::default() };
    assert_eq!(found(&desk, of_run).await.len(), 2);
}

#[tokio::test]
async fn counts_tell_outcome_entity_type_and_person() {
    let desk = sent().await;
    let counts = desk.changes.journal_counts(&JournalQuery::default()).await.expect("counts");
    let of = |result: WriteResult| counts.iter().filter(|count| count.result == result).map(|count| count.count).sum::<u64>();
    assert_eq!((of(WriteResult::Saved), of(WriteResult::Refused)), (3, 1));
    assert!(counts.iter().all(|count| count.entity_type == "timeentry" && count.person == "Dana"));
}

#[tokio::test]
async fn a_change_that_is_tried_again_in_its_run_counts_once() {
    let desk = Desk::with_entries(3);
    for id in ["e1", "e2", "e3"] {
        desk.edit(id, "actualHours", json!("1")).await;
    }
    desk.service.answer_next_write(WriteOutcome::NotSent(RequestError::SignInNeeded));
    let parked = desk.send_all(&CancellationToken::new()).await;
    desk.resume(&parked).await;
    let runs = desk.changes.journal_runs(&JournalQuery::default(), None, 10).await.expect("reads");
    assert_eq!((runs[0].writes, runs[0].saved, runs[0].undoable), (3, 3, 3));
    assert_eq!(found(&desk, JournalQuery::default()).await.len(), 3);
    assert_eq!(found(&desk, JournalQuery { every_try: true, ..JournalQuery::default() }).await.len(), 4, "every try is kept");
    let undoing = desk.changes.preview_undo(UndoWhat::Run(parked.run_id.clone())).await.expect("previews");
    assert_eq!((undoing.changes, undoing.cannot.len()), (3, 0));
    let proof = desk.changes.verify_journal(None, &CancellationToken::new()).await.expect("reads").expect("is looked through");
    assert_eq!(proof.damage, None);
}

#[tokio::test]
async fn the_services_name_for_a_request_that_was_done_is_kept_and_found() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    let record = desk.service.record("timeentry", "e1");
    desk.service.answer_next_write(WriteOutcome::Done { status: 200, record, request_id: Some("req-77aa".to_owned()) });
    desk.send_all(&CancellationToken::new()).await;
    let entries = desk.changes.journal_of("timeentry", "e1").await.expect("reads");
    assert_eq!((entries[0].status, entries[0].request_id.as_deref()), (Some(200), Some("req-77aa")));
    assert_eq!(found(&desk, words("77aa")).await, ["e1"]);
}

#[tokio::test]
async fn people_of_one_name_are_kept_apart_by_their_ids() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let dana = |id: &str| Person { name: "Dana".to_owned(), id: id.to_owned() };
    let run = desk.changes.send(&desk.service, run, dana("7"), &CancellationToken::new(), |_| {}).await.expect("is sent");
    let kept = desk.changes.run(&run.run_id).await.expect("reads").expect("is kept");
    assert!(kept.sent_by.is_surely(&dana("7")) && !kept.sent_by.is_surely(&dana("8")));
    let read = |connection: &rusqlite::Connection| {
        Ok::<String, StoreError>(connection.query_row("SELECT sent_by_id FROM journal", [], |row| row.get(0))?)
    };
    assert_eq!(desk.store.read_now(read).expect("reads"), "7");
}
