//! List, filter, sort and get: what the desk shows is what the service answers to a direct call.

use super::Bench;
use anyhow::{Context, Result, ensure};
use coredesk_core::catalogue::{EntityType, Field, FieldKind};
use coredesk_core::desk::{AnswerState, DeskError, ViewRequest};
use coredesk_core::mirror::ViewQuery;
use coredesk_core::rest::{Comparison, Condition, Entities, Operator, OrderBy};
use coredesk_tests::office::until;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio_util::sync::CancellationToken;

/// Fields by which a resource is filtered and sorted, at most.
const FIELDS: usize = 4;
/// Rows of which the order is compared.
const ORDERED: usize = 300;

impl Bench {
    /// All rows are here after a sync, by the service's own count.
    pub(super) async fn list(&self, entity_type: &EntityType) -> Result<String> {
        if entity_type.is_nested() {
            return self.list_nested(entity_type).await;
        }
        let name = &entity_type.name;
        let count = self.service.count(&entity_type.path, "").await?;
        self.office.desk.sync(&self.connection, name).await?;
        let status = until(&self.office.desk, "all rows", async || {
            let status = self.office.status(&self.connection, name).await?;
            Ok((status.mirror.complete && !status.loading && status.mirror.rows == count).then_some(status))
        });
        let status = status.await.with_context(|| format!("the service counts {count}"))?;
        ensure!(status.mirror.problem.is_none(), "{:?}", status.mirror.problem);
        let here = self.shown(entity_type, ViewRequest::default()).await?;
        ensure!(here == self.ids_there(entity_type, "").await?, "other rows are here than there");
        Ok(format!("list {count}"))
    }

    /// For one parent, and for all. Two parents may list the same record.
    async fn list_nested(&self, entity_type: &EntityType) -> Result<String> {
        let parent = entity_type.parent.as_deref().context("a parent")?;
        let (before, after) = entity_type.path.split_once('{').context("a parameter")?;
        let after = after.split_once('}').context("its end")?.1;
        let mut all = BTreeSet::new();
        let mut one = None;
        for parent_id in self.all_ids(&format!("/{parent}"), "").await? {
            let rows = self.all_ids(&format!("{before}{parent_id}{after}"), "").await?;
            let below: BTreeSet<_> = rows.into_iter().map(|id| (parent_id.clone(), id)).collect();
            if one.is_none() && !below.is_empty() {
                one = Some((parent_id, below.clone()));
            }
            all.extend(below);
        }
        let (parent_id, below) = one.context("a parent with rows")?;
        let desk = &self.office.desk;
        desk.load_below(&self.connection, &entity_type.name, &parent_id).await?;
        ensure!(self.shown_below(entity_type, Some(parent_id)).await? == below, "other rows are here below one");
        desk.read_again(&self.connection, &entity_type.name).await?;
        until(desk, "the rows below all", async || {
            let status = self.office.status(&self.connection, &entity_type.name).await?;
            Ok((status.mirror.complete && !status.loading).then_some(()))
        })
        .await?;
        ensure!(self.shown_below(entity_type, None).await? == all, "other rows are here below all");
        Ok(format!("list {} below one, {} below all", below.len(), all.len()))
    }

    /// The parents and ids of the rows that a nested list shows.
    async fn shown_below(&self, entity_type: &EntityType, parent_id: Option<String>) -> Result<BTreeSet<(String, String)>> {
        let request = ViewRequest {
            entity_type: entity_type.name.clone(),
            columns: vec![entity_type.parent_field().context("a parent's field")?.to_owned(), "id".to_owned()],
            query: ViewQuery { parent_id, ..ViewQuery::default() },
            ..ViewRequest::default()
        };
        let text = |cell: &Value| cell["id"].as_str().or(cell.as_str()).map(str::to_owned).context("an id");
        self.office.rows(&self.connection, request).await?.iter().map(|(_, cells)| Ok((text(&cells[0])?, text(&cells[1])?))).collect()
    }

    /// What the service is asked for through the desk is what it answers to a direct call, field by field and for two
    /// joined by or. What it cannot filter by is not asked.
    pub(super) async fn filter(&self, entity_type: &EntityType) -> Result<String> {
        let known = self.office.desk.catalogue(&self.connection).await?;
        let fields = &known.entity_type(&entity_type.name).context("it is known")?.fields;
        for field in fields.iter().filter(|field| !field.filterable).take(1) {
            let asked = Condition::AnyOf(vec![vec![compared(field, Operator::Equal, json!("x"))]]);
            let refused = self.office.desk.ask(&self.connection, &entity_type.name, asked).await;
            ensure!(matches!(refused, Err(DeskError::NotFilterable(_))), "by {}: {refused:?}", field.name);
        }
        if entity_type.is_nested() {
            return Ok("filter none: below a parent".to_owned());
        }
        let rows = self.service.list(&entity_type.path, &[("page", "1,200")]).await?;
        let mut asked = Vec::new();
        for field in entity_type.fields.iter().filter(|field| field.filterable && field.is_scalar()) {
            let Some(value) = rows.iter().map(|row| &row[&field.name]).find(|value| !value.is_null()) else { continue };
            asked.push((field.name.clone(), question(field, value)?));
        }
        // The ends of the list: ids stand last, what is special to the resource first.
        let few: Vec<_> = asked.iter().take(FIELDS - 1).chain(asked.iter().skip(FIELDS - 1).last()).collect();
        for (name, (comparison, condition)) in &few {
            self.same_answer(entity_type, vec![vec![comparison.clone()]], condition).await.with_context(|| format!("by {name}"))?;
        }
        if let [(_, (one, first)), .., (_, (other, second))] = few.as_slice() {
            let groups = vec![vec![one.clone(), other.clone()], vec![other.clone()]];
            let condition = format!("{first} and {second} or {second}");
            self.same_answer(entity_type, groups, &condition).await.context("joined")?;
        }
        let names: Vec<&str> = few.iter().map(|(name, _)| name.as_str()).collect();
        Ok(if names.is_empty() { "filter none".to_owned() } else { format!("filter {}", names.join(" ")) })
    }

    async fn same_answer(&self, entity_type: &EntityType, groups: Vec<Vec<Comparison>>, condition: &str) -> Result<()> {
        let there = self.ids_there(entity_type, condition).await?;
        ensure!(!there.is_empty(), "nothing fits {condition}");
        let answer = self.office.ask(&self.connection, &entity_type.name, Condition::AnyOf(groups)).await?;
        ensure!(matches!(answer.state, AnswerState::Complete), "{answer:?}");
        let request = ViewRequest { answer: Some(answer.id), ..ViewRequest::default() };
        let here = self.shown(entity_type, request).await?;
        ensure!(here == there, "{condition}: {} rows are shown, {} are there", here.len(), there.len());
        Ok(())
    }

    /// Each field that the service can sort by orders the list as the service does.
    pub(super) async fn sort(&self, entity_type: &EntityType) -> Result<String> {
        let fields: Vec<&Field> = entity_type.fields.iter().filter(|field| field.sortable).take(FIELDS).collect();
        for field in &fields {
            for descending in [true, false] {
                let direction = if descending { "desc" } else { "asc" };
                self.same_order(entity_type, field, descending).await.with_context(|| format!("by {} {direction}", field.name))?;
            }
        }
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        Ok(if names.is_empty() { "sort none".to_owned() } else { format!("sort {}", names.join(" ")) })
    }

    /// Here rows without a value stand last; there, wherever it likes. Here text is ordered as people do, there by its
    /// letters' codes.
    async fn same_order(&self, entity_type: &EntityType, field: &Field, descending: bool) -> Result<()> {
        let sort = vec![OrderBy { field: field.name.clone(), descending }];
        let request = ViewRequest {
            entity_type: entity_type.name.clone(),
            columns: vec![field.name.clone()],
            query: ViewQuery { sort, ..ViewQuery::default() },
            ..ViewRequest::default()
        };
        let rows = self.office.rows(&self.connection, request).await?;
        let here: Vec<Value> = rows.into_iter().map(|(_, mut cells)| cells.remove(0)).collect();
        let filled = here.iter().take_while(|value| !is_empty(value)).count();
        ensure!(here[filled..].iter().all(is_empty), "a row without a value stands before one with a value");
        let order = format!("{} {}", field.name, if descending { "desc" } else { "asc" });
        let mut there = Vec::new();
        for page in 1..=here.len().div_ceil(1000) {
            let query = [("orderBy", order.as_str()), ("page", &format!("{page},1000")), ("fields", &format!("id,{}", field.name))];
            there.extend(self.service.list(&entity_type.path, &query).await?.into_iter().map(|row| row[&field.name].clone()));
            if there.iter().filter(|value| !is_empty(value)).count() >= ORDERED && !field.kind.is_text() {
                break;
            }
        }
        there.retain(|value| !is_empty(value));
        if field.kind.is_text() {
            there.sort_by_key(folded);
            if descending {
                there.reverse();
            }
        }
        let compared = there.len().min(ORDERED);
        ensure!(there.len() == filled || compared == ORDERED, "{filled} rows have a value here, {} there", there.len());
        let of = |values: &[Value]| values.iter().take(compared).map(folded).collect::<Vec<_>>();
        ensure!(of(&here) == of(&there), "another order here than there");
        Ok(())
    }

    /// One record by its id, whole; and the same in the copy. None for an id that nobody has.
    pub(super) async fn get(&self, entity_type: &EntityType) -> Result<String> {
        let row = self.service.list(&entity_type.path, &[("page", "1,1")]).await?.pop().context("a row")?;
        let id = row["id"].as_str().context("an id")?;
        let there = self.service.record(&entity_type.path, id).await?.context("it is there")?;
        let never = CancellationToken::new();
        let read = self.client.get(entity_type, id, &never).await?.context("it is found")?;
        ensure!(Value::Object(read.record) == there, "something else was read");
        let kept = self.office.desk.entity(&self.connection, &entity_type.name, id).await?.as_sent.context("it is in the copy")?;
        // Parts come with single records alone; the copy has the custom ones from a list of their own.
        let is_part = |member: &str| entity_type.field(member).is_some_and(|field| field.nested);
        let other = kept.iter().find(|(member, value)| !is_part(member) && there[member.as_str()] != **value);
        ensure!(other.is_none(), "the copy has {other:?}");
        let nobody = "00000000-0000-4000-8000-00000000dead";
        ensure!(self.client.get(entity_type, nobody, &never).await?.is_none(), "there is a record that is not there");
        Ok("get".to_owned())
    }

    /// The ids of the rows that a list shows.
    pub(super) async fn shown(&self, entity_type: &EntityType, request: ViewRequest) -> Result<BTreeSet<String>> {
        let request = ViewRequest { entity_type: entity_type.name.clone(), ..request };
        let rows = self.office.rows(&self.connection, request).await?;
        let count = rows.len();
        let ids: BTreeSet<String> = rows.into_iter().map(|(id, _)| id).collect();
        ensure!(ids.len() == count, "a row is shown twice");
        Ok(ids)
    }

    async fn ids_there(&self, entity_type: &EntityType, condition: &str) -> Result<BTreeSet<String>> {
        let count = self.service.count(&entity_type.path, condition).await?;
        let ids = self.all_ids(&entity_type.path, condition).await?;
        ensure!(ids.len() as u64 == count, "the service counts {count} and lists {}", ids.len());
        Ok(ids)
    }

    async fn all_ids(&self, path: &str, condition: &str) -> Result<BTreeSet<String>> {
        let rows = self.service.all(path, "id", condition).await?;
        rows.iter().map(|row| row["id"].as_str().map(str::to_owned).context("an id")).collect()
    }
}

/// The same question twice: for the desk, and as the service's own expression.
fn question(field: &Field, value: &Value) -> Result<(Comparison, String)> {
    let name = &field.name;
    Ok(match &field.kind {
        FieldKind::Date => {
            let day: Date = value.as_str().and_then(|text| text.get(..10)).context("a day")?.parse()?;
            (compared(field, Operator::LessOrEqual, json!(day.to_string())), format!("{name}<='{day}T00:00:00'"))
        }
        FieldKind::DateTime | FieldKind::Instant => {
            let day: Date = value.as_str().and_then(|text| text.get(..10)).context("a day")?.parse()?;
            let zone = if field.kind == FieldKind::Instant { TimeZone::system() } else { TimeZone::UTC };
            let midnight = day.tomorrow()?.to_zoned(zone)?.with_time_zone(TimeZone::UTC).datetime();
            (compared(field, Operator::LessOrEqual, json!(day.to_string())), format!("{name}<'{midnight}'"))
        }
        _ => match value {
            Value::String(text) => (compared(field, Operator::Equal, value.clone()), format!("{name}='{}'", text.replace('\'', "''"))),
            bare => (compared(field, Operator::Equal, bare.clone()), format!("{name}={bare}")),
        },
    })
}

fn compared(field: &Field, operator: Operator, value: Value) -> Comparison {
    Comparison { field: field.name.clone(), operator, value }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value == ""
}

fn folded(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_lowercase)
}
