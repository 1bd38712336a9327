//! A client of a person's own against the demo services over real HTTP: registered, signed in, refused, renewed.

use coredesk_core::changes::{FieldEdit, OutcomeKind};
use coredesk_core::desk::{
    ConnectionForm, DeskError, DeskEvent, Finding, FindingState, InstallationChoice, Opened, SignInChange, SignInProgress,
};
use coredesk_core::oauth::{SignInError, TokenCallError};
use coredesk_core::session::SessionState;
use coredesk_core::token_store::{ProfileId, TokenStore};
use coredesk_tests::office::wait_for;
use coredesk_tests::own_client::{ALL, Office, SECRET, connection_of, failure, is_refused};
use coredesk_tests::person::Person;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_goes_out_in_the_form_or_by_basic_and_serves_every_refresh() {
    for change in [SignInChange::SecretInRequestBody, SignInChange::SecretAsBasic] {
        let office = Office::open().await;
        let mut form = office.form();
        form.authentication = match change {
            SignInChange::SecretAsBasic => coredesk_core::catalogue::ClientAuthentication::Basic,
            _ => coredesk_core::catalogue::ClientAuthentication::RequestBody,
        };
        let connection = office.signed_in(&form, Some(SECRET)).await;
        let kept = office.tokens.load_client_secret(&ProfileId::new(&connection)).expect("memory answers").expect("is kept");
        assert_eq!(kept.expose(), SECRET);
        let before = office.access_token(&connection);
        office.sandbox.faults().set("status-401", "1").expect("the fault is known");
        office.desk.sync(&connection, "timeentry").await.expect("begins");
        office.wait_until(|| office.access_token(&connection) != before).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_keeps_nothing_and_offers_the_other_way() {
    let office = Office::open().await;
    let status = office.ended(&office.form(), Some("wrong")).await;
    assert!(
        matches!(failure(&status), DeskError::SignIn(SignInError::TokenCall(TokenCallError::Refused { error, .. })) if error == "invalid_client"),
        "{status:?}"
    );
    assert_eq!(status.retries, [SignInChange::SecretAsBasic, SignInChange::Nothing]);
    office.left_nothing().await;
    let (form, has_secret) = office.desk.sign_in_form(&status.id).expect("is remembered");
    assert!(has_secret && form == office.form());
    assert!(!format!("{status:?}").contains("wrong"), "the secret is in no status");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_refused_with_pkce_signs_in_without_when_the_person_says_so() {
    let office = Office::open().await;
    office.sandbox.faults().set("refuse-pkce", "on").expect("the fault is known");
    let form = ConnectionForm { scopes: vec!["readwrite:core".to_owned(), "openid".to_owned()], ..office.form() };
    let status = office.ended(&form, Some(SECRET)).await;
    assert!(is_refused(&status, "unauthorized_client"), "{status:?}");
    assert_eq!(status.retries, [SignInChange::WithoutPkce, SignInChange::Nothing]);
    let again = office.retried(&status.id, SignInChange::WithoutPkce).await;
    let connection = connection_of(&again);
    let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
    assert_eq!((record.id, record.registration.pkce), (connection, false), "it stays visible there");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_staying_signed_in_is_refused_each_consent_keeps_all_work() {
    let office = Office::open().await;
    office.sandbox.faults().set("refuse-offline-access", "on").expect("the fault is known");
    let status = office.ended(&office.form(), Some(SECRET)).await;
    assert_eq!(status.retries[0], SignInChange::WithoutOfflineAccess, "{status:?}");
    let connection = connection_of(&office.retried(&status.id, SignInChange::WithoutOfflineAccess).await);
    let id = office.loaded(&connection).await;
    office.edit(&connection, &id, json!("2.25")).await;

    office.sandbox.faults().set("status-401", "on").expect("the fault is known");
    office.desk.sync(&connection, "timeentry").await.expect("begins");
    office.session_is(&connection, |session| matches!(session, SessionState::SignedOut { .. })).await;
    office.sandbox.faults().clear("status-401");
    assert_eq!(office.unsent().await, 1, "the edit waits");
    assert!(!office.entries(&connection).await.is_empty(), "rows are still here");

    let Opened::SignIn(sign_in) = office.desk.open_connection(&connection).await.expect("begins") else { panic!("it is signed out") };
    assert_eq!(connection_of(&office.over(&sign_in).await), connection);
    assert_eq!(office.send_all(&connection).await, OutcomeKind::Done);
    assert_eq!(office.unsent().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_told_and_leaves_nothing() {
    let office = Office::open().await;
    office.person(|person| person.denies = true);
    let denied = office.ended(&office.form(), Some(SECRET)).await;
    assert!(is_refused(&denied, "access_denied"), "{denied:?}");
    assert_eq!(denied.retries, [SignInChange::Nothing]);
    let unknown = ConnectionForm { scopes: ["readwrite:core", "nonsense:core"].map(str::to_owned).to_vec(), ..office.form() };
    let status = office.ended(&unknown, Some(SECRET)).await;
    assert!(is_refused(&status, "invalid_scope"), "{status:?}");
    office.left_nothing().await;
    drop(TcpListener::bind((Ipv4Addr::LOCALHOST, office.port)).expect("the port is free again"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_that_the_browser_ended_on_can_be_pasted() {
    let office = Office::open_at("https://coredemo.example/callback").await;
    let Opened::SignIn(sign_in) = office.connect(&office.form(), Some(SECRET)).await else { panic!("a sign-in begins") };
    let status = office.desk.sign_in(&sign_in).expect("is known");
    assert!(!status.listens);
    let address = office.ended_on().await;
    assert!(address.starts_with("https://coredemo.example/callback?"), "the browser cannot come back by itself");
    let mut events = office.desk.events();
    office.desk.paste_redirect(&sign_in, address.replace("state=", "state=x")).await.expect("is looked at");
    wait_for(&mut events, |event| match event {
        DeskEvent::SignIn(status) if status.pasted_address_refused => Some(()),
        _ => None,
    })
    .await;
    office.desk.paste_redirect(&sign_in, format!("  {address}\n")).await.expect("is taken");
    assert!(matches!(office.over(&sign_in).await.progress, SignInProgress::SignedIn(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn permissions_that_were_taken_off_are_known() {
    let office = Office::open().await;
    office.person(|person| person.takes_off = vec!["readwrite:core".to_owned(), "offline_access".to_owned()]);
    let form = ConnectionForm { scopes: ALL.iter().copied().chain(["read:core"]).map(str::to_owned).collect(), ..office.form() };
    let connection = office.signed_in(&form, Some(SECRET)).await;
    let status = office.desk.connections().await.expect("connections").swap_remove(0);
    assert_eq!(status.record.id, connection);
    assert!(status.record.registration.scopes.iter().any(|scope| scope == "readwrite:core"), "asked for");
    assert!(!status.record.scopes.iter().any(|scope| scope == "readwrite:core" || scope == "offline_access"), "not granted");
    let id = office.loaded(&connection).await;
    let edit = FieldEdit { id, field: "actualHours".to_owned(), value: json!("1") };
    let refused = office.desk.edit(&connection, "timeentry", vec![edit]).await.expect_err("nothing can be changed");
    assert!(matches!(refused, DeskError::ReadOnly), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_company_is_another_connection_and_nothing_mixes() {
    let office = Office::open().await;
    let fernhill = office.signed_in(&office.form(), Some(SECRET)).await;
    office.loaded(&fernhill).await;
    office.person(|person| person.company = "Larkfield".to_owned());
    let larkfield = office.signed_in(&office.form(), Some(SECRET)).await;
    office.loaded(&larkfield).await;
    assert_ne!(fernhill, larkfield);
    let companies: Vec<String> =
        office.desk.connections().await.expect("connections").into_iter().map(|status| status.record.company).collect();
    assert_eq!(companies.len(), 2);
    let ids = |rows: Vec<(String, Value)>| rows.into_iter().map(|(id, _)| id).collect::<std::collections::HashSet<_>>();
    let (one, other) = (ids(office.entries(&fernhill).await), ids(office.entries(&larkfield).await));
    assert!(!one.is_empty() && !other.is_empty() && one.is_disjoint(&other));

    office.desk.sign_out(&fernhill).await.expect("signs out");
    assert!(office.tokens.load(&ProfileId::new(&larkfield)).expect("memory answers").is_some(), "the other stays signed in");
    let Opened::SignIn(sign_in) = office.desk.open_connection(&fernhill).await.expect("begins") else { panic!("it is signed out") };
    let status = office.over(&sign_in).await;
    assert!(matches!(failure(&status), DeskError::OtherCompany { .. }), "Larkfield was chosen for Fernhill: {status:?}");
    assert!(office.tokens.load(&ProfileId::new(&fernhill)).expect("memory answers").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_openid_a_known_record_proves_the_company() {
    let office = Office::open().await;
    let form = ConnectionForm { scopes: vec!["readwrite:core".to_owned()], ..office.form() };
    let connection = office.signed_in(&form, Some(SECRET)).await;
    office.loaded(&connection).await;
    office.desk.sign_out(&connection).await.expect("signs out");
    office.person(|person| person.company = "Larkfield".to_owned());
    let Opened::SignIn(wrong) = office.desk.open_connection(&connection).await.expect("begins") else { panic!("it is signed out") };
    assert!(matches!(failure(&office.over(&wrong).await), DeskError::OtherCompany { .. }));
    office.person(|person| person.company = "Fernhill Engineering".to_owned());
    let right = office.retried(&wrong, SignInChange::Nothing).await;
    assert_eq!(connection_of(&right), connection);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_sign_in_at_the_same_port_takes_over_from_one_that_waits() {
    let office = Office::open().await;
    office.person(|person| person.company = "nowhere".to_owned());
    let Opened::SignIn(older) = office.connect(&office.form(), Some(SECRET)).await else { panic!("a sign-in begins") };
    office.person(|person| *person = Person::dana());
    let examined = office.desk.examine_sign_in(&office.form().installation, &office.form().redirect_uri).await.expect("looks");
    assert!(examined.findings.contains(&Finding::PortFree { port: office.port }), "{examined:?}");
    let newer = office.ended(&office.form(), Some(SECRET)).await;
    assert!(matches!(newer.progress, SignInProgress::SignedIn(_)), "{newer:?}");
    assert!(matches!(office.desk.sign_in(&older).expect("is remembered").progress, SignInProgress::Cancelled));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_sees_a_taken_port_and_a_silent_server_before_the_browser_opens() {
    let office = Office::open().await;
    let good = office.desk.examine_sign_in(&office.form().installation, &office.form().redirect_uri).await.expect("looks");
    assert!(good.findings.iter().all(|finding| finding.state() == FindingState::Good), "{good:?}");
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, office.port)).expect("binds");
    let nowhere = InstallationChoice::OwnHosts { issuer: "http://127.0.0.1:9/idp".to_owned(), api_domain: String::new() };
    let bad = office.desk.examine_sign_in(&nowhere, &office.form().redirect_uri).await.expect("looks");
    assert!(bad.findings.contains(&Finding::PortTaken { port: office.port }), "{bad:?}");
    assert!(bad.findings.iter().any(|finding| matches!(finding, Finding::ServerSilent { status: None, .. })), "{bad:?}");
    let refused = office.desk.connect(office.form(), None, None).await.expect_err("the port is taken");
    assert!(matches!(refused, DeskError::SignIn(SignInError::PortTaken { port }) if port == office.port));
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_endpoint_is_refused_at_the_first_sign_in() {
    let office = Office::open().await;
    office.sandbox.faults().set("endpoint", "https://evil.example/api/").expect("the fault is known");
    let status = office.ended(&office.form(), Some(SECRET)).await;
    assert!(matches!(failure(&status), DeskError::SignIn(SignInError::BaseUrl(_))), "{status:?}");
    office.left_nothing().await;
}
