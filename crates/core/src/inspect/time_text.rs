//! Points in time as a person reads them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// A NumericDate (RFC 7519 §2) as "2 Nov 2026, 10:19:04" in `zone`; `None` for a value that is no time.
pub(super) fn numeric_date(value: &Value, zone: &TimeZone) -> Option<String> {
    let seconds = value.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "a cast from f64 saturates, and Timestamp refuses what is out of range")]
    let timestamp = Timestamp::from_second(seconds as i64).ok()?;
    Some(timestamp.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M:%S").to_string())
}
