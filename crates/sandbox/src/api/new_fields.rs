//! Fields that no description has yet, as the next version of the service would bring them.

use crate::store::Record;
use serde_json::{Value, json};

fn fields() -> [(&'static str, Value); 3] {
    [
        ("costCentre", json!({ "code": "CC-7", "isActive": true })),
        ("reviewState", json!(97)),
        ("accountingDate", json!("2026-11-20T00:00:00")),
    ]
}

/// Adds them to a record that does not have them.
pub(super) fn add_to(record: &mut Record) {
    for (name, value) in fields() {
        record.entry(name).or_insert(value);
    }
}

/// Adds them to the JSON text of a record.
pub(super) fn add_to_text(document: &str) -> String {
    let mut text = document.strip_suffix('}').unwrap_or(document).to_owned();
    for (name, value) in fields().iter().filter(|(name, _)| !document.contains(&format!("\"{name}\":"))) {
        let separator = if text == "{" { "" } else { "," };
        text.push_str(&format!("{separator}\"{name}\":{value}"));
    }
    text.push('}');
    text
}
