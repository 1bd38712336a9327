//! How this client is registered with a service.

use crate::token_store::Secret;

/// What the person entered in the service's developer portal and here (RFC 6749 §2).
#[derive(Debug, Clone)]
pub struct ClientRegistration {
    /// The public name of the client.
    pub client_id: String,
    /// The person's own secret, for apps that were registered with one.
    pub client_secret: Option<Secret>,
    /// Where the browser comes back to.
    pub redirect_uri: RedirectUri,
    /// Send a code challenge (RFC 7636). Off only where a person turned it off.
    pub pkce: bool,
}

/// The loopback address that the browser comes back to (RFC 8252 §7.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectUri {
    /// Compared letter by letter by the service, port included; it goes out exactly as written here.
    Registered(String),
    /// The service takes any port on `127.0.0.1` with this path.
    AnyLoopbackPort {
        /// Begins with `/`.
        path: String,
    },
}
