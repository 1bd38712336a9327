//! Tokens that a person brings, and keys that are given for tokens: what is held, and what may be done with them.

use crate::account::{Office, SECRET, connection_of};
use crate::first_sign_ins::begun;
use coredesk_core::catalogue::Grant;
use coredesk_core::desk::{DeskError, KeysSource, TokenError, TokenSource};
use coredesk_core::inspect::TokenKind;
use coredesk_core::token_store::Secret;

#[tokio::test]
async fn more_than_may_be_held_are_held_not_at_all() {
    let office = Office::open().await;
    let many: Vec<String> = (0..101).map(|number| format!("token-{number}")).collect();
    let refused = office.desk.bring_token(&serde_json::to_string(&many).expect("is JSON"));
    assert!(matches!(refused, Err(DeskError::TooMany { limit: 100 })), "{refused:?}");
    assert!(office.desk.tokens().await.expect("a list").is_empty());
}

#[tokio::test]
async fn a_brought_token_keeps_the_kind_that_its_answer_gave_it() {
    let office = Office::open().await;
    let id = connection_of(&office.over(begun(&office, Grant::ClientCredentials, Some(SECRET)).await).await);
    // `{"alg":"HS256"}` and `{"typ":"Refresh"}`.
    let says_so = "eyJhbGciOiJIUzI1NiJ9.eyJ0eXAiOiJSZWZyZXNoIn0.AAAA";
    let brought = office.desk.bring_token(r#"{"refresh_token":"r-1","id_token":"i-1"}"#).expect("is short").tokens;
    let refresh = office.desk.bring_token(says_so).expect("is short").tokens;
    for source in brought.iter().chain(&refresh) {
        let tried = office.desk.try_one_request(source, &id).await;
        assert!(matches!(tried, Err(DeskError::Token(TokenError::RefreshToken | TokenError::NotOffered))), "{tried:?}");
        assert!(!office.desk.inspect_token(source).await.expect("a token").may.try_it);
    }
    let kinds: Vec<_> =
        office.desk.tokens().await.expect("a list").into_iter().filter(|one| one.company.is_none()).map(|one| one.kind).collect();
    assert_eq!(kinds, [Some(TokenKind::Identity), Some(TokenKind::Refresh), Some(TokenKind::Refresh)]);
}

#[tokio::test]
async fn keys_that_were_given_go_with_the_sign_in_and_on_leaving() {
    let office = Office::open().await;
    let id = connection_of(&office.over(begun(&office, Grant::ClientCredentials, Some(SECRET)).await).await);
    let source = TokenSource::Connection { connection_id: id.clone(), token: TokenKind::Access };
    let give = async || office.desk.verify_token(&source, KeysSource::Text(Secret::new("a shared secret"))).await.expect("keys");
    let has_keys = async || office.desk.inspect_token(&source).await.expect("a token").keys_from.is_some();

    give().await;
    assert!(has_keys().await);
    office.desk.forget_brought(None);
    assert!(!has_keys().await, "on leaving");

    give().await;
    office.desk.sign_out(&id).await.expect("signs out");
    let again = office.over(office.desk.open_connection(&id).await.expect("begins")).await;
    assert_eq!(connection_of(&again), id);
    assert!(!has_keys().await, "with the sign-in");
}
