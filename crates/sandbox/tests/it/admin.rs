//! The admin page: what it shows, what it does, and who cannot reach it.

use crate::driver::*;
use coredesk_sandbox::FAULTS;
use reqwest::header::HeaderMap;

async fn act(running: &Running, fields: &[(&str, &str)]) -> reqwest::Response {
    running.post_form(&format!("{}/do", running.sandbox.admin_page()), fields).await
}

#[tokio::test]
async fn every_fault_is_shown_and_can_be_set_and_cleared() {
    let running = start_granting(&["latency-ms=1"]).await;
    let faults = running.sandbox.faults();
    let page = running.get(running.sandbox.admin_page()).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self';") && policy.contains("frame-ancestors 'none'"));
    let text = page.text().await.unwrap();
    for fault in FAULTS {
        assert!(text.contains(&format!("<code>{}</code>", fault.name)), "{}", fault.name);
    }
    assert!(text.contains("<code>latency-ms</code> is <strong>1</strong>") && !text.contains("<script"));

    let answer = act(&running, &[("action", "set"), ("name", "status-429"), ("value", " 2 ")]).await;
    assert_eq!((answer.status().as_u16(), faults.value("status-429").as_deref()), (303, Some("2")));
    for (name, value, told) in [("status-429", "often", "it takes a number of requests"), ("nonsense", "1", "no fault `nonsense`")] {
        let answer = act(&running, &[("action", "set"), ("name", name), ("value", value)]).await;
        assert_eq!(answer.status(), 400);
        assert!(answer.text().await.unwrap().contains(told), "{told}");
    }
    assert_eq!(faults.value("status-429").as_deref(), Some("2"), "a bad value changes nothing");
    act(&running, &[("action", "clear"), ("name", "status-429"), ("value", "2")]).await;
    assert_eq!((faults.value("status-429"), faults.value("latency-ms").as_deref()), (None, Some("1")));
    act(&running, &[("action", "clear-all")]).await;
    assert_eq!(faults.value("latency-ms"), None);
}

#[tokio::test]
async fn the_data_come_back_and_sign_ins_end() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core offline_access").await;
    let names = async || running.rows(&tokens, "/class", &[]).await.len();
    let before = names().await;
    running.api(&tokens, reqwest::Method::POST, "/class", Some(&serde_json::json!({ "name": "New" }))).await;
    assert_eq!(names().await, before + 1);
    assert_eq!(act(&running, &[("action", "reset")]).await.status(), 303);
    assert_eq!(names().await, before);
    assert_eq!(act(&running, &[("action", "end-sign-ins")]).await.status(), 303);
    assert_eq!(running.list(&tokens, "/class", &[]).await.0, 401);
    assert_eq!(running.refresh(tokens.refresh()).await.0, 400);
}

#[tokio::test]
async fn nobody_else_reaches_it() {
    let running = start_granting(&[]).await;
    let page = running.sandbox.admin_page();
    let set = [("action", "set"), ("name", "status-500"), ("value", "on")];
    let post = |url: String, headers: HeaderMap| running.http.post(url).headers(headers).form(&set).send();
    let with = |name: &'static str, value: &str| HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
    for (url, headers, status) in [
        (format!("{}/sandbox/admin/do", running.origin()), HeaderMap::new(), 405),
        (format!("{}/sandbox/admin/guess/do", running.origin()), HeaderMap::new(), 404),
        (format!("{page}/do"), with("origin", "https://evil.example"), 403),
        (format!("{page}/do"), with("origin", "null"), 403),
        (format!("{page}/do"), with("host", "evil.example"), 421),
        (format!("{page}/do"), with("sec-fetch-site", "cross-site"), 404),
        (format!("{page}/do"), with("sec-fetch-site", "same-site"), 404),
    ] {
        let answer = post(url.clone(), headers.clone()).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{url} {headers:?}");
        assert!(answer.headers().get("access-control-allow-origin").is_none());
        assert_eq!(running.sandbox.faults().value("status-500"), None, "{url} {headers:?}");
    }
    assert_eq!(post(format!("{page}/do"), with("sec-fetch-site", "same-origin")).await.unwrap().status(), 303);
    let json = running.http.post(format!("{page}/do")).json(&serde_json::json!({ "action": "clear-all" })).send().await.unwrap();
    assert_eq!(json.status(), 415, "a form alone");
}
