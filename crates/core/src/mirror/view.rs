//! Views: the row ids of an entity type in the order a person looks at them, and windows of their records.

use super::filter::{Calendar, Filter, Predicate};
use super::fold::fold;
use super::indexes::{WORTH_AN_INDEX, has_index};
use super::layout::{Column, Layout};
use super::ordered::Ordered;
use super::rows::{parent_column, parse, with_parent};
use super::status::read_status;
use super::{Mirror, MirrorError, custom_values};
use crate::Record;
use crate::rest::OrderBy;
use crate::store::StoreError;
use memchr::memmem::Finder;
use rusqlite::types::Value as Key;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// Rows that one call of [`Mirror::rows`] answers at most.
const WINDOW_AT_MOST: usize = 500;
/// So long the rest of a long list waits while its first rows are on their way to the screen, unless it is asked for.
const FIRST_ROWS_FIRST: Duration = Duration::from_millis(500);

/// What a view shows, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewQuery {
    /// Fields to order by, the most important first; none for the order in which rows came. Rows without a value
    /// stand last either way, and a reference is ordered by its name.
    pub sort: Vec<OrderBy>,
    /// Words that must all occur in the text of a row, as parts of words, whatever their case and accents. Every
    /// sign is text. Empty for all rows.
    pub search: String,
    /// Only rows of a nested collection below this record.
    pub parent_id: Option<String>,
    /// Only these rows, as [`super::ask`] told them.
    pub within: Option<Arc<[u32]>>,
    /// Only rows that fit.
    pub filter: Filter,
    /// The days that the filter speaks of.
    pub calendar: Calendar,
}

/// The rows of an entity type as they were when the view was opened: 4 bytes a row, cheap to clone.
#[derive(Debug, Clone)]
pub struct View {
    entity_type: Arc<str>,
    row_ids: Ordered,
}

impl View {
    pub(super) fn of(entity_type: &str, row_ids: Vec<u32>) -> Self {
        Self { entity_type: entity_type.into(), row_ids: Ordered::whole(row_ids) }
    }

    /// The entity type's name.
    pub fn entity_type(&self) -> &str {
        &self.entity_type
    }

    /// How many rows it shows.
    pub fn len(&self) -> usize {
        self.row_ids.len()
    }

    /// Blocks while a long list is still being read.
    ///
    /// # Errors
    /// `Store` if it could not be read to its end.
    pub(super) fn row_ids(&self) -> Result<&[u32], MirrorError> {
        Ok(self.row_ids.all()?)
    }

    /// Shows no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A record of a view.
#[derive(Debug, Clone)]
pub struct MirrorRow {
    /// Its place in the view, counted from 0.
    pub position: usize,
    /// The record's id.
    pub id: String,
    /// The record as the service sent it; one of a nested collection names its parent even where it came without.
    pub record: Record,
}

impl Mirror {
    /// Orders, searches and filters all rows that are here. Later changes of the mirror change the records of a view, and not
    /// its order.
    ///
    /// # Errors
    /// `UnknownEntityType`, `UnknownField`; `Filter` if it does not fit the fields; `Store` if it cannot be read.
    pub async fn open_view(&self, entity_type: &str, query: ViewQuery) -> Result<View, MirrorError> {
        let layout = self.layout(entity_type)?;
        let order = self.order(&layout, &query.sort)?;
        let choice = self.choice(&layout, &query)?;
        let (read_layout, read_order, store) = (layout.clone(), order.clone(), self.store.clone());
        let (tell, told) = oneshot::channel();
        let reading = tokio::task::spawn_blocking(move || {
            store.read_now(|connection| read_in_order(connection, &read_layout, &read_order, &choice, tell))
        });
        let row_ids = match told.await {
            Ok(row_ids) => row_ids,
            // It ended before it told anything.
            Err(_) => {
                return Err(reading
                    .await
                    .map_or(StoreError::Interrupted.into(), |ended| ended.err().unwrap_or(StoreError::Interrupted.into())));
            }
        };
        if let Some(columns) = order.index {
            self.wish_for_index(&layout, columns);
        }
        Ok(View { entity_type: entity_type.into(), row_ids })
    }

    /// A window of a view, at most 500 rows from `offset`. Costs the same anywhere in the view. Rows that were removed
    /// since the view was opened are left out; `position` says which.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn rows(&self, view: &View, offset: usize, limit: usize) -> Result<Vec<MirrorRow>, MirrorError> {
        let layout = self.layout(&view.entity_type)?;
        let row_ids = view.row_ids.clone();
        self.store
            .read(move |connection| {
                let parent = parent_column(&layout);
                let (rows, bodies) = (&layout.rows, &layout.bodies);
                let sql = format!("SELECT id, body, {parent} FROM {rows} JOIN {bodies} USING (row_id) WHERE row_id = ?1");
                let mut statement = connection.prepare_cached(&sql)?;
                let parent_field = layout.entity_type.parent_field();
                let mut rows = Vec::new();
                for (position, row_id) in row_ids.window(offset, limit.min(WINDOW_AT_MOST))? {
                    if let Some(row) = read_row(&mut statement, position, row_id, parent_field)? {
                        rows.push(MirrorRow { record: custom_values::joined(connection, &layout, &row.id, row.record)?, ..row });
                    }
                }
                Ok(rows)
            })
            .await
    }
}

/// Reads the row ids of a view. Of a long list that an index has in order, the first are told before the others are read;
/// all come from one state of the store.
fn read_in_order(
    connection: &Connection,
    layout: &Layout,
    order: &Order,
    choice: &Choice,
    tell: oneshot::Sender<Ordered>,
) -> Result<(), MirrorError> {
    // Nobody may listen any more.
    let Some(len) = long_list(connection, layout, order, choice)? else {
        let _ = tell.send(Ordered::whole(row_ids(connection, layout, order, choice)?));
        return Ok(());
    };
    let by = if order.by.is_empty() { "row_id" } else { order.by.as_str() };
    let sql = format!("SELECT row_id FROM {} ORDER BY {by} LIMIT {WINDOW_AT_MOST}", layout.rows);
    let (begun, owed) = Ordered::begun(len, collect(connection, &sql, Vec::new(), |_| true)?);
    let _ = tell.send(begun);
    if !owed.is_wanted_after(FIRST_ROWS_FIRST) {
        return Ok(());
    }
    let all = row_ids(connection, layout, order, choice);
    // Whoever asked has the first rows already, so nobody but the log hears why.
    owed.give(all.inspect_err(|error| tracing::warn!(%error, "a long list could not be read to its end"))?);
    Ok(())
}

/// How many rows the list has, if it is one of all rows, long, and its first rows can be had without the others.
fn long_list(connection: &Connection, layout: &Layout, order: &Order, choice: &Choice) -> Result<Option<usize>, MirrorError> {
    if choice.is_narrow() || choice.parent_id.is_some() {
        return Ok(None);
    }
    let rows = read_status(connection, layout)?.rows;
    let is_in_order = order.by.is_empty() || order.has_index(connection, layout)?;
    Ok(usize::try_from(rows).ok().filter(|_| rows >= WORTH_AN_INDEX && is_in_order))
}

fn read_row(
    statement: &mut rusqlite::Statement<'_>,
    position: usize,
    row_id: u32,
    parent_field: Option<&str>,
) -> Result<Option<MirrorRow>, MirrorError> {
    type Found = (String, String, Option<String>);
    let found: Option<Found> = statement.query_row([row_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((id, body, parent)) = found else { return Ok(None) };
    Ok(Some(MirrorRow { position, id, record: with_parent(parse(&body)?, parent_field, parent) }))
}

/// An order as SQL.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// What follows ORDER BY; empty for the order in which rows came.
    by: String,
    /// The columns of the index that would answer it.
    index: Option<String>,
}

impl Order {
    /// An index was made that answers it.
    fn has_index(&self, connection: &Connection, layout: &Layout) -> Result<bool, MirrorError> {
        self.index.as_ref().map_or(Ok(false), |columns| has_index(connection, layout, columns))
    }
}

impl Mirror {
    /// The order that `sort` asks of the rows of `layout`.
    pub(super) fn order(&self, layout: &Layout, sort: &[OrderBy]) -> Result<Order, MirrorError> {
        let mut by = String::new();
        let mut index = Vec::new();
        for order in sort {
            let column = sort_column(layout, &order.field)?;
            let direction = if order.descending { " DESC" } else { "" };
            let name = self.name_of_target(layout, column);
            by += &format!("{}{direction} NULLS LAST, ", name.as_ref().unwrap_or(&column.name));
            if name.is_none() {
                // A single column serves both ways.
                index.push(if sort.len() == 1 { column.name.clone() } else { format!("{}{direction}", column.name) });
            }
        }
        let Some(first) = sort.first() else { return Ok(Order { by, index: None }) };
        by += if first.descending { "row_id DESC" } else { "row_id" };
        // What is looked up in another table is in no index of this one.
        Ok(Order { by, index: (index.len() == sort.len()).then(|| index.join(", ")) })
    }

    /// The rows that `query` asks for.
    pub(super) fn choice(&self, layout: &Layout, query: &ViewQuery) -> Result<Choice, MirrorError> {
        Ok(Choice {
            terms: fold(&query.search).split_whitespace().map(str::to_owned).collect(),
            parent_id: query.parent_id.clone().filter(|_| layout.entity_type.is_nested()),
            within: query.within.clone(),
            filter: self.predicate(layout, &query.filter, &query.calendar)?,
        })
    }

    /// The name of what a reference points at, in SQL, where records carry its id alone.
    fn name_of_target(&self, layout: &Layout, column: &Column) -> Option<String> {
        let [target] = column.field.reference()?.entity_types.as_slice() else { return None };
        let target = self.layout(target).ok()?;
        let title = target.column(target.entity_type.title_field.as_deref()?)?;
        let (rows, here) = (&target.rows, &layout.rows);
        Some(format!("(SELECT target.{} FROM {rows} AS target WHERE target.id = {here}.{})", title.name, column.name))
    }
}

/// The column that `field` is sorted by: a reference by the name that came with it.
fn sort_column<'l>(layout: &'l Layout, field: &str) -> Result<&'l Column, MirrorError> {
    let label = layout.entity_type.field(field).and_then(|field| field.label_field.as_deref());
    label
        .and_then(|label| layout.column(label))
        .or_else(|| layout.column(field))
        .ok_or_else(|| MirrorError::UnknownField { entity_type: layout.entity_type.name.clone(), field: field.to_owned() })
}

/// Which rows a view shows.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    terms: Vec<String>,
    parent_id: Option<String>,
    within: Option<Arc<[u32]>>,
    filter: Option<Predicate>,
}

impl Choice {
    /// The same rows, of which those stay that fit `filter`.
    pub(super) fn filtered(&self, filter: Option<Predicate>) -> Self {
        Self { filter, ..self.clone() }
    }

    /// All rows below the same parent, whatever is searched and filtered for.
    pub(super) fn whole(&self) -> Self {
        Self { terms: Vec::new(), parent_id: self.parent_id.clone(), within: None, filter: None }
    }

    pub(super) fn is_narrow(&self) -> bool {
        !self.terms.is_empty() || self.within.is_some() || self.filter.is_some()
    }

    /// What can be said of a row in SQL; `None` for nothing.
    pub(super) fn condition(&self, layout: &Layout) -> Option<Predicate> {
        let below = |parent: &String| Predicate::new(format!("{}.parent = ?", layout.rows), [Key::Text(parent.clone())]);
        let parts: Vec<Predicate> = self.parent_id.as_ref().map(below).into_iter().chain(self.filter.clone()).collect();
        (!parts.is_empty()).then(|| Predicate::all(parts))
    }

    /// The rows that the search and the answer of the service leave, in the order in which they came; `None` for all.
    pub(super) fn hits(&self, connection: &Connection, layout: &Layout) -> Result<Option<Vec<u32>>, MirrorError> {
        let mut hits = match &self.within {
            Some(within) => {
                let sql = format!("SELECT row_id FROM json_each(?) CROSS JOIN {} ON row_id = value ORDER BY row_id", layout.rows);
                Some(collect(connection, &sql, vec![listed(within)], |_| true)?)
            }
            None => None,
        };
        if !self.terms.is_empty() {
            hits = Some(common(hits, search(connection, layout, &self.terms, usize::MAX)?));
        }
        Ok(hits)
    }
}

/// Row ids that go to SQLite as one list; more are picked while all rows are read.
pub(super) const LISTED_AT_MOST: usize = 20_000;

/// Row ids as one value, for `json_each`.
pub(super) fn listed(row_ids: &[u32]) -> Key {
    Key::Text(serde_json::to_string(row_ids).unwrap_or_default())
}

/// What is in both; both are sorted.
fn common(one: Option<Vec<u32>>, mut other: Vec<u32>) -> Vec<u32> {
    if let Some(one) = one {
        other.retain(|row_id| one.binary_search(row_id).is_ok());
    }
    other
}

pub(super) fn row_ids(connection: &Connection, layout: &Layout, order: &Order, choice: &Choice) -> Result<Vec<u32>, MirrorError> {
    let rows = &layout.rows;
    let select = |condition: Option<&Predicate>, by: &str| {
        let condition = condition.map_or_else(String::new, |condition| format!(" WHERE {}", condition.sql));
        let by = if by.is_empty() { String::new() } else { format!(" ORDER BY {by}") };
        format!("{condition}{by}")
    };
    let values = |condition: Option<&Predicate>| condition.map(|condition| condition.values.clone()).unwrap_or_default();
    // The narrowest index is read where no order is asked for, which may be in another one.
    let as_they_came = |mut row_ids: Vec<u32>| {
        row_ids.sort_unstable();
        row_ids
    };
    let mut condition = choice.condition(layout);
    let mut hits = choice.hits(connection, layout)?;
    if hits.is_none() && condition.is_some() && order.has_index(connection, layout)? {
        // To pick what fits while walking the index beats looking up each row in that order.
        let sql = format!("SELECT row_id FROM {rows}{}", select(condition.as_ref(), ""));
        hits = Some(as_they_came(collect(connection, &sql, values(condition.as_ref()), |_| true)?));
        condition = None;
    }
    let condition = condition.as_ref();
    let (found, is_ordered) = match hits {
        Some(hits) if condition.is_none() && (order.by.is_empty() || hits.len() < 2) => return Ok(hits),
        Some(hits) if hits.len() <= LISTED_AT_MOST => {
            let sql = format!("SELECT row_id FROM json_each(?) CROSS JOIN {rows} ON row_id = value{}", select(condition, &order.by));
            let values = std::iter::once(listed(&hits)).chain(values(condition)).collect();
            (collect(connection, &sql, values, |_| true)?, !order.by.is_empty())
        }
        Some(hits) => {
            let is_hit = RowSet::of(&hits);
            let sql = format!("SELECT row_id FROM {rows}{}", select(condition, &order.by));
            (collect(connection, &sql, values(condition), |row_id| is_hit.holds(row_id))?, !order.by.is_empty())
        }
        None => {
            let sql = format!("SELECT row_id FROM {rows}{}", select(condition, &order.by));
            (collect(connection, &sql, values(condition), |_| true)?, !order.by.is_empty())
        }
    };
    Ok(if is_ordered { found } else { as_they_came(found) })
}

/// Row ids to be asked for often, a byte for each row of the table.
pub(super) struct RowSet(Vec<bool>);

impl RowSet {
    pub(super) fn of(row_ids: &[u32]) -> Self {
        let mut is_in = vec![false; row_ids.iter().max().map_or(0, |last| *last as usize + 1)];
        for row_id in row_ids {
            is_in[*row_id as usize] = true;
        }
        Self(is_in)
    }

    pub(super) fn holds(&self, row_id: u32) -> bool {
        self.0.get(row_id as usize).copied().unwrap_or(false)
    }
}

/// The rows whose text holds every one of `terms` (folded), in the order in which they came.
pub(super) fn search(connection: &Connection, layout: &Layout, terms: &[String], limit: usize) -> Result<Vec<u32>, MirrorError> {
    let forms: Vec<Vec<String>> = terms.iter().map(|term| forms(term)).collect();
    let finders: Vec<Vec<Finder<'_>>> = forms.iter().map(|forms| forms.iter().map(Finder::new).collect()).collect();
    let mut statement = connection.prepare_cached(&format!("SELECT row_id, folded FROM {} ORDER BY row_id", layout.texts))?;
    let mut found = statement.query([])?;
    let mut hits = Vec::new();
    while let Some(row) = found.next()? {
        let text = row.get_ref(1)?.as_bytes().unwrap_or_default();
        if finders.iter().all(|forms| forms.iter().any(|finder| finder.find(text).is_some())) {
            hits.push(row.get(0)?);
            if hits.len() >= limit {
                break;
            }
        }
    }
    Ok(hits)
}

/// The term, and a number also as it is kept: `1,234.5` and `1.234,5` are both 1234.5.
pub(super) fn forms(term: &str) -> Vec<String> {
    let other = [(',', '.'), ('.', ','), ('\'', '.'), ('’', '.')].into_iter().filter_map(|(group, point)| ungrouped(term, group, point));
    std::iter::once(term.to_owned()).chain(other.filter(|form| form != term)).collect()
}

/// A number whose thousands are kept apart by `group`, and its decimals by `point`.
fn ungrouped(term: &str, group: char, point: char) -> Option<String> {
    let (whole, decimals) = term.split_once(point).map_or((term, None), |(whole, decimals)| (whole, Some(decimals)));
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let mut groups = whole.split(group);
    let first = groups.next().filter(|first| is_digits(first))?;
    let mut plain = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !is_digits(group) {
            return None;
        }
        plain.push_str(group);
    }
    if let Some(decimals) = decimals {
        if !decimals.is_empty() && !is_digits(decimals) {
            return None;
        }
        plain.push('.');
        plain.push_str(decimals);
    }
    Some(plain)
}

fn collect(connection: &Connection, sql: &str, values: Vec<Key>, mut keep: impl FnMut(u32) -> bool) -> Result<Vec<u32>, MirrorError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    let mut row_ids = Vec::new();
    while let Some(row) = found.next()? {
        let row_id = row.get(0)?;
        if keep(row_id) {
            row_ids.push(row_id);
        }
    }
    Ok(row_ids)
}
