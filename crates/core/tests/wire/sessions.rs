//! The life of tokens: one refresh however many ask, nothing lost when it fails, nothing left after a sign-out.

use crate::server::{
    Reply, Server, client_registration, first_page, json, never, profile, session, signed_in, store_with, time_entry, tokens,
};
use coredesk_core::rest::{Entities, RequestError};
use coredesk_core::session::{SessionError, SessionState, SignedOutReason};
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore, TokenStoreError};
use serde_json::{Value, json as value};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_parallel_401s_lead_to_one_refresh() {
    let server = rotating().await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in(&server.base, "a1", locks.path());
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.list(&time_entry(), &first_page(), &CancellationToken::new()).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("ends").expect("reads");
    }
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_refresh_once() {
    let server = rotating().await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let stale = Secret::new("a1");
    let one = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let two = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    one.access_token().await.expect("is there");
    two.access_token().await.expect("is there");
    let (first, second) = tokio::join!(one.renew_after_401(&stale), two.renew_after_401(&stale));
    assert_eq!(first.expect("renews").token.expose(), "a2");
    assert_eq!(second.expect("renews").token.expose(), "a2");
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1);
}

#[tokio::test]
async fn the_new_refresh_token_is_stored_and_the_old_one_never_sent_again() {
    let server = rotating().await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    for round in 1..4 {
        let grant = session.renew_after_401(&Secret::new(format!("a{round}"))).await.expect("renews");
        assert_eq!(grant.token.expose(), format!("a{}", round + 1));
        assert_eq!(kept(&store).refresh_token.expect("is there").expose(), format!("r{}", round + 1));
    }
    let sent: Vec<String> = server.seen_at("/idp/connect/token").iter().map(|seen| seen.form()["refresh_token"].clone()).collect();
    assert_eq!(sent, ["r1", "r2", "r3"]);
}

#[tokio::test]
async fn without_a_new_refresh_token_scope_or_endpoint_the_old_ones_stay() {
    let server = Server::start(|_| json(200, value!({"access_token": "a2", "token_type": "Bearer"}))).await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    session.renew_after_401(&Secret::new("a1")).await.expect("renews");
    let kept = kept(&store);
    assert_eq!(kept.refresh_token.expect("is there").expose(), "r1");
    assert_eq!(kept.base_url, format!("{}/api", server.base));
    assert_eq!(kept.granted_scopes, ["readwrite:core"]);
}

#[tokio::test]
async fn invalid_grant_signs_this_profile_out_and_no_other() {
    let server = Server::start(|_| json(400, value!({"error": "invalid_grant"}))).await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let other = ProfileId::new("other");
    store.save(&other, &tokens(&server.base, "b1", Some("s1"))).expect("saves");
    let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let error = session.renew_after_401(&Secret::new("a1")).await.expect_err("is over");
    assert!(matches!(error, SessionError::SignedOut(SignedOutReason::InvalidGrant)), "{error:?}");
    assert_eq!(session.state(), SessionState::SignedOut { reason: SignedOutReason::InvalidGrant });
    assert!(store.load(&profile()).expect("loads").is_none());
    assert!(store.load(&other).expect("loads").is_some());
}

#[tokio::test]
async fn failures_that_pass_drop_nothing() {
    for reply in [
        json(500, value!({"error": "invalid_grant"})),
        json(503, ""),
        json(429, ""),
        json(200, "<html>"),
        json(200, "{\"access_token\":"),
        json(302, "").with("location", "http://127.0.0.1:1/"),
        json(400, "not json"),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let locks = tempfile::tempdir().expect("a folder");
        let store = store_with(&tokens(&server.base, "a1", Some("r1")));
        let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
        let error = session.renew_after_401(&Secret::new("a1")).await.expect_err("fails");
        assert!(matches!(error, SessionError::Renewal(_)), "{error:?}");
        assert_eq!(kept(&store).refresh_token.expect("is there").expose(), "r1");
        assert!(matches!(session.state(), SessionState::Ready { .. }));
    }
}

#[tokio::test]
async fn a_failing_refresh_is_not_tried_again_by_every_request() {
    let server = Server::start(|seen| if seen.path.starts_with("/idp") { json(500, "{}") } else { json(401, "") }).await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, _) = signed_in(&server.base, "a1", locks.path());
    for _ in 0..5 {
        assert!(client.get(&time_entry(), "x", &never()).await.is_err());
    }
    assert!(server.seen_at("/idp/connect/token").len() <= 4, "{}", server.seen_at("/idp/connect/token").len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_out_during_a_refresh_wins() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/idp/connect/token" => json(200, renewed(2)).after(Duration::from_millis(400)),
        _ => json(200, ""),
    })
    .await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let running = tokio::spawn({
        let session = session.clone();
        async move { session.renew_after_401(&Secret::new("a1")).await }
    });
    while server.seen_at("/idp/connect/token").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    session.sign_out().await.expect("forgets").expect("the server is told");
    let error = running.await.expect("ends").expect_err("is signed out");
    assert!(matches!(error, SessionError::SignedOut(SignedOutReason::Person)), "{error:?}");
    assert!(store.load(&profile()).expect("loads").is_none(), "nothing came back");
    assert_eq!(session.state(), SessionState::SignedOut { reason: SignedOutReason::Person });
    let revoked: Vec<String> = server.seen_at("/idp/connect/revocation").iter().map(|seen| seen.form()["token"].clone()).collect();
    assert_eq!(revoked, ["r1", "r2"], "the late token is revoked as well");
}

#[tokio::test]
async fn signing_out_forgets_even_without_a_network() {
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens("http://127.0.0.1:1", "a1", Some("r1")));
    let session = session(&crate::server::service_at("http://127.0.0.1:1"), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    session.sign_out().await.expect("forgets").expect_err("the server is not told");
    assert!(store.load(&profile()).expect("loads").is_none());
}

#[tokio::test]
async fn a_new_token_is_not_used_before_it_is_stored_and_not_lost_either() {
    let server = rotating().await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = Arc::new(Stubborn { inner: MemoryTokenStore::new(), refuses: AtomicBool::new(false) });
    store.save(&profile(), &tokens(&server.base, "a1", Some("r1"))).expect("saves");
    store.refuses.store(true, Ordering::SeqCst);
    let session = session(&server.service(), Arc::<Stubborn>::clone(&store), locks.path());
    let error = session.renew_after_401(&Secret::new("a1")).await.expect_err("is not used");
    assert!(matches!(error, SessionError::TokenStore(TokenStoreError::Locked { .. })), "{error:?}");
    store.refuses.store(false, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    let grant = session.renew_after_401(&Secret::new("a1")).await.expect("is stored now");
    assert_eq!(grant.token.expose(), "a2");
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1, "the old refresh token did not go out twice");
}

#[tokio::test]
async fn a_hostile_endpoint_of_a_refresh_stops_the_session_and_changes_nothing() {
    let elsewhere = Server::start(|_| json(200, "[]")).await;
    let hostile = "https://evil.example/api".to_owned();
    let server = Server::start(move |seen| match seen.path.as_str() {
        "/idp/connect/token" => {
            json(200, value!({"access_token": "a2", "token_type": "Bearer", "refresh_token": "r2", "endpoint": hostile}))
        }
        _ => json(401, ""),
    })
    .await;
    let locks = tempfile::tempdir().expect("a folder");
    let (client, session) = signed_in(&server.base, "a1", locks.path());
    let error = client.get(&time_entry(), "x", &never()).await.expect_err("stops");
    assert!(matches!(error, RequestError::ForeignBaseUrl), "{error:?}");
    assert!(matches!(session.state(), SessionState::SignedOut { reason: SignedOutReason::ForeignBaseUrl(_) }));
    assert!(elsewhere.seen().is_empty());
    assert_eq!(server.seen_at("/api/timeentry/x").len(), 1);
}

#[tokio::test]
async fn a_hostile_endpoint_of_a_refresh_replaces_nothing_but_the_tokens() {
    let hostile = value!({"access_token": "a2", "token_type": "Bearer", "refresh_token": "r2", "endpoint": "https://evil.example/api"});
    let server = Server::start(move |_| json(200, &hostile)).await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let error = session.renew_after_401(&Secret::new("a1")).await.expect_err("stops");
    assert!(matches!(error, SessionError::ForeignBaseUrl(_)), "{error:?}");
    assert_eq!(kept(&store).base_url, format!("{}/api", server.base));
    assert_eq!(kept(&store).refresh_token.expect("is there").expose(), "r2", "the old one is dead");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_out_in_another_process_during_a_refresh_wins() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/idp/connect/token" => json(200, renewed(2)).after(Duration::from_millis(400)),
        _ => json(200, ""),
    })
    .await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let one = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let two = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let running = tokio::spawn({
        let one = one.clone();
        async move { one.renew_after_401(&Secret::new("a1")).await }
    });
    while server.seen_at("/idp/connect/token").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    two.sign_out().await.expect("forgets").expect("the server is told");
    let error = running.await.expect("ends").expect_err("is signed out");
    assert!(matches!(error, SessionError::SignedOut(SignedOutReason::Person)), "{error:?}");
    assert!(store.load(&profile()).expect("loads").is_none(), "nothing came back");
}

#[tokio::test]
async fn a_life_too_short_to_be_true_makes_no_storm() {
    let server = Server::start(|_| json(200, value!({"access_token": "a2", "token_type": "Bearer", "expires_in": 1}))).await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&StoredTokens { expires_at: Some(1), ..tokens(&server.base, "a1", Some("r1")) });
    let session = session(&server.service(), store, locks.path());
    for _ in 0..15 {
        session.access_token().await.expect("is there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1);
}

#[tokio::test]
async fn a_renewal_goes_on_when_nobody_waits_for_it() {
    let server = Server::start(|_| json(200, renewed(2)).after(Duration::from_millis(200))).await;
    let locks = tempfile::tempdir().expect("a folder");
    let store = store_with(&tokens(&server.base, "a1", Some("r1")));
    let session = session(&server.service(), Arc::<MemoryTokenStore>::clone(&store), locks.path());
    let stale = Secret::new("a1");
    let given_up = tokio::time::timeout(Duration::from_millis(50), session.renew_after_401(&stale)).await;
    assert!(given_up.is_err());
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if kept(&store).access_token.expose() == "a2" {
            return;
        }
    }
    panic!("the answer was lost");
}

#[tokio::test]
async fn a_clock_that_jumped_makes_no_storm() {
    let server = rotating().await;
    let locks = tempfile::tempdir().expect("a folder");
    // By this computer's clock the token ended in 1970.
    let store = store_with(&StoredTokens { expires_at: Some(3600), ..tokens(&server.base, "a1", Some("r1")) });
    let session = session(&server.service(), store, locks.path());
    for _ in 0..50 {
        session.access_token().await.expect("is there");
        session.access_token_for_write().await.expect("is there");
    }
    assert_eq!(server.seen_at("/idp/connect/token").len(), 1);
}

#[tokio::test]
async fn without_tokens_a_person_is_asked() {
    let server = rotating().await;
    let locks = tempfile::tempdir().expect("a folder");
    let session = session(&server.service(), Arc::new(MemoryTokenStore::new()), locks.path());
    assert!(matches!(session.access_token().await, Err(SessionError::SignedOut(SignedOutReason::NoTokens))));
    session.accept(tokens(&server.base, "a1", None), client_registration()).await.expect("takes over");
    assert_eq!(session.access_token().await.expect("is there").token.expose(), "a1");
    let error = session.renew_after_401(&Secret::new("a1")).await.expect_err("cannot be renewed");
    assert!(matches!(error, SessionError::SignedOut(SignedOutReason::NoRefreshToken)));
}

/// Issues a2 and r2 for r1, a3 and r3 for r2; whoever sends an old one is refused. The API takes all but a1.
async fn rotating() -> Server {
    let issued = AtomicUsize::new(1);
    Server::start(move |seen| match seen.path.as_str() {
        "/idp/connect/token" => {
            let now = issued.load(Ordering::SeqCst);
            if seen.form()["refresh_token"] != format!("r{now}") {
                return json(400, value!({"error": "invalid_grant"}));
            }
            issued.store(now + 1, Ordering::SeqCst);
            json(200, renewed(now + 1)).after(Duration::from_millis(50))
        }
        _ => api(seen.bearer()),
    })
    .await
}

fn api(bearer: &str) -> Reply {
    if bearer == "a1" { json(401, "") } else { json(200, "[]") }
}

fn renewed(number: usize) -> Value {
    value!({"access_token": format!("a{number}"), "refresh_token": format!("r{number}"), "token_type": "Bearer", "expires_in": 3600})
}

fn kept(store: &MemoryTokenStore) -> StoredTokens {
    store.load(&profile()).expect("loads").expect("is there")
}

/// A keyring that can be locked.
struct Stubborn {
    inner: MemoryTokenStore,
    refuses: AtomicBool,
}

impl TokenStore for Stubborn {
    fn load(&self, profile: &ProfileId) -> Result<Option<StoredTokens>, TokenStoreError> {
        self.inner.load(profile)
    }
    fn save(&self, profile: &ProfileId, tokens: &StoredTokens) -> Result<(), TokenStoreError> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err(TokenStoreError::Locked { reason: "on purpose".to_owned() });
        }
        self.inner.save(profile, tokens)
    }
    fn remove(&self, profile: &ProfileId) -> Result<(), TokenStoreError> {
        self.inner.remove(profile)
    }
}
