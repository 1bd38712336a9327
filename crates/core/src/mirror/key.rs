//! A value as it is sorted and filtered: one SQL value for each scalar of a record.
//!
//! Keys are made for comparing alone. The record itself is kept whole beside them.

use super::fold::fold;
use coredesk_catalogue::{FieldKind, ZERO_ID, referenced_id};
use rusqlite::types::Value as Key;
use serde_json::{Number, Value};

/// The key of `value` in a field of `kind`: texts folded, days as `2026-05-05`, instants as microseconds since
/// 1970 in UTC, yes and no as 1 and 0. Empty text, the zero id and nested parts have none.
pub(super) fn key_of(kind: &FieldKind, value: &Value) -> Key {
    match value {
        Value::Object(_) if kind.is_id() => referenced_id(value).map_or(Key::Null, Key::Text),
        Value::Null | Value::Array(_) | Value::Object(_) => Key::Null,
        Value::Bool(yes) => Key::Integer(i64::from(*yes)),
        Value::Number(number) if kind.is_id() => Key::Text(number.to_string()),
        Value::Number(number) => number_key(number),
        Value::String(text) => text_key(kind, text),
    }
}

/// The key of an id that a service counts.
pub(super) fn id_key(value: &Value) -> Key {
    match value {
        Value::Number(number) => number_key(number),
        value => key_of(&FieldKind::Id, value),
    }
}

/// The key of `value` in a field whose kind is a guess. It depends on the value alone, so that a better guess changes
/// no key: numbers as numbers, ids as they stand, all other text folded, days and times among it.
pub(super) fn key_by_form(value: &Value) -> Key {
    match value {
        Value::String(text) if is_uuid(text.trim()) => key_of(&FieldKind::Id, value),
        _ => key_of(&FieldKind::Text, value),
    }
}

/// Whether a key made by [`key_by_form`] is words to be searched, and no id or time.
pub(super) fn is_words(key: &str) -> bool {
    let is_time = key.len() >= 19 && day(key).is_some() && key.as_bytes().get(10) == Some(&b't');
    !is_time && !is_uuid(key)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.parse::<uuid::Uuid>().is_ok()
}

fn text_key(kind: &FieldKind, text: &str) -> Key {
    if kind.is_id() {
        return usable_id(text).map_or(Key::Null, |id| Key::Text(id.to_owned()));
    }
    let special = match kind {
        _ if kind.is_number() => text.trim().parse::<Number>().ok().map(|number| number_key(&number)),
        FieldKind::Date => day(text).map(|day| Key::Text(day.to_owned())),
        FieldKind::Instant => instant(text).map(Key::Integer),
        FieldKind::Boolean => text.trim().to_ascii_lowercase().parse::<bool>().ok().map(|yes| Key::Integer(i64::from(yes))),
        _ => None,
    };
    special.unwrap_or_else(|| match fold(text) {
        folded if folded.is_empty() => Key::Null,
        folded => Key::Text(folded),
    })
}

/// The id as it stands, unless it is empty or the zero uuid, which means "none".
pub(super) fn usable_id(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text != ZERO_ID).then_some(text)
}

/// Microseconds since 1970 in UTC. A time without zone is taken as UTC.
pub(super) fn instant(text: &str) -> Option<i64> {
    let text = text.trim();
    let zoned = text.parse::<jiff::Timestamp>().ok();
    let timestamp =
        zoned.or_else(|| text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|utc| utc.timestamp()))?;
    Some(timestamp.as_microsecond())
}

fn number_key(number: &Number) -> Key {
    number.as_i64().map(Key::Integer).or_else(|| number.as_f64().filter(|real| real.is_finite()).map(Key::Real)).unwrap_or(Key::Null)
}

fn day(text: &str) -> Option<&str> {
    let day = text.trim().get(..10)?;
    let fits = day.bytes().enumerate().all(|(place, byte)| if place == 4 || place == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    fits.then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(kind: &FieldKind, value: &str, expected: &Key) {
        let value: Value = serde_json::from_str(value).expect("a JSON text");
        assert_eq!(&key_of(kind, &value), expected, "{kind:?} {value}");
    }

    #[test]
    fn each_kind_has_a_key_that_sorts_as_people_expect() {
        let text = |text: &str| Key::Text(text.to_owned());
        check(&FieldKind::Text, "\" Éclair \"", &text("eclair"));
        check(&FieldKind::Text, "\"\"", &Key::Null);
        check(&FieldKind::Text, "7", &Key::Integer(7));
        check(&FieldKind::Integer, "9007199254740993", &Key::Integer(9_007_199_254_740_993));
        check(&FieldKind::Money, "12.50", &Key::Real(12.5));
        check(&FieldKind::Money, "\"12.50\"", &Key::Real(12.5));
        check(&FieldKind::Money, "\"a lot\"", &text("a lot"));
        check(&FieldKind::Number, "1e999", &Key::Null);
        check(&FieldKind::Boolean, "true", &Key::Integer(1));
        check(&FieldKind::Boolean, "\"False\"", &Key::Integer(0));
        check(&FieldKind::Date, "\"2026-05-05T00:00:00\"", &text("2026-05-05"));
        check(&FieldKind::Date, "\"soon\"", &text("soon"));
        check(&FieldKind::Id, "\"00000000-0000-0000-0000-000000000000\"", &Key::Null);
        check(&FieldKind::Id, "\"aB\"", &text("aB"));
        check(&FieldKind::Id, "12345678901234567890123", &text("12345678901234567890123"));
        check(&FieldKind::Object, "{\"a\": 1}", &Key::Null);
    }

    #[test]
    fn a_guessed_kind_is_no_part_of_the_key() {
        let text = |text: &str| Key::Text(text.to_owned());
        for (value, key, words) in [
            (json!(7), Key::Integer(7), false),
            (json!(true), Key::Integer(1), false),
            (json!("2026-05-05T00:00:00"), text("2026-05-05t00:00:00"), false),
            (json!("B2F4D9C2-3a4e-4a52-9a53-7f3a4a1f8f10"), text("B2F4D9C2-3a4e-4a52-9a53-7f3a4a1f8f10"), false),
            (json!("00000000-0000-0000-0000-000000000000"), Key::Null, false),
            (json!("Énergie"), text("energie"), true),
            (json!([1]), Key::Null, false),
        ] {
            let made = key_by_form(&value);
            assert_eq!(made, key, "{value}");
            assert_eq!(matches!(&made, Key::Text(folded) if is_words(folded)), words, "{value}");
        }
    }

    #[test]
    fn instants_are_one_clock_with_and_without_a_zone() {
        let keys: Vec<Key> = ["2026-05-05T10:00:00Z", "2026-05-05T10:00:00", "2026-05-05T12:00:00+02:00", "2026-05-05T10:00:00.000"]
            .iter()
            .map(|text| key_of(&FieldKind::Instant, &json!(text)))
            .collect();
        assert!(keys.iter().all(|key| key == &keys[0] && matches!(key, Key::Integer(_))), "{keys:?}");
    }
}
