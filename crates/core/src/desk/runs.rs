//! Unsent changes, their review, and the journal.

use super::cell::told_apart;
use super::reference_names::Names;
use super::rows::shown_fields;
use super::said::{SaidLine, said_lines};
use super::{ConnectionRecord, Desk, DeskError, DeskEvent, OpenConnection};
use crate::changes::{Act, Acted, ActionWord, FieldChange, FieldEdit, JournalEntry, Note, Review, ReviewedChange};
use coredesk_catalogue::{EntityType, Field, FieldKind, FieldOrigin, title_of_name};
use serde_json::Value;
use std::sync::Arc;

/// What stands for the title of a field that is not known any more.
const UNKNOWN: &str = "A field that is not known any more";

/// A reviewed change with its values as cells.
#[derive(Debug, Clone)]
pub struct ReviewedRow {
    /// The change and what was found.
    pub change: ReviewedChange,
    /// The plural of its entity type.
    pub plural: String,
    /// Field, before and after, in the order they were made.
    pub fields: Vec<ChangedCell>,
    /// What the service said when it last refused it.
    pub said: Vec<SaidLine>,
}

/// A field's change with references by name.
#[derive(Debug, Clone)]
pub struct ChangedCell {
    /// The field.
    pub field: Field,
    /// What a person calls the action that it stands for, if it is no plain edit.
    pub action: Option<String>,
    /// What was there, as a cell.
    pub before: Value,
    /// What shall be there, as a cell.
    pub after: Value,
    /// What somebody else made of it, as a cell; it is not sent until a person chose.
    pub theirs: Option<Value>,
}

impl Desk {
    /// Keeps edits as unsent changes; answers how many records now carry some.
    ///
    /// # Errors
    /// `Draft` for a field that may not be changed.
    pub async fn edit(&self, connection_id: &str, entity_type: &str, edits: Vec<FieldEdit>) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        connection.changes.edit(entity_type, edits).await?;
        self.changed(&connection, [entity_type]).await
    }

    /// Starts a new record; answers how many records carry unsent changes, and the new one's id.
    ///
    /// # Errors
    /// `Draft` where the service creates none.
    pub async fn create(&self, connection_id: &str, entity_type: &str) -> Result<(u64, String), DeskError> {
        let connection = self.changeable(connection_id).await?;
        let id = connection.changes.create(entity_type).await?;
        Ok((self.changed(&connection, [entity_type]).await?, id))
    }

    /// Keeps the wish to do something with records along their way, where that is not known to be refused; answers how
    /// many records now carry unsent changes.
    ///
    /// # Errors
    /// `Draft` for an action that these records do not have.
    pub async fn act(&self, connection_id: &str, entity_type: &str, act: Act, ids: Vec<String>) -> Result<(u64, Acted), DeskError> {
        let connection = self.changeable(connection_id).await?;
        let acted = connection.changes.act(entity_type, act, ids).await?;
        Ok((self.changed(&connection, [entity_type]).await?, acted))
    }

    /// How a connection's service spells each action.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn action_words(&self, connection_id: &str) -> Result<Vec<ActionWord>, DeskError> {
        Ok(self.connection(connection_id).await?.changes.action_words().await?)
    }

    /// Keeps how a connection's service spells an action; empty for the usual word.
    ///
    /// # Errors
    /// `Draft` for an unknown action or what can be no word.
    pub async fn set_action_word(&self, connection_id: &str, action: &str, word: &str) -> Result<(), DeskError> {
        Ok(self.connection(connection_id).await?.changes.set_action_word(action, word).await?)
    }

    /// Marks records to be deleted.
    ///
    /// # Errors
    /// `Draft` where the service deletes none.
    pub async fn mark_for_deletion(&self, connection_id: &str, entity_type: &str, ids: Vec<String>) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        connection.changes.mark_for_deletion(entity_type, ids).await?;
        self.changed(&connection, [entity_type]).await
    }

    /// Takes a record's unsent changes back, or those of one field.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn revert(&self, connection_id: &str, entity_type: &str, id: &str, field: Option<&str>) -> Result<u64, DeskError> {
        let connection = self.connection(connection_id).await?;
        connection.changes.revert(entity_type, id, field).await?;
        self.changed(&connection, [entity_type]).await
    }

    /// Lets the change of a field stand although somebody else changed it too; see [`crate::changes::Changes::keep_mine`].
    ///
    /// # Errors
    /// `Draft`.
    pub async fn keep_mine(&self, connection_id: &str, entity_type: &str, id: &str, field: &str) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        connection.changes.keep_mine(entity_type, id, field).await?;
        self.changed(&connection, [entity_type]).await
    }

    /// Takes all unsent changes of a connection back.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn discard_all(&self, connection_id: &str) -> Result<u64, DeskError> {
        let connection = self.connection(connection_id).await?;
        let touched = connection.changes.counts_by_entity_type().await?;
        connection.changes.discard_all().await?;
        self.changed(&connection, touched.keys().map(String::as_str)).await
    }

    /// The unsent changes as before and after, with what was found while checking them.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn review(&self, connection_id: &str) -> Result<(Review, Vec<ReviewedRow>), DeskError> {
        let connection = self.connection(connection_id).await?;
        let review = connection.changes.review().await?;
        let mut rows = Vec::with_capacity(review.changes.len());
        for change in &review.changes {
            let Ok(entity_type) = connection.spelled_type(&change.draft.entity_type).await else {
                // Its problem says that the description no longer has it.
                let plural = title_of_name(&change.draft.entity_type);
                rows.push(ReviewedRow { change: change.clone(), plural, fields: Vec::new(), said: Vec::new() });
                continue;
            };
            let fields = connection.changed_cells(&entity_type, &change.draft.fields).await?;
            let said = said_lines(change.draft.said.clone(), &shown_fields(&entity_type));
            rows.push(ReviewedRow { change: change.clone(), plural: entity_type.plural.clone(), fields, said });
        }
        Ok((review, rows))
    }

    /// The newest entries of all connections' journals, newest first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal(&self, limit: usize) -> Result<Vec<(ConnectionRecord, JournalEntry, Vec<ChangedCell>)>, DeskError> {
        let mut found = Vec::new();
        for record in self.inner.directory.all().await? {
            // One store that cannot be opened hides its own entries alone; the start screen says so.
            let Ok(connection) = self.connection(&record.id).await else { continue };
            for entry in connection.changes.journal(limit, None).await? {
                // One that the service no longer has hides its own entries alone.
                let Ok(entity_type) = connection.spelled_type(&entry.entity_type).await else { continue };
                let cells = connection.changed_cells(&entity_type, &entry.fields).await?;
                found.push((record.clone(), entry, cells));
            }
        }
        found.sort_by_key(|(_, entry, _)| std::cmp::Reverse(entry.at));
        found.truncate(limit);
        Ok(found)
    }

    /// What happened to all connections beside their writes, newest first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn notes(&self, limit: usize) -> Result<Vec<(ConnectionRecord, Note)>, DeskError> {
        let mut found = Vec::new();
        for record in self.inner.directory.all().await? {
            let Ok(connection) = self.connection(&record.id).await else { continue };
            found.extend(connection.changes.notes(limit).await?.into_iter().map(|note| (record.clone(), note)));
        }
        found.sort_by_key(|(_, note)| std::cmp::Reverse(note.at));
        found.truncate(limit);
        Ok(found)
    }

    /// Tells the window that unsent changes of these entity types came or went, and counts them all.
    pub(super) async fn changed<'a>(
        &self,
        connection: &Arc<OpenConnection>,
        entity_types: impl IntoIterator<Item = &'a str> + Send,
    ) -> Result<u64, DeskError> {
        let names: Vec<String> = entity_types.into_iter().map(str::to_owned).collect();
        for name in names {
            self.tell_mirror(connection, &name).await;
        }
        self.tell(DeskEvent::Connection { connection_id: Some(connection.record.id.clone()) });
        self.pin_journal(connection).await?;
        Ok(connection.changes.count().await?)
    }
}

impl OpenConnection {
    pub(super) async fn changed_cells(&self, entity_type: &EntityType, changes: &[FieldChange]) -> Result<Vec<ChangedCell>, DeskError> {
        self.named_changed_cells(&Names::default(), entity_type, changes).await
    }

    /// The same; what `names` holds is not looked up again.
    pub(super) async fn named_changed_cells(
        &self,
        names: &Names,
        entity_type: &EntityType,
        changes: &[FieldChange],
    ) -> Result<Vec<ChangedCell>, DeskError> {
        let mut cells = Vec::with_capacity(changes.len());
        for change in changes {
            // A field that is not known any more is shown all the same, so that its change can be taken back.
            let unknown = || Field { title: UNKNOWN.to_owned(), ..Field::bare(&change.field, FieldKind::Text, FieldOrigin::Learnt) };
            let field = &entity_type.field(&change.field).cloned().unwrap_or_else(unknown);
            let action = change.action.as_ref().and_then(|name| field.workflow.as_ref()?.action(name));
            cells.push(ChangedCell {
                field: field.clone(),
                action: action.map(|action| action.title.clone()),
                before: self.named_cell(names, field, &change.before).await?,
                after: told_apart(field, change, self.named_cell(names, field, &change.after).await?),
                theirs: match &change.theirs {
                    Some(theirs) => Some(self.named_cell(names, field, theirs).await?),
                    None => None,
                },
            });
        }
        Ok(cells)
    }
}
