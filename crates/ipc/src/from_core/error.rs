//! The error table: what happened, why, what can be done. Every match is exhaustive, so that a new error cannot
//! reach a person unexplained.

use super::request_error::unknown;
use super::{told, ui_error};
use crate::{ErrorCode, NextStep, UiError};
use coredesk_core::changes::{DraftError, DraftKind, OutcomeKind, RunOutcome, SendError};
use coredesk_core::desk::DeskError;
use coredesk_core::mirror::{FilterError, MirrorError, SyncError};
use coredesk_core::session::SessionError;
use coredesk_core::store::StoreError;

impl UiError {
    /// What a person is told of a change that was not done.
    pub(super) fn of_outcome(outcome: &RunOutcome) -> Option<Self> {
        if let Some(refusal) = &outcome.refusal {
            return Some(refusal.into());
        }
        match outcome.outcome {
            OutcomeKind::Waiting | OutcomeKind::Done => None,
            OutcomeKind::Conflict if outcome.kind == DraftKind::Delete => Some(ui_error(
                ErrorCode::Conflict,
                "Somebody else changed this record since you marked it, so it was not deleted. Look at it; send it again to delete it as it is now.",
                NextStep::Retry,
                outcome.reason.clone(),
            )),
            OutcomeKind::Conflict => Some(ui_error(
                ErrorCode::Conflict,
                "Somebody else changed the same field. Your change stays here; choose in the review which of the two stands.",
                NextStep::FixField,
                outcome.reason.clone(),
            )),
            OutcomeKind::Refused => {
                Some(ui_error(ErrorCode::Refused, "The service refused this change.", NextStep::FixField, outcome.reason.clone()))
            }
            OutcomeKind::NotSent => {
                let message = match &outcome.reason {
                    Some(reason) => format!("This change was not sent. {}", sentence(reason)),
                    None => "This change was not sent.".to_owned(),
                };
                let (code, next_step) =
                    if outcome.held_back { (ErrorCode::Refused, NextStep::FixField) } else { (ErrorCode::Unreachable, NextStep::Retry) };
                Some(ui_error(code, message, next_step, outcome.reason.clone()))
            }
            OutcomeKind::Unknown => Some(unknown(outcome.status, outcome.reason.as_deref())),
        }
    }
}

/// `reason` with a capital letter and a full stop.
pub(super) fn sentence(reason: &str) -> String {
    let mut letters = reason.trim().chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if reason.trim_end().ends_with(['.', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// The target under which the code of each error is noted that a person is told of; never its words.
pub const TOLD: &str = "coredesk::told";

impl From<DeskError> for UiError {
    fn from(error: DeskError) -> Self {
        let told = Self::from(&error);
        tracing::info!(target: TOLD, code = ?told.code);
        told
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
            DeskError::NotByName(plural) => ui_error(
                ErrorCode::InvalidInput,
                format!("The service cannot look for {plural} by name. Load {plural} to this computer and look for the name there."),
                NextStep::Nothing,
                None,
            ),
            DeskError::NothingAsked => {
                ui_error(ErrorCode::InvalidInput, "The question has a part without a value.", NextStep::FixField, None)
            }
            DeskError::TooMany { limit } => ui_error(
                ErrorCode::InvalidInput,
                format!("That is more than {limit} at once. Do it in parts, or narrow the filter."),
                NextStep::Nothing,
                None,
            ),
            DeskError::UnknownPlace => invalid("This place in the window cannot be kept."),
            DeskError::UnknownSignIn => invalid("This sign-in is over."),
            DeskError::UnknownRun => invalid("This run is not known any more. The journal says how each change ended."),
            DeskError::Gone => ui_error(ErrorCode::Gone, "This record is not on this computer any more.", NextStep::Nothing, None),
            DeskError::NoLink => ui_error(ErrorCode::Gone, "The service has no link for this record.", NextStep::Nothing, None),
            DeskError::Link(problem) => ui_error(
                ErrorCode::InvalidInput,
                "This link was not opened: only plain web and e-mail addresses are. Ask whoever keeps the record to correct it.",
                NextStep::Nothing,
                Some(problem.to_string()),
            ),
            DeskError::Browser(_) => ui_error(
                ErrorCode::Ours,
                "No browser could be started. Set a default browser and try again.",
                NextStep::Retry,
                Some(told(error)),
            ),
            DeskError::DemoNotRunning => ui_error(ErrorCode::Unreachable, "The demo does not run yet.", NextStep::Retry, None),
            DeskError::OtherCompany { expected, chosen } => ui_error(
                ErrorCode::SignInFailed,
                format!(
                    "You chose {chosen}, and this connection belongs to {expected}. Sign in again and choose the same company and person."
                ),
                NextStep::SignInAgain,
                None,
            ),
            DeskError::OtherPerson { expected } => ui_error(
                ErrorCode::SignInFailed,
                format!("Somebody else signed in, and this connection belongs to {expected}. Sign in again as the same person."),
                NextStep::SignInAgain,
                None,
            ),
            DeskError::UnknownIdentity => ui_error(
                ErrorCode::SignInFailed,
                "The service did not say who signed in for which company, and no record on this computer can tell. Nothing was kept, so that no \
                 two companies mix. Allow \"Know who you are\", or discard the unsent changes first.",
                NextStep::SignInAgain,
                None,
            ),
            DeskError::Sending => ui_error(
                ErrorCode::InvalidInput,
                "Changes are being sent now. Wait until that has ended, or stop it first.",
                NextStep::Retry,
                None,
            ),
            DeskError::ReadOnly => ui_error(
                ErrorCode::Forbidden,
                "This sign-in may see the company's data and not change it. Sign in again and allow changes.",
                NextStep::SignInAgain,
                None,
            ),
            DeskError::Form(error) => error.into(),
            DeskError::ServiceForm(error) => error.into(),
            DeskError::Grant { grant, service, error } => Self::of_grant(*grant, service, error),
            DeskError::Trial(error) => error.into(),
            DeskError::NoClientSecret => ui_error(
                ErrorCode::SignInFailed,
                "The client secret of this connection is no longer in the keyring. Enter it again in the app details.",
                NextStep::CheckConnection,
                None,
            ),
            DeskError::NoDescription => ui_error(
                ErrorCode::LocalStore,
                "The description of this service is missing from Coredesk's folder or cannot be read. Its rows and changes are still there; \
                 put the file service.json back, or connect to the service once more.",
                NextStep::Nothing,
                None,
            ),
            DeskError::NoToken => ui_error(ErrorCode::SignInNeeded, "This connection holds no such token.", NextStep::SignInAgain, None),
            DeskError::Token(error) => error.into(),
            DeskError::Ask(error) => error.into(),
            DeskError::Document(error) => error.as_ref().into(),
            DeskError::SavedView(error) => error.into(),
            DeskError::ChangeFile(error) => error.into(),
            DeskError::NotWritten(_) => ui_error(
                ErrorCode::LocalStore,
                "The file could not be written there. Choose another folder.",
                NextStep::Retry,
                Some(told(error)),
            ),
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
            MirrorError::Filter(error) => error.into(),
            MirrorError::WithoutId => {
                ui_error(ErrorCode::Unreadable, "The service sent a record without an id.", NextStep::ReportBug, None)
            }
        }
    }
}

impl From<&FilterError> for UiError {
    fn from(error: &FilterError) -> Self {
        let message = match error {
            FilterError::UnknownField { field } => {
                format!("The filter names the field \"{field}\", which is not there any more. Remove that condition.")
            }
            FilterError::Parts { title } => {
                format!("Rows cannot be filtered by {title}: it holds parts that are kept inside the record. Filter by another field.")
            }
            FilterError::Operator { title } => format!("{title} cannot be compared that way. Choose another comparison."),
            FilterError::Value { title, value } => {
                format!("\"{value}\" is nothing that {title} can be compared with. Enter another value.")
            }
            FilterError::Values { title, .. } => format!("The condition on {title} is not complete. Enter its values, or remove it."),
            FilterError::TooManyParts { limit } => {
                format!("A filter takes at most {limit} conditions and days. Use fewer, or a condition that covers them.")
            }
            FilterError::TooLong { limit } => format!("A filter takes at most {limit} values. Use fewer, or a condition that covers them."),
        };
        ui_error(ErrorCode::InvalidInput, message, NextStep::FixField, Some(told(error)))
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
            DraftError::SetOnce { .. } => invalid("This field is set when a record is created, and cannot be changed later."),
            DraftError::NoOrder => invalid(
                "No order of deletes can work: the records keep each other, or the service does not delete some of them. Let them point elsewhere first.",
            ),
            DraftError::TooMany { limit } => invalid(&format!("One copy takes at most {limit} records with it. Copy them in parts.")),
            DraftError::TooManyAtOnce { limit } => {
                invalid(&format!("At most {limit} records can be changed at once. Choose fewer, or narrow the filter."))
            }
            DraftError::NotForField { .. } => invalid("This cannot be done with what this field holds. Choose another way to change it."),
            DraftError::Operand(problem) => ui_error(ErrorCode::InvalidInput, problem.to_string(), NextStep::FixField, None),
            DraftError::NotOffered { operation } => {
                ui_error(ErrorCode::InvalidInput, format!("The service does not {operation} these records."), NextStep::Nothing, None)
            }
            DraftError::Stopped => ui_error(ErrorCode::Cancelled, "It was stopped. Nothing was changed.", NextStep::Nothing, None),
            DraftError::MarkedForDeletion => invalid("This record is marked to be deleted. Undo that first."),
            DraftError::Gone => ui_error(ErrorCode::Gone, "This record is not on this computer any more.", NextStep::Nothing, None),
            DraftError::NoWord => {
                ui_error(ErrorCode::InvalidInput, "This can be no word of the service. Use at most 100 letters.", NextStep::FixField, None)
            }
            DraftError::Mirror(error) => error.into(),
            DraftError::Store(error) => error.into(),
        }
    }
}

impl From<&SendError> for UiError {
    fn from(error: &SendError) -> Self {
        match error {
            SendError::Nothing => ui_error(ErrorCode::InvalidInput, "There is nothing to send.", NextStep::Nothing, None),
            SendError::Moved => ui_error(
                ErrorCode::Conflict,
                "The review changed since you looked at it, so nothing was sent. Look at what is ticked now, and send that.",
                NextStep::Retry,
                None,
            ),
            SendError::NotWaiting => {
                ui_error(ErrorCode::InvalidInput, "This run does not wait any more. Look at where it stands.", NextStep::Nothing, None)
            }
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
            StoreError::Sqlite(_)
            | StoreError::NotCommitted(_)
            | StoreError::Folder(_)
            | StoreError::Damaged(_)
            | StoreError::Interrupted => local_store(told(error)),
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

pub(super) fn sign_in_needed() -> UiError {
    ui_error(ErrorCode::SignInNeeded, "Your sign-in has ended. Nothing that you changed is lost.", NextStep::SignInAgain, None)
}
