//! BidCore's half of the sandbox, asked directly: what the service itself holds.

use anyhow::{Context, Result, ensure};
use coredesk_sandbox::Sandbox;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

/// The most rows that the service puts on one page.
const PAGE_SIZE: &str = "500";

/// The account, with a permanent token that lets everything be changed.
pub struct BidcoreApi {
    base_url: String,
    token: String,
    http: reqwest::Client,
}

impl BidcoreApi {
    pub fn at(sandbox: &Sandbox) -> Self {
        let addresses = &sandbox.addresses().bidcore;
        Self { base_url: addresses.base_url.clone(), token: addresses.token.clone(), http: reqwest::Client::new() }
    }

    /// How many objects of an entity type there are.
    ///
    /// # Errors
    /// If it does not answer with a list.
    pub async fn count(&self, entity: &str) -> Result<u64> {
        let answer = self.sent(self.request(Method::GET, entity, None).query(&[("page_size", "1")])).await?;
        answer["count"].as_u64().with_context(|| format!("{entity} has no count"))
    }

    /// Every object of an entity type, page after page.
    ///
    /// # Errors
    /// If it does not answer with lists.
    pub async fn all(&self, entity: &str, query: &[(&str, &str)]) -> Result<Vec<Value>> {
        let mut objects = Vec::new();
        for page in 1.. {
            let page = page.to_string();
            let asked = self.request(Method::GET, entity, None).query(&[("page", page.as_str()), ("page_size", PAGE_SIZE)]).query(query);
            let mut answer = self.sent(asked).await?;
            let Value::Array(rows) = answer["results"].take() else { anyhow::bail!("{entity} has no rows") };
            objects.extend(rows);
            if answer["next"].is_null() {
                break;
            }
        }
        Ok(objects)
    }

    /// An object as the service has it; none if it says that there is no such object.
    ///
    /// # Errors
    /// If it answers something else.
    pub async fn object(&self, entity: &str, id: &str) -> Result<Option<Value>> {
        let answer = self.request(Method::GET, entity, Some(id)).send().await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        ensure!(answer.status().is_success(), "{entity} {id} answered {}", answer.status());
        Ok(Some(answer.json().await?))
    }

    /// Creates an object, as a colleague does.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn create(&self, entity: &str, object: &Value) -> Result<Value> {
        self.sent(self.request(Method::POST, entity, None).json(object)).await
    }

    /// Changes some fields of an object, as a colleague does.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn update(&self, entity: &str, id: &str, fields: &Value) -> Result<()> {
        self.sent(self.request(Method::PUT, entity, Some(id)).json(fields)).await.map(drop)
    }

    /// Deletes an object, as a colleague does.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn delete(&self, entity: &str, id: &str) -> Result<()> {
        self.sent(self.request(Method::DELETE, entity, Some(id))).await.map(drop)
    }

    /// The status with which the service answers a call; for what it is to refuse.
    ///
    /// # Errors
    /// If there is no answer.
    pub async fn status(&self, method: Method, entity: &str, id: Option<&str>) -> Result<u16> {
        let request = self.request(method, entity, id).json(&serde_json::json!({}));
        Ok(request.send().await?.status().as_u16())
    }

    fn request(&self, method: Method, entity: &str, id: Option<&str>) -> RequestBuilder {
        let item = id.map(|id| format!("{id}/")).unwrap_or_default();
        self.http.request(method, format!("{}/{entity}/{item}", self.base_url)).bearer_auth(&self.token)
    }

    async fn sent(&self, request: RequestBuilder) -> Result<Value> {
        let answer = request.send().await?;
        let (status, address) = (answer.status(), answer.url().clone());
        let body = answer.text().await?;
        ensure!(status.is_success(), "{address} answered {status}: {body}");
        if body.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(&body)?) }
    }
}
