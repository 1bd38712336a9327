//! The token call, permanent tokens, and whom a token lets do what.

use super::*;
use coredesk_sandbox::{BIDCORE_READER, BIDCORE_USER};
use reqwest::header::WWW_AUTHENTICATE;

const SCOPE: &str = "service_id=my.bidcore.iponweb.com";

impl Account {
    /// The token call with these form fields.
    async fn token_call(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let answer = self.running.post_form(&self.running.sandbox.addresses().bidcore.token_url, fields).await;
        assert_eq!(answer.headers()["cache-control"], "no-store");
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    fn log_in(&self, user: &str) -> [(&'static str, String); 4] {
        let account = self.running.sandbox.accounts().into_iter().find(|account| account.user == user).unwrap();
        [("grant_type", "password".to_owned()), ("username", account.user), ("password", account.password), ("scope", SCOPE.to_owned())]
    }

    /// The token call of a user, with one field set otherwise; none if it is to be left out.
    async fn with(&self, name: &str, value: Option<&str>) -> (u16, Value) {
        let fields = self.log_in(BIDCORE_USER);
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).filter(|field| field.0 != name).collect();
        fields.extend(value.map(|value| (name, value)));
        self.token_call(&fields).await
    }

    /// What a list of publishers answers to a token.
    async fn lets_in(&self, token: &str) -> u16 {
        self.running.http.get(format!("{}/publishers/", self.base)).bearer_auth(token).send().await.unwrap().status().as_u16()
    }
}

fn error(answer: (u16, Value)) -> (u16, String) {
    assert!(answer.1["error_description"].is_string(), "{answer:?}");
    (answer.0, answer.1["error"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_user_name_and_password_bring_a_token_and_every_error_its_own_answer() {
    let account = open(&[]).await;
    let (status, body) = account.with("x", None).await;
    assert_eq!((status, &body["token_type"], &body["scope"], &body["expires_in"]), (200, &"Bearer".into(), &SCOPE.into(), &3600.into()));
    assert!(body.get("refresh_token").is_none());
    assert_eq!(account.lets_in(body["access_token"].as_str().unwrap()).await, 200);
    for (name, value, status, told) in [
        ("password", Some("wrong"), 400, "invalid_grant"),
        ("username", Some("nobody@northlight.example"), 400, "invalid_grant"),
        ("scope", Some("service_id=unknown.example"), 400, "invalid_scope"),
        ("scope", Some("my.bidcore.iponweb.com"), 400, "invalid_scope"),
        ("scope", None, 400, "invalid_request"),
        ("username", None, 400, "invalid_request"),
        ("password", Some(""), 400, "invalid_request"),
        ("grant_type", None, 400, "invalid_request"),
        ("grant_type", Some("client_credentials"), 400, "unsupported_grant_type"),
        ("grant_type", Some("refresh_token"), 400, "unsupported_grant_type"),
    ] {
        assert_eq!(error(account.with(name, value).await), (status, told.to_owned()), "{name} {value:?}");
    }
    let url = account.running.sandbox.addresses().bidcore.token_url.clone();
    let json = account.running.http.post(&url).json(&serde_json::json!({ "grant_type": "password" })).send().await.unwrap();
    assert_eq!(json.status(), 400, "a form alone");
    let got = account.running.get(&url).await;
    assert_eq!((got.status().as_u16(), got.headers()["allow"].to_str().unwrap()), (405, "POST"));
}

#[tokio::test]
async fn a_token_is_good_for_its_own_service_and_user() {
    let account = open(&[]).await;
    let (status, neighbour) = account.with("scope", Some("service_id=api.bidswitch.com")).await;
    assert_eq!((status, account.lets_in(neighbour["access_token"].as_str().unwrap()).await), (200, 401));

    let reader = account.log_in(BIDCORE_READER);
    let fields: Vec<(&str, &str)> = reader.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (_, body) = account.token_call(&fields).await;
    let permanent = account.running.sandbox.addresses().bidcore.reader_token.clone();
    assert_eq!(account.lets_in(&permanent).await, 200);
    let permanent = account.running.http.delete(format!("{}/publishers/1/", account.base)).bearer_auth(&permanent);
    assert_eq!(permanent.send().await.unwrap().status(), 403);
    let reader = Account { token: body["access_token"].as_str().unwrap().to_owned(), ..account };
    assert_eq!(reader.ask(Method::GET, "/publishers/1/", None).await.0, 200);
    for (method, path) in [(Method::POST, "/publishers/"), (Method::PUT, "/publishers/1/"), (Method::DELETE, "/deals/1/")] {
        let told = serde_json::json!({ "detail": "You do not have permission to perform this action." });
        assert_eq!(reader.ask(method, path, Some(&serde_json::json!({}))).await, (403, told), "{path}");
    }
}

#[tokio::test]
async fn without_a_good_token_there_is_a_challenge() {
    let account = open(&[]).await;
    let url = format!("{}/publishers/", account.base);
    let request = || account.running.http.get(&url);
    for (request, detail) in [
        (request(), "Authentication credentials were not provided."),
        (request().basic_auth("a", Some("b")), "Authentication credentials were not provided."),
        (request().bearer_auth("nonsense"), "Invalid token."),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()[WWW_AUTHENTICATE].to_str().unwrap()), (401, "Bearer realm=\"api\""));
        assert_eq!(answer.json::<Value>().await.unwrap()["detail"], detail);
    }
    assert_eq!(account.running.get(format!("{}/no-such-thing/", account.base)).await.status(), 404, "the path comes before the token");
}

#[tokio::test]
async fn a_temporary_token_ends_and_a_permanent_one_can_be_revoked() {
    let account = open(&["token-lifetime=0"]).await;
    let (_, body) = account.with("x", None).await;
    assert_eq!((body["expires_in"].as_u64(), account.lets_in(body["access_token"].as_str().unwrap()).await), (Some(0), 401));
    account.running.sandbox.faults().clear("token-lifetime");
    let (_, body) = account.with("x", None).await;
    let temporary = body["access_token"].as_str().unwrap();

    let admin = format!("{}/do", account.running.sandbox.admin_page());
    account.running.post_form(&admin, &[("action", "revoke-token"), ("token", &account.token)]).await;
    assert_eq!([account.lets_in(&account.token).await, account.lets_in(temporary).await], [401, 200]);
    assert!(account.running.get(account.running.sandbox.admin_page()).await.text().await.unwrap().contains("is revoked"));
    account.running.post_form(&admin, &[("action", "restore-token"), ("token", &account.token)]).await;
    account.running.post_form(&admin, &[("action", "end-sign-ins")]).await;
    assert_eq!([account.lets_in(&account.token).await, account.lets_in(temporary).await], [200, 401]);
    account.running.sandbox.revoke_permanent_token(&account.token, true).unwrap();
    assert_eq!(account.lets_in(&account.token).await, 401);
}

#[tokio::test]
async fn a_newer_login_service_wants_a_client_and_gives_a_refresh_token_once() {
    let account = open(&["keycloak-token=on", "token-client-id=public-client"]).await;
    assert_eq!(error(account.with("x", None).await), (401, "invalid_client".to_owned()));
    let (status, body) = account.with("client_id", Some("public-client")).await;
    assert_eq!((status, &body["scope"]), (200, &"openid email profile".into()));
    let token = body["refresh_token"].as_str().unwrap();
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "public-client")];
    let (status, renewed) = account.token_call(&fields).await;
    assert_eq!((status, account.lets_in(renewed["access_token"].as_str().unwrap()).await), (200, 200));
    assert_eq!(account.lets_in(token).await, 401, "a refresh token opens nothing");
    assert_eq!(error(account.token_call(&fields).await), (400, "invalid_grant".to_owned()), "it is used up");
}

#[tokio::test]
async fn tokens_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || SandboxOptions { data: Some(folder.path().to_owned()), ..SandboxOptions::default() };
    let opened = |running: Running| {
        let addresses = running.sandbox.addresses().bidcore.clone();
        Account { running, base: addresses.base_url, token: addresses.token }
    };
    let account = opened(start(options()).await);
    let (_, body) = account.with("x", None).await;
    let id = account.add("/publishers/", serde_json::json!({ "name": "Kept" })).await;
    account.running.sandbox.stop().await;

    let mut account = opened(start(options()).await);
    account.token = body["access_token"].as_str().unwrap().to_owned();
    let path = format!("/publishers/{id}/");
    assert_eq!(account.get(&path).await["name"], "Kept");
    account.running.sandbox.reset().unwrap();
    assert_eq!(account.ask(Method::GET, &path, None).await.0, 404, "the data are the first ones again");
}
