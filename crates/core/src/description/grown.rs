//! The built-in description with what was learnt added to it: what everybody above reads.

use super::CustomFields;
use super::learnt::{Learnt, LearntField, LearntType};
use coredesk_catalogue::{Catalogue, EntityType, EnumValue, FIRST_COLUMNS, Field, FieldKind, FieldOrigin, Reference};
use serde_json::Value;
use std::collections::HashMap;

/// The built-in description, and what is to be added to it.
pub(super) struct Growth<'d> {
    described: &'d Catalogue,
    learnt: &'d Learnt,
    /// Fields that most entity types have, such as `createdOn`: one that is learnt is described like them.
    common: HashMap<&'d str, &'d Field>,
    summary: String,
    custom: &'d CustomFields,
}

impl<'d> Growth<'d> {
    pub(super) fn of(described: &'d Catalogue, learnt: &'d Learnt, custom: &'d CustomFields, service_title: &str) -> Self {
        let summary = format!("learnt from {service_title}'s answers");
        Self { described, learnt, common: common_fields(described), summary, custom }
    }

    /// `described` with what was learnt of it and its custom fields.
    pub(super) fn grown(&self, described: &EntityType) -> EntityType {
        let mut entity_type = described.clone();
        if let Some(learnt) = self.learnt.of(&described.name) {
            self.add_learnt(&mut entity_type, described, learnt);
        }
        entity_type.fields.extend(self.custom.get(&described.name).into_iter().flatten().cloned());
        entity_type
    }

    fn add_learnt(&self, entity_type: &mut EntityType, described: &EntityType, learnt: &LearntType) {
        for field in &mut entity_type.fields {
            if let (FieldKind::Enum { values, .. }, Some(codes)) = (&mut field.kind, learnt.codes.get(&field.name)) {
                let unlisted: Vec<EnumValue> =
                    codes.iter().filter(|code| !values.iter().any(|known| known.value == **code)).map(code_value).collect();
                values.extend(unlisted);
            }
        }
        let fresh: Vec<&LearntField> = learnt.fields.iter().filter(|field| described.field(&field.name).is_none()).collect();
        entity_type.fields.extend(fresh.iter().map(|field| self.learnt_field(field)));
        for field in fresh {
            refer(entity_type, learnt, &field.name, self.described);
        }
        if described.list_columns.is_empty() {
            let columns = entity_type.fields.iter().filter(|field| field.is_first_column());
            entity_type.list_columns = columns.take(FIRST_COLUMNS).map(|field| field.name.clone()).collect();
        }
        if described.fields.is_empty() && described.title_field.is_none() {
            let name = ["name", "displayName", "title", "label"].into_iter().find(|name| is_learnt_text(learnt, name));
            entity_type.title_field = name.map(str::to_owned);
        }
    }

    fn learnt_field(&self, learnt: &LearntField) -> Field {
        let summary = Some(self.summary.clone());
        if let Some(known) = self.common.get(learnt.name.as_str()) {
            // Whether the service filters and sorts by it here is not known.
            return Field { filterable: false, sortable: false, summary, origin: FieldOrigin::Learnt, ..(*known).clone() };
        }
        Field {
            array: learnt.seen.is_list(),
            read_only: !learnt.seen.is_of_one_type(),
            summary,
            ..Field::bare(&learnt.name, learnt.seen.kind(), FieldOrigin::Learnt)
        }
    }
}

fn common_fields(described: &Catalogue) -> HashMap<&str, &Field> {
    let mut times: HashMap<&str, (usize, &Field)> = HashMap::new();
    let mut entity_types = 0;
    for entity_type in described.entity_types.iter().filter(|entity_type| !entity_type.fields.is_empty()) {
        entity_types += 1;
        for field in &entity_type.fields {
            times.entry(&field.name).or_insert((0, field)).0 += 1;
        }
    }
    times.into_iter().filter(|(_, (count, _))| count * 2 > entity_types).map(|(name, (_, field))| (name, field)).collect()
}

/// Makes `xId` a reference where that is safe: the record carries a text `x` beside it, and exactly one entity type
/// is called so.
fn refer(entity_type: &mut EntityType, learnt: &LearntType, name: &str, catalogue: &Catalogue) {
    let Some(stem) = name.strip_suffix("Id").filter(|stem| is_learnt_text(learnt, stem)) else { return };
    if learnt.seen(name).is_none_or(|seen| seen.kind() != FieldKind::Id) {
        return;
    }
    let mut called_so = catalogue.entity_types.iter().filter(|other| other.is_listable() && other.name.eq_ignore_ascii_case(stem));
    let (Some(target), None) = (called_so.next(), called_so.next()) else { return };
    for field in &mut entity_type.fields {
        if field.name == name {
            field.kind = FieldKind::Reference(Reference::to(vec![target.name.clone()]));
            field.label_field = Some(stem.to_owned());
        } else if field.name == stem {
            field.label_of = Some(name.to_owned());
        }
    }
}

fn is_learnt_text(learnt: &LearntType, name: &str) -> bool {
    learnt.seen(name).is_some_and(|seen| seen.kind().is_text() && seen.is_of_one_type())
}

fn code_value(code: &Value) -> EnumValue {
    let label = match code {
        Value::String(text) => text.trim().to_owned(),
        other => format!("Code {other}"),
    };
    EnumValue { value: code.clone(), label }
}
