//! Prepared requests, dialects, the limiter, retries, classified responses. The only sender of service requests.

mod client;
mod condition;
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
pub use outcome::{Refusal, RefusalReason, RequestError, WriteOutcome};
pub use page::{OrderBy, Page, PageRequest};
use std::future::Future;
use tokio_util::sync::CancellationToken;

/// Reading and writing the records of one connection. [`Client`] does it over HTTP; tests answer by themselves.
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
    fn get(&self, entity_type: &EntityType, id: &str) -> impl Future<Output = Result<Option<Record>, RequestError>> + Send;
    /// Creates a record from the fields given.
    fn create(&self, entity_type: &EntityType, record: &Record) -> impl Future<Output = WriteOutcome> + Send;
    /// Changes a record. `record` is the whole of it as last read, with the changes in place.
    fn update(&self, entity_type: &EntityType, id: &str, record: &Record) -> impl Future<Output = WriteOutcome> + Send;
    /// Deletes a record.
    fn delete(&self, entity_type: &EntityType, id: &str) -> impl Future<Output = WriteOutcome> + Send;
}
