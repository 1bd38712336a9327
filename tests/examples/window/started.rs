//! A program with a window, under a driver.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::drive;
use coredesk_tests::display::Display;
use coredesk_tests::driver::Driver;
use coredesk_tests::home::Home;
use coredesk_tests::keyring::Keyring;
use coredesk_tests::page::Page;
use coredesk_tests::process;
use coredesk_tests::wait::{PATIENT, wait_until};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Of the clock in `/proc`, a second.
const TICKS: f64 = 100.0;

/// A program with a window, from its start on.
pub(crate) struct Started {
    driver: Driver,
    pid: u32,
    began: f64,
}

impl Started {
    pub(crate) async fn open(program: &Path, home: &Home, display: &Display, keyring: &Keyring) -> Result<Self> {
        let said = std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned());
        let driver = drive(program, &said, home, display, keyring).await?;
        let pid = process::descendant(driver.pid(), program).context("the process is not to be found")?;
        Ok(Self { driver, pid, began: began_at(pid)? })
    }

    pub(crate) fn page(&self) -> Page {
        self.driver.page()
    }

    /// Milliseconds from the start of the process to the mark that its page sets.
    pub(crate) async fn after(&self, mark: &str) -> Result<f64> {
        let script =
            "const [mark] = performance.getEntriesByName(arguments[0]); return mark ? performance.timeOrigin + mark.startTime : null";
        let page = self.driver.page();
        let set = async || Ok(page.script(script, vec![json!(mark)]).await?.as_f64());
        let at = wait_until(&format!("the mark {mark}"), PATIENT, set).await?;
        ensure!(at > self.began, "{mark} was set before the process began");
        Ok(at - self.began)
    }

    /// What the cells of the grid inside an element hold, and where in the grid they are.
    pub(crate) async fn cells(&self, inside: &str) -> Result<Vec<Value>> {
        let script = "const held = (value) => {
                const { left, top, width, height } = value.parentElement.getBoundingClientRect();
                const grid = value.closest('.grid-root').getBoundingClientRect();
                return [value.innerText, ...[left - grid.left, top - grid.top, width, height].map(Math.round)];
            };
            return [...document.querySelectorAll(`${arguments[0]} .grid-value`)].map(held);";
        Ok(self.driver.page().script(script, vec![json!(inside)]).await?.as_array().cloned().unwrap_or_default())
    }

    pub(crate) async fn end(self) -> Result<()> {
        process::kill(self.pid)?;
        wait_until("the end of the program", PATIENT, async || Ok((!process::runs(self.pid)).then_some(()))).await
    }
}

/// When a process began, in milliseconds since 1970, to the hundredth of a second.
fn began_at(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, after_name) = stat.rsplit_once(')').context("no name")?;
    let ticks: f64 = after_name.split_whitespace().nth(19).context("no start time")?.parse()?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split_whitespace().next().context("no uptime")?.parse()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64();
    Ok((now - (uptime - ticks / TICKS)) * 1e3)
}
