//! The first sync of a big list against the sandbox program, with the service's limit and its latency: the requests go
//! into full pages, rows are read at once all the while, and a process that is killed in the middle goes on where it
//! stopped.

#![expect(clippy::print_stdout, reason = "the process that reads tells the test how far it is by its output")]

use anyhow::{Context, Result, bail, ensure};
use coredesk_core::catalogue::bqe_core;
use coredesk_core::catalogue::{ClientAuthentication, Grant};
use coredesk_core::mirror::{self, Mirror, MirrorStatus, Purpose, SyncEnd, ViewQuery};
use coredesk_core::oauth::{ClientRegistration, ClientSecret, RedirectUri, http_client};
use coredesk_core::rest::{Client, OrderBy};
use coredesk_core::session::Session;
use coredesk_core::store::Store;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::Url;

const ROWS: u64 = 48_000;
const CLIENT: &str = "coredesk-demo.apps.bqe.com";
const REDIRECT: &str = "http://127.0.0.1:53682/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Where the reading process finds what it needs.
const PLACE: &str = "COREDESK_FIRST_SYNC";
/// Rows after which it is killed.
const KILLED_AT: u64 = 20_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_keeps_to_the_limit_and_outlives_a_kill() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sandbox = SandboxProgram::start(&folder)?;
    sandbox.sign_in(&folder).await?;

    let mut killed = Reader::start(&folder)?;
    let before = killed.until(|told| told.rows >= KILLED_AT)?;
    killed.kill()?;
    let asked_before = sandbox.asked()?;
    ensure!(before.rows < ROWS, "it was too quick to be killed in the middle");
    let mirror = open_mirror(folder.path())?;
    let kept = mirror.status("timeentry").await?;
    ensure!(kept.rows >= before.rows && !kept.complete, "what was told is kept: {kept:?}");
    drop(mirror);

    let mut second = Reader::start(&folder)?;
    let end = second.until(|told| told.complete)?;
    let took = before.took + end.took;
    let all = sandbox.asked()?;
    assert_eq!((end.rows, end.problem.as_str()), (ROWS, ""));
    let full = all.iter().filter(|asked| asked.target.contains("page=") && asked.target.ends_with("%2C1000")).count();
    println!("{full} of {} requests for full pages in {took:?}; first {}, then {}", all.len(), before.windows, end.windows);
    assert!(full * 10 >= all.len() * 9, "{full} of {} requests were for pages of 1000", all.len());
    let after: Vec<_> = all.iter().skip(asked_before.len()).collect();
    let resumed = after.iter().find(|asked| asked.target.starts_with("/api/timeentry?")).context("it goes on")?;
    assert!(resumed.target.contains("where=lastUpdated"), "it goes on where it stopped: {resumed:?}");
    // Two pages that were under way when it was killed are asked for again, and no more.
    assert!(full <= 49 + 2 + 2, "{full} pages for {ROWS} rows");

    for (at, first) in all.iter().enumerate() {
        let within = all[at..].iter().take_while(|asked| asked.second - first.second < 60.0).count();
        assert!(within <= 100, "{within} requests in a minute");
    }
    // A second for each answer and two at a time, or the agreed rate after the first twenty: whichever is slower.
    let requests = u32::try_from(all.len())?;
    let allowed = (Duration::from_millis(500) * requests).max(Duration::from_millis(750) * requests.saturating_sub(20));
    assert!(took < allowed * 2, "{took:?} for {requests} requests, {allowed:?} would do");
    for windows in [before.windows, end.windows] {
        assert!(windows.count > 20 && windows.slow * 20 <= windows.count, "rows are read within 100 ms: {windows}");
    }
    Ok(())
}

/// The process that the test kills: it reads, and looks at rows meanwhile. Started by the test alone.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a part of the test above, in a process of its own"]
async fn reader() -> Result<()> {
    let Some(place) = std::env::var_os(PLACE).map(PathBuf::from) else { return Ok(()) };
    let mirror = open_mirror(&place)?;
    let client = client(&place)?;
    let began = Instant::now();
    let (reading, looking) = (mirror.clone(), mirror);
    let cancel = CancellationToken::new();
    let done = cancel.clone();
    let windows = tokio::spawn(look(looking.clone(), done));
    let tell = |status: MirrorStatus| println!("rows {} {}", status.rows, began.elapsed().as_millis());
    let end = mirror::sync(&reading, &client, "timeentry", Purpose::Look, &CancellationToken::new(), tell).await?;
    ensure!(end == SyncEnd::Complete, "nobody stopped it");
    cancel.cancel();
    windows.await??;
    let status = looking.status("timeentry").await?;
    println!("complete {} {} {}", status.rows, began.elapsed().as_millis(), status.problem.unwrap_or_default());
    Ok(())
}

/// Reads a window of rows ten times a second, anywhere in the list.
async fn look(mirror: Mirror, done: CancellationToken) -> Result<()> {
    let sort = vec![OrderBy { field: "date".to_owned(), descending: true }];
    let mut place: usize = 0;
    while !done.is_cancelled() {
        let view = mirror.open_view("timeentry", ViewQuery { sort: sort.clone(), ..ViewQuery::default() }).await?;
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if view.is_empty() {
                break;
            }
            place = (place + 7_919) % view.len();
            let began = Instant::now();
            let rows = mirror.rows(&view, place, 100).await?;
            ensure!(rows.len() == (view.len() - place).min(100), "the window is whole");
            println!("window {}", began.elapsed().as_millis());
        }
    }
    Ok(())
}

fn open_mirror(place: &Path) -> Result<Mirror> {
    let store = Store::open(&place.join("mirror.sqlite"), &[])?;
    Ok(Mirror::open(store, Arc::new(bqe_core::service()?))?)
}

/// A client that keeps to the limits that the service describes: 80 of 100 a minute, two at once.
fn client(place: &Path) -> Result<Client> {
    let kept: Value = serde_json::from_reader(File::open(place.join("sign-in.json"))?)?;
    let text = |name: &str| kept[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
    let service = Arc::new(bqe_core::service()?.on_loopback(&text("issuer")?));
    let store = Arc::new(MemoryTokenStore::new());
    let tokens = StoredTokens {
        access_token: Secret::new(text("access_token")?),
        refresh_token: None,
        id_token: None,
        expires_at: None,
        obtained_at: 0,
        granted_scopes: vec!["read:core".to_owned()],
        base_url: text("endpoint")?,
    };
    let profile = ProfileId::new("first-sync");
    store.save(&profile, &tokens)?;
    let http = http_client(&service)?;
    let registration = ClientRegistration {
        client_id: CLIENT.to_owned(),
        client_secret: ClientSecret::None,
        authentication: ClientAuthentication::RequestBody,
        redirect_uri: RedirectUri::Registered(REDIRECT.to_owned()),
        pkce: true,
        grant: Grant::AuthorizationCode,
        scopes: Vec::new(),
    };
    let session = Session::new(profile, Arc::clone(&service), registration, store, http.clone(), place);
    Ok(Client::new(service, Arc::new(session), http))
}

/// A request as the sandbox saw it.
#[derive(Debug)]
struct Asked {
    /// Of the day.
    second: f64,
    target: String,
}

/// The sandbox program; dropping it ends it.
struct SandboxProgram {
    child: Child,
    log: PathBuf,
    core: Value,
}

impl SandboxProgram {
    fn start(folder: &TempDir) -> Result<Self> {
        let log = folder.path().join("sandbox.log");
        let mut child = Command::new(program()?)
            .args(["--port", "0", "--auto-grant", "--rows", &format!("timeentry={ROWS}")])
            .args(["--fault", "rate-limit=100", "--fault", "latency-ms=1000"])
            .env("RUST_LOG", "coredesk_sandbox=debug")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("it speaks")?).read_line(&mut line)?;
        let core = serde_json::from_str::<Value>(&line).context("it tells its addresses")?["core"].take();
        Ok(Self { child, log, core })
    }

    /// Signs in as a browser would; the sandbox grants at once. The token is left where the reading process finds it.
    async fn sign_in(&self, folder: &TempDir) -> Result<()> {
        let address = |name: &str| self.core[name].as_str().context("an address").and_then(|text| Ok(Url::parse(text)?));
        let asked = [
            ("client_id", CLIENT),
            ("response_type", "code"),
            ("scope", "read:core"),
            ("redirect_uri", REDIRECT),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let granted = http.get(address("authorize")?).query(&asked).send().await?;
        let location = granted.headers().get("location").context("a redirect")?.to_str()?;
        let back = Url::parse(location)?;
        let (_, code) = back.query_pairs().find(|(name, _)| name == "code").context("a code")?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("client_id", CLIENT),
            ("code_verifier", VERIFIER),
        ];
        let mut token: Value = http.post(address("token")?).form(&form).send().await?.error_for_status()?.json().await?;
        token["issuer"] = self.core["issuer"].clone();
        std::fs::write(folder.path().join("sign-in.json"), token.to_string())?;
        Ok(())
    }

    /// Every request to the API so far.
    fn asked(&self) -> Result<Vec<Asked>> {
        let log = std::fs::read_to_string(&self.log)?;
        log.lines().filter_map(|line| line.split_once(" target=").map(|(begin, target)| asked(begin, target))).collect()
    }
}

impl Drop for SandboxProgram {
    fn drop(&mut self) {
        // One that has ended by itself is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `2026-11-21T15:30:00.123456Z DEBUG … target=/api/…`
fn asked(begin: &str, target: &str) -> Result<Asked> {
    let clock = begin.split_once('T').and_then(|(_, rest)| rest.split_once('Z')).context("a time")?.0;
    let parts: Vec<f64> = clock.split(':').map(str::parse).collect::<Result<_, _>>()?;
    let [hours, minutes, seconds] = parts.as_slice() else { bail!("{clock} is no time") };
    Ok(Asked { second: (hours * 60.0 + minutes) * 60.0 + seconds, target: target.trim().to_owned() })
}

/// The sandbox program beside this test, made if it is not there or old.
fn program() -> Result<PathBuf> {
    let made =
        Command::new(env!("CARGO")).args(["build", "--quiet", "--package", "coredesk-sandbox", "--bin", "coredesk-sandbox"]).status()?;
    ensure!(made.success(), "the sandbox is built");
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).context("a target folder")?;
    Ok(folder.join("coredesk-sandbox"))
}

/// The process that reads; dropping it kills it.
struct Reader {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// What it told last, and how long windows of rows took.
#[derive(Debug, Clone, Default)]
struct Told {
    rows: u64,
    took: Duration,
    complete: bool,
    problem: String,
    windows: Windows,
}

#[derive(Debug, Clone, Copy, Default)]
struct Windows {
    count: u32,
    /// That took more than 100 ms.
    slow: u32,
    slowest: u64,
}

impl std::fmt::Display for Windows {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} windows, {} over 100 ms, the slowest {} ms", self.count, self.slow, self.slowest)
    }
}

impl Reader {
    fn start(folder: &TempDir) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--exact", "reader", "--ignored", "--nocapture"])
            .env(PLACE, folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().context("it speaks")?).lines();
        Ok(Self { child, lines })
    }

    /// Listens until what it tells is enough.
    fn until(&mut self, is_enough: impl Fn(&Told) -> bool) -> Result<Told> {
        let mut told = Told::default();
        for line in self.lines.by_ref() {
            let line = line?;
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["rows", rows, took] => (told.rows, told.took) = (rows.parse()?, Duration::from_millis(took.parse()?)),
                ["complete", rows, took, problem @ ..] => {
                    (told.rows, told.took) = (rows.parse()?, Duration::from_millis(took.parse()?));
                    (told.complete, told.problem) = (true, problem.join(" "));
                }
                ["window", took] => {
                    let took = took.parse()?;
                    told.windows.count += 1;
                    told.windows.slow += u32::from(took > 100);
                    told.windows.slowest = told.windows.slowest.max(took);
                }
                _ => continue,
            }
            if is_enough(&told) {
                return Ok(told);
            }
        }
        bail!("it ended with {told:?}")
    }

    /// As a crash would.
    fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // One that has ended by itself is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
