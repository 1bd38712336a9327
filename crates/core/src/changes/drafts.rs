//! Making, changing and taking back drafts. Each call is one step in one write transaction: when it returns, it is on disk.

use super::alike::alike;
use super::conflict::stand_over;
use super::draft::{Draft, DraftError, DraftKind, FieldChange, FieldEdit};
use super::named::find_named;
use super::new_id::{is_new, made};
use super::review::{changed_record, title};
use super::said::Said;
use super::step::{Step, StepKind};
use super::value::parse;
use super::visible::defaults;
use super::{Changes, draft_table};
use crate::Record;
use crate::mirror::{Labelled, Mirror, Named};
use crate::store::StoreError;
use coredesk_catalogue::{EntityType, Field};
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

impl Changes {
    /// Keeps edits. What cannot be sent is kept all the same, with its problem: nothing typed is lost.
    ///
    /// # Errors
    /// `UnknownName`, `ReadOnly`, `NotOffered`, `MarkedForDeletion`, `Gone`; then none of the edits is kept.
    pub async fn edit(&self, entity_type: &str, edits: Vec<FieldEdit>) -> Result<(), DraftError> {
        self.edit_as(StepKind::Edit, entity_type, edits).await
    }

    /// Keeps edits as [`Changes::edit`] does, as a step of this kind.
    ///
    /// # Errors
    /// As [`Changes::edit`].
    pub async fn edit_as(&self, kind: StepKind, entity_type: &str, mut edits: Vec<FieldEdit>) -> Result<(), DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let mirror = self.mirror.clone();
        let first = edits.first().map(|edit| edit.field.clone());
        let field = first.filter(|first| edits.iter().all(|edit| edit.field == *first));
        self.in_step(kind, field, move |step| {
            find_named(step, &mirror, &entity_type, &mut edits)?;
            by_record(edits).into_iter().try_for_each(|(id, edits)| edit_one(step, &mirror, &entity_type, &id, edits))
        })
        .await
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
        self.in_step(StepKind::Create, None, move |step| Ok(step.keep(&draft)?)).await?;
        Ok(id)
    }

    /// Starts new records with these values, by field, as one step: what of a pasted block stands below the last row.
    ///
    /// # Errors
    /// `NotOffered` where the service creates none, `UnknownName`, `ReadOnly`; then none is started.
    pub async fn create_rows(&self, entity_type: &str, rows: Vec<Vec<(String, Value)>>) -> Result<(), DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if !entity_type.operations.create {
            return Err(DraftError::NotOffered { operation: "create" });
        }
        let mirror = self.mirror.clone();
        self.in_step(StepKind::Paste, None, move |step| {
            let mut edits = Vec::new();
            for values in rows {
                let id = made();
                step.keep(&begin(&entity_type, id.clone(), DraftKind::Create))?;
                edits.extend(values.into_iter().map(|(field, value)| FieldEdit { id: id.clone(), field, value }));
            }
            find_named(step, &mirror, &entity_type, &mut edits)?;
            by_record(edits).into_iter().try_for_each(|(id, edits)| edit_one(step, &mirror, &entity_type, &id, edits))
        })
        .await
    }

    /// Marks records to be deleted. A new record just disappears; edits of a record wait for the mark to be taken back.
    ///
    /// # Errors
    /// `NotOffered` where the service deletes none, `Gone`, `Stopped`; then none is marked.
    pub async fn mark_for_deletion(&self, entity_type: &str, ids: Vec<String>) -> Result<(), DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if !entity_type.operations.delete {
            return Err(DraftError::NotOffered { operation: "delete" });
        }
        let mirror = self.mirror.clone();
        self.in_step(StepKind::Delete, None, move |step| {
            let counted = step.through(ids.len());
            ids.iter().try_for_each(|id| {
                counted.next()?;
                mark_one(step, &mirror, &entity_type, id)
            })
        })
        .await
    }

    /// Takes one field's change back, or with `None` the last thing done to the record: its mark, else all edits.
    ///
    /// # Errors
    /// `Store`. What is not there needs no taking back.
    pub async fn revert(&self, entity_type: &str, id: &str, field: Option<&str>) -> Result<(), DraftError> {
        let (entity_type, id, field) = (entity_type.to_owned(), id.to_owned(), field.map(str::to_owned));
        self.in_step(StepKind::Revert, field.clone(), move |step| {
            let Some(mut draft) = draft_table::find(step, &entity_type, &id)? else { return Ok(()) };
            match field {
                Some(field) => {
                    draft.fields.retain(|change| change.field != field);
                    draft.said.forget(&field);
                }
                None if draft.kind == DraftKind::Delete && !draft.fields.is_empty() => draft.kind = DraftKind::Edit,
                None => return Ok(step.remove(&draft)?),
            }
            Ok(step.keep(&draft)?)
        })
        .await
    }

    /// Lets the change of a field stand although somebody else changed it too: it is sent over what the service was seen
    /// to have. To let theirs stand, it is taken back.
    ///
    /// # Errors
    /// `Store`. Where nothing stands against it, nothing is to be chosen.
    pub async fn keep_mine(&self, entity_type: &str, id: &str, field: &str) -> Result<(), DraftError> {
        let (entity_type, id, field) = (self.entity_type(entity_type)?, id.to_owned(), field.to_owned());
        let mirror = self.mirror.clone();
        self.in_step(StepKind::Settle, Some(field.clone()), move |step| {
            let Some(mut draft) = draft_table::find(step, &entity_type.name, &id)? else { return Ok(()) };
            let record = mirror.read_record(step, &entity_type.name, &id)?;
            for change in draft.fields.iter_mut().filter(|change| change.field == field) {
                stand_over(&entity_type, change, record.as_ref());
            }
            Ok(step.keep(&draft)?)
        })
        .await
    }

    /// Takes everything back.
    ///
    /// # Errors
    /// `Store`.
    pub async fn discard_all(&self) -> Result<(), DraftError> {
        self.in_step(StepKind::Discard, None, |step| Ok(step.remove_all()?)).await
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

    /// The records that do not exist at the service yet and fit what a person typed, by name, the newest first.
    ///
    /// # Errors
    /// `Store`.
    pub(crate) async fn new_named(&self, text: &str) -> Result<Vec<Named>, DraftError> {
        let drafts = self.store.read(|connection| Ok::<_, DraftError>(draft_table::all_new(connection)?)).await?;
        let catalogue = self.mirror.catalogue();
        let named = drafts.into_iter().filter_map(|draft| {
            let entity_type = catalogue.entity_type(&draft.entity_type)?;
            let found = self.mirror.named_if_fits(&entity_type.name, &changed_record(entity_type, &draft), text)?;
            let label = title(entity_type, &draft);
            Some(Named { record: Labelled { label, id: draft.entity_id, ..found.record }, ..found })
        });
        Ok(named.collect())
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
        left_out: false,
        prepared_by: None,
        checked: None,
        undoes: None,
    }
}

/// The record's draft, or a new one of `kind` over the record as it is in the mirror.
pub(super) fn find_or_begin(
    connection: &Connection,
    mirror: &Mirror,
    entity_type: &EntityType,
    id: &str,
    kind: DraftKind,
) -> Result<Draft, DraftError> {
    if let Some(draft) = draft_table::find(connection, &entity_type.name, id)? {
        return Ok(draft);
    }
    let base = mirror.read_record(connection, &entity_type.name, id)?.ok_or(DraftError::Gone)?;
    Ok(Draft { base: Some(base), ..begin(entity_type, id.to_owned(), kind) })
}

/// The edits of each record together, in the order in which the records came.
fn by_record(edits: Vec<FieldEdit>) -> Vec<(String, Vec<FieldEdit>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut records: Vec<(String, Vec<FieldEdit>)> = Vec::new();
    for edit in edits {
        let place = *places.entry(edit.id.clone()).or_insert(records.len());
        match records.get_mut(place) {
            Some((_, edits)) => edits.push(edit),
            None => records.push((edit.id.clone(), vec![edit])),
        }
    }
    records
}

fn edit_one(step: &Step<'_>, mirror: &Mirror, entity_type: &EntityType, id: &str, edits: Vec<FieldEdit>) -> Result<(), DraftError> {
    let mut fields = Vec::with_capacity(edits.len());
    for edit in edits {
        let field = entity_type.field(&edit.field).ok_or_else(|| DraftError::UnknownName(edit.field.clone()))?;
        may_edit(entity_type, field, id)?;
        fields.push((field, edit.value));
    }
    let draft = draft_table::find_changes(step, &entity_type.name, id)?;
    if draft.as_ref().is_some_and(|draft| draft.kind == DraftKind::Delete) {
        return Err(DraftError::MarkedForDeletion);
    }
    // A sync may have brought a newer record since the draft was begun; the person sees that one.
    let text = mirror.record_text(step, &entity_type.name, id)?;
    let held = match (&text, &draft) {
        (Some(text), _) => read_text(text)?,
        (None, Some(_)) => {
            draft_table::find(step, &entity_type.name, id)?.and_then(|draft| draft.base).unwrap_or_else(|| defaults(entity_type))
        }
        (None, None) => return Err(DraftError::Gone),
    };
    let is_there = draft.is_some();
    let mut draft = draft.unwrap_or_else(|| begin(entity_type, id.to_owned(), DraftKind::Edit));
    for (field, value) in fields {
        let after = parse(field, &value).unwrap_or(value);
        lay(&mut draft, field, after, || field.value_in(&held).cloned().unwrap_or(Value::Null));
    }
    match text {
        Some(text) if !is_there && !draft.fields.is_empty() => Ok(step.begin(&draft, &text)?),
        _ => Ok(step.keep(&draft)?),
    }
}

/// A record of the mirror.
pub(super) fn read_text(text: &str) -> Result<Record, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged("a record in the mirror is no JSON".to_owned()))
}

/// Whether a person may change `field` of the record `id`.
///
/// # Errors
/// `ReadOnly`, `SetOnce`, `NotOffered`.
pub(super) fn may_edit(entity_type: &EntityType, field: &Field, id: &str) -> Result<(), DraftError> {
    if !field.is_editable() {
        return Err(DraftError::ReadOnly { field: field.name.clone() });
    }
    if field.create_only && !is_new(id) {
        return Err(DraftError::SetOnce { field: field.name.clone() });
    }
    if !is_new(id) && !entity_type.operations.update {
        return Err(DraftError::NotOffered { operation: "change" });
    }
    Ok(())
}

/// Lays a new value of `field` over the draft. What becomes again as it was is no change; `held` is what stands there where
/// it was not changed yet.
pub(super) fn lay(draft: &mut Draft, field: &Field, after: Value, held: impl FnOnce() -> Value) {
    let position = draft.fields.iter().position(|change| change.field == field.name);
    let before = match position.and_then(|position| draft.fields.get(position)) {
        Some(change) => change.theirs.as_ref().unwrap_or(&change.before).clone(),
        None => held(),
    };
    let unchanged = alike(Some(field), &before, &after);
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
}

pub(super) fn mark_one(step: &Step<'_>, mirror: &Mirror, entity_type: &EntityType, id: &str) -> Result<(), DraftError> {
    match draft_table::find_changes(step, &entity_type.name, id)? {
        Some(draft) if draft.kind == DraftKind::Create => Ok(step.remove(&draft)?),
        Some(draft) => Ok(step.keep(&Draft { kind: DraftKind::Delete, ..draft })?),
        None => {
            let text = mirror.record_text(step, &entity_type.name, id)?.ok_or(DraftError::Gone)?;
            Ok(step.begin(&begin(entity_type, id.to_owned(), DraftKind::Delete), &text)?)
        }
    }
}
