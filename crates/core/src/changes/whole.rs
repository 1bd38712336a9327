//! Lists and nested parts as the service takes them: each is kept and sent whole, and what is wrong is told with its place.

use super::alike::is_empty;
use super::value::{ValueProblem, one, parse};
use super::visible::is_visible;
use coredesk_catalogue::{Field, FieldKind};
use serde_json::{Map, Value};

/// A list of values of `field`; empty entries are left out.
pub(super) fn list(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    let Value::Array(items) = value else { return Err(ValueProblem::NotAList) };
    let is_part = field.kind == FieldKind::Object;
    let items = items.iter().enumerate().filter(|(_, item)| is_part || !is_empty(item));
    items
        .map(|(place, item)| match item {
            Value::Object(members) if is_part && !field.parts.is_empty() => {
                members_of(field, members).map_err(|problem| numbered(place, problem))
            }
            item if is_part => Ok(item.clone()),
            item => one(field, item).map_err(|problem| numbered(place, problem)),
        })
        .collect::<Result<_, _>>()
        .map(Value::Array)
}

/// A nested part. One whose own parts are not known may be anything that has parts.
pub(super) fn parts(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    match value {
        Value::Object(members) if !field.parts.is_empty() => members_of(field, members),
        Value::Object(_) | Value::Array(_) if field.parts.is_empty() => Ok(value.clone()),
        _ => Err(ValueProblem::NotParts),
    }
}

/// What is not known, or set by the service, stays as it is.
fn members_of(field: &Field, members: &Map<String, Value>) -> Result<Value, ValueProblem> {
    let mut taken = members.clone();
    for part in field.parts.iter().filter(|part| !part.read_only) {
        let value = members.get(&part.name);
        let empty = value.is_none_or(is_empty);
        if empty && part.required && part.default.is_none() && is_visible(&field.parts, members, part) {
            return Err(inside(part, ValueProblem::Missing));
        }
        if let Some(value) = value {
            taken.insert(part.name.clone(), parse(part, value).map_err(|problem| inside(part, problem))?);
        }
    }
    Ok(Value::Object(taken))
}

/// `problem` of an entry of a list, counted from 1.
fn numbered(place: usize, problem: ValueProblem) -> ValueProblem {
    at(format!("Entry {}", place + 1), problem)
}

fn inside(part: &Field, problem: ValueProblem) -> ValueProblem {
    at(part.title.clone(), problem)
}

fn at(place: String, problem: ValueProblem) -> ValueProblem {
    match problem {
        ValueProblem::Inside { place: further, problem } => ValueProblem::Inside { place: format!("{place}, {further}"), problem },
        problem => ValueProblem::Inside { place, problem: Box::new(problem) },
    }
}
