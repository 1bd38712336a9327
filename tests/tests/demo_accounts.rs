//! The accounts of the demo services at the desk: each opens with one click, and its tokens follow it and nobody else.

use anyhow::{Context, Result};
use coredesk_core::catalogue::Grant;
use coredesk_core::changes::OutcomeKind;
use coredesk_core::desk::{ConnectionRecord, DeskError, Environment, Opened, SignInChange, SignInProgress, SignInStatus, ViewRequest};
use coredesk_core::token_store::{ProfileId, TokenStore};
use coredesk_sandbox::{BIDCORE_AGENCY, DEMO_COMPANY_NAME, Sandbox, SandboxOptions};
use coredesk_tests::office::{LIMIT, Office, demo_accounts, until};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use url::Url;

const CORE: &str = "bqe-core";
const BIDCORE: &str = "bidcore";
/// A short list of the account, whose names can be changed.
const LIST: &str = "advertiser-groups";

#[tokio::test(flavor = "multi_thread")]
async fn a_click_opens_the_bidcore_account_without_a_question() -> Result<()> {
    let office = Office::open().await?;
    let connection = office.sign_in_to(BIDCORE).await?;
    let record = record(&office, &connection).await?;
    assert_eq!((record.company.as_str(), record.environment, record.needs_preview), (BIDCORE_AGENCY, Environment::Demo, false));
    assert!(office.opened.lock().is_ok_and(|opened| opened.is_empty()), "no browser is needed");

    let (id, before) = first_name(&office, &connection).await?;
    assert_ne!(before, "");
    assert_eq!(rename(&office, &connection, &id, "Renamed here").await?, OutcomeKind::Done);
    assert_eq!(name_at_service(&office, &id).await?, "Renamed here");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_has_a_connection_of_its_own() -> Result<()> {
    let office = Office::open().await?;
    let (bidcore, core) = (office.sign_in_to(BIDCORE).await?, office.sign_in_to(CORE).await?);
    assert_ne!(core, bidcore);
    assert_eq!(office.desk.open_demo(CORE).await?, Opened::Connection(core.clone()));
    assert_eq!(office.desk.open_demo(BIDCORE).await?, Opened::Connection(bidcore.clone()));
    assert_eq!(record(&office, &core).await?.company, DEMO_COMPANY_NAME);
    assert!(matches!(office.desk.open_demo("elsewhere").await, Err(DeskError::DemoNotRunning)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_next_start_it_opens_and_waits_for_its_services_with_all_it_would_send() -> Result<()> {
    let (office, asked) = after_a_first_run().await?;
    let connection = connection_to(&office, BIDCORE).await?;

    assert_eq!(office.desk.open_connection(&connection).await?, Opened::Connection(connection.clone()));
    let (id, _) = first_name(&office, &connection).await?;
    assert_eq!(office.desk.credential_question(&connection).await?, None);
    assert!(matches!(office.desk.read_description_again(&connection).await, Err(DeskError::DemoNotRunning)));
    assert!(matches!(office.desk.sign_in_again(&connection).await, Err(DeskError::DemoNotRunning)));
    office.edit(&connection, LIST, &id, &[("name", json!("Too early"))]).await?;
    assert!(office.send(&connection, LIST, &id).await.is_err());
    assert_eq!(asked.heard(), Vec::<String>::new(), "nothing goes to a port that may be another program's by now");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_services_moved_a_token_goes_to_the_new_address_alone() -> Result<()> {
    let (office, asked) = after_a_first_run().await?;
    let (bidcore, core) = (connection_to(&office, BIDCORE).await?, connection_to(&office, CORE).await?);
    let (id, _) = first_name(&office, &bidcore).await?;
    office.desk.open_connection(&bidcore).await?;
    office.desk.open_connection(&core).await?;

    office.desk.demo_runs_at(demo_accounts(&office.desk, office.sandbox.addresses())?).await?;
    let here = office.sandbox.addresses().bidcore.base_url.clone();
    assert_eq!(record(&office, &bidcore).await?.base_url, here);
    assert_eq!(tokens_lead_to(&office, &bidcore)?, Some(here));
    assert_eq!(tokens_lead_to(&office, &core)?, None, "they belong to the former address");
    assert_eq!(office.desk.open_demo(BIDCORE).await?, Opened::Connection(bidcore.clone()));
    assert_eq!(rename(&office, &bidcore, &id, "After the move").await?, OutcomeKind::Done);
    assert_eq!(name_at_service(&office, &id).await?, "After the move");
    office.desk.read_description_again(&bidcore).await?;
    assert!(matches!(office.desk.open_demo(CORE).await?, Opened::SignIn(_)));
    assert_eq!(asked.heard(), Vec::<String>::new(), "the former address is asked for nothing");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_it_stays_so_until_it_is_opened_and_then_asks_nobody() -> Result<()> {
    let (office, asked) = after_a_first_run().await?;
    let connection = connection_to(&office, BIDCORE).await?;
    office.desk.sign_out(&connection).await?;
    office.desk.demo_runs_at(demo_accounts(&office.desk, office.sandbox.addresses())?).await?;
    assert_eq!(tokens_lead_to(&office, &connection)?, None, "a move signs nobody in");
    assert_eq!(office.desk.credential_question(&connection).await?, None);
    assert_eq!(office.sign_in_to(BIDCORE).await?, connection);
    assert_eq!(tokens_lead_to(&office, &connection)?, Some(office.sandbox.addresses().bidcore.base_url.clone()));
    assert_eq!(asked.heard(), Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_opening_can_be_tried_again() -> Result<()> {
    let office = Office::open().await?;
    let token = office.sandbox.addresses().bidcore.token.clone();
    office.sandbox.revoke_permanent_token(&token, true)?;
    let Opened::SignIn(refused) = office.desk.open_demo(BIDCORE).await? else { panic!("it is not there yet") };
    let status = ended(&office, &refused).await?;
    assert!(matches!(status.progress, SignInProgress::Failed(_)) && status.grant == Grant::Token);
    assert_eq!(status.retries, [SignInChange::Nothing]);
    assert!(office.desk.connections().await?.is_empty());

    office.sandbox.revoke_permanent_token(&token, false)?;
    let Opened::SignIn(again) = office.desk.retry_sign_in(&refused, SignInChange::Nothing).await? else { panic!("a sign-in") };
    assert!(matches!(ended(&office, &again).await?.progress, SignInProgress::SignedIn(_)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_brings_its_rows_back_and_removing_it_leaves_nothing() -> Result<()> {
    let office = Office::open().await?;
    let (bidcore, core) = (office.sign_in_to(BIDCORE).await?, office.sign_in_to(CORE).await?);
    let (id, before) = first_name(&office, &bidcore).await?;
    rename(&office, &bidcore, &id, "For a while").await?;
    assert_eq!(first_name(&office, &bidcore).await?.1, "For a while");

    tokio::task::block_in_place(|| office.sandbox.reset())?;
    office.desk.forget_copies_in(Environment::Demo).await?;
    assert_eq!(first_name(&office, &bidcore).await?, (id, before));

    office.desk.remove_connection(&bidcore).await?;
    assert_eq!(tokens_lead_to(&office, &bidcore)?, None);
    let left: Vec<String> = office.desk.connections().await?.into_iter().map(|status| status.record.id).collect();
    assert_eq!(left, [core], "the other account stays");
    assert_ne!(office.sign_in_to(BIDCORE).await?, bidcore, "and it can be opened anew");
    Ok(())
}

/// Listens where the demo services were, as another program may, and notes what comes.
struct Eavesdropper {
    heard: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Eavesdropper {
    async fn at(port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let length = connection.read(&mut request).await.unwrap_or_default();
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                notes.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            }
        });
        Ok(Self { heard, task })
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Eavesdropper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The second start of the app: both accounts were opened in the first one, and its services have ended. They run again
/// at another port, which the desk is not told yet, and somebody else listens at the former one.
async fn after_a_first_run() -> Result<(Office, Eavesdropper)> {
    let first_run = || {
        let runtime = Runtime::new()?;
        let office = runtime.block_on(async {
            let office = Office::open().await?;
            office.sign_in_to(CORE).await?;
            first_name(&office, &office.sign_in_to(BIDCORE).await?).await.map(|_| office)
        });
        // All that still goes on ends with the app.
        runtime.shutdown_timeout(LIMIT);
        office
    };
    let mut office = tokio::task::spawn_blocking(first_run).await??;
    office.reopen()?;
    let former = Url::parse(&office.sandbox.addresses().bidcore.base_url)?.port().context("a port")?;
    let asked = Eavesdropper::at(former).await?;
    office.sandbox = Sandbox::start(SandboxOptions { auto_grant: true, ..SandboxOptions::default() }).await?;
    Ok((office, asked))
}

async fn connection_to(office: &Office, service: &str) -> Result<String> {
    let statuses = office.desk.connections().await?;
    Ok(statuses.into_iter().find(|status| status.record.service == service).context("it is connected")?.record.id)
}

async fn record(office: &Office, connection: &str) -> Result<ConnectionRecord> {
    let statuses = office.desk.connections().await?;
    Ok(statuses.into_iter().find(|status| status.record.id == connection).context("it is connected")?.record)
}

fn tokens_lead_to(office: &Office, connection: &str) -> Result<Option<String>> {
    Ok(office.tokens.load(&ProfileId::new(connection))?.map(|tokens| tokens.base_url))
}

async fn ended(office: &Office, sign_in: &str) -> Result<SignInStatus> {
    until(&office.desk, "the end of a sign-in", async || {
        let status = office.desk.sign_in(sign_in)?;
        Ok(matches!(status.progress, SignInProgress::Failed(_) | SignInProgress::SignedIn(_)).then_some(status))
    })
    .await
}

/// The first row of the list once it is here: its id and its name.
async fn first_name(office: &Office, connection: &str) -> Result<(String, Value)> {
    until(&office.desk, "the rows", async || {
        let columns = vec!["name".to_owned()];
        let mut rows = office.rows(connection, ViewRequest { entity_type: LIST.to_owned(), columns, ..ViewRequest::default() }).await?;
        rows.sort_by_key(|(id, _)| id.parse::<u64>().unwrap_or_default());
        let is_whole = office.status(connection, LIST).await?.mirror.complete;
        let first = rows.into_iter().next().filter(|_| is_whole);
        Ok(first.and_then(|(id, cells)| Some((id, cells.into_iter().next()?))))
    })
    .await
}

async fn rename(office: &Office, connection: &str, id: &str, name: &str) -> Result<OutcomeKind> {
    office.edit(connection, LIST, id, &[("name", json!(name))]).await?;
    Ok(office.send(connection, LIST, id).await?.outcome)
}

async fn name_at_service(office: &Office, id: &str) -> Result<Value> {
    let bidcore = &office.sandbox.addresses().bidcore;
    let asked = reqwest::Client::new().get(format!("{}/{LIST}/{id}/", bidcore.base_url)).bearer_auth(&bidcore.token);
    let record: Value = asked.send().await?.error_for_status()?.json().await?;
    Ok(record["name"].clone())
}
