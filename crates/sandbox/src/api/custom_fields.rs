//! Fields that a company has added: defined in `customfield`, kept in the records that have them, and listed once more in
//! `customfieldvalue` (`core-api.md` section 17).

use super::errors::ApiError;
use crate::store::{Db, Record, StoreError, Table};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// The part of a record that holds its values.
const FIELD: &str = "customFields";

/// The modules that can have fields of a company, with the numbers that stand for them.
const MODULES: [(&str, i64); 10] = [
    ("client", 1),
    ("project", 2),
    ("timeentry", 3),
    ("employee", 4),
    ("expenseentry", 5),
    ("vendor", 6),
    ("activity", 7),
    ("expense", 8),
    ("invoice", 9),
    ("bill", 10),
];

/// The number that stands for a resource in `module` and `entityType`.
pub(crate) fn module_of(resource: &str) -> Option<i64> {
    MODULES.iter().find(|(name, _)| *name == resource).map(|(_, number)| *number)
}

/// One value as a record holds it.
pub(crate) fn value_in_record(definition_id: &str, definition: &Record, value: &str) -> Value {
    let of = |name: &str| definition.get(name).cloned().unwrap_or_default();
    json!({
        "customFieldId": definition_id, "definitionId": of("definitionId"), "label": of("label"), "description": of("description"), "type": of("type"),
        "value": value,
    })
}

/// One value as `customfieldvalue` lists it.
pub(crate) fn value_alone(entity: &str, entity_id: &str, value: &Value) -> Value {
    let of = |name: &str| value.get(name).cloned().unwrap_or_default();
    json!({
        "customFieldId": of("customFieldId"), "entityId": entity_id, "entityType": module_of(entity), "value": of("value"),
        "description": of("description"), "label": of("label"), "type": of("type"),
    })
}

/// Checks the values that a client sent and completes them from their definitions. An empty value is none.
pub(super) fn complete(db: &Db, table: &Table, record: &mut Record) -> Result<(), ApiError> {
    let Some(sent) = record.get(FIELD).and_then(Value::as_array) else { return Ok(()) };
    let mut values = Vec::with_capacity(sent.len());
    for item in sent {
        let definition_id = item.get("customFieldId").and_then(Value::as_str).unwrap_or_default();
        let definition = match db.tables.get("customfield") {
            Some(definitions) => db.record(definitions, definition_id)?.map(|stored| stored.record),
            None => None,
        };
        let suits = |definition: &Record| definition.get("module").and_then(Value::as_i64) == module_of(table.name());
        let Some(definition) = definition.filter(suits) else {
            return Err(ApiError::bad_request(
                "InvalidCustomField",
                format!("`customFields`: {} has no field `{definition_id}`.", table.name()),
            ));
        };
        let value = match item.get("value") {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) if text.is_empty() => continue,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let longest = definition.get("length").and_then(Value::as_u64).filter(|length| *length > 0);
        if longest.is_some_and(|longest| value.chars().count() as u64 > longest) {
            let label = definition.get("label").and_then(Value::as_str).unwrap_or_default();
            return Err(ApiError::bad_request(
                "MaxLength",
                format!("`customFields`: `{label}` takes at most {longest} characters.", longest = longest.unwrap_or_default()),
            ));
        }
        values.push(value_in_record(definition_id, &definition, &value));
    }
    record.insert(FIELD.to_owned(), Value::Array(values));
    Ok(())
}

/// Lists the values of a written record anew; without a record it has none any more.
pub(super) fn list_anew(db: &mut Db, table: &Table, id: &str, record: Option<&Record>) -> Result<(), StoreError> {
    let tables = Arc::clone(&db.tables);
    let Some(values) = tables.get("customfieldvalue").filter(|_| table.entity.field(FIELD).is_some()) else { return Ok(()) };
    db.delete_where(values, "entityId", id)?;
    for value in record.and_then(|record| record.get(FIELD)).and_then(Value::as_array).into_iter().flatten() {
        let Value::Object(mut row) = value_alone(table.name(), id, value) else { continue };
        row.insert("id".to_owned(), Uuid::new_v4().to_string().into());
        db.insert(values, &row)?;
    }
    Ok(())
}
