//! Create, update, conflict and delete, each by the one way to write: a draft, its review, sending. What a resource
//! does not offer is refused before anything is kept.

use super::sample::{arrives_as, is_worked_out};
use super::{Bench, Done};
use anyhow::{Context, Result, bail, ensure};
use coredesk_core::catalogue::{EntityType, Field, FieldOrigin};
use coredesk_core::changes::{DraftError, FieldEdit, OutcomeKind, RunOutcome};
use coredesk_core::desk::{DeskError, ViewRequest};
use coredesk_ipc::{ErrorCode, UiError};
use coredesk_tests::office::until;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The list of what was deleted.
pub(super) const DELETIONS: &str = "deletedhistory";
/// What a newer version of the service would send.
const UNKNOWN: &str = "fromTomorrow";
/// What the service sets anew with every change.
const STAMPS: [&str; 3] = ["version", "lastUpdated", "lastUpdatedById"];

impl Bench {
    pub(super) async fn write(&self, entity_type: &EntityType, done: &mut Done) -> Result<()> {
        let operations = entity_type.operations;
        if !operations.create {
            ensure!(!operations.update && !operations.delete, "a resource of which this test knows no way");
            done.push(self.is_refused(entity_type).await.context("refused")?);
            if entity_type.name == DELETIONS {
                done.push(self.deletions_came().await.context("deletions")?);
            }
            return Ok(());
        }
        ensure!(operations.update && operations.delete && operations.get, "a resource of which this test knows no way");
        let taught = self.teach(entity_type).await.context("create by a colleague")?;
        let known = self.office.desk.catalogue(&self.connection).await?;
        let known = known.entity_type(&entity_type.name).context("it is known")?;
        let id = self.create(known, taught.is_some(), done).await.context("create")?;
        let field = changeable(known).context("a field with words or numbers")?;
        done.push(self.update(known, field, &id).await.context("update")?);
        done.push(self.conflict(known, field, &id).await.context("conflict")?);
        done.push(self.delete(known, &id).await.context("delete")?);
        if let Some(taught) = taught {
            self.service.delete(&entity_type.path, &taught).await.context("delete by a colleague")?;
        }
        Ok(())
    }

    /// Where the description knows no field that can be set, a colleague's record teaches one.
    async fn teach(&self, entity_type: &EntityType) -> Result<Option<String>> {
        if entity_type.fields.iter().any(Field::is_editable) {
            return Ok(None);
        }
        let name = &entity_type.name;
        let created = self.service.create(&entity_type.path, &json!({ "name": "Made by a colleague" })).await?;
        self.office.desk.sync(&self.connection, name).await?;
        until(&self.office.desk, "what a record taught", async || {
            let known = self.office.desk.catalogue(&self.connection).await?;
            let field = known.entity_type(name).and_then(|entity_type| entity_type.field("name"));
            Ok(field.is_some_and(Field::is_editable).then_some(()))
        })
        .await?;
        Ok(created["id"].as_str().map(str::to_owned))
    }

    async fn create(&self, entity_type: &EntityType, is_taught: bool, done: &mut Done) -> Result<String> {
        let desk = &self.office.desk;
        let values = if is_taught { vec![("name".to_owned(), json!("Made here"))] } else { self.sample(entity_type).await? };
        let before = self.service.count(&entity_type.path, "").await?;
        let (_, new) = desk.create(&self.connection, &entity_type.name).await?;
        let typed: Vec<(&str, Value)> = values.iter().map(|(field, value)| (field.as_str(), value.clone())).collect();
        self.office.edit(&self.connection, &entity_type.name, &new, &typed).await?;
        let outcome = self.sent(entity_type, &new, OutcomeKind::Done).await?;
        let there = self.there(entity_type, &outcome.id).await?;
        for (name, typed) in &values {
            let field = entity_type.field(name).context("it is a field")?;
            let arrived = there.as_object().and_then(|record| field.value_in(record));
            ensure!(arrived == Some(&arrives_as(field, typed)), "{name}: {typed} was typed, {arrived:?} is there");
        }
        ensure!(self.service.count(&entity_type.path, "").await? == before + 1, "one record more");
        let here = desk.entity(&self.connection, &entity_type.name, &outcome.id).await?.as_sent.context("it is in the copy")?;
        ensure!(here.get("id") == Some(&there["id"]) && here.get("version") == there.get("version"), "{here:?}");
        ensure!(self.shown(entity_type, ViewRequest::default()).await?.contains(&outcome.id), "the list shows it");
        done.push(format!("create with {}", values.len()));
        Ok(outcome.id)
    }

    /// One field changes; what nobody knows, and what a colleague did meanwhile, stays.
    async fn update(&self, entity_type: &EntityType, field: &Field, id: &str) -> Result<String> {
        let mut meanwhile = self.there(entity_type, id).await?;
        meanwhile[UNKNOWN] = json!({ "kept": [1, { "whole": null }] });
        let meanwhile = self.service.update(&entity_type.path, id, &meanwhile).await?;
        ensure!(meanwhile.get(UNKNOWN).is_some(), "the service keeps what nobody knows");
        let [mine, _] = two_values(field);
        self.office.edit(&self.connection, &entity_type.name, id, &[(&field.name, mine.clone())]).await?;
        self.sent(entity_type, id, OutcomeKind::Done).await?;
        let mut there = self.there(entity_type, id).await?;
        ensure!(there[&field.name] == arrives_as(field, &mine), "{} is there", there[&field.name]);
        let versioned = entity_type.field("version").is_some();
        ensure!(!versioned || there["version"] != meanwhile["version"], "the version moves on");
        let mut before = meanwhile;
        for changed in STAMPS.into_iter().chain([field.name.as_str()]) {
            for record in [&mut before, &mut there] {
                record.as_object_mut().context("a record")?.remove(changed);
            }
        }
        ensure!(there == before, "something else changed: {before} became {there}");
        let here = self.office.desk.entity(&self.connection, &entity_type.name, id).await?.as_sent.context("it is in the copy")?;
        ensure!(here[&field.name] == arrives_as(field, &mine), "the copy has {}", here[&field.name]);
        Ok(format!("update {}", field.name))
    }

    /// A colleague changes the same field first: that stays, and so does what was typed here, until it is taken back.
    async fn conflict(&self, entity_type: &EntityType, field: &Field, id: &str) -> Result<String> {
        let [_, theirs] = two_values(field);
        let mine = third_value(field);
        self.office.edit(&self.connection, &entity_type.name, id, &[(&field.name, mine)]).await?;
        let mut meanwhile = self.there(entity_type, id).await?;
        meanwhile[&field.name] = arrives_as(field, &theirs);
        let meanwhile = self.service.update(&entity_type.path, id, &meanwhile).await?;
        self.sent(entity_type, id, OutcomeKind::Conflict).await?;
        ensure!(self.there(entity_type, id).await? == meanwhile, "a colleague's change is overwritten");
        let desk = &self.office.desk;
        let unsent = self.office.status(&self.connection, &entity_type.name).await?.unsent;
        ensure!(unsent == 1, "{unsent} changes wait");
        desk.revert(&self.connection, &entity_type.name, id, None).await?;
        let here = desk.entity(&self.connection, &entity_type.name, id).await?.as_sent.context("it is in the copy")?;
        ensure!(here[&field.name] == arrives_as(field, &theirs), "the copy has {}", here[&field.name]);
        Ok("conflict".to_owned())
    }

    async fn delete(&self, entity_type: &EntityType, id: &str) -> Result<String> {
        let desk = &self.office.desk;
        desk.mark_for_deletion(&self.connection, &entity_type.name, vec![id.to_owned()]).await?;
        self.sent(entity_type, id, OutcomeKind::Done).await?;
        ensure!(self.service.record(&entity_type.path, id).await?.is_none(), "it is still there");
        let here = desk.entity(&self.connection, &entity_type.name, id).await;
        ensure!(matches!(here, Err(DeskError::Gone)), "it is still here");
        ensure!(!self.shown(entity_type, ViewRequest::default()).await?.contains(id), "the list still shows it");
        let listed = self.service.list(DELETIONS, &[("where", &format!("id='{id}'"))]).await?;
        ensure!(listed.len() == 1 && listed[0]["entity"] == entity_type.name.as_str(), "deleted: {listed:?}");
        Ok("delete".to_owned())
    }

    /// Every deletion of this test is in the copy of the list of deletions.
    async fn deletions_came(&self) -> Result<String> {
        let deleting = self.catalogue.entity_types.iter().filter(|entity_type| entity_type.operations.delete);
        let request = ViewRequest { entity_type: DELETIONS.to_owned(), ..ViewRequest::default() };
        let mut kinds = BTreeSet::new();
        for (id, _) in self.office.rows(&self.connection, request).await? {
            let record = self.office.desk.entity(&self.connection, DELETIONS, &id).await?.as_sent.context("it is in the copy")?;
            kinds.extend(record.get("entity").and_then(Value::as_str).map(str::to_owned));
        }
        let missing: Vec<&str> = deleting.map(|entity_type| entity_type.name.as_str()).filter(|name| !kinds.contains(*name)).collect();
        ensure!(missing.is_empty(), "no deletion of {missing:?}");
        Ok(format!("deletions of {} resources", kinds.len()))
    }

    /// What is not offered is refused in plain words, and nothing is kept that could be sent.
    async fn is_refused(&self, entity_type: &EntityType) -> Result<String> {
        let (desk, connection, name) = (&self.office.desk, &self.connection, &entity_type.name);
        let id = self.shown(entity_type, ViewRequest::default()).await?.pop_first().context("a row")?;
        let known = desk.catalogue(connection).await?;
        let fields = known.entity_type(name).map(|known| known.fields.clone()).unwrap_or_default();
        not_offered("create", desk.create(connection, name).await.map(drop))?;
        not_offered("delete", desk.mark_for_deletion(connection, name, vec![id.clone()]).await.map(drop))?;
        let field = fields.iter().find(|field| field.is_editable());
        if let Some(field) = field {
            let edit = FieldEdit { id, field: field.name.clone(), value: json!("x") };
            not_offered("change", desk.edit(connection, name, vec![edit]).await.map(drop))?;
        }
        ensure!(self.office.status(connection, name).await?.unsent == 0, "something is kept");
        Ok(format!("refused create {}delete", if field.is_some() { "update " } else { "" }))
    }

    async fn sent(&self, entity_type: &EntityType, id: &str, wanted: OutcomeKind) -> Result<RunOutcome> {
        let outcome = self.office.send(&self.connection, &entity_type.name, id).await?;
        ensure!(outcome.outcome == wanted, "it ended with {outcome:?}");
        Ok(outcome)
    }

    async fn there(&self, entity_type: &EntityType, id: &str) -> Result<Value> {
        self.service.record(&entity_type.path, id).await?.context("it is there")
    }
}

fn not_offered(operation: &str, ended: Result<(), DeskError>) -> Result<()> {
    match ended {
        Err(error @ DeskError::Draft(DraftError::NotOffered { .. })) => {
            let told = UiError::from(error);
            ensure!(told.code == ErrorCode::InvalidInput, "{told:?}");
            ensure!(told.message == format!("The service does not {operation} these records."), "{told:?}");
            Ok(())
        }
        other => bail!("{operation}: {other:?}"),
    }
}

/// A field of which three values can be told apart, words rather than numbers, names not at all: others carry them.
fn changeable(entity_type: &EntityType) -> Option<&Field> {
    let free = |field: &&Field| !field.required && entity_type.title_field.as_ref() != Some(&field.name);
    let may_change =
        |field: &&Field| field.is_editable() && !is_worked_out(entity_type, field) && !matches!(field.origin, FieldOrigin::Custom(_));
    let editable = || entity_type.fields.iter().filter(may_change);
    let words = |field: &&Field| field.kind.is_text();
    editable().filter(free).find(words).or_else(|| editable().find(words)).or_else(|| editable().find(|field| field.kind.is_number()))
}

fn two_values(field: &Field) -> [Value; 2] {
    if field.kind.is_text() { [json!("Changed here"), json!("Changed by a colleague")] } else { [json!("21"), json!("22")] }
}

fn third_value(field: &Field) -> Value {
    if field.kind.is_text() { json!("Changed here again") } else { json!("23") }
}
