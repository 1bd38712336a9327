//! What a record belongs to, with its own unsent changes in place, and what points at it in the copy.

use super::rows::shown_fields;
use super::{Desk, DeskError, OpenConnection};
use crate::Record;
use crate::changes::Draft;
use crate::mirror::{Labelled, PointingField};
use coredesk_catalogue::{EntityType, Field, Reference, ZERO_ID, referenced_id};
use serde_json::Value;

/// The first few of each field that points.
const POINTING_SHOWN: usize = 5;

/// What a record has to do with others.
#[derive(Debug, Clone)]
pub struct Related {
    /// The records that its own fields name, in catalogue order.
    pub belongs_to: Vec<BelongsTo>,
    /// One for each field by which others point at it, the most rows first. As the copy has them: an unsent change of
    /// another record that points here, or does no longer, is not among them.
    pub points_here: Vec<PointingField>,
    /// The names of the entity types that may point at it and are not whole on this computer.
    pub missing: Vec<String>,
}

/// A record that another one names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelongsTo {
    /// The field that names it.
    pub field: String,
    /// What a person calls the field.
    pub field_title: String,
    /// The record; its id stands for a name that is not known.
    pub record: Labelled,
}

impl Desk {
    /// What a record belongs to, with its unsent change in place, and what points at it in the copy. Nothing is asked of the service.
    ///
    /// # Errors
    /// `Gone` when neither the copy nor an unsent change knows it; `Mirror`, `Draft`.
    pub async fn related(&self, connection_id: &str, entity_type: &str, id: &str) -> Result<Related, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        let record = connection.mirror.record(&entity_type.name, id).await?;
        let draft = connection.changes.draft(&entity_type.name, id).await?;
        if record.is_none() && draft.is_none() {
            return Err(DeskError::Gone);
        }
        let belongs_to = connection.belongs_to(&entity_type, id, &record.unwrap_or_default(), draft.as_ref()).await?;
        let (points_here, missing) = connection.mirror.pointing_at(&entity_type.name, id, POINTING_SHOWN).await?;
        Ok(Related { belongs_to, points_here, missing })
    }
}

impl OpenConnection {
    async fn belongs_to(
        &self,
        entity_type: &EntityType,
        id: &str,
        record: &Record,
        draft: Option<&Draft>,
    ) -> Result<Vec<BelongsTo>, DeskError> {
        let mut found = Vec::new();
        if let (Some(parent), (Some(parent_id), _)) = (&entity_type.parent, entity_type.parent_and_own(id)) {
            let is_told = |field: &Field| field.reference().is_some_and(|reference| reference.entity_types.contains(parent));
            if !entity_type.fields.iter().any(is_told) {
                let title = self.mirror.entity_type(parent).map_or_else(|| parent.clone(), |known| known.title);
                let record = self.named(&Reference::to(vec![parent.clone()]), parent_id, None).await?;
                found.push(BelongsTo { field: entity_type.parent_field().unwrap_or_default().to_owned(), field_title: title, record });
            }
        }
        for field in shown_fields(entity_type) {
            let Some(reference) = field.reference().filter(|_| !field.array) else { continue };
            let change = draft.and_then(|draft| draft.fields.iter().find(|change| change.field == field.name));
            let value = change.map_or_else(|| field.value_in(record), |change| Some(&change.after));
            let Some(target) = value.and_then(referenced_id).filter(|target| target != ZERO_ID) else { continue };
            // An edit changes the id alone, and not the name that came with the former one.
            let carried = field.label_field.as_ref().filter(|_| change.is_none()).and_then(|name| record.get(name)).and_then(Value::as_str);
            let record = self.named(reference, &target, carried).await?;
            found.push(BelongsTo { field: field.name.clone(), field_title: field.title.clone(), record });
        }
        Ok(found)
    }

    /// The record that a reference means, as the copy or an unsent change calls it, else by the name that was `carried`.
    async fn named(&self, reference: &Reference, id: &str, carried: Option<&str>) -> Result<Labelled, DeskError> {
        if let Some(known) = self.mirror.labels(&reference.entity_types, vec![id.to_owned()]).await?.into_iter().next() {
            return Ok(Labelled { id: id.to_owned(), ..known });
        }
        let label = match carried.map(str::trim).filter(|label| !label.is_empty()) {
            Some(label) => Some(label.to_owned()),
            None => self.changes.title_of_new(&reference.entity_types, id).await?,
        };
        let entity_type = reference.entity_types.first().cloned().unwrap_or_default();
        Ok(Labelled { entity_type, id: id.to_owned(), label: label.unwrap_or_else(|| id.to_owned()), detail: None })
    }
}
