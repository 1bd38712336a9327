//! Makes the rows of a firm one by one: ids, times and people of the record, names beside references,
//! and copies where more rows are asked for.

use super::random::{Random, row_id};
use crate::api::label_field;
use crate::store::{InsertRow, Record, StoreError, Table, Tables};
use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::types::Value as SqlValue;
use serde_json::Value;
use std::collections::HashMap;

/// A firm under construction.
pub(super) struct Firm<'a> {
    pub(super) random: Random,
    tables: &'a Tables,
    insert: InsertRow<'a>,
    company: u64,
    wanted: HashMap<&'a str, u64>,
    made: HashMap<&'static str, u64>,
    /// Encoded rows of the tables of which more rows are wanted.
    patterns: HashMap<&'static str, Vec<Vec<SqlValue>>>,
    /// Values of custom fields in the records made so far: resource, id of the record, value.
    custom_values: Vec<(&'static str, String, Value)>,
}

/// A record that was made: what others need to refer to it.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) id: String,
    pub(super) name: String,
}

impl<'a> Firm<'a> {
    pub(super) fn new(company: u64, tables: &'a Tables, rows: &'a [(String, u64)], insert: InsertRow<'a>) -> Self {
        let wanted = rows.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        let (made, patterns) = (HashMap::new(), HashMap::new());
        Self { random: Random::new(company), tables, insert, company, wanted, made, patterns, custom_values: Vec::new() }
    }

    /// The id that the `count`th record of a table has or will have.
    pub(super) fn id_of(&self, name: &str, count: u64) -> Result<String, StoreError> {
        Ok(row_id(self.company, self.table(name)?.index, count).to_string())
    }

    /// Hands over the values of custom fields that were written into records.
    pub(super) fn take_custom_values(&mut self) -> Vec<(&'static str, String, Value)> {
        std::mem::take(&mut self.custom_values)
    }

    /// Makes a record that came to be on `day`. `links` are its references, by field.
    pub(super) fn add(&mut self, name: &'static str, day: Date, fields: Value, links: &[(&str, &Made)]) -> Result<Made, StoreError> {
        let table = self.table(name)?;
        let count = self.made.entry(name).or_default();
        *count += 1;
        let id = row_id(self.company, table.index, *count).to_string();
        let mut record = match fields {
            Value::Object(record) => record,
            _ => Record::new(),
        };
        for (field, made) in links {
            link(table, &mut record, field, made);
        }
        self.sign(table, &mut record, day);
        record.insert("id".to_owned(), id.as_str().into());
        if let Some(values) = record.get("customFields").and_then(Value::as_array) {
            self.custom_values.extend(values.iter().map(|value| (name, id.clone(), value.clone())));
        }
        let values = table.encode(&record);
        if self.wanted.contains_key(name) {
            self.patterns.entry(name).or_default().push(values.clone());
        }
        (self.insert)(table, values)?;
        let title = table.entity.title_field.as_ref().and_then(|field| record.get(field)).and_then(Value::as_str);
        Ok(Made { id, name: title.unwrap_or_default().to_owned() })
    }

    /// Copies rows until every table has the rows asked for. Copies lie weeks further back than their patterns.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        for (name, wanted) in &self.wanted {
            let table = self.tables.get(name).ok_or_else(|| StoreError::UnknownResource((*name).to_owned()))?;
            let patterns = self.patterns.get(name).map(Vec::as_slice).unwrap_or_default();
            if patterns.is_empty() {
                return Err(StoreError::UnknownResource((*name).to_owned()));
            }
            let places = CopyPlaces::of(table, &patterns[0]);
            let mut day_text = DayShift::default();
            for count in patterns.len() as u64..*wanted {
                let pattern = &patterns[usize::try_from(count % patterns.len() as u64).unwrap_or(0)];
                let weeks = i32::try_from(count / patterns.len() as u64).unwrap_or(i32::MAX);
                let id = row_id(self.company, table.index, count + 1).to_string();
                (self.insert)(table, places.copy(pattern, &id, weeks, &mut day_text))?;
            }
        }
        Ok(())
    }

    fn table(&self, name: &str) -> Result<&'a Table, StoreError> {
        self.tables.get(name).ok_or_else(|| StoreError::UnknownResource(name.to_owned()))
    }

    /// The audit fields, as far as the table has them.
    fn sign(&mut self, table: &Table, record: &mut Record, day: Date) {
        let author = self.tables.get("employee").map(|employees| row_id(self.company, employees.index, 1 + self.random.next() % 3));
        let (second, later) = (self.random.below(36_000), self.random.below(5_000));
        let time = |second: usize| {
            format!("{day}T{:02}:{:02}:{:02}.{:03}Z", 13 + second / 3600 % 10, second / 60 % 60, second % 60, second % 1000)
        };
        let version = format!("{:011X}=", self.random.next() >> 20);
        let mut set = |field: &str, value: Value| {
            if table.entity.field(field).is_some() {
                record.insert(field.to_owned(), value);
            }
        };
        set("createdOn", time(second.saturating_sub(later)).into());
        set("lastUpdated", time(second).into());
        if let Some(author) = author {
            set("createdById", author.to_string().into());
            set("lastUpdatedById", author.to_string().into());
        }
        set("version", version.into());
        set("objectState", 0.into());
        set("token", 0.into());
    }
}

/// Writes a reference and the name beside it.
fn link(table: &Table, record: &mut Record, field: &str, made: &Made) {
    record.insert(field.to_owned(), made.id.as_str().into());
    if let Some(label) = table.entity.field(field).and_then(|field| label_field(&table.entity, field)) {
        record.insert(label, made.name.as_str().into());
    }
}

/// Where in an encoded row the things stand that a copy has different.
struct CopyPlaces {
    id: Option<usize>,
    days: Vec<(usize, String)>,
    document: usize,
}

impl CopyPlaces {
    fn of(table: &Table, pattern: &[SqlValue]) -> Self {
        let days = ["date", "createdOn", "lastUpdated"];
        let days = days.iter().filter_map(|field| Some((table.position(field)?, format!("\"{field}\":\"")))).collect();
        Self { id: table.position("id"), days, document: pattern.len() - 2 }
    }

    fn copy(&self, pattern: &[SqlValue], id: &str, weeks: i32, shift: &mut DayShift) -> Vec<SqlValue> {
        let mut values = pattern.to_vec();
        let mut document = match std::mem::replace(&mut values[self.document], SqlValue::Null) {
            SqlValue::Text(text) => text,
            _ => String::new(),
        };
        replace(&mut document, "\"id\":\"", id);
        if let Some(place) = self.id {
            values[place] = SqlValue::Text(id.to_owned());
        }
        for (place, mark) in &self.days {
            if let SqlValue::Text(text) = &mut values[*place]
                && let Some(day) = text.get(..10).and_then(|day| shift.back(day, weeks))
            {
                text.replace_range(..10, day);
                replace(&mut document, mark, day);
            }
        }
        values[self.document] = SqlValue::Text(document);
        values
    }
}

/// Overwrites what follows `mark`, which has the same length.
fn replace(document: &mut String, mark: &str, text: &str) {
    if let Some(place) = document.find(mark) {
        let start = place + mark.len();
        document.replace_range(start..start + text.len(), text);
    }
}

/// Days moved back by weeks, each reckoned once.
#[derive(Default)]
struct DayShift(HashMap<(String, i32), String>);

impl DayShift {
    fn back(&mut self, day: &str, weeks: i32) -> Option<&str> {
        let key = (day.to_owned(), weeks);
        if !self.0.contains_key(&key) {
            let moved = day.parse::<Date>().ok()?.checked_sub(weeks.weeks()).ok()?;
            self.0.insert(key.clone(), moved.to_string());
        }
        self.0.get(&key).map(String::as_str)
    }
}

/// A calendar day as the service writes it: local midnight without zone.
pub(super) fn day(day: Date) -> Value {
    format!("{day}T00:00:00").into()
}

/// A number of hundredths, written without needless zeros.
pub(super) fn hundredths(count: i64) -> Value {
    let sign = if count < 0 { "-" } else { "" };
    let (whole, rest) = (count.unsigned_abs() / 100, count.unsigned_abs() % 100);
    let text = match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
    };
    text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_written_short_and_exactly() {
        for (count, text) in [(12_050, "120.5"), (12_000, "120"), (5, "0.05"), (-725, "-7.25"), (0, "0")] {
            assert_eq!(hundredths(count).to_string(), text);
        }
    }
}
