//! Sends edits as plainly as it can be done: each reads its record, lays one value over it and puts it back. Nothing is kept, nothing compared.

use anyhow::{Result, ensure};
use reqwest::StatusCode;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

#[derive(Clone)]
pub(crate) struct LoadTool {
    http: reqwest::Client,
    records: String,
    token: String,
    at_once: usize,
}

impl LoadTool {
    /// Below the address `records`.
    pub(crate) fn new(records: &str, token: &str, at_once: usize) -> Result<Self> {
        Ok(Self { http: reqwest::Client::builder().build()?, records: records.to_owned(), token: token.to_owned(), at_once })
    }

    /// So many of the records whose `field` the service lets be changed; some are closed.
    pub(crate) async fn open(&self, ids: &[String], count: usize, field: &str, value: &Value) -> Result<Vec<String>> {
        let mut open = Vec::with_capacity(count);
        for id in ids {
            if open.len() < count && self.put(id, field, value).await?.is_success() {
                open.push(id.clone());
            }
        }
        Ok(open)
    }

    /// Sets `field` of all of them to `value`, and answers how long that took.
    pub(crate) async fn edit(&self, ids: &[String], field: &str, value: &Value) -> Result<Duration> {
        let (next, ids): (Arc<AtomicUsize>, Arc<[String]>) = (Arc::default(), ids.into());
        let begun = Instant::now();
        let mut workers = JoinSet::new();
        for _ in 0..self.at_once {
            let (tool, next, ids, field, value) = (self.clone(), Arc::clone(&next), Arc::clone(&ids), field.to_owned(), value.clone());
            workers.spawn(async move {
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    tool.edit_one(id, &field, &value).await?;
                }
                Ok::<_, anyhow::Error>(())
            });
        }
        while let Some(worked) = workers.join_next().await {
            worked??;
        }
        Ok(begun.elapsed())
    }

    async fn edit_one(&self, id: &str, field: &str, value: &Value) -> Result<()> {
        let status = self.put(id, field, value).await?;
        ensure!(status.is_success(), "{id} was answered {status}");
        Ok(())
    }

    async fn put(&self, id: &str, field: &str, value: &Value) -> Result<StatusCode> {
        let address = format!("{}/{id}", self.records);
        let asked = self.http.get(&address).bearer_auth(&self.token).send().await?.error_for_status()?;
        let mut record: Map<String, Value> = asked.json().await?;
        record.insert(field.to_owned(), value.clone());
        let answer = self.http.put(&address).bearer_auth(&self.token).json(&record).send().await?;
        let status = answer.status();
        answer.bytes().await?;
        Ok(status)
    }
}
