//! The sandbox as a program of its own: a service on this computer of which the app knows nothing but what a person
//! types into its form.

use crate::home::Home;
use crate::process::{self, Running};
use crate::wait::PATIENT;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// Where the imitation of BidCore answers, and a permanent token for it, as the ready line tells.
#[derive(Debug, Deserialize)]
pub struct BidCoreAddresses {
    pub base_url: String,
    pub token_url: String,
    pub openapi_url: String,
    pub token: String,
}

/// The sandbox, running until dropped. It keeps its data outside of the person's home.
#[derive(Debug)]
pub struct SandboxProgram {
    /// Scheme, host and port.
    pub origin: String,
    pub bidcore: BidCoreAddresses,
    admin: String,
    _running: Running,
}

impl SandboxProgram {
    /// Starts it on a free port with further arguments, and waits until it answers.
    ///
    /// # Errors
    /// If it was not built, or ends, or does not say in time where it answers.
    pub async fn start(home: &Home, arguments: &[String]) -> Result<Self> {
        let program = process::built("coredesk-sandbox")?;
        let program = program.to_str().context("the target folder has an odd name")?;
        let mut running = Running::start(program, &home.log("sandbox"), |command| {
            // It ends with its input, so that stays open.
            command.args(["--port", "0"]).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        })?;
        let mut said = BufReader::new(running.child().stdout.take().context("the sandbox has no output")?);
        let ready = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            said.read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(PATIENT, ready).await.context("the sandbox does not say that it is ready")???;
        let ready: Value = serde_json::from_str(&line).context("see logs/sandbox.log")?;
        let issuer = ready["core"]["issuer"].as_str().context("an issuer")?;
        Ok(Self {
            origin: issuer.strip_suffix("/idp").context("the issuer ends with /idp")?.to_owned(),
            bidcore: BidCoreAddresses::deserialize(&ready["bidcore"]).context("addresses of BidCore")?,
            admin: ready["admin"].as_str().context("an admin page")?.to_owned(),
            _running: running,
        })
    }

    /// Where people sign in.
    pub fn issuer(&self) -> String {
        format!("{}/idp", self.origin)
    }

    /// Switches a fault.
    ///
    /// # Errors
    /// If the sandbox knows no such fault or value.
    pub async fn fault(&self, name: &str, value: &str) -> Result<()> {
        self.act(&[("action", "set"), ("name", name), ("value", value)]).await
    }

    /// Ends every sign-in: no token is good any more.
    ///
    /// # Errors
    /// If the sandbox cannot do it.
    pub async fn end_sign_ins(&self) -> Result<()> {
        self.act(&[("action", "end-sign-ins")]).await
    }

    /// What the admin page's forms send.
    async fn act(&self, form: &[(&str, &str)]) -> Result<()> {
        let answer = reqwest::Client::new().post(format!("{}/do", self.admin)).form(form).send().await?;
        ensure!(answer.status().is_success(), "the admin page answered {} to {form:?}", answer.status());
        Ok(())
    }
}
