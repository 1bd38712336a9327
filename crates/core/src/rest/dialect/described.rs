//! A service whose habits are described (RFC 9110, OpenAPI).

use super::super::error_body;
use super::super::request::{Operation, PrepareError, PreparedRequest};
use super::super::{Page, PageRequest, Refusal, RefusalReason};
use super::Dialect;
use crate::Record;
use coredesk_catalogue::{EntityType, Habits};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

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
        match operation {
            Operation::List(page) => PreparedRequest::nested(Method::GET, &entity_type.path, page.parent_id.as_deref()),
            _ => Err(PrepareError::NoLink),
        }
    }

    fn headers(&self, _: Timestamp, _: &TimeZone) -> Vec<(HeaderName, HeaderValue)> {
        let header = |(name, value): &(String, String)| Some((name.parse().ok()?, value.parse().ok()?));
        self.habits.headers.iter().filter_map(header).collect()
    }

    fn read_page(&self, _: &EntityType, _: &PageRequest, answer: Option<Value>) -> Result<Page, &'static str> {
        match answer {
            None => Ok(Page { records: Vec::new(), is_last: true }),
            Some(_) => Err("a list of a form that is not known"),
        }
    }

    fn read_count(&self, _: &Value) -> Option<u64> {
        None
    }

    fn read_record(&self, _: &EntityType, answer: Value) -> Option<Record> {
        match answer {
            Value::Object(record) => Some(record),
            _ => None,
        }
    }

    fn read_refusal(&self, status: u16, headers: &HeaderMap, body: &[u8], _: bool) -> Refusal {
        let said = error_body::read(headers, body);
        Refusal {
            status,
            reason: RefusalReason::Other,
            code: said.code,
            words: said.words,
            request_id: error_body::request_id(headers),
            fields: Vec::new(),
            others: Vec::new(),
        }
    }

    fn says_no(&self, _: &HeaderMap, _: &[u8]) -> bool {
        false
    }

    fn may_mean_gone(&self, _: &HeaderMap, _: &[u8]) -> bool {
        false
    }

    fn says_not_authenticated(&self, _: &[u8]) -> bool {
        false
    }
}
