//! A filter as an SQL condition. Names come from the layout and are quoted there; values are always bound.

use super::super::layout::Layout;
use super::super::{Mirror, MirrorError};
use super::days::Days;
use super::{Calendar, FieldPlace, Filter, FilterCondition, FilterError, FilterOperator, Period, Predicate, values};
use coredesk_catalogue::{Field, FieldKind};
use jiff::civil::Date;
use rusqlite::types::Value as Key;
use serde_json::Value;

/// SQLite takes 32,766 in one statement; sorting and searching need some.
const VALUES_AT_MOST: usize = 20_000;
/// How a key of a day or a time begins; what is neither is kept as it came.
const DAY: &str = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'";
/// Conditions, and days of which any may fit: each is one level of an expression, of which SQLite takes 1,000.
const PARTS_AT_MOST: usize = 500;

impl Mirror {
    /// What `filter` asks of the rows of `layout`; `None` if it asks nothing.
    pub(in super::super) fn predicate(
        &self,
        layout: &Layout,
        filter: &Filter,
        calendar: &Calendar,
    ) -> Result<Option<Predicate>, MirrorError> {
        if filter.groups.is_empty() {
            return Ok(None);
        }
        let parts = filter.groups.iter().map(|group| group.iter().map(|condition| parts_of(layout, condition)).sum::<usize>().max(1));
        if parts.sum::<usize>() > PARTS_AT_MOST {
            return Err(FilterError::TooManyParts { limit: PARTS_AT_MOST }.into());
        }
        let compiler = Compiler { mirror: self, layout, calendar };
        let group = |conditions: &Vec<FilterCondition>| {
            Ok(Predicate::all(conditions.iter().map(|condition| compiler.condition(condition)).collect::<Result<_, FilterError>>()?))
        };
        let whole = Predicate::any(filter.groups.iter().map(group).collect::<Result<_, FilterError>>()?);
        if whole.values.len() > VALUES_AT_MOST {
            return Err(FilterError::TooLong { limit: VALUES_AT_MOST }.into());
        }
        Ok(Some(whole))
    }
}

/// As many levels as the condition adds to the expression: each day of a choice is compared by itself.
fn parts_of(layout: &Layout, condition: &FilterCondition) -> usize {
    let kind = layout.entity_type.field(&condition.field).map(|field| &field.kind);
    let is_day = matches!(kind, Some(FieldKind::Date | FieldKind::DateTime | FieldKind::Instant));
    if is_day { condition.values.len().max(1) } else { 1 }
}

struct Compiler<'c> {
    mirror: &'c Mirror,
    layout: &'c Layout,
    calendar: &'c Calendar,
}

impl Compiler<'_> {
    fn condition(&self, condition: &FilterCondition) -> Result<Predicate, FilterError> {
        let place = FieldPlace::of(self.layout, &condition.field)?;
        Asked { compiler: self, field: place.field(), place, values: &condition.values }.predicate(condition.operator)
    }
}

/// A condition with the place that it looks at.
struct Asked<'a> {
    compiler: &'a Compiler<'a>,
    field: &'a Field,
    place: FieldPlace<'a>,
    values: &'a [Value],
}

impl Asked<'_> {
    fn predicate(&self, operator: FilterOperator) -> Result<Predicate, FilterError> {
        use FilterOperator as Op;
        let is_day = matches!(self.field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant);
        match operator {
            Op::IsEmpty => Ok(self.place.empty(self.layout())),
            Op::IsNotEmpty => Ok(self.place.filled(self.layout())),
            Op::IsNot => Ok(self.predicate(Op::Is)?.negated()),
            Op::NoneOf => Ok(self.predicate(Op::AnyOf)?.negated()),
            Op::DoesNotContain => Ok(self.predicate(Op::Contains)?.negated()),
            Op::Is => {
                self.takes(1)?;
                self.equal()
            }
            Op::AnyOf => self.equal(),
            Op::Contains | Op::StartsWith => {
                if !(self.field.kind.is_text() || self.field.kind.is_id() || matches!(self.field.kind, FieldKind::Enum { .. })) {
                    return Err(self.operator_error());
                }
                let value = self.takes(1)?;
                let text = values::text(value).ok_or_else(|| self.value_error(value))?;
                Ok(self.place.worded(self.compiler.mirror, self.layout(), operator, &text))
            }
            Op::Less | Op::AtMost | Op::Greater | Op::AtLeast | Op::Between => {
                let first = self.takes(if operator == Op::Between { 2 } else { 1 })?;
                let last = self.values.get(1).unwrap_or(first);
                if is_day {
                    let days = Days::compared(operator, self.day(first)?, self.day(last)?);
                    return self.during(days.ok_or_else(|| self.value_error(first))?);
                }
                self.ordered(operator, first, last)
            }
            Op::InLastDays | Op::InNextDays | Op::InPeriod if !is_day => Err(self.operator_error()),
            Op::InLastDays | Op::InNextDays => {
                let value = self.takes(1)?;
                let count = values::number(value).and_then(|count| i32::try_from(count.as_i64()?).ok());
                let days = count.and_then(|count| Days::around(operator, count, self.compiler.calendar.today));
                self.during(days.ok_or_else(|| self.value_error(value))?)
            }
            Op::InPeriod => {
                let value = self.takes(1)?;
                let period = value.as_str().and_then(Period::named);
                let days = period.and_then(|period| period.days(self.compiler.calendar.today));
                self.during(days.ok_or_else(|| self.value_error(value))?)
            }
        }
    }

    fn layout(&self) -> &Layout {
        self.compiler.layout
    }

    /// One of the values.
    fn equal(&self) -> Result<Predicate, FilterError> {
        if self.values.is_empty() {
            return Err(self.values_error());
        }
        if matches!(self.field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant) {
            let days = self.values.iter().map(|value| {
                let days = Days::one(self.day(value)?).ok_or_else(|| self.value_error(value))?;
                self.during(days)
            });
            return Ok(Predicate::any(days.collect::<Result<_, _>>()?));
        }
        let mut keys = Vec::new();
        for value in self.values {
            let known = keys.len();
            match &self.place {
                FieldPlace::Column { column, .. } => keys.extend(values::keys(column, value)),
                FieldPlace::List { .. } => keys.extend(values::id(value)),
            }
            if keys.len() == known {
                return Err(self.value_error(value));
            }
        }
        Ok(self.place.is_any(self.layout(), keys))
    }

    /// Numbers of an order. SQLite holds every text for more than any number, so an open end is closed by the largest.
    fn ordered(&self, operator: FilterOperator, first: &Value, last: &Value) -> Result<Predicate, FilterError> {
        let (FieldPlace::Column { column, key }, kind) = (&self.place, &self.field.kind) else { return Err(self.operator_error()) };
        if !kind.is_number() && !column.is_counted_id() {
            return Err(self.operator_error());
        }
        let number = |value: &Value| {
            let number = values::number(value).map(|number| values::keys_of_number(&number));
            number.filter(|key| *key != Key::Null).ok_or_else(|| self.value_error(value))
        };
        let (first, last) = (number(first)?, number(last)?);
        Ok(match operator {
            FilterOperator::Less => Predicate::new(format!("{key} < ?"), [first]),
            FilterOperator::AtMost => Predicate::new(format!("{key} <= ?"), [first]),
            FilterOperator::Greater => Predicate::new(format!("({key} > ? AND {key} <= 9e999)"), [first]),
            FilterOperator::AtLeast => Predicate::new(format!("({key} >= ? AND {key} <= 9e999)"), [first]),
            _ => Predicate::new(format!("{key} BETWEEN ? AND ?"), [first, last]),
        })
    }

    /// Days, whatever form the field keeps them in.
    fn during(&self, days: Days) -> Result<Predicate, FilterError> {
        let FieldPlace::Column { column, key } = &self.place else { return Err(self.operator_error()) };
        if self.field.kind != FieldKind::Instant {
            let end = |day: Option<Date>, open: &str| Key::Text(day.map_or_else(|| open.to_owned(), |day| day.to_string()));
            let sql = format!("({key} >= ? AND {key} < ? AND {key} GLOB {DAY})");
            return Ok(Predicate::new(sql, [end(days.from, "0"), end(days.until, ":")]));
        }
        let moment = |day: Option<Date>, open: i64| match day.map(|day| day.to_zoned(self.compiler.calendar.zone.clone())) {
            None => Some(open),
            Some(midnight) => Some(midnight.ok()?.timestamp().as_microsecond()),
        };
        let beyond = || FilterError::Value { title: self.field.title.clone(), value: "a day beyond the calendar".to_owned() };
        let (from, until) = (moment(days.from, i64::MIN).ok_or_else(beyond)?, moment(days.until, i64::MAX).ok_or_else(beyond)?);
        // A guessed moment is kept as its text, folded.
        let key = if column.is_guessed() { format!("iif({key} GLOB {DAY}, unixepoch(upper({key})) * 1000000, NULL)") } else { key.clone() };
        Ok(Predicate::new(format!("({key} >= ? AND {key} < ?)"), [Key::Integer(from), Key::Integer(until)]))
    }

    fn day(&self, value: &Value) -> Result<Date, FilterError> {
        values::day(&self.field.kind, value, self.compiler.calendar).ok_or_else(|| self.value_error(value))
    }

    /// The first of exactly `count` values.
    fn takes(&self, count: usize) -> Result<&Value, FilterError> {
        self.values.first().filter(|_| self.values.len() == count).ok_or_else(|| self.values_error())
    }

    fn operator_error(&self) -> FilterError {
        FilterError::Operator { title: self.field.title.clone() }
    }

    fn values_error(&self) -> FilterError {
        FilterError::Values { title: self.field.title.clone(), given: self.values.len() }
    }

    fn value_error(&self, value: &Value) -> FilterError {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        FilterError::Value { title: self.field.title.clone(), value }
    }
}
