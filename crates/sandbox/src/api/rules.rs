//! Rules of the business beyond the catalogue (`core-api.md` sections 17 and 19.7).

use super::errors::ApiError;
use crate::store::{Db, Record, StoreError, Table};
use serde_json::Value;
use std::sync::Arc;

/// The `billStatus` of an entry that stands on an invoice.
pub(crate) const BILLED: i64 = 1;

/// Entries of time or cost on a project.
const ENTRIES: [&str; 2] = ["timeentry", "expenseentry"];

/// The name that people know a record by, made from other fields where a client leaves it out.
const NAMES: [(&str, &[&str], &str); 7] = [
    ("project", &["code", "name"], ": "),
    ("employee", &["firstName", "lastName"], " "),
    ("vendor", &["company"], ""),
    ("activity", &["code"], ""),
    ("client", &["company"], ""),
    ("account", &["code", "name"], " - "),
    ("expense", &["code"], ""),
];

/// Refuses what the rules forbid for a record about to be written.
pub(super) fn check(db: &Db, table: &Table, record: &Record) -> Result<(), ApiError> {
    if !ENTRIES.contains(&table.name()) {
        return Ok(());
    }
    let Some(project) = text(record, "projectId") else { return Ok(()) };
    if let Some(projects) = db.tables.get("project")
        && db.has_value(projects, "parentId", project)?
    {
        let message = "Project Assignment does not allow this operation: the project has phases, use one of them.";
        return Err(ApiError::conflict("ProjectAssignment", message));
    }
    match text(record, "activityId") {
        Some(activity) if !is_allowed(db, project, activity)? => Err(ApiError::project_control_limitation()),
        _ => Ok(()),
    }
}

/// Refuses a change or a deletion of a stored record that is locked.
pub(super) fn check_unlocked(table: &Table, stored: &Record) -> Result<(), ApiError> {
    let billed = stored.get("billStatus").and_then(Value::as_i64) == Some(BILLED);
    if ENTRIES.contains(&table.name()) && billed {
        return Err(ApiError::conflict("BilledEntry", "The entry is billed and therefore locked."));
    }
    Ok(())
}

/// Fills what the service works out by itself and a client has left open.
pub(super) fn fill(db: &Db, table: &Table, record: &mut Record) -> Result<(), StoreError> {
    if let Some((_, parts, joint)) = NAMES.iter().find(|(name, ..)| *name == table.name())
        && let Some(title) = &table.entity.title_field
        && text(record, title).is_none()
    {
        let parts: Vec<&str> = parts.iter().filter_map(|part| text(record, part)).collect();
        if !parts.is_empty() {
            let name = parts.join(joint);
            record.insert(title.clone(), name.into());
        }
    }
    if ENTRIES.contains(&table.name()) && !record.contains_key("billStatus") {
        record.insert("billStatus".to_owned(), 0.into());
    }
    if table.name() == "timeentry" {
        fill_rates(db, record)?;
    }
    Ok(())
}

/// Keeps `hasChild` of a project true to its phases.
pub(super) fn follow_tree(db: &mut Db, table: &Table, parents: &[Option<String>]) -> Result<(), StoreError> {
    if table.name() != "project" {
        return Ok(());
    }
    for parent in parents.iter().flatten() {
        let has_child = db.has_value(table, "parentId", parent)?;
        if let Some(mut stored) = db.record(table, parent)? {
            stored.record.insert("hasChild".to_owned(), has_child.into());
            db.update(table, stored.row, &stored.record)?;
        }
    }
    Ok(())
}

/// The activity is in a group assigned to the project, or the project has no groups.
fn is_allowed(db: &Db, project: &str, activity: &str) -> Result<bool, StoreError> {
    let tables = Arc::clone(&db.tables);
    let (Some(assigned), Some(details)) = (tables.get("projectactivity"), tables.get("groupdetail")) else { return Ok(true) };
    let groups = db.values_where(assigned, "itemId", "projectId", project)?;
    for group in &groups {
        if db.values_where(details, "entityId", "groupId", group)?.iter().any(|entity| entity == activity) {
            return Ok(true);
        }
    }
    Ok(groups.is_empty())
}

fn fill_rates(db: &Db, record: &mut Record) -> Result<(), StoreError> {
    let tables = Arc::clone(&db.tables);
    let employee = match (tables.get("employee"), text(record, "resourceId")) {
        (Some(employees), Some(id)) => db.record(employees, id)?,
        _ => None,
    };
    let Some(employee) = employee else { return Ok(()) };
    for rate in ["billRate", "costRate"] {
        if !record.contains_key(rate)
            && let Some(value) = employee.record.get(rate).filter(|value| !value.is_null())
        {
            record.insert(rate.to_owned(), value.clone());
        }
    }
    Ok(())
}

fn text<'a>(record: &'a Record, field: &str) -> Option<&'a str> {
    record.get(field).and_then(Value::as_str).filter(|text| !text.is_empty())
}
