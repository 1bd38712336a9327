//! A filter as an SQL condition. Names come from the layout and are quoted there; values are always bound.

use super::super::fold::fold;
use super::super::layout::{Column, Layout};
use super::super::{Mirror, MirrorError};
use super::days::Days;
use super::{Calendar, Filter, FilterCondition, FilterError, FilterOperator, Period, Predicate, values};
use coredesk_catalogue::{Field, FieldKind, FieldOrigin};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::types::Value as Key;
use serde_json::Value;

/// SQLite takes 32,766 in one statement; sorting and searching need some.
const VALUES_AT_MOST: usize = 20_000;

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

    /// Rows whose value of `field` holds `text` (folded), as a person sees it.
    pub(in super::super) fn words_predicate(&self, layout: &Layout, field: &Field, text: &str) -> Result<Predicate, MirrorError> {
        let compiler = Compiler { mirror: self, layout, calendar: &Calendar { today: Date::ZERO, zone: TimeZone::UTC } };
        Ok(compiler.place(field)?.worded(&compiler, FilterOperator::Contains, text))
    }
}

struct Compiler<'c> {
    mirror: &'c Mirror,
    layout: &'c Layout,
    calendar: &'c Calendar,
}

/// Where the values of a field stand.
enum Place<'c> {
    Column {
        column: &'c Column,
        /// Its key, in SQL.
        key: String,
    },
    /// The ids of a list of references, in the table of links.
    List { field: &'c Field, links: &'c str },
}

impl<'c> Compiler<'c> {
    fn condition(&self, condition: &FilterCondition) -> Result<Predicate, FilterError> {
        let unknown = || FilterError::UnknownField { field: condition.field.clone() };
        let field = self.layout.entity_type.field(&condition.field).ok_or_else(unknown)?;
        let place = self.place(field)?;
        Asked { compiler: self, field, place, values: &condition.values }.predicate(condition.operator)
    }

    fn place(&self, field: &'c Field) -> Result<Place<'c>, FilterError> {
        let parts = || FilterError::Parts { title: field.title.clone() };
        if !field.is_scalar() {
            let links = self.layout.links.as_ref().filter(|_| field.reference().is_some() && field.origin == FieldOrigin::Described);
            return links.map(|links| Place::List { field, links: &links.table }).ok_or_else(parts);
        }
        let column = self.layout.column(&field.name).ok_or_else(parts)?;
        let rows = &self.layout.rows;
        let is_parent = self.layout.entity_type.is_nested() && self.layout.entity_type.parent_field() == Some(&field.name);
        // The records need not say below which parent they stand.
        let key = if is_parent { format!("{rows}.parent") } else { format!("{rows}.{}", column.name) };
        Ok(Place::Column { column, key })
    }

    /// The ids of the records that a reference may point at and whose name fits, as selects to look an id up in.
    fn targets(&self, field: &Field, operator: FilterOperator, text: &str) -> Vec<Predicate> {
        let reference = field.reference();
        let named = reference.iter().flat_map(|reference| &reference.entity_types).filter_map(|target| {
            let target = self.mirror.layout(target).ok()?;
            let title = target.column(target.entity_type.title_field.as_deref()?)?;
            let fits = worded(&format!("target.{}", title.name), operator, text);
            Some(Predicate::new(format!("SELECT target.id FROM {} AS target WHERE {}", target.rows, fits.sql), fits.values))
        });
        named.collect()
    }
}

impl Place<'_> {
    /// There is a value.
    fn filled(&self, rows: &str) -> Predicate {
        match self {
            Self::Column { key, .. } => Predicate::new(format!("{key} IS NOT NULL"), []),
            Self::List { field, links } => {
                let sql = format!("{rows}.row_id IN (SELECT row_id FROM {links} WHERE path = ?)");
                Predicate::new(sql, [Key::Text(field.name.clone())])
            }
        }
    }

    /// The value, or one of the list, is one of these.
    fn is_any(&self, rows: &str, keys: Vec<Key>) -> Predicate {
        match self {
            Self::Column { key, .. } => Predicate::is_any(key, keys),
            Self::List { field, links } => {
                let inner = Predicate::is_any("id", keys);
                let sql = format!("{rows}.row_id IN (SELECT row_id FROM {links} WHERE path = ? AND {})", inner.sql);
                Predicate::new(sql, std::iter::once(Key::Text(field.name.clone())).chain(inner.values))
            }
        }
    }

    /// The words that a person sees hold `text` (folded), or begin with it.
    fn worded(&self, compiler: &Compiler<'_>, operator: FilterOperator, text: &str) -> Predicate {
        let layout = compiler.layout;
        match self {
            Self::List { field, links } => {
                let found = compiler.targets(field, operator, text);
                let among = found.into_iter().map(|names| Predicate::new(format!("id IN ({})", names.sql), names.values));
                let inner = Predicate::any(among.collect());
                let sql = format!("{}.row_id IN (SELECT row_id FROM {links} WHERE path = ? AND {})", layout.rows, inner.sql);
                Predicate::new(sql, std::iter::once(Key::Text(field.name.clone())).chain(inner.values))
            }
            Self::Column { column, key } => match &column.field.kind {
                FieldKind::Reference(_) => {
                    let label = column.field.label_field.as_deref().and_then(|label| layout.column(label));
                    if let Some(label) = label {
                        return worded(&format!("{}.{}", layout.rows, label.name), operator, text);
                    }
                    let found = compiler.targets(&column.field, operator, text);
                    if found.is_empty() {
                        return worded(&format!("lower({key})"), operator, text);
                    }
                    Predicate::any(
                        found.into_iter().map(|names| Predicate::new(format!("{key} IN ({})", names.sql), names.values)).collect(),
                    )
                }
                FieldKind::Id => worded(&format!("lower({key})"), operator, text),
                FieldKind::Enum { values: choices, .. } => {
                    let codes = |fits: &dyn Fn(&str) -> bool| -> Vec<Key> {
                        choices
                            .iter()
                            .filter(|known| fits(&fold(&known.label)))
                            .flat_map(|known| values::keys(column, &known.value))
                            .collect()
                    };
                    let starts = operator == FilterOperator::StartsWith;
                    let named = Predicate::is_any(key, codes(&|label| if starts { label.starts_with(text) } else { label.contains(text) }));
                    let known = Predicate::is_any(key, codes(&|_| true));
                    let unnamed = Predicate::all(vec![known.negated(), worded(key, operator, text)]);
                    Predicate::any(vec![named, unnamed])
                }
                _ => worded(key, operator, text),
            },
        }
    }
}

/// The key in SQL holds a text, or begins with it.
fn worded(key: &str, operator: FilterOperator, text: &str) -> Predicate {
    let place = if operator == FilterOperator::StartsWith { "= 1" } else { "> 0" };
    Predicate::new(format!("instr({key}, ?) {place}"), [Key::Text(text.to_owned())])
}

/// A condition with the place that it looks at.
struct Asked<'a> {
    compiler: &'a Compiler<'a>,
    field: &'a Field,
    place: Place<'a>,
    values: &'a [Value],
}

impl Asked<'_> {
    fn predicate(&self, operator: FilterOperator) -> Result<Predicate, FilterError> {
        use FilterOperator as Op;
        let is_day = matches!(self.field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant);
        match operator {
            Op::IsEmpty => Ok(self.place.filled(self.rows()).negated()),
            Op::IsNotEmpty => Ok(self.place.filled(self.rows())),
            Op::IsNot => Ok(self.predicate(Op::Is)?.negated()),
            Op::NoneOf => Ok(self.predicate(Op::AnyOf)?.negated()),
            Op::DoesNotContain => Ok(self.predicate(Op::Contains)?.negated()),
            Op::Is => {
                self.takes(1)?;
                self.equal()
            }
            Op::AnyOf => self.equal(),
            Op::Contains | Op::StartsWith => {
                if !(self.field.kind.is_text() || self.field.kind.is_id() || !self.field.kind.choices().is_empty()) {
                    return Err(self.operator_error());
                }
                let value = self.takes(1)?;
                let text = values::text(value).ok_or_else(|| self.value_error(value))?;
                Ok(self.place.worded(self.compiler, operator, &text))
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

    fn rows(&self) -> &str {
        &self.compiler.layout.rows
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
                Place::Column { column, .. } => keys.extend(values::keys(column, value)),
                Place::List { .. } => keys.extend(values::id(value)),
            }
            if keys.len() == known {
                return Err(self.value_error(value));
            }
        }
        Ok(self.place.is_any(self.rows(), keys))
    }

    /// Numbers of an order. SQLite holds every text for more than any number, so an open end is closed by the largest.
    fn ordered(&self, operator: FilterOperator, first: &Value, last: &Value) -> Result<Predicate, FilterError> {
        let (Place::Column { column, key }, kind) = (&self.place, &self.field.kind) else { return Err(self.operator_error()) };
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
        let Place::Column { column, key } = &self.place else { return Err(self.operator_error()) };
        if self.field.kind != FieldKind::Instant {
            // Everything that is no day and is kept as it came lies outside of '0' and ':'.
            let end = |day: Option<Date>, open: &str| Key::Text(day.map_or_else(|| open.to_owned(), |day| day.to_string()));
            return Ok(Predicate::new(format!("({key} >= ? AND {key} < ?)"), [end(days.from, "0"), end(days.until, ":")]));
        }
        let moment = |day: Option<Date>, open: i64| match day.map(|day| day.to_zoned(self.compiler.calendar.zone.clone())) {
            None => Some(open),
            Some(midnight) => Some(midnight.ok()?.timestamp().as_microsecond()),
        };
        let beyond = || FilterError::Value { title: self.field.title.clone(), value: "a day beyond the calendar".to_owned() };
        let (from, until) = (moment(days.from, i64::MIN).ok_or_else(beyond)?, moment(days.until, i64::MAX).ok_or_else(beyond)?);
        // A guessed moment is kept as its text, folded.
        let key = if column.is_guessed() { format!("unixepoch(upper({key})) * 1000000") } else { key.clone() };
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
