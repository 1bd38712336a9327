//! Tells how fast each connection asks its service, often enough to be followed and no more.

use super::{Desk, DeskEvent, OpenConnection};
use std::sync::Arc;
use std::time::Duration;

/// Between two events of a connection.
const BETWEEN_EVENTS: Duration = Duration::from_millis(500);
/// Requests of the last minute fade without an event of their own; so often they are counted anew.
const FADING: Duration = Duration::from_secs(5);

impl Desk {
    /// Tells the window whenever the pace of `connection` changes.
    pub(super) fn watch_pace(&self, connection: &Arc<OpenConnection>) {
        let client = connection.client.in_background();
        let closed = connection.closed.clone();
        let connection_id = connection.record.id.clone();
        let desk = self.clone();
        tokio::spawn(closed.run_until_cancelled_owned(async move {
            let mut changes = client.watch_pace();
            let mut told = client.pace();
            loop {
                if told.used > 0 {
                    let _ = tokio::time::timeout(FADING, changes.changed()).await;
                } else if changes.changed().await.is_err() {
                    return;
                }
                changes.mark_unchanged();
                let pace = client.pace();
                if pace != told {
                    told = pace;
                    desk.tell(DeskEvent::Pace { connection_id: connection_id.clone(), pace });
                    tokio::time::sleep(BETWEEN_EVENTS).await;
                }
            }
        }));
    }
}
