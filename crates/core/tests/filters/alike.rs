//! Filters made at random find what a plain look at every record finds.

use super::things::{TODAY, Things, calendar, condition, query};
use coredesk_core::mirror::FilterCondition;
use coredesk_core::mirror::FilterOperator as Op;
use jiff::ToSpan;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::cmp::Ordering;

const WORDS: &[&str] = &["Müller", "muller", "MULLER & Co", "Straße 7", "strasse", "7", "a_b", "100 %", ""];
const IDS: &[&str] = &["p1", "p2", "p3"];
const EQUALITY: &[Op] = &[Op::Is, Op::IsNot, Op::AnyOf, Op::NoneOf, Op::IsEmpty, Op::IsNotEmpty];
const ORDER: &[Op] = &[Op::Less, Op::AtMost, Op::Greater, Op::AtLeast, Op::Between];
const TEXT: &[Op] = &[Op::Contains, Op::DoesNotContain, Op::StartsWith];
const DAYS: &[Op] = &[Op::InLastDays, Op::InNextDays];
const FIELDS: &[&str] = &["name", "hours", "count", "billable", "day", "changed", "owner", "helpers", "status"];

fn pick<'p, T: ?Sized>(random: &mut StdRng, of: &[&'p T]) -> &'p T {
    of.choose(random).expect("there are some")
}

fn day(random: &mut StdRng) -> Date {
    TODAY.checked_add(random.random_range(-5..5_i64).days()).expect("a day")
}

fn number(random: &mut StdRng) -> Value {
    json!(f64::from(random.random_range(-4..8_i32)) / 4.0)
}

/// A value as a record holds it.
fn value(random: &mut StdRng, field: &str) -> Value {
    if random.random_ratio(1, 6) {
        return Value::Null;
    }
    match field {
        "name" => json!(pick(random, WORDS)),
        "hours" if random.random_ratio(1, 8) => json!("a lot"),
        "hours" => number(random),
        "count" => json!(random.random_range(-2..3_i32)),
        "billable" => json!(random.random::<bool>()),
        "day" if random.random_ratio(1, 8) => json!("soon"),
        "day" => json!(format!("{}T00:00:00", day(random))),
        "changed" => json!(format!("{}T{:02}:30:00Z", day(random), random.random_range(0..24_u8))),
        "owner" => json!(pick(random, IDS)),
        "helpers" => json!(IDS.iter().filter(|_| random.random()).collect::<Vec<_>>()),
        _ => json!(random.random_range(0..4_u8)),
    }
}

/// A value as a person gives it.
fn asked(random: &mut StdRng, field: &str, operator: Op) -> Value {
    match (field, operator) {
        _ if DAYS.contains(&operator) => json!(random.random_range(1..4_u8)),
        ("owner" | "helpers", _) if TEXT.contains(&operator) => json!(pick(random, &["zo", "ana", "arsh"])),
        ("status", _) if TEXT.contains(&operator) => json!(pick(random, &["bill", "not", "Billed"])),
        ("name", _) => json!(pick(random, &["MÜLLER", "ull", "s", "7", "a_b", "%", "strasse"])),
        ("hours", _) => number(random),
        ("day" | "changed", _) => json!(day(random).to_string()),
        ("owner" | "helpers", _) => json!({ "id": pick(random, IDS), "label": "?" }),
        _ => loop {
            let value = value(random, field);
            if !value.is_null() {
                return value;
            }
        },
    }
}

fn any_condition(random: &mut StdRng) -> FilterCondition {
    let field = *FIELDS.choose(random).expect("a field");
    let operators: Vec<Op> = match field {
        "name" | "owner" | "helpers" | "status" => [EQUALITY, TEXT].concat(),
        "hours" | "count" => [EQUALITY, ORDER].concat(),
        "day" | "changed" => [EQUALITY, ORDER, DAYS].concat(),
        _ => EQUALITY.to_vec(),
    };
    let operator = *operators.choose(random).expect("an operator");
    let count = match operator {
        Op::IsEmpty | Op::IsNotEmpty => 0,
        Op::Between => 2,
        Op::AnyOf | Op::NoneOf => random.random_range(1..4),
        _ => 1,
    };
    let values: Vec<Value> = (0..count).map(|_| asked(random, field, operator)).collect();
    condition(field, operator, &values)
}

/// Lower case and without accents, of the words that occur here.
fn folded(text: &str) -> String {
    text.trim().to_lowercase().replace('ü', "u").replace("ß", "ss").replace('ë', "e")
}

/// What a person sees of a value in words.
fn words(field: &str, value: &Value) -> Vec<String> {
    let name = |id: &Value| match id.as_str() {
        Some("p1") => "zoe marsh".to_owned(),
        Some("p2") => "ana".to_owned(),
        // That record is not here.
        _ => String::new(),
    };
    match (field, value) {
        ("helpers", Value::Array(ids)) => ids.iter().map(name).collect(),
        ("owner", id) => vec![name(id)],
        ("status", code) => vec![match code.as_i64() {
            Some(0) => "not billed".to_owned(),
            Some(1) => "billed".to_owned(),
            _ => code.to_string(),
        }],
        (_, value) => vec![folded(value.as_str().unwrap_or_default())],
    }
}

/// The day of a value in the calendar; `None` for what is none.
fn day_of(field: &str, value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    match field {
        "changed" => Some(text.parse::<jiff::Timestamp>().ok()?.to_zoned(calendar().zone).date()),
        _ => text.get(..10)?.parse().ok(),
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

fn is_equal(field: &str, value: &Value, asked: &Value) -> bool {
    match field {
        "day" | "changed" => day_of(field, value).is_some() && day_of(field, value) == asked.as_str().and_then(|day| day.parse().ok()),
        "owner" => value == &asked["id"],
        "helpers" => value.as_array().is_some_and(|ids| ids.contains(&asked["id"])),
        "hours" | "count" | "status" => value.as_f64().is_some() && value.as_f64() == asked.as_f64(),
        "name" => folded(value.as_str().unwrap_or_default()) == folded(asked.as_str().unwrap_or_default()),
        _ => value == asked,
    }
}

fn compared(field: &str, value: &Value, asked: &Value) -> Option<Ordering> {
    match field {
        "day" | "changed" => Some(day_of(field, value)?.cmp(&asked.as_str()?.parse().ok()?)),
        _ => value.as_f64()?.partial_cmp(&asked.as_f64()?),
    }
}

fn fits(record: &Value, condition: &FilterCondition) -> bool {
    let field = condition.field.as_str();
    let (value, values) = (&record[field], &condition.values);
    let equal = || values.iter().any(|asked| !is_empty(value) && is_equal(field, value, asked));
    let holds = |fits: fn(&str, &str) -> bool| {
        let asked = folded(values[0].as_str().unwrap_or_default());
        !is_empty(value) && words(field, value).iter().any(|words| fits(words, &asked))
    };
    let order = |place: usize| compared(field, value, &values[place]);
    let ahead = || day_of(field, value).map(|day| i64::from((day - TODAY).get_days()));
    match condition.operator {
        Op::Is | Op::AnyOf => equal(),
        Op::IsNot | Op::NoneOf => !equal(),
        Op::Contains => holds(|words, asked| words.contains(asked)),
        Op::DoesNotContain => !holds(|words, asked| words.contains(asked)),
        Op::StartsWith => holds(|words, asked| words.starts_with(asked)),
        Op::Less => order(0).is_some_and(Ordering::is_lt),
        Op::AtMost => order(0).is_some_and(Ordering::is_le),
        Op::Greater => order(0).is_some_and(Ordering::is_gt),
        Op::AtLeast => order(0).is_some_and(Ordering::is_ge),
        Op::Between => order(0).is_some_and(Ordering::is_ge) && order(1).is_some_and(Ordering::is_le),
        Op::InLastDays => ahead().is_some_and(|days| days <= 0 && -days < values[0].as_i64().unwrap_or_default()),
        Op::InNextDays => ahead().is_some_and(|days| days >= 0 && days < values[0].as_i64().unwrap_or_default()),
        Op::InPeriod => panic!("is not asked here"),
        Op::IsEmpty => is_empty(value),
        Op::IsNotEmpty => !is_empty(value),
    }
}

#[tokio::test]
async fn random_filters_find_what_a_look_at_every_record_finds() {
    let mut random = StdRng::seed_from_u64(5);
    let things = Things::new();
    things.put("person", &[json!({ "id": "p1", "name": "Zoë Marsh" }), json!({ "id": "p2", "name": "Ana" })]);
    let records: Vec<Value> = (0..300)
        .map(|number| {
            let mut record = json!({ "id": format!("{number:03}") });
            for field in FIELDS {
                record[*field] = value(&mut random, field);
            }
            record
        })
        .collect();
    things.put("thing", &records);
    for round in 0..1_000 {
        let groups: Vec<Vec<FilterCondition>> = (0..random.random_range(1..3_u8))
            .map(|_| (0..random.random_range(1..3_u8)).map(|_| any_condition(&mut random)).collect())
            .collect();
        let wanted = records.iter().filter(|record| groups.iter().any(|group| group.iter().all(|one| fits(record, one))));
        let wanted: Vec<&str> = wanted.filter_map(|record| record["id"].as_str()).collect();
        let found = things.found(query(groups.clone())).await.expect("is asked");
        assert_eq!(found, wanted, "round {round}: {groups:#?}");
    }
}
