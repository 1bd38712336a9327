//! The live copy: while a connection is signed in, what is kept of it is brought up to date again and again.

use super::{Desk, OpenConnection};
use crate::mirror::{MirrorStatus, Purpose};
use crate::session::SessionState;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Rows of a list without changes of its own that are worth one look; a larger one is read whole as many times less often.
const ROWS_OF_A_LOOK: u64 = 1_000;

impl Desk {
    /// The time between two looks for changes, as a person wants it; `None` for only when asked.
    async fn refresh_every(&self) -> Option<Duration> {
        let minutes = self.preferences().await.unwrap_or_default().refresh_minutes;
        (minutes > 0).then(|| Duration::from_secs(60) * u32::from(minutes))
    }

    /// Keeps the copy of `connection` up to date until it is closed. Another wish of the person takes effect at once.
    pub(super) fn keep_fresh(&self, connection: &Arc<OpenConnection>) {
        let (desk, closed) = (self.clone(), connection.closed.clone());
        let connection = Arc::downgrade(connection);
        tokio::spawn(closed.run_until_cancelled_owned(async move {
            let mut settings = desk.inner.directory.watch_settings();
            let mut looked = Instant::now();
            loop {
                let every = desk.refresh_every().await;
                let due = async {
                    match every {
                        Some(every) => tokio::time::sleep_until(looked + every).await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    changed = settings.changed() => match changed {
                        Ok(()) => continue,
                        Err(_) => return,
                    },
                    () = due => {}
                }
                let (Some(connection), Some(every)) = (connection.upgrade(), every) else { return };
                desk.refresh(&connection, every).await;
                looked = Instant::now();
            }
        }));
    }

    /// Brings everything that is due up to date, one entity type after the other; ends where the service cannot be asked.
    async fn refresh(&self, connection: &Arc<OpenConnection>, every: Duration) {
        let now = jiff::Timestamp::now().as_second();
        for kept in connection.kept_types().await {
            if !self.may_refresh(connection).await {
                return;
            }
            if !connection.is_due(&kept.status, every, now) {
                continue;
            }
            if !self.sync_kept(connection, &kept.status.entity_type, Purpose::Background).await {
                return;
            }
        }
    }

    /// It is signed in, and its first rows were looked at.
    async fn may_refresh(&self, connection: &OpenConnection) -> bool {
        let is_ready = matches!(connection.session.state(), SessionState::Ready { .. } | SessionState::Renewing);
        let record = self.inner.directory.find(&connection.record.id).await.ok().flatten();
        is_ready && self.may_send(connection) && record.is_some_and(|record| !record.needs_preview)
    }
}

/// An entity type that is kept whole on this computer.
pub(super) struct KeptType {
    pub(super) status: MirrorStatus,
    /// A person put it first, or looked at it lately.
    pub(super) is_first: bool,
}

impl OpenConnection {
    /// What is kept whole: lately looked at first, then pinned, then as the catalogue has them.
    pub(super) async fn kept_types(&self) -> Vec<KeptType> {
        let catalogue = self.mirror.catalogue();
        let statuses = self.mirror.statuses().await.unwrap_or_default();
        let mut kept: Vec<(usize, bool, KeptType)> = Vec::new();
        let attention = self.attention();
        for status in statuses.into_iter().filter(|status| status.kept) {
            let Some(entity_type) = catalogue.entity_type(&status.entity_type).filter(|entity_type| !entity_type.is_nested()) else {
                continue;
            };
            let place = attention.place(&status.entity_type);
            let is_first = entity_type.pinned || place.is_some();
            kept.push((place.unwrap_or(usize::MAX), !entity_type.pinned, KeptType { status, is_first }));
        }
        kept.sort_by_key(|(place, is_other, _)| (*place, *is_other));
        kept.into_iter().map(|(.., kept)| kept).collect()
    }

    /// Whether it is time to look at an entity type again: one that can only be read whole is so less often the larger it
    /// is, and one whose reading a person stopped is not.
    fn is_due(&self, status: &MirrorStatus, every: Duration, now: i64) -> bool {
        if !status.complete {
            return !self.attention().is_stopped(&status.entity_type);
        }
        if self.mirror.follows_changes(&status.entity_type) {
            return true;
        }
        let looks = (status.rows / ROWS_OF_A_LOOK).max(1);
        let wait = every.as_secs().saturating_mul(looks);
        status.as_of.is_none_or(|as_of| now.saturating_sub(as_of).max(0).cast_unsigned() >= wait)
    }
}
