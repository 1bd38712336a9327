//! The habits of BQE CORE's REST API (`core-api.md`, sections 8 to 15).

use super::super::error_body::{self, Said};
use super::super::request::{Operation, PrepareError, PreparedRequest};
use super::super::response::{Answer, Write};
use super::super::{
    Comparison, Condition, FieldWords, NextPage, Operator, OrderBy, Page, PageRequest, Refusal, RefusalReason, Update, retry,
};
use super::{Dialect, records};
use crate::Record;
use coredesk_catalogue::{EntityType, Field, FieldKind, FieldOrigin};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::time::Duration;

/// Above it CORE's behaviour is not known.
const LARGEST_PAGE: u32 = 1000;
const LARGEST_PAGE_WITH_EXPAND: u32 = 100;
const UTC_OFFSET: HeaderName = HeaderName::from_static("x-utc-offset");
/// Where a list may stand when it is not bare.
const ENVELOPES: [&str; 5] = ["value", "data", "items", "results", "records"];
const CHANGED: &str = "lastUpdated";
/// What every row must have to be known again.
const IDENTITY: [&str; 2] = ["id", "version"];
/// Words of a refusal are few.
const LARGEST_REFUSAL: usize = 8 * 1024;

/// What CORE's codes and words mean, whatever the status (section 15).
const MEANINGS: [(&str, RefusalReason); 6] = [
    ("MsgPermissions", RefusalReason::Forbidden),
    ("insufficient_scope", RefusalReason::ScopeTooSmall),
    ("OutDatedModel", RefusalReason::Outdated),
    ("031.001", RefusalReason::OutsideActivityGroup),
    ("ProjectControlLimitation", RefusalReason::OutsideActivityGroup),
    ("Project Assignment does not allow this operation", RefusalReason::NeedsPhase),
];

pub(super) struct BqeCore;

impl Dialect for BqeCore {
    fn prepare(&self, entity_type: &EntityType, operation: Operation<'_>) -> Result<PreparedRequest, PrepareError> {
        let collection = entity_type.path.as_str();
        match operation {
            Operation::List(page) => {
                let request = PreparedRequest::nested(Method::GET, collection, page.parent_id.as_deref())?;
                Ok(list(request, entity_type, page))
            }
            Operation::Count => Ok(PreparedRequest::new(Method::GET, collection)?.with_query("fields", "count(*)")),
            Operation::Get { id } => PreparedRequest::new(Method::GET, collection)?.below(id),
            Operation::Create { record } => {
                PreparedRequest::new(Method::POST, collection)?.with_body(&without_what_the_service_sets(entity_type, record))
            }
            Operation::Update { id, update } | Operation::UpdateOtherwise { id, update } => {
                PreparedRequest::new(Method::PUT, collection)?.below(id)?.with_body(update.record)
            }
            Operation::Link { id } => {
                PreparedRequest::nested(Method::GET, entity_type.link_path.as_deref().ok_or(PrepareError::NoLink)?, Some(id))
            }
            Operation::Delete { id, .. } => PreparedRequest::new(Method::DELETE, collection)?.below(id),
        }
    }

    fn headers(&self, at: Timestamp, zone: &TimeZone) -> Vec<(HeaderName, HeaderValue)> {
        vec![(UTC_OFFSET, HeaderValue::from(utc_offset_minutes(at, zone)))]
    }

    fn most_rows(&self, wanted: u32) -> u32 {
        wanted.clamp(1, LARGEST_PAGE)
    }

    fn read_page(
        &self,
        entity_type: &EntityType,
        request: &PageRequest,
        _: &HeaderMap,
        answer: Option<Value>,
    ) -> Result<Page, &'static str> {
        let rows = match answer {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(rows)) => rows,
            Some(Value::Object(mut object)) => match envelope(entity_type, &object) {
                Some(name) => match object.shift_remove(&name) {
                    Some(Value::Array(rows)) => rows,
                    _ => Vec::new(),
                },
                None if is_record(entity_type, &object) => vec![Value::Object(object)],
                None => return Err("an object that is no record of this kind"),
            },
            Some(_) => return Err("neither a list nor a record"),
        };
        let asked = size(request) as usize;
        let next = if rows.len() < asked { NextPage::None } else { NextPage::Counted };
        Ok(Page { records: records(rows)?, next, total: None })
    }

    fn is_past_the_end(&self, _: &PageRequest, _: u16) -> bool {
        false
    }

    fn smaller_page(&self, _: u32) -> Option<u32> {
        None
    }

    fn read_count(&self, answer: &Value) -> Option<u64> {
        match answer {
            Value::Number(number) => whole(&number.to_string()),
            Value::String(text) => whole(text.trim()),
            Value::Array(rows) => match rows.as_slice() {
                [only] if !only.is_array() => self.read_count(only),
                _ => None,
            },
            Value::Object(members) => {
                let named = members.iter().find(|(name, _)| name.eq_ignore_ascii_case("count")).map(|(_, value)| value);
                let mut numbers = members.values().filter(|value| value.is_number());
                match (named, numbers.next(), numbers.next()) {
                    (Some(named), _, _) if !named.is_object() && !named.is_array() => self.read_count(named),
                    (None, Some(only), None) => self.read_count(only),
                    _ => None,
                }
            }
            Value::Null | Value::Bool(_) => None,
        }
    }

    fn read_record(&self, entity_type: &EntityType, answer: Value) -> Option<Record> {
        let object = match answer {
            Value::Object(object) => object,
            Value::Array(mut rows) if rows.len() == 1 => match rows.remove(0) {
                Value::Object(object) => object,
                _ => return None,
            },
            _ => return None,
        };
        if is_record(entity_type, &object) {
            return Some(object);
        }
        match object.get("data") {
            Some(Value::Object(inner)) if object.len() == 1 && is_record(entity_type, inner) => Some(inner.clone()),
            _ => None,
        }
    }

    fn is_yes(&self, write: Write, _: &Value) -> bool {
        write == Write::Delete
    }

    fn is_whole(&self, _: &Record, _: &Record) -> bool {
        true
    }

    fn read_refusal(&self, entity_type: &EntityType, write: Option<Write>, answer: &Answer) -> Refusal {
        let Answer { status, headers, body } = answer;
        let status = *status;
        let said = error_body::read(headers, body);
        let reason = meaning(headers, &said).unwrap_or(match status {
            401 | 403 => RefusalReason::Forbidden,
            404 | 410 => RefusalReason::Gone,
            405 => RefusalReason::NotOffered,
            406 => RefusalReason::InUse,
            409 if write == Some(Write::Delete) => RefusalReason::InUse,
            412 => RefusalReason::Outdated,
            400 | 409 | 422 => RefusalReason::Invalid,
            _ => RefusalReason::Other,
        });
        let (fields, words) = match (field_meant(reason).filter(|name| entity_type.field(name).is_some()), said.words) {
            (Some(name), Some(words)) => (vec![FieldWords { path: vec![name.to_owned()], words }], None),
            (_, words) => (Vec::new(), words),
        };
        Refusal { code: said.code, words, fields, request_id: error_body::request_id(headers), ..Refusal::of(status, reason) }
    }

    fn takes_it_otherwise(&self, _: &EntityType, _: Update<'_>, _: &Refusal) -> bool {
        false
    }

    fn unsaid_pause(&self, repeats: u32) -> Duration {
        retry::growing_pause(repeats)
    }

    fn says_no(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        // What is large, a list or has an id is data, whatever words stand in it.
        body.len() <= LARGEST_REFUSAL && !is_data(body) && meaning(headers, &error_body::read(headers, body)).is_some()
    }

    fn may_mean_gone(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        body.len() <= LARGEST_REFUSAL && error_body::read(headers, body).names("GeneralException")
    }

    fn says_not_authenticated(&self, answer: &Answer) -> bool {
        let body = answer.body.as_slice();
        let is_it = |text: &str| text.trim().trim_end_matches('.').eq_ignore_ascii_case("not authenticated");
        if answer.status != 200 || body.len() > 1024 {
            return false;
        }
        let Ok(text) = std::str::from_utf8(body) else { return false };
        let text = text.trim_start_matches('\u{feff}');
        match serde_json::from_str(text) {
            Ok(Value::String(said)) => is_it(&said),
            Ok(Value::Object(members)) => error_body::words_of(&members).is_some_and(|said| is_it(&said)),
            Ok(_) => false,
            Err(_) => is_it(text),
        }
    }
}

fn size(page: &PageRequest) -> u32 {
    page.size.clamp(1, if page.expand.is_empty() { LARGEST_PAGE } else { LARGEST_PAGE_WITH_EXPAND })
}

/// The `where` parameter: the condition, and the time of change where the type has one.
fn where_expression(entity_type: &EntityType, page: &PageRequest) -> Option<String> {
    let since = page.changed_since.as_ref().filter(|_| entity_type.field(CHANGED).is_some()).map(|since| {
        // CORE takes neither `Z` nor an offset here; the field is in UTC.
        format!("{CHANGED}>={}", quoted(since.strip_suffix(['Z', 'z']).unwrap_or(since)))
    });
    let groups = match &page.condition {
        None => return since,
        Some(Condition::Expression(expression)) => return Some(expression.clone()),
        Some(Condition::AnyOf(groups)) => groups,
    };
    let group = |comparisons: &Vec<Comparison>| {
        let comparisons = comparisons.iter().map(compared);
        comparisons.chain(since.clone()).collect::<Vec<_>>().join(" AND ")
    };
    Some(groups.iter().map(group).collect::<Vec<_>>().join(" OR "))
}

/// Numbers, truth values and enum codes stand bare; everything else in quotes.
fn compared(comparison: &Comparison) -> String {
    let field = &comparison.field;
    let operator = match comparison.operator {
        Operator::IsNull => return format!("{field} is null"),
        Operator::Equal => "=",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
    };
    let value = match &comparison.value {
        Value::String(text) => quoted(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => comparison.value.to_string(),
    };
    format!("{field}{operator}{value}")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn list(mut request: PreparedRequest, entity_type: &EntityType, page: &PageRequest) -> PreparedRequest {
    if let Some(expression) = where_expression(entity_type, page) {
        request = request.with_query("where", &expression);
    }
    if !page.expand.is_empty() {
        request = request.with_query("expand", &page.expand.join(","));
    }
    let fields = known_fields(entity_type, &page.fields);
    if !fields.is_empty() {
        request = request.with_query("fields", &fields.join(","));
    }
    if !page.order_by.is_empty() {
        let direction = |order: &OrderBy| if order.descending { "desc" } else { "asc" };
        let order: Vec<String> = page.order_by.iter().map(|order| format!("{} {}", order.field, direction(order))).collect();
        request = request.with_query("orderBy", &order.join(","));
    }
    request.with_query("page", &format!("{},{}", page.number.max(1), size(page)))
}

/// The wished fields that the service's description has, after what identifies a row; none if none is known.
fn known_fields<'f>(entity_type: &'f EntityType, wished: &'f [String]) -> Vec<&'f str> {
    let is_known = |name: &&str| entity_type.field(name).is_some_and(|field| field.origin == FieldOrigin::Described);
    let mut wished = wished.iter().map(String::as_str).filter(is_known).filter(|name| !IDENTITY.contains(name)).peekable();
    if wished.peek().is_none() {
        return Vec::new();
    }
    IDENTITY.into_iter().filter(is_known).chain(wished).collect()
}

/// Fields not set, and those that the service sets itself, are left out of a new record.
fn without_what_the_service_sets(entity_type: &EntityType, record: &Record) -> Record {
    let is_sent = |name: &str, value: &Value| {
        let empty_id = |field: &Field| matches!(field.kind, FieldKind::Id | FieldKind::Reference(_)) && value == "";
        !value.is_null()
            && !name.eq_ignore_ascii_case("id")
            && entity_type.field(name).is_none_or(|field| !field.read_only && !field.bookkeeping && !empty_id(field))
    };
    record.iter().filter(|(name, value)| is_sent(name, value)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether an object is one of this kind. A job that only promises records has an id as well, but none of their fields.
fn is_record(entity_type: &EntityType, object: &Record) -> bool {
    let is_known = |name: &String| entity_type.field(name).is_some();
    let names_a_job = object.keys().any(|name| name.to_ascii_lowercase().starts_with("job") && !is_known(name));
    let is_bare = object.len() == 1 || entity_type.fields.len() < 2;
    !names_a_job && (object.keys().any(|name| name != "id" && is_known(name)) || (object.contains_key("id") && is_bare))
}

/// The member that holds the list, if the object is no record itself.
fn envelope(entity_type: &EntityType, object: &Record) -> Option<String> {
    let holds = |wanted: &&str| {
        object.iter().find(|(name, value)| name.eq_ignore_ascii_case(wanted) && value.is_array() && entity_type.field(name).is_none())
    };
    ENVELOPES.iter().find_map(holds).map(|(name, _)| name.clone())
}

/// The code decides, then the words; a scope that is too small may be told by a header alone.
fn meaning(headers: &HeaderMap, said: &Said) -> Option<RefusalReason> {
    if error_body::says_insufficient_scope(headers) {
        return Some(RefusalReason::ScopeTooSmall);
    }
    MEANINGS.iter().find(|(name, _)| said.names(name)).map(|(_, reason)| *reason)
}

/// The field in which it is put right, where what the service says concerns one.
fn field_meant(reason: RefusalReason) -> Option<&'static str> {
    match reason {
        RefusalReason::OutsideActivityGroup => Some("activityId"),
        RefusalReason::NeedsPhase => Some("projectId"),
        _ => None,
    }
}

/// Whether a body is a list or a record, by its shape alone.
fn is_data(body: &[u8]) -> bool {
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'[') => serde_json::from_slice::<IgnoredAny>(body).is_ok(),
        _ => serde_json::from_slice::<WithId>(body).is_ok(),
    }
}

/// An object that has an id, of which nothing else is looked at.
#[derive(Deserialize)]
struct WithId {
    #[serde(rename = "id")]
    _id: IgnoredAny,
}

/// Minutes that the wall clock is ahead of UTC: east is positive, daylight saving counts.
fn utc_offset_minutes(at: Timestamp, zone: &TimeZone) -> i32 {
    zone.to_offset(at).seconds() / 60
}

fn whole(text: &str) -> Option<u64> {
    text.parse().ok().or_else(|| text.strip_suffix(".0").and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use url::Url;

    #[test]
    fn a_list_is_asked_for_in_cores_words() {
        let page = PageRequest {
            number: 2,
            size: 5000,
            order_by: vec![OrderBy { field: CHANGED.to_owned(), descending: false }, OrderBy { field: "id".to_owned(), descending: true }],
            changed_since: Some("2026-05-05T00:00:00Z".to_owned()),
            ..PageRequest::default()
        };
        assert_eq!(
            address(Operation::List(&page)),
            "timeentry?where=lastUpdated%3E%3D%272026-05-05T00%3A00%3A00%27&orderBy=lastUpdated%20asc%2Cid%20desc&page=2%2C1000"
        );
    }

    #[test]
    fn a_quote_in_a_value_cannot_end_it() {
        let page = PageRequest { changed_since: Some("x' OR 'a'='a".to_owned()), ..page(25) };
        assert!(address(Operation::List(&page)).contains("%27x%27%27%20OR%20%27%27a%27%27%3D%27%27a%27&"));
    }

    #[test]
    fn a_condition_is_written_in_the_confirmed_grammar() {
        let is = |field: &str, operator, value| Comparison { field: field.to_owned(), operator, value };
        let condition = |condition| {
            let page = PageRequest { condition: Some(condition), changed_since: Some("2026-05-05T00:00:00".to_owned()), ..page(25) };
            where_expression(&time_entry(), &page).expect("is written")
        };
        let groups = vec![
            vec![is("description", Operator::Equal, json!("O'Neil")), is("billable", Operator::Equal, json!(true))],
            vec![is("actualHours", Operator::GreaterOrEqual, json!(1.5)), is("memo", Operator::IsNull, json!(null))],
        ];
        assert_eq!(
            condition(Condition::AnyOf(groups)),
            "description='O''Neil' AND billable=true AND lastUpdated>='2026-05-05T00:00:00' \
             OR actualHours>=1.5 AND memo is null AND lastUpdated>='2026-05-05T00:00:00'"
        );
        assert_eq!(condition(Condition::Expression("date > '2026-01-01'".to_owned())), "date > '2026-01-01'");
    }

    #[test]
    fn nested_parts_are_asked_for_on_smaller_pages() {
        let page = PageRequest { expand: vec!["workflow".to_owned(), "customFields".to_owned()], ..page(1000) };
        assert_eq!(address(Operation::List(&page)), "timeentry?expand=workflow%2CcustomFields&page=1%2C100");
    }

    #[test]
    fn a_count_asks_for_nothing_else() {
        assert_eq!(address(Operation::Count), "timeentry?fields=count%28%2A%29");
    }

    #[test]
    fn every_shape_of_a_count_is_read() {
        for answer in [
            json!(48210),
            json!("48210"),
            json!(48210.0),
            json!([{"count": 48210}]),
            json!({"Count": 48210}),
            json!({"rows": 48210}),
            json!([48210]),
            json!({"count": "48210"}),
        ] {
            assert_eq!(BqeCore.read_count(&answer), Some(48210), "{answer}");
        }
        for answer in [json!(null), json!([]), json!({"a": 1, "b": 2}), json!(-1), json!(1.5), json!("many"), json!([[1]]), json!(true)] {
            assert_eq!(BqeCore.read_count(&answer), None, "{answer}");
        }
    }

    #[test]
    fn a_page_is_read_bare_or_in_an_envelope() {
        for answer in [
            json!([{"id": "a"}]),
            json!({"data": [{"id": "a"}]}),
            json!({"value": [{"id": "a"}], "x": 1}),
            json!({"Results": [{"id": "a"}]}),
            json!({"id": "a"}),
        ] {
            let read = read_page(answer.clone()).expect("reads");
            assert_eq!((read.records.len(), read.is_last()), (1, true), "{answer}");
        }
    }

    #[test]
    fn nothing_and_null_and_an_empty_list_are_the_end() {
        for answer in [None, Some(json!(null)), Some(json!([]))] {
            let read = BqeCore.read_page(&time_entry(), &page(2), &HeaderMap::new(), answer).expect("reads");
            assert!(read.records.is_empty() && read.is_last());
        }
    }

    #[test]
    fn a_full_page_is_not_the_last() {
        assert!(!read_page(json!([{"id": "a"}, {"id": "b"}])).expect("reads").is_last());
    }

    #[test]
    fn what_is_no_list_is_not_data() {
        for answer in [json!("x"), json!(7), json!([1]), json!([{"id": "a"}, null]), json!({"Message": "no"}), json!({})] {
            assert!(read_page(answer.clone()).is_err(), "{answer}");
        }
    }

    #[test]
    fn a_new_record_goes_out_without_what_the_service_sets() {
        let record = json!({"id": "x", "version": "v", "description": "d", "memo": null, "activityId": "", "projectId": "p", "actualHours": 1.50, "strange": 1});
        let prepared =
            BqeCore.prepare(&time_entry(), Operation::Create { record: record.as_object().expect("an object") }).expect("is made");
        let sent = String::from_utf8(prepared.body.expect("a body").bytes).expect("is text");
        assert_eq!(sent, r#"{"description":"d","projectId":"p","actualHours":1.5,"strange":1}"#);
    }

    #[test]
    fn an_update_sends_the_whole_record_digit_by_digit() {
        let text = r#"{"id":"x","version":"9007199254740993","rate":123456789012345678.10,"unknown":{"a":[1e400]}}"#;
        let record: Record = serde_json::from_str(text).expect("parses");
        let prepared = BqeCore
            .prepare(
                &time_entry(),
                Operation::Update { id: "x", update: Update { record: &record, changed: &[], fetched: None, etag: None } },
            )
            .expect("is made");
        assert_eq!(prepared.method, Method::PUT);
        let sent = String::from_utf8(prepared.body.expect("a body").bytes).expect("is text");
        assert_eq!(sent.replace("1e+400", "1e400"), text);
    }

    #[test]
    fn the_offset_is_in_minutes_east_positive_and_follows_daylight_saving() {
        for (zone, moment, minutes) in [
            ("UTC", "2026-01-15T12:00:00Z", 0),
            ("America/Los_Angeles", "2026-03-08T09:59:59Z", -480),
            ("America/Los_Angeles", "2026-03-08T10:00:00Z", -420),
            ("America/Los_Angeles", "2026-11-01T08:59:59Z", -420),
            ("America/Los_Angeles", "2026-11-01T09:00:00Z", -480),
            ("Europe/Berlin", "2026-03-29T00:59:59Z", 60),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", 120),
            ("America/St_Johns", "2026-01-15T12:00:00Z", -210),
            ("America/St_Johns", "2026-07-15T12:00:00Z", -150),
            ("Asia/Kolkata", "2026-07-15T12:00:00Z", 330),
            ("Asia/Kathmandu", "2026-07-15T12:00:00Z", 345),
            ("Australia/Lord_Howe", "2026-01-15T12:00:00Z", 660),
            ("Australia/Lord_Howe", "2026-07-15T12:00:00Z", 630),
            ("Pacific/Kiritimati", "2026-07-15T12:00:00Z", 840),
            ("Etc/GMT+12", "2026-07-15T12:00:00Z", -720),
        ] {
            let place = TimeZone::get(zone).expect("is known");
            let headers = BqeCore.headers(moment.parse().expect("parses"), &place);
            assert_eq!(headers, [(UTC_OFFSET, HeaderValue::from(minutes))], "{zone} {moment}");
        }
    }

    #[test]
    fn not_authenticated_is_seen_in_every_spelling() {
        for body in [
            "\"Not authenticated\"",
            "Not authenticated",
            "NOT AUTHENTICATED",
            " \"not Authenticated.\" \n",
            r#"{"Message":"Not authenticated"}"#,
        ] {
            assert!(BqeCore.says_not_authenticated(&answered(200, body)), "{body}");
        }
        for body in ["[]", "{}", "\"\"", r#"[{"description":"Not authenticated"}]"#, r#"{"id":"a","description":"Not authenticated"}"#] {
            assert!(!BqeCore.says_not_authenticated(&answered(200, body)), "{body}");
        }
    }

    #[test]
    fn the_code_is_looked_at_before_the_status() {
        let refusal = |status, body: &str, is_delete: bool| {
            BqeCore.read_refusal(&time_entry(), is_delete.then_some(Write::Delete), &answered(status, body))
        };
        assert_eq!(refusal(409, r#"{"Key":"MsgPermissions","Message":"No"}"#, false).reason, RefusalReason::Forbidden);
        assert_eq!(refusal(409, "", true).reason, RefusalReason::InUse);
        assert_eq!(refusal(406, "", false).reason, RefusalReason::InUse);
        assert_eq!(refusal(404, "", false).reason, RefusalReason::Gone);
        assert_eq!(refusal(405, "", false).reason, RefusalReason::NotOffered);
        assert_eq!(refusal(415, "", false).reason, RefusalReason::Other);
        assert_eq!(refusal(412, "", false).reason, RefusalReason::Outdated);
    }

    #[test]
    fn a_rule_about_one_field_is_told_of_that_field() {
        for (body, name) in [
            (r#"{"errorCode":"031.001","message":"x"}"#, "activityId"),
            (r#""Project Assignment does not allow this operation.""#, "projectId"),
        ] {
            let refusal = BqeCore.read_refusal(&time_entry(), Some(Write::Update), &answered(409, body));
            let paths: Vec<_> = refusal.fields.iter().map(|said| said.path.join(".")).collect();
            assert_eq!((paths, refusal.words), (vec![name.to_owned()], None), "{body}");
        }
    }

    #[test]
    fn codes_and_words_are_known_in_every_form_and_with_every_status() {
        for (body, reason) in [
            (r#"{"Key":"MsgPermissions","Message":"No"}"#, RefusalReason::Forbidden),
            (r#"{"key":"msgpermissions"}"#, RefusalReason::Forbidden),
            (r#"{"error":{"code":"MsgPermissions"}}"#, RefusalReason::Forbidden),
            (r#"{"Key":"OutDatedModel","Message":"x"}"#, RefusalReason::Outdated),
            (r#"{"message":"OutDatedModel: somebody was faster"}"#, RefusalReason::Outdated),
            (r#"{"errorCode":"031.001","message":"x"}"#, RefusalReason::OutsideActivityGroup),
            (r#"{"message":"ProjectControlLimitation: x"}"#, RefusalReason::OutsideActivityGroup),
            (r#""Project Assignment does not allow this operation.""#, RefusalReason::NeedsPhase),
            ("project assignment does not allow this operation", RefusalReason::NeedsPhase),
            (r#"{"error":"insufficient_scope"}"#, RefusalReason::ScopeTooSmall),
        ] {
            for status in [200, 400, 403, 404, 409, 500] {
                let said = BqeCore.read_refusal(&time_entry(), None, &answered(status, body));
                assert_eq!(said.reason, reason, "{status} {body}");
            }
            assert!(BqeCore.says_no(&HeaderMap::new(), body.as_bytes()), "{body}");
        }
        for data in [r#"{"id":"a","code":"031.001"}"#, r#"[{"id":"a","message":"OutDatedModel"}]"#, "", "[]", "{}", "null", "7"] {
            assert!(!BqeCore.says_no(&HeaderMap::new(), data.as_bytes()), "{data}");
        }
    }

    #[test]
    fn only_known_fields_are_asked_for_and_what_identifies_a_row_always() {
        let wished = |names: &[&str]| {
            let page = PageRequest { fields: names.iter().map(|name| (*name).to_owned()).collect(), ..page(25) };
            address(Operation::List(&page))
        };
        assert_eq!(wished(&["memo", "invented", "date"]), "timeentry?fields=id%2Cversion%2Cmemo%2Cdate&page=1%2C25");
        assert_eq!(wished(&["invented", "*"]), "timeentry?page=1%2C25");
    }

    #[test]
    fn a_job_is_no_record() {
        for job in
            [json!({"id": "j", "status": "Queued"}), json!({"jobId": "j"}), json!({"jobId": "j", "createdOn": "2026-01-01T00:00:00"})]
        {
            assert_eq!(BqeCore.read_record(&time_entry(), job.clone()), None, "{job}");
        }
        for record in [json!({"id": "a"}), json!({"id": "a", "version": "1", "strange": 1}), json!([{"id": "a", "memo": null}])] {
            assert!(BqeCore.read_record(&time_entry(), record.clone()).is_some(), "{record}");
        }
    }

    fn time_entry() -> EntityType {
        coredesk_catalogue::bqe_core::service().expect("reads").catalogue.entity_type("timeentry").cloned().expect("is there")
    }

    fn page(size: u32) -> PageRequest {
        PageRequest { number: 1, size, ..PageRequest::default() }
    }

    fn answered(status: u16, body: &str) -> Answer {
        Answer { status, headers: HeaderMap::new(), body: body.as_bytes().to_vec() }
    }

    fn read_page(answer: Value) -> Result<Page, &'static str> {
        BqeCore.read_page(&time_entry(), &page(2), &HeaderMap::new(), Some(answer))
    }

    fn address(operation: Operation<'_>) -> String {
        let base = Url::parse("https://a/api").expect("parses");
        let url = BqeCore.prepare(&time_entry(), operation).expect("is made").url(&base);
        url.expect("stays").as_str().trim_start_matches("https://a/api/").to_owned()
    }
}
