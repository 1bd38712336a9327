//! What went between the window and the core, as the page saw it.

use crate::page::Page;
use anyhow::Result;
use serde_json::{Value, json};

/// Keeps every request, answer and event of a page from [`Recorder::begin`] on.
#[derive(Debug)]
pub struct Recorder;

impl Recorder {
    /// # Errors
    /// If the page takes no script.
    pub async fn begin(page: &Page) -> Result<()> {
        page.script(include_str!("recorder_begin.js"), vec![]).await.map(|_| ())
    }

    /// What was kept so far, oldest first.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn traffic(page: &Page) -> Result<Vec<Traffic>> {
        let kept = page.script("return window.__traffic || []", vec![]).await?;
        let read = |entry: &Value| Traffic {
            way: entry["way"].as_str().unwrap_or_default().to_owned(),
            command: entry["command"].as_str().unwrap_or_default().to_owned(),
            text: entry["text"].as_str().unwrap_or_default().to_owned(),
        };
        Ok(kept.as_array().into_iter().flatten().map(read).collect())
    }

    /// Calls a command of the app and gives its answer, or its error, as text.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn call(page: &Page, command: &str, arguments: Value) -> Result<String> {
        let script = "const [command, given, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, given).then(
                (answer) => done(JSON.stringify(answer ?? null)), (error) => done('error ' + JSON.stringify(error)));";
        let answer = page.script_until_done(script, vec![json!(command), arguments]).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// All that the page itself holds: its elements with their values, and its web storage.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn holdings(page: &Page) -> Result<String> {
        let script = "const fields = [...document.querySelectorAll('input, textarea')].map((field) => field.value);
            return JSON.stringify([document.documentElement.outerHTML, fields, { ...localStorage }, { ...sessionStorage },
                document.cookie, location.href, history.state]);";
        Ok(page.script(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }
}

/// One message between window and core.
#[derive(Debug, Clone)]
pub struct Traffic {
    /// `request`, `answer` or `event`.
    pub way: String,
    pub command: String,
    pub text: String,
}
