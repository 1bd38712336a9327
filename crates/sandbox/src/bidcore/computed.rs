//! How an object looks in an answer: the stored fields, and those that are worked out when it is asked for.

use super::description::{Entity, Kind, Schema, TextForm};
use super::money::Money;
use crate::store::Record;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// How objects of one entity type look in an answer.
pub(super) struct View<'a> {
    pub(super) entity: &'a Entity,
    pub(super) now: Timestamp,
    pub(super) money_is_number: bool,
    /// References to one object are objects.
    pub(super) nested_references: bool,
    /// The fields that are in no document yet are there.
    pub(super) with_news: bool,
    /// Fields are there that are in no document ever.
    pub(super) with_unknown: bool,
}

impl View<'_> {
    /// The object with all of its fields, in the order of the document.
    pub(super) fn object(&self, id: i64, mut stored: Record) -> Value {
        let fields = self.entity.schema.fields().iter().filter(|field| self.with_news || !field.is_news);
        let computed: Vec<_> = fields.map(|field| (field, self.computed(id, &stored, &field.name))).collect();
        let mut object = Record::new();
        for (field, computed) in computed {
            let value = computed.or_else(|| stored.shift_remove(&field.name)).or_else(|| field.schema.default.clone());
            let value = value.map(|id| if self.nested_references && is_one_id(&field.schema, &id) { json!({ "id": id }) } else { id });
            object.insert(field.name.clone(), self.presented(&field.schema, value.unwrap_or(Value::Null)));
        }
        if self.with_unknown {
            object.insert("delivery_health".to_owned(), json!({ "score": 3, "trend": "rising" }));
            object.insert("legacy_code".to_owned(), json!(format!("NL-{id}")));
        }
        Value::Object(object)
    }

    fn computed(&self, id: i64, stored: &Record, field: &str) -> Option<Value> {
        match field {
            "id" => Some(id.into()),
            "status" if self.entity.field("end_date").is_some() => Some(status(stored, self.now).into()),
            "remaining_budget" => Some(remaining_budget(stored).map_or(Value::Null, |amount| amount.to_string().into())),
            "forecast_percent" if status(stored, self.now) != "active" || !delivers_for_a_day(stored, self.now) => Some(Value::Null),
            "items_count" => Some(self.items_count(stored).into()),
            "is_hosted" => Some((text(stored, "asset_source") == Some("hosted")).into()),
            "preview_url" => Some(format!("https://preview.northlight.example/creatives/{id}").into()),
            "code" => Some(format!("<img src=\"https://px.northlight.example/p?id={id}\" width=\"1\" height=\"1\" alt=\"\">").into()),
            _ => None,
        }
    }

    /// The entries of the list that the object is there for.
    fn items_count(&self, stored: &Record) -> usize {
        let mut lists = self.entity.schema.fields().iter().filter(|field| field.required && matches!(field.schema.kind, Kind::List { .. }));
        lists.next().and_then(|field| stored.get(&field.name)?.as_array()).map_or(0, Vec::len)
    }

    /// The value with its money as it is switched to come.
    fn presented(&self, schema: &Schema, value: Value) -> Value {
        if !self.money_is_number {
            return value;
        }
        match (&schema.kind, value) {
            (Kind::Text { form: TextForm::Decimal, .. }, Value::String(amount)) => {
                serde_json::from_str(&amount).unwrap_or(Value::String(amount))
            }
            (Kind::List { items, .. }, Value::Array(values)) => values.into_iter().map(|value| self.presented(items, value)).collect(),
            (Kind::Object { fields }, Value::Object(mut object)) => {
                for field in fields {
                    if let Some(value) = object.get_mut(&field.name) {
                        *value = self.presented(&field.schema, value.take());
                    }
                }
                Value::Object(object)
            }
            (_, value) => value,
        }
    }
}

/// Whether a value is the id of another object.
fn is_one_id(schema: &Schema, value: &Value) -> bool {
    schema.reference.as_ref().is_some_and(|reference| reference.steps.is_empty()) && value.is_number()
}

/// Past its end always complete; else paused if it is not active, scheduled before its start, active otherwise.
pub(super) fn status(stored: &Record, now: Timestamp) -> &'static str {
    let is_after = |field: &str| instant(stored, field).is_some_and(|instant| instant > now);
    match stored.get("is_active").and_then(Value::as_bool) {
        _ if !is_after("end_date") => "complete",
        Some(true) if is_after("start_date") => "scheduled",
        Some(true) => "active",
        _ => "paused",
    }
}

/// The condition on `t` that picks the objects of a status at the time that `?` stands for; it stands twice.
pub(super) fn status_sql(status: &str) -> &'static str {
    match status {
        "complete" => "(julianday(json_extract(t.doc, '$.end_date')) <= julianday(?) AND ? IS NOT NULL)",
        "paused" => {
            "(julianday(json_extract(t.doc, '$.end_date')) > julianday(?) AND ? IS NOT NULL AND NOT json_extract(t.doc, '$.is_active'))"
        }
        "scheduled" => {
            "(json_extract(t.doc, '$.is_active') AND julianday(json_extract(t.doc, '$.end_date')) > julianday(?) AND julianday(json_extract(t.doc, '$.start_date')) > julianday(?))"
        }
        _ => {
            "(json_extract(t.doc, '$.is_active') AND julianday(json_extract(t.doc, '$.end_date')) > julianday(?) AND julianday(json_extract(t.doc, '$.start_date')) <= julianday(?))"
        }
    }
}

fn remaining_budget(stored: &Record) -> Option<Money> {
    Some(money(stored, "budget")? - money(stored, "spend").unwrap_or_default())
}

fn delivers_for_a_day(stored: &Record, now: Timestamp) -> bool {
    instant(stored, "start_date").and_then(|start| start.checked_add(SignedDuration::from_hours(24)).ok()).is_some_and(|day| day <= now)
}

pub(super) fn text<'a>(record: &'a Record, field: &str) -> Option<&'a str> {
    record.get(field)?.as_str()
}

pub(super) fn money(record: &Record, field: &str) -> Option<Money> {
    Money::read(text(record, field)?)
}

pub(super) fn instant(record: &Record, field: &str) -> Option<Timestamp> {
    text(record, field)?.parse().ok()
}
