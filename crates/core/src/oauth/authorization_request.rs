//! The address that the browser is sent to, and what only this sign-in knows (RFC 6749 §4.1.1, RFC 7636 §4).

use super::{ClientRegistration, SignInError};
use crate::token_store::Secret;
use coredesk_catalogue::OAuthEndpoints;
use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use url::Url;

/// Bytes of randomness in `state`, the code verifier and the nonce; each is drawn by itself.
const RANDOM_BYTES: u32 = 32;

/// One try to sign in: the address with its one-time values.
pub(super) struct AuthorizationRequest {
    pub(super) url: Url,
    pub(super) state: Secret,
    pub(super) nonce: Option<Secret>,
    pub(super) code_verifier: Option<PkceCodeVerifier>,
}

impl AuthorizationRequest {
    /// Draws fresh values and writes the address. PKCE is S256 or, where a person turned it off, absent; never `plain`.
    pub(super) fn new(
        endpoints: &OAuthEndpoints,
        client: &ClientRegistration,
        redirect_uri: &str,
        scopes: &[String],
    ) -> Result<Self, SignInError> {
        let malformed = |_| SignInError::Misconfigured { what: "the authorization endpoint" };
        let endpoint = endpoints.authorization_endpoint.clone().unwrap_or_default();
        let oauth = BasicClient::new(ClientId::new(client.client_id.clone()))
            .set_auth_uri(AuthUrl::new(endpoint).map_err(malformed)?)
            .set_redirect_uri(
                RedirectUrl::new(redirect_uri.to_owned()).map_err(|_| SignInError::Misconfigured { what: "the redirect URI" })?,
            );
        let mut request =
            oauth.authorize_url(|| CsrfToken::new_random_len(RANDOM_BYTES)).add_scopes(scopes.iter().cloned().map(Scope::new));
        let mut code_verifier = None;
        if client.pkce {
            let (challenge, verifier) = PkceCodeChallenge::new_random_sha256_len(RANDOM_BYTES);
            request = request.set_pkce_challenge(challenge);
            code_verifier = Some(verifier);
        }
        let nonce = scopes.iter().any(|scope| scope == "openid").then(|| CsrfToken::new_random_len(RANDOM_BYTES));
        if let Some(nonce) = &nonce {
            request = request.add_extra_param("nonce", nonce.secret().clone());
        }
        let (url, state) = request.url();
        Ok(Self { url, state: Secret::new(state.into_secret()), nonce: nonce.map(|nonce| Secret::new(nonce.into_secret())), code_verifier })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::{ClientSecret, RedirectUri};
    use coredesk_catalogue::{ClientAuthentication, Grant};
    use std::collections::{HashMap, HashSet};

    #[test]
    fn the_redirect_uri_and_the_scopes_go_out_as_given() {
        let query = query(&request(true));
        assert_eq!(query["redirect_uri"], REDIRECT_URI);
        assert_eq!(query["scope"], "readwrite:core openid");
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], "c.apps.bqe.com");
    }

    #[test]
    fn the_code_challenge_is_s256_with_43_characters_or_more() {
        let request = request(true);
        let query = query(&request);
        assert_eq!(query["code_challenge_method"], "S256");
        let verifier = request.code_verifier.expect("a verifier");
        assert!((43..=128).contains(&verifier.secret().len()));
        assert_ne!(&query["code_challenge"], verifier.secret());
    }

    #[test]
    fn without_pkce_state_is_still_there() {
        let request = request(false);
        let query = query(&request);
        assert!(!query.contains_key("code_challenge") && !query.contains_key("code_challenge_method"));
        assert!(query["state"].len() >= 43);
    }

    #[test]
    fn every_try_draws_new_values_that_have_nothing_in_common() {
        let mut seen = HashSet::new();
        for _ in 0..20 {
            let request = request(true);
            assert!(seen.insert(request.state.expose().to_owned()));
            assert!(seen.insert(request.nonce.expect("a nonce").expose().to_owned()));
            assert!(seen.insert(request.code_verifier.expect("a verifier").secret().clone()));
        }
    }

    const REDIRECT_URI: &str = "http://127.0.0.1:8765/callback";

    fn request(pkce: bool) -> AuthorizationRequest {
        let service = coredesk_catalogue::bqe_core::service().expect("reads");
        let client = ClientRegistration {
            client_id: "c.apps.bqe.com".to_owned(),
            client_secret: ClientSecret::None,
            authentication: ClientAuthentication::RequestBody,
            redirect_uri: RedirectUri::Registered(REDIRECT_URI.to_owned()),
            pkce,
            grant: Grant::AuthorizationCode,
            scopes: Vec::new(),
        };
        AuthorizationRequest::new(&service.oauth, &client, REDIRECT_URI, &["readwrite:core".to_owned(), "openid".to_owned()])
            .expect("is made")
    }

    fn query(request: &AuthorizationRequest) -> HashMap<String, String> {
        request.url.query_pairs().into_owned().collect()
    }
}
