//! Audience segments with their presets, and the pixels that collect segments.

use super::names::slug;
use super::{Account, Advertiser};
use crate::store::StoreError;
use serde_json::json;

const PROVIDERS: [&str; 6] = ["Audiencia", "Cohortwell", "Demograph", "Insightful", "Personae", "Segmento"];
const INTERESTS: [&str; 25] = [
    "Car buyers",
    "Frequent flyers",
    "Home cooks",
    "Young parents",
    "Students",
    "Gamers",
    "Runners",
    "Investors",
    "Pet owners",
    "Commuters",
    "Gardeners",
    "Cinema goers",
    "Bargain hunters",
    "Luxury shoppers",
    "Home movers",
    "Small business",
    "Wine lovers",
    "Cyclists",
    "Skiers",
    "Music fans",
    "Beauty shoppers",
    "DIY fans",
    "Readers",
    "Football fans",
    "City travellers",
];
const DEPTHS: [&str; 6] = ["in market", "interest", "intent, 30 days", "lookalike", "past buyers", "high value"];

pub(super) fn make_segments(account: &mut Account<'_>) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for number in 0..900_usize {
        let made = account.day_before(20, 800);
        let is_own = number % 6 == 0;
        let provider = if is_own { None } else { Some(PROVIDERS[number / 150 % 6]) };
        let name = format!("{}: {}, {}", provider.unwrap_or("Northlight"), INTERESTS[number % 25], DEPTHS[number / 25 % 6]);
        let users = if account.chance.percent(95) { Some(account.chance.between(4_000, 9_000_000)) } else { None };
        let source = if is_own { "first_party" } else { "third_party" };
        ids.push(account.add(
            "audience-segments",
            made,
            json!({ "name": name, "source": source, "provider": provider, "users_count": users }),
        )?);
    }
    for number in 0..120_usize {
        let made = account.day_before(5, 500);
        let count = account.count(2, 8);
        let segments = account.some(&ids, count);
        let name = format!("{} mix {}", INTERESTS[number % 25], number / 25 + 1);
        account.add("audience-presets", made, json!({ "name": name, "segments": segments }))?;
    }
    Ok(ids)
}

pub(super) fn make_pixels(account: &mut Account<'_>, advertiser: &Advertiser) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for purpose in ["Home page", "Basket", "Purchase"] {
        let made = account.day_before(5, 400).max(advertiser.since);
        let in_app = account.chance.percent(15);
        let collects = account.chance.percent(55);
        let life = if collects { Some(*account.chance.pick(&[7, 14, 30, 60, 90, 180])) } else { None };
        let bundles = if in_app { vec![format!("10{}", 10_000_000 + account.chance.between(0, 89_999_999))] } else { Vec::new() };
        let event_name = in_app.then(|| slug(purpose));
        let is_server_to_server = in_app || account.chance.percent(10);
        let fields = json!({
            "name": format!("{}: {purpose}", advertiser.name), "advertiser": advertiser.id, "event_name": event_name,
            "apple_bundle_ids": bundles, "collects_user_segment": collects, "segment_life_days": life,
            "is_server_to_server": is_server_to_server,
        });
        ids.push(account.add("pixels", made, fields)?);
    }
    Ok(ids)
}
