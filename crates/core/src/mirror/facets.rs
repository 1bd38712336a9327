//! The values that a field has in some rows, with how many rows have each.

use super::counts::{count_of, scope};
use super::filter::{FieldPlace, Predicate};
use super::fold::fold;
use super::layout::Layout;
use super::{Mirror, MirrorError, ViewQuery, rows};
use coredesk_catalogue::{Field, FieldKind, FieldOrigin};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::types::Value as Key;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::Value;
use std::collections::HashMap;

/// The values of a field in the rows of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facet {
    /// The most frequent first; choices that are known and that no row has stand last.
    pub values: Vec<FacetValue>,
    /// There are more values than these.
    pub more: bool,
    /// Rows without a value.
    pub empty: u64,
}

/// A value and the rows that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As in a record; of a list of references the id of one, of moments the day that they have in the calendar.
    pub value: Value,
    /// The name of what it refers to, where that is known.
    pub label: Option<String>,
    /// How many rows have it.
    pub rows: u64,
}

/// A value as it is kept: where a record with it stands, or the id of a listed reference.
enum Found {
    In(u32),
    Id(String),
    /// Of moments.
    Day(String),
}

impl Mirror {
    /// At most `limit` values of `field` in the rows that `query` finds, of which those stay whose words hold `text`.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Filter` if the field has no values of its own, or the filter does not fit; `Store` if it
    /// cannot be read.
    pub async fn facet(&self, entity_type: &str, field: &str, text: &str, query: ViewQuery, limit: usize) -> Result<Facet, MirrorError> {
        let layout = self.layout(entity_type)?;
        let place = FieldPlace::of(&layout, field)?;
        let known = place.field().clone();
        let words = words_to_find(&known, text);
        let narrowed = words.as_deref().map(|words| self.words_predicate(&layout, &place, words));
        let choice = self.choice(&layout, &query)?;
        let zone = query.calendar.zone;
        let (read_layout, shown) = (layout.clone(), known.clone());
        let mut facet = self
            .store
            .read(move |connection| {
                let layout = &read_layout;
                let rows = scope(layout, &choice, choice.hits(connection, layout)?.as_deref());
                let place = FieldPlace::of(layout, &shown.name)?;
                let found = match &shown.kind {
                    FieldKind::DateTime | FieldKind::Instant if shown.origin == FieldOrigin::Described => {
                        most_frequent_days(connection, layout, &place, &rows, narrowed, &zone)?
                    }
                    _ => most_frequent(connection, layout, &place, &rows, narrowed, limit)?,
                };
                let empty = count_of(connection, layout, Predicate::all(vec![rows, place.empty(layout)]))?;
                let more = found.len() > limit;
                let mut values = Vec::with_capacity(found.len());
                for (found, rows) in found.into_iter().take(limit) {
                    values.extend(value(connection, layout, &shown, found)?.map(|(value, label)| FacetValue { value, label, rows }));
                }
                Ok::<_, MirrorError>(Facet { values, more, empty })
            })
            .await?;
        self.name_references(&known, &mut facet.values).await?;
        add_choices(&known, words.as_deref(), &mut facet, limit);
        Ok(facet)
    }

    /// Names those that no record named.
    async fn name_references(&self, field: &Field, values: &mut [FacetValue]) -> Result<(), MirrorError> {
        let Some(reference) = field.reference() else { return Ok(()) };
        let id = |value: &FacetValue| coredesk_catalogue::referenced_id(&value.value);
        let ids = values.iter().filter(|value| value.label.is_none()).filter_map(id).collect();
        let named = self.labels(&reference.entity_types, ids).await?;
        for value in values.iter_mut().filter(|value| value.label.is_none()) {
            let id = id(value);
            value.label = named.iter().find(|named| Some(&named.id) == id.as_ref()).map(|named| named.label.clone());
        }
        Ok(())
    }
}

/// The text in the form of the field's keys; `None` where there is nothing to look for.
fn words_to_find(field: &Field, text: &str) -> Option<String> {
    let words = fold(text);
    match &field.kind {
        FieldKind::Boolean | FieldKind::Instant => None,
        // 12.50 is kept as 12.5.
        kind if kind.is_number() && words.contains('.') => Some(words.trim_end_matches('0').trim_end_matches('.').to_owned()),
        _ => Some(words),
    }
    .filter(|words| !words.is_empty())
}

fn most_frequent(
    connection: &Connection,
    layout: &Layout,
    place: &FieldPlace<'_>,
    rows: &Predicate,
    narrowed: Option<Predicate>,
    limit: usize,
) -> Result<Vec<(Found, u64)>, MirrorError> {
    let (table, limit) = (&layout.rows, limit + 1);
    let parts = |first: Predicate| Predicate::all([first, rows.clone()].into_iter().chain(narrowed).collect());
    let (shown, from, by, condition) = match place {
        FieldPlace::Column { key, .. } => (format!("min({table}.row_id), NULL"), table.clone(), key.clone(), parts(place.filled(layout))),
        FieldPlace::List { links, .. } => {
            (format!("NULL, {links}.id"), format!("{table} JOIN {links} USING (row_id)"), format!("{links}.id"), parts(place.is_link()))
        }
    };
    let sql =
        format!("SELECT {shown}, count(*) FROM {from} WHERE {} GROUP BY {by} ORDER BY count(*) DESC, {by} LIMIT {limit}", condition.sql);
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(condition.values), |row| {
        let id: Option<String> = row.get(1)?;
        let found = match id {
            Some(id) => Found::Id(id),
            None => Found::In(row.get(0)?),
        };
        Ok((found, super::status::count_in(row, 2)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The days of moments, as the calendar has them.
fn most_frequent_days(
    connection: &Connection,
    layout: &Layout,
    place: &FieldPlace<'_>,
    rows: &Predicate,
    narrowed: Option<Predicate>,
    zone: &TimeZone,
) -> Result<Vec<(Found, u64)>, MirrorError> {
    let FieldPlace::Column { key, .. } = place else { return Ok(Vec::new()) };
    let condition = Predicate::all([place.filled(layout), rows.clone()].into_iter().chain(narrowed).collect());
    let mut statement = connection.prepare_cached(&format!("SELECT {key} FROM {} WHERE {}", layout.rows, condition.sql))?;
    let mut found = statement.query(params_from_iter(condition.values))?;
    let mut days: HashMap<String, u64> = HashMap::new();
    while let Some(row) = found.next()? {
        let day = match row.get(0)? {
            Key::Integer(moment) => Timestamp::from_microsecond(moment).ok().map(|moment| moment.to_zoned(zone.clone()).date().to_string()),
            Key::Text(text) => Some(text.get(..10).unwrap_or(&text).to_owned()),
            Key::Null | Key::Real(_) | Key::Blob(_) => None,
        };
        if let Some(day) = day {
            *days.entry(day).or_default() += 1;
        }
    }
    let mut days: Vec<(String, u64)> = days.into_iter().collect();
    days.sort_by(|(one, rows), (other, more)| more.cmp(rows).then_with(|| one.cmp(other)));
    Ok(days.into_iter().map(|(day, rows)| (Found::Day(day), rows)).collect())
}

/// The value with the name that its record has for it; `None` if the record is gone.
fn value(connection: &Connection, layout: &Layout, field: &Field, found: Found) -> Result<Option<(Value, Option<String>)>, MirrorError> {
    let row_id = match found {
        Found::Id(text) | Found::Day(text) => return Ok(Some((Value::String(text), None))),
        Found::In(row_id) => row_id,
    };
    let mut statement = connection.prepare_cached(&format!("SELECT id FROM {} WHERE row_id = ?1", layout.rows))?;
    let id: Option<String> = statement.query_row([row_id], |row| row.get(0)).optional()?;
    let Some(record) = id.map(|id| rows::read(connection, layout, &id)).transpose()?.flatten() else { return Ok(None) };
    let label = field.label_field.as_ref().and_then(|label| record.get(label)?.as_str()).map(str::to_owned);
    Ok(field.value_in(&record).map(|value| (value.clone(), label)))
}

/// The choices that are known and that no row has.
fn add_choices(field: &Field, words: Option<&str>, facet: &mut Facet, limit: usize) {
    let yes_and_no = [true, false].map(|yes| (Value::Bool(yes), String::new()));
    let choices: Vec<(Value, String)> = match &field.kind {
        FieldKind::Boolean => yes_and_no.to_vec(),
        kind => kind.choices().iter().map(|known| (known.value.clone(), fold(&known.label))).collect(),
    };
    for (value, label) in choices {
        let fits = words.is_none_or(|words| label.contains(words));
        if fits && !facet.values.iter().any(|known| is_same(&known.value, &value)) {
            if facet.values.len() >= limit {
                facet.more = true;
                return;
            }
            facet.values.push(FacetValue { value, label: None, rows: 0 });
        }
    }
}

/// Codes of text are compared folded, as the rows are.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => fold(one) == fold(other),
        (one, other) => one == other,
    }
}
