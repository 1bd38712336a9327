//! The clients that the identity server knows, and how they name themselves (RFC 6749 §2.3).

use super::form::Form;
use super::redirect_match::{is_registered, without_loopback_port};
use crate::faults::FaultSwitches;
use crate::options::{ClientRegistration, DEMO_CLIENT_ID};
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const DEMO_REDIRECT_URI: &str = "http://127.0.0.1/callback";

/// The registered clients.
#[derive(Debug)]
pub(crate) struct Clients(Vec<ClientRegistration>);

/// The client could not be told or its secret is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientError {
    /// It named itself in the header and in the form at once (RFC 6749 §2.3).
    TwoWays,
    Unknown,
}

impl Clients {
    /// The demo client and the given ones; a client given twice has the redirect URIs of both.
    pub(crate) fn new(given: Vec<ClientRegistration>) -> Self {
        let demo = ClientRegistration { id: DEMO_CLIENT_ID.to_owned(), secret: None, redirect_uris: vec![DEMO_REDIRECT_URI.to_owned()] };
        let mut clients = vec![demo];
        for client in given {
            match clients.iter_mut().find(|known| known.id == client.id) {
                Some(known) => {
                    known.secret = client.secret.or_else(|| known.secret.take());
                    known.redirect_uris.extend(client.redirect_uris);
                }
                None => clients.push(client),
            }
        }
        Self(clients)
    }

    pub(super) fn find(&self, id: &str) -> Option<&ClientRegistration> {
        self.0.iter().find(|client| client.id == id)
    }

    /// Tells the client of a token or revocation request by HTTP Basic or by form fields, never by both.
    pub(super) fn authenticate(
        &self,
        faults: &FaultSwitches,
        headers: &HeaderMap,
        form: &Form,
    ) -> Result<&ClientRegistration, ClientError> {
        let basic = basic_credentials(headers);
        if (basic.is_some() && faults.is_on("refuse-basic")) || (form.get("client_secret").is_some() && faults.is_on("refuse-form-secret"))
        {
            return Err(ClientError::Unknown);
        }
        let (id, secret) = match basic {
            Some(_) if form.get("client_secret").is_some() => return Err(ClientError::TwoWays),
            Some((id, _)) if form.get("client_id").is_some_and(|named| named != id) => return Err(ClientError::TwoWays),
            Some((id, secret)) => (id, Some(secret)),
            None => (form.get("client_id").ok_or(ClientError::Unknown)?.to_owned(), form.get("client_secret").map(str::to_owned)),
        };
        let client = self.find(&id).ok_or(ClientError::Unknown)?;
        let secret = secret.filter(|secret| !secret.is_empty());
        let known = client.secret.as_ref().filter(|_| !faults.is_on("refuse-secret"));
        if known == secret.as_ref() { Ok(client) } else { Err(ClientError::Unknown) }
    }
}

/// Whether `sent` is a redirect URI of `client`.
pub(super) fn may_redirect_to(client: &ClientRegistration, sent: &str) -> bool {
    let registered = |uri: &str| client.redirect_uris.iter().any(|known| is_registered(known, uri));
    let any_port = client.id == DEMO_CLIENT_ID;
    registered(sent) || (any_port && without_loopback_port(sent).is_some_and(|portless| registered(&portless)))
}

/// Id and secret from the header; both are form-encoded inside it (RFC 6749 §2.3.1).
fn basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    url::form_urlencoded::parse(text.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}
