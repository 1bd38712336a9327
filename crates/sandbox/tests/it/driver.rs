//! A running sandbox and a scripted browser for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_sandbox::{DEMO_CLIENT_ID, Faults, Sandbox, SandboxOptions};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::Value;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use tempfile::TempDir;
use url::Url;

pub(crate) const REDIRECT_URI: &str = "http://127.0.0.1:53123/callback";
pub(crate) const ALL_SCOPES: &str = "readwrite:core offline_access openid profile email";
/// The pair of RFC 7636, appendix B.
pub(crate) const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CODE_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A sandbox with a client that follows no redirects.
pub(crate) struct Running {
    pub(crate) sandbox: Sandbox,
    _folder: Option<TempDir>,
    pub(crate) http: Client,
}

/// What the token endpoint answered.
#[derive(Debug, Clone)]
pub(crate) struct Tokens(pub(crate) Value);

impl Tokens {
    pub(crate) fn access(&self) -> &str {
        self.0["access_token"].as_str().expect("an access token")
    }

    pub(crate) fn refresh(&self) -> &str {
        self.0["refresh_token"].as_str().expect("a refresh token")
    }
}

/// Starts with the data of the options, or with a copy of first data that are made once for all tests.
pub(crate) async fn start(mut options: SandboxOptions) -> Running {
    let folder = if options.data.is_none() && options.rows.is_empty() { Some(first_data().await) } else { None };
    options.data = options.data.or(folder.as_ref().map(|folder| folder.path().to_owned()));
    let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
    let http = Client::builder().redirect(Policy::none()).no_proxy().build().expect("an HTTP client");
    Running { sandbox, http, _folder: folder }
}

/// A copy of first data, which the first of all tests makes for this build. Tests may run in processes of their own.
async fn first_data() -> TempDir {
    let copy = TempDir::new().expect("a folder");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sandbox-first-data");
    let lock = File::create(made.with_extension("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let built = std::env::current_exe().and_then(std::fs::metadata).and_then(|program| program.modified()).expect("the build's time");
    let built = format!("{built:?}");
    let mark = made.with_extension("built");
    if std::fs::read_to_string(&mark).ok().as_ref() != Some(&built) {
        let options = SandboxOptions { data: Some(made.clone()), fresh: true, ..SandboxOptions::default() };
        Sandbox::start(options).await.expect("the sandbox starts").stop().await;
        std::fs::write(&mark, built).expect("the mark is written");
    }
    for file in std::fs::read_dir(made).expect("the folder").map(|file| file.expect("a file")) {
        std::fs::copy(file.path(), copy.path().join(file.file_name())).expect("a copy");
    }
    copy
}

/// A sandbox that grants at once, with these faults from the start.
pub(crate) async fn start_granting(faults: &[&str]) -> Running {
    let mut all = Faults::default();
    all.extend(faults.iter().map(|fault| fault.parse::<Faults>().expect("a fault")));
    start(SandboxOptions { auto_grant: true, faults: all, ..SandboxOptions::default() }).await
}

impl Running {
    pub(crate) fn origin(&self) -> String {
        self.sandbox.addresses().core.issuer.trim_end_matches("/idp").to_owned()
    }

    pub(crate) fn authorize_url(&self, client_id: &str, redirect_uri: &str, scope: &str, more: &[(&str, &str)]) -> Url {
        let mut url = Url::parse(&self.sandbox.addresses().core.authorize).expect("a URL");
        url.query_pairs_mut()
            .extend_pairs([
                ("client_id", client_id),
                ("response_type", "code"),
                ("scope", scope),
                ("redirect_uri", redirect_uri),
                ("state", "s-1"),
            ])
            .extend_pairs(more);
        url
    }

    pub(crate) async fn get(&self, url: impl reqwest::IntoUrl) -> Response {
        self.http.get(url).send().await.expect("an answer")
    }

    pub(crate) async fn post_form(&self, url: &str, fields: &[(&str, &str)]) -> Response {
        self.http.post(url).form(fields).send().await.expect("an answer")
    }

    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let answer = self.post_form(&self.sandbox.addresses().core.token, fields).await;
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    /// Signs in where the sandbox grants at once.
    pub(crate) async fn sign_in(&self, scope: &str) -> Tokens {
        let pkce = [("code_challenge", CODE_CHALLENGE), ("code_challenge_method", "S256"), ("nonce", "n-1")];
        let answer = self.get(self.authorize_url(DEMO_CLIENT_ID, REDIRECT_URI, scope, &pkce)).await;
        let code = query_of(&location(&answer)).remove("code").expect("a code");
        self.exchange(&code).await
    }

    pub(crate) async fn exchange(&self, code: &str) -> Tokens {
        let (status, body) = self.token(&code_fields(code)).await;
        assert_eq!(status, 200, "{body}");
        Tokens(body)
    }

    pub(crate) async fn refresh(&self, refresh_token: &str) -> (u16, Value) {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token), ("client_id", DEMO_CLIENT_ID)]).await
    }

    pub(crate) async fn call(&self, tokens: &Tokens, method: Method, path: &str, body: Option<&Value>) -> Response {
        let mut request = self.http.request(method, format!("{}/api{path}", self.origin())).bearer_auth(tokens.access());
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.expect("an answer")
    }

    /// Status and body; an empty body is null.
    pub(crate) async fn api(&self, tokens: &Tokens, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let answer = self.call(tokens, method, path, body).await;
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a body");
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) })
    }

    /// A list with its query parameters.
    pub(crate) async fn list(&self, tokens: &Tokens, path: &str, query: &[(&str, &str)]) -> (u16, Value) {
        let url = Url::parse_with_params(&format!("http://x{path}"), query).expect("a URL");
        let path = match url.query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        self.api(tokens, Method::GET, &path, None).await
    }

    /// The rows of a list; none at 204.
    pub(crate) async fn rows(&self, tokens: &Tokens, path: &str, query: &[(&str, &str)]) -> Vec<Value> {
        match self.list(tokens, path, query).await {
            (200, Value::Array(rows)) => rows,
            (204, Value::Null) => Vec::new(),
            other => panic!("{path} {query:?}: {other:?}"),
        }
    }
}

pub(crate) fn code_fields(code: &str) -> [(&str, &str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT_URI),
        ("client_id", DEMO_CLIENT_ID),
        ("code_verifier", CODE_VERIFIER),
    ]
}

pub(crate) fn location(answer: &Response) -> String {
    answer.headers().get("location").unwrap_or_else(|| panic!("no redirect but {}", answer.status())).to_str().expect("text").to_owned()
}

pub(crate) fn query_of(url: &str) -> HashMap<String, String> {
    let (_, query) = url.split_once('?').unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A part of a JWT: 0 the header, 1 the claims.
pub(crate) fn jwt_part(token: &str, part: usize) -> Value {
    let text = token.split('.').nth(part).expect("a part");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).expect("base64url")).expect("JSON")
}

/// The `at_hash` that an access token calls for (OpenID Connect Core §3.1.3.6).
pub(crate) fn at_hash(access_token: &str) -> String {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}
