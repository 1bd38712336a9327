//! What records taught about a service: fields and codes that its description does not have. Names are data: they
//! are bounded, bound to statements and never believed.

use super::Seen;
use crate::Record;
use crate::store::StoreError;
use coredesk_catalogue::{EntityType, FieldKind};
use rusqlite::{Connection, Transaction, params};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Fields learnt of one entity type at most; others are kept in the record alone.
pub(super) const FIELDS_AT_MOST: usize = 300;
/// Codes learnt of one field at most.
pub(super) const CODES_AT_MOST: usize = 100;
/// Characters of a name that is shown.
const NAME_AT_MOST: usize = 80;

const TABLES: &str = "CREATE TABLE IF NOT EXISTS learnt_field (
    entity_type TEXT NOT NULL,
    place INTEGER NOT NULL,
    field TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (entity_type, field)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS learnt_code (
    entity_type TEXT NOT NULL,
    field TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (entity_type, field, code)
) WITHOUT ROWID";

/// What was learnt of each entity type, by name.
#[derive(Debug, Clone, Default)]
pub struct Learnt {
    entity_types: BTreeMap<String, LearntType>,
}

/// What was learnt of one entity type.
#[derive(Debug, Clone, Default)]
pub(super) struct LearntType {
    /// In the order in which they were met.
    pub(super) fields: Vec<LearntField>,
    /// Codes by the name of their field.
    pub(super) codes: BTreeMap<String, Vec<Value>>,
    /// Places in `fields` by name.
    places: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
pub(super) struct LearntField {
    pub(super) name: String,
    pub(super) seen: Seen,
}

impl Learnt {
    /// Makes the tables where they are missing, and reads what was learnt.
    ///
    /// # Errors
    /// `Store` if they cannot be read.
    pub fn open(transaction: &Transaction<'_>) -> Result<Self, StoreError> {
        transaction.execute_batch(TABLES)?;
        let mut learnt = Self::default();
        let mut fields = transaction.prepare("SELECT entity_type, field, seen FROM learnt_field ORDER BY entity_type, place")?;
        let mut found = fields.query([])?;
        while let Some(row) = found.next()? {
            learnt.of_type(row.get(0)?).add(row.get(1)?, Seen::of_number(row.get(2)?));
        }
        for (entity_type, field, code) in codes(transaction)? {
            learnt.of_type(entity_type).codes.entry(field).or_default().push(code);
        }
        Ok(learnt)
    }

    /// Takes in what `records` of `described` show that is not known, and keeps it. True if something was new.
    ///
    /// # Errors
    /// `Store` if it cannot be written.
    pub fn take_in(&mut self, transaction: &Transaction<'_>, described: &EntityType, records: &[Record]) -> Result<bool, StoreError> {
        let before = self.entity_types.get(&described.name).cloned().unwrap_or_default();
        let learnt = self.of_type(described.name.clone());
        for (name, value) in records.iter().flatten() {
            learnt.meet(described, name, value);
        }
        let keep_field = "INSERT INTO learnt_field (entity_type, place, field, seen) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET seen = excluded.seen";
        let mut is_new = false;
        for (place, field) in learnt.fields.iter().enumerate() {
            if before.seen(&field.name) != Some(field.seen) {
                is_new = true;
                let place = i64::try_from(place).unwrap_or(i64::MAX);
                transaction.prepare_cached(keep_field)?.execute(params![described.name, place, field.name, field.seen.as_number()])?;
            }
        }
        for (field, codes) in &learnt.codes {
            let known = before.codes.get(field).map_or(0, Vec::len);
            for code in codes.iter().skip(known) {
                is_new = true;
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO learnt_code (entity_type, field, code) VALUES (?1, ?2, ?3)")?
                    .execute(params![described.name, field, code.to_string()])?;
            }
        }
        Ok(is_new)
    }

    pub(super) fn of(&self, entity_type: &str) -> Option<&LearntType> {
        self.entity_types.get(entity_type)
    }

    fn of_type(&mut self, name: String) -> &mut LearntType {
        self.entity_types.entry(name).or_default()
    }
}

impl LearntType {
    pub(super) fn seen(&self, field: &str) -> Option<Seen> {
        self.fields.get(*self.places.get(field)?).map(|field| field.seen)
    }

    pub(super) fn is_full(&self) -> bool {
        self.fields.len() >= FIELDS_AT_MOST
    }

    fn meet(&mut self, described: &EntityType, name: &str, value: &Value) {
        if let Some(field) = described.field(name) {
            if let FieldKind::Enum { values, .. } = &field.kind
                && is_code(value)
                && !values.iter().any(|known| &known.value == value)
            {
                let codes = self.codes.entry(name.to_owned()).or_default();
                if codes.len() < CODES_AT_MOST && !codes.contains(value) {
                    codes.push(value.clone());
                }
            }
        } else if let Some(field) = self.places.get(name).and_then(|place| self.fields.get_mut(*place)) {
            field.seen = field.seen.with(Seen::of(value));
        } else if !self.is_full() && can_be_shown(name) {
            self.add(name.to_owned(), Seen::of(value));
        }
    }

    fn add(&mut self, name: String, seen: Seen) {
        self.places.insert(name.clone(), self.fields.len());
        self.fields.push(LearntField { name, seen });
    }
}

/// Whether a value can be a code: a number, or a short text without signs that are not shown.
pub(super) fn is_code(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => can_be_shown(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Whether a name that a service made up can be shown to a person: it has an end, and no signs that hide or turn it.
pub(super) fn can_be_shown(name: &str) -> bool {
    let turns = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !name.trim().is_empty() && name.chars().count() <= NAME_AT_MOST && !name.chars().any(|letter| letter.is_control() || turns(letter))
}

fn codes(connection: &Connection) -> Result<Vec<(String, String, Value)>, StoreError> {
    let mut statement = connection.prepare("SELECT entity_type, field, code FROM learnt_code ORDER BY entity_type, field, code")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    found
        .map(|row| {
            let (entity_type, field, code) = row?;
            let code = serde_json::from_str(&code).map_err(|_| StoreError::Damaged("a code that was learnt".to_owned()))?;
            Ok((entity_type, field, code))
        })
        .collect()
}
