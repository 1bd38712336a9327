//! The rows of unsent changes read again at the service, so that the review is of what is there now. Nothing is sent.

use super::{Changes, draft_table};
use crate::mirror::{MirrorError, READ_AT_ONCE, ReadAgain, SyncError, read_again, read_by_ids};
use crate::rest::Entities;
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;

/// How far reading rows again is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LiveCheck {
    /// Rows read, or known not to be readable.
    pub done: u64,
    /// All rows.
    pub total: u64,
}

impl Changes {
    /// Reads the rows of all ticked edits and deletes again. What came is in the mirror, so that fields that both changed are
    /// found when the drafts are checked; what the service does not have any more is kept in mind with its draft.
    ///
    /// # Errors
    /// Why the service could not be asked any further; what came before stays. `Cancelled` is one of the reasons.
    pub async fn check_with_service<E: Entities>(
        &self,
        entities: &E,
        cancel: &CancellationToken,
        told: impl Fn(LiveCheck) + Send + Sync,
    ) -> Result<(), SyncError> {
        let wanted = self.wanted().await?;
        let mut far = LiveCheck { done: 0, total: wanted.values().map(|rows| rows.len() as u64).sum() };
        told(far);
        for (name, rows) in wanted {
            let many = self.mirror.asks_by_ids(&name);
            let (mut single, listed): (Vec<Wanted>, Vec<Wanted>) = rows.into_iter().partition(|row| row.whole || !many);
            let mut takes_ids = true;
            for some in listed.chunks(READ_AT_ONCE) {
                let ids: Vec<String> = some.iter().map(|row| row.id.clone()).collect();
                let came = if takes_ids { read_by_ids(&self.mirror, entities, &name, &ids, cancel).await? } else { None };
                takes_ids = came.is_some();
                let came = came.unwrap_or_default();
                single.extend(some.iter().filter(|row| !came.contains(&row.id)).cloned());
                far.done += came.len() as u64;
                told(far);
            }
            for row in single {
                match read_again(&self.mirror, entities, &name, &row.id, cancel).await {
                    Ok(ReadAgain::Gone) => self.keep_in_mind(&name, row.id).await?,
                    Ok(ReadAgain::Here | ReadAgain::NotShown) | Err(SyncError::Mirror(MirrorError::UnknownEntityType(_))) => {}
                    Err(error) => return Err(error),
                }
                far.done += 1;
                told(far);
            }
        }
        Ok(())
    }

    /// The rows to read, by entity type.
    async fn wanted(&self) -> Result<BTreeMap<String, Vec<Wanted>>, MirrorError> {
        let catalogue = self.mirror.catalogue();
        self.store
            .read(move |connection| {
                let mut statement = connection
                    .prepare_cached("SELECT entity_type, entity_id, fields FROM draft WHERE kind <> 'create' AND NOT left_out")?;
                let mut rows = statement.query([])?;
                let mut wanted: BTreeMap<String, Vec<Wanted>> = BTreeMap::new();
                while let Some(row) = rows.next()? {
                    let (name, id, fields): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    let known = catalogue.entity_type(&name);
                    let is_left_out = |field: &str| known.and_then(|known| known.field(field)).is_some_and(|field| field.nested);
                    let whole = draft_table::read_fields(&fields)?.iter().any(|change| is_left_out(&change.field));
                    wanted.entry(name).or_default().push(Wanted { id, whole });
                }
                Ok(wanted)
            })
            .await
    }

    /// Keeps in mind that the service does not have a record, also where not all of them are on this computer.
    async fn keep_in_mind(&self, entity_type: &str, id: String) -> Result<(), MirrorError> {
        let record = [entity_type.to_owned(), id];
        self.store
            .write(move |transaction| {
                transaction.execute("INSERT OR IGNORE INTO draft_lost (entity_type, entity_id) VALUES (?1, ?2)", record.clone())?;
                transaction.execute("UPDATE draft SET checked = NULL WHERE entity_type = ?1 AND entity_id = ?2", record)?;
                Ok(())
            })
            .await
    }
}

/// A row that is to be read.
#[derive(Debug, Clone)]
struct Wanted {
    id: String,
    /// Also what a list leaves out.
    whole: bool,
}
