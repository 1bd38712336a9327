//! Lists for targeting: domains, addresses, apps, postal codes, places.

use super::names::{APPS, MARKETS, SITE_FIRST, capital, domain};
use super::{Account, Advertiser};
use crate::store::StoreError;
use serde_json::{Value, json};

/// The entries of the longest list.
const LONGEST: usize = 50_000;

pub(super) fn make_domain_lists(account: &mut Account<'_>, advertisers: &[Advertiser]) -> Result<Vec<i64>, StoreError> {
    let whole: Vec<String> = (0..LONGEST).map(domain).collect();
    let mut ids = vec![add(account, "domain-lists", "Open web, brand-safe, all markets".to_owned(), ("domains", json!(whole)), for_all())?];
    for number in 1..60_usize {
        let (country, ..) = MARKETS[number % MARKETS.len()];
        let kind = ["News", "Sport", "Lifestyle", "Finance", "Blocked"][number / MARKETS.len() % 5];
        let (start, count) = (account.chance.below(LONGEST), account.count(15, 400));
        let domains: Vec<String> = (start..start + count).map(|number| domain(number % LONGEST)).collect();
        let access = if kind == "Blocked" { for_advertisers(account, advertisers) } else { for_all() };
        ids.push(add(account, "domain-lists", format!("{kind} {country}"), ("domains", json!(domains)), access)?);
    }
    Ok(ids)
}

pub(super) fn make_url_lists(account: &mut Account<'_>) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for number in 0..40_usize {
        let topic = ["recipes", "reviews", "deals", "guides", "live"][number % 5];
        let (start, count) = (account.chance.below(LONGEST), account.count(5, 120));
        let urls: Vec<String> =
            (start..start + count).map(|place| format!("https://{}/{topic}/{place}", domain(place % LONGEST))).collect();
        let name = format!("{} pages {}", capital(topic), number / 5 + 1);
        ids.push(add(account, "url-lists", name, ("urls", json!(urls)), for_all())?);
    }
    Ok(ids)
}

pub(super) fn make_app_bundle_lists(account: &mut Account<'_>, advertisers: &[Advertiser]) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for number in 0..36_usize {
        let app = APPS[number % APPS.len()];
        let count = account.count(4, 60);
        let bundles: Vec<String> = account.some(&SITE_FIRST, count).into_iter().map(|maker| format!("com.{maker}.{app}")).collect();
        let access = if number % 6 == 5 { for_advertisers(account, advertisers) } else { for_all() };
        let name = format!("{} apps {}", capital(app), number / APPS.len() + 1);
        ids.push(add(account, "app-bundle-lists", name, ("bundles", json!(bundles)), access)?);
    }
    Ok(ids)
}

pub(super) fn make_postcode_lists(account: &mut Account<'_>, groups: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for number in 0..48_usize {
        let (country, _, city, ..) = MARKETS[number % MARKETS.len()];
        let start = account.chance.between(10, 85) * 1000;
        let count = account.chance.between(10, 900);
        let postcodes: Vec<String> = (0..count).map(|step| postcode(country, start + step * 3)).collect();
        let mut access = for_all();
        if number % 8 == 7 {
            let shared = account.some(groups, 2);
            access = json!({ "access": "selected", "advertisers": [], "advertiser_groups": shared });
        }
        if let Some(access) = access.as_object_mut() {
            access.insert("country".to_owned(), country.into());
        }
        let name = format!("{city} area {}", number / MARKETS.len() + 1);
        ids.push(add(account, "postcode-lists", name, ("postcodes", json!(postcodes)), access)?);
    }
    Ok(ids)
}

pub(super) fn make_geo_lists(account: &mut Account<'_>) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for number in 0..40_usize {
        let (_, _, city, latitude, longitude) = MARKETS[number % MARKETS.len()];
        let points: Vec<Value> = (1..=account.count(2, 14))
            .map(|store| {
                // Thousandths of a degree, about a hundred metres.
                let off = |chance: &mut crate::demo::Random| f64::from(i16::try_from(chance.between(-200, 200)).unwrap_or_default()) / 1000.0;
                let (north, east) = (off(&mut account.chance), off(&mut account.chance));
                let round = |degrees: f64| (degrees * 10_000.0).round() / 10_000.0;
                let radius = *account.chance.pick(&[0.5, 1.0, 2.5, 5.0]);
                json!({ "label": format!("{city} store {store}"), "latitude": round(latitude + north), "longitude": round(longitude + east), "radius_km": radius })
            })
            .collect();
        let name = format!("{city} stores {}", number / MARKETS.len() + 1);
        ids.push(add(account, "geo-lists", name, ("points", json!(points)), for_all())?);
    }
    Ok(ids)
}

fn add(account: &mut Account<'_>, entity: &str, name: String, (field, entries): (&str, Value), access: Value) -> Result<i64, StoreError> {
    let made = account.day_before(3, 600);
    let mut fields = json!({ "name": name, field: entries });
    if let (Some(fields), Value::Object(access)) = (fields.as_object_mut(), access) {
        fields.extend(access);
    }
    account.add(entity, made, fields)
}

fn for_all() -> Value {
    json!({ "access": "all", "advertisers": [], "advertiser_groups": [] })
}

fn for_advertisers(account: &mut Account<'_>, advertisers: &[Advertiser]) -> Value {
    let ids: Vec<i64> = advertisers.iter().map(|advertiser| advertiser.id).collect();
    let count = account.count(1, 4);
    json!({ "access": "selected", "advertisers": account.some(&ids, count), "advertiser_groups": [] })
}

/// A postal code as the country writes it.
fn postcode(country: &str, number: i64) -> String {
    let number = number % 100_000;
    match country {
        "GB" => format!("BS{} {}AA", number / 1000 % 40 + 1, number % 10),
        "NL" => format!("{:04} A{}", 1000 + number % 9000, char::from(b'A' + u8::try_from(number % 26).unwrap_or_default())),
        "PL" => format!("{:02}-{:03}", number / 1000, number % 1000),
        "PT" => format!("{:04}-{:03}", 1000 + number / 11 % 9000, number % 1000),
        "CA" => format!("B3H {}K{}", number / 10 % 10, number % 10),
        "SE" | "CZ" => format!("{:03} {:02}", 100 + number / 100 % 900, number % 100),
        _ => format!("{number:05}"),
    }
}
