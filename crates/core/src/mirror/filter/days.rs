//! Days of a calendar, and the stretches of them that a condition names.

use super::FilterOperator;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

/// Longer stretches of days than a hundred years are a slip of the keyboard.
const DAYS_AT_MOST: i32 = 36_500;

/// Which day it is, and where: the days of a moment are those of this time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Today.
    pub today: Date,
    /// In which the days begin and end.
    pub zone: TimeZone,
}

impl Calendar {
    /// Of this computer, now.
    pub fn here() -> Self {
        let now = Zoned::now();
        Self { today: now.date(), zone: now.time_zone().clone() }
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::here()
    }
}

/// A stretch of days around today; weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// One day.
    Today,
    /// The day before.
    Yesterday,
    /// Monday to Sunday.
    ThisWeek,
    /// The seven days before it.
    LastWeek,
    /// The month of today.
    ThisMonth,
    /// The month before it.
    LastMonth,
    /// The year of today.
    ThisYear,
    /// The year before it.
    LastYear,
}

impl Period {
    /// The period called `name`, as the value of a condition.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "today" => Self::Today,
            "yesterday" => Self::Yesterday,
            "thisWeek" => Self::ThisWeek,
            "lastWeek" => Self::LastWeek,
            "thisMonth" => Self::ThisMonth,
            "lastMonth" => Self::LastMonth,
            "thisYear" => Self::ThisYear,
            "lastYear" => Self::LastYear,
            _ => return None,
        })
    }

    /// `None` beyond the calendar's ends.
    pub(super) fn days(self, today: Date) -> Option<Days> {
        let monday = back(today, Span::new().days(today.weekday().to_monday_zero_offset()))?;
        let (month, year) = (today.first_of_month(), today.first_of_year());
        let (from, length) = match self {
            Self::Today => (today, Span::new().days(1)),
            Self::Yesterday => (back(today, Span::new().days(1))?, Span::new().days(1)),
            Self::ThisWeek => (monday, Span::new().days(7)),
            Self::LastWeek => (back(monday, Span::new().days(7))?, Span::new().days(7)),
            Self::ThisMonth => (month, Span::new().months(1)),
            Self::LastMonth => (back(month, Span::new().months(1))?, Span::new().months(1)),
            Self::ThisYear => (year, Span::new().years(1)),
            Self::LastYear => (back(year, Span::new().years(1))?, Span::new().years(1)),
        };
        Some(Days { from: Some(from), until: Some(from.checked_add(length).ok()?) })
    }
}

fn back(day: Date, span: Span) -> Option<Date> {
    day.checked_sub(span).ok()
}

/// Days one after the other, open at an end that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) from: Option<Date>,
    /// The first day after them.
    pub(super) until: Option<Date>,
}

impl Days {
    pub(super) fn one(day: Date) -> Option<Self> {
        Some(Self { from: Some(day), until: Some(day.tomorrow().ok()?) })
    }

    /// Those that an operator means that compares with one or two days; `None` beyond the calendar's ends, and for other
    /// operators.
    pub(super) fn compared(operator: FilterOperator, first: Date, last: Date) -> Option<Self> {
        let after = last.tomorrow().ok()?;
        Some(match operator {
            FilterOperator::Less => Self { from: None, until: Some(first) },
            FilterOperator::AtMost => Self { from: None, until: Some(after) },
            FilterOperator::Greater => Self { from: Some(after), until: None },
            FilterOperator::AtLeast => Self { from: Some(first), until: None },
            FilterOperator::Between => Self { from: Some(first), until: Some(after) },
            _ => return None,
        })
    }

    /// `count` days that end with today, or begin with it.
    pub(super) fn around(operator: FilterOperator, count: i32, today: Date) -> Option<Self> {
        let (tomorrow, count) = (today.tomorrow().ok()?, (1..=DAYS_AT_MOST).contains(&count).then(|| Span::new().days(count))?);
        match operator {
            FilterOperator::InLastDays => Some(Self { from: Some(back(tomorrow, count)?), until: Some(tomorrow) }),
            FilterOperator::InNextDays => Some(Self { from: Some(today), until: Some(today.checked_add(count).ok()?) }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_are_whole_weeks_months_and_years() {
        // A Sunday.
        let today = date(2026, 3, 1);
        for (name, from, until) in [
            ("today", date(2026, 3, 1), date(2026, 3, 2)),
            ("yesterday", date(2026, 2, 28), date(2026, 3, 1)),
            ("thisWeek", date(2026, 2, 23), date(2026, 3, 2)),
            ("lastWeek", date(2026, 2, 16), date(2026, 2, 23)),
            ("thisMonth", date(2026, 3, 1), date(2026, 4, 1)),
            ("lastMonth", date(2026, 2, 1), date(2026, 3, 1)),
            ("thisYear", date(2026, 1, 1), date(2027, 1, 1)),
            ("lastYear", date(2025, 1, 1), date(2026, 1, 1)),
        ] {
            let days = Period::named(name).and_then(|period| period.days(today));
            assert_eq!(days, Some(Days { from: Some(from), until: Some(until) }), "{name}");
        }
        assert_eq!(Period::named("someday"), None);
    }

    #[test]
    fn the_last_and_the_next_days_hold_today() {
        let today = date(2026, 1, 1);
        let around = |operator, count| Days::around(operator, count, today);
        let last = Days { from: Some(date(2025, 12, 31)), until: Some(date(2026, 1, 2)) };
        assert_eq!(around(FilterOperator::InLastDays, 2), Some(last));
        let next = Days { from: Some(today), until: Some(date(2026, 1, 3)) };
        assert_eq!(around(FilterOperator::InNextDays, 2), Some(next));
        assert_eq!(around(FilterOperator::InNextDays, 0), None);
    }
}
