//! What is said of tokens: whole sentences, by matches without a wildcard.

use super::{told, ui_error};
use crate::{ErrorCode, NextStep, UiError};
use coredesk_core::desk::{Difference, InspectedToken, IssuerKeysError, KeysFrom, TokenError};
use coredesk_core::inspect::{BroughtForm, Fault, FaultReason, Finding, KeysError, LARGEST, PartName, SignatureReason, TokenKind, Warning};
use coredesk_core::oauth::{AskError, DiscoveryError, KeySetError, RevocationError};
use coredesk_core::rest::{RefusalReason, RequestError};

/// How much of an untrusted text is told.
const TOLD: usize = 120;
/// So many names are told at once.
const NAMED: usize = 8;

pub(super) fn found_in(form: Option<BroughtForm>) -> &'static str {
    match form {
        Some(BroughtForm::Token | BroughtForm::Nothing) | None => "Pasted token",
        Some(BroughtForm::Header) => "From a header",
        Some(BroughtForm::Curl) => "From a curl command",
        Some(BroughtForm::TokenAnswer) => "From a token answer",
        Some(BroughtForm::RedirectAddress) => "From an address",
    }
}

pub(super) fn kind(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Access => "Access token",
        TokenKind::Refresh => "Refresh token",
        TokenKind::Identity => "Identity token",
    }
}

pub(super) fn name_of_part(part: PartName) -> &'static str {
    match part {
        PartName::Header => "The header",
        PartName::Claims => "The part with the claims",
        PartName::Signature => "The signature",
        PartName::EncryptedKey => "The encrypted key",
        PartName::InitializationVector => "The start value of the encryption",
        PartName::Ciphertext => "The encrypted content",
        PartName::AuthenticationTag => "The proof that nothing was altered",
    }
}

pub(super) fn problem(part: PartName, fault: Fault) -> String {
    let (name, at) = (name_of_part(part), fault.at);
    match fault.reason {
        FaultReason::Character(character) if character.is_whitespace() => {
            format!("{name} has a blank or line break at character {at}. That happens when a token is copied from a terminal or a mail.")
        }
        FaultReason::Character(character @ ('+' | '/' | '=')) => {
            format!(
                "{name} has \"{character}\" at character {at}, which is ordinary Base64. Tokens use the form for addresses, without it."
            )
        }
        FaultReason::Character('%') => {
            format!(
                "{name} has \"%\" at character {at}. The token was copied out of an address, where characters are written in another way."
            )
        }
        FaultReason::Character('…' | '•') => {
            format!("{name} is shortened with dots at character {at}. Copy it where it is shown whole.")
        }
        FaultReason::Character(character) => {
            format!("{name} has \"{}\" at character {at}, which no token has. It was altered or is something else.", shown(character))
        }
        FaultReason::LeftOver => format!("{name} ends at character {at} in the middle of a letter group. Something was cut off or added."),
        FaultReason::ShortSignature => {
            format!("{name} breaks off at character {at}: it is shorter than its kind of signature is. Copy the token again, to its end.")
        }
        FaultReason::Bits => {
            format!(
                "The last character of this part, character {at} of the token, cannot stand there. It was altered, or something was cut off."
            )
        }
        FaultReason::NotText => {
            format!("{name} holds bytes from character {at} on that are no text. It was altered or is of another kind of token.")
        }
        FaultReason::EndsEarly => {
            format!("{name} breaks off at character {at}. That usually happens when a long line is copied from a log or a terminal.")
        }
        FaultReason::NotJson => format!("{name} is no JSON from character {at} on. It was altered or is of another kind of token."),
        FaultReason::NotObject => format!("{name} is JSON without names, so it says nothing that could be explained."),
        FaultReason::TooDeep => format!("{name} is nested deeper at character {at} than anything real, so it was not read any further."),
        FaultReason::TrailingText => format!("{name} goes on at character {at} after its end. Two tokens may have been joined."),
        FaultReason::Twice => {
            format!("{name} says the same name twice at character {at}. Readers disagree on which of the two counts, so do not rely on it.")
        }
    }
}

fn shown(character: char) -> String {
    if character.is_control() { format!("U+{:04X}", u32::from(character)) } else { character.to_string() }
}

pub(super) fn warning(warning: &Warning) -> String {
    match warning {
        Warning::TooLong => format!("It is longer than {LARGEST} characters, which no token is, so it was not read."),
        Warning::Unsigned => "It is not signed (\"alg\": \"none\"): anybody could have written it. No service should accept it.".to_owned(),
        Warning::Expired => "It has expired: the service does not accept it any more.".to_owned(),
        Warning::NotYetValid => "It is not valid yet: the service does not accept it before its time.".to_owned(),
        Warning::IssuedInFuture => {
            "It says that it was issued in the future. The clock of this computer or of the issuer is wrong.".to_owned()
        }
        Warning::NoExpiry => "It does not say when it ends. It may open the service until somebody revokes it.".to_owned(),
        Warning::NoTime(name) => format!("{} is written in a way that gives no time, so it is not reckoned with.", sentence_name(name)),
        Warning::Milliseconds(name) => format!(
            "{} looks like milliseconds. Tokens count in seconds, so a service that reads it as such takes it for a time thousands of years away.",
            sentence_name(name)
        ),
        Warning::BringsKey(parameter) => {
            format!("Its header brings or names its own key (\"{parameter}\"). Anybody can do that, so Coredesk does not use it.")
        }
        Warning::Nested => "It carries another token inside. Paste that one by itself to look at it.".to_owned(),
        Warning::CarriesText(text) => format!("It carries a text and no claims: \"{}\".", cut(text)),
        Warning::Parts(parts) => {
            format!("It has {parts} parts between its dots. A signed token has 3 and an encrypted one 5.")
        }
    }
}

fn sentence_name(time: &str) -> &'static str {
    match time {
        "exp" => "Its end (\"exp\")",
        "nbf" => "Its beginning (\"nbf\")",
        _ => "When it was issued (\"iat\")",
    }
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(TOLD).map(|character| if character.is_control() { ' ' } else { character }).collect();
    if text.chars().nth(TOLD).is_some() {
        shown.push('…');
    }
    shown
}

pub(super) fn signature(inspected: &InspectedToken) -> String {
    let keys = match inspected.keys_from {
        Some(KeysFrom::Issuer) | None => "the issuer's published keys",
        Some(KeysFrom::Person) => "the keys that you gave",
    };
    match &inspected.report.signature.reason {
        SignatureReason::Fits(Some(kid)) => format!("Checked on this computer: key {} of {keys} made it.", cut(kid)),
        SignatureReason::Fits(None) => format!("Checked on this computer with {keys}."),
        SignatureReason::FitsNone => {
            format!("None of {keys} made it. The token was altered, or somebody else signed it. Do not trust what it says.")
        }
        SignatureReason::NoSuchKey(Some(kid)) => {
            format!("The token names key {}, which is not among {keys}. They may have been replaced since.", cut(kid))
        }
        SignatureReason::NoSuchKey(None) => format!("There is no key for it among {keys}."),
        SignatureReason::NoKeyOfKind(algorithm) => format!("It is signed with {}, and none of {keys} is for that.", cut(algorithm)),
        SignatureReason::PublicKeyAsSecret => format!(
            "It asks to be checked with a shared secret, and {keys} are public. Taking one of them for the secret is a known trick, so it is \
             refused."
        ),
        SignatureReason::NoKeys => match &inspected.keys_problem {
            Some(error) => format!("Not checked. {}", issuer_keys_error(error)),
            None if inspected.keys_address.is_some() => {
                "Not checked yet. The issuer's keys are fetched when you ask for it; the token stays here.".to_owned()
            }
            None => "Not checked: it does not say where its issuer's keys are. Give the keys to check it.".to_owned(),
        },
        SignatureReason::UnknownAlgorithm(algorithm) => {
            format!("Not checked: {} is no way of signing that Coredesk knows.", cut(algorithm))
        }
        SignatureReason::KeyTooShort(least) => {
            format!("Not checked: {keys} have fewer than {least} bits, so others could find them out. Nothing that they signed is safe.")
        }
        SignatureReason::KeyIsWeak => {
            format!(
                "Not checked: one of {keys} was made by a faulty chip (ROCA), so others can find out its secret half. Replace that key."
            )
        }
        SignatureReason::SameId(kid) => {
            format!("Not checked: several different keys among {keys} have the id {}. Give the one that is meant.", cut(kid))
        }
        SignatureReason::Critical(extensions) => {
            format!("Not checked: its header demands something that Coredesk does not know ({}).", cut(extensions))
        }
        SignatureReason::Incomplete => {
            "It cannot be checked, because the token is not whole. Take all that it says as not confirmed.".to_owned()
        }
        SignatureReason::Unsigned => "It has no signature: nobody confirms what it says.".to_owned(),
        SignatureReason::Encrypted => "It is encrypted. Only the service that it is meant for can read and check it.".to_owned(),
        SignatureReason::Opaque => "A token that only the service can read is not signed. The server looks it up.".to_owned(),
    }
}

pub(super) fn finding(finding: &Finding) -> Vec<String> {
    let one = |text: &str| vec![text.to_owned()];
    match finding {
        Finding::SameToken => one("Both are the same token."),
        Finding::NotReadable => one("One of them can be read only by its service, so there is little to compare."),
        Finding::Scopes { only_first, only_second } => {
            let lacks = |which: &str, scopes: &[String]| {
                let scopes: Vec<String> = scopes.iter().map(|scope| cut(scope)).collect();
                (!scopes.is_empty()).then(|| format!("The {which} token lacks what the other one allows: {}.", scopes.join(", ")))
            };
            lacks("second", only_first).into_iter().chain(lacks("first", only_second)).collect()
        }
        Finding::Issuer => one("They come from different issuers, so one service may know only one of them."),
        Finding::Audience => one("They are meant for different services."),
        Finding::Person => one("They are of different persons."),
        Finding::Client => one("They were given to different apps."),
        Finding::Company => one("They are for different companies."),
        Finding::OneExpired { first: true } => one("The first token has expired, the second has not."),
        Finding::OneExpired { first: false } => one("The second token has expired, the first has not."),
        Finding::Algorithm => one("They are signed in different ways."),
        Finding::Others(names) => {
            let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("\"{}\"", cut(name))).collect();
            let more = if names.len() > NAMED { ", and more" } else { "" };
            one(&format!("They say different things for {}{more}. That may change what they allow.", shown.join(", ")))
        }
    }
}

pub(super) fn difference(difference: &Difference) -> String {
    match difference {
        Difference::EndedEarly => {
            "The server does not accept it any more, although its time is not over. It was revoked or replaced.".to_owned()
        }
        Difference::StillActive => "The server still accepts it, although its time is over by this computer's clock.".to_owned(),
        Difference::Claim { name, token, server } => {
            format!("The token says \"{}\" for {name}, and the server says \"{}\".", cut(token), cut(server))
        }
    }
}

/// Whether the token was accepted, where that is known; the status, and what that means.
pub(super) fn tried(outcome: &Result<u16, RequestError>) -> (Option<bool>, Option<u16>, String) {
    let error = match outcome {
        Ok(status) => return (Some(true), Some(*status), "The service accepts it.".to_owned()),
        Err(error) => error,
    };
    match error {
        RequestError::SignInNeeded => {
            (Some(false), Some(401), "The service does not accept it: it has expired, was revoked, or is for another service.".to_owned())
        }
        RequestError::Refused(refusal) => {
            let words = match refusal.reason {
                RefusalReason::Forbidden | RefusalReason::ScopeTooSmall => "The service knows it, and it may not read this.".to_owned(),
                _ => format!("The service answered with status {}, which says nothing about the token.", refusal.status),
            };
            let is_known = matches!(refusal.reason, RefusalReason::Forbidden | RefusalReason::ScopeTooSmall);
            (is_known.then_some(true), Some(refusal.status), words)
        }
        RequestError::Unreachable { status, .. } => {
            (None, *status, "No answer came from the service, so nothing is known of the token. Try again later.".to_owned())
        }
        RequestError::SlowDown { .. } => {
            (None, Some(429), "The service asks for a pause, so nothing is known of the token. Try again later.".to_owned())
        }
        RequestError::Unreadable { .. } => (
            None,
            None,
            "What answered is not the service, so nothing is known of the token. Check the address of the connection.".to_owned(),
        ),
        RequestError::ForeignBaseUrl => {
            (None, None, "It was not sent: the address of the connection is not one of its service.".to_owned())
        }
        RequestError::Cancelled => (None, None, "It was stopped.".to_owned()),
    }
}

fn issuer_keys_error(error: &IssuerKeysError) -> String {
    match error {
        IssuerKeysError::KeySet(error) => key_set_error(error),
        IssuerKeysError::Keys(KeysError::TooLarge) => {
            "The issuer publishes more keys than Coredesk reads. Give the one that is meant yourself.".to_owned()
        }
        IssuerKeysError::Keys(KeysError::Empty | KeysError::OtherPem | KeysError::OtherForm | KeysError::NoKey | KeysError::Mixed) => {
            "The issuer publishes no keys that Coredesk can use. Give the keys yourself.".to_owned()
        }
    }
}

/// Why an issuer's keys did not come.
pub(super) fn key_set_error(error: &KeySetError) -> String {
    match error {
        KeySetError::Address => "Keys are fetched from https addresses only. Correct the address.".to_owned(),
        KeySetError::NotNamed => "The issuer publishes no keys that Coredesk can use. Give the keys yourself.".to_owned(),
        KeySetError::Asked(error) => ask_error(error, "The address of the keys"),
        KeySetError::Discovery(error) => match error {
            DiscoveryError::Issuer => "The issuer that the token names is no address that can be asked. Give the keys yourself.".to_owned(),
            DiscoveryError::Unreachable(_) => "The issuer could not be reached. Check the network, or give the keys yourself.".to_owned(),
            DiscoveryError::NotFound { host } => format!("{} does not publish where its keys are. Give the keys yourself.", cut(host)),
            DiscoveryError::Unreadable { .. } => {
                "What the issuer publishes about itself could not be read. Give the keys yourself.".to_owned()
            }
            DiscoveryError::OtherIssuer { found, .. } => {
                format!("What is published there belongs to another issuer, {}, so its keys are not used.", cut(found))
            }
            DiscoveryError::Endpoint { .. } => {
                "The issuer names an address that is not safe to ask, so its keys are not used. Give the keys yourself.".to_owned()
            }
        },
    }
}

fn ask_error(error: &AskError, who: &str) -> String {
    match error {
        AskError::NotOffered => format!("{who} is not known."),
        AskError::Unreachable(_) => format!("{who} could not be reached. Check the network and try again."),
        AskError::Status { status: status @ 300..=399 } => {
            format!("{who} sends to another place (status {status}), where nothing is followed. Use the address that it leads to.")
        }
        AskError::Status { status } => format!("{who} answered with status {status}. Try again later."),
        AskError::Unreadable => format!("What {} sent could not be read.", lower(who)),
    }
}

fn lower(who: &str) -> String {
    let mut letters = who.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

impl From<&AskError> for UiError {
    fn from(error: &AskError) -> Self {
        let code = match error {
            AskError::NotOffered | AskError::Status { .. } | AskError::Unreadable => ErrorCode::Refused,
            AskError::Unreachable(_) => ErrorCode::Unreachable,
        };
        ui_error(code, ask_error(error, "The sign-in server"), NextStep::Retry, Some(told(error)))
    }
}

impl From<&TokenError> for UiError {
    fn from(error: &TokenError) -> Self {
        let invalid = |message: String| ui_error(ErrorCode::InvalidInput, message, NextStep::FixField, Some(told(error)));
        let nothing = |code, message: &str| ui_error(code, message, NextStep::Nothing, None);
        match error {
            TokenError::Forgotten => nothing(ErrorCode::Gone, "This token was forgotten. Paste it again to look at it."),
            TokenError::TooLong(_) => {
                invalid("The text is too long: it holds no token. Copy the token alone and paste it again.".to_owned())
            }
            TokenError::File(_) => invalid("The file could not be read as text. Choose another file.".to_owned()),
            TokenError::Keys(problem) => invalid(
                match problem {
                    KeysError::Empty => "There is nothing in it. Give a set of keys (JWKS), a PEM or the shared secret.",
                    KeysError::TooLarge => "It is larger than any set of keys. Give only the keys of this issuer.",
                    KeysError::OtherPem => {
                        "This PEM holds no public key or certificate. A private key is not needed here and should stay where it is."
                    }
                    KeysError::OtherForm => {
                        "This looks like a public key in a form that Coredesk does not read. Give it as a PEM or as a set of keys (JWKS)."
                    }
                    KeysError::Mixed => {
                        "Secrets and public keys stand side by side in it, so one could be taken for the other. Give only those of one kind."
                    }
                    KeysError::NoKey => {
                        "There is no key in it that can check a signature. Give a set of keys (JWKS), a PEM or the shared secret."
                    }
                }
                .to_owned(),
            ),
            TokenError::KeySet(error) => {
                let code = match error {
                    KeySetError::Address => ErrorCode::InvalidInput,
                    KeySetError::Discovery(_) | KeySetError::NotNamed | KeySetError::Asked(_) => ErrorCode::Unreachable,
                };
                ui_error(code, key_set_error(error), NextStep::Retry, Some(told(error)))
            }
            TokenError::NoIssuer => {
                invalid("The token does not name an issuer that can be asked for its keys. Give the keys or their address.".to_owned())
            }
            TokenError::NotOffered => nothing(ErrorCode::Refused, "The service does not offer this for such a token."),
            TokenError::OtherConnection => {
                nothing(ErrorCode::Refused, "This token belongs to another connection, so it is not sent there. Choose its own connection.")
            }
            TokenError::RefreshToken => nothing(
                ErrorCode::Refused,
                "A refresh token stays in the keyring: it opens more than any other and is never needed elsewhere.",
            ),
            TokenError::NotRenewable => ui_error(
                ErrorCode::SignInNeeded,
                "Nothing can renew this sign-in by itself. Sign in again when it ends.",
                NextStep::SignInAgain,
                None,
            ),
            TokenError::NotRevoked(error) => not_revoked(error),
        }
    }
}

fn not_revoked(error: &RevocationError) -> UiError {
    let (code, message) = match error {
        RevocationError::NotOffered => (
            ErrorCode::Refused,
            "The service has no way to revoke this token. End it on the service's own page; sign out to forget it here.",
        ),
        RevocationError::NoClientSecret(_) => {
            (ErrorCode::LocalStore, "The client secret could not be read from the keyring, so the token was not revoked. All is as it was.")
        }
        RevocationError::Unreachable(_) => (
            ErrorCode::Unreachable,
            "The sign-in server could not be reached, so the token was not revoked. All is as it was; try again later.",
        ),
        RevocationError::Status { .. } => (
            ErrorCode::Refused,
            "The sign-in server did not revoke the token. All is as it was; try again later, or sign out to forget it here.",
        ),
    };
    ui_error(code, message, NextStep::Retry, Some(told(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_core::inspect::{PartState, bring, inspect};

    #[test]
    fn a_token_is_called_not_accepted_only_where_the_service_said_so() {
        let accepted = |outcome| tried(&outcome).0;
        assert_eq!(accepted(Ok(200)), Some(true));
        assert_eq!(accepted(Err(RequestError::SignInNeeded)), Some(false));
        assert_eq!(accepted(Err(RequestError::Cancelled)), None);
        assert_eq!(accepted(Err(RequestError::ForeignBaseUrl)), None);
    }

    #[test]
    fn what_is_too_large_or_too_deep_is_refused_in_a_sentence_that_says_so() {
        let large = "A".repeat(10_000_000);
        let refused = UiError::from(&TokenError::TooLong(bring(&large).expect_err("is too long")));
        assert_eq!(refused.message, "The text is too long: it holds no token. Copy the token alone and paste it again.");
        let told: Vec<String> = inspect(&format!("eyJhbGciOiJIUzI1NiJ9.{large}.AAAA"), None, 0.0).warnings.iter().map(warning).collect();
        assert_eq!(told, ["It is longer than 262144 characters, which no token is, so it was not read."]);
        // `{"a":[[[…`, base64url.
        let deep = format!("eyJhbGciOiJIUzI1NiJ9.eyJhIjpb{}.AAAA", "W1tb".repeat(3_333));
        let report = inspect(&deep, None, 0.0);
        let told: Vec<String> = report
            .parts
            .iter()
            .filter_map(|part| match part.state {
                PartState::Broken(fault) => Some(problem(part.name, fault)),
                _ => None,
            })
            .collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("is nested deeper at character") && told[0].ends_with("so it was not read any further."), "{told:?}");
    }
}
