//! The ways to a token that a document offers: its security schemes.

use super::document::{Document, Members};
use super::limits::{SCOPES_AT_MOST, SUMMARY_AT_MOST, TITLE_AT_MOST};
use super::names::one_line;
use crate::address::is_trusted;
use crate::{CredentialHeader, Grant, OAuthEndpoints, ScopeMeaning};
use serde_json::Value;

/// What the schemes come to.
#[derive(Default)]
pub(super) struct Security {
    pub(super) grants: Vec<Grant>,
    pub(super) oauth: OAuthEndpoints,
    pub(super) scopes: Vec<ScopeMeaning>,
    pub(super) credential: Option<CredentialHeader>,
}

/// Reads the schemes, those first that the document itself puts first.
pub(super) fn security(document: &Document<'_>) -> Security {
    let mut security = Security::default();
    for (name, scheme) in schemes(document) {
        security.take(document, name, scheme);
    }
    let rank = |grant: &Grant| match grant {
        Grant::AuthorizationCode => 0,
        Grant::DeviceCode => 1,
        Grant::Token => 2,
        Grant::ClientCredentials => 3,
        Grant::Password => 4,
    };
    security.grants.sort_by_key(rank);
    security.grants.dedup();
    if security.grants.is_empty() {
        security.grants.push(Grant::Token);
    }
    security
}

fn schemes<'d>(document: &Document<'d>) -> Vec<(&'d str, &'d Members)> {
    let declared = match document.root("components") {
        Some(components) if !document.is_swagger => components.get("securitySchemes"),
        _ => document.root("securityDefinitions"),
    };
    let declared = declared.and_then(Value::as_object).into_iter().flatten();
    let mut schemes: Vec<(&str, &Members)> =
        declared.take(50).filter_map(|(name, scheme)| Some((name.as_str(), document.resolve(scheme)?.as_object()?))).collect();
    let asked: Vec<&str> = document
        .root("security")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|requirement| requirement.keys().map(String::as_str))
        .take(200)
        .collect();
    schemes.sort_by_key(|(name, _)| asked.iter().position(|asked| asked == name).unwrap_or(usize::MAX));
    schemes
}

impl Security {
    fn take(&mut self, document: &Document<'_>, name: &str, scheme: &Members) {
        let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
        let shown = one_line(name, TITLE_AT_MOST);
        match text("type").to_ascii_lowercase().as_str() {
            "http" if text("scheme").eq_ignore_ascii_case("bearer") => self.header(CredentialHeader::default()),
            "http" | "basic" => {
                document
                    .leave_out(format!("Signing in by {shown} was left out: Coredesk sends no user name and password with each request."));
            }
            "apikey" if text("in") == "header" && is_header(text("name")) => {
                self.header(key_header(name, text("name"), text("description")))
            }
            "apikey" => {
                let place = if text("in") == "cookie" { "a cookie" } else { "the address" };
                document.leave_out(format!("Signing in by {shown} was left out: Coredesk puts no key into {place}."));
            }
            "oauth2" if document.is_swagger => self.flow(document, text("flow"), scheme),
            "oauth2" => {
                for (flow, settings) in scheme.get("flows").and_then(Value::as_object).into_iter().flatten() {
                    if let Value::Object(settings) = settings {
                        self.flow(document, flow, settings);
                    }
                }
            }
            "openidconnect" => match address(text("openIdConnectUrl")) {
                Some(url) => {
                    let issuer = url.strip_suffix("/.well-known/openid-configuration").unwrap_or(&url);
                    self.oauth.issuer = issuer.to_owned();
                    self.grants.push(Grant::AuthorizationCode);
                    self.credential.get_or_insert_default();
                }
                None => document.leave_out(format!("Signing in by {shown} was left out: the address of its provider is no https address.")),
            },
            _ => document.leave_out(format!("Signing in by {shown} was left out: Coredesk does not know this way.")),
        }
    }

    fn header(&mut self, header: CredentialHeader) {
        self.grants.push(Grant::Token);
        // A bearer token in its own header wins over a key in any other.
        match &self.credential {
            Some(known) if *known == CredentialHeader::default() || header != CredentialHeader::default() => {}
            _ => self.credential = Some(header),
        }
    }

    fn flow(&mut self, document: &Document<'_>, flow: &str, settings: &Members) {
        let grant = match flow {
            "authorizationCode" | "accessCode" => Grant::AuthorizationCode,
            "clientCredentials" | "application" => Grant::ClientCredentials,
            "deviceAuthorization" => Grant::DeviceCode,
            "password" => Grant::Password,
            "implicit" => {
                document.leave_out("Signing in by the implicit flow was left out: it is no longer safe (RFC 9700).".to_owned());
                return;
            }
            _ => return,
        };
        self.grants.push(grant);
        self.credential.get_or_insert_default();
        let at = |key: &str| settings.get(key).and_then(Value::as_str).and_then(address);
        if grant == Grant::AuthorizationCode {
            self.oauth.authorization_endpoint = at("authorizationUrl").or(self.oauth.authorization_endpoint.take());
        }
        if grant == Grant::DeviceCode {
            self.oauth.device_authorization_endpoint = at("deviceAuthorizationUrl").or(self.oauth.device_authorization_endpoint.take());
        }
        self.oauth.token_endpoint = self.oauth.token_endpoint.take().or_else(|| at("tokenUrl"));
        for (scope, meaning) in settings.get("scopes").and_then(Value::as_object).into_iter().flatten() {
            let is_scope = !scope.is_empty() && scope.len() <= 200 && scope.chars().all(|letter| letter.is_ascii_graphic());
            if is_scope && self.scopes.len() < SCOPES_AT_MOST && self.scopes.iter().all(|known| known.scope != *scope) {
                let meaning = meaning.as_str().map(|meaning| one_line(meaning, SUMMARY_AT_MOST)).unwrap_or_default();
                self.scopes.push(ScopeMeaning {
                    scope: scope.clone(),
                    meaning: meaning.trim_end_matches('.').to_owned(),
                    used_for: String::new(),
                    lets_change: false,
                });
            }
        }
    }
}

/// The header of a key. In `Authorization` something stands before the token, which the words around it tell.
fn key_header(scheme: &str, header: &str, description: &str) -> CredentialHeader {
    if !header.eq_ignore_ascii_case("authorization") {
        return CredentialHeader { name: header.to_owned(), scheme: String::new() };
    }
    let said = format!("{scheme} {description}").to_ascii_lowercase();
    let before = if said.contains("token ") && !said.contains("bearer") { "Token" } else { "Bearer" };
    CredentialHeader { name: "Authorization".to_owned(), scheme: before.to_owned() }
}

fn is_header(name: &str) -> bool {
    !name.is_empty() && name.len() <= 100 && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter))
}

/// An address that a secret may go to.
fn address(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| is_trusted(text)).map(str::to_owned)
}
