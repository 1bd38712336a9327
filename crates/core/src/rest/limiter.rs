//! Who of a connection may ask next: in turn, so many at once, whoever a person waits for before background work, and
//! nobody while the service asks for a pause.

use super::allowance::Allowance;
use coredesk_catalogue::RequestLimits;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

/// No service pauses a connection for longer, whatever it asks for.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// How fast a connection asks its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Requests a minute that Coredesk keeps to now; less than agreed for a while after the service refused some.
    pub per_minute: u32,
    /// Requests sent in the last minute.
    pub used: u32,
    /// Requests that wait for their turn.
    pub waiting: u32,
    /// Until when nothing is sent because the service asked for a pause.
    pub paused_until: Option<Timestamp>,
}

/// Who waits for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// Somebody in front of the screen.
    Person,
    /// Nobody.
    Background,
}

/// One for each connection, shared by cloning; all its windows and jobs go through it.
#[derive(Debug, Clone)]
pub(super) struct Limiter {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    line: Mutex<Line>,
    /// Somebody may be able to go who could not.
    moved: Notify,
    pace: watch::Sender<Pace>,
}

#[derive(Debug)]
struct Line {
    allowance: Allowance,
    parallel: u32,
    under_way: u32,
    waiting: BTreeSet<(Urgency, u64)>,
    came: u64,
    pause: Option<(Instant, Timestamp)>,
}

/// Held while a request is under way.
#[derive(Debug)]
pub(super) struct Permit {
    shared: Arc<Shared>,
    sent_at: Instant,
}

/// A place in the line, given up when whoever waits is dropped.
struct Place<'l> {
    shared: &'l Shared,
    place: (Urgency, u64),
}

enum Turn {
    Go(Instant),
    NotBefore(Instant),
    AfterOthers,
}

impl Limiter {
    pub(super) fn new(limits: RequestLimits) -> Self {
        let mut line = Line {
            allowance: Allowance::new(limits, Instant::now()),
            parallel: limits.parallel.max(1),
            under_way: 0,
            waiting: BTreeSet::new(),
            came: 0,
            pause: None,
        };
        let pace = watch::Sender::new(line.pace(Instant::now()));
        Self { shared: Arc::new(Shared { line: Mutex::new(line), moved: Notify::new(), pace }) }
    }

    /// Waits for its turn, a free slot, the end of a pause. Dropping it gives the place up.
    pub(super) async fn admit(&self, urgency: Urgency) -> Permit {
        let place = self.shared.queue(urgency);
        loop {
            let moved = self.shared.moved.notified();
            match self.shared.turn(place.place, Instant::now()) {
                Turn::Go(sent_at) => return Permit { shared: Arc::clone(&self.shared), sent_at },
                Turn::AfterOthers => moved.await,
                Turn::NotBefore(moment) => tokio::select! {
                    () = tokio::time::sleep_until(moment) => {}
                    () = moved => {}
                },
            }
        }
    }

    /// Stops the whole connection for `asked`, at most [`LONGEST_PAUSE`]; a longer pause under way stays.
    pub(super) fn pause(&self, asked: Duration) {
        let asked = asked.min(LONGEST_PAUSE);
        let until = Instant::now() + asked;
        let shown = SignedDuration::try_from(asked).ok().and_then(|asked| Timestamp::now().checked_add(asked).ok());
        {
            let mut line = self.shared.line();
            if line.pause.is_some_and(|(current, _)| current >= until) {
                return;
            }
            line.pause = Some((until, shown.unwrap_or_else(Timestamp::now)));
        }
        self.shared.tell();
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            tokio::time::sleep_until(until).await;
            shared.tell();
        });
    }

    /// The service refused this request as one too many: from now on fewer go out.
    pub(super) fn learn(&self, sent_at: Instant) {
        self.shared.line().allowance.learn(sent_at, Instant::now());
        self.shared.tell();
    }

    /// How fast this connection asks, now.
    pub(super) fn pace(&self) -> Pace {
        self.shared.line().pace(Instant::now())
    }

    /// The same whenever a request comes or goes. Time alone is not told: requests of the last minute fade silently.
    pub(super) fn watch_pace(&self) -> watch::Receiver<Pace> {
        self.shared.pace.subscribe()
    }
}

impl Shared {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self, urgency: Urgency) -> Place<'_> {
        let place = {
            let mut line = self.line();
            line.came += 1;
            let place = (urgency, line.came);
            line.waiting.insert(place);
            place
        };
        self.tell();
        Place { shared: self, place }
    }

    fn turn(&self, place: (Urgency, u64), now: Instant) -> Turn {
        let mut line = self.line();
        if line.waiting.first() != Some(&place) || line.under_way >= line.parallel {
            return Turn::AfterOthers;
        }
        if let Some((until, _)) = line.pause
            && until > now
        {
            return Turn::NotBefore(until);
        }
        match line.allowance.take(now) {
            Ok(()) => {
                line.under_way += 1;
                Turn::Go(now)
            }
            Err(moment) => Turn::NotBefore(moment),
        }
    }

    fn tell(&self) {
        self.pace.send_if_modified(|told| {
            let pace = self.line().pace(Instant::now());
            std::mem::replace(told, pace) != pace
        });
    }
}

impl Line {
    fn pace(&mut self, now: Instant) -> Pace {
        Pace {
            per_minute: self.allowance.per_minute(now),
            used: self.allowance.used(now),
            waiting: u32::try_from(self.waiting.len()).unwrap_or(u32::MAX),
            paused_until: self.pause.filter(|(until, _)| *until > now).map(|(_, shown)| shown),
        }
    }
}

impl Permit {
    /// When the request went out.
    pub(super) fn sent_at(&self) -> Instant {
        self.sent_at
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.shared.line().under_way -= 1;
        self.shared.moved.notify_waiters();
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.shared.line().waiting.remove(&self.place);
        self.shared.tell();
        self.shared.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: RequestLimits = RequestLimits { per_minute: 80, parallel: 2, allowed_per_minute: 100 };

    async fn admit(limiter: &Limiter) -> Permit {
        limiter.admit(Urgency::Person).await
    }

    #[tokio::test(start_paused = true)]
    async fn two_at_a_time_with_a_second_for_each_use_what_is_allowed() {
        for (per_minute, allowed) in [(80, 100), (100, 100)] {
            let limiter = Arc::new(Limiter::new(RequestLimits { per_minute, parallel: 2, allowed_per_minute: allowed }));
            let sent = Arc::new(Mutex::new(Vec::new()));
            let before = Instant::now();
            let ask = |limiter: Arc<Limiter>, sent: Arc<Mutex<Vec<Instant>>>| async move {
                while before.elapsed() < Duration::from_secs(600) {
                    let permit = limiter.admit(Urgency::Background).await;
                    sent.lock().expect("is free").push(permit.sent_at());
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            };
            let jobs: Vec<_> = (0..2).map(|_| tokio::spawn(ask(Arc::clone(&limiter), Arc::clone(&sent)))).collect();
            for job in jobs {
                job.await.expect("ends");
            }
            let sent = sent.lock().expect("is free").clone();
            for (index, first) in sent.iter().enumerate() {
                let in_a_minute = sent[index..].iter().take_while(|at| at.duration_since(*first) < Duration::from_secs(60)).count();
                assert!(in_a_minute <= allowed as usize, "{in_a_minute} of {allowed}");
            }
            assert!(sent.len() >= per_minute as usize * 9, "{} in ten minutes at {per_minute}", sent.len());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_are_under_way_at_once() {
        let limiter = Limiter::new(LIMITS);
        let (_first, second) = (admit(&limiter).await, admit(&limiter).await);
        assert!(tokio::time::timeout(Duration::from_secs(600), admit(&limiter)).await.is_err());
        drop(second);
        assert!(tokio::time::timeout(Duration::from_secs(1), admit(&limiter)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_a_person_waits_for_goes_before_background_work() {
        let limiter = Arc::new(Limiter::new(RequestLimits { per_minute: 60, parallel: 1, allowed_per_minute: 60 }));
        let under_way = admit(&limiter).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut jobs = Vec::new();
        for (name, urgency) in [("b1", Urgency::Background), ("b2", Urgency::Background), ("p1", Urgency::Person), ("p2", Urgency::Person)]
        {
            let (line, order) = (Arc::clone(&limiter), Arc::clone(&order));
            jobs.push(tokio::spawn(async move {
                let _permit = line.admit(urgency).await;
                order.lock().expect("is free").push(name);
            }));
            while limiter.pace().waiting < u32::try_from(jobs.len()).expect("is small") {
                tokio::task::yield_now().await;
            }
        }
        drop(under_way);
        for job in jobs {
            job.await.expect("ends");
        }
        assert_eq!(*order.lock().expect("is free"), ["p1", "p2", "b1", "b2"]);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_holds_nobody_up() {
        let limiter = Limiter::new(RequestLimits { per_minute: 60, parallel: 1, allowed_per_minute: 60 });
        let under_way = admit(&limiter).await;
        assert!(tokio::time::timeout(Duration::from_secs(1), admit(&limiter)).await.is_err());
        assert_eq!(limiter.pace().waiting, 0);
        drop(under_way);
        assert!(tokio::time::timeout(Duration::from_secs(5), admit(&limiter)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_stops_all_and_is_seen_and_ends() {
        let limiter = Limiter::new(LIMITS);
        let shown = limiter.watch_pace();
        limiter.pause(Duration::from_secs(30));
        limiter.pause(Duration::from_secs(10));
        assert!(shown.borrow().paused_until.is_some());
        let before = Instant::now();
        drop(admit(&limiter).await);
        assert_eq!(before.elapsed().as_secs(), 30);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(shown.borrow().paused_until, None);
    }

    #[tokio::test(start_paused = true)]
    async fn an_absurd_pause_is_bounded() {
        let limiter = Limiter::new(LIMITS);
        limiter.pause(Duration::from_secs(u64::MAX));
        let before = Instant::now();
        drop(admit(&limiter).await);
        assert_eq!(before.elapsed().as_secs(), 120);
    }

    #[tokio::test(start_paused = true)]
    async fn its_pace_is_seen() {
        let limiter = Limiter::new(LIMITS);
        let mut pace = limiter.watch_pace();
        assert_eq!(*pace.borrow(), Pace { per_minute: 80, used: 0, waiting: 0, paused_until: None });
        let permit = admit(&limiter).await;
        assert_eq!(pace.borrow_and_update().used, 1);
        limiter.learn(permit.sent_at());
        assert_eq!(pace.borrow_and_update().per_minute, 20);
        tokio::time::sleep(Duration::from_secs(61)).await;
        assert_eq!((limiter.pace().used, limiter.pace().per_minute), (0, 24), "and time gives back");
    }
}
