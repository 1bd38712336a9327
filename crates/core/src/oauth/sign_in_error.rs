//! Why a sign-in ended without tokens.

use super::{BaseUrlError, BrowserError, IdTokenError, RedirectUriError, TokenCallError};
use std::time::Duration;

/// A sign-in that brought no tokens. Nothing of it is left: no port, no entry, no profile.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The client or the service is described in a way that no request can be made of.
    #[error("{what} is not usable")]
    Misconfigured {
        /// What is wrong, as a noun.
        what: &'static str,
    },
    /// The redirect URI is not a loopback address that Coredesk can listen on.
    #[error("the redirect URI cannot be used")]
    RedirectUri(#[from] RedirectUriError),
    /// Another program listens on the registered port. No browser was opened.
    #[error("port {port} is used by another program")]
    PortTaken {
        /// The port of the registered redirect URI.
        port: u16,
    },
    /// The loopback address could not be listened on for another reason.
    #[error("this computer does not let Coredesk wait for the browser")]
    Listener(#[source] std::io::Error),
    /// The system browser could not be opened.
    #[error("the browser could not be opened")]
    Browser(#[from] BrowserError),
    /// The server answered with an `error` parameter (RFC 6749 §4.1.2.1), kept as sent; untrusted text.
    #[error("the authorization server refused: {error}")]
    Refused {
        /// `access_denied` when the person said no.
        error: String,
        /// More words, if any.
        description: Option<String>,
    },
    /// The answer names another issuer than the one asked (RFC 9207 §2.4). Nothing was exchanged.
    #[error("the answer came from another authorization server")]
    IssuerMismatch,
    /// The answer belongs to this sign-in and holds neither a code nor an error.
    #[error("the answer of the authorization server was incomplete")]
    IncompleteRedirect,
    /// No redirect within the wait limit; the person may have closed the browser tab.
    #[error("no redirect arrived within {} s", .waited.as_secs())]
    TimedOut {
        /// How long was waited.
        waited: Duration,
    },
    /// The code that a person was to type is no longer good (RFC 8628 §3.5).
    #[error("the code has expired")]
    CodeExpired,
    /// The service does not take this user name with this password.
    #[error("the user name or the password was refused")]
    PasswordRefused {
        /// The server's words, if any; untrusted text.
        description: Option<String>,
    },
    /// Somebody stopped it.
    #[error("stopped")]
    Cancelled,
    /// The code could not be exchanged for tokens.
    #[error("the sign-in could not be completed")]
    TokenCall(#[from] TokenCallError),
    /// The service named an address of the API that is not believed. The token went nowhere.
    #[error("the address of the API is not one of the service's")]
    BaseUrl(#[from] BaseUrlError),
    /// The id token does not stand up to its checks (OpenID Connect Core §3.1.3.7).
    #[error("the id token is not valid")]
    IdToken(#[from] IdTokenError),
    /// User info is about somebody else than the id token (OpenID Connect Core §5.3.2).
    #[error("the service named two different people")]
    SubjectMismatch,
    /// The HTTP client could not be made.
    #[error("no secure connection can be made on this computer")]
    Http(#[source] reqwest::Error),
}
