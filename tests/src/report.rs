//! What a scenario tells while it runs, step by step.

#![expect(clippy::print_stdout, reason = "the guided tour speaks on the terminal")]

use anyhow::{Context, Result};
use std::io::Write;
use std::time::Instant;

/// Counts and times the steps of a scenario.
#[derive(Debug)]
pub struct Report {
    steps: u32,
    begun: Instant,
}

impl Report {
    pub fn begin(scenario: &str) -> Self {
        println!("\n{scenario}");
        Self { steps: 0, begun: Instant::now() }
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
        taken.with_context(|| format!("step {} \"{name}\"", self.steps))
    }

    /// A fact worth reading beside the steps.
    pub fn note(&self, text: &str) {
        println!("      {text}");
    }

    pub fn end(self) {
        println!("  {} steps in {:.0} s\n", self.steps, self.begun.elapsed().as_secs_f64());
    }
}
