//! The BidCore account over HTTP: each status, each rule of its document, each fault.

mod deletions;
mod document;
mod faults;
mod lists;
mod rules;
mod tokens;
mod writes;

use crate::driver::{Running, start};
use coredesk_sandbox::{Faults, SandboxOptions};
use reqwest::{Method, Response};
use serde_json::Value;

/// A sandbox with the token of the person who may change everything.
struct Account {
    running: Running,
    base: String,
    token: String,
}

async fn open(faults: &[&str]) -> Account {
    let mut all = Faults::default();
    all.extend(faults.iter().map(|fault| fault.parse::<Faults>().unwrap()));
    let running = start(SandboxOptions { faults: all, ..SandboxOptions::default() }).await;
    let addresses = running.sandbox.addresses().bidcore.clone();
    Account { running, base: addresses.base_url, token: addresses.token }
}

impl Account {
    fn set(&self, fault: &str, value: &str) {
        self.running.sandbox.faults().set(fault, value).unwrap();
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let request = self.running.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        request.send().await.unwrap()
    }

    /// Status and body; an empty body is null.
    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let answer = self.call(method, path, body).await;
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) })
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.ask(Method::POST, path, Some(&body)).await
    }

    async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.ask(Method::PUT, path, Some(&body)).await
    }

    async fn delete(&self, path: &str) -> (u16, Value) {
        self.ask(Method::DELETE, path, None).await
    }

    /// Creates an object that is good, and says its id.
    async fn add(&self, path: &str, body: Value) -> u64 {
        let (status, body) = self.post(path, body).await;
        assert_eq!(status, 201, "{path}: {body}");
        body["id"].as_u64().unwrap()
    }

    async fn count(&self, path: &str) -> u64 {
        self.get(path).await["count"].as_u64().unwrap()
    }
}
