//! The contradictions of `core-api.md` section 18 that have a server side: both sides, one after the other.

use crate::driver::*;
use coredesk_sandbox::{ClientRegistration, DEMO_CLIENT_ID, SandboxOptions};
use reqwest::{Method, Response};
use serde_json::{Value, json};

const SECRET: &str = "s3cr-t_1";

async fn with_web_client() -> Running {
    let client = ClientRegistration { id: "web".to_owned(), secret: Some(SECRET.to_owned()), redirect_uris: vec![REDIRECT_URI.to_owned()] };
    start(SandboxOptions { auto_grant: true, clients: vec![client], ..SandboxOptions::default() }).await
}

enum Way {
    Form,
    Basic,
    NoSecret,
}

/// What the token endpoint says to the client "web" that names itself in this way.
async fn exchanged(running: &Running, way: Way) -> Response {
    let answer = running.get(running.authorize_url("web", REDIRECT_URI, "read:core", &[])).await;
    let code = query_of(&location(&answer)).remove("code").unwrap();
    let mut fields = vec![("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI)];
    let mut request = running.http.post(&running.sandbox.addresses().core.token);
    match way {
        Way::Basic => request = request.basic_auth("web", Some(SECRET)),
        Way::Form => fields.extend([("client_id", "web"), ("client_secret", SECRET)]),
        Way::NoSecret => fields.push(("client_id", "web")),
    }
    request.form(&fields).send().await.unwrap()
}

async fn authorized(running: &Running, scope: &str, more: &[(&str, &str)]) -> Response {
    running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, scope, more)).await
}

fn error_of(answer: &Response) -> Option<String> {
    query_of(&location(answer)).remove("error")
}

#[tokio::test]
async fn rows_1_and_15_the_secret_by_basic_in_the_form_or_not_at_all() {
    let running = with_web_client().await;
    let faults = running.sandbox.faults();
    for (fault, form, basic, none) in [
        (None, 200, 200, 400),
        (Some("refuse-basic"), 200, 400, 400),
        (Some("refuse-form-secret"), 400, 200, 400),
        (Some("refuse-secret"), 400, 400, 200),
    ] {
        faults.clear_all();
        if let Some(fault) = fault {
            faults.set(fault, "on").unwrap();
        }
        for (way, expected) in [(Way::Form, form), (Way::Basic, basic), (Way::NoSecret, none)] {
            let answer = exchanged(&running, way).await;
            assert_eq!(answer.status().as_u16(), expected, "{fault:?}");
            if expected == 400 {
                assert_eq!(answer.json::<Value>().await.unwrap()["error"], "invalid_client", "{fault:?}");
            }
        }
    }
}

#[tokio::test]
async fn rows_2_3_and_16_what_authorize_refuses() {
    let running = start_granting(&[]).await;
    let faults = running.sandbox.faults();
    let pkce = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "S256")];
    for (fault, scope, more, error) in [
        ("refuse-pkce", "read:core", &pkce[..], "unauthorized_client"),
        ("refuse-offline-access", "read:core offline_access", &[][..], "unauthorized_client"),
        ("refuse-openid", "read:core openid", &[][..], "invalid_scope"),
    ] {
        assert_eq!(error_of(&authorized(&running, scope, more).await), None, "{fault}");
        faults.set(fault, "on").unwrap();
        assert_eq!(error_of(&authorized(&running, scope, more).await).as_deref(), Some(error), "{fault}");
        faults.set("authorize-error-page", "on").unwrap();
        let page = authorized(&running, scope, more).await;
        assert!(page.status() == 400 && page.headers().get("location").is_none(), "{fault}");
        faults.clear("authorize-error-page");
        assert_eq!(error_of(&authorized(&running, "read:core", &[]).await), None, "{fault}");
        faults.clear_all();
    }
}

#[tokio::test]
async fn row_4_refresh_tokens_rotate_stay_or_are_not_there() {
    let running = start_granting(&[]).await;
    let faults = running.sandbox.faults();
    let tokens = running.sign_in(ALL_SCOPES).await;
    let rotated = Tokens(running.refresh(tokens.refresh()).await.1);
    assert_ne!(rotated.refresh(), tokens.refresh());
    faults.set("no-refresh-rotation", "on").unwrap();
    let (status, kept) = running.refresh(rotated.refresh()).await;
    assert!(status == 200 && kept.get("refresh_token").is_none());
    assert_eq!(running.refresh(rotated.refresh()).await.0, 200);
    faults.set("no-refresh-token", "on").unwrap();
    let tokens = running.sign_in(ALL_SCOPES).await;
    assert!(tokens.0.get("refresh_token").is_none() && tokens.0["scope"].as_str().unwrap().contains("offline_access"));
}

#[tokio::test]
async fn row_5_the_endpoint_in_all_its_forms() {
    let running = start_granting(&[]).await;
    let faults = running.sandbox.faults();
    let api = running.sandbox.addresses().core.api.clone();
    let endpoint = || async { running.sign_in("read:core").await.0["endpoint"].clone() };
    assert_eq!(endpoint().await, api.as_str());
    faults.set("endpoint-form", "no-slash").unwrap();
    assert_eq!(endpoint().await, api.trim_end_matches('/'));
    faults.set("endpoint-form", "absent").unwrap();
    assert_eq!(endpoint().await, Value::Null);
    faults.set("endpoint-form", "api_endpoint").unwrap();
    assert_eq!(running.sign_in("read:core").await.0["api_endpoint"], api.as_str());
    faults.clear("endpoint-form");
    faults.set("endpoint", "https://coreapi1-01.bqecore.com/api").unwrap();
    assert_eq!(endpoint().await, "https://coreapi1-01.bqecore.com/api");
    faults.set("no-endpoint-on-refresh", "on").unwrap();
    let tokens = running.sign_in("read:core offline_access").await;
    assert!(tokens.0.get("endpoint").is_some() && running.refresh(tokens.refresh()).await.1.get("endpoint").is_none());
}

#[tokio::test]
async fn rows_6_and_7_the_first_page_and_the_end() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let faults = running.sandbox.faults();
    let page = async |page: &str| running.list(&tokens, "/client", &[("page", page)]).await;
    let (first, second) = (page("1,3").await, page("2,3").await);
    assert_ne!(first, second);
    assert_eq!(page("0,3").await, first);
    faults.set("page-zero", "zero-based").unwrap();
    assert_eq!((page("0,3").await, page("1,3").await), (first.clone(), second));
    faults.set("page-zero", "refused").unwrap();
    assert_eq!((page("0,3").await.0, page("1,3").await), (400, first.clone()));

    for (value, end) in [("off", (204, Value::Null)), ("empty", (200, json!([]))), ("null", (200, Value::Null))] {
        faults.set("last-page", value).unwrap();
        assert_eq!(page("99,100").await, end, "{value}");
    }
    faults.set("repeat-pages", "on").unwrap();
    assert_eq!(page("7,3").await, first);
}

#[tokio::test]
async fn row_8_lists_alone_or_in_an_envelope() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let faults = running.sandbox.faults();
    let rows = running.list(&tokens, "/class", &[]).await.1;
    assert!(rows.is_array());
    for name in ["value", "data", "items", "results", "records"] {
        faults.set("envelope", name).unwrap();
        assert_eq!(running.list(&tokens, "/class", &[]).await.1, json!({ (name): rows.clone() }));
    }
    let path = format!("/class/{}", rows[0]["id"].as_str().unwrap());
    let record = running.list(&tokens, &path, &[]).await.1;
    for (value, expected) in [("array", json!([record])), ("data", json!({ "data": record }))] {
        faults.set("single", value).unwrap();
        assert_eq!(running.list(&tokens, &path, &[]).await.1, expected);
    }
    for (form, is_it) in [
        ("number", Value::is_u64 as fn(&Value) -> bool),
        ("text", Value::is_string),
        ("object", |value: &Value| value["count"].is_u64()),
        ("array", |value: &Value| value[0]["count"].is_u64()),
    ] {
        faults.set("count-form", form).unwrap();
        let (status, count) = running.list(&tokens, "/class", &[("fields", "count(*)")]).await;
        assert!(status == 200 && is_it(&count), "{form} {count}");
    }
}

#[tokio::test]
async fn row_9_unknown_fields_are_refused_passed_over_or_207() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let faults = running.sandbox.faults();
    for (value, status) in [("off", 400), ("400", 400), ("ignored", 200), ("207", 207)] {
        faults.set("unknown-fields", value).unwrap();
        let (answered, rows) = running.list(&tokens, "/class", &[("fields", "id,nonsense,name")]).await;
        assert_eq!(answered, status, "{value}");
        if status != 400 {
            assert_eq!(rows[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "name"], "{value}");
        }
    }
}

#[tokio::test]
async fn row_10_creates_and_deletions_are_answered_in_several_ways() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    for (value, status, with_body) in [("off", 201, true), ("200", 200, true), ("200-empty", 200, false), ("201-empty", 201, false)] {
        faults.set("created", value).unwrap();
        let (answered, body) = running.api(&tokens, Method::POST, "/class", Some(&json!({ "name": value }))).await;
        assert_eq!((answered, body["name"].as_str()), (status, with_body.then_some(value)), "{value}");
        let there = running.rows(&tokens, "/class", &[("page", "1,1000")]).await;
        assert!(there.iter().any(|row| row["name"] == value), "{value}");
    }
    for (value, status, with_body) in [("off", 204, false), ("200", 200, false), ("200-record", 200, true)] {
        faults.set("deleted", value).unwrap();
        let class = running.rows(&tokens, "/class", &[("page", "1,1000")]).await.pop().unwrap();
        let path = format!("/class/{}", class["id"].as_str().unwrap());
        let (answered, body) = running.api(&tokens, Method::DELETE, &path, None).await;
        assert_eq!((answered, body.is_object()), (status, with_body), "{value}");
    }
}

#[tokio::test]
async fn row_11_updates_need_the_version_everything_or_nothing() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    let description = json!({ "name": "Before", "description": "What it is for" });
    for (put, version_alone, nothing, whole) in
        [("off", 200, 409, 200), ("whole", 409, 409, 200), ("partial", 200, 200, 200), ("no-version", 200, 200, 200)]
    {
        faults.set("put", put).unwrap();
        let (_, created) = running.api(&tokens, Method::POST, "/client", Some(&description)).await;
        let path = format!("/client/{}", created["id"].as_str().unwrap());
        let (status, _) = running.api(&tokens, Method::PUT, &path, Some(&json!({ "name": "Nothing" }))).await;
        assert_eq!(status, nothing, "{put}");
        let (_, mut record) = running.api(&tokens, Method::GET, &path, None).await;
        let little = json!({ "name": "Little", "version": record["version"] });
        let (status, _) = running.api(&tokens, Method::PUT, &path, Some(&little)).await;
        assert_eq!(status, version_alone, "{put}");
        record = running.api(&tokens, Method::GET, &path, None).await.1;
        record["name"] = "After".into();
        let (status, updated) = running.api(&tokens, Method::PUT, &path, Some(&record)).await;
        assert_eq!((status, updated["name"].as_str()), (whole, Some("After")), "{put}");
        let kept = updated["description"].is_string();
        assert_eq!(kept, put == "partial" || put == "whole", "{put}: {updated}");
        record["version"] = "AAAA".into();
        assert_eq!(running.api(&tokens, Method::PUT, &path, Some(&record)).await.0, 409, "{put}: a stale version");
    }
}

#[tokio::test]
async fn row_12_permissions_are_409_or_403() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    for (value, status) in [("off", 409), ("409", 409), ("403", 403)] {
        faults.set("permission-status", value).unwrap();
        faults.set("msg-permissions", "1").unwrap();
        let (answered, body) = running.api(&tokens, Method::POST, "/class", Some(&json!({ "name": "New" }))).await;
        assert_eq!((answered, body["Key"].as_str()), (status, Some("MsgPermissions")), "{value}");
    }
    let path = "/class/00000000-0000-0000-0000-000000000001";
    for (value, status) in [("off", 404), ("204", 204), ("403", 403)] {
        faults.set("missing", value).unwrap();
        assert_eq!(running.api(&tokens, Method::GET, path, None).await.0, status, "{value}");
    }
}

#[tokio::test]
async fn row_13_errors_have_many_bodies() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let faults = running.sandbox.faults();
    let refused = async || running.list(&tokens, "/class", &[("where", "nonsense = 1")]).await;
    let message = refused().await.1["Message"].as_str().unwrap().to_owned();
    for (form, body) in [
        ("key-message", json!({ "Key": "InvalidWhere", "Message": message })),
        ("lower-case", json!({ "key": "InvalidWhere", "message": message })),
        ("error-code", json!({ "errorCode": "InvalidWhere", "message": message })),
        ("error-message", json!({ "error": { "message": message } })),
        ("error-text", json!({ "error": message })),
        ("detail", json!({ "detail": message })),
        ("title", json!({ "title": message })),
        ("json-text", json!(message)),
        ("plain-text", json!(message)),
        ("empty", Value::Null),
    ] {
        faults.set("error-body", form).unwrap();
        assert_eq!(refused().await, (400, body), "{form}");
    }
    faults.set("error-body", "html").unwrap();
    assert!(refused().await.1.as_str().unwrap().starts_with("<!DOCTYPE html>"));
    assert_eq!(running.list(&tokens, "/class", &[]).await.0, 200, "good answers are as ever");
}

#[tokio::test]
async fn row_14_the_offset_is_in_minutes_or_in_hours() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    let day_at = |offset: &'static str| {
        let url = format!("{}/api/note", running.origin());
        let request =
            running.http.post(url).bearer_auth(tokens.access()).header("X-UTC-OFFSET", offset).json(&json!({ "description": "Today" }));
        async { request.send().await.unwrap().json::<Value>().await.unwrap()["date"].as_str().unwrap().to_owned() }
    };
    // Between the two lie 26 hours, so it is never the same day.
    let (far_west, far_east) = (day_at("-720").await, day_at("840").await);
    assert!(far_west < far_east && far_east.ends_with("T00:00:00"), "{far_west} {far_east}");
    faults.set("utc-offset", "hours").unwrap();
    assert_eq!(day_at("14").await, far_east);
    assert_eq!(day_at("840").await, day_at("-8").await, "it is no number of hours, so it is Pacific time");
}

#[tokio::test]
async fn row_17_the_list_of_employees_may_be_refused() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let employee = running.rows(&tokens, "/employee", &[("page", "1,1")]).await.remove(0);
    running.sandbox.faults().set("employee-list-403", "on").unwrap();
    assert_eq!(running.list(&tokens, "/employee", &[]).await.0, 403);
    assert_eq!(running.list(&tokens, &format!("/employee/{}", employee["id"].as_str().unwrap()), &[]).await.0, 200);
}

#[tokio::test]
async fn row_18_a_batch_is_a_job_or_direct() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    let entry = running.rows(&tokens, "/timeentry", &[("where", "billStatus=0"), ("page", "1,1")]).await.remove(0);
    for (path, good) in [("/timeentry/batch", entry), ("/document/batch", json!({ "name": "a" }))] {
        faults.set("batch", "direct").unwrap();
        let (status, created) = running.api(&tokens, Method::POST, path, Some(&json!([good, good]))).await;
        assert_eq!((status, created.as_array().map(Vec::len)), (201, Some(2)), "{path}");
        assert_eq!(running.api(&tokens, Method::POST, path, Some(&json!([good, {}, "text"]))).await, (400, Value::Null), "{path}");
        faults.set("batch", "job").unwrap();
        let (status, job) = running.api(&tokens, Method::POST, path, Some(&json!([good]))).await;
        assert_eq!((status, &job["results"][0]["succeeded"]), (202, &json!(true)), "{path}");
    }
}
