//! Each fault that concerns the account.

use super::*;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn the_api_answers_with_the_fault_and_then_well_again() {
    let account = open(&["retry-after=7"]).await;
    for (fault, status, kind) in [
        ("status-429", 429, "application/json"),
        ("status-500", 500, "text/html"),
        ("status-503", 503, "text/html"),
        ("status-504", 504, "text/html"),
        ("status-401", 401, "application/json"),
        ("accept-406", 406, "application/json"),
        ("html-200", 200, "text/html"),
        ("empty-200", 200, "application/json"),
    ] {
        account.set(fault, "1");
        let answer = account.call(Method::GET, "/publishers/1/", None).await;
        assert_eq!(answer.status().as_u16(), status, "{fault}");
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(kind), "{fault}");
        let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(retry_after.as_deref(), [429, 503].contains(&status).then_some("7"), "{fault}");
        if status == 429 {
            assert_eq!(answer.json::<Value>().await.unwrap()["detail"], "Request was throttled. Expected available in 7 seconds.");
        }
        assert_eq!(account.get("/publishers/1/").await["id"], 1, "{fault}");
    }
    account.set("latency-ms", "80");
    let begun = Instant::now();
    account.get("/publishers/1/").await;
    assert!(begun.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn a_limit_is_off_until_it_is_set() {
    let account = open(&[]).await;
    for _ in 0..120 {
        account.get("/ssps/1/").await;
    }
    account.set("rate-limit", "2");
    for status in [200, 200, 429] {
        let answer = account.call(Method::GET, "/ssps/1/", None).await;
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.headers().contains_key("retry-after"), status == 429);
    }
}

#[tokio::test]
async fn writes_can_be_refused_and_fail_without_a_trace() {
    let account = open(&["msg-permissions=1"]).await;
    let body = json!({ "name": "Refused" });
    assert_eq!(account.post("/publishers/", body.clone()).await.0, 403);
    for (method, path) in [(Method::POST, "/publishers/"), (Method::PUT, "/publishers/3/"), (Method::DELETE, "/advertisers/3/")] {
        account.set("database-error", "1");
        let (status, told) = account.ask(method, path, Some(&body)).await;
        assert!(status == 409 && told["detail"].is_string(), "{path}: {status} {told}");
    }
    assert_eq!(account.count("/publishers/?search=Refused").await, 0);
    assert_eq!(account.get("/advertisers/3/").await["id"], 3);
    assert!(account.count("/campaigns/?advertiser=3").await > 0);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_change_behind() {
    let account = open(&["create-lost=1"]).await;
    let send = |method: Method, path: String, body: Value| {
        account.running.http.request(method, format!("{}{path}", account.base)).bearer_auth(&account.token).json(&body).send()
    };
    assert!(send(Method::POST, "/publishers/".to_owned(), json!({ "name": "Lost" })).await.is_err());
    account.set("create-504", "1");
    assert_eq!(send(Method::POST, "/publishers/".to_owned(), json!({ "name": "Late" })).await.unwrap().status(), 504);
    let late = account.get("/publishers/?ordering=-id&page_size=2").await;
    assert_eq!([&late["results"][0]["name"], &late["results"][1]["name"]], ["Late", "Lost"]);
    let path = format!("/publishers/{}/", late["results"][0]["id"]);
    account.set("write-lost", "2");
    assert!(send(Method::PUT, path.clone(), json!({ "comments": "Kept" })).await.is_err());
    assert_eq!(account.get(&path).await["comments"], "Kept");
    assert!(send(Method::DELETE, path.clone(), json!({})).await.is_err());
    assert_eq!(account.ask(Method::GET, &path, None).await.0, 404);
}

#[tokio::test]
async fn writes_are_answered_in_other_ways() {
    let account = open(&["created=201-empty", "updated=200", "put=whole"]).await;
    assert_eq!(account.post("/publishers/", json!({ "name": "Quiet" })).await, (201, Value::Null));
    let missing = json!({ "name": ["This field is required."] });
    assert_eq!(account.put("/publishers/1/", json!({ "comments": "x" })).await, (400, missing.clone()));
    assert_eq!(account.put("/publishers/1/", json!({})).await, (400, missing));
    let (status, changed) = account.put("/publishers/1/", json!({ "name": "Whole" })).await;
    assert_eq!((status, &changed), (200, &account.get("/publishers/1/").await));
    assert_eq!(changed["name"], "Whole");
}

#[tokio::test]
async fn money_comes_and_goes_as_numbers() {
    let account = open(&[]).await;
    let text = account.get("/line-items/1/").await["budget"].as_str().unwrap().to_owned();
    assert_eq!(account.put("/line-items/1/", json!({ "budget": 12.5 })).await.0, 400);
    account.set("money-numbers", "on");
    let item = account.get("/line-items/1/").await;
    assert!(item["budget"].as_number().unwrap().as_str() == text && item["remaining_budget"].is_number());
    let body = json!({ "custom_fees": [{ "name": "Fee", "kind": "cpm", "value": 0.25 }] });
    assert_eq!(account.put("/line-items/1/", body).await.0, 204);
    assert_eq!(account.get("/line-items/1/").await["custom_fees"][0]["value"].to_string(), "0.25");
}

#[tokio::test]
async fn lists_come_in_other_ways() {
    let account = open(&["limit-offset=on"]).await;
    let page = account.get("/campaigns/?limit=10&offset=20&ordering=id").await;
    assert_eq!(page["results"][0]["id"], 21);
    assert_eq!(page["next"], format!("{}/campaigns/?ordering=id&limit=10&offset=30", account.base));
    assert_eq!(page["previous"], format!("{}/campaigns/?ordering=id&limit=10&offset=10", account.base));
    assert_eq!(account.get("/campaigns/?offset=99999").await["results"], json!([]));
    account.running.sandbox.faults().clear("limit-offset");

    for origin in ["http://backend.internal:8000", "http://evil.example"] {
        account.set("next-origin", origin);
        let next = account.get("/campaigns/").await["next"].as_str().unwrap().to_owned();
        assert_eq!(next, format!("{origin}/bidcore/campaigns/?page=2"));
    }
    account.running.sandbox.faults().clear("next-origin");
    account.set("repeat-pages", "on");
    let (first, second) = (account.get("/campaigns/").await, account.get("/campaigns/?page=2").await);
    assert_eq!((&first["next"], &first["results"]), (&second["next"], &second["results"]));
    account.running.sandbox.faults().clear("repeat-pages");

    account.set("envelope", "bare");
    assert_eq!(account.get("/buying-strategies/").await.as_array().unwrap().len(), 14);
    account.set("envelope", "items");
    assert_eq!(account.get("/buying-strategies/").await["items"].as_array().unwrap().len(), 14);
    account.running.sandbox.faults().clear("envelope");
    account.set("new-fields", "on");
    assert_eq!(account.get("/publishers/1/").await["legacy_code"], "NL-1");
}

#[tokio::test]
async fn the_token_call_fails_in_every_way() {
    let account = open(&["token-500=1"]).await;
    let url = account.running.sandbox.addresses().bidcore.token_url.clone();
    let fields = [
        ("grant_type", "password"),
        ("username", "petra.lindqvist@northlight.example"),
        ("password", "northlight&demo+1"),
        ("scope", "service_id=my.bidcore.iponweb.com"),
    ];
    let call = || account.running.http.post(&url).form(&fields).send();
    assert_eq!(call().await.unwrap().status(), 500);
    account.set("token-lost", "1");
    assert!(call().await.is_err());
    account.set("token-redirect", "http://127.0.0.1:9/");
    assert_eq!(call().await.unwrap().headers()["location"], "http://127.0.0.1:9/");
    account.running.sandbox.faults().clear_all();
    account.set("token-latency-ms", "80");
    account.set("expires-in", "text");
    account.set("no-scope", "on");
    let begun = Instant::now();
    let answer: Value = call().await.unwrap().json().await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(80));
    assert_eq!((&answer["expires_in"], answer.get("scope")), (&"3600".into(), None));
}

#[tokio::test]
async fn a_page_can_be_too_large_and_references_can_be_objects() {
    let account = open(&["page-504=20", "nested-references=on"]).await;
    assert_eq!(account.ask(Method::GET, "/campaigns/?page_size=21", None).await.0, 504);
    let page = account.get("/campaigns/?page_size=20").await;
    assert!(page["results"][0]["advertiser"]["id"].is_u64() && page["results"][0]["id"].is_u64());
    let item = account.get("/line-items/1/").await;
    assert!(item["buying_strategy"]["id"].is_u64() && item["creatives"][0].is_u64());
}

#[tokio::test]
async fn refusals_come_in_other_forms() {
    let account = open(&[]).await;
    let body = json!({ "name": "", "publisher": "x" });
    let [name, publisher] = ["This field may not be blank.", "Incorrect type. Expected pk value, received str."];
    for (form, told) in [
        ("strings", json!({ "name": name, "publisher": publisher })),
        ("list", json!([name, publisher])),
        ("detail-list", json!({ "detail": [name, publisher] })),
        ("detail-object", json!({ "detail": { "name": [name], "publisher": [publisher] } })),
        ("plain-text", json!(format!("{name}\n{publisher}"))),
        ("empty", Value::Null),
    ] {
        account.set("bidcore-error-body", form);
        assert_eq!(account.post("/sites/", body.clone()).await, (400, told), "{form}");
    }
    account.set("bidcore-error-body", "html");
    assert!(account.post("/sites/", body).await.1.as_str().unwrap().starts_with("<!doctype html>"));
    assert_eq!(account.get("/sites/1/").await["id"], 1, "what is no refusal stays as it is");
}
