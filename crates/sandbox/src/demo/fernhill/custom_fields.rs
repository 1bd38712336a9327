//! Fields that the firm has added, and their values.
//!
//! The records that hold values come before the definitions, so a definition is known by its number.

use super::super::firm::Firm;
use super::OPENING;
use crate::api::{module_of, value_alone, value_in_record};
use crate::store::{Record, StoreError};
use serde_json::{Value, json};

/// Resource, label, type (0 text, 1 choice, 2 yes or no, 3 number, 4 date) and length, in the order in which they are made.
const DEFINITIONS: [(&str, &str, u8, u32); 9] = [
    ("project", "Client PO", 0, 50),
    ("project", "Seismic zone", 1, 50),
    ("project", "Site visit needed", 2, 50),
    ("client", "Region code", 0, 20),
    ("client", "Key account", 2, 5),
    ("employee", "Licence number", 0, 30),
    ("timeentry", "Weather", 1, 30),
    ("timeentry", "Crew size", 3, 4),
    ("expenseentry", "Vehicle", 0, 30),
];
/// How many of them the projects bring with them.
const OF_PROJECTS: usize = 3;

/// The values of a record, by the labels of their fields.
pub(super) fn values(firm: &Firm<'_>, values: &[(&str, String)]) -> Result<Value, StoreError> {
    let mut items = Vec::new();
    for (number, definition) in (1_u64..).zip(&DEFINITIONS) {
        if let Some((_, value)) = values.iter().find(|(label, _)| *label == definition.1) {
            let id = firm.id_of("customfield", number)?;
            items.push(value_in_record(&id, &record_of(definition, &id), value));
        }
    }
    Ok(Value::Array(items))
}

/// The project's three fields, with the values that `of` names for each project.
pub(super) fn make_of_projects(firm: &mut Firm<'_>, projects: &[(String, Vec<(&'static str, String)>)]) -> Result<(), StoreError> {
    for (number, definition) in (1_u64..).zip(&DEFINITIONS[..OF_PROJECTS]) {
        let id = firm.id_of("customfield", number)?;
        let fields = record_of(definition, &id);
        firm.add("customfield", OPENING, Value::Object(fields.clone()), &[])?;
        for (project, values) in projects {
            if let Some((_, value)) = values.iter().find(|(label, _)| *label == definition.1) {
                firm.add("customfieldvalue", OPENING, value_alone("project", project, &value_in_record(&id, &fields, value)), &[])?;
            }
        }
    }
    Ok(())
}

/// The other fields, and a row for each value that was written into a record.
pub(super) fn make(firm: &mut Firm<'_>) -> Result<(), StoreError> {
    for (number, definition) in (1_u64..).zip(&DEFINITIONS).skip(OF_PROJECTS) {
        let id = firm.id_of("customfield", number)?;
        firm.add("customfield", OPENING, Value::Object(record_of(definition, &id)), &[])?;
    }
    for (resource, entity_id, value) in firm.take_custom_values() {
        if resource != "project" {
            firm.add("customfieldvalue", OPENING, value_alone(resource, &entity_id, &value), &[])?;
        }
    }
    Ok(())
}

fn record_of((resource, label, kind, length): &(&str, &str, u8, u32), id: &str) -> Record {
    let fields = json!({
        "label": label, "description": label, "module": module_of(resource), "type": kind, "length": length, "definitionId": id,
    });
    match fields {
        Value::Object(record) => record,
        _ => Record::new(),
    }
}
