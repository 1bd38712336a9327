//! Deletion: what goes along, what stands against it, and what lets go (`onTargetDelete` of the document).

use super::Call;
use super::check::written;
use super::description::{Description, Entity, Hold, OnTargetDelete, Step};
use super::refusal::Refusal;
use super::store::{Db, values_at};
use crate::store::{Record, StoreError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rusqlite::types::Value as SqlValue;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// `DELETE` of an object.
pub(super) fn delete(call: &Call<'_>, entity: &Entity, id: i64) -> Result<Response, Refusal> {
    let description = &call.shared.bidcore.description;
    call.alone(|db| {
        let target = db.get(&entity.key, id)?.ok_or_else(Refusal::not_found)?;
        let plan = Plan::make(db, description, entity, id)?;
        if let Some((holders, ids)) = plan.against(db)? {
            return Err(in_use(db, (entity, &target), holders, &ids)?);
        }
        plan.carry_out(db, &written(call.now))?;
        call.fail_on_purpose()?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
}

/// What a deletion means for the rest of the account.
struct Plan<'a> {
    /// What goes, by entity type.
    doomed: BTreeMap<&'a str, BTreeSet<i64>>,
    /// What stands against it, unless it goes too.
    protecting: Vec<(&'a Entity, Vec<i64>)>,
    /// What names the doomed in a list of this field.
    holding: Vec<(&'a Entity, &'a str, Vec<i64>, &'a str)>,
    line_items: Option<&'a Entity>,
}

impl<'a> Plan<'a> {
    fn make(db: &Db, description: &'a Description, entity: &'a Entity, id: i64) -> Result<Self, StoreError> {
        let mut plan = Self {
            doomed: BTreeMap::from([(entity.key.as_str(), BTreeSet::from([id]))]),
            protecting: Vec::new(),
            holding: Vec::new(),
            line_items: description.entity("line-items"),
        };
        let mut next = vec![(entity.key.as_str(), vec![id])];
        while let Some((target, ids)) = next.pop() {
            for other in description.entities() {
                for hold in other.references.iter().filter(|hold| hold.entity == target) {
                    let holders = holders(db, &other.key, hold, &ids)?;
                    match hold.on_target_delete {
                        OnTargetDelete::Cascade => {
                            let doomed = plan.doomed.entry(&other.key).or_default();
                            let new: Vec<i64> = holders.into_iter().filter(|id| doomed.insert(*id)).collect();
                            if !new.is_empty() {
                                next.push((&other.key, new));
                            }
                        }
                        OnTargetDelete::Protect => plan.protecting.push((other, holders)),
                        OnTargetDelete::Remove => {
                            if let Some(Step::Key(field)) = hold.path.first() {
                                plan.holding.push((other, field, holders, target));
                            }
                        }
                    }
                }
            }
        }
        Ok(plan)
    }

    fn is_doomed(&self, entity: &str, id: i64) -> bool {
        self.doomed.get(entity).is_some_and(|ids| ids.contains(&id))
    }

    /// Who stands against it, and stays.
    fn against(&self, db: &Db) -> Result<Option<(&'a Entity, Vec<i64>)>, StoreError> {
        let stay = |entity: &Entity, ids: &[i64]| ids.iter().copied().filter(|id| !self.is_doomed(&entity.key, *id)).collect::<Vec<_>>();
        let mut against = self.protecting.iter().map(|(entity, ids)| (*entity, stay(entity, ids)));
        if let Some(found) = against.find(|(_, ids)| !ids.is_empty()) {
            return Ok(Some(found));
        }
        // The rule `creative-in-use`, which no reference tells: active line items hold on to their creatives.
        for (holder, _, ids, target) in &self.holding {
            if self.line_items.is_some_and(|line_items| line_items.key == holder.key) && *target == "creatives" {
                let mut active = stay(holder, ids);
                let mut kept = Vec::new();
                for id in active.drain(..) {
                    let record = db.get(&holder.key, id)?.unwrap_or_default();
                    kept.extend(record.get("is_active").and_then(Value::as_bool).unwrap_or_default().then_some(id));
                }
                if !kept.is_empty() {
                    return Ok(Some((holder, kept)));
                }
            }
        }
        Ok(None)
    }

    fn carry_out(&self, db: &Db, now: &str) -> Result<(), StoreError> {
        for (holder, field, ids, target) in &self.holding {
            for id in ids.iter().filter(|id| !self.is_doomed(&holder.key, **id)) {
                let mut record = db.get(&holder.key, *id)?.unwrap_or_default();
                if let Some(held) = record.get_mut(*field).and_then(Value::as_array_mut) {
                    held.retain(|id| id.as_i64().is_none_or(|id| !self.is_doomed(target, id)));
                }
                record.insert("updated_at".to_owned(), now.into());
                db.replace(&holder.key, *id, &record)?;
            }
        }
        for (entity, ids) in &self.doomed {
            for id in ids {
                db.delete(entity, *id)?;
            }
        }
        Ok(())
    }
}

/// The objects that name one of these ids.
fn holders(db: &Db, entity: &str, hold: &Hold, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    let (tables, value) = values_at(&hold.path);
    let one_of = format!("{value} IN (SELECT value FROM json_each(?1))");
    let condition = match tables.strip_prefix(", ") {
        Some(tables) => format!("WHERE EXISTS (SELECT 1 FROM {tables} WHERE {one_of})"),
        None => format!("WHERE {one_of}"),
    };
    db.ids(entity, &condition, &[SqlValue::Text(serde_json::to_string(ids)?)])
}

/// The refusal: what depends on the object, and by name where it is not much.
fn in_use(db: &Db, (entity, target): (&Entity, &Record), holders: &Entity, ids: &[i64]) -> Result<Refusal, StoreError> {
    let name = |record: &Record| record.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut first = Vec::new();
    for id in ids.iter().take(3) {
        first.push(format!("\"{}\" ({id})", db.get(&holders.key, *id)?.map(|record| name(&record)).unwrap_or_default()));
    }
    let (count, more) = (ids.len(), if ids.len() > first.len() { ", …" } else { "" });
    let (kind, verb) = if count == 1 { (&holders.singular, "depends") } else { (&holders.plural, "depend") };
    let detail =
        format!("The {} \"{}\" cannot be deleted: {count} {kind} {verb} on it: {}{more}.", entity.singular, name(target), first.join(", "));
    Ok(Refusal::Detail(StatusCode::NOT_ACCEPTABLE, detail))
}
