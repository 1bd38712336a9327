//! Finds the record that a create made without showing it (`core-api.md`, section 11).

use super::{Comparison, Condition, Entities, Operator, PageRequest};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldKind};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// How far the service's clocks may be apart.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(1);

/// The one record with the values of `sent` that changed at `done_at`, by the service's clock, or later. Two that look
/// alike are none: a wrong id is worse than no id.
pub(super) async fn find<E: Entities>(
    entities: &E,
    entity_type: &EntityType,
    sent: &Record,
    done_at: Timestamp,
    cancel: &CancellationToken,
) -> Option<Record> {
    let is_dated = entity_type.fields.iter().any(|field| field.name == "lastUpdated");
    let likeness: Vec<Comparison> = sent.iter().filter_map(|(name, value)| alike(entity_type.field(name)?, value)).collect();
    if !is_dated || likeness.is_empty() {
        return None;
    }
    let since = done_at.checked_sub(CLOCKS_APART).ok()?;
    let request = PageRequest {
        number: 1,
        size: 100,
        changed_since: Some(since.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        condition: Some(Condition::AnyOf(vec![likeness])),
        ..PageRequest::default()
    };
    let page = entities.list(entity_type, &request, cancel).await.ok()?;
    let has_all = |record: &Record| {
        let mut told = sent.iter().filter(|(name, value)| !value.is_null() && !is_left_out(entity_type, name, value));
        told.all(|(name, value)| record.get(name).is_some_and(|is| equal(is, value)))
    };
    let is_whole = page.is_last();
    let mut found = page.records.into_iter().filter(has_all);
    match (found.next(), found.next()) {
        (Some(only), None) if is_whole => Some(only),
        _ => None,
    }
}

/// Whether lists leave a member out: they come without nested parts (`core-api.md`, section 9).
fn is_left_out(entity_type: &EntityType, name: &str, value: &Value) -> bool {
    value.is_array() || value.is_object() || entity_type.field(name).is_some_and(|field| field.nested || field.array)
}

/// What the confirmed grammar can compare for sure: short expressions, and no quotes within texts.
fn alike(field: &Field, value: &Value) -> Option<Comparison> {
    let is_sure = match &field.kind {
        FieldKind::Text => value.as_str().is_some_and(|text| !text.is_empty() && text.len() <= 100 && !text.contains('\'')),
        FieldKind::Reference(_) | FieldKind::Date => value.is_string(),
        FieldKind::Boolean => value.is_boolean(),
        FieldKind::LongText
        | FieldKind::Integer
        | FieldKind::Number
        | FieldKind::Money
        | FieldKind::DateTime
        | FieldKind::Instant
        | FieldKind::Id
        | FieldKind::Enum { .. }
        | FieldKind::Object => false,
    };
    (is_sure && field.filterable && !field.array).then(|| Comparison {
        field: field.name.clone(),
        operator: Operator::Equal,
        value: value.clone(),
    })
}

/// Equal to the service: `2.5` and `2.50` are the same number.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}
