//! How a person has the window, what of their data is on this computer, and what the app is made of.

use crate::{ConnectionView, DensityView, EntityTypeView, OpenViewRequest, RowView, ThemeView, ViewSettingsView, ViewView};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How the window looks and behaves. Kept whole at every change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreferencesView {
    pub theme: ThemeView,
    pub density: DensityView,
    /// Size of text and controls in percent, 80 to 200.
    pub text_size: u16,
    /// Moves nothing, whatever the system says.
    pub less_motion: bool,
    /// In CSS pixels.
    pub navigator_width: u32,
    pub navigator_open: bool,
    /// In CSS pixels.
    pub detail_width: u32,
    pub detail_open: bool,
    /// The detail panel takes the place of the grid.
    pub detail_wide: bool,
    /// Minutes between two looks for changes at the service; 0 for only when asked.
    pub refresh_minutes: u16,
}

/// What the window knows before its first paint, so that nothing jumps.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    pub preferences: PreferencesView,
    pub formats: FormatsView,
    /// The list where the person was last, if it was one and was read in time.
    pub list: Option<StartListView>,
}

/// A list with its first rows, read while the window was being made. Of other connections it has nothing.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartListView {
    /// The place in the window, as the window wrote it.
    pub address: String,
    pub connection: ConnectionView,
    pub entity_type: EntityTypeView,
    /// How it was left; null where it never was arranged.
    pub settings: Option<ViewSettingsView>,
    /// What `view` was opened with.
    pub request: OpenViewRequest,
    pub view: ViewView,
    /// From the first one on.
    pub rows: Vec<RowView>,
}

/// In which countries' ways the system writes days and figures, as BCP 47 tags; nothing where it does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FormatsView {
    pub dates: Option<String>,
    pub numbers: Option<String>,
}

/// What a connection takes on this computer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionDataView {
    pub connection_id: String,
    /// Its files, in bytes.
    pub bytes: f64,
    /// One for each entity type of which rows are here.
    pub entity_types: Vec<EntityTypeDataView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntityTypeDataView {
    pub entity_type: String,
    pub plural: String,
    pub rows: u32,
    /// Its part of the files, in bytes.
    pub bytes: f64,
    pub as_of: Option<f64>,
    /// It is read whole and brought up to date by itself; else only while a person looks at it.
    pub kept: bool,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub kept: bool,
}

/// Where tokens rest, and whether that answers.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyringView {
    pub state: KeyringStateView,
    /// How long it took to answer, in milliseconds.
    pub milliseconds: u32,
    /// What holds them for each connection.
    pub entries: Vec<KeyringEntryView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyringStateView {
    Answers,
    Locked,
    /// No answer within two seconds.
    Silent,
    Unavailable,
    /// A person chose to keep tokens in memory until the app ends.
    ThisRunOnly,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyringEntryView {
    pub connection_id: String,
    /// The name of the entry, as the system's own keyring program shows it.
    pub name: String,
}

/// What this app is.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AboutView {
    pub version: String,
    /// Name and version of what it runs on: the system, the web view, SQLite.
    pub parts: Vec<PartView>,
    /// The folder of its data, which a person may want to back up.
    pub data_folder: String,
    pub licences: Vec<LicenceView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    pub name: String,
    pub version: String,
}

/// Somebody else's work inside.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LicenceView {
    pub name: String,
    pub version: String,
    /// An SPDX expression.
    pub licence: String,
}
