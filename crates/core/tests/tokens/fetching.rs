//! Where an issuer's keys may come from.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use coredesk_core::oauth::{AskError, DiscoveryError, KeySetError, issuer_key_set, key_set};
use serde_json::json;

async fn served(router: impl FnOnce(String) -> Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let router = router(address.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn issuer(address: &str, keys: &str) -> Router {
    let metadata = json!({"issuer": address, "jwks_uri": keys}).to_string();
    Router::new()
        .route("/.well-known/openid-configuration", get(move || std::future::ready(metadata.clone())))
        .route("/keys", get(|| std::future::ready(r#"{"keys":[{"kid":"one"}]}"#)))
        .route("/moved", get(|| std::future::ready(Redirect::temporary("/keys"))))
        .route("/large", get(|| std::future::ready(format!(r#"{{"keys":"{}"}}"#, "x".repeat(300_000)))))
        .route("/list", get(|| std::future::ready("[1]")))
        .route("/refused", get(|| std::future::ready(StatusCode::FORBIDDEN)))
}

#[tokio::test]
async fn keys_come_from_the_address_that_the_issuer_publishes() {
    let address = served(|address| issuer(&address, &format!("{address}/keys"))).await;
    assert_eq!(issuer_key_set(&address).await.expect("keys")["keys"][0]["kid"], "one");
    assert_eq!(key_set(&format!("{address}/keys")).await.expect("keys")["keys"][0]["kid"], "one");
}

#[tokio::test]
async fn no_redirect_is_followed_and_nothing_large_or_else_is_taken() {
    let address = served(|address| issuer(&address, &format!("{address}/moved"))).await;
    assert!(matches!(issuer_key_set(&address).await, Err(KeySetError::Asked(AskError::Status { status: 307 }))));
    let at = async |path: &str| key_set(&format!("{address}{path}")).await.expect_err("is refused");
    assert!(matches!(at("/large").await, KeySetError::Asked(AskError::Unreadable)));
    assert!(matches!(at("/list").await, KeySetError::Asked(AskError::Unreadable)));
    assert!(matches!(at("/refused").await, KeySetError::Asked(AskError::Status { status: 403 })));
}

#[tokio::test]
async fn only_https_is_asked_and_plain_http_on_this_computer_alone() {
    for address in ["http://id.example/keys", "ftp://id.example/keys", "file:///etc/passwd", "https://user:word@id.example/keys", "keys"] {
        assert!(matches!(key_set(address).await, Err(KeySetError::Address)), "{address}");
    }
    for issuer in ["http://id.example", "http://169.254.169.254/latest", "https://u@id.example", "javascript:alert(1)"] {
        assert!(matches!(issuer_key_set(issuer).await, Err(KeySetError::Discovery(DiscoveryError::Issuer))), "{issuer}");
    }
}

#[tokio::test]
async fn keys_of_another_issuer_and_unsafe_addresses_of_keys_are_not_taken() {
    let other = served(|_| issuer("https://id.example", "https://id.example/keys")).await;
    assert!(matches!(issuer_key_set(&other).await, Err(KeySetError::Discovery(DiscoveryError::OtherIssuer { .. }))));
    let elsewhere = served(|address| issuer(&address, "http://169.254.169.254/keys")).await;
    assert!(matches!(issuer_key_set(&elsewhere).await, Err(KeySetError::Discovery(DiscoveryError::Endpoint { name: "jwks_uri" }))));
}
