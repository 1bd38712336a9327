//! Licences, sources, bans and known weaknesses of all dependencies, by cargo-deny.

use crate::place::Place;
use crate::tally::Tally;
use crate::{process, say};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

pub(crate) fn check(place: &Place) -> Result<Tally> {
    let deny = tool(place)?;
    let run = |check: &str| {
        let mut command = Command::new(&deny);
        process::into_log(place, "deny", command.current_dir(&place.root).args(["--workspace", "check", "--hide-inclusion-graph", check]))
    };
    let mut tally = Tally::default();
    for check in ["licenses", "sources", "bans"] {
        run(check)?;
        tally.passed += 1;
    }
    match run("advisories") {
        Ok(_) => tally.passed += 1,
        Err(error) if database_is_out_of_reach(&error) => {
            say::line("\n    The advisory database could not be fetched, so known weaknesses were NOT checked. The rest was.");
        }
        Err(error) => return Err(error),
    }
    Ok(tally)
}

fn database_is_out_of_reach(error: &anyhow::Error) -> bool {
    error.downcast_ref::<process::Failed>().is_some_and(|failed| failed.said.contains("failed to fetch advisory database"))
}

/// The one on the path, or one of our own, built once.
fn tool(place: &Place) -> Result<PathBuf> {
    if process::is_there("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let tools = place.target.join("tools");
    let own = tools.join("bin").join(if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" });
    if !own.exists() {
        say::begin("(installing cargo-deny, some minutes, once) ");
        let mut install = place.cargo(&["install", "cargo-deny", "--locked", "--debug", "--root"]);
        install.arg(&tools).arg("--target-dir").arg(tools.join("build"));
        process::into_log(place, "deny", &mut install)?;
        // Only the program is kept; what it was built from is large.
        let _ = std::fs::remove_dir_all(tools.join("build"));
    }
    Ok(own)
}
