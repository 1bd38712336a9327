//! A virtual display.

use crate::home::Home;
use crate::process::Running;
use crate::wait::{PATIENT, wait_until};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// A display that nobody sees, large enough for a window and, beside it, a browser.
#[derive(Debug)]
pub struct Display {
    server: Running,
    name: String,
}

impl Display {
    /// # Errors
    /// If the display server does not start.
    pub async fn start(home: &Home) -> Result<Self> {
        let chosen = home.path().join("display");
        let mut server = Running::start("sh", &home.log("xvfb"), |command| {
            // The server takes a free number by itself and writes it down.
            let script = r#"exec Xvfb -displayfd 3 -screen 0 2300x900x24 -nolisten tcp 3>"$0""#;
            command.args(["-c", script]).arg(&chosen);
        })?;
        let name = wait_until("the virtual display", PATIENT, async || {
            server.is_alive().context("see logs/xvfb.log")?;
            let number = std::fs::read_to_string(&chosen).unwrap_or_default();
            Ok(number.ends_with('\n').then(|| format!(":{}", number.trim())))
        })
        .await?;
        Ok(Self { server, name })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn pid(&self) -> u32 {
        self.server.pid()
    }
}

/// The titles of all windows on a display.
///
/// # Errors
/// If the display does not answer.
pub fn titles(display: &str) -> Result<String> {
    let asked = Command::new("xwininfo").args(["-display", display, "-root", "-tree"]).output()?;
    anyhow::ensure!(asked.status.success(), "xwininfo ended with {}", asked.status);
    Ok(String::from_utf8_lossy(&asked.stdout).into_owned())
}

/// Everything on a display, windows and browser alike, as a PNG file.
///
/// # Errors
/// If the picture cannot be taken.
pub fn picture(display: &str, file: &Path) -> Result<()> {
    let taken = Command::new("import").args(["-display", display, "-window", "root"]).arg(file).status()?;
    anyhow::ensure!(taken.success(), "import ended with {taken}");
    Ok(())
}
