//! What an authorization server says of itself (OpenID Connect Discovery §4, RFC 8414). Untrusted until it is checked.

use super::http::{http_client_at, is_plain_on_this_computer};
use super::read_bounded;
use super::system_browser::check_address;
use coredesk_catalogue::{ClientAuthentication, OAuthEndpoints};
use reqwest::header::ACCEPT;
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;

const BODY_LIMIT: usize = 256 * 1024;
const WHOLE_LIMIT: Duration = Duration::from_secs(15);
const WELL_KNOWN: &str = "/.well-known/";
const OPENID: &str = "openid-configuration";
const OAUTH: &str = "oauth-authorization-server";

/// What is taken over of an authorization server's metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerMetadata {
    /// Its addresses, each of them https, or on this computer where the issuer is.
    pub endpoints: OAuthEndpoints,
    /// Whether it takes PKCE with S256; `None` where it does not say.
    pub takes_pkce: Option<bool>,
    /// How it likes a client with a secret to name itself.
    pub authentication: ClientAuthentication,
}

/// Why nothing is known of an authorization server.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// What was entered is no https address, nor one on this computer, or carries more than a host and a path.
    #[error("the issuer is not an address that can be asked")]
    Issuer,
    /// No answer from it.
    #[error("the authorization server could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// It publishes no metadata where it is looked for.
    #[error("{host} publishes no metadata")]
    NotFound {
        /// The host that was asked.
        host: String,
    },
    /// What it publishes is no metadata.
    #[error("the metadata could not be read: {reason}")]
    Unreadable {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The metadata is another issuer's (RFC 8414 §3.3).
    #[error("the metadata belongs to {found}, not to {asked}")]
    OtherIssuer {
        /// The issuer that was asked for.
        asked: String,
        /// The issuer that the metadata names, shortened.
        found: String,
    },
    /// One of its addresses is not https.
    #[error("{name} is not an https address")]
    Endpoint {
        /// The member of the metadata.
        name: &'static str,
    },
}

/// The endpoints of the authorization server at `issuer`, as it publishes them. `http` comes from [`super::http_client`]
/// or [`http_client_at`].
///
/// # Errors
/// As [`server_metadata`].
pub async fn discover(http: &reqwest::Client, issuer: &str) -> Result<OAuthEndpoints, DiscoveryError> {
    metadata_of(http, asked_issuer(issuer)?).await.map(|metadata| metadata.endpoints)
}

/// Asks the authorization server at `issuer` for its metadata, at the addresses of both standards. A whole address of the
/// metadata may stand for the issuer.
///
/// # Errors
/// Why there is none that can be used; the last answer counts.
pub async fn server_metadata(issuer: &str) -> Result<ServerMetadata, DiscoveryError> {
    let issuer = asked_issuer(issuer)?;
    let http = http_client_at(&issuer).map_err(DiscoveryError::Unreachable)?;
    metadata_of(&http, issuer).await
}

async fn metadata_of(http: &reqwest::Client, issuer: Url) -> Result<ServerMetadata, DiscoveryError> {
    let mut failure = DiscoveryError::NotFound { host: issuer.host_str().unwrap_or_default().to_owned() };
    for address in addresses(&issuer) {
        match metadata_at(http, address, &issuer).await {
            Ok(Some(metadata)) => return Ok(metadata),
            Ok(None) => {}
            // Who cannot be reached at one address cannot at another.
            Err(error @ DiscoveryError::Unreachable(_)) => return Err(error),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// The issuer in what a person entered: the address itself or that of its metadata.
fn asked_issuer(text: &str) -> Result<Url, DiscoveryError> {
    let mut url = Url::parse(text.trim()).map_err(|_| DiscoveryError::Issuer)?;
    check_address(&url, true).map_err(|_| DiscoveryError::Issuer)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(DiscoveryError::Issuer);
    }
    let path = url.path().to_owned();
    let path = match path.split_once(WELL_KNOWN) {
        // Before the path as RFC 8414 has it, or after it as OpenID Connect has it.
        Some((before, after)) => {
            let inserted = [OPENID, OAUTH].into_iter().find_map(|name| after.strip_prefix(name)).ok_or(DiscoveryError::Issuer)?;
            format!("{before}{inserted}")
        }
        None => path,
    };
    url.set_path(path.trim_end_matches('/'));
    Ok(url)
}

/// Where metadata may be: each document after the issuer's path and before it.
fn addresses(issuer: &Url) -> Vec<Url> {
    let path = issuer.path().trim_end_matches('/');
    let mut paths = vec![format!("{path}{WELL_KNOWN}{OPENID}"), format!("{WELL_KNOWN}{OAUTH}{path}")];
    if !path.is_empty() {
        paths.extend([format!("{path}{WELL_KNOWN}{OAUTH}"), format!("{WELL_KNOWN}{OPENID}{path}")]);
    }
    let at = |path: String| {
        let mut url = issuer.clone();
        url.set_path(&path);
        url
    };
    paths.into_iter().map(at).collect()
}

/// `None` where nothing is published at `address`.
async fn metadata_at(http: &reqwest::Client, address: Url, issuer: &Url) -> Result<Option<ServerMetadata>, DiscoveryError> {
    let request = http.get(address).header(ACCEPT, "application/json").timeout(WHOLE_LIMIT);
    let response = request.send().await.map_err(|error| DiscoveryError::Unreachable(error.without_url()))?;
    if response.status().as_u16() != 200 {
        return Ok(None);
    }
    let body =
        read_bounded(response, BODY_LIMIT).await.map_err(|_| DiscoveryError::Unreadable { reason: "it is too large or broke off" })?;
    let members = serde_json::from_slice(&body).map_err(|_| DiscoveryError::Unreadable { reason: "it is not a JSON object" })?;
    read(&members, issuer).map(Some)
}

fn read(members: &Map<String, Value>, asked: &Url) -> Result<ServerMetadata, DiscoveryError> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let issuer = text("issuer").ok_or(DiscoveryError::Unreadable { reason: "it names no issuer" })?;
    // A slash at the end is no other issuer; what is kept is the server's own spelling, which `iss` is compared with.
    if issuer.trim_end_matches('/') != asked.as_str().trim_end_matches('/') {
        let found = issuer.chars().filter(|character| !character.is_control()).take(200).collect();
        return Err(DiscoveryError::OtherIssuer { asked: asked.to_string(), found });
    }
    let here = is_plain_on_this_computer(asked);
    let endpoint = |name: &'static str| {
        let checked = |text: &str| {
            let url = Url::parse(text).map_err(|_| DiscoveryError::Endpoint { name })?;
            check_address(&url, here).map_err(|_| DiscoveryError::Endpoint { name })?;
            Ok(text.to_owned())
        };
        text(name).map(checked).transpose()
    };
    let list = |name: &str| {
        let values = members.get(name).and_then(Value::as_array)?;
        Some(values.iter().filter_map(Value::as_str).collect::<Vec<_>>())
    };
    let takes_form_only = list("token_endpoint_auth_methods_supported")
        .is_some_and(|methods| !methods.contains(&"client_secret_basic") && methods.contains(&"client_secret_post"));
    Ok(ServerMetadata {
        endpoints: OAuthEndpoints {
            issuer: issuer.to_owned(),
            authorization_endpoint: endpoint("authorization_endpoint")?,
            token_endpoint: endpoint("token_endpoint")?,
            device_authorization_endpoint: endpoint("device_authorization_endpoint")?,
            userinfo_endpoint: endpoint("userinfo_endpoint")?,
            revocation_endpoint: endpoint("revocation_endpoint")?,
            introspection_endpoint: endpoint("introspection_endpoint")?,
            jwks_uri: endpoint("jwks_uri")?,
            names_itself: members.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
        },
        takes_pkce: list("code_challenge_methods_supported").map(|methods| methods.contains(&"S256")),
        authentication: if takes_form_only { ClientAuthentication::RequestBody } else { ClientAuthentication::Basic },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_documents_are_looked_for_on_both_sides_of_the_path() {
        let at = |issuer: &str| addresses(&asked_issuer(issuer).expect("an issuer")).into_iter().map(String::from).collect::<Vec<_>>();
        assert_eq!(
            at("https://id.example"),
            ["https://id.example/.well-known/openid-configuration", "https://id.example/.well-known/oauth-authorization-server"]
        );
        assert_eq!(
            at("https://id.example/realms/a/"),
            [
                "https://id.example/realms/a/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server/realms/a",
                "https://id.example/realms/a/.well-known/oauth-authorization-server",
                "https://id.example/.well-known/openid-configuration/realms/a",
            ]
        );
    }

    #[test]
    fn the_address_of_the_metadata_stands_for_the_issuer() {
        for text in [
            "https://id.example/realms/a/.well-known/openid-configuration",
            "https://id.example/.well-known/oauth-authorization-server/realms/a",
            " https://id.example/realms/a/ ",
        ] {
            assert_eq!(asked_issuer(text).expect("an issuer").as_str(), "https://id.example/realms/a", "{text}");
        }
        for text in [
            "id.example",
            "http://id.example",
            "https://u@id.example",
            "https://id.example/?a",
            "https://id.example/.well-known/x",
            "file:///a",
        ] {
            assert!(matches!(asked_issuer(text), Err(DiscoveryError::Issuer)), "{text}");
        }
    }

    #[test]
    fn all_that_counts_is_taken_over() {
        let metadata = metadata(json!({
            "issuer": "https://id.example/a", "authorization_endpoint": "https://login.example/authorize",
            "token_endpoint": "https://id.example/token", "device_authorization_endpoint": "https://id.example/device",
            "userinfo_endpoint": "https://id.example/me", "revocation_endpoint": "https://id.example/revoke",
            "introspection_endpoint": "https://id.example/introspect", "jwks_uri": "https://id.example/keys",
            "authorization_response_iss_parameter_supported": true, "code_challenge_methods_supported": ["plain", "S256"],
            "token_endpoint_auth_methods_supported": ["none", "client_secret_post"], "unknown": [1e99, null],
        }))
        .expect("reads");
        assert_eq!(metadata.endpoints.device_authorization_endpoint.as_deref(), Some("https://id.example/device"));
        assert_eq!(metadata.endpoints.revocation_endpoint.as_deref(), Some("https://id.example/revoke"));
        assert!(metadata.endpoints.names_itself);
        assert_eq!((metadata.takes_pkce, metadata.authentication), (Some(true), ClientAuthentication::RequestBody));
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        let metadata = metadata(json!({"issuer": "https://id.example/a/", "token_endpoint": null})).expect("reads");
        assert_eq!(metadata.endpoints, OAuthEndpoints { issuer: "https://id.example/a/".to_owned(), ..OAuthEndpoints::default() });
        assert_eq!(
            (metadata.takes_pkce, metadata.authentication),
            (None, ClientAuthentication::Basic),
            "RFC 8414 §2 has Basic as the default"
        );
    }

    #[test]
    fn another_issuer_is_refused() {
        for other in
            ["https://evil.example/a", "https://id.example", "https://id.example/A", "https://id.example/a?x", "http://id.example/a"]
        {
            assert!(matches!(metadata(json!({"issuer": other})), Err(DiscoveryError::OtherIssuer { .. })), "{other}");
        }
        assert!(matches!(metadata(json!({})), Err(DiscoveryError::Unreadable { .. })));
    }

    #[test]
    fn addresses_that_are_not_https_are_refused() {
        for address in ["http://id.example/token", "http://127.0.0.1/token", "javascript:alert(1)", "/token", "https://u:p@id.example/"] {
            let refused = metadata(json!({"issuer": "https://id.example/a", "token_endpoint": address}));
            assert!(matches!(refused, Err(DiscoveryError::Endpoint { name: "token_endpoint" })), "{address}");
        }
    }

    fn metadata(members: Value) -> Result<ServerMetadata, DiscoveryError> {
        read(members.as_object().expect("an object"), &Url::parse("https://id.example/a").expect("parses"))
    }
}
