//! Rules of the lists for targeting.

use super::{Change, Verdict, broken, met};
use crate::store::Record;
use serde_json::Value;

/// A list for selected advertisers names some.
pub(super) fn access(change: &Change<'_>) -> Verdict {
    let is_empty = change.list("advertisers").is_empty() && change.list("advertiser_groups").is_empty();
    if change.text("access") == Some("selected") && is_empty {
        return broken("access", "With selected access at least one advertiser or advertiser group is needed.");
    }
    met()
}

/// A list for all names none.
pub(super) fn without_selection(record: &mut Record) {
    if record.get("access").and_then(Value::as_str) == Some("all") {
        for field in ["advertisers", "advertiser_groups"] {
            record.insert(field.to_owned(), Value::Array(Vec::new()));
        }
    }
}
