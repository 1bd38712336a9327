//! The rows of a list, and single records, out of whatever they are wrapped in.

use super::super::super::{NextPage, Page, PageRequest};
use super::super::records;
use super::path::at;
use super::{failure, paging};
use crate::Record;
use coredesk_catalogue::{EntityType, Envelope, Habits};
use reqwest::header::{CONTENT_RANGE, HeaderMap};
use serde_json::Value;

/// Names of the member that holds the rows, the likeliest first.
const ROWS: [&str; 12] =
    ["results", "data", "items", "value", "records", "rows", "entries", "list", "content", "hits", "objects", "values"];
/// Where the number of all rows stands.
const TOTALS: [&str; 19] = [
    "total_count",
    "totalCount",
    "total_results",
    "totalResults",
    "total_items",
    "totalItems",
    "totalElements",
    "total_elements",
    "total_entries",
    "total",
    "@odata.count",
    "meta.total_count",
    "meta.totalCount",
    "meta.total",
    "meta.pagination.total",
    "pagination.total_count",
    "pagination.totalCount",
    "pagination.total",
    "page.totalElements",
];
/// The same in words that may mean the rows of one page.
const COUNTS: [&str; 2] = ["count", "meta.count"];
const TOTAL_HEADERS: [&str; 4] = ["x-total-count", "x-total", "x-total-results", "total-count"];
/// Names of the member that holds a single record.
const RECORD: [&str; 5] = ["data", "result", "item", "record", "object"];

/// A page out of the answer to a list.
///
/// # Errors
/// What is wrong with it, without its content.
pub(super) fn read(
    habits: &Habits,
    entity_type: &EntityType,
    request: &PageRequest,
    headers: &HeaderMap,
    answer: Option<Value>,
) -> Result<Page, &'static str> {
    let Some(mut answer) = answer else { return Ok(Page::default()) };
    if answer.is_null() {
        return Err("null instead of a list");
    }
    if !is_row(entity_type, &answer) && failure::is_told(&answer) {
        return Err("a failure instead of a list");
    }
    let rows = take_rows(&habits.envelope, entity_type, &mut answer)?;
    let (total, is_sure) = total(&habits.envelope, headers, &answer, rows.len());
    let next = paging::next(habits, request, headers, &answer, rows.len(), total.filter(|_| is_sure))?;
    let total = total.filter(|_| is_sure || next == NextPage::None);
    Ok(Page { records: records(rows)?, next, total })
}

/// The record out of the answer to a get or a write: bare, or the only thing in an envelope.
pub(super) fn record(entity_type: &EntityType, answer: Value) -> Option<Record> {
    let mut object = match answer {
        Value::Object(object) => object,
        Value::Array(mut rows) if rows.len() == 1 => return record(entity_type, rows.remove(0)),
        _ => return None,
    };
    if object.contains_key(&entity_type.id_field) {
        return Some(object);
    }
    let is_wrapped = |inner: &Value| inner.get(&entity_type.id_field).is_some();
    let named = RECORD.iter().find(|name| object.get(**name).is_some_and(is_wrapped)).map(|name| (*name).to_owned());
    let only = || if object.len() == 1 { object.iter().find(|(_, inner)| is_wrapped(inner)).map(|(name, _)| name.clone()) } else { None };
    if let Some(Value::Object(inner)) = named.or_else(only).and_then(|name| object.shift_remove(&name)) {
        return Some(inner);
    }
    None
}

/// Takes the rows out of an answer and leaves the rest.
fn take_rows(envelope: &Envelope, entity_type: &EntityType, answer: &mut Value) -> Result<Vec<Value>, &'static str> {
    if answer.is_array() {
        return rows_in(answer).ok_or("no list");
    }
    if let Some(path) = envelope.rows.as_deref().filter(|path| !path.is_empty()) {
        let pointer = format!("/{}", path.replace('~', "~0").replace('/', "~1").replace('.', "/"));
        return answer.pointer_mut(&pointer).and_then(rows_in).ok_or("the list is not where it is said to be");
    }
    let Value::Object(object) = &*answer else { return Err("neither a list nor a record") };
    if let Some(name) = by_name(entity_type, object).or_else(|| only_list(object)) {
        return answer.get_mut(&name).and_then(rows_in).ok_or("no list");
    }
    // One envelope in another, such as `{"data": {"items": []}}`.
    for name in ROWS.iter().chain(&["_embedded", "response", "result"]) {
        if let Some(Value::Object(inner)) = answer.get(*name)
            && let Some(inner_name) = by_name(entity_type, inner).or_else(|| only_list(inner))
        {
            return answer.get_mut(*name).and_then(|inner| inner.get_mut(&inner_name)).and_then(rows_in).ok_or("no list");
        }
    }
    if is_row(entity_type, answer) { Ok(vec![std::mem::take(answer)]) } else { Err("no list was found in the answer") }
}

/// Whether it is a record of this kind, and nothing else that has an id, such as a failure with a number.
fn is_row(entity_type: &EntityType, value: &Value) -> bool {
    let Value::Object(members) = value else { return false };
    let has = |name: &String| members.contains_key(name);
    let others = || entity_type.fields.iter().map(|field| &field.name).filter(|name| **name != entity_type.id_field);
    has(&entity_type.id_field) && (others().next().is_none() || others().any(has))
}

fn rows_in(value: &mut Value) -> Option<Vec<Value>> {
    match std::mem::take(value) {
        Value::Array(rows) => Some(rows),
        // What holds nothing is left out or null.
        Value::Null => Some(Vec::new()),
        _ => None,
    }
}

/// A list under a usual name, or under the collection's own.
fn by_name(entity_type: &EntityType, object: &Record) -> Option<String> {
    let own = entity_type.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let own_name = own.replace('-', "_");
    let names = ROWS.into_iter().chain([own, own_name.as_str(), entity_type.name.as_str()]);
    let is_field = |name: &str| object.contains_key(&entity_type.id_field) && entity_type.field(name).is_some();
    names.filter(|name| object.get(*name).is_some_and(Value::is_array) && !is_field(name)).map(str::to_owned).next()
}

/// The only list of objects; an empty one counts where there is no other list.
fn only_list(object: &Record) -> Option<String> {
    let holds_records = |value: &&Value| value.as_array().is_some_and(|rows| rows.iter().all(Value::is_object));
    let mut lists = object.iter().filter(|(name, value)| !failure::NAMES.contains(&name.as_str()) && holds_records(value));
    match (lists.next(), lists.next()) {
        (Some((name, _)), None) => Some(name.clone()),
        _ => None,
    }
}

/// How many rows there are over all pages, and whether it may not be the number of this page instead.
fn total(envelope: &Envelope, headers: &HeaderMap, answer: &Value, rows: usize) -> (Option<u64>, bool) {
    if let Some(path) = envelope.count.as_deref().filter(|path| !path.is_empty()) {
        return (at(answer, path).and_then(whole), true);
    }
    let in_header = |name: &&str| headers.get(*name)?.to_str().ok()?.trim().parse().ok();
    let ranged = || headers.get(CONTENT_RANGE)?.to_str().ok()?.rsplit_once('/')?.1.trim().parse().ok();
    if let Some(total) = TOTAL_HEADERS.iter().find_map(in_header).or_else(ranged) {
        return (Some(total), true);
    }
    let in_body = |paths: &[&str]| paths.iter().find_map(|path| at(answer, path).and_then(whole));
    match in_body(&TOTALS) {
        Some(total) => (Some(total), true),
        None => {
            let count = in_body(&COUNTS);
            (count, count.is_some_and(|count| count != rows as u64))
        }
    }
}

fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Object(inner) => inner.get("value").filter(|value| value.is_number()).and_then(whole),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::campaigns;
    use super::*;
    use coredesk_catalogue::{Paging, UpdateForm};
    use reqwest::header::LINK;
    use serde_json::json;

    const ROW: &str = r#"{"id":9007199254740993,"budget":0.1000000000000000055511151231257827}"#;

    #[test]
    fn rows_are_found_in_every_envelope() {
        for answer in [
            "[ROW]",
            r#"{"count":1,"next":null,"previous":null,"results":[ROW]}"#,
            r#"{"data":[ROW],"links":{}}"#,
            r#"{"campaigns":[ROW],"tags":["a"]}"#,
            r#"{"whatever":[ROW]}"#,
            r#"{"data":{"items":[ROW]}}"#,
            r#"{"_embedded":{"campaigns":[ROW]},"page":{"totalElements":1}}"#,
            r#"{"hits":{"total":{"value":1},"hits":[ROW]}}"#,
            r#"{"@odata.count":1,"value":[ROW]}"#,
            ROW,
        ] {
            let answer: Value = serde_json::from_str(&answer.replace("ROW", ROW)).expect("parses");
            let page = page(&Habits::default(), answer.clone()).expect("reads");
            assert_eq!(
                page.records.iter().map(|record| serde_json::to_string(record).expect("writes")).collect::<Vec<_>>(),
                [ROW],
                "{answer}"
            );
        }
        for answer in [
            json!(null),
            json!("x"),
            json!({"message": "no"}),
            json!({}),
            json!([1]),
            json!({"results": [null]}),
            json!({"a": [{}], "b": [{}]}),
        ] {
            assert!(page(&Habits::default(), answer.clone()).is_err(), "{answer}");
        }
        for answer in [
            json!({"message": "maintenance", "errors": []}),
            json!({"errors": [{"message": "no"}]}),
            json!({"errors": [{"message": "no"}], "results": []}),
            json!({"success": false, "data": []}),
            json!({"id": "err-1", "message": "no"}),
        ] {
            assert!(page(&Habits::default(), answer.clone()).is_err(), "a failure is no empty list: {answer}");
        }
        for answer in [json!([]), json!({"count": 0, "results": []}), json!({"results": null, "data": []})] {
            assert_eq!(page(&Habits::default(), answer.clone()).expect("reads").records.len(), 0, "{answer}");
        }
    }

    #[test]
    fn rows_and_their_number_stand_where_they_are_said_to() {
        let envelope = Envelope { rows: Some("response.list".to_owned()), count: Some("response.n".to_owned()) };
        let habits = Habits { envelope, ..Habits::default() };
        let read = page(&habits, json!({"results": [{"id": 1}], "response": {"list": [{"id": 2}], "n": "7"}})).expect("reads");
        assert_eq!((read.records[0]["id"].clone(), read.total), (json!(2), Some(7)));
        assert_eq!(page(&habits, json!([{"id": 3}])).expect("reads").records.len(), 1, "bare");
        assert!(page(&habits, json!({"results": [{"id": 1}]})).is_err());
    }

    #[test]
    fn the_number_of_all_rows_is_read() {
        let rows = json!([{"id": 1}, {"id": 2}]);
        for (answer, header, expected) in [
            (json!({"count": 7, "results": rows}), None, Some(7)),
            (json!({"total": "7", "data": rows}), None, Some(7)),
            (json!({"meta": {"pagination": {"total": 7}}, "data": rows}), None, Some(7)),
            (rows.clone(), Some(("x-total-count", "7")), Some(7)),
            (rows.clone(), Some(("content-range", "items 0-1/7")), Some(7)),
            (rows.clone(), Some(("content-range", "items 0-1/*")), None),
            (rows.clone(), None, None),
            (json!({"count": 2, "items": rows}), None, None),
        ] {
            let headers = header.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect();
            let habits = Habits { paging: counted(), ..Habits::default() };
            let read = read(&habits, &campaigns(UpdateForm::Patch), &PageRequest::default(), &headers, Some(answer.clone()));
            assert_eq!(read.expect("reads").total, expected, "{answer}");
        }
    }

    #[test]
    fn the_next_page_is_found_in_every_style() {
        let at = |place: &str| NextPage::At(place.to_owned());
        let offset = || Paging::Offset { offset: "offset".to_owned(), limit: None };
        let cursor = || Paging::Cursor { parameter: "c".to_owned(), at: "meta.next".to_owned(), size: None };
        let next = || Paging::Next { at: "pages.after".to_owned(), size: None };
        let rows = || json!([{"id": 1}, {"id": 2}]);
        for (paging, place, answer, expected) in [
            (Paging::None, None, rows(), NextPage::None),
            (Paging::None, None, json!({"next": "/c/?page=2", "results": rows()}), at("/c/?page=2")),
            (counted(), None, rows(), NextPage::Counted),
            (counted(), None, json!([]), NextPage::None),
            (counted(), None, json!({"next": "http://x/c/?page=2", "results": rows()}), at("http://x/c/?page=2")),
            (counted(), None, json!({"next": null, "results": rows()}), NextPage::None),
            (counted(), None, json!({"next": 2, "results": rows()}), NextPage::Counted),
            (offset(), None, rows(), at("2")),
            (offset(), Some("40"), json!({"total": 100, "data": rows()}), at("42")),
            (offset(), Some("98"), json!({"total": 100, "data": rows()}), NextPage::None),
            (offset(), Some("40"), json!([]), NextPage::None),
            (cursor(), None, json!({"meta": {"next": "/a=="}, "data": rows()}), at("/a==")),
            (cursor(), None, json!({"meta": {"next": 7}, "data": []}), at("7")),
            (cursor(), None, json!({"meta": {"next": null}, "data": rows()}), NextPage::None),
            (cursor(), None, json!({"meta": {"next": ""}, "data": rows()}), NextPage::None),
            (cursor(), None, json!({"meta": {"next": "x"}, "has_more": false, "data": rows()}), NextPage::None),
            (next(), None, json!({"pages": {"after": "c/?x=1"}, "data": rows()}), at("./c/?x=1")),
            (next(), None, json!({"pages": {"after": {"href": "/c?x"}}, "data": rows()}), at("/c?x")),
            (next(), None, json!({"pages": {}, "data": rows()}), NextPage::None),
            (next(), None, json!({"@odata.nextLink": "https://x/c?$skip=2", "value": rows()}), at("https://x/c?$skip=2")),
        ] {
            let habits = Habits { paging: paging.clone(), ..Habits::default() };
            let request = PageRequest { number: 1, place: place.map(str::to_owned), ..PageRequest::default() };
            let read = read(&habits, &campaigns(UpdateForm::Patch), &request, &HeaderMap::new(), Some(answer.clone())).expect("reads");
            assert_eq!(read.next, expected, "{paging:?} {answer}");
        }
        let headers: HeaderMap = [(LINK, "</c?page=2>; rel=\"next\"".parse().expect("parses"))].into_iter().collect();
        for paging in [Paging::LinkHeader { size: None }, Paging::None, counted()] {
            let habits = Habits { paging, ..Habits::default() };
            let read = read(&habits, &campaigns(UpdateForm::Patch), &PageRequest::default(), &headers, Some(rows())).expect("reads");
            assert_eq!(read.next, at("/c?page=2"));
        }
    }

    #[test]
    fn a_place_without_end_is_no_place() {
        let habits = Habits { paging: Paging::Next { at: "next".to_owned(), size: None }, ..Habits::default() };
        assert!(page(&habits, json!({"next": format!("/?{}", "x".repeat(10_000)), "results": [{"id": 1}]})).is_err());
    }

    #[test]
    fn a_record_comes_bare_or_wrapped() {
        let entity_type = campaigns(UpdateForm::Patch);
        for answer in [json!({"id": 1}), json!({"data": {"id": 1}, "meta": {}}), json!({"campaign": {"id": 1}}), json!([{"id": 1}])] {
            assert_eq!(record(&entity_type, answer.clone()), json!({"id": 1}).as_object().cloned(), "{answer}");
        }
        for answer in [json!({"message": "done"}), json!({"a": {"id": 1}, "b": {"id": 2}}), json!([]), json!("x")] {
            assert_eq!(record(&entity_type, answer.clone()), None, "{answer}");
        }
    }

    fn counted() -> Paging {
        Paging::Page { number: "page".to_owned(), size: None, first: 1 }
    }

    fn page(habits: &Habits, answer: Value) -> Result<Page, &'static str> {
        read(habits, &campaigns(UpdateForm::Patch), &PageRequest::default(), &HeaderMap::new(), Some(answer))
    }
}
