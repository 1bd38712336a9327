//! The buying strategies of the platform, with its own ids (`bidcore-api.md` section 10).

use super::Account;
use crate::store::{Record, StoreError};
use serde_json::{Value, json};

/// A strategy: id, name, goal, what is paid for, which limit it names, whether it needs a target CTR, how its budget counts.
type Strategy = (i64, &'static str, &'static str, Option<&'static str>, Option<&'static str>, bool, &'static str);

pub(super) const STRATEGIES: [Strategy; 14] = [
    (1, "Max impressions, CPM limit", "impressions", Some("media_cost"), Some("cpm_limit"), false, "lifetime"),
    (2, "Max clicks, CPC limit", "clicks", Some("media_cost"), Some("cpc_limit"), false, "lifetime"),
    (3, "Max video views, CPV limit", "video_views", Some("media_cost"), Some("cpv_limit"), false, "lifetime"),
    (4, "Max margin, CPM limit", "margin", Some("impressions"), Some("cpm_limit"), false, "lifetime"),
    (5, "Max margin, CPC limit", "margin", Some("clicks"), Some("cpc_limit"), false, "lifetime"),
    (6, "Max margin, CPV limit", "margin", Some("video_views"), Some("cpv_limit"), false, "lifetime"),
    (7, "Max margin, CPM limit and target CTR", "margin", Some("impressions"), Some("cpm_limit"), true, "lifetime"),
    (8, "Max impressions, CPM limit and target CTR", "impressions", Some("media_cost"), Some("cpm_limit"), true, "lifetime"),
    (11, "Max conversions, target CPM and CTR", "conversions", Some("media_cost"), Some("cpm_limit"), true, "lifetime"),
    (12, "Max conversions, target CPM and CTR, daily budget", "conversions", Some("media_cost"), Some("cpm_limit"), true, "daily"),
    (
        13,
        "Max impressions, CPM limit and target CTR, monthly budget",
        "impressions",
        Some("media_cost"),
        Some("cpm_limit"),
        true,
        "monthly",
    ),
    (14, "Max conversions, target CPM and CTR, monthly budget", "conversions", Some("media_cost"), Some("cpm_limit"), true, "monthly"),
    (20, "Max VCR, CPM limit and impression cap", "vcr", None, Some("cpm_limit"), false, "lifetime"),
    (21, "Max margin, CPM limit and further targets", "margin", None, Some("cpm_limit"), false, "lifetime"),
];

/// The strategies that have to be enabled for an account, and are not for this one.
const NOT_ENABLED: [i64; 3] = [13, 14, 21];

pub(super) fn make(account: &mut Account<'_>) -> Result<(), StoreError> {
    for (id, name, goal, payment_model, limit_field, needs_target_ctr, budget_type) in STRATEGIES {
        let fields = json!({
            "name": name, "goal": goal, "payment_model": payment_model, "limit_field": limit_field,
            "needs_target_ctr": needs_target_ctr, "budget_type": budget_type, "is_available": !NOT_ENABLED.contains(&id),
        });
        let Value::Object(record) = fields else { continue };
        account.db.insert_as("buying-strategies", id, &Record::from_iter(record))?;
    }
    Ok(())
}
