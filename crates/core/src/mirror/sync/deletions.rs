//! Rows that the service lists as deleted are taken out.

use super::super::MirrorError;
use super::super::layout::Layout;
use super::super::rows::remove_where;
use super::state::Phase;
use super::{Purpose, Sync, SyncEnd, SyncError, ask, plan};
use crate::rest::{Comparison, Condition, Entities, Operator, RefusalReason, RequestError};
use rusqlite::types::Value as Key;
use std::sync::{Arc, Mutex};

/// The entity type in which CORE lists what was deleted, with `id` and `deletedOn`.
const DELETIONS: &str = "deletedhistory";
const DELETED_ON: &str = "deletedOn";
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
        let (Some(changed), Some(deleted)) = (layout.changed.and_then(|place| layout.columns.get(place)), deletions.column(DELETED_ON))
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
        if state.complete && sync.read_last_deletions().await? {
            sync.finish_state(state, None, None).await?;
            return Ok(());
        }
        state.generation += 1;
        state.phase = Phase::Paging;
        state.cursor = sync.start();
        state.expected_rows = None;
        let state = sync.read_pages(state).await?;
        sync.finish_state(state, None, None).await?;
        Ok(())
    }

    /// Reads what was deleted since the last deletion that is here; false where the service cannot be asked that way,
    /// or a row does not say when it was deleted.
    async fn read_last_deletions(&self) -> Result<bool, SyncError> {
        let Some(column) = self.layout.column(DELETED_ON) else { return Ok(false) };
        let sql = format!("SELECT CASE count(*) WHEN count({0}) THEN max({0}) END FROM {1}", column.name, self.layout.rows);
        let last: Key =
            self.mirror.store.read(move |connection| Ok::<_, MirrorError>(connection.query_row(&sql, [], |row| row.get(0))?)).await?;
        let Key::Integer(last) = last else { return Ok(false) };
        let Some(since) = plan::changes_since(Some(last), self.began).and_then(plan::written) else { return Ok(false) };
        let since = Comparison { field: DELETED_ON.to_owned(), operator: Operator::GreaterOrEqual, value: since.into() };
        match ask(self.mirror, self.entities, DELETIONS, &Condition::AnyOf(vec![vec![since]]), self.cancel, |_, _| {}).await {
            Ok(SyncEnd::Complete) => Ok(true),
            Ok(SyncEnd::Cancelled) => Err(RequestError::Cancelled.into()),
            Err(SyncError::Request(RequestError::Refused(refusal))) if refusal.reason == RefusalReason::Invalid => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn unheard(_: super::MirrorStatus) {}
