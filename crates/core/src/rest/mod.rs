//! Prepared requests, dialects, the limiter, retries, classified responses. The only sender of service requests.

mod allowance;
mod client;
mod condition;
mod created;
mod dialect;
mod error_body;
mod limiter;
mod outcome;
mod page;
mod request;
mod response;
mod retry;

use crate::Record;
pub use client::{Client, Deadlines};
pub use condition::{Comparison, Condition, Operator};
use coredesk_catalogue::EntityType;
pub use limiter::Pace;
pub use outcome::{FieldWords, Refusal, RefusalReason, RequestError, WriteOutcome};
pub use page::{OrderBy, Page, PageRequest};
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
    /// The record as it is now; `None` when the service does not have it.
    fn get(
        &self,
        entity_type: &EntityType,
        id: &str,
        cancel: &CancellationToken,
    ) -> impl Future<Output = Result<Option<Record>, RequestError>> + Send;
    /// Creates a record from the fields given. A service may do it without showing what it made of it, and the record
    /// may not be found either: then nobody knows its id until it comes with a list.
    fn create(&self, entity_type: &EntityType, record: &Record, cancel: &CancellationToken) -> impl Future<Output = WriteOutcome> + Send;
    /// Changes a record. `record` is the answer of [`Entities::get`] with the changes in place, never a row of a list:
    /// a list leaves nested parts out, and what is not sent may be cleared (`core-api.md`, sections 9 and 12).
    fn update(
        &self,
        entity_type: &EntityType,
        id: &str,
        record: &Record,
        cancel: &CancellationToken,
    ) -> impl Future<Output = WriteOutcome> + Send;
    /// Deletes a record.
    fn delete(&self, entity_type: &EntityType, id: &str, cancel: &CancellationToken) -> impl Future<Output = WriteOutcome> + Send;
}
