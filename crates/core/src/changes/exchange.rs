//! One change and the service: what is asked, and what the answers mean. Nothing is kept here.

use super::FieldChange;
use super::action::{is_done, refusal, value_sent};
use super::alike::same_in;
use super::draft::{Draft, DraftKind};
use super::laid::{NotLaid, lay_over, value_of};
use super::review::Problem;
use super::run::OutcomeKind;
use crate::Record;
use crate::rest::{
    Comparison, Condition, Entities, Fetched, Operator, PageRequest, Refusal, RefusalReason, RequestError, Update, WriteOutcome, listed,
};
use coredesk_catalogue::{EntityType, Field, FieldKind, FieldOrigin, OnTargetDelete, UpdateForm, referenced_id};
use serde_json::Value;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Of a record that cannot be read before it is changed.
const NOT_SHOWN: &str =
    "The service does not show this record by itself, so nobody can tell what a change would write over. Change it at the service.";

/// How one change ended, before it is kept.
pub(super) struct Ended {
    pub(super) outcome: OutcomeKind,
    pub(super) status: Option<u16>,
    pub(super) refusal: Option<Refusal>,
    pub(super) reason: Option<String>,
    /// It was held back for what it is, so that sending it again ends in the same way.
    pub(super) held_back: bool,
    /// The service answered the write itself, and no read before it.
    pub(super) by_write: bool,
    /// The record as the service now has it.
    pub(super) record: Option<Record>,
    /// What holds up the other changes as well.
    pub(super) hindrance: Option<Hindrance>,
    /// The service's name for the request that was done.
    pub(super) request_id: Option<String>,
    /// From asking the service to its last answer.
    pub(super) took: Option<Duration>,
}

/// What keeps a change from being sent without its own fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hindrance {
    SignInEnded,
    SlowDown,
    NoConnection,
}

impl Ended {
    fn of_kind(outcome: OutcomeKind) -> Self {
        Self {
            outcome,
            status: None,
            refusal: None,
            reason: None,
            held_back: false,
            by_write: false,
            record: None,
            hindrance: None,
            request_id: None,
            took: None,
        }
    }

    pub(super) fn not_sent(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::of_kind(OutcomeKind::NotSent) }
    }

    /// Not sent, and not to be sent as it is.
    pub(super) fn held_back(reason: &str) -> Self {
        Self { held_back: true, ..Self::not_sent(reason) }
    }

    /// Its answer was lost, and the record is there.
    pub(super) fn found(record: Record, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), record: Some(record), ..Self::of_kind(OutcomeKind::Done) }
    }

    /// Nobody knows what became of it.
    pub(super) fn unknown(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::of_kind(OutcomeKind::Unknown) }
    }

    fn refused(refusal: Refusal) -> Self {
        Self { status: Some(refusal.status), refusal: Some(refusal), ..Self::of_kind(OutcomeKind::Refused) }
    }

    fn not_sent_because(error: RequestError) -> Self {
        let hindrance = match &error {
            RequestError::SignInNeeded => Some(Hindrance::SignInEnded),
            RequestError::SlowDown { .. } => Some(Hindrance::SlowDown),
            RequestError::Unreachable { status: None, .. } => Some(Hindrance::NoConnection),
            RequestError::Unreachable { status: Some(_), .. }
            | RequestError::Refused(_)
            | RequestError::Unreadable { .. }
            | RequestError::ForeignBaseUrl
            | RequestError::Cancelled => None,
        };
        let ended = match error {
            RequestError::Refused(refusal) => Self::refused(*refusal),
            RequestError::SignInNeeded => Self::not_sent("The sign-in has ended."),
            RequestError::Unreachable { status, reason } => Self { status, ..Self::not_sent(&reason) },
            other @ (RequestError::SlowDown { .. }
            | RequestError::Unreadable { .. }
            | RequestError::ForeignBaseUrl
            | RequestError::Cancelled) => Self::not_sent(&other.to_string()),
        };
        Self { hindrance, ..ended }
    }
}

impl From<WriteOutcome> for Ended {
    fn from(outcome: WriteOutcome) -> Self {
        match outcome {
            WriteOutcome::Done { status, record, request_id } => {
                Self { status: Some(status), record, request_id, ..Self::of_kind(OutcomeKind::Done) }
            }
            WriteOutcome::Refused(refusal) => Self { by_write: true, ..Self::refused(refusal) },
            // No service said so: there is no way to ask it.
            WriteOutcome::NotSent(RequestError::Refused(refusal)) => {
                Self::held_back(&format!("It cannot be sent: {}.", refusal.words.as_deref().unwrap_or("there is no way to ask for it")))
            }
            WriteOutcome::Conflict(refusal) => {
                Self { status: Some(refusal.status), refusal: Some(refusal), ..Self::of_kind(OutcomeKind::Conflict) }
            }
            WriteOutcome::NotSent(error) => Self::not_sent_because(error),
            WriteOutcome::Unknown { status, reason } => Self { status, reason: Some(reason), ..Self::of_kind(OutcomeKind::Unknown) },
        }
    }
}

/// Sends one change, whose intent is on disk.
pub(super) async fn exchange<E: Entities>(entities: &E, entity_type: &EntityType, draft: &Draft, cancel: &CancellationToken) -> Ended {
    match draft.kind {
        DraftKind::Create => entities.create(entity_type, &created(entity_type, draft), cancel).await.into(),
        DraftKind::Edit => update(entities, entity_type, draft, cancel).await,
        DraftKind::Delete => delete(entities, entity_type, draft, cancel).await,
    }
}

/// A new record: what was filled in, and nothing else.
pub(super) fn created(entity_type: &EntityType, draft: &Draft) -> Record {
    let mut record = Record::new();
    for change in draft.fields.iter().filter(|change| !change.after.is_null()) {
        if let Some(FieldOrigin::Custom(part)) = entity_type.field(&change.field).map(|field| &field.origin) {
            record.entry(part.list.clone()).or_insert_with(|| Value::Array(Vec::new()));
        }
        // The part is there: it was begun just now.
        let _ = lay_over(entity_type, &mut record, &change.field, change.after.clone());
    }
    record
}

/// Reads the record again, lays the changes over the whole of it and sends that, with its version.
async fn update<E: Entities>(entities: &E, entity_type: &EntityType, draft: &Draft, cancel: &CancellationToken) -> Ended {
    let Fetched { record: fresh, etag } = match read(entities, entity_type, &draft.entity_id, cancel).await {
        Ok(Some(fresh)) => fresh,
        Ok(None) => return Ended::refused(gone()),
        Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::NotOffered => return Ended::held_back(NOT_SHOWN),
        Err(error) => return Ended::not_sent_because(error),
    };
    let mut whole = fresh.clone();
    for change in &draft.fields {
        let sent = value_sent(entity_type, change);
        match lay_over(entity_type, &mut whole, &change.field, sent) {
            Ok(()) => {}
            Err(NotLaid::PartNotLoaded(_)) => {
                let title = entity_type.field(&change.field).map_or(change.field.as_str(), |field| &field.title);
                let reason = format!("The service sent the record without its custom fields, so {title} could not be changed safely.");
                return Ended::not_sent(&reason);
            }
            Err(NotLaid::UnknownField) => return Ended::held_back(&Problem::UnknownField.to_string()),
        }
    }
    let at_service = |change: &FieldChange| value_of(entity_type, &fresh, &change.field);
    let is_so = |change: &FieldChange| match change.action {
        Some(_) => is_done(entity_type, change, &fresh),
        None => same_in(entity_type, &change.field, &at_service(change), &change.after),
    };
    if draft.fields.iter().all(is_so) {
        return Ended { record: Some(fresh), reason: Some("It was so already.".to_owned()), ..Ended::of_kind(OutcomeKind::Done) };
    }
    if let Some((title, reason)) = refusal(entity_type, draft, &fresh, true) {
        return Ended { record: Some(fresh), ..Ended::held_back(&format!("{title}: it {reason}.")) };
    }
    let overlapping: Vec<String> = draft
        .fields
        .iter()
        .filter(|change| changed_there(entity_type, change, &fresh).is_some())
        .map(|change| entity_type.field(&change.field).map_or_else(|| change.field.clone(), |field| field.title.clone()))
        .collect();
    if !overlapping.is_empty() {
        let reason = Some(format!("Changed at the service since you changed it: {}.", overlapping.join(", ")));
        return Ended { record: Some(fresh), reason, ..Ended::of_kind(OutcomeKind::Conflict) };
    }
    let changed: Vec<String> = draft.fields.iter().map(|change| change.field.clone()).collect();
    let update = Update { record: &whole, changed: &changed, fetched: Some(&fresh), etag: etag.as_deref() };
    let mut ended = Ended::from(entities.update(entity_type, &draft.entity_id, update, cancel).await);
    if ended.outcome == OutcomeKind::Done && ended.record.is_none() {
        // The answer had no body: what the service made of it is read.
        ended.record = read(entities, entity_type, &draft.entity_id, cancel).await.ok().flatten().map(|fetched| fetched.record);
    }
    ended
}

/// What `record`, as the service has it, holds instead of what `change` found and of what it wants.
pub(super) fn changed_there(entity_type: &EntityType, change: &FieldChange, record: &Record) -> Option<Value> {
    let theirs = value_of(entity_type, record, &change.field);
    let is_so = |value: &Value| same_in(entity_type, &change.field, &theirs, value);
    (change.action.is_none() && !is_so(&change.before) && !is_so(&change.after)).then_some(theirs)
}

/// The record as it is now: by itself, else out of its list where a change is sent without what a list leaves out.
async fn read<E: Entities>(
    entities: &E,
    entity_type: &EntityType,
    id: &str,
    cancel: &CancellationToken,
) -> Result<Option<Fetched>, RequestError> {
    let sends_changes = matches!(entity_type.update_form, UpdateForm::PutChanged | UpdateForm::Patch);
    let asked = if entity_type.operations.get || !sends_changes {
        entities.get(entity_type, id, cancel).await
    } else {
        Err(Refusal::of(405, RefusalReason::NotOffered).into())
    };
    match asked {
        Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::NotOffered && sends_changes => {
            let (parent_id, own) = entity_type.parent_and_own(id);
            let field = entity_type.field(&entity_type.id_field).filter(|field| field.filterable);
            let is_it = |field: &Field| Comparison { field: field.name.clone(), operator: Operator::Equal, value: own.into() };
            let condition = field.map(|field| Condition::AnyOf(vec![vec![is_it(field)]]));
            let request = PageRequest { parent_id: parent_id.map(str::to_owned), condition, ..PageRequest::default() };
            let is_wanted = |record: &Record| record.get(&entity_type.id_field).and_then(referenced_id).as_deref() == Some(own);
            let found = listed(entities, entity_type, request, is_wanted, cancel).await?;
            match found.records.into_iter().next() {
                Some(record) => Ok(Some(record.into())),
                None if found.is_whole => Ok(None),
                None => Err(RequestError::Refused(refusal)),
            }
        }
        asked => asked,
    }
}

/// Where the service can be asked for the record, it goes only as it was when it was marked.
async fn delete<E: Entities>(entities: &E, entity_type: &EntityType, draft: &Draft, cancel: &CancellationToken) -> Ended {
    let mut etag = None;
    if entity_type.operations.get {
        match entities.get(entity_type, &draft.entity_id, cancel).await {
            Ok(Some(fresh)) => {
                let others = changed_since_marked(entity_type, draft, &fresh.record);
                if !others.is_empty() {
                    let reason = Some(format!("Changed at the service since you marked it: {}.", others.join(", ")));
                    return Ended { record: Some(fresh.record), reason, ..Ended::of_kind(OutcomeKind::Conflict) };
                }
                etag = fresh.etag;
            }
            Ok(None) => return was_gone(None),
            // It cannot be read by itself: it is deleted unread.
            Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::NotOffered => {}
            Err(error) => return Ended::not_sent_because(error),
        }
    }
    deleted(entities.delete(entity_type, &draft.entity_id, etag.as_deref(), cancel).await)
}

/// The titles of the fields that people set and that are others in `record` than when it was marked. A time of change
/// alone is no change.
fn changed_since_marked(entity_type: &EntityType, draft: &Draft, record: &Record) -> Vec<String> {
    let Some(base) = &draft.base else { return Vec::new() };
    let counts = |field: &&Field| field.origin == FieldOrigin::Described && field.is_editable() && !loses_with_others(field);
    let is_other = |field: &&Field| match (field.value_in(base), field.value_in(record)) {
        // A list leaves out what the record itself has.
        (Some(then), Some(now)) => !same_in(entity_type, &field.name, then, now),
        _ => false,
    };
    let others: Vec<&Field> = entity_type.fields.iter().filter(counts).filter(is_other).collect();
    if others.iter().all(|field| is_stamp(field)) {
        return Vec::new();
    }
    others.into_iter().map(|field| field.title.clone()).collect()
}

/// A reference that the service takes out by itself when what it points at goes.
pub(super) fn loses_with_others(field: &Field) -> bool {
    field.reference().is_some_and(|reference| reference.on_target_delete == Some(OnTargetDelete::Remove))
}

/// The time of the last change, as it is usually called.
pub(super) fn is_stamp(field: &Field) -> bool {
    let name: String = field.name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let is_time = matches!(field.kind, FieldKind::Instant | FieldKind::DateTime | FieldKind::Text | FieldKind::Integer);
    is_time && ["updated", "modified", "changed"].iter().any(|word| name.starts_with(word) || name.starts_with(&format!("last{word}")))
}

/// What is already gone needs no deleting (`core-api.md`, section 13).
fn deleted(outcome: WriteOutcome) -> Ended {
    match outcome {
        WriteOutcome::Refused(refusal) if refusal.reason == RefusalReason::Gone => was_gone(Some(refusal.status)),
        other => Ended { record: None, ..Ended::from(other) },
    }
}

fn was_gone(status: Option<u16>) -> Ended {
    Ended { status, reason: Some("It was gone already.".to_owned()), ..Ended::of_kind(OutcomeKind::Done) }
}

fn gone() -> Refusal {
    Refusal::of(404, RefusalReason::Gone)
}
