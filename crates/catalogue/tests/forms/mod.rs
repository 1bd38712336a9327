//! The same document in other forms: without extensions, as Swagger 2.0, as YAML.

use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The document without any `x-` extension, as a service that never heard of Coredesk would write it.
pub(crate) fn without_extensions(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members.iter().filter(|(key, _)| !key.starts_with("x-")).map(|(key, value)| (key.clone(), without_extensions(value))).collect(),
        ),
        Value::Array(values) => Value::Array(values.iter().map(without_extensions).collect()),
        other => other.clone(),
    }
}

/// An OpenAPI 3.0 document as Swagger 2.0.
pub(crate) fn as_swagger(document: &Value) -> Value {
    let components = &document["components"];
    let mut swagger = json!({
        "swagger": "2.0",
        "info": document["info"],
        "host": "my.bidcore.iponweb.com",
        "basePath": "/",
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "tags": document["tags"],
        "securityDefinitions": {
            "bearerAuth": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer <token>"},
            "uauthPassword": {
                "type": "oauth2", "flow": "password",
                "tokenUrl": components["securitySchemes"]["uauthPassword"]["flows"]["password"]["tokenUrl"],
                "scopes": components["securitySchemes"]["uauthPassword"]["flows"]["password"]["scopes"],
            },
        },
        "definitions": moved(&components["schemas"]),
        "parameters": each(&components["parameters"], parameter),
        "responses": each(&components["responses"], response),
        "paths": each(&document["paths"], path_item),
    });
    let members = swagger.as_object_mut().expect("an object");
    members.extend(
        document
            .as_object()
            .expect("an object")
            .iter()
            .filter(|(key, _)| key.starts_with("x-"))
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    swagger
}

fn each(members: &Value, change: impl Fn(&Value) -> Value) -> Value {
    members
        .as_object()
        .map_or(Value::Null, |members| Value::Object(members.iter().map(|(key, value)| (key.clone(), change(value))).collect()))
}

/// References and nullability as Swagger 2.0 has them.
fn moved(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| match (key.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    let reference = reference.replace("#/components/schemas/", "#/definitions/").replace("#/components/", "#/");
                    (key.clone(), reference.into())
                }
                ("nullable", value) => ("x-nullable".to_owned(), value.clone()),
                (_, value) => (key.clone(), moved(value)),
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(moved).collect()),
        other => other.clone(),
    }
}

fn path_item(item: &Value) -> Value {
    let mut item = item.clone();
    for (key, value) in item.as_object_mut().expect("an object") {
        *value = match key.as_str() {
            "parameters" => Value::Array(value.as_array().expect("a list").iter().map(parameter).collect()),
            "get" | "post" | "put" | "patch" | "delete" => operation(value),
            _ => value.take(),
        };
    }
    item
}

fn operation(operation: &Value) -> Value {
    let mut changed: Map<String, Value> = operation.as_object().expect("an object").clone();
    let mut parameters: Vec<Value> = operation["parameters"].as_array().into_iter().flatten().map(parameter).collect();
    if let Some(body) = changed.remove("requestBody") {
        let schema = body["content"].as_object().and_then(|content| content.values().next()).map(|media| moved(&media["schema"]));
        parameters.push(json!({"name": "body", "in": "body", "required": true, "schema": schema}));
    }
    changed.insert("parameters".to_owned(), parameters.into());
    changed.insert("responses".to_owned(), each(&operation["responses"], response));
    changed.into()
}

fn parameter(parameter: &Value) -> Value {
    let mut changed = moved(parameter);
    let members = changed.as_object_mut().expect("an object");
    if let Some(Value::Object(schema)) = members.remove("schema") {
        members.extend(schema);
    }
    changed
}

fn response(response: &Value) -> Value {
    let mut changed = moved(response);
    let members = changed.as_object_mut().expect("an object");
    if let Some(schema) = members.remove("content").and_then(|content| Some(content.as_object()?.values().next()?["schema"].clone())) {
        members.insert("schema".to_owned(), schema);
    }
    changed
}

/// A value as YAML in block style, with plain scalars where YAML allows them.
pub(crate) fn as_yaml(value: &Value) -> String {
    let mut text = String::new();
    write_yaml(&mut text, value, 0);
    text
}

fn write_yaml(text: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                write!(text, "\n{indent}{}:", scalar(key)).expect("writes");
                write_yaml(text, value, depth + 1);
            }
        }
        Value::Array(values) if !values.is_empty() => {
            for value in values {
                write!(text, "\n{indent}-").expect("writes");
                write_yaml(text, value, depth + 1);
            }
        }
        Value::String(string) => write!(text, " {}", scalar(string)).expect("writes"),
        other => write!(text, " {other}").expect("writes"),
    }
}

fn scalar(string: &str) -> String {
    let is_word = string.starts_with(|first: char| first.is_ascii_alphabetic())
        && string.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-/".contains(letter));
    let means_more = matches!(string.to_ascii_lowercase().as_str(), "true" | "false" | "null");
    if is_word && !means_more { string.to_owned() } else { Value::from(string).to_string() }
}
