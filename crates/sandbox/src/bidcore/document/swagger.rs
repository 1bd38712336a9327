//! The document as Swagger 2.0, as drf-yasg serves it (`bidcore-api.md` section 9).

use crate::options::BidCoreAddresses;
use serde_json::{Map, Value, json};
use url::Url;

/// The document in the older form. What that cannot say is left out.
pub(super) fn of(document: &Value, addresses: &BidCoreAddresses) -> Value {
    let base = Url::parse(&addresses.base_url).ok();
    let host = base.as_ref().and_then(|base| Some(format!("{}:{}", base.host_str()?, base.port()?))).unwrap_or_default();
    let components = &document["components"];
    let mut swagger = json!({
        "swagger": "2.0", "info": document["info"], "host": host, "basePath": base.as_ref().map_or("/", Url::path), "schemes": ["http"],
        "consumes": [JSON], "produces": [JSON], "tags": document["tags"],
        "securityDefinitions": { "Bearer": { "type": "apiKey", "name": "Authorization", "in": "header" } },
        "security": [{ "Bearer": [] }],
        "paths": members(&document["paths"], path),
        "definitions": members(&components["schemas"], schema_of),
        "parameters": members(&components["parameters"], parameter),
        "responses": members(&components["responses"], response),
    });
    for (name, value) in document.as_object().into_iter().flatten().filter(|(name, _)| name.starts_with("x-")) {
        swagger[name] = value.clone();
    }
    swagger
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn members(object: &Value, of: impl Fn(&Value) -> Value) -> Value {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), of(value))).collect::<Map<_, _>>().into()
}

fn path(item: &Value) -> Value {
    let mut converted = Map::new();
    for (name, value) in item.as_object().into_iter().flatten() {
        match name.as_str() {
            "get" | "post" | "put" | "delete" => drop(converted.insert(name.clone(), operation(value))),
            "parameters" => drop(converted.insert(name.clone(), value.as_array().into_iter().flatten().map(parameter).collect())),
            "servers" => {}
            _ => drop(converted.insert(name.clone(), value.clone())),
        }
    }
    converted.into()
}

fn operation(operation: &Value) -> Value {
    let mut converted = operation.clone();
    let mut parameters: Vec<Value> = operation["parameters"].as_array().into_iter().flatten().map(parameter).collect();
    let content = &operation["requestBody"]["content"];
    if let Some(schema) = content.get(JSON).and_then(|body| body.get("schema")) {
        parameters.push(json!({ "name": "data", "in": "body", "required": true, "schema": schema_of(schema) }));
    }
    if content.get(FORM).is_some() {
        converted["consumes"] = json!([FORM]);
        for name in ["grant_type", "username", "password", "scope"] {
            parameters.push(json!({ "name": name, "in": "formData", "required": true, "type": "string" }));
        }
    }
    converted["parameters"] = parameters.into();
    converted["responses"] = members(&operation["responses"], response);
    if let Some(converted) = converted.as_object_mut() {
        converted.shift_remove("requestBody");
    }
    converted
}

/// A parameter, whose schema stands beside its name.
fn parameter(parameter: &Value) -> Value {
    let mut converted = schema_of(parameter);
    if let Some(members) = converted.as_object_mut()
        && let Some(Value::Object(schema)) = members.shift_remove("schema")
    {
        members.extend(schema);
    }
    converted
}

fn response(response: &Value) -> Value {
    let mut converted = schema_of(response);
    if let Some(schema) = response.pointer("/content/application~1json/schema") {
        converted["schema"] = schema_of(schema);
    }
    if let Some(headers) = response.get("headers") {
        converted["headers"] = members(headers, parameter);
    }
    if let Some(converted) = converted.as_object_mut() {
        converted.shift_remove("content");
    }
    converted
}

/// References lead to other places, and what may be null says so by an extension.
fn schema_of(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            if object.contains_key("anyOf") {
                return json!({ "type": "object" });
            }
            let member = |(name, value): (&String, &Value)| match (name.as_str(), value.as_str()) {
                ("$ref", Some(target)) => {
                    (name.clone(), target.replace("#/components/schemas/", "#/definitions/").replace("#/components/", "#/").into())
                }
                ("nullable", _) => ("x-nullable".to_owned(), value.clone()),
                _ => (name.clone(), schema_of(value)),
            };
            object.iter().map(member).collect::<Map<_, _>>().into()
        }
        Value::Array(values) => values.iter().map(schema_of).collect(),
        other => other.clone(),
    }
}
