//! A server that nobody here wrote, from npm: a small script starts it and says where it is.

use crate::home::Home;
use crate::process::Running;
use crate::wait::PATIENT;
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// A server out of the folder that `NPM_CLIENTS` names, running until dropped.
#[derive(Debug)]
pub struct NpmServer {
    said: Value,
    _running: Running,
}

impl NpmServer {
    /// Starts the script `name` with the home as its working folder, and waits until it says where it answers.
    ///
    /// # Errors
    /// If it is not installed there, or does not say in time where it answers.
    pub async fn start(home: &Home, name: &str) -> Result<Self> {
        let folder =
            std::env::var_os("NPM_CLIENTS").context("NPM_CLIENTS names the folder that `cargo xtask test --only clients` fills")?;
        let program = PathBuf::from(folder).join(format!("{name}.mjs"));
        let mut running = Running::start("node", &home.log(name), |command| {
            // It ends with its input, so that stays open.
            command.arg(program).current_dir(home.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        })?;
        let mut output = BufReader::new(running.child().stdout.take().context("the server has no output")?);
        let ready = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            output.read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(PATIENT, ready).await.context("the server does not say that it is ready")???;
        let said = serde_json::from_str(&line).with_context(|| format!("see logs/{name}.log"))?;
        Ok(Self { said, _running: running })
    }

    /// What it said under `name` when it was ready.
    ///
    /// # Errors
    /// If it said nothing of it.
    pub fn said(&self, name: &str) -> Result<String> {
        self.said[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {}", self.said))
    }
}
