//! How this client is registered with a service.

use crate::token_store::Secret;
use coredesk_catalogue::{ClientAuthentication, Grant};

/// What the person entered in the service's developer portal and here (RFC 6749 §2).
#[derive(Debug, Clone)]
pub struct ClientRegistration {
    /// The public name of the client.
    pub client_id: String,
    /// The person's own secret, for apps that were registered with one.
    pub client_secret: ClientSecret,
    /// How the client names itself at the token endpoint.
    pub authentication: ClientAuthentication,
    /// Where the browser comes back to.
    pub redirect_uri: RedirectUri,
    /// Send a code challenge (RFC 7636). Off only where a person turned it off.
    pub pkce: bool,
    /// How this client comes to its token.
    pub grant: Grant,
    /// The scopes asked for.
    pub scopes: Vec<String>,
}

/// Whether a client has a secret, and where it is.
#[derive(Debug, Clone)]
pub enum ClientSecret {
    /// A public client (RFC 6749 §2.1).
    None,
    /// Typed for a sign-in that is under way.
    Given(Secret),
    /// In the keyring; to be read before a call.
    Kept,
}

impl ClientSecret {
    /// The secret itself, where it is at hand.
    pub(crate) fn given(&self) -> Option<&Secret> {
        match self {
            Self::Given(secret) => Some(secret),
            Self::None | Self::Kept => None,
        }
    }
}

/// The address that the browser comes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectUri {
    /// Compared letter by letter by the service, port included; it goes out exactly as written here. Where it is not a
    /// loopback address, a person copies the address that the browser ended on.
    Registered(String),
    /// The service takes any port on `127.0.0.1` with this path (RFC 8252 §7.3).
    AnyLoopbackPort {
        /// Begins with `/`.
        path: String,
    },
}

impl RedirectUri {
    /// The address as it is registered; `None` where any port will do.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Registered(text) => Some(text),
            Self::AnyLoopbackPort { .. } => None,
        }
    }
}
