//! What differs between services past sign-in, and nothing else: BQE CORE has habits of its own, all others are described.

mod bqe_core;
mod described;

use super::request::{Operation, PrepareError, PreparedRequest};
use super::response::{Answer, Write};
use super::{Page, PageRequest, Refusal, Update};
use crate::Record;
use coredesk_catalogue::{DialectKind, EntityType};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// How a service is asked and how its answers are to be taken. Pure.
pub(super) trait Dialect: Send + Sync {
    /// The request for `operation`.
    fn prepare(&self, entity_type: &EntityType, operation: Operation<'_>) -> Result<PreparedRequest, PrepareError>;
    /// Headers of its own, for this moment and place.
    fn headers(&self, at: Timestamp, zone: &TimeZone) -> Vec<(HeaderName, HeaderValue)>;
    /// The most rows that a page holds, where `wanted` would be welcome.
    fn most_rows(&self, wanted: u32) -> u32;
    /// A page out of a list's answer; `None` in place of the value means that there was no body.
    fn read_page(
        &self,
        entity_type: &EntityType,
        request: &PageRequest,
        headers: &HeaderMap,
        answer: Option<Value>,
    ) -> Result<Page, &'static str>;
    /// Whether this status says that the list ended before the page that was asked for.
    fn is_past_the_end(&self, request: &PageRequest, status: u16) -> bool;
    /// The rows to ask for instead of a page of `rows` that took too long (504); `None` where less cannot be asked for.
    fn smaller_page(&self, rows: u32) -> Option<u32>;
    /// A number out of a count's answer.
    fn read_count(&self, answer: &Value) -> Option<u64>;
    /// The record out of the answer to a get or a write.
    fn read_record(&self, entity_type: &EntityType, answer: Value) -> Option<Record>;
    /// Whether a JSON text that is no record may be the answer to a write that was done.
    fn is_yes(&self, write: Write, answer: &Value) -> bool;
    /// Whether the record in the answer to a change is whole; `sent` is the record that was changed.
    fn is_whole(&self, sent: &Record, answered: &Record) -> bool;
    /// The service's no, out of an answer that is one; `write` is what it was asked to do, if anything.
    fn read_refusal(&self, entity_type: &EntityType, write: Option<Write>, answer: &Answer) -> Refusal;
    /// Whether a change that was refused may be taken in the other way in which services of this kind take them.
    fn takes_it_otherwise(&self, entity_type: &EntityType, update: Update<'_>, refusal: &Refusal) -> bool;
    /// The wait where the service asks to slow down and does not say for how long, after so many repeats.
    fn unsaid_pause(&self, repeats: u32) -> Duration;
    /// Whether an answer is a no by its code or words, whatever its status says.
    fn says_no(&self, headers: &HeaderMap, body: &[u8]) -> bool;
    /// Whether the failure of a change may mean that the record is gone.
    fn may_mean_gone(&self, headers: &HeaderMap, body: &[u8]) -> bool;
    /// Whether an answer whose status is not 401 says that nobody is signed in.
    fn says_not_authenticated(&self, answer: &Answer) -> bool;
}

/// The records that the rows of a list are; what is wrong with them otherwise, without their content.
fn records(rows: Vec<Value>) -> Result<Vec<Record>, &'static str> {
    let record = |row| match row {
        Value::Object(record) => Ok(record),
        _ => Err("a list with something else than records in it"),
    };
    rows.into_iter().map(record).collect()
}

pub(super) fn of(kind: &DialectKind) -> Arc<dyn Dialect> {
    match kind {
        DialectKind::BqeCore => Arc::new(bqe_core::BqeCore),
        DialectKind::Described(habits) => Arc::new(described::Described::new((**habits).clone())),
    }
}
