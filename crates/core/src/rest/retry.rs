//! When a request is repeated by itself, and after what wait (RFC 9110 §9.2.2, §10.2.3; RFC 6585 §4).

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// Repeats after the first try.
pub(super) const MOST_REPEATS: u32 = 3;
const UNSAID: Duration = Duration::from_secs(5);
const LONGEST_UNSAID: Duration = Duration::from_secs(30);

/// Whether a failed try of a safe request is worth another.
pub(super) fn is_worth_repeating(status: u16) -> bool {
    matches!(status, 500 | 502 | 503 | 504)
}

/// The wait before repeat number `repeat`, counted from 0: growing, and jittered so that callers do not march in step.
pub(super) fn wait(first: Duration, repeat: u32, chance: f64) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(repeat)).mul_f64(0.5 + chance.clamp(0.0, 1.0))
}

/// What is waited where the service asks to slow down and does not say for how long; twice as long each time.
pub(super) fn growing_pause(repeats: u32) -> Duration {
    UNSAID.saturating_mul(2_u32.saturating_pow(repeats)).min(LONGEST_UNSAID)
}

/// What a 429 or a 503 asks for, `unsaid` if it is a 429 that does not say; `None` if it is a 503 that asks for nothing.
pub(super) fn slow_down(status: u16, headers: &HeaderMap, now: SystemTime, unsaid: Duration) -> Option<Duration> {
    match (status, retry_after(headers, now)) {
        (429, asked) => Some(asked.unwrap_or(unsaid)),
        (503, asked) => asked,
        _ => None,
    }
}

fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    // The service's own clock decides, where it shows it.
    let its_now = headers.get(DATE).and_then(|date| date.to_str().ok()).and_then(|date| httpdate::parse_http_date(date).ok());
    Some(until.duration_since(its_now.unwrap_or(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_within_their_jitter() {
        let first = Duration::from_millis(500);
        assert_eq!(wait(first, 0, 0.0), Duration::from_millis(250));
        assert_eq!(wait(first, 0, 1.0), Duration::from_millis(750));
        assert_eq!(wait(first, 2, 0.5), Duration::from_secs(2));
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        assert_eq!(asked(429, "7", None), Some(Duration::from_secs(7)));
        assert_eq!(asked(503, "7", None), Some(Duration::from_secs(7)));
        assert_eq!(asked(429, "Sun, 06 Nov 1994 08:50:07 GMT", None), Some(Duration::from_secs(30)));
        assert_eq!(
            asked(429, "Sun, 06 Nov 1994 10:00:09 GMT", Some("Sun, 06 Nov 1994 10:00:00 GMT")),
            Some(Duration::from_secs(9)),
            "by the service's own clock"
        );
        assert_eq!(asked(429, "Sun, 06 Nov 1994 08:00:00 GMT", None), Some(Duration::ZERO));
        assert_eq!(asked(429, "99999999999999999999999", None), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn without_a_word_429_waits_and_503_does_not() {
        for (repeats, seconds) in [(0, 5), (1, 10), (2, 20), (3, 30), (99, 30)] {
            assert_eq!(slow_down(429, &HeaderMap::new(), now(), growing_pause(repeats)), Some(Duration::from_secs(seconds)));
        }
        assert_eq!(slow_down(503, &HeaderMap::new(), now(), UNSAID), None);
        assert_eq!(asked(429, "soon", None), Some(UNSAID));
        assert_eq!(asked(200, "7", None), None);
    }

    fn now() -> SystemTime {
        httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").expect("parses")
    }

    fn asked(status: u16, retry_after: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after.parse().expect("parses"));
        if let Some(date) = date {
            headers.insert(DATE, date.parse().expect("parses"));
        }
        slow_down(status, &headers, now(), UNSAID)
    }
}
