//! The sandbox as a program: prints one line of JSON when it answers, logs to standard error, and ends on
//! SIGTERM, on an interrupt and at the end of standard input.

use clap::Parser;
use coredesk_sandbox::{
    Account, Addresses, BidCoreAddresses, ClientRegistration, CoreAddresses, FAULTS, FaultGroup, Faults, Sandbox, SandboxOptions,
};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

/// A local imitation of BQE CORE and of BidCore, for trying things out and for tests. Answers on 127.0.0.1 only.
#[derive(Parser)]
#[command(version, after_help = AFTER_HELP)]
struct Arguments {
    /// The port; 0 takes any free one.
    #[arg(long)]
    port: u16,
    /// The folder that keeps data, keys and sign-ins; without it they are gone at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Begin with first data, whatever the folder holds.
    #[arg(long)]
    fresh: bool,
    /// Rows that a resource shall have at least when the data are first made. Can be given several times.
    #[arg(long, value_name = "NAME=N", value_parser = rows)]
    rows: Vec<(String, u64)>,
    /// A client beside the demo client. Can be given several times; one given twice has both redirect URIs.
    #[arg(long = "client", value_name = "ID[:SECRET]=REDIRECT_URI")]
    clients: Vec<ClientRegistration>,
    /// Authorize answers at once, without pages: as the demo person for the demo company, unless grant-person, grant-company
    /// or grant-scopes are set.
    #[arg(long)]
    auto_grant: bool,
    /// A fault to switch on from the start. Can be given several times; `--help` lists them.
    #[arg(long = "fault", value_name = "NAME=VALUE", long_help = fault_help())]
    faults: Vec<Faults>,
}

const AFTER_HELP: &str = "\
When it answers, it prints one line of JSON: the addresses (core, bidcore), the address of the page on which faults are switched while \
it runs (admin), and who can log in at which company (accounts). It ends with its standard input, on an interrupt and on \
SIGTERM. It logs to standard error; RUST_LOG says how much. `--help` lists the faults.";

/// The one line on standard output.
#[derive(Serialize)]
struct Ready<'a> {
    core: &'a CoreAddresses,
    bidcore: &'a BidCoreAddresses,
    admin: String,
    accounts: Vec<Account>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = error.as_ref(), "the sandbox cannot run");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let mut faults = Faults::default();
    faults.extend(arguments.faults);
    let sandbox = Sandbox::start(SandboxOptions {
        port: arguments.port,
        data: arguments.data,
        fresh: arguments.fresh,
        rows: arguments.rows,
        clients: arguments.clients,
        auto_grant: arguments.auto_grant,
        faults,
    })
    .await?;
    // Listening begins before the line goes out: whoever reads it may end the program at once.
    let ended = end_signals()?;
    let Addresses { core, bidcore } = sandbox.addresses();
    let mut line = serde_json::to_string(&Ready { core, bidcore, admin: sandbox.admin_page(), accounts: sandbox.accounts() })?;
    line.push('\n');
    let mut output = std::io::stdout();
    output.write_all(line.as_bytes())?;
    output.flush()?;
    ended.await;
    sandbox.stop().await;
    Ok(())
}

/// Ends on SIGTERM, on an interrupt and at the end of standard input; listens from the call on.
#[cfg(unix)]
fn end_signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let input_ended = input_end();
    Ok(async move {
        tokio::select! {
            _ = input_ended => {}
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}

/// Ends on an interrupt and at the end of standard input.
#[cfg(not(unix))]
fn end_signals() -> std::io::Result<impl Future<Output = ()>> {
    let input_ended = input_end();
    Ok(async move {
        tokio::select! {
            _ = input_ended => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    })
}

/// Tells when standard input has ended. Its thread may wait for that in vain and ends with the process.
fn input_end() -> oneshot::Receiver<()> {
    let (ended, input_ended) = oneshot::channel();
    std::thread::spawn(move || {
        let copied = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        tracing::debug!(?copied, "standard input has ended");
        ended.send(())
    });
    input_ended
}

fn rows(text: &str) -> Result<(String, u64), String> {
    let (name, count) = text.split_once('=').ok_or("rows are written NAME=N")?;
    Ok((name.to_owned(), count.parse().map_err(|_| format!("`{count}` is no number of rows"))?))
}

fn fault_help() -> String {
    let mut help = "A fault to switch on from the start. Can be given several times.".to_owned();
    for group in FaultGroup::ALL {
        help.push_str(&format!("\n\n{}:", group.title()));
        for fault in FAULTS.iter().filter(|fault| fault.group == group) {
            help.push_str(&format!("\n  {}: {} ({})", fault.name, fault.meaning, fault.value));
        }
    }
    help
}
