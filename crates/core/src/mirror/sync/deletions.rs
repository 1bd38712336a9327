//! Rows that the service lists as deleted are taken out.

use super::super::layout::Layout;
use super::super::rows::remove_where;
use super::state::{Cursor, Phase};
use super::{Purpose, Sync, SyncError};
use crate::rest::{Entities, RequestError};
use std::sync::{Arc, Mutex};

/// The entity type in which CORE lists what was deleted, with `id` and `deletedOn`.
const DELETIONS: &str = "deletedhistory";
/// In the background a list of deletions that was read so many seconds ago is new enough for the next entity type.
const STILL_NEW: i64 = 60;

impl<E: Entities, P: Fn(super::MirrorStatus) + Send> Sync<'_, E, P> {
    /// Removes the rows that the service lists as deleted and that did not change after that. Answers a problem to
    /// tell if the service does not say what was deleted.
    pub(super) async fn remove_deleted(&self) -> Result<Option<String>, SyncError> {
        let Ok(deletions) = self.mirror.layout(DELETIONS) else { return Ok(None) };
        if deletions.entity_type.name == self.layout.entity_type.name {
            return Ok(None);
        }
        match self.read_deletions(deletions.clone()).await {
            Err(SyncError::Request(RequestError::Refused(_))) => {
                return Ok(Some("the service does not say what was deleted; deleted records may still be shown".to_owned()));
            }
            read => read?,
        }
        let layout = self.layout.clone();
        let (Some(changed), Some(deleted)) = (layout.changed.and_then(|place| layout.columns.get(place)), deletions.column("deletedOn"))
        else {
            return Ok(None);
        };
        let (history, changed, deleted) = (deletions.rows.clone(), changed.name.clone(), deleted.name.clone());
        let rows = layout.rows.clone();
        let condition = format!(
            "row_id IN (SELECT live.row_id FROM {history} AS gone CROSS JOIN {rows} AS live ON live.id = gone.id
              WHERE gone.{deleted} IS NULL OR live.{changed} IS NULL OR gone.{deleted} >= live.{changed})"
        );
        self.mirror.store.write(move |transaction| remove_where(transaction, &layout, &condition, [])).await?;
        Ok(None)
    }

    /// Brings the mirror of the list of deletions up to date, unless another sync did since this one began.
    async fn read_deletions(&self, deletions: Arc<Layout>) -> Result<(), SyncError> {
        let turn = self.mirror.turn(DELETIONS);
        let _turn = self.cancel.run_until_cancelled(turn.lock()).await.ok_or(RequestError::Cancelled)?;
        let new_enough = match self.purpose {
            Purpose::Look => self.began,
            Purpose::Background => self.began - STILL_NEW,
        };
        if self.mirror.status(DELETIONS).await?.as_of.is_some_and(|as_of| as_of > new_enough) {
            return Ok(());
        }
        let sync = Sync {
            mirror: self.mirror,
            entities: self.entities,
            layout: deletions,
            purpose: self.purpose,
            cancel: self.cancel,
            progress: Mutex::new(unheard),
            began: self.began,
        };
        let mut state = sync.read_state().await?;
        state.generation += 1;
        state.phase = Phase::Paging;
        state.cursor = Cursor::START;
        state.expected_rows = None;
        let state = sync.read_pages(state).await?;
        sync.finish_state(state, None, None).await?;
        Ok(())
    }
}

fn unheard(_: super::MirrorStatus) {}
