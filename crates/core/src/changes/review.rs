//! The review: every unsent change with what was found while checking it.

use super::draft::{Draft, DraftKind};
use super::laid::lay_over;
use super::value::ValueProblem;
use super::visible::defaults;
use super::{Changes, DraftError};
use crate::Record;
use crate::mirror::title_of;
use coredesk_catalogue::EntityType;
use serde_json::Value;
use std::time::Duration;

/// All unsent changes of a connection.
#[derive(Debug, Clone)]
pub struct Review {
    /// In the order of the catalogue, then of their making.
    pub changes: Vec<ReviewedChange>,
}

/// A change and what was found.
#[derive(Debug, Clone)]
pub struct ReviewedChange {
    /// The change.
    pub draft: Draft,
    /// What names the record to a person.
    pub title: String,
    /// More words to tell it from others; may be empty.
    pub subtitle: String,
    /// Why it cannot be sent as it is; empty if it can.
    pub problems: Vec<Problem>,
    /// What a person should know.
    pub note: Option<String>,
}

/// What sending will take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Requests to the service.
    pub requests: u64,
    /// The time they take at the limit that Coredesk keeps to.
    pub duration: Duration,
}

/// Why a change cannot be sent as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A required field is empty.
    #[error("{title} is required.")]
    Missing {
        /// The field, as a person calls it.
        title: String,
    },
    /// A value that the service does not take.
    #[error("{title}: {problem}")]
    Value {
        /// The field, as a person calls it.
        title: String,
        /// Why not.
        problem: ValueProblem,
    },
    /// A reference to a record that is not there.
    #[error("{title} points at a record that is not there.")]
    PointsNowhere {
        /// The field, as a person calls it.
        title: String,
    },
    /// Something that cannot be done with the record as it is.
    #[error("{title}: it {reason}.")]
    NotNow {
        /// What a person calls the action.
        title: String,
        /// Why not, after "it".
        reason: String,
    },
    /// Somebody else changed the same field, and nobody chose yet which of the two stands.
    #[error("{title} was changed by somebody else. Keep yours or take theirs.")]
    ChangedThere {
        /// The field, as a person calls it.
        title: String,
    },
    /// Somebody else changed the record since it was marked, and nobody chose yet.
    #[error("It was changed by somebody else since you marked it. Delete it all the same or keep it.")]
    ChangedSinceMarked,
    /// The service does not have the record any more.
    #[error("The record is not at the service any more. Take this change back.")]
    Gone,
    /// Another record has what the service takes only once.
    #[error("{title}: another {one} has the same, {other}, and the service takes it only once.")]
    Taken {
        /// The field or fields, as a person calls them.
        title: String,
        /// What a person calls the record, inside a sentence.
        one: String,
        /// What names the other record.
        other: String,
    },
    /// Another change wants what the service takes only once.
    #[error("{title}: another unsent change gives a {one} the same, and the service takes it only once.")]
    TakenHere {
        /// The field or fields, as a person calls them.
        title: String,
        /// What a person calls the record, inside a sentence.
        one: String,
    },
    /// A field that the company no longer has.
    #[error("A field of this change is not known any more. Take that change back.")]
    UnknownField,
    /// The service's description no longer has such records.
    #[error("The service does not describe these records any more. Take this change back, or have the description read again.")]
    UnknownType,
    /// Its last day or moment comes before its first.
    #[error("Its end is before its start.")]
    EndsBeforeItStarts,
    /// It begins before the record that it is a part of.
    #[error("Its start is before the start of its {above}, {day}.")]
    StartsTooEarly {
        /// What a person calls the record above.
        above: String,
        /// When that begins.
        day: String,
    },
    /// It ends after the record that it is a part of.
    #[error("Its end is after the end of its {above}, {day}.")]
    EndsTooLate {
        /// What a person calls the record above.
        above: String,
        /// When that ends.
        day: String,
    },
    /// The service does not do this to such records.
    #[error("The service does not {operation} these records.")]
    NotOffered {
        /// `create`, `change` or `delete`.
        operation: &'static str,
    },
    /// A new record without any field.
    #[error("Nothing is filled in.")]
    Nothing,
    /// A create without an answer: sending it again could make a second record.
    #[error("It was sent and no answer came. Look whether the record is there; if it is, undo this change, else make it anew.")]
    InDoubt,
}

impl ReviewedChange {
    fn of_unknown_type(draft: Draft) -> Self {
        let title = draft.entity_id.clone();
        Self { draft, title, subtitle: String::new(), problems: vec![Problem::UnknownType], note: None }
    }
}

impl Changes {
    /// Checks all drafts against the copy on this computer. Nothing is sent.
    ///
    /// # Errors
    /// `Store`, `Mirror`.
    pub async fn review(&self) -> Result<Review, DraftError> {
        let mut changes = Vec::new();
        for draft in self.all().await? {
            let Some(entity_type) = &self.spelled_for(&draft).await? else {
                changes.push(ReviewedChange::of_unknown_type(draft));
                continue;
            };
            changes.push(ReviewedChange {
                problems: self.problems(&draft).await?,
                note: self.note(&draft).await?,
                title: title(entity_type, &draft),
                subtitle: subtitle(entity_type, &draft),
                draft,
            });
        }
        let catalogue = self.mirror.catalogue();
        let place = |change: &ReviewedChange| catalogue.entity_types.iter().position(|known| known.name == change.draft.entity_type);
        changes.sort_by_key(place);
        Ok(Review { changes })
    }
}

/// What names the record, with its changes in place.
pub(super) fn title(entity_type: &EntityType, draft: &Draft) -> String {
    let record = changed_record(entity_type, draft);
    if draft.kind == DraftKind::Create && entity_type.title_field.as_ref().is_none_or(|field| !record.contains_key(field)) {
        return format!("New {}", entity_type.title.to_lowercase());
    }
    title_of(entity_type, &record)
}

/// The record with its changes in place; a new one begins with what the service takes it to hold.
pub(super) fn changed_record(entity_type: &EntityType, draft: &Draft) -> Record {
    let mut record = draft.base.clone().unwrap_or_else(|| defaults(entity_type));
    if draft.kind != DraftKind::Delete {
        for change in &draft.fields {
            let _ = lay_over(entity_type, &mut record, &change.field, change.after.clone());
        }
    }
    record
}

/// The names that the record carries for its first two references, such as employee and project.
pub(super) fn subtitle(entity_type: &EntityType, draft: &Draft) -> String {
    let Some(base) = &draft.base else { return String::new() };
    let labels = entity_type
        .list_columns
        .iter()
        .filter_map(|column| entity_type.field(column)?.label_field.as_ref())
        .filter_map(|label| base.get(label).and_then(Value::as_str))
        .filter(|label| !label.is_empty());
    labels.take(2).collect::<Vec<_>>().join(", ")
}
