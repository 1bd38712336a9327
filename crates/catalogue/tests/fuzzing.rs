//! Documents that are broken on purpose: whatever they say, reading ends soon, never panics, and what comes of it holds
//! together. Two seconds in a normal run; `FUZZ_SECONDS` sets another time and `FUZZ_SEED` repeats one.

mod forms;

use coredesk_catalogue::openapi::{self, Description};
use coredesk_catalogue::{BaseUrlRule, DialectKind, Field, Service, bidcore, saved};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// One document in a build without optimisation, on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);
/// So many documents of the corpus come first and are large.
const LARGE: usize = 3;

#[test]
fn broken_documents_end_soon_and_what_comes_of_them_holds_together() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("FUZZ_SEED").unwrap_or_else(|| rand::rng().random());
    let budget = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(2));
    println!("FUZZ_SEED={seed}");
    let corpus = corpus();
    let yaml = include_str!("documents/shop.yaml");
    let mut random = SmallRng::seed_from_u64(seed);
    let started = Instant::now();
    let (mut round, mut read, mut refused) = (0, 0, 0);
    while started.elapsed() < budget {
        let text = if random.random_ratio(1, 6) { broken_text(&mut random, yaml) } else { broken(&mut random, &corpus) };
        let case = Case { seed, round, text: &text };
        let before = Instant::now();
        match openapi::read(&text) {
            Ok(description) => {
                check(description);
                read += 1;
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
        }
        assert!(before.elapsed() < LONGEST, "took {:?}", before.elapsed());
        drop(case);
        round += 1;
    }
    println!("{round} documents: {read} read, {refused} refused");
    assert!(read > 0 && round > 5, "the corpus is broken beyond reading: {read} of {round}");
}

/// Tells, while a panic goes by, what caused it.
struct Case<'c> {
    seed: u64,
    round: u32,
    text: &'c str,
}

impl Drop for Case<'_> {
    #[expect(clippy::print_stderr, reason = "whoever sees the panic needs the seed")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let path = std::env::temp_dir().join("coredesk-fuzzing-document");
            let kept = std::fs::write(&path, self.text);
            eprintln!("FUZZ_SEED={} round {}; the document is at {}: {kept:?}", self.seed, self.round, path.display());
        }
    }
}

fn corpus() -> Vec<Value> {
    let bidcore: Value = serde_json::from_str(bidcore::DOCUMENT).expect("JSON");
    let bare = forms::without_extensions(&bidcore);
    let swagger = forms::as_swagger(&bare);
    let library = serde_json::from_str(include_str!("documents/library.json")).expect("JSON");
    let items = json!({"type": "object", "properties": {"id": {"type": ["integer", "null"]}, "self": {"$ref": "#/paths/~1things/get/responses/200/content/application~1json/schema/items"}}});
    let small = json!({
        "openapi": "3.1.0",
        "paths": {"/things": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": items}}}}}}}},
    });
    let wrapped = json!({
        "openapi": "3.0.1", "security": [{"a": []}], "x-entities": ["a", "b"],
        "components": {
            "securitySchemes": {"a": {"type": "oauth2", "flows": {"password": {"tokenUrl": "https://a.example/t", "scopes": {"s": "m"}}}}},
            "schemas": {"A": {"oneOf": [{"$ref": "#/components/schemas/B"}, {"type": "null"}]}, "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"_id": {"type": "string"}, "bs": {"items": {"type": "string", "format": "uuid"}}}}]}},
        },
        "paths": {
            "/a/": {"get": {"responses": {"2XX": {"content": {"*/*": {"schema": {"properties": {"data": {"properties": {"items": {"items": {"$ref": "#/components/schemas/A"}}}}, "next": {"type": "string"}}}}}}}},
                    "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}}}},
            "/a/{_id}/": {"get": {}, "patch": {}, "delete": {}},
            "/a/{_id}/bs": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"items": {"$ref": "#/components/schemas/B"}}}}}}}},
        },
    });
    vec![bidcore, bare, swagger, library, small, wrapped]
}

/// A document of the corpus, made smaller and then broken in a few places.
fn broken(random: &mut SmallRng, corpus: &[Value]) -> String {
    // The large ones take most of the time.
    let (large, small) = corpus.split_at(LARGE);
    let mut document = if random.random_ratio(1, 10) { large } else { small }.choose(random).cloned().unwrap_or_default();
    thin_out(random, &mut document);
    for _ in 0..random.random_range(0..7) {
        mutate(random, &mut document);
    }
    match random.random_range(0..8) {
        0 | 1 => forms::as_yaml(&document),
        2 => broken_text(random, &document.to_string()),
        _ => document.to_string(),
    }
}

/// Leaves a few paths, so that a round is short.
fn thin_out(random: &mut SmallRng, document: &mut Value) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    let first = random.random_range(0..paths.len().max(1)) & !1;
    let kept: Vec<String> = paths.keys().skip(first).take(6).cloned().collect();
    paths.retain(|path, _| kept.contains(path));
}

fn mutate(random: &mut SmallRng, document: &mut Value) {
    let (place, other) = (pointer(random, document), pointer(random, document));
    let copy = document.pointer(&other).cloned().unwrap_or_default();
    let odd = odd(random, &other);
    match random.random_range(0..9) {
        0 => remove(document, &place),
        1 => put(document, &place, copy),
        2 => {
            let here = document.pointer(&place).cloned().unwrap_or_default();
            put(document, &other, here);
            put(document, &place, copy);
        }
        3 => put(document, &place, json!({"$ref": format!("#{place}")})),
        4 => put(document, &place, json!({"$ref": format!("#{other}")})),
        5 => put(document, &place, nested(random, copy)),
        6 => rename(random, document, &place),
        7 => grow(random, document, &place),
        _ => put(document, &place, odd),
    }
}

/// A random place within the document, mostly a deep one.
fn pointer(random: &mut SmallRng, document: &Value) -> String {
    let mut at = document;
    let mut pointer = String::new();
    while !random.random_ratio(1, 12) {
        let (step, next) = match at {
            Value::Object(members) if !members.is_empty() => {
                let Some((key, next)) = members.iter().nth(random.random_range(0..members.len())) else { break };
                (key.replace('~', "~0").replace('/', "~1"), next)
            }
            Value::Array(values) if !values.is_empty() => {
                let place = random.random_range(0..values.len());
                (place.to_string(), &values[place])
            }
            _ => break,
        };
        pointer = format!("{pointer}/{step}");
        at = next;
    }
    pointer
}

fn put(document: &mut Value, place: &str, value: Value) {
    // The root stays an object, else every round would end at its first look.
    if let Some(found) = document.pointer_mut(place).filter(|_| !place.is_empty()) {
        *found = value;
    }
}

fn remove(document: &mut Value, place: &str) {
    let Some((above, key)) = place.rsplit_once('/') else { return };
    match document.pointer_mut(above) {
        Some(Value::Object(members)) => drop(members.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(values)) => drop(key.parse().ok().filter(|place| *place < values.len()).map(|place: usize| values.remove(place))),
        _ => {}
    }
}

fn rename(random: &mut SmallRng, document: &mut Value, place: &str) {
    const NAMES: [&str; 14] =
        ["", "id", "$ref", "allOf", "items", "properties", "__proto__", "a/b~c", "\u{0}", "/{}/{", "{id}", "é\u{202e}x", "x,y;z=", "next"];
    if let Some(Value::Object(members)) = document.pointer_mut(place)
        && let Some((_, value)) = members.iter().nth(random.random_range(0..members.len().max(1)))
    {
        let value = value.clone();
        members.insert((*NAMES.choose(random).unwrap_or(&"id")).to_owned(), value);
    }
}

/// The value below many others of one kind.
fn nested(random: &mut SmallRng, mut value: Value) -> Value {
    let key = *["allOf", "items", "properties", "oneOf", "anyOf"].choose(random).unwrap_or(&"items");
    for _ in 0..random.random_range(1..60) {
        value = match key {
            "items" => json!({ "items": value }),
            "properties" => json!({"properties": {"id": {"type": "integer"}, "deeper": value}}),
            _ => json!({ key: [value.clone(), {"type": "object"}] }),
        };
    }
    value
}

/// Many members where there were few.
fn grow(random: &mut SmallRng, document: &mut Value, place: &str) {
    if let Some(Value::Object(members)) = document.pointer_mut(place) {
        let sample = members.values().next().cloned().unwrap_or_default();
        let count = if sample.to_string().len() > 2_000 { 5 } else { random.random_range(1..700) };
        let more: Map<String, Value> = (0..count).map(|number| (format!("more_{number}"), sample.clone())).collect();
        members.extend(more);
    }
}

fn odd(random: &mut SmallRng, pointer: &str) -> Value {
    let values = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!([]),
        json!({}),
        json!([null, [], {}]),
        json!("string"),
        json!(["string", "null", "integer"]),
        json!("x".repeat(5_000)),
        json!("é\u{202e}\u{0}\n\t😀".repeat(30)),
        json!("yyyyy"),
        json!("ß"),
        json!({"$ref": "https://elsewhere.example/#/a"}),
        json!({"$ref": "#/%"}),
        json!({"$ref": pointer}),
        json!({"type": "array", "items": {"type": "array", "items": {"type": "object"}}}),
        json!({"enum": [null, 1, "a", {}, []]}),
        json!({"nullable": true, "allOf": [{"enum": [null]}]}),
    ];
    values.choose(random).cloned().unwrap_or_default()
}

/// A text with some of its lines or letters lost, doubled or changed.
fn broken_text(random: &mut SmallRng, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..random.random_range(1..8) {
        if letters.is_empty() {
            break;
        }
        let (from, to) = (random.random_range(0..letters.len()), random.random_range(0..letters.len()));
        let end = (from + random.random_range(1..60)).min(letters.len());
        match random.random_range(0..5) {
            0 => drop(letters.drain(from..end)),
            1 => letters.splice(to..to, letters[from..end].to_vec()).for_each(drop),
            2 => {
                letters[from] = *['{', '}', '[', ']', ':', ',', '"', '\'', '&', '*', '!', '|', '#', '\n', '\t', ' ', '-', 'é', '\u{0}', '%']
                    .choose(random)
                    .unwrap_or(&'x')
            }
            3 => letters.swap(from, to),
            _ => letters.truncate(letters.len().saturating_sub(random.random_range(0..letters.len() / 4 + 1))),
        }
    }
    letters.into_iter().collect()
}

/// What was read could be saved and read again, and everything it names is there.
fn check(description: Description) {
    let catalogue = &description.catalogue;
    assert!(
        description.left_out.len() <= 250 && description.left_out.iter().all(|sentence| sentence.ends_with('.')),
        "{:?}",
        description.left_out
    );
    assert!(!description.grants.is_empty() && !catalogue.entity_types.is_empty());
    for entity_type in &catalogue.entity_types {
        let has = |name: &String| entity_type.field(name).is_some();
        assert!(has(&entity_type.id_field), "{} has no {}", entity_type.name, entity_type.id_field);
        assert!(entity_type.list_columns.iter().chain(&entity_type.title_field).chain(&entity_type.belongs_to).all(has), "{entity_type:?}");
        assert!(entity_type.span.iter().flat_map(|span| [&span.start, &span.end]).all(has));
        assert!(catalogue.groups.contains(&entity_type.group), "{} stands in no group", entity_type.name);
        assert!(!entity_type.title.is_empty() && !entity_type.plural.is_empty(), "{} has no title", entity_type.name);
        assert!(entity_type.parent.is_none() || entity_type.parent_field().is_some_and(|field| entity_type.field(field).is_some()));
        check_fields(&entity_type.fields);
    }
    let service = Service {
        base_url: BaseUrlRule::Fixed { url: String::new() },
        oauth: description.oauth,
        scopes: description.scopes,
        credential: description.credential,
        dialect: DialectKind::Described(Box::new(description.habits)),
        catalogue: description.catalogue,
        ..bidcore::service()
    };
    let text = saved::write(&service).expect("writes");
    assert_eq!(saved::read(&text).as_ref().map(|read| &read.catalogue), Ok(&service.catalogue));
}

fn check_fields(fields: &[Field]) {
    let names: HashSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names.len(), fields.len(), "two fields of one name");
    for field in fields {
        assert!(!field.title.is_empty(), "{:?} has no title", field.name);
        check_fields(&field.parts);
    }
}
