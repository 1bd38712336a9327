//! Runs whose connection is closed and opened again.

use crate::account::{Office, connection_of, token};
use crate::server::{Server, json};
use coredesk_core::changes::{DoubtAnswer, FieldEdit, LookedAt, OutcomeKind, RunShow, RunState, SendError, StepKind};
use coredesk_core::desk::{DemoAccount, DeskError, DeskEvent};
use coredesk_core::token_store::Secret;
use serde_json::json;
use std::time::Duration;

const ONE_EDIT: LookedAt = LookedAt { edits: 1, creates: 0, deletes: 0 };

fn account_at(base: &str) -> DemoAccount {
    let (api, tokens) = (format!("{base}/api/"), format!("{base}/oauth2/token/"));
    DemoAccount::bidcore("Northlight", &api, &tokens, Secret::new("north")).expect("an account")
}

#[tokio::test]
async fn what_is_on_its_way_is_answered_before_its_connection_is_opened_anew() {
    let office = Office::open().await;
    office.accounts(|accounts| accounts.write_delay = Duration::from_millis(500));
    office.desk.demo_runs_at(vec![account_at(&office.server.base)]).await.expect("runs");
    let id = connection_of(&office.over(office.desk.open_demo("bidcore").await.expect("begins")).await);
    office.loaded(&id).await;
    let edit = FieldEdit { id: "1".to_owned(), field: "name".to_owned(), value: json!("Renamed") };
    office.desk.edit_as(&id, StepKind::Edit, "publishers", vec![edit]).await.expect("is kept");
    let run = office.desk.send_reviewed(&id, ONE_EDIT).await.expect("begins").run.run_id;
    while !office.server.seen().iter().any(|seen| seen.method == "PUT") {
        office.server.asked(office.server.seen().len() + 1).await;
    }
    // The demo services moved: the connection is closed and opened anew while the answer is awaited.
    let moved = Server::start(|_| json(200, json!({"count": 0, "results": []}))).await;
    office.desk.demo_runs_at(vec![account_at(&moved.base)]).await.expect("runs");
    let (_, rows) = office.desk.run_rows(&run, RunShow::All, 0, 10).await.expect("is kept");
    assert_eq!(rows.iter().map(|row| row.outcome.outcome).collect::<Vec<_>>(), [OutcomeKind::Done]);
}

#[tokio::test]
async fn a_run_that_waited_for_the_network_or_a_pause_goes_on_after_a_restart() {
    for waits_for in ["network", "slow-down"] {
        let mut office = Office::open().await;
        let id = office.connected(token("north")).await;
        office.loaded(&id).await;
        let edit = FieldEdit { id: "1".to_owned(), field: "name".to_owned(), value: json!("Renamed") };
        office.desk.edit_as(&id, StepKind::Edit, "publishers", vec![edit]).await.expect("is kept");
        let path = office.folder.path().join("connections").join(&id).join("data.sqlite");
        let store = rusqlite::Connection::open(path).expect("opens");
        let sql = "INSERT INTO run (run_id, state, waits_for, started_at_ms) VALUES ('r', 'parked', ?1, 0)";
        store.execute(sql, [waits_for]).expect("is kept");
        let sql = "INSERT INTO run_change (run_id, place, level, change_id, entity_type, entity_id, title, subtitle, kind, reviewed)
                   SELECT 'r', 0, 0, change_id, entity_type, entity_id, '', '', kind, fields FROM draft";
        store.execute(sql, []).expect("is kept");
        office.reopen();
        office.desk.mirrors(&id).await.expect("is opened");
        let is_over = async |desk: &coredesk_core::desk::Desk| {
            let standing = desk.run_standing("r").await.expect("is kept").run;
            if waits_for == "network" && standing.state == RunState::Parked {
                // Another request of the connection succeeds.
                let _ = desk.sync(&id, "publishers").await;
            }
            standing.state == RunState::Finished
        };
        office.wait_until(is_over).await;
        let (_, rows) = office.desk.run_rows("r", RunShow::All, 0, 10).await.expect("is kept");
        assert_eq!(rows[0].outcome.outcome, OutcomeKind::Done, "{waits_for}");
    }
}

/// A new publisher was sent and no answer told what became of it; the run is over.
async fn in_doubt(office: &Office, id: &str) -> (String, String) {
    office.accounts(|accounts| accounts.is_lost = true);
    office.desk.create_rows(id, "publishers", vec![vec![("name".to_owned(), json!("Eastgate"))]]).await.expect("is kept");
    let one_create = LookedAt { creates: 1, ..LookedAt::default() };
    let run = office.desk.send_reviewed(id, one_create).await.expect("begins").run.run_id;
    office.wait_until(async |desk| desk.run_standing(&run).await.is_ok_and(|standing| standing.run.state == RunState::Finished)).await;
    let doubts = office.desk.doubts(id).await.expect("reads");
    (run, doubts[0].doubt.change_id.clone())
}

#[tokio::test]
async fn what_a_person_says_of_a_doubt_counts_in_its_run_and_is_told() {
    let office = Office::open().await;
    let id = office.connected(token("north")).await;
    office.loaded(&id).await;
    let (run, change_id) = in_doubt(&office, &id).await;
    assert_eq!(office.desk.run_standing(&run).await.expect("is kept").run.counts.unknown, 1);
    let mut events = office.desk.events();
    office.desk.answer_doubt(&id, &change_id, DoubtAnswer::IsThis("2".to_owned())).await.expect("is taken in");
    let counts = office.desk.run_standing(&run).await.expect("is kept").run.counts;
    assert_eq!((counts.unknown, counts.done), (0, 1));
    let mut told = std::iter::from_fn(|| events.try_recv().ok());
    let is_told = told.any(|event| matches!(event, DeskEvent::Run { standing, .. } if standing.run.counts.done == 1));
    assert!(is_told, "the finished run is told anew");
}

#[tokio::test]
async fn nothing_is_sent_but_what_was_looked_at() {
    let office = Office::open().await;
    let id = office.connected(token("north")).await;
    office.loaded(&id).await;
    let edit = |id: &str| FieldEdit { id: id.to_owned(), field: "name".to_owned(), value: json!("Renamed") };
    office.desk.edit_as(&id, StepKind::Edit, "publishers", vec![edit("1")]).await.expect("is kept");
    // While the person looks at one edit, another comes.
    office.desk.edit_as(&id, StepKind::Paste, "publishers", vec![edit("2")]).await.expect("is kept");
    let refused = office.desk.send_reviewed(&id, ONE_EDIT).await.expect_err("the review moved");
    assert!(matches!(refused, DeskError::Send(SendError::Moved)), "{refused:?}");
    assert!(!office.server.seen().iter().any(|seen| seen.method == "PUT"));
    office.desk.send_reviewed(&id, LookedAt { edits: 2, ..ONE_EDIT }).await.expect("begins");
}
