//! Changes on their way while their connection is opened anew.

use crate::account::{Office, connection_of};
use crate::server::{Server, json};
use coredesk_core::changes::{FieldEdit, OutcomeKind, RunShow, StepKind};
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
