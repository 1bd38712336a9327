//! A token, explained. The token itself stays in the core.

use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InspectTokenRequest {
    pub connection_id: String,
    pub token: TokenKindView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TokenKindView {
    AccessToken,
    IdToken,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    pub token: TokenKindView,
    /// The first few characters, or none where even those would tell too much; then dots.
    pub masked: String,
    pub length: u32,
    /// False for a token that is not a JWT; then there is no header and there are no claims.
    pub readable: bool,
    pub header: Vec<ClaimView>,
    pub claims: Vec<ClaimView>,
    pub issued_at: Option<f64>,
    pub not_before: Option<f64>,
    pub expires_at: Option<f64>,
    pub signature: SignatureView,
    /// Why the signature is in that state.
    pub signature_reason: String,
    pub scopes: Vec<crate::ScopeView>,
    pub base_url: Option<String>,
    /// Where it is kept, in words.
    pub kept: String,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    pub name: String,
    /// The value as JSON, text without quotes.
    pub value: String,
    pub meaning: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignatureView {
    Valid,
    Wrong,
    KeyNotFound,
    NotChecked,
}
