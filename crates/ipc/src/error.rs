//! The one error that reaches a person.

use serde::Serialize;
use specta::Type;

/// What happened, what can be done, and the details for support. Never holds a secret.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UiError {
    pub code: ErrorCode,
    /// What happened and why, one or two plain sentences.
    pub message: String,
    pub next_step: NextStep,
    /// Status, request id, the service's own words.
    pub detail: Option<String>,
}

/// What the window treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    SignInNeeded,
    SignInDenied,
    SignInFailed,
    SignInTimedOut,
    PortTaken,
    KeyringUnavailable,
    Refused,
    Forbidden,
    Conflict,
    Gone,
    SlowDown,
    Unreachable,
    Unreadable,
    Cancelled,
    InvalidInput,
    LocalStore,
    Ours,
}

/// What a person can do about it; the window turns it into a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NextStep {
    SignInAgain,
    Retry,
    FixField,
    CheckConnection,
    UnlockKeyring,
    ReportBug,
    Nothing,
}
