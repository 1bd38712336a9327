//! The demo's API, asked directly: what the service itself holds.

use crate::process;
use crate::wait::{PATIENT, wait_until};
use anyhow::{Result, ensure};
use reqwest::StatusCode;
use serde_json::Value;

/// The demo services that run inside the app, and a token for them.
pub struct SandboxApi {
    origin: String,
    token: String,
    http: reqwest::Client,
}

impl SandboxApi {
    pub fn new(origin: &str, token: &str) -> Self {
        Self { origin: origin.to_owned(), token: token.to_owned(), http: reqwest::Client::new() }
    }

    /// Where the demo services answer now: the one port on which the app listens and is an identity server.
    ///
    /// # Errors
    /// If there is none.
    pub async fn origin_in(app: u32) -> Result<String> {
        wait_until("the demo services", PATIENT, async || {
            for port in process::listening_ports(app)? {
                let origin = format!("http://127.0.0.1:{port}");
                let asked = reqwest::get(format!("{origin}/idp/.well-known/openid-configuration")).await;
                if asked.is_ok_and(|answer| answer.status().is_success()) {
                    return Ok(Some(origin));
                }
            }
            Ok(None)
        })
        .await
    }

    /// A record as the service has it; none if it says that there is no such record.
    ///
    /// # Errors
    /// If it answers something else.
    pub async fn record(&self, resource: &str, id: &str) -> Result<Option<Value>> {
        let answer = self.http.get(format!("{}/api/{resource}/{id}", self.origin)).bearer_auth(&self.token).send().await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        ensure!(answer.status().is_success(), "{resource}/{id} answered {}", answer.status());
        Ok(Some(answer.json().await?))
    }

    /// The first thousand records.
    ///
    /// # Errors
    /// If it does not answer with a list.
    pub async fn records(&self, resource: &str) -> Result<Vec<Value>> {
        let request = self.http.get(format!("{}/api/{resource}", self.origin)).query(&[("page", "1,1000")]);
        let answer = request.bearer_auth(&self.token).send().await?;
        if answer.status() == StatusCode::NO_CONTENT {
            return Ok(Vec::new());
        }
        ensure!(answer.status().is_success(), "{resource} answered {}", answer.status());
        Ok(answer.json().await?)
    }
}
