//! A question to the service in the form that it is known to take: only fields that it can filter by, days as the
//! moments that they begin and end with, numbers bare (`core-api.md`, section 9).

use super::DeskError;
use crate::rest::{Comparison, Condition, Operator};
use coredesk_catalogue::{EntityType, Field, FieldKind};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Number, Value};

/// `condition` as it is to be asked. An expression is the person's own and stays as it is.
pub(super) fn as_asked(entity_type: &EntityType, condition: Condition, zone: &TimeZone) -> Result<Condition, DeskError> {
    let groups = match condition {
        Condition::Expression(expression) if expression.trim().is_empty() => return Err(DeskError::NothingAsked),
        Condition::Expression(expression) => return Ok(Condition::Expression(expression)),
        Condition::AnyOf(groups) => groups,
    };
    if groups.is_empty() || groups.iter().any(Vec::is_empty) {
        return Err(DeskError::NothingAsked);
    }
    let group = |comparisons: Vec<Comparison>| {
        let asked: Result<Vec<_>, _> = comparisons.into_iter().map(|comparison| compared(entity_type, comparison, zone)).collect();
        Ok::<_, DeskError>(asked?.into_iter().flatten().collect())
    };
    Ok(Condition::AnyOf(groups.into_iter().map(group).collect::<Result<_, _>>()?))
}

fn compared(entity_type: &EntityType, comparison: Comparison, zone: &TimeZone) -> Result<Vec<Comparison>, DeskError> {
    let field = entity_type.field(&comparison.field).ok_or_else(|| DeskError::UnknownName(comparison.field.clone()))?;
    if !field.filterable {
        return Err(DeskError::NotFilterable(field.title.clone()));
    }
    if comparison.operator == Operator::IsNull {
        return Ok(vec![Comparison { value: Value::Null, ..comparison }]);
    }
    match (&field.kind, &comparison.value) {
        (FieldKind::Date, Value::String(text)) => {
            let value = day(text)?.to_string() + "T00:00:00";
            Ok(vec![Comparison { value: value.into(), ..comparison }])
        }
        (FieldKind::DateTime | FieldKind::Instant, Value::String(text)) => during(field, comparison.operator, day(text)?, zone),
        (FieldKind::Integer | FieldKind::Number | FieldKind::Money, Value::String(text)) => {
            let value = text.trim().parse::<Number>().map_err(|_| DeskError::NothingAsked)?;
            Ok(vec![Comparison { value: value.into(), ..comparison }])
        }
        (_, Value::String(text)) if text.is_empty() => Err(DeskError::NothingAsked),
        (_, Value::String(_) | Value::Number(_) | Value::Bool(_)) => Ok(vec![comparison]),
        (_, Value::Null | Value::Array(_) | Value::Object(_)) => Err(DeskError::NothingAsked),
    }
}

/// A time compared with a day: after a day begins with the next one, and on a day is between the two.
fn during(field: &Field, operator: Operator, day: Date, zone: &TimeZone) -> Result<Vec<Comparison>, DeskError> {
    let moment = |day: Date, operator| {
        let midnight = if field.kind == FieldKind::Instant {
            // The service keeps these in UTC, and a person means the day on their own calendar.
            let local = day.to_zoned(zone.clone()).map_err(|_| DeskError::NothingAsked)?;
            local.with_time_zone(TimeZone::UTC).datetime()
        } else {
            day.at(0, 0, 0, 0)
        };
        Ok::<_, DeskError>(Comparison { field: field.name.clone(), operator, value: midnight.to_string().into() })
    };
    let next = day.tomorrow().map_err(|_| DeskError::NothingAsked)?;
    match operator {
        Operator::Equal => Ok(vec![moment(day, Operator::GreaterOrEqual)?, moment(next, Operator::Less)?]),
        Operator::Less => Ok(vec![moment(day, Operator::Less)?]),
        Operator::LessOrEqual => Ok(vec![moment(next, Operator::Less)?]),
        Operator::Greater => Ok(vec![moment(next, Operator::GreaterOrEqual)?]),
        Operator::GreaterOrEqual => Ok(vec![moment(day, Operator::GreaterOrEqual)?]),
        Operator::IsNull => Ok(vec![Comparison { field: field.name.clone(), operator, value: Value::Null }]),
    }
}

fn day(text: &str) -> Result<Date, DeskError> {
    text.get(..10).and_then(|day| day.parse().ok()).ok_or(DeskError::NothingAsked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn asked(field: &str, operator: Operator, value: Value) -> Result<Vec<(Operator, Value)>, DeskError> {
        let catalogue = coredesk_catalogue::bqe_core::service().expect("reads").catalogue;
        let entity_type = catalogue.entity_type("timeentry").expect("exists");
        let zone = TimeZone::get("America/New_York").expect("is known");
        let condition = Condition::AnyOf(vec![vec![Comparison { field: field.to_owned(), operator, value }]]);
        match as_asked(entity_type, condition, &zone)? {
            Condition::AnyOf(mut groups) => Ok(groups.remove(0).into_iter().map(|asked| (asked.operator, asked.value)).collect()),
            Condition::Expression(_) => Err(DeskError::NothingAsked),
        }
    }

    #[test]
    fn a_calendar_day_is_its_midnight_without_a_zone() {
        let after = asked("date", Operator::Greater, json!("2026-10-30")).expect("is asked");
        assert_eq!(after, [(Operator::Greater, json!("2026-10-30T00:00:00"))]);
    }

    #[test]
    fn a_day_of_a_moment_is_the_persons_day_in_utc() {
        let (from, to) = (json!("2026-10-30T04:00:00"), json!("2026-10-31T04:00:00"));
        let expected = [
            (Operator::Equal, vec![(Operator::GreaterOrEqual, from.clone()), (Operator::Less, to.clone())]),
            (Operator::Less, vec![(Operator::Less, from.clone())]),
            (Operator::LessOrEqual, vec![(Operator::Less, to.clone())]),
            (Operator::Greater, vec![(Operator::GreaterOrEqual, to)]),
            (Operator::GreaterOrEqual, vec![(Operator::GreaterOrEqual, from)]),
        ];
        for (operator, expected) in expected {
            assert_eq!(asked("lastUpdated", operator, json!("2026-10-30")).expect("is asked"), expected, "{operator:?}");
        }
    }

    #[test]
    fn what_the_service_cannot_take_is_not_asked() {
        assert!(matches!(asked("nothing", Operator::Equal, json!("x")), Err(DeskError::UnknownName(_))));
        assert!(matches!(asked("memo", Operator::Equal, json!("x")), Err(DeskError::NotFilterable(_))));
        for (field, value) in [("date", json!("soon")), ("resourceId", json!("")), ("resourceId", Value::Null)] {
            assert!(matches!(asked(field, Operator::Equal, value), Err(DeskError::NothingAsked)), "{field}");
        }
        assert_eq!(asked("resourceId", Operator::IsNull, json!("x")).expect("is asked"), [(Operator::IsNull, Value::Null)]);
    }
}
