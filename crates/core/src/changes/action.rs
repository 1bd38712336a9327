//! Doing something with records along their way, such as submitting them (`core-api.md`, section 17): an edit of the
//! field that keeps it, made, reviewed and sent like any other.

use super::Changes;
use super::draft::{Draft, DraftError, DraftKind, FieldChange};
use super::drafts::find_or_begin;
use super::new_id::is_new;
use super::review::title;
use super::step::{Step, StepKind};
use crate::Record;
use crate::mirror::Mirror;
use crate::store::StoreError;
use coredesk_catalogue::{EntityType, Last, Workflow, WorkflowAction};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::collections::HashMap;

/// The longest word for an action, in characters.
const LONGEST_WORD: usize = 100;

/// What a person wants to do with records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Act {
    /// The action's name, such as `submit`.
    pub action: String,
    /// The id of the person who is to decide, if one was named.
    pub recipient: Option<String>,
    /// A remark.
    pub memo: Option<String>,
}

/// What came of it, before anything is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acted {
    /// How many records are marked.
    pub marked: usize,
    /// Those that are not, in the order in which they were chosen.
    pub refused: Vec<NotMarked>,
}

/// A record with which something cannot be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMarked {
    /// Its id.
    pub id: String,
    /// What names it to a person.
    pub title: String,
    /// Why not, after "it" or "1", such as "is billed".
    pub one: String,
    /// The same after a larger number.
    pub many: String,
}

/// How a connection's service spells an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionWord {
    /// The action's name.
    pub action: String,
    /// What a person calls it.
    pub title: String,
    /// The word that is sent.
    pub word: String,
    /// The word that is sent unless a person says otherwise.
    pub default: String,
}

impl Changes {
    /// Keeps the wish to do something with each of `ids`, where that is not known to be refused.
    ///
    /// # Errors
    /// `UnknownName` for an action that the entity type does not have, `NotOffered`; then nothing is kept.
    pub async fn act(&self, entity_type: &str, act: Act, ids: Vec<String>) -> Result<Acted, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if !entity_type.operations.update {
            return Err(DraftError::NotOffered { operation: "change" });
        }
        let entity_type = self.spelled(&entity_type).await?;
        let unknown = || DraftError::UnknownName(act.action.clone());
        let (field, workflow) = entity_type.workflow().ok_or_else(unknown)?;
        let action = workflow.action(&act.action).ok_or_else(unknown)?;
        let marking = Marking {
            mirror: self.mirror.clone(),
            field: field.name.clone(),
            workflow: workflow.clone(),
            action: action.clone(),
            value: workflow.part(action, act.recipient.as_deref(), act.memo.as_deref()),
            entity_type: entity_type.clone(),
        };
        self.in_step(StepKind::Act, None, move |step| {
            let mut acted = Acted::default();
            for id in ids {
                match marking.mark(step, &id)? {
                    None => acted.marked += 1,
                    Some(refused) => acted.refused.push(refused),
                }
            }
            Ok(acted)
        })
        .await
    }

    /// How this connection's service spells each action that the catalogue knows.
    ///
    /// # Errors
    /// `Store`.
    pub async fn action_words(&self) -> Result<Vec<ActionWord>, DraftError> {
        let kept = self.store.read(|connection| words(connection).map_err(DraftError::from)).await?;
        let catalogue = self.mirror.catalogue();
        let workflows = catalogue.entity_types.iter().filter_map(EntityType::workflow);
        let mut found: Vec<ActionWord> = Vec::new();
        for action in workflows.flat_map(|(_, workflow)| &workflow.actions) {
            if !found.iter().any(|known| known.action == action.name) {
                found.push(ActionWord {
                    action: action.name.clone(),
                    title: action.title.clone(),
                    word: kept.get(&action.name).unwrap_or(&action.word).clone(),
                    default: action.word.clone(),
                });
            }
        }
        Ok(found)
    }

    /// Keeps how the service spells an action; an empty word means the usual one. What waits is sent with the new word.
    ///
    /// # Errors
    /// `UnknownName` for an action that the catalogue does not know, `NoWord` for what can be none.
    pub async fn set_action_word(&self, action: &str, word: &str) -> Result<(), DraftError> {
        if !self.action_words().await?.iter().any(|known| known.action == action) {
            return Err(DraftError::UnknownName(action.to_owned()));
        }
        let (action, word) = (action.to_owned(), word.trim().to_owned());
        if word.chars().count() > LONGEST_WORD || word.chars().any(char::is_control) {
            return Err(DraftError::NoWord);
        }
        self.store
            .write(move |transaction| {
                if word.is_empty() {
                    transaction.execute("DELETE FROM action_word WHERE action = ?1", [action])?;
                } else {
                    transaction.execute("INSERT OR REPLACE INTO action_word (action, word) VALUES (?1, ?2)", params![action, word])?;
                }
                Ok(())
            })
            .await
    }

    /// The entity type of `draft`, with its actions spelled as this connection's service does if it has any.
    pub(super) async fn spelled_for(&self, draft: &Draft) -> Result<Option<EntityType>, DraftError> {
        match self.mirror.entity_type(&draft.entity_type) {
            Some(entity_type) if draft.acts() => Ok(Some(self.spelled(&entity_type).await?)),
            entity_type => Ok(entity_type),
        }
    }

    /// `entity_type` with its actions spelled as this connection's service does.
    pub(crate) async fn spelled(&self, entity_type: &EntityType) -> Result<EntityType, DraftError> {
        if entity_type.workflow().is_none() {
            return Ok(entity_type.clone());
        }
        let kept = self.store.read(|connection| words(connection).map_err(DraftError::from)).await?;
        Ok(spelled_as(entity_type, &kept))
    }
}

/// `entity_type` with its actions in the words that were `kept`.
pub(super) fn spelled_as(entity_type: &EntityType, kept: &HashMap<String, String>) -> EntityType {
    let mut entity_type = entity_type.clone();
    for action in entity_type.fields.iter_mut().filter_map(|field| field.workflow.as_mut()).flat_map(|workflow| &mut workflow.actions) {
        if let Some(word) = kept.get(&action.name) {
            action.word.clone_from(word);
        }
    }
    entity_type
}

/// One action about to be laid on records.
struct Marking {
    mirror: Mirror,
    entity_type: EntityType,
    field: String,
    workflow: Workflow,
    action: WorkflowAction,
    value: Value,
}

impl Marking {
    fn mark(&self, step: &Step<'_>, id: &str) -> Result<Option<NotMarked>, DraftError> {
        let refuse = |title: String, one: &str, many: &str| {
            Ok(Some(NotMarked { id: id.to_owned(), title, one: one.to_owned(), many: many.to_owned() }))
        };
        let mut draft = match find_or_begin(step, &self.mirror, &self.entity_type, id, DraftKind::Edit) {
            Ok(draft) => draft,
            Err(DraftError::Gone) => return refuse(String::new(), "is not on this computer any more", "are not on this computer any more"),
            Err(error) => return Err(error),
        };
        let title = title(&self.entity_type, &draft);
        if is_new(id) {
            return refuse(title, "is new and not sent yet", "are new and not sent yet");
        }
        if draft.kind == DraftKind::Delete {
            return refuse(title, "is marked to be deleted", "are marked to be deleted");
        }
        let record = match self.mirror.read_record(step, &self.entity_type.name, id)? {
            Some(record) => record,
            None => draft.base.clone().unwrap_or_default(),
        };
        if let Some(refused) = self.action.refused(&self.workflow, &self.field, &record, false) {
            return refuse(title, &refused.one, &refused.many);
        }
        draft.fields.retain(|change| change.field != self.field);
        let before = record.get(&self.field).cloned().unwrap_or(Value::Null);
        let action = Some(self.action.name.clone());
        draft.fields.push(FieldChange { action, ..FieldChange::of(&self.field, before, self.value.clone()) });
        step.keep(&draft)?;
        Ok(None)
    }
}

/// The action that `change` stands for, if it does.
pub(super) fn action_of<'e>(entity_type: &'e EntityType, change: &FieldChange) -> Option<(&'e Workflow, &'e WorkflowAction)> {
    let workflow = entity_type.field(&change.field)?.workflow.as_ref()?;
    Some((workflow, workflow.action(change.action.as_ref()?)?))
}

/// The first action of `draft` that `record` does not allow: its title, and why after "it".
pub(super) fn refusal(entity_type: &EntityType, draft: &Draft, record: &Record, whole: bool) -> Option<(String, String)> {
    draft.fields.iter().find_map(|change| {
        let (workflow, action) = action_of(entity_type, change)?;
        let refused = action.refused(workflow, &change.field, record, whole)?;
        Some((action.title.clone(), refused.one.clone()))
    })
}

/// Whether what `change` does was done last with `record`, of which nothing was left out.
pub(super) fn is_done(entity_type: &EntityType, change: &FieldChange, record: &Record) -> bool {
    action_of(entity_type, change).is_some_and(
        |(workflow, action)| matches!(workflow.last(record.get(&change.field), true), Last::Action(last) if last.name == action.name),
    )
}

/// The value that is sent for `change`: an action in the word of the service.
pub(super) fn value_sent(entity_type: &EntityType, change: &FieldChange) -> Value {
    let mut value = change.after.clone();
    if let Some((workflow, action)) = action_of(entity_type, change)
        && let Some(word) = value.get_mut(0).and_then(|part| part.get_mut(&workflow.action_member))
    {
        *word = action.word.clone().into();
    }
    value
}

/// The words that this connection's service is known to use, by action.
pub(super) fn words(connection: &Connection) -> Result<HashMap<String, String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT action, word FROM action_word")?;
    let words = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(words.collect::<Result<_, rusqlite::Error>>()?)
}
