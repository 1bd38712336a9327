//! The OpenAPI document as the service serves it, in the forms that other services would.

pub(super) mod news;

use super::description::Description;
use crate::faults::FaultSwitches;
use crate::options::BidCoreAddresses;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Where it is, below the base URL.
pub(super) const PATH: &str = "/openapi.json";
/// What an `Accept` may ask for.
pub(super) const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/vnd.oai.openapi+json",
    "application/vnd.oai.openapi",
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
];

/// Answers with the document.
pub(super) fn answer(description: &Description, faults: &FaultSwitches, addresses: &BidCoreAddresses) -> Response {
    let mut document = description.document.clone();
    if faults.is_on("document-news") {
        news::tell(&mut document)
    } else {
        news::hide(&mut document)
    }
    name_servers(&mut document, addresses);
    ([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}

/// Names the addresses that this sandbox answers on.
fn name_servers(document: &mut Value, addresses: &BidCoreAddresses) {
    document["servers"] = json!([{ "url": addresses.base_url, "description": "The sandbox on this computer." }]);
    document["paths"][super::TOKEN_PATH]["servers"] = document["servers"].clone();
    document["components"]["securitySchemes"]["uauthPassword"]["flows"]["password"]["tokenUrl"] = addresses.token_url.as_str().into();
}
