//! The window's own packages and build.

use crate::place::Place;
use crate::{process, say};
use anyhow::{Context, Result, bail};
use std::process::Command;
use std::{env, fs};

/// Fetches packages if they are missing or older than the lock file, and builds into `ui/dist`, which the Rust
/// build takes in.
pub(crate) fn build(place: &Place) -> Result<()> {
    packages(place)?;
    if env::var_os("COREDESK_KEEP_UI").is_some() && place.ui().join("dist/index.html").exists() {
        return Ok(());
    }
    process::into_log(place, "ui-build", &mut npm(place, &["run", "build"])).inspect_err(process::show_tail)?;
    Ok(())
}

/// `npm` in the window's folder.
pub(crate) fn npm(place: &Place, arguments: &[&str]) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(place.ui()).args(arguments);
    npm
}

pub(crate) fn packages(place: &Place) -> Result<()> {
    let lock = place.ui().join("package-lock.json");
    let locked = fs::metadata(&lock).and_then(|lock| lock.modified()).context("ui/package-lock.json is missing")?;
    let installed = fs::metadata(place.ui().join("node_modules/.package-lock.json")).and_then(|installed| installed.modified());
    if installed.is_ok_and(|installed| installed >= locked) {
        return Ok(());
    }
    if !process::is_there("npm") {
        bail!("Node.js with npm is missing; https://nodejs.org has it (version 20 or later)");
    }
    say::line("Fetching the window's packages (npm ci)");
    process::clear_log(place, "npm-ci");
    process::into_log(place, "npm-ci", &mut npm(place, &["ci", "--no-audit", "--no-fund"])).inspect_err(process::show_tail)?;
    Ok(())
}
