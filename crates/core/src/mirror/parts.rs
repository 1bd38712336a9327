//! Nested parts that are known from a single read stay known when a list, which leaves them out, brings the same version
//! of the record again (`core-api.md`, section 9).

use super::MirrorError;
use super::rows::parse;
use crate::Record;
use coredesk_catalogue::EntityType;
use serde_json::Value;
use std::borrow::Cow;

/// What counts the changes of a record, where a service does.
const VERSION: &str = "version";

/// `record` with the parts of `held` that it leaves out, if both are the same version.
pub(super) fn with_known_parts<'r>(entity_type: &EntityType, record: &'r Record, held: &str) -> Result<Cow<'r, Record>, MirrorError> {
    let left_out: Vec<&str> = entity_type
        .fields
        .iter()
        .filter(|field| field.nested && is_left_out(record.get(&field.name)))
        .map(|field| field.name.as_str())
        .filter(|name| [":[{", ":{\""].iter().any(|start| held.contains(&format!("\"{name}\"{start}"))))
        .collect();
    if left_out.is_empty() {
        return Ok(Cow::Borrowed(record));
    }
    let held = parse(held)?;
    if !is_same_version(&held, record, &left_out) {
        return Ok(Cow::Borrowed(record));
    }
    let mut whole = record.clone();
    for name in left_out {
        if let Some(part) = held.get(name) {
            whole.insert(name.to_owned(), part.clone());
        }
    }
    Ok(Cow::Owned(whole))
}

/// Whether both are one version of the record. Where the service counts none, all else must be as it was.
fn is_same_version(held: &Record, record: &Record, left_out: &[&str]) -> bool {
    let version = |record: &'_ Record| record.get(VERSION).filter(|version| !version.is_null()).cloned();
    if held.contains_key(VERSION) || record.contains_key(VERSION) {
        return version(held).is_some() && version(held) == version(record);
    }
    let rest = |record: &Record| -> Record {
        record.iter().filter(|(name, _)| !left_out.contains(&name.as_str())).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    rest(held) == rest(record)
}

/// Whether a list leaves it out by being absent, null or empty is not known.
fn is_left_out(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(parts)) => parts.is_empty(),
        Some(_) => false,
    }
}
