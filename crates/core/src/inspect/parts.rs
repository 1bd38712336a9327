//! The parts of a JOSE compact serialization (RFC 7515 §7.1, RFC 7516 §7.1), read as far as they go.

use super::members::{Members, read_members};
use super::registry::{self, Place};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Larger texts are not decoded, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// The name of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartName {
    /// The JOSE header.
    Header,
    /// The payload of a signed JWT.
    Claims,
    /// The signature of a signed JWT.
    Signature,
    /// The encrypted content key of a JWE.
    EncryptedKey,
    /// The initialization vector of a JWE.
    InitializationVector,
    /// The encrypted content of a JWE.
    Ciphertext,
    /// What proves that the content of a JWE was not altered.
    AuthenticationTag,
}

const SIGNED: [PartName; 3] = [PartName::Header, PartName::Claims, PartName::Signature];
const ENCRYPTED: [PartName; 5] =
    [PartName::Header, PartName::EncryptedKey, PartName::InitializationVector, PartName::Ciphertext, PartName::AuthenticationTag];

/// How much of a part could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartState {
    /// All of it.
    Complete,
    /// It begins well and ends too early.
    CutOff(Fault),
    /// It is something else than it should be.
    Broken(Fault),
    /// Nothing stands there.
    Missing,
    /// Only its receiver can read it.
    Sealed,
}

/// Where and why reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub reason: FaultReason,
    /// The character of the whole token, counted from 1.
    pub at: usize,
}

/// What is wrong with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultReason {
    /// A character that base64url does not have (RFC 4648 §5).
    Character(char),
    /// One character of base64url is left over at the end, as after a cut.
    LeftOver,
    /// The signature is shorter than its algorithm makes them.
    ShortSignature,
    /// The bits after the last byte are not zero (RFC 4648 §3.5): the last character was altered or is of another token.
    Bits,
    /// The bytes are no UTF-8.
    NotText,
    /// The JSON ends before its last bracket.
    EndsEarly,
    /// The text is no JSON.
    NotJson,
    /// It is JSON and no object (RFC 7519 §7.2).
    NotObject,
    /// Brackets inside brackets, deeper than anything real.
    TooDeep,
    /// More text after the JSON.
    TrailingText,
    /// A member stands in it twice (RFC 7515 §4).
    Twice,
}

/// A part and how much of it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub name: PartName,
    /// How much.
    pub state: PartState,
}

/// A token between its dots.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    pub(super) header: Members,
    pub(super) claims: Members,
    /// The payload where it is a text and no claims (RFC 7515 §4.1.10 allows any).
    pub(super) text: Option<String>,
}

/// Reads `token`, or `None` where it is no JOSE text at all: an opaque token, which is normal (RFC 6749 §1.4).
pub(super) fn read(token: &str) -> Option<Parts> {
    let texts: Vec<&str> = token.split('.').collect();
    if !looks_like_jose(texts.first()?) {
        return None;
    }
    // Four parts or six are neither: they are read as a signed one with something behind it.
    let names: &[PartName] = if texts.len() == ENCRYPTED.len() { &ENCRYPTED } else { &SIGNED };
    let mut read = Parts { parts: Vec::new(), header: Members::default(), claims: Members::default(), text: None };
    let mut begins = 0;
    for (place, name) in names.iter().enumerate() {
        let text = texts.get(place).copied().unwrap_or_default();
        let is_last = place + 1 == texts.len();
        let state = match name {
            _ if place >= texts.len() => PartState::Missing,
            PartName::Header => object(text, begins, is_last, &mut read.header),
            PartName::Claims => claims(text, begins, is_last && texts.len() < names.len(), &mut read),
            PartName::Signature | PartName::InitializationVector | PartName::AuthenticationTag if text.is_empty() => PartState::Missing,
            PartName::Signature => signature(text, begins, read.header.text("alg"), texts.len() == names.len()),
            _ => bytes(text, begins).map_or_else(PartState::Broken, |_| PartState::Sealed),
        };
        read.parts.push(Part { name: *name, state });
        begins += text.chars().count() + 1;
    }
    (texts.len() > 1 || is_cut_header(&read)).then_some(read)
}

/// Without a dot it may be anything that somebody encoded: only what names an algorithm, or breaks off before it could, is taken
/// for the header of a token.
fn is_cut_header(read: &Parts) -> bool {
    let is_complete = read.parts.first().is_some_and(|part| part.state == PartState::Complete);
    let mut names = read.header.complete.iter().map(|(name, _)| name).chain(read.header.broken.as_ref().map(|(name, _)| name));
    read.header.get("alg").is_some() || (!is_complete && names.all(|name| registry::find(name, Place::Header).is_some()))
}

/// A signature that is shorter than its algorithm makes them was cut off (RFC 7518 §3, RFC 8037 §3.1).
fn signature(text: &str, begins: usize, algorithm: Option<&str>, is_last: bool) -> PartState {
    let least = match algorithm {
        Some("HS256") => 32,
        Some("HS384") => 48,
        Some("HS512" | "ES256" | "ES256K" | "EdDSA" | "Ed25519") => 64,
        Some("ES384") => 96,
        Some("ES512") => 132,
        // Shorter ones are of keys that nobody should use any more.
        Some("RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512") => 256,
        _ => 0,
    };
    let cut = Fault { reason: FaultReason::ShortSignature, at: begins + text.chars().count() };
    match bytes(text, begins) {
        Ok(bytes) if is_last && bytes.len() < least => PartState::CutOff(cut),
        Ok(_) => PartState::Complete,
        Err(Fault { reason: FaultReason::LeftOver | FaultReason::Bits, .. }) if is_last && text.len() * 3 / 4 < least => {
            PartState::CutOff(cut)
        }
        Err(fault) => PartState::Broken(fault),
    }
}

/// A header is a JSON object: `{` and then a quote, a blank or the end.
pub(super) fn looks_like_jose(header: &str) -> bool {
    let start: String = header.chars().take(4).collect();
    let Ok(start) = URL_SAFE_NO_PAD.decode(start.get(..start.len().min(4)).unwrap_or_default()) else { return false };
    matches!(start.as_slice(), [b'{', b'"' | b' ' | b'\t' | b'\r' | b'\n' | b'}', ..])
}

fn claims(text: &str, begins: usize, is_cut: bool, read: &mut Parts) -> PartState {
    if text.is_empty() {
        return PartState::Missing;
    }
    let mut claims = Members::default();
    let state = object(text, begins, is_cut, &mut claims);
    if let PartState::Broken(Fault { reason: FaultReason::NotJson | FaultReason::NotObject, .. }) = state
        && claims.complete.is_empty()
        && let Ok(bytes) = bytes(text, begins)
        && let Ok(payload) = String::from_utf8(bytes)
        && !(matches!(state, PartState::Broken(Fault { reason: FaultReason::NotJson, .. })) && payload.trim_start().starts_with('{'))
    {
        read.text = Some(payload);
        return PartState::Complete;
    }
    read.claims = claims;
    state
}

fn object(text: &str, begins: usize, is_cut: bool, members: &mut Members) -> PartState {
    let (decoded, fault) = match bytes(text, begins) {
        Ok(decoded) => (decoded, None),
        Err(fault) => (URL_SAFE_NO_PAD.decode(&text[..whole_groups(text, fault.at - begins - 1)]).unwrap_or_default(), Some(fault)),
    };
    let problem = read_members(&decoded, members);
    match (fault, problem) {
        (None, None) => PartState::Complete,
        (Some(fault), None) => PartState::Broken(fault),
        (fault, Some((reason, byte))) => {
            // Three bytes are four characters.
            let at = fault.map_or(begins + 1 + (byte / 3) * 4 + byte % 3, |fault| fault.at);
            let is_left_over = fault.is_none_or(|fault| matches!(fault.reason, FaultReason::LeftOver | FaultReason::Bits));
            match reason {
                FaultReason::EndsEarly if is_left_over && is_cut => PartState::CutOff(Fault { reason, at: begins + text.chars().count() }),
                _ => PartState::Broken(fault.unwrap_or(Fault { reason, at })),
            }
        }
    }
}

/// The bytes of a part, or where it is no base64url.
fn bytes(text: &str, begins: usize) -> Result<Vec<u8>, Fault> {
    if let Some((place, character)) =
        text.chars().enumerate().find(|(_, character)| !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_'))
    {
        return Err(Fault { reason: FaultReason::Character(character), at: begins + place + 1 });
    }
    if text.len() % 4 == 1 {
        return Err(Fault { reason: FaultReason::LeftOver, at: begins + text.len() });
    }
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault { reason: FaultReason::Bits, at: begins + text.len() })
}

/// So many characters of `text` from its start are whole groups of base64.
fn whole_groups(text: &str, good: usize) -> usize {
    let end: usize = text.chars().take(good).map(char::len_utf8).sum();
    end - end % 4
}
