//! All that surrounds the app in one scenario, and what is kept of it afterwards.

use crate::app::App;
use crate::browser::Browser;
use crate::display::Display;
use crate::home::Home;
use crate::keyring::Keyring;
use crate::screens;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// A person's computer, for one scenario.
pub struct World {
    scenario: &'static str,
    // Dropped in this order: what uses the display before the display, the home last.
    pub browser: Browser,
    pub keyring: Keyring,
    pub display: Display,
    pub home: Home,
}

impl World {
    /// # Errors
    /// If display, keyring or browser do not start.
    pub async fn start(scenario: &'static str) -> Result<Self> {
        let home = Home::new()?;
        let display = Display::start(&home).await?;
        let keyring = Keyring::start(&home).await?;
        let browser = Browser::start(&home, &display).await?;
        Ok(Self { scenario, browser, keyring, display, home })
    }

    /// Opens the app.
    ///
    /// # Errors
    /// If its window does not come.
    pub async fn open_app(&self) -> Result<App> {
        App::open(&self.home, &self.display, &self.keyring).await
    }
}

impl Drop for World {
    /// Keeps what a person needs to see why it failed, also when the test panics.
    fn drop(&mut self) {
        if let Ok(logs) = screens::logs(self.scenario) {
            keep_logs(&self.home.logs(), &logs);
        }
    }
}

fn keep_logs(from: &Path, to: &Path) {
    for log in fs::read_dir(from).into_iter().flatten().flatten() {
        // A log less is no reason to fail in the midst of cleaning up.
        let _ = fs::copy(log.path(), to.join(log.file_name()));
    }
}
