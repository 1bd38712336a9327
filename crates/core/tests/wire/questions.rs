//! A connection whose token has ended: a person is asked, their answer must open the same account, and nothing is lost.

use crate::account::{COLLEAGUE, Office, PASSWORD, USER, connection_of, failure, password, session, token};
use coredesk_core::catalogue::Grant;
use coredesk_core::changes::FieldEdit;
use coredesk_core::desk::{Credential, CredentialQuestion, DeskError, Opened, ServiceFormError, TrialError};
use coredesk_core::session::SessionState;
use coredesk_core::token_store::Secret;
use serde_json::json;

#[tokio::test]
async fn a_revoked_token_is_replaced_by_one_of_the_same_account_and_work_goes_on() {
    let office = Office::open().await;
    let id = office.connected(token("north")).await;
    assert_eq!(office.loaded(&id).await, 2);
    assert_eq!(office.desk.credential_question(&id).await.expect("is answered"), None);
    edit(&office, &id).await;
    office.revoked(&id, "north").await;

    let question = asked(&office, &id).await;
    assert_eq!((question.grant, question.company.as_str(), question.host.as_str()), (Grant::Token, "Northlight", "127.0.0.1"));
    assert!(question.reason.is_some() && question.user.is_none());

    let other = give(&office, &id, token("south")).await;
    assert!(matches!(failure(&other), DeskError::OtherCompany { expected, .. } if expected == "Northlight"), "{other:?}");
    assert_eq!(office.token(&id).as_deref(), Some("north"), "the other account's token is kept nowhere");
    let refused = give(&office, &id, token("unknown")).await;
    assert!(matches!(failure(&refused), DeskError::Trial(TrialError::Refused { .. })), "{refused:?}");
    assert!(matches!(session(&office.desk, &id).await, SessionState::SignedOut { .. }));

    office.accounts(|accounts| _ = accounts.tokens.insert("north-2".to_owned(), "Northlight"));
    assert_eq!(connection_of(&give(&office, &id, token("Bearer north-2")).await), id);
    assert_eq!(office.token(&id).as_deref(), Some("north-2"));
    assert!(matches!(session(&office.desk, &id).await, SessionState::Ready { expires_at: None, renews: false }));
    assert_eq!(office.desk.credential_question(&id).await.expect("is answered"), None);
    let connections = office.desk.connections().await.expect("connections");
    assert_eq!((connections.len(), connections[0].unsent), (1, 1), "the edit waits");
    assert_eq!(office.loaded(&id).await, 2);
}

#[tokio::test]
async fn an_ended_temporary_token_asks_for_the_password_once() {
    let office = Office::open().await;
    let id = office.connected(password(PASSWORD)).await;
    office.loaded(&id).await;
    edit(&office, &id).await;
    office.revoked(&id, "temporary-1").await;
    assert_eq!(office.server.seen_at("/oauth2/token/").len(), 1, "nobody asks by themselves");

    let question = asked(&office, &id).await;
    assert_eq!((question.grant, question.user.as_deref()), (Grant::Password, Some(USER)));
    let wrong = give(&office, &id, password("wrong")).await;
    assert!(matches!(failure(&wrong), DeskError::Grant { grant: Grant::Password, .. }), "{wrong:?}");
    assert_eq!(office.server.seen_at("/oauth2/token/").len(), 2, "a password goes out once");

    assert_eq!(connection_of(&give(&office, &id, password(PASSWORD)).await), id);
    assert_eq!(office.token(&id).as_deref(), Some("temporary-2"));
    assert!(matches!(session(&office.desk, &id).await, SessionState::Ready { expires_at: Some(_), renews: false }));
    assert_eq!(office.desk.connections().await.expect("connections")[0].unsent, 1, "the edit waits");
}

#[tokio::test]
async fn another_user_name_is_not_taken_for_the_same_account_where_no_record_tells() {
    let office = Office::open().await;
    let id = office.connected(password(PASSWORD)).await;
    office.revoked(&id, "temporary-1").await;
    let somebody = Credential::Password { user: COLLEAGUE.to_owned(), password: Secret::new(PASSWORD) };
    let other = give(&office, &id, somebody).await;
    assert!(matches!(failure(&other), DeskError::OtherPerson { expected } if expected == USER), "{other:?}");
    assert_eq!(connection_of(&give(&office, &id, password(PASSWORD)).await), id);
}

#[tokio::test]
async fn an_answer_to_another_question_is_refused() {
    let office = Office::open().await;
    let id = office.connected(token("north")).await;
    for answer in [password(PASSWORD), Credential::None] {
        let refused = office.desk.give_credential(&id, answer).await;
        assert!(matches!(refused, Err(DeskError::ServiceForm(ServiceFormError::Missing("token")))), "{refused:?}");
    }
}

#[tokio::test]
async fn who_signed_out_is_asked_and_the_rows_stay() {
    let office = Office::open().await;
    let id = office.connected(token("north")).await;
    office.loaded(&id).await;
    office.desk.sign_out(&id).await.expect("signs out");
    assert!(office.token(&id).is_none());
    asked(&office, &id).await;
    assert_eq!(connection_of(&give(&office, &id, token("north")).await), id);
    assert_eq!(office.loaded(&id).await, 2);
}

async fn edit(office: &Office, connection: &str) {
    let edit = FieldEdit { id: "1".to_owned(), field: "name".to_owned(), value: json!("Northlight Media") };
    assert_eq!(office.desk.edit(connection, "publishers", vec![edit]).await.expect("is kept"), 1);
}

/// What a person is asked, which opening the connection answers as well.
async fn asked(office: &Office, connection: &str) -> CredentialQuestion {
    let question = office.desk.credential_question(connection).await.expect("is answered").expect("is asked");
    let opened = office.desk.open_connection(connection).await.expect("is answered");
    assert_eq!(opened, Opened::Question(Box::new(question.clone())));
    question
}

async fn give(office: &Office, connection: &str, credential: Credential) -> coredesk_core::desk::SignInStatus {
    office.over(office.desk.give_credential(connection, credential).await.expect("begins")).await
}
