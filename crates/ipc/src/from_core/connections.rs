use super::services::ended;
use super::{count, seconds};
use crate::{
    ConnectionView, DemoView, DeskView, EnvironmentView, OpenConnectionView, PaceView, ScopeView, SessionStateView, SessionView, UiError,
};
use coredesk_core::catalogue::{Grant, ScopeMeaning};
use coredesk_core::desk::{ConnectionStatus, Environment, Opened};
use coredesk_core::rest::Pace;
use coredesk_core::session::SessionState;

impl DeskView {
    /// The desk with `connections` and the accounts of the demo services.
    pub fn new(connections: Vec<ConnectionStatus>, demos: Vec<DemoView>, version: &str) -> Self {
        let connection_to = |demo: &DemoView| {
            let records = connections.iter().map(|status| &status.record);
            let mut to_it = records.filter(|record| record.environment == Environment::Demo && record.service == demo.service);
            to_it.next().map(|record| record.id.clone())
        };
        let demos = demos.into_iter().map(|demo| DemoView { connection_id: connection_to(&demo), ..demo }).collect();
        Self { demos, version: version.to_owned(), connections: connections.into_iter().map(Into::into).collect() }
    }
}

impl From<ConnectionStatus> for ConnectionView {
    fn from(status: ConnectionStatus) -> Self {
        let record = status.record;
        let granted = |scope: &str| record.scopes.iter().any(|granted| granted == scope);
        let asked = |scope: &str| granted(scope) || record.registration.scopes.iter().any(|asked| asked == scope);
        Self {
            grant: record.registration.grant.into(),
            is_described: status.service.is_described(),
            needs_preview: record.needs_preview,
            service_title: status.service.title.clone(),
            mark: mark_of(&record.company),
            environment: record.environment.into(),
            session: session_view(status.session, record.registration.grant),
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
pub(super) fn mark_of(company: &str) -> String {
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
            Opened::Question(question) => Self { connection_id: None, sign_in_id: None, question: Some((*question).into()) },
        }
    }
}

fn session_view(state: SessionState, grant: Grant) -> SessionView {
    let view = |state, reason| SessionView { state, expires_at: None, renews: false, reason };
    match state {
        SessionState::Unreadable => view(
            SessionStateView::Offline,
            Some("The keyring of this computer is locked or does not answer, so this sign-in cannot be used yet.".to_owned()),
        ),
        SessionState::Unread | SessionState::Renewing => SessionView { renews: true, ..view(SessionStateView::Renewing, None) },
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
        SessionState::Ready { expires_at, renews } => {
            SessionView { expires_at: expires_at.map(|seconds| seconds as f64), renews, ..view(SessionStateView::Ready, None) }
        }
        SessionState::SignedOut { reason } => view(SessionStateView::SignedOut, Some(ended(grant, &reason))),
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
