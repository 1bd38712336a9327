//! The core's words as the window's: one `From` for each view, with no decision in it.

mod changes;
mod connections;
mod error;
mod rows;
mod sign_in_error;
mod token;

use jiff::Timestamp;

/// Seconds since 1970, to the millisecond.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53 for 285,000 years")]
fn seconds(timestamp: Timestamp) -> f64 {
    timestamp.as_millisecond() as f64 / 1000.0
}

/// A count as the window takes it; none comes near the limit.
fn count<T: TryInto<u32>>(number: T) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
