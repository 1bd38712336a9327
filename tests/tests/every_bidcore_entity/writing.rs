//! Create, update and delete, each by the one way to write: a draft, its review, sending. What is not offered is refused
//! before anything is kept, as the service itself refuses it.

use super::reading::id_of;
use super::table::{Case, Edit, Writes};
use super::{Bench, Done};
use anyhow::{Context, Result, bail, ensure};
use coredesk_core::catalogue::{EntityType, Field, FieldKind};
use coredesk_core::changes::{DraftError, OutcomeKind, RunOutcome};
use coredesk_core::desk::{DeskError, ViewRequest};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

/// What the service sets anew with every change.
const STAMP: &str = "updated_at";

impl Bench {
    /// Goes through the writes that an entity type offers, after what was `done` before.
    pub(super) async fn write(&self, case: &Case, mut done: Done) -> Result<Done> {
        let entity_type = self.entity_type(case.name)?;
        if case.writes == Writes::None {
            done.push(self.is_refused(entity_type, true).await.context("refused")?);
            return Ok(done);
        }
        let id = self.create(entity_type, &case.create).await.context("create")?;
        done.push("create".to_owned());
        covers(entity_type, case)?;
        let mut fields = Vec::new();
        for edit in &case.edits {
            self.update(case, edit, &id).await.with_context(|| format!("update of {}", edit.field))?;
            fields.push(edit.field);
        }
        done.push(format!("update {}", fields.join(" ")));
        for (field, value) in &case.immutable {
            self.is_set_once(case.name, field, value, &id).await.with_context(|| format!("{field} is set once"))?;
            done.push(format!("once {field}"));
        }
        if case.writes == Writes::NoDelete {
            done.push(self.is_refused(entity_type, false).await.context("refused")?);
            return Ok(done);
        }
        let mut sent = 1 + case.edits.len();
        sent += if self.form.has_extensions { 0 } else { case.immutable.len() };
        if let Some(kept) = &case.kept_by {
            let (told, refused) = self.is_kept(entity_type, kept, &id).await.context("kept")?;
            done.push(told);
            sent += refused;
        } else {
            self.delete(entity_type, &id).await.context("delete")?;
            done.push("delete".to_owned());
        }
        done.push(self.is_in_the_journal(case, sent + 1).await.context("journal")?);
        Ok(done)
    }

    /// Creates an object by a draft; answers its id.
    pub(super) async fn create(&self, entity_type: &EntityType, object: &Value) -> Result<String> {
        let (desk, name) = (&self.office.desk, &entity_type.name);
        let values = self.surroundings.filled(object);
        let values = values.as_object().context("an object")?;
        let (_, new) = desk.create(&self.connection, name).await?;
        let typed: Vec<(&str, Value)> = values.iter().map(|(field, value)| (field.as_str(), value.clone())).collect();
        self.office.edit(&self.connection, name, &new, &typed).await?;
        let id = self.sent(name, &new, OutcomeKind::Done).await?.id;
        let there = self.there(name, &id).await?;
        for (field, value) in values {
            ensure!(holds(&there[field], value), "{field}: {value} was typed, {} is there", there[field]);
        }
        ensure!(self.here(name, &id).await? == there, "the copy has something else");
        ensure!(self.shown(entity_type, ViewRequest::default()).await?.contains(&id), "the list shows it");
        Ok(id)
    }

    /// One field changes, and nothing else but what the service works out.
    async fn update(&self, case: &Case, edit: &Edit, id: &str) -> Result<()> {
        let mut before = self.there(case.name, id).await?;
        let typed = self.surroundings.filled(&edit.typed);
        ensure!(!holds(&before[edit.field], &self.surroundings.filled(&edit.arrives)), "{} changes nothing", edit.typed);
        let values: Vec<(&str, Value)> = edit.beside.iter().cloned().chain([(edit.field, typed)]).collect();
        self.office.edit(&self.connection, case.name, id, &values).await?;
        self.sent(case.name, id, OutcomeKind::Done).await?;
        let mut there = self.there(case.name, id).await?;
        let arrived = there[edit.field].clone();
        ensure!(holds(&arrived, &self.surroundings.filled(&edit.arrives)), "{} was typed, {arrived} is there", edit.typed);
        ensure!(self.here(case.name, id).await? == there, "the copy has something else");
        let beside = edit.beside.iter().map(|(field, _)| *field);
        for changed in edit.also.iter().copied().chain(beside).chain([edit.field, STAMP]) {
            for object in [&mut before, &mut there] {
                object.as_object_mut().context("an object")?.remove(changed);
            }
        }
        ensure!(there == before, "something else changed: {before} became {there}");
        Ok(())
    }

    /// Where our extensions tell that a field is set once, it is not edited; else the service's own words are told at it.
    async fn is_set_once(&self, name: &str, field: &str, value: &Value, id: &str) -> Result<()> {
        let before = self.there(name, id).await?;
        let edited = self.office.edit(&self.connection, name, id, &[(field, self.surroundings.filled(value))]).await;
        if self.form.has_extensions {
            let error = edited.err().context("it cannot be edited")?;
            let refused = matches!(error.downcast_ref(), Some(DeskError::Draft(DraftError::SetOnce { field: told })) if told == field);
            ensure!(refused, "{error:?}");
        } else {
            edited?;
            let refused = self.sent(name, id, OutcomeKind::Refused).await?;
            ensure!(refused.status == Some(400), "{refused:?}");
            let said = self.office.desk.entity(&self.connection, name, id).await?.said;
            ensure!(said.fields.iter().any(|words| words.path == [field]), "nothing is said at the field: {said:?}");
            self.office.desk.revert(&self.connection, name, id, None).await?;
        }
        ensure!(self.there(name, id).await? == before, "something changed");
        Ok(())
    }

    pub(super) async fn delete(&self, entity_type: &EntityType, id: &str) -> Result<()> {
        let (desk, name) = (&self.office.desk, &entity_type.name);
        desk.mark_for_deletion(&self.connection, name, vec![id.to_owned()]).await?;
        self.sent(name, id, OutcomeKind::Done).await?;
        self.is_gone(entity_type, id).await
    }

    pub(super) async fn is_gone(&self, entity_type: &EntityType, id: &str) -> Result<()> {
        let name = &entity_type.name;
        ensure!(self.service.object(name, id).await?.is_none(), "it is still there");
        let here = self.office.desk.entity(&self.connection, name, id).await;
        ensure!(matches!(here, Err(DeskError::Gone)), "it is still here");
        ensure!(!self.shown(entity_type, ViewRequest::default()).await?.contains(id), "the list still shows it");
        Ok(())
    }

    /// What is not offered is refused here in plain words, with nothing kept, and there with 405.
    async fn is_refused(&self, entity_type: &EntityType, all: bool) -> Result<String> {
        let (desk, connection, name) = (&self.office.desk, &self.connection, &entity_type.name);
        let operations = entity_type.operations;
        ensure!(!operations.delete && (operations.create, operations.update) == (!all, !all), "{operations:?}");
        let id = id_of(&self.service.all(name, &[]).await?[0]);
        not_offered(desk.mark_for_deletion(connection, name, vec![id.clone()]).await.map(drop))?;
        let mut methods = vec![(Method::DELETE, Some(id.as_str()))];
        if all {
            not_offered(desk.create(connection, name).await.map(drop))?;
            methods.extend([(Method::POST, None), (Method::PUT, Some(id.as_str()))]);
        }
        for (method, id) in methods {
            let status = self.service.status(method.clone(), name, id).await?;
            ensure!(status == 405, "{method} answered {status}");
        }
        ensure!(self.office.status(connection, name).await?.unsent == 0, "something is kept");
        Ok(if all { "405 create update delete" } else { "405 delete" }.to_owned())
    }

    pub(super) async fn sent(&self, entity: &str, id: &str, wanted: OutcomeKind) -> Result<RunOutcome> {
        let outcome = self.office.send(&self.connection, entity, id).await?;
        ensure!(outcome.outcome == wanted, "it ended with {outcome:?}");
        Ok(outcome)
    }

    /// Every write has its line in the journal, with how it ended.
    async fn is_in_the_journal(&self, case: &Case, sent: usize) -> Result<String> {
        let entries = self.office.desk.journal(usize::MAX >> 1).await?;
        let written: Vec<_> =
            entries.iter().filter(|(_, entry, _)| entry.entity_type == case.name && entry.title.starts_with("Table ")).collect();
        let open = written.iter().find(|(_, entry, _)| !matches!(entry.outcome, OutcomeKind::Done | OutcomeKind::Refused));
        ensure!(open.is_none(), "{open:?}");
        ensure!(written.len() == sent, "{} lines for {sent} writes", written.len());
        Ok(format!("journal {sent}"))
    }
}

fn not_offered(ended: Result<(), DeskError>) -> Result<()> {
    match ended {
        Err(DeskError::Draft(DraftError::NotOffered { .. })) => Ok(()),
        other => bail!("{other:?}"),
    }
}

/// Whether what arrived is what was typed, beside what the service adds to it.
fn holds(arrived: &Value, typed: &Value) -> bool {
    match (arrived, typed) {
        (Value::Object(arrived), Value::Object(typed)) => {
            typed.iter().all(|(name, value)| arrived.get(name).is_some_and(|arrived| holds(arrived, value)))
        }
        (Value::Array(arrived), Value::Array(typed)) => {
            arrived.len() == typed.len() && arrived.iter().zip(typed).all(|(arrived, typed)| holds(arrived, typed))
        }
        (arrived, typed) => arrived == typed,
    }
}

/// The table has an edit for each kind of field that can be edited.
fn covers(entity_type: &EntityType, case: &Case) -> Result<()> {
    let kind = |field: &Field| {
        let kind = match &field.kind {
            FieldKind::Reference(_) => "reference".to_owned(),
            FieldKind::Enum { .. } => "enum".to_owned(),
            other => format!("{other:?}"),
        };
        format!("{kind}{}{}", if field.array { " list" } else { "" }, field.widget.map(|widget| format!(" {widget:?}")).unwrap_or_default())
    };
    let is_set_once = |field: &&Field| case.immutable.iter().any(|(name, _)| field.name == *name);
    let can_be_edited = |field: &&Field| field.is_editable() && !is_set_once(field);
    let editable: BTreeSet<String> = entity_type.fields.iter().filter(can_be_edited).map(kind).collect();
    let edited = case.edits.iter().map(|edit| entity_type.field(edit.field).map(kind).with_context(|| edit.field.to_owned()));
    let edited = edited.collect::<Result<BTreeSet<String>>>()?;
    let missing: Vec<_> = editable.difference(&edited).collect();
    ensure!(missing.is_empty(), "no edit of {missing:?}");
    Ok(())
}
