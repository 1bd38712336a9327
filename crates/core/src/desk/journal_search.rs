//! The journals of all connections as one: runs and writes that are asked for, their counts, and their proof.

use super::runs::ChangedCell;
use super::{ConnectionRecord, Desk, DeskError, OpenConnection};
use crate::changes::{JournalProof, JournalQuery, WriteResult, WrittenEntry, WrittenRun};
use coredesk_catalogue::title_of_name;
use std::collections::HashMap;
use std::sync::Arc;

/// Which connection's journal is asked; all of them if none is named.
#[derive(Debug, Clone, Default)]
pub struct ActivityQuery {
    /// The connection.
    pub connection_id: Option<String>,
    /// Which of its writes.
    pub query: JournalQuery,
}

/// A write with its values as cells.
#[derive(Debug, Clone)]
pub struct ActivityWrite {
    /// Whose it is.
    pub connection: ConnectionRecord,
    /// The write.
    pub written: WrittenEntry,
    /// Field, before and after.
    pub fields: Vec<ChangedCell>,
    /// Why it cannot be undone, in words; nothing if it can.
    pub not_undoable: Option<String>,
    /// Of a delete, how many fields of the record are kept.
    pub kept_fields: usize,
}

/// A run with those of its writes that are asked for, counted.
#[derive(Debug, Clone)]
pub struct ActivityRun {
    /// Whose it is.
    pub connection: ConnectionRecord,
    /// The run.
    pub run: WrittenRun,
    /// Its one write, of a run of one.
    pub only: Option<ActivityWrite>,
}

/// How many of the writes that are asked for there are of each kind. What the query says of a kind does not narrow its counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityCounts {
    /// Whatever became of them.
    pub all: u64,
    /// Saved and not undone.
    pub saved: u64,
    /// Refused.
    pub refused: u64,
    /// Without an answer.
    pub unknown: u64,
    /// Saved, and undone since.
    pub undone: u64,
    /// By entity type, most first.
    pub entity_types: Vec<ActivityCount>,
    /// By connection, most first.
    pub connections: Vec<ActivityCount>,
    /// By who was signed in, most first.
    pub people: Vec<ActivityCount>,
}

/// How many writes there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityCount {
    /// What a query takes.
    pub key: String,
    /// What a person calls it.
    pub title: String,
    /// How many.
    pub count: u64,
}

/// Whether the journal of a connection is as it was written.
#[derive(Debug, Clone)]
pub struct ActivityProof {
    /// Whose it is.
    pub connection: ConnectionRecord,
    /// What was found.
    pub proof: JournalProof,
    /// What is wrong, or that nothing is, in words.
    pub words: String,
}

impl Desk {
    /// Runs that hold writes that are asked for, newest first, and where the next page goes on; `before` is what the page before said.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn journal_runs(
        &self,
        activity: &ActivityQuery,
        before: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<ActivityRun>, Option<String>), DeskError> {
        let mut marks = before.map(read_marks).unwrap_or_default();
        let asked = self.asked(activity).await?;
        let mut found: Vec<(Arc<OpenConnection>, WrittenRun)> = Vec::new();
        for connection in &asked {
            let before = marks.get(&connection.record.id).copied();
            let runs = connection.changes.journal_runs(&activity.query, before, limit + 1).await?;
            found.extend(runs.into_iter().map(|run| (Arc::clone(connection), run)));
        }
        // Within a connection the number alone says what is newer.
        found.sort_by_key(|(_, run)| std::cmp::Reverse(run.newest));
        let has_more = found.len() > limit;
        found.truncate(limit);
        let mut runs = Vec::with_capacity(found.len());
        for (connection, run) in found {
            let mark = marks.entry(connection.record.id.clone()).or_insert(u64::MAX);
            *mark = run.newest.1.min(*mark);
            let only = match run.only {
                Some(number) => connection.activity(vec![number]).await?.pop(),
                None => None,
            };
            runs.push(ActivityRun { connection: connection.record.clone(), run, only });
        }
        Ok((runs, has_more.then(|| written_marks(&marks))))
    }

    /// A window of the writes that are asked for, newest first, and how many they are.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn journal_writes(
        &self,
        activity: &ActivityQuery,
        from: usize,
        count: usize,
    ) -> Result<(u64, Vec<ActivityWrite>), DeskError> {
        let asked = self.asked(activity).await?;
        let mut total = 0;
        for connection in &asked {
            total += connection.changes.journal_total(&activity.query).await?;
        }
        if let [only] = asked.as_slice() {
            let places = only.changes.journal_places(&activity.query, None, from, count).await?;
            return Ok((total, only.activity(places.into_iter().map(|(_, number)| number).collect()).await?));
        }
        let mut places = Vec::new();
        for (index, connection) in asked.iter().enumerate() {
            let found = connection.changes.journal_places(&activity.query, None, 0, from.saturating_add(count)).await?;
            places.extend(found.into_iter().map(|(at, number)| (at, index, number)));
        }
        places.sort_unstable_by_key(|place| std::cmp::Reverse(*place));
        let mut writes = Vec::new();
        for (_, index, number) in places.into_iter().skip(from).take(count) {
            if let Some(connection) = asked.get(index) {
                writes.extend(connection.activity(vec![number]).await?);
            }
        }
        Ok((total, writes))
    }

    /// How many of the writes that are asked for there are of each kind.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn journal_counts(&self, activity: &ActivityQuery) -> Result<ActivityCounts, DeskError> {
        let asked = &activity.query;
        // One record is asked for by its kind too.
        let entity_type = asked.entity_type.clone().filter(|_| asked.id.is_some());
        let query = JournalQuery { entity_type, person: None, result: None, ..asked.clone() };
        let mut counts = ActivityCounts::default();
        for connection in self.asked(&ActivityQuery::default()).await? {
            let catalogue = connection.mirror.catalogue();
            let record = &connection.record;
            let of_connection = activity.connection_id.as_ref().is_none_or(|id| *id == record.id);
            for found in connection.changes.journal_counts(&query).await? {
                let of_type = asked.entity_type.as_ref().is_none_or(|name| *name == found.entity_type);
                let of_person = asked.person.as_ref().is_none_or(|person| *person == found.person);
                let of_result = asked.result.is_none_or(|result| result == found.result);
                let count = found.count;
                if of_connection && of_type && of_person {
                    counts.add_result(found.result, count);
                }
                if of_connection && of_person && of_result {
                    let plural = catalogue.entity_type(&found.entity_type).map(|known| known.plural.clone());
                    let title = plural.unwrap_or_else(|| title_of_name(&found.entity_type));
                    add(&mut counts.entity_types, &found.entity_type, &title, count);
                }
                if of_type && of_person && of_result {
                    add(&mut counts.connections, &record.id, &record.company, count);
                }
                if of_connection && of_type && of_result {
                    add(&mut counts.people, &found.person, &found.person, count);
                }
            }
        }
        for kind in [&mut counts.entity_types, &mut counts.connections, &mut counts.people] {
            kind.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.title.cmp(&other.title)));
        }
        Ok(counts)
    }

    /// Whether the journals are as they were written. It reads all of them, piece by piece beside everything else; a connection that is
    /// closed meanwhile is left out.
    ///
    /// # Errors
    /// `Draft` where rows could not be chained. A journal that cannot be read is told as damaged.
    pub async fn verify_journals(&self) -> Result<Vec<ActivityProof>, DeskError> {
        let mut proofs = Vec::new();
        for connection in self.asked(&ActivityQuery::default()).await? {
            let head = self.inner.directory.journal_head(&connection.record.id).await?;
            let Some(proof) = connection.changes.verify_journal(head, &connection.closed).await? else { continue };
            if proof.damage.is_none() {
                self.pin_journal(&connection).await?;
            }
            let words = proof.words();
            proofs.push(ActivityProof { connection: connection.record.clone(), proof, words });
        }
        Ok(proofs)
    }

    /// Keeps the last row of the journal beside the list of connections, so that a journal that is cut short later is noticed. One that
    /// does not hold the row that was kept before stays as it is known: that is told when it is verified.
    pub(super) async fn pin_journal(&self, connection: &OpenConnection) -> Result<(), DeskError> {
        let Some(head) = connection.changes.journal_head().await? else { return Ok(()) };
        let id = &connection.record.id;
        match self.inner.directory.journal_head(id).await? {
            Some(kept) if kept.number >= head.number || !connection.changes.holds_head(kept.clone()).await? => Ok(()),
            _ => Ok(self.inner.directory.keep_journal_head(id, head).await?),
        }
    }

    /// Rows of all journals that are not in what is searched yet.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn journal_behind(&self) -> Result<u64, DeskError> {
        let mut behind = 0;
        for connection in self.asked(&ActivityQuery::default()).await? {
            behind += connection.changes.journal_behind().await?;
        }
        Ok(behind)
    }

    /// Chains what was written before there was a chain, and keeps the last row; in the background.
    pub(super) fn chain_journal(&self, connection: &Arc<OpenConnection>) {
        let (desk, connection) = (self.clone(), Arc::clone(connection));
        tokio::spawn(async move {
            let chained = async {
                // Once all of it was chained, a row without its hash is damage, which is told and not mended.
                if desk.inner.directory.journal_head(&connection.record.id).await?.is_none() {
                    connection.changes.chain_journal(&connection.closed).await?;
                }
                desk.pin_journal(&connection).await
            };
            if let Err(error) = chained.await {
                tracing::warn!(%error, "the journal could not be chained");
            }
        });
    }

    /// The connections that are asked. One store that cannot be opened hides its own entries alone; the start screen says so.
    pub(super) async fn asked(&self, activity: &ActivityQuery) -> Result<Vec<Arc<OpenConnection>>, DeskError> {
        let mut asked = Vec::new();
        for record in self.inner.directory.all().await? {
            if activity.connection_id.as_ref().is_none_or(|id| *id == record.id)
                && let Ok(connection) = self.connection(&record.id).await
            {
                asked.push(connection);
            }
        }
        Ok(asked)
    }
}

impl OpenConnection {
    /// These writes as a person sees them.
    pub(super) async fn activity(&self, numbers: Vec<u64>) -> Result<Vec<ActivityWrite>, DeskError> {
        let mut writes = Vec::with_capacity(numbers.len());
        for written in self.changes.journal_entries(numbers).await? {
            let entry = &written.entry;
            let fields = match self.spelled_type(&entry.entity_type).await {
                Ok(entity_type) => self.changed_cells(&entity_type, &entry.fields).await?,
                Err(_) => Vec::new(),
            };
            writes.push(ActivityWrite {
                connection: self.record.clone(),
                not_undoable: self.changes.entry_not_undoable(entry).map(|reason| reason.of(1)),
                kept_fields: self.changes.kept_fields(entry),
                fields,
                written,
            });
        }
        Ok(writes)
    }
}

impl ActivityCounts {
    fn add_result(&mut self, result: WriteResult, count: u64) {
        self.all += count;
        match result {
            WriteResult::Saved => self.saved += count,
            WriteResult::Refused => self.refused += count,
            WriteResult::Unknown => self.unknown += count,
            WriteResult::Undone => self.undone += count,
            WriteResult::NotSent => {}
        }
    }
}

fn add(counts: &mut Vec<ActivityCount>, key: &str, title: &str, count: u64) {
    match counts.iter_mut().find(|known| known.key == key) {
        Some(known) => known.count += count,
        None => counts.push(ActivityCount { key: key.to_owned(), title: title.to_owned(), count }),
    }
}

/// Where each connection's journal goes on: `number@connection` with blanks between.
fn written_marks(marks: &HashMap<String, u64>) -> String {
    let mut written: Vec<String> = marks.iter().map(|(id, number)| format!("{number}@{id}")).collect();
    written.sort_unstable();
    written.join(" ")
}

fn read_marks(text: &str) -> HashMap<String, u64> {
    let mark = |mark: &str| mark.split_once('@').and_then(|(number, id)| Some((id.to_owned(), number.parse().ok()?)));
    text.split(' ').filter_map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_each_journal_was_left() {
        let marks = HashMap::from([("a".to_owned(), 7), ("b".to_owned(), u64::MAX)]);
        assert_eq!(read_marks(&written_marks(&marks)), marks);
        assert!(read_marks("nothing of it").is_empty());
    }
}
