//! A document as a tree whose references are followed within it, and the few places where Swagger 2.0 and OpenAPI 3 differ.

use super::limits::{ALL_FIELDS_AT_MOST, LEFT_OUT_AT_MOST, REFERENCES_IN_A_ROW, STEPS_AT_MOST};
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};

pub(super) type Members = Map<String, Value>;

/// A document that is being read.
pub(super) struct Document<'d> {
    root: &'d Members,
    /// Swagger 2.0; else OpenAPI 3.
    pub(super) is_swagger: bool,
    steps: Cell<u32>,
    fields: Cell<u32>,
    left_out: RefCell<Vec<String>>,
    lists_left_out: RefCell<Vec<(WhyNot, Vec<String>)>>,
    more_left_out: Cell<usize>,
}

/// Why a list is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyNot {
    /// Nothing in it identifies a record.
    NoId,
    /// Its path holds what no collection's records give.
    Path,
    /// It must be asked with a value that nobody knows.
    Question,
}

/// A parameter of an operation.
#[derive(Clone, Copy)]
pub(super) struct Parameter<'d> {
    pub(super) name: &'d str,
    /// `query`, `path`, `header`, `cookie`, `body` or `formData`.
    pub(super) place: &'d str,
    /// In Swagger 2.0 the parameter itself, but for a body.
    pub(super) schema: &'d Value,
    pub(super) description: &'d str,
    pub(super) required: bool,
}

/// What an operation takes as its body.
#[derive(Clone, Copy)]
pub(super) enum Body<'d> {
    /// Nothing is said of a body.
    Unsaid,
    /// A JSON text, with its schema if there is one.
    Json(Option<&'d Value>),
    /// JSON Patch (RFC 6902), a form or a file.
    Other,
}

impl<'d> Document<'d> {
    pub(super) fn new(root: &'d Members, is_swagger: bool) -> Self {
        Self {
            root,
            is_swagger,
            steps: Cell::default(),
            fields: Cell::default(),
            left_out: RefCell::default(),
            lists_left_out: RefCell::default(),
            more_left_out: Cell::default(),
        }
    }

    pub(super) fn root(&self, key: &str) -> Option<&'d Value> {
        self.root.get(key)
    }

    /// Tells in one sentence what could not be taken.
    pub(super) fn leave_out(&self, sentence: String) {
        let mut left_out = self.left_out.borrow_mut();
        if left_out.contains(&sentence) {
        } else if left_out.len() < LEFT_OUT_AT_MOST {
            left_out.push(sentence);
        } else {
            self.more_left_out.set(self.more_left_out.get() + 1);
        }
    }

    /// Tells that the list at `path` is not taken; lists that share the reason share a sentence.
    pub(super) fn leave_out_list(&self, why: WhyNot, path: &str) {
        let mut left_out = self.lists_left_out.borrow_mut();
        match left_out.iter_mut().find(|(known, _)| *known == why) {
            Some((_, paths)) => paths.push(path.to_owned()),
            None => left_out.push((why, vec![path.to_owned()])),
        }
    }

    pub(super) fn into_left_out(self) -> Vec<String> {
        let lists = self.lists_left_out.into_inner().into_iter().map(|(why, paths)| sentence(why, &paths));
        let mut left_out: Vec<String> = lists.chain(self.left_out.into_inner()).collect();
        match self.more_left_out.get() {
            0 => {}
            more => left_out.push(format!("{more} more parts were left out.")),
        }
        left_out
    }

    /// One more schema is looked at; false once it is enough for one document.
    pub(super) fn step(&self) -> bool {
        let steps = self.steps.get().saturating_add(1);
        self.steps.set(steps);
        if steps == STEPS_AT_MOST {
            self.leave_out("The document is more entangled than Coredesk follows, so parts of it were left out.".to_owned());
        }
        steps < STEPS_AT_MOST
    }

    /// One more field is described; false once it is enough for one document.
    pub(super) fn field(&self) -> bool {
        let fields = self.fields.get().saturating_add(1);
        self.fields.set(fields);
        if fields == ALL_FIELDS_AT_MOST {
            self.leave_out(format!("The document has more than {ALL_FIELDS_AT_MOST} fields; the rest was left out."));
        }
        fields < ALL_FIELDS_AT_MOST
    }

    /// What `value` stands for: itself, or what its `$ref` leads to within this document.
    pub(super) fn resolve(&self, mut value: &'d Value) -> Option<&'d Value> {
        for _ in 0..REFERENCES_IN_A_ROW {
            let Some(Value::String(reference)) = value.get("$ref") else { return Some(value) };
            value = self.at(reference)?;
        }
        self.leave_out("A reference that leads to itself was left out.".to_owned());
        None
    }

    /// What a reference points at, one step.
    pub(super) fn at(&self, reference: &str) -> Option<&'d Value> {
        let Some(pointer) = reference.strip_prefix('#') else {
            self.leave_out("References to other documents are not followed; what they lead to was left out.".to_owned());
            return None;
        };
        let mut pieces = pointer.split('/');
        if pieces.next().is_none_or(|first| !first.is_empty()) {
            return None;
        }
        let mut found: Option<&'d Value> = None;
        for piece in pieces {
            let piece = unescaped(piece);
            found = match found {
                None => self.root.get(&piece),
                Some(Value::Object(members)) => members.get(&piece),
                Some(Value::Array(values)) => piece.parse::<usize>().ok().and_then(|index| values.get(index)),
                Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => None,
            };
            if found.is_none() {
                self.leave_out("A reference to something that the document does not hold was left out.".to_owned());
                return None;
            }
        }
        found
    }

    fn resolved(&self, value: Option<&'d Value>) -> Option<&'d Members> {
        self.resolve(value?)?.as_object()
    }

    /// The operation called `method` of a path.
    pub(super) fn operation(&self, path_item: &'d Members, method: &str) -> Option<&'d Members> {
        path_item.get(method).and_then(Value::as_object)
    }

    /// The paths and what they offer.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&'d str, &'d Members)> {
        let paths = self.root.get("paths").and_then(Value::as_object);
        paths.into_iter().flatten().filter_map(|(path, item)| Some((path.as_str(), self.resolved(Some(item))?)))
    }

    /// The parameters of an operation and those of its path.
    pub(super) fn parameters(&self, path_item: &'d Members, operation: &'d Members) -> Vec<Parameter<'d>> {
        [operation.get("parameters"), path_item.get("parameters")]
            .into_iter()
            .flatten()
            .filter_map(Value::as_array)
            .flatten()
            .take(500)
            .filter_map(|parameter| {
                let whole = self.resolve(parameter)?;
                let members = whole.as_object()?;
                Some(Parameter {
                    name: members.get("name")?.as_str()?,
                    place: members.get("in")?.as_str()?,
                    schema: members.get("schema").unwrap_or(whole),
                    description: members.get("description").and_then(Value::as_str).unwrap_or_default(),
                    required: members.get("required").and_then(Value::as_bool).unwrap_or_default(),
                })
            })
            .collect()
    }

    /// The schema of the answer when all went well.
    pub(super) fn answer(&self, operation: &'d Members) -> Option<&'d Value> {
        let response = self.good_response(operation)?;
        if self.is_swagger {
            return response.get("schema");
        }
        let content = response.get("content")?.as_object()?;
        let (_, media) = json_media(content)?;
        media.get("schema")
    }

    /// Whether an answer when all went well carries that header.
    pub(super) fn answers_with_header(&self, operation: &'d Members, name: &str) -> bool {
        self.good_response(operation)
            .and_then(|response| response.get("headers")?.as_object())
            .is_some_and(|headers| headers.keys().any(|header| header.eq_ignore_ascii_case(name)))
    }

    fn good_response(&self, operation: &'d Members) -> Option<&'d Members> {
        let responses = operation.get("responses")?.as_object()?;
        let code = ["200", "201", "2XX", "2xx", "202", "203", "default"].into_iter().find(|code| responses.contains_key(*code))?;
        self.resolved(responses.get(code))
    }

    /// What an operation takes as its body.
    pub(super) fn body(&self, path_item: &'d Members, operation: &'d Members) -> Body<'d> {
        if self.is_swagger {
            let parameters = self.parameters(path_item, operation);
            return match parameters.iter().find(|parameter| matches!(parameter.place, "body" | "formData")) {
                Some(parameter) if parameter.place == "body" => Body::Json(Some(parameter.schema)),
                Some(_) => Body::Other,
                None => Body::Unsaid,
            };
        }
        let Some(body) = self.resolved(operation.get("requestBody")) else { return Body::Unsaid };
        match body.get("content").and_then(Value::as_object) {
            None => Body::Unsaid,
            Some(content) if content.is_empty() => Body::Unsaid,
            Some(content) => json_media(content).map_or(Body::Other, |(_, media)| Body::Json(media.get("schema"))),
        }
    }
}

fn sentence(why: WhyNot, paths: &[String]) -> String {
    let (one, many) = match why {
        WhyNot::NoId => ("nothing in it identifies a record", "nothing in them identifies a record"),
        WhyNot::Path => ("what its path needs is not known", "what their paths need is not known"),
        WhyNot::Question => ("it must be asked with a value that is not known", "they must be asked with values that are not known"),
    };
    match paths {
        [first, second, ..] => format!("{} lists, such as {first} and {second}, were left out: {many}.", paths.len()),
        _ => format!("The list at {} was left out: {one}.", paths.first().map_or("", String::as_str)),
    }
}

/// The media type that is JSON, the plainest first.
fn json_media(content: &Members) -> Option<(&str, &Value)> {
    let rank = |media: &str| {
        let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match media.as_str() {
            "application/json" => Some(0),
            "application/merge-patch+json" => Some(1),
            "application/json-patch+json" => None,
            "*/*" | "application/*" | "text/json" => Some(3),
            other if other.ends_with("+json") => Some(2),
            _ => None,
        }
    };
    content
        .iter()
        .filter_map(|(media, value)| Some((rank(media)?, media.as_str(), value)))
        .min_by_key(|(rank, ..)| *rank)
        .map(|(_, media, value)| (media, value))
}

/// A piece of a JSON pointer in a URI fragment (RFC 6901 §6).
fn unescaped(piece: &str) -> String {
    let mut bytes = Vec::with_capacity(piece.len());
    let mut rest = piece.as_bytes();
    while let [first, others @ ..] = rest {
        let hex = |bytes: &[u8]| u8::from_str_radix(std::str::from_utf8(bytes.get(..2)?).ok()?, 16).ok();
        match (*first, (*first == b'%').then(|| hex(others)).flatten()) {
            (_, Some(byte)) => {
                bytes.push(byte);
                rest = others.get(2..).unwrap_or_default();
            }
            (byte, None) => {
                bytes.push(byte);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_are_followed_within_the_document_alone() {
        let root = json!({
            "a": {"$ref": "#/b~1c/d%20e"}, "b/c": {"d e": {"found": true}},
            "loop": {"$ref": "#/loop"}, "far": {"$ref": "https://elsewhere.example/x.json#/a"}, "none": {"$ref": "#/gone"},
        });
        let root = root.as_object().expect("an object");
        let document = Document::new(root, false);
        let resolve = |name: &str| document.resolve(&root[name]);
        assert_eq!(resolve("a"), Some(&json!({"found": true})));
        assert_eq!(resolve("loop"), None);
        assert_eq!(resolve("far"), None);
        assert_eq!(resolve("none"), None);
        assert_eq!(document.into_left_out().len(), 3);
    }
}
