//! What a scenario tells while it runs, step by step.

#![expect(clippy::print_stdout, reason = "the guided tour speaks on the terminal")]

use crate::display::{self, Display};
use crate::screens;
use anyhow::{Context, Result};
use std::fs;
use std::io::Write;
use std::time::Instant;

/// Counts and times the steps of a scenario.
#[derive(Debug)]
pub struct Report {
    scenario: String,
    steps: u32,
    begun: Instant,
    /// Where a picture of a failure can be taken.
    display: Option<String>,
}

impl Report {
    pub fn begin(scenario: &str) -> Self {
        println!("\n{scenario}");
        Self { scenario: scenario.to_owned(), steps: 0, begun: Instant::now(), display: None }
    }

    /// Takes a picture of this display when a step fails.
    pub fn watch(&mut self, display: &Display) {
        self.display = Some(display.name().to_owned());
        if let Ok(folder) = screens::folder() {
            // There may be none from a former run.
            let _ = fs::remove_file(folder.join(format!("FAILED-{}.png", self.scenario)));
        }
    }

    /// Takes a step and tells how it went.
    ///
    /// # Errors
    /// That of the step, with its name.
    pub async fn step<T>(&mut self, name: &str, take: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
        self.steps += 1;
        print!("  {:>2}. {name} ... ", self.steps);
        // Told again with the result; that it cannot be shown now is no failure of the step.
        let _ = std::io::stdout().flush();
        let begun = Instant::now();
        let taken = take().await;
        println!("{} ({:.1} s)", if taken.is_ok() { "ok" } else { "FAILED" }, begun.elapsed().as_secs_f64());
        if taken.is_err() {
            self.keep_picture();
        }
        taken.with_context(|| format!("step {} \"{name}\"", self.steps))
    }

    /// What the display shows, as `FAILED-SCENARIO.png`.
    fn keep_picture(&self) {
        if let (Some(display), Ok(folder)) = (&self.display, screens::folder()) {
            // The display may be what failed; the failure itself is told anyhow.
            let _ = display::picture(display, &folder.join(format!("FAILED-{}.png", self.scenario)));
        }
    }

    /// A fact worth reading beside the steps.
    pub fn note(&self, text: &str) {
        println!("      {text}");
    }

    pub fn end(self) {
        println!("  {} steps in {:.0} s\n", self.steps, self.begun.elapsed().as_secs_f64());
    }
}
