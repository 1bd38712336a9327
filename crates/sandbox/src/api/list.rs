//! Lists: `GET /{resource}` with `page`, `fields`, `where`, `orderBy`, `expand` (`core-api.md` section 9).

use super::caller::Caller;
use super::errors::ApiError;
use super::outgoing::Outgoing;
use super::{Answer, order, where_expression};
use crate::faults::FaultSwitches;
use crate::shared::SecurityProfile;
use crate::store::{Db, Page, Query, Record, Table};
use axum::http::StatusCode;
use rusqlite::types::Value as SqlValue;
use serde_json::Value;

const DEFAULT_SIZE: u64 = 25;
const LARGEST_SIZE: u64 = 1_000;
const LARGEST_SIZE_WITH_EXPAND: u64 = 100;

/// Answers a list; `parent` is the record below which the collection stands.
pub(super) fn list(caller: &Caller<'_>, table: &Table, parent: Option<(&Table, &str)>, query: &str) -> Result<Answer, ApiError> {
    let asked = Asked::read(query)?;
    let refuses_people = caller.faults.is_on("employee-list-403") || caller.profile == SecurityProfile::ViewOnly;
    if table.name() == "employee" && refuses_people {
        return Err(ApiError::forbidden());
    }
    let mut question = where_expression::read(table, asked.condition.as_deref().unwrap_or_default())?;
    caller.company.with(|db| {
        if let Some((parent, id)) = parent {
            below(db, &mut question, parent, id)?;
        }
        if asked.is_count() {
            return count(caller, db, table, &asked, &question);
        }
        order::read(table, asked.order.as_deref().unwrap_or_default(), &mut question)?;
        rows(caller, db, table, &asked, &question)
    })
}

/// The parameters as sent; their names are matched without regard to case.
#[derive(Debug, Default)]
struct Asked {
    fields: Option<String>,
    condition: Option<String>,
    order: Option<String>,
    page: Option<String>,
    expand: Vec<String>,
}

impl Asked {
    fn read(query: &str) -> Result<Self, ApiError> {
        let mut asked = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            match name.to_ascii_lowercase().as_str() {
                "fields" => asked.fields = Some(value),
                "where" => asked.condition = Some(value),
                "orderby" => asked.order = Some(value),
                "page" => asked.page = Some(value),
                "expand" => asked.expand = names(&value),
                _ => return Err(ApiError::bad_request("InvalidParameter", format!("There is no parameter `{name}`."))),
            }
        }
        Ok(asked)
    }

    fn is_count(&self) -> bool {
        self.fields.as_deref().is_some_and(|fields| fields.replace(' ', "").eq_ignore_ascii_case("count(*)"))
    }

    /// Offset and size. Page 0 is the first page as well; a size beyond the largest is the largest.
    fn range(&self, faults: &FaultSwitches) -> Result<(u64, u64), ApiError> {
        let largest = if self.expand.is_empty() { LARGEST_SIZE } else { LARGEST_SIZE_WITH_EXPAND };
        let Some(page) = &self.page else { return Ok((0, DEFAULT_SIZE)) };
        let refused = || ApiError::bad_request("InvalidPage", "`page` is written number,size, such as page=1,100.");
        let (number, size) = page.split_once(',').map_or((page.as_str(), None), |(number, size)| (number, Some(size)));
        let number: u64 = number.trim().parse().map_err(|_| refused())?;
        let size = size.map_or(Ok(DEFAULT_SIZE), |size| size.trim().parse::<u64>().map_err(|_| refused()))?;
        if size == 0 {
            return Err(refused());
        }
        if size > largest && faults.has("oversized-page", "refused") {
            return Err(ApiError::bad_request("InvalidPage", format!("A page has at most {largest} rows.")));
        }
        let size = size.min(largest);
        let pages_before = match faults.value("page-zero").as_deref() {
            _ if faults.is_on("repeat-pages") => 0,
            Some("refused") if number == 0 => return Err(refused()),
            Some("zero-based") => number,
            _ => number.saturating_sub(1),
        };
        Ok((pages_before.saturating_mul(size), size))
    }
}

fn below(db: &Db, question: &mut Query, parent: &Table, id: &str) -> Result<(), ApiError> {
    if db.title(parent, id)?.is_none() {
        return Err(ApiError::not_found(parent.name()));
    }
    let own = format!("\"{}Id\" = ?", parent.name());
    question.condition = if question.condition.is_empty() { own } else { format!("({}) AND {own}", question.condition) };
    question.parameters.push(SqlValue::Text(id.to_ascii_lowercase()));
    Ok(())
}

fn count(caller: &Caller<'_>, db: &Db, table: &Table, asked: &Asked, question: &Query) -> Result<Answer, ApiError> {
    if asked.order.is_some() || asked.page.is_some() {
        return Err(ApiError::bad_request("InvalidParameter", "count(*) goes neither with `orderBy` nor with `page`."));
    }
    let count = db.count(table, question)?;
    let text = match caller.faults.value("count-form").as_deref() {
        Some("number") => count.to_string(),
        Some("text") => format!("\"{count}\""),
        Some("object") => format!("{{\"count\":{count}}}"),
        _ => format!("[{{\"count\":{count}}}]"),
    };
    Ok(Answer::json(StatusCode::OK, text))
}

fn rows(caller: &Caller<'_>, db: &mut Db, table: &Table, asked: &Asked, question: &Query) -> Result<Answer, ApiError> {
    let (mut fields, mut status) = chosen_fields(caller, db, table, asked)?;
    if let Some(fields) = fields.as_mut().filter(|fields| fields.len() > 1)
        && caller.faults.take("partial-207")
    {
        fields.pop();
        status = StatusCode::MULTI_STATUS;
    }
    let nested = expanded(table, &asked.expand)?;
    let document = fields.as_deref().map_or_else(|| "_doc".to_owned(), document_sql);
    let page = db.page(table, question, asked.range(caller.faults)?, &document, !nested.is_empty())?;
    if page.is_empty() {
        return Ok(past_the_end(caller));
    }
    let rows = match (fields, nested.is_empty()) {
        (None, true) => plain(&as_sent(caller, table, page)?),
        (Some(_), true) => plain(&page),
        (_, false) => with_parts(&page, &nested)?,
    };
    Ok(Answer::json(
        status,
        match caller.faults.value("envelope").filter(|name| name != "bare") {
            Some(name) => format!("{{\"{name}\":{rows}}}"),
            None => rows,
        },
    ))
}

fn as_sent(caller: &Caller<'_>, table: &Table, page: Page) -> Result<Page, ApiError> {
    let outgoing = Outgoing::listed(caller.faults);
    page.into_iter().map(|(document, parts)| Ok((outgoing.text(table, document)?, parts))).collect()
}

/// The fields asked for that are not nested, `None` for the whole model; and the status that unknown ones lead to.
fn chosen_fields(caller: &Caller<'_>, db: &Db, table: &Table, asked: &Asked) -> Result<(Option<Vec<String>>, StatusCode), ApiError> {
    let mut status = StatusCode::OK;
    let Some(fields) = asked.fields.as_deref().filter(|fields| fields.trim() != "*") else { return Ok((None, status)) };
    let mut chosen = Vec::new();
    for name in names(fields) {
        let known = table.entity.field(&name);
        if known.is_none() && !db.has_member(table, &name)? {
            match caller.faults.value("unknown-fields").as_deref() {
                Some("ignored") => {}
                Some("207") => status = StatusCode::MULTI_STATUS,
                _ => return Err(ApiError::bad_request("InvalidField", format!("`{name}` is no field of {}.", table.name()))),
            }
        } else if known.is_none_or(|field| !field.nested) && !chosen.contains(&name) {
            chosen.push(name);
        }
    }
    Ok(((!chosen.is_empty()).then_some(chosen), status))
}

/// Nested fields to include: name, and whether it is a list.
fn expanded<'a>(table: &'a Table, expand: &[String]) -> Result<Vec<(&'a str, bool)>, ApiError> {
    expand
        .iter()
        .map(|name| match table.entity.field(name).filter(|field| field.nested) {
            Some(field) => Ok((field.name.as_str(), field.array)),
            None => Err(ApiError::bad_request("InvalidExpand", format!("`{name}` is no nested part of {}.", table.name()))),
        })
        .collect()
}

/// The SQL of a record with these fields alone. Their names are letters and digits, numbers keep their digits.
fn document_sql(fields: &[String]) -> String {
    let pairs: Vec<String> = fields.iter().map(|field| format!("'{field}', _doc -> '$.\"{field}\"'")).collect();
    format!("json_object({})", pairs.join(", "))
}

fn plain(page: &Page) -> String {
    let mut text = String::with_capacity(page.iter().map(|(document, _)| document.len() + 1).sum::<usize>() + 1);
    for (document, _) in page {
        text.push(if text.is_empty() { '[' } else { ',' });
        text.push_str(document);
    }
    text.push(']');
    text
}

fn with_parts(page: &Page, nested: &[(&str, bool)]) -> Result<String, ApiError> {
    let parsed = |text: &str| serde_json::from_str::<Record>(text).map_err(|error| ApiError::from(crate::store::StoreError::from(error)));
    let rows = page
        .iter()
        .map(|(document, parts)| {
            let mut record = parsed(document)?;
            let mut parts = parts.as_deref().map_or_else(|| Ok(Record::new()), parsed)?;
            for (name, array) in nested {
                let empty = if *array { Value::Array(Vec::new()) } else { Value::Null };
                record.insert((*name).to_owned(), parts.remove(*name).unwrap_or(empty));
            }
            Ok(Value::Object(record))
        })
        .collect::<Result<Vec<Value>, ApiError>>()?;
    Ok(Value::Array(rows).to_string())
}

pub(super) fn past_the_end(caller: &Caller<'_>) -> Answer {
    match caller.faults.value("last-page").as_deref() {
        Some("empty") => Answer::json(StatusCode::OK, "[]".to_owned()),
        Some("null") => Answer::json(StatusCode::OK, "null".to_owned()),
        _ => Answer::no_content(),
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
