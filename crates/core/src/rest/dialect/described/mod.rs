//! A service whose habits are described (RFC 9110, OpenAPI): how it pages and wraps, how it takes a change, how it says
//! no. Nothing here knows which service it is.

mod failure;
mod links;
mod pages;
mod paging;
mod path;
mod refusals;
mod requests;
#[cfg(test)]
mod sample;
mod updates;

use super::super::request::{Operation, PrepareError, PreparedRequest};
use super::super::response::{Answer, Write};
use super::super::{Page, PageRequest, Refusal, Update, error_body};
use super::Dialect;
use crate::Record;
use coredesk_catalogue::{EntityType, Habits, Paging};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::time::Duration;

/// The wait after a 429 that does not say for how long (`bidcore-api.md`, section 6).
const UNSAID_PAUSE: Duration = Duration::from_secs(30);

/// A page is not made smaller than this because larger ones took too long.
const SMALLEST_PAGE: u32 = 20;

pub(super) struct Described {
    habits: Habits,
}

impl Described {
    pub(super) fn new(habits: Habits) -> Self {
        Self { habits }
    }
}

impl Dialect for Described {
    fn prepare(&self, entity_type: &EntityType, operation: Operation<'_>) -> Result<PreparedRequest, PrepareError> {
        requests::prepare(&self.habits, entity_type, operation)
    }

    fn headers(&self, _: Timestamp, _: &TimeZone) -> Vec<(HeaderName, HeaderValue)> {
        let header = |(name, value): &(String, String)| Some((name.parse().ok()?, value.parse().ok()?));
        self.habits.headers.iter().filter_map(header).filter(|(name, _)| requests::may_be_set(name)).collect()
    }

    fn most_rows(&self, wanted: u32) -> u32 {
        wanted.min(self.habits.page_size).max(1)
    }

    fn read_page(
        &self,
        entity_type: &EntityType,
        request: &PageRequest,
        headers: &HeaderMap,
        answer: Option<Value>,
    ) -> Result<Page, &'static str> {
        pages::read(&self.habits, entity_type, request, headers, answer)
    }

    fn is_past_the_end(&self, request: &PageRequest, status: u16) -> bool {
        // The first page of a list that is there is never past its end, and a place that is not known any more is none.
        let is_counted = match request.place.as_deref() {
            None => request.number > 1,
            Some(place) => matches!(self.habits.paging, Paging::Offset { .. }) && place.bytes().all(|byte| byte.is_ascii_digit()),
        };
        status == 404 && is_counted
    }

    fn smaller_page(&self, rows: u32) -> Option<u32> {
        let can_be_asked = paging::size_parameter(&self.habits.paging).is_some();
        (can_be_asked && rows > SMALLEST_PAGE).then_some((rows / 2).max(SMALLEST_PAGE))
    }

    fn read_count(&self, _: &Value) -> Option<u64> {
        None
    }

    fn read_record(&self, entity_type: &EntityType, answer: Value) -> Option<Record> {
        pages::record(entity_type, answer)
    }

    fn is_yes(&self, _: Write, answer: &Value) -> bool {
        // Some services say yes in words of their own.
        !failure::is_told(answer)
    }

    fn is_whole(&self, sent: &Record, answered: &Record) -> bool {
        sent.keys().all(|name| answered.contains_key(name))
    }

    fn read_refusal(&self, entity_type: &EntityType, write: Option<Write>, answer: &Answer) -> Refusal {
        refusals::read(entity_type, write, answer)
    }

    fn takes_it_otherwise(&self, entity_type: &EntityType, update: Update<'_>, refusal: &Refusal) -> bool {
        updates::has_another_form(entity_type, update, refusal)
    }

    fn unsaid_pause(&self, _: u32) -> Duration {
        UNSAID_PAUSE
    }

    fn says_no(&self, headers: &HeaderMap, _: &[u8]) -> bool {
        error_body::says_insufficient_scope(headers)
    }

    fn may_mean_gone(&self, _: &HeaderMap, _: &[u8]) -> bool {
        false
    }

    fn says_not_authenticated(&self, answer: &Answer) -> bool {
        refusals::misses_credentials(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_is_halved_down_to_a_few_rows_where_a_size_can_be_asked_for() {
        let sizes = |size: Option<&str>| {
            let paging = Paging::Next { at: "next".to_owned(), size: size.map(str::to_owned) };
            let dialect = Described::new(Habits { paging, page_size: 500, ..Habits::default() });
            std::iter::successors(Some(dialect.most_rows(1_000)), |rows| dialect.smaller_page(*rows)).collect::<Vec<_>>()
        };
        assert_eq!(sizes(Some("page_size")), [500, 250, 125, 62, 31, 20]);
        assert_eq!(sizes(None), [500]);
    }

    #[test]
    fn only_a_counted_page_after_the_first_can_be_past_the_end() {
        let offset = Paging::Offset { offset: "offset".to_owned(), limit: None };
        let offset = Described::new(Habits { paging: offset, ..Habits::default() });
        let dialect = Described::new(Habits::default());
        let page = |number, place: Option<&str>| PageRequest { number, place: place.map(str::to_owned), ..PageRequest::default() };
        for (request, status, is_past) in [
            (page(1, None), 404, false),
            (page(2, None), 404, true),
            (page(1, Some("c")), 404, false),
            (page(2, Some("7")), 404, false),
            (page(2, None), 400, false),
        ] {
            assert_eq!(dialect.is_past_the_end(&request, status), is_past, "{request:?} {status}");
        }
        assert!(offset.is_past_the_end(&page(2, Some("40")), 404));
        assert!(!offset.is_past_the_end(&page(2, Some("/api/c/?offset=40")), 404));
    }

    #[test]
    fn a_yes_in_other_words_is_told_from_a_no_with_a_good_status() {
        let dialect = Described::new(Habits::default());
        for (answer, is_yes) in [
            (json!({"ok": true}), true),
            (json!("done"), true),
            (json!({"error": null, "result": 1}), true),
            (json!({"error": "no"}), false),
            (json!({"errors": [{"message": "no"}]}), false),
        ] {
            assert_eq!(dialect.is_yes(Write::Update, &answer), is_yes, "{answer}");
        }
    }

    #[test]
    fn a_429_without_a_word_pauses_for_thirty_seconds_each_time() {
        let dialect = Described::new(Habits::default());
        assert_eq!([0, 3].map(|repeats| dialect.unsaid_pause(repeats)), [Duration::from_secs(30); 2]);
    }
}
