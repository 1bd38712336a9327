//! Notices a list that does not end: pages that bring nothing new, or far more rows than the service counts.

use super::super::layout::{Layout, id_of};
use super::SyncError;
use crate::Record;
use crate::rest::Page;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What was seen in one pass over a list.
#[derive(Default)]
pub(super) struct Seen {
    /// Fingerprints of records.
    records: HashSet<u64>,
    rows: u64,
}

impl Seen {
    /// Takes a page in. A short or empty one is the end of the list and always fine; pages may overlap.
    ///
    /// # Errors
    /// `RepeatedPage` for a full page without anything new, `Endless` for far more rows than `expected`.
    pub(super) fn take(&mut self, layout: &Layout, page: &Page, expected: Option<u64>) -> Result<(), SyncError> {
        if page.is_last() || page.records.is_empty() {
            return Ok(());
        }
        let before = self.records.len();
        self.records.extend(page.records.iter().map(|record| fingerprint(layout, record)));
        if self.records.len() == before {
            return Err(SyncError::RepeatedPage);
        }
        self.rows += page.records.len() as u64;
        // A service may give smaller pages than asked for, so rows are counted and not pages.
        let most = expected.map_or(u64::MAX, |expected| expected.saturating_mul(3).max(1_000_000));
        if self.rows > most { Err(SyncError::Endless) } else { Ok(()) }
    }
}

/// The same for the same state of a record: one that changes while pages are read may come again.
fn fingerprint(layout: &Layout, record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    match id_of(record, &layout.entity_type.id_field) {
        Some(id) => (id, layout.changed_at(record)).hash(&mut hasher),
        None => serde_json::to_string(record).unwrap_or_default().hash(&mut hasher),
    }
    hasher.finish()
}
