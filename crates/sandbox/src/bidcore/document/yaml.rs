//! The document as YAML, as Django REST framework serves it by default: blocks for what holds something, quotes where plain
//! text could be read as something else.

use serde_json::Value;

/// A JSON value as YAML.
pub(super) fn written(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

/// Writes a value whose line has begun: what holds something goes on below, in lines of its own.
fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            for (name, value) in object {
                text.push_str(&"  ".repeat(depth));
                text.push_str(&scalar(name));
                text.push(':');
                inner(value, depth + 1, text);
            }
        }
        Value::Array(values) if !values.is_empty() => {
            for value in values {
                text.push_str(&"  ".repeat(depth));
                text.push('-');
                inner(value, depth + 1, text);
            }
        }
        other => {
            text.push_str(&leaf(other));
            text.push('\n');
        }
    }
}

fn inner(value: &Value, depth: usize, text: &mut String) {
    let holds_something =
        value.as_object().is_some_and(|object| !object.is_empty()) || value.as_array().is_some_and(|list| !list.is_empty());
    text.push_str(if holds_something { "\n" } else { " " });
    write(value, depth, text);
}

fn leaf(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), scalar)
}

/// Words stay plain; whatever YAML could take for something else is quoted as in JSON, which is YAML too.
fn scalar(text: &str) -> String {
    let is_word = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '_' | '/' | '-' | '.' | ' ' | '(' | ')');
    let is_plain = text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/')
        && !text.ends_with(' ')
        && text.chars().all(is_word)
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&text.to_ascii_lowercase().as_str());
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_could_be_something_else_is_quoted() {
        let document = json!({ "a": { "200": [], "on": ["x: y", { "b": null, "c": [1] }] }, "d": "plain text", "e": "no" });
        let text = "a:\n  \"200\": []\n  \"on\":\n    - \"x: y\"\n    -\n      b: null\n      c:\n        - 1\nd: plain text\ne: \"no\"\n";
        assert_eq!(written(&document), text);
    }
}
