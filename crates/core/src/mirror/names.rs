//! Finding records by their names, codes and other text over all entity types, in a time that a person does not notice.

use super::indexes::{WORTH_AN_INDEX, has_index};
use super::labels::labelled;
use super::layout::Layout;
use super::rows::parse;
use super::status::read_status;
use super::view::{forms, search};
use super::{Labelled, Mirror, MirrorError};
use crate::Record;
use crate::store::StoreError;
use rusqlite::types::Value as Key;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params_from_iter};
use std::collections::HashSet;
use std::sync::Arc;

/// Hits of one look through an entity type; the best of them are shown.
const HITS_AT_MOST: usize = 2_000;
/// When so many were found by name, no other text is looked through.
const ENOUGH: usize = 30;

/// How well a record fits what a person typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its name, its code or its id is that.
    Is,
    /// Its name or its code begins with it.
    Begins,
    /// A word of its name begins with it.
    Word,
    /// Its name or its code holds it.
    Holds,
    /// It stands in other text of the record.
    Other,
}

/// A record that was found by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// How well it fits.
    pub fit: Fit,
    /// The record.
    pub record: Labelled,
}

impl Fit {
    /// How `text` stands in `value`, both folded; `None` if it does not.
    fn of(value: &str, text: &str) -> Option<Self> {
        let place = value.find(text)?;
        let begins_word = || value.match_indices(text).any(|(place, _)| !value[..place].ends_with(char::is_alphanumeric));
        Some(match place {
            0 if value.len() == text.len() => Self::Is,
            0 => Self::Begins,
            _ if begins_word() => Self::Word,
            _ => Self::Holds,
        })
    }
}

impl Mirror {
    /// Records whose name, code or other text holds `text` (whatever its case and accents), at most `of_a_type` of each
    /// entity type, the best first. When `is_over` says so, what was found until then is the answer.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn find_by_name(
        &self,
        text: &str,
        of_a_type: usize,
        is_over: impl Fn() -> bool + Send + 'static,
    ) -> Result<Vec<Named>, MirrorError> {
        let typed = Typed::new(text);
        if typed.text.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.known.borrow().clone();
        let layouts: Vec<Arc<Layout>> =
            known.catalogue.entity_types.iter().filter_map(|entity_type| known.layouts.get(&entity_type.name).cloned()).collect();
        let searched = layouts.clone();
        let hits = self.store.read_until(is_over, move |connection| find(connection, &searched, &typed, of_a_type)).await?;
        for layout in hits.big.iter().filter_map(|place| layouts.get(*place)) {
            for column in layout.name_column().into_iter().chain(layout.code_columns()) {
                self.wish_for_index(layout, column.to_owned());
            }
        }
        let hits = hits.of_layouts;
        self.store.read(move |connection| named(connection, &layouts, hits)).await
    }

    /// `record`, which is not in the mirror, by name if it fits what a person typed.
    pub(crate) fn named_if_fits(&self, entity_type: &str, record: &Record, text: &str) -> Option<Named> {
        let (layout, typed) = (self.layout(entity_type).ok()?, Typed::new(text));
        let keys = layout.keys(record);
        let value_of =
            |wanted: &str| layout.columns.iter().zip(&keys).find(|(column, _)| column.name == wanted).and_then(|(_, key)| words(key));
        let name = layout.name_column().and_then(value_of).filter(|name| typed.terms.iter().all(|term| name.contains(term)));
        let codes = layout.code_columns().into_iter().filter_map(value_of).filter(|code| code.contains(&typed.text));
        let fit = name.into_iter().chain(codes).map(|value| typed.fits(&value)).min();
        let all = layout.text(&keys);
        let is_inside = || typed.terms.iter().all(|term| forms(term).iter().any(|form| all.contains(form)));
        let fit = fit.or_else(|| is_inside().then_some(Fit::Other)).filter(|_| !typed.text.is_empty())?;
        Some(Named { fit, record: labelled(&layout.entity_type, record) })
    }
}

/// The longest text that names are looked for with, in characters.
const TYPED_AT_MOST: usize = 200;
/// Its words: each is one level of an expression, of which SQLite takes 1,000.
const WORDS_AT_MOST: usize = 20;

/// What a person typed.
struct Typed {
    /// As an id.
    id: String,
    /// Folded.
    text: String,
    /// Its words.
    terms: Vec<String>,
}

impl Typed {
    fn new(text: &str) -> Self {
        let text: String = text.trim().chars().take(TYPED_AT_MOST).collect();
        let folded = super::fold::fold(&text);
        let terms = folded.split_whitespace().take(WORDS_AT_MOST).map(str::to_owned).collect();
        Self { id: text, terms, text: folded }
    }

    /// How a name fits; one that holds the words in another order does too.
    fn fits(&self, value: &str) -> Fit {
        Fit::of(value, &self.text).unwrap_or(Fit::Holds)
    }
}

/// A row that fits.
struct Hit {
    fit: Fit,
    /// What it fits by, to order those that fit equally well.
    by: String,
    row_id: u32,
}

/// What was found.
struct Hits {
    /// Of each layout, the best first.
    of_layouts: Vec<Vec<Hit>>,
    /// The places of those that would be searched faster with an index.
    big: Vec<usize>,
}

/// How far an entity type is looked through.
#[derive(Clone, Copy)]
struct Reach {
    /// So many hits are shown.
    of_a_type: usize,
    /// Every row can be looked at.
    is_small: bool,
}

/// Small tables come first, so that what takes long costs no hit elsewhere.
fn find(connection: &Connection, layouts: &[Arc<Layout>], typed: &Typed, of_a_type: usize) -> Result<Hits, MirrorError> {
    let mut hits = Hits { of_layouts: layouts.iter().map(|_| Vec::new()).collect(), big: Vec::new() };
    match look_through(connection, layouts, typed, of_a_type, &mut hits) {
        Err(error) if !is_interrupted(&error) => return Err(error),
        _ => {}
    }
    for hits in &mut hits.of_layouts {
        best(hits, of_a_type);
    }
    Ok(hits)
}

fn look_through(
    connection: &Connection,
    layouts: &[Arc<Layout>],
    typed: &Typed,
    of_a_type: usize,
    hits: &mut Hits,
) -> Result<(), MirrorError> {
    let mut order = Vec::with_capacity(layouts.len());
    for (place, layout) in layouts.iter().enumerate() {
        order.push((read_status(connection, layout)?.rows, place));
    }
    order.retain(|(rows, _)| *rows > 0);
    order.sort_unstable();
    hits.big = order.iter().filter(|(rows, _)| *rows >= WORTH_AN_INDEX).map(|(_, place)| *place).collect();
    let (big, found) = (&hits.big, &mut hits.of_layouts);
    for (_, place) in &order {
        let reach = Reach { of_a_type, is_small: !big.contains(place) };
        by_name(connection, &layouts[*place], typed, reach, &mut found[*place])?;
    }
    for (_, place) in order.iter().filter(|(_, place)| !layouts[*place].code_columns().is_empty()) {
        let reach = Reach { of_a_type, is_small: !big.contains(place) };
        by_first_of_code(connection, &layouts[*place], typed, reach, &mut found[*place])?;
        if reach.is_small {
            by_code(connection, &layouts[*place], typed, &mut found[*place])?;
        }
    }
    for (_, place) in &order {
        if found.iter().map(|hits| hits.len().min(of_a_type)).sum::<usize>() >= ENOUGH {
            break;
        }
        let known: HashSet<u32> = found[*place].iter().map(|hit| hit.row_id).collect();
        let others = search(connection, &layouts[*place], &typed.terms, known.len() + of_a_type)?;
        let others = others.into_iter().filter(|row_id| !known.contains(row_id));
        found[*place].extend(others.map(|row_id| Hit { fit: Fit::Other, by: String::new(), row_id }));
    }
    Ok(())
}

fn by_name(connection: &Connection, layout: &Layout, typed: &Typed, reach: Reach, hits: &mut Vec<Hit>) -> Result<(), MirrorError> {
    let rows = &layout.rows;
    let mut meant = connection.prepare_cached(&format!("SELECT row_id FROM {rows} WHERE id = ?1"))?;
    let row_id: Option<u32> = meant.query_row([&typed.id], |row| row.get(0)).optional()?;
    hits.extend(row_id.map(|row_id| Hit { fit: Fit::Is, by: String::new(), row_id }));
    let Some(name) = layout.name_column() else { return Ok(()) };
    by_beginning(connection, layout, name, typed, reach, hits)?;
    let holds: Vec<String> = (1..=typed.terms.len()).map(|place| format!("instr({name}, ?{place})")).collect();
    let sql = format!("SELECT row_id, {name} FROM {rows} WHERE {} LIMIT {HITS_AT_MOST}", holds.join(" AND "));
    collect(connection, &sql, &typed.terms, typed, hits)
}

fn by_code(connection: &Connection, layout: &Layout, typed: &Typed, hits: &mut Vec<Hit>) -> Result<(), MirrorError> {
    let codes = layout.code_columns();
    let holds: Vec<String> = codes.iter().map(|code| format!("instr({code}, ?1)")).collect();
    let sql = format!("SELECT row_id, {} FROM {} WHERE {} LIMIT {HITS_AT_MOST}", codes.join(", "), layout.rows, holds.join(" OR "));
    collect(connection, &sql, std::slice::from_ref(&typed.text), typed, hits)
}

/// Codes that begin with the text.
fn by_first_of_code(connection: &Connection, layout: &Layout, typed: &Typed, reach: Reach, hits: &mut Vec<Hit>) -> Result<(), MirrorError> {
    layout.code_columns().into_iter().try_for_each(|code| by_beginning(connection, layout, code, typed, reach, hits))
}

/// The first rows whose `column` (quoted) begins with the text, in its order, so that one that is the text comes first: of
/// a big table where an index tells them.
fn by_beginning(
    connection: &Connection,
    layout: &Layout,
    column: &str,
    typed: &Typed,
    reach: Reach,
    hits: &mut Vec<Hit>,
) -> Result<(), MirrorError> {
    if !reach.is_small && !has_index(connection, layout, column)? {
        return Ok(());
    }
    let rows = &layout.rows;
    let limit = reach.of_a_type;
    let sql = format!(
        "SELECT row_id, {column} FROM {rows} WHERE {column} >= ?1 AND {column} < ?1 || char(0x10FFFF) ORDER BY {column} LIMIT {limit}"
    );
    collect(connection, &sql, std::slice::from_ref(&typed.text), typed, hits)
}

/// Adds the rows of a query to `hits`, each by the best of its values. What came until the search was over stays.
fn collect(connection: &Connection, sql: &str, values: &[String], typed: &Typed, hits: &mut Vec<Hit>) -> Result<(), MirrorError> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let mut best: Option<(Fit, String)> = None;
        for column in 1..columns {
            let Some(value) = words(&row.get(column)?) else { continue };
            if columns == 2 || value.contains(&typed.text) {
                let fit = (typed.fits(&value), value);
                best = Some(best.map_or(fit.clone(), |best| best.min(fit)));
            }
        }
        if let Some((fit, by)) = best {
            hits.push(Hit { fit, by, row_id: row.get(0)? });
        }
    }
    Ok(())
}

/// A name or a code.
fn words(key: &Key) -> Option<String> {
    match key {
        Key::Text(text) => Some(text.clone()),
        Key::Integer(number) => Some(number.to_string()),
        Key::Real(_) | Key::Null | Key::Blob(_) => None,
    }
}

/// Leaves the best, each row once.
fn best(hits: &mut Vec<Hit>, limit: usize) {
    hits.sort_by(|one, other| (one.fit, &one.by, one.row_id).cmp(&(other.fit, &other.by, other.row_id)));
    let mut known = HashSet::new();
    hits.retain(|hit| known.insert(hit.row_id));
    hits.truncate(limit);
}

/// The records of the hits, the best first; those that fit equally well stand together by entity type.
fn named(connection: &Connection, layouts: &[Arc<Layout>], hits: Vec<Vec<Hit>>) -> Result<Vec<Named>, MirrorError> {
    let mut found = Vec::new();
    for (layout, hits) in layouts.iter().zip(hits) {
        let sql = format!("SELECT id, body FROM {} JOIN {} USING (row_id) WHERE row_id = ?1", layout.rows, layout.bodies);
        let mut statement = connection.prepare_cached(&sql)?;
        for hit in hits {
            let row: Option<(String, String)> = statement.query_row([hit.row_id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            if let Some((id, body)) = row {
                found.push(Named { fit: hit.fit, record: Labelled { id, ..labelled(&layout.entity_type, &parse(&body)?) } });
            }
        }
    }
    found.sort_by_key(|named| named.fit);
    Ok(found)
}

fn is_interrupted(error: &MirrorError) -> bool {
    match error {
        MirrorError::Store(StoreError::Sqlite(error)) => error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted),
        _ => false,
    }
}

impl Layout {
    /// The column of what people call a record; quoted.
    fn name_column(&self) -> Option<&str> {
        Some(self.column(&self.entity_type.name_field()?.name)?.name.as_str())
    }

    fn code_columns(&self) -> Vec<&str> {
        let codes = self.entity_type.code_fields().into_iter();
        codes.filter_map(|field| Some(self.column(&field.name)?.name.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_name_fits() {
        for (name, fit) in [
            ("harbour", Fit::Is),
            ("harbour view", Fit::Begins),
            ("new harbour", Fit::Word),
            ("pharbour, (harbour)", Fit::Word),
            ("pharbour", Fit::Holds),
        ] {
            assert_eq!(Fit::of(name, "harbour"), Some(fit), "{name}");
        }
        assert_eq!(Fit::of("quay", "harbour"), None);
    }
}
