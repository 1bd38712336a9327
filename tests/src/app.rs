//! The app as a person has it: its real window on a display, with a keyring.

use crate::display::Display;
use crate::driver::Driver;
use crate::home::Home;
use crate::keyring::Keyring;
use crate::page::{Page, in_time};
use crate::process;
use crate::recorder::Recorder;
use crate::wait::{PATIENT, SOON, wait_until};
use anyhow::{Context, Result};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// The app, open.
pub struct App {
    driver: Driver,
    display: String,
    pid: u32,
    /// How long it took from the start to a window with a page in it.
    pub opened_in: Duration,
}

impl App {
    /// Opens the app in `home` and waits for its page.
    ///
    /// # Errors
    /// If the app was not built, or its window does not come.
    pub async fn open(home: &Home, display: &Display, keyring: &Keyring) -> Result<Self> {
        let program = process::built("coredesk")?;
        let begun = Instant::now();
        let driver = drive(&program, "debug", home, display, keyring).await?;
        let pid = process::descendant(driver.pid(), &program).context("the app's process is not to be found")?;
        let app = Self { driver, display: display.name().to_owned(), pid, opened_in: begun.elapsed() };
        Recorder::begin(&app.page()).await?;
        Ok(app)
    }

    pub fn page(&self) -> Page {
        self.driver.page().seen_on(&self.display)
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Makes the page of the window so large.
    ///
    /// # Errors
    /// If the window does not take that size.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let page = self.page();
        in_time("another size", page.client().set_window_rect(0, 0, width, height)).await?;
        wait_until(&format!("a window of {width} by {height}"), SOON, async || {
            let size = page.script("return [innerWidth, innerHeight]", vec![]).await?;
            Ok((size == json!([width, height])).then_some(()))
        })
        .await
    }

    /// Paints the page light or dark, as its own setting would.
    ///
    /// # Errors
    /// If the page does not take it.
    pub async fn paint(&self, theme: &str) -> Result<()> {
        let script = "const done = arguments[1];
            for (const name of ['data-theme', 'data-mantine-color-scheme']) document.documentElement.setAttribute(name, arguments[0]);
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.page().script_until_done(script, vec![json!(theme)]).await.map(|_| ())
    }

    /// Closes the window as a person would, and waits for the app's end.
    ///
    /// # Errors
    /// If the app stays.
    pub async fn quit(self) -> Result<()> {
        // Closing the last window may end the app before the answer is out.
        let _ = self.page().client().close_window().await;
        wait_until("the end of the app", PATIENT, async || Ok((!process::runs(self.pid)).then_some(()))).await
    }

    /// Ends the app as a power cut would.
    ///
    /// # Errors
    /// If the process stays.
    pub async fn kill(self) -> Result<()> {
        process::kill(self.pid)?;
        wait_until("the end of the app", SOON, async || Ok((!process::runs(self.pid)).then_some(()))).await
    }
}

/// A program with a window of Tauri, under a driver.
///
/// # Errors
/// If its window does not come.
pub async fn drive(program: &Path, said: &str, home: &Home, display: &Display, keyring: &Keyring) -> Result<Driver> {
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
    Driver::start("WebKitWebDriver", &home.log("app"), capabilities, |command| {
        home.lodge(command);
        command
            .env("DISPLAY", display.name())
            .env("GDK_BACKEND", "x11")
            .env("DBUS_SESSION_BUS_ADDRESS", keyring.bus_address())
            // Without it no driver may touch the window.
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // Drawing without a graphics card; the product leaves this alone.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("RUST_LOG", said)
            .env("RUST_BACKTRACE", "1");
    })
    .await
}
