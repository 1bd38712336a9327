//! The names beside references: `project` for `projectId`. The server writes them, whatever a client sends.

use crate::store::{Db, Record, StoreError, Table};
use coredesk_catalogue::{EntityType, Field, FieldKind};
use serde_json::Value;
use std::sync::Arc;

/// Resources with a `client` text that comes from their project's client.
const CLIENT_BY_PROJECT: [&str; 2] = ["timeentry", "expenseentry"];

/// The sibling that carries the name of what `field` refers to: as the catalogue says, or `invoiceNumber` for `invoiceId`.
pub(crate) fn label_field(entity: &EntityType, field: &Field) -> Option<String> {
    if field.label_field.is_some() {
        return field.label_field.clone();
    }
    field.reference()?;
    let number = format!("{}Number", field.name.strip_suffix("Id")?);
    entity.field(&number).map(|field| field.name.clone())
}

/// Fills the names of everything that `record` refers to.
pub(super) fn fill(db: &Db, table: &Table, record: &mut Record) -> Result<(), StoreError> {
    for field in &table.entity.fields {
        let Some(label) = label_field(&table.entity, field) else { continue };
        let id = record.get(&field.name).and_then(Value::as_str).map(str::to_owned);
        let name = match &id {
            Some(id) => name_of(db, field, id)?,
            None => None,
        };
        match name {
            Some(name) => record.insert(label, name.into()),
            None if field.label_field.is_some() && (id.is_none() || field.reference().is_some()) => record.shift_remove(&label),
            None => None,
        };
    }
    if CLIENT_BY_PROJECT.contains(&table.name()) {
        fill_client(db, record)?;
    }
    Ok(())
}

/// Writes a record's new name wherever it stands beside a reference to it.
pub(super) fn spread(db: &mut Db, table: &Table, id: &str, name: &str) -> Result<(), StoreError> {
    let tables = Arc::clone(&db.tables);
    for (referring, field) in tables.references_to(table.name()) {
        if let Some(label) = label_field(&referring.entity, field) {
            db.relabel(referring, &format!("\"{}\" = ?2", field.name), id, &label, name)?;
        }
    }
    if table.name() == "client" {
        for referring in CLIENT_BY_PROJECT.iter().filter_map(|name| tables.get(name)) {
            let of_client = "projectId IN (SELECT id FROM project WHERE clientId = ?2)";
            db.relabel(referring, of_client, id, "client", name)?;
        }
    }
    Ok(())
}

fn name_of(db: &Db, field: &Field, id: &str) -> Result<Option<String>, StoreError> {
    let tables = Arc::clone(&db.tables);
    let among = |table: &&Table| match &field.kind {
        FieldKind::Reference(reference) => reference.entity_types.iter().any(|name| name == table.name()),
        FieldKind::Id => table.entity.title_field.is_some(),
        _ => false,
    };
    for table in tables.iter().filter(among) {
        if let Some(name) = db.title(table, id)?.filter(|name| !name.is_empty()) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

fn fill_client(db: &Db, record: &mut Record) -> Result<(), StoreError> {
    let tables = Arc::clone(&db.tables);
    let project = match (tables.get("project"), record.get("projectId").and_then(Value::as_str)) {
        (Some(table), Some(id)) => db.record(table, id)?,
        _ => None,
    };
    if let Some(client) = project.and_then(|project| project.record.get("client").cloned()) {
        record.insert("client".to_owned(), client);
    }
    Ok(())
}
