//! The core's words as the window's: one `From` for each view, with no decision in it.

mod answers;
mod changes;
mod connections;
mod dependants;
mod discovery;
mod document;
mod drafting;
mod error;
mod filters;
mod journal;
mod keeping;
mod keyring;
mod preferences;
mod refusal;
mod related;
mod request_error;
mod review;
mod rows;
mod runs;
mod saved_views;
mod services;
mod sign_in;
mod sign_in_error;
mod start;
mod token;
mod token_words;

pub use error::TOLD;
pub use services::credential;

use crate::{ErrorCode, NextStep, UiError};
use jiff::Timestamp;

/// Seconds since 1970, to the millisecond.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53 for 285,000 years")]
fn seconds(timestamp: Timestamp) -> f64 {
    timestamp.as_millisecond() as f64 / 1000.0
}

/// A count as the window takes it; none comes near the limit.
pub fn count<T: TryInto<u32>>(number: T) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

fn ui_error(code: ErrorCode, message: impl Into<String>, next_step: NextStep, detail: Option<String>) -> UiError {
    UiError { code, message: message.into(), next_step, detail }
}

/// The error and its causes, for support. None of them holds a secret.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.ends_with(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
