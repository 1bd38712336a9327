//! What may be shown of a token in a ticket: header and claims, without what would let anybody use or single it out.

use super::TokenReport;
use super::claim::Claim;
use serde_json::{Map, Value, json};

/// Claims whose values are left out: they single out one token or sign-in.
const LEFT_OUT: &[&str] = &["jti", "nonce", "sid", "at_hash", "c_hash", "s_hash", "session_state", "uti", "rh", "aio"];
const MARK: &str = "[left out]";
const CUT_OFF: &str = "[breaks off]";

/// Header and claims as JSON, pretty-printed.
pub fn as_json(report: &TokenReport) -> String {
    let object = |claims: &[Claim]| -> Value {
        let members = claims.iter().map(|claim| (claim.name.clone(), value_of(claim)));
        Value::Object(members.collect::<Map<_, _>>())
    };
    let token = json!({ "header": object(&report.header), "claims": object(&report.claims), "signature": MARK });
    serde_json::to_string_pretty(&token).unwrap_or_default()
}

/// Header and claims as a Markdown table with their meanings.
pub fn as_markdown(report: &TokenReport) -> String {
    let mut table = String::from("| Name | Value | What it means |\n| --- | --- | --- |\n");
    for claim in report.header.iter().chain(&report.claims) {
        let value = value_of(claim);
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let meaning = claim.meaning.as_deref().unwrap_or("");
        table += &format!("| {} | {} | {} |\n", cell(&claim.name), cell(&value), cell(meaning));
    }
    table
}

fn value_of(claim: &Claim) -> Value {
    match claim {
        Claim { name, .. } if LEFT_OUT.contains(&name.as_str()) => Value::from(MARK),
        // What is not whole may hold the start of what is left out.
        Claim { incomplete: true, .. } => Value::from(CUT_OFF),
        Claim { is_text: true, value, .. } => Value::from(value.as_str()),
        Claim { value, .. } => without_singular(serde_json::from_str(value).unwrap_or_default()),
    }
}

fn without_singular(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_singular).collect(),
        Value::Object(members) => {
            let shown = |(name, value): (String, Value)| {
                let value = if LEFT_OUT.contains(&name.as_str()) { Value::from(MARK) } else { without_singular(value) };
                (name, value)
            };
            members.into_iter().map(shown).collect::<Map<_, _>>().into()
        }
        plain => plain,
    }
}

/// Untrusted text that cannot leave its cell or become anything but text.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\r' | '\n' => safe.push(' '),
            '|' | '`' | '<' | '>' | '[' | ']' | '*' | '_' | '\\' | '!' | '#' | '&' | '~' => {
                safe.push('\\');
                safe.push(letter);
            }
            letter => safe.push(letter),
        }
    }
    safe
}
