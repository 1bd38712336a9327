//! The project's own commands, the same at the desk and in continuous integration.
//!
//! Each one does everything that it needs on a fresh Debian or Ubuntu with Rust and Node: system packages, the
//! packages of the window, the builds.

mod bench;
mod bindings;
mod clients;
mod deny;
mod documents;
mod licences;
mod package;
mod place;
mod process;
mod run;
mod say;
mod suites;
mod system_packages;
mod tally;
mod ui;

use clap::{Parser, Subcommand};
use place::Place;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The commands of this project")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the app and open it. Without a display: a guided tour under a virtual one
    Run,
    /// Check everything: format, lint, bindings, deny, rust, clients, ui, app
    Test {
        /// One suite, or one whole-app scenario
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Write the TypeScript side of the commands and events, and the licences of what is shipped
    Bindings,
    /// Measure, and say which figures hold
    Bench {
        /// One figure
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
    },
    /// Build the Debian package
    Package,
}

fn main() -> ExitCode {
    let done = Place::find().and_then(|place| match Arguments::parse().command {
        Command::Run => run::run(&place),
        Command::Test { only } => suites::test(&place, only.as_deref()),
        Command::Bindings => bindings::write(&place),
        Command::Bench { only } => bench::bench(&place, only.as_deref()),
        Command::Package => package::package(&place),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::problem(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
