//! Which fields make sense in a record, and what a new one begins with.

use super::alike::alike;
use super::draft::{Draft, DraftKind};
use crate::Record;
use coredesk_catalogue::{EntityType, Field};
use serde_json::Value;

/// Fields that depend on each other in a row; a circle ends there.
const DEPENDING_AT_MOST: u8 = 8;

/// Whether `field` makes sense beside the values of its siblings `fields` in `record`; what is left out there has its
/// default.
pub(super) fn is_visible(fields: &[Field], record: &Record, field: &Field) -> bool {
    is_visible_below(fields, record, field, DEPENDING_AT_MOST)
}

/// What makes a field visible must make sense itself.
fn is_visible_below(fields: &[Field], record: &Record, field: &Field, depth: u8) -> bool {
    let Some(when) = &field.visible_when else { return true };
    let sibling = fields.iter().find(|sibling| sibling.name == when.field);
    if depth > 0 && sibling.is_some_and(|sibling| !is_visible_below(fields, record, sibling, depth - 1)) {
        return false;
    }
    let held = sibling.map_or_else(|| record.get(&when.field), |sibling| sibling.value_in(record)).filter(|value| !value.is_null());
    let held = held.or_else(|| sibling?.default.as_ref()).unwrap_or(&Value::Null);
    when.values.iter().any(|value| alike(sibling, value, held))
}

/// What the service takes a new record to hold where nothing is filled in. It is shown and never sent.
pub(super) fn defaults(entity_type: &EntityType) -> Record {
    let known = entity_type.fields.iter().filter_map(|field| Some((field, field.default.clone()?)));
    known.filter(|(_, value)| !value.is_null()).map(|(field, value)| (field.name.clone(), value)).collect()
}

/// The fields of a new record that are filled in though they make no sense in it: they are kept and not sent.
pub(super) fn is_left_out(entity_type: &EntityType, draft: &Draft, record: &Record, name: &str) -> bool {
    draft.kind == DraftKind::Create && entity_type.field(name).is_some_and(|field| !is_visible(&entity_type.fields, record, field))
}
