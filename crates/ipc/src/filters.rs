//! Filters of a list, what they find, and what the found rows add up to.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

/// A row is shown when all conditions of at least one group hold; without a group every row is.
pub type FilterView = Vec<Vec<ConditionView>>;

/// One condition, as a chip says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConditionView {
    pub field: String,
    pub operator: FilterOperatorView,
    /// As many as the operator takes, in the form of a cell: a reference is `{ id, label }`, a day `2026-10-31`.
    #[specta(type = Vec<Unknown>)]
    pub values: Vec<Value>,
}

/// How a field is compared. Texts are compared whatever their case and accents, a reference with text by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FilterOperatorView {
    /// One value.
    Is,
    /// One value; rows without a value are found too.
    IsNot,
    /// One value or more.
    AnyOf,
    /// One value or more; rows without a value are found too.
    NoneOf,
    /// A text.
    Contains,
    /// A text; rows without a value are found too.
    DoesNotContain,
    /// A text.
    StartsWith,
    /// A number, or before a day.
    Less,
    /// A number, or on a day or before it.
    AtMost,
    /// A number, or after a day.
    Greater,
    /// A number, or on a day or after it.
    AtLeast,
    /// Two values, both included.
    Between,
    /// How many days up to and with today.
    InLastDays,
    /// How many days from today on.
    InNextDays,
    /// The name of a [`PeriodView`].
    InPeriod,
    IsEmpty,
    IsNotEmpty,
}

/// A stretch of days around today, in the calendar of this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PeriodView {
    Today,
    Yesterday,
    ThisWeek,
    LastWeek,
    ThisMonth,
    LastMonth,
    ThisYear,
    LastYear,
}

/// How many rows several filters would show; the rest of the question is the same for all.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CountRowsRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub search: String,
    pub parent_id: Option<String>,
    pub answer_id: Option<u32>,
    /// At most 20.
    pub filters: Vec<FilterView>,
}

/// The values that a field has in the rows of a filter.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FacetRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub field: String,
    /// Part of a value's words; empty for the most frequent ones.
    pub text: String,
    /// The filter without the condition that is being chosen.
    pub filter: FilterView,
    pub search: String,
    pub parent_id: Option<String>,
    pub answer_id: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FacetView {
    /// At most 200, the most frequent first; choices that are known stand here also with no rows.
    pub values: Vec<FacetValueView>,
    /// There are more values than these.
    pub more: bool,
    /// Rows without a value.
    pub empty: u32,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FacetValueView {
    /// In the form of a cell.
    #[specta(type = Unknown)]
    pub value: Value,
    pub rows: u32,
}

/// Rows of a view that were chosen.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SelectionRequest {
    /// All rows of the view but `ids`; else just `ids`.
    pub all: bool,
    pub ids: Vec<String>,
}

/// What numbers of chosen rows add up to.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TotalsRequest {
    pub view_id: u32,
    pub selection: SelectionRequest,
    /// Number fields; others are left out of the answer.
    pub fields: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TotalsView {
    /// Rows that were chosen.
    pub rows: u32,
    pub totals: Vec<TotalView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TotalView {
    pub field: String,
    /// With unsent edits in place.
    pub sum: f64,
    /// Rows that have a value.
    pub values: u32,
}

/// The ids of chosen rows.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SelectedIdsRequest {
    pub view_id: u32,
    pub selection: SelectionRequest,
}

/// Where a record stands in a view.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowIndexRequest {
    pub view_id: u32,
    pub id: String,
}
