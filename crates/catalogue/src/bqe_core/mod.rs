//! BQE CORE as data: hosts, scopes, limits and the catalogue of its entity types.

mod reader;

use crate::{
    BaseUrlRule, CredentialHeader, DialectKind, Grant, Installation, InstallationName, OAuthEndpoints, RequestLimits, ScopeMeaning, Service,
};
pub use reader::CatalogueError;

const CATALOGUE: &str = include_str!("../../data/core-catalogue.json");
const PRESENTATION: &str = include_str!("../../data/core-presentation.json");
const PRODUCTION_ISSUER: &str = "https://api-identity.bqecore.com/idp";
const SANDBOX_ISSUER: &str = "https://sandbox-api-identity.bqecore.com/idp";
const DEVELOPER_PORTAL: &str = "https://api-developer.bqecore.com/webapp";

/// BQE CORE with its production hosts.
///
/// # Errors
/// Only if the built-in catalogue is damaged; a test reads it.
pub fn service() -> Result<Service, CatalogueError> {
    Ok(Service {
        name: "bqe-core".to_owned(),
        title: "BQE CORE".to_owned(),
        mark: "B".to_owned(),
        oauth: oauth_endpoints(),
        grants: vec![Grant::AuthorizationCode],
        credential: CredentialHeader::default(),
        openapi: None,
        installations: installations(),
        scopes: scopes(),
        base_url: BaseUrlRule::FromTokenAnswer { domains: vec!["bqecore.com".to_owned()], path: "/api".to_owned() },
        dialect: DialectKind::BqeCore,
        limits: RequestLimits { per_minute: 80, parallel: 2, allowed_per_minute: 100 },
        catalogue: reader::read(CATALOGUE, PRESENTATION)?,
        keeps_presentation: true,
    })
}

fn oauth_endpoints() -> OAuthEndpoints {
    let at = |path: &str| Some(format!("{PRODUCTION_ISSUER}{path}"));
    OAuthEndpoints {
        issuer: PRODUCTION_ISSUER.to_owned(),
        authorization_endpoint: at("/connect/authorize"),
        token_endpoint: at("/connect/token"),
        userinfo_endpoint: at("/connect/userinfo"),
        revocation_endpoint: at("/connect/revocation"),
        jwks_uri: at("/.well-known/openid-configuration/jwks"),
        ..OAuthEndpoints::default()
    }
}

fn installations() -> Vec<Installation> {
    let installation = |name, issuer: &str, portal: Option<&str>| Installation {
        name,
        issuer: issuer.to_owned(),
        developer_portal: portal.map(str::to_owned),
    };
    vec![
        installation(InstallationName::Production, PRODUCTION_ISSUER, Some(DEVELOPER_PORTAL)),
        installation(InstallationName::Sandbox, SANDBOX_ISSUER, None),
    ]
}

fn scopes() -> Vec<ScopeMeaning> {
    [
        ("readwrite:core", "See and change company data", "Grid, edits, new records, deletes"),
        ("read:core", "See company data", "Grid and details"),
        ("offline_access", "Stay signed in", "Renews without asking you"),
        ("openid", "Know who you are", "Your name on changes"),
        ("profile", "See your name", "Your name on the connection"),
        ("email", "See your e-mail address", "Your address on the connection"),
        ("address", "See your postal address", "Not used"),
    ]
    .into_iter()
    .map(|(scope, meaning, used_for)| ScopeMeaning {
        scope: scope.to_owned(),
        meaning: meaning.to_owned(),
        used_for: used_for.to_owned(),
        lets_change: scope == "readwrite:core",
    })
    .collect()
}
