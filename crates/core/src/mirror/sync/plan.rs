//! Which page to ask for: pure decisions, without network or store.

use super::super::layout::Layout;
use super::state::{Cursor, Phase, ReadState};
use crate::Record;
use crate::rest::{NextPage, OrderBy, PageRequest, RefusalReason, RequestError};
use coredesk_catalogue::{EntityType, Field, FieldKind, WireForm};

/// Rows of a page of the background load; the most that CORE answers.
pub(super) const PAGE_ROWS: u32 = 1_000;
/// The most rows that CORE answers with nested parts in them.
const PAGE_ROWS_WITH_PARTS: u32 = 100;
/// Rows of the very first page, small so that it is on screen at once.
pub(super) const FIRST_PAGE_ROWS: u32 = 200;
/// Pages asked for at the same time, where more is known to be there.
const PAGES_AT_ONCE: u64 = 2;
/// A change may be stored at the service a little later than its time says.
pub(super) const OVERLAP_SECONDS: i64 = 5 * 60;

const MICROSECONDS: i64 = 1_000_000;

/// The order in which a list is first shown: newest first by the first list column that holds a day or a time and
/// that the service can sort by, else as the service likes.
pub fn first_order(entity_type: &EntityType) -> Vec<OrderBy> {
    let columns = entity_type.list_columns.iter().filter_map(|name| entity_type.field(name));
    let mut times =
        columns.filter(|field| field.sortable && matches!(field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant));
    times.next().map(|field| OrderBy { field: field.name.clone(), descending: true }).into_iter().collect()
}

pub(super) fn first_page(entity_type: &EntityType) -> PageRequest {
    PageRequest { number: 1, size: FIRST_PAGE_ROWS, order_by: first_order(entity_type), ..PageRequest::default() }
}

/// The request for the page at `cursor`.
pub(super) fn page(layout: &Layout, phase: Phase, cursor: &Cursor) -> PageRequest {
    let order = |field: &str| vec![OrderBy { field: field.to_owned(), descending: false }];
    let order_by = match phase {
        Phase::Following => order("lastUpdated"),
        // Records are added at the end of this order and never move in it.
        Phase::New | Phase::Paging | Phase::Done => {
            let rises = |field: &&Field| field.sortable && (field.kind == FieldKind::Integer || field.wire == WireForm::Number);
            let created = layout.entity_type.field("createdOn").filter(|field| field.sortable);
            let numbered = layout.entity_type.field(&layout.entity_type.id_field).filter(rises);
            created.or(numbered).map(|field| order(&field.name)).unwrap_or_default()
        }
    };
    PageRequest {
        number: cursor.page,
        place: cursor.place.clone(),
        size: cursor.rows,
        order_by,
        changed_since: cursor.since.and_then(written),
        ..PageRequest::default()
    }
}

/// The same with the records' way through approval, which lists leave out, where they have one.
pub(super) fn with_workflow(layout: &Layout, request: PageRequest) -> PageRequest {
    match layout.entity_type.workflow() {
        Some((field, _)) => PageRequest { expand: vec![field.name.clone()], size: PAGE_ROWS_WITH_PARTS, ..request },
        None => request,
    }
}

/// The places to ask for at the same time, one after the other in the same order: more than one only where the service
/// counts more rows than one page holds, so that a look for changes costs one request.
///
/// Two pages that are asked for together may miss a row that slips from one to the other in that moment. Counting at
/// the end notices it. Whether a list without an order of change can be counted in pages is known after its first one.
pub(super) fn batch(state: &ReadState) -> Vec<Cursor> {
    let cursor = &state.cursor;
    let here = match state.phase {
        Phase::Following => state.rows,
        Phase::New | Phase::Paging | Phase::Done if cursor.page == 1 || cursor.place.is_some() => return vec![cursor.clone()],
        Phase::New | Phase::Paging | Phase::Done => u64::from(cursor.page.saturating_sub(1)) * u64::from(cursor.rows),
    };
    let left = state.expected_rows.unwrap_or(0).saturating_sub(here);
    let pages = left.div_ceil(u64::from(cursor.rows.max(1))).clamp(1, PAGES_AT_ONCE);
    let numbers = (cursor.page..).take(usize::try_from(pages).unwrap_or(1));
    numbers.map(|page| Cursor { page, ..cursor.clone() }).collect()
}

/// Where to read instead of at `cursor`, which failed: the same list in `smaller` pages where a page took too long, and
/// once from its start where the place is not known any more. `None` where the failure stands.
pub(super) fn instead(cursor: &Cursor, error: &RequestError, smaller: Option<u32>, began_anew: bool) -> Option<Cursor> {
    let start = Cursor { page: 1, place: None, ..cursor.clone() };
    match error {
        RequestError::Unreachable { status: Some(504), .. } => smaller.map(|rows| Cursor { rows, ..start }),
        RequestError::Refused(refusal)
            if cursor.place.is_some() && !began_anew && matches!(refusal.reason, RefusalReason::Invalid | RefusalReason::Gone) =>
        {
            Some(start)
        }
        _ => None,
    }
}

/// The place after a page, `None` if more pages than can be numbered.
///
/// When following changes, the next page starts at the newest change of this one instead of counting pages: so a
/// record that changes or goes meanwhile shifts nothing, and the last page costs the service no more than the first.
/// Page numbers are used only where too many records share that second, or the service does not keep the order.
pub(super) fn next(phase: Phase, cursor: &Cursor, next: &NextPage, times: &[Option<i64>]) -> Option<Cursor> {
    let counted = Some(Cursor { page: cursor.page.checked_add(1)?, place: None, ..cursor.clone() });
    if let NextPage::At(place) = next {
        return counted.map(|counted| Cursor { place: Some(place.clone()), ..counted });
    }
    if phase != Phase::Following {
        return counted;
    }
    let seconds: Option<Vec<i64>> = times.iter().map(|time| time.map(|microseconds| microseconds.div_euclid(MICROSECONDS))).collect();
    let Some(seconds) = seconds else { return counted };
    let Some(newest) = seconds.last().copied() else { return counted };
    let in_order = seconds.is_sorted();
    let moves_on = cursor.since.is_none_or(|since| newest > since);
    let shared = seconds.iter().filter(|second| **second == newest).count();
    if in_order && moves_on && shared * 2 <= seconds.len() {
        Some(Cursor { since: Some(newest), ..Cursor::start(cursor.rows) })
    } else {
        counted
    }
}

/// Where the reading of changes starts: at the newest change seen, by the service's clock. A time later than `now`
/// (seconds, this computer's clock) is not believed, since all changes before it would be missed.
pub(super) fn changes_since(newest: Option<i64>, now: i64) -> Option<i64> {
    newest.map(|newest| newest.div_euclid(MICROSECONDS).min(now) - OVERLAP_SECONDS)
}

pub(super) fn times(layout: &Layout, records: &[Record]) -> Vec<Option<i64>> {
    records.iter().map(|record| layout.changed_at(record)).collect()
}

/// A second of the service's clock as it is sent, in UTC without a zone (`2026-05-05T10:00:00`).
pub(super) fn written(second: i64) -> Option<String> {
    let timestamp = jiff::Timestamp::from_second(second).ok()?;
    Some(timestamp.to_zoned(jiff::tz::TimeZone::UTC).datetime().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = MICROSECONDS;

    fn at(since: Option<i64>, page: u32) -> Cursor {
        Cursor { since, page, ..Cursor::start(PAGE_ROWS) }
    }

    fn check(cursor: &Cursor, seconds: &[i64], expected: &Cursor) {
        let times: Vec<Option<i64>> = seconds.iter().map(|second| Some(second * SECOND + 5)).collect();
        assert_eq!(next(Phase::Following, cursor, &NextPage::Counted, &times).as_ref(), Some(expected), "{seconds:?}");
    }

    #[test]
    fn the_next_page_starts_at_the_newest_change_of_this_one() {
        check(&at(None, 1), &[10, 11, 12], &at(Some(12), 1));
        check(&at(Some(12), 3), &[12, 12, 13, 14], &at(Some(14), 1));
    }

    #[test]
    fn pages_are_counted_while_many_records_share_a_second() {
        check(&at(None, 1), &[10, 10, 10], &at(None, 2));
        check(&at(Some(10), 1), &[10, 10, 11, 11, 11], &at(Some(10), 2));
    }

    #[test]
    fn pages_are_counted_when_the_service_does_not_keep_the_order() {
        check(&at(None, 1), &[12, 10, 11, 13], &at(None, 2));
        assert_eq!(next(Phase::Following, &at(None, 1), &NextPage::Counted, &[Some(1), None]), Some(at(None, 2)));
    }

    #[test]
    fn a_place_that_the_service_named_is_gone_to() {
        let named = NextPage::At("?page=2".to_owned());
        let after = next(Phase::Paging, &at(None, 1), &named, &[]).expect("goes on");
        assert_eq!(after, Cursor { place: Some("?page=2".to_owned()), ..at(None, 2) });
        assert_eq!(next(Phase::Paging, &after, &NextPage::Counted, &[]), Some(at(None, 3)));
    }

    #[test]
    fn a_page_that_takes_too_long_is_asked_for_smaller_from_the_start() {
        let slow = || RequestError::Unreachable { status: Some(504), reason: String::new() };
        let cursor = Cursor { place: Some("p".to_owned()), ..at(None, 7) };
        let smaller = instead(&cursor, &slow(), Some(500), false).expect("goes on");
        assert_eq!((smaller.is_start(), smaller.rows), (true, 500));
        assert_eq!(instead(&cursor, &slow(), None, false), None);
    }

    #[test]
    fn a_place_that_is_not_known_any_more_is_left_once() {
        let refused = |reason| RequestError::from(crate::rest::Refusal::of(400, reason));
        let lost = Cursor { place: Some("p".to_owned()), ..at(None, 7) };
        assert_eq!(instead(&lost, &refused(RefusalReason::Invalid), None, false), Some(at(None, 1)));
        assert_eq!(instead(&lost, &refused(RefusalReason::Invalid), None, true), None);
        assert_eq!(instead(&lost, &refused(RefusalReason::Forbidden), None, false), None);
        assert_eq!(instead(&at(None, 7), &refused(RefusalReason::Invalid), None, false), None);
    }

    #[test]
    fn two_pages_are_asked_for_at_once_while_more_than_one_is_left() {
        let pages = |phase, page, rows, expected_rows| {
            let cursor = at(Some(7), page);
            let state = ReadState { phase, generation: 1, cursor, newest: None, complete: false, rows, expected_rows, total: None };
            batch(&state).into_iter().map(|cursor| cursor.page).collect::<Vec<_>>()
        };
        assert_eq!(pages(Phase::Following, 1, 200, Some(48_000)), [1, 2]);
        assert_eq!(pages(Phase::Following, 3, 46_999, Some(48_000)), [3, 4]);
        assert_eq!(pages(Phase::Following, 1, 47_500, Some(48_000)), [1]);
        assert_eq!(pages(Phase::Following, 1, 48_000, Some(48_000)), [1]);
        assert_eq!(pages(Phase::Following, 1, 0, None), [1]);
        assert_eq!(pages(Phase::Paging, 1, 5_000, Some(5_000)), [1], "nobody knows yet whether pages are counted");
        assert_eq!(pages(Phase::Paging, 2, 5_000, Some(5_000)), [2, 3]);
        assert_eq!(pages(Phase::Paging, 5, 5_000, Some(5_000)), [5]);
    }

    #[test]
    fn changes_are_asked_for_in_utc_without_a_zone_and_five_minutes_early() {
        let since = changes_since(Some(1_777_975_200 * SECOND), i64::MAX);
        assert_eq!(since.and_then(written).as_deref(), Some("2026-05-05T09:55:00"));
    }

    #[test]
    fn a_time_of_change_in_the_future_hides_no_later_change() {
        assert_eq!(changes_since(Some(4_000_000_000 * SECOND), 1_777_975_200), Some(1_777_975_200 - OVERLAP_SECONDS));
    }

    #[test]
    fn a_list_is_first_shown_newest_first_where_the_service_can() {
        let catalogue = coredesk_catalogue::bqe_core::service().expect("reads").catalogue;
        let order = |name: &str| first_order(catalogue.entity_type(name).expect("exists"));
        assert_eq!(order("timeentry"), [OrderBy { field: "date".to_owned(), descending: true }]);
        assert_eq!(order("leadsource"), []);
    }
}
