//! One page after the other, and a list that does not end is noticed: pages that bring nothing new, places that lead in a
//! circle, far more rows than the service counts.

use super::super::layout::{Layout, id_of};
use super::super::status::MirrorStatus;
use super::plan;
use super::state::{Cursor, Phase};
use super::{Sync, SyncError};
use crate::Record;
use crate::rest::{Entities, NextPage, Page, PageRequest};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Pages without a row, one after the other, that lead on to another page.
const EMPTY_AT_MOST: u32 = 100;

/// Rows of a list of which nobody knows how many it has. A longer one is told as one that does not end.
const UNCOUNTED_AT_MOST: u64 = 3_000_000;

/// What was seen in one pass over a list.
#[derive(Default)]
pub(super) struct Seen {
    /// Fingerprints of records.
    records: HashSet<u64>,
    /// Fingerprints of the places that led on.
    places: HashSet<u64>,
    rows: u64,
    empty: u32,
    /// The pass began anew because the place where it stood was not known any more.
    pub(super) began_anew: bool,
}

impl Seen {
    /// Takes in a page of at most `asked` rows, and says whether the list ends with it. Pages may overlap.
    ///
    /// # Errors
    /// `RepeatedPage` for a page without anything new and for a place that was led to before, `Endless` for far more
    /// rows than `expected` or too many empty pages.
    pub(super) fn take(&mut self, layout: &Layout, page: &Page, asked: u32, expected: Option<u64>) -> Result<bool, SyncError> {
        let leads_on = match &page.next {
            NextPage::None => return Ok(true),
            NextPage::Counted => false,
            NextPage::At(place) => {
                if !self.places.insert(hash(place)) {
                    return Err(SyncError::RepeatedPage);
                }
                true
            }
        };
        if page.records.is_empty() {
            self.empty += 1;
            return if self.empty > EMPTY_AT_MOST { Err(SyncError::Endless) } else { Ok(!leads_on) };
        }
        self.empty = 0;
        let before = self.records.len();
        self.records.extend(page.records.iter().map(|record| fingerprint(layout, record)));
        if self.records.len() == before {
            // A service without pages answers every number with all that it has.
            let has_no_pages = !leads_on && page.records.len() < asked as usize;
            return if has_no_pages { Ok(true) } else { Err(SyncError::RepeatedPage) };
        }
        self.rows += page.records.len() as u64;
        // A service may give smaller pages than asked for, so rows are counted and not pages.
        let most = expected.map_or(UNCOUNTED_AT_MOST, |expected| expected.saturating_mul(3).max(1_000_000));
        if self.rows > most {
            return Err(SyncError::Endless);
        }
        Ok(!leads_on && page.total.is_some_and(|total| self.records.len() as u64 >= total))
    }

    /// The same pass from its first page.
    pub(super) fn anew(&mut self) {
        *self = Self { began_anew: true, ..Self::default() };
    }
}

/// The pages of one list, one after the other.
pub(super) struct Walk {
    request: PageRequest,
    seen: Seen,
    is_over: bool,
}

/// What came of the next page.
pub(super) enum Walked {
    Rows(Vec<Record>),
    /// The list begins again: what came of it so far comes once more.
    Anew,
}

impl Walk {
    pub(super) fn of(request: PageRequest) -> Self {
        Self { request: PageRequest { number: 1, place: None, ..request }, seen: Seen::default(), is_over: false }
    }
}

impl<E: Entities, P: Fn(MirrorStatus) + Send> Sync<'_, E, P> {
    /// The next page of a walk; `None` after the last.
    pub(super) async fn go_on(&self, walk: &mut Walk) -> Result<Option<Walked>, SyncError> {
        if walk.is_over {
            return Ok(None);
        }
        let request = &mut walk.request;
        let here = Cursor { since: None, page: request.number, rows: request.size, place: request.place.take() };
        request.place.clone_from(&here.place);
        match self.fetch(request).await {
            Ok(page) => {
                walk.is_over = walk.seen.take(&self.layout, &page, request.size, None)?;
                if !walk.is_over {
                    let next = plan::next(Phase::Paging, &here, &page.next, &[]).ok_or(SyncError::Endless)?;
                    (request.number, request.place) = (next.page, next.place);
                }
                Ok(Some(Walked::Rows(page.records)))
            }
            Err(error) => {
                let again = self.instead(&here, &error, walk.seen.began_anew).ok_or(error)?;
                (request.number, request.place, request.size) = (again.page, again.place, again.rows);
                walk.seen.anew();
                Ok(Some(Walked::Anew))
            }
        }
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The same for the same state of a record: one that changes while pages are read may come again.
fn fingerprint(layout: &Layout, record: &Record) -> u64 {
    match id_of(record, &layout.entity_type.id_field) {
        Some(id) => hash((id, layout.changed_at(record))),
        None => hash(serde_json::to_string(record).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::{self, Learnt};
    use coredesk_catalogue::bqe_core;
    use serde_json::json;

    #[test]
    fn a_list_without_a_count_ends_somewhere() {
        let entity_type = bqe_core::service().expect("reads").catalogue.entity_type("timeentry").cloned().expect("is there");
        let layout = Layout::of(&entity_type, description::expected(&entity_type, &Learnt::default()));
        let record = |id: u64| json!({"id": id}).as_object().cloned().expect("an object");
        for next in [NextPage::Counted, NextPage::At("x".to_owned())] {
            let take = |rows: u64| {
                let page = Page { records: vec![record(rows)], next: next.clone(), total: None };
                Seen { rows, ..Seen::default() }.take(&layout, &page, 1, None)
            };
            assert!(matches!(take(UNCOUNTED_AT_MOST - 1), Ok(false)));
            assert!(matches!(take(UNCOUNTED_AT_MOST), Err(SyncError::Endless)));
        }
    }
}
