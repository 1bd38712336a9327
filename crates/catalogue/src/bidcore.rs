//! The BidCore Workflow API as data (`bidcore-api.md`): the documented defaults, and the built-in description.

use crate::{
    BaseUrlRule, Catalogue, CredentialHeader, DialectKind, Grant, OAuthEndpoints, OpenApiSource, RequestLimits, ScopeMeaning, Service,
};

/// The description that is used until the service's own was read.
pub const DOCUMENT: &str = include_str!("../data/bidcore-openapi.json");
/// Where the API is unless a person says otherwise (section 3).
pub const BASE_URL: &str = "https://my.bidcore.iponweb.com";
/// Below the base URL (section 9).
pub const OPENAPI_ADDRESS: &str = "/openapi.json";
/// Where temporary tokens are made (section 2.1).
pub const TOKEN_URL: &str = "https://uauth.iponweb.com/oauth2/token/";
/// The scope of a temporary token; its value holds an equals sign.
pub const SCOPE: &str = "service_id=my.bidcore.iponweb.com";
/// The scope that a permanent token is made with (section 2.2).
pub const PORTAL_SCOPE: &str = "my.bidcore.iponweb.com";
/// Where permanent tokens are made.
pub const PORTAL: &str = "https://uauth.iponweb.com/uauth/settings/#sso";

/// BidCore with the documented defaults and the built-in description.
pub fn service() -> Service {
    Service {
        name: "bidcore".to_owned(),
        title: "BidCore Workflow".to_owned(),
        mark: "W".to_owned(),
        oauth: OAuthEndpoints { token_endpoint: Some(TOKEN_URL.to_owned()), ..OAuthEndpoints::default() },
        grants: vec![Grant::Token, Grant::Password],
        credential: CredentialHeader::default(),
        openapi: Some(OpenApiSource { address: OPENAPI_ADDRESS.to_owned() }),
        installations: Vec::new(),
        scopes: vec![ScopeMeaning {
            scope: SCOPE.to_owned(),
            meaning: "See and change the entities of the BidCore account".to_owned(),
            used_for: "Grid, edits, new records, deletes".to_owned(),
            lets_change: true,
        }],
        base_url: BaseUrlRule::Fixed { url: BASE_URL.to_owned() },
        dialect: DialectKind::Described(Box::default()),
        limits: RequestLimits { per_minute: 240, parallel: 4, allowed_per_minute: 0 },
        catalogue: Catalogue::default(),
    }
}
