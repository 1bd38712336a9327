//! What is asked of a list, and what comes back.

use super::Condition;
use crate::Record;

/// One page of a list, in the service's own terms of order and filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// The record below which a nested collection stands.
    pub parent_id: Option<String>,
    /// Counted from 1; it counts only where `place` is not known.
    pub number: u32,
    /// Where the page begins, as the page before it told.
    pub place: Option<String>,
    /// Rows wanted; the dialect keeps it within the service's maximum.
    pub size: u32,
    /// Fields to order by, the most important first.
    pub order_by: Vec<OrderBy>,
    /// Only records whose field is at or after this value, for reading changes (`lastUpdated`).
    pub changed_since: Option<String>,
    /// Only records that fit.
    pub condition: Option<Condition>,
    /// Nested parts to be sent along; they make pages smaller.
    pub expand: Vec<String>,
    /// Only these fields of each record, for whoever needs a few (the mirror keeps whole records and never asks so), with
    /// its id and version; empty for all. A wish: a service that does not take it is asked for whole records, so more
    /// may come than was asked for.
    pub fields: Vec<String>,
}

/// A field to order a list by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBy {
    /// The field's name on the wire.
    pub field: String,
    /// Largest first.
    pub descending: bool,
}

/// One page of records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The records, as sent.
    pub records: Vec<Record>,
    /// How the page after it is asked for.
    pub next: NextPage,
    /// How many records there are over all pages, where the answer says so.
    pub total: Option<u64>,
}

/// How the page after a page is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NextPage {
    /// No page follows.
    #[default]
    None,
    /// By the next number. It may be empty.
    Counted,
    /// By this text, which is the service's own and goes into [`PageRequest::place`].
    At(String),
}

impl Page {
    /// Whether no page follows.
    pub fn is_last(&self) -> bool {
        self.next == NextPage::None
    }
}
