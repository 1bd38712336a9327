//! YAML as JSON values, by the core schema of YAML 1.2. Aliases are written out within a budget; numbers keep their digits.

use super::ReadError;
use super::limits::{DEPTH_AT_MOST, TEXT_AT_MOST, VALUES_AT_MOST};
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};
use std::collections::HashMap;

/// Reads the first document of `text`.
pub(super) fn parse(text: &str) -> Result<Value, ReadError> {
    let mut composer = Composer::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| ReadError::NoText { line: error.marker().line() })?;
        composer.take(event, span.start.line())?;
        if let Some(root) = composer.root.take() {
            return Ok(root);
        }
    }
    Err(ReadError::Empty)
}

/// What stands open while a document is read.
#[derive(Default)]
struct Composer {
    open: Vec<Open>,
    anchors: HashMap<usize, Value>,
    root: Option<Value>,
    values: usize,
    bytes: usize,
}

struct Open {
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Value>),
    Members { members: Map<String, Value>, key: Option<String>, merged: Vec<Value> },
}

impl Composer {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), ReadError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, text.len())?;
                let is_key = matches!(self.open.last(), Some(Open { content: Content::Members { key: None, .. }, .. }));
                let value = if is_key { Value::String(text.into_owned()) } else { scalar(&text, style, tag.as_deref()) };
                self.done(value, anchor)
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, Content::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.begin(anchor, Content::Members { members: Map::new(), key: None, merged: Vec::new() }),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Err(ReadError::NoText { line }) };
                let value = match open.content {
                    Content::List(values) => Value::Array(values),
                    Content::Members { members, merged, .. } => Value::Object(with_merged(members, merged)),
                };
                self.done(value, open.anchor)
            }
            // An alias within its own anchor is a cycle, and is as unknown as one that nobody set.
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(value) => {
                    let (values, bytes, depth) = size(&value);
                    if self.open.len() + depth > DEPTH_AT_MOST {
                        return Err(ReadError::TooDeep);
                    }
                    self.count(values, bytes)?;
                    self.done(value, 0)
                }
                None => Err(ReadError::NoText { line }),
            },
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => Ok(()),
        }
    }

    fn begin(&mut self, anchor: usize, content: Content) -> Result<(), ReadError> {
        if self.open.len() >= DEPTH_AT_MOST {
            return Err(ReadError::TooDeep);
        }
        self.count(1, 0)?;
        self.open.push(Open { anchor, content });
        Ok(())
    }

    fn done(&mut self, value: Value, anchor: usize) -> Result<(), ReadError> {
        if anchor > 0 {
            let (values, bytes, _) = size(&value);
            self.count(values, bytes)?;
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(value),
            Some(Content::List(values)) => values.push(value),
            Some(Content::Members { members, key, merged }) => match key.take() {
                None => *key = Some(text_of(value)),
                Some(key) if key == "<<" => merged.push(value),
                Some(key) => {
                    members.insert(key, value);
                }
            },
        }
        Ok(())
    }

    fn count(&mut self, values: usize, bytes: usize) -> Result<(), ReadError> {
        self.values = self.values.saturating_add(values);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.values > VALUES_AT_MOST || self.bytes > TEXT_AT_MOST { Err(ReadError::TooLong) } else { Ok(()) }
    }
}

/// A merge key gives what the mapping itself does not say.
fn with_merged(mut members: Map<String, Value>, merged: Vec<Value>) -> Map<String, Value> {
    let parts = merged.into_iter().flat_map(|value| match value {
        Value::Array(values) => values,
        value => vec![value],
    });
    for part in parts {
        if let Value::Object(part) = part {
            for (key, value) in part {
                members.entry(key).or_insert(value);
            }
        }
    }
    members
}

/// Values, bytes of text, and depth.
fn size(value: &Value) -> (usize, usize, usize) {
    let sum = |sizes: &mut dyn Iterator<Item = (usize, usize, usize)>| {
        sizes.fold((1, 0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2.max(one.2)))
    };
    match value {
        Value::Array(values) => {
            let (count, bytes, depth) = sum(&mut values.iter().map(size));
            (count, bytes, depth + 1)
        }
        Value::Object(members) => {
            let keys: usize = members.keys().map(String::len).sum();
            let (count, bytes, depth) = sum(&mut members.values().map(size));
            (count, bytes + keys, depth + 1)
        }
        Value::String(text) => (1, text.len(), 0),
        Value::Null | Value::Bool(_) | Value::Number(_) => (1, 0, 0),
    }
}

/// A key that is no text, such as the number of a status, is the text of it.
fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let tag = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    if style != ScalarStyle::Plain || tag == Some("str") {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// A decimal number in the digits it was written with, `+` and a bare dot put into JSON's form.
fn number(text: &str) -> Option<Number> {
    if !text.ends_with(|last: char| last.is_ascii_digit() || last == '.') || text.len() > 100 {
        return None;
    }
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, rest) = digits.split_at(digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len()));
    // What begins with a zero, such as a date or a postal code, stays a text.
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let whole = if whole.is_empty() && rest.len() > 1 { "0" } else { whole };
    format!("{sign}{whole}{}", rest.strip_suffix('.').unwrap_or(rest)).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scalars_follow_the_core_schema_and_keep_their_digits() {
        let text = "a: 9007199254740993\nb: 0.10\nc: '1'\nd: yes\ne: ~\nf: true\ng: +1\nh: .5\ni: 007\nj: 2020-01-01\nk: 1e3\n200: ok\nl: !!str 5\nm:\nn: 1_000\no: '~'";
        let value = parse(text).expect("reads");
        let expected = r#"{"a":9007199254740993,"b":0.10,"c":"1","d":"yes","e":null,"f":true,"g":1,"h":0.5,"i":"007","j":"2020-01-01","k":1e+3,"200":"ok","l":"5","m":null,"n":"1_000","o":"~"}"#;
        assert_eq!(value.to_string(), expected);
    }

    #[test]
    fn aliases_and_merge_keys_are_written_out() {
        let value = parse("base: &base {a: 1, b: 2}\nmore: {<<: *base, b: 3}\nsame: *base").expect("reads");
        assert_eq!(value, json!({"base": {"a": 1, "b": 2}, "more": {"b": 3, "a": 1}, "same": {"a": 1, "b": 2}}));
    }

    #[test]
    fn a_bomb_of_aliases_is_refused_before_it_grows() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let former = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", vec![former; 10].join(", "));
        }
        assert_eq!(parse(&text), Err(ReadError::TooLong));
    }

    #[test]
    fn an_alias_within_itself_is_refused() {
        assert_eq!(parse("a: &a [*a]"), Err(ReadError::NoText { line: 1 }));
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        assert_eq!(parse(&"- ".repeat(100_000)), Err(ReadError::TooDeep));
        assert!(matches!(parse(&"[".repeat(100_000)), Err(ReadError::TooDeep | ReadError::NoText { .. })));
        assert!(matches!(parse(&"{a: ".repeat(100_000)), Err(ReadError::TooDeep | ReadError::NoText { .. })));
    }
}
