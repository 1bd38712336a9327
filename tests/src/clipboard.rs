//! The clipboard of a display, as any other program of the person uses it.

use crate::display::Display;
use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::process::{Command, Stdio};

/// The clipboard of a display. What is put there lasts until somebody else puts something there.
#[derive(Debug)]
pub struct Clipboard {
    display: String,
}

impl Clipboard {
    pub fn of(display: &Display) -> Self {
        Self { display: display.name().to_owned() }
    }

    /// Copies `text`, as from a terminal.
    ///
    /// # Errors
    /// If the display takes nothing.
    pub fn put(&self, text: &str) -> Result<()> {
        let mut copying = self.xclip("-in").stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        copying.stdin.take().context("an input")?.write_all(text.as_bytes())?;
        ensure!(copying.wait()?.success(), "xclip takes nothing");
        Ok(())
    }

    /// What is on it; empty where nothing is.
    ///
    /// # Errors
    /// If the display does not answer.
    pub fn text(&self) -> Result<String> {
        // It fails where there is nothing.
        Ok(String::from_utf8(self.xclip("-out").output()?.stdout)?)
    }

    fn xclip(&self, way: &str) -> Command {
        let mut command = Command::new("xclip");
        command.args(["-selection", "clipboard", "-display", &self.display, way]);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }
}
