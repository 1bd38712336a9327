//! The check that goes on in the background: some drafts at a time, those that changed first, then those that something else
//! they depend on changed for. What was found of the latter stands until they were checked again.

use super::Changes;
use super::check::{Checked, Checking};
use super::draft::{Draft, DraftError};
use super::draft_table;
use crate::mirror::Mirror;
use coredesk_catalogue::{Catalogue, EntityType, ReferencePath};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Drafts that are checked in one go: a person who types meanwhile waits for no longer than that takes.
const AT_ONCE: i64 = 200;
/// Of more records that changed, all drafts of their entity types are checked again.
const MOVED_AT_MOST: usize = 1_000;
/// Raised when other things are checked, so that all drafts are checked again.
const CHECKS: u32 = 1;
/// Stands for the number of the last change of the copy that was looked at; no entity type is called so.
const COPY: &str = "";

/// What came of checking some drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckStep {
    /// Something else was found than before.
    pub has_news: bool,
    /// No draft is left that is to be checked.
    pub is_done: bool,
}

/// Some drafts that are to be checked.
struct Batch {
    drafts: Vec<Draft>,
    walk: Option<Walk>,
}

/// All drafts of an entity type are gone through.
struct Walk {
    entity_type: String,
    /// The last record before this batch.
    after: String,
    /// The last record of this batch; none at the end.
    last: Option<String>,
}

impl Changes {
    /// Looks what drafts depend on and is another than when they were checked: other drafts, the copy, the description. True if
    /// drafts came, changed or went, or some are to be checked again.
    ///
    /// # Errors
    /// `Store`, `Mirror`.
    pub async fn note_what_moved(&self) -> Result<bool, DraftError> {
        let mirror = self.mirror.clone();
        let moved = self.store.read(move |connection| Ok::<_, DraftError>(Moved::of(connection, &mirror)?.is_anything())).await?;
        if !moved {
            return Ok(false);
        }
        let mirror = self.mirror.clone();
        self.store
            .write(move |transaction| {
                let moved = Moved::of(transaction, &mirror)?;
                moved.mark(transaction, &mirror.catalogue())?;
                Ok(moved.is_anything())
            })
            .await
    }

    /// Checks some drafts of those that are to be checked.
    ///
    /// # Errors
    /// `Store`, `Mirror`.
    pub async fn check_some(&self) -> Result<CheckStep, DraftError> {
        let mirror = self.mirror.clone();
        let (batch, found) = self
            .store
            .read(move |connection| {
                let batch = next_batch(connection)?;
                let mut checking = Checking::of(connection, &mirror)?;
                let drafts: Vec<Draft> = batch.drafts.iter().map(|draft| checking.with_problems(draft.clone())).collect();
                let found = checking.check_all(&drafts)?;
                Ok::<_, DraftError>((batch, found))
            })
            .await?;
        let is_done = batch.drafts.is_empty() && batch.walk.is_none();
        let news: Vec<(Draft, Checked)> =
            batch.drafts.into_iter().zip(found).filter(|(draft, checked)| draft.checked.as_deref() != Some(&kept(checked))).collect();
        let has_news = !news.is_empty();
        if has_news || batch.walk.is_some() {
            let walk = batch.walk;
            self.store.write(move |transaction| keep(transaction, &news, walk)).await?;
        }
        Ok(CheckStep { has_news, is_done })
    }

    /// Checks all drafts that are to be checked.
    ///
    /// # Errors
    /// `Store`, `Mirror`.
    pub async fn check_all(&self) -> Result<(), DraftError> {
        self.note_what_moved().await?;
        while !self.check_some().await?.is_done {}
        Ok(())
    }
}

/// What was found, as it is kept; `review.sql` tells what stands where.
fn kept(checked: &Checked) -> String {
    let is_open = checked.conflict.as_ref().is_some_and(super::Conflict::is_open);
    let (is_conflict, has_problem) = (checked.conflict.is_some() || is_open, !checked.findings.is_empty());
    let place = match (is_open, has_problem, is_conflict) {
        (true, ..) => 0,
        (_, true, _) => 1,
        (.., true) => 2,
        _ => 3,
    };
    let flag = u8::from;
    let why = checked.not_undoable.as_ref().and_then(|why| serde_json::to_string(why).ok());
    json!([place, flag(is_conflict), flag(has_problem), flag(checked.is_twin), why]).to_string()
}

/// Those that changed since they were checked first.
fn next_batch(connection: &Connection) -> Result<Batch, DraftError> {
    let sql = format!("SELECT {} FROM draft INDEXED BY draft_unchecked WHERE checked IS NULL LIMIT ?1", draft_table::COLUMNS);
    let drafts = read(connection, &sql, params![AT_ONCE])?;
    if !drafts.is_empty() {
        return Ok(Batch { drafts, walk: None });
    }
    let sql = "SELECT entity_type, after FROM draft_check_again LIMIT 1";
    let marked: Option<(String, String)> =
        connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((entity_type, after)) = marked else { return Ok(Batch { drafts, walk: None }) };
    let sql = format!("SELECT {} FROM draft WHERE entity_type = ?1 AND entity_id > ?2 ORDER BY entity_id LIMIT ?3", draft_table::COLUMNS);
    let drafts = read(connection, &sql, params![entity_type, after, AT_ONCE])?;
    let last = drafts.last().map(|draft| draft.entity_id.clone());
    Ok(Batch { drafts, walk: Some(Walk { entity_type, after, last }) })
}

fn read(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Draft>, DraftError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| Ok(draft_table::read(row)))?;
    rows.map(|row| Ok(row??)).collect()
}

/// Keeps what was found of drafts that are still what was checked.
fn keep(transaction: &Transaction<'_>, news: &[(Draft, Checked)], walk: Option<Walk>) -> Result<(), DraftError> {
    let mut put = transaction.prepare_cached(
        "UPDATE draft SET checked = ?2, place = ?2 ->> 0, is_conflict = ?2 ->> 1, has_problem = ?2 ->> 2, not_undoable = ?2 ->> 4
         WHERE change_id = ?1",
    )?;
    // One that is told not to be alone does not know it yet.
    let mut twin = transaction.prepare_cached("UPDATE draft SET checked = NULL WHERE change_id = ?1 AND coalesce(checked ->> 3, 0) = 0")?;
    for (draft, checked) in news {
        let now = draft_table::find_change(transaction, &draft.change_id)?;
        if now.is_some_and(|now| now.says_as(draft)) {
            put.execute(params![draft.change_id, kept(checked)])?;
        }
        for change_id in &checked.twins {
            twin.execute([change_id])?;
        }
    }
    // Marked once more meanwhile, it begins anew.
    match walk {
        Some(Walk { entity_type, after, last: Some(last) }) => {
            let sql = "UPDATE draft_check_again SET after = ?3 WHERE entity_type = ?1 AND after = ?2";
            transaction.execute(sql, [entity_type, after, last])?;
        }
        Some(Walk { entity_type, after, last: None }) => {
            transaction.execute("DELETE FROM draft_check_again WHERE entity_type = ?1 AND after = ?2", [entity_type, after])?;
        }
        None => {}
    }
    Ok(())
}

/// What moved since the last look.
#[derive(Default)]
struct Moved {
    /// Entity types and what became of drafts of them.
    drafts: Vec<(String, String)>,
    /// How the entity types stand that drafts are of or point at, where that is news; with how they stood.
    standings: Vec<(String, String, Option<String>)>,
    /// Records of the copy.
    records: Vec<crate::mirror::Moved>,
    /// They were too many to tell them one by one.
    are_many: bool,
    last: i64,
    looked: i64,
    /// Of which there are drafts.
    types: BTreeSet<String>,
}

impl Moved {
    fn of(connection: &Connection, mirror: &Mirror) -> Result<Self, DraftError> {
        let mut moved = Self { types: drafted_types(connection)?, ..Self::default() };
        let mut statement = connection.prepare_cached("SELECT entity_type, what FROM draft_moved")?;
        let drafts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        moved.drafts = drafts.collect::<Result<_, _>>()?;
        if moved.types.is_empty() {
            return Ok(moved);
        }
        let against = stood(connection)?;
        let catalogue = mirror.catalogue();
        let mut concerned = moved.types.clone();
        concerned.extend(moved.types.iter().filter_map(|name| catalogue.entity_type(name)).flat_map(targets));
        for name in concerned {
            let described = if moved.types.contains(&name) { mirror.description_standing(&name) } else { String::new() };
            let standing = format!("{} {described} {}", mirror.standing(connection, &name)?, CHECKS);
            let before = against.get(&name);
            if before != Some(&standing) {
                moved.standings.push((name, standing, before.cloned()));
            }
        }
        moved.looked = against.get(COPY).and_then(|number| number.parse().ok()).unwrap_or_default();
        (moved.records, moved.last) = mirror.moved_since(connection, moved.looked, MOVED_AT_MOST + 1)?;
        moved.are_many = moved.records.len() > MOVED_AT_MOST;
        Ok(moved)
    }

    fn is_anything(&self) -> bool {
        !self.drafts.is_empty() || !self.standings.is_empty() || self.last != self.looked
    }

    fn mark(&self, transaction: &Transaction<'_>, catalogue: &Catalogue) -> Result<(), DraftError> {
        transaction.execute("DELETE FROM draft_moved", [])?;
        let mut again: BTreeSet<&str> = BTreeSet::new();
        for (name, what) in &self.drafts {
            // A new record that came or went is pointed at or not; dates that changed may hold those below.
            let comes_or_goes = what == "came create" || what == "went create";
            let depends = |other: &&String| {
                catalogue.entity_type(other).is_some_and(|other| (comes_or_goes && targets(other).contains(name)) || is_below(other, name))
            };
            again.extend(self.types.iter().filter(depends).map(String::as_str));
            forget_twins(transaction, catalogue, name)?;
        }
        for (name, standing, before) in &self.standings {
            let depends =
                |other: &&String| *other == name || catalogue.entity_type(other).is_some_and(|other| targets(other).contains(name));
            if before.is_some() {
                again.extend(self.types.iter().filter(depends).map(String::as_str));
            }
            set_standing(transaction, name, standing)?;
        }
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        for record in &self.records {
            changed.insert(&record.entity_type);
            let sql = "UPDATE draft SET checked = NULL WHERE entity_type = ?1 AND entity_id = ?2 AND checked IS NOT NULL";
            if !self.are_many {
                transaction.prepare_cached(sql)?.execute([&record.entity_type, &record.id])?;
            }
        }
        for name in changed {
            let depends = |other: &&String| {
                (self.are_many && *other == name) || catalogue.entity_type(other).is_some_and(|other| is_below(other, name))
            };
            again.extend(self.types.iter().filter(depends).map(String::as_str));
            forget_twins(transaction, catalogue, name)?;
        }
        if self.are_many {
            // Some were not told.
            again.extend(self.types.iter().map(String::as_str));
        }
        if self.last != self.looked {
            set_standing(transaction, COPY, &self.last.to_string())?;
        }
        let mut mark = transaction.prepare_cached("INSERT OR REPLACE INTO draft_check_again (entity_type, after) VALUES (?1, '')")?;
        again.into_iter().try_for_each(|name| mark.execute([name]).map(drop))?;
        Ok(())
    }
}

fn drafted_types(connection: &Connection) -> Result<BTreeSet<String>, DraftError> {
    // One step in the index for each entity type.
    let sql = "WITH RECURSIVE kind (name) AS (
                   SELECT min(entity_type) FROM draft
                   UNION ALL SELECT (SELECT min(entity_type) FROM draft WHERE entity_type > name) FROM kind WHERE name IS NOT NULL
               ) SELECT name FROM kind WHERE name IS NOT NULL";
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

fn stood(connection: &Connection) -> Result<BTreeMap<String, String>, DraftError> {
    let mut statement = connection.prepare_cached("SELECT entity_type, standing FROM draft_checked_against")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn set_standing(transaction: &Transaction<'_>, name: &str, standing: &str) -> Result<(), DraftError> {
    let sql = "INSERT OR REPLACE INTO draft_checked_against (entity_type, standing) VALUES (?1, ?2)";
    transaction.prepare_cached(sql)?.execute([name, standing])?;
    Ok(())
}

/// What was taken may be free now.
fn forget_twins(transaction: &Transaction<'_>, catalogue: &Catalogue, name: &str) -> Result<(), DraftError> {
    if catalogue.entity_type(name).is_some_and(|entity_type| !entity_type.natural_keys.is_empty()) {
        transaction.prepare_cached("UPDATE draft SET checked = NULL WHERE entity_type = ?1 AND checked ->> 3 = 1")?.execute([name])?;
    }
    Ok(())
}

/// The entity types that records of this one may point at.
fn targets(entity_type: &EntityType) -> BTreeSet<String> {
    let paths = entity_type.fields.iter().flat_map(|field| field.reference_paths());
    let reference =
        |path: ReferencePath<'_>| path.last().and_then(|field| field.reference()).map(|reference| reference.entity_types.clone());
    paths.filter_map(reference).flatten().collect()
}

/// Whether its records last no longer than those of the entity type `above`.
fn is_below(entity_type: &EntityType, above: &str) -> bool {
    let field = entity_type.belongs_to.as_deref().and_then(|name| entity_type.field(name));
    let reference = field.filter(|_| entity_type.span.is_some()).and_then(|field| field.reference());
    reference.is_some_and(|reference| reference.entity_types.iter().any(|name| name == above))
}
