//! Forms, redirect URI checks, examinations and sign-ins, both ways.

use super::{count, seconds};
use crate::{
    CheckStateView, ClientAuthenticationView, ConnectionFormView, DeviceCodeView, InstallationNameView, InstallationView,
    NewConnectionView, PartFindingView, RedirectUriCheckView, RedirectUriFindingView, RedirectUriPartView, RedirectUriProblemView,
    ScopeChoiceView, SegmentView, SignInChangeView, SignInCheckNameView, SignInCheckView, SignInExaminationView, SignInFindingView,
    SignInFormView, SignInStepView, SignInView, UiError,
};
use coredesk_core::catalogue::{ClientAuthentication, InstallationName, Service};
use coredesk_core::desk::{
    ConnectionForm, DeviceCode, Examination, Finding, FindingState, InstallationChoice, SignInChange, SignInProgress, SignInStatus,
};
use coredesk_core::oauth::{ComparedPart, PartFinding, RedirectUriError, Segment, UriPart, compare_redirect_uris, redirect_uri_listens};

impl From<SignInStatus> for SignInView {
    fn from(status: SignInStatus) -> Self {
        let (step, reached) = ((&status.progress).into(), (&status.reached).into());
        let (connection_id, error) = match status.progress {
            SignInProgress::SignedIn(id) => (Some(id), None),
            SignInProgress::Failed(error) => (None, Some(UiError::from(error.as_ref()))),
            SignInProgress::OpeningBrowser
            | SignInProgress::WaitingForConsent
            | SignInProgress::ExchangingCode
            | SignInProgress::TryingToken
            | SignInProgress::StoringTokens
            | SignInProgress::Cancelled => (None, None),
        };
        Self {
            grant: status.grant.into(),
            device: status.device.map(Into::into),
            sign_in_id: status.id,
            service_title: status.service_title,
            environment: status.environment.into(),
            company: status.company,
            listens: status.listens,
            has_form: status.has_form,
            retries: status.retries.into_iter().map(Into::into).collect(),
            step,
            reached,
            host: status.host,
            redirect_uri: status.redirect_uri,
            started_at: seconds(status.started_at),
            limit_seconds: count(status.limit.as_secs()),
            pasted_address_refused: status.pasted_address_refused,
            no_browser: status.no_browser,
            connection_id,
            error,
        }
    }
}

impl From<DeviceCode> for DeviceCodeView {
    fn from(code: DeviceCode) -> Self {
        Self { user_code: code.user_code, address: code.address, expires_at: seconds(code.expires_at) }
    }
}

impl From<&SignInProgress> for SignInStepView {
    fn from(progress: &SignInProgress) -> Self {
        match progress {
            SignInProgress::OpeningBrowser => Self::OpeningBrowser,
            SignInProgress::WaitingForConsent => Self::WaitingForConsent,
            SignInProgress::ExchangingCode => Self::ExchangingCode,
            SignInProgress::TryingToken => Self::TryingToken,
            SignInProgress::StoringTokens => Self::StoringTokens,
            SignInProgress::SignedIn(_) => Self::SignedIn,
            SignInProgress::Cancelled => Self::Cancelled,
            SignInProgress::Failed(_) => Self::Failed,
        }
    }
}

impl NewConnectionView {
    /// The form of a new connection to `service`.
    pub fn new(service: &Service, form: ConnectionForm) -> Self {
        let known = service.installations.iter().map(|installation| InstallationView {
            installation: installation.name.into(),
            host: installation.host().to_owned(),
            has_portal: installation.developer_portal.is_some(),
        });
        let own_hosts = InstallationView { installation: InstallationNameView::OwnHosts, host: String::new(), has_portal: false };
        let installations = known.chain([own_hosts]);
        let scopes = service.scopes.iter().map(|meaning| ScopeChoiceView {
            scope: meaning.scope.clone(),
            meaning: meaning.meaning.clone(),
            used_for: meaning.used_for.clone(),
        });
        Self { service_title: service.title.clone(), installations: installations.collect(), scopes: scopes.collect(), form: form.into() }
    }
}

impl From<InstallationName> for InstallationNameView {
    fn from(name: InstallationName) -> Self {
        match name {
            InstallationName::Production => Self::Production,
            InstallationName::Sandbox => Self::Sandbox,
        }
    }
}

impl InstallationNameView {
    /// The service's own installation of this name; `None` for own hosts.
    pub fn own(self) -> Option<InstallationName> {
        match self {
            Self::Production => Some(InstallationName::Production),
            Self::Sandbox => Some(InstallationName::Sandbox),
            Self::OwnHosts => None,
        }
    }
}

impl From<ConnectionForm> for ConnectionFormView {
    fn from(form: ConnectionForm) -> Self {
        let (installation, issuer, api_domain) = match form.installation {
            InstallationChoice::Known(name) => (name.into(), String::new(), String::new()),
            InstallationChoice::OwnHosts { issuer, api_domain } => (InstallationNameView::OwnHosts, issuer, api_domain),
        };
        Self {
            installation,
            issuer,
            api_domain,
            client_id: form.client_id,
            registered_redirect_uri: form.registered_redirect_uri,
            redirect_uri: form.redirect_uri,
            scopes: form.scopes,
            pkce: form.pkce,
            client_authentication: form.authentication.into(),
        }
    }
}

impl ConnectionFormView {
    /// Where it signs in.
    pub fn choice(&self) -> InstallationChoice {
        match self.installation.own() {
            Some(name) => InstallationChoice::Known(name),
            None => InstallationChoice::OwnHosts { issuer: self.issuer.clone(), api_domain: self.api_domain.clone() },
        }
    }
}

impl From<ConnectionFormView> for ConnectionForm {
    fn from(view: ConnectionFormView) -> Self {
        Self {
            installation: view.choice(),
            client_id: view.client_id,
            registered_redirect_uri: view.registered_redirect_uri,
            redirect_uri: view.redirect_uri,
            scopes: view.scopes,
            pkce: view.pkce,
            authentication: view.client_authentication.into(),
        }
    }
}

impl From<(ConnectionForm, bool)> for SignInFormView {
    fn from((form, has_secret): (ConnectionForm, bool)) -> Self {
        Self { form: form.into(), has_secret }
    }
}

impl From<ClientAuthentication> for ClientAuthenticationView {
    fn from(authentication: ClientAuthentication) -> Self {
        match authentication {
            ClientAuthentication::RequestBody => Self::RequestBody,
            ClientAuthentication::Basic => Self::Basic,
        }
    }
}

impl From<ClientAuthenticationView> for ClientAuthentication {
    fn from(view: ClientAuthenticationView) -> Self {
        match view {
            ClientAuthenticationView::RequestBody => Self::RequestBody,
            ClientAuthenticationView::Basic => Self::Basic,
        }
    }
}

impl From<SignInChange> for SignInChangeView {
    fn from(change: SignInChange) -> Self {
        match change {
            SignInChange::Nothing => Self::Nothing,
            SignInChange::WithoutOfflineAccess => Self::WithoutOfflineAccess,
            SignInChange::WithoutPkce => Self::WithoutPkce,
            SignInChange::WithPkce => Self::WithPkce,
            SignInChange::SecretInRequestBody => Self::SecretInRequestBody,
            SignInChange::SecretAsBasic => Self::SecretAsBasic,
        }
    }
}

impl From<SignInChangeView> for SignInChange {
    fn from(view: SignInChangeView) -> Self {
        match view {
            SignInChangeView::Nothing => Self::Nothing,
            SignInChangeView::WithoutOfflineAccess => Self::WithoutOfflineAccess,
            SignInChangeView::WithoutPkce => Self::WithoutPkce,
            SignInChangeView::WithPkce => Self::WithPkce,
            SignInChangeView::SecretInRequestBody => Self::SecretInRequestBody,
            SignInChangeView::SecretAsBasic => Self::SecretAsBasic,
        }
    }
}

impl RedirectUriCheckView {
    /// What is registered beside what is sent.
    pub fn new(registered: &str, sent: &str) -> Self {
        let compared = compare_redirect_uris(registered, sent);
        let listens = redirect_uri_listens(sent);
        Self {
            matches: compared.matches(),
            listens: listens == Ok(true),
            problem: listens.err().map(Into::into),
            registered: compared.registered_segments().into_iter().map(Into::into).collect(),
            sent: compared.sent_segments().into_iter().map(Into::into).collect(),
            findings: compared.parts.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Segment> for SegmentView {
    fn from(segment: Segment) -> Self {
        Self { text: segment.text, differs: segment.differs }
    }
}

impl From<ComparedPart> for RedirectUriFindingView {
    fn from(part: ComparedPart) -> Self {
        Self { part: part.part.into(), finding: part.finding.into(), registered: part.registered, sent: part.sent }
    }
}

impl From<UriPart> for RedirectUriPartView {
    fn from(part: UriPart) -> Self {
        match part {
            UriPart::Scheme => Self::Scheme,
            UriPart::Host => Self::Host,
            UriPart::Port => Self::Port,
            UriPart::Path => Self::Path,
            UriPart::Query => Self::Query,
        }
    }
}

impl From<PartFinding> for PartFindingView {
    fn from(finding: PartFinding) -> Self {
        match finding {
            PartFinding::Same => Self::Same,
            PartFinding::Differs => Self::Differs,
            PartFinding::LetterCase => Self::LetterCase,
            PartFinding::SlashMissing => Self::SlashMissing,
            PartFinding::SlashTooMany => Self::SlashTooMany,
            PartFinding::QueryMissing => Self::QueryMissing,
            PartFinding::QueryOrder => Self::QueryOrder,
            PartFinding::QueryAdded => Self::QueryAdded,
        }
    }
}

impl From<RedirectUriError> for RedirectUriProblemView {
    fn from(error: RedirectUriError) -> Self {
        match error {
            RedirectUriError::Malformed => Self::NotAnAddress,
            RedirectUriError::Scheme => Self::Scheme,
            RedirectUriError::Host => Self::PlainHttpElsewhere,
            RedirectUriError::Port => Self::NoPort,
            RedirectUriError::Extras => Self::UserOrFragment,
        }
    }
}

impl From<Examination> for SignInExaminationView {
    fn from(examination: Examination) -> Self {
        let may_begin = examination.findings.iter().all(|finding| finding.state() != FindingState::Problem);
        Self { checks: examination.findings.into_iter().map(Into::into).collect(), may_begin }
    }
}

impl From<Finding> for SignInCheckView {
    fn from(finding: Finding) -> Self {
        use SignInCheckNameView::{Clock, Keyring, Port, Proxy, Server};
        use SignInFindingView as Found;
        let state = match finding.state() {
            FindingState::Good => CheckStateView::Good,
            FindingState::Warning => CheckStateView::Warning,
            FindingState::Problem => CheckStateView::Problem,
        };
        let whole = |number: i64| Some(i32::try_from(number).unwrap_or(i32::MAX));
        let (check, found, number, text) = match finding {
            Finding::KeyringAnswers { milliseconds } => (Keyring, Found::KeyringAnswers, whole(milliseconds.into()), None),
            Finding::KeyringLocked => (Keyring, Found::KeyringLocked, None, None),
            Finding::KeyringSilent => (Keyring, Found::KeyringSilent, None, None),
            Finding::KeyringUnavailable { reason } => (Keyring, Found::KeyringUnavailable, None, Some(reason)),
            Finding::PortFree { port } => (Port, Found::PortFree, whole(port.into()), None),
            Finding::PortTaken { port } => (Port, Found::PortTaken, whole(port.into()), None),
            Finding::PortNotNeeded => (Port, Found::PortNotNeeded, None, None),
            Finding::RedirectUriUnusable => (Port, Found::RedirectUriUnusable, None, None),
            Finding::ServerAnswers { milliseconds } => (Server, Found::ServerAnswers, whole(milliseconds.into()), None),
            Finding::ServerSilent { host, status } => {
                (Server, Found::ServerSilent, status.and_then(|status| whole(status.into())), Some(host))
            }
            Finding::ServerUnusable => (Server, Found::ServerUnusable, None, None),
            Finding::ClockRight { seconds } => (Clock, Found::ClockRight, whole(seconds), None),
            Finding::ClockWrong { seconds } => (Clock, Found::ClockWrong, whole(seconds), None),
            Finding::ClockUnknown => (Clock, Found::ClockUnknown, None, None),
            Finding::NoProxy => (Proxy, Found::NoProxy, None, None),
            Finding::ProxyUsed { host } => (Proxy, Found::ProxyUsed, None, Some(host)),
        };
        Self { check, state, finding: found, number, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_core::catalogue::bqe_core;

    #[test]
    fn own_hosts_can_be_chosen_beside_the_installations_of_the_service() {
        let view = NewConnectionView::new(&bqe_core::service().expect("the description is whole"), ConnectionForm::proposed());
        let names: Vec<_> = view.installations.iter().map(|one| one.installation).collect();
        assert_eq!(names, [InstallationNameView::Production, InstallationNameView::Sandbox, InstallationNameView::OwnHosts]);
    }
}
