//! Typed text and cell values as the service takes them.

use coredesk_catalogue::{Field, FieldKind};
use jiff::civil::{Date, DateTime, Time};
use serde_json::{Number, Value};

/// Why a value cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    /// Not a number.
    #[error("This is not a number. Enter digits and at most one point.")]
    NotANumber,
    /// A number with a fraction where there can be none.
    #[error("This must be a whole number.")]
    NotWhole,
    /// Not a date.
    #[error("This is not a date of the calendar.")]
    NotADate,
    /// Neither yes nor no.
    #[error("This must be yes or no.")]
    NotYesOrNo,
    /// Not text.
    #[error("This must be text.")]
    NotText,
    /// Not one of the codes, which are all known.
    #[error("This is not one of the choices.")]
    NotAChoice,
    /// Longer than the service takes.
    #[error("This has {length} characters; the service takes {limit}.")]
    TooLong {
        /// Characters it has.
        length: usize,
        /// Characters the service takes.
        limit: u32,
    },
}

/// `value` as the service takes it in `field`. What is already in that form stays as it is.
///
/// # Errors
/// Why it cannot be sent; the caller keeps what was typed.
pub(super) fn parse(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    if is_empty(value) {
        return Ok(Value::Null);
    }
    match &field.kind {
        FieldKind::Text | FieldKind::LongText => text(field, value),
        FieldKind::Integer => match number(value)? {
            whole if is_whole(&whole) => Ok(Value::Number(without_fraction(&whole))),
            _ => Err(ValueProblem::NotWhole),
        },
        FieldKind::Number | FieldKind::Money => number(value).map(Value::Number),
        FieldKind::Boolean => boolean(value),
        FieldKind::Date => date(value),
        FieldKind::DateTime | FieldKind::Instant => date_time(value),
        FieldKind::Id | FieldKind::Reference(_) => match value {
            Value::String(id) => Ok(Value::String(id.trim().to_owned())),
            Value::Number(_) => Ok(value.clone()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(ValueProblem::NotText),
        },
        FieldKind::Enum { values, complete } => {
            if values.iter().any(|known| known.value == *value) {
                return Ok(value.clone());
            }
            let code = number(value).map_or_else(|_| value.clone(), Value::Number);
            if *complete && !values.iter().any(|known| same(&known.value, &code)) {
                return Err(ValueProblem::NotAChoice);
            }
            Ok(code)
        }
        FieldKind::Object => Ok(value.clone()),
    }
}

/// Whether two values mean the same to a person: `12.5` and `12.50`, null and an empty text.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => digits(one) == digits(other),
        _ => one == other || (is_empty(one) && is_empty(other)),
    }
}

/// Nothing is there.
pub(super) fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn text(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    let Value::String(text) = value else { return Err(ValueProblem::NotText) };
    let length = text.chars().count();
    match field.max_length {
        Some(limit) if length > limit as usize => Err(ValueProblem::TooLong { length, limit }),
        _ => Ok(Value::String(text.clone())),
    }
}

/// Typed digits keep every one of them.
fn number(value: &Value) -> Result<Number, ValueProblem> {
    match value {
        Value::Number(number) => Ok(number.clone()),
        Value::String(text) => {
            let text = text.trim();
            let plain = text.strip_prefix('-').unwrap_or(text);
            let (whole, fraction) = plain.split_once('.').unwrap_or((plain, "0"));
            let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if !all_digits(whole) || !all_digits(fraction) {
                return Err(ValueProblem::NotANumber);
            }
            let sign = if text.starts_with('-') { "-" } else { "" };
            let whole = match whole.trim_start_matches('0') {
                "" => "0",
                significant => significant,
            };
            let point = if plain.contains('.') { format!(".{fraction}") } else { String::new() };
            serde_json::from_str(&format!("{sign}{whole}{point}")).map_err(|_| ValueProblem::NotANumber)
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(ValueProblem::NotANumber),
    }
}

fn is_whole(number: &Number) -> bool {
    let written = number.to_string();
    !written.contains(['e', 'E']) && written.split_once('.').is_none_or(|(_, fraction)| fraction.bytes().all(|byte| byte == b'0'))
}

/// `2.00` as `2`.
fn without_fraction(whole: &Number) -> Number {
    let written = whole.to_string();
    written.split_once('.').and_then(|(digits, _)| digits.parse().ok()).unwrap_or_else(|| whole.clone())
}

/// The number without what does not change it.
fn digits(number: &Number) -> String {
    let written = number.to_string();
    if written.contains(['e', 'E']) {
        return number.as_f64().map_or(written, |double| double.to_string());
    }
    if written.contains('.') { written.trim_end_matches('0').trim_end_matches('.').to_owned() } else { written }
}

fn boolean(value: &Value) -> Result<Value, ValueProblem> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" => Ok(Value::Bool(true)),
            "false" | "no" => Ok(Value::Bool(false)),
            _ => Err(ValueProblem::NotYesOrNo),
        },
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(ValueProblem::NotYesOrNo),
    }
}

/// A day is local midnight without zone, and never passes through a conversion (`core-api.md`, section 17).
fn date(value: &Value) -> Result<Value, ValueProblem> {
    let text = value.as_str().ok_or(ValueProblem::NotADate)?.trim();
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let day: Date = day.parse().map_err(|_| ValueProblem::NotADate)?;
    let _: Time = time.trim_end_matches('Z').parse().map_err(|_| ValueProblem::NotADate)?;
    Ok(Value::String(format!("{day}T00:00:00")))
}

/// A day with a time, with seconds and `T` whatever was typed; a zone that stands there stays.
fn date_time(value: &Value) -> Result<Value, ValueProblem> {
    let text = value.as_str().ok_or(ValueProblem::NotADate)?.trim();
    let civil = text.trim_end_matches('Z');
    let at: DateTime = civil.parse().map_err(|_| ValueProblem::NotADate)?;
    let (_, time) = civil.split_once(['T', ' ']).unwrap_or((civil, ""));
    if time.contains(['+', '-']) {
        return Ok(Value::String(text.replacen(' ', "T", 1)));
    }
    Ok(Value::String(format!("{at}{}", &text[civil.len()..])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::bqe_core;
    use serde_json::json;

    fn check(field: &str, typed: Value, expected: Result<&str, ValueProblem>) {
        let service = bqe_core::service().expect("reads");
        let entry = service.catalogue.entity_type("timeentry").expect("is there");
        let parsed = parse(entry.field(field).expect("is there"), &typed).map(|value| value.to_string());
        assert_eq!(parsed, expected.map(str::to_owned), "{field}: {typed}");
    }

    #[test]
    fn days_are_local_midnight_and_never_move() {
        check("date", json!("2026-10-30"), Ok("\"2026-10-30T00:00:00\""));
        check("date", json!("2026-10-30T00:00:00"), Ok("\"2026-10-30T00:00:00\""));
        check("date", json!("2026-02-30"), Err(ValueProblem::NotADate));
        check("date", json!("2026-10-30 after lunch"), Err(ValueProblem::NotADate));
        check("date", json!("soon"), Err(ValueProblem::NotADate));
    }

    #[test]
    fn times_of_day_are_completed() {
        check("startTime", json!("2026-10-30T14:15:00"), Ok("\"2026-10-30T14:15:00\""));
        check("startTime", json!("2026-10-30 14:15"), Ok("\"2026-10-30T14:15:00\""));
        check("startTime", json!("2026-10-30"), Ok("\"2026-10-30T00:00:00\""));
        check("startTime", json!("2026-10-30T14:15Z"), Ok("\"2026-10-30T14:15:00Z\""));
        check("startTime", json!("2026-10-30 14:15:00-08:00"), Ok("\"2026-10-30T14:15:00-08:00\""));
        check("startTime", json!("2026-10-30 25:15"), Err(ValueProblem::NotADate));
    }

    #[test]
    fn typed_numbers_keep_their_digits() {
        check("actualHours", json!("6.50"), Ok("6.50"));
        check("actualHours", json!("-0.10"), Ok("-0.10"));
        check("actualHours", json!("007"), Ok("7"));
        check("actualHours", json!("123456789012345678901.25"), Ok("123456789012345678901.25"));
        check("actualHours", json!("1,5"), Err(ValueProblem::NotANumber));
        check("actualHours", json!("1e9"), Err(ValueProblem::NotANumber));
        check("actualHours", json!(""), Ok("null"));
        check("startInterval", json!("2.0"), Ok("2"));
        check("startInterval", json!("2.5"), Err(ValueProblem::NotWhole));
    }

    #[test]
    fn text_is_counted_in_characters() {
        check("description", json!("ä".repeat(100)), Ok(&format!("{:?}", "ä".repeat(100))));
        check("description", json!("ä".repeat(101)), Err(ValueProblem::TooLong { length: 101, limit: 100 }));
    }

    #[test]
    fn yes_and_no_are_understood() {
        check("billable", json!("Yes"), Ok("true"));
        check("billable", json!(false), Ok("false"));
        check("billable", json!("perhaps"), Err(ValueProblem::NotYesOrNo));
    }

    #[test]
    fn the_same_amount_is_no_change() {
        let number = |text: &str| serde_json::from_str::<Value>(text).expect("is JSON");
        assert!(same(&number("12.5"), &number("12.50")));
        assert!(same(&Value::Null, &json!("")));
        assert!(!same(&number("12.5"), &number("12.51")));
        assert!(!same(&number("9007199254740993"), &number("9007199254740992")));
    }
}
