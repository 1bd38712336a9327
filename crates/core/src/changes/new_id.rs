//! The ids of records that the service does not know yet, wherever they stand in a draft.

use super::draft::FieldChange;
use coredesk_catalogue::{EntityType, Field};
use serde_json::Value;
use uuid::Uuid;

/// What such an id begins with.
const NEW: &str = "new:";

/// An id for a record that the service does not know yet.
pub(super) fn made() -> String {
    format!("{NEW}{}", Uuid::now_v7())
}

/// Whether the service does not know this record yet.
pub(super) fn is_new(id: &str) -> bool {
    id.starts_with(NEW)
}

/// Whether it is an id as [`made`], and no words of a person that begin like one.
fn is_made(id: &str) -> bool {
    id.strip_prefix(NEW).is_some_and(|rest| rest.parse::<Uuid>().is_ok())
}

/// Whether a value of the field called `name` points at a record that the service does not know yet. Words that begin in
/// the same way are words.
pub(super) fn points_at_new(entity_type: &EntityType, name: &str, value: &Value) -> bool {
    let mut found = false;
    if let Some(field) = entity_type.field(name) {
        field.each_reference(value, &mut |_, id| found |= id.as_str().is_some_and(is_new));
    }
    found
}

/// Puts `id` in the place of `new`, at any depth. True if it was there.
pub(super) fn replace(field: &Field, value: &mut Value, new: &str, id: &Value) -> bool {
    let mut found = false;
    field.each_reference_mut(value, &mut |_, held| {
        if held.as_str() == Some(new) {
            *held = id.clone();
            found = true;
        }
    });
    found
}

/// Whether `now` is the change that was `reviewed`. The ids that new records were given meanwhile are no change.
pub(super) fn is_of(reviewed: &FieldChange, now: &FieldChange) -> bool {
    reviewed.field == now.field && same_but_for_new(&reviewed.after, &now.after)
}

fn same_but_for_new(reviewed: &Value, now: &Value) -> bool {
    match (reviewed, now) {
        (Value::String(id), Value::Number(_) | Value::String(_)) if is_made(id) => true,
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_but_for_new(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| same_but_for_new(one, other)))
        }
        _ => reviewed == now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_ids_of_new_records_may_change_after_the_review() {
        let check = |reviewed: Value, now: Value, expected: bool| {
            let change = |after: Value| FieldChange::of("f", Value::Null, after);
            assert_eq!(is_of(&change(reviewed.clone()), &change(now.clone())), expected, "{reviewed} {now}");
        };
        let new = made();
        check(json!(new), json!(7), true);
        check(json!([1, { "id": new }]), json!([1, { "id": "a" }]), true);
        check(json!([1, { "id": new }]), json!([2, { "id": "a" }]), false);
        check(json!([new]), json!([7, 8]), false);
        check(json!({ "id": new }), json!({ "id": 7, "join": "or" }), false);
        check(json!(new), Value::Null, false);
        check(json!("new: opened today"), json!("opened today"), false);
    }
}
