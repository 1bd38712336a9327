//! A service whose habits are described (RFC 9110, OpenAPI): how it pages and wraps, how it takes a change, how it says
//! no. Nothing here knows which service it is.

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
use coredesk_catalogue::{EntityType, Habits};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::time::Duration;

/// The wait after a 429 that does not say for how long (`bidcore-api.md`, section 6).
const UNSAID_PAUSE: Duration = Duration::from_secs(30);

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
        // The first page of a list that is there is never past its end.
        status == 404 && (request.number > 1 || request.place.is_some())
    }

    fn is_too_large(&self, status: u16) -> bool {
        status == 504 && paging::size_parameter(&self.habits.paging).is_some()
    }

    fn read_count(&self, _: &Value) -> Option<u64> {
        None
    }

    fn read_record(&self, entity_type: &EntityType, answer: Value) -> Option<Record> {
        pages::record(entity_type, answer)
    }

    fn is_yes(&self, answer: &Value) -> bool {
        // Some services say yes in words of their own, and some say no with a good status.
        let says_no = |name: &str| answer.get(name).is_some_and(|said| !matches!(said, Value::Null | Value::Bool(false)));
        !["error", "errors"].into_iter().any(says_no)
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
