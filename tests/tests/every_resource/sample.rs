//! Values for a new record, made from what the catalogue knows of its fields and from records that are there.

use super::Bench;
use anyhow::Result;
use coredesk_core::catalogue::{EntityType, Field, FieldKind};
use serde_json::{Value, json};

/// Times and costs on a project, which the service locks once they are billed.
const ENTRIES: [&str; 2] = ["timeentry", "expenseentry"];

impl Bench {
    /// A value for every field that a person may set and that the service does not work out by itself.
    pub(super) async fn sample(&self, entity_type: &EntityType) -> Result<Vec<(String, Value)>> {
        let is_entry = ENTRIES.contains(&entity_type.name.as_str());
        let open = if is_entry { [("where", "billStatus=0"), ("page", "1,1")] } else { [("where", ""), ("page", "1,1")] };
        // What goes together, such as a project and its activities, is as in a record that is there.
        let like = self.service.list(&entity_type.path, &open).await?.pop().unwrap_or_default();
        let mut values = Vec::new();
        for field in entity_type.fields.iter().filter(|field| field.is_editable() && !is_worked_out(entity_type, field)) {
            let value = match (&field.kind, &field.name) {
                (FieldKind::Reference(_), name) if is_entry || field.required => Some(like[name].clone()),
                (FieldKind::Reference(reference), _) => self.first_of(&reference.entity_types[0]).await?,
                (FieldKind::Enum { .. }, name) if is_entry && name == "billStatus" => Some(json!(0)),
                _ => value(field),
            };
            values.extend(value.filter(|value| !value.is_null()).map(|value| (field.name.clone(), value)));
        }
        Ok(values)
    }

    async fn first_of(&self, entity_type: &str) -> Result<Option<Value>> {
        let Some(target) = self.catalogue.entity_type(entity_type) else { return Ok(None) };
        let first = self.service.list(&target.path, &[("page", "1,1")]).await?.pop();
        Ok(first.map(|record| record["id"].clone()))
    }
}

/// Names beside references, and the place in a tree of its own kind, which has rules of its own.
pub(super) fn is_worked_out(entity_type: &EntityType, field: &Field) -> bool {
    let own = field.reference().is_some_and(|reference| reference.entity_types.contains(&entity_type.name));
    let number_of = field.name.strip_suffix("Number").map(|stem| format!("{stem}Id"));
    own || number_of.is_some_and(|id| entity_type.field(&id).is_some()) || field.name == "client" || field.name == "hasChild"
}

fn value(field: &Field) -> Option<Value> {
    let text = format!("{} of a test", field.title);
    Some(match &field.kind {
        FieldKind::Text | FieldKind::LongText => {
            json!(text.chars().take(field.max_length.map_or(usize::MAX, |longest| longest as usize)).collect::<String>())
        }
        FieldKind::Integer => json!("7"),
        FieldKind::Number | FieldKind::Money => json!("12.50"),
        FieldKind::Boolean => json!(true),
        FieldKind::Date => json!("2026-11-19"),
        FieldKind::DateTime => json!("2026-11-19T08:30:00"),
        FieldKind::Instant => json!("2026-11-19T08:30:00Z"),
        FieldKind::Id => json!("5f2b1f0e-96a5-4a3f-8f0a-0d9a3b1c2d3e"),
        FieldKind::Enum { values, .. } => values.first().map_or(json!(2), |first| first.value.clone()),
        FieldKind::Reference(_) | FieldKind::Object => return None,
    })
}

/// What the service has where `typed` was sent.
pub(super) fn arrives_as(field: &Field, typed: &Value) -> Value {
    match (&field.kind, typed) {
        (FieldKind::Integer | FieldKind::Number | FieldKind::Money, Value::String(text)) => {
            text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
        }
        (FieldKind::Date, Value::String(day)) => json!(format!("{day}T00:00:00")),
        _ => typed.clone(),
    }
}
