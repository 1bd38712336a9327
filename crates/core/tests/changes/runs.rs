//! A run as it is kept: its totals, its windows, held and let go on.

use super::desk::Desk;
use coredesk_core::changes::{OutcomeKind, RunShow, RunState, SendError, Stop, Stopping, WaitsFor};
use serde_json::json;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

async fn edited(count: usize) -> Desk {
    let desk = Desk::with_entries(count);
    for number in 1..=count {
        desk.edit(&format!("e{number}"), "actualHours", json!("1")).await;
    }
    desk
}

#[tokio::test]
async fn totals_on_disk_are_those_that_were_told() {
    let desk = edited(5).await;
    desk.service.refuse("e2", "The day is closed.");
    desk.edit("e4", "actualHours", json!("seven")).await;
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    assert_eq!((run.counts.total, run.counts.left()), (5, 5));
    let told = Mutex::new(Vec::new());
    let cancel = CancellationToken::new();
    let sent = desk.changes.send(&desk.service, run, "Dana", &cancel, |progress| {
        told.lock().expect("no panic").push((progress.run.counts.done, progress.run.counts.left()));
    });
    let run = sent.await.expect("is sent");
    assert_eq!(told.into_inner().expect("no panic"), [(1, 4), (1, 3), (2, 2), (2, 1), (3, 0), (3, 0)]);
    let kept = desk.kept(&run).await;
    assert_eq!((kept.state, kept.counts, kept.sent_by.name.as_str()), (RunState::Finished, run.counts, "Dana"));
    assert_eq!((run.counts.done, run.counts.refused, run.counts.not_sent, run.counts.undoable), (3, 1, 1, 3));
    assert!(kept.ended_at.is_some());
}

#[tokio::test]
async fn a_window_holds_what_is_wanted_in_the_order_of_sending() {
    let desk = edited(6).await;
    desk.service.refuse("e3", "The day is closed.");
    desk.service.refuse("e5", "The day is closed.");
    let run = desk.send_all(&CancellationToken::new()).await;
    let ids = async |show: RunShow, from: u64, count: u64| {
        let (total, rows) = desk.changes.run_rows(&run.run_id, show, from, count).await.expect("reads");
        (total, rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
    };
    let of = |total: u64, ids: &[&str]| (total, ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    assert_eq!(ids(RunShow::All, 2, 3).await, of(6, &["e3", "e4", "e5"]));
    assert_eq!(ids(RunShow::Done, 1, 2).await, of(4, &["e2", "e4"]));
    assert_eq!(ids(RunShow::NotDone, 0, 10).await, of(2, &["e3", "e5"]));
    assert_eq!(ids(RunShow::Left, 0, 10).await, of(0, &[]));
    let (_, rows) = desk.changes.run_rows(&run.run_id, RunShow::All, 0, 1).await.expect("reads");
    assert_eq!((rows[0].number, rows[0].reviewed.len()), (Some(1), 1));
    assert!(rows[0].took.is_some() && rows[0].ended_at.is_some());
}

/// Sends everything and stops for this reason while the first write is at the service.
async fn stopped(desk: &Desk, why: Stop) -> super::desk::SentRun {
    desk.service.hold_writes();
    let stopping = Stopping::within(&CancellationToken::new());
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let person = async {
        desk.service.write_arrived().await;
        stopping.stop(why);
        desk.service.stop_holding();
    };
    tokio::join!(desk.send(run, stopping.clone()), person).0
}

#[tokio::test]
async fn a_paused_run_holds_after_the_change_under_way_and_goes_on_with_the_rest() {
    let desk = edited(4).await;
    let run = stopped(&desk, Stop::Pause).await;
    assert_eq!((run.state, run.waits_for), (RunState::Paused, Some(WaitsFor::Person)));
    assert_eq!((run.counts.done, run.counts.left(), desk.service.writes().len()), (1, 3, 1));
    let whole = desk.resume(&run).await;
    assert_eq!((whole.state, whole.counts.done), (RunState::Finished, 4));
    assert_eq!(desk.service.writes().len(), 4, "each once");
    let again = desk.changes.resume(&run.run_id).await;
    assert!(matches!(again, Err(SendError::NotWaiting)), "{again:?}");
}

#[tokio::test]
async fn a_connection_that_is_closed_parks_its_run() {
    let desk = edited(3).await;
    let run = stopped(&desk, Stop::Close).await;
    assert_eq!((run.state, run.waits_for, run.counts.left()), (RunState::Parked, Some(WaitsFor::Restart), 2));
    assert_eq!(desk.resume(&run).await.counts.done, 3);
}

#[tokio::test]
async fn a_run_that_waits_can_be_cancelled_and_its_changes_stay_unsent() {
    let desk = edited(3).await;
    let run = stopped(&desk, Stop::Pause).await;
    let cancelled = desk.changes.cancel_waiting(&run.run_id).await.expect("waits");
    assert_eq!((cancelled.state, cancelled.counts.done, cancelled.counts.not_sent), (RunState::Cancelled, 1, 2));
    assert_eq!(desk.changes.count().await.expect("counts"), 2);
    assert!(desk.changes.waiting_runs().await.expect("reads").is_empty());
    assert_eq!(desk.send_all(&CancellationToken::new()).await.kinds(), [OutcomeKind::Done; 2]);
}

#[tokio::test]
async fn what_was_taken_back_or_changed_while_the_run_waited_is_not_sent() {
    let desk = edited(4).await;
    let run = stopped(&desk, Stop::Pause).await;
    desk.changes.revert("timeentry", "e2", None).await.expect("reverts");
    desk.edit("e3", "actualHours", json!("8")).await;
    let whole = desk.resume(&run).await;
    assert_eq!(whole.kinds(), [OutcomeKind::Done, OutcomeKind::NotSent, OutcomeKind::NotSent, OutcomeKind::Done]);
    assert_eq!(desk.service.writes().len(), 2);
}

#[tokio::test]
async fn how_often_the_service_slowed_it_down_is_kept() {
    let desk = edited(1).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    for _ in 0..2 {
        desk.changes.note_slowed(&run.run_id, 2, std::time::Duration::from_secs(30)).await.expect("is kept");
    }
    let kept = desk.kept(&run).await;
    assert_eq!((kept.slowed_times, kept.slowed.as_secs()), (4, 60));
}
