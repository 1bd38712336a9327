//! What is wanted becomes method, path, query and body.

use super::super::super::request::{Operation, PrepareError, PreparedRequest};
use super::super::super::{Comparison, Condition, Operator, OrderBy, PageRequest};
use super::{paging, updates};
use crate::Record;
use coredesk_catalogue::{Descending, EntityType, Habits, Ordering, is_taken_header};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderName};
use serde_json::Value;
use url::form_urlencoded;

pub(super) fn prepare(habits: &Habits, entity_type: &EntityType, operation: Operation<'_>) -> Result<PreparedRequest, PrepareError> {
    match operation {
        Operation::List(page) => list(habits, entity_type, page),
        Operation::Get { id } => item(Method::GET, entity_type, id),
        Operation::Delete { id, etag } => Ok(item(Method::DELETE, entity_type, id)?.based_on(etag)),
        Operation::Create { record } => {
            let parent_id = parent_of(entity_type, record);
            collection(Method::POST, entity_type, parent_id.as_deref())?.with_body(&updates::created(entity_type, record))
        }
        Operation::Update { id, update } => updates::first(item(Method::PUT, entity_type, id)?, entity_type, update),
        Operation::UpdateOtherwise { id, update } => updates::otherwise(item(Method::PUT, entity_type, id)?, entity_type, update),
        Operation::Link { id } => {
            PreparedRequest::nested(Method::GET, entity_type.link_path.as_deref().ok_or(PrepareError::NoLink)?, Some(id))
        }
        // The answer to a list says it, or nothing does.
        Operation::Count => Err(PrepareError::NoWayToAsk),
    }
}

/// Whether a header of the description may be sent: none that another part of the request is in charge of.
pub(super) fn may_be_set(name: &HeaderName) -> bool {
    *name != AUTHORIZATION && !is_taken_header(name.as_str())
}

fn collection(method: Method, entity_type: &EntityType, parent_id: Option<&str>) -> Result<PreparedRequest, PrepareError> {
    if entity_type.path.matches('{').count() > 1 {
        return Err(PrepareError::NoWayToAsk);
    }
    PreparedRequest::nested(method, &entity_type.path, parent_id)
}

/// One record. What is kept of a nested collection is known by its parent's id and its own, with a slash between.
fn item(method: Method, entity_type: &EntityType, id: &str) -> Result<PreparedRequest, PrepareError> {
    let (parent_id, own) = entity_type.parent_and_own(id);
    let parameters = |path: &str| path.matches('{').count();
    match (&entity_type.item_path, parent_id) {
        (Some(path), _) if parameters(path) == 1 => PreparedRequest::nested(method, path, Some(own)),
        (Some(path), Some(parent_id)) if parameters(path) == 2 && parameters(&entity_type.path) == 1 => {
            PreparedRequest::filled(method, path, &[parent_id, own])
        }
        (Some(_), _) => Err(PrepareError::NoWayToAsk),
        (None, _) => collection(method, entity_type, parent_id)?.below(own),
    }
}

/// The id of the record that a new one is to stand below.
fn parent_of(entity_type: &EntityType, record: &Record) -> Option<String> {
    match record.get(entity_type.parent_field()?)? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn list(habits: &Habits, entity_type: &EntityType, page: &PageRequest) -> Result<PreparedRequest, PrepareError> {
    let mut request = collection(Method::GET, entity_type, page.parent_id.as_deref())?;
    for (name, value) in asked(habits, entity_type, page.condition.as_ref())? {
        request = request.with_query(&name, &value);
    }
    if let Some(ordering) = &habits.ordering
        && let Some(order) = ordered(ordering, entity_type, &page.order_by)
    {
        request = request.with_query(&ordering.parameter, &order);
    }
    Ok(paging::ask(habits, request, page))
}

/// The query for a condition. What the service has no words for is refused: an answer with everything would be taken
/// for an answer to the question.
fn asked(habits: &Habits, entity_type: &EntityType, condition: Option<&Condition>) -> Result<Vec<(String, String)>, PrepareError> {
    match condition {
        None => Ok(Vec::new()),
        Some(Condition::AnyOf(groups)) => match groups.as_slice() {
            [group] if habits.filters_by_field => group.iter().map(|comparison| filter(entity_type, comparison)).collect(),
            _ => Err(PrepareError::NoWayToAsk),
        },
        Some(Condition::Expression(query)) if query.contains('=') => {
            Ok(form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect())
        }
        Some(Condition::Expression(text)) => match &habits.search {
            Some(search) if entity_type.searchable => Ok(vec![(search.clone(), text.clone())]),
            _ => Err(PrepareError::NoWayToAsk),
        },
    }
}

fn filter(entity_type: &EntityType, comparison: &Comparison) -> Result<(String, String), PrepareError> {
    let is_known = entity_type.field(&comparison.field).is_some_and(|field| field.filterable);
    let value = match &comparison.value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return Err(PrepareError::NoWayToAsk),
    };
    if comparison.operator != Operator::Equal || !is_known {
        return Err(PrepareError::NoWayToAsk);
    }
    Ok((comparison.field.clone(), value))
}

/// The order as it is written; fields that the service cannot order by are left out.
fn ordered(ordering: &Ordering, entity_type: &EntityType, orders: &[OrderBy]) -> Option<String> {
    let is_known = |order: &&OrderBy| entity_type.field(&order.field).is_some_and(|field| field.sortable);
    let written: Vec<String> = orders
        .iter()
        .filter(is_known)
        .map(|OrderBy { field, descending }| match (ordering.descending, descending) {
            (Descending::Minus, true) => format!("-{field}"),
            (Descending::Word, true) => format!("{field} desc"),
            (Descending::Colon, true) => format!("{field}:desc"),
            (Descending::Minus | Descending::Word | Descending::Colon, false) => field.clone(),
        })
        .collect();
    (!written.is_empty()).then(|| written.join(","))
}

#[cfg(test)]
mod tests {
    use super::super::super::super::Update;
    use super::super::sample::campaigns;
    use super::*;
    use coredesk_catalogue::{Field, FieldKind, FieldOrigin, Paging, UpdateForm};
    use serde_json::json;
    use url::Url;

    #[test]
    fn paths_are_kept_as_the_description_has_them() {
        let at = |path: &str, item_path: Option<&str>| EntityType {
            path: path.to_owned(),
            item_path: item_path.map(str::to_owned),
            ..campaigns(UpdateForm::PutChanged)
        };
        for (path, item_path, id, expected) in [
            ("/campaigns/", Some("/campaigns/{id}/"), "7", "/campaigns/7/"),
            ("/campaigns/", None, "7", "/campaigns/7/"),
            ("/campaigns", None, "7", "/campaigns/7"),
            ("/campaigns", Some("/campaign/{campaignId}"), "a/b?c#d", "/campaign/a%2Fb%3Fc%23d"),
            ("/Campaigns", Some("/Campaigns({key})"), "7", "/Campaigns(7)"),
            ("/v1/campaigns:all", Some("/v1/campaigns:one/{id}.json"), "é", "/v1/campaigns:one/%C3%A9.json"),
        ] {
            let request = prepare(&Habits::default(), &at(path, item_path), Operation::Get { id }).expect("is made");
            assert_eq!(request.url(&base()).expect("stays").as_str(), format!("https://a.example/api/v2{expected}"));
            let list = prepare(&Habits::default(), &at(path, item_path), Operation::List(&PageRequest::default())).expect("is made");
            assert_eq!(list.url(&base()).expect("stays").path(), format!("/api/v2{path}"));
        }
        for (path, item_path, id) in [
            ("/campaigns/", Some("/campaigns/{id}/"), ".."),
            ("/campaigns/", Some("/campaigns/{id}/"), ""),
            ("/a/{x}/b", Some("/a/{x}/b/{y}"), "7"),
            ("/../b", None, "7"),
            ("/%2e%2E/b", None, "7"),
        ] {
            assert!(prepare(&Habits::default(), &at(path, item_path), Operation::Get { id }).is_err(), "{path} {id}");
        }
    }

    #[test]
    fn what_stands_below_a_parent_is_asked_for_there() {
        let nested = EntityType {
            path: "/advertisers/{advertiser}/campaigns/".to_owned(),
            parent: Some("advertisers".to_owned()),
            item_path: None,
            ..campaigns(UpdateForm::Patch)
        };
        let path =
            |operation| prepare(&Habits::default(), &nested, operation).expect("is made").url(&base()).expect("stays").path().to_owned();
        let page = PageRequest { parent_id: Some("3".to_owned()), ..PageRequest::default() };
        assert_eq!(path(Operation::List(&page)), "/api/v2/advertisers/3/campaigns/");
        assert_eq!(path(Operation::Delete { id: "3/7", etag: None }), "/api/v2/advertisers/3/campaigns/7/");
        let made = json!({"name": "n", "advertiser": "3"});
        assert_eq!(path(Operation::Create { record: made.as_object().expect("an object") }), "/api/v2/advertisers/3/campaigns/");
        let whole = EntityType { item_path: Some("/advertisers/{advertiser}/campaigns/{id}/".to_owned()), ..nested.clone() };
        for (id, expected) in [
            ("3/7", Some("/api/v2/advertisers/3/campaigns/7/")),
            ("a b/c/d", Some("/api/v2/advertisers/a%20b/campaigns/c%2Fd/")),
            ("7", None),
        ] {
            let request = prepare(&Habits::default(), &whole, Operation::Get { id }).ok();
            let path = request.map(|request| request.url(&base()).expect("stays").path().to_owned());
            assert_eq!(path.as_deref(), expected, "{id}");
        }
        let mut placed = nested.clone();
        placed.fields.iter_mut().filter(|field| field.name == "advertiser").for_each(|field| field.create_only = true);
        let request =
            prepare(&Habits::default(), &placed, Operation::Create { record: made.as_object().expect("an object") }).expect("is made");
        assert_eq!(request.url(&base()).expect("stays").path(), "/api/v2/advertisers/3/campaigns/");
        assert_eq!(request.body.expect("a body").bytes, br#"{"name":"n"}"#, "the path says below which record it stands");
        let flat = EntityType { item_path: Some("/campaigns/{id}/".to_owned()), ..nested.clone() };
        let request = prepare(&Habits::default(), &flat, Operation::Get { id: "3/7" }).expect("is made");
        assert_eq!(request.url(&base()).expect("stays").path(), "/api/v2/campaigns/7/");
        assert!(prepare(&Habits::default(), &nested, Operation::List(&PageRequest::default())).is_err());
    }

    #[test]
    fn order_search_and_filters_are_written_in_the_services_words() {
        let order = |field: &str, descending| OrderBy { field: field.to_owned(), descending };
        for (descending, expected) in
            [(Descending::Minus, "o=-name%2Cid"), (Descending::Word, "o=name%20desc%2Cid"), (Descending::Colon, "o=name%3Adesc%2Cid")]
        {
            let habits = Habits { ordering: Some(Ordering { parameter: "o".to_owned(), descending }), ..Habits::default() };
            let page =
                PageRequest { order_by: vec![order("name", true), order("unknown", false), order("id", false)], ..PageRequest::default() };
            assert_eq!(query(&habits, &page), Some(expected.to_owned()));
        }
        let habits = Habits { search: Some("q".to_owned()), filters_by_field: true, ..Habits::default() };
        let equal = |value| Comparison { field: "advertiser".to_owned(), operator: Operator::Equal, value };
        let asked = |condition| PageRequest { condition: Some(condition), ..PageRequest::default() };
        assert_eq!(query(&habits, &asked(Condition::AnyOf(vec![vec![equal(json!(3))]]))).as_deref(), Some("advertiser=3"));
        assert_eq!(query(&habits, &asked(Condition::Expression("a & b".to_owned()))).as_deref(), Some("q=a%20%26%20b"));
        assert_eq!(query(&habits, &asked(Condition::Expression("?a=1&b=x%20y".to_owned()))).as_deref(), Some("a=1&b=x%20y"));
        let less = Comparison { operator: Operator::Less, ..equal(json!(3)) };
        for refused in [vec![vec![equal(json!(3))], vec![equal(json!(4))]], vec![vec![less]], vec![vec![equal(json!(null))]]] {
            assert_eq!(query(&habits, &asked(Condition::AnyOf(refused))), None);
        }
        assert_eq!(query(&Habits::default(), &asked(Condition::Expression("text".to_owned()))), None, "nothing is asked instead of all");
    }

    #[test]
    fn a_page_is_asked_for_in_every_style() {
        let some = |text: &str| Some(text.to_owned());
        let size = || some("size");
        let page = |number: &str, first| Paging::Page { number: number.to_owned(), size: size(), first };
        let offset = Paging::Offset { offset: "offset".to_owned(), limit: some("limit") };
        let cursor = Paging::Cursor { parameter: "after".to_owned(), at: "meta.next".to_owned(), size: size() };
        let next = Paging::Next { at: "next".to_owned(), size: size() };
        for (paging, number, place, expected) in [
            (Paging::None, 1, None, ""),
            (page("page", 1), 1, None, "size=50&page=1"),
            (page("page", 1), 3, None, "size=50&page=3"),
            (page("p", 0), 1, None, "size=50&p=0"),
            (page("page", 1), 2, Some("http://inner/api/v2/campaigns/?page=2&x=1"), "page=2&x=1"),
            (offset.clone(), 1, None, "limit=50&offset=0"),
            (offset.clone(), 2, Some("37"), "limit=50&offset=37"),
            (offset, 2, Some("?offset=50&limit=50"), "offset=50&limit=50"),
            (cursor.clone(), 1, None, "size=50"),
            (cursor.clone(), 2, Some("/a+b=="), "size=50&after=%2Fa%2Bb%3D%3D"),
            (next.clone(), 1, None, "size=50"),
            (next, 2, Some("/api/v2/campaigns/?c=x%2By"), "c=x%2By"),
            (Paging::LinkHeader { size: None }, 1, None, ""),
            (Paging::LinkHeader { size: size() }, 2, Some("?page=2"), "page=2"),
        ] {
            let habits = Habits { paging: paging.clone(), page_size: 50, ..Habits::default() };
            let page = PageRequest { number, size: 1000, place: place.map(str::to_owned), ..PageRequest::default() };
            assert_eq!(query(&habits, &page).as_deref(), Some(expected), "{paging:?}");
        }
    }

    #[test]
    fn a_link_never_leaves_the_base_url() {
        let habits = Habits { paging: Paging::Next { at: "next".to_owned(), size: None }, ..Habits::default() };
        let led = |place: &str| {
            let page = PageRequest { place: Some(place.to_owned()), ..PageRequest::default() };
            let request = prepare(&habits, &campaigns(UpdateForm::Patch), Operation::List(&page)).expect("is made");
            request.url(&base()).map(|url| url.to_string())
        };
        for (link, expected) in [
            ("http://10.0.0.7:8000/api/v2/campaigns/?page=2", "https://a.example/api/v2/campaigns/?page=2"),
            ("https://user:secret@evil.example/api/v2/x?y#z", "https://a.example/api/v2/x?y"),
            ("//evil.example/api/v2/campaigns/?page=2", "https://a.example/api/v2/campaigns/?page=2"),
            ("/api/v2/campaigns/?page=2", "https://a.example/api/v2/campaigns/?page=2"),
            ("?page=2", "https://a.example/api/v2/campaigns/?page=2"),
            ("./next/2", "https://a.example/api/v2/campaigns/next/2"),
        ] {
            assert_eq!(led(link).as_deref(), Some(expected), "{link}");
        }
        for link in
            ["http://a.example/admin", "/api/v2x/campaigns/", "/api/v2/../../admin", "/api/v2/%2e%2e/%2e%2e/admin", "https://a.example"]
        {
            assert_eq!(led(link), None, "{link}");
        }
    }

    #[test]
    fn what_is_sent_is_no_more_than_may_be_written() {
        let text = r#"{"id":7,"name":"n","budget":1500.00,"advertiser":"3","currency":"USD","end_date":null,"status":"active","strange":1,
            "frequency_cap":{"impressions":3,"price":0.10,"served":9,"strange":1},"impression_trackers":[{"code":"c"}]}"#;
        let record: Value = serde_json::from_str(text).expect("parses");
        let create = body(UpdateForm::Patch, Operation::Create { record: record.as_object().expect("an object") });
        assert_eq!(
            create.expect("is sent").1,
            r#"{"name":"n","budget":"1500.00","advertiser":3,"currency":"USD","frequency_cap":{"impressions":3,"price":"0.10","strange":1},"impression_trackers":[{"code":"c"}]}"#
        );
    }

    #[test]
    fn a_change_is_sent_in_every_form() {
        let record =
            json!({"id": 7, "name": "new", "budget": "1500.00", "currency": "USD", "end_date": null, "created_at": "t", "strange": 1});
        let record = record.as_object().expect("an object");
        let sent = |form, changed: &[&str], otherwise: bool| {
            let changed: Vec<String> = changed.iter().map(|name| (*name).to_owned()).collect();
            let update = Update { record, changed: &changed, fetched: None, etag: Some("\"v1\"") };
            body(form, if otherwise { Operation::UpdateOtherwise { id: "7", update } } else { Operation::Update { id: "7", update } })
        };
        let whole = r#"{"name":"new","budget":"1500.00","currency":"USD","end_date":null}"#;
        let all = r#"{"id":7,"name":"new","budget":"1500.00","currency":"USD","end_date":null,"created_at":"t","strange":1}"#;
        let form = |method: &str, body: &str| Some((method.to_owned(), body.to_owned()));
        let changed = ["name", "end_date", "created_at", "currency"];
        assert_eq!(sent(UpdateForm::PutRecord, &changed, false), form("PUT application/json", all));
        let kept = r#"{"name":"new","budget":"1500.00","currency":"USD","end_date":null,"strange":1}"#;
        assert_eq!(sent(UpdateForm::PutWhole, &changed, false), form("PUT application/json", kept), "what is not sent is cleared");
        assert_eq!(sent(UpdateForm::PutChanged, &changed, false), form("PUT application/json", r#"{"name":"new","end_date":null}"#));
        assert_eq!(sent(UpdateForm::PutChanged, &changed, true), form("PUT application/json", whole));
        assert_eq!(sent(UpdateForm::Patch, &changed, false), form("PATCH application/json", r#"{"name":"new","end_date":null}"#));
        assert_eq!(
            sent(UpdateForm::Patch, &changed, true),
            form("PATCH application/merge-patch+json", r#"{"name":"new","end_date":null}"#)
        );
        for empty in [&[][..], &["created_at"]] {
            assert_eq!(sent(UpdateForm::PutChanged, empty, false), None, "nothing to send");
            assert_eq!(sent(UpdateForm::Patch, empty, false), None, "nothing to send");
        }
    }

    #[test]
    fn a_whole_record_keeps_what_was_learnt_and_the_whole_of_what_is_described_does_not() {
        let mut entity_type = campaigns(UpdateForm::PutWhole);
        entity_type.fields.push(Field::bare("note", FieldKind::Text, FieldOrigin::Learnt));
        entity_type.fields.push(Field { array: true, ..Field::bare("matrix", FieldKind::Object, FieldOrigin::Learnt) });
        let record = json!({"id": 7, "name": "new", "note": "n", "matrix": [[1, 2]], "password": "p", "status": "active"});
        let update = Update { record: record.as_object().expect("an object"), changed: &["name".to_owned()], fetched: None, etag: None };
        let sent = |entity_type: &EntityType, operation| {
            let request = prepare(&Habits::default(), entity_type, operation).expect("is made");
            String::from_utf8(request.body.expect("a body").bytes).expect("text")
        };
        let whole = sent(&entity_type, Operation::Update { id: "7", update });
        assert_eq!(whole, r#"{"name":"new","note":"n","matrix":[[1,2]],"password":"p"}"#);
        entity_type.update_form = UpdateForm::PutChanged;
        let again = Operation::UpdateOtherwise { id: "7", update };
        assert_eq!(sent(&entity_type, again), r#"{"name":"new"}"#);
        let learnt = Update { changed: &["note".to_owned()], ..update };
        assert_eq!(sent(&entity_type, Operation::UpdateOtherwise { id: "7", update: learnt }), r#"{"name":"new","note":"n"}"#);
    }

    /// Method, media type and body of what is sent.
    fn body(form: UpdateForm, operation: Operation<'_>) -> Option<(String, String)> {
        let request = match prepare(&Habits::default(), &campaigns(form), operation) {
            Err(PrepareError::NothingChanged) => return None,
            request => request.expect("is made"),
        };
        assert_eq!(request.etag.is_some(), request.method != Method::POST);
        let body = request.body.expect("a body");
        Some((
            if request.method == Method::POST { String::new() } else { format!("{} {}", request.method, body.media_type) },
            String::from_utf8(body.bytes).expect("text"),
        ))
    }

    fn query(habits: &Habits, page: &PageRequest) -> Option<String> {
        let request = prepare(habits, &campaigns(UpdateForm::Patch), Operation::List(page)).ok()?;
        Some(request.url(&base()).expect("stays").query().unwrap_or_default().to_owned())
    }

    fn base() -> Url {
        Url::parse("https://a.example/api/v2").expect("parses")
    }
}
