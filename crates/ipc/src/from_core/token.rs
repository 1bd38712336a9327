use super::connections::scope_view;
use super::count;
use crate::{ClaimView, SignatureView, TokenKindView, TokenView};
use coredesk_core::desk::{ConnectionToken, InspectedToken};
use coredesk_core::inspect::Claim;

impl From<TokenKindView> for ConnectionToken {
    fn from(kind: TokenKindView) -> Self {
        match kind {
            TokenKindView::AccessToken => Self::Access,
            TokenKindView::IdToken => Self::Identity,
        }
    }
}

impl From<Claim> for ClaimView {
    fn from(claim: Claim) -> Self {
        Self { name: claim.name, value: claim.value, meaning: claim.meaning }
    }
}

impl TokenView {
    /// The view of `inspected`, which was asked for as `token`.
    pub fn new(token: TokenKindView, inspected: InspectedToken) -> Self {
        let report = inspected.report;
        Self {
            token,
            masked: report.masked,
            length: count(report.length),
            readable: report.problem.is_none(),
            header: report.header.into_iter().map(Into::into).collect(),
            claims: report.claims.into_iter().map(Into::into).collect(),
            issued_at: report.issued_at,
            not_before: report.not_before,
            expires_at: report.expires_at,
            signature: SignatureView::NotChecked,
            signature_reason: match report.problem {
                None => "This version does not fetch the issuer's keys. Expiry and claims are read, not proven.".to_owned(),
                Some(problem) => format!("{problem}."),
            },
            scopes: inspected.scopes.iter().map(|scope| scope_view(&scope.meaning, scope.asked, scope.granted)).collect(),
            base_url: Some(inspected.base_url),
            kept: format!("System keyring, entry {}. This window cannot read it.", inspected.entry),
        }
    }
}
