//! The one place that writes to the terminal.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program speaks there")]

use std::io::Write;

pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// The beginning of a line that [`line`] will end.
pub(crate) fn begin(text: &str) {
    print!("{text}");
    // A terminal that is gone is no reason to stop.
    let _ = std::io::stdout().flush();
}

pub(crate) fn problem(text: &str) {
    eprintln!("{text}");
}
