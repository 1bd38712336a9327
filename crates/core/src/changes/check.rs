//! What can be said of a draft before it is sent, from this computer's copy.

use super::action::refusal;
use super::alike::is_empty;
use super::draft::{Draft, DraftKind};
use super::new_id::is_new;
use super::review::{Problem, changed_record};
use super::visible::{is_left_out, is_visible};
use super::{Changes, DraftError};
use crate::mirror::MirrorError;
use coredesk_catalogue::{EntityType, Field, referenced_id};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The references of one value that are looked up.
const REFERENCES_JUDGED: usize = 500;

impl Changes {
    /// Why `draft` cannot be sent as it is.
    pub(super) async fn problems(&self, entity_type: &EntityType, draft: &Draft) -> Result<Vec<Problem>, DraftError> {
        let mut problems = Vec::new();
        if draft.in_doubt {
            problems.push(Problem::InDoubt);
        }
        if let Some(operation) = not_offered(entity_type, draft.kind) {
            problems.push(Problem::NotOffered { operation });
        }
        if draft.kind == DraftKind::Delete {
            return Ok(problems);
        }
        let record = changed_record(entity_type, draft);
        let makes_sense = |field: &Field| is_visible(&entity_type.fields, &record, field);
        for field in entity_type.fields.iter().filter(|field| field.required && field.is_editable() && makes_sense(field)) {
            let change = draft.fields.iter().find(|change| change.field == field.name);
            let is_missing = match (change, draft.kind) {
                (Some(change), _) => is_empty(&change.after),
                (None, kind) => kind == DraftKind::Create && field.default.is_none(),
            };
            if is_missing {
                problems.push(Problem::Missing { title: field.title.clone() });
            }
        }
        if draft.acts()
            && let Some(record) = self.mirror.record(&draft.entity_type, &draft.entity_id).await?
            && let Some((title, reason)) = refusal(entity_type, draft, &record, false)
        {
            problems.push(Problem::NotNow { title, reason });
        }
        for change in &draft.fields {
            let Some(field) = entity_type.field(&change.field) else {
                problems.push(Problem::UnknownField);
                continue;
            };
            if is_left_out(entity_type, draft, &record, &field.name) {
                continue;
            }
            if change.theirs.is_some() {
                problems.push(Problem::ChangedThere { title: field.title.clone() });
            }
            if let Some(problem) = &change.problem {
                problems.push(Problem::Value { title: field.title.clone(), problem: problem.clone() });
            } else if self.points_nowhere(field, &change.after).await? {
                problems.push(Problem::PointsNowhere { title: field.title.clone() });
            }
        }
        problems.extend(self.span_problems(entity_type, draft, &record).await?);
        if draft.kind == DraftKind::Create && draft.fields.is_empty() && problems.is_empty() {
            problems.push(Problem::Nothing);
        }
        Ok(problems)
    }

    /// A reference is only judged where all records that it may point at are here; of a long list the first few are.
    async fn points_nowhere(&self, field: &Field, value: &Value) -> Result<bool, DraftError> {
        let mut pointed_at: BTreeSet<(&[String], String)> = BTreeSet::new();
        field.each_reference(value, &mut |path, value| {
            if pointed_at.len() < REFERENCES_JUDGED
                && let (Some(reference), Some(id)) = (path.last().and_then(|field| field.reference()), referenced_id(value))
            {
                pointed_at.insert((&reference.entity_types, id));
            }
        });
        for (entity_types, id) in pointed_at {
            if !self.one_may_be_there(entity_types, &id).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn one_may_be_there(&self, entity_types: &[String], id: &str) -> Result<bool, DraftError> {
        if id.parse::<Uuid>().is_ok_and(|id| id.is_nil()) {
            // It means "none".
            return Ok(true);
        }
        for entity_type in entity_types {
            let may_be_there =
                if is_new(id) { self.draft(entity_type, id).await?.is_some() } else { self.may_be_there(entity_type, id).await? };
            if may_be_there {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn may_be_there(&self, entity_type: &str, id: &str) -> Result<bool, DraftError> {
        match self.mirror.status(entity_type).await {
            Ok(status) => Ok(!status.complete || self.mirror.record(entity_type, id).await?.is_some()),
            // What is not mirrored cannot be judged.
            Err(MirrorError::UnknownEntityType(_)) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}

/// What the service would have to do and does not.
fn not_offered(entity_type: &EntityType, kind: DraftKind) -> Option<&'static str> {
    let offered = entity_type.operations;
    match kind {
        DraftKind::Create => (!offered.create).then_some("create"),
        DraftKind::Edit => (!offered.update).then_some("change"),
        DraftKind::Delete => (!offered.delete).then_some("delete"),
    }
}
