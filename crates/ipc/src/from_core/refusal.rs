//! The service's no in plain words: what happened, why, what can be done. The service's own words stand in quotes.

use super::ui_error;
use crate::{ErrorCode, NextStep, UiError};
use coredesk_core::rest::{Refusal, RefusalReason};

/// A reason as a person is told it.
struct Told {
    code: ErrorCode,
    /// What happened and why.
    what: &'static str,
    /// What can be done about it.
    remedy: &'static str,
    next_step: NextStep,
}

fn told(reason: RefusalReason) -> Told {
    let told = |code, what, remedy, next_step| Told { code, what, remedy, next_step };
    match reason {
        RefusalReason::Invalid => {
            told(ErrorCode::Refused, "The service refused the values of this record", "Change them and send it again.", NextStep::FixField)
        }
        RefusalReason::Outdated => told(
            ErrorCode::Conflict,
            "Somebody else changed this record after it was read, so the service kept theirs",
            "Your change stays here. Send it again: it is read anew, and what both changed is shown.",
            NextStep::FixField,
        ),
        RefusalReason::OutsideActivityGroup => told(
            ErrorCode::Refused,
            "This project does not take this activity: it is not in the project's group of activities",
            "Choose another activity, or ask the project's manager to add this one to the group.",
            NextStep::FixField,
        ),
        RefusalReason::NeedsPhase => told(
            ErrorCode::Refused,
            "This project takes no entries itself, mostly because it has phases that do, or because the person is not assigned to it",
            "Choose the phase that the work belongs to.",
            NextStep::FixField,
        ),
        RefusalReason::Forbidden => told(
            ErrorCode::Forbidden,
            "Your account at the service does not allow this",
            "Ask whoever looks after access to the service, then try again.",
            NextStep::Retry,
        ),
        RefusalReason::ScopeTooSmall => told(
            ErrorCode::Forbidden,
            "This sign-in does not cover it: fewer permissions were granted than it needs",
            "Sign in again with a scope that covers it, or ask whoever looks after access to the service.",
            NextStep::SignInAgain,
        ),
        RefusalReason::Gone => told(
            ErrorCode::Gone,
            "It no longer exists at the service, or is hidden from you",
            "Refresh the list. Your change stays here until you discard it.",
            NextStep::Nothing,
        ),
        RefusalReason::InUse => told(
            ErrorCode::Refused,
            "Other records use it, so the service keeps it",
            "Remove it from those records first, or set it inactive.",
            NextStep::Nothing,
        ),
        RefusalReason::NotNow => told(
            ErrorCode::Refused,
            "The service does not take this action while the record is as it is",
            "Look at what it still needs or what stands in its way, change that, and send it again.",
            NextStep::FixField,
        ),
        RefusalReason::DatabaseError => told(
            ErrorCode::Refused,
            "The service's database refused this, mostly because it collides with another record; nothing was stored",
            "Your change stays here. Refresh the list, then send it once more by hand.",
            NextStep::Retry,
        ),
        RefusalReason::NeedsVersion => told(
            ErrorCode::Refused,
            "The service takes a change only with the version it is based on, and did not say which version this record has",
            "Do it in the service's own program.",
            NextStep::Nothing,
        ),
        RefusalReason::UnknownForm => told(
            ErrorCode::Refused,
            "The service does not take data in the form in which Coredesk sends it",
            "Send the details to the service's support, with the description of the service that you use.",
            NextStep::ReportBug,
        ),
        RefusalReason::NotOffered => {
            told(ErrorCode::Refused, "The service does not offer this", "Do it in the service's own program.", NextStep::Nothing)
        }
        RefusalReason::Other => told(
            ErrorCode::Refused,
            "The service refused",
            "Try again later. If it stays so, send the details to the service's support.",
            NextStep::Retry,
        ),
    }
}

impl From<&Refusal> for UiError {
    fn from(refusal: &Refusal) -> Self {
        let Told { code, what, remedy, next_step } = told(refusal.reason);
        let message = match (refusal.said(), refusal.reason) {
            (Some(words), _) => format!("{what}: “{words}” {remedy}"),
            (None, RefusalReason::Invalid | RefusalReason::Other) => format!("{what} and did not say why. {remedy}"),
            (None, _) => format!("{what}. {remedy}"),
        };
        ui_error(code, message, next_step, Some(detail_of(refusal)))
    }
}

/// For support: status, code, words and the request's id.
fn detail_of(refusal: &Refusal) -> String {
    let mut detail = format!("Status {}", refusal.status);
    for (label, part) in [("Code", &refusal.code), ("Service's words", &refusal.said()), ("Request", &refusal.request_id)] {
        if let Some(part) = part {
            detail.push_str(&format!("\n{label}: {part}"));
        }
    }
    detail
}

#[cfg(test)]
mod tests {
    use super::*;

    const REASONS: [RefusalReason; 14] = [
        RefusalReason::Invalid,
        RefusalReason::Outdated,
        RefusalReason::OutsideActivityGroup,
        RefusalReason::NeedsPhase,
        RefusalReason::Forbidden,
        RefusalReason::ScopeTooSmall,
        RefusalReason::Gone,
        RefusalReason::InUse,
        RefusalReason::NotNow,
        RefusalReason::DatabaseError,
        RefusalReason::NeedsVersion,
        RefusalReason::UnknownForm,
        RefusalReason::NotOffered,
        RefusalReason::Other,
    ];

    fn refusal(reason: RefusalReason, words: Option<&str>) -> Refusal {
        Refusal {
            code: Some("MsgX".to_owned()),
            words: words.map(str::to_owned),
            request_id: Some("r-1".to_owned()),
            ..Refusal::of(409, reason)
        }
    }

    #[test]
    fn every_reason_says_what_happened_and_what_can_be_done() {
        for reason in REASONS {
            for words in [None, Some("Line 7 is locked.")] {
                let error = UiError::from(&refusal(reason, words));
                let told = told(reason);
                assert!(error.message.starts_with(told.what) && error.message.ends_with(told.remedy), "{}", error.message);
                assert_eq!(error.message.contains("“Line 7 is locked.”"), words.is_some(), "{}", error.message);
                assert!(!error.message.contains("409") && !error.message.contains("MsgX"), "{}", error.message);
                assert!(error.detail.is_some_and(|detail| detail.contains("409") && detail.contains("MsgX") && detail.contains("r-1")));
            }
        }
    }

    #[test]
    fn a_no_is_told_in_the_words_of_no_one_service() {
        for reason in REASONS {
            let message = UiError::from(&refusal(reason, None)).message;
            let theirs = ["security profile", "subscription", "switched on"].into_iter().find(|words| message.contains(words));
            assert_eq!(theirs, None, "{message}");
        }
    }

    #[test]
    fn reasons_with_another_remedy_have_other_words() {
        for (place, reason) in REASONS.iter().enumerate() {
            for other in &REASONS[place + 1..] {
                assert_ne!(told(*reason).what, told(*other).what);
            }
        }
    }

    #[test]
    fn a_refusal_without_a_word_says_that_there_was_none() {
        let error = UiError::from(&refusal(RefusalReason::Invalid, None));
        assert_eq!(error.message, "The service refused the values of this record and did not say why. Change them and send it again.");
    }
}
