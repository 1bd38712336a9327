//! Chromium as the system's browser: what the app opens arrives in it, and the test can see and click there.

use crate::display::Display;
use crate::driver::Driver;
use crate::home::Home;
use crate::page::Page;
use crate::process::Running;
use crate::wait::{PATIENT, wait_until};
use anyhow::{Context, Result};
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The system's browser of one home.
pub struct Browser {
    // The driver first: it must not outlive what it drives.
    driver: Driver,
    _chromium: Running,
}

impl Browser {
    /// Registers Chromium for web addresses in `home`, starts it and takes hold of it.
    ///
    /// # Errors
    /// If Chromium or its driver do not start.
    pub async fn start(home: &Home, display: &Display) -> Result<Self> {
        let profile = home.path().join("browser");
        register(home, &profile)?;
        let mut chromium = Running::start("chromium", &home.log("chromium"), |command| {
            command.args(flags(&profile)).args(["--remote-debugging-port=0", "about:blank"]);
            home.lodge(command);
            command.env("DISPLAY", display.name());
        })?;
        let port = wait_until("Chromium", PATIENT, async || {
            chromium.is_alive().context("see logs/chromium.log")?;
            let named = fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
            Ok(named.lines().next().and_then(|port| port.parse::<u16>().ok()))
        })
        .await?;
        let capabilities = json!({ "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{port}") } });
        let driver = Driver::start("chromedriver", &home.log("chromedriver"), capabilities, |command| home.lodge(command)).await?;
        Ok(Self { driver, _chromium: chromium })
    }

    /// The page that came to stand at an address which `wanted` knows.
    ///
    /// # Errors
    /// If no such page opens.
    pub async fn page(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<Page> {
        let page = self.driver.page();
        wait_until(&format!("the browser showing {what}"), PATIENT, async || {
            for window in page.client().windows().await?.into_iter().rev() {
                page.client().switch_to_window(window).await?;
                if wanted(page.client().current_url().await?.as_str()) {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await?;
        Ok(page)
    }

    /// Addresses of all pages that are open.
    ///
    /// # Errors
    /// If the browser does not answer.
    pub async fn addresses(&self) -> Result<Vec<String>> {
        let client = self.driver.page();
        let mut addresses = Vec::new();
        for window in client.client().windows().await? {
            client.client().switch_to_window(window).await?;
            addresses.push(client.client().current_url().await?.to_string());
        }
        Ok(addresses)
    }

    /// A new page at `address`.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub async fn open(&self, address: &str) -> Result<Page> {
        let page = self.driver.page();
        let window = page.client().new_window(true).await?;
        page.client().switch_to_window(window.handle).await?;
        page.client().goto(address).await?;
        Ok(page)
    }
}

fn flags(profile: &Path) -> Vec<String> {
    let mut flags: Vec<String> = [
        "--no-sandbox",
        "--no-first-run",
        "--no-default-browser-check",
        "--password-store=basic",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--window-size=900,800",
        "--window-position=1380,0",
    ]
    .map(str::to_owned)
    .to_vec();
    flags.push(format!("--user-data-dir={}", profile.display()));
    flags
}

/// Makes Chromium the handler of web addresses, as a desktop would know it.
fn register(home: &Home, profile: &Path) -> Result<()> {
    let program = home.path().join("system-browser");
    fs::write(&program, format!("#!/bin/sh\nexec chromium {} \"$1\"\n", flags(profile).join(" ")))?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    // Nothing is to lie over the pages.
    fs::create_dir_all(profile.join("Default"))?;
    fs::write(profile.join("Default/Preferences"), r#"{"credentials_enable_service":false}"#)?;
    let applications = home.data().join("applications");
    fs::create_dir_all(&applications)?;
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Test browser\nExec={} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
        program.display()
    );
    fs::write(applications.join("test-browser.desktop"), entry)?;
    let handlers = "[Default Applications]\nx-scheme-handler/http=test-browser.desktop\nx-scheme-handler/https=test-browser.desktop\n";
    fs::write(home.config().join("mimeapps.list"), handlers)?;
    Ok(())
}
