//! A field's value as a person sees it in a list: references by name, numbers exact, nested parts in a word.

use crate::Record;
use coredesk_catalogue::{Field, FieldKind};
use serde_json::{Value, json};

/// The value of `field` in `record` as a cell.
///
/// Text, numbers, booleans and null stay as they are, a reference becomes `{ id, label }` with the name that the
/// record carries for it, a workflow becomes the word for its state, and a nested part a short summary.
pub(super) fn cell_of(field: &Field, record: &Record) -> Value {
    let value = field.value_in(record).unwrap_or(&Value::Null);
    let label = field.label_field.as_ref().and_then(|name| record.get(name)).and_then(Value::as_str);
    cell(field, value, label)
}

/// `value` as a cell of `field`; `label` is the name of what it refers to, if that is known.
pub(super) fn cell(field: &Field, value: &Value, label: Option<&str>) -> Value {
    if let Some(workflow) = &field.workflow {
        return workflow.state(value).map_or(Value::Null, Value::from);
    }
    if field.array || field.kind == FieldKind::Object {
        return summary(value);
    }
    match (value, field.reference()) {
        (Value::Null, Some(_)) => Value::Null,
        (Value::String(id), Some(_)) if is_none(id) => Value::Null,
        (value, Some(_)) => json!({ "id": text(value), "label": label.map_or_else(|| text(value), str::to_owned) }),
        (Value::Number(number), None) => exact(number),
        (value, None) => value.clone(),
    }
}

/// The zero uuid means "none" (BQE CORE; the reference's section 17).
fn is_none(id: &str) -> bool {
    id.is_empty() || id == "00000000-0000-0000-0000-000000000000"
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A number that a double holds exactly stays a number; any other crosses as its own text.
fn exact(number: &serde_json::Number) -> Value {
    let written = number.to_string();
    let survives = number.as_f64().is_some_and(|double| {
        let plain = double.to_string();
        double.abs() < 9_007_199_254_740_992.0 && (plain == written || trimmed(&written) == plain)
    });
    if survives { Value::Number(number.clone()) } else { Value::String(written) }
}

/// `12.50` and `12.5` are the same amount.
fn trimmed(written: &str) -> &str {
    if written.contains('.') && !written.contains(['e', 'E']) { written.trim_end_matches('0').trim_end_matches('.') } else { written }
}

fn summary(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) if items.len() == 1 => Value::String("1 part".to_owned()),
        Value::Array(items) => Value::String(format!("{} parts", items.len())),
        Value::Object(members) => {
            let texts: Vec<&str> = members.values().filter_map(Value::as_str).filter(|text| !text.is_empty()).take(4).collect();
            Value::String(if texts.is_empty() { "1 part".to_owned() } else { texts.join(", ") })
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::bqe_core;

    fn check(record: &str, field: &str, expected: &Value) {
        let service = bqe_core::service().expect("reads");
        let field = service.catalogue.entity_type("timeentry").and_then(|entry| entry.field(field)).expect("is there").clone();
        let record: Record = serde_json::from_str(record).expect("is JSON");
        assert_eq!(&cell_of(&field, &record), expected, "{field:?}");
    }

    #[test]
    fn a_reference_shows_the_name_the_record_carries() {
        check(r#"{"projectId":"p1","project":"Quay House"}"#, "projectId", &json!({"id":"p1","label":"Quay House"}));
        check(r#"{"projectId":"p1"}"#, "projectId", &json!({"id":"p1","label":"p1"}));
        check(r#"{"projectId":"00000000-0000-0000-0000-000000000000"}"#, "projectId", &Value::Null);
    }

    #[test]
    fn numbers_cross_exactly() {
        let number = |text: &str| serde_json::from_str::<Value>(text).expect("is JSON");
        check(r#"{"actualHours":12.50}"#, "actualHours", &number("12.50"));
        check(r#"{"actualHours":0.1}"#, "actualHours", &number("0.1"));
        check(r#"{"actualHours":9007199254740993}"#, "actualHours", &json!("9007199254740993"));
        check(r#"{"actualHours":0.12345678901234567890}"#, "actualHours", &json!("0.12345678901234567890"));
    }

    #[test]
    fn nested_parts_are_told_in_a_word() {
        check(r#"{"customFields":[{"label":"PO"},{}]}"#, "customFields", &json!("2 parts"));
        check(r#"{"customFields":[]}"#, "customFields", &Value::Null);
    }

    #[test]
    fn a_workflow_is_told_by_its_state() {
        check(r#"{"workflow":[{"action":"Submit"},{"action":"approved"}]}"#, "workflow", &json!("Approved"));
        check(r#"{"workflow":[{"action":"Escalate"}]}"#, "workflow", &json!("Escalate"));
        check(r#"{"workflow":[]}"#, "workflow", &Value::Null);
        check("{}", "workflow", &Value::Null);
    }
}
