//! Typed text and cell values as the service takes them.

use super::alike::{alike, is_empty, plain};
use super::named::name_in;
use super::whole;
use coredesk_catalogue::{EnumValue, Field, FieldKind, WireForm};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;

/// Why a value cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueProblem {
    /// Not a number.
    #[error("This is not a number. Enter digits and at most one point.")]
    NotANumber,
    /// A number with a fraction where there can be none.
    #[error("This must be a whole number.")]
    NotWhole,
    /// Less than the service takes.
    #[error("This is less than {minimum}, the least that the service takes.")]
    TooSmall {
        /// The least.
        minimum: String,
    },
    /// More than the service takes.
    #[error("This is more than {maximum}, the most that the service takes.")]
    TooLarge {
        /// The most.
        maximum: String,
    },
    /// Not a date.
    #[error("This is not a date of the calendar.")]
    NotADate,
    /// Neither yes nor no.
    #[error("This must be yes or no.")]
    NotYesOrNo,
    /// Not text.
    #[error("This must be text.")]
    NotText,
    /// Not an id as the service gives them.
    #[error("This is no ID of this service; its IDs are numbers.")]
    NotAnId,
    /// What should be the name of one record, and is that of none here, or of several.
    #[error("Not exactly one record here is called “{name}”. Pick the one that is meant.")]
    NotOneNamed {
        /// What a person called it.
        name: String,
    },
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
    /// One value where there must be a list.
    #[error("This must be a list. Open the record to change it.")]
    NotAList,
    /// One value where there must be parts.
    #[error("This has parts of its own. Open the record to change it.")]
    NotParts,
    /// A part that must be filled in.
    #[error("This is required.")]
    Missing,
    /// Something inside a list or a part.
    #[error("{place}: {problem}")]
    Inside {
        /// Where, in a person's words, such as "Entry 2, Code".
        place: String,
        /// What.
        problem: Box<ValueProblem>,
    },
}

/// `value` as the service takes it in `field`, also inside lists and parts. What is already in that form stays as it is.
///
/// # Errors
/// Why it cannot be sent; the caller keeps what was typed.
pub(super) fn parse(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    if is_empty(value) {
        return Ok(cleared(field));
    }
    if field.array { whole::list(field, value) } else { one(field, value) }
}

/// One value of `field`, which is not empty.
pub(super) fn one(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    match &field.kind {
        FieldKind::Text | FieldKind::LongText => text(field, value),
        FieldKind::Integer => match number(value)? {
            whole if is_whole(&whole) => limited(field, without_fraction(&whole)),
            _ => Err(ValueProblem::NotWhole),
        },
        FieldKind::Number | FieldKind::Money => limited(field, number(value)?),
        FieldKind::Boolean => boolean(value),
        FieldKind::Date => date(field, value),
        FieldKind::DateTime => date_time(value),
        FieldKind::Instant => instant(value),
        FieldKind::Id | FieldKind::Reference(_) => id(field, value),
        FieldKind::Enum { values, complete } => code(values, *complete, value),
        FieldKind::Object => whole::parts(field, value),
    }
}

/// What empties `field`: null where the service takes it, else an empty text, list or part.
fn cleared(field: &Field) -> Value {
    match &field.kind {
        _ if field.nullable => Value::Null,
        _ if field.array => Value::Array(Vec::new()),
        FieldKind::Text | FieldKind::LongText => Value::String(String::new()),
        FieldKind::Object => Value::Object(Map::new()),
        _ => Value::Null,
    }
}

/// Whether two values mean the same to a person: `12.5` and `12.50`, null and an empty text.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    alike(None, one, other)
}

/// The number as its field wants it written, if it is within its limits.
fn limited(field: &Field, number: Number) -> Result<Value, ValueProblem> {
    if let Some(minimum) = field.minimum.as_ref().filter(|minimum| compare(&number, minimum) == Ordering::Less) {
        return Err(ValueProblem::TooSmall { minimum: minimum.to_string() });
    }
    if let Some(maximum) = field.maximum.as_ref().filter(|maximum| compare(&number, maximum) == Ordering::Greater) {
        return Err(ValueProblem::TooLarge { maximum: maximum.to_string() });
    }
    Ok(if field.wire == WireForm::Text { Value::String(number.to_string()) } else { Value::Number(number) })
}

/// Which of two numbers is larger, digit by digit: money never passes through binary floating point.
fn compare(one: &Number, other: &Number) -> Ordering {
    let (one, other) = (plain(one), plain(other));
    if one.contains(['e', 'E']) || other.contains(['e', 'E']) {
        let double = |text: &str| text.parse::<f64>().unwrap_or_default();
        return double(&one).total_cmp(&double(&other));
    }
    let size = |text: &str| {
        let (whole, fraction) = text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
        (whole.len(), whole.to_owned(), fraction.to_owned())
    };
    match (one.starts_with('-'), other.starts_with('-')) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => size(&one).cmp(&size(&other)),
        (true, true) => size(&other).cmp(&size(&one)),
    }
}

/// An id; one that begins with `new:` stays as it is until the service has given another.
fn id(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            if field.wire != WireForm::Number || super::new_id::is_new(text) {
                return Ok(Value::String(text.to_owned()));
            }
            match text.parse::<Number>() {
                Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Value::Number(number)),
                _ => Err(ValueProblem::NotAnId),
            }
        }
        Value::Number(_) => Ok(value.clone()),
        Value::Object(_) if let Some(name) = name_in(value) => Err(ValueProblem::NotOneNamed { name: name.to_owned() }),
        Value::Object(_) => {
            coredesk_catalogue::referenced_id(value).map_or(Err(ValueProblem::NotText), |held| id(field, &Value::String(held)))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => Err(ValueProblem::NotText),
    }
}

fn code(known: &[EnumValue], complete: bool, value: &Value) -> Result<Value, ValueProblem> {
    if known.iter().any(|known| known.value == *value) {
        return Ok(value.clone());
    }
    let are_texts = !known.is_empty() && known.iter().all(|known| !known.value.is_number());
    let code = match number(value) {
        _ if are_texts => value.clone(),
        Ok(number) => Value::Number(number),
        // Where all codes that are known are numbers, no text is one.
        Err(_) if !known.is_empty() => return Err(ValueProblem::NotAChoice),
        Err(_) => value.clone(),
    };
    if complete && !known.iter().any(|known| same(&known.value, &code)) {
        return Err(ValueProblem::NotAChoice);
    }
    Ok(code)
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
pub(super) fn number(value: &Value) -> Result<Number, ValueProblem> {
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

/// A day never passes through a conversion. It is written as local midnight without zone (`core-api.md`, section 17), or as
/// the day alone where it is a text of its own (RFC 3339 `full-date`).
fn date(field: &Field, value: &Value) -> Result<Value, ValueProblem> {
    let text = value.as_str().ok_or(ValueProblem::NotADate)?.trim();
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let day: Date = day.parse().map_err(|_| ValueProblem::NotADate)?;
    let _: Time = time.trim_end_matches('Z').parse().map_err(|_| ValueProblem::NotADate)?;
    Ok(Value::String(if field.wire == WireForm::Native { format!("{day}T00:00:00") } else { day.to_string() }))
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

/// A moment, in UTC: one with another offset is converted, one without any is taken as UTC.
fn instant(value: &Value) -> Result<Value, ValueProblem> {
    let Value::String(written) = date_time(value)? else { return Err(ValueProblem::NotADate) };
    if written.ends_with('Z') {
        return Ok(Value::String(written));
    }
    match written.parse::<Timestamp>() {
        Ok(moment) => Ok(Value::String(moment.to_string())),
        Err(_) => Ok(Value::String(format!("{written}Z"))),
    }
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

    /// Numbers from a fixed seed, so that a failure can be repeated.
    fn some_numbers(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |limit| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % limit
        }
    }

    #[test]
    fn decimals_are_compared_like_whole_numbers_of_their_smallest_unit() {
        let mut some = some_numbers(7);
        for _ in 0..2_000 {
            let mut pair = || {
                let (units, places) = (i64::try_from(some(2_000_001)).unwrap_or_default() - 1_000_000, some(5));
                let (sign, digits) = (if units < 0 { "-" } else { "" }, units.abs());
                let zeros = usize::try_from(places).unwrap_or_default();
                (units, format!("{sign}{}.{:04}{}", digits / 10_000, digits % 10_000, "0".repeat(zeros)))
            };
            let ((one, one_text), (other, other_text)) = (pair(), pair());
            let number = |text: &str| text.parse::<Number>().expect("is a number");
            assert_eq!(compare(&number(&one_text), &number(&other_text)), one.cmp(&other), "{one_text} {other_text}");
            assert_eq!(same(&Value::Number(number(&one_text)), &Value::Number(number(&other_text))), one == other);
        }
    }

    #[test]
    fn what_was_parsed_once_stays_as_it_is() {
        let service = bqe_core::service().expect("reads");
        let mut some = some_numbers(11);
        let typed = ["7", "7.50", "-0.10", "2026-10-30", "2026-10-30 14:15", "2026-10-30T14:15:00+02:00", "yes", "A name", " x ", "12"];
        for field in service.catalogue.entity_types.iter().flat_map(|entity_type| &entity_type.fields).filter(|field| field.is_scalar()) {
            for wire in [WireForm::Native, WireForm::Number, WireForm::Text] {
                let field = Field { wire, nullable: some(2) == 0, ..field.clone() };
                for typed in typed {
                    let Ok(parsed) = parse(&field, &json!(typed)) else { continue };
                    assert_eq!(parse(&field, &parsed).as_ref(), Ok(&parsed), "{typed} in {field:?}");
                    assert!(alike(Some(&field), &parsed, &parsed));
                }
            }
        }
    }

    #[test]
    fn moments_are_written_in_utc() {
        let field = Field::bare("at", FieldKind::Instant, coredesk_catalogue::FieldOrigin::Described);
        for (typed, expected) in [
            ("2026-10-30", "2026-10-30T00:00:00Z"),
            ("2026-10-30 14:15", "2026-10-30T14:15:00Z"),
            ("2026-10-30T14:15:00+02:00", "2026-10-30T12:15:00Z"),
            ("2026-10-30T14:15:00.035146Z", "2026-10-30T14:15:00.035146Z"),
        ] {
            assert_eq!(parse(&field, &json!(typed)), Ok(json!(expected)), "{typed}");
        }
    }

    #[test]
    fn a_day_is_written_as_the_service_writes_it() {
        let day = Field::bare("day", FieldKind::Date, coredesk_catalogue::FieldOrigin::Described);
        let text = Field { wire: WireForm::Text, ..day.clone() };
        assert_eq!(parse(&text, &json!("2026-10-30T00:00:00")), Ok(json!("2026-10-30")));
        assert_eq!(parse(&day, &json!("2026-10-30")), Ok(json!("2026-10-30T00:00:00")));
        assert!(alike(Some(&day), &json!("2026-10-30"), &json!("2026-10-30T00:00:00")));
        assert!(!alike(Some(&day), &json!("2026-10-30"), &json!("2026-10-31T00:00:00")));
    }

    #[test]
    fn codes_that_are_texts_stay_texts() {
        let known = |value: Value| EnumValue { label: value.to_string(), value };
        let kind = FieldKind::Enum { values: vec![known(json!("1")), known(json!("2"))], complete: true };
        let field = Field::bare("version", kind, coredesk_catalogue::FieldOrigin::Described);
        assert_eq!(parse(&field, &json!("2")), Ok(json!("2")));
        assert_eq!(parse(&field, &json!("3")), Err(ValueProblem::NotAChoice));
    }
}
