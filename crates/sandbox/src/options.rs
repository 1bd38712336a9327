//! What a sandbox is started with, and what it tells when it runs.

use crate::bidcore;
use crate::faults::Faults;
use serde::Serialize;
use std::path::PathBuf;
use std::str::FromStr;

/// The client that Coredesk uses for the demo: public, with the redirect URI
/// `http://127.0.0.1:<any port>/callback`. For this one client the loopback port may vary (RFC 8252 §7.3).
pub const DEMO_CLIENT_ID: &str = "coredesk-demo.apps.bqe.com";

/// How a sandbox starts.
#[derive(Debug, Clone, Default)]
pub struct SandboxOptions {
    /// The port on `127.0.0.1`; 0 takes any free one.
    pub port: u16,
    /// The folder that keeps data, keys and tokens. Without one they are gone with the sandbox.
    pub data: Option<PathBuf>,
    /// Begin with first data and new keys, whatever the folder holds.
    pub fresh: bool,
    /// Resources that shall have at least so many rows when the data are first made.
    pub rows: Vec<(String, u64)>,
    /// Clients beside the demo client. Their redirect URIs are compared as text (`core-api.md` section 4).
    pub clients: Vec<ClientRegistration>,
    /// Authorize answers at once as the demo person. For scripted clients; never set by the app.
    pub auto_grant: bool,
    pub faults: Faults,
}

/// A client as a developer portal would know it (RFC 6749 §2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRegistration {
    pub id: String,
    /// Without one it is a public client (RFC 6749 §2.1).
    pub secret: Option<String>,
    pub redirect_uris: Vec<String>,
}

/// The text is not of the form `ID[:SECRET]=REDIRECT_URI`.
#[derive(Debug, thiserror::Error)]
#[error("a client is written ID[:SECRET]=REDIRECT_URI")]
pub struct ClientFormError;

impl FromStr for ClientRegistration {
    type Err = ClientFormError;

    fn from_str(text: &str) -> Result<Self, ClientFormError> {
        let (names, redirect_uri) = text.split_once('=').ok_or(ClientFormError)?;
        let (id, secret) = match names.split_once(':') {
            Some((id, secret)) => (id, Some(secret.to_owned())),
            None => (names, None),
        };
        if id.is_empty() || redirect_uri.is_empty() {
            return Err(ClientFormError);
        }
        Ok(Self { id: id.to_owned(), secret, redirect_uris: vec![redirect_uri.to_owned()] })
    }
}

/// Where a running sandbox answers.
#[derive(Debug, Clone, Serialize)]
pub struct Addresses {
    pub core: CoreAddresses,
    pub bidcore: BidCoreAddresses,
}

/// The addresses of the imitation of BQE CORE.
#[derive(Debug, Clone, Serialize)]
pub struct CoreAddresses {
    pub issuer: String,
    pub authorize: String,
    pub token: String,
    /// The base URL of the API, with a slash at its end.
    pub api: String,
}

/// The addresses of the imitation of BidCore, and a token for it.
#[derive(Debug, Clone, Serialize)]
pub struct BidCoreAddresses {
    /// Without a slash at its end.
    pub base_url: String,
    pub token_url: String,
    pub openapi_url: String,
    /// A permanent token that lets everything be changed.
    pub token: String,
    /// A permanent token that lets nothing be changed.
    pub reader_token: String,
}

impl Addresses {
    /// Where a sandbox on `port` answers.
    pub fn on_port(port: u16) -> Self {
        let origin = format!("http://127.0.0.1:{port}");
        Self {
            core: CoreAddresses {
                issuer: format!("{origin}/idp"),
                authorize: format!("{origin}/idp/connect/authorize"),
                token: format!("{origin}/idp/connect/token"),
                api: format!("{origin}/api/"),
            },
            bidcore: bidcore::addresses(&origin),
        }
    }
}

/// A person who can log in, and one of the companies behind that log-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    pub service: String,
    pub user: String,
    pub password: String,
    pub company: String,
    /// The security profile: what the company lets this person do.
    pub profile: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_read_with_and_without_a_secret() {
        let public: ClientRegistration = "app=http://127.0.0.1:8400/callback".parse().unwrap();
        assert_eq!((public.id.as_str(), public.secret), ("app", None));
        let web: ClientRegistration = "app:s-1=http://127.0.0.1:8400/?a=b".parse().unwrap();
        assert_eq!((web.secret.as_deref(), web.redirect_uris[0].as_str()), (Some("s-1"), "http://127.0.0.1:8400/?a=b"));
        assert!("app".parse::<ClientRegistration>().is_err());
    }
}
