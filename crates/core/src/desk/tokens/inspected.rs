//! A token, explained with all that is known here.

use super::facts::{self, Fact};
use super::found::{Found, Owner};
use super::verification::Checked;
use super::{IssuerKeysError, KeysFrom, TokenSource};
use crate::desk::{Desk, DeskError};
use crate::inspect::{self, SignatureReport, TokenKind, TokenReport, Warning, scopes_of};
use crate::token_store::{ProfileId, TokenStore};
use coredesk_catalogue::{Grant, ScopeMeaning, Service};
use std::sync::Arc;

/// A scope of the service and what became of it at sign-in.
#[derive(Debug, Clone)]
pub struct ScopeStanding {
    /// The scope in plain words.
    pub meaning: ScopeMeaning,
    /// It was asked for.
    pub asked: bool,
    /// The token has it.
    pub granted: bool,
}

/// A token, explained.
#[derive(Debug, Clone)]
pub struct InspectedToken {
    /// Which.
    pub source: TokenSource,
    /// What stands in it. Of a refresh token nothing but its form is told.
    pub report: TokenReport,
    /// When it was issued, by itself or by when it was obtained; in seconds since 1970.
    pub issued_at: Option<f64>,
    /// Its end, by itself or by the token answer; in seconds since 1970.
    pub expires_at: Option<f64>,
    /// How far this computer's clock is ahead of the service's, in seconds, when the service was seen.
    pub clock_ahead: Option<f64>,
    /// Whose keys its signature was checked with, if with any.
    pub keys_from: Option<KeysFrom>,
    /// Why the keys of a connection's own issuer did not come.
    pub keys_problem: Option<Arc<IssuerKeysError>>,
    /// Where its issuer's keys are looked for.
    pub keys_address: Option<String>,
    /// The service's scopes, and what became of each, where the service is known.
    pub scopes: Vec<ScopeStanding>,
    /// What is known beside.
    pub facts: Vec<Fact>,
    /// Where it is kept; none for a brought one.
    pub kept: Option<KeptAt>,
    /// What can be done with it.
    pub may: TokenMay,
}

/// Where a connection's token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAt {
    /// The keyring's entry, as its own program shows it; `None` where tokens are kept in memory for this run.
    pub entry: Option<String>,
    /// When it was used last in this run, in Unix seconds.
    pub last_used: Option<i64>,
}

/// What can be done with a token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenMay {
    /// The server can be asked about it (RFC 7662).
    pub introspect: bool,
    /// The server can be asked whom it is of (OpenID Connect Core §5.3).
    pub user_info: bool,
    /// It can be tried with one request.
    pub try_it: bool,
    /// It can be renewed without a person.
    pub refresh: bool,
    /// It can be revoked (RFC 7009).
    pub revoke: bool,
}

impl Desk {
    /// Decodes a token. Its signature is checked at once with keys that a person gave for it before, or with those of a
    /// connection's own issuer, which are fetched where they are not known yet. The token itself stays here.
    ///
    /// # Errors
    /// `NoToken` when the connection is signed out or has no such token; `Token` where it was forgotten; `TokenStore`.
    pub async fn inspect_token(&self, source: &TokenSource) -> Result<InspectedToken, DeskError> {
        let found = self.find_token(source).await?;
        let checked = self.check_at_once(source, &found).await;
        self.explained(source, found, checked).await
    }

    pub(super) async fn explained(&self, source: &TokenSource, found: Found, checked: Checked) -> Result<InspectedToken, DeskError> {
        let Found { token, kind, owner } = found;
        let mut report = inspect::inspect(token.expose(), checked.keys.as_deref(), facts::now());
        if owner.is_some() && kind == Some(TokenKind::Refresh) {
            report = form_alone(report);
        }
        let expires_at = report.expires_at.or(owner.as_ref().filter(|_| kind == Some(TokenKind::Access)).and_then(end_by_answer));
        if expires_at.is_some() {
            report.warnings.retain(|warning| *warning != Warning::NoExpiry);
        }
        let (told, kind) = (kind, kind.or(report.kind));
        let own = owner.as_ref().filter(|_| kind == Some(TokenKind::Access));
        let facts = facts::facts(&report, told, owner.as_ref());
        let renews = match &owner {
            Some(owner) => owner.connection.session.renews().await.unwrap_or_default(),
            None => false,
        };
        let service = match &owner {
            Some(owner) => Some(Arc::clone(&owner.connection.service)),
            None => self.service_of_issuer(report.issuer.as_deref()).await,
        };
        let kept = match source {
            TokenSource::Connection { connection_id, .. } => Some(KeptAt {
                entry: self.inner.token_store.entry_names(&ProfileId::new(connection_id)).map(|names| names.tokens),
                last_used: own.and_then(|owner| owner.connection.client.seen()).map(|seen| seen.at.as_second()),
            }),
            TokenSource::Brought { .. } => None,
        };
        Ok(InspectedToken {
            source: source.clone(),
            issued_at: report.issued_at.or(own.map(|owner| facts::seconds(owner.tokens.obtained_at))),
            expires_at,
            clock_ahead: owner.as_ref().and_then(|owner| owner.connection.client.seen()).and_then(|seen| seen.clock_ahead),
            keys_from: checked.keys.is_some().then_some(checked.from).flatten(),
            keys_problem: checked.problem,
            keys_address: checked.address,
            scopes: if kind.is_none_or(|kind| kind == TokenKind::Access) {
                scopes(&report, service.as_deref(), owner.as_ref())
            } else {
                Vec::new()
            },
            facts,
            kept,
            may: may(kind, owner.as_ref(), renews),
            report,
        })
    }

    /// The service of a connection whose people sign in at `issuer`.
    async fn service_of_issuer(&self, issuer: Option<&str>) -> Option<Arc<Service>> {
        let connection = self.connection_of_issuer(issuer?).await?;
        Some(Arc::clone(&connection.service))
    }
}

/// The end that the token answer gave, in seconds since 1970.
fn end_by_answer(owner: &Owner) -> Option<f64> {
    owner.tokens.expires_at.map(facts::seconds).and_then(inspect::in_calendar)
}

/// Of a refresh token it is told that it is there, what its text is and when it ends.
fn form_alone(report: TokenReport) -> TokenReport {
    TokenReport {
        masked: report.masked.chars().map(|letter| if letter.is_ascii() { '•' } else { letter }).collect(),
        parts: Vec::new(),
        header: Vec::new(),
        claims: Vec::new(),
        warnings: Vec::new(),
        signature: SignatureReport::opaque(),
        ..report
    }
}

fn scopes(report: &TokenReport, service: Option<&Service>, owner: Option<&Owner>) -> Vec<ScopeStanding> {
    let of_token = scopes_of(report);
    let granted = |scope: &String| match owner {
        Some(owner) => owner.tokens.granted_scopes.contains(scope),
        None => of_token.contains(scope),
    };
    let asked = |scope: &String| owner.map_or_else(|| of_token.contains(scope), |owner| owner.record.registration.scopes.contains(scope));
    let standing =
        |meaning: &ScopeMeaning| ScopeStanding { meaning: meaning.clone(), asked: asked(&meaning.scope), granted: granted(&meaning.scope) };
    service.map(|service| service.scopes.iter().map(standing).collect()).unwrap_or_default()
}

fn may(kind: Option<TokenKind>, owner: Option<&Owner>, renews: bool) -> TokenMay {
    let is_access = kind.is_none_or(|kind| kind == TokenKind::Access);
    let Some(owner) = owner else { return TokenMay { try_it: is_access, ..TokenMay::default() } };
    let oauth = &owner.connection.service.oauth;
    // Only access and refresh tokens are the server's to look up or to end.
    let is_known_there = kind != Some(TokenKind::Identity);
    let is_made_elsewhere = owner.record.registration.grant == Grant::Token;
    TokenMay {
        introspect: is_known_there && oauth.introspection_endpoint.is_some(),
        user_info: is_access && oauth.userinfo_endpoint.is_some(),
        try_it: is_access,
        refresh: is_known_there && renews,
        revoke: is_known_there && oauth.revocation_endpoint.is_some() && !is_made_elsewhere,
    }
}
