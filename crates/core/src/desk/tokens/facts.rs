//! What is known of a token beside its own text, and from where.

use super::found::Owner;
use crate::inspect::{CLIENT, COMPANY, TokenKind, TokenReport, in_calendar};
use coredesk_catalogue::BaseUrlRule;

/// A fact about a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Which.
    pub name: FactName,
    /// What it is.
    pub value: FactValue,
    /// From where it is known.
    pub from: FactFrom,
}

/// What is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactName {
    /// Which of the tokens of a sign-in it is.
    Kind,
    /// The base URL of the API that it opens.
    BaseUrl,
    /// The company that it is for.
    Company,
    /// The person whom it is of.
    Person,
    /// The app that it was given to.
    Client,
    /// Its end.
    Expires,
    /// When the service accepted it last, in this run.
    LastAccepted,
    /// The start of its SHA-256.
    Fingerprint,
}

/// The fact's value.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// As it is. Untrusted.
    Text(String),
    /// A kind of token.
    Kind(TokenKind),
    /// In seconds since 1970.
    Time(f64),
}

/// From where a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactFrom {
    /// It stands in the token.
    Token,
    /// The server said it beside the token.
    TokenAnswer,
    /// It was found out at sign-in.
    SignIn,
    /// Answers of the service tell it.
    Requests,
    /// It was reckoned here.
    MadeHere,
}

/// Claims that name the person, the most telling first.
const PERSON: &[&str] = &["name", "email", "preferred_username", "username", "upn", "sub"];

pub(super) fn facts(report: &TokenReport, kind: Option<TokenKind>, owner: Option<&Owner>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut tell = |name, value, from| facts.push(Fact { name, value, from });
    match (kind, report.kind) {
        (Some(kind), _) => {
            let from = if owner.is_some() { FactFrom::SignIn } else { FactFrom::TokenAnswer };
            tell(FactName::Kind, FactValue::Kind(kind), from);
        }
        (None, Some(kind)) => tell(FactName::Kind, FactValue::Kind(kind), FactFrom::Token),
        (None, None) => {}
    }
    let claim = |names: &[&str]| {
        let claim =
            names.iter().find_map(|name| report.claims.iter().find(|claim| claim.name == *name && claim.is_text && !claim.incomplete));
        claim.map(|claim| claim.value.clone())
    };
    let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut text = |name, of_sign_in: Option<String>, of_token: Option<String>| {
        if let Some(value) = of_sign_in {
            tell(name, FactValue::Text(value), FactFrom::SignIn);
        } else if let Some(value) = of_token {
            tell(name, FactValue::Text(value), FactFrom::Token);
        }
    };
    text(FactName::Company, owner.and_then(|owner| known(&owner.record.company)), claim(COMPANY));
    text(FactName::Person, owner.and_then(|owner| known(&owner.record.person)), claim(PERSON));
    text(FactName::Client, owner.and_then(|owner| known(&owner.record.registration.client_id)), claim(CLIENT));
    if let Some(owner) = owner.filter(|_| kind == Some(TokenKind::Access)) {
        let by_answer = matches!(owner.connection.service.base_url, BaseUrlRule::FromTokenAnswer { .. } | BaseUrlRule::Loopback);
        let from = if by_answer { FactFrom::TokenAnswer } else { FactFrom::SignIn };
        tell(FactName::BaseUrl, FactValue::Text(owner.tokens.base_url.clone()), from);
        let by_answer = owner.tokens.expires_at.map(seconds).and_then(in_calendar);
        if let Some(expires) = by_answer.filter(|_| report.expires_at.is_none()) {
            tell(FactName::Expires, FactValue::Time(expires), FactFrom::TokenAnswer);
        }
        if let Some(seen) = owner.connection.client.seen() {
            tell(FactName::LastAccepted, FactValue::Time(seconds(seen.at.as_second())), FactFrom::Requests);
        }
    }
    if let Some(expires) = report.expires_at {
        tell(FactName::Expires, FactValue::Time(expires), FactFrom::Token);
    }
    tell(FactName::Fingerprint, FactValue::Text(report.fingerprint.clone()), FactFrom::MadeHere);
    facts
}

/// By this computer's clock, in seconds since 1970.
pub(super) fn now() -> f64 {
    seconds(crate::oauth::unix_now())
}

#[expect(clippy::cast_precision_loss, reason = "Unix seconds fit a double for millions of years")]
pub(super) fn seconds(unix: i64) -> f64 {
    unix as f64
}
