//! What may be shown of a token in a ticket: header and claims, without what would let anybody use or single it out.

use super::TokenReport;
use super::claim::Claim;
use serde_json::{Map, Value, json};

/// Claims whose values are left out: they single out one token or sign-in.
const LEFT_OUT: &[&str] = &["jti", "nonce", "sid", "at_hash", "c_hash", "s_hash", "session_state", "uti", "rh", "aio"];
const MARK: &str = "[left out]";

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
    if LEFT_OUT.contains(&claim.name.as_str()) {
        return Value::from(MARK);
    }
    if claim.is_text { Value::from(claim.value.as_str()) } else { serde_json::from_str(&claim.value).unwrap_or_default() }
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
