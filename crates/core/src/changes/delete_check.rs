//! What would become of many records that are to be deleted, as far as the copy on this computer tells.

use super::Changes;
use super::bulk::CHANGED_AT_MOST;
use super::delete_order::Bond;
use super::dependants::rules_about_deleting;
use super::draft::{DraftError, DraftKind};
use super::new_id::is_new;
use super::words::in_sentence;
use crate::mirror::{Mirror, Pointer};
use coredesk_catalogue::EntityType;
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};

/// So many records of an entity type are named as what keeps others; of more only what they are called.
const NAMED_AT_MOST: usize = 3;

/// What would become of records that are to be deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeleteCheck {
    /// How many they are.
    pub rows: usize,
    /// Nothing points at them.
    pub free: usize,
    /// The service will keep them; most first.
    pub kept: Vec<KeptRows>,
    /// Others only lose them, or go with them.
    pub with_dependants: usize,
    /// They have unsent edits, which wait for the mark to be taken back.
    pub with_edits: usize,
    /// They were never sent, and just disappear.
    pub new_records: usize,
    /// Everything that may point at them is on this computer.
    pub is_whole: bool,
    /// The service's rules about deleting them, in the words of its description.
    pub rules: Vec<String>,
}

/// Records that the service will keep for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRows {
    /// After "they", such as "are used by invoice 2931".
    pub reason: String,
    /// Their ids.
    pub ids: Vec<String>,
}

impl Changes {
    /// What would become of the records `ids` if they were deleted. What is to be deleted with them, or before, and what an
    /// unsent edit takes away from them keeps none.
    ///
    /// # Errors
    /// `UnknownName`, `NotOffered`; `TooManyAtOnce` for more than 100,000; `Mirror`, `Store`.
    pub async fn check_deletes(&self, entity_type: &str, ids: Vec<String>) -> Result<DeleteCheck, DraftError> {
        let entity_type = self.entity_type(entity_type)?;
        if !entity_type.operations.delete {
            return Err(DraftError::NotOffered { operation: "delete" });
        }
        if ids.len() > CHANGED_AT_MOST {
            return Err(DraftError::TooManyAtOnce { limit: CHANGED_AT_MOST });
        }
        let mirror = self.mirror.clone();
        self.store.read(move |connection| check(connection, &mirror, &entity_type, &ids)).await
    }
}

fn check(connection: &Connection, mirror: &Mirror, entity_type: &EntityType, ids: &[String]) -> Result<DeleteCheck, DraftError> {
    let (new, sent): (Vec<String>, Vec<String>) = ids.iter().cloned().partition(|id| is_new(id));
    let pointers = mirror.pointers_to(&entity_type.name);
    let mut kept: HashMap<String, usize> = HashMap::new();
    let mut reasons: Vec<KeptRows> = Vec::new();
    let mut loosely: HashSet<String> = HashSet::new();
    for pointer in &pointers {
        let pointed = pointed(connection, pointer, entity_type, &sent)?;
        if Bond::of(pointer) != Some(Bond::Keeps) {
            loosely.extend(pointed.into_iter().map(|found| found.target));
            continue;
        }
        for (target, reason) in reasons_of(connection, mirror, pointer, pointed)? {
            if kept.contains_key(&target) {
                continue;
            }
            let place = reasons.iter().position(|known| known.reason == reason).unwrap_or_else(|| {
                reasons.push(KeptRows { reason, ids: Vec::new() });
                reasons.len() - 1
            });
            kept.insert(target, place);
        }
    }
    // In the order in which they were chosen.
    for id in &sent {
        if let Some(reason) = kept.get(id).and_then(|place| reasons.get_mut(*place)) {
            reason.ids.push(id.clone());
        }
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.ids.len()));
    loosely.retain(|id| !kept.contains_key(id));
    let edited = edited(connection, &entity_type.name)?;
    Ok(DeleteCheck {
        rows: ids.len(),
        free: sent.len() - kept.len() - loosely.len(),
        kept: reasons,
        with_dependants: loosely.len(),
        with_edits: sent.iter().filter(|id| edited.contains(*id)).count(),
        new_records: new.len(),
        is_whole: mirror.not_whole(connection, &entity_type.name, &pointers)?.is_empty(),
        rules: rules_about_deleting(entity_type),
    })
}

/// A record at which others point that stay.
struct Pointed {
    target: String,
    count: u64,
    /// The one that points, where it is one.
    by: Option<String>,
}

fn pointed(connection: &Connection, pointer: &Pointer, entity_type: &EntityType, ids: &[String]) -> Result<Vec<Pointed>, DraftError> {
    let found = pointer.counted(connection, ids)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut letting_go = letting_go(connection, pointer)?;
    if pointer.entity_type == entity_type.name {
        letting_go.extend(ids.iter().cloned());
    }
    let mut gone: HashMap<String, HashSet<String>> = HashMap::new();
    if !letting_go.is_empty() {
        for pointing in pointer.among(connection, ids, &letting_go)? {
            gone.entry(pointing.target).or_default().insert(pointing.id);
        }
    }
    let mut pointed = Vec::with_capacity(found.len());
    for (target, count, one) in found {
        let gone = gone.remove(&target).unwrap_or_default();
        let count = count.saturating_sub(gone.len() as u64);
        let by = match count {
            0 => continue,
            1 if !gone.contains(&one) => Some(one),
            1 => {
                let pointing = pointer.pointing(connection, std::slice::from_ref(&target), gone.len() + 1)?;
                pointing.into_iter().map(|pointing| pointing.id).find(|id| !gone.contains(id))
            }
            _ => None,
        };
        pointed.push(Pointed { target, count, by });
    }
    Ok(pointed)
}

/// The records that point now and will not when the deletes are sent: they are marked, or an unsent edit changes the field.
fn letting_go(connection: &Connection, pointer: &Pointer) -> Result<Vec<String>, DraftError> {
    let field = if pointer.is_plain { pointer.path.as_str() } else { "" };
    let mut statement = connection.prepare_cached(
        "SELECT entity_id FROM draft WHERE entity_type = ?1 AND (kind = 'delete' OR kind = 'edit' AND EXISTS (
             SELECT 1 FROM json_each(draft.fields) AS change WHERE change.value ->> 'field' = ?2
         ))",
    )?;
    let ids = statement.query_map(params![pointer.entity_type, field], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Why each of them is kept, in words.
fn reasons_of(
    connection: &Connection,
    mirror: &Mirror,
    pointer: &Pointer,
    pointed: Vec<Pointed>,
) -> Result<Vec<(String, String)>, DraftError> {
    let pointing = mirror.entity_type(&pointer.entity_type);
    let (one, many) = match &pointing {
        Some(pointing) => (in_sentence(&pointing.title), in_sentence(&pointing.plural)),
        None => (pointer.entity_type.clone(), pointer.entity_type.clone()),
    };
    let mut single: Vec<&str> = pointed.iter().filter(|found| found.count == 1).filter_map(|found| found.by.as_deref()).collect();
    single.sort_unstable();
    single.dedup();
    let mut named: HashMap<String, String> = HashMap::new();
    if single.len() <= NAMED_AT_MOST {
        for id in single {
            named.insert(id.to_owned(), format!("are used by {one} {}", pointer.title_of(connection, id)?));
        }
    }
    let reason = |found: &Pointed| {
        let named = found.by.as_ref().and_then(|id| named.get(id)).cloned();
        named.unwrap_or_else(|| format!("are used by {many}"))
    };
    Ok(pointed.iter().map(|found| (found.target.clone(), reason(found))).collect())
}

/// The records with unsent edits, also those that are marked.
fn edited(connection: &Connection, entity_type: &str) -> Result<HashSet<String>, DraftError> {
    let mut statement =
        connection.prepare_cached("SELECT entity_id FROM draft WHERE entity_type = ?1 AND kind <> ?2 AND fields <> '[]'")?;
    let ids = statement.query_map([entity_type, DraftKind::Create.name()], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
