//! The demo company: its services run inside the app from the first time they are asked for until it ends.

use coredesk_core::desk::{Desk, Environment};
use coredesk_ipc::{DemoView, ErrorCode, NextStep, UiError};
use coredesk_sandbox::{DEMO_CLIENT_ID, DEMO_COMPANY_NAME, DEMO_ENTITY_TYPES, DEMO_ROWS, Sandbox, SandboxError, SandboxOptions};
use std::path::PathBuf;
use tauri::Url;
use tokio::sync::Mutex;

/// The setting that keeps where the demo services ran last: their tokens hold that address.
const ISSUER: &str = "demo.issuer";

/// The demo services and where they keep their data.
pub(crate) struct Demo {
    folder: PathBuf,
    running: Mutex<Option<Sandbox>>,
}

impl Demo {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, running: Mutex::default() }
    }

    /// What the start screen says of it.
    pub(crate) fn view(&self) -> DemoView {
        DemoView {
            company: DEMO_COMPANY_NAME.to_owned(),
            mark: "FE".to_owned(),
            entity_types: DEMO_ENTITY_TYPES,
            rows: DEMO_ROWS,
            connection_id: None,
        }
    }

    /// Tells the desk where the demo services ran last, so that a demo connection opens before they run.
    pub(crate) async fn say_where(&self, desk: &Desk) -> Result<(), UiError> {
        if let Some(issuer) = desk.setting(ISSUER).await? {
            desk.demo_ran_at(&issuer);
        }
        Ok(())
    }

    /// Starts the services when there is a demo connection that needs them.
    pub(crate) async fn resume(&self, desk: &Desk) -> Result<(), UiError> {
        if desk.has_connection_in(Environment::Demo).await? {
            self.start(desk).await?;
        }
        Ok(())
    }

    /// Starts the services if they do not run, and answers the client id to sign in with.
    pub(crate) async fn start(&self, desk: &Desk) -> Result<&'static str, UiError> {
        let mut running = self.running.lock().await;
        if running.is_none() {
            let last = last_port(desk).await?.unwrap_or_default();
            let sandbox = match self.sandbox(last).await {
                Err(SandboxError::Bind { .. }) if last != 0 => self.sandbox(0).await,
                started => started,
            }
            .map_err(|error| not_started(&error))?;
            let issuer = &sandbox.addresses().core.issuer;
            desk.set_setting(ISSUER, issuer.clone()).await?;
            desk.demo_runs_at(issuer).await?;
            *running = Some(sandbox);
        }
        Ok(DEMO_CLIENT_ID)
    }

    /// Puts the demo company's data back to its first state and drops what was copied of it.
    pub(crate) async fn reset(&self, desk: &Desk) -> Result<(), UiError> {
        desk.refuse_while_sending_in(Environment::Demo).await?;
        self.start(desk).await?;
        if let Some(sandbox) = self.running.lock().await.as_ref() {
            tokio::task::block_in_place(|| sandbox.reset()).map_err(|error| not_started(&error))?;
        }
        Ok(desk.forget_copies_in(Environment::Demo).await?)
    }

    async fn sandbox(&self, port: u16) -> Result<Sandbox, SandboxError> {
        Sandbox::start(SandboxOptions { port, data: Some(self.folder.clone()), ..SandboxOptions::default() }).await
    }
}

async fn last_port(desk: &Desk) -> Result<Option<u16>, UiError> {
    let issuer: Option<Url> = desk.setting(ISSUER).await?.and_then(|issuer| issuer.parse().ok());
    Ok(issuer.and_then(|issuer| issuer.port()))
}

fn not_started(error: &SandboxError) -> UiError {
    UiError {
        code: ErrorCode::Ours,
        message: "The demo company could not be opened on this computer.".to_owned(),
        next_step: NextStep::Retry,
        detail: Some(error.to_string()),
    }
}
