//! Supply: publishers with sites and placements, exchanges, deals.

use super::names::{APPS, SITE_FIRST, SITE_SECOND, capital, domain};
use super::{Account, from_day, money, to_day};
use crate::store::StoreError;
use serde_json::json;

const PUBLISHERS: usize = 120;
const EXCHANGES: [&str; 42] = [
    "Adnexa",
    "Arcline",
    "Bidhaven",
    "Brightslot",
    "Castora",
    "Clearlane",
    "Crestline",
    "Dealwave",
    "Eastgate",
    "Exchangium",
    "Fairbid",
    "Floodgate",
    "Gridspot",
    "Halcyon",
    "Inventa",
    "Juncta",
    "Keyslot",
    "Lanternx",
    "Lumaread",
    "Marketline",
    "Meridian SSP",
    "Mobivane",
    "Nexabid",
    "Openquay",
    "Orbital",
    "Parallax",
    "Pixelgate",
    "Quantabid",
    "Railyard",
    "Rivermark",
    "Saltbox",
    "Slotwise",
    "Sparrow",
    "Stackyard",
    "Streamgate",
    "Supplywell",
    "Tidewater",
    "Tradepost",
    "Undertow",
    "Vantage SSP",
    "Wavecrest",
    "Yieldstone",
];
const SIZES: [(u32, u32); 8] = [(300, 250), (728, 90), (160, 600), (320, 50), (970, 250), (300, 600), (320, 100), (336, 280)];
const CATEGORIES: [&str; 12] = ["IAB1", "IAB2", "IAB3", "IAB5", "IAB7", "IAB8", "IAB9", "IAB12", "IAB13", "IAB17", "IAB19", "IAB20"];

pub(super) fn make_ssps(account: &mut Account<'_>) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for name in EXCHANGES {
        let made = account.day_before(900, 2000);
        let is_active = account.chance.percent(92);
        let slug = name.to_lowercase().replace(' ', "-");
        ids.push(account.add("ssps", made, json!({ "name": name, "slug": slug, "is_active": is_active }))?);
    }
    Ok(ids)
}

pub(super) fn make_publishers(account: &mut Account<'_>) -> Result<(), StoreError> {
    for number in 0..PUBLISHERS {
        let made = account.day_before(300, 1500);
        let word = capital(SITE_FIRST[number % SITE_FIRST.len()]);
        let name = format!("{word} {}", ["Publishing", "Media Group"][number / SITE_FIRST.len() % 2]);
        let comments = if account.chance.percent(15) { "Direct contract; floor prices are reviewed each quarter." } else { "" };
        let is_active = account.chance.percent(90);
        let publisher = account.add("publishers", made, json!({ "name": name, "is_active": is_active, "comments": comments }))?;
        for _ in 0..account.count(2, 6) {
            make_site(account, publisher, number)?;
        }
    }
    Ok(())
}

fn make_site(account: &mut Account<'_>, publisher: i64, number: usize) -> Result<(), StoreError> {
    let made = account.day_before(60, 1200);
    let second = account.chance.below(SITE_SECOND.len());
    let is_app = account.chance.percent(25);
    let first = SITE_FIRST[number % SITE_FIRST.len()];
    let (name, address, bundle) = if is_app {
        let app = APPS[second % APPS.len()];
        (format!("{} {} (app)", capital(first), capital(app)), None, Some(format!("com.{first}.{app}")))
    } else {
        let name = format!("{} {}", capital(first), capital(SITE_SECOND[second]));
        (name, Some(domain(number % 60 + second * 60)), None)
    };
    let count = account.count(0, 3);
    let categories = account.some(&CATEGORIES, count);
    let is_active = account.chance.percent(93);
    let fields = json!({
        "name": name, "publisher": publisher, "kind": if is_app { "app" } else { "web" }, "domain": address, "bundle": bundle,
        "categories": categories, "is_active": is_active,
    });
    let site = account.add("sites", made, fields)?;
    for place in 0..account.count(2, 6) {
        let ad_format = *account.chance.pick(&["banner", "banner", "banner", "video", "native"]);
        let (width, height) = *account.chance.pick(&SIZES);
        let size = if ad_format == "banner" { (Some(width), Some(height)) } else { (None, None) };
        let spot = ["Top", "In article", "Sidebar", "Footer", "Interstitial", "Feed"][place % 6];
        let floor = if account.chance.percent(70) { Some(money(account.chance.between(20, 900))) } else { None };
        let is_active = account.chance.percent(95);
        let fields = json!({
            "name": format!("{spot}, {ad_format}"), "site": site, "ad_format": ad_format, "width": size.0, "height": size.1,
            "floor_price": floor, "is_active": is_active,
        });
        account.add("placements", made, fields)?;
    }
    Ok(())
}

pub(super) fn make_deals(account: &mut Account<'_>, ssps: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for number in 0..560_usize {
        let place = account.chance.below(ssps.len());
        let made = account.day_before(10, 700);
        let first = capital(SITE_FIRST[account.chance.below(SITE_FIRST.len())]);
        let kind = *account.chance.pick(&["Premium", "Run of site", "Homepage", "Video", "Mobile"]);
        let (from, length) = (account.chance.between(-400, 60), account.chance.between(30, 365));
        let has_times = account.chance.percent(70);
        let time = |days: i64, write: fn(jiff::civil::Date) -> String| has_times.then(|| write(account.day(days)));
        let (start_time, end_time) = (time(from, from_day), time(from + length, to_day));
        let creative_type = *account.chance.pick(&[None, Some("banner"), Some("video"), Some("native")]);
        let guaranteed = account.chance.percent(20);
        let status = *account.chance.pick(&["active", "active", "active", "active", "paused", "rejected"]);
        let price = if account.chance.percent(90) { Some(money(account.chance.between(80, 2400))) } else { None };
        let currency = *account.chance.pick(&["USD", "USD", "USD", "EUR", "GBP"]);
        let fields = json!({
            "name": format!("{first} {kind} Q{}", number % 4 + 1),
            "deal_id": format!("{}-{:05}", &EXCHANGES[place].to_uppercase()[..3], 10_000 + number * 7),
            "ssp": ssps[place], "deal_type": if guaranteed { "guaranteed" } else { "non_guaranteed" }, "status": status, "price": price,
            "currency": currency, "creative_type": creative_type, "start_time": start_time, "end_time": end_time, "access": "all",
            "advertisers": [], "advertiser_groups": [],
        });
        ids.push(account.add("deals", made, fields)?);
    }
    Ok(ids)
}
