//! By which fields a record says when it was last changed, and by whom.

use crate::{EntityType, Field, FieldKind};

/// Without case and separators.
const CHANGED_AT: [&str; 14] = [
    "lastupdated",
    "lastupdatedat",
    "lastupdatedon",
    "updated",
    "updatedat",
    "updatedon",
    "lastmodified",
    "lastmodifiedat",
    "modified",
    "modifiedat",
    "modifiedon",
    "lastchanged",
    "changedat",
    "changedon",
];
const CHANGED_BY: [&str; 10] = [
    "lastupdatedbyid",
    "lastupdatedby",
    "updatedbyid",
    "updatedby",
    "lastmodifiedby",
    "modifiedbyid",
    "modifiedby",
    "lastchangedby",
    "changedbyid",
    "changedby",
];

impl EntityType {
    /// The field that names who changed a record last.
    pub fn changed_by(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.is_scalar() && is_named(field, &CHANGED_BY))
    }
}

impl Field {
    /// It changes with every change of its record: the time of the last change, or the person.
    pub fn tells_last_change(&self) -> bool {
        let is_time = matches!(self.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant);
        (is_time && is_named(self, &CHANGED_AT)) || is_named(self, &CHANGED_BY)
    }
}

fn is_named(field: &Field, names: &[&str]) -> bool {
    let plain: String = field.name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    names.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldOrigin;

    fn tells(name: &str, kind: FieldKind) -> bool {
        Field::bare(name, kind, FieldOrigin::Described).tells_last_change()
    }

    #[test]
    fn the_last_change_is_told_by_fields_of_the_usual_names() {
        assert!(
            tells("lastUpdated", FieldKind::Instant) && tells("updated_at", FieldKind::Instant) && tells("lastUpdatedById", FieldKind::Id)
        );
        assert!(!tells("updated", FieldKind::Boolean) && !tells("lastUpdatedNote", FieldKind::Text) && !tells("date", FieldKind::Date));
        let service = crate::bqe_core::service().expect("reads");
        let entry = service.catalogue.entity_type("timeentry").expect("exists");
        assert_eq!(entry.changed_by().map(|field| field.name.as_str()), Some("lastUpdatedById"));
    }
}
