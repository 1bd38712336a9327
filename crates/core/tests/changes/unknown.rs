//! Creates whose answer got lost.

use super::desk::{Desk, core};
use coredesk_core::changes::{DoubtAnswer, DraftKind, OutcomeKind, SendError};
use coredesk_core::rest::WriteOutcome;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

fn never() -> CancellationToken {
    CancellationToken::new()
}

fn no_answer() -> WriteOutcome {
    WriteOutcome::Unknown { status: Some(504), reason: "no answer in time".to_owned() }
}

/// A project that somebody made at the service just now.
fn project_at_service(desk: &Desk, id: &str, name: &str) {
    let record = json!({ "id": id, "name": name, "createdOn": jiff::Timestamp::now().to_string() });
    desk.service.put("project", record.as_object().cloned().expect("an object"));
}

#[tokio::test]
async fn one_that_arrived_is_found_and_taken_for_it() {
    let desk = Desk::with_entries(0);
    let parent = desk.new_project("Bridge").await;
    let child = desk.new_project("Phase 1").await;
    desk.edit_of("project", &child, "parentId", json!(parent)).await;
    desk.service.lose_next_answer();
    let run = desk.send_all(&never()).await;
    assert_eq!(run.kinds(), [OutcomeKind::Done; 2], "{:?}", run.outcomes);
    assert_eq!(desk.service.writes()[1]["parentId"], json!(run.outcomes[0].id));
    assert_eq!(desk.service.records("project").len(), 2);
    let entries = desk.changes.journal(10, None).await.expect("reads");
    assert_eq!(entries[1].outcome, OutcomeKind::Done);
    assert!(entries[1].words.as_deref().is_some_and(|words| words.contains("found at the service")), "{:?}", entries[1]);
    assert!(desk.changes.doubts().await.expect("reads").is_empty());
}

#[tokio::test]
async fn one_that_is_not_there_after_two_looks_is_sent_again_by_the_same_run_and_no_third_time() {
    let desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    desk.service.answer_next_write(no_answer());
    let run = desk.send_all(&never()).await;
    assert_eq!(run.kinds(), [OutcomeKind::Done]);
    assert_eq!((desk.service.writes().len(), desk.service.listed()), (2, 2));

    desk.new_project("Tower").await;
    desk.service.answer_next_write(no_answer());
    desk.service.answer_next_write(no_answer());
    let run = desk.send_all(&never()).await;
    assert_eq!((run.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Unknown], 4));
    assert!(desk.changes.all().await.expect("reads")[0].in_doubt);
}

#[tokio::test]
async fn two_that_look_alike_are_asked_about_with_what_was_found() {
    let desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    project_at_service(&desk, "p1", "Bridge");
    project_at_service(&desk, "p2", "Bridge");
    desk.service.answer_next_write(no_answer());
    let run = desk.send_all(&never()).await;
    assert_eq!((run.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Unknown], 1));
    let doubts = desk.changes.doubts().await.expect("reads");
    assert_eq!((doubts.len(), doubts[0].entity_type.as_str(), doubts[0].is_whole), (1, "project", true));
    let mut candidates: Vec<_> = doubts[0].candidates.iter().map(|found| (found.id.as_str(), found.same, found.of)).collect();
    candidates.sort_unstable();
    assert_eq!(candidates, [("p1", 1, 1), ("p2", 1, 1)]);
    assert!(doubts[0].candidates[0].made_at.is_some() && doubts[0].looked_at.is_some());
    assert_eq!(doubts[0].reason, "no answer in time");
}

#[tokio::test]
async fn one_that_differs_in_a_field_is_asked_about_and_what_differs_is_told() {
    let desk = Desk::with_entries(0);
    let new = desk.new_project("Bridge").await;
    desk.edit_of("project", &new, "code", json!("B-1")).await;
    let record = json!({ "id": "p1", "name": "Bridge", "code": "B-2", "createdOn": jiff::Timestamp::now().to_string() });
    desk.service.put("project", record.as_object().cloned().expect("an object"));
    desk.service.answer_next_write(no_answer());
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Unknown]);
    let found = desk.changes.doubts().await.expect("reads").swap_remove(0).candidates.swap_remove(0);
    assert_eq!((found.same, found.of, found.differs[0].field.as_str()), (1, 2, "code"));
    assert_eq!((&found.differs[0].before, &found.differs[0].after), (&json!("B-1"), &json!("B-2")));
}

/// What becomes of a create without an answer where the service has `record`, which is like it.
async fn beside(record: Value) -> (Vec<OutcomeKind>, usize) {
    let desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    desk.service.put("project", record.as_object().cloned().expect("an object"));
    desk.service.answer_next_write(no_answer());
    let run = desk.send_all(&never()).await;
    (run.kinds(), desk.service.writes().len())
}

#[tokio::test]
async fn no_time_dismisses_a_record_that_is_like_it() {
    let now = jiff::Timestamp::now();
    let behind = now.checked_sub(jiff::SignedDuration::from_mins(3)).expect("is a time").to_string();
    let ahead = now.checked_add(jiff::SignedDuration::from_hours(2)).expect("is a time").to_string();
    let day = now.strftime("%Y-%m-%d").to_string();
    for made_at in [behind, ahead, day, "2026-01-01T10:00:00Z".to_owned()] {
        let record = json!({ "id": "p1", "name": "Bridge", "createdOn": made_at });
        assert_eq!(beside(record).await, (vec![OutcomeKind::Unknown], 1), "made at {made_at}");
    }
}

#[tokio::test]
async fn what_agrees_in_little_is_not_dismissed_either() {
    let desk = Desk::with_entries(0);
    let new = desk.new_project("Bridge").await;
    for (field, value) in [("code", "B-1"), ("memo", "Over the river")] {
        desk.edit_of("project", &new, field, json!(value)).await;
    }
    let record = json!({ "id": "p1", "name": "BRIDGE 1", "code": "B-1", "memo": "" });
    desk.service.put("project", record.as_object().cloned().expect("an object"));
    desk.service.answer_next_write(no_answer());
    let run = desk.send_all(&never()).await;
    assert_eq!((run.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Unknown], 1));
}

#[tokio::test]
async fn one_that_was_there_long_before_makes_the_new_one_no_less_sure() {
    let desk = Desk::with_entries(0);
    let record = json!({ "id": "p1", "name": "Bridge", "createdOn": "2026-01-01T10:00:00Z" });
    desk.service.put("project", record.as_object().cloned().expect("an object"));
    desk.new_project("Bridge").await;
    desk.service.lose_next_answer();
    let run = desk.send_all(&never()).await;
    assert_eq!((run.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Done], 1));
    assert_eq!(run.outcomes[0].id, "made-1");
}

#[tokio::test]
async fn another_maker_is_asked_about() {
    let desk = Desk::with_entries(0);
    desk.new_project("First").await;
    let first = desk.send_all(&never()).await.outcomes[0].id.clone();
    desk.keep("project", json!({ "id": first, "name": "First", "createdById": "ann" }));
    desk.new_project("Bridge").await;
    let record = json!({ "id": "p1", "name": "Bridge", "createdById": "bob", "createdOn": jiff::Timestamp::now().to_string() });
    desk.service.put("project", record.as_object().cloned().expect("an object"));
    desk.service.answer_next_write(no_answer());
    let run = desk.send_all(&never()).await;
    assert_eq!((run.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Unknown], 2));
    assert_eq!(desk.changes.doubts().await.expect("reads")[0].candidates[0].id, "p1");
}

#[tokio::test]
async fn a_record_without_a_time_may_be_older_and_is_asked_about() {
    let desk = Desk::with_entries(0);
    desk.service.put("project", json!({ "id": "p1", "name": "Bridge" }).as_object().cloned().expect("an object"));
    desk.new_project("Bridge").await;
    desk.service.answer_next_write(no_answer());
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Unknown]);
    assert_eq!(desk.service.writes().len(), 1);
}

#[tokio::test]
async fn what_another_change_made_is_not_it() {
    let desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    desk.new_project("Bridge").await;
    desk.service.lose_next_answer();
    desk.service.lose_next_answer();
    let run = desk.send_all(&never()).await;
    assert_eq!(run.kinds(), [OutcomeKind::Done; 2]);
    assert_ne!(run.outcomes[0].id, run.outcomes[1].id);
    assert_eq!(desk.service.records("project").len(), 2);
}

/// A create that nobody could look for.
async fn in_doubt(desk: &Desk, name: &str) -> (String, String) {
    let new = desk.new_project(name).await;
    desk.service.lose_next_answer();
    desk.service.fail_lists(true);
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Unknown]);
    desk.service.fail_lists(false);
    (new.clone(), desk.changes.draft("project", &new).await.expect("reads").expect("is there").change_id)
}

#[tokio::test]
async fn a_second_look_brings_what_the_first_could_not() {
    let desk = Desk::with_entries(0);
    let (_, change_id) = in_doubt(&desk, "Bridge").await;
    let doubt = desk.changes.doubts().await.expect("reads").swap_remove(0);
    assert_eq!((doubt.is_whole, doubt.candidates.len()), (false, 0));
    let doubt = desk.changes.look_again(&desk.service, &change_id, &never()).await.expect("looks").expect("is in doubt");
    assert_eq!((doubt.is_whole, doubt.candidates.len()), (true, 1));
    assert_eq!(desk.service.writes().len(), 1, "looking writes nothing");
}

#[tokio::test]
async fn a_person_says_which_record_it_is_and_what_was_typed_since_stays() {
    let desk = Desk::with_entries(0);
    let (new, change_id) = in_doubt(&desk, "Bridge").await;
    let child = desk.new_project("Phase 1").await;
    desk.edit_of("project", &child, "parentId", json!(new)).await;
    desk.edit_of("project", &new, "code", json!("B-1")).await;
    desk.changes
        .answer_doubt(&desk.service, &change_id, DoubtAnswer::IsThis("made-1".to_owned()), "Dana", &never())
        .await
        .expect("is taken in");
    let drafts = desk.changes.all().await.expect("reads");
    let parent: Vec<&Value> =
        drafts.iter().flat_map(|draft| &draft.fields).filter(|change| change.field == "parentId").map(|change| &change.after).collect();
    assert_eq!(parent, [&json!("made-1")]);
    let since = drafts.iter().find(|draft| draft.entity_id == "made-1").expect("what was typed since");
    assert_eq!((since.kind, since.fields[0].field.as_str()), (DraftKind::Edit, "code"));
    assert!(desk.mirror.record("project", "made-1").await.expect("reads").is_some());
    let entry = desk.changes.journal(1, None).await.expect("reads").swap_remove(0);
    assert_eq!((entry.outcome, entry.entity_id.as_str()), (OutcomeKind::Done, "made-1"));
    let again = desk.changes.answer_doubt(&desk.service, &change_id, DoubtAnswer::DidNotArrive, "Dana", &never()).await;
    assert!(matches!(again, Err(SendError::Nothing)), "{again:?}");
}

#[tokio::test]
async fn a_person_says_that_it_did_not_arrive_and_it_is_sent_like_any_other() {
    let desk = Desk::with_entries(0);
    desk.service.answer_next_write(no_answer());
    desk.service.fail_lists(true);
    desk.new_project("Bridge").await;
    let run = desk.send_all(&never()).await;
    assert_eq!(run.kinds(), [OutcomeKind::Unknown]);
    let change_id = run.outcomes[0].change_id.clone();
    desk.changes.answer_doubt(&desk.service, &change_id, DoubtAnswer::DidNotArrive, "Dana", &never()).await.expect("is taken in");
    assert!(desk.changes.doubts().await.expect("reads").is_empty());
    assert_eq!(desk.kept(&run).await.kinds(), [OutcomeKind::NotSent], "the run says so too");
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Done]);
}

#[tokio::test]
async fn a_record_that_is_not_there_is_no_answer() {
    let desk = Desk::with_entries(0);
    let (_, change_id) = in_doubt(&desk, "Bridge").await;
    let refused = desk.changes.answer_doubt(&desk.service, &change_id, DoubtAnswer::IsThis("p9".to_owned()), "Dana", &never()).await;
    assert!(matches!(refused, Err(SendError::Nothing)), "{refused:?}");
    assert_eq!(desk.changes.doubts().await.expect("reads").len(), 1);
}

/// A new project that is sent, and taken back while it is on its way; then the app is killed.
async fn taken_back_and_killed(arrives: bool) -> Desk {
    let mut desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    desk.service.hold_writes();
    let cancel = never();
    let person = async {
        desk.service.write_arrived().await;
        desk.changes.discard_all().await.expect("is discarded");
    };
    tokio::select! {
        ended = desk.send(run, &cancel) => panic!("nothing was answered: {:?}", ended.outcomes),
        () = person => {}
    }
    desk.service.stop_holding();
    if arrives {
        desk.service.arrived("project", 1);
    }
    desk.restart().await;
    desk
}

#[tokio::test]
async fn one_that_was_taken_back_on_its_way_is_in_doubt_after_a_kill_and_undo_sends_no_second() {
    let desk = taken_back_and_killed(true).await;
    let doubts = desk.changes.doubts().await.expect("reads");
    assert_eq!(doubts.len(), 1);
    desk.changes.undo_step().await.expect("is undone");
    assert!(desk.changes.all().await.expect("reads").iter().all(|draft| draft.in_doubt));
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Done]);
    assert_eq!((desk.service.records("project").len(), desk.service.writes().len()), (1, 1));
}

#[tokio::test]
async fn one_that_was_taken_back_on_its_way_and_did_not_arrive_is_not_sent_by_itself() {
    let desk = taken_back_and_killed(false).await;
    let run = desk.changes.waiting_runs().await.expect("reads").swap_remove(0);
    assert_eq!(desk.resume(&run).await.kinds(), [OutcomeKind::Unknown]);
    assert_eq!(desk.service.writes().len(), 1);
}

#[tokio::test]
async fn one_in_doubt_that_was_discarded_comes_back_in_doubt() {
    let desk = Desk::with_entries(0);
    in_doubt(&desk, "Bridge").await;
    desk.changes.discard_all().await.expect("is discarded");
    desk.changes.undo_step().await.expect("is undone");
    assert!(desk.changes.all().await.expect("reads")[0].in_doubt);
}

#[tokio::test]
async fn what_is_taken_back_while_it_is_looked_for_is_not_sent_again() {
    let desk = Desk::with_entries(0);
    desk.new_project("Bridge").await;
    desk.service.answer_next_write(no_answer());
    desk.service.hold_next_list();
    let cancel = never();
    let person = async {
        desk.service.list_arrived().await;
        desk.changes.discard_all().await.expect("is discarded");
        desk.service.let_list_go();
    };
    let (run, ()) = tokio::join!(desk.send_all(&cancel), person);
    assert_eq!((run.kinds(), desk.service.writes().len()), (vec![OutcomeKind::Unknown], 1));
}

/// The service answers for a create and names no record, while more was typed.
async fn done_without_an_id() -> (Desk, String) {
    let desk = Desk::with_entries(0);
    let new = desk.new_project("Bridge").await;
    let change_id = desk.all_ids().await.swap_remove(0);
    desk.service.answer_next_write(WriteOutcome::Done { status: 201, record: None, request_id: None });
    desk.while_a_write_is_held(desk.edit_of("project", &new, "code", json!("B-1"))).await;
    (desk, change_id)
}

#[tokio::test]
async fn one_that_was_done_without_an_id_is_asked_about_and_can_be_answered() {
    let (desk, change_id) = done_without_an_id().await;
    let doubt = desk.changes.doubts().await.expect("reads").swap_remove(0);
    assert!(doubt.sent_at > jiff::Timestamp::UNIX_EPOCH && doubt.reason.contains("saved it"), "{doubt:?}");
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Unknown], "it was done: it is not sent again by itself");
    assert_eq!(desk.service.writes().len(), 1);
    desk.service.put("project", json!({ "id": "p1", "name": "Bridge" }).as_object().cloned().expect("an object"));
    let found = desk.changes.look_again(&desk.service, &change_id, &never()).await.expect("looks").expect("is in doubt");
    assert_eq!(found.candidates[0].id, "p1");
    let answer = DoubtAnswer::IsThis("p1".to_owned());
    desk.changes.answer_doubt(&desk.service, &change_id, answer, "Dana", &never()).await.expect("is taken in");
    let since = desk.changes.draft("project", "p1").await.expect("reads").expect("what was typed since");
    assert_eq!((since.kind, since.fields[0].field.as_str()), (DraftKind::Edit, "code"));
}

#[tokio::test]
async fn one_that_was_done_without_an_id_can_be_said_not_to_have_arrived() {
    let (desk, change_id) = done_without_an_id().await;
    desk.changes.answer_doubt(&desk.service, &change_id, DoubtAnswer::DidNotArrive, "Dana", &never()).await.expect("is taken in");
    assert_eq!(desk.send_all(&never()).await.kinds(), [OutcomeKind::Done]);
}

#[tokio::test]
async fn a_doubt_that_is_answered_while_a_run_looks_neither_stops_the_run_nor_is_written_over() {
    let desk = Desk::with_entries(0);
    let (_, change_id) = in_doubt(&desk, "Bridge").await;
    desk.new_project("Tower").await;
    desk.service.hold_next_list();
    let cancel = never();
    let person = async {
        desk.service.list_arrived().await;
        let answer = DoubtAnswer::IsThis("made-1".to_owned());
        desk.changes.answer_doubt(&desk.service, &change_id, answer, "Dana", &cancel).await.expect("is taken in");
        desk.service.let_list_go();
    };
    let (run, ()) = tokio::join!(desk.send_all(&cancel), person);
    assert_eq!(run.kinds(), [OutcomeKind::Done; 2], "{:?}", run.outcomes);
    assert_eq!((run.run.counts.done, run.run.waits_for, desk.service.writes().len()), (2, None, 2));
    assert!(run.outcomes[0].reason.as_deref().is_some_and(|reason| reason.contains("You said")), "{:?}", run.outcomes[0]);
}

#[tokio::test]
async fn of_two_that_look_alike_the_one_with_what_the_service_takes_only_once_is_it() {
    let mut service = core();
    let described = Arc::make_mut(&mut service);
    let project = described.catalogue.entity_types.iter_mut().find(|known| known.name == "project").expect("is there");
    project.natural_keys = vec![vec!["code".to_owned()]];
    for (codes, expected) in [(["B-9", "B-1"], OutcomeKind::Done), (["B-8", "B-9"], OutcomeKind::Unknown)] {
        let desk = Desk::of_service(&service, Vec::new());
        let new = desk.new_project("Bridge").await;
        desk.edit_of("project", &new, "code", json!("B-1")).await;
        for (id, code) in ["p1", "p2"].into_iter().zip(codes) {
            let record = json!({ "id": id, "name": "Bridge", "code": code, "createdOn": jiff::Timestamp::now().to_string() });
            desk.service.put("project", record.as_object().cloned().expect("an object"));
        }
        desk.service.answer_next_write(no_answer());
        let run = desk.send_all(&never()).await;
        assert_eq!(run.kinds(), [expected], "{codes:?}");
        assert_eq!(run.outcomes[0].id == "p2", expected == OutcomeKind::Done);
    }
}
