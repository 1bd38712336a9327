use super::connections::{mark_of, scope_view};
use super::count;
use super::token_words::{difference, finding, found_in, kind, name_of_part, problem, signature, tried, warning};
use crate::{
    AlphabetView, BroughtFormView, BroughtView, ClaimView, ComparedClaimView, FactFromView, FactNameView, FactView, KeptView,
    ListedTokenView, OpaqueView, ServerSaysView, SignatureResultView, SignatureView, TokenComparisonView, TokenFormView, TokenKindView,
    TokenMayView, TokenPartNameView, TokenPartStateView, TokenPartView, TokenSourceView, TokenView, TriedTokenView,
};
use coredesk_core::desk::{
    BroughtTokens, Fact, FactFrom, FactName, FactValue, InspectedToken, KeptAt, ListedToken, ServerSays, TokenMay, TokenSource, TriedToken,
};
use coredesk_core::inspect::{
    Alphabet, BroughtForm, Claim, Compared, Finding, OpaqueReport, Part, PartName, PartState, SignatureState, TokenForm, TokenKind,
};

impl From<TokenKindView> for TokenKind {
    fn from(kind: TokenKindView) -> Self {
        match kind {
            TokenKindView::AccessToken => Self::Access,
            TokenKindView::RefreshToken => Self::Refresh,
            TokenKindView::IdToken => Self::Identity,
        }
    }
}

impl From<TokenKind> for TokenKindView {
    fn from(kind: TokenKind) -> Self {
        match kind {
            TokenKind::Access => Self::AccessToken,
            TokenKind::Refresh => Self::RefreshToken,
            TokenKind::Identity => Self::IdToken,
        }
    }
}

impl From<TokenSourceView> for TokenSource {
    fn from(source: TokenSourceView) -> Self {
        match source {
            TokenSourceView::Connection { connection_id, token } => Self::Connection { connection_id, token: token.into() },
            TokenSourceView::Brought { id } => Self::Brought { id },
        }
    }
}

impl From<TokenSource> for TokenSourceView {
    fn from(source: TokenSource) -> Self {
        match source {
            TokenSource::Connection { connection_id, token } => Self::Connection { connection_id, token: token.into() },
            TokenSource::Brought { id } => Self::Brought { id },
        }
    }
}

impl From<TokenForm> for TokenFormView {
    fn from(form: TokenForm) -> Self {
        match form {
            TokenForm::Signed => Self::Signed,
            TokenForm::Unsigned => Self::Unsigned,
            TokenForm::Encrypted => Self::Encrypted,
            TokenForm::Opaque => Self::Opaque,
            TokenForm::Broken => Self::Broken,
        }
    }
}

impl From<ListedToken> for ListedTokenView {
    fn from(listed: ListedToken) -> Self {
        Self {
            source: listed.source.into(),
            mark: listed.company.as_deref().map(mark_of),
            title: listed.company.unwrap_or_else(|| found_in(listed.found_in).to_owned()),
            token: listed.kind.map(Into::into),
            form: listed.form.into(),
            expires_at: listed.expires_at,
        }
    }
}

impl From<BroughtForm> for BroughtFormView {
    fn from(form: BroughtForm) -> Self {
        match form {
            BroughtForm::Token => Self::Token,
            BroughtForm::Header => Self::Header,
            BroughtForm::Curl => Self::Curl,
            BroughtForm::TokenAnswer => Self::TokenAnswer,
            BroughtForm::RedirectAddress => Self::RedirectAddress,
            BroughtForm::Nothing => Self::Nothing,
        }
    }
}

impl From<BroughtTokens> for BroughtView {
    fn from(brought: BroughtTokens) -> Self {
        Self { tokens: brought.tokens.into_iter().map(Into::into).collect(), found_in: brought.found_in.into(), has_code: brought.has_code }
    }
}

impl From<Claim> for ClaimView {
    fn from(claim: Claim) -> Self {
        Self {
            name: claim.name,
            value: claim.value,
            meaning: claim.meaning,
            defined_in: claim.defined_in.map(str::to_owned),
            time: claim.time,
            inside: claim.inside.into_iter().map(Into::into).collect(),
            incomplete: claim.incomplete,
        }
    }
}

impl From<PartName> for TokenPartNameView {
    fn from(name: PartName) -> Self {
        match name {
            PartName::Header => Self::Header,
            PartName::Claims => Self::Claims,
            PartName::Signature => Self::Signature,
            PartName::EncryptedKey => Self::EncryptedKey,
            PartName::InitializationVector => Self::InitializationVector,
            PartName::Ciphertext => Self::Ciphertext,
            PartName::AuthenticationTag => Self::AuthenticationTag,
        }
    }
}

impl From<Part> for TokenPartView {
    fn from(part: Part) -> Self {
        let (state, fault) = match part.state {
            PartState::Complete => (TokenPartStateView::Complete, None),
            PartState::CutOff(fault) => (TokenPartStateView::CutOff, Some(fault)),
            PartState::Broken(fault) => (TokenPartStateView::Broken, Some(fault)),
            PartState::Missing => (TokenPartStateView::Missing, None),
            PartState::Sealed => (TokenPartStateView::Sealed, None),
        };
        let missing = || format!("{} is missing.", name_of_part(part.name));
        let problem = match part.state {
            PartState::Missing => Some(missing()),
            _ => fault.map(|fault| problem(part.name, fault)),
        };
        Self { part: part.name.into(), state, problem, breaks_at: fault.map(|fault| count(fault.at)) }
    }
}

impl From<OpaqueReport> for OpaqueView {
    fn from(opaque: OpaqueReport) -> Self {
        let alphabet = match opaque.alphabet {
            Alphabet::Hexadecimal => AlphabetView::Hexadecimal,
            Alphabet::Uuid => AlphabetView::Uuid,
            Alphabet::LettersAndDigits => AlphabetView::LettersAndDigits,
            Alphabet::Base64Url => AlphabetView::Base64Url,
            Alphabet::Base64 => AlphabetView::Base64,
            Alphabet::Other => AlphabetView::Other,
        };
        Self { alphabet, bits_at_most: opaque.bits_at_most, prefix_of: opaque.prefix_of.map(str::to_owned) }
    }
}

impl From<Fact> for FactView {
    fn from(fact: Fact) -> Self {
        let name = match fact.name {
            FactName::Kind => FactNameView::Kind,
            FactName::BaseUrl => FactNameView::BaseUrl,
            FactName::Company => FactNameView::Company,
            FactName::Person => FactNameView::Person,
            FactName::Client => FactNameView::Client,
            FactName::Expires => FactNameView::Expires,
            FactName::LastAccepted => FactNameView::LastAccepted,
            FactName::Fingerprint => FactNameView::Fingerprint,
        };
        let from = match fact.from {
            FactFrom::Token => FactFromView::Token,
            FactFrom::TokenAnswer => FactFromView::TokenAnswer,
            FactFrom::SignIn => FactFromView::SignIn,
            FactFrom::Requests => FactFromView::Requests,
            FactFrom::MadeHere => FactFromView::MadeHere,
        };
        let (value, time) = match fact.value {
            FactValue::Text(text) => (text, None),
            FactValue::Kind(token) => (kind(token).to_owned(), None),
            FactValue::Time(seconds) => (seconds.to_string(), Some(seconds)),
        };
        Self { fact: name, value, time, from }
    }
}

impl From<KeptAt> for KeptView {
    fn from(kept: KeptAt) -> Self {
        Self { entry: kept.entry, last_used: kept.last_used.and_then(|unix| u32::try_from(unix).ok()).map(f64::from) }
    }
}

impl From<TokenMay> for TokenMayView {
    fn from(may: TokenMay) -> Self {
        let TokenMay { introspect, user_info, try_it, refresh, revoke } = may;
        Self { introspect, user_info, try_it, refresh, revoke }
    }
}

impl From<InspectedToken> for TokenView {
    fn from(inspected: InspectedToken) -> Self {
        let signature_words = signature(&inspected);
        let report = inspected.report;
        let state = match report.signature.state {
            SignatureState::Valid => SignatureView::Valid,
            SignatureState::Wrong => SignatureView::Wrong,
            SignatureState::KeyNotFound => SignatureView::KeyNotFound,
            SignatureState::NotChecked => SignatureView::NotChecked,
            SignatureState::DoesNotApply => SignatureView::DoesNotApply,
        };
        Self {
            source: inspected.source.into(),
            form: report.form.into(),
            masked: report.masked,
            length: count(report.length),
            parts: report.parts.into_iter().map(Into::into).collect(),
            header: report.header.into_iter().map(Into::into).collect(),
            claims: report.claims.into_iter().map(Into::into).collect(),
            warnings: report.warnings.iter().map(warning).collect(),
            issued_at: inspected.issued_at,
            not_before: report.not_before,
            expires_at: inspected.expires_at,
            clock_ahead: inspected.clock_ahead,
            signature: SignatureResultView { state, reason: signature_words, keys_address: inspected.keys_address },
            scopes: inspected.scopes.iter().map(|scope| scope_view(&scope.meaning, scope.asked, scope.granted)).collect(),
            facts: inspected.facts.into_iter().map(Into::into).collect(),
            opaque: report.opaque.map(Into::into),
            kept: inspected.kept.map(Into::into),
            may: inspected.may.into(),
        }
    }
}

impl From<Compared> for ComparedClaimView {
    fn from(compared: Compared) -> Self {
        let same = compared.is_same();
        Self {
            part: compared.part.into(),
            name: compared.name,
            meaning: compared.meaning,
            first: compared.first,
            second: compared.second,
            same,
        }
    }
}

impl From<(Vec<Finding>, Vec<Compared>)> for TokenComparisonView {
    fn from((findings, rows): (Vec<Finding>, Vec<Compared>)) -> Self {
        Self { findings: findings.iter().flat_map(finding).collect(), rows: rows.into_iter().map(Into::into).collect() }
    }
}

impl From<ServerSays> for ServerSaysView {
    fn from(says: ServerSays) -> Self {
        Self {
            asked_at: says.asked_at,
            active: says.active,
            introspection: says.introspection.into_iter().map(Into::into).collect(),
            user_info: says.user_info.into_iter().map(Into::into).collect(),
            differs: says.differs.iter().map(difference).collect(),
        }
    }
}

impl From<TriedToken> for TriedTokenView {
    fn from(token: TriedToken) -> Self {
        let (accepted, status, words) = tried(&token.outcome);
        Self { request: token.request, accepted, status, words }
    }
}
