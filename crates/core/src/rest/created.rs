//! Finds the record that a create made without showing it (`core-api.md`, section 11).

use super::{Comparison, Condition, Entities, Operator, PageRequest, listed};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldKind, referenced_id};
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

/// The one record that is called as `sent` and has its values, where the service lists nothing by its time of change. If
/// there was one like it before, there are two now, and none is taken.
pub(super) async fn find_named<E: Entities>(
    entities: &E,
    entity_type: &EntityType,
    sent: &Record,
    cancel: &CancellationToken,
) -> Option<Record> {
    let title = entity_type.field(entity_type.title_field.as_deref()?)?;
    let name = sent.get(&title.name)?.as_str().filter(|name| !name.trim().is_empty())?;
    let likeness: Vec<Comparison> = sent.iter().filter_map(|(name, value)| alike(entity_type.field(name)?, value)).collect();
    let condition = if title.filterable && !likeness.is_empty() {
        Condition::AnyOf(vec![likeness])
    } else if entity_type.searchable && !name.contains('=') {
        Condition::Expression(name.to_owned())
    } else {
        return None;
    };
    let parent_id = entity_type.parent_field().and_then(|field| referenced_id(sent.get(field)?));
    let has_all = |record: &Record| {
        let is_so = |(name, value): (&String, &Value)| match entity_type.field(name).filter(|field| !field.read_only) {
            Some(field) if !value.is_null() && !is_left_out(entity_type, name, value) => {
                record.get(name).is_none_or(|is| means(field, is, value))
            }
            _ => true,
        };
        record.contains_key(&title.name) && sent.iter().all(is_so)
    };
    let request = PageRequest { parent_id, condition: Some(condition), ..PageRequest::default() };
    let found = listed(entities, entity_type, request, has_all, cancel).await.ok()?;
    let mut records = found.records.into_iter();
    match (records.next(), records.next()) {
        (Some(only), None) if found.is_whole => Some(only),
        _ => None,
    }
}

/// Equal whatever the form: an id as the record itself, a number as a text, a day with a time.
fn means(field: &Field, one: &Value, other: &Value) -> bool {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    match field.kind {
        FieldKind::Id | FieldKind::Reference(_) => referenced_id(one) == referenced_id(other),
        FieldKind::Integer | FieldKind::Number | FieldKind::Money => number(one) == number(other),
        FieldKind::Date | FieldKind::DateTime | FieldKind::Instant => {
            let day = |value: &Value| value.as_str().and_then(|text| text.get(..10)).map(str::to_owned);
            day(one) == day(other)
        }
        FieldKind::Text | FieldKind::LongText | FieldKind::Boolean | FieldKind::Enum { .. } | FieldKind::Object => one == other,
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
