//! Lists as a person keeps them: filter, order and columns under a name.

use crate::{FilterView, SortRequest};
use serde::{Deserialize, Serialize};
use specta::Type;

/// All that is kept of the lists of a connection.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptViewsView {
    /// The named ones, in the order of their making.
    pub views: Vec<SavedViewView>,
    /// How the lists of all rows were left, one for each entity type that a person changed.
    pub all_rows: Vec<AllRowsView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedViewView {
    pub id: String,
    pub entity_type: String,
    pub name: String,
    /// Stands on top of the navigator.
    pub pinned: bool,
    pub settings: ViewSettingsView,
    /// What those of its conditions are on that cannot be asked now, such as fields that are gone. While there is one the
    /// view shows no row, and is not counted.
    pub left_out: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AllRowsView {
    pub entity_type: String,
    pub settings: ViewSettingsView,
}

/// What a list shows and how. In the order and among the columns, fields that the entity type has no more are left out when it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewSettingsView {
    pub filter: FilterView,
    pub search: String,
    pub sort: Vec<SortRequest>,
    /// In their order; none for the entity type's own first choice.
    pub columns: Vec<ColumnSettingView>,
    /// None for the one of the whole app.
    pub row_height: Option<DensityView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnSettingView {
    pub field: String,
    /// In CSS pixels; none for its own.
    pub width: Option<u32>,
    /// Stays in sight at the start of the row.
    pub pinned: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DensityView {
    Compact,
    #[default]
    Standard,
    Relaxed,
}

/// Keeps a list under a name: a new one, or `id` with other settings.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveViewRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub id: Option<String>,
    /// One that the entity type has already gets a number after it.
    pub name: String,
    pub settings: ViewSettingsView,
}

/// Keeps how the list of all rows of an entity type was left.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepAllRowsRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub settings: ViewSettingsView,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedViewRequest {
    pub connection_id: String,
    pub id: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RenameViewRequest {
    pub connection_id: String,
    pub id: String,
    pub name: String,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PinViewRequest {
    pub connection_id: String,
    pub id: String,
    pub pinned: bool,
}

/// Rows that a saved view shows now.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewCountView {
    pub id: String,
    pub rows: u32,
}

/// A view that was read from a file.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadViewView {
    pub view: SavedViewView,
    /// Names of fields in the file that the entity type does not have here.
    pub left_out: Vec<String>,
}
