//! Asking the service itself for rows that fit a condition.

use crate::UiError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

/// A question to the service: groups of comparisons, or an expression in its own language.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskRequest {
    pub connection_id: String,
    pub entity_type: String,
    /// A row fits when all comparisons of at least one group hold.
    pub groups: Vec<Vec<ComparisonRequest>>,
    /// Sent as it is, in place of the groups.
    pub expression: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonRequest {
    pub field: String,
    pub operator: OperatorView,
    /// As it stands in a record; null with `isNull`.
    #[specta(type = Unknown)]
    pub value: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum OperatorView {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    IsNull,
}

/// What became of a question.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    pub answer_id: u32,
    /// Rows that came so far.
    pub rows: u32,
    pub state: AnswerStateView,
    /// Set with `failed`; a refusal holds the service's words.
    pub error: Option<UiError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AnswerStateView {
    Arriving,
    Complete,
    Stopped,
    Failed,
}

/// The rows of a nested collection below one record.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BelowRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub parent_id: String,
}
