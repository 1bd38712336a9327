//! The habits that most of a document's lists show: how they page, what they wrap, what they can be asked for.

use super::document::{Document, Parameter};
use super::entity::Records;
use super::names::plain;
use super::schema::{Schema, Type};
use crate::{Descending, Envelope, Habits, Ordering, Paging};
use std::collections::HashMap;

pub(super) const SEARCH: [&str; 7] = ["search", "q", "query", "searchterm", "searchquery", "keyword", "searchtext"];
pub(super) const ORDERING: [&str; 8] = ["ordering", "orderby", "sort", "sortby", "order", "sorting", "sortorder", "sortfield"];
pub(super) const PAGE: [&str; 6] = ["page", "pagenumber", "pageno", "pageindex", "currentpage", "pagenum"];
pub(super) const OFFSET: [&str; 4] = ["offset", "skip", "startat", "pageoffset"];
const CURSOR: [&str; 11] = [
    "cursor",
    "pagetoken",
    "nexttoken",
    "continuationtoken",
    "startcursor",
    "marker",
    "pagecursor",
    "nextpagetoken",
    "nextcursor",
    "after",
    "continuation",
];
pub(super) const SIZE: [&str; 12] = [
    "pagesize",
    "perpage",
    "limit",
    "size",
    "pagelimit",
    "maxresults",
    "top",
    "itemsperpage",
    "resultsperpage",
    "maxitems",
    "take",
    "maxpagesize",
];
/// Where the next page's address stands in an answer.
const NEXT: [&str; 14] = [
    "next",
    "links.next",
    "_links.next.href",
    "_links.next",
    "links.next.href",
    "next_page_url",
    "nextPageUrl",
    "nextLink",
    "next_url",
    "@odata.nextLink",
    "meta.next",
    "pagination.next",
    "paging.next",
    "pagination.next_url",
];
/// Where an answer says where the next page begins.
const NEXT_CURSOR: [&str; 20] = [
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "cursor",
    "continuation_token",
    "continuationToken",
    "meta.next_cursor",
    "meta.nextCursor",
    "meta.cursor",
    "pagination.next_cursor",
    "pagination.nextCursor",
    "page.next_cursor",
    "paging.cursors.after",
    "response_metadata.next_cursor",
    "meta.pagination.next_cursor",
    "meta.page.after",
    "nextPage",
];
const COUNT: [&str; 18] = [
    "count",
    "total",
    "total_count",
    "totalCount",
    "totalItems",
    "total_items",
    "totalResults",
    "total_results",
    "totalElements",
    "meta.total",
    "meta.count",
    "meta.total_count",
    "meta.totalCount",
    "pagination.total",
    "pagination.totalCount",
    "page.totalElements",
    "@odata.count",
    "meta.pagination.total",
];
/// Rows a page is asked for, where the document does not say how many are allowed.
const PAGE_SIZE: u64 = 100;
const PAGE_SIZE_AT_MOST: u64 = 200;

/// Whether a query parameter has one of these names, however it is spelled.
pub(super) fn parameter_is(parameter: &Parameter<'_>, names: &[&str]) -> bool {
    parameter.place == "query" && names.contains(&plain(parameter.name).as_str())
}

/// The parameter that orders a list by a field, if the direction goes with it rather than into a parameter of its own.
pub(super) fn ordering_parameter<'p, 'd>(document: &Document<'d>, parameters: &'p [Parameter<'d>]) -> Option<&'p Parameter<'d>> {
    let is_direction = |parameter: &Parameter<'d>| {
        let codes = Schema::of(document, parameter.schema).codes();
        !codes.is_empty()
            && codes.iter().all(|(code, _)| code.as_str().is_some_and(|code| matches!(code.to_ascii_lowercase().as_str(), "asc" | "desc")))
    };
    let has_direction = parameters.iter().any(|parameter| parameter.place == "query" && is_direction(parameter));
    let named = || ORDERING.iter().find_map(|name| parameters.iter().find(|parameter| parameter_is(parameter, &[name])));
    named().filter(|_| !has_direction)
}

/// The habits of most of the lists.
pub(super) fn habits(document: &Document<'_>, records: &[Records<'_>]) -> Habits {
    let lists: Vec<ListHabits> = records.iter().map(|records| ListHabits::of(document, records)).collect();
    let paging = most(lists.iter().map(|list| list.paging.clone()).filter(|paging| *paging != Paging::None)).unwrap_or_default();
    let rows = most(lists.iter().map(|list| list.rows.clone())).flatten();
    Habits {
        paging,
        page_size: page_size(&lists),
        // Where each list calls its rows otherwise they are found by their shape.
        envelope: Envelope {
            rows: rows.filter(|rows| lists.iter().all(|list| list.rows.as_ref() == Some(rows))),
            count: most(lists.iter().filter_map(|list| list.count.clone())),
        },
        search: most(lists.iter().filter_map(|list| list.search.clone())),
        ordering: most(lists.iter().filter_map(|list| list.ordering.clone())),
        filters_by_field: lists.iter().any(|list| list.filters),
        headers: Vec::new(),
    }
}

/// The smallest number that some list allows, so that every list takes it.
fn page_size(lists: &[ListHabits]) -> u32 {
    let allowed = lists.iter().filter_map(|list| list.at_most).filter(|allowed| *allowed > 0).min();
    u32::try_from(allowed.unwrap_or(PAGE_SIZE).min(PAGE_SIZE_AT_MOST)).unwrap_or(u32::MAX)
}

struct ListHabits {
    paging: Paging,
    rows: Option<String>,
    count: Option<String>,
    search: Option<String>,
    ordering: Option<Ordering>,
    filters: bool,
    at_most: Option<u64>,
}

impl ListHabits {
    fn of(document: &Document<'_>, records: &Records<'_>) -> Self {
        let collection = &records.collection;
        let parameters = document.parameters(collection.list_path, collection.list);
        let named = |names: &[&str]| names.iter().find_map(|name| parameters.iter().find(|parameter| parameter_is(parameter, &[name])));
        let answer = &collection.listing.answer;
        let size = named(&SIZE);
        let size_name = size.map(|size| size.name.to_owned());
        let next = first_at(document, answer, &NEXT, |found| found.kinds().contains(&Type::String) || found.kinds().is_empty());
        let next_cursor = first_at(document, answer, &NEXT_CURSOR, |found| !found.has_properties());
        let paging = if let (Some(parameter), Some(at)) = (named(&CURSOR), next_cursor) {
            Paging::Cursor { parameter: parameter.name.to_owned(), at, size: size_name }
        } else if let Some(page) = named(&PAGE).filter(|page| is_number(document, page)) {
            Paging::Page { number: page.name.to_owned(), size: size_name, first: first_page(document, page) }
        } else if let Some(offset) = named(&OFFSET) {
            Paging::Offset { offset: offset.name.to_owned(), limit: size_name }
        } else if let Some(at) = next {
            Paging::Next { at, size: size_name }
        } else if document.answers_with_header(collection.list, "Link") {
            Paging::LinkHeader { size: size_name }
        } else {
            Paging::None
        };
        let ordering = named(&ORDERING)
            .map(|parameter| Ordering { parameter: parameter.name.to_owned(), descending: descending(document, parameter) });
        let filters = parameters.iter().any(|parameter| {
            parameter.place == "query"
                && collection
                    .listing
                    .row
                    .as_ref()
                    .is_some_and(|row| row.properties(document).iter().any(|(name, _)| *name == parameter.name))
        });
        Self {
            paging,
            rows: collection.listing.rows_at.clone(),
            count: first_at(document, answer, &COUNT, |found| found.kind() == Some(Type::Integer) || found.kind() == Some(Type::Number)),
            search: named(&SEARCH).map(|parameter| parameter.name.to_owned()),
            ordering,
            filters,
            at_most: size.and_then(|size| Schema::of(document, size.schema).number("maximum")),
        }
    }
}

/// The first of these paths that an answer has.
fn first_at<'d>(document: &Document<'d>, answer: &Schema<'d>, paths: &[&str], fits: impl Fn(&Schema<'d>) -> bool) -> Option<String> {
    paths.iter().find(|path| at(document, answer, path).is_some_and(|found| fits(&found))).map(|path| (*path).to_owned())
}

fn at<'d>(document: &Document<'d>, answer: &Schema<'d>, path: &str) -> Option<Schema<'d>> {
    let member =
        |schema: &Schema<'d>, name: &str| schema.properties(document).into_iter().find(|(known, _)| *known == name).map(|(_, found)| found);
    // A member's own name may hold a dot.
    member(answer, path).or_else(|| {
        let mut steps = path.split('.');
        let first = member(answer, steps.next()?)?;
        steps.try_fold(first, |schema, step| member(&schema, step))
    })
}

fn is_number(document: &Document<'_>, parameter: &Parameter<'_>) -> bool {
    let kinds = Schema::of(document, parameter.schema).kinds();
    kinds.is_empty() || kinds.contains(&Type::Integer) || kinds.contains(&Type::Number) || kinds.contains(&Type::String)
}

fn first_page(document: &Document<'_>, parameter: &Parameter<'_>) -> u32 {
    let schema = Schema::of(document, parameter.schema);
    let said = schema.number("default").or_else(|| schema.number("minimum"));
    u32::from(said != Some(0))
}

fn descending(document: &Document<'_>, parameter: &Parameter<'_>) -> Descending {
    let schema = Schema::of(document, parameter.schema);
    let codes = schema.items(document).unwrap_or(schema).codes();
    let texts: Vec<&str> = codes.iter().filter_map(|(code, _)| code.as_str()).chain([parameter.description]).collect();
    let hint = |marks: [&str; 2]| texts.iter().any(|text| marks.iter().any(|mark| text.to_ascii_lowercase().contains(mark)));
    if hint([":desc", ":asc"]) {
        Descending::Colon
    } else if codes.is_empty() && !parameter.description.contains('-') && hint([" desc", " asc"]) && !hint(["descending", "ascending"]) {
        Descending::Word
    } else {
        Descending::Minus
    }
}

/// What most of them are; of equals the first.
fn most<T: PartialEq + std::fmt::Debug>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for value in values {
        let place = *places.entry(format!("{value:?}")).or_insert(counted.len());
        match counted.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counted.push((value, 1)),
        }
    }
    let at_most = counted.iter().map(|(_, count)| *count).max()?;
    counted.into_iter().find(|(_, count)| *count == at_most).map(|(value, _)| value)
}
