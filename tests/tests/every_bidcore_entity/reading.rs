//! List, get, search and sort: what the desk shows is what the service answers to a direct call.

use super::Bench;
use super::table::{Case, cases};
use anyhow::{Context, Result, ensure};
use coredesk_core::catalogue::EntityType;
use coredesk_core::desk::{AnswerState, ViewRequest};
use coredesk_core::mirror::ViewQuery;
use coredesk_core::rest::{Condition, OrderBy};
use serde_json::Value;
use std::collections::BTreeSet;

/// The id of an object as the desk knows it.
pub(super) fn id_of(object: &Value) -> String {
    object["id"].to_string()
}

impl Bench {
    /// All rows came with the first sync, by the service's own count.
    pub(super) async fn list(&self, entity_type: &EntityType) -> Result<String> {
        let status = self.office.status(&self.connection, &entity_type.name).await?;
        ensure!(status.mirror.problem.is_none(), "{:?}", status.mirror.problem);
        ensure!(status.mirror.complete && status.mirror.rows > 0, "{status:?}");
        Ok(format!("list {}", status.mirror.rows))
    }

    /// One object is in the copy as the service has it.
    pub(super) async fn get(&self, entity_type: &EntityType) -> Result<String> {
        let id = self.shown(entity_type, ViewRequest::default()).await?.pop_last().context("a row")?;
        ensure!(self.here(&entity_type.name, &id).await? == self.there(&entity_type.name, &id).await?, "{id} is not the same here");
        Ok("get".to_owned())
    }

    /// What the service finds is shown.
    pub(super) async fn search(&self, entity_type: &EntityType, case: &Case) -> Result<String> {
        let first = self.service.all(case.name, &[]).await?.swap_remove(0);
        let name = first["name"].as_str().context("a name")?;
        let found: BTreeSet<String> = self.service.all(case.name, &[("search", name)]).await?.iter().map(id_of).collect();
        let answer = self.office.ask(&self.connection, case.name, Condition::Expression(name.to_owned())).await?;
        ensure!(matches!(answer.state, AnswerState::Complete), "{answer:?}");
        let shown = self.shown(entity_type, ViewRequest { answer: Some(answer.id), ..ViewRequest::default() }).await?;
        ensure!(!found.is_empty() && shown == found, "{name:?}: {} rows are shown, {} are there", shown.len(), found.len());
        Ok(format!("search {}", found.len()))
    }

    /// The list stands in the service's order, by id upwards and downwards.
    pub(super) async fn sort(&self, entity_type: &EntityType) -> Result<String> {
        for (field, descending) in [("id", false), ("id", true)] {
            let order = if descending { format!("-{field}") } else { field.to_owned() };
            let there: Vec<String> = self.service.all(&entity_type.name, &[("ordering", &order)]).await?.iter().map(id_of).collect();
            let here = self.in_order(entity_type, field, descending).await?;
            ensure!(!here.is_empty() && here == there, "another order by {order}");
        }
        Ok("sort".to_owned())
    }

    async fn in_order(&self, entity_type: &EntityType, field: &str, descending: bool) -> Result<Vec<String>> {
        let sort = vec![OrderBy { field: field.to_owned(), descending }];
        let request = ViewRequest {
            entity_type: entity_type.name.clone(),
            query: ViewQuery { sort, ..ViewQuery::default() },
            ..ViewRequest::default()
        };
        Ok(self.office.rows(&self.connection, request).await?.into_iter().map(|(id, _)| id).collect())
    }

    /// The ids of the rows that a list shows.
    pub(super) async fn shown(&self, entity_type: &EntityType, request: ViewRequest) -> Result<BTreeSet<String>> {
        let request = ViewRequest { entity_type: entity_type.name.clone(), ..request };
        Ok(self.office.rows(&self.connection, request).await?.into_iter().map(|(id, _)| id).collect())
    }

    /// An object as the copy has it.
    pub(super) async fn here(&self, entity: &str, id: &str) -> Result<Value> {
        let entity = self.office.desk.entity(&self.connection, entity, id).await?;
        Ok(Value::Object(entity.as_sent.context("it is in the copy")?))
    }

    /// An object as the service has it.
    pub(super) async fn there(&self, entity: &str, id: &str) -> Result<Value> {
        self.service.object(entity, id).await?.context("it is at the service")
    }

    /// After all of it the copy has what the service has, object by object, without being read again.
    pub(super) async fn ends_as_the_service(&self) -> Result<()> {
        for case in cases() {
            let entity_type = self.entity_type(case.name)?;
            let there = self.service.all(case.name, &[]).await?;
            let here = self.shown(entity_type, ViewRequest::default()).await?;
            ensure!(here == there.iter().map(id_of).collect(), "other {} are here than there", case.name);
            for object in there.iter().rev().take(20) {
                ensure!(self.here(case.name, &id_of(object)).await? == *object, "{} {} is not the same here", case.name, object["id"]);
            }
        }
        Ok(())
    }
}
