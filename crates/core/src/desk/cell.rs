//! A field's value as a person sees it in a list: references by name, numbers exact, nested parts in a word.

use crate::Record;
use crate::changes::{FieldChange, name_in};
use coredesk_catalogue::{Field, FieldKind, Widget, ZERO_ID, referenced_id};
use serde_json::{Map, Number, Value, json};
use std::collections::HashMap;

/// Names that a list shows where it has more of them than [`NAMED_AT_MOST`].
const NAMED_OF_MANY: usize = 2;
/// A list of so many is shown whole.
const NAMED_AT_MOST: usize = 3;
/// The longest words of one value inside a summary, in characters.
const LONGEST_WORDS: usize = 40;

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
        return summary(field, value);
    }
    match (value, field.reference()) {
        (Value::Null, Some(_)) => Value::Null,
        (Value::String(id), Some(_)) if is_none(id) => Value::Null,
        (value, Some(_)) if let Some(name) = name_in(value) => json!({ "id": "", "label": name }),
        (value, Some(_)) => {
            let id = referenced_id(value).unwrap_or_else(|| text(value));
            json!({ "id": id, "label": label.unwrap_or(&id) })
        }
        (Value::Number(number), None) => exact(number),
        (Value::String(digits), None) if field.kind.is_number() => {
            digits.trim().parse::<Number>().map_or_else(|_| value.clone(), |number| exact(&number))
        }
        (value, None) => value.clone(),
    }
}

/// The zero uuid means "none" (BQE CORE; the reference's section 17).
fn is_none(id: &str) -> bool {
    id.is_empty() || id == ZERO_ID
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A number that a double holds exactly stays a number; any other crosses as its own text.
fn exact(number: &Number) -> Value {
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

/// The ids of a list of references whose names are shown.
pub(super) fn named(items: &[Value]) -> impl Iterator<Item = String> {
    let shown = if items.len() > NAMED_AT_MOST { NAMED_OF_MANY } else { items.len() };
    items.iter().filter_map(referenced_id).take(shown)
}

/// A list of references as a cell, after the names of those that [`named`] told.
pub(super) fn names_cell(items: &[Value], names: &[String]) -> Value {
    match items.len().saturating_sub(names.len()) {
        _ if names.is_empty() => Value::Null,
        0 => Value::String(names.join(", ")),
        more => Value::String(format!("{} and {} more", names.join(", "), counted(more))),
    }
}

/// The cell of what a change makes of a value, told apart from what was there: two lists may be told in the same words.
pub(super) fn told_apart(field: &Field, change: &FieldChange, after: Value) -> Value {
    if field.is_scalar() || change.action.is_some() || change.before == change.after {
        return after;
    }
    let Value::String(words) = &after else { return after };
    let (Value::Array(before), Value::Array(now)) = (&change.before, &change.after) else {
        let is_told = cell(field, &change.before, None) != cell(field, &change.after, None);
        return if is_told { after } else { Value::String(format!("{words} (changed)")) };
    };
    let mut left: HashMap<String, usize> = HashMap::new();
    for item in before {
        *left.entry(item.to_string()).or_default() += 1;
    }
    let stays = |item: &&Value| left.get_mut(&item.to_string()).filter(|count| **count > 0).map(|count| *count -= 1).is_none();
    let added = now.iter().filter(stays).count();
    let removed = (before.len() + added).saturating_sub(now.len());
    let told: Vec<String> = [(added, "added"), (removed, "removed")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", counted(count)))
        .collect();
    let told = if told.is_empty() { "in another order".to_owned() } else { told.join(", ") };
    Value::String(format!("{words} ({told})"))
}

/// `50,000`
fn counted(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn summary(field: &Field, value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) => Value::String(list_summary(field, items)),
        Value::Object(_) if field.widget == Some(Widget::Expression) => {
            let mut terms = 0;
            field.each_reference(value, &mut |_, _| terms += 1);
            if terms == 0 { Value::Null } else { Value::String(of_some(terms, "term", "terms")) }
        }
        Value::Object(members) if !field.parts.is_empty() => parts_summary(field, members),
        Value::Object(members) => {
            let texts: Vec<&str> = members.values().filter_map(Value::as_str).filter(|text| !text.is_empty()).take(4).collect();
            Value::String(if texts.is_empty() { "1 part".to_owned() } else { texts.join(", ") })
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn of_some(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", counted(count), if count == 1 { one } else { many })
}

fn list_summary(field: &Field, items: &[Value]) -> String {
    if items.iter().any(|item| item.is_object() || item.is_array()) {
        return of_some(items.len(), "part", "parts");
    }
    if items.len() <= NAMED_AT_MOST {
        let words: Vec<String> = items.iter().filter_map(|item| words_of(field, item)).collect();
        if words.len() == items.len() {
            return words.join(", ");
        }
    }
    of_some(items.len(), "entry", "entries")
}

/// The parts that say something: a value with its title, what is nested or long by its title alone.
fn parts_summary(field: &Field, members: &Map<String, Value>) -> Value {
    let told = field.parts.iter().filter_map(|part| match members.get(&part.name)? {
        Value::Null | Value::Bool(false) => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Object(members) if members.is_empty() => None,
        Value::Bool(true) => Some(part.title.clone()),
        value if part.is_scalar() && part.reference().is_none() => {
            Some(words_of(part, value).map_or_else(|| part.title.clone(), |words| format!("{} {words}", part.title)))
        }
        _ => Some(part.title.clone()),
    });
    let told: Vec<String> = told.collect();
    if told.len() <= NAMED_AT_MOST {
        return if told.is_empty() { Value::Null } else { Value::String(told.join(", ")) };
    }
    let shown = told.iter().take(NAMED_OF_MANY).cloned().collect::<Vec<_>>().join(", ");
    Value::String(format!("{shown} and {} more", counted(told.len() - NAMED_OF_MANY)))
}

/// One value in words; nothing for what is long or nested.
fn words_of(field: &Field, value: &Value) -> Option<String> {
    let known = field.kind.choices().iter().find(|known| known.value == *value).map(|known| known.label.clone());
    let words = known.or_else(|| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    words.filter(|words| words.chars().count() <= LONGEST_WORDS && !words.contains('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::bqe_core;
    use coredesk_catalogue::{FieldOrigin, Reference};

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

    fn part(parts: Vec<Field>) -> Field {
        Field { parts, whole: true, ..bare("part", FieldKind::Object) }
    }

    fn bare(name: &str, kind: FieldKind) -> Field {
        Field::bare(name, kind, FieldOrigin::Described)
    }

    fn check_summary(field: &Field, value: &Value, expected: &Value) {
        assert_eq!(&cell(field, value, None), expected, "{value}");
    }

    #[test]
    fn lists_are_told_in_a_few_words() {
        let field = Field { array: true, ..bare("domains", FieldKind::Text) };
        check_summary(&field, &json!([]), &Value::Null);
        check_summary(&field, &json!(["a.example", "b.example"]), &json!("a.example, b.example"));
        check_summary(&field, &json!(["x".repeat(41)]), &json!("1 entry"));
        check_summary(&field, &Value::Array(vec![json!("a"); 50_000]), &json!("50,000 entries"));
        check_summary(&field, &Value::Array(vec![json!("a"); 999]), &json!("999 entries"));
        check_summary(&field, &Value::Array(vec![json!("a"); 1_234_567]), &json!("1,234,567 entries"));
    }

    #[test]
    fn parts_are_told_by_their_titles() {
        let reference = Field { array: true, ..bare("list_ids", FieldKind::Reference(Reference::to(vec!["lists".to_owned()]))) };
        let expression = Field { widget: Some(Widget::Expression), ..part(vec![Field { name: "groups".to_owned(), ..reference.clone() }]) };
        check_summary(&expression, &json!({ "groups": [1, 2] }), &json!("2 terms"));
        check_summary(&expression, &json!({ "groups": [] }), &Value::Null);
        let parts = part(vec![bare("count", FieldKind::Integer), bare("on", FieldKind::Boolean), reference, bare("day", FieldKind::Text)]);
        check_summary(&parts, &json!({ "count": 3, "on": false, "list_ids": [], "day": "all" }), &json!("Count 3, Day all"));
        check_summary(&parts, &json!({ "count": 3, "on": true, "list_ids": [1], "day": "all" }), &json!("Count 3, On and 2 more"));
        check_summary(&parts, &json!({ "day": "x".repeat(41) }), &json!("Day"));
        check_summary(&parts, &json!({}), &Value::Null);
    }

    #[test]
    fn references_in_a_list_are_told_by_name() {
        let names = |items: Value, expected: &[&str], told: Value| {
            let items = items.as_array().cloned().unwrap_or_default();
            let ids: Vec<String> = named(&items).collect();
            assert_eq!(ids, expected);
            assert_eq!(names_cell(&items, &ids), told);
        };
        names(json!([]), &[], Value::Null);
        names(json!([1, { "id": 2 }, "c"]), &["1", "2", "c"], json!("1, 2, c"));
        names(json!([1, 2, 3, 4, 5]), &["1", "2"], json!("1, 2 and 3 more"));
    }

    #[test]
    fn a_number_in_a_text_and_a_record_in_place_of_an_id_are_understood() {
        let money = Field { wire: coredesk_catalogue::WireForm::Text, ..bare("budget", FieldKind::Money) };
        check_summary(&money, &json!("12.50"), &serde_json::from_str("12.50").expect("is JSON"));
        check_summary(&money, &json!("9007199254740993"), &json!("9007199254740993"));
        let campaign = bare("campaign", FieldKind::Reference(Reference::to(vec!["campaigns".to_owned()])));
        check_summary(&campaign, &json!({ "id": 7, "name": "Autumn" }), &json!({ "id": "7", "label": "7" }));
    }

    #[test]
    fn a_change_of_a_list_is_told_apart() {
        let check = |field: &Field, before: Value, after: Value, expected: &str| {
            let change = FieldChange { field: "f".to_owned(), before, after: after.clone(), theirs: None, action: None, problem: None };
            assert_eq!(told_apart(field, &change, cell(field, &after, None)), json!(expected));
        };
        let list = Field { array: true, ..bare("f", FieldKind::Text) };
        let many = |last: &str| -> Value { (0..5).map(|number| json!(number.to_string())).chain([json!(last)]).collect() };
        check(&list, many("a"), many("b"), "6 entries (1 added, 1 removed)");
        check(&list, json!(["a", "a"]), json!(["a"]), "a (1 removed)");
        check(&list, json!(["a", "b"]), json!(["b", "a"]), "b, a (in another order)");
        let inner = Field { name: "deep".to_owned(), ..part(vec![bare("x", FieldKind::Integer)]) };
        let parts = part(vec![inner]);
        check(&parts, json!({ "deep": { "x": 1 } }), json!({ "deep": { "x": 2 } }), "Part (changed)");
    }
}
