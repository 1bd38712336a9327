//! The demo accounts: their services run inside the app from the first time they are asked for until it ends.

use coredesk_core::desk::{DemoAccount, Desk, Environment};
use coredesk_core::token_store::Secret;
use coredesk_ipc::{DemoView, ErrorCode, NextStep, UiError};
use coredesk_sandbox::{
    Addresses, BIDCORE_AGENCY, BIDCORE_ENTITY_TYPES, BIDCORE_ROWS, DEMO_CLIENT_ID, DEMO_COMPANY_NAME, DEMO_ENTITY_TYPES, DEMO_ROWS,
    Sandbox, SandboxError, SandboxOptions,
};
use std::path::PathBuf;
use std::time::Duration;
use tauri::Url;
use tokio::sync::Mutex;

/// The setting that keeps where the demo services ran last: their tokens hold that address.
const ISSUER: &str = "demo.issuer";

/// After the first start that failed; each further pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The demo services and where they keep their data.
pub(crate) struct Demo {
    folder: PathBuf,
    running: Mutex<Option<Sandbox>>,
}

impl Demo {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, running: Mutex::default() }
    }

    /// What the start screen says of the accounts.
    pub(crate) fn views(&self) -> Vec<DemoView> {
        let view = |(service, title): (&str, &str), (company, mark): (&str, &str), entity_types, rows| DemoView {
            service: service.to_owned(),
            service_title: title.to_owned(),
            company: company.to_owned(),
            mark: mark.to_owned(),
            entity_types,
            rows,
            connection_id: None,
        };
        vec![
            view(("bqe-core", "BQE CORE"), (DEMO_COMPANY_NAME, "FE"), DEMO_ENTITY_TYPES, DEMO_ROWS),
            view(("bidcore", "BidCore"), (BIDCORE_AGENCY, "NM"), BIDCORE_ENTITY_TYPES, BIDCORE_ROWS),
        ]
    }

    /// Tells the desk where the demo services ran last, so that a demo connection opens before they run.
    pub(crate) async fn say_where(&self, desk: &Desk) -> Result<(), UiError> {
        if let Some(port) = last_port(desk).await? {
            desk.demo_ran_at(accounts(desk, &Addresses::on_port(port))?);
        }
        Ok(())
    }

    /// Starts the services when there is a demo connection that needs them. Where they cannot start, as when another
    /// program holds their files, it is tried again until they run.
    pub(crate) async fn resume(&self, desk: &Desk) {
        until_done(|| self.start_where_needed(desk)).await;
    }

    async fn start_where_needed(&self, desk: &Desk) -> Result<(), UiError> {
        if desk.has_connection_in(Environment::Demo).await? {
            self.start(desk).await?;
        }
        Ok(())
    }

    /// Starts the services before a connection is opened that needs them.
    pub(crate) async fn start_for(&self, desk: &Desk, connection_id: &str) -> Result<(), UiError> {
        match desk.environment_of(connection_id).await? {
            Environment::Demo => self.start(desk).await,
            Environment::Production | Environment::Sandbox | Environment::OwnHosts => Ok(()),
        }
    }

    /// Starts the services if they do not run.
    pub(crate) async fn start(&self, desk: &Desk) -> Result<(), UiError> {
        let mut running = self.running.lock().await;
        if running.is_none() {
            let last = last_port(desk).await?.unwrap_or_default();
            let sandbox = match self.sandbox(last).await {
                Err(SandboxError::Bind { .. }) if last != 0 => self.sandbox(0).await,
                started => started,
            }
            .map_err(|error| not_started(&error))?;
            let addresses = sandbox.addresses();
            desk.demo_runs_at(accounts(desk, addresses)?).await?;
            desk.set_setting(ISSUER, addresses.core.issuer.clone()).await?;
            *running = Some(sandbox);
        }
        Ok(())
    }

    /// Puts the data of every demo account back to their first state and drops what was copied of them.
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

/// Tries until it succeeds, ever more seldom.
async fn until_done<F: Future<Output = Result<(), UiError>>>(mut attempt: impl FnMut() -> F) {
    let mut pause = FIRST_PAUSE;
    while let Err(error) = attempt().await {
        tracing::warn!(detail = ?error.detail, ?pause, "the demo services did not start");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The accounts that the demo services hold, and the ways in.
fn accounts(desk: &Desk, Addresses { core, bidcore }: &Addresses) -> Result<Vec<DemoAccount>, UiError> {
    Ok(vec![
        DemoAccount::in_browser(desk.bqe_core().clone(), &core.issuer, DEMO_CLIENT_ID),
        DemoAccount::bidcore(BIDCORE_AGENCY, &bidcore.base_url, &bidcore.token_url, Secret::new(bidcore.token.clone()))?,
    ])
}

async fn last_port(desk: &Desk) -> Result<Option<u16>, UiError> {
    let issuer: Option<Url> = desk.setting(ISSUER).await?.and_then(|issuer| issuer.parse().ok());
    Ok(issuer.and_then(|issuer| issuer.port()))
}

fn not_started(error: &SandboxError) -> UiError {
    UiError {
        code: ErrorCode::Ours,
        message: "The demo could not be opened on this computer.".to_owned(),
        next_step: NextStep::Retry,
        detail: Some(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn a_start_that_failed_is_tried_again_until_it_succeeds() {
        let begun = Instant::now();
        let mut tried = Vec::new();
        until_done(|| {
            tried.push(begun.elapsed().as_secs());
            std::future::ready(if tried.len() < 8 { Err(not_started(&SandboxError::Stopped)) } else { Ok(()) })
        })
        .await;
        assert_eq!(tried, [0, 2, 6, 14, 30, 62, 122, 182]);
    }
}
