//! Rules of advertisers, campaigns and line items.

use super::{Change, Complaint, Verdict, WHOLE, broken, met};
use crate::bidcore::check::written;
use crate::bidcore::computed::{instant, money, text};
use crate::bidcore::money::Money;
use crate::bidcore::store::Db;
use crate::store::{Record, StoreError};
use jiff::Timestamp;
use rusqlite::types::Value as SqlValue;
use serde_json::Value;

const LATER: &str = "Must be later than start_date.";

/// A campaign ends after it starts.
pub(super) fn campaign_dates(change: &Change<'_>) -> Verdict {
    if instant(change.after, "end_date") > instant(change.after, "start_date") { met() } else { broken("end_date", LATER) }
}

/// A campaign is activated while it runs, with an active line item.
pub(super) fn campaign_activate(change: &Change<'_>) -> Verdict {
    let was_active = change.before.is_some_and(|before| before.get("is_active") == Some(&Value::Bool(true)));
    if was_active || !change.flag("is_active") {
        return met();
    }
    let mut complaints = Vec::new();
    let mut complain = |words: &str| complaints.push(Complaint("is_active", words.to_owned()));
    let has_active = line_items(change.db, change.id)?.iter().any(|(_, item)| item.get("is_active") == Some(&Value::Bool(true)));
    if !has_active {
        complain("A campaign needs at least one active line item to be activated.");
    }
    if instant(change.after, "start_date").is_some_and(|start| start > change.now) {
        complain("A campaign cannot be activated before its start.");
    }
    if instant(change.after, "end_date").is_some_and(|end| end < change.now) {
        complain("A campaign cannot be activated after its end.");
    }
    Ok(complaints)
}

/// The budget of a campaign, if it is set, covers those of its line items.
pub(super) fn campaign_budget(change: &Change<'_>) -> Verdict {
    let Some(budget) = money(change.after, "budget") else { return met() };
    let needed: Money = line_items(change.db, change.id)?.iter().filter_map(|(_, item)| money(item, "budget")).sum();
    if budget < needed { broken("budget", format!("Must not be below {needed}, the sum of the line items' budgets.")) } else { met() }
}

/// A line item ends after it starts, both within its campaign's dates.
pub(super) fn line_item_dates(change: &Change<'_>) -> Verdict {
    let (start, end) = (instant(change.after, "start_date"), instant(change.after, "end_date"));
    if end <= start {
        return broken("end_date", LATER);
    }
    let campaign = campaign(change)?;
    let (first, last) = (instant(&campaign, "start_date"), instant(&campaign, "end_date"));
    if start < first || end > last {
        let [first, last] = ["start_date", "end_date"].map(|field| text(&campaign, field).unwrap_or_default());
        return broken("end_date", format!("Must lie, like start_date, within the campaign's dates, {first} to {last}."));
    }
    met()
}

/// A line item has a budget, and with the others of its campaign stays within the campaign's.
pub(super) fn line_item_budget(change: &Change<'_>) -> Verdict {
    let budget = money(change.after, "budget").unwrap_or_default();
    if budget <= Money::ZERO {
        return broken("budget", "Must be above zero.");
    }
    let Some(cap) = money(&campaign(change)?, "budget") else { return met() };
    let others = line_items(change.db, change.id("campaign"))?;
    let others: Money = others.iter().filter(|(id, _)| Some(*id) != change.id).filter_map(|(_, item)| money(item, "budget")).sum();
    if budget > cap - others { broken("budget", format!("The campaign's budget leaves {}.", cap - others)) } else { met() }
}

/// The limit that the strategy names is there, and a target CTR where it needs one.
pub(super) fn strategy_limit(change: &Change<'_>) -> Verdict {
    let strategy = change.id("buying_strategy").map_or(Ok(None), |id| change.db.get("buying-strategies", id))?.unwrap_or_default();
    let mut complaints = Vec::new();
    if let Some(limit) = text(&strategy, "limit_field")
        && money(change.after, limit).unwrap_or_default() <= Money::ZERO
    {
        complaints.push(Complaint(WHOLE, format!("This buying strategy needs {limit} above zero.")));
    }
    let needs_ctr = strategy.get("needs_target_ctr") == Some(&Value::Bool(true));
    if needs_ctr && change.after.get("target_ctr").and_then(Value::as_f64).is_none_or(|ctr| ctr <= 0.0) {
        complaints.push(Complaint(WHOLE, "This buying strategy needs target_ctr above zero.".to_owned()));
    }
    Ok(complaints)
}

/// Creatives and pixels are those of the campaign's advertiser.
pub(super) fn same_advertiser(change: &Change<'_>) -> Verdict {
    let advertiser = campaign(change)?.get("advertiser").and_then(Value::as_i64);
    for field in ["creatives", "pixels"] {
        for id in change.list(field).iter().filter_map(Value::as_i64) {
            let held = change.db.get(field, id)?.unwrap_or_default();
            if held.get("advertiser").and_then(Value::as_i64) != advertiser {
                return broken(WHOLE, format!("{field}: {id} belongs to another advertiser than the campaign."));
            }
        }
    }
    met()
}

/// An advertiser that is paused pauses its campaigns and their line items; one that is activated activates nothing.
pub(super) fn pause_campaigns(db: &Db, id: i64, sent: &Record, now: Timestamp) -> Result<(), StoreError> {
    if sent.get("is_active") != Some(&Value::Bool(false)) {
        return Ok(());
    }
    for (campaign, record) in db.select("campaigns", "WHERE json_extract(t.doc, '$.advertiser') = ?1", &[SqlValue::Integer(id)])? {
        pause(db, "campaigns", campaign, record, now)?;
        pause_line_items(db, campaign, sent, now)?;
    }
    Ok(())
}

/// A campaign that is paused pauses its line items.
pub(super) fn pause_line_items(db: &Db, id: i64, sent: &Record, now: Timestamp) -> Result<(), StoreError> {
    if sent.get("is_active") == Some(&Value::Bool(false)) {
        for (item, record) in line_items(db, Some(id))? {
            pause(db, "line-items", item, record, now)?;
        }
    }
    Ok(())
}

fn pause(db: &Db, entity: &str, id: i64, mut record: Record, now: Timestamp) -> Result<(), StoreError> {
    if record.get("is_active") != Some(&Value::Bool(true)) {
        return Ok(());
    }
    record.insert("is_active".to_owned(), false.into());
    record.insert("updated_at".to_owned(), written(now).into());
    db.replace(entity, id, &record)
}

fn line_items(db: &Db, campaign: Option<i64>) -> Result<Vec<(i64, Record)>, StoreError> {
    db.select("line-items", "WHERE json_extract(t.doc, '$.campaign') = ?1", &[campaign.map_or(SqlValue::Null, SqlValue::Integer)])
}

fn campaign(change: &Change<'_>) -> Result<Record, StoreError> {
    Ok(change.id("campaign").map_or(Ok(None), |id| change.db.get("campaigns", id))?.unwrap_or_default())
}
