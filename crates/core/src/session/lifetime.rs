//! How long an access token is good for, by a clock that cannot jump. Only ever a hint: a 401 is the truth.

use crate::token_store::StoredTokens;
use std::time::Duration;
use tokio::time::Instant;

/// The life of one access token, counted from the moment this process learnt of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lifetime {
    /// Unknown when the service did not say.
    whole: Option<Duration>,
    age_when_learnt: Duration,
    learnt_at: Instant,
}

impl Lifetime {
    /// `now` is Unix seconds by this computer's clock; it matters once, for tokens of an earlier run.
    pub(super) fn of(tokens: &StoredTokens, now: i64) -> Self {
        let whole = tokens.expires_at.map(|end| seconds(end.saturating_sub(tokens.obtained_at)));
        // A clock that was set back makes the token look unborn: it counts as fresh.
        let age = seconds(now.saturating_sub(tokens.obtained_at));
        Self { whole, age_when_learnt: whole.map_or(age, |whole| age.min(whole)), learnt_at: Instant::now() }
    }

    /// Whether it ends within `margin`; for short lives, within their second half.
    pub(super) fn ends_within(&self, margin: Duration) -> bool {
        let Some(whole) = self.whole else { return false };
        let age = self.age_when_learnt.saturating_add(self.learnt_at.elapsed());
        whole.saturating_sub(age) <= margin.min(whole / 2)
    }

    /// When it ends, if that is known; never before now.
    pub(super) fn ends_at(&self) -> Option<Instant> {
        let rest = self.whole?.saturating_sub(self.age_when_learnt);
        self.learnt_at.checked_add(rest)
    }
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(u64::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token_store::Secret;

    const OBTAINED: i64 = 1_000_000;
    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn a_token_is_due_a_minute_before_its_end() {
        let lifetime = Lifetime::of(&tokens(Some(3600)), OBTAINED);
        assert!(!lifetime.ends_within(MINUTE));
        tokio::time::advance(Duration::from_secs(3539)).await;
        assert!(!lifetime.ends_within(MINUTE));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(lifetime.ends_within(MINUTE));
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_of_a_life_is_counted_by_a_clock_that_cannot_jump() {
        let lifetime = Lifetime::of(&tokens(Some(3600)), OBTAINED + 600);
        assert_eq!(lifetime.ends_at(), Some(Instant::now() + Duration::from_secs(3000)));
        assert_eq!(Lifetime::of(&tokens(Some(3600)), i64::MAX).ends_at(), Some(Instant::now()));
        assert_eq!(Lifetime::of(&tokens(Some(3600)), i64::MIN).ends_at(), Some(Instant::now() + Duration::from_secs(3600)));
        assert_eq!(Lifetime::of(&tokens(None), i64::MAX).ends_at(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_set_back_or_forward_makes_nothing_due_for_ever() {
        assert!(!Lifetime::of(&tokens(Some(3600)), OBTAINED - 1_000_000).ends_within(MINUTE));
        assert!(Lifetime::of(&tokens(Some(3600)), i64::MAX).ends_within(MINUTE), "due once, and then obtained anew");
        assert!(!Lifetime::of(&tokens(Some(3600)), i64::MIN).ends_within(MINUTE));
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_life_is_not_due_at_once() {
        let lifetime = Lifetime::of(&tokens(Some(30)), OBTAINED);
        assert!(!lifetime.ends_within(5 * MINUTE));
        tokio::time::advance(Duration::from_secs(15)).await;
        assert!(lifetime.ends_within(5 * MINUTE));
    }

    #[tokio::test(start_paused = true)]
    async fn an_unknown_life_is_never_due() {
        let lifetime = Lifetime::of(&tokens(None), OBTAINED);
        tokio::time::advance(Duration::from_secs(1_000_000)).await;
        assert!(!lifetime.ends_within(MINUTE));
    }

    fn tokens(life: Option<i64>) -> StoredTokens {
        StoredTokens {
            access_token: Secret::new("a"),
            refresh_token: None,
            id_token: None,
            expires_at: life.map(|life| OBTAINED + life),
            obtained_at: OBTAINED,
            granted_scopes: Vec::new(),
            base_url: String::new(),
        }
    }
}
