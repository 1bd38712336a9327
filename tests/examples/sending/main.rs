//! Measures the sender beside a plain HTTP load tool: the same edits of the same records, the same requests, as many at once.
//!
//! `sending SANDBOX EDITS FOLDER` starts the sandbox program, which has no limit, and prints a line `NAME VALUE` for each figure.
//! `cargo xtask bench` runs it and says what holds.

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

mod load_tool;
#[path = "../measure/surroundings.rs"]
mod surroundings;

use anyhow::{Context, Result, bail, ensure};
use coredesk_core::Record;
use coredesk_core::catalogue::{ClientAuthentication, EntityType, Grant, RequestLimits, Service};
use coredesk_core::changes::{self, Changes, FieldEdit, RunState, Stopping};
use coredesk_core::desk::Desk;
use coredesk_core::mirror::{Mirror, MirrorError};
use coredesk_core::oauth::{ClientRegistration, ClientSecret, RedirectUri, http_client};
use coredesk_core::rest::{Client, Entities, PageRequest};
use coredesk_core::session::Session;
use coredesk_core::store::Store;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, TokenStore};
use load_tool::LoadTool;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use surroundings::{CLIENT, RESOURCE, SandboxProgram, WillingBrowser, median, milliseconds, sign_in, tell};
use tokio::runtime::{Handle, Runtime};
use tokio_util::sync::CancellationToken;

const FIELD: &str = "actualHours";
/// What the load tool edits: were it the same, each of its edits were a conflict for the sender.
const FIELD_OF_TOOL: &str = "clientHours";
/// Requests at the service at once, of the sender and of the load tool.
const AT_ONCE: u32 = 4;
/// Most entries are billed and closed, as in a real company.
const ROWS_FOR_AN_EDIT: usize = 8;
const PAGE: u32 = 1_000;
/// Each goes so often, in turns; the middle of its times counts.
const ROUNDS: usize = 3;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, sandbox, edits, folder] = arguments.as_slice() else { bail!("sending SANDBOX EDITS FOLDER") };
    let edits: usize = edits.parse()?;
    let sandbox = SandboxProgram::start(Path::new(sandbox), edits * ROWS_FOR_AN_EDIT, &PathBuf::from(folder))?;
    let home = tempfile::tempdir()?;
    let tokens = Arc::new(MemoryTokenStore::new());
    let service = unlimited(&sandbox)?;
    let connection = signed_in(&sandbox, home.path(), &tokens)?;
    let access = tokens.load(&ProfileId::new(&connection))?.context("signed in")?.access_token;
    let client = client(&service, &connection, tokens, home.path())?;
    let entity_type = service.catalogue.entity_type(RESOURCE).context("is described")?;
    let records = some(&client, entity_type, edits * ROWS_FOR_AN_EDIT).await?;
    let ids: Vec<String> = records
        .iter()
        .filter(|record| record["billStatus"] == json!(0))
        .filter_map(|record| record["id"].as_str().map(str::to_owned))
        .collect();
    let sender = Sender::open(home.path(), &service, &records)?;
    let load_tool =
        LoadTool::new(&format!("{}/api/{RESOURCE}", sandbox.issuer.trim_end_matches("/idp")), access.expose(), AT_ONCE as usize)?;

    let ids = load_tool.open(&ids, edits, FIELD_OF_TOOL, &json!(1)).await?;
    ensure!(ids.len() == edits, "{} of {edits} records can be edited", ids.len());

    let (mut by_sender, mut by_tool) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        by_tool.push(load_tool.edit(&ids, FIELD_OF_TOOL, &json!(round + 2)).await?);
        by_sender.push(sender.edit(&client, &ids, &json!(round + 20)).await?);
    }
    let rate = |times: Vec<Duration>| edits as f64 * 1e3 / milliseconds(median(times));
    let (by_sender, by_tool) = (rate(by_sender), rate(by_tool));
    tell("send.edits_per_s", by_sender);
    tell("send.load_tool_per_s", by_tool);
    tell("send.ratio", by_sender / by_tool);
    Ok(())
}

/// Signs in as the app does. Its runtime ends with it, and with that the reading of lists that a sign-in begins: it would be measured too.
fn signed_in(sandbox: &SandboxProgram, home: &Path, tokens: &Arc<MemoryTokenStore>) -> Result<String> {
    std::thread::scope(|scope| {
        let signing_in = scope.spawn(|| {
            Runtime::new()?.block_on(async {
                let desk = Desk::open(home, tokens.clone(), Arc::new(WillingBrowser(Handle::current())))?;
                sign_in(&desk, sandbox).await
            })
        });
        signing_in.join().map_err(|_| anyhow::anyhow!("the sign-in ended early"))?
    })
}

/// BQE CORE at the sandbox, as fast as it answers.
fn unlimited(sandbox: &SandboxProgram) -> Result<Arc<Service>> {
    let mut service = coredesk_core::catalogue::bqe_core::service()?.on_loopback(&sandbox.issuer);
    service.limits = RequestLimits { per_minute: 6_000_000, parallel: AT_ONCE, allowed_per_minute: 0 };
    Ok(Arc::new(service))
}

fn client(service: &Arc<Service>, connection: &str, tokens: Arc<MemoryTokenStore>, folder: &Path) -> Result<Client> {
    let http = http_client(service)?;
    let registration = ClientRegistration {
        client_id: CLIENT.to_owned(),
        client_secret: ClientSecret::None,
        authentication: ClientAuthentication::RequestBody,
        redirect_uri: RedirectUri::AnyLoopbackPort { path: "/callback".to_owned() },
        pkce: true,
        grant: Grant::AuthorizationCode,
        scopes: Vec::new(),
    };
    let session = Session::new(ProfileId::new(connection), Arc::clone(service), registration, tokens, http.clone(), folder);
    Ok(Client::new(Arc::clone(service), Arc::new(session), http))
}

/// The first so many records of the service.
async fn some(client: &Client, entity_type: &EntityType, count: usize) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for number in 1.. {
        let request = PageRequest { number, size: PAGE, ..PageRequest::default() };
        let page = client.list(entity_type, &request, &CancellationToken::new()).await?;
        ensure!(!page.records.is_empty(), "the service has {} records", records.len());
        records.extend(page.records);
        if records.len() >= count {
            break;
        }
    }
    records.truncate(count);
    Ok(records)
}

/// Drafts and their sender over a store of their own.
struct Sender {
    changes: Changes,
}

impl Sender {
    fn open(home: &Path, service: &Arc<Service>, records: &[Record]) -> Result<Self> {
        let store = Store::open(&home.join("sending.sqlite"), changes::MIGRATIONS)?;
        let mirror = Mirror::open(store.clone(), Arc::clone(service))?;
        store.write_now(|transaction| {
            records.iter().try_for_each(|record| mirror.put_record(transaction, RESOURCE, record))?;
            Ok::<_, MirrorError>(())
        })?;
        Ok(Self { changes: Changes::new(store, Arc::clone(service), mirror) })
    }

    /// Drafts an edit of each record and sends all of them in one run. Answers how long that took from the click on.
    async fn edit(&self, client: &Client, ids: &[String], value: &serde_json::Value) -> Result<Duration> {
        let edit = |id: &String| FieldEdit { id: id.clone(), field: FIELD.to_owned(), value: value.clone() };
        self.changes.edit(RESOURCE, ids.iter().map(edit).collect()).await?;
        let drafts: Vec<String> = self.changes.all().await?.into_iter().map(|draft| draft.change_id).collect();
        let begun = Instant::now();
        let run = self.changes.start_run(&drafts).await?;
        let stopping = Stopping::within(&CancellationToken::new());
        let run = self.changes.send(client, run, "Dana", stopping, |_| {}).await?;
        ensure!(run.state == RunState::Finished && run.counts.done == ids.len() as u64, "{:?} with {:?}", run.state, run.counts);
        Ok(begun.elapsed())
    }
}
