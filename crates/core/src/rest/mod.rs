//! Prepared requests, dialects, the limiter, retries, classified responses. The only sender of service requests.

mod allowance;
mod client;
mod condition;
mod created;
mod credential;
mod dialect;
mod error_body;
mod limiter;
mod listed;
mod outcome;
mod page;
mod record;
mod request;
mod response;
mod retry;

use crate::Record;
pub use client::{Client, Deadlines, Looked, Seen};
pub use condition::{Comparison, Condition, Operator};
use coredesk_catalogue::EntityType;
pub use limiter::Pace;
pub(crate) use listed::listed;
pub use outcome::{FieldWords, Refusal, RefusalReason, RequestError, WriteOutcome};
pub use page::{NextPage, OrderBy, Page, PageRequest};
pub use record::{Fetched, Update};
use std::future::Future;
use tokio_util::sync::CancellationToken;

/// Reading and writing the records of one connection. [`Client`] does it over HTTP; tests answer by themselves.
///
/// A cancelled token ends every wait at once: for a turn, a pause that the service asked for, a repeat, a read under
/// way. A write that left this computer is not torn off: its answer is awaited up to the deadline, since nobody could
/// say otherwise what became of it.
pub trait Entities: Send + Sync + 'static {
    /// One page of the collection.
    fn list(
        &self,
        entity_type: &EntityType,
        page: &PageRequest,
        cancel: &CancellationToken,
    ) -> impl Future<Output = Result<Page, RequestError>> + Send;
    /// How many records the collection has, if the service can say.
    fn count(&self, entity_type: &EntityType, cancel: &CancellationToken)
    -> impl Future<Output = Result<Option<u64>, RequestError>> + Send;
    /// The most rows that a page of this service holds, where `wanted` would be welcome.
    fn most_rows(&self, wanted: u32) -> u32 {
        wanted
    }
    /// The rows to ask for instead of a page of `rows` that took too long; `None` where less cannot be asked for.
    fn smaller_page(&self, rows: u32) -> Option<u32> {
        let _ = rows;
        None
    }
    /// The record as it is now; `None` when the service does not have it.
    fn get(
        &self,
        entity_type: &EntityType,
        id: &str,
        cancel: &CancellationToken,
    ) -> impl Future<Output = Result<Option<Fetched>, RequestError>> + Send;
    /// Creates a record from the fields given. A service may do it without showing what it made of it, and the record
    /// may not be found either: then nobody knows its id until it comes with a list.
    fn create(&self, entity_type: &EntityType, record: &Record, cancel: &CancellationToken) -> impl Future<Output = WriteOutcome> + Send;
    /// Changes a record. How much of it is sent is said by the entity type's update form; nothing is sent where nothing
    /// is changed.
    fn update(
        &self,
        entity_type: &EntityType,
        id: &str,
        update: Update<'_>,
        cancel: &CancellationToken,
    ) -> impl Future<Output = WriteOutcome> + Send;
    /// Deletes a record; the version `etag` of it alone, where that is known.
    fn delete(
        &self,
        entity_type: &EntityType,
        id: &str,
        etag: Option<&str>,
        cancel: &CancellationToken,
    ) -> impl Future<Output = WriteOutcome> + Send;
}
