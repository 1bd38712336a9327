//! What a person is told when a sign-in or the keyring failed.

use super::{told, ui_error};
use crate::{ErrorCode, NextStep, UiError};
use coredesk_core::catalogue::Grant;
use coredesk_core::desk::{FormError, TrialError};
use coredesk_core::oauth::{BaseUrlError, SignInError, TokenCallError};
use coredesk_core::token_store::TokenStoreError;

impl From<&SignInError> for UiError {
    fn from(error: &SignInError) -> Self {
        let failed = |message: &str, next_step| ui_error(ErrorCode::SignInFailed, message, next_step, Some(told(error)));
        match error {
            SignInError::Misconfigured { .. } | SignInError::RedirectUri(_) => {
                failed("The connection's settings do not allow a sign-in. Nothing was sent.", NextStep::CheckConnection)
            }
            SignInError::PortTaken { port } => ui_error(
                ErrorCode::PortTaken,
                format!("Port {port} is used by another program. Close that program, or register another port; no browser was opened."),
                NextStep::Retry,
                None,
            ),
            SignInError::Listener(_) => failed("This computer does not let Coredesk wait for the browser's answer.", NextStep::Retry),
            SignInError::Browser(_) => failed("No browser could be opened. Copy the link and open it yourself.", NextStep::Retry),
            SignInError::Refused { error, description } if error == "access_denied" => ui_error(
                ErrorCode::SignInDenied,
                "Somebody pressed Deny or Cancel on the service's consent page, or your role may not approve apps. \
                 Nothing was stored and nothing was changed.",
                NextStep::SignInAgain,
                description.clone(),
            ),
            SignInError::Refused { error, description } => {
                let message = match error.as_str() {
                    "invalid_scope" => {
                        "The service does not know one of the permissions that were asked for, or this app may not have it. \
                         Ask for fewer, or have the app's permissions checked in the developer portal."
                    }
                    "unauthorized_client" => {
                        "The service does not let this app sign in this way. Staying signed in (offline_access) or PKCE may not be \
                         allowed for it: try without one of them."
                    }
                    "server_error" | "temporarily_unavailable" => "The service's sign-in has a problem of its own. Try again in a while.",
                    _ => "The service did not accept this sign-in. Check the app details against the developer portal.",
                };
                ui_error(ErrorCode::SignInFailed, message, NextStep::CheckConnection, Some(words(error, description.as_deref())))
            }
            SignInError::IssuerMismatch | SignInError::IncompleteRedirect | SignInError::IdToken(_) | SignInError::SubjectMismatch => {
                failed("The answer that came back does not belong to this sign-in. Nothing was kept.", NextStep::SignInAgain)
            }
            SignInError::TimedOut { waited } => ui_error(
                ErrorCode::SignInTimedOut,
                format!(
                    "No answer came from the browser within {} minutes. If it shows an error page, the service did not accept the app's \
                     redirect URI or one of the permissions. Nothing was kept.",
                    waited.as_secs() / 60
                ),
                NextStep::SignInAgain,
                None,
            ),
            SignInError::CodeExpired => ui_error(
                ErrorCode::SignInTimedOut,
                "The code was not entered in time and is no longer good. Nothing was kept. Begin again for a new code.",
                NextStep::SignInAgain,
                None,
            ),
            SignInError::PasswordRefused { .. } => Self::of_grant(Grant::Password, "The service", error),
            SignInError::Cancelled => {
                ui_error(ErrorCode::Cancelled, "The sign-in was given up. Nothing was kept.", NextStep::SignInAgain, None)
            }
            SignInError::TokenCall(call) => call.into(),
            SignInError::BaseUrl(reason) => reason.into(),
            SignInError::Http(_) => failed("No secure connection can be made on this computer.", NextStep::ReportBug),
        }
    }
}

impl From<&FormError> for UiError {
    fn from(error: &FormError) -> Self {
        let message = match error {
            FormError::ClientIdMissing => "Enter the client ID from the developer portal.".to_owned(),
            FormError::OddText(what) => format!("The {what} holds blanks or characters that do not belong there."),
            FormError::NoDataScope => "Choose whether Coredesk may see, or see and change, company data.".to_owned(),
            FormError::Issuer => "The identity address must be an https address, such as https://id.example.com/idp.".to_owned(),
            FormError::ApiDomain => "Enter the domain that the API's address belongs to, such as example.com.".to_owned(),
            FormError::RedirectUri(reason) => format!("The redirect URI cannot be used: {reason}."),
            FormError::RedirectUriDiffers => {
                "The service would refuse this sign-in: the redirect URI differs from the registered one.".to_owned()
            }
        };
        ui_error(ErrorCode::InvalidInput, message, NextStep::FixField, None)
    }
}

impl From<&TokenCallError> for UiError {
    fn from(error: &TokenCallError) -> Self {
        let detail = Some(told(error));
        match error {
            TokenCallError::Refused { error, description } => {
                let (message, next_step) = match error.as_str() {
                    "invalid_client" => (
                        "The service does not accept the client ID with this secret. The secret may be wrong, may have to go out the other \
                         way (form or Basic), or the app may be of a type that has none.",
                        NextStep::CheckConnection,
                    ),
                    "invalid_grant" => (
                        "The service did not take the code: it was used, has expired, or PKCE did not fit. Sign in once more.",
                        NextStep::SignInAgain,
                    ),
                    "invalid_scope" => (
                        "The service does not know the scope that was asked for, or does not give it to you or to this app. \
                         Check the scope.",
                        NextStep::CheckConnection,
                    ),
                    "unauthorized_client" | "unsupported_grant_type" => (
                        "The service does not offer this way to sign in, or not to this app. Choose another one.",
                        NextStep::CheckConnection,
                    ),
                    _ => ("The service did not accept this sign-in.", NextStep::SignInAgain),
                };
                ui_error(ErrorCode::SignInFailed, message, next_step, Some(words(error, description.as_deref())))
            }
            TokenCallError::Unreachable(_) | TokenCallError::AnswerLost(_) | TokenCallError::Status { .. } => {
                ui_error(ErrorCode::Unreachable, "The service's sign-in could not be reached.", NextStep::Retry, detail)
            }
            TokenCallError::Misconfigured => {
                ui_error(ErrorCode::SignInFailed, "The connection's settings do not allow a sign-in.", NextStep::CheckConnection, detail)
            }
            TokenCallError::Unreadable { .. } => {
                ui_error(ErrorCode::Unreadable, "The answer of the service's sign-in could not be read.", NextStep::Retry, detail)
            }
        }
    }
}

impl UiError {
    /// A grant without a browser that brought no tokens.
    pub(super) fn of_grant(grant: Grant, service: &str, error: &SignInError) -> Self {
        let (name, description) = match error {
            SignInError::PasswordRefused { description } => {
                return ui_error(
                    ErrorCode::SignInFailed,
                    format!("{service} did not take this user name and password. We did not try again: accounts may lock."),
                    NextStep::FixField,
                    description.clone(),
                );
            }
            SignInError::TokenCall(TokenCallError::Refused { error, description }) => (error, description),
            other => return other.into(),
        };
        let (message, next_step) = match (grant, name.as_str()) {
            (_, "invalid_scope") => (
                format!("{service} does not know this scope, or this account or app may not use it. Check the scope in the settings."),
                NextStep::CheckConnection,
            ),
            (_, "invalid_client" | "unauthorized_client") => (
                "The service does not accept the client ID, with its secret if there is one, for this way to sign in. Check both, and \
                 whether the secret goes out in the form or by Basic."
                    .to_owned(),
                NextStep::CheckConnection,
            ),
            (_, "unsupported_grant_type") => {
                ("The service does not offer this way to sign in. Choose another.".to_owned(), NextStep::CheckConnection)
            }
            (_, "invalid_request") => (
                format!("{service} misses something in what was sent. Check the scope and the client ID in the settings."),
                NextStep::CheckConnection,
            ),
            _ => ("The service did not accept this sign-in.".to_owned(), NextStep::SignInAgain),
        };
        ui_error(ErrorCode::SignInFailed, message, next_step, Some(words(name, description.as_deref())))
    }
}

impl From<&TrialError> for UiError {
    fn from(error: &TrialError) -> Self {
        match error {
            TrialError::Refused { grant, host } => {
                let message = match grant {
                    Grant::Token => format!(
                        "{host} did not take this token (401). Nothing was kept. Was it copied whole, and made for this service? It may also \
                         have been revoked: then make a new one."
                    ),
                    Grant::Password | Grant::ClientCredentials | Grant::DeviceCode | Grant::AuthorizationCode => format!(
                        "A token came, and {host} did not take it (401). Nothing was kept. Check that the scope and the base URL belong to \
                         the same service."
                    ),
                };
                let next_step = if *grant == Grant::Token { NextStep::FixField } else { NextStep::CheckConnection };
                ui_error(ErrorCode::SignInFailed, message, next_step, None)
            }
            TrialError::Forbidden { refusal, .. } => ui_error(
                ErrorCode::Forbidden,
                "The service knows this token and lets it read nothing (403). Nothing was kept. It may be made for another service: check \
                 its scope, or ask whoever keeps the account for access.",
                NextStep::CheckConnection,
                UiError::from(refusal.as_ref()).detail,
            ),
            TrialError::NotThere { address, reason } => ui_error(
                ErrorCode::Unreadable,
                format!("There is no data at {address}. Nothing was kept. Check the base URL and its prefix, such as /api/v2."),
                NextStep::CheckConnection,
                Some(reason.clone()),
            ),
            TrialError::Request(error) => error.into(),
        }
    }
}

impl From<&BaseUrlError> for UiError {
    fn from(error: &BaseUrlError) -> Self {
        ui_error(
            ErrorCode::SignInFailed,
            format!("The service named an address for its data that Coredesk does not trust: {error}. Nothing was sent there."),
            NextStep::CheckConnection,
            None,
        )
    }
}

impl From<&TokenStoreError> for UiError {
    fn from(error: &TokenStoreError) -> Self {
        let unavailable = |message: &str, reason: Option<&String>| {
            ui_error(ErrorCode::KeyringUnavailable, message, NextStep::UnlockKeyring, reason.cloned())
        };
        match error {
            TokenStoreError::Unavailable { reason } => {
                unavailable("There is no keyring on this computer that Coredesk can keep tokens in.", Some(reason))
            }
            TokenStoreError::Locked { reason } => {
                unavailable("The keyring of this computer is locked. Unlock it and try again.", Some(reason))
            }
            TokenStoreError::NoAnswer => {
                unavailable("The keyring of this computer did not answer. It may be asking for its password.", None)
            }
            TokenStoreError::TooLarge { .. } => ui_error(
                ErrorCode::KeyringUnavailable,
                "The service's tokens are too large for the keyring of this computer. Nothing was kept.",
                NextStep::ReportBug,
                Some(error.to_string()),
            ),
            TokenStoreError::Failed { reason } => unavailable("The keyring of this computer could not be used.", Some(reason)),
        }
    }
}

fn words(error: &str, description: Option<&str>) -> String {
    match description {
        Some(description) => format!("{error}: {description}"),
        None => error.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_core::rest::{Refusal, RefusalReason};

    #[test]
    fn no_sentence_has_a_run_of_blanks() {
        let host = || "a.example".to_owned();
        let call = |error: &str| SignInError::TokenCall(TokenCallError::Refused { error: error.to_owned(), description: None });
        let trials = [Grant::Token, Grant::Password].map(|grant| TrialError::Refused { grant, host: host() });
        let forbidden = TrialError::Forbidden { grant: Grant::Token, refusal: Box::new(Refusal::of(403, RefusalReason::Forbidden)) };
        let told = trials.iter().chain([&forbidden]).map(UiError::from);
        let told = told.chain(["invalid_client", "invalid_scope"].map(|error| UiError::of_grant(Grant::Password, "BidCore", &call(error))));
        for error in told {
            assert!(!error.message.contains("  "), "{}", error.message);
        }
    }

    #[test]
    fn each_grants_no_has_its_own_words_and_next_step() {
        let refused = |error: &str| SignInError::TokenCall(TokenCallError::Refused { error: error.to_owned(), description: None });
        let wrong = UiError::of_grant(Grant::Password, "BidCore", &SignInError::PasswordRefused { description: None });
        assert_eq!(wrong.message, "BidCore did not take this user name and password. We did not try again: accounts may lock.");
        for (grant, error, words, next_step) in [
            (Grant::Password, "invalid_scope", "does not know this scope", NextStep::CheckConnection),
            (Grant::ClientCredentials, "invalid_client", "does not accept the client ID", NextStep::CheckConnection),
            (Grant::Password, "unsupported_grant_type", "does not offer this way to sign in", NextStep::CheckConnection),
            (Grant::DeviceCode, "odd_error", "did not accept this sign-in", NextStep::SignInAgain),
        ] {
            let told = UiError::of_grant(grant, "BidCore", &refused(error));
            assert!(told.message.contains(words), "{}", told.message);
            assert_eq!((told.next_step, told.detail.as_deref()), (next_step, Some(error)));
        }
    }

    #[test]
    fn a_token_that_was_refused_is_told_apart_from_one_that_may_not_read() {
        let host = || "my.bidcore.iponweb.com".to_owned();
        let pasted = UiError::from(&TrialError::Refused { grant: Grant::Token, host: host() });
        assert!(pasted.message.contains("401") && pasted.next_step == NextStep::FixField, "{}", pasted.message);
        let made = UiError::from(&TrialError::Refused { grant: Grant::Password, host: host() });
        assert!(made.message.contains("scope") && made.next_step == NextStep::CheckConnection, "{}", made.message);
        let address = "https://my.bidcore.iponweb.com/api/publishers/".to_owned();
        let elsewhere = UiError::from(&TrialError::NotThere { address, reason: "status 404".to_owned() });
        assert!(elsewhere.message.contains("prefix"), "{}", elsewhere.message);
    }
}
