//! Records as other versions of the service would send them: with fields that no description has yet, with the zero uuid for
//! "none", with something where nested parts are left out (`core-api.md` sections 9 and 17).

use crate::faults::FaultSwitches;
use crate::store::{Record, StoreError, Table};
use serde_json::{Value, json};
use uuid::Uuid;

/// Which of these differences are switched on.
pub(super) struct Outgoing {
    new_fields: bool,
    zero_uuid: bool,
    /// What stands in a list where a nested part was not asked for.
    in_place_of_parts: Option<Value>,
}

impl Outgoing {
    /// For a record that is asked for by itself.
    pub(super) fn single(faults: &FaultSwitches) -> Self {
        Self { new_fields: faults.is_on("new-fields"), zero_uuid: faults.is_on("zero-uuid"), in_place_of_parts: None }
    }

    /// For the records of a list.
    pub(super) fn listed(faults: &FaultSwitches) -> Self {
        let in_place_of_parts = faults.value("parts-in-lists").map(|form| if form == "empty" { json!([]) } else { Value::Null });
        Self { in_place_of_parts, ..Self::single(faults) }
    }

    /// The JSON text of a record in the form in which it goes out.
    pub(super) fn text(&self, table: &Table, document: String) -> Result<String, StoreError> {
        if !self.new_fields && !self.zero_uuid && self.in_place_of_parts.is_none() {
            return Ok(document);
        }
        let mut record: Record = serde_json::from_str(&document)?;
        self.apply(table, &mut record);
        Ok(Value::Object(record).to_string())
    }

    pub(super) fn apply(&self, table: &Table, record: &mut Record) {
        if self.zero_uuid {
            for field in table.entity.fields.iter().filter(|field| field.reference().is_some()) {
                if let Some(value) = record.get_mut(&field.name).filter(|value| value.is_null()) {
                    *value = Uuid::nil().to_string().into();
                }
            }
        }
        if let Some(value) = &self.in_place_of_parts {
            for field in table.entity.fields.iter().filter(|field| field.nested) {
                record.entry(field.name.as_str()).or_insert_with(|| value.clone());
            }
        }
        if self.new_fields {
            for (name, value) in new_fields() {
                record.entry(name).or_insert(value);
            }
        }
    }
}

/// Fields that no description has: an object, a code, a day.
fn new_fields() -> [(&'static str, Value); 3] {
    [
        ("costCentre", json!({ "code": "CC-7", "isActive": true })),
        ("reviewState", json!(97)),
        ("accountingDate", json!("2026-11-20T00:00:00")),
    ]
}
