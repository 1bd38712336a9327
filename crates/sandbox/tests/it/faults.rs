//! Each fault at least once.

use crate::driver::*;
use coredesk_sandbox::{ClientRegistration, DEMO_CLIENT_ID, FAULTS, SECOND_COMPANY_NAME, SandboxOptions, VIEWER_USER};
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

#[tokio::test]
async fn what_is_granted_at_once_can_be_chosen() {
    let running = start_granting(&["grant-scopes=read:core openid email", "grant-person=mei.torvald@fernhill.example"]).await;
    let tokens = running.sign_in(ALL_SCOPES).await;
    assert_eq!(
        tokens.0["scope"],
        "openid email read:core".split(' ').filter(|scope| ALL_SCOPES.contains(scope)).collect::<Vec<_>>().join(" ")
    );
    let faults = running.sandbox.faults();
    faults.clear_all();
    faults.set("grant-company", SECOND_COMPANY_NAME).unwrap();
    let tokens = running.sign_in("read:core").await;
    assert_eq!(running.list(&tokens, "/timeentry", &[("fields", "count(*)")]).await.1[0]["count"], 24);
    faults.set("grant-person", VIEWER_USER).unwrap();
    let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, "read:core", &[])).await;
    assert_eq!(answer.status(), 400, "this person does not work there");
}

#[tokio::test]
async fn an_answer_that_a_client_must_not_believe() {
    let running = start_granting(&["wrong-state=on"]).await;
    let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, "read:core", &[])).await;
    assert_ne!(query_of(&location(&answer))["state"], "s-1");

    let faults = running.sandbox.faults();
    let good = running.sign_in("read:core openid").await;
    let claims = jwt_part(good.0["id_token"].as_str().unwrap(), 1);
    for (wrong, claim) in
        [("wrong-nonce", "nonce"), ("wrong-at-hash", "at_hash"), ("wrong-issuer", "iss"), ("wrong-audience", "aud"), ("expired", "exp")]
    {
        faults.set("id-token", wrong).unwrap();
        let tokens = running.sign_in("read:core openid").await;
        let now = jwt_part(tokens.0["id_token"].as_str().unwrap(), 1);
        match claim {
            "exp" => assert!(now["exp"].as_i64() < now["iat"].as_i64()),
            // It differs with every access token, so it is compared with nothing but its own.
            "at_hash" => assert_ne!(now[claim], at_hash(tokens.access())),
            _ => assert_ne!(now[claim], claims[claim], "{wrong}"),
        }
    }
    assert_eq!(claims["at_hash"], at_hash(good.access()));
    faults.set("id-token", "unknown-key").unwrap();
    let unknown = running.sign_in("read:core openid").await;
    assert_ne!(jwt_part(unknown.0["id_token"].as_str().unwrap(), 0)["kid"], jwt_part(good.access(), 0)["kid"]);
    faults.set("id-token", "bad-signature").unwrap();
    let forged = running.sign_in("read:core openid").await;
    let signature = |tokens: &Tokens| tokens.0["id_token"].as_str().unwrap().rsplit('.').next().unwrap().len();
    assert!(signature(&forged) < signature(&good), "it is no RSA signature");

    let user_info = || async {
        let url = format!("{}/idp/connect/userinfo", running.origin());
        running.http.get(url).bearer_auth(good.access()).send().await.unwrap().json::<Value>().await.unwrap()
    };
    assert_eq!(user_info().await["sub"], claims["sub"]);
    assert!(user_info().await["user_id"].is_string());
    faults.set("wrong-user-info-subject", "on").unwrap();
    faults.set("no-user-id", "on").unwrap();
    let info = user_info().await;
    assert!(info["sub"] != claims["sub"] && info.get("user_id").is_none());
}

#[tokio::test]
async fn token_answers_leave_out_and_rename() {
    let running = start_granting(&["expires-in=text", "no-scope=on"]).await;
    let tokens = running.sign_in(ALL_SCOPES).await;
    assert_eq!((&tokens.0["expires_in"], tokens.0.get("scope")), (&json!("3600"), None));
    let faults = running.sandbox.faults();
    faults.set("expires-in", "absent").unwrap();
    assert!(running.sign_in(ALL_SCOPES).await.0.get("expires_in").is_none());
    faults.set("camel-case-token", "on").unwrap();
    let tokens = running.sign_in(ALL_SCOPES).await.0;
    for name in ["accessToken", "refreshToken", "idToken", "tokenType", "endpoint"] {
        assert!(tokens[name].is_string(), "{name}");
    }
    faults.set("code-lifetime", "0").unwrap();
    let pkce = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "S256")];
    let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, "read:core", &pkce)).await;
    let (status, body) = running.token(&code_fields(&query_of(&location(&answer))["code"])).await;
    assert_eq!((status, body["error"].as_str()), (400, Some("invalid_grant")), "the code is too old");
}

#[tokio::test]
async fn the_clock_of_the_server_can_be_ahead() {
    let running = start_granting(&["clock-ahead-s=86400"]).await;
    let url = format!("{}/idp/.well-known/openid-configuration", running.origin());
    let date = |answer: &reqwest::Response| {
        let text = answer.headers()["date"].to_str().unwrap().to_owned();
        jiff::fmt::rfc2822::parse(&text).unwrap().timestamp()
    };
    let ahead = date(&running.get(&url).await);
    running.sandbox.faults().clear("clock-ahead-s");
    let seconds = ahead.duration_since(date(&running.get(&url).await)).as_secs();
    assert!((86_390..=86_410).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn fields_of_the_next_version_come_and_go_back() {
    let running = start_granting(&["new-fields=on"]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let row = running.rows(&tokens, "/class", &[("page", "1,1")]).await.remove(0);
    assert_eq!((&row["reviewState"], &row["costCentre"]["code"]), (&json!(97), &json!("CC-7")));
    let path = format!("/class/{}", row["id"].as_str().unwrap());
    let (_, mut record) = running.api(&tokens, Method::GET, &path, None).await;
    record["costCentre"]["code"] = "CC-8".into();
    let (status, updated) = running.api(&tokens, Method::PUT, &path, Some(&record)).await;
    assert_eq!((status, &updated["costCentre"]), (200, &json!({ "code": "CC-8", "isActive": true })));
    running.sandbox.faults().clear_all();
    assert_eq!(running.rows(&tokens, "/class", &[("page", "1,1")]).await[0]["costCentre"]["code"], "CC-8", "it is kept");
}

#[tokio::test]
async fn what_the_reference_leaves_open() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    let first = async || running.rows(&tokens, "/project", &[("page", "1,1"), ("where", "parentId is null")]).await.remove(0);
    let project = first().await;
    assert!(project["parentId"].is_null() && project.get("customFields").is_none());
    for (form, value) in [("null", Value::Null), ("empty", json!([]))] {
        faults.set("parts-in-lists", form).unwrap();
        assert_eq!(first().await.get("customFields"), Some(&value));
    }
    faults.clear_all();
    faults.set("zero-uuid", "on").unwrap();
    let path = format!("/project/{}", project["id"].as_str().unwrap());
    let (_, mut whole) = running.api(&tokens, Method::GET, &path, None).await;
    assert_eq!((&first().await["parentId"], &whole["parentId"]), (&json!(uuid::Uuid::nil()), &json!(uuid::Uuid::nil())));
    whole["memo"] = "Sent back as it came".into();
    let (status, updated) = running.api(&tokens, Method::PUT, &path, Some(&whole)).await;
    assert_eq!((status, &updated["parentId"]), (200, &Value::Null), "it means none");

    assert_eq!(running.list(&tokens, "/class", &[("page", "1,1001")]).await.0, 200);
    faults.set("oversized-page", "refused").unwrap();
    assert_eq!(running.list(&tokens, "/class", &[("page", "1,1001")]).await.0, 400);
    let gone = "/class/00000000-0000-0000-0000-000000000001";
    assert_eq!(running.api(&tokens, Method::PUT, gone, Some(&json!({ "name": "Gone" }))).await.0, 404);
    faults.set("missing-update", "500").unwrap();
    let (status, body) = running.api(&tokens, Method::PUT, gone, Some(&json!({ "name": "Gone" }))).await;
    assert_eq!((status, body["Key"].as_str()), (500, Some("GeneralException")));
}

#[tokio::test]
async fn a_client_of_ones_own_is_held_to_100_a_minute() {
    let client = ClientRegistration { id: "own".to_owned(), secret: None, redirect_uris: vec![REDIRECT_URI.to_owned()] };
    let running = start(SandboxOptions { auto_grant: true, clients: vec![client], ..SandboxOptions::default() }).await;
    let answer = running.get(running.authorize_url("own", REDIRECT_URI, "read:core", &[])).await;
    let code = query_of(&location(&answer)).remove("code").unwrap();
    let fields = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("client_id", "own")];
    let tokens = Tokens(running.token(&fields).await.1);
    for asked in 1..=101 {
        let (status, _) = running.list(&tokens, "/version", &[]).await;
        assert_eq!(status, if asked <= 100 { 200 } else { 429 }, "{asked}");
    }
    let demo = running.sign_in("read:core").await;
    for _ in 0..101 {
        assert_eq!(running.list(&demo, "/version", &[]).await.0, 200, "the demo client has no limit");
    }
}

#[test]
fn every_fault_is_met_in_a_test() {
    let core = [include_str!("faults.rs"), include_str!("contradictions.rs"), include_str!("records.rs"), include_str!("workflow.rs")];
    let bidcore = [include_str!("bidcore/faults.rs"), include_str!("bidcore/tokens.rs"), include_str!("bidcore/document.rs")];
    let tests = [core.concat(), bidcore.concat()].concat();
    for fault in FAULTS {
        assert!(tests.contains(&format!("\"{}\"", fault.name)) || tests.contains(&format!("\"{}=", fault.name)), "{}", fault.name);
    }
}
