//! Two tokens side by side, and what their differences mean.

use super::claim::Claim;
use super::parts::PartName;
use super::{TokenForm, TokenReport};
use std::collections::{BTreeSet, HashMap};

/// A header parameter or claim of two tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Header or claims.
    pub part: PartName,
    /// The name in the tokens.
    pub name: String,
    /// What it means to a person.
    pub meaning: Option<String>,
    /// The first token's, if it has it.
    pub first: Option<String>,
    /// The second token's, if it has it.
    pub second: Option<String>,
}

impl Compared {
    /// Both say the same.
    pub fn is_same(&self) -> bool {
        self.first == self.second
    }
}

/// What a difference means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// They are the same token.
    SameToken,
    /// One of them cannot be read, so only lengths and lifetimes can be compared.
    NotReadable,
    /// One allows what the other does not.
    Scopes {
        /// What the first alone allows.
        only_first: Vec<String>,
        /// What the second alone allows.
        only_second: Vec<String>,
    },
    /// They come from different issuers.
    Issuer,
    /// They are for different services.
    Audience,
    /// They are of different persons.
    Person,
    /// They were given to different apps.
    Client,
    /// They are of different companies.
    Company,
    /// One is over and the other is not.
    OneExpired {
        /// It is the first.
        first: bool,
    },
    /// They are signed in different ways.
    Algorithm,
    /// These claims differ as well, which may allow other things: roles, groups and whatever the service reads.
    Others(Vec<String>),
}

/// Claims that name the company, the most telling first.
pub const COMPANY: &[&str] = &["company", "company_name", "org_name", "companyId", "company_id", "org_id", "tid", "hd"];
/// Claims that name the app, the most telling first.
pub const CLIENT: &[&str] = &["client_id", "azp", "appid", "cid"];
/// What a token says that it allows.
const SCOPES: &[&str] = &["scope", "scp", "permissions"];
/// Claims that differ between any two tokens, or that a finding of its own tells.
const USUAL: &[&str] = &[
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "session_state",
    "uti",
    "rh",
    "aio",
    "aud",
    "iss",
    "sub",
];

/// Compares claim by claim: differences first, each in the order of the first token.
pub fn compare(first: &TokenReport, second: &TokenReport, now: f64) -> (Vec<Finding>, Vec<Compared>) {
    let mut rows = rows(PartName::Header, &first.header, &second.header);
    rows.extend(self::rows(PartName::Claims, &first.claims, &second.claims));
    rows.sort_by_key(Compared::is_same);
    (findings(first, second, &rows, now), rows)
}

fn rows(part: PartName, first: &[Claim], second: &[Claim]) -> Vec<Compared> {
    let (of_first, of_second) = (by_name(first), by_name(second));
    let row = |claim: &Claim| Compared {
        part,
        name: claim.name.clone(),
        meaning: claim.meaning.clone(),
        first: of_first.get(claim.name.as_str()).map(|value| (*value).to_owned()),
        second: of_second.get(claim.name.as_str()).map(|value| (*value).to_owned()),
    };
    let others = second.iter().filter(|claim| !of_first.contains_key(claim.name.as_str()));
    first.iter().chain(others).map(row).collect()
}

fn by_name(claims: &[Claim]) -> HashMap<&str, &str> {
    claims.iter().map(|claim| (claim.name.as_str(), claim.value.as_str())).collect()
}

fn findings(first: &TokenReport, second: &TokenReport, rows: &[Compared], now: f64) -> Vec<Finding> {
    if first.fingerprint == second.fingerprint {
        return vec![Finding::SameToken];
    }
    let mut found = Vec::new();
    let readable = |report: &TokenReport| matches!(report.form, TokenForm::Signed | TokenForm::Unsigned | TokenForm::Broken);
    if !readable(first) || !readable(second) {
        found.push(Finding::NotReadable);
    }
    let (of_first, of_second) = (scopes_of(first), scopes_of(second));
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect::<Vec<_>>();
    if of_first != of_second {
        found.push(Finding::Scopes { only_first: only(&of_first, &of_second), only_second: only(&of_second, &of_first) });
    }
    let is_over = |report: &TokenReport| report.expires_at.is_some_and(|expires| expires <= now);
    if is_over(first) != is_over(second) {
        found.push(Finding::OneExpired { first: is_over(first) });
    }
    let differs = |names: &[&str]| rows.iter().any(|row| names.contains(&row.name.as_str()) && !row.is_same());
    for (names, finding) in [
        (COMPANY, Finding::Company),
        (&["aud"], Finding::Audience),
        (&["iss"], Finding::Issuer),
        (&["sub"], Finding::Person),
        (CLIENT, Finding::Client),
        (&["alg"], Finding::Algorithm),
    ] {
        if differs(names) {
            found.push(finding);
        }
    }
    let is_told = |name: &str| [COMPANY, CLIENT, SCOPES, USUAL].iter().any(|names| names.contains(&name));
    let others = rows.iter().filter(|row| row.part == PartName::Claims && !row.is_same() && !is_told(&row.name));
    let others: Vec<String> = others.map(|row| row.name.clone()).collect();
    if !others.is_empty() {
        found.push(Finding::Others(others));
    }
    found
}

/// What a token says that it allows: a text with blanks (RFC 8693 §4.2), or a list.
pub fn scopes_of(report: &TokenReport) -> BTreeSet<String> {
    let claims = report.claims.iter().filter(|claim| SCOPES.contains(&claim.name.as_str()) && !claim.incomplete);
    claims
        .flat_map(|claim| {
            serde_json::from_str::<Vec<String>>(&claim.value)
                .unwrap_or_else(|_| claim.value.split_whitespace().map(str::to_owned).collect())
        })
        .collect()
}
