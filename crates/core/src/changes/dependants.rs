//! What points at a record that is to be deleted, and what becomes of it, as far as the copy on this computer tells.

use super::delete_order::{Steps, order_of_deletes};
use super::draft::{Draft, DraftError, DraftKind};
use super::drafts::mark_one;
use super::new_id::is_new;
use super::step::StepKind;
use super::words::counted;
use super::{Changes, draft_table};
use crate::mirror::{Mirror, title_of};
use coredesk_catalogue::{EntityType, OnTargetDelete};
use rusqlite::Connection;

/// The first few records of a group.
const RECORDS_SHOWN: usize = 20;
/// Records that are looked at to tell which of them are to be deleted before.
const RECORDS_LOOKED_AT: usize = 200;

/// What points at a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependants {
    /// What names the record to a person.
    pub title: String,
    /// One for each field by which records point at it; those that keep it first.
    pub groups: Vec<DependantGroup>,
    /// The service's rules about deleting it, in the words of its description.
    pub rules: Vec<String>,
    /// Everything that may point at it is on this computer.
    pub is_whole: bool,
    /// The deletes that would work, in their order, with the record itself last; empty where no order can work.
    pub order: Vec<DeleteStep>,
}

/// Records that point by one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependantGroup {
    /// The name of the entity type that points.
    pub entity_type: String,
    /// What a person calls several of them.
    pub plural: String,
    /// What a person calls the field.
    pub field_title: String,
    /// What becomes of them, if it is known.
    pub effect: Option<OnTargetDelete>,
    /// How many they are.
    pub count: u64,
    /// The first few.
    pub records: Vec<Dependant>,
}

/// A record that points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependant {
    /// Its id.
    pub id: String,
    /// What names it to a person.
    pub title: String,
    /// It is marked for deletion already.
    pub is_marked: bool,
}

/// Records of one entity type that are deleted in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteStep {
    /// The entity type's name.
    pub entity_type: String,
    /// What a person calls several of them.
    pub plural: String,
    /// How many.
    pub count: u64,
}

impl Changes {
    /// What points at the record, and in which order it could be deleted with all that keeps it.
    ///
    /// # Errors
    /// `UnknownName`, `Gone`, `Mirror`, `Store`.
    pub async fn dependants(&self, entity_type: &str, id: &str) -> Result<Dependants, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let referring = self.mirror.references_to(&entity_type.name, id).await?;
        let (mirror, id) = (self.mirror.clone(), id.to_owned());
        self.store
            .read(move |connection| {
                let catalogue = mirror.catalogue();
                let plural = |name: &str| catalogue.entity_type(name).map_or_else(|| name.to_owned(), |found| found.plural.clone());
                let pointers = mirror.pointers_to(&entity_type.name);
                let is_whole = mirror.not_whole(connection, &entity_type.name, &pointers)?.is_empty();
                let mut groups = Vec::new();
                for pointer in &pointers {
                    let count = referring.iter().find(|found| found.entity_type == pointer.entity_type && found.field == pointer.path);
                    let Some(count) = count.map(|found| found.count) else { continue };
                    let mut records = Vec::new();
                    for pointing in pointer.pointing(connection, std::slice::from_ref(&id), RECORDS_SHOWN)? {
                        let title = pointer.title_of(connection, &pointing.id)?;
                        let is_marked = is_marked(connection, &pointer.entity_type, &pointing.id)?;
                        records.push(Dependant { id: pointing.id, title, is_marked });
                    }
                    groups.push(DependantGroup {
                        entity_type: pointer.entity_type.clone(),
                        plural: plural(&pointer.entity_type),
                        field_title: pointer.title.clone(),
                        effect: pointer.effect,
                        count,
                        records,
                    });
                }
                groups.sort_by_key(|group| place_of(group.effect));
                let steps = order_of_deletes(connection, &mirror, &entity_type.name, &id)?.unwrap_or_default();
                Ok(Dependants {
                    title: title(connection, &mirror, &entity_type, &id)?,
                    groups,
                    rules: rules_about_deleting(&entity_type),
                    is_whole,
                    order: in_steps(steps, plural),
                })
            })
            .await
    }

    /// Marks the record for deletion with all that keeps it. Answers the entity types of which some are marked.
    ///
    /// # Errors
    /// `NoOrder` where no order of deletes can work; then none is marked. `Gone`, `Mirror`, `Store`.
    pub async fn mark_with_dependants(&self, entity_type: &str, id: &str) -> Result<Vec<String>, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        let (mirror, id) = (self.mirror.clone(), id.to_owned());
        self.in_step(StepKind::Delete, None, move |step| {
            let catalogue = mirror.catalogue();
            let deletes = order_of_deletes(step, &mirror, &entity_type.name, &id)?.ok_or(DraftError::NoOrder)?;
            for (name, id) in &deletes {
                let entity_type = catalogue.entity_type(name).ok_or_else(|| DraftError::UnknownName(name.clone()))?;
                mark_one(step, &mirror, entity_type, id)?;
            }
            let mut touched: Vec<String> = deletes.into_iter().map(|(name, _)| name).collect();
            touched.dedup();
            Ok(touched)
        })
        .await
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
        let (mirror, draft) = (self.mirror.clone(), draft.clone());
        self.store
            .read(move |connection| {
                let catalogue = mirror.catalogue();
                let mut told: Vec<(&str, Option<OnTargetDelete>, u64, u64)> = Vec::new();
                let pointers = mirror.pointers_to(&draft.entity_type);
                for found in &referring {
                    let pointer = pointers.iter().find(|pointer| pointer.entity_type == found.entity_type && pointer.path == found.field);
                    let mut marked = 0;
                    if let Some(pointer) = pointer {
                        for pointing in pointer.pointing(connection, std::slice::from_ref(&draft.entity_id), RECORDS_LOOKED_AT)? {
                            marked += u64::from(is_marked(connection, &pointer.entity_type, &pointing.id)?);
                        }
                    }
                    match told.iter_mut().find(|(name, effect, ..)| *name == found.entity_type && *effect == found.effect) {
                        Some((.., count, of_them)) => (*count, *of_them) = (*count + found.count, *of_them + marked),
                        None => told.push((&found.entity_type, found.effect, found.count, marked)),
                    }
                }
                told.sort_by_key(|(_, effect, ..)| place_of(*effect));
                let sentences = told.into_iter().filter_map(|(name, effect, count, marked)| {
                    Some(sentences(catalogue.entity_type(name)?, effect, count.saturating_sub(marked), marked))
                });
                Ok(Some(sentences.flatten().collect::<Vec<_>>().join(" ")))
            })
            .await
    }
}

/// What becomes of `left` records that point, and of those that are `marked` themselves.
fn sentences(entity_type: &EntityType, effect: Option<OnTargetDelete>, left: u64, marked: u64) -> Vec<String> {
    let verb = |count: u64, one: &'static str, many: &'static str| if count == 1 { one } else { many };
    let mut told = Vec::new();
    if left > 0 {
        let who = counted(entity_type, left);
        told.push(match effect {
            Some(OnTargetDelete::Cascade) => format!("{who} {} with it.", verb(left, "goes", "go")),
            Some(OnTargetDelete::Protect) => format!("{who} {} it, so the service will refuse.", verb(left, "uses", "use")),
            Some(OnTargetDelete::Remove) => format!("{who} {} it.", verb(left, "loses", "lose")),
            None => format!("{who} {} it, so the service may refuse.", verb(left, "uses", "use")),
        });
    }
    if marked > 0 {
        told.push(format!(
            "{} that {} it {} deleted before it.",
            counted(entity_type, marked),
            verb(marked, "uses", "use"),
            verb(marked, "is", "are")
        ));
    }
    told
}

/// What keeps a record comes first.
fn place_of(effect: Option<OnTargetDelete>) -> u8 {
    match effect {
        Some(OnTargetDelete::Protect) => 0,
        None => 1,
        Some(OnTargetDelete::Cascade) => 2,
        Some(OnTargetDelete::Remove) => 3,
    }
}

fn is_marked(connection: &Connection, entity_type: &str, id: &str) -> Result<bool, DraftError> {
    Ok(draft_table::kind_of(connection, entity_type, id)? == Some(DraftKind::Delete))
}

fn title(connection: &Connection, mirror: &Mirror, entity_type: &EntityType, id: &str) -> Result<String, DraftError> {
    if let Some(record) = mirror.read_record(connection, &entity_type.name, id)? {
        return Ok(title_of(entity_type, &record));
    }
    let draft = draft_table::find(connection, &entity_type.name, id)?.filter(|_| is_new(id)).ok_or(DraftError::Gone)?;
    Ok(super::review::title(entity_type, &draft))
}

pub(super) fn rules_about_deleting(entity_type: &EntityType) -> Vec<String> {
    let speaks_of_it = |text: &&String| text.to_lowercase().contains("delet");
    entity_type.rules.iter().map(|rule| &rule.text).filter(speaks_of_it).cloned().collect()
}

fn in_steps(deletes: Steps, plural: impl Fn(&str) -> String) -> Vec<DeleteStep> {
    let mut steps: Vec<DeleteStep> = Vec::new();
    for (entity_type, _) in deletes {
        match steps.last_mut().filter(|step| step.entity_type == entity_type) {
            Some(step) => step.count += 1,
            None => steps.push(DeleteStep { plural: plural(&entity_type), entity_type, count: 1 }),
        }
    }
    steps
}
