//! What can be said of a draft before it is sent, from this computer's copy.

use super::action::refusal;
use super::draft::{Draft, DraftKind};
use super::drafts::is_new;
use super::review::Problem;
use super::value::is_empty;
use super::{Changes, DraftError};
use crate::mirror::MirrorError;
use coredesk_catalogue::{EntityType, Field};
use serde_json::Value;
use uuid::Uuid;

impl Changes {
    /// Why `draft` cannot be sent as it is.
    pub(super) async fn problems(&self, entity_type: &EntityType, draft: &Draft) -> Result<Vec<Problem>, DraftError> {
        let mut problems = Vec::new();
        if draft.in_doubt {
            problems.push(Problem::InDoubt);
        }
        if draft.kind == DraftKind::Delete {
            return Ok(problems);
        }
        for field in entity_type.fields.iter().filter(|field| field.required && field.is_editable()) {
            let change = draft.fields.iter().find(|change| change.field == field.name);
            let is_missing = match (change, draft.kind) {
                (Some(change), _) => is_empty(&change.after),
                (None, kind) => kind == DraftKind::Create,
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
            if change.theirs.is_some() {
                problems.push(Problem::ChangedThere { title: field.title.clone() });
            }
            if let Some(problem) = &change.problem {
                problems.push(Problem::Value { title: field.title.clone(), problem: problem.clone() });
            } else if self.points_nowhere(field, &change.after).await? {
                problems.push(Problem::PointsNowhere { title: field.title.clone() });
            }
        }
        if draft.kind == DraftKind::Create && draft.fields.is_empty() && problems.is_empty() {
            problems.push(Problem::Nothing);
        }
        Ok(problems)
    }

    /// What a person should know before a record is deleted.
    pub(super) async fn note(&self, draft: &Draft) -> Result<Option<String>, DraftError> {
        if draft.kind != DraftKind::Delete {
            return Ok(None);
        }
        let referring = self.mirror.references_to(&draft.entity_type, &draft.entity_id).await?;
        if referring.is_empty() {
            return Ok(Some("Nothing points to it, as far as we can see.".to_owned()));
        }
        let catalogue = self.mirror.catalogue();
        let parts: Vec<String> = referring
            .iter()
            .map(|referring| {
                let plural = catalogue.entity_type(&referring.entity_type).map_or(referring.entity_type.as_str(), |found| &found.plural);
                format!("{}: {}", plural, referring.count)
            })
            .collect();
        Ok(Some(format!("Other records use it, so the service may refuse. {}.", parts.join(", "))))
    }

    /// A reference is only judged where all records that it may point at are here.
    async fn points_nowhere(&self, field: &Field, value: &Value) -> Result<bool, DraftError> {
        let (Some(reference), Some(id)) = (field.reference(), value.as_str()) else { return Ok(false) };
        if id.parse::<Uuid>().is_ok_and(|id| id.is_nil()) {
            // It means "none".
            return Ok(false);
        }
        for entity_type in &reference.entity_types {
            let may_be_there =
                if is_new(id) { self.draft(entity_type, id).await?.is_some() } else { self.may_be_there(entity_type, id).await? };
            if may_be_there {
                return Ok(false);
            }
        }
        Ok(true)
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
