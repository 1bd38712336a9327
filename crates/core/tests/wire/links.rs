//! The link to a stored file.

use crate::server::{Server, json, never, signed_in, time_entry};
use coredesk_core::catalogue::{EntityType, bqe_core};
use coredesk_core::rest::{RefusalReason, RequestError};

fn document() -> EntityType {
    bqe_core::service().expect("reads").catalogue.entity_type("document").cloned().expect("is there")
}

#[tokio::test]
async fn the_link_of_a_document_is_asked_for_below_the_base_url() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/api/document/uri/d%2F1" => json(200, "\"https://files.example/d1?sig=x\""),
        "/api/document/uri/plain" => json(200, "https://files.example/plain\n").with("content-type", "text/plain"),
        _ => json(404, ""),
    })
    .await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in(&server.base, "a1", locks.path());
    let link = |id: &'static str| {
        let client = client.clone();
        async move { client.link(&document(), id, &never()).await.expect("an answer") }
    };
    assert_eq!(link("d/1").await.as_deref(), Some("https://files.example/d1?sig=x"));
    assert_eq!(link("plain").await.as_deref(), Some("https://files.example/plain"));
    assert_eq!(link("gone").await, None);
    assert!(server.seen().iter().all(|seen| seen.method == "GET" && seen.bearer() == "a1"), "nobody but the service is asked");
}

#[tokio::test]
async fn records_without_a_link_are_not_asked_for_one() {
    let server = Server::start(|_| json(200, "\"https://files.example\"")).await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in(&server.base, "a1", locks.path());
    let answer = client.link(&time_entry(), "e1", &never()).await;
    assert!(matches!(&answer, Err(RequestError::Refused(refusal)) if refusal.reason == RefusalReason::NotOffered), "{answer:?}");
    assert!(server.seen().is_empty());
}
