//! The rules across fields and objects that the document only names in words (`x-server-rules`).

mod creatives;
mod lists;
mod supply;
mod trading;

use super::description::Entity;
use super::refusal::Refusal;
use super::store::Db;
use crate::store::{Record, StoreError};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A write whose single fields are good.
pub(super) struct Change<'a> {
    pub(super) db: &'a Db,
    pub(super) entity: &'a Entity,
    pub(super) now: Timestamp,
    /// None while it has none: in a create.
    pub(super) id: Option<i64>,
    pub(super) before: Option<&'a Record>,
    /// The object as it would be.
    pub(super) after: &'a Record,
    /// The fields of the body.
    pub(super) sent: &'a Record,
}

impl Change<'_> {
    fn flag(&self, field: &str) -> bool {
        self.after.get(field).and_then(Value::as_bool).unwrap_or_default()
    }

    fn id(&self, field: &str) -> Option<i64> {
        self.after.get(field)?.as_i64()
    }

    fn list(&self, field: &str) -> &[Value] {
        self.after.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A text that is not empty.
    fn text(&self, field: &str) -> Option<&str> {
        super::computed::text(self.after, field).filter(|text| !text.trim().is_empty())
    }
}

/// What is wrong, at which field.
struct Complaint(&'static str, String);

/// That a rule is met, or what is wrong.
type Verdict = Result<Vec<Complaint>, StoreError>;

fn met() -> Verdict {
    Ok(Vec::new())
}

fn broken(field: &'static str, words: impl Into<String>) -> Verdict {
    Ok(vec![Complaint(field, words.into())])
}

/// The field that stands for the object as a whole.
const WHOLE: &str = "non_field_errors";

/// A rule of the document.
struct Rule {
    id: &'static str,
    kept: Kept,
}

/// Where a rule is kept.
enum Kept {
    /// When one of these fields is written.
    Check(&'static [&'static str], fn(&Change<'_>) -> Verdict),
    /// As [`Kept::Check`], and what else is to be stored then.
    Shape(&'static [&'static str], fn(&Change<'_>) -> Verdict, fn(&mut Record)),
    /// After an update, in other objects.
    Spread(fn(&Db, i64, &Record, Timestamp) -> Result<(), StoreError>),
    /// By what the document says beside it: a field's mark, a reference, the operations; or where values are worked out.
    #[cfg_attr(not(test), expect(dead_code, reason = "the words are for the reader"))]
    Elsewhere(&'static str),
}

/// Every rule there is.
const RULES: [Rule; 33] = [
    Rule { id: "unique-name", kept: Kept::Check(&["name"], supply::unique_name) },
    Rule { id: "publisher-in-use", kept: Kept::Elsewhere("sites.publisher protects") },
    Rule { id: "site-address", kept: Kept::Check(&["kind", "domain", "bundle"], supply::site_address) },
    Rule { id: "currency-immutable", kept: Kept::Elsewhere("x-immutable") },
    Rule { id: "advertiser-cascade", kept: Kept::Elsewhere("references that cascade") },
    Rule { id: "advertiser-pause", kept: Kept::Spread(trading::pause_campaigns) },
    Rule { id: "campaign-dates", kept: Kept::Check(&["start_date", "end_date"], trading::campaign_dates) },
    Rule { id: "campaign-activate", kept: Kept::Check(&["is_active"], trading::campaign_activate) },
    Rule { id: "campaign-pause", kept: Kept::Spread(trading::pause_line_items) },
    Rule { id: "campaign-budget", kept: Kept::Check(&["budget"], trading::campaign_budget) },
    Rule { id: "campaign-cascade", kept: Kept::Elsewhere("line-items.campaign cascades") },
    Rule { id: "line-item-dates", kept: Kept::Check(&["start_date", "end_date"], trading::line_item_dates) },
    Rule { id: "line-item-budget", kept: Kept::Check(&["budget"], trading::line_item_budget) },
    Rule {
        id: "line-item-strategy-limit",
        kept: Kept::Check(&["buying_strategy", "cpm_limit", "cpc_limit", "cpv_limit", "target_ctr"], trading::strategy_limit),
    },
    Rule { id: "line-item-same-advertiser", kept: Kept::Check(&["creatives", "pixels"], trading::same_advertiser) },
    Rule { id: "line-item-forecast", kept: Kept::Elsewhere("computed") },
    Rule { id: "banner-macro", kept: Kept::Check(&["html_code", "asset_source"], creatives::banner_macro) },
    Rule { id: "native-asset", kept: Kept::Check(&["native_assets"], creatives::native_asset) },
    Rule { id: "tracker-count", kept: Kept::Elsewhere("maxItems") },
    Rule { id: "video-trackers", kept: Kept::Check(&["impression_trackers", "click_trackers"], creatives::video_trackers) },
    Rule {
        id: "creative-dates",
        kept: Kept::Shape(&["use_line_item_dates", "start_date", "end_date"], creatives::dates, creatives::without_own_dates),
    },
    Rule { id: "creative-in-use", kept: Kept::Elsewhere("the deletion itself") },
    Rule { id: "asset-content", kept: Kept::Check(&["text", "url"], creatives::asset_content) },
    Rule { id: "asset-in-use", kept: Kept::Elsewhere("creatives.native_assets protects") },
    Rule { id: "pixel-in-app", kept: Kept::Check(&["event_name", "apple_bundle_ids", "is_server_to_server"], creatives::pixel_in_app) },
    Rule { id: "pixel-segment", kept: Kept::Check(&["collects_user_segment", "segment_life_days"], creatives::pixel_segment) },
    Rule { id: "list-access", kept: Kept::Shape(&["access", "advertisers", "advertiser_groups"], lists::access, lists::without_selection) },
    Rule { id: "list-in-use", kept: Kept::Elsewhere("line-items.targeting protects") },
    Rule { id: "deal-unique", kept: Kept::Check(&["deal_id", "ssp"], supply::deal_unique) },
    Rule { id: "deal-no-delete", kept: Kept::Elsewhere("operations") },
    Rule { id: "ssps-fixed", kept: Kept::Elsewhere("operations") },
    Rule { id: "strategies-fixed", kept: Kept::Elsewhere("operations") },
    Rule { id: "segments-uploaded", kept: Kept::Elsewhere("operations") },
];

/// The rules that the document names for an entity type.
fn of(entity: &Entity) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| entity.rules.iter().any(|id| id == rule.id))
}

/// Puts into a record what follows from its other fields.
pub(super) fn shape(entity: &Entity, record: &mut Record) {
    for rule in of(entity) {
        if let Kept::Shape(_, _, shape) = rule.kept {
            shape(record);
        }
    }
}

/// Refuses a write with all that is wrong about it.
pub(super) fn check(change: &Change<'_>) -> Result<(), Refusal> {
    let mut errors = Record::new();
    for rule in of(change.entity) {
        let (fields, check) = match rule.kept {
            Kept::Check(fields, check) | Kept::Shape(fields, check, _) => (fields, check),
            Kept::Spread(_) | Kept::Elsewhere(_) => continue,
        };
        if change.before.is_some() && !fields.iter().any(|field| change.sent.contains_key(*field)) {
            continue;
        }
        for Complaint(field, words) in check(change)? {
            match errors.get_mut(field).and_then(Value::as_array_mut) {
                Some(told) => told.push(words.into()),
                None => drop(errors.insert(field.to_owned(), json!([words]))),
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields(errors)) }
}

/// Carries an update on to the objects that it concerns beside its own.
pub(super) fn spread(entity: &Entity, db: &Db, id: i64, sent: &Record, now: Timestamp) -> Result<(), StoreError> {
    for rule in of(entity) {
        if let Kept::Spread(spread) = rule.kept {
            spread(db, id, sent, now)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bidcore::description::Description;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_of_the_document_is_kept_and_no_other() {
        let description = Description::read().unwrap();
        let named: BTreeSet<&str> = description.entities().flat_map(|entity| entity.rules.iter().map(String::as_str)).collect();
        assert_eq!(named, RULES.iter().map(|rule| rule.id).collect());
        for rule in &RULES {
            assert!(!matches!(rule.kept, Kept::Elsewhere("")), "{}", rule.id);
        }
    }
}
