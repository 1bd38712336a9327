//! What is looked at before the browser opens: keyring, port, authorization server, clock, proxy.

use super::InstallationChoice;
use crate::desk::keyring::{KeyringState, milliseconds};
use crate::desk::{Desk, DeskError};
use crate::oauth::{RedirectUri, SignInError, http_client, probe_redirect_uri};
use coredesk_catalogue::{BaseUrlRule, Service};
use jiff::Timestamp;
use std::sync::PoisonError;
use std::time::{Duration, Instant, SystemTime};
use url::Url;

/// The authorization server has so long to answer.
const SERVER_LIMIT: Duration = Duration::from_secs(5);
/// A clock that is further off makes times of tokens wrong.
const CLOCK_LEEWAY_SECONDS: i64 = 60;
const DISCOVERY: &str = "/.well-known/openid-configuration";

/// All that was looked at, in the order in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// One for each thing.
    pub findings: Vec<Finding>,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The keyring keeps entries.
    KeyringAnswers {
        /// How long it took.
        milliseconds: u32,
    },
    /// It is locked.
    KeyringLocked,
    /// It did not answer within two seconds.
    KeyringSilent,
    /// It cannot be used.
    KeyringUnavailable {
        /// What this computer said.
        reason: String,
    },
    /// The registered port can be listened on, in all loopback families that its host means.
    PortFree {
        /// The port.
        port: u16,
    },
    /// Another program listens there.
    PortTaken {
        /// The port.
        port: u16,
    },
    /// The redirect URI is not on this computer: the address will be pasted.
    PortNotNeeded,
    /// The redirect URI cannot be used.
    RedirectUriUnusable,
    /// The authorization server answers.
    ServerAnswers {
        /// How long it took.
        milliseconds: u32,
    },
    /// It does not, or not well.
    ServerSilent {
        /// Its host.
        host: String,
        /// The HTTP status, if there was one.
        status: Option<u16>,
    },
    /// The identity address cannot be used.
    ServerUnusable,
    /// The clock agrees with the server's.
    ClockRight {
        /// Seconds of difference.
        seconds: i64,
    },
    /// It does not.
    ClockWrong {
        /// Seconds that this computer is ahead.
        seconds: i64,
    },
    /// The server did not say what time it is.
    ClockUnknown,
    /// Requests go out without a proxy.
    NoProxy,
    /// Requests go through a proxy.
    ProxyUsed {
        /// Its host.
        host: String,
    },
}

/// How a finding is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// As it should be.
    Good,
    /// It may work all the same.
    Warning,
    /// It stands in the way.
    Problem,
}

impl Finding {
    /// How it is to be taken.
    pub fn state(&self) -> FindingState {
        match self {
            Self::KeyringAnswers { .. }
            | Self::PortFree { .. }
            | Self::PortNotNeeded
            | Self::ServerAnswers { .. }
            | Self::ClockRight { .. }
            | Self::NoProxy
            | Self::ProxyUsed { .. } => FindingState::Good,
            Self::ServerSilent { .. } | Self::ClockWrong { .. } | Self::ClockUnknown => FindingState::Warning,
            Self::KeyringLocked
            | Self::KeyringSilent
            | Self::KeyringUnavailable { .. }
            | Self::PortTaken { .. }
            | Self::RedirectUriUnusable
            | Self::ServerUnusable => FindingState::Problem,
        }
    }
}

impl Desk {
    /// Looks at all that a sign-in needs, at once. Sends no secret and opens no browser; takes up to five seconds.
    ///
    /// # Errors
    /// `SignIn` when no secure connection can be made on this computer.
    pub async fn examine_sign_in(&self, installation: &InstallationChoice, redirect_uri: &str) -> Result<Examination, DeskError> {
        let service = self.service_at(installation).ok().map(|(service, _)| service);
        let server = async {
            match &service {
                Some(service) => examine_server(service).await,
                None => Ok(vec![Finding::ServerUnusable, Finding::ClockUnknown]),
            }
        };
        let (keyring, port, server) = tokio::join!(self.examine_keyring(), self.examine_port(redirect_uri), server);
        let mut findings = vec![keyring, port];
        findings.extend(server?);
        findings.push(service.as_deref().map_or(Finding::NoProxy, proxy));
        Ok(Examination { findings })
    }

    async fn examine_keyring(&self) -> Finding {
        match self.ask_keyring().await {
            (KeyringState::Answers | KeyringState::ThisRunOnly, milliseconds) => Finding::KeyringAnswers { milliseconds },
            (KeyringState::Silent, _) => Finding::KeyringSilent,
            (KeyringState::Locked, _) => Finding::KeyringLocked,
            (KeyringState::Unavailable { reason }, _) => Finding::KeyringUnavailable { reason },
        }
    }

    async fn examine_port(&self, redirect_uri: &str) -> Finding {
        let redirect_uri = RedirectUri::Registered(redirect_uri.to_owned());
        match probe_redirect_uri(&redirect_uri).await {
            Ok(Some(port)) => Finding::PortFree { port },
            Ok(None) => Finding::PortNotNeeded,
            // A sign-in of this Coredesk that waits there makes way for the next.
            Err(SignInError::PortTaken { port }) if self.waits_at(port) => Finding::PortFree { port },
            Err(SignInError::PortTaken { port }) => Finding::PortTaken { port },
            Err(_) => Finding::RedirectUriUnusable,
        }
    }

    fn waits_at(&self, port: u16) -> bool {
        let sign_ins = self.inner.sign_ins.lock().unwrap_or_else(PoisonError::into_inner);
        sign_ins.values().any(|sign_in| sign_in.waits_at(port))
    }
}

async fn examine_server(service: &Service) -> Result<Vec<Finding>, DeskError> {
    let http = http_client(service).map_err(SignInError::Http)?;
    let began = Instant::now();
    let asked = http.get(format!("{}{DISCOVERY}", service.oauth.issuer)).timeout(SERVER_LIMIT).send().await;
    let silent = |status| Finding::ServerSilent { host: host_of(&service.oauth.issuer), status };
    let Ok(answer) = asked else { return Ok(vec![silent(None), Finding::ClockUnknown]) };
    let status = answer.status();
    let server =
        if status.is_success() { Finding::ServerAnswers { milliseconds: milliseconds(began) } } else { silent(Some(status.as_u16())) };
    let date = answer.headers().get(reqwest::header::DATE).and_then(|date| date.to_str().ok());
    Ok(vec![server, date.and_then(|date| httpdate::parse_http_date(date).ok()).map_or(Finding::ClockUnknown, clock)])
}

fn clock(server: SystemTime) -> Finding {
    let Ok(server) = Timestamp::try_from(server) else { return Finding::ClockUnknown };
    let seconds = Timestamp::now().as_second() - server.as_second();
    if seconds.abs() <= CLOCK_LEEWAY_SECONDS { Finding::ClockRight { seconds: seconds.abs() } } else { Finding::ClockWrong { seconds } }
}

/// The proxy that the system's settings name for the service; the sandbox is never reached through one.
fn proxy(service: &Service) -> Finding {
    if service.base_url == BaseUrlRule::Loopback {
        return Finding::NoProxy;
    }
    let set = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].into_iter().filter_map(|name| std::env::var(name).ok());
    let host = set.filter(|address| !address.trim().is_empty()).map(|address| host_of(&address)).next();
    host.map_or(Finding::NoProxy, |host| Finding::ProxyUsed { host })
}

/// Host and port alone: an address may hold a password.
fn host_of(address: &str) -> String {
    let parsed = if address.contains("://") { Url::parse(address) } else { Url::parse(&format!("http://{address}")) };
    let Ok(url) = parsed else { return String::new() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxys_password_is_not_shown() {
        assert_eq!(host_of("http://user:secret@proxy.example:3128"), "proxy.example:3128");
        assert_eq!(host_of("proxy.example:3128"), "proxy.example:3128");
    }

    #[test]
    fn a_clock_is_right_within_a_minute() {
        assert!(matches!(clock(SystemTime::now()), Finding::ClockRight { seconds: 0 | 1 }));
        let ahead = clock(SystemTime::now() - Duration::from_secs(300));
        assert!(matches!(ahead, Finding::ClockWrong { seconds: 299..=301 }), "{ahead:?}");
    }
}
