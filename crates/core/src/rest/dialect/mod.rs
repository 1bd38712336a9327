//! What differs between services past sign-in, and nothing else: BQE CORE has habits of its own, all others are described.

mod bqe_core;
mod described;

use super::request::{Operation, PrepareError, PreparedRequest};
use super::{Page, PageRequest, Refusal};
use crate::Record;
use coredesk_catalogue::{DialectKind, EntityType};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::sync::Arc;

/// How a service is asked and how its answers are to be taken. Pure.
pub(super) trait Dialect: Send + Sync {
    /// The request for `operation`.
    fn prepare(&self, entity_type: &EntityType, operation: Operation<'_>) -> Result<PreparedRequest, PrepareError>;
    /// Headers of its own, for this moment and place.
    fn headers(&self, at: Timestamp, zone: &TimeZone) -> Vec<(HeaderName, HeaderValue)>;
    /// A page out of a list's answer; `None` in place of the value means that there was no body.
    fn read_page(&self, entity_type: &EntityType, request: &PageRequest, answer: Option<Value>) -> Result<Page, &'static str>;
    /// A number out of a count's answer.
    fn read_count(&self, answer: &Value) -> Option<u64>;
    /// The record out of the answer to a get or a write.
    fn read_record(&self, entity_type: &EntityType, answer: Value) -> Option<Record>;
    /// The service's no, out of an answer that is one.
    fn read_refusal(&self, status: u16, headers: &HeaderMap, body: &[u8], is_delete: bool) -> Refusal;
    /// Whether an answer is a no by its code or words, whatever its status says.
    fn says_no(&self, headers: &HeaderMap, body: &[u8]) -> bool;
    /// Whether the failure of a change may mean that the record is gone.
    fn may_mean_gone(&self, headers: &HeaderMap, body: &[u8]) -> bool;
    /// Whether an answer with a good status says that nobody is signed in.
    fn says_not_authenticated(&self, body: &[u8]) -> bool;
}

pub(super) fn of(kind: &DialectKind) -> Arc<dyn Dialect> {
    match kind {
        DialectKind::BqeCore => Arc::new(bqe_core::BqeCore),
        DialectKind::Described(habits) => Arc::new(described::Described::new((**habits).clone())),
    }
}
