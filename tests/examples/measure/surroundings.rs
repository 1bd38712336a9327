//! The sandbox as a program, a browser that agrees, and how figures are told.

use anyhow::{Context, Result, bail};
use coredesk_core::desk::{DemoAccount, Desk, DeskEvent, Opened, SignInProgress};
use coredesk_core::oauth::{BrowserError, SystemBrowser};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use url::Url;

/// The entity type with many rows.
pub(crate) const RESOURCE: &str = "timeentry";
pub(crate) const CLIENT: &str = "coredesk-demo.apps.bqe.com";

/// The demo account of `desk` is at the sandbox.
pub(crate) async fn at_demo(desk: &Desk, sandbox: &SandboxProgram) -> Result<()> {
    Ok(desk.demo_runs_at(vec![DemoAccount::in_browser(desk.bqe_core().clone(), &sandbox.issuer, CLIENT)]).await?)
}

/// Signs in as the demo person; the sandbox grants at once.
pub(crate) async fn sign_in(desk: &Desk, sandbox: &SandboxProgram) -> Result<String> {
    at_demo(desk, sandbox).await?;
    let mut events = desk.events();
    let Opened::SignIn(id) = desk.open_demo(&desk.bqe_core().name).await? else { bail!("it was signed in already") };
    loop {
        if let DeskEvent::SignIn(status) = events.recv().await?
            && status.id == id
        {
            match status.progress {
                SignInProgress::SignedIn(connection) => return Ok(connection),
                SignInProgress::Failed(error) => return Err(anyhow::anyhow!("{error}")),
                SignInProgress::Cancelled => bail!("the sign-in was given up"),
                SignInProgress::OpeningBrowser
                | SignInProgress::WaitingForConsent
                | SignInProgress::ExchangingCode
                | SignInProgress::TryingToken
                | SignInProgress::StoringTokens => {}
            }
        }
    }
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub(crate) fn tell(name: &str, value: f64) {
    println!("{name} {value:.2}");
}

/// Follows the redirects as a browser would for a person who agrees.
pub(crate) struct WillingBrowser(pub(crate) tokio::runtime::Handle);

impl SystemBrowser for WillingBrowser {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        let url = url.clone();
        // Whether it arrived is told by the sign-in.
        self.0.spawn(async move { reqwest::get(url).await.map(|_| ()) });
        Ok(())
    }
}

/// The sandbox as a program of its own, so that its memory is not counted.
pub(crate) struct SandboxProgram {
    child: Child,
    /// The identity server's address.
    pub(crate) issuer: String,
}

impl SandboxProgram {
    pub(crate) fn start(program: &Path, rows: usize, folder: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["--port", "0", "--auto-grant", "--rows", &format!("{RESOURCE}={rows}"), "--data"])
            .arg(folder)
            .env("RUST_LOG", "warn")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("an output")?).read_line(&mut line)?;
        let ready: Value = serde_json::from_str(&line).context("the sandbox says where it is")?;
        let issuer = ready["core"]["issuer"].as_str().context("an issuer")?.to_owned();
        Ok(Self { child, issuer })
    }
}

impl Drop for SandboxProgram {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
