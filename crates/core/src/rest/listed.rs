//! Records that are looked for in their list.

use super::{Entities, NextPage, PageRequest, RequestError};
use crate::Record;
use coredesk_catalogue::{EntityType, referenced_id};
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;

/// Longer lists are not read for a few records.
const PAGES_AT_MOST: u32 = 50;
const PAGE_ROWS: u32 = 1_000;

/// What was found in a list.
pub(crate) struct Listed {
    /// Each once, by its id.
    pub(crate) records: Vec<Record>,
    /// The list was read to its end.
    pub(crate) is_whole: bool,
}

/// The records of a list that are wanted. A list that repeats itself has ended.
///
/// # Errors
/// Why a page did not come.
pub(crate) async fn listed<E: Entities>(
    entities: &E,
    entity_type: &EntityType,
    request: PageRequest,
    is_wanted: impl Fn(&Record) -> bool + Send + Sync,
    cancel: &CancellationToken,
) -> Result<Listed, RequestError> {
    let mut request = PageRequest { number: 1, place: None, size: entities.most_rows(PAGE_ROWS), ..request };
    let mut seen = HashSet::new();
    let mut records = Vec::new();
    for _ in 0..PAGES_AT_MOST {
        let page = entities.list(entity_type, &request, cancel).await?;
        let mut brought_new = false;
        for record in page.records {
            let Some(id) = record.get(&entity_type.id_field).and_then(referenced_id) else { continue };
            if seen.insert(id) {
                brought_new = true;
                if is_wanted(&record) {
                    records.push(record);
                }
            }
        }
        request.number += 1;
        request.place = match page.next {
            NextPage::At(place) => Some(place),
            NextPage::Counted if brought_new => None,
            NextPage::Counted | NextPage::None => return Ok(Listed { records, is_whole: true }),
        };
    }
    Ok(Listed { records, is_whole: false })
}
