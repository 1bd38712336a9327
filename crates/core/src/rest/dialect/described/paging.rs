//! How a page is asked for, and where the one after it begins.

use super::super::super::request::PreparedRequest;
use super::super::super::{NextPage, PageRequest};
use super::links;
use super::path::at;
use coredesk_catalogue::{Habits, Paging};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// Longer texts are no places in a list.
const LONGEST_PLACE: usize = 8 * 1024;
/// Where the address of the next page stands in answers, in the words of many services.
const NEXT_LINKS: [&str; 10] = [
    "next",
    "links.next",
    "_links.next",
    "@odata.nextLink",
    "nextLink",
    "next_link",
    "next_url",
    "next_page_url",
    "meta.next",
    "paging.next",
];

/// Where services that name a cursor on every page say that this one is the last.
const HAS_MORE: [&str; 6] = ["has_more", "hasMore", "meta.has_more", "meta.hasMore", "pagination.has_more", "pageInfo.hasNextPage"];

/// `request` for the page that is wanted.
pub(super) fn ask(habits: &Habits, mut request: PreparedRequest, page: &PageRequest) -> PreparedRequest {
    let size = page.size.min(habits.page_size).max(1);
    let is_cursor = matches!(habits.paging, Paging::Cursor { .. });
    if let Some(place) = page.place.as_deref().filter(|place| !is_cursor && is_link(place)) {
        // The link holds all that was asked for.
        return request.followed_by(place);
    }
    if let Some(name) = size_parameter(&habits.paging) {
        request = request.with_query(name, &size.to_string());
    }
    match (&habits.paging, page.place.as_deref()) {
        (Paging::Page { number, first, .. }, _) => request.with_query(number, &(page.number.max(1) - 1).saturating_add(*first).to_string()),
        (Paging::Offset { offset, .. }, place) => request.with_query(offset, place.unwrap_or("0")),
        (Paging::Cursor { parameter, .. }, Some(place)) => request.with_query(parameter, place),
        (Paging::Cursor { .. } | Paging::None | Paging::Next { .. } | Paging::LinkHeader { .. }, _) => request,
    }
}

/// The query parameter for the rows of a page, if the service has one.
pub(super) fn size_parameter(paging: &Paging) -> Option<&str> {
    let name = match paging {
        Paging::None => None,
        Paging::Offset { limit, .. } => limit.as_deref(),
        Paging::Page { size, .. } | Paging::Cursor { size, .. } | Paging::Next { size, .. } | Paging::LinkHeader { size } => {
            size.as_deref()
        }
    };
    name.filter(|name| !name.is_empty())
}

/// How the page after an answer with so many rows is asked for. A service may give fewer rows than it was asked for, so
/// a short page alone is no end; where nothing else tells, the next one is asked for and is empty.
///
/// # Errors
/// A place that is none: then the list cannot be read to its end.
pub(super) fn next(
    habits: &Habits,
    page: &PageRequest,
    headers: &HeaderMap,
    answer: &Value,
    rows: usize,
    total: Option<u64>,
) -> Result<NextPage, &'static str> {
    let linked = |link: Option<Link<'_>>| match link {
        Some(Link::To(link)) if link.len() > LONGEST_PLACE => Err("the address of the next page is too long"),
        Some(Link::To(link)) => Ok(Some(NextPage::At(as_link(link)))),
        Some(Link::End) => Ok(Some(NextPage::None)),
        None => Ok(None),
    };
    match &habits.paging {
        Paging::Cursor { .. } if HAS_MORE.iter().any(|path| at(answer, path) == Some(&Value::Bool(false))) => Ok(NextPage::None),
        Paging::Cursor { at: path, .. } => match at(answer, path) {
            Some(Value::String(cursor)) if cursor.len() > LONGEST_PLACE => Err("the place of the next page is too long"),
            Some(Value::String(cursor)) if !cursor.is_empty() => Ok(NextPage::At(cursor.clone())),
            Some(Value::Number(cursor)) => Ok(NextPage::At(cursor.to_string())),
            _ => Ok(NextPage::None),
        },
        Paging::Next { at: path, .. } => Ok(linked(link_at(answer, path).or_else(|| link_of(headers, answer)))?.unwrap_or_default()),
        Paging::LinkHeader { .. } => Ok(linked(links::next(headers).map(Link::To))?.unwrap_or_default()),
        Paging::None => Ok(linked(link_of(headers, answer))?.unwrap_or_default()),
        Paging::Page { .. } | Paging::Offset { .. } if rows == 0 => Ok(NextPage::None),
        Paging::Page { .. } => Ok(linked(link_of(headers, answer))?.unwrap_or(NextPage::Counted)),
        Paging::Offset { .. } => Ok(linked(link_of(headers, answer))?.unwrap_or_else(|| {
            let before: u64 = page.place.as_deref().and_then(|place| place.parse().ok()).unwrap_or(0);
            let after = before.saturating_add(rows as u64);
            if total.is_some_and(|total| after >= total) { NextPage::None } else { NextPage::At(after.to_string()) }
        })),
    }
}

/// What an answer says of the next page.
enum Link<'a> {
    To(&'a str),
    /// There is none.
    End,
}

/// The link wherever services put it.
fn link_of<'a>(headers: &'a HeaderMap, answer: &'a Value) -> Option<Link<'a>> {
    links::next(headers).map(Link::To).or_else(|| NEXT_LINKS.iter().find_map(|path| link_at(answer, path)))
}

fn link_at<'a>(answer: &'a Value, path: &str) -> Option<Link<'a>> {
    match at(answer, path)? {
        Value::Null => Some(Link::End),
        Value::String(link) if link.trim().is_empty() => Some(Link::End),
        Value::String(link) => link.contains(['/', '?']).then(|| Link::To(link.trim())),
        Value::Object(link) => link.get("href").and_then(Value::as_str).map(Link::To),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    }
}

/// A link is told from a cursor or a number by how it begins.
fn is_link(place: &str) -> bool {
    place.starts_with(['/', '?', '.']) || place.starts_with("http://") || place.starts_with("https://")
}

fn as_link(link: &str) -> String {
    if is_link(link) { link.to_owned() } else { format!("./{link}") }
}
