//! The identity server, driven as a browser and a client drive it.

use crate::driver::*;
use coredesk_sandbox::{ClientRegistration, DEMO_CLIENT_ID, DEMO_COMPANY_NAME, SECOND_COMPANY_NAME, SandboxOptions, VIEWER_USER};
use reqwest::Method;

const SITE: &str = "http://yourcallback.com";

/// Posts the forms as a person would and returns the answer to the consent page.
async fn walk(running: &Running, company: usize, scope: &str, ticked: &[&str], decision: &str) -> reqwest::Response {
    let pkce = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "S256"), ("nonce", "n-1")];
    let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, scope, &pkce)).await;
    let login = location(&answer);
    let id = query_of(&login).remove("signin").unwrap();
    let origin = running.origin();
    let account = running.sandbox.accounts().remove(company);

    let page = running.get(format!("{origin}{login}")).await.text().await.unwrap();
    for piece in ["name=\"username\"", "name=\"password\"", ">Log in</button>", "Demo on this computer"] {
        assert!(page.contains(piece), "{piece}");
    }
    let wrong = [("signin", id.as_str()), ("username", &account.user), ("password", "wrong")];
    let refused = running.post_form(&format!("{origin}/idp/Account/Login"), &wrong).await;
    assert!(refused.text().await.unwrap().contains("is not right"));
    let right = [("signin", id.as_str()), ("username", &account.user), ("password", &account.password)];
    let companies = location(&running.post_form(&format!("{origin}/idp/Account/Login"), &right).await);

    let page = running.get(format!("{origin}{companies}")).await.text().await.unwrap();
    assert!(page.contains(DEMO_COMPANY_NAME) && page.contains(">Continue</button>"));
    let company_id = page.split("name=\"company\" value=\"").nth(company + 1).unwrap().split('"').next().unwrap();
    let choice = [("signin", id.as_str()), ("company", company_id)];
    let consent = location(&running.post_form(&format!("{origin}/idp/Account/Company"), &choice).await);

    let answer = running.get(format!("{origin}{consent}")).await;
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("http://127.0.0.1:53123"), "{policy}");
    let page = answer.text().await.unwrap();
    assert!(page.contains(">Grant Permission</button>") && page.contains(">Deny</button>") && !page.contains("<script"));
    let mut fields = vec![("signin", id.as_str()), ("decision", decision)];
    fields.extend(ticked.iter().map(|scope| ("scope", *scope)));
    running.post_form(&format!("{origin}/idp/consent"), &fields).await
}

#[tokio::test]
async fn the_whole_code_flow_with_pkce() {
    let running = start(SandboxOptions::default()).await;
    let scopes = ["readwrite:core", "offline_access", "openid", "profile"];
    let answer = walk(&running, 0, ALL_SCOPES, &scopes, "grant").await;
    let back = location(&answer);
    assert!(back.starts_with(REDIRECT_URI), "{back}");
    let mut parameters = query_of(&back);
    assert_eq!(parameters["state"], "s-1");

    let tokens = running.exchange(&parameters.remove("code").unwrap()).await;
    assert_eq!(tokens.0["token_type"], "Bearer");
    assert_eq!(tokens.0["expires_in"], 3600);
    assert_eq!(tokens.0["scope"], "readwrite:core offline_access openid profile", "email was taken off");
    assert_eq!(tokens.0["endpoint"].as_str().unwrap(), running.sandbox.addresses().core.api);
    assert!(running.sandbox.addresses().core.api.ends_with("/api/"));

    let header = jwt_part(tokens.access(), 0);
    assert_eq!((header["typ"].as_str(), header["alg"].as_str()), (Some("at+jwt"), Some("RS256")));
    let claims = jwt_part(tokens.access(), 1);
    assert_eq!(claims["iss"], running.sandbox.addresses().core.issuer.as_str());
    for claim in ["aud", "sub", "client_id", "scope", "iat", "nbf", "exp", "jti", "companyId", "sid"] {
        assert!(!claims[claim].is_null(), "{claim}");
    }
    let id_claims = jwt_part(tokens.0["id_token"].as_str().unwrap(), 1);
    assert_eq!((id_claims["nonce"].as_str(), id_claims["aud"].as_str()), (Some("n-1"), Some(DEMO_CLIENT_ID)));
    assert_eq!(id_claims["companyId"], claims["companyId"]);
    assert_eq!(id_claims["at_hash"], at_hash(tokens.access()));
    for claim in ["iss", "sub", "iat", "nbf", "exp", "auth_time", "sid", "idp"] {
        assert!(!id_claims[claim].is_null(), "{claim}");
    }

    let metadata: serde_json::Value =
        running.get(format!("{}/idp/.well-known/openid-configuration", running.origin())).await.json().await.unwrap();
    assert_eq!(metadata["issuer"], claims["iss"]);
    let keys: serde_json::Value = running.get(metadata["jwks_uri"].as_str().unwrap()).await.json().await.unwrap();
    assert_eq!(keys["keys"][0]["kid"], header["kid"]);

    let info = running.http.get(metadata["userinfo_endpoint"].as_str().unwrap()).bearer_auth(tokens.access()).send().await.unwrap();
    let info: serde_json::Value = info.json().await.unwrap();
    assert_eq!((info["sub"].as_str(), info["email"].as_str()), (claims["sub"].as_str(), None));
    let (status, employee) = running.api(&tokens, Method::GET, &format!("/employee/{}", info["user_id"].as_str().unwrap()), None).await;
    assert_eq!((status, &employee["displayName"]), (200, &info["name"]));
}

#[tokio::test]
async fn a_token_shows_the_chosen_company_alone() {
    let running = start(SandboxOptions::default()).await;
    let answer = walk(&running, 1, "read:core", &["read:core"], "grant").await;
    let tokens = running.exchange(&query_of(&location(&answer))["code"]).await;
    assert!(tokens.0.get("refresh_token").is_none() && tokens.0.get("id_token").is_none());
    let (_, count) = running.list(&tokens, "/timeentry", &[("fields", "count(*)")]).await;
    assert_eq!(count[0]["count"], 24);
}

#[tokio::test]
async fn another_person_sees_only_the_own_companies() {
    let running = start(SandboxOptions::default()).await;
    let (origin, accounts) = (running.origin(), running.sandbox.accounts());
    let viewer = accounts.iter().find(|account| account.user == VIEWER_USER).unwrap();
    assert_eq!((viewer.company.as_str(), viewer.profile.as_str()), (DEMO_COMPANY_NAME, "view only"));
    let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, "read:core openid", &[])).await;
    let id = query_of(&location(&answer)).remove("signin").unwrap();
    let form = [("signin", id.as_str()), ("username", &viewer.user), ("password", &viewer.password)];
    let companies = location(&running.post_form(&format!("{origin}/idp/Account/Login"), &form).await);
    let page = running.get(format!("{origin}{companies}")).await.text().await.unwrap();
    assert!(page.contains(DEMO_COMPANY_NAME) && !page.contains(SECOND_COMPANY_NAME));
    let other = "5d1c9e84-2f37-4b6a-8e0d-94a7c3b1f621";
    let refused = running.post_form(&format!("{origin}/idp/Account/Company"), &[("signin", &id), ("company", other)]).await;
    assert!(refused.status() == 200 && refused.headers().get("location").is_none(), "it asks again");
    let consent =
        running.post_form(&format!("{origin}/idp/consent"), &[("signin", &id), ("decision", "grant"), ("scope", "read:core")]).await;
    assert_eq!(consent.status(), 400, "no company is chosen");
}

#[tokio::test]
async fn every_answer_of_the_identity_server_names_itself() {
    let running = start(SandboxOptions::default()).await;
    let mut seen = std::collections::HashSet::new();
    for path in ["/.well-known/openid-configuration", "/connect/authorize", "/connect/userinfo", "/connect/token"] {
        let answer = running.get(format!("{}{path}", running.sandbox.addresses().core.issuer)).await;
        assert!(seen.insert(answer.headers()["x-correlation-id"].to_str().unwrap().to_owned()), "{path}");
    }
}

#[tokio::test]
async fn a_refusal_goes_back_to_the_app() {
    let running = start(SandboxOptions::default()).await;
    let answer = walk(&running, 0, "read:core", &["read:core"], "deny").await;
    let parameters = query_of(&location(&answer));
    assert_eq!((parameters["error"].as_str(), parameters["state"].as_str()), ("access_denied", "s-1"));
    assert!(!parameters["error_description"].is_empty() && !parameters["error_reason"].is_empty());
}

#[tokio::test]
async fn redirect_uris_are_matched_as_the_documentation_says() {
    let client =
        |id: &str, path: &str| ClientRegistration { id: id.to_owned(), secret: None, redirect_uris: vec![format!("{SITE}{path}")] };
    let clients = vec![client("root", "/"), client("query", "/?this=that"), client("path", "/callback")];
    let running = start(SandboxOptions { auto_grant: true, clients, ..SandboxOptions::default() }).await;
    for (client, sent, valid) in [
        ("root", "/", true),
        ("root", "/?this=that", true),
        ("query", "/", false),
        ("query", "/?this=that&another=true", true),
        ("query", "/?another=true&this=that", false),
        ("path", "/", false),
        ("path", "/callback?type=mobile", true),
    ] {
        let answer = running.get(running.authorize_url(client, &format!("{SITE}{sent}"), "read:core", &[])).await;
        if valid {
            assert!(location(&answer).starts_with(&format!("{SITE}{sent}")), "{client} {sent}");
        } else {
            assert_eq!(answer.status(), 400, "{client} {sent}");
            assert!(answer.headers().get("location").is_none(), "{client} {sent}");
        }
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_for_its_request_alone() {
    let running = start_granting(&[]).await;
    let code = || async {
        let pkce = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "S256")];
        let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, ALL_SCOPES, &pkce)).await;
        query_of(&location(&answer)).remove("code").unwrap()
    };
    let used = code().await;
    let tokens = running.exchange(&used).await;
    let (status, again) = running.token(&code_fields(&used)).await;
    assert_eq!((status, again["error"].as_str()), (400, Some("invalid_grant")));
    assert_eq!(running.refresh(tokens.refresh()).await.0, 400, "what came of the code is revoked");

    for (field, wrong) in [("code_verifier", "x".repeat(43).as_str()), ("redirect_uri", "http://127.0.0.1:1/callback")] {
        let code = code().await;
        let fields: Vec<_> =
            code_fields(&code).into_iter().map(|(name, value)| (name, if name == field { wrong } else { value })).collect();
        let (status, body) = running.token(&fields).await;
        assert_eq!((status, body["error"].as_str()), (400, Some("invalid_grant")), "{field}");
    }
    let code = code().await;
    let (status, _) = running.token(&code_fields(&code)[..4]).await;
    assert_eq!(status, 400, "the verifier is missing");
}

#[tokio::test]
async fn a_client_with_a_secret_names_itself_in_one_way() {
    let client =
        ClientRegistration { id: "web".to_owned(), secret: Some("s3cr:t+/".to_owned()), redirect_uris: vec![REDIRECT_URI.to_owned()] };
    let running = start(SandboxOptions { auto_grant: true, clients: vec![client], ..SandboxOptions::default() }).await;
    let code = || async {
        let answer = running.get(running.authorize_url("web", REDIRECT_URI, "read:core", &[])).await;
        query_of(&location(&answer)).remove("code").unwrap()
    };
    let token = running.sandbox.addresses().core.token.clone();
    for (basic, form, expected) in [
        (None, Some("s3cr:t+/"), 200),
        (Some("s3cr%3At%2B%2F"), None, 200),
        (Some("s3cr%3At%2B%2F"), Some("s3cr:t+/"), 400),
        (None, Some("wrong"), 400),
        (None, None, 400),
    ] {
        let code = code().await;
        let mut fields = vec![("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI)];
        let mut request = running.http.post(&token);
        match basic {
            Some(secret) => request = request.basic_auth("web", Some(secret)),
            None => fields.push(("client_id", "web")),
        }
        fields.extend(form.map(|secret| ("client_secret", secret)));
        let status = request.form(&fields).send().await.unwrap().status();
        assert_eq!(status.as_u16(), expected, "{basic:?} {form:?}");
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_and_an_old_one_kills_the_family() {
    let running = start_granting(&[]).await;
    let first = running.sign_in(ALL_SCOPES).await;
    let (status, second) = running.refresh(first.refresh()).await;
    assert_eq!(status, 200);
    let second = Tokens(second);
    assert_ne!(first.refresh(), second.refresh());
    assert_eq!(running.list(&second, "/project", &[]).await.0, 200);

    let (status, body) = running.refresh(first.refresh()).await;
    assert_eq!((status, body["error"].as_str()), (400, Some("invalid_grant")));
    assert_eq!(running.refresh(second.refresh()).await.0, 400, "the family is dead");
}

#[tokio::test]
async fn a_revoked_token_is_refused() {
    let running = start_granting(&[]).await;
    let revocation = format!("{}/idp/connect/revocation", running.origin());
    let tokens = running.sign_in(ALL_SCOPES).await;
    let revoke = |token: String| {
        let fields = [("token", token), ("client_id", DEMO_CLIENT_ID.to_owned())];
        running.http.post(&revocation).form(&fields).send()
    };
    assert_eq!(revoke(tokens.access().to_owned()).await.unwrap().status(), 200);
    assert_eq!(running.list(&tokens, "/project", &[]).await.0, 401);

    let renewed = Tokens(running.refresh(tokens.refresh()).await.1);
    assert_eq!(running.list(&renewed, "/project", &[]).await.0, 200);
    assert_eq!(revoke(renewed.refresh().to_owned()).await.unwrap().status(), 200);
    assert_eq!(running.list(&renewed, "/project", &[]).await.0, 401);
    assert_eq!(running.refresh(renewed.refresh()).await.0, 400);
    assert_eq!(revoke("unknown".to_owned()).await.unwrap().status(), 200);
    let not_a_form = running.http.post(&revocation).json(&serde_json::json!({ "token": "x" })).send().await.unwrap();
    assert_eq!(not_a_form.status(), 415);
}

#[tokio::test]
async fn authorize_sends_errors_where_they_belong() {
    let running = start_granting(&[]).await;
    for (client, redirect_uri) in [("unknown", REDIRECT_URI), (DEMO_CLIENT_ID, "http://localhost:53123/callback")] {
        let answer = running.get(running.authorize_url(client, redirect_uri, "read:core", &[])).await;
        assert_eq!(answer.status(), 400, "{client} {redirect_uri}");
    }
    let plain = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "plain")];
    for (scope, more, error) in [("everything", &[][..], "invalid_scope"), ("read:core", &plain[..], "invalid_request")] {
        let answer = running.get(running.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, scope, more)).await;
        let parameters = query_of(&location(&answer));
        assert_eq!((parameters["error"].as_str(), parameters["state"].as_str()), (error, "s-1"));
    }
}

#[tokio::test]
async fn user_info_needs_the_openid_scope() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let answer = running.http.get(format!("{}/idp/connect/userinfo", running.origin())).bearer_auth(tokens.access()).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert!(answer.headers()["www-authenticate"].to_str().unwrap().contains("insufficient_scope"));
}
