//! A draft as it leaves this computer.

use super::draft::{Draft, DraftKind};
use super::laid::lay_over;
use super::review::changed_record;
use super::value::parse;
use super::visible::is_left_out;
use crate::Record;
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

/// `record` with the values that `draft` would send laid over it. A value whose place in it is not known is left out.
pub(crate) fn with_edits(entity_type: &EntityType, mut record: Record, draft: &Draft) -> Record {
    for change in to_send(entity_type, draft).fields.into_iter().filter(|change| change.action.is_none()) {
        let _ = lay_over(entity_type, &mut record, &change.field, change.after);
    }
    record
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::{FieldChange, Said};
    use serde_json::json;

    fn change(field: &str, after: Value, action: Option<&str>) -> FieldChange {
        FieldChange { field: field.to_owned(), before: Value::Null, after, theirs: None, action: action.map(str::to_owned), problem: None }
    }

    #[test]
    fn a_record_with_its_edits_holds_them_as_they_would_be_sent_and_all_else_as_it_came() {
        let service = coredesk_catalogue::bqe_core::service().expect("reads");
        let time_entry = service.catalogue.entity_type("timeentry").expect("is in the catalogue");
        let record = json!({ "id": "1", "actualHours": 6, "strange": [1] }).as_object().cloned().expect("an object");
        let draft = Draft {
            change_id: "c".to_owned(),
            entity_type: "timeentry".to_owned(),
            entity_id: "1".to_owned(),
            kind: DraftKind::Edit,
            fields: vec![
                change("actualHours", json!("6.5"), None),
                change("description", json!("Model"), None),
                change("workflow", json!("submit"), Some("submit")),
                change("unheard", json!(1), None),
            ],
            base: Some(record.clone()),
            said: Said::default(),
            in_doubt: false,
            made_at: 0,
            left_out: false,
            prepared_by: None,
            checked: None,
            undoes: None,
        };
        let edited = Value::Object(with_edits(time_entry, record, &draft));
        assert_eq!(edited, json!({ "id": "1", "actualHours": 6.5, "strange": [1], "description": "Model" }));
    }
}
