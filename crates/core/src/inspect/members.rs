//! The members of a JSON object in their order, also of one that breaks off.

use super::parts::FaultReason;
use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

/// How much of a member that broke off is shown, in characters.
const SHOWN: usize = 80;

/// What could be read of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Members {
    /// Those that are whole.
    pub(super) complete: Vec<(String, Value)>,
    /// The one at which it broke: its name and the start of its value.
    pub(super) broken: Option<(String, String)>,
}

impl Members {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.complete.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }
}

/// Reads `json` into `members` as far as it goes; answers why and at which byte it stopped, if it did.
pub(super) fn read_members(json: &[u8], members: &mut Members) -> Option<(FaultReason, usize)> {
    let text = match std::str::from_utf8(json) {
        Ok(text) => text,
        // What stands before the break can still be read.
        Err(error) => {
            let whole = json.get(..error.valid_up_to()).unwrap_or_default();
            let reason = if error.error_len().is_none() { FaultReason::EndsEarly } else { FaultReason::NotText };
            let stopped = read_members(whole, members);
            return Some(stopped.filter(|(reason, _)| *reason != FaultReason::EndsEarly).unwrap_or((reason, error.valid_up_to())));
        }
    };
    let mut key = None;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = deserializer.deserialize_map(Collect { members: &mut members.complete, key: &mut key });
    let stopped = read.and_then(|()| deserializer.end()).err()?;
    let byte = byte_of(text, stopped.line(), stopped.column());
    let reason = reason_of(&stopped, text);
    // A number has no closing mark: one at the very end may have lost its last digits.
    let is_cut_number = reason == FaultReason::EndsEarly && text.ends_with(|last: char| last.is_ascii_digit());
    let cut_number = members.complete.pop_if(|(_, value)| key.is_none() && is_cut_number && value.is_number());
    if let Some(name) = key.or(cut_number.map(|(name, _)| name)) {
        members.broken = Some((name.clone(), start_of_value(text, &name)));
    }
    Some((reason, byte))
}

fn reason_of(error: &serde_json::Error, text: &str) -> FaultReason {
    let words = error.to_string();
    match error.classify() {
        serde_json::error::Category::Eof => FaultReason::EndsEarly,
        _ if words.starts_with("recursion limit") => FaultReason::TooDeep,
        _ if words.starts_with(TWICE) => FaultReason::Twice,
        _ if words.starts_with("trailing characters") => FaultReason::TrailingText,
        serde_json::error::Category::Data => FaultReason::NotObject,
        _ if serde_json::from_str::<Value>(text).is_ok() => FaultReason::NotObject,
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => FaultReason::NotJson,
    }
}

/// serde_json counts lines and columns from 1, columns in bytes.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)).min(text.len())
}

/// The start of what follows the last `"name":`.
fn start_of_value(text: &str, name: &str) -> String {
    let key = Value::from(name).to_string();
    let rest = text.rfind(&key).and_then(|place| text.get(place + key.len()..)).unwrap_or_default();
    let rest = rest.trim_start().strip_prefix(':').unwrap_or_default().trim_start();
    let shown: String = rest.strip_prefix('"').unwrap_or(rest).chars().take(SHOWN).collect();
    format!("{shown}…")
}

const TWICE: &str = "it stands there twice";

struct Collect<'m> {
    members: &'m mut Vec<(String, Value)>,
    /// The name whose value is being read.
    key: &'m mut Option<String>,
}

impl<'de> Visitor<'de> for Collect<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            *self.key = Some(name.clone());
            let value = map.next_value::<Value>()?;
            *self.key = None;
            if !names.insert(name.clone()) {
                return Err(serde::de::Error::custom(TWICE));
            }
            self.members.push((name, value));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(json: &str, complete: Value, broken: Option<(&str, &str)>, stopped: Option<FaultReason>) {
        let mut members = Members::default();
        let reason = read_members(json.as_bytes(), &mut members).map(|(reason, _)| reason);
        let names: Vec<Value> = members.complete.iter().map(|(name, value)| json!([name, value])).collect();
        assert_eq!(Value::Array(names), complete, "{json}");
        assert_eq!(members.broken.as_ref().map(|(name, value)| (name.as_str(), value.as_str())), broken, "{json}");
        assert_eq!(reason, stopped, "{json}");
    }

    #[test]
    fn an_object_is_read_as_far_as_it_goes() {
        check(r#"{"b":1,"a":{"x":[]}}"#, json!([["b", 1], ["a", {"x": []}]]), None, None);
        check(r#"{"b":1,"scope":"rea"#, json!([["b", 1]]), Some(("scope", "rea…")), Some(FaultReason::EndsEarly));
        check(r#"{"b":1,"a":{"x":[1,"#, json!([["b", 1]]), Some(("a", "{\"x\":[1,…")), Some(FaultReason::EndsEarly));
        check(r#"{"b":1,"#, json!([["b", 1]]), None, Some(FaultReason::EndsEarly));
        check(r#"{"b":1,"exp":17"#, json!([["b", 1]]), Some(("exp", "17…")), Some(FaultReason::EndsEarly));
        check(r#"{"b":true"#, json!([["b", true]]), None, Some(FaultReason::EndsEarly));
        check(r#"{"b":1,"a":x}"#, json!([["b", 1]]), Some(("a", "x}…")), Some(FaultReason::NotJson));
        check("[1]", json!([]), None, Some(FaultReason::NotObject));
        check("\"text\"", json!([]), None, Some(FaultReason::NotObject));
        check("Payload", json!([]), None, Some(FaultReason::NotJson));
        check("{} {}", json!([]), None, Some(FaultReason::TrailingText));
        check(r#"{"a":1,"a":2}"#, json!([["a", 1]]), None, Some(FaultReason::Twice));
        check("", json!([]), None, Some(FaultReason::EndsEarly));
    }

    #[test]
    fn what_is_no_text_is_read_up_to_there() {
        let mut members = Members::default();
        let stopped = read_members(b"{\"a\":1,\"b\":\"\xff\"}", &mut members);
        assert_eq!(stopped, Some((FaultReason::NotText, 12)));
        assert_eq!(members.complete, [("a".to_owned(), json!(1))]);
    }

    #[test]
    fn depth_has_a_limit() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
        let mut members = Members::default();
        assert_eq!(read_members(deep.as_bytes(), &mut members).map(|(reason, _)| reason), Some(FaultReason::TooDeep));
    }
}
