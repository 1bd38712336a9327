//! A WebDriver program with one session.

use crate::page::Page;
use crate::process::Running;
use crate::wait::{PATIENT, wait_until};
use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;

/// A driver program in its own process group: dropping it also ends the program that it started.
pub struct Driver {
    client: Client,
    program: Running,
}

impl Driver {
    /// Starts `program` on a free port and opens a session.
    ///
    /// # Errors
    /// If the driver does not start, or the session cannot be opened in time.
    pub async fn start(program: &str, log: &Path, capabilities: Value, prepare: impl FnOnce(&mut Command)) -> Result<Self> {
        let port = free_port()?;
        let mut running = Running::start(program, log, |command| {
            command.arg(format!("--port={port}"));
            prepare(command);
        })?;
        wait_until(program, PATIENT, async || {
            running.is_alive()?;
            Ok(tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok())
        })
        .await?;
        let Value::Object(capabilities) = capabilities else { anyhow::bail!("capabilities are an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        // With wrong capabilities a driver may never answer.
        let session = tokio::time::timeout(PATIENT, builder.connect(&address));
        let client = session
            .await
            .with_context(|| format!("{program} opened no session"))?
            .with_context(|| format!("{program} refused the session"))?;
        Ok(Self { client, program: running })
    }

    pub fn page(&self) -> Page {
        Page::new(self.client.clone())
    }

    pub fn pid(&self) -> u32 {
        self.program.pid()
    }
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
