//! A request without a usable answer in plain words, by what the status tells: what happened, why, what can be done.

use super::error::sign_in_needed;
use super::ui_error;
use crate::{ErrorCode, NextStep, UiError};
use coredesk_core::rest::RequestError;

impl From<&RequestError> for UiError {
    fn from(error: &RequestError) -> Self {
        match error {
            RequestError::SignInNeeded => sign_in_needed(),
            RequestError::Refused(refusal) => refusal.as_ref().into(),
            RequestError::Unreachable { status, reason } => unreachable(*status, reason),
            RequestError::SlowDown { retry_after } => ui_error(
                ErrorCode::SlowDown,
                format!("The service asked us to slow down for {} s. Everything of this connection waits so long.", retry_after.as_secs()),
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

/// A read that failed, after all repeats.
fn unreachable(status: Option<u16>, reason: &str) -> UiError {
    let (message, next_step) = match status {
        None => ("The service could not be reached. Check the connection to the internet, then try again.", NextStep::Retry),
        Some(301 | 302 | 303 | 307 | 308) => (
            "The service says that its API is at another address, and your sign-in is not taken there by itself. Check the base URL of \
             this connection.",
            NextStep::CheckConnection,
        ),
        Some(502 | 503) => {
            ("The service is not available at the moment. What is on this computer stays. Try again later.", NextStep::Retry)
        }
        Some(504) => (
            "The service took too long over this, although it was asked for little at a time. What came is kept. Try again later, when it \
             has less to do.",
            NextStep::Retry,
        ),
        Some(500) => ("The service had a problem of its own, several times in a row. What came is kept. Try again later.", NextStep::Retry),
        Some(_) => ("The service failed in a way that says nothing of the cause. Try again later.", NextStep::Retry),
    };
    ui_error(ErrorCode::Unreachable, message, next_step, Some(detail(status, reason)))
}

/// A write of which nobody knows whether it was done.
pub(super) fn unknown(status: Option<u16>, reason: Option<&str>) -> UiError {
    let message = match status {
        Some(500) => {
            "The service had a problem of its own while it did this, so it may or may not have done it. Look at the record there before you \
             send it again; it is not sent again by itself."
        }
        Some(504) => {
            "The service took too long over this and may or may not have done it. Look at the record there before you send it again; it is \
             not sent again by itself."
        }
        Some(502 | 503) => {
            "The service went away while it did this, so it may or may not have done it. Look at the record there once it is back; it is \
             not sent again by itself."
        }
        Some(301 | 302 | 303 | 307 | 308) => {
            "The service pointed to another address instead of answering. It may or may not have done it; check the base URL of this \
             connection, then look at the record."
        }
        Some(_) => "The service's answer does not tell whether it was done. It may or may not have been; it is not sent again by itself.",
        None => "No answer came. The service may or may not have done it; it is not sent again by itself.",
    };
    let detail = reason.map(|reason| detail(status, reason));
    ui_error(ErrorCode::Unreachable, message, NextStep::CheckConnection, detail)
}

fn detail(status: Option<u16>, reason: &str) -> String {
    let status = status.map(|status| format!("Status {status}\n")).unwrap_or_default();
    format!("{status}{reason}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_core::rest::{Refusal, RefusalReason};
    use std::collections::HashMap;
    use std::time::Duration;

    /// Every failing status that the reference lists, as it is read and as it is written (`bidcore-api.md`, section 6).
    fn every_status() -> Vec<(&'static str, UiError)> {
        let refused = |status, reason| UiError::from(&RequestError::from(Refusal::of(status, reason)));
        let failed = |status| UiError::from(&RequestError::Unreachable { status: Some(status), reason: "the service failed".to_owned() });
        vec![
            ("400", refused(400, RefusalReason::Invalid)),
            ("401", UiError::from(&RequestError::SignInNeeded)),
            ("403", refused(403, RefusalReason::Forbidden)),
            ("403 by scope", refused(403, RefusalReason::ScopeTooSmall)),
            ("404", refused(404, RefusalReason::Gone)),
            ("405", refused(405, RefusalReason::NotOffered)),
            ("406 on delete", refused(406, RefusalReason::InUse)),
            ("406 on change", refused(406, RefusalReason::NotNow)),
            ("409", refused(409, RefusalReason::DatabaseError)),
            ("412", refused(412, RefusalReason::Outdated)),
            ("415", refused(415, RefusalReason::UnknownForm)),
            ("428", refused(428, RefusalReason::NeedsVersion)),
            ("429", UiError::from(&RequestError::SlowDown { retry_after: Duration::from_secs(30) })),
            ("301 on read", failed(301)),
            ("500 on read", failed(500)),
            ("503 on read", failed(503)),
            ("504 on read", failed(504)),
            ("301 on write", unknown(Some(301), None)),
            ("500 on write", unknown(Some(500), None)),
            ("503 on write", unknown(Some(503), None)),
            ("504 on write", unknown(Some(504), None)),
            ("no answer to a read", UiError::from(&RequestError::Unreachable { status: None, reason: "no connection".to_owned() })),
            ("no answer to a write", unknown(None, None)),
        ]
    }

    #[test]
    fn every_status_has_a_sentence_of_its_own_without_its_number() {
        let mut said: HashMap<String, &str> = HashMap::new();
        for (status, error) in every_status() {
            let names_it = status.split(' ').next().is_some_and(|number| number.parse::<u16>().is_ok() && error.message.contains(number));
            assert!(!names_it && error.message.ends_with('.'), "{status}: {}", error.message);
            if let Some(other) = said.insert(error.message, status) {
                panic!("{status} and {other} are told alike");
            }
        }
    }

    #[test]
    fn every_status_offers_the_step_that_helps() {
        let steps: HashMap<&str, NextStep> = every_status().into_iter().map(|(status, error)| (status, error.next_step)).collect();
        for (status, step) in [
            ("400", NextStep::FixField),
            ("401", NextStep::SignInAgain),
            ("403", NextStep::Retry),
            ("404", NextStep::Nothing),
            ("405", NextStep::Nothing),
            ("406 on delete", NextStep::Nothing),
            ("409", NextStep::Retry),
            ("429", NextStep::Retry),
            ("500 on read", NextStep::Retry),
            ("504 on read", NextStep::Retry),
            ("500 on write", NextStep::CheckConnection),
            ("504 on write", NextStep::CheckConnection),
            ("301 on read", NextStep::CheckConnection),
        ] {
            assert_eq!(steps[status], step, "{status}");
        }
    }
}
