//! From the draft to the journal, when nothing comes in between.

use super::desk::{Desk, open};
use coredesk_core::changes::{DraftError, DraftKind, MIGRATIONS, OutcomeKind, RunState};
use coredesk_core::store::{Store, StoreError};
use serde_json::json;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn an_edit_back_to_what_was_there_leaves_no_draft() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("7.5")).await;
    assert_eq!(desk.changes.count().await.expect("counts"), 1);
    desk.edit("e1", "actualHours", json!("2.50")).await;
    assert_eq!(desk.changes.count().await.expect("counts"), 0, "2.50 is what was there, written otherwise");
}

#[tokio::test]
async fn what_cannot_be_sent_is_kept_with_its_reason_and_never_sent() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("seven")).await;
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[0].after, json!("seven"));
    assert!(draft.fields[0].problem.is_some());
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::NotSent);
    assert!(desk.service.writes().is_empty());
}

#[tokio::test]
async fn drafts_survive_a_restart() {
    let desk = Desk::with_entries(2);
    desk.edit("e1", "description", json!("Typed just before the end")).await;
    let folder = desk.folder;
    drop(desk.changes);
    let changes = open(folder.path()).0;
    let draft = changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!(draft.fields[0].after, json!("Typed just before the end"));
}

#[tokio::test]
async fn read_only_fields_and_marked_records_are_not_edited() {
    let desk = Desk::with_entries(1);
    let refused = desk.try_edit("e1", "lastUpdated", json!("2026-01-01")).await;
    assert!(matches!(refused, Err(DraftError::ReadOnly { .. })), "{refused:?}");
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    let refused = desk.try_edit("e1", "actualHours", json!("1")).await;
    assert!(matches!(refused, Err(DraftError::MarkedForDeletion)), "{refused:?}");
}

#[tokio::test]
async fn taking_a_mark_back_brings_the_edits_back() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    desk.changes.revert("timeentry", "e1", None).await.expect("reverts");
    let draft = desk.changes.draft("timeentry", "e1").await.expect("reads").expect("is there");
    assert_eq!((draft.kind, draft.fields.len()), (DraftKind::Edit, 1));
}

#[tokio::test]
async fn an_update_sends_the_whole_record_with_what_coredesk_does_not_know() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("7.25")).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done);
    let sent = desk.service.writes().swap_remove(0);
    assert_eq!(sent["unheardOf"], json!({"deep": [1, 2]}));
    assert_eq!(sent["actualHours"].to_string(), "7.25");
    assert_eq!(sent["bigNumber"].to_string(), "12345678901234567890.123456789");
    assert_eq!(sent["version"], "1");
}

#[tokio::test]
async fn a_bad_row_never_stops_the_others_and_keeps_the_services_words() {
    let desk = Desk::with_entries(3);
    desk.service.refuse("e2", "The day is closed.");
    for id in ["e1", "e2", "e3"] {
        desk.edit(id, "actualHours", json!("1")).await;
    }
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(
        run.outcomes.iter().map(|outcome| outcome.outcome).collect::<Vec<_>>(),
        [OutcomeKind::Done, OutcomeKind::Refused, OutcomeKind::Done]
    );
    assert_eq!(desk.changes.count().await.expect("counts"), 1, "the refused one stays unsent");
    let entry = &desk.changes.journal(10, None).await.expect("a journal")[1];
    assert_eq!((entry.outcome, entry.words.as_deref()), (OutcomeKind::Refused, Some("The day is closed.")));
}

#[tokio::test]
async fn cancel_stops_after_the_change_under_way_with_true_totals() {
    let desk = Desk::with_entries(3);
    for id in ["e1", "e2", "e3"] {
        desk.edit(id, "actualHours", json!("1")).await;
    }
    let cancel = CancellationToken::new();
    desk.service.cancel_at_first_write(&cancel);
    let run = desk.send_all(&cancel).await;
    assert_eq!(run.state, RunState::Cancelled);
    assert_eq!(
        run.outcomes.iter().map(|outcome| outcome.outcome).collect::<Vec<_>>(),
        [OutcomeKind::Done, OutcomeKind::NotSent, OutcomeKind::NotSent]
    );
    assert_eq!(desk.changes.count().await.expect("counts"), 2);
}

#[tokio::test]
async fn a_new_child_gets_the_id_that_its_new_parent_was_given() {
    let desk = Desk::with_entries(0);
    let child = desk.changes.create("project").await.expect("a draft");
    let parent = desk.changes.create("project").await.expect("a draft");
    desk.edit_of("project", &child, "name", json!("Phase 1")).await;
    desk.edit_of("project", &child, "parentId", json!(parent)).await;
    desk.edit_of("project", &parent, "name", json!("Bridge")).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    assert!(run.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Done), "{:?}", run.outcomes);
    let sent = desk.service.writes();
    assert_eq!((&sent[0]["name"], &sent[1]["name"]), (&json!("Bridge"), &json!("Phase 1")));
    assert_eq!(sent[1]["parentId"], run.outcomes[0].id.as_str());
}

#[tokio::test]
async fn an_app_killed_between_intent_and_outcome_leaves_it_unknown_and_sends_no_second_create() {
    let desk = Desk::with_entries(0);
    let new = desk.changes.create("project").await.expect("a draft");
    desk.edit_of("project", &new, "name", json!("Once")).await;
    desk.service.hold_writes();
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let cancel = CancellationToken::new();
    let killed =
        tokio::time::timeout(std::time::Duration::from_millis(200), desk.changes.send(&desk.service, run, "Dana", &cancel, |_| {}));
    assert!(killed.await.is_err(), "the answer never came");

    let (changes, _) = open(desk.folder.path());
    changes.recover().await.expect("recovers");
    let entry = changes.journal(1, None).await.expect("a journal").swap_remove(0);
    assert_eq!(entry.outcome, OutcomeKind::Unknown);
    let review = changes.review().await.expect("a review");
    assert_eq!(review.changes[0].problems.len(), 1, "a person must look first");
    assert_eq!(desk.service.writes().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_when_the_journal_cannot_be_written() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    let run = desk.changes.start_run(&desk.all_ids().await).await.expect("starts");
    let refuse = "CREATE TRIGGER full_disk BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END;";
    desk.store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute_batch(refuse)?)).expect("is prepared");
    let sent = desk.changes.send(&desk.service, run, "Dana", &CancellationToken::new(), |_| {}).await;
    assert!(sent.is_err());
    assert!(desk.service.writes().is_empty());
    assert_eq!(desk.changes.count().await.expect("counts"), 1);
}

#[tokio::test]
async fn the_journal_is_append_only() {
    let desk = Desk::with_entries(1);
    desk.edit("e1", "actualHours", json!("1")).await;
    desk.send_all(&CancellationToken::new()).await;
    for tampering in ["UPDATE journal SET title = 'x'", "DELETE FROM journal"] {
        let refused = desk.store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute(tampering, [])?));
        assert!(refused.is_err(), "{tampering}");
    }
    assert_eq!(desk.changes.journal(10, None).await.expect("a journal").len(), 1);
}

#[tokio::test]
async fn deleting_what_is_gone_already_is_done_and_said() {
    let desk = Desk::with_entries(1);
    desk.service.lose_everything();
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].reason.as_deref()), (OutcomeKind::Done, Some("It was gone already.")));
    assert!(desk.mirror.record("timeentry", "e1").await.expect("reads").is_none());
}

#[tokio::test]
async fn the_review_says_what_is_missing_and_what_points_at_a_record() {
    let desk = Desk::with_entries(1);
    let new = desk.changes.create("timeentry").await.expect("a draft");
    desk.edit_of("timeentry", &new, "description", json!("x".repeat(101))).await;
    let review = desk.changes.review().await.expect("a review");
    let problems: Vec<String> = review.changes[0].problems.iter().map(ToString::to_string).collect();
    assert!(problems.contains(&"Project is required.".to_owned()), "{problems:?}");
    assert!(problems.contains(&"Description: This has 101 characters; the service takes 100.".to_owned()), "{problems:?}");
}

#[tokio::test]
async fn a_store_of_the_first_form_keeps_its_drafts() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("data.sqlite"), &MIGRATIONS[..1]).expect("opens");
    let draft =
        "INSERT INTO draft (change_id, entity_type, entity_id, kind, fields, made_at) VALUES ('c', 'project', 'new:1', 'create', '[]', 0)";
    store.write_now(|transaction| Ok::<_, StoreError>(transaction.execute(draft, [])?)).expect("is kept");
    let (changes, _) = open(folder.path());
    assert_eq!(changes.count().await.expect("counts"), 1);
}
