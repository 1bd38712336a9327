use super::{count, seconds};
use crate::{
    ConnectionView, DemoView, DeskView, EnvironmentView, GrantView, OpenConnectionView, PaceView, ScopeView, SessionStateView, SessionView,
    UiError,
};
use coredesk_core::catalogue::ScopeMeaning;
use coredesk_core::desk::{ConnectionStatus, Environment, Opened};
use coredesk_core::rest::Pace;
use coredesk_core::session::{SessionState, SignedOutReason};

impl DeskView {
    /// The desk with `connections` and the demo company.
    pub fn new(connections: Vec<ConnectionStatus>, demo: DemoView, version: &str) -> Self {
        let demo_connection = connections.iter().find(|status| status.record.environment == Environment::Demo);
        let demo = DemoView { connection_id: demo_connection.map(|status| status.record.id.clone()), ..demo };
        Self { demo, version: version.to_owned(), connections: connections.into_iter().map(Into::into).collect() }
    }
}

impl From<ConnectionStatus> for ConnectionView {
    fn from(status: ConnectionStatus) -> Self {
        let record = status.record;
        let granted = |scope: &str| record.scopes.iter().any(|granted| granted == scope);
        let asked = |scope: &str| granted(scope) || record.registration.scopes.iter().any(|asked| asked == scope);
        Self {
            grant: GrantView::AuthorizationCode,
            is_described: false,
            needs_preview: false,
            service_title: status.service.title.clone(),
            mark: mark_of(&record.company),
            environment: record.environment.into(),
            session: status.session.into(),
            scopes: status
                .service
                .scopes
                .iter()
                .map(|meaning| scope_view(meaning, asked(&meaning.scope), granted(&meaning.scope)))
                .collect(),
            may_write: status.service.lets_change(&record.scopes),
            pkce: record.registration.pkce,
            unsent_changes: count(status.unsent),
            allowed_requests_per_minute: status.service.limits.allowed_per_minute,
            pace: status.pace.map(Into::into),
            problem: status.problem.as_deref().map(UiError::from),
            base_url: Some(record.base_url),
            person: record.person,
            person_email: record.email,
            company: record.company,
            id: record.id,
        }
    }
}

impl From<Pace> for PaceView {
    fn from(pace: Pace) -> Self {
        Self { per_minute: pace.per_minute, used: pace.used, waiting: pace.waiting, paused_until: pace.paused_until.map(seconds) }
    }
}

pub(super) fn scope_view(meaning: &ScopeMeaning, asked: bool, granted: bool) -> ScopeView {
    ScopeView { scope: meaning.scope.clone(), meaning: meaning.meaning.clone(), used_for: meaning.used_for.clone(), granted, asked }
}

/// The first letters of the first two words: "Halden & Marsh" → "HM".
fn mark_of(company: &str) -> String {
    let words: Vec<&str> = company.split_whitespace().filter(|word| word.starts_with(char::is_alphanumeric)).collect();
    let letters: String = match words.as_slice() {
        [] => "?".to_owned(),
        [only] => only.chars().take(2).collect(),
        [first, second, ..] => first.chars().take(1).chain(second.chars().take(1)).collect(),
    };
    letters.to_uppercase()
}

impl From<Environment> for EnvironmentView {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Production => Self::Production,
            Environment::Sandbox => Self::Sandbox,
            Environment::OwnHosts => Self::OwnHosts,
            Environment::Demo => Self::Demo,
        }
    }
}

impl From<Opened> for OpenConnectionView {
    fn from(opened: Opened) -> Self {
        match opened {
            Opened::Connection(id) => Self { connection_id: Some(id), sign_in_id: None, question: None },
            Opened::SignIn(id) => Self { connection_id: None, sign_in_id: Some(id), question: None },
        }
    }
}

impl From<SessionState> for SessionView {
    fn from(state: SessionState) -> Self {
        let signed_out =
            |reason: &str| Self { state: SessionStateView::SignedOut, expires_at: None, renews: false, reason: Some(reason.to_owned()) };
        match state {
            SessionState::Unreadable => Self {
                state: SessionStateView::Offline,
                expires_at: None,
                renews: false,
                reason: Some("The keyring of this computer is locked or does not answer, so this sign-in cannot be used yet.".to_owned()),
            },
            SessionState::Unread | SessionState::Renewing => {
                Self { state: SessionStateView::Renewing, expires_at: None, renews: true, reason: None }
            }
            #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
            SessionState::Ready { expires_at, renews } => {
                Self { state: SessionStateView::Ready, expires_at: expires_at.map(|seconds| seconds as f64), renews, reason: None }
            }
            SessionState::SignedOut { reason } => match reason {
                SignedOutReason::NoTokens => signed_out("There is no sign-in in the keyring."),
                SignedOutReason::Person => signed_out("You signed out."),
                SignedOutReason::NoRefreshToken => signed_out("The sign-in ended, and the service gave nothing to renew it with."),
                SignedOutReason::InvalidGrant => signed_out("The service ended this sign-in."),
                SignedOutReason::NoClientSecret => signed_out("The client secret is no longer in the keyring."),
                SignedOutReason::ClientRefused { .. } => signed_out("The service does not accept this app's client ID."),
                SignedOutReason::TokenRefused => signed_out("The service refuses this sign-in."),
                SignedOutReason::ForeignBaseUrl(_) => signed_out("The service named an address for its data that is not trusted."),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mark_of;

    #[test]
    fn a_company_is_marked_by_its_first_letters() {
        for (company, mark) in [("Halden & Marsh Architects", "HM"), ("Northlight", "NO"), ("  ", "?"), ("Fernhill Engineering", "FE")] {
            assert_eq!(mark_of(company), mark, "{company}");
        }
    }
}
