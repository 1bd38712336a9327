//! What is wanted becomes method, path, query and body.

use super::super::super::request::{Operation, PrepareError, PreparedRequest};
use super::super::super::{Comparison, Condition, Operator, OrderBy, PageRequest};
use super::{paging, updates};
use crate::Record;
use coredesk_catalogue::{Descending, EntityType, Habits, Ordering};
use reqwest::Method;
use reqwest::header::{self, HeaderName};
use serde_json::Value;
use url::form_urlencoded;

pub(super) fn prepare(habits: &Habits, entity_type: &EntityType, operation: Operation<'_>) -> Result<PreparedRequest, PrepareError> {
    match operation {
        Operation::List(page) => list(habits, entity_type, page),
        Operation::Get { id } => item(Method::GET, entity_type, id),
        Operation::Delete { id } => item(Method::DELETE, entity_type, id),
        Operation::Create { record } => {
            collection(Method::POST, entity_type, parent_of(entity_type, record))?.with_body(&updates::created(entity_type, record))
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
    ![
        header::ACCEPT,
        header::AUTHORIZATION,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::COOKIE,
        header::HOST,
        header::IF_MATCH,
        header::PROXY_AUTHORIZATION,
        header::TRANSFER_ENCODING,
    ]
    .contains(name)
}

fn collection(method: Method, entity_type: &EntityType, parent_id: Option<&str>) -> Result<PreparedRequest, PrepareError> {
    if entity_type.path.matches('{').count() > 1 {
        return Err(PrepareError::NoWayToAsk);
    }
    PreparedRequest::nested(method, &entity_type.path, parent_id)
}

/// One record. What is kept of a nested collection is known by its parent's id and its own, with a slash between.
fn item(method: Method, entity_type: &EntityType, id: &str) -> Result<PreparedRequest, PrepareError> {
    let (parent_id, own) = match id.split_once('/').filter(|_| entity_type.is_nested()) {
        Some((parent_id, own)) => (Some(parent_id), own),
        None => (None, id),
    };
    match &entity_type.item_path {
        Some(path) if path.matches('{').count() == 1 => PreparedRequest::nested(method, path, Some(own)),
        Some(_) => Err(PrepareError::NoWayToAsk),
        None => collection(method, entity_type, parent_id)?.below(own),
    }
}

/// The id of the record that a new one is to stand below.
fn parent_of<'r>(entity_type: &EntityType, record: &'r Record) -> Option<&'r str> {
    record.get(entity_type.parent_field()?)?.as_str()
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
