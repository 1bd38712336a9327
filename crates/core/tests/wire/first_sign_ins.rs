//! The ways to the first token of a described service that need a client: each ends in a connection whose token was tried.

use crate::account::{CLIENT, Office, SECRET, connection_of, draft, failure, is_sign_in, session};
use crate::server::{Server, json};
use coredesk_core::catalogue::{Grant, Service};
use coredesk_core::desk::{Credential, DeskError, Opened, ServiceForm, ServiceFormError, SignInChange};
use coredesk_core::oauth::{SignInError, TokenCallError};
use coredesk_core::session::SessionState;
use coredesk_core::token_store::{ProfileId, Secret, TokenStore};
use serde_json::json as value;

#[tokio::test]
async fn a_person_says_yes_in_the_browser() {
    let office = Office::open().await;
    let id = connection_of(&office.over(begun(&office, Grant::AuthorizationCode, None).await).await);
    assert_eq!(office.token(&id).as_deref(), Some("temporary-1"));
    let call = office.server.seen_at("/oauth2/token/").swap_remove(0).form();
    assert!(call["redirect_uri"].starts_with("http://127.0.0.1:") && call["redirect_uri"].ends_with("/callback"));
    assert!(office.desk.connections().await.expect("connections")[0].record.needs_preview);
}

#[tokio::test]
async fn the_app_signs_in_by_itself_and_asks_for_its_secret_where_that_is_gone() {
    let mut office = Office::open().await;
    let wrong = office.over(begun(&office, Grant::ClientCredentials, Some("wrong")).await).await;
    assert!(
        matches!(
            failure(&wrong),
            DeskError::Grant { error: SignInError::TokenCall(TokenCallError::Refused { error, .. }), .. } if error == "invalid_client"
        ),
        "{wrong:?}"
    );
    assert_eq!(wrong.retries, [SignInChange::SecretAsBasic, SignInChange::Nothing]);
    office.left_nothing().await;

    let id = connection_of(&office.over(begun(&office, Grant::ClientCredentials, Some(SECRET)).await).await);
    let profile = ProfileId::new(&id);
    let kept = office.tokens.load_client_secret(&profile).expect("memory answers").expect("is kept");
    assert_eq!(kept.expose(), SECRET);
    assert_eq!(office.desk.connections().await.expect("connections")[0].record.person, "The app itself");

    office.desk.sign_out(&id).await.expect("signs out");
    let again = office.over(office.desk.open_connection(&id).await.expect("begins")).await;
    assert_eq!(connection_of(&again), id, "nobody is asked while the secret is there");

    office.tokens.remove(&profile).expect("memory answers");
    office.tokens.remove_client_secret(&profile).expect("memory answers");
    office.reopen();
    let Opened::Question(question) = office.desk.open_connection(&id).await.expect("is answered") else { panic!("the secret is gone") };
    assert_eq!(question.grant, Grant::ClientCredentials);
    let given = office.desk.give_credential(&id, Credential::ClientSecret(Secret::new(SECRET))).await.expect("begins");
    assert_eq!(connection_of(&office.over(given).await), id);
    assert!(matches!(session(&office.desk, &id).await, SessionState::Ready { .. }));
}

#[tokio::test]
async fn a_code_is_shown_until_it_is_entered_elsewhere() {
    let office = Office::open().await;
    let mut events = office.desk.events();
    let opened = begun(&office, Grant::DeviceCode, None).await;
    let device = loop {
        let event = events.recv().await.expect("goes on");
        if let Some(device) = is_sign_in(&event).and_then(|status| status.device.clone()) {
            break device;
        }
    };
    assert_eq!((device.user_code, device.address), ("WDJB-MJHT".to_owned(), format!("{}/activate", office.server.base)));
    let Opened::SignIn(id) = &opened else { panic!("a sign-in begins") };
    assert_eq!(office.desk.sign_in_link(id).expect("can be opened").path(), "/activate");
    office.accounts(|accounts| accounts.entered = true);
    let status = office.over(opened).await;
    assert_eq!(office.token(&connection_of(&status)).as_deref(), Some("temporary-1"));
    assert!(status.device.is_none(), "the code is used up");
}

pub(crate) async fn begun(office: &Office, grant: Grant, secret: Option<&str>) -> Opened {
    let draft = draft(&office.server.base);
    let at = |path: &str| format!("{}{path}", office.server.base);
    let form = ServiceForm {
        grant,
        client_id: CLIENT.to_owned(),
        authorization_endpoint: at("/authorize"),
        token_endpoint: at("/oauth2/token/"),
        device_authorization_endpoint: at("/device"),
        ..ServiceForm::of(&draft)
    };
    let draft_id = office.read(&draft).await;
    office.desk.connect_service(&draft_id, &form, secret.map(Secret::new), Credential::None).await.expect("begins")
}

#[tokio::test]
async fn an_issuer_is_kept_as_it_spells_itself_and_one_that_is_silent_is_told() {
    let office = Office::open().await;
    let token_endpoint = format!("{}/oauth2/token/", office.server.base);
    let told = token_endpoint.clone();
    let issuer = Server::start(move |seen| {
        let metadata = value!({ "issuer": format!("http://{}/idp", seen.header("host")), "token_endpoint": told });
        if seen.path == "/idp/.well-known/openid-configuration" { json(200, metadata) } else { json(404, "") }
    })
    .await;
    let draft = draft(&office.server.base);
    let form = |path: &str, token_endpoint: &str| ServiceForm {
        grant: Grant::AuthorizationCode,
        client_id: CLIENT.to_owned(),
        issuer: format!("{}{path}", issuer.base),
        authorization_endpoint: format!("{}/authorize", issuer.base),
        token_endpoint: token_endpoint.to_owned(),
        ..ServiceForm::of(&draft)
    };
    let draft_id = office.read(&draft).await;
    let begin = async |form: ServiceForm| office.desk.connect_service(&draft_id, &form, None, Credential::None).await;
    let silent = begin(form("/nobody", &token_endpoint)).await;
    assert!(matches!(silent, Err(DeskError::ServiceForm(ServiceFormError::IssuerSilent(_)))), "{silent:?}");
    let other = begin(form("/idp", "https://elsewhere.example/token")).await;
    assert!(matches!(other, Err(DeskError::ServiceForm(ServiceFormError::OtherTokenAddress))), "{other:?}");
    let opened = begin(form("/idp/", &token_endpoint)).await.expect("begins");
    let id = connection_of(&office.over(opened).await);
    let kept = std::fs::read(office.folder.path().join("connections").join(id).join("service.json")).expect("is kept");
    let kept: Service = serde_json::from_slice(&kept).expect("reads");
    assert_eq!(kept.oauth.issuer, format!("{}/idp", issuer.base), "it is compared letter by letter");
}
