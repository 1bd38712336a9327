//! Create and update: what they answer, what they refuse, what they leave alone.

use super::*;
use serde_json::json;

#[tokio::test]
async fn a_create_answers_the_stored_object_and_an_update_nothing() {
    let account = open(&[]).await;
    let body = json!({ "id": 7, "name": "Northern Gate", "created_at": "1999-01-01T00:00:00Z", "unknown": 1 });
    let (status, created) = account.post("/publishers/", body).await;
    assert_eq!((status, &created["is_active"], &created["comments"]), (201, &true.into(), &"".into()));
    let id = created["id"].as_u64().unwrap();
    assert!(id > 120 && created["created_at"] != "1999-01-01T00:00:00Z" && created.get("unknown").is_none());
    let path = format!("/publishers/{id}/");
    assert_eq!(account.get(&path).await, created);

    assert_eq!(account.put(&path, json!({})).await, (204, Value::Null));
    assert_eq!(account.get(&path).await, created, "an empty update changes nothing");
    assert_eq!(account.put(&path, json!({ "comments": "New", "id": 9, "unknown": true })).await, (204, Value::Null));
    let changed = account.get(&path).await;
    assert_eq!((&changed["comments"], &changed["name"], &changed["id"]), (&"New".into(), &created["name"], &created["id"]));
    assert!(changed["updated_at"].as_str() > created["updated_at"].as_str() && changed["created_at"] == created["created_at"]);
}

#[tokio::test]
async fn ids_rise_and_are_never_used_again() {
    let account = open(&[]).await;
    let first = account.add("/publishers/", json!({ "name": "One" })).await;
    assert_eq!(account.delete(&format!("/publishers/{first}/")).await, (204, Value::Null));
    assert_eq!(account.delete(&format!("/publishers/{first}/")).await.0, 404);
    assert_eq!(account.add("/publishers/", json!({ "name": "Two" })).await, first + 1);
}

#[tokio::test]
async fn every_field_error_is_told_at_once_in_the_shape_of_the_body() {
    let account = open(&[]).await;
    let (status, errors) = account
        .post(
            "/line-items/",
            json!({
                "name": " ", "is_active": "yes", "budget": "1.23456", "buying_strategy": 9, "cpm_limit": 2, "target_ctr": 101,
                "margin_percent": null, "start_date": "2026-01-01", "end_date": null, "frequency_cap": { "impressions": "x", "period": "year" },
                "custom_fees": [{ "name": "Fee", "kind": "cpm", "value": "1" }, { "kind": "cpm", "value": "x" }], "creatives": [999_999, 1, 888_888],
                "pixels": [1, 1], "targeting": { "domain_lists": { "groups": [{ "terms": [{ "id": 1 }, { "id": 777 }] }] }, "deals": 5 },
            }),
        )
        .await;
    let pk = |id: u32| format!("Invalid pk \"{id}\" - object does not exist.");
    let expected = json!({
        "name": ["This field may not be blank."],
        "campaign": ["This field is required."],
        "is_active": ["Must be a valid boolean."],
        "budget": ["Ensure that there are no more than 4 decimal places."],
        "buying_strategy": [pk(9)],
        "cpm_limit": ["Not a valid string."],
        "target_ctr": ["Ensure this value is less than or equal to 100."],
        "start_date": errors["start_date"],
        "end_date": ["This field may not be null."],
        "frequency_cap": { "impressions": ["A valid integer is required."], "period": ["\"year\" is not a valid choice."] },
        "custom_fees": [{}, { "name": ["This field is required."], "value": ["A valid number is required."] }],
        "creatives": [pk(999_999), pk(888_888)],
        "pixels": ["Ensure that no value stands here twice."],
        "targeting": { "domain_lists": { "groups": [{ "terms": [{}, { "id": [pk(777)] }] }] }, "deals": { "non_field_errors": ["Invalid data. Expected a dictionary, but got int."] } },
    });
    assert_eq!((status, &errors), (400, &expected));
    assert!(errors["start_date"][0].as_str().unwrap().starts_with("Datetime has wrong format."));

    let targeting = json!({ "targeting": { "domain_lists": { "groups": [{ "terms": [{ "id": 1 }, { "id": 777 }] }] } } });
    let told = json!({ "targeting": { "domain_lists": { "groups": [{ "terms": [{}, { "id": [pk(777)] }] }] } } });
    assert_eq!(account.put("/line-items/1/", targeting).await, (400, told));
    let creative = json!({
        "contact_email": "nobody", "website_url": "no address", "currency": "usd", "name": "x".repeat(256), "groups": { "a": 1 },
    });
    let told = json!({
        "name": ["Ensure this field has no more than 255 characters."], "currency": ["Enter 3 capital letters."],
        "website_url": ["Enter a valid URL."], "contact_email": ["Enter a valid email address."],
        "groups": ["Expected a list of items but got type \"dict\"."],
    });
    assert_eq!(account.post("/advertisers/", creative).await, (400, told));
    assert_eq!(
        account.post("/domain-lists/", json!({ "name": "None", "domains": [] })).await.1["domains"][0],
        "This list may not be empty."
    );
    assert_eq!(
        account.post("/publishers/", json!([])).await.1["non_field_errors"][0],
        "Invalid data. Expected a dictionary, but got list."
    );
}

#[tokio::test]
async fn field_errors_come_before_rules_and_a_refused_write_changes_nothing() {
    let account = open(&[]).await;
    let before = account.get("/campaigns/1/").await;
    let dates = json!({ "start_date": "2030-01-02T00:00:00Z", "end_date": "2030-01-01T00:00:00Z", "comments": "New" });
    let mut both = dates.clone();
    both["name"] = "".into();
    assert_eq!(account.put("/campaigns/1/", both).await, (400, json!({ "name": ["This field may not be blank."] })));
    assert_eq!(account.put("/campaigns/1/", dates).await, (400, json!({ "end_date": ["Must be later than start_date."] })));
    assert_eq!(account.get("/campaigns/1/").await, before);
}

#[tokio::test]
async fn methods_and_bodies_that_are_not_offered_are_refused() {
    let account = open(&[]).await;
    for (method, path, allow) in [
        (Method::PATCH, "/publishers/1/", "GET, HEAD, PUT, DELETE"),
        (Method::PUT, "/publishers/", "GET, HEAD, POST"),
        (Method::DELETE, "/deals/1/", "GET, HEAD, PUT"),
        (Method::POST, "/ssps/", "GET, HEAD"),
        (Method::POST, "/openapi.json", "GET, HEAD"),
    ] {
        let answer = account.call(method.clone(), path, Some(&json!({}))).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["allow"].to_str().unwrap()), (405, allow), "{method} {path}");
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "detail": format!("Method \"{method}\" not allowed.") }));
    }
    let raw = |kind: &'static str, body: &'static str| {
        let request = account.running.http.put(format!("{}/publishers/1/", account.base)).bearer_auth(&account.token);
        request.header("content-type", kind).body(body).send()
    };
    assert_eq!(raw("text/plain", "{}").await.unwrap().status(), 415);
    let answer = raw("application/json", "{").await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.json::<Value>().await.unwrap()["detail"].as_str().unwrap().starts_with("JSON parse error - "));
    assert_eq!(account.put("/publishers/999999/", json!([])).await.0, 404, "the object comes before the body");

    let accept = |accept: &'static str| {
        account.running.http.get(format!("{}/publishers/", account.base)).bearer_auth(&account.token).header("accept", accept).send()
    };
    for (asked, status) in [("text/html", 406), ("application/json;q=0", 406), ("text/html, */*;q=0.1", 200), ("application/*", 200)] {
        assert_eq!(accept(asked).await.unwrap().status().as_u16(), status, "{asked}");
    }
}

#[tokio::test]
async fn values_are_kept_exactly_and_worked_out_ones_follow() {
    let account = open(&[]).await;
    let advertiser = account.add("/advertisers/", json!({ "name": "Exact", "currency": "EUR" })).await;
    let dates = json!({ "start_date": "2020-01-01T02:00:00+02:00", "end_date": "2099-12-31T23:59:59.123456Z" });
    let mut campaign = json!({ "name": "C", "advertiser": advertiser, "budget": "123456789012.3456" });
    campaign.as_object_mut().unwrap().extend(dates.as_object().unwrap().clone());
    let (_, campaign) = account.post("/campaigns/", campaign).await;
    assert_eq!([&campaign["start_date"], &campaign["end_date"]], ["2020-01-01T00:00:00Z", "2099-12-31T23:59:59.123456Z"]);
    assert_eq!(
        [&campaign["budget"], &campaign["spend"], &campaign["remaining_budget"]],
        ["123456789012.3456", "0.00", "123456789012.3456"]
    );
    assert_eq!([&campaign["status"], &campaign["is_active"]], [&json!("paused"), &json!(false)]);

    let item = json!({
        "name": "L", "campaign": campaign["id"], "budget": "10", "buying_strategy": 1, "cpm_limit": "1.50", "is_active": true,
        "start_date": "2098-01-01T00:00:00Z", "end_date": "2098-02-01T00:00:00Z",
    });
    let (_, item) = account.post("/line-items/", item).await;
    assert_eq!((&item["status"], &item["targeting"], &item["forecast_percent"]), (&"scheduled".into(), &json!({}), &Value::Null));
    let running = json!({ "start_date": "2020-01-01T00:00:00Z" });
    let path = format!("/line-items/{}/", item["id"]);
    assert_eq!(account.put(&path, running).await.0, 204);
    assert_eq!(account.get(&path).await["status"], "active");
    assert_eq!(account.put(&path, json!({ "end_date": "2020-01-02T00:00:00Z" })).await.0, 204);
    assert_eq!(account.get(&path).await["status"], "complete", "whether active or not");
    let path = format!("/campaigns/{}/", campaign["id"]);
    assert_eq!(account.put(&path, json!({ "budget": null })).await.0, 204);
    assert_eq!(account.get(&path).await["remaining_budget"], Value::Null);

    let list = account.add("/url-lists/", json!({ "name": "U", "urls": ["https://a.example/1", "https://a.example/2"] })).await;
    assert_eq!(account.get(&format!("/url-lists/{list}/")).await["items_count"], 2);
}
