//! The sandbox's BidCore account, asked directly: what the service itself holds.

use anyhow::{Context, Result, ensure};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;

/// The account behind a permanent token.
pub struct BidCoreAccount {
    base_url: String,
    token: String,
    http: reqwest::Client,
}

impl BidCoreAccount {
    pub fn new(base_url: &str, token: &str) -> Self {
        Self { base_url: base_url.to_owned(), token: token.to_owned(), http: reqwest::Client::new() }
    }

    /// An object as the service has it; none if it says that there is no such object.
    ///
    /// # Errors
    /// If it answers something else.
    pub async fn object(&self, collection: &str, id: &str) -> Result<Option<Value>> {
        let answer = self.http.get(format!("{}/{collection}/{id}/", self.base_url)).bearer_auth(&self.token).send().await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        ensure!(answer.status().is_success(), "{collection}/{id} answered {}", answer.status());
        Ok(Some(answer.json().await?))
    }

    /// As [`Self::object`], where it has to be there.
    ///
    /// # Errors
    /// If it is not.
    pub async fn existing(&self, collection: &str, id: &str) -> Result<Value> {
        self.object(collection, id).await?.with_context(|| format!("the service has no {collection}/{id}"))
    }

    /// The objects that a query leads to, 500 at most.
    ///
    /// # Errors
    /// If it does not answer with a list.
    pub async fn list(&self, collection: &str, query: &[(&str, &str)]) -> Result<Vec<Value>> {
        let page = [("page_size", "500")];
        let request = self.http.get(format!("{}/{collection}/", self.base_url)).query(&page).query(query);
        Ok(sent(request.bearer_auth(&self.token)).await?["results"].as_array().context("a list of results")?.clone())
    }

    /// Creates an object, as a colleague does, and gives its id.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn create(&self, collection: &str, object: &Value) -> Result<i64> {
        let request = self.http.post(format!("{}/{collection}/", self.base_url)).json(object);
        sent(request.bearer_auth(&self.token)).await?["id"].as_i64().context("an id")
    }
}

async fn sent(request: RequestBuilder) -> Result<Value> {
    let answer = request.send().await?;
    let (status, address) = (answer.status(), answer.url().clone());
    let body = answer.text().await?;
    ensure!(status.is_success(), "{address} answered {status}: {body}");
    Ok(serde_json::from_str(&body)?)
}
