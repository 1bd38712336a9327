//! Sign-in in the system browser and the calls to a service's authorization server (RFC 6749, 7636, 8252, 7009, 9207).
//!
//! Knows nothing of where tokens are kept, and sends a token nowhere but to the service's own addresses.

mod asked;
mod authorization_request;
mod base_url;
mod callback_page;
mod client_credentials;
mod client_registration;
mod device;
mod discovery;
mod http;
mod id_token;
mod identity;
mod key_set;
mod loopback_redirect;
mod password;
mod pasted_token;
mod redirect_answer;
mod redirect_request;
mod redirect_uri;
mod refresh;
mod revocation;
mod sign_in;
mod sign_in_error;
mod signed_in;
mod system_browser;
mod token_answer;
mod token_exchange;
mod userinfo;

pub use asked::{AskError, ask_user_info, introspect};
pub(crate) use base_url::is_loopback_literal;
pub use base_url::{BaseUrlError, checked_base_url};
pub(crate) use client_credentials::client_credentials_again;
pub use client_credentials::client_credentials_token;
pub use client_registration::{ClientRegistration, ClientSecret, RedirectUri};
pub use device::DeviceAuthorization;
pub use discovery::{DiscoveryError, ServerMetadata, discover, server_metadata};
use http::trusted_endpoint;
pub(crate) use http::{BodyError, read_bounded};
pub use http::{http_client, http_client_at};
pub use id_token::IdTokenError;
pub use identity::Identity;
pub use key_set::{KeySetError, issuer_key_set, key_set, service_key_set};
use loopback_redirect::LoopbackRedirect;
pub(crate) use loopback_redirect::redirect_port;
pub use loopback_redirect::{RedirectUriError, probe_redirect_uri, redirect_uri_listens};
pub use password::password_token;
pub use pasted_token::{PastedTokenError, Unwrapped, pasted_credential, pasted_token, signed_in_with, unwrap_pasted_token};
pub use redirect_uri::{ComparedPart, PartFinding, RedirectUriMatch, Segment, UriPart, compare_redirect_uris};
pub(crate) use refresh::{BaseUrlChange, RefreshedTokens, refresh};
pub use revocation::{RevocationError, revoke};
pub use sign_in::{LONGEST_WAIT, PendingSignIn, SignInRequest, SignInStep, prepare};
pub use sign_in_error::SignInError;
pub use signed_in::SignedIn;
pub(crate) use system_browser::check_address;
pub use system_browser::{BrowserError, DefaultBrowser, SystemBrowser};
pub use token_exchange::TokenCallError;

/// Seconds since 1970 by this computer's clock, which may be wrong.
pub(crate) fn unix_now() -> i64 {
    jiff::Timestamp::now().as_second()
}
