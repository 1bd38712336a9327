//! Each rule that the document names, met once; the last test counts them.

use super::*;
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// A trading account of its own, and the rules that were met in it.
struct Desk {
    account: Account,
    advertiser: u64,
    campaign: u64,
    line_item: u64,
    met: BTreeSet<String>,
}

const START: &str = "2020-01-01T00:00:00Z";
const END: &str = "2099-01-01T00:00:00Z";

async fn desk() -> Desk {
    let account = open(&[]).await;
    let advertiser = account.add("/advertisers/", json!({ "name": "Rule Motors" })).await;
    let fields = json!({ "name": "C", "advertiser": advertiser, "budget": "100.00", "start_date": START, "end_date": END });
    let campaign = account.add("/campaigns/", fields).await;
    let line_item = account.add("/line-items/", item(campaign, json!({ "budget": "60.00" }))).await;
    Desk { account, advertiser, campaign, line_item, met: BTreeSet::new() }
}

/// A body with some members set otherwise.
fn with(body: Value, more: Value) -> Value {
    let members = |value: Value| match value {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    members(body).into_iter().chain(members(more)).collect::<Map<_, _>>().into()
}

fn item(campaign: u64, more: Value) -> Value {
    let body =
        json!({ "name": "L", "campaign": campaign, "buying_strategy": 1, "cpm_limit": "1.00", "start_date": START, "end_date": END });
    with(body, more)
}

impl Desk {
    /// The write is refused with a message at `field`.
    async fn refused(&mut self, rule: &str, (method, path): (Method, &str), body: Value, field: &str) {
        let (status, errors) = self.account.ask(method, path, Some(&body)).await;
        assert_eq!(
            (status, errors.as_object().map(|errors| errors.keys().collect::<Vec<_>>())),
            (400, Some(vec![&field.to_owned()])),
            "{rule}: {errors}"
        );
        assert!(errors[field][0].is_string(), "{rule}: {errors}");
        self.met.insert(rule.to_owned());
    }

    async fn taken(&self, method: Method, path: &str, body: Value) -> Value {
        let (status, answer) = self.account.ask(method, path, Some(&body)).await;
        assert!(status == 201 || status == 204, "{path}: {status} {answer}");
        answer
    }

    fn now_met(&mut self, rule: &str) {
        self.met.insert(rule.to_owned());
    }
}

async fn supply(desk: &mut Desk) {
    let post = |path: &'static str| (Method::POST, path);
    desk.refused("unique-name", post("/publishers/"), json!({ "name": "Daily Publishing" }), "name").await;
    desk.refused("unique-name", (Method::PUT, "/publishers/2/"), json!({ "name": "Daily Publishing" }), "name").await;
    desk.taken(Method::PUT, "/publishers/1/", json!({ "name": "Daily Publishing" })).await;
    desk.refused("unique-name", post("/advertiser-groups/"), json!({ "name": "Finance" }), "name").await;
    for kind in ["web", "app"] {
        desk.refused("site-address", post("/sites/"), json!({ "name": "S", "publisher": 1, "kind": kind }), "non_field_errors").await;
    }
    desk.taken(Method::POST, "/sites/", json!({ "name": "S", "publisher": 1, "kind": "app", "bundle": "com.s" })).await;
    let deal = json!({ "name": "D", "deal_id": "D-1", "ssp": 1 });
    desk.taken(Method::POST, "/deals/", deal.clone()).await;
    desk.refused("deal-unique", post("/deals/"), deal.clone(), "non_field_errors").await;
    desk.taken(Method::POST, "/deals/", with(deal, json!({ "ssp": 2 }))).await;
    for (rule, path) in [
        ("deal-no-delete", "/deals/1/"),
        ("ssps-fixed", "/ssps/1/"),
        ("strategies-fixed", "/buying-strategies/1/"),
        ("segments-uploaded", "/audience-segments/1/"),
    ] {
        assert_eq!(desk.account.delete(path).await.0, 405, "{rule}");
        desk.now_met(rule);
    }
}

async fn trading(desk: &mut Desk) {
    let Desk { advertiser, campaign, line_item, .. } = *desk;
    let (one, all) = (format!("/campaigns/{campaign}/"), "/line-items/");
    let own = format!("/line-items/{line_item}/");
    let path = format!("/advertisers/{advertiser}/");
    desk.refused("currency-immutable", (Method::PUT, &path), json!({ "currency": "EUR" }), "currency").await;
    desk.taken(Method::PUT, &path, json!({ "currency": "USD" })).await;

    desk.refused("campaign-dates", (Method::PUT, &one), json!({ "end_date": START }), "end_date").await;
    desk.refused("campaign-budget", (Method::PUT, &one), json!({ "budget": "59.99" }), "budget").await;
    desk.refused("campaign-activate", (Method::PUT, &one), json!({ "is_active": true }), "is_active").await;
    desk.taken(Method::PUT, &own, json!({ "is_active": true })).await;
    for dates in [json!({ "start_date": "2098-01-01T00:00:00Z" }), json!({ "end_date": "2021-01-01T00:00:00Z" })] {
        desk.refused("campaign-activate", (Method::PUT, &one), with(dates, json!({ "is_active": true })), "is_active").await;
    }
    desk.taken(Method::PUT, &one, json!({ "is_active": true })).await;
    assert_eq!(desk.account.get(&one).await["status"], "active");

    for dates in
        [json!({ "end_date": START }), json!({ "end_date": "2099-01-01T00:00:01Z" }), json!({ "start_date": "2019-12-31T23:59:59Z" })]
    {
        desk.refused("line-item-dates", (Method::PUT, &own), dates, "end_date").await;
    }
    for budget in ["0", "-1.00", "40.01"] {
        desk.refused("line-item-budget", (Method::POST, all), item(campaign, json!({ "budget": budget })), "budget").await;
    }
    desk.taken(Method::PUT, &own, json!({ "budget": "100.00" })).await;
    for strategy in [json!({ "buying_strategy": 2 }), json!({ "buying_strategy": 7 }), json!({ "cpm_limit": "0" })] {
        desk.refused("line-item-strategy-limit", (Method::PUT, &own), strategy, "non_field_errors").await;
    }
    desk.taken(Method::PUT, &own, json!({ "buying_strategy": 7, "target_ctr": 0.5 })).await;
    for foreign in [json!({ "creatives": [1] }), json!({ "pixels": [1] })] {
        desk.refused("line-item-same-advertiser", (Method::PUT, &own), foreign, "non_field_errors").await;
    }
    let running = desk.account.get("/line-items/?status=active&page_size=500").await;
    let forecasts = running["results"].as_array().unwrap().iter().filter(|item| item["forecast_percent"].is_number());
    assert!(forecasts.count() > 100);
    let paused = desk.account.get("/line-items/?status=paused&page_size=500").await;
    assert!(paused["results"].as_array().unwrap().iter().all(|item| item["forecast_percent"].is_null()));
    desk.now_met("line-item-forecast");

    desk.taken(Method::PUT, &one, json!({ "is_active": false })).await;
    assert_eq!(desk.account.get(&own).await["is_active"], false);
    desk.now_met("campaign-pause");
    desk.taken(Method::PUT, &own, json!({ "is_active": true })).await;
    desk.taken(Method::PUT, &one, json!({ "is_active": true })).await;
    desk.taken(Method::PUT, &path, json!({ "is_active": false })).await;
    desk.taken(Method::PUT, &path, json!({ "is_active": true })).await;
    for path in [&one, &own] {
        assert_eq!(desk.account.get(path).await["is_active"], false, "{path} is paused and stays so");
    }
    desk.now_met("advertiser-pause");
}

async fn creatives(desk: &mut Desk) {
    let advertiser = desk.advertiser;
    let post = || (Method::POST, "/creatives/");
    let of = |kind: &str, more: Value| {
        with(json!({ "name": "K", "advertiser": advertiser, "creative_type": kind, "website_url": "https://k.example" }), more)
    };
    for code in [Value::Null, "<a href=\"https://k.example\">".into()] {
        desk.refused("banner-macro", post(), of("banner", json!({ "asset_source": "html_code", "html_code": code })), "html_code").await;
    }
    desk.taken(
        Method::POST,
        "/creatives/",
        of("banner", json!({ "asset_source": "html_code", "html_code": "<a href=\"${CLICK_URL_ESC}\">" })),
    )
    .await;
    desk.refused("native-asset", post(), of("native", json!({})), "native_assets").await;
    let six = vec![json!({ "tracker_type": "image", "code": "https://t.example" }); 6];
    desk.refused("tracker-count", post(), of("banner", json!({ "impression_trackers": six })), "impression_trackers").await;
    let script = json!({ "impression_trackers": [{ "tracker_type": "javascript", "code": "x" }] });
    desk.refused("video-trackers", post(), of("video", script.clone()), "impression_trackers").await;
    desk.taken(Method::POST, "/creatives/", of("banner", script)).await;
    desk.refused("video-trackers", post(), of("banner", json!({ "click_trackers": [{ "code": "x" }] })), "click_trackers").await;
    for dates in [json!({}), json!({ "start_date": START }), json!({ "start_date": END, "end_date": START })] {
        let body = of("banner", with(dates, json!({ "use_line_item_dates": false })));
        desk.refused("creative-dates", post(), body, "non_field_errors").await;
    }
    let stored = desk.taken(Method::POST, "/creatives/", of("banner", json!({ "start_date": START, "end_date": END }))).await;
    assert_eq!((&stored["start_date"], &stored["end_date"]), (&Value::Null, &Value::Null));

    for (kind, content) in [("title", json!({ "url": "https://k.example" })), ("image", json!({ "text": "T" }))] {
        let asset = with(json!({ "name": "A", "advertiser": advertiser, "asset_type": kind }), content);
        desk.refused("asset-content", (Method::POST, "/native-assets/"), asset, "non_field_errors").await;
    }
    let pixel = |more: Value| with(json!({ "name": "P", "advertiser": advertiser }), more);
    for more in [json!({ "is_server_to_server": true }), json!({ "apple_bundle_ids": ["1"] })] {
        let body = pixel(with(more, json!({ "event_name": "buy" })));
        desk.refused("pixel-in-app", (Method::POST, "/pixels/"), body, "apple_bundle_ids").await;
    }
    desk.refused("pixel-segment", (Method::POST, "/pixels/"), pixel(json!({ "collects_user_segment": true })), "segment_life_days").await;
}

async fn lists(desk: &mut Desk) {
    for (path, content) in [
        ("/domain-lists/", json!({ "domains": ["a.example"] })),
        ("/url-lists/", json!({ "urls": ["https://a.example"] })),
        ("/app-bundle-lists/", json!({ "bundles": ["a"] })),
        ("/postcode-lists/", json!({ "country": "DE", "postcodes": ["20095"] })),
        ("/geo-lists/", json!({ "points": [{ "latitude": 1, "longitude": 2, "radius_km": 3 }] })),
    ] {
        let body = with(content, json!({ "name": "List" }));
        desk.refused("list-access", (Method::POST, path), with(body.clone(), json!({ "access": "selected" })), "access").await;
        let stored = desk.taken(Method::POST, path, with(body, json!({ "access": "all", "advertisers": [1] }))).await;
        assert_eq!(stored["advertisers"], json!([]), "{path}");
    }
}

async fn deletions(desk: &mut Desk) {
    let Desk { advertiser, campaign, line_item, .. } = *desk;
    let own = format!("/line-items/{line_item}/");
    let website = "https://k.example";
    let asset = json!({ "name": "A", "advertiser": advertiser, "asset_type": "title", "text": "T" });
    let asset = desk.account.add("/native-assets/", asset).await;
    let creative = json!({
        "name": "N", "advertiser": advertiser, "creative_type": "native", "website_url": website, "native_assets": [{ "asset": asset }],
    });
    let creative = desk.account.add("/creatives/", creative).await;
    desk.taken(
        Method::PUT,
        &own,
        json!({ "creatives": [creative], "is_active": true, "targeting": { "geo_lists": { "groups": [{ "terms": [{ "id": 1 }] }] } } }),
    )
    .await;
    for (rule, path, named) in [
        ("publisher-in-use", "/publishers/1/".to_owned(), "site"),
        ("list-in-use", "/geo-lists/1/".to_owned(), "line item"),
        ("asset-in-use", format!("/native-assets/{asset}/"), "\"N\""),
        ("creative-in-use", format!("/creatives/{creative}/"), "\"L\""),
    ] {
        let (status, body) = desk.account.delete(&path).await;
        assert!(status == 406 && body["detail"].as_str().unwrap().contains(named), "{rule}: {status} {body}");
        assert_eq!(desk.account.ask(Method::GET, &path, None).await.0, 200, "{rule}");
        desk.now_met(rule);
    }
    let other =
        desk.account.add("/campaigns/", json!({ "name": "C2", "advertiser": advertiser, "start_date": START, "end_date": END })).await;
    assert_eq!(desk.account.delete(&format!("/campaigns/{campaign}/")).await.0, 204);
    assert_eq!(desk.account.ask(Method::GET, &own, None).await.0, 404);
    desk.now_met("campaign-cascade");
    assert_eq!(desk.account.delete(&format!("/advertisers/{advertiser}/")).await.0, 204);
    for path in [format!("/campaigns/{other}/"), format!("/creatives/{creative}/"), format!("/native-assets/{asset}/")] {
        assert_eq!(desk.account.ask(Method::GET, &path, None).await.0, 404, "{path}");
    }
    desk.now_met("advertiser-cascade");
}

#[tokio::test]
async fn every_rule_of_the_document_is_met() {
    let mut desk = desk().await;
    supply(&mut desk).await;
    creatives(&mut desk).await;
    lists(&mut desk).await;
    trading(&mut desk).await;
    deletions(&mut desk).await;
    let document = desk.account.get("/openapi.json").await;
    let schemas = document["components"]["schemas"].as_object().unwrap().values();
    let rules = schemas.filter_map(|schema| schema.get("x-server-rules")?.as_array()).flatten();
    let named: BTreeSet<String> = rules.map(|rule| rule["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(desk.met, named);
}
