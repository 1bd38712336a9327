//! The demo's API, asked directly: what the service itself holds.

use crate::process;
use crate::wait::{PATIENT, wait_until};
use anyhow::{Context, Result, bail, ensure};
use reqwest::{RequestBuilder, StatusCode};
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
        let answer = self.http.get(self.address(&format!("{resource}/{id}"))).bearer_auth(&self.token).send().await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        ensure!(answer.status().is_success(), "{resource}/{id} answered {}", answer.status());
        Ok(Some(answer.json().await?))
    }

    /// How many records fit `condition`; an empty one fits all.
    ///
    /// # Errors
    /// If it does not answer with a count.
    pub async fn count(&self, resource: &str, condition: &str) -> Result<u64> {
        let mut query = vec![("fields", "count(*)")];
        query.extend((!condition.is_empty()).then_some(("where", condition)));
        let answer = self.asked(resource, &query).await?;
        answer[0]["count"].as_u64().with_context(|| format!("{resource} answered {answer}"))
    }

    /// The records of one page.
    ///
    /// # Errors
    /// If it does not answer with a list.
    pub async fn list(&self, resource: &str, query: &[(&str, &str)]) -> Result<Vec<Value>> {
        match self.asked(resource, query).await? {
            Value::Array(records) => Ok(records),
            Value::Null => Ok(Vec::new()),
            other => bail!("{resource} answered {other}"),
        }
    }

    /// What every record that fits `condition` has in `fields`, page after page; without any it comes whole.
    ///
    /// # Errors
    /// If it does not answer with lists.
    pub async fn all(&self, resource: &str, fields: &str, condition: &str) -> Result<Vec<Value>> {
        let mut records = Vec::new();
        for page in 1.. {
            let page = format!("{page},1000");
            let mut query = vec![("page", page.as_str())];
            query.extend((!fields.is_empty()).then_some(("fields", fields)));
            query.extend((!condition.is_empty()).then_some(("where", condition)));
            let read = self.list(resource, &query).await?;
            let is_last = read.len() < 1000;
            records.extend(read);
            if is_last {
                break;
            }
        }
        Ok(records)
    }

    /// Creates a record, as a colleague does.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn create(&self, resource: &str, record: &Value) -> Result<Value> {
        self.sent(self.http.post(self.address(resource)).json(record)).await
    }

    /// Writes a whole record, as a colleague does.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn update(&self, resource: &str, id: &str, record: &Value) -> Result<Value> {
        self.sent(self.http.put(self.address(&format!("{resource}/{id}"))).json(record)).await
    }

    /// Deletes a record, as a colleague does.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn delete(&self, resource: &str, id: &str) -> Result<()> {
        self.sent(self.http.delete(self.address(&format!("{resource}/{id}")))).await.map(drop)
    }

    async fn asked(&self, resource: &str, query: &[(&str, &str)]) -> Result<Value> {
        self.sent(self.http.get(self.address(resource)).query(query)).await
    }

    fn address(&self, resource: &str) -> String {
        format!("{}/api/{}", self.origin, resource.trim_start_matches('/'))
    }

    async fn sent(&self, request: RequestBuilder) -> Result<Value> {
        let answer = request.bearer_auth(&self.token).send().await?;
        let (status, address) = (answer.status(), answer.url().clone());
        let body = answer.text().await?;
        ensure!(status.is_success(), "{address} answered {status}: {body}");
        if body.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(&body)?) }
    }

    /// The first thousand records.
    ///
    /// # Errors
    /// If it does not answer with a list.
    pub async fn records(&self, resource: &str) -> Result<Vec<Value>> {
        self.list(resource, &[("page", "1,1000")]).await
    }
}
