//! Running other programs: on the terminal, or into a log whose end is shown when they fail.

use crate::place::Place;
use crate::say;
use anyhow::{Context, Result, bail};
use std::fs;
use std::fs::File;
use std::process::{Command, Stdio};

/// How much of a log a person is shown when its program failed.
const TAIL: usize = 60;

/// Runs it on the terminal.
pub(crate) fn on_terminal(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("{} cannot be started", name_of(command)))?;
    if status.success() { Ok(()) } else { bail!("{} ended with {status}", name_of(command)) }
}

/// Runs it with all it says going to `target/test-logs/NAME.log`, appended, and gives that back.
pub(crate) fn into_log(place: &Place, log: &str, command: &mut Command) -> Result<String> {
    fs::create_dir_all(place.logs())?;
    let path = place.logs().join(format!("{log}.log"));
    let before = fs::metadata(&path).map_or(0, |log| log.len());
    let file = File::options().create(true).append(true).open(&path)?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .env("CARGO_TERM_COLOR", "never")
        .env("NO_COLOR", "1")
        .status()
        .with_context(|| format!("{} cannot be started", name_of(command)))?;
    let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
    let said = text.get(usize::try_from(before)?..).unwrap_or_default().to_owned();
    if status.success() { Ok(said) } else { Err(Failed { command: name_of(command), log: path.display().to_string(), said }.into()) }
}

/// Begins a log anew.
pub(crate) fn clear_log(place: &Place, log: &str) {
    // It may not be there; if it cannot be removed, writing it will say so.
    let _ = fs::remove_file(place.logs().join(format!("{log}.log")));
}

/// A program that ended with a failure, and what it said.
#[derive(Debug)]
pub(crate) struct Failed {
    command: String,
    log: String,
    pub(crate) said: String,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} failed; all it said is in {}", self.command, self.log)
    }
}

impl std::error::Error for Failed {}

/// Shows the end of what a failed program said.
pub(crate) fn show_tail(error: &anyhow::Error) {
    let Some(failed) = error.downcast_ref::<Failed>() else { return };
    let lines: Vec<&str> = failed.said.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(TAIL)) {
        say::line(&format!("    {line}"));
    }
}

pub(crate) fn is_there(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn name_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
