//! How many requests may go out: a steady rate, a bound for every minute, and what a refusal teaches. No waiting, no
//! network; the caller says what time it is.

use coredesk_catalogue::RequestLimits;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);
/// Requests do not all take equally long to arrive; what is close to a minute old still counts against the bound.
const LATENESS: Duration = Duration::from_secs(1);
/// After a refusal: this share of what went through.
const CAUTION: f64 = 0.9;
/// However little went through, the rate does not fall below this, a minute. Pauses do the rest.
const LOWEST: f64 = 20.0;
/// What a minute without a refusal gives back, as a share of the agreed rate.
const RECOVERY: f64 = 0.05;

/// A token bucket for the rate, and a log of the last minute for the bound.
#[derive(Debug)]
pub(super) struct Allowance {
    agreed: f64,
    bound: f64,
    per_minute: f64,
    credit: f64,
    counted_at: Instant,
    lowered_at: Option<Instant>,
    /// When the requests of the last minute went out, oldest first.
    sent: VecDeque<Instant>,
}

impl Allowance {
    pub(super) fn new(limits: RequestLimits, now: Instant) -> Self {
        let agreed = f64::from(limits.per_minute.max(1));
        let bound = f64::from(limits.allowed_per_minute).max(agreed);
        let mut allowance =
            Self { agreed, bound, per_minute: agreed, credit: 0.0, counted_at: now, lowered_at: None, sent: VecDeque::new() };
        allowance.credit = allowance.most_credit();
        allowance
    }

    /// Takes one, or says when to ask again.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Instant> {
        self.count(now);
        let place = self.sent.len().checked_sub(self.most_in_a_minute());
        if let Some(oldest) = place.and_then(|place| self.sent.get(place)) {
            return Err(*oldest + MINUTE + LATENESS);
        }
        if self.credit < 1.0 {
            // One millisecond more than exact, so that rounding never makes a waiter ask again and again.
            return Err(now + MINUTE.mul_f64((1.0 - self.credit) / self.per_minute) + Duration::from_millis(1));
        }
        self.credit -= 1.0;
        self.sent.push_back(now);
        Ok(())
    }

    /// The service refused a request that went out at `sent_at` as one too many: what went through in the minute before
    /// is what it evidently allows. One refusal teaches; those of requests that were already on their way do not.
    pub(super) fn learn(&mut self, sent_at: Instant, now: Instant) {
        if self.lowered_at.is_some_and(|lowered_at| lowered_at >= sent_at) {
            return;
        }
        self.count(now);
        let went_through = self.sent.iter().filter(|sent| **sent < sent_at && sent_at.duration_since(**sent) < MINUTE).count();
        let evident = f64::from(u32::try_from(went_through).unwrap_or(u32::MAX));
        let lowered = (self.per_minute.min(evident) * CAUTION).max(LOWEST);
        self.per_minute = self.per_minute.min(lowered);
        // After the pause one may try at once, and no more.
        self.credit = 1.0;
        self.lowered_at = Some(now);
    }

    /// Requests a minute that are allowed now.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the agreed number, a u32")]
    pub(super) fn per_minute(&mut self, now: Instant) -> u32 {
        self.count(now);
        self.per_minute.max(1.0) as u32
    }

    /// Requests that went out in the minute before `now`.
    pub(super) fn used(&self, now: Instant) -> u32 {
        let older = self.sent.partition_point(|sent| now.duration_since(*sent) >= MINUTE);
        u32::try_from(self.sent.len() - older).unwrap_or(u32::MAX)
    }

    fn count(&mut self, now: Instant) {
        let minutes = now.saturating_duration_since(self.counted_at).as_secs_f64() / 60.0;
        self.counted_at = now;
        self.credit = (self.credit + minutes * self.per_minute).min(self.most_credit());
        self.per_minute = (self.per_minute + minutes * self.agreed * RECOVERY).min(self.agreed);
        while self.sent.front().is_some_and(|sent| now.duration_since(*sent) >= MINUTE + LATENESS) {
            self.sent.pop_front();
        }
    }

    /// How many may go out at once after a quiet time.
    fn most_credit(&self) -> f64 {
        (self.bound - self.agreed).max(self.agreed / 60.0).max(2.0)
    }

    /// Below the agreed rate the service has shown that it allows less than it said.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a u32")]
    fn most_in_a_minute(&self) -> usize {
        (if self.per_minute < self.agreed { self.per_minute } else { self.bound }).max(1.0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks without a break for `minutes`; answers when each request went out.
    fn steadily(allowance: &mut Allowance, from: Instant, minutes: u64) -> Vec<Instant> {
        let (mut now, mut sent) = (from, Vec::new());
        while now < from + MINUTE * u32::try_from(minutes).expect("is small") {
            match allowance.take(now) {
                Ok(()) => sent.push(now),
                Err(later) => now = later,
            }
        }
        sent
    }

    fn most_in_any_minute(sent: &[Instant]) -> usize {
        let from = |index: usize| sent[index..].iter().take_while(|at| at.duration_since(sent[index]) < MINUTE).count();
        (0..sent.len()).map(from).max().unwrap_or(0)
    }

    fn limits(per_minute: u32, allowed_per_minute: u32) -> RequestLimits {
        RequestLimits { per_minute, parallel: 2, allowed_per_minute }
    }

    #[tokio::test]
    async fn nearly_all_that_is_allowed_is_used_and_never_more() {
        for (per_minute, allowed) in [(80, 100), (100, 100), (60, 60), (1, 1)] {
            let now = Instant::now();
            let sent = steadily(&mut Allowance::new(limits(per_minute, allowed), now), now, 10);
            let most = most_in_any_minute(&sent);
            assert!(most <= allowed as usize, "{per_minute} of {allowed}: {most} in a minute");
            let steady = sent.iter().filter(|at| at.duration_since(now) >= MINUTE).count();
            assert!(steady * 10 >= per_minute as usize * 9 * 9, "{per_minute} of {allowed}: {steady} in nine minutes");
        }
    }

    #[tokio::test]
    async fn a_refusal_lowers_the_rate_to_what_went_through_and_time_gives_it_back() {
        let now = Instant::now();
        let mut allowance = Allowance::new(limits(80, 100), now);
        let sent = steadily(&mut allowance, now, 1);
        let refused = sent[40];
        let learnt_at = sent[sent.len() - 1] + Duration::from_secs(1);
        allowance.learn(refused, learnt_at);
        assert_eq!(allowance.per_minute(learnt_at), 36, "40 went through before it");
        allowance.learn(sent[41], learnt_at);
        assert_eq!(allowance.per_minute(learnt_at), 36, "this one was on its way already");
        let after = steadily(&mut allowance, learnt_at, 1);
        assert!(after.len() <= 40, "{}", after.len());
        let minutes = steadily(&mut allowance, learnt_at + MINUTE, 5);
        let now = learnt_at + MINUTE * 6;
        assert!((56..=61).contains(&allowance.per_minute(now)), "{} after six minutes", allowance.per_minute(now));
        assert!(most_in_any_minute(&minutes) <= 61);
        assert_eq!(allowance.per_minute(now + MINUTE * 6), 80);
    }

    #[tokio::test]
    async fn a_service_that_allows_less_than_it_says_is_soon_asked_no_more_than_that() {
        let (truth, start) = (50, Instant::now());
        let mut allowance = Allowance::new(limits(80, 100), start);
        let (mut now, mut taken, mut refused) = (start, Vec::<Instant>::new(), Vec::new());
        while now < start + MINUTE * 30 {
            if let Err(later) = allowance.take(now) {
                now = later;
                continue;
            }
            if taken.iter().filter(|at| now.duration_since(**at) < MINUTE).count() < truth {
                taken.push(now);
            } else {
                refused.push(now);
                allowance.learn(now, now);
                now += Duration::from_secs(5);
            }
        }
        assert!(refused.len() <= 20, "{} refusals in half an hour", refused.len());
        assert!(taken.len() >= 30 * truth * 9 / 10, "{} of {} were used", taken.len(), 30 * truth);
    }

    #[tokio::test]
    async fn however_little_goes_through_some_requests_go_out() {
        let now = Instant::now();
        let mut allowance = Allowance::new(limits(80, 100), now);
        assert_eq!(allowance.take(now), Ok(()));
        allowance.learn(now, now);
        assert_eq!(allowance.per_minute(now), 20);
    }

    #[tokio::test]
    async fn what_was_used_fades_after_a_minute() {
        let now = Instant::now();
        let mut allowance = Allowance::new(limits(80, 100), now);
        for _ in 0..20 {
            assert_eq!(allowance.take(now), Ok(()));
        }
        assert_eq!((allowance.used(now), allowance.used(now + MINUTE - Duration::from_secs(1)), allowance.used(now + MINUTE)), (20, 20, 0));
    }
}
