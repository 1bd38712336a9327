//! Tokens, explained. No token and no part of one that opens anything is in these types; only [`DropTextRequest`] and
//! [`KeysRequest`] bring secrets in, and nothing brings one out.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A token that can be looked at: one of a connection's, or one that a person brought and that is held in memory until
/// it is forgotten or the app ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum TokenSourceView {
    #[serde(rename_all = "camelCase")]
    Connection { connection_id: String, token: TokenKindView },
    #[serde(rename_all = "camelCase")]
    Brought { id: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TokenKindView {
    AccessToken,
    RefreshToken,
    IdToken,
}

/// A line of the list of tokens.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListedTokenView {
    pub source: TokenSourceView,
    /// The company, or what a brought token was found in.
    pub title: String,
    /// The connection's two letters; none for a brought token.
    pub mark: Option<String>,
    /// Its kind; none where nobody can know.
    pub token: Option<TokenKindView>,
    pub form: TokenFormView,
    pub expires_at: Option<f64>,
}

/// What the text of a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TokenFormView {
    /// A signed JWT (RFC 7515, 7519).
    Signed,
    /// A JWT with `alg: none`: anybody could have written it.
    Unsigned,
    /// An encrypted one (RFC 7516).
    Encrypted,
    /// Text that only the service understands (RFC 6749 §1.4).
    Opaque,
    /// It begins as a JWT and breaks somewhere.
    Broken,
}

/// What was found in a text that a person brought.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BroughtView {
    /// The tokens, in the order of the text; none where there was none.
    pub tokens: Vec<TokenSourceView>,
    pub found_in: BroughtFormView,
    /// It holds a code, which is no token: it opens nothing by itself and may be used up.
    pub has_code: bool,
}

/// What a text was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum BroughtFormView {
    /// The token alone.
    Token,
    /// `Bearer …`, or a whole `Authorization` header.
    Header,
    Curl,
    /// A token answer as JSON (RFC 6749 §5.1).
    TokenAnswer,
    /// The address of a redirect with its query or fragment.
    RedirectAddress,
    /// Nothing that could be a token.
    Nothing,
}

/// Text that was dropped on the window, or typed where the clipboard cannot be read.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DropTextRequest {
    pub text: String,
}

/// A token, explained.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    pub source: TokenSourceView,
    pub form: TokenFormView,
    /// The first few characters, or none where even those would tell too much; then dots.
    pub masked: String,
    /// In characters.
    pub length: u32,
    /// The parts between the dots of a JWT, in their order; empty for an opaque one.
    pub parts: Vec<TokenPartView>,
    pub header: Vec<ClaimView>,
    /// In the token's own order; of a broken one those before the break.
    pub claims: Vec<ClaimView>,
    /// What is odd or dangerous about it, worst first.
    pub warnings: Vec<String>,
    pub issued_at: Option<f64>,
    pub not_before: Option<f64>,
    pub expires_at: Option<f64>,
    /// How far this computer's clock is ahead of the server's, in seconds, when both were seen.
    pub clock_ahead: Option<f64>,
    pub signature: SignatureResultView,
    /// What it allows, where the service's scopes are known.
    pub scopes: Vec<crate::ScopeView>,
    /// Company, person, client, base URL, when they are known: what and from where.
    pub facts: Vec<FactView>,
    /// Set for an opaque token.
    pub opaque: Option<OpaqueView>,
    /// Where it is kept, for a connection's; none for a brought one, which is kept nowhere.
    pub kept: Option<KeptView>,
    pub may: TokenMayView,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenPartView {
    pub part: TokenPartNameView,
    pub state: TokenPartStateView,
    /// What is wrong, where, and why that happens, in plain words.
    pub problem: Option<String>,
    /// The character of the whole token where it breaks, counted from 1.
    pub breaks_at: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TokenPartNameView {
    Header,
    Claims,
    Signature,
    EncryptedKey,
    InitializationVector,
    Ciphertext,
    AuthenticationTag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TokenPartStateView {
    Complete,
    /// It begins well and ends too early.
    CutOff,
    /// It is something else than it should be.
    Broken,
    Missing,
    /// Only its receiver can read it.
    Sealed,
}

/// A header parameter or claim.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    pub name: String,
    /// Text as it is, anything else as JSON; a text that was cut off ends with dots. Untrusted.
    pub value: String,
    /// What it means to a person; none for the service's own, of which nobody else knows.
    pub meaning: Option<String>,
    /// The document that defines it, such as `RFC 7519 §4.1.4`.
    pub defined_in: Option<String>,
    /// Set for a point in time, in seconds since 1970.
    pub time: Option<f64>,
    /// What stands inside an object or a list of objects.
    pub inside: Vec<ClaimView>,
    /// It was cut off: not to be relied on.
    pub incomplete: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignatureResultView {
    pub state: SignatureView,
    /// Why it is in that state, in plain words.
    pub reason: String,
    /// The address of the issuer's keys that a click would fetch; none where there is none to ask.
    pub keys_address: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignatureView {
    Valid,
    Wrong,
    KeyNotFound,
    NotChecked,
    /// It has none.
    DoesNotApply,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FactView {
    pub fact: FactNameView,
    /// Text as it is; untrusted where it is from the token.
    pub value: String,
    /// Set for a point in time, in seconds since 1970.
    pub time: Option<f64>,
    /// From where it is known.
    pub from: FactFromView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FactNameView {
    Kind,
    BaseUrl,
    Company,
    Person,
    Client,
    Expires,
    LastAccepted,
    /// The start of the SHA-256 of the token: tells tokens apart and gives none away.
    Fingerprint,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FactFromView {
    Token,
    TokenAnswer,
    SignIn,
    Requests,
    MadeHere,
}

/// What can be known of a text that only the service understands.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpaqueView {
    /// The characters that it is made of.
    pub alphabet: AlphabetView,
    /// Bits, if it is random: its length times the bits of one character.
    pub bits_at_most: f64,
    /// Whose kind of token its beginning tells, such as GitHub's; none for an unknown one.
    pub prefix_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AlphabetView {
    Hexadecimal,
    Base64,
    Base64Url,
    LettersAndDigits,
    Uuid,
    Other,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeptView {
    /// The name of the keyring's entry; none where tokens are kept in memory for this run.
    pub entry: Option<String>,
    pub last_used: Option<f64>,
}

/// What can be done with a token.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenMayView {
    /// The service has an introspection address (RFC 7662).
    pub introspect: bool,
    /// The service has a user info address (OIDC Core §5.3).
    pub user_info: bool,
    /// One harmless request of the connection's service can be tried with it.
    pub try_it: bool,
    pub refresh: bool,
    /// The service has a revocation address (RFC 7009).
    pub revoke: bool,
}

/// Keys to check a signature with.
#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum KeysRequest {
    /// Those that the issuer publishes: found by its discovery document.
    Issuer,
    /// A JWKS at an address that the person gives.
    #[serde(rename_all = "camelCase")]
    Address { address: String },
    /// A JWKS, a PEM, or a shared secret as the person gives it.
    #[serde(rename_all = "camelCase")]
    Text { text: String },
    /// The same from a file that the person chooses.
    File,
}

#[derive(Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VerifyTokenRequest {
    pub source: TokenSourceView,
    pub keys: KeysRequest,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompareTokensRequest {
    pub first: TokenSourceView,
    pub second: TokenSourceView,
}

/// Two tokens side by side.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenComparisonView {
    /// What the differences mean, the most telling first, such as a scope that one lacks.
    pub findings: Vec<String>,
    /// Differences first, then what is the same.
    pub rows: Vec<ComparedClaimView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparedClaimView {
    pub part: TokenPartNameView,
    pub name: String,
    pub meaning: Option<String>,
    /// None where it has no such claim.
    pub first: Option<String>,
    pub second: Option<String>,
    pub same: bool,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CopyTokenRequest {
    pub source: TokenSourceView,
    pub form: CopyFormView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CopyFormView {
    /// The token itself; the clipboard is emptied after 60 s if it still holds it.
    Token,
    /// Header and claims without the signature and without what names the token's own number.
    RedactedJson,
    RedactedMarkdown,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    pub source: TokenSourceView,
}

/// A brought token is tried at the service of a connection; a connection's own at its own.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TryTokenRequest {
    pub source: TokenSourceView,
    pub connection_id: String,
}

/// What the server said when it was asked about a token.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ServerSaysView {
    pub asked_at: f64,
    /// None where the service has no address for it.
    pub active: Option<bool>,
    /// The answer's members: of the introspection, of the user info.
    pub introspection: Vec<ClaimView>,
    pub user_info: Vec<ClaimView>,
    /// Where it differs from the token, in plain words.
    pub differs: Vec<String>,
}

/// What one harmless request with a token came to.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TriedTokenView {
    /// Method and path, without host and query values.
    pub request: String,
    /// None where nothing is known of it, as without an answer.
    pub accepted: Option<bool>,
    pub status: Option<u16>,
    /// What that means, in plain words.
    pub words: String,
}
