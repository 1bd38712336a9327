//! Tokens of connections to the demo services, and brought ones, as a person looks at them.

use anyhow::{Context, Result, ensure};
use coredesk_core::desk::{DeskError, FactName, KeysFrom, KeysSource, TokenError, TokenSource};
use coredesk_core::inspect::{SignatureState, TokenForm, TokenKind};
use coredesk_core::session::{SessionState, SignedOutReason};
use coredesk_core::token_store::Secret;
use coredesk_tests::office::{LIMIT, Office, until};

fn of(connection: &str, token: TokenKind) -> TokenSource {
    TokenSource::Connection { connection_id: connection.to_owned(), token }
}

#[tokio::test]
async fn the_tokens_of_a_connection_are_listed_checked_asked_about_and_tried() -> Result<()> {
    let office = Office::open().await?;
    let connection = office.sign_in().await?;
    // No keyring is waited for: the list has them when they were read for the first rows.
    let kinds = until(&office.desk, "the tokens", async || {
        let kinds: Vec<_> = office.desk.tokens().await?.into_iter().map(|listed| listed.kind).collect();
        Ok((!kinds.is_empty()).then_some(kinds))
    })
    .await?;
    assert_eq!(kinds, [Some(TokenKind::Access), Some(TokenKind::Identity), Some(TokenKind::Refresh)]);

    let access = of(&connection, TokenKind::Access);
    for source in [&access, &of(&connection, TokenKind::Identity)] {
        let inspected = office.desk.inspect_token(source).await?;
        assert_eq!(inspected.report.signature.state, SignatureState::Valid, "{:?}", inspected.report.signature);
        assert_eq!(inspected.keys_from, Some(KeysFrom::Issuer));
    }
    let inspected = office.desk.inspect_token(&access).await?;
    assert!(inspected.may.user_info && inspected.may.try_it && inspected.may.refresh && inspected.may.revoke && !inspected.may.introspect);
    assert!(inspected.scopes.iter().any(|scope| scope.granted && scope.asked));
    assert!(inspected.facts.iter().any(|fact| fact.name == FactName::BaseUrl));

    let says = office.desk.ask_server(&access).await?;
    assert_eq!((says.active, says.differs), (Some(true), Vec::new()));
    assert!(says.user_info.iter().any(|claim| claim.name == "sub"));
    let tried = office.desk.try_one_request(&access, &connection).await?;
    assert!(matches!(tried.outcome, Ok(200)), "{tried:?}");
    Ok(())
}

#[tokio::test]
async fn a_refresh_token_is_there_and_no_more() -> Result<()> {
    let office = Office::open().await?;
    let connection = office.sign_in().await?;
    let refresh = of(&connection, TokenKind::Refresh);
    let report = office.desk.inspect_token(&refresh).await?.report;
    assert!(report.claims.is_empty() && report.masked.chars().all(|letter| letter == '•'));
    assert!(matches!(office.desk.token_to_copy(&refresh).await, Err(DeskError::Token(TokenError::RefreshToken))));
    let tried = office.desk.try_one_request(&refresh, &connection).await;
    assert!(matches!(tried, Err(DeskError::Token(TokenError::RefreshToken))));
    Ok(())
}

#[tokio::test]
async fn a_brought_token_is_checked_with_the_keys_of_a_known_issuer_or_with_given_ones_and_forgotten() -> Result<()> {
    let office = Office::open().await?;
    let connection = office.sign_in().await?;
    let token = office.desk.token_to_copy(&of(&connection, TokenKind::Access)).await?;
    let brought = office.desk.bring_token(&format!("Authorization: Bearer {}", token.expose()))?;
    let source = brought.tokens.first().context("a token")?;
    assert_eq!(office.desk.inspect_token(source).await?.report.signature.state, SignatureState::Valid);
    assert_eq!(office.desk.bring_token(token.expose())?.tokens, brought.tokens, "it is not held twice");

    let mut tampered = token.expose().to_owned();
    let end = tampered.len() - 20;
    let other = if tampered.as_bytes()[end] == b'A' { "B" } else { "A" };
    tampered.replace_range(end..=end, other);
    let tampered = office.desk.bring_token(&tampered)?.tokens.remove(0);
    assert_eq!(office.desk.inspect_token(&tampered).await?.report.signature.state, SignatureState::Wrong);
    let given = KeysSource::Text(Secret::new("a shared secret"));
    let with_secret = office.desk.verify_token(source, given).await?;
    assert_eq!((with_secret.report.signature.state, with_secret.keys_from), (SignatureState::KeyNotFound, Some(KeysFrom::Person)));

    let opaque = office.desk.bring_token("B2F4D9C2-3a4e-4a52-9a53-7f3a4a1f8f10")?.tokens.remove(0);
    assert_eq!(office.desk.inspect_token(&opaque).await?.report.form, TokenForm::Opaque);
    let tried = office.desk.try_one_request(&opaque, &connection).await?;
    ensure!(tried.outcome.is_err(), "an invented token is refused");
    assert!(matches!(office.desk.ask_server(&opaque).await, Err(DeskError::Token(TokenError::NotOffered))));

    office.desk.forget_brought(None);
    assert!(matches!(office.desk.inspect_token(source).await, Err(DeskError::Token(TokenError::Forgotten))));
    assert_eq!(office.desk.tokens().await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_token_is_renewed_on_demand_and_the_former_one_differs() -> Result<()> {
    let office = Office::open().await?;
    let connection = office.sign_in().await?;
    let access = of(&connection, TokenKind::Access);
    let former = office.desk.token_to_copy(&access).await?;
    office.desk.refresh_token(&connection).await?;
    assert!(!office.desk.token_to_copy(&access).await?.is_same_as(&former));
    let former = office.desk.bring_token(former.expose())?.tokens.remove(0);
    let (findings, rows) = office.desk.compare_tokens(&access, &former).await?;
    assert!(findings.is_empty(), "same person, same scopes: {findings:?}");
    assert!(rows.iter().any(|row| !row.is_same()) && rows.iter().any(|row| row.is_same()));
    Ok(())
}

#[tokio::test]
async fn a_revoked_token_signs_the_connection_out_and_is_refused_by_the_service() -> Result<()> {
    let office = Office::open().await?;
    let connection = office.sign_in().await?;
    let access = of(&connection, TokenKind::Access);
    let token = office.desk.token_to_copy(&access).await?;
    let mut events = office.desk.events();
    office.desk.revoke_token(&access).await?;
    tokio::time::timeout(LIMIT, async {
        loop {
            let status = office.desk.connections().await?.into_iter().find(|status| status.record.id == connection).context("is there")?;
            if status.session == (SessionState::SignedOut { reason: SignedOutReason::Person }) {
                return Ok::<_, anyhow::Error>(());
            }
            events.recv().await?;
        }
    })
    .await??;
    assert!(office.desk.tokens().await?.is_empty());
    assert!(matches!(office.desk.inspect_token(&access).await, Err(DeskError::NoToken)));
    let revoked = office.desk.bring_token(token.expose())?.tokens.remove(0);
    let tried = office.desk.try_one_request(&revoked, &connection).await?;
    ensure!(tried.outcome.is_err(), "the service knows that it is revoked");
    Ok(())
}
