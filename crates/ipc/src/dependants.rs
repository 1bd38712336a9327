//! What depends on records that are to be deleted, and copies of records.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What points at a record, as far as the copy on this computer tells.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DependantsView {
    pub title: String,
    /// One for each field by which records point at it, those that keep it first.
    pub groups: Vec<DependantGroupView>,
    /// Rules of the service about deleting it, in its description's words.
    pub rules: Vec<String>,
    /// Everything that may point at it is on this computer.
    pub is_whole: bool,
    /// The deletes that would work, in their order, with the record itself last; empty where no order can work.
    pub order: Vec<DeleteStepView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DependantGroupView {
    pub entity_type: String,
    pub plural: String,
    /// What a person calls the field.
    pub field_title: String,
    pub effect: DeleteEffectView,
    pub count: u32,
    /// The first few.
    pub records: Vec<DependantView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DependantView {
    pub id: String,
    pub title: String,
    /// It is marked for deletion already.
    pub is_marked: bool,
}

/// What becomes of a record when the one that it points at is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DeleteEffectView {
    /// The service keeps the other record while this one points at it.
    Protects,
    /// It is deleted too.
    GoesToo,
    /// It only loses the reference.
    LosesIt,
    /// The description does not say.
    Unknown,
}

/// Records of one entity type that are deleted in one step.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeleteStepView {
    pub entity_type: String,
    pub plural: String,
    pub count: u32,
}

/// Makes a new record like one that is there.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub id: String,
    /// Entity types whose records belong to it and are copied with it, such as line items.
    pub with: Vec<String>,
}
