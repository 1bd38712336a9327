//! The error table: what happened, why, what can be done. Every match is exhaustive, so that a new error cannot
//! reach a person unexplained.

use super::{told, ui_error};
use crate::{ErrorCode, NextStep, UiError};
use coredesk_core::changes::{DraftError, OutcomeKind, RunOutcome, SendError};
use coredesk_core::desk::DeskError;
use coredesk_core::mirror::{MirrorError, SyncError};
use coredesk_core::rest::{Refusal, RefusalReason, RequestError};
use coredesk_core::session::SessionError;
use coredesk_core::store::StoreError;

impl UiError {
    /// What a person is told of a change that was not done.
    pub(super) fn of_outcome(outcome: &RunOutcome) -> Option<Self> {
        if let Some(refusal) = &outcome.refusal {
            let mut error = Self::from(refusal);
            if outcome.outcome == OutcomeKind::Conflict {
                error.code = ErrorCode::Conflict;
                error.message = "Somebody else changed this record after you did. Your change stays here.".to_owned();
                error.next_step = NextStep::FixField;
            }
            return Some(error);
        }
        match outcome.outcome {
            OutcomeKind::Waiting | OutcomeKind::Done => None,
            OutcomeKind::Conflict => Some(ui_error(
                ErrorCode::Conflict,
                "Somebody else changed the same field. Your change stays here.",
                NextStep::FixField,
                outcome.reason.clone(),
            )),
            OutcomeKind::Refused => {
                Some(ui_error(ErrorCode::Refused, "The service refused this change.", NextStep::FixField, outcome.reason.clone()))
            }
            OutcomeKind::NotSent => {
                Some(ui_error(ErrorCode::Unreachable, "This change was not sent.", NextStep::Retry, outcome.reason.clone()))
            }
            OutcomeKind::Unknown => Some(ui_error(
                ErrorCode::Unreachable,
                "No answer came. The service may or may not have done it; it is not sent again by itself.",
                NextStep::CheckConnection,
                outcome.reason.clone(),
            )),
        }
    }
}

impl From<DeskError> for UiError {
    fn from(error: DeskError) -> Self {
        Self::from(&error)
    }
}

impl From<&DeskError> for UiError {
    fn from(error: &DeskError) -> Self {
        let invalid = |message: &str| ui_error(ErrorCode::InvalidInput, message, NextStep::Nothing, Some(told(error)));
        let ours = |message: &str| ui_error(ErrorCode::Ours, message, NextStep::ReportBug, Some(told(error)));
        match error {
            DeskError::UnknownConnection => invalid("This connection is no longer there."),
            DeskError::UnknownName(_) => invalid("The service has nothing of this name."),
            DeskError::UnknownView => invalid("This list was closed; it is opened again."),
            DeskError::NotFilterable(field) => ui_error(
                ErrorCode::InvalidInput,
                format!("The service cannot filter by {field}. Choose another field."),
                NextStep::FixField,
                None,
            ),
            DeskError::NothingAsked => {
                ui_error(ErrorCode::InvalidInput, "The question has a part without a value.", NextStep::FixField, None)
            }
            DeskError::UnknownSignIn => invalid("This sign-in is over."),
            DeskError::UnknownRun => invalid("This run is not known any more. The journal says how each change ended."),
            DeskError::Gone => ui_error(ErrorCode::Gone, "This record is not on this computer any more.", NextStep::Nothing, None),
            DeskError::DemoNotRunning => ui_error(ErrorCode::Unreachable, "The demo company is not open.", NextStep::Retry, None),
            DeskError::OtherCompany { expected, chosen } => ui_error(
                ErrorCode::SignInFailed,
                format!(
                    "You chose {chosen}, and this connection belongs to {expected}. Sign in again and choose the same company and person."
                ),
                NextStep::SignInAgain,
                None,
            ),
            DeskError::UnknownIdentity => ui_error(
                ErrorCode::SignInFailed,
                "The service did not say who signed in for which company. Nothing was kept, so that no two companies mix.",
                NextStep::SignInAgain,
                None,
            ),
            DeskError::NoToken => ui_error(ErrorCode::SignInNeeded, "This connection holds no such token.", NextStep::SignInAgain, None),
            DeskError::Token(problem) => ui_error(ErrorCode::InvalidInput, format!("{problem}."), NextStep::Nothing, None),
            DeskError::SignIn(error) => error.into(),
            DeskError::Session(error) => error.into(),
            DeskError::TokenStore(error) => error.into(),
            DeskError::Request(error) => error.into(),
            DeskError::Mirror(error) => error.into(),
            DeskError::Sync(error) => error.into(),
            DeskError::Draft(error) => error.into(),
            DeskError::Send(error) => error.into(),
            DeskError::Store(error) => error.into(),
            DeskError::Files(_) => {
                ui_error(ErrorCode::LocalStore, "Files of this connection could not be removed.", NextStep::Retry, Some(told(error)))
            }
            DeskError::Catalogue(_) => ours("Coredesk's own description of the service is damaged."),
            DeskError::Interrupted => ours("The work was cut short."),
        }
    }
}

impl From<&SessionError> for UiError {
    fn from(error: &SessionError) -> Self {
        match error {
            SessionError::SignedOut(_) => sign_in_needed(),
            SessionError::Renewal(call) => call.as_ref().into(),
            SessionError::TokenStore(error) => error.into(),
            SessionError::ForeignBaseUrl(error) => error.into(),
            SessionError::Busy => ui_error(ErrorCode::Unreachable, "Another Coredesk is renewing this sign-in.", NextStep::Retry, None),
            SessionError::Folder(_) => local_store(told(error)),
            SessionError::Interrupted => ui_error(ErrorCode::Ours, "The renewal of the sign-in was cut short.", NextStep::Retry, None),
        }
    }
}

impl From<&MirrorError> for UiError {
    fn from(error: &MirrorError) -> Self {
        match error {
            MirrorError::Store(error) => error.into(),
            MirrorError::UnknownEntityType(_) | MirrorError::UnknownField { .. } => {
                ui_error(ErrorCode::InvalidInput, "This cannot be listed or sorted that way.", NextStep::Nothing, Some(told(error)))
            }
            MirrorError::WithoutId => {
                ui_error(ErrorCode::Unreadable, "The service sent a record without an id.", NextStep::ReportBug, None)
            }
        }
    }
}

impl From<&SyncError> for UiError {
    fn from(error: &SyncError) -> Self {
        match error {
            SyncError::Mirror(error) => error.into(),
            SyncError::Request(error) => error.into(),
            SyncError::RepeatedPage | SyncError::Endless => ui_error(
                ErrorCode::Unreadable,
                "The service's list does not come to an end. What came is here; the list is not complete.",
                NextStep::Retry,
                Some(told(error)),
            ),
        }
    }
}

impl From<&DraftError> for UiError {
    fn from(error: &DraftError) -> Self {
        let invalid = |message: &str| ui_error(ErrorCode::InvalidInput, message, NextStep::Nothing, Some(told(error)));
        match error {
            DraftError::UnknownName(_) => invalid("The service has nothing of this name."),
            DraftError::ReadOnly { .. } => invalid("This field is set by the service and cannot be changed."),
            DraftError::NotOffered { operation } => {
                ui_error(ErrorCode::InvalidInput, format!("The service does not {operation} these records."), NextStep::Nothing, None)
            }
            DraftError::MarkedForDeletion => invalid("This record is marked to be deleted. Undo that first."),
            DraftError::Gone => ui_error(ErrorCode::Gone, "This record is not on this computer any more.", NextStep::Nothing, None),
            DraftError::Mirror(error) => error.into(),
            DraftError::Store(error) => error.into(),
        }
    }
}

impl From<&SendError> for UiError {
    fn from(error: &SendError) -> Self {
        match error {
            SendError::Nothing => ui_error(ErrorCode::InvalidInput, "There is nothing to send.", NextStep::Nothing, None),
            SendError::Draft(error) => error.into(),
            SendError::Store(error) => error.into(),
            SendError::Mirror(error) => error.into(),
        }
    }
}

impl From<&StoreError> for UiError {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::TooNew { .. } => ui_error(
                ErrorCode::LocalStore,
                "The data on this computer were written by a newer Coredesk. They are left as they are; open them with that version.",
                NextStep::Nothing,
                Some(told(error)),
            ),
            StoreError::Sqlite(_) | StoreError::Folder(_) | StoreError::Damaged(_) | StoreError::Interrupted => local_store(told(error)),
        }
    }
}

fn local_store(detail: String) -> UiError {
    ui_error(
        ErrorCode::LocalStore,
        "The data on this computer could not be read or written. The disk may be full or the folder protected.",
        NextStep::Retry,
        Some(detail),
    )
}

impl From<&Refusal> for UiError {
    fn from(refusal: &Refusal) -> Self {
        let detail = Some(detail_of(refusal));
        let said = |otherwise: &str| match &refusal.words {
            Some(words) => format!("The service refused: “{words}”"),
            None => otherwise.to_owned(),
        };
        match refusal.reason {
            RefusalReason::Invalid => {
                ui_error(ErrorCode::Refused, said("The service refused the values of this record."), NextStep::FixField, detail)
            }
            RefusalReason::Forbidden => ui_error(
                ErrorCode::Forbidden,
                "Your role at the service does not allow this. Ask whoever looks after the company's roles.",
                NextStep::Nothing,
                detail,
            ),
            RefusalReason::Gone => ui_error(ErrorCode::Gone, "It no longer exists at the service.", NextStep::Nothing, detail),
            RefusalReason::InUse => {
                ui_error(ErrorCode::Refused, said("Other records use it, so the service keeps it."), NextStep::Nothing, detail)
            }
            RefusalReason::NotOffered => ui_error(ErrorCode::Refused, "The service does not offer this.", NextStep::Nothing, detail),
            RefusalReason::Other => ui_error(ErrorCode::Refused, said("The service refused."), NextStep::Retry, detail),
        }
    }
}

fn detail_of(refusal: &Refusal) -> String {
    let mut detail = format!("Status {}", refusal.status);
    for (label, part) in [("Code", &refusal.code), ("Service's words", &refusal.words), ("Request", &refusal.request_id)] {
        if let Some(part) = part {
            detail.push_str(&format!("\n{label}: {part}"));
        }
    }
    detail
}

impl From<&RequestError> for UiError {
    fn from(error: &RequestError) -> Self {
        match error {
            RequestError::SignInNeeded => sign_in_needed(),
            RequestError::Refused(refusal) => refusal.into(),
            RequestError::Unreachable { status, reason } => {
                let status = status.map(|status| format!("Status {status}\n")).unwrap_or_default();
                ui_error(ErrorCode::Unreachable, "The service could not be reached.", NextStep::Retry, Some(format!("{status}{reason}")))
            }
            RequestError::SlowDown { retry_after } => ui_error(
                ErrorCode::SlowDown,
                format!("The service asked us to slow down for {} s.", retry_after.as_secs()),
                NextStep::Retry,
                None,
            ),
            RequestError::Unreadable { reason } => ui_error(
                ErrorCode::Unreadable,
                "The service's answer could not be read. Nothing of it was kept.",
                NextStep::Retry,
                Some(reason.clone()),
            ),
            RequestError::ForeignBaseUrl => ui_error(
                ErrorCode::SignInFailed,
                "The address of the API is not one of the service's. Nothing was sent.",
                NextStep::SignInAgain,
                None,
            ),
            RequestError::Cancelled => ui_error(ErrorCode::Cancelled, "Stopped.", NextStep::Nothing, None),
        }
    }
}

pub(super) fn sign_in_needed() -> UiError {
    ui_error(ErrorCode::SignInNeeded, "Your sign-in has ended. Nothing that you changed is lost.", NextStep::SignInAgain, None)
}
