//! Decodes a token, explains what stands in it and checks its signature with given keys. Offline: nothing is fetched here.

mod brought;
mod claim;
mod compare;
mod hidden;
mod keys;
mod members;
mod opaque;
mod parts;
mod public_key_info;
mod redact;
mod registry;
mod signature;
mod weak_key;

pub use brought::{Brought, BroughtForm, BroughtToken, TooLong, bring};
pub use claim::{Claim, explained_answer, in_calendar};
pub use compare::{CLIENT, COMPANY, Compared, Finding, compare, scopes_of};
pub use keys::{Keys, KeysError};
pub use opaque::{Alphabet, OpaqueReport};
pub use parts::{Fault, FaultReason, LARGEST, Part, PartName, PartState};
pub use redact::{as_json, as_markdown};
pub use signature::{SignatureReason, SignatureReport, SignatureState};

use members::Members;
use registry::Place;
use serde_json::Value;

/// How much of a JWT's header may be shown; it holds the algorithm, never a secret.
const SHOWN: usize = 20;
/// Bytes of the fingerprint that are told.
const FINGERPRINT: usize = 6;
/// A shared clock differs by no more, in seconds.
const LEEWAY: f64 = 300.0;

/// What the text of a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenForm {
    /// A signed JWT or JWS (RFC 7515).
    Signed,
    /// With `alg: none` (RFC 7519 §6).
    Unsigned,
    /// A JWE (RFC 7516).
    Encrypted,
    /// Text that only the service understands (RFC 6749 §1.4).
    Opaque,
    /// It begins as one of the above and breaks somewhere.
    Broken,
}

/// Which of the tokens of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The one that opens the API.
    Access,
    /// The one that renews the access token.
    Refresh,
    /// The one that names the person.
    Identity,
}

/// What is odd or dangerous about a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Longer than any token that is read here; nothing of it was read.
    TooLong,
    /// `alg: none`: anybody could have written it.
    Unsigned,
    /// It is over.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It says that it was issued in the future: a clock is wrong.
    IssuedInFuture,
    /// It has no end.
    NoExpiry,
    /// This time is no number, or one that no calendar has.
    NoTime(&'static str),
    /// This time is one of a calendar if it means milliseconds; it should mean seconds (RFC 7519 §2).
    Milliseconds(&'static str),
    /// It brings or names the key that is to be trusted: this parameter of the header.
    BringsKey(String),
    /// It carries another token inside (RFC 7519 §5.2).
    Nested,
    /// It carries a text and no claims.
    CarriesText(String),
    /// It has more or fewer parts than such a token has.
    Parts(usize),
}

/// What can be said of a token without asking anybody.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenReport {
    /// What it is.
    pub form: TokenForm,
    /// The start of the header of a JWT, or nothing for other tokens; then dots.
    pub masked: String,
    /// Characters of the whole token.
    pub length: usize,
    /// The start of its SHA-256 in hexadecimal: tells tokens apart.
    pub fingerprint: String,
    /// The parts of a JOSE text; empty for an opaque one.
    pub parts: Vec<Part>,
    /// The JOSE header.
    pub header: Vec<Claim>,
    /// The claims in the token's own order.
    pub claims: Vec<Claim>,
    /// What is odd or dangerous, worst first.
    pub warnings: Vec<Warning>,
    /// `iat`, in seconds since 1970.
    pub issued_at: Option<f64>,
    /// `nbf`, in seconds since 1970.
    pub not_before: Option<f64>,
    /// `exp`, in seconds since 1970.
    pub expires_at: Option<f64>,
    /// `iss`, where it is a text.
    pub issuer: Option<String>,
    /// Which of the tokens of a sign-in it says that it is.
    pub kind: Option<TokenKind>,
    /// How the signature stands.
    pub signature: SignatureReport,
    /// Set for an opaque token.
    pub opaque: Option<OpaqueReport>,
}

/// Decodes `token` (RFC 7515 §5.2, RFC 7519 §7.2) as far as it goes, and checks its signature where there are `keys`. `now`
/// in seconds since 1970.
pub fn inspect(token: &str, keys: Option<&Keys>, now: f64) -> TokenReport {
    let mut report = TokenReport {
        form: TokenForm::Opaque,
        masked: mask(""),
        length: token.chars().count(),
        fingerprint: fingerprint(token),
        parts: Vec::new(),
        header: Vec::new(),
        claims: Vec::new(),
        warnings: Vec::new(),
        issued_at: None,
        not_before: None,
        expires_at: None,
        issuer: None,
        kind: None,
        signature: SignatureReport::of(SignatureReason::Opaque),
        opaque: None,
    };
    if token.len() > LARGEST {
        report.form = TokenForm::Broken;
        report.masked = mask(token);
        report.warnings = vec![Warning::TooLong];
        report.signature = SignatureReport::of(SignatureReason::Incomplete);
        return report;
    }
    let Some(read) = parts::read(token) else {
        report.opaque = Some(opaque::look_at(token));
        return report;
    };
    if token.contains('.') || read.header.get("alg").is_some() {
        report.masked = mask(token);
    }
    let count = token.split('.').count();
    let is_whole = |part: &Part| matches!(part.state, PartState::Complete | PartState::Sealed);
    let is_encrypted = count == 5;
    report.form = match read.header.text("alg") {
        // In any case of its letters: readers were fooled by `nOnE`.
        Some(name) if !is_encrypted && name.eq_ignore_ascii_case("none") => TokenForm::Unsigned,
        _ if is_encrypted && read.parts.iter().all(|part| is_whole(part) || part.name == PartName::EncryptedKey) => TokenForm::Encrypted,
        _ if count == 3 && read.parts.iter().all(is_whole) => TokenForm::Signed,
        _ => TokenForm::Broken,
    };
    let seconds = |name: &str| read.claims.get(name).and_then(claim::time_of);
    (report.issued_at, report.not_before, report.expires_at) = (seconds("iat"), seconds("nbf"), seconds("exp"));
    report.issuer = read.claims.text("iss").map(str::to_owned);
    report.kind = kind(&read.header, &read.claims);
    report.header = claim::explained(&read.header, Place::Header);
    report.claims = claim::explained(&read.claims, Place::Claims);
    // A payload that is no text, or none, may well be signed (RFC 7515 §3): only its reader cannot go on.
    let has_signature = count == 3 && read.parts.iter().all(|part| is_whole(part) || part.name == PartName::Claims);
    report.signature = SignatureReport::of(match (report.form, keys) {
        (TokenForm::Unsigned, _) => SignatureReason::Unsigned,
        (TokenForm::Encrypted, _) => SignatureReason::Encrypted,
        (TokenForm::Signed | TokenForm::Broken, Some(keys)) if has_signature => signature::verify(token, &read.header, keys),
        (TokenForm::Signed, _) => SignatureReason::NoKeys,
        (TokenForm::Broken | TokenForm::Opaque, _) => SignatureReason::Incomplete,
    });
    // An empty payload may be signed as well; a valid signature mends no break.
    let breaks = |part: &Part| matches!(part.state, PartState::CutOff(_) | PartState::Broken(_));
    if report.signature.state == SignatureState::Valid && !read.parts.iter().any(breaks) {
        report.form = TokenForm::Signed;
    }
    report.warnings = warnings(&report, &read, count, now);
    report.parts = read.parts;
    report
}

/// By `typ` (RFC 9068 §2.1), by what Amazon Cognito and Keycloak say, or by claims that only id tokens have (OpenID Connect
/// Core §3.1.3.6).
fn kind(header: &Members, claims: &Members) -> Option<TokenKind> {
    let said = [header.text("typ"), claims.text("token_use"), claims.text("typ")];
    let named = said.into_iter().flatten().find_map(|kind| match kind.to_ascii_lowercase().as_str() {
        "at+jwt" | "application/at+jwt" | "access" | "bearer" => Some(TokenKind::Access),
        "refresh" | "offline" => Some(TokenKind::Refresh),
        "id" => Some(TokenKind::Identity),
        _ => None,
    });
    let is_identity = ["nonce", "at_hash", "c_hash"].iter().any(|name| claims.get(name).is_some());
    named.or(is_identity.then_some(TokenKind::Identity))
}

fn warnings(report: &TokenReport, read: &parts::Parts, parts: usize, now: f64) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if report.form == TokenForm::Unsigned {
        warnings.push(Warning::Unsigned);
    }
    if parts != 3 && parts != 5 {
        warnings.push(Warning::Parts(parts));
    }
    if report.expires_at.is_some_and(|expires| expires <= now) {
        warnings.push(Warning::Expired);
    }
    if report.not_before.is_some_and(|begins| begins > now) {
        warnings.push(Warning::NotYetValid);
    }
    if report.issued_at.is_some_and(|issued| issued > now + LEEWAY) {
        warnings.push(Warning::IssuedInFuture);
    }
    warnings.extend(
        ["jwk", "jku", "x5u", "x5c"]
            .iter()
            .filter(|name| read.header.get(name).is_some())
            .map(|name| Warning::BringsKey((*name).to_owned())),
    );
    let is_nested = read.header.text("cty").is_some_and(|kind| kind.eq_ignore_ascii_case("JWT"));
    if is_nested || read.text.as_deref().is_some_and(|text| hidden::without_tokens_in(text) != text) {
        warnings.push(Warning::Nested);
    } else if let Some(text) = &read.text {
        warnings.push(Warning::CarriesText(text.clone()));
    }
    warnings.extend(["exp", "nbf", "iat"].into_iter().filter_map(|name| odd_time(name, read.claims.get(name)?)));
    if read.claims.get("exp").is_none() && !report.claims.is_empty() && report.form != TokenForm::Broken {
        warnings.push(Warning::NoExpiry);
    }
    warnings
}

fn odd_time(name: &'static str, value: &Value) -> Option<Warning> {
    let is_milliseconds = || value.as_f64().and_then(|value| in_calendar(value / 1000.0)).is_some();
    match claim::time_of(value) {
        Some(_) => None,
        None if value.as_f64() >= Some(0.0) && is_milliseconds() => Some(Warning::Milliseconds(name)),
        None => Some(Warning::NoTime(name)),
    }
}

/// A JWT's header begins with the encoded `{"`; only then is its start shown.
fn mask(token: &str) -> String {
    let header = token.split('.').next().unwrap_or_default();
    let shown = if token.starts_with("eyJ") && header.len() > SHOWN { token.get(..SHOWN).unwrap_or_default() } else { "" };
    format!("{shown}{}", "•".repeat(48))
}

fn fingerprint(token: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes());
    let pairs: Vec<String> = digest.as_ref().iter().take(FINGERPRINT).map(|byte| format!("{byte:02x}")).collect();
    pairs.chunks(2).map(<[String]>::concat).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
