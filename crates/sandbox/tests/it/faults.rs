//! Each fault at least once.

use crate::driver::*;
use coredesk_sandbox::{DEMO_CLIENT_ID, FAULTS};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn the_api_answers_with_the_fault_and_then_well_again() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    for (fault, status) in [("status-429", 429), ("status-500", 500), ("status-503", 503), ("status-504", 504), ("status-401", 401)] {
        faults.set(fault, "1").unwrap();
        faults.set("retry-after", "7").unwrap();
        let answer = running.call(&tokens, Method::GET, "/class", None).await;
        assert_eq!(answer.status().as_u16(), status, "{fault}");
        let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(retry_after.as_deref(), [429, 503].contains(&status).then_some("7"), "{fault}");
        assert_eq!(running.list(&tokens, "/class", &[]).await.0, 200, "{fault}");
    }
    faults.set("msg-permissions", "1").unwrap();
    let (status, body) = running.api(&tokens, Method::POST, "/class", Some(&json!({ "name": "New" }))).await;
    assert_eq!((status, body["Key"].as_str()), (409, Some("MsgPermissions")));
}

#[tokio::test]
async fn odd_bodies_come_as_switched_on() {
    let running = start_granting(&["not-authenticated-200=1"]).await;
    let tokens = running.sign_in("read:core").await;
    let faults = running.sandbox.faults();
    let answer = running.call(&tokens, Method::GET, "/class", None).await;
    assert_eq!((answer.status().as_u16(), answer.headers()["content-length"].to_str().unwrap()), (200, "20"));
    assert_eq!(answer.json::<Value>().await.unwrap(), "Not authenticated");

    faults.set("html-200", "1").unwrap();
    let answer = running.call(&tokens, Method::GET, "/class", None).await;
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html") && answer.status() == 200);
    faults.set("wrong-content-type", "1").unwrap();
    let answer = running.call(&tokens, Method::GET, "/class", None).await;
    assert_eq!(answer.headers()["content-type"], "text/plain");
    faults.set("empty-200", "1").unwrap();
    assert_eq!(running.list(&tokens, "/class", &[]).await, (200, Value::Null));
    faults.set("truncate-body", "1").unwrap();
    assert!(running.call(&tokens, Method::GET, "/class", None).await.bytes().await.is_err());
    faults.set("partial-207", "1").unwrap();
    let (status, rows) = running.list(&tokens, "/class", &[("fields", "id,name")]).await;
    assert_eq!((status, rows[0].as_object().unwrap().len()), (207, 1));

    for (value, expected) in [("204", (204, Value::Null)), ("empty", (200, json!([]))), ("null", (200, Value::Null))] {
        faults.set("last-page", value).unwrap();
        assert_eq!(running.list(&tokens, "/class", &[("page", "9,100")]).await, expected);
    }
}

#[tokio::test]
async fn a_lost_answer_leaves_the_change_behind() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    let names = || async {
        running.rows(&tokens, "/class", &[]).await.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let request = |name: &str| {
        running.http.post(format!("{}/api/class", running.origin())).bearer_auth(tokens.access()).json(&json!({ "name": name }))
    };
    faults.set("create-lost", "1").unwrap();
    assert!(request("Lost").send().await.is_err());
    assert!(names().await.contains(&"Lost".to_owned()));
    faults.set("create-504", "1").unwrap();
    assert_eq!(request("Late").send().await.unwrap().status(), 504);
    assert!(names().await.contains(&"Late".to_owned()));

    let late = running.rows(&tokens, "/class", &[("page", "1,100")]).await.pop().unwrap();
    faults.set("write-lost", "1").unwrap();
    let url = format!("{}/api/class/{}", running.origin(), late["id"].as_str().unwrap());
    assert!(running.http.delete(url).bearer_auth(tokens.access()).send().await.is_err());
    assert!(!names().await.contains(&"Late".to_owned()));
}

#[tokio::test]
async fn too_many_requests_wait_for_the_minute() {
    let running = start_granting(&["rate-limit=3"]).await;
    let tokens = running.sign_in("read:core").await;
    for _ in 0..3 {
        assert_eq!(running.list(&tokens, "/class", &[]).await.0, 200);
    }
    let answer = running.call(&tokens, Method::GET, "/class", None).await;
    let wait: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(answer.status() == 429 && (50..=60).contains(&wait), "{wait}");
}

#[tokio::test]
async fn answers_wait_as_long_as_set() {
    let running = start_granting(&["latency-ms=150", "token-latency-ms=150"]).await;
    let before = Instant::now();
    let tokens = running.sign_in("read:core").await;
    assert!(before.elapsed() >= Duration::from_millis(150));
    let before = Instant::now();
    running.list(&tokens, "/class", &[]).await;
    assert!(before.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn token_answers_come_as_switched_on() {
    let running = start_granting(&["endpoint=https://evil.example/api", "token-lifetime=2"]).await;
    let tokens = running.sign_in(ALL_SCOPES).await;
    assert_eq!((tokens.0["endpoint"].as_str(), tokens.0["expires_in"].as_u64()), (Some("https://evil.example/api"), Some(2)));
    let claims = jwt_part(tokens.access(), 1);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 2);

    let faults = running.sandbox.faults();
    faults.clear_all();
    faults.set("no-refresh-rotation", "on").unwrap();
    faults.set("no-endpoint-on-refresh", "on").unwrap();
    let (_, refreshed) = running.refresh(tokens.refresh()).await;
    assert!(refreshed.get("refresh_token").is_none() && refreshed.get("endpoint").is_none());
    assert_eq!(running.refresh(tokens.refresh()).await.0, 200);

    faults.clear("no-refresh-rotation");
    faults.set("token-500", "1").unwrap();
    let fields = [("grant_type", "refresh_token"), ("refresh_token", tokens.refresh()), ("client_id", DEMO_CLIENT_ID)];
    assert_eq!(running.post_form(&running.sandbox.addresses().core.token, &fields).await.status(), 500);
    faults.set("token-redirect", "https://evil.example/token").unwrap();
    assert_eq!(location(&running.post_form(&running.sandbox.addresses().core.token, &fields).await), "https://evil.example/token");
    faults.clear("token-redirect");
    faults.set("token-lost", "1").unwrap();
    assert!(running.http.post(&running.sandbox.addresses().core.token).form(&fields).send().await.is_err());
    assert_eq!(running.refresh(tokens.refresh()).await.0, 400, "it was rotated");
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    let running = start_granting(&["token-lifetime=0"]).await;
    let tokens = running.sign_in("read:core").await;
    assert_eq!(running.list(&tokens, "/class", &[]).await.0, 401);
}

#[tokio::test]
async fn authorize_refuses_what_is_switched_off() {
    let running = start_granting(&["refuse-offline-access=on", "refuse-pkce=on"]).await;
    let pkce = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "S256")];
    for (scope, more) in [("read:core offline_access", &[][..]), ("read:core", &pkce[..])] {
        let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, scope, more)).await;
        assert_eq!(query_of(&location(&answer))["error"], "unauthorized_client");
    }
    let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, "read:core", &[])).await;
    assert!(query_of(&location(&answer)).contains_key("code"));
}

#[test]
fn every_fault_is_met_in_this_file() {
    let here = include_str!("faults.rs");
    for fault in FAULTS {
        assert!(here.contains(&format!("\"{}", fault.name)), "{}", fault.name);
    }
}
