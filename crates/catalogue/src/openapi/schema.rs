//! A schema as the layers it is made of: itself, what it refers to, its `allOf` parts and its alternatives.

use super::document::{Document, Members};
use super::limits::{CODES_AT_MOST, FIELDS_AT_MOST, LAYERS_AT_MOST, REFERENCES_IN_A_ROW};
use serde_json::Value;
use std::collections::HashMap;

/// A schema without references and combinations: what is asked of it is answered by its first layer that says it.
#[derive(Clone, Default)]
pub(super) struct Schema<'d> {
    layers: Vec<Layer<'d>>,
    nullable: bool,
}

#[derive(Clone, Copy)]
struct Layer<'d> {
    members: &'d Members,
    /// It holds whatever alternative is taken.
    certain: bool,
    /// Reached by a reference.
    shared: bool,
}

/// What JSON Schema calls types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl<'d> Schema<'d> {
    pub(super) fn of(document: &Document<'d>, schema: &'d Value) -> Self {
        Self::of_all(document, [schema])
    }

    /// One schema of several that hold at once.
    pub(super) fn of_all(document: &Document<'d>, schemas: impl IntoIterator<Item = &'d Value>) -> Self {
        let mut all = Self::default();
        for schema in schemas {
            all.add(document, schema, true, false, 0);
        }
        all
    }

    fn add(&mut self, document: &Document<'d>, schema: &'d Value, certain: bool, shared: bool, depth: usize) {
        let Value::Object(members) = schema else { return };
        let is_known = self.layers.iter().any(|layer| std::ptr::eq(layer.members, members));
        if is_known || depth > REFERENCES_IN_A_ROW || self.layers.len() >= LAYERS_AT_MOST || !document.step() {
            return;
        }
        self.layers.push(Layer { members, certain, shared });
        self.nullable |= is_nullable(members);
        if let Some(Value::String(reference)) = members.get("$ref")
            && let Some(target) = document.at(reference)
        {
            self.add(document, target, certain, true, depth + 1);
        }
        for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(document, part, certain, shared, depth + 1);
        }
        for key in ["oneOf", "anyOf"] {
            let alternatives: Vec<&'d Value> = members.get(key).and_then(Value::as_array).into_iter().flatten().collect();
            let (none, some): (Vec<_>, Vec<_>) = alternatives.into_iter().partition(|part| is_only_null(document, part));
            self.nullable |= !none.is_empty();
            let certain = certain && some.len() == 1;
            for part in some {
                self.add(document, part, certain, shared, depth + 1);
            }
        }
    }

    pub(super) fn nullable(&self) -> bool {
        self.nullable
    }

    /// The first layer's word on `key`.
    pub(super) fn get(&self, key: &str) -> Option<&'d Value> {
        self.layers.iter().find_map(|layer| layer.members.get(key)).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    pub(super) fn number(&self, key: &str) -> Option<u64> {
        self.get(key)?.as_u64()
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The word of the layers that are the schema's own, not shared with others.
    pub(super) fn own(&self, key: &str) -> Option<&'d Value> {
        self.layers.iter().filter(|layer| !layer.shared).find_map(|layer| layer.members.get(key)).filter(|value| !value.is_null())
    }

    /// The schema that it shares with others, or itself; two of the same identity describe the same.
    pub(super) fn identity(&self) -> Option<*const Members> {
        let shared = self.layers.iter().find(|layer| layer.shared && !layer.members.contains_key("$ref"));
        shared.or(self.layers.first()).map(|layer| std::ptr::from_ref(layer.members))
    }

    /// The last piece of the reference that leads to the schema, such as `PetUpdate`.
    pub(super) fn shared_name(&self) -> Option<&'d str> {
        let reference = self.layers.first()?.members.get("$ref")?.as_str()?;
        reference.rsplit('/').next()
    }

    /// What its values are; none if nothing says it. Where alternatives differ, the first counts.
    pub(super) fn kind(&self) -> Option<Type> {
        self.kinds().first().copied()
    }

    /// All that its values can be.
    pub(super) fn kinds(&self) -> Vec<Type> {
        let mut kinds: Vec<Type> = Vec::new();
        let said = self.layers.iter().filter(|layer| layer.members.contains_key("type"));
        let mut add = |found: Vec<Type>| {
            found.into_iter().for_each(|kind| {
                if !kinds.contains(&kind) {
                    kinds.push(kind)
                }
            })
        };
        match said.clone().find(|layer| layer.certain) {
            Some(layer) => add(types(layer.members)),
            None => said.for_each(|layer| add(types(layer.members))),
        }
        if kinds.is_empty() {
            kinds.extend(self.layers.iter().find_map(|layer| implied_type(layer.members)));
        }
        kinds
    }

    pub(super) fn has_properties(&self) -> bool {
        self.layers.iter().any(|layer| layer.members.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty()))
    }

    /// Its properties in order, each as one schema of all that the layers say of it.
    pub(super) fn properties(&self, document: &Document<'d>) -> Vec<(&'d str, Schema<'d>)> {
        let mut order: Vec<(&'d str, Vec<&'d Value>)> = Vec::new();
        let mut places: HashMap<&'d str, usize> = HashMap::new();
        for (name, schema) in self.layers.iter().filter_map(|layer| layer.members.get("properties")?.as_object()).flatten() {
            match places.get(name.as_str()) {
                Some(place) => order[*place].1.push(schema),
                None if order.len() < FIELDS_AT_MOST => {
                    places.insert(name, order.len());
                    order.push((name, vec![schema]));
                }
                None => {
                    document.leave_out(format!("Of an object with more than {FIELDS_AT_MOST} fields the rest was left out."));
                    break;
                }
            }
        }
        order.into_iter().map(|(name, schemas)| (name, Schema::of_all(document, schemas))).collect()
    }

    /// Whether an object without that property is refused.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.required().any(|required| required == name)
    }

    /// The properties without which an object is refused.
    pub(super) fn required(&self) -> impl Iterator<Item = &'d str> {
        let certain = self.layers.iter().filter(|layer| layer.certain);
        certain.filter_map(|layer| layer.members.get("required")?.as_array()).flatten().filter_map(Value::as_str)
    }

    /// The schema of the values of a list: all that the layers say of them at once, or what the first alternative says.
    pub(super) fn items(&self, document: &Document<'d>) -> Option<Schema<'d>> {
        let said = |certain: bool| {
            let layers = self.layers.iter().filter(move |layer| layer.certain || !certain);
            layers.filter_map(|layer| layer.members.get("items")).filter(|items| items.is_object())
        };
        let mut certain = said(true).peekable();
        if certain.peek().is_some() {
            return Some(Schema::of_all(document, certain));
        }
        said(false).next().map(|items| Schema::of(document, items))
    }

    /// The codes that are listed, each with the title that it carries, without null.
    pub(super) fn codes(&self) -> Vec<(&'d Value, Option<&'d str>)> {
        let mut codes: Vec<(&'d Value, Option<&'d str>)> = Vec::new();
        let certain = self.layers.iter().find(|layer| layer.certain && codes_of(layer.members).next().is_some());
        let layers = match certain {
            Some(layer) => std::slice::from_ref(layer),
            None => &self.layers,
        };
        for (code, title) in layers.iter().flat_map(|layer| codes_of(layer.members)) {
            if !code.is_null() && codes.len() < CODES_AT_MOST && !codes.iter().any(|(known, _)| *known == code) {
                codes.push((code, title));
            }
        }
        codes
    }
}

fn codes_of(members: &Members) -> impl Iterator<Item = (&Value, Option<&str>)> {
    let title = members.get("title").and_then(Value::as_str);
    let listed = members.get("enum").and_then(Value::as_array).into_iter().flatten().map(|code| (code, None));
    listed.chain(members.get("const").map(|code| (code, title)))
}

fn is_nullable(members: &Members) -> bool {
    let says = |key: &str| members.get(key).and_then(Value::as_bool).unwrap_or_default();
    let holds_null = |key: &str, null: &Value| members.get(key).and_then(Value::as_array).is_some_and(|values| values.contains(null));
    says("nullable") || says("x-nullable") || holds_null("type", &Value::String("null".to_owned())) || holds_null("enum", &Value::Null)
}

fn is_only_null(document: &Document<'_>, schema: &Value) -> bool {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let schema = reference.and_then(|reference| document.at(reference)).unwrap_or(schema);
    let only_null = |values: &Value| values.as_array().is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null));
    schema.get("type").and_then(Value::as_str) == Some("null")
        || schema.get("enum").is_some_and(only_null)
        || schema.get("const").is_some_and(Value::is_null)
}

fn types(members: &Members) -> Vec<Type> {
    match members.get("type") {
        Some(Value::String(name)) => type_called(name).into_iter().collect(),
        Some(Value::Array(names)) => names.iter().take(8).filter_map(Value::as_str).filter_map(type_called).collect(),
        _ => Vec::new(),
    }
}

fn type_called(name: &str) -> Option<Type> {
    Some(match name {
        "string" | "file" => Type::String,
        "integer" => Type::Integer,
        "number" => Type::Number,
        "boolean" => Type::Boolean,
        "array" => Type::Array,
        "object" => Type::Object,
        _ => return None,
    })
}

fn implied_type(members: &Members) -> Option<Type> {
    if members.contains_key("properties") || members.contains_key("additionalProperties") {
        return Some(Type::Object);
    }
    if members.contains_key("items") {
        return Some(Type::Array);
    }
    match codes_of(members).map(|(code, _)| code).find(|code| !code.is_null())? {
        Value::String(_) => Some(Type::String),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(Type::Integer),
        Value::Number(_) => Some(Type::Number),
        Value::Bool(_) => Some(Type::Boolean),
        Value::Array(_) => Some(Type::Array),
        Value::Object(_) | Value::Null => Some(Type::Object),
    }
}
