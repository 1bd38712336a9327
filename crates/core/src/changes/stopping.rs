//! How a run is stopped from outside, and how fast it went.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Why a run stops before all of its changes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A person ends it for good.
    Cancel,
    /// A person holds it.
    Pause,
    /// The connection is being closed.
    Close,
}

/// Stops a run after the changes under way. Shared by cloning; the first reason counts.
#[derive(Debug, Clone)]
pub struct Stopping {
    token: CancellationToken,
    why: Arc<OnceLock<Stop>>,
    otherwise: Stop,
}

impl Stopping {
    /// For a run of a connection that is closed when `closed` is cancelled.
    pub fn within(closed: &CancellationToken) -> Self {
        Self { token: closed.child_token(), why: Arc::default(), otherwise: Stop::Close }
    }

    /// Stops the run.
    pub fn stop(&self, why: Stop) {
        let _ = self.why.set(why);
        self.token.cancel();
    }

    /// Why the run is to stop; `None` while it is not.
    pub fn asked(&self) -> Option<Stop> {
        self.token.is_cancelled().then(|| self.why.get().copied().unwrap_or(self.otherwise))
    }

    pub(super) fn token(&self) -> &CancellationToken {
        &self.token
    }
}

impl From<&CancellationToken> for Stopping {
    /// Cancelling the token cancels the run.
    fn from(token: &CancellationToken) -> Self {
        Self { token: token.child_token(), why: Arc::default(), otherwise: Stop::Cancel }
    }
}

/// Over how long a rate is counted.
const OF_LATE: Duration = Duration::from_secs(60);
/// Before that nothing can be said of the rate.
const TOO_SOON: Duration = Duration::from_secs(2);

/// How many changes ended of late.
pub(super) struct Rate {
    begun: Instant,
    ended: VecDeque<Instant>,
}

impl Rate {
    pub(super) fn begin() -> Self {
        Self { begun: Instant::now(), ended: VecDeque::new() }
    }

    /// One more ended now. Answers how many end in a minute.
    pub(super) fn count(&mut self, now: Instant) -> Option<u32> {
        self.ended.push_back(now);
        while self.ended.front().is_some_and(|at| now.duration_since(*at) > OF_LATE) {
            self.ended.pop_front();
        }
        let over = now.duration_since(self.begun).min(OF_LATE);
        let ended = u64::try_from(self.ended.len()).unwrap_or(u64::MAX);
        let millis = u64::try_from(over.as_millis()).unwrap_or(u64::MAX);
        (over >= TOO_SOON).then(|| u32::try_from(ended.saturating_mul(60_000) / millis.max(1)).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reason_to_stop_counts() {
        let closed = CancellationToken::new();
        let stopping = Stopping::within(&closed);
        assert_eq!(stopping.asked(), None);
        stopping.stop(Stop::Pause);
        stopping.stop(Stop::Cancel);
        closed.cancel();
        assert_eq!(stopping.asked(), Some(Stop::Pause));
        assert_eq!(Stopping::within(&closed).asked(), Some(Stop::Close));
    }

    #[test]
    fn a_rate_is_told_of_the_last_minute_alone() {
        let mut rate = Rate::begin();
        let at = |seconds: u64| rate.begun + Duration::from_secs(seconds);
        let moments: Vec<Instant> = (0..=180).map(at).collect();
        let mut told = None;
        for (second, moment) in moments.iter().enumerate() {
            for _ in 0..(if second < 100 { 5 } else { 2 }) {
                told = rate.count(*moment);
            }
        }
        assert_eq!(told, Some(122), "two a second, counted at both ends of the minute");
        assert_eq!(Rate::begin().count(Instant::now()), None);
    }
}
