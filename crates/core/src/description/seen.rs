//! The forms of value that a field was seen with, and the narrowest kind that takes them all.

use coredesk_catalogue::FieldKind;
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;

/// Text from here on, in bytes, wants several lines.
const LONG_TEXT: usize = 200;

/// The forms of value that a field was seen with. It only ever grows, so a guess is never narrower than what was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen(u16);

const YES_OR_NO: u16 = 1;
const WHOLE: u16 = 1 << 1;
const DECIMAL: u16 = 1 << 2;
const EMPTY: u16 = 1 << 3;
const SHORT: u16 = 1 << 4;
const LONG: u16 = 1 << 5;
/// Local midnight without zone, which is how CORE writes a day (`core-api.md`, section 17).
const DAY: u16 = 1 << 6;
const WALL_CLOCK: u16 = 1 << 7;
const INSTANT: u16 = 1 << 8;
const UUID: u16 = 1 << 9;
const LIST: u16 = 1 << 10;
const PARTS: u16 = 1 << 11;

const NUMBERS: u16 = WHOLE | DECIMAL;
const TEXTS: u16 = EMPTY | SHORT | LONG | DAY | WALL_CLOCK | INSTANT | UUID;
const NESTED: u16 = LIST | PARTS;

impl Seen {
    /// The form of one value; nothing for null.
    pub fn of(value: &Value) -> Self {
        Self(match value {
            Value::Null => 0,
            Value::Bool(_) => YES_OR_NO,
            Value::Number(number) if number.is_i64() || number.is_u64() => WHOLE,
            Value::Number(_) => DECIMAL,
            Value::String(text) => form_of(text.trim()),
            Value::Array(_) => LIST,
            Value::Object(_) => PARTS,
        })
    }

    /// All forms of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `value` brings no new form.
    pub fn covers(self, value: &Value) -> bool {
        if value.is_string() && self.0 & TEXTS == TEXTS {
            return true;
        }
        self.with(Self::of(value)) == self
    }

    /// The narrowest kind that takes every value seen.
    pub fn kind(self) -> FieldKind {
        let only = |forms: u16| self.0 & !forms == 0;
        if self.0 & NESTED != 0 {
            return FieldKind::Object;
        }
        if self.0 & !EMPTY == 0 {
            return FieldKind::Text;
        }
        // A service that sends empty texts for "none" does so for days and ids as well.
        match self.0 {
            _ if only(YES_OR_NO) => FieldKind::Boolean,
            _ if only(WHOLE) => FieldKind::Integer,
            _ if only(NUMBERS) => FieldKind::Number,
            _ if only(EMPTY | UUID) => FieldKind::Id,
            _ if only(EMPTY | DAY) => FieldKind::Date,
            _ if only(EMPTY | DAY | WALL_CLOCK) => FieldKind::DateTime,
            _ if only(EMPTY | INSTANT) => FieldKind::Instant,
            seen if seen & LONG != 0 => FieldKind::LongText,
            _ => FieldKind::Text,
        }
    }

    /// Only lists were seen.
    pub fn is_list(self) -> bool {
        self.0 == LIST
    }

    /// Whether values of a single JSON type were seen: only then is it known in which form a new one is sent.
    pub fn is_of_one_type(self) -> bool {
        [YES_OR_NO, NUMBERS, TEXTS].iter().any(|forms| self.0 != 0 && self.0 & !forms == 0)
    }

    pub(super) fn as_number(self) -> u16 {
        self.0
    }

    pub(super) fn of_number(number: u16) -> Self {
        Self(number)
    }
}

fn form_of(text: &str) -> u16 {
    if text.is_empty() {
        return EMPTY;
    }
    if text.len() > LONG_TEXT || text.contains('\n') {
        return LONG;
    }
    match text.len() {
        36 if text.parse::<uuid::Uuid>().is_ok() => UUID,
        19.. if text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(10) == Some(&b'T') => time_form(text),
        _ => SHORT,
    }
}

fn time_form(text: &str) -> u16 {
    if text.parse::<Timestamp>().is_ok() {
        return INSTANT;
    }
    match text.parse::<DateTime>() {
        Ok(at) if at.time() == jiff::civil::Time::midnight() => DAY,
        Ok(_) => WALL_CLOCK,
        Err(_) => SHORT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(values: Value, kind: &FieldKind) {
        let seen = values.as_array().expect("a list").iter().map(Seen::of).fold(Seen::default(), Seen::with);
        assert_eq!(&seen.kind(), kind, "{values}");
    }

    #[test]
    fn a_kind_is_the_narrowest_that_takes_all_values_seen() {
        check(json!([]), &FieldKind::Text);
        check(json!([null, ""]), &FieldKind::Text);
        check(json!([true, null]), &FieldKind::Boolean);
        check(json!([1, 2]), &FieldKind::Integer);
        check(json!([1, 2.5]), &FieldKind::Number);
        check(json!([1, "A1"]), &FieldKind::Text);
        check(json!(["a", "b\nc"]), &FieldKind::LongText);
        check(json!(["2026-05-05T00:00:00", "", "2026-05-06T00:00:00.000"]), &FieldKind::Date);
        check(json!(["2026-05-05T00:00:00", "2026-05-05T09:30:00"]), &FieldKind::DateTime);
        check(json!(["2026-05-05T09:30:00Z", "2026-05-05T09:30:00.5+02:00"]), &FieldKind::Instant);
        check(json!(["2026-05-05T09:30:00Z", "2026-05-05T00:00:00"]), &FieldKind::Text);
        check(json!(["2026-05-05"]), &FieldKind::Text);
        check(json!(["2026-13-05T00:00:00"]), &FieldKind::Text);
        check(json!(["00000000-0000-0000-0000-000000000000", "b2f4d9c2-3a4e-4a52-9a53-7f3a4a1f8f10"]), &FieldKind::Id);
        check(json!(["b2f4d9c2-3a4e-4a52-9a53-7f3a4a1f8f10", "none"]), &FieldKind::Text);
        check(json!([[1], "text"]), &FieldKind::Object);
    }

    #[test]
    fn only_values_of_one_json_type_tell_how_to_write_another() {
        let one = |values: &[Value]| values.iter().map(Seen::of).fold(Seen::default(), Seen::with).is_of_one_type();
        assert!(one(&[json!(1), json!(2.5), Value::Null]));
        assert!(one(&[json!("a"), json!("2026-05-05T00:00:00")]));
        assert!(!one(&[json!(1), json!("1")]));
        assert!(!one(&[Value::Null]));
        assert!(!one(&[json!([])]));
    }
}
