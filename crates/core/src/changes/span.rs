//! Whether a record lasts no longer than the one that it is a part of, before it is sent.

use super::draft::{Draft, DraftKind};
use super::review::{Problem, changed_record};
use super::words::in_sentence;
use super::{DraftError, draft_table};
use crate::Record;
use crate::mirror::Mirror;
use coredesk_catalogue::{EntityType, Field, FieldKind, referenced_id};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rusqlite::Connection;
use std::cmp::Ordering;

/// One end of a span.
#[derive(Debug, Clone, Copy)]
enum End {
    /// A calendar day.
    Day(Date),
    /// A moment; one without a zone is taken as UTC.
    Moment(Timestamp),
}

/// What is wrong with the dates that `draft` gives the record, which then is `record`, each with the field in which it can be
/// mended.
pub(super) fn span_problems(
    connection: &Connection,
    mirror: &Mirror,
    entity_type: &EntityType,
    draft: &Draft,
    record: &Record,
) -> Result<Vec<(Problem, Option<String>)>, DraftError> {
    let Some(span) = &entity_type.span else { return Ok(Vec::new()) };
    let decides = [Some(&span.start), Some(&span.end), entity_type.belongs_to.as_ref()];
    let is_touched = draft.fields.iter().any(|change| decides.contains(&Some(&change.field)));
    if draft.kind != DraftKind::Create && !is_touched {
        return Ok(Vec::new());
    }
    let (at_start, at_end) = (Some(span.start.clone()), Some(span.end.clone()));
    let (start, end) = ends(entity_type, record);
    if let (Some(start), Some(end)) = (start, end)
        && end.is_before(start)
    {
        return Ok(vec![(Problem::EndsBeforeItStarts, at_end)]);
    }
    let Some((above, (first, last))) = span_above(connection, mirror, entity_type, record)? else { return Ok(Vec::new()) };
    let mut problems = Vec::new();
    if let (Some(start), Some(first)) = (start, first)
        && start.is_before(first)
    {
        problems.push((Problem::StartsTooEarly { above: above.clone(), day: first.words() }, at_start));
    }
    if let (Some(end), Some(last)) = (end, last)
        && last.is_before(end)
    {
        problems.push((Problem::EndsTooLate { above, day: last.words() }, at_end));
    }
    Ok(problems)
}

/// The first and the last day or moment of a record's life.
type Ends = (Option<End>, Option<End>);

/// What a person calls the record that `record` is a part of, and its span.
fn span_above(
    connection: &Connection,
    mirror: &Mirror,
    entity_type: &EntityType,
    record: &Record,
) -> Result<Option<(String, Ends)>, DraftError> {
    let Some(field) = entity_type.belongs_to.as_deref().and_then(|name| entity_type.field(name)) else { return Ok(None) };
    let (Some(reference), Some(id)) = (field.reference(), field.value_in(record).and_then(referenced_id)) else { return Ok(None) };
    let catalogue = mirror.catalogue();
    for name in &reference.entity_types {
        let Some(above) = catalogue.entity_type(name) else { continue };
        let draft = draft_table::find(connection, name, &id)?;
        let held = mirror.read_record(connection, name, &id)?;
        let found = match (draft, held) {
            (Some(draft), held) => changed_record(above, &Draft { base: held.or(draft.base), ..draft }),
            (None, Some(held)) => held,
            (None, None) => continue,
        };
        return Ok(Some((in_sentence(&above.title), ends(above, &found))));
    }
    Ok(None)
}

fn ends(entity_type: &EntityType, record: &Record) -> Ends {
    let Some(span) = &entity_type.span else { return (None, None) };
    let end = |name: &str| entity_type.field(name).and_then(|field| End::of(field, record));
    (end(&span.start), end(&span.end))
}

impl End {
    fn of(field: &Field, record: &Record) -> Option<Self> {
        let text = field.value_in(record)?.as_str()?.trim();
        if field.kind == FieldKind::Date || text.len() == 10 {
            return text.get(..10)?.parse().ok().map(Self::Day);
        }
        let zoneless = || Some(text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
        text.parse().ok().or_else(zoneless).map(Self::Moment)
    }

    /// A moment of a day is not before that day.
    fn is_before(self, other: Self) -> bool {
        let order = match (self, other) {
            (Self::Moment(one), Self::Moment(other)) => one.cmp(&other),
            _ => self.day().cmp(&other.day()),
        };
        order == Ordering::Less
    }

    fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.to_zoned(TimeZone::UTC).date(),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Moment(moment) if moment.to_zoned(TimeZone::UTC).time() != jiff::civil::Time::midnight() => {
                moment.strftime("%-d %b %Y, %H:%M UTC").to_string()
            }
            _ => self.day().strftime("%-d %b %Y").to_string(),
        }
    }
}
