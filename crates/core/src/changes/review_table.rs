//! The review of many drafts: counted and read by window, without reading those that are not shown. What is counted by is in
//! one index, kept from what the last check found (`review.sql`).

use super::check::{Checking, Finding};
use super::conflict::Conflict;
use super::draft::{DraftError, DraftKind};
use super::draft_table;
use super::review::{Forecast, ReviewedChange, subtitle, title};
use super::undoable::NotUndoable;
use super::{Changes, Problem};
use crate::mirror::MirrorError;
use crate::store::StoreError;
use coredesk_catalogue::{Catalogue, title_of_name};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::time::Duration;

/// How many unsent changes are of a sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewCounts {
    /// All.
    pub total: u64,
    /// Of records that are there.
    pub edits: u64,
    /// New records.
    pub creates: u64,
    /// Records that are to go.
    pub deletes: u64,
    /// With a problem of any kind.
    pub problems: u64,
    /// Changed by somebody else too, whether or not anybody chose.
    pub conflicts: u64,
    /// Creates without an answer.
    pub in_doubt: u64,
    /// Not ticked.
    pub left_out: u64,
}

impl AddAssign for ReviewCounts {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        self.edits += other.edits;
        self.creates += other.creates;
        self.deletes += other.deletes;
        self.problems += other.problems;
        self.conflicts += other.conflicts;
        self.in_doubt += other.in_doubt;
        self.left_out += other.left_out;
    }
}

/// All unsent changes, counted.
#[derive(Debug, Clone, Default)]
pub struct ReviewSummary {
    /// In the order of the catalogue.
    pub groups: Vec<ReviewGroup>,
    /// Why some of those that will be sent cannot be undone later, with how many they are; most first.
    pub not_undoable: Vec<(String, u64)>,
    /// Changed since they were last checked.
    pub unchecked: u64,
    /// Who made those that a change file brought.
    pub prepared_by: Vec<String>,
}

/// The unsent changes of one entity type, counted.
#[derive(Debug, Clone)]
pub struct ReviewGroup {
    /// The entity type's name.
    pub entity_type: String,
    /// What a person calls several of them.
    pub plural: String,
    /// All of them.
    pub counts: ReviewCounts,
    /// Those that will be sent: ticked and without a known problem.
    pub to_send: ReviewCounts,
    /// When the copy that they are checked against was brought up to date, in seconds since 1970.
    pub as_of: Option<i64>,
    /// One of them can be read by itself.
    pub is_readable: bool,
}

/// Which changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    All,
    /// With a problem of any kind.
    Problems,
    /// Changed by somebody else too.
    Conflicts,
    /// Not ticked.
    LeftOut,
    /// Ticked and without a problem.
    ToSend,
    /// Changes of records that are there.
    Edits,
    /// New records.
    Creates,
    /// Records that are to go.
    Deletes,
}

/// Unsent changes that something is done with at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// All.
    All,
    /// All of an entity type.
    OfType(String),
    /// These.
    Ids(Vec<String>),
}

/// A change of the review with all that was found of it just now.
#[derive(Debug, Clone)]
pub struct ReviewedDraft {
    /// The change, its problems and its note.
    pub change: ReviewedChange,
    /// Its problems with the fields in which they can be mended.
    pub findings: Vec<Finding>,
    /// What both sides made of the record.
    pub conflict: Option<Conflict>,
    /// Why it cannot be undone once it was sent.
    pub not_undoable: Option<NotUndoable>,
}

impl ReviewSummary {
    /// All changes.
    pub fn all(&self) -> ReviewCounts {
        sum(self.groups.iter().map(|group| group.counts))
    }

    /// What Send sends.
    pub fn to_send(&self) -> ReviewCounts {
        sum(self.groups.iter().map(|group| group.to_send))
    }

    /// What sending takes at `per_minute` requests: a record is read before it is changed and, where it can be, before it goes.
    pub fn forecast(&self, per_minute: u32) -> Forecast {
        let of_group = |group: &ReviewGroup| {
            let ReviewCounts { edits, creates, deletes, .. } = group.to_send;
            2 * edits + creates + deletes * (1 + u64::from(group.is_readable))
        };
        let requests: u64 = self.groups.iter().map(of_group).sum();
        Forecast { requests, duration: Duration::from_millis(requests * 60_000 / u64::from(per_minute.max(1))) }
    }
}

fn sum(counts: impl Iterator<Item = ReviewCounts>) -> ReviewCounts {
    let mut all = ReviewCounts::default();
    counts.for_each(|counts| all += counts);
    all
}

impl Shown {
    /// The condition on a row of `draft`.
    fn condition(self) -> &'static str {
        match self {
            Self::All => "TRUE",
            Self::Problems => "has_problem OR in_doubt",
            Self::Conflicts => "is_conflict",
            Self::LeftOut => "left_out",
            Self::ToSend => "NOT left_out AND NOT has_problem AND NOT in_doubt",
            Self::Edits => "kind = 'edit'",
            Self::Creates => "kind = 'create'",
            Self::Deletes => "kind = 'delete'",
        }
    }
}

impl Changes {
    /// All drafts, counted by what was found when they were last checked.
    ///
    /// # Errors
    /// `Store`, `Mirror`.
    pub async fn review_summary(&self) -> Result<ReviewSummary, DraftError> {
        let catalogue = self.mirror.catalogue();
        let mut summary = self.store.read(move |connection| summary(connection, &catalogue)).await?;
        for group in &mut summary.groups {
            group.as_of = match self.mirror.status(&group.entity_type).await {
                Ok(status) => status.as_of,
                Err(MirrorError::UnknownEntityType(_)) => None,
                Err(error) => return Err(error.into()),
            };
        }
        Ok(summary)
    }

    /// A window of those that are shown, and how many are: of one entity type, or of all in the order of the catalogue; in
    /// each open conflicts first, then problems. What is told of them is found now.
    ///
    /// # Errors
    /// `Store`, `Mirror`.
    pub async fn review_rows(
        &self,
        entity_type: Option<String>,
        shown: Shown,
        from: u64,
        count: u64,
    ) -> Result<(u64, Vec<ReviewedDraft>), DraftError> {
        let mirror = self.mirror.clone();
        let (total, mut rows) = self
            .store
            .read(move |connection| {
                let (total, ids) = window(connection, &mirror.catalogue(), entity_type.as_deref(), shown, from, count)?;
                let mut checking = Checking::of(connection, &mirror)?;
                let mut drafts = Vec::with_capacity(ids.len());
                for id in ids {
                    let Some(draft) = draft_table::find_change(connection, &id)? else { continue };
                    drafts.push(match checking.entity_type(&draft.entity_type) {
                        Some(entity_type) => draft_table::with_problems(draft, &entity_type),
                        None => draft,
                    });
                }
                let found = checking.check_all(&drafts)?;
                let rows = drafts.into_iter().zip(found).map(|(draft, found)| {
                    let (title, subtitle) = match checking.entity_type(&draft.entity_type) {
                        Some(entity_type) => (title(&entity_type, &draft), subtitle(&entity_type, &draft)),
                        None => (draft.entity_id.clone(), String::new()),
                    };
                    let problems: Vec<Problem> = found.findings.iter().map(|finding| finding.problem.clone()).collect();
                    let change = ReviewedChange { draft, title, subtitle, problems, note: None };
                    ReviewedDraft { change, findings: found.findings, conflict: found.conflict, not_undoable: found.not_undoable }
                });
                Ok::<_, DraftError>((total, rows.collect::<Vec<_>>()))
            })
            .await?;
        for row in rows.iter_mut().filter(|row| row.change.draft.kind == DraftKind::Delete) {
            row.change.note = self.note(&row.change.draft).await?;
        }
        Ok((total, rows))
    }

    /// Ticks changes, or leaves them out.
    ///
    /// # Errors
    /// `Store`.
    pub async fn include(&self, chosen: Chosen, is_included: bool) -> Result<(), DraftError> {
        self.store
            .write(move |transaction| {
                let left_out = !is_included;
                match chosen {
                    Chosen::All => transaction.execute("UPDATE draft SET left_out = ?1 WHERE left_out <> ?1", [left_out])?,
                    Chosen::OfType(name) => {
                        let sql = "UPDATE draft SET left_out = ?1 WHERE entity_type = ?2 AND left_out <> ?1";
                        transaction.execute(sql, params![left_out, name])?
                    }
                    Chosen::Ids(ids) => {
                        let sql = "UPDATE draft SET left_out = ?1 WHERE change_id IN (SELECT value FROM json_each(?2))";
                        transaction.execute(sql, params![left_out, serde_json::to_string(&ids).unwrap_or_default()])?
                    }
                };
                Ok(())
            })
            .await
    }
}

/// The changes that Send sends: ticked and without a known problem. What was not checked yet is among them; the sender checks each again.
pub(super) fn ticked(connection: &Connection) -> Result<(Vec<String>, LookedAt), StoreError> {
    let sql = format!("SELECT change_id, kind FROM draft INDEXED BY draft_review WHERE {}", Shown::ToSend.condition());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let (mut ids, mut counted) = (Vec::new(), LookedAt::default());
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
        match DraftKind::named(&row.get::<_, String>(1)?)? {
            DraftKind::Edit => counted.edits += 1,
            DraftKind::Create => counted.creates += 1,
            DraftKind::Delete => counted.deletes += 1,
        }
    }
    Ok((ids, counted))
}

/// What a person saw of the changes that Send sends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Of records that are there.
    pub edits: u64,
    /// New records.
    pub creates: u64,
    /// Records that are to go.
    pub deletes: u64,
}

impl From<ReviewCounts> for LookedAt {
    fn from(counts: ReviewCounts) -> Self {
        let ReviewCounts { edits, creates, deletes, .. } = counts;
        Self { edits, creates, deletes }
    }
}

fn summary(connection: &Connection, catalogue: &Catalogue) -> Result<ReviewSummary, DraftError> {
    let sql =
        "SELECT entity_type, kind, left_out, in_doubt, is_conflict, has_problem, not_undoable, count(*) FROM draft INDEXED BY draft_review
               GROUP BY entity_type, kind, left_out, in_doubt, is_conflict, has_problem, not_undoable";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut groups: BTreeMap<String, (ReviewCounts, ReviewCounts)> = BTreeMap::new();
    let mut not_undoable: BTreeMap<String, (NotUndoable, u64)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (entity_type, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let (left_out, in_doubt, is_conflict, has_problem): (bool, bool, bool, bool) = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        let why: Option<String> = row.get(6)?;
        let count = row.get::<_, i64>(7)?.max(0).cast_unsigned();
        let kind = DraftKind::named(&kind)?;
        let of = |is_one: bool| if is_one { count } else { 0 };
        let counts = ReviewCounts {
            total: count,
            edits: of(kind == DraftKind::Edit),
            creates: of(kind == DraftKind::Create),
            deletes: of(kind == DraftKind::Delete),
            problems: of(has_problem || in_doubt),
            conflicts: of(is_conflict),
            in_doubt: of(in_doubt),
            left_out: of(left_out),
        };
        let (all, to_send) = groups.entry(entity_type).or_default();
        *all += counts;
        if left_out || has_problem || in_doubt {
            continue;
        }
        *to_send += counts;
        if let Some(why) = why.and_then(|why| serde_json::from_str::<NotUndoable>(&why).ok()) {
            // Of many the words may be the same for several entity types.
            not_undoable.entry(why.of(2)).or_insert_with(|| (why, 0)).1 += count;
        }
    }
    let place = |name: &str| catalogue.entity_types.iter().position(|known| known.name == name).unwrap_or(usize::MAX);
    let mut groups: Vec<ReviewGroup> = groups
        .into_iter()
        .map(|(name, (counts, to_send))| {
            let known = catalogue.entity_type(&name);
            ReviewGroup {
                plural: known.map_or_else(|| title_of_name(&name), |known| known.plural.clone()),
                is_readable: known.is_some_and(|known| known.operations.get),
                entity_type: name,
                counts,
                to_send,
                as_of: None,
            }
        })
        .collect();
    groups.sort_by_key(|group| place(&group.entity_type));
    let mut not_undoable: Vec<(String, u64)> = not_undoable.into_values().map(|(why, count)| (why.of(count), count)).collect();
    not_undoable.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let unchecked: i64 = connection
        .prepare_cached("SELECT count(*) FROM draft INDEXED BY draft_unchecked WHERE checked IS NULL")?
        .query_row([], |row| row.get(0))?;
    let mut statement = connection.prepare_cached("SELECT DISTINCT prepared_by FROM draft WHERE prepared_by IS NOT NULL ORDER BY 1")?;
    let prepared_by = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ReviewSummary { groups, not_undoable, unchecked: unchecked.max(0).cast_unsigned(), prepared_by })
}

/// The ids of a window, and how many changes are shown.
fn window(
    connection: &Connection,
    catalogue: &Catalogue,
    entity_type: Option<&str>,
    shown: Shown,
    from: u64,
    count: u64,
) -> Result<(u64, Vec<String>), DraftError> {
    let condition = shown.condition();
    let sql = format!(
        "SELECT entity_type, count(*) FROM draft INDEXED BY draft_review WHERE ({condition}) AND (?1 IS NULL OR entity_type = ?1) GROUP BY entity_type"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let groups = statement.query_map([entity_type], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.max(0).cast_unsigned())))?;
    let mut groups: Vec<(String, u64)> = groups.collect::<Result<_, _>>()?;
    groups.sort_by_key(|(name, _)| catalogue.entity_types.iter().position(|known| known.name == *name).unwrap_or(usize::MAX));
    let total = groups.iter().map(|(_, rows)| rows).sum();
    let sql = format!(
        "SELECT change_id FROM draft INDEXED BY draft_review WHERE entity_type = ?1 AND ({condition}) ORDER BY place, made_at, change_id LIMIT ?2 OFFSET ?3"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let (mut ids, mut before) = (Vec::new(), 0);
    for (name, rows) in groups {
        let left = count.saturating_sub(ids.len() as u64);
        let start = from.saturating_sub(before);
        if left > 0 && start < rows {
            let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
            let found = statement.query_map(params![name, number(left), number(start)], |row| row.get(0))?;
            for id in found {
                ids.push(id?);
            }
        }
        before += rows;
    }
    Ok((total, ids))
}
