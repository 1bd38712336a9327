//! Trading: advertisers in groups, their campaigns, and the line items that spend.

use super::names::{BRAND_FIRST, BRAND_SECOND, MARKETS, PEOPLE, THEMES, slug};
use super::strategies::STRATEGIES;
use super::{Account, Advertiser, Shelves, from_day, money, to_day};
use crate::store::StoreError;
use serde_json::{Map, Value, json};

const ADVERTISERS: usize = 140;
/// Strategies that this account buys with.
const IN_USE: [usize; 9] = [0, 0, 1, 2, 3, 4, 6, 7, 8];
const GROUPS: [&str; 24] = [
    "Automotive",
    "Beauty",
    "Education",
    "Electronics",
    "Entertainment",
    "Finance",
    "Food and drink",
    "Health",
    "Home and garden",
    "Real estate",
    "Retail",
    "Telecommunications",
    "Travel",
    "Utilities",
    "Key accounts",
    "Self-service",
    "Trial accounts",
    "Nordics",
    "DACH",
    "Iberia",
    "UK and Ireland",
    "North America",
    "Prepaid",
    "Pharma-sensitive",
];

pub(super) fn make_groups(account: &mut Account<'_>) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for name in GROUPS {
        let made = account.day_before(400, 1400);
        ids.push(account.add("advertiser-groups", made, json!({ "name": name, "comments": "" }))?);
    }
    Ok(ids)
}

pub(super) fn make_advertisers(account: &mut Account<'_>, groups: &[i64]) -> Result<Vec<Advertiser>, StoreError> {
    let mut advertisers = Vec::new();
    for number in 0..ADVERTISERS {
        let since = account.day_before(420, 1400);
        let (second, business) = BRAND_SECOND[(number * 7 + number / 28) % BRAND_SECOND.len()];
        let name = format!("{} {second}", BRAND_FIRST[number % BRAND_FIRST.len()]);
        let host = slug(&name);
        let website = format!("https://www.{host}.example");
        let is_active = account.chance.percent(90);
        let contact = *account.chance.pick(&PEOPLE);
        let (_, currency, ..) = *account.chance.pick(&MARKETS);
        let own = GROUPS.iter().position(|group| *group == business).map(|place| groups[place]);
        let extra = if account.chance.percent(40) { Some(groups[14 + account.chance.below(10)]) } else { None };
        let mail = contact.to_lowercase().replace(' ', ".");
        let title = *account.chance.pick(&["Marketing lead", "Brand manager", "Head of digital", "Media buyer"]);
        let phone = format!("+44 20 7946 0{:03}", account.chance.between(0, 999));
        let fields = json!({
            "name": name, "is_active": is_active, "currency": if account.chance.percent(45) { "USD" } else { currency },
            "business_type": business, "website_url": website, "comments": "", "contact_name": contact, "contact_title": title,
            "contact_phone": phone, "contact_email": format!("{mail}@{host}.example"),
            "groups": own.into_iter().chain(extra).collect::<Vec<_>>(),
        });
        let id = account.add("advertisers", since, fields)?;
        advertisers.push(Advertiser { id, name, is_active, website, since });
    }
    Ok(advertisers)
}

/// A campaign's flight, in days from today.
#[derive(Clone, Copy)]
struct Flight {
    first: i64,
    last: i64,
}

impl Flight {
    /// How much of it is over, in per cent.
    fn gone(self) -> i64 {
        ((-self.first).max(0) * 100 / (self.last - self.first + 1)).min(100)
    }

    fn runs(self) -> bool {
        self.first < 0 && self.last >= 1
    }
}

pub(super) fn make_campaigns(
    account: &mut Account<'_>,
    advertiser: &Advertiser,
    creatives: &[i64],
    pixels: &[i64],
    shelves: &Shelves,
) -> Result<(), StoreError> {
    for number in 0..account.count(5, 11) {
        let first = account.chance.between(-400, 70);
        let flight = Flight { first, last: first + account.chance.between(20, 130) };
        let (country, ..) = *account.chance.pick(&MARKETS);
        let theme = THEMES[(number * 3 + account.chance.below(3)) % THEMES.len()];
        let year = account.day(first).year();
        let is_active = advertiser.is_active
            && match flight.runs() {
                true => account.chance.percent(75),
                false if flight.first > 0 => account.chance.percent(15),
                false => account.chance.percent(70),
            };
        let planned = account.chance.between(3, 20);
        let made = account.day(first - planned).max(advertiser.since).min(account.today);
        let name = format!("{} {theme} {country} {year}", advertiser.name);
        let mut line_items = Vec::new();
        let count = account.count(2, 8);
        for place in 0..count {
            // An active campaign has at least one active line item.
            let item_is_active =
                if is_active { place == 0 || account.chance.percent(75) } else { advertiser.is_active && account.chance.percent(4) };
            line_items.push(line_item(account, (&name, place, flight, item_is_active), creatives, pixels, shelves));
        }
        let total = |of: fn(&LineItem) -> i64| line_items.iter().map(of).sum::<i64>();
        let (budgets, spend) = (total(|item| item.budget), total(|item| item.spend));
        let budget = if account.chance.percent(80) { Some(money((budgets * 11 / 10 / 50_000 + 1) * 50_000)) } else { None };
        let comments = if account.chance.percent(12) { "The client wants a report every Monday." } else { "" };
        let fields = json!({
            "name": name, "advertiser": advertiser.id, "is_active": is_active, "budget": budget, "budget_is_monthly": false,
            "start_date": from_day(account.day(flight.first)), "end_date": to_day(account.day(flight.last)), "spend": money(spend),
            "comments": comments,
        });
        let campaign = account.add("campaigns", made, fields)?;
        for LineItem { mut fields, .. } in line_items {
            fields["campaign"] = campaign.into();
            account.add("line-items", made, fields)?;
        }
    }
    Ok(())
}

/// A line item before its campaign has an id; amounts in cents.
struct LineItem {
    budget: i64,
    spend: i64,
    fields: Value,
}

fn line_item(
    account: &mut Account<'_>,
    (campaign, place, within, is_active): (&str, usize, Flight, bool),
    creatives: &[i64],
    pixels: &[i64],
    shelves: &Shelves,
) -> LineItem {
    let length = within.last - within.first;
    let late = if account.chance.percent(35) { account.chance.between(0, length / 2) } else { 0 };
    let early = if account.chance.percent(25) { account.chance.between(0, length / 4) } else { 0 };
    let flight = Flight { first: within.first + late, last: within.last - early };
    let (strategy, _, _, _, limit, needs_ctr, _) = STRATEGIES[*account.chance.pick(&IN_USE)];
    let format = *account.chance.pick(&["Display", "Video", "Native", "Mobile", "Desktop", "In-app"]);
    let budget = account.chance.between(8, 400) * 25_000;
    let pace = account.chance.between(55, 104);
    let delivered = if is_active || flight.gone() == 100 { flight.gone() * pace / 100 } else { flight.gone() * pace / 200 };
    let spend = budget / 100 * delivered.min(100);
    let count = account.count(1, 4);
    let creatives = account.some(creatives, count);
    let pixels = if account.chance.percent(50) { account.some(pixels, 1) } else { Vec::new() };
    let limit_of = |field: &str, cents: i64| (limit == Some(field)).then(|| money(cents));
    let cap = if account.chance.percent(45) {
        json!({ "impressions": account.chance.between(1, 12), "period": account.chance.pick(&["hour", "day", "day", "week", "lifetime"]) })
    } else {
        Value::Null
    };
    let fees =
        if account.chance.percent(18) { vec![json!({ "name": "Brand safety", "kind": "cpm", "value": "0.05" })] } else { Vec::new() };
    let cents = account.chance.between(40, 900);
    let target_ctr = if needs_ctr { Some(f64::from(u8::try_from(account.chance.between(1, 30)).unwrap_or(1)) / 10.0) } else { None };
    let margin = if account.chance.percent(60) { Some(account.chance.between(5, 35)) } else { None };
    let targeting = targeting(account, shelves);
    let fields = json!({
        "name": format!("{campaign}, {format} {}", place + 1), "campaign": null, "is_active": is_active, "budget": money(budget),
        "buying_strategy": strategy, "cpm_limit": limit_of("cpm_limit", cents), "cpc_limit": limit_of("cpc_limit", cents),
        "cpv_limit": limit_of("cpv_limit", cents), "target_ctr": target_ctr, "margin_percent": margin,
        "start_date": from_day(account.day(flight.first)), "end_date": to_day(account.day(flight.last)), "frequency_cap": cap,
        "custom_fees": fees, "creatives": creatives, "pixels": pixels, "targeting": targeting, "spend": money(spend),
        "forecast_percent": if is_active && flight.runs() { Some(pace) } else { None },
    });
    LineItem { budget, spend, fields }
}

/// No restriction in most dimensions, a short expression in some.
fn targeting(account: &mut Account<'_>, shelves: &Shelves) -> Value {
    let dimensions: [(&str, &[i64], u64); 8] = [
        ("domain_lists", &shelves.domain_lists, 35),
        ("url_lists", &shelves.url_lists, 8),
        ("app_bundle_lists", &shelves.app_bundle_lists, 12),
        ("postcode_lists", &shelves.postcode_lists, 10),
        ("geo_lists", &shelves.geo_lists, 14),
        ("audience_segments", &shelves.audience_segments, 30),
        ("deals", &shelves.deals, 12),
        ("ssps", &shelves.ssps, 18),
    ];
    let mut targeting = Map::new();
    for (name, ids, chance) in dimensions {
        if !account.chance.percent(chance) {
            continue;
        }
        let groups: Vec<Value> = (0..account.count(1, 2))
            .map(|place| {
                let count = account.count(1, 3);
                let terms: Vec<Value> = account.some(ids, count).into_iter().map(|id| json!({ "join": "or", "id": id })).collect();
                json!({ "join": if place == 0 { "and" } else { "and_not" }, "terms": terms })
            })
            .collect();
        targeting.insert(name.to_owned(), json!({ "groups": groups }));
    }
    targeting.into()
}
