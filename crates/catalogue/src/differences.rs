//! How one description of a service differs from the one before it, in words for a person.

use crate::{Catalogue, EntityType, Field, FieldKind};
use std::fmt::{self, Display};

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    NewEntityType {
        plural: String,
    },
    GoneEntityType {
        plural: String,
    },
    NewField {
        plural: String,
        field: String,
    },
    GoneField {
        plural: String,
        field: String,
    },
    /// A field is there as before and is described otherwise.
    ChangedField {
        plural: String,
        field: String,
        change: FieldChange,
    },
    /// Records can be created, changed or deleted now.
    NewOperation {
        plural: String,
        operation: &'static str,
    },
    GoneOperation {
        plural: String,
        operation: &'static str,
    },
}

/// What is new about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldChange {
    Required,
    NotRequired,
    ReadOnly,
    Writable,
    /// Its values are of another kind.
    Kind,
    /// Other codes can be chosen.
    Codes,
}

/// What is new, gone or otherwise in `newer`: whole entity types first, then what is within each.
pub fn differences(former: &Catalogue, newer: &Catalogue) -> Vec<Difference> {
    let plural = |entity_type: &EntityType| entity_type.plural.clone();
    let missing_in = |catalogue: &Catalogue, entity_type: &EntityType| catalogue.entity_type(&entity_type.name).is_none();
    let new = newer.entity_types.iter().filter(|entity_type| missing_in(former, entity_type));
    let gone = former.entity_types.iter().filter(|entity_type| missing_in(newer, entity_type));
    let mut differences: Vec<Difference> = new.map(|entity_type| Difference::NewEntityType { plural: plural(entity_type) }).collect();
    differences.extend(gone.map(|entity_type| Difference::GoneEntityType { plural: plural(entity_type) }));
    for entity_type in &newer.entity_types {
        if let Some(before) = former.entity_type(&entity_type.name) {
            within(before, entity_type, &mut differences);
        }
    }
    differences
}

/// The differences as one line, such as "2 new entities, 1 new field"; none if there are none.
pub fn summary(differences: &[Difference]) -> Option<String> {
    type IsKind = fn(&Difference) -> bool;
    let kinds: [(&str, &str, IsKind); 6] = [
        ("new entity", "new entities", |difference| matches!(difference, Difference::NewEntityType { .. })),
        ("entity gone", "entities gone", |difference| matches!(difference, Difference::GoneEntityType { .. })),
        ("new field", "new fields", |difference| matches!(difference, Difference::NewField { .. })),
        ("field gone", "fields gone", |difference| matches!(difference, Difference::GoneField { .. })),
        ("field changed", "fields changed", |difference| matches!(difference, Difference::ChangedField { .. })),
        ("action changed", "actions changed", |difference| {
            matches!(difference, Difference::NewOperation { .. } | Difference::GoneOperation { .. })
        }),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter_map(|(one, many, is_kind)| match differences.iter().filter(|difference| is_kind(difference)).count() {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

impl Display for Difference {
    fn fmt(&self, line: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewEntityType { plural } => write!(line, "{plural} are new"),
            Self::GoneEntityType { plural } => write!(line, "{plural} are gone"),
            Self::NewField { plural, field } => write!(line, "{plural}: {field} is new"),
            Self::GoneField { plural, field } => write!(line, "{plural}: {field} is gone"),
            Self::ChangedField { plural, field, change } => write!(line, "{plural}: {field} {change}"),
            Self::NewOperation { plural, operation } => write!(line, "{plural} can be {operation} now"),
            Self::GoneOperation { plural, operation } => write!(line, "{plural} can no longer be {operation}"),
        }
    }
}

impl Display for FieldChange {
    fn fmt(&self, line: &mut fmt::Formatter<'_>) -> fmt::Result {
        line.write_str(match self {
            Self::Required => "is required now",
            Self::NotRequired => "is no longer required",
            Self::ReadOnly => "can no longer be changed",
            Self::Writable => "can be changed now",
            Self::Kind => "holds values of another kind",
            Self::Codes => "has other values to choose from",
        })
    }
}

fn within(former: &EntityType, newer: &EntityType, differences: &mut Vec<Difference>) {
    let plural = || newer.plural.clone();
    let (before, now) = (former.operations, newer.operations);
    for (was, is, operation) in
        [(before.create, now.create, "created"), (before.update, now.update, "changed"), (before.delete, now.delete, "deleted")]
    {
        match (was, is) {
            (false, true) => differences.push(Difference::NewOperation { plural: plural(), operation }),
            (true, false) => differences.push(Difference::GoneOperation { plural: plural(), operation }),
            (true, true) | (false, false) => {}
        }
    }
    for field in newer.fields.iter().filter(|field| former.field(&field.name).is_none()) {
        differences.push(Difference::NewField { plural: plural(), field: field.title.clone() });
    }
    for field in former.fields.iter().filter(|field| newer.field(&field.name).is_none()) {
        differences.push(Difference::GoneField { plural: plural(), field: field.title.clone() });
    }
    for (field, before) in newer.fields.iter().filter_map(|field| Some((field, former.field(&field.name)?))) {
        let changes = changes(before, field);
        differences.extend(changes.into_iter().map(|change| Difference::ChangedField {
            plural: plural(),
            field: field.title.clone(),
            change,
        }));
    }
}

fn changes(former: &Field, newer: &Field) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    if former.required != newer.required {
        changes.push(if newer.required { FieldChange::Required } else { FieldChange::NotRequired });
    }
    if former.read_only != newer.read_only {
        changes.push(if newer.read_only { FieldChange::ReadOnly } else { FieldChange::Writable });
    }
    match (&former.kind, &newer.kind) {
        (FieldKind::Enum { .. }, FieldKind::Enum { .. }) => {
            let codes = |field: &Field| field.kind.choices().iter().map(|code| code.value.clone()).collect::<Vec<_>>();
            let (before, now) = (codes(former), codes(newer));
            if before.len() != now.len() || before.iter().any(|code| !now.contains(code)) {
                changes.push(FieldChange::Codes);
            }
        }
        (before, now) if before != now || former.array != newer.array => changes.push(FieldChange::Kind),
        _ => {}
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bidcore;

    #[test]
    fn a_description_does_not_differ_from_itself() {
        let catalogue = bidcore::service().catalogue;
        assert_eq!(differences(&catalogue, &catalogue), []);
        assert_eq!(summary(&[]), None);
    }

    #[test]
    fn what_is_new_gone_and_changed_is_told_in_words() {
        let newer = bidcore::service().catalogue;
        let mut former = newer.clone();
        former.entity_types.retain(|entity_type| !matches!(entity_type.name.as_str(), "deals" | "ssps"));
        let campaign = former.entity_types.iter_mut().find(|entity_type| entity_type.name == "campaigns").expect("is there");
        campaign.operations.delete = false;
        campaign.fields.retain(|field| field.name != "budget");
        campaign.fields[1].required = false;
        campaign.fields.push(Field::bare("colour", FieldKind::Text, crate::FieldOrigin::Described));
        let differences = differences(&former, &newer);
        let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "SSPs are new",
                "Deals are new",
                "Campaigns can be deleted now",
                "Campaigns: Budget is new",
                "Campaigns: Colour is gone",
                "Campaigns: Name is required now"
            ]
        );
        assert_eq!(summary(&differences).as_deref(), Some("2 new entities, 1 new field, 1 field gone, 1 field changed, 1 action changed"));
    }
}
