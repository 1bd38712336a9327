//! The server and the program: whom they answer, what they keep, how they end.

use crate::driver::*;
use coredesk_sandbox::{Sandbox, SandboxOptions};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

#[tokio::test]
async fn only_requests_meant_for_it_are_answered() {
    let running = start_granting(&[]).await;
    let origin = running.origin();
    let url = format!("{origin}/idp/.well-known/openid-configuration");
    let port = origin.rsplit(':').next().unwrap();
    for (header, value, status) in [
        ("host", format!("127.0.0.1:{port}"), 200),
        ("host", format!("localhost:{port}"), 200),
        ("host", "127.0.0.1".to_owned(), 421),
        ("host", format!("evil.example:{port}"), 421),
        ("origin", origin.clone(), 200),
        ("origin", "https://evil.example".to_owned(), 403),
        ("origin", "null".to_owned(), 403),
    ] {
        let answer = running.http.get(&url).header(header, &value).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{header}: {value}");
        assert!(answer.headers().get("access-control-allow-origin").is_none());
    }
}

#[tokio::test]
async fn a_restart_keeps_data_keys_and_refresh_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let options = || SandboxOptions { auto_grant: true, data: Some(folder.path().to_owned()), ..SandboxOptions::default() };
    let running = start(options()).await;
    let tokens = running.sign_in("readwrite:core offline_access").await;
    let (_, created) = running.api(&tokens, Method::POST, "/class", Some(&json!({ "name": "Kept" }))).await;
    running.sandbox.stop().await;

    let running = start(options()).await;
    let path = format!("/class/{}", created["id"].as_str().unwrap());
    assert_eq!(running.api(&tokens, Method::GET, &path, None).await, (200, created), "the access token is still good");
    let (status, refreshed) = running.refresh(tokens.refresh()).await;
    assert_eq!(status, 200);
    let tokens = Tokens(refreshed);

    running.sandbox.reset().unwrap();
    assert_eq!(running.api(&tokens, Method::GET, &path, None).await.0, 404, "the data are the first ones again");
    let (_, count) = running.list(&tokens, "/timeentry", &[("fields", "count(*)")]).await;
    assert!(count[0]["count"].as_u64().unwrap() > 12_000);
    running.sandbox.stop().await;

    let running = start(SandboxOptions { fresh: true, ..options() }).await;
    assert_eq!(running.refresh(tokens.refresh()).await.0, 400, "a fresh start knows nobody");
}

#[tokio::test]
async fn first_data_are_the_same_every_time() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let rows = || running.rows(&tokens, "/timeentry", &[("page", "1,100"), ("orderBy", "lastUpdated desc")]);
    let before = rows().await;
    running.sandbox.reset().unwrap();
    assert_eq!(rows().await, before);
}

#[tokio::test]
async fn more_rows_can_be_asked_for() {
    let rows = vec![("timeentry".to_owned(), 40_000), ("client".to_owned(), 500)];
    let running = start(SandboxOptions { auto_grant: true, rows, ..SandboxOptions::default() }).await;
    let tokens = running.sign_in("read:core").await;
    for (path, expected) in [("/timeentry", 40_000), ("/client", 500)] {
        assert_eq!(running.list(&tokens, path, &[("fields", "count(*)")]).await.1[0]["count"], expected);
    }
    let deep = running.rows(&tokens, "/timeentry", &[("page", "40,1000"), ("orderBy", "date desc")]).await;
    assert_eq!(deep.len(), 1000);
    assert!(Sandbox::start(SandboxOptions { rows: vec![("nonsense".to_owned(), 1)], ..SandboxOptions::default() }).await.is_err());
}

#[tokio::test]
async fn dropping_it_frees_the_port() {
    let running = start_granting(&[]).await;
    let origin = running.origin();
    let port: u16 = origin.rsplit(':').next().unwrap().parse().unwrap();
    drop(running.sandbox);
    let again = async {
        loop {
            match Sandbox::start(SandboxOptions { port, ..SandboxOptions::default() }).await {
                Ok(sandbox) => break sandbox,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), again).await.expect("the port is free");
}

/// Starts the program and reads its one line.
fn program(more: &[&str]) -> (Child, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_coredesk-sandbox"))
        .args(["--port", "0", "--auto-grant"])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, serde_json::from_str(&line).unwrap())
}

#[test]
fn the_program_tells_its_addresses_and_ends_with_its_input() {
    let (mut child, ready) = program(&["--client", "web:secret=http://127.0.0.1:8400/callback", "--fault", "latency-ms=1"]);
    for address in ["issuer", "authorize", "token", "api"] {
        assert!(ready["core"][address].as_str().unwrap().starts_with("http://127.0.0.1:"), "{address}");
    }
    assert!(ready["admin"].as_str().unwrap().contains("/sandbox/admin/"));
    for name in ["service", "user", "password", "company", "profile"] {
        assert!(ready["accounts"][0][name].is_string(), "{name}");
    }
    drop(child.stdin.take());
    let status = child.wait().unwrap();
    let mut rest = String::new();
    child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
    assert!(status.success() && rest.is_empty(), "{status} {rest}");
}

#[cfg(unix)]
#[test]
fn the_program_ends_on_sigterm() {
    let (mut child, _) = program(&[]);
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert!(child.wait().unwrap().success());
}
