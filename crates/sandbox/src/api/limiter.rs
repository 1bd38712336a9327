//! The rate limit: so many requests in any sixty seconds, for each client.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);

/// When each client asked lately.
#[derive(Debug, Default)]
pub(crate) struct Limiter(Mutex<HashMap<String, VecDeque<Instant>>>);

impl Limiter {
    /// Counts a request. If it is one too many: the seconds until the next one is taken.
    pub(crate) fn refuses(&self, client_id: &str, limit: u64) -> Option<u64> {
        self.refuses_at(client_id, limit, Instant::now())
    }

    fn refuses_at(&self, client_id: &str, limit: u64, now: Instant) -> Option<u64> {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = clients.entry(client_id.to_owned()).or_default();
        while asked.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
            asked.pop_front();
        }
        if (asked.len() as u64) < limit {
            asked.push_back(now);
            return None;
        }
        let wait = asked.front().map_or(WINDOW, |first| WINDOW.saturating_sub(now.duration_since(*first)));
        Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_after_the_limit_waits_for_the_oldest_to_pass() {
        let (limiter, start) = (Limiter::default(), Instant::now());
        assert_eq!(limiter.refuses_at("a", 2, start), None);
        assert_eq!(limiter.refuses_at("a", 2, start + Duration::from_secs(10)), None);
        assert_eq!(limiter.refuses_at("a", 2, start + Duration::from_secs(20)), Some(40));
        assert_eq!(limiter.refuses_at("b", 2, start + Duration::from_secs(20)), None);
        assert_eq!(limiter.refuses_at("a", 2, start + Duration::from_secs(60)), None);
    }
}
