//! Reading an authorization server's metadata over real HTTP.

use crate::server::{Reply, Server, json};
use coredesk_core::oauth::{DiscoveryError, ServerMetadata, server_metadata};
use serde_json::{Value, json as value};

#[tokio::test]
async fn openid_metadata_is_read_at_the_issuer() {
    let server = publishing("/realm/.well-known/openid-configuration", |base| value!({"issuer": format!("{base}/realm")})).await;
    let found = metadata(&server, "/realm").await.expect("is found");
    assert_eq!(found.endpoints.token_endpoint, Some(format!("{}/token", server.base)));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn oauth_metadata_is_read_between_host_and_path() {
    let server = publishing("/.well-known/oauth-authorization-server/realm", |base| value!({"issuer": format!("{base}/realm")})).await;
    let found = metadata(&server, "/realm").await.expect("is found");
    assert_eq!(found.endpoints.issuer, format!("{}/realm", server.base));
}

#[tokio::test]
async fn metadata_of_another_issuer_is_refused() {
    let server = publishing("/.well-known/openid-configuration", |_| value!({"issuer": "https://evil.example"})).await;
    match metadata(&server, "").await {
        Err(DiscoveryError::OtherIssuer { found, .. }) => assert_eq!(found, "https://evil.example"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_no_metadata_is_told_apart_from_nothing() {
    let found = |reply: Reply| async move {
        let server = Server::start(move |_| reply.clone()).await;
        metadata(&server, "/realm").await.expect_err("is none")
    };
    assert!(matches!(found(json(404, "{}")).await, DiscoveryError::NotFound { .. }));
    let elsewhere = json(302, "").with("location", "https://evil.example/.well-known/openid-configuration");
    assert!(matches!(found(elsewhere).await, DiscoveryError::NotFound { .. }), "redirects are not followed");
    assert!(matches!(found(json(200, "<html>")).await, DiscoveryError::Unreadable { .. }));
    assert!(matches!(found(json(200, "[]")).await, DiscoveryError::Unreadable { .. }));
    assert!(matches!(found(json(200, format!("{{\"a\":\"{}\"}}", "x".repeat(300_000)))).await, DiscoveryError::Unreadable { .. }));
}

#[tokio::test]
async fn an_address_outside_this_computer_is_refused_without_tls() {
    let server = publishing(
        "/.well-known/openid-configuration",
        |base| value!({"issuer": base, "authorization_endpoint": "http://id.example/authorize"}),
    )
    .await;
    assert!(matches!(metadata(&server, "").await, Err(DiscoveryError::Endpoint { name: "authorization_endpoint" })));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
    let issuer = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    assert!(matches!(server_metadata(&issuer).await, Err(DiscoveryError::Unreachable(_))));
}

/// A server with one document, a token endpoint added to it.
async fn publishing(path: &'static str, document: impl Fn(&str) -> Value + Send + Sync + 'static) -> Server {
    Server::start(move |seen| {
        let base = format!("http://{}", seen.header("host"));
        let mut document = document(&base);
        document["token_endpoint"] = format!("{base}/token").into();
        if seen.path == path { json(200, document) } else { json(404, "") }
    })
    .await
}

async fn metadata(server: &Server, path: &str) -> Result<ServerMetadata, DiscoveryError> {
    server_metadata(&format!("{}{path}", server.base)).await
}
