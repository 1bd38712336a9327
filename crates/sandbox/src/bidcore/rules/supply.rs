//! Rules of publishers, sites and deals.

use super::{Change, Verdict, WHOLE, broken, met};
use rusqlite::types::Value as SqlValue;

/// Names are unique among the objects of one entity type.
pub(super) fn unique_name(change: &Change<'_>) -> Verdict {
    let name = SqlValue::Text(change.text("name").unwrap_or_default().to_owned());
    let own = SqlValue::Integer(change.id.unwrap_or_default());
    let others = change.db.count(&change.entity.key, "WHERE json_extract(t.doc, '$.name') = ?1 AND t.id <> ?2", &[name, own])?;
    if others == 0 { met() } else { broken("name", format!("{} with this name already exists.", change.entity.singular)) }
}

/// A web site has a domain, an app a bundle.
pub(super) fn site_address(change: &Change<'_>) -> Verdict {
    match (change.text("kind"), change.text("domain"), change.text("bundle")) {
        (Some("web"), None, _) => broken(WHOLE, "A site of kind web needs a domain."),
        (Some("app"), _, None) => broken(WHOLE, "A site of kind app needs a bundle."),
        _ => met(),
    }
}

/// An exchange has one deal of an id.
pub(super) fn deal_unique(change: &Change<'_>) -> Verdict {
    let deal = SqlValue::Text(change.text("deal_id").unwrap_or_default().to_owned());
    let ssp = SqlValue::Integer(change.id("ssp").unwrap_or_default());
    let own = SqlValue::Integer(change.id.unwrap_or_default());
    let same = "WHERE json_extract(t.doc, '$.ssp') = ?1 AND json_extract(t.doc, '$.deal_id') = ?2 AND t.id <> ?3";
    let others = change.db.count("deals", same, &[ssp, deal, own])?;
    if others == 0 { met() } else { broken(WHOLE, "The fields deal_id, ssp must make a unique set.") }
}
