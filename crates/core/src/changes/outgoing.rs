//! A draft as it leaves this computer.

use super::draft::{Draft, DraftKind};
use super::review::changed_record;
use super::value::parse;
use super::visible::is_left_out;
use coredesk_catalogue::{EntityType, Field};
use serde_json::Value;

/// `draft` with its values in the form that the service takes: without fields that make no sense in a new record, and
/// without parts that the service sets itself.
pub(super) fn to_send(entity_type: &EntityType, draft: &Draft) -> Draft {
    let mut sent = draft.clone();
    if draft.kind == DraftKind::Delete {
        return sent;
    }
    let record = changed_record(entity_type, draft);
    sent.fields.retain(|change| !is_left_out(entity_type, draft, &record, &change.field));
    for change in sent.fields.iter_mut().filter(|change| change.action.is_none()) {
        if let Some(field) = entity_type.field(&change.field) {
            change.after = parse(field, &change.after).unwrap_or_else(|_| change.after.clone());
            drop_read_only(field, &mut change.after);
        }
    }
    sent
}

/// Takes the parts out that the service sets itself.
pub(super) fn drop_read_only(field: &Field, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| drop_read_only(field, item)),
        Value::Object(members) => {
            for part in &field.parts {
                if part.read_only {
                    members.remove(&part.name);
                } else if let Some(member) = members.get_mut(&part.name) {
                    drop_read_only(part, member);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
