//! Making, changing and taking back drafts. Each call is one write transaction: when it returns, it is on disk.

use super::alike::same_in;
use super::draft::{Draft, DraftError, DraftKind, FieldChange, FieldEdit};
use super::new_id::{is_new, made};
use super::review::title;
use super::said::Said;
use super::value::parse;
use super::visible::defaults;
use super::{Changes, draft_table};
use crate::mirror::Mirror;
use coredesk_catalogue::EntityType;
use jiff::Timestamp;
use rusqlite::Transaction;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

impl Changes {
    /// Keeps edits. What cannot be sent is kept all the same, with its problem: nothing typed is lost.
    ///
    /// # Errors
    /// `UnknownName`, `ReadOnly`, `NotOffered`, `MarkedForDeletion`, `Gone`; then none of the edits is kept.
    pub async fn edit(&self, entity_type: &str, edits: Vec<FieldEdit>) -> Result<(), DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let mirror = self.mirror.clone();
        self.store.write(move |transaction| edits.into_iter().try_for_each(|edit| edit_one(transaction, &mirror, &entity_type, edit))).await
    }

    /// Starts a new record and answers its id, which begins with `new:`.
    ///
    /// # Errors
    /// `NotOffered` where the service creates none.
    pub async fn create(&self, entity_type: &str) -> Result<String, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if !entity_type.operations.create {
            return Err(DraftError::NotOffered { operation: "create" });
        }
        let id = made();
        let draft = begin(&entity_type, id.clone(), DraftKind::Create);
        self.store.write(move |transaction| Ok::<_, DraftError>(draft_table::keep(transaction, &draft)?)).await?;
        Ok(id)
    }

    /// Marks records to be deleted. A new record just disappears; edits of a record wait for the mark to be taken back.
    ///
    /// # Errors
    /// `NotOffered` where the service deletes none, `Gone`; then none is marked.
    pub async fn mark_for_deletion(&self, entity_type: &str, ids: Vec<String>) -> Result<(), DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if !entity_type.operations.delete {
            return Err(DraftError::NotOffered { operation: "delete" });
        }
        let mirror = self.mirror.clone();
        self.store.write(move |transaction| ids.iter().try_for_each(|id| mark_one(transaction, &mirror, &entity_type, id))).await
    }

    /// Takes one field's change back, or with `None` the last thing done to the record: its mark, else all edits.
    ///
    /// # Errors
    /// `Store`. What is not there needs no taking back.
    pub async fn revert(&self, entity_type: &str, id: &str, field: Option<&str>) -> Result<(), DraftError> {
        let (entity_type, id, field) = (entity_type.to_owned(), id.to_owned(), field.map(str::to_owned));
        self.store
            .write(move |transaction| {
                let Some(mut draft) = draft_table::find(transaction, &entity_type, &id)? else { return Ok(()) };
                match field {
                    Some(field) => {
                        draft.fields.retain(|change| change.field != field);
                        draft.said.forget(&field);
                    }
                    None if draft.kind == DraftKind::Delete && !draft.fields.is_empty() => draft.kind = DraftKind::Edit,
                    None => return Ok(draft_table::remove(transaction, &draft.change_id)?),
                }
                Ok(draft_table::keep(transaction, &draft)?)
            })
            .await
    }

    /// Lets the change of a field stand although somebody else changed it too: it is sent over what the service was seen
    /// to have. To let theirs stand, it is taken back.
    ///
    /// # Errors
    /// `Store`. Where nothing stands against it, nothing is to be chosen.
    pub async fn keep_mine(&self, entity_type: &str, id: &str, field: &str) -> Result<(), DraftError> {
        let (entity_type, id, field) = (entity_type.to_owned(), id.to_owned(), field.to_owned());
        self.store
            .write(move |transaction| {
                let Some(mut draft) = draft_table::find(transaction, &entity_type, &id)? else { return Ok(()) };
                for change in draft.fields.iter_mut().filter(|change| change.field == field) {
                    if let Some(theirs) = change.theirs.take() {
                        change.before = theirs;
                    }
                }
                Ok(draft_table::keep(transaction, &draft)?)
            })
            .await
    }

    /// Takes everything back.
    ///
    /// # Errors
    /// `Store`.
    pub async fn discard_all(&self) -> Result<(), DraftError> {
        self.store.write(|transaction| transaction.execute("DELETE FROM draft", []).map(|_| ()).map_err(DraftError::from)).await
    }

    /// How many records carry unsent changes.
    ///
    /// # Errors
    /// `Store`.
    pub async fn count(&self) -> Result<u64, DraftError> {
        Ok(self.counts_by_entity_type().await?.values().sum())
    }

    /// How many records of each entity type carry unsent changes.
    ///
    /// # Errors
    /// `Store`.
    pub async fn counts_by_entity_type(&self) -> Result<BTreeMap<String, u64>, DraftError> {
        self.store
            .read(|connection| {
                let mut statement = connection.prepare_cached("SELECT entity_type, count(*) FROM draft GROUP BY entity_type")?;
                let counts = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.max(0).cast_unsigned())))?;
                Ok(counts.collect::<Result<_, rusqlite::Error>>()?)
            })
            .await
    }

    /// The drafts of those records that have one.
    ///
    /// # Errors
    /// `UnknownName`, `Store`.
    pub async fn of_rows(&self, entity_type: &str, ids: &[String]) -> Result<HashMap<String, Draft>, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let ids = ids.to_vec();
        self.store
            .read(move |connection| {
                let mut found = HashMap::new();
                for id in ids {
                    if let Some(draft) = draft_table::find(connection, &entity_type.name, &id)? {
                        found.insert(id, draft_table::with_problems(draft, &entity_type));
                    }
                }
                Ok(found)
            })
            .await
    }

    /// The draft of one record.
    ///
    /// # Errors
    /// `UnknownName`, `Store`.
    pub async fn draft(&self, entity_type: &str, id: &str) -> Result<Option<Draft>, DraftError> {
        Ok(self.of_rows(entity_type, &[id.to_owned()]).await?.remove(id))
    }

    /// The records of an entity type that do not exist at the service yet, oldest first.
    ///
    /// # Errors
    /// `UnknownName`, `Store`.
    pub async fn new_records(&self, entity_type: &str) -> Result<Vec<Draft>, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        self.store
            .read(move |connection| {
                let drafts = draft_table::new_records(connection, &entity_type.name)?;
                Ok(drafts.into_iter().map(|draft| draft_table::with_problems(draft, &entity_type)).collect())
            })
            .await
    }

    /// The new records of an entity type, and the changes that touch any of `fields`; without what is wrong with them.
    ///
    /// # Errors
    /// `Store`.
    pub(crate) async fn touching(&self, entity_type: &str, fields: &[String]) -> Result<Vec<Draft>, DraftError> {
        let (entity_type, fields) = (entity_type.to_owned(), fields.to_vec());
        self.store.read(move |connection| Ok(draft_table::touching(connection, &entity_type, &fields)?)).await
    }

    /// What a person calls a record that was not sent yet, of the first of the entity types that has it.
    ///
    /// # Errors
    /// `UnknownName`, `Store`.
    pub(crate) async fn title_of_new(&self, entity_types: &[String], id: &str) -> Result<Option<String>, DraftError> {
        for name in entity_types.iter().filter(|_| is_new(id)) {
            if let Some(draft) = self.draft(name, id).await? {
                return Ok(Some(title(&self.entity_type(name)?, &draft)));
            }
        }
        Ok(None)
    }

    /// All drafts, oldest first.
    ///
    /// # Errors
    /// `Store`.
    pub async fn all(&self) -> Result<Vec<Draft>, DraftError> {
        let drafts = self.store.read(|connection| draft_table::all(connection).map_err(DraftError::from)).await?;
        let catalogue = self.mirror.catalogue();
        Ok(drafts
            .into_iter()
            .map(|draft| match catalogue.entity_type(&draft.entity_type) {
                Some(entity_type) => draft_table::with_problems(draft, entity_type),
                None => draft,
            })
            .collect())
    }
}

pub(super) fn begin(entity_type: &EntityType, id: String, kind: DraftKind) -> Draft {
    Draft {
        change_id: Uuid::now_v7().to_string(),
        entity_type: entity_type.name.clone(),
        entity_id: id,
        kind,
        fields: Vec::new(),
        base: None,
        said: Said::default(),
        in_doubt: false,
        made_at: Timestamp::now().as_second(),
    }
}

/// The record's draft, or a new one of `kind` over the record as it is in the mirror.
pub(super) fn find_or_begin(
    transaction: &Transaction<'_>,
    mirror: &Mirror,
    entity_type: &EntityType,
    id: &str,
    kind: DraftKind,
) -> Result<Draft, DraftError> {
    if let Some(draft) = draft_table::find(transaction, &entity_type.name, id)? {
        return Ok(draft);
    }
    let base = mirror.read_record(transaction, &entity_type.name, id)?.ok_or(DraftError::Gone)?;
    Ok(Draft { base: Some(base), ..begin(entity_type, id.to_owned(), kind) })
}

fn edit_one(transaction: &Transaction<'_>, mirror: &Mirror, entity_type: &EntityType, edit: FieldEdit) -> Result<(), DraftError> {
    let field = entity_type.field(&edit.field).ok_or_else(|| DraftError::UnknownName(edit.field.clone()))?;
    if !field.is_editable() {
        return Err(DraftError::ReadOnly { field: edit.field });
    }
    if field.create_only && !is_new(&edit.id) {
        return Err(DraftError::SetOnce { field: edit.field });
    }
    if !is_new(&edit.id) && !entity_type.operations.update {
        return Err(DraftError::NotOffered { operation: "change" });
    }
    let mut draft = find_or_begin(transaction, mirror, entity_type, &edit.id, DraftKind::Edit)?;
    if draft.kind == DraftKind::Delete {
        return Err(DraftError::MarkedForDeletion);
    }
    let after = parse(field, &edit.value).unwrap_or(edit.value);
    let position = draft.fields.iter().position(|change| change.field == field.name);
    let before = match position.and_then(|position| draft.fields.get(position)) {
        Some(change) => change.theirs.as_ref().unwrap_or(&change.before).clone(),
        // A sync may have brought a newer record since the draft was begun; the person sees that one.
        None => {
            let held = mirror.read_record(transaction, &entity_type.name, &edit.id)?;
            let held = held.or_else(|| draft.base.clone()).unwrap_or_else(|| defaults(entity_type));
            field.value_in(&held).cloned().unwrap_or(Value::Null)
        }
    };
    let unchanged = same_in(entity_type, &field.name, &before, &after);
    draft.said.forget(&field.name);
    match position {
        Some(position) if unchanged => drop(draft.fields.remove(position)),
        Some(position) => {
            if let Some(change) = draft.fields.get_mut(position) {
                change.after = after;
            }
        }
        None if unchanged => {}
        None => draft.fields.push(FieldChange::of(&field.name, before, after)),
    }
    Ok(draft_table::keep(transaction, &draft)?)
}

pub(super) fn mark_one(transaction: &Transaction<'_>, mirror: &Mirror, entity_type: &EntityType, id: &str) -> Result<(), DraftError> {
    let mut draft = find_or_begin(transaction, mirror, entity_type, id, DraftKind::Delete)?;
    if draft.kind == DraftKind::Create {
        return Ok(draft_table::remove(transaction, &draft.change_id)?);
    }
    draft.kind = DraftKind::Delete;
    Ok(draft_table::keep(transaction, &draft)?)
}
