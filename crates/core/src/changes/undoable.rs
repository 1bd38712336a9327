//! Whether a write can be undone once it was sent, as far as the catalogue tells: nothing is read, nothing is asked.

use super::alike::is_empty;
use super::draft::{DraftKind, FieldChange};
use super::words::in_sentence;
use coredesk_catalogue::EntityType;
use serde::{Deserialize, Serialize};

/// Why a write cannot be undone, or not exactly.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NotUndoable {
    /// A deleted record comes back with another id.
    AnotherId {
        /// What a person calls the record, inside a sentence.
        title: String,
    },
    /// The service creates no such records, so one that is deleted is gone.
    NoCreate {
        /// What a person calls the records, inside a sentence.
        plural: String,
    },
    /// The service deletes no such records, so one that is made stays.
    NoDelete {
        /// What a person calls the records, inside a sentence.
        plural: String,
    },
    /// The service changes no such records.
    NoUpdate {
        /// What a person calls the records, inside a sentence.
        plural: String,
    },
    /// What is done with a record along its way is no value that could be written back.
    Action {
        /// What a person calls the action.
        title: String,
    },
    /// The field was empty, and a record must have it.
    WasEmpty {
        /// What a person calls the field.
        title: String,
    },
    /// A person cannot set the field, or not any more.
    NotEditable {
        /// What a person calls the field.
        title: String,
    },
    /// The service no longer has such records.
    UnknownType,
}

impl NotUndoable {
    /// It can be undone all the same, but for what the words say.
    pub fn is_in_part(&self) -> bool {
        matches!(self, Self::AnotherId { .. })
    }

    /// Why, of one write: a whole sentence.
    pub fn of_one(&self) -> String {
        match self {
            Self::AnotherId { title } => format!("The delete cannot be undone exactly: a {title} that is made anew gets another ID."),
            Self::NoCreate { plural } => format!("The delete cannot be undone: the service does not create {plural}."),
            Self::NoDelete { plural } => format!("It cannot be taken away again: the service does not delete {plural}."),
            Self::NoUpdate { plural } => format!("It cannot be undone: the service does not change {plural}."),
            Self::Action { title } => format!("{title} cannot be undone here; only the service can take it back."),
            Self::WasEmpty { title } => format!("{title} was empty before, and the service does not take it empty."),
            Self::NotEditable { title } => format!("{title} cannot be set by a person any more."),
            Self::UnknownType => "The service no longer has such records.".to_owned(),
        }
    }

    /// Why, of `count` writes: a whole sentence.
    pub fn of(&self, count: u64) -> String {
        if count == 1 {
            return self.of_one();
        }
        match self {
            Self::AnotherId { .. } => format!("{count} deletes cannot be undone exactly: records that are made anew get other IDs."),
            Self::NoCreate { plural } => format!("{count} deletes cannot be undone: the service does not create {plural}."),
            Self::NoDelete { plural } => format!("{count} new records cannot be taken away again: the service does not delete {plural}."),
            Self::NoUpdate { plural } => format!("{count} edits cannot be undone: the service does not change {plural}."),
            Self::Action { title } => format!("{title} cannot be undone here for {count} records; only the service can take it back."),
            Self::WasEmpty { title } => format!("{title} was empty before in {count} records, and the service does not take it empty."),
            Self::NotEditable { title } => format!("{title} cannot be set by a person any more, in {count} records."),
            Self::UnknownType => format!("The service no longer has the records of {count} writes."),
        }
    }
}

/// Why a write of `fields` cannot be undone once it was sent; `None` if it can. Of several reasons the first.
pub fn not_undoable(entity_type: &EntityType, kind: DraftKind, fields: &[FieldChange]) -> Option<NotUndoable> {
    let plural = || in_sentence(&entity_type.plural);
    let offered = entity_type.operations;
    match kind {
        DraftKind::Delete if offered.create => Some(NotUndoable::AnotherId { title: in_sentence(&entity_type.title) }),
        DraftKind::Delete => Some(NotUndoable::NoCreate { plural: plural() }),
        DraftKind::Create => (!offered.delete).then(|| NotUndoable::NoDelete { plural: plural() }),
        DraftKind::Edit if !offered.update => Some(NotUndoable::NoUpdate { plural: plural() }),
        DraftKind::Edit => fields.iter().find_map(|change| field_not_undoable(entity_type, change)),
    }
}

/// Whether a write of `fields` can be undone once it was sent, be it not exactly.
pub(super) fn is_undoable(entity_type: &EntityType, kind: DraftKind, fields: &[FieldChange]) -> bool {
    not_undoable(entity_type, kind, fields).is_none_or(|not| not.is_in_part())
}

/// Why the former value of one field cannot be written back.
pub(super) fn field_not_undoable(entity_type: &EntityType, change: &FieldChange) -> Option<NotUndoable> {
    let Some(field) = entity_type.field(&change.field) else {
        return Some(NotUndoable::NotEditable { title: change.field.clone() });
    };
    if let Some(name) = &change.action {
        let action = field.workflow.as_ref().and_then(|workflow| workflow.action(name));
        return Some(NotUndoable::Action { title: action.map_or(name, |action| &action.title).clone() });
    }
    if !field.is_editable() || field.create_only {
        return Some(NotUndoable::NotEditable { title: field.title.clone() });
    }
    (field.required && is_empty(&change.before)).then(|| NotUndoable::WasEmpty { title: field.title.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{Operations, bqe_core};
    use serde_json::{Value, json};

    fn time_entry(change: impl Fn(&mut EntityType)) -> EntityType {
        let service = bqe_core::service().expect("reads");
        let mut entity_type = service.catalogue.entity_type("timeentry").expect("is in the catalogue").clone();
        change(&mut entity_type);
        entity_type
    }

    fn all(entity_type: &mut EntityType) {
        entity_type.operations = Operations { list: true, get: true, create: true, update: true, delete: true };
    }

    #[test]
    fn what_the_service_offers_decides_what_can_be_undone() {
        type Without = fn(&mut EntityType);
        let cases: [(DraftKind, Without, Option<&str>); 6] = [
            (DraftKind::Edit, |_| {}, None),
            (
                DraftKind::Edit,
                |kind| kind.operations.update = false,
                Some("It cannot be undone: the service does not change time entries."),
            ),
            (DraftKind::Create, |_| {}, None),
            (
                DraftKind::Create,
                |kind| kind.operations.delete = false,
                Some("It cannot be taken away again: the service does not delete time entries."),
            ),
            (DraftKind::Delete, |_| {}, Some("The delete cannot be undone exactly: a time entry that is made anew gets another ID.")),
            (
                DraftKind::Delete,
                |kind| kind.operations.create = false,
                Some("The delete cannot be undone: the service does not create time entries."),
            ),
        ];
        for (kind, without, expected) in cases {
            let entity_type = time_entry(|entity_type| {
                all(entity_type);
                without(entity_type);
            });
            let found = not_undoable(&entity_type, kind, &[FieldChange::of("actualHours", json!(6), json!(7))]);
            assert_eq!(found.map(|found| found.of_one()).as_deref(), expected, "{kind:?}");
        }
    }

    #[test]
    fn a_field_must_be_one_that_can_be_written_back() {
        let entity_type = time_entry(|entity_type| {
            all(entity_type);
            entity_type.fields.iter_mut().for_each(|field| field.required = field.name == "actualHours");
        });
        let of = |change: FieldChange| not_undoable(&entity_type, DraftKind::Edit, &[change]);
        assert_eq!(of(FieldChange::of("description", Value::Null, json!("a"))), None);
        assert!(matches!(of(FieldChange::of("actualHours", Value::Null, json!(6))), Some(NotUndoable::WasEmpty { .. })));
        assert!(matches!(of(FieldChange::of("createdOn", json!(1), json!(2))), Some(NotUndoable::NotEditable { .. })));
        let acted = FieldChange { action: Some("submit".to_owned()), ..FieldChange::of("workflow", json!([]), json!([{}])) };
        let found = of(acted).expect("cannot be undone");
        assert!(!found.is_in_part());
        assert_eq!(found.of(2), "Submit for approval cannot be undone here for 2 records; only the service can take it back.");
    }
}
