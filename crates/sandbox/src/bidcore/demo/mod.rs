//! The demo account: a made-up agency, the same at every first start but for its dates, which lie around that day.

mod audiences;
mod creatives;
mod lists;
mod names;
mod strategies;
mod supply;
mod trading;

use super::store::Db;
use crate::demo::Random;
use crate::store::{Record, StoreError};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};

/// The name of the agency whose account it is.
pub const BIDCORE_AGENCY: &str = "Northlight Media";
/// The entity types of the account; it has objects of each.
pub const BIDCORE_ENTITY_TYPES: u32 = 20;
/// The objects of the account in its first state.
pub const BIDCORE_ROWS: u32 = 15_557;

/// Makes every object of the account.
pub(super) fn seed(db: &mut Db) -> Result<(), StoreError> {
    let now = Timestamp::now();
    let mut account = Account { db, chance: Random::new(20), now, today: now.to_zoned(TimeZone::UTC).date() };
    strategies::make(&mut account)?;
    let ssps = supply::make_ssps(&mut account)?;
    supply::make_publishers(&mut account)?;
    let groups = trading::make_groups(&mut account)?;
    let advertisers = trading::make_advertisers(&mut account, &groups)?;
    let deals = supply::make_deals(&mut account, &ssps)?;
    let segments = audiences::make_segments(&mut account)?;
    let shelves = Shelves {
        domain_lists: lists::make_domain_lists(&mut account, &advertisers)?,
        url_lists: lists::make_url_lists(&mut account)?,
        app_bundle_lists: lists::make_app_bundle_lists(&mut account, &advertisers)?,
        postcode_lists: lists::make_postcode_lists(&mut account, &groups)?,
        geo_lists: lists::make_geo_lists(&mut account)?,
        audience_segments: segments,
        deals,
        ssps,
    };
    for advertiser in advertisers {
        let pixels = audiences::make_pixels(&mut account, &advertiser)?;
        let creatives = creatives::make(&mut account, &advertiser, &shelves.ssps)?;
        trading::make_campaigns(&mut account, &advertiser, &creatives, &pixels, &shelves)?;
    }
    Ok(())
}

/// What targeting can name.
struct Shelves {
    domain_lists: Vec<i64>,
    url_lists: Vec<i64>,
    app_bundle_lists: Vec<i64>,
    postcode_lists: Vec<i64>,
    geo_lists: Vec<i64>,
    audience_segments: Vec<i64>,
    deals: Vec<i64>,
    ssps: Vec<i64>,
}

/// An advertiser as far as what is below it needs to know.
struct Advertiser {
    id: i64,
    name: String,
    is_active: bool,
    /// `https://…`
    website: String,
    since: Date,
}

/// The account while it is made.
struct Account<'a> {
    db: &'a mut Db,
    chance: Random,
    now: Timestamp,
    today: Date,
}

impl Account<'_> {
    /// Adds an object that was made on a day, and says its id.
    fn add(&mut self, entity: &str, made: Date, fields: Value) -> Result<i64, StoreError> {
        let record = self.record(made, fields);
        self.db.insert(entity, &record)
    }

    /// The object with its timestamps; the last change lies between the day it was made and now.
    fn record(&mut self, made: Date, fields: Value) -> Record {
        let Value::Object(mut record) = fields else { return Record::new() };
        let created =
            (self.midnight(made) + SignedDuration::from_micros(self.chance.between(7 * 3_600_000_000, 18 * 3_600_000_000))).min(self.now);
        let span = (self.now.as_second() - created.as_second()).max(1);
        let changed = if self.chance.percent(60) { self.chance.between(0, span) } else { 0 };
        let updated = (created + SignedDuration::new(changed, 0)).min(self.now);
        record.insert("created_at".to_owned(), json!(created.strftime(MICROSECONDS).to_string()));
        record.insert("updated_at".to_owned(), json!(updated.strftime(MICROSECONDS).to_string()));
        record
    }

    fn midnight(&self, day: Date) -> Timestamp {
        day.to_zoned(TimeZone::UTC).map_or(self.now, |midnight| midnight.timestamp())
    }

    /// A day so many days from today; before it where the number is negative.
    fn day(&self, days: i64) -> Date {
        self.today.saturating_add(days.days())
    }

    /// A day between two numbers of days before today.
    fn day_before(&mut self, least: i64, most: i64) -> Date {
        let days = self.chance.between(least, most);
        self.day(-days)
    }

    /// So many different values, in the order in which they stand.
    fn some<T: Copy>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut picked: Vec<usize> = Vec::new();
        while picked.len() < count.min(from.len()) {
            let place = self.chance.below(from.len());
            if !picked.contains(&place) {
                picked.push(place);
            }
        }
        picked.sort_unstable();
        picked.into_iter().map(|place| from[place]).collect()
    }

    fn count(&mut self, low: i64, high: i64) -> usize {
        usize::try_from(self.chance.between(low, high)).unwrap_or_default()
    }
}

const MICROSECONDS: &str = "%Y-%m-%dT%H:%M:%S.%6fZ";

/// A day as the API writes a time: its first second, or its last.
fn from_day(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn to_day(day: Date) -> String {
    format!("{day}T23:59:59Z")
}

/// Whole cents as the API writes money.
fn money(cents: i64) -> String {
    super::money::Money::of_cents(cents).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bidcore::BidCore;
    use crate::bidcore::check::{Checks, Wrong};
    use crate::bidcore::rules::{Change, check};

    #[test]
    fn every_object_of_the_account_keeps_every_rule() {
        let folder = tempfile::tempdir().unwrap();
        let bidcore = BidCore::open(folder.path()).unwrap();
        let (mut filled, mut rows) = (0, 0);
        bidcore.store.with(|db| {
            let checks = Checks { db, money_is_number: false };
            for entity in bidcore.description.entities() {
                let records = db.select(&entity.key, "ORDER BY t.id", &[]).unwrap();
                filled += u32::from(!records.is_empty());
                for (id, record) in records {
                    rows += 1;
                    let at = format!("{} {id}: {record:?}", entity.key);
                    let fields = entity.schema.fields().iter();
                    let checked = checks.fields(fields, &record, |field| Ok(record.get(&field.name).cloned()));
                    match checked {
                        Ok(values) => assert!(values.iter().all(|(name, value)| record.get(name) == Some(value)), "{at}"),
                        Err(Wrong::Value(errors)) => panic!("{errors} {at}"),
                        Err(Wrong::Ours(error)) => panic!("{error} {at}"),
                    }
                    let change =
                        Change { db, entity, now: Timestamp::now(), id: Some(id), before: Some(&record), after: &record, sent: &record };
                    check(&change).unwrap_or_else(|refusal| panic!("{refusal:?} {at}"));
                }
            }
        });
        assert_eq!((filled, rows), (BIDCORE_ENTITY_TYPES, BIDCORE_ROWS), "as the start screen says");
    }
}
