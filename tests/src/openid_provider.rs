//! A certified OpenID provider that nobody here wrote, from npm, with a small API behind its tokens.

use crate::home::Home;
use crate::process::Running;
use crate::wait::PATIENT;
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// The provider, running until dropped.
#[derive(Debug)]
pub struct OpenIdProvider {
    pub issuer: String,
    /// The base URL of the API, which has one collection: `/records`.
    pub api: String,
    _running: Running,
}

impl OpenIdProvider {
    /// Starts it out of the folder that `NPM_CLIENTS` names, and waits until it answers.
    ///
    /// # Errors
    /// If it is not installed there, or does not say in time where it answers.
    pub async fn start(home: &Home) -> Result<Self> {
        let folder =
            std::env::var_os("NPM_CLIENTS").context("NPM_CLIENTS names the folder that `cargo xtask test --only clients` fills")?;
        let program = PathBuf::from(folder).join("openid-provider.mjs");
        let mut running = Running::start("node", &home.log("openid-provider"), |command| {
            // It ends with its input, so that stays open.
            command.arg(program).stdin(Stdio::piped()).stdout(Stdio::piped());
        })?;
        let mut said = BufReader::new(running.child().stdout.take().context("the provider has no output")?);
        let ready = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            said.read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(PATIENT, ready).await.context("the provider does not say that it is ready")???;
        let ready: Value = serde_json::from_str(&line).context("see logs/openid-provider.log")?;
        let text = |name: &str| ready[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {line}"));
        Ok(Self { issuer: text("issuer")?, api: text("api")?, _running: running })
    }
}
