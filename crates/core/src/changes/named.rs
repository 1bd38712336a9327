//! References by what a person calls the record, as they come with a block from a spreadsheet: `{ "named": "Quay House" }`.
//! One whose record is not known for certain stays in this form until a person picked it.

use super::draft::{DraftError, FieldEdit};
use crate::mirror::{Mirror, MirrorError, fold};
use coredesk_catalogue::{EntityType, Field, WireForm};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

const NAMED: &str = "named";
/// Kinds of fields in which a name is looked for.
const RANKS: usize = 4;

/// The name, where a reference is given by it.
pub(crate) fn name_in(value: &Value) -> Option<&str> {
    value.as_object().filter(|object| object.len() == 1)?.get(NAMED)?.as_str().map(str::trim)
}

/// Puts the ids of records in the place of their names, all of a field by a few looks at the mirror.
pub(super) fn find_named(
    connection: &Connection,
    mirror: &Mirror,
    entity_type: &EntityType,
    edits: &mut [FieldEdit],
) -> Result<(), DraftError> {
    let mut names: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for edit in edits.iter() {
        if let Some(name) = name_in(&edit.value) {
            names.entry(&edit.field).or_default().insert(name);
        }
    }
    let mut found = HashMap::new();
    for (name, names) in names {
        let Some(field) = entity_type.field(name).filter(|field| !field.array && field.reference().is_some()) else { continue };
        found.insert(name.to_owned(), ids_of(connection, mirror, field, &names)?);
    }
    for edit in edits {
        let Some(name) = name_in(&edit.value) else { continue };
        if let Some(id) = found.get(&edit.field).and_then(|ids| ids.get(name)) {
            edit.value = Value::String(id.clone());
        } else if entity_type.field(&edit.field).is_some_and(|field| name.is_empty() || reads_as_id(field, name)) {
            edit.value = Value::String(name.to_owned());
        }
    }
    Ok(())
}

/// The ids of those that are named for certain: by the id itself, by name, or by code.
fn ids_of(connection: &Connection, mirror: &Mirror, field: &Field, names: &BTreeSet<&str>) -> Result<HashMap<String, String>, MirrorError> {
    let mut ids = HashMap::new();
    let catalogue = mirror.catalogue();
    let targets = field.reference().map_or(&[][..], |reference| &reference.entity_types);
    let mut open: Vec<&str> = names.iter().copied().collect();
    for rank in 0..RANKS {
        let mut held: HashMap<String, HashSet<String>> = HashMap::new();
        for target in targets.iter().filter_map(|name| catalogue.entity_type(name)) {
            for column in columns_of(target, rank) {
                for (text, id) in mirror.ids_holding(connection, &target.name, column, &open)? {
                    held.entry(fold(&text)).or_default().insert(id);
                }
            }
        }
        open.retain(|name| {
            let Some(records) = held.get(&fold(name)) else { return true };
            if let (1, Some(id)) = (records.len(), records.iter().next()) {
                ids.insert((*name).to_owned(), id.clone());
            }
            false
        });
    }
    Ok(ids)
}

/// The fields in which a name is looked for, the surest first: the id, what names the record, its codes, a name beside that.
fn columns_of(entity_type: &EntityType, rank: usize) -> Vec<&str> {
    let fields: Vec<&Field> = match rank {
        0 => return vec![entity_type.id_field.as_str()],
        1 => entity_type.name_field().into_iter().collect(),
        2 => entity_type.code_fields(),
        _ => entity_type.field("name").into_iter().collect(),
    };
    fields.into_iter().filter(|field| field.is_scalar() && field.kind.is_text()).map(|field| field.name.as_str()).collect()
}

/// An id of a record that may not be on this computer.
fn reads_as_id(field: &Field, text: &str) -> bool {
    if field.wire == WireForm::Number {
        return text.bytes().all(|byte| byte.is_ascii_digit());
    }
    super::new_id::is_new(text) || uuid::Uuid::try_parse(text).is_ok()
}
