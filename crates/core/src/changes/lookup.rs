//! A create without an answer is looked for at the service before anything else is done with it.

use super::alike::{is_empty, same_in};
use super::draft::{Draft, FieldChange};
use super::exchange::created;
use super::laid::value_of;
use super::settle::{id_given, id_text};
use super::{Changes, DraftError};
use crate::Record;
use crate::rest::{Comparison, Condition, Entities, Operator, PageRequest, listed};
use coredesk_catalogue::{EntityType, Field, FieldKind, referenced_id};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_util::sync::CancellationToken;

/// How far this computer's clock and the service's are apart at most where a time makes a record surer.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(2);
/// What is older than this was there before, whatever the zones and days that times are written in.
const LONG_BEFORE: SignedDuration = SignedDuration::from_hours(72);
/// Records that are shown to a person.
const CANDIDATES_AT_MOST: usize = 5;
/// A list that is read whole rather than asked for by name.
const SMALL: u64 = 2_000;
/// Writes looked through for who this person is at the service.
const WRITES_LOOKED_THROUGH: u32 = 2_000;

/// What was sent, and when.
pub(super) struct Lost<'a> {
    pub(super) change_id: &'a str,
    pub(super) entity_type: &'a EntityType,
    /// As it left.
    pub(super) sent: &'a Draft,
    pub(super) at: Timestamp,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Looked {
    /// Records that could be it; those that agree most first.
    pub(super) candidates: Vec<Record>,
    /// Everything that could be it was seen.
    pub(super) is_whole: bool,
    /// The first candidate is it beyond doubt.
    pub(super) is_sure: bool,
    /// The whole list was read, and no record in it has anything of what was sent.
    pub(super) is_not_there: bool,
}

impl Looked {
    /// The record, where there is no doubt.
    pub(super) fn found(&self) -> Option<&Record> {
        self.candidates.first().filter(|_| self.is_sure)
    }
}

/// How much of what was sent a record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likeness {
    pub(super) same: usize,
    pub(super) of: usize,
    is_called_so: bool,
    /// It has what the service takes only once.
    has_key: bool,
}

impl Likeness {
    /// It could be the record that was sent.
    fn is_close(self) -> bool {
        self.of > 0 && (self.is_called_so || self.has_key || self.same * 2 >= self.of)
    }

    fn is_whole(self) -> bool {
        self.of > 0 && self.same == self.of
    }

    /// It cannot be the record that was sent: what can be compared differs in everything.
    fn is_none(self) -> bool {
        self.of > 0 && self.same == 0
    }
}

/// How much of what was sent `record` has. What the record does not show counts for nothing.
pub(super) fn likeness(entity_type: &EntityType, sent: &Draft, record: &Record) -> Likeness {
    let mut found = Likeness { same: 0, of: 0, is_called_so: false, has_key: false };
    let mut agreeing: Vec<&str> = Vec::new();
    for change in compared(entity_type, sent, record) {
        found.of += 1;
        if same_in(entity_type, &change.field, &value_of(entity_type, record, &change.field), &change.after) {
            found.same += 1;
            agreeing.push(&change.field);
            found.is_called_so |= entity_type.title_field.as_ref() == Some(&change.field);
        }
    }
    let is_had = |key: &Vec<String>| !key.is_empty() && key.iter().all(|name| agreeing.contains(&name.as_str()));
    found.has_key = entity_type.natural_keys.iter().any(is_had);
    found
}

/// What was sent and can be compared with `record`.
pub(super) fn compared<'s>(entity_type: &'s EntityType, sent: &'s Draft, record: &'s Record) -> impl Iterator<Item = &'s FieldChange> {
    let is_shown = |change: &&FieldChange| entity_type.field(&change.field).is_some_and(|field| field.value_in(record).is_some());
    sent.fields.iter().filter(|change| change.action.is_none() && !is_empty(&change.after)).filter(is_shown)
}

/// When the record was made, where the service says so.
pub(super) fn made_at(entity_type: &EntityType, record: &Record) -> Option<Timestamp> {
    moment(value_of(
        entity_type,
        record,
        &field_called(entity_type, &["createdon", "createdat", "datecreated", "createddate", "created"])?.name,
    ))
}

/// The field that says who made a record.
pub(super) fn maker(entity_type: &EntityType) -> Option<&Field> {
    field_called(entity_type, &["createdbyid", "createdby", "creatorid", "creator"])
}

fn changed_at(entity_type: &EntityType, record: &Record) -> Option<Timestamp> {
    let names = ["lastupdated", "updatedat", "updatedon", "modifiedat", "modifiedon", "lastmodified"];
    moment(value_of(entity_type, record, &field_called(entity_type, &names)?.name))
}

fn field_called<'t>(entity_type: &'t EntityType, names: &[&str]) -> Option<&'t Field> {
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    names.iter().find_map(|wanted| entity_type.fields.iter().find(|field| field.read_only && plain(&field.name) == *wanted))
}

/// Times without a zone are taken as UTC, as services write them that say nothing of zones.
fn moment(value: Value) -> Option<Timestamp> {
    let text = value.as_str()?;
    let as_utc = |text: &str| text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    text.parse().ok().or_else(|| as_utc(text))
}

impl Changes {
    /// Looks for a record that was sent and never answered for.
    ///
    /// # Errors
    /// `Store` and `Mirror`; what the service does not answer makes the look no whole one.
    pub(super) async fn look<E: Entities>(&self, entities: &E, lost: &Lost<'_>, cancel: &CancellationToken) -> Result<Looked, DraftError> {
        let Lost { entity_type, sent, at, .. } = *lost;
        let request = self.question(lost).await?;
        let is_narrowed = request.condition.is_some() || request.changed_since.is_some();
        let may_be_there = AtomicBool::new(false);
        let is_wanted = |record: &Record| {
            let likeness = likeness(entity_type, sent, record);
            may_be_there.fetch_or(!likeness.is_none(), Ordering::Relaxed);
            likeness.is_close()
        };
        let Ok(found) = listed(entities, entity_type, request, is_wanted, cancel).await else { return Ok(Looked::default()) };
        let mut looked = Looked { is_whole: found.is_whole, ..Looked::default() };
        looked.is_not_there = found.is_whole && !is_narrowed && !may_be_there.into_inner();
        let own = self.maker_of_own(lost).await?;
        let is_others = |record: &Record| match (maker(entity_type), &own) {
            (Some(field), Some(own)) => field.value_in(record).and_then(referenced_id).is_some_and(|made_by| made_by != *own),
            _ => false,
        };
        for record in found.records {
            let record = self.as_it_is(entities, entity_type, record, cancel).await;
            if !self.is_taken(lost, &record).await? {
                looked.candidates.push(record);
            }
        }
        let rank = |record: &Record| {
            let like = likeness(entity_type, sent, record);
            (was_there_long_before(entity_type, record, at), Reverse(like.has_key), Reverse(like.same), is_others(record))
        };
        looked.candidates.sort_by_key(rank);
        if looked.is_whole {
            looked.is_sure = match self.contenders(lost, &looked.candidates).await?.as_slice() {
                [only] => {
                    likeness(entity_type, sent, only).is_whole()
                        && !is_others(only)
                        && self.is_new_since(entity_type, only, at).await?
                        && !self.may_be_of_another(lost, only).await?
                }
                _ => false,
            };
        }
        looked.candidates.truncate(CANDIDATES_AT_MOST);
        Ok(looked)
    }

    /// What shows everything that could be it with the fewest pages.
    async fn question(&self, lost: &Lost<'_>) -> Result<PageRequest, DraftError> {
        let Lost { entity_type, sent, at, .. } = *lost;
        let record = created(entity_type, sent);
        let parent_id = entity_type.parent_field().and_then(|field| referenced_id(record.get(field)?));
        let all = PageRequest { parent_id, ..PageRequest::default() };
        let rows = self.mirror.status(&entity_type.name).await.map_or(0, |status| status.rows.max(status.expected_rows.unwrap_or(0)));
        if rows > SMALL && self.mirror.follows_changes(&entity_type.name) {
            let since = at.checked_sub(LONG_BEFORE).unwrap_or(at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
            return Ok(PageRequest { changed_since: Some(since), ..all });
        }
        if rows > SMALL
            && all.parent_id.is_none()
            && let Some(condition) = by_key(entity_type, &record)
        {
            return Ok(PageRequest { condition: Some(condition), ..all });
        }
        let title = entity_type.title_field.as_deref().and_then(|name| entity_type.field(name));
        let name = title.and_then(|field| record.get(&field.name)).filter(|name| !is_empty(name));
        let condition = match (title, name) {
            _ if rows <= SMALL || all.parent_id.is_some() => None,
            (Some(field), Some(name)) if field.filterable && field.kind == FieldKind::Text => {
                let is_so = Comparison { field: field.name.clone(), operator: Operator::Equal, value: name.clone() };
                Some(Condition::AnyOf(vec![vec![is_so]]))
            }
            (Some(_), Some(Value::String(name))) if entity_type.searchable && !name.contains('=') => {
                Some(Condition::Expression(name.clone()))
            }
            _ => None,
        };
        Ok(PageRequest { condition, ..all })
    }

    /// Candidates that say all that was sent, or were made when it was: where they are several, nobody can tell which it is. One that was
    /// there before and differs in something, such as the record that the create is a copy of, is none. The only one that has what the
    /// service takes only once stands alone.
    async fn contenders<'r>(&self, lost: &Lost<'_>, candidates: &'r [Record]) -> Result<Vec<&'r Record>, DraftError> {
        let Lost { entity_type, sent, at, .. } = *lost;
        let mut contenders = Vec::new();
        for record in candidates.iter().filter(|record| !was_there_long_before(entity_type, record, at)) {
            if likeness(entity_type, sent, record).is_whole() || self.is_new_since(entity_type, record, at).await? {
                contenders.push(record);
            }
        }
        let has_key = |record: &&Record| likeness(entity_type, sent, record).has_key;
        if contenders.iter().filter(|record| has_key(record)).count() == 1 {
            contenders.retain(has_key);
        }
        Ok(contenders)
    }

    /// The record whole, where a list leaves parts of it out.
    async fn as_it_is<E: Entities>(&self, entities: &E, entity_type: &EntityType, record: Record, cancel: &CancellationToken) -> Record {
        let id = id_given(entity_type, &record).map(id_text).filter(|_| entity_type.operations.get && !entity_type.is_nested());
        match id {
            Some(id) => entities.get(entity_type, &id, cancel).await.ok().flatten().map_or(record, |fetched| fetched.record),
            None => record,
        }
    }

    /// It was made when the create was sent: the service says so, or this computer's whole copy did not have it.
    async fn is_new_since(&self, entity_type: &EntityType, record: &Record, at: Timestamp) -> Result<bool, DraftError> {
        if let Some(made_at) = made_at(entity_type, record) {
            let now = Timestamp::now();
            let (from, to) = (at.checked_sub(CLOCKS_APART).unwrap_or(at), now.checked_add(CLOCKS_APART).unwrap_or(now));
            return Ok((from..=to).contains(&made_at));
        }
        let Ok(status) = self.mirror.status(&entity_type.name).await else { return Ok(false) };
        let Some(id) = id_given(entity_type, record).map(id_text) else { return Ok(false) };
        Ok(status.complete && !entity_type.is_nested() && self.mirror.record(&entity_type.name, &id).await?.is_none())
    }

    /// Another change made it.
    async fn is_taken(&self, lost: &Lost<'_>, record: &Record) -> Result<bool, DraftError> {
        let Some(id) = id_given(lost.entity_type, record).map(id_text) else { return Ok(true) };
        let (name, parent) = (lost.entity_type.name.clone(), self.parent_of(lost));
        let row_id = parent.map_or_else(|| id.clone(), |parent| EntityType::id_below(&parent, &id));
        let change_id = lost.change_id.to_owned();
        self.store
            .read(move |connection| {
                let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE entity_type = ?1 AND entity_id = ?2
                    AND kind = 'create' AND outcome = 'done' AND change_id <> ?3)";
                Ok(connection.prepare_cached(sql)?.query_row([name, row_id, change_id], |row| row.get(0))?)
            })
            .await
    }

    fn parent_of(&self, lost: &Lost<'_>) -> Option<String> {
        let field = lost.entity_type.parent_field().filter(|_| lost.entity_type.is_nested())?;
        lost.sent.fields.iter().find(|change| change.field == field).and_then(|change| referenced_id(&change.after))
    }

    /// Another create that looks like it is still on its way: the record may be that one's.
    async fn may_be_of_another(&self, lost: &Lost<'_>, record: &Record) -> Result<bool, DraftError> {
        let (name, change_id) = (lost.entity_type.name.clone(), lost.change_id.to_owned());
        let others =
            self.store.read(move |connection| creates_on_their_way(connection, &name, &change_id).map_err(DraftError::from)).await?;
        let like = |fields: Vec<FieldChange>| likeness(lost.entity_type, &Draft { fields, ..lost.sent.clone() }, record).is_whole();
        Ok(others.into_iter().any(like))
    }

    /// What the service calls whoever sent it, as far as what they made of the same kind before tells.
    async fn maker_of_own(&self, lost: &Lost<'_>) -> Result<Option<String>, DraftError> {
        let Some(field) = maker(lost.entity_type).cloned() else { return Ok(None) };
        let (mirror, name, change_id) = (self.mirror.clone(), lost.entity_type.name.clone(), lost.change_id.to_owned());
        self.store
            .read(move |connection| {
                let sql = "SELECT entity_id FROM (SELECT * FROM journal ORDER BY number DESC LIMIT ?1)
                    WHERE kind = 'create' AND outcome = 'done' AND entity_type = ?2
                    AND (sent_by_id, sent_by) IS (SELECT sent_by_id, sent_by FROM journal WHERE change_id = ?3 AND intent IS NULL ORDER BY number DESC LIMIT 1)
                    ORDER BY number DESC LIMIT 1";
                let last: Option<String> = connection
                    .prepare_cached(sql)?
                    .query_row(params![WRITES_LOOKED_THROUGH, name, change_id], |row| row.get(0))
                    .optional()?;
                let record = last.map(|id| mirror.read_record(connection, &name, &id)).transpose()?.flatten();
                Ok(record.and_then(|record| field.value_in(&record).and_then(referenced_id)))
            })
            .await
    }
}

/// The service says that it was there long before the create was sent. That makes another one surer; it may still be the one.
fn was_there_long_before(entity_type: &EntityType, record: &Record, at: Timestamp) -> bool {
    let known = made_at(entity_type, record).or_else(|| changed_at(entity_type, record));
    known.is_some_and(|known| known < at.checked_sub(LONG_BEFORE).unwrap_or(at))
}

/// Asks for what the service takes only once, where it can be asked for.
fn by_key(entity_type: &EntityType, record: &Record) -> Option<Condition> {
    let is_so = |name: &String| {
        let field = entity_type.field(name).filter(|field| field.filterable)?;
        let value = field.value_in(record).filter(|value| !is_empty(value))?.clone();
        Some(Comparison { field: field.name.clone(), operator: Operator::Equal, value })
    };
    let asked = |key: &Vec<String>| key.iter().map(is_so).collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty());
    entity_type.natural_keys.iter().find_map(asked).map(|parts| Condition::AnyOf(vec![parts]))
}

/// What other creates of these records sent that have no outcome yet.
fn creates_on_their_way(
    connection: &Connection,
    entity_type: &str,
    change_id: &str,
) -> Result<Vec<Vec<FieldChange>>, crate::store::StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT fields FROM journal AS intended WHERE entity_type = ?1 AND entity_id >= 'new:' AND entity_id < 'new;' AND intent IS NULL
         AND change_id <> ?2 AND NOT EXISTS (SELECT 1 FROM journal WHERE intent = intended.number)",
    )?;
    let found = statement.query_map([entity_type, change_id], |row| row.get::<_, String>(0))?;
    found.map(|text| super::draft_table::read_fields(&text?)).collect()
}
