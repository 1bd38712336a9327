//! What a document calls its base addresses. They are shown to a person and never believed by themselves.

use super::document::Document;
use super::limits::SERVERS_AT_MOST;
use serde_json::Value;

/// The addresses, perhaps paths alone, with the default values of their variables.
pub(super) fn servers(document: &Document<'_>) -> Vec<String> {
    let mut servers: Vec<String> = Vec::new();
    let found = if document.is_swagger { swagger(document) } else { openapi(document) };
    for server in found.into_iter().take(SERVERS_AT_MOST) {
        let server = server.trim().to_owned();
        let is_plain = server.len() <= 500 && server.chars().all(|letter| letter.is_ascii_graphic());
        if is_plain && !server.is_empty() && !servers.contains(&server) {
            servers.push(server);
        }
    }
    servers
}

fn openapi(document: &Document<'_>) -> Vec<String> {
    let servers = document.root("servers").and_then(Value::as_array).into_iter().flatten();
    servers.take(SERVERS_AT_MOST).filter_map(|server| Some(with_variables(server.get("url")?.as_str()?, server.get("variables")))).collect()
}

fn with_variables(url: &str, variables: Option<&Value>) -> String {
    let mut url = url.to_owned();
    for (name, variable) in variables.and_then(Value::as_object).into_iter().flatten().take(20) {
        if let Some(default) = variable.get("default").and_then(Value::as_str) {
            url = url.replace(&format!("{{{name}}}"), default);
        }
        if url.len() > 2_000 {
            return String::new();
        }
    }
    url
}

fn swagger(document: &Document<'_>) -> Vec<String> {
    let text = |key: &str| document.root(key).and_then(Value::as_str).unwrap_or_default();
    let (host, path) = (text("host"), text("basePath"));
    if host.is_empty() {
        return vec![path.to_owned()];
    }
    let schemes: Vec<&str> =
        document.root("schemes").and_then(Value::as_array).into_iter().flatten().take(4).filter_map(Value::as_str).collect();
    let schemes = if schemes.is_empty() { vec!["https"] } else { schemes };
    let mut servers: Vec<String> = schemes.into_iter().map(|scheme| format!("{scheme}://{host}{path}")).collect();
    servers.sort_by_key(|server| !server.starts_with("https"));
    servers
}
