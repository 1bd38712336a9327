//! Lists: pages in an envelope, search, order and filters (`bidcore-api.md` section 4).

use super::Call;
use super::computed::status_sql;
use super::description::{Entity, Filter, FilterKind, Kind, Schema, TextForm};
use super::faults::gateway_timeout;
use super::refusal::Refusal;
use super::store::values_at;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use rusqlite::types::Value as SqlValue;
use serde_json::{Map, Value, json};

const PAGE_SIZE: u64 = 50;
const LARGEST_PAGE: u64 = 500;

/// Answers a list. Parameters that no list knows are ignored.
pub(super) fn answer(call: &Call<'_>, entity: &Entity) -> Result<Response, Refusal> {
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(call.parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let condition = Condition::read(call, entity, &query)?;
    let faults = &call.shared.faults;
    let paging: &dyn Paging = if faults.is_on("limit-offset") { &LimitOffset } else { &Pages };
    let slice = paging.slice(&query)?;
    if faults.amount("page-504").is_some_and(|most| slice.size > most) {
        return Ok(gateway_timeout());
    }
    let (count, rows) = call.shared.bidcore.store.with(|db| {
        let count = u64::try_from(db.count(&entity.key, &condition.sql, &condition.parameters)?).unwrap_or_default();
        if slice.is_a_page && slice.offset > 0 && slice.offset >= count {
            return Err(invalid_page());
        }
        let offset = if faults.is_on("repeat-pages") { 0 } else { slice.offset };
        let rest = format!("{} {} LIMIT {} OFFSET {offset}", condition.sql, order(entity, &query), slice.size);
        Ok((count, db.select(&entity.key, &rest, &condition.parameters)?))
    })?;
    let view = call.view(entity);
    let results: Vec<Value> = rows.into_iter().map(|(id, record)| view.object(id, record)).collect();
    // With pages that repeat, the next one is always the second.
    let slice = if faults.is_on("repeat-pages") { Slice { offset: 0, ..slice } } else { slice };
    let link =
        |offset: Option<u64>| offset.map_or(Value::Null, |offset| link(call, paging.parameters(&query, Slice { offset, ..slice })).into());
    let after = Some(slice.offset.saturating_add(slice.size)).filter(|after| *after < count);
    let before = (slice.offset > 0).then(|| slice.offset.saturating_sub(slice.size));
    let name = match faults.value("envelope").as_deref() {
        Some("bare") => return Ok(Json(results).into_response()),
        other => other.unwrap_or("results").to_owned(),
    };
    let mut envelope =
        Map::from_iter([("count".to_owned(), json!(count)), ("next".to_owned(), link(after)), ("previous".to_owned(), link(before))]);
    envelope.insert(name, results.into());
    Ok(Json(envelope).into_response())
}

/// The part of a list that is asked for.
#[derive(Debug, Clone, Copy)]
struct Slice {
    offset: u64,
    size: u64,
    /// Past the end there is no page; a slice by offset is empty there.
    is_a_page: bool,
}

/// How a list is cut.
trait Paging {
    fn slice(&self, query: &[(String, String)]) -> Result<Slice, Refusal>;

    /// The parameters of another slice, with those of `query` that have nothing to do with it.
    fn parameters(&self, query: &[(String, String)], slice: Slice) -> Vec<(String, String)>;
}

/// `page` from 1, and `page_size`.
struct Pages;

impl Paging for Pages {
    fn slice(&self, query: &[(String, String)]) -> Result<Slice, Refusal> {
        let size = number(query, "page_size", 1)?.unwrap_or(PAGE_SIZE).min(LARGEST_PAGE);
        let page = number(query, "page", 1).map_err(|_| invalid_page())?.unwrap_or(1);
        Ok(Slice { offset: (page - 1).saturating_mul(size), size, is_a_page: true })
    }

    fn parameters(&self, query: &[(String, String)], slice: Slice) -> Vec<(String, String)> {
        let page = slice.offset / slice.size + 1;
        with(query, &[("page", (page > 1).then_some(page))])
    }
}

/// `limit` and `offset`, as the same envelope also goes.
struct LimitOffset;

impl Paging for LimitOffset {
    fn slice(&self, query: &[(String, String)]) -> Result<Slice, Refusal> {
        let size = number(query, "limit", 1)?.unwrap_or(PAGE_SIZE).min(LARGEST_PAGE);
        let offset = number(query, "offset", 0)?.unwrap_or(0).min(u64::from(u32::MAX));
        Ok(Slice { offset, size, is_a_page: false })
    }

    fn parameters(&self, query: &[(String, String)], slice: Slice) -> Vec<(String, String)> {
        with(query, &[("limit", Some(slice.size)), ("offset", (slice.offset > 0).then_some(slice.offset))])
    }
}

/// The parameters of `query`, some of them set anew or left out.
fn with(query: &[(String, String)], set: &[(&str, Option<u64>)]) -> Vec<(String, String)> {
    let kept = query.iter().filter(|(name, _)| set.iter().all(|(own, _)| own != name)).cloned();
    kept.chain(set.iter().filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_string())))).collect()
}

/// The absolute address of this list with other parameters.
fn link(call: &Call<'_>, parameters: Vec<(String, String)>) -> String {
    let base = &call.shared.addresses.bidcore.base_url;
    let own = base.strip_suffix(super::PATH).unwrap_or(base).to_owned();
    let origin = call.shared.faults.value("next-origin").unwrap_or(own);
    let path = call.parts.uri.path();
    if parameters.is_empty() {
        return format!("{origin}{path}");
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{origin}{path}?{query}")
}

/// The last value of a parameter.
fn last<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

fn number(query: &[(String, String)], name: &str, least: u64) -> Result<Option<u64>, Refusal> {
    let Some(text) = last(query, name) else { return Ok(None) };
    let plain = text.parse::<u64>().ok().filter(|number| *number >= least && !text.starts_with('+'));
    plain.map(Some).ok_or_else(|| Refusal::field(name, "A valid integer is required."))
}

fn invalid_page() -> Refusal {
    Refusal::Detail(StatusCode::NOT_FOUND, "Invalid page.".to_owned())
}

/// The rows of a list, as SQL.
#[derive(Default)]
struct Condition {
    sql: String,
    parameters: Vec<SqlValue>,
}

impl Condition {
    /// All bad values are told at once.
    fn read(call: &Call<'_>, entity: &Entity, query: &[(String, String)]) -> Result<Self, Refusal> {
        let mut condition = Self::default();
        let mut errors = Map::new();
        for filter in &entity.filters {
            if let Some(value) = last(query, &filter.name)
                && let Err(message) = condition.narrow(call, filter, value)
            {
                errors.insert(filter.name.clone(), json!([message]));
            }
        }
        if !errors.is_empty() {
            return Err(Refusal::Fields(errors));
        }
        if let Some(text) = last(query, "search").map(str::trim).filter(|text| !text.is_empty()) {
            condition.search(entity, text);
        }
        Ok(condition)
    }

    fn narrow(&mut self, call: &Call<'_>, filter: &Filter, value: &str) -> Result<(), String> {
        let name = &filter.name;
        match &filter.kind {
            FilterKind::Field(_) if name == "status" && is_computed(filter) => {
                choice(filter, value)?;
                let now = SqlValue::Text(call.now.to_string());
                self.add(status_sql(value).to_owned(), [now.clone(), now]);
            }
            FilterKind::Field(schema) => {
                let value = filter_value(schema, filter, value)?;
                self.add(format!("json_extract(t.doc, '$.{name}') = ?"), [value]);
            }
            FilterKind::Holds => {
                let id = whole_number(value)?;
                self.add(format!("EXISTS (SELECT 1 FROM json_each(t.doc, '$.{name}') j WHERE j.value = ?)"), [id]);
            }
            FilterKind::Related { field, entity, of } => {
                let id = whole_number(value)?;
                let ids = format!("SELECT id FROM \"{entity}\" WHERE json_extract(doc, '$.{of}') = ?");
                self.add(format!("json_extract(t.doc, '$.{field}') IN ({ids})"), [id]);
            }
        }
        Ok(())
    }

    /// Part of an id or of a text field; case does not matter.
    fn search(&mut self, entity: &Entity, text: &str) {
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let column = |field: &String| if field == "id" { "t.id".to_owned() } else { format!("json_extract(t.doc, '$.{field}')") };
        let likes: Vec<String> = entity.search.iter().map(|field| format!("{} LIKE ? ESCAPE '\\'", column(field))).collect();
        self.add(format!("({})", likes.join(" OR ")), vec![SqlValue::Text(pattern); likes.len()]);
    }

    fn add(&mut self, sql: String, parameters: impl IntoIterator<Item = SqlValue>) {
        self.sql.push_str(if self.sql.is_empty() { "WHERE " } else { " AND " });
        self.sql.push_str(&sql);
        self.parameters.extend(parameters);
    }
}

fn is_computed(filter: &Filter) -> bool {
    matches!(&filter.kind, FilterKind::Field(schema) if schema.read_only)
}

fn filter_value(schema: &Schema, filter: &Filter, value: &str) -> Result<SqlValue, String> {
    match schema.kind {
        Kind::Boolean => match value {
            "true" => Ok(SqlValue::Integer(1)),
            "false" => Ok(SqlValue::Integer(0)),
            _ => Err("Must be a valid boolean.".to_owned()),
        },
        Kind::Integer { .. } => whole_number(value),
        Kind::Text { form: TextForm::Letters(length), .. } => {
            let is_code = value.len() == length && value.bytes().all(|letter| letter.is_ascii_uppercase());
            if is_code { Ok(SqlValue::Text(value.to_owned())) } else { Err(format!("Enter {length} capital letters.")) }
        }
        _ => choice(filter, value).map(|()| SqlValue::Text(value.to_owned())),
    }
}

fn choice(filter: &Filter, value: &str) -> Result<(), String> {
    let FilterKind::Field(schema) = &filter.kind else { return Ok(()) };
    let is_offered = schema.choices.is_empty() || schema.choices.iter().any(|choice| choice.as_str() == Some(value));
    if is_offered { Ok(()) } else { Err(format!("Select a valid choice. {value} is not one of the available choices.")) }
}

fn whole_number(value: &str) -> Result<SqlValue, String> {
    let number = value.parse::<i64>().ok().filter(|_| !value.starts_with('+'));
    number.map(SqlValue::Integer).ok_or_else(|| "Enter a whole number.".to_owned())
}

/// Names that are no field to order by are left out; the id breaks ties.
fn order(entity: &Entity, query: &[(String, String)]) -> String {
    let mut columns = Vec::new();
    for name in last(query, "ordering").unwrap_or_default().split(',') {
        let (name, direction) = name.trim().strip_prefix('-').map_or((name.trim(), ""), |name| (name, " DESC"));
        if !entity.ordering.iter().any(|field| field == name) {
            continue;
        }
        let (_, value) = values_at(&[super::description::Step::Key(name.to_owned())]);
        columns.push(match entity.field(name).map(|field| &field.schema.kind) {
            _ if name == "id" => format!("t.id{direction}"),
            Some(Kind::Text { form: TextForm::Decimal, .. }) => format!("CAST({value} AS REAL){direction}"),
            Some(Kind::Text { form: TextForm::Plain, .. }) => format!("{value} COLLATE NOCASE{direction}"),
            _ => format!("{value}{direction}"),
        });
    }
    columns.push("t.id".to_owned());
    format!("ORDER BY {}", columns.join(", "))
}
