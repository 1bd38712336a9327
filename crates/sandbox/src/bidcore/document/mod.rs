//! The OpenAPI document as the service serves it, in the forms that other services would.

pub(super) mod news;
mod swagger;
mod yaml;

use super::description::Description;
use super::refusal::page;
use crate::faults::FaultSwitches;
use crate::options::BidCoreAddresses;
use axum::http::{StatusCode, header};
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
    if faults.is_on("document-plain") {
        without_extensions(&mut document);
    }
    let form = faults.value("document").unwrap_or_default();
    if form.starts_with("swagger") {
        document = swagger::of(&document, addresses);
    }
    match form.as_str() {
        "missing" => page(StatusCode::NOT_FOUND, "Page not found"),
        "yaml" | "swagger-yaml" => ([(header::CONTENT_TYPE, "application/vnd.oai.openapi")], yaml::written(&document)).into_response(),
        _ => ([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response(),
    }
}

/// Takes every `x-` extension away.
fn without_extensions(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|name, _| !name.starts_with("x-"));
            object.values_mut().for_each(without_extensions);
        }
        Value::Array(values) => values.iter_mut().for_each(without_extensions),
        _ => {}
    }
}

/// Names the addresses that this sandbox answers on.
fn name_servers(document: &mut Value, addresses: &BidCoreAddresses) {
    document["servers"] = json!([{ "url": addresses.base_url, "description": "The sandbox on this computer." }]);
    document["paths"][super::TOKEN_PATH]["servers"] = document["servers"].clone();
    document["components"]["securitySchemes"]["uauthPassword"]["flows"]["password"]["tokenUrl"] = addresses.token_url.as_str().into();
}
