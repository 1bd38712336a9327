//! How fast a connection asks: so many a minute, so many at once, and not at all while the service asks for a pause.

use coredesk_catalogue::RequestLimits;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

/// No service pauses a connection for longer, whatever it asks for.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// One for each connection; all its windows and jobs go through it.
#[derive(Debug)]
pub(super) struct Limiter {
    bucket: Mutex<Bucket>,
    slots: Arc<Semaphore>,
    pause: Mutex<Option<Instant>>,
    shown: watch::Sender<Option<Timestamp>>,
}

/// Held while a request is under way.
#[derive(Debug)]
pub(super) struct Permit {
    _slot: Option<OwnedSemaphorePermit>,
}

impl Limiter {
    pub(super) fn new(limits: RequestLimits) -> Self {
        Self {
            bucket: Mutex::new(Bucket::new(limits)),
            slots: Arc::new(Semaphore::new(limits.parallel.max(1) as usize)),
            pause: Mutex::new(None),
            shown: watch::Sender::new(None),
        }
    }

    /// Waits for a slot, the end of a pause, and its turn.
    pub(super) async fn admit(&self) -> Permit {
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        loop {
            self.wait_for_pause().await;
            let wait = self.bucket.lock().unwrap_or_else(PoisonError::into_inner).take(Instant::now());
            match wait {
                None => return Permit { _slot: slot },
                Some(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// Stops the whole connection for `asked`, at most [`LONGEST_PAUSE`]; a longer pause under way stays.
    pub(super) fn pause(&self, asked: Duration) {
        let asked = asked.min(LONGEST_PAUSE);
        let until = Instant::now() + asked;
        {
            let mut pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
            if pause.is_some_and(|current| current >= until) {
                return;
            }
            *pause = Some(until);
        }
        let shown = SignedDuration::try_from(asked).ok().and_then(|asked| Timestamp::now().checked_add(asked).ok());
        self.shown.send_replace(shown);
        let sender = self.shown.clone();
        tokio::spawn(async move {
            tokio::time::sleep_until(until).await;
            // A longer pause that came meanwhile is shown on.
            sender.send_if_modified(|current| *current == shown && current.take().is_some());
        });
    }

    /// Until when the connection is paused; `None` when it is not.
    pub(super) fn paused_until(&self) -> watch::Receiver<Option<Timestamp>> {
        self.shown.subscribe()
    }

    async fn wait_for_pause(&self) {
        loop {
            let pause = *self.pause.lock().unwrap_or_else(PoisonError::into_inner);
            match pause {
                Some(until) if until > Instant::now() => tokio::time::sleep_until(until).await,
                Some(_) | None => return,
            }
        }
    }
}

/// A token bucket whose burst and refill together stay within what the service allows in any minute.
#[derive(Debug)]
struct Bucket {
    each: Duration,
    most: f64,
    left: f64,
    counted_at: Instant,
}

impl Bucket {
    fn new(limits: RequestLimits) -> Self {
        let per_minute = limits.per_minute.max(1);
        let most = limits.allowed_per_minute.saturating_sub(per_minute).max(per_minute / 60).max(1);
        Self { each: Duration::from_secs(60) / per_minute, most: f64::from(most), left: f64::from(most), counted_at: Instant::now() }
    }

    /// Takes one, or says how long until there is one.
    fn take(&mut self, now: Instant) -> Option<Duration> {
        let passed = now.saturating_duration_since(self.counted_at);
        self.left = (self.left + passed.as_secs_f64() / self.each.as_secs_f64()).min(self.most);
        self.counted_at = now;
        if self.left >= 1.0 {
            self.left -= 1.0;
            return None;
        }
        // One millisecond more than exact, so that rounding never makes a waiter ask again and again.
        Some(self.each.mul_f64(1.0 - self.left) + Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: RequestLimits = RequestLimits { per_minute: 80, parallel: 2, allowed_per_minute: 100 };

    #[tokio::test(start_paused = true)]
    async fn no_minute_sees_more_than_the_service_allows() {
        let limiter = Limiter::new(LIMITS);
        let mut sent = Vec::new();
        for _ in 0..400 {
            drop(limiter.admit().await);
            sent.push(Instant::now());
        }
        for (index, first) in sent.iter().enumerate() {
            let in_a_minute = sent[index..].iter().take_while(|at| at.duration_since(*first) < Duration::from_secs(60)).count();
            assert!(in_a_minute <= 100, "{in_a_minute}");
        }
        let whole = sent[399].duration_since(sent[0]);
        assert!(whole < Duration::from_secs(300), "and it is not much slower than agreed: {whole:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_are_under_way_at_once() {
        let limiter = Limiter::new(LIMITS);
        let (_first, second) = (limiter.admit().await, limiter.admit().await);
        assert!(tokio::time::timeout(Duration::from_secs(600), limiter.admit()).await.is_err());
        drop(second);
        assert!(tokio::time::timeout(Duration::from_secs(1), limiter.admit()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_stops_all_and_is_seen_and_ends() {
        let limiter = Limiter::new(LIMITS);
        let shown = limiter.paused_until();
        limiter.pause(Duration::from_secs(30));
        limiter.pause(Duration::from_secs(10));
        assert!(shown.borrow().is_some());
        let before = Instant::now();
        drop(limiter.admit().await);
        assert_eq!(before.elapsed().as_secs(), 30);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert!(shown.borrow().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn an_absurd_pause_is_bounded() {
        let limiter = Limiter::new(LIMITS);
        limiter.pause(Duration::from_secs(u64::MAX));
        let before = Instant::now();
        drop(limiter.admit().await);
        assert_eq!(before.elapsed().as_secs(), 120);
    }
}
