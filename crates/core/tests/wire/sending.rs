//! Runs whose connection is closed and opened again.

use crate::account::{Office, connection_of, token};
use crate::server::{Server, json};
use coredesk_core::changes::{FieldEdit, OutcomeKind, RunShow, RunState, StepKind};
use coredesk_core::desk::DemoAccount;
use coredesk_core::token_store::Secret;
use serde_json::json;
use std::time::Duration;

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
    let run = office.desk.send_reviewed(&id).await.expect("begins").run.run_id;
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
