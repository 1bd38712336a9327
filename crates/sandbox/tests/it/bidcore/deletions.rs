//! What a deletion takes along, what it loosens, and what stands against it.

use super::*;
use serde_json::json;

#[tokio::test]
async fn an_advertiser_takes_everything_below_it_along_and_nothing_else() {
    let account = open(&[]).await;
    let below = ["campaigns", "creatives", "native-assets", "pixels"].map(|key| (key, format!("/{key}/?advertiser=5")));
    let items = "/line-items/?campaign__advertiser=5";
    let mut left = Vec::new();
    for (key, of_advertiser) in &below {
        let all = format!("/{key}/");
        left.push((all.clone(), account.count(&all).await - account.count(of_advertiser).await));
    }
    left.push(("/line-items/".to_owned(), account.count("/line-items/").await - account.count(items).await));
    assert!(account.count(items).await > 10);
    assert_eq!(account.delete("/advertisers/5/").await, (204, Value::Null));
    for (path, count) in left {
        assert_eq!(account.count(&path).await, count, "{path}");
    }
    assert_eq!(account.count(items).await, 0);
}

#[tokio::test]
async fn ids_leave_the_lists_that_hold_them() {
    let account = open(&[]).await;
    let group = account.add("/advertiser-groups/", json!({ "name": "Short-lived" })).await;
    let advertiser = account.add("/advertisers/", json!({ "name": "Grouped", "groups": [1, group] })).await;
    let list = json!({ "name": "L", "domains": ["a.example"], "access": "selected", "advertisers": [1, advertiser], "advertiser_groups": [group] });
    let list = account.add("/domain-lists/", list).await;
    assert_eq!(account.delete(&format!("/advertiser-groups/{group}/")).await.0, 204);
    assert_eq!(account.get(&format!("/advertisers/{advertiser}/")).await["groups"], json!([1]));
    let path = format!("/domain-lists/{list}/");
    let stored = account.get(&path).await;
    assert_eq!((&stored["advertisers"], &stored["advertiser_groups"]), (&json!([1, advertiser]), &json!([])));
    assert_eq!(account.delete(&format!("/advertisers/{advertiser}/")).await.0, 204);
    assert_eq!(account.get(&path).await["advertisers"], json!([1]));
}

#[tokio::test]
async fn a_site_takes_its_placements_and_then_its_publisher_can_go() {
    let account = open(&[]).await;
    let publisher = account.add("/publishers/", json!({ "name": "Lone" })).await;
    let site = account.add("/sites/", json!({ "name": "S", "publisher": publisher, "domain": "s.example" })).await;
    let placement = account.add("/placements/", json!({ "name": "P", "site": site, "ad_format": "banner" })).await;
    let (status, body) = account.delete(&format!("/publishers/{publisher}/")).await;
    let told = format!("The publisher \"Lone\" cannot be deleted: 1 site depends on it: \"S\" ({site}).");
    assert_eq!((status, body), (406, json!({ "detail": told })));
    assert_eq!(account.delete(&format!("/sites/{site}/")).await.0, 204);
    assert_eq!(account.ask(Method::GET, &format!("/placements/{placement}/"), None).await.0, 404);
    assert_eq!(account.delete(&format!("/publishers/{publisher}/")).await.0, 204);
}

#[tokio::test]
async fn a_creative_leaves_paused_line_items_and_targeting_holds_on_to_pixels() {
    let account = open(&[]).await;
    let advertiser = account.add("/advertisers/", json!({ "name": "Held" })).await;
    let dates = ("2030-01-01T00:00:00Z", "2030-03-01T00:00:00Z");
    let campaign = json!({ "name": "C", "advertiser": advertiser, "start_date": dates.0, "end_date": dates.1 });
    let campaign = account.add("/campaigns/", campaign).await;
    let creative = json!({ "name": "B", "advertiser": advertiser, "creative_type": "banner", "website_url": "https://b.example" });
    let creative = account.add("/creatives/", creative).await;
    let pixel = account.add("/pixels/", json!({ "name": "P", "advertiser": advertiser })).await;
    let item = json!({
        "name": "L", "campaign": campaign, "budget": "5.00", "buying_strategy": 1, "cpm_limit": "1", "start_date": dates.0, "end_date": dates.1,
        "creatives": [creative], "pixels": [pixel], "targeting": { "pixel_segments": { "groups": [{ "terms": [{ "id": pixel }] }] } },
    });
    let item = format!("/line-items/{}/", account.add("/line-items/", item).await);
    assert_eq!(account.delete(&format!("/creatives/{creative}/")).await.0, 204);
    assert_eq!(account.get(&item).await["creatives"], json!([]));
    assert_eq!(account.delete(&format!("/pixels/{pixel}/")).await.0, 406);
    assert_eq!(account.put(&item, json!({ "targeting": {} })).await.0, 204);
    assert_eq!(account.delete(&format!("/pixels/{pixel}/")).await.0, 204);
    assert_eq!(account.get(&item).await["pixels"], json!([]));
}
