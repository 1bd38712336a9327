//! The app ends at any moment and starts again: nothing twice, nothing lost.

use super::desk::{Desk, SentRun};
use coredesk_core::changes::{OutcomeKind, Run, RunState, WaitsFor};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// Sends everything; the app is killed while write number `arrived` is at the service.
async fn killed(desk: &mut Desk, arrived: usize) -> Run {
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let cancel = CancellationToken::new();
    desk.service.hold_writes();
    let person = async {
        for number in 1..arrived {
            desk.service.write_arrived().await;
            desk.service.let_one_go();
            assert!(number < arrived);
        }
        desk.service.write_arrived().await;
    };
    tokio::select! {
        ended = desk.send(run.clone(), &cancel) => panic!("it was held: {ended:?}"),
        () = person => {}
    }
    desk.service.stop_holding();
    desk.restart().await;
    run
}

async fn goes_on(desk: &Desk, run: &Run) -> SentRun {
    let waiting = desk.changes.waiting_runs().await.expect("reads");
    assert_eq!(waiting.iter().map(|run| (run.state, run.waits_for)).collect::<Vec<_>>(), [(RunState::Parked, Some(WaitsFor::Restart))]);
    assert!(waiting[0].waiting.as_deref().is_some_and(|words| words.contains("Coredesk ended")));
    desk.resume(run).await
}

#[tokio::test]
async fn a_run_of_edits_goes_on_where_it_was() {
    for arrived in 1..=4 {
        let mut desk = Desk::with_entries(4);
        for id in ["e1", "e2", "e3", "e4"] {
            desk.edit(id, "actualHours", json!("1")).await;
        }
        let run = killed(&mut desk, arrived).await;
        let whole = goes_on(&desk, &run).await;
        assert_eq!(whole.kinds(), [OutcomeKind::Done; 4], "killed in write {arrived}");
        assert_eq!(desk.changes.count().await.expect("counts"), 0);
        for id in ["e1", "e2", "e3", "e4"] {
            assert_eq!(desk.service.record("timeentry", id).expect("is there")["actualHours"].to_string(), "1");
        }
    }
}

#[tokio::test]
async fn an_edit_that_arrived_before_the_end_is_not_written_again() {
    let mut desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    let run = killed(&mut desk, 1).await;
    desk.change_at_service("e1", "actualHours", json!(1));
    let whole = goes_on(&desk, &run).await;
    assert_eq!((whole.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Done], 1));
}

#[tokio::test]
async fn a_delete_that_arrived_before_the_end_is_done() {
    let mut desk = Desk::with_entries(2);
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned(), "e2".to_owned()]).await.expect("is marked");
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    desk.service.lose_everything();
    desk.restart().await;
    let whole = goes_on(&desk, &run).await;
    assert_eq!(whole.kinds(), [OutcomeKind::Done; 2]);
    assert!(desk.changes.all().await.expect("reads").is_empty());
}

#[tokio::test]
async fn a_create_that_arrived_before_the_end_is_found_and_no_second_one_is_made() {
    let mut desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    let child = desk.new_project("Phase 1").await;
    let parent = desk.changes.all().await.expect("reads")[0].entity_id.clone();
    desk.edit_of("project", &child, "parentId", json!(parent)).await;
    let run = killed(&mut desk, 1).await;
    desk.service.arrived("project", 1);
    let whole = goes_on(&desk, &run).await;
    assert_eq!(whole.kinds(), [OutcomeKind::Done; 2], "{:?}", whole.outcomes);
    let made = desk.service.records("project");
    assert_eq!(made.len(), 2, "{made:?}");
    assert!(made.iter().any(|record| record.get("parentId") == Some(&json!(whole.outcomes[0].id))), "{made:?}");
}

#[tokio::test]
async fn a_create_that_did_not_arrive_before_the_end_is_sent_when_the_run_goes_on() {
    let mut desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    let run = killed(&mut desk, 1).await;
    let whole = goes_on(&desk, &run).await;
    assert_eq!(whole.kinds(), [OutcomeKind::Done], "{:?}", whole.outcomes);
    assert_eq!((desk.service.records("project").len(), desk.service.writes().len()), (1, 2));
    assert!(desk.service.listed() >= 2, "it was looked for twice");
}

#[tokio::test]
async fn every_write_of_the_journal_has_an_outcome_after_a_restart() {
    let mut desk = Desk::with_entries(3);
    for id in ["e1", "e2", "e3"] {
        desk.edit(id, "actualHours", json!("1")).await;
    }
    let run = killed(&mut desk, 2).await;
    let outcomes = |entries: Vec<coredesk_core::changes::JournalEntry>| entries.iter().rev().map(|entry| entry.outcome).collect::<Vec<_>>();
    assert_eq!(outcomes(desk.changes.journal(10, None).await.expect("reads")), [OutcomeKind::Done, OutcomeKind::Unknown]);
    desk.restart().await;
    goes_on(&desk, &run).await;
    let all = outcomes(desk.changes.journal(10, None).await.expect("reads"));
    assert_eq!(all, [OutcomeKind::Done, OutcomeKind::Unknown, OutcomeKind::Done, OutcomeKind::Done]);
}
