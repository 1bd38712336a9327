//! Section 18 of `core-api.md`, row by row: what the sources say differently of signing in works either way, through
//! the desk against the sandbox. The rows of the REST API stand with the core.

use coredesk_core::catalogue::{ClientAuthentication, Grant};
use coredesk_core::desk::{AnswerState, ConnectionForm, Desk, DeskError, DeskEvent, Opened, SignInChange};
use coredesk_core::oauth::{ClientRegistration, ClientSecret, RedirectUri, SignInError, TokenCallError, http_client};
use coredesk_core::rest::{Client, Comparison, Condition, Entities, Operator};
use coredesk_core::session::{Session, SessionState, SignedOutReason};
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens};
use coredesk_ipc::UiError;
use coredesk_tests::office::wait_for;
use coredesk_tests::own_client::{ALL, CLIENT_ID, Office, SECRET, connection_of, failure, is_refused};
use coredesk_tests::sandbox_api::SandboxApi;
use serde_json::json;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Row 1: the secret goes out in the form, or by Basic.
#[tokio::test(flavor = "multi_thread")]
async fn row_01_a_secret_is_taken_in_the_form_or_by_basic_and_the_other_way_is_one_click_off() {
    let ways = [
        (ClientAuthentication::RequestBody, "refuse-form-secret", SignInChange::SecretAsBasic),
        (ClientAuthentication::Basic, "refuse-basic", SignInChange::SecretInRequestBody),
    ];
    assert_eq!(ConnectionForm::proposed().authentication, ClientAuthentication::RequestBody, "the form comes first");
    for (authentication, refuses, other) in ways {
        let office = Office::open().await;
        let form = ConnectionForm { authentication, ..office.form() };
        let connection = office.signed_in(&form, Some(SECRET)).await;
        office.renewed(&connection).await;
        office.desk.remove_connection(&connection).await.expect("is removed");

        office.fault(refuses, "on");
        let status = office.ended(&form, Some(SECRET)).await;
        assert_eq!(refused_by_token_endpoint(failure(&status)), Some("invalid_client"), "{status:?}");
        let told = UiError::from(failure(&status)).message;
        assert!(told.contains("form or Basic"), "both ways are named: {told}");
        assert_eq!(status.retries[0], other);
        let connection = connection_of(&office.retried(&status.id, other).await);
        office.renewed(&connection).await;
    }
}

/// Row 2: PKCE together with a secret is refused, or is fine.
#[tokio::test(flavor = "multi_thread")]
async fn row_02_pkce_with_a_secret_is_sent_or_left_out() {
    for (pkce, refuses) in [(true, false), (false, false), (false, true), (true, true)] {
        let office = Office::open().await;
        if refuses {
            office.fault("refuse-pkce", "on");
        }
        let form = ConnectionForm { pkce, ..office.form() };
        let status = office.ended(&form, Some(SECRET)).await;
        if pkce && refuses {
            assert!(is_refused(&status, "unauthorized_client"), "{status:?}");
            assert!(status.retries.contains(&SignInChange::WithoutPkce), "the other is offered: {:?}", status.retries);
            connection_of(&office.retried(&status.id, SignInChange::WithoutPkce).await);
        } else {
            connection_of(&status);
        }
        let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
        assert_eq!(record.registration.pkce, pkce && !refuses);
    }
    let office = Office::open_public().await;
    office.fault("refuse-pkce", "on");
    let status = office.ended(&office.form(), None).await;
    assert!(!status.retries.contains(&SignInChange::WithoutPkce), "nothing else would protect a code without a secret: {status:?}");
}

/// Row 3: `offline_access` is granted, or listed in the portal and refused all the same.
#[tokio::test(flavor = "multi_thread")]
async fn row_03_without_offline_access_a_person_signs_in_each_hour() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    office.renewed(&connection).await;
    let renews = |session: &SessionState| matches!(session, SessionState::Ready { renews: true, .. });
    office.session_is(&connection, renews).await;

    let office = Office::open().await;
    office.fault("refuse-offline-access", "on");
    let status = office.ended(&office.form(), Some(SECRET)).await;
    assert!(is_refused(&status, "unauthorized_client"), "{status:?}");
    assert_eq!(status.retries[0], SignInChange::WithoutOfflineAccess);
    let connection = connection_of(&office.retried(&status.id, SignInChange::WithoutOfflineAccess).await);
    for _ in 0..2 {
        let first = office.access_token(&connection);
        assert!(office.kept(&connection).is_some_and(|tokens| tokens.refresh_token.is_none()));
        office.loaded(&connection).await;
        office.fault("status-401", "on");
        office.desk.sync(&connection, "timeentry").await.expect("begins");
        office.session_is(&connection, |session| *session == signed_out(SignedOutReason::NoRefreshToken)).await;
        office.sandbox.faults().clear("status-401");
        let Opened::SignIn(again) = office.desk.open_connection(&connection).await.expect("begins") else { panic!("it is signed out") };
        assert_eq!(connection_of(&office.over(&again).await), connection, "without a question about offline_access");
        assert_ne!(office.access_token(&connection), first);
    }
}

/// Row 4: a refresh brings a new refresh token and the old one is dead, or brings none and the old one stays good.
#[tokio::test(flavor = "multi_thread")]
async fn row_04_a_refresh_token_is_replaced_or_stays_and_two_processes_never_use_one_twice() {
    for rotates in [true, false] {
        let office = Office::open().await;
        if !rotates {
            office.fault("no-refresh-rotation", "on");
        }
        let connection = office.signed_in(&office.form(), Some(SECRET)).await;
        office.loaded(&connection).await;
        let second = other_process(&office, &connection);
        let entries = office.desk.catalogue(&connection).await.expect("a catalogue").entity_type("timeentry").cloned().expect("is there");
        let mut former = office.kept(&connection).expect("signed in");
        for _ in 0..3 {
            // The service takes the token no more, and both find that out at the same time. The new one takes a while.
            revoke(&office, former.access_token.expose()).await;
            office.fault("token-latency-ms", "300");
            let never = CancellationToken::new();
            let (one, other) = tokio::join!(asked(office.desk.clone(), connection.clone()), second.count(&entries, &never));
            assert!(matches!(one, AnswerState::Complete), "rotates: {rotates}: {one:?}");
            assert!(matches!(other, Ok(Some(count)) if count > 0), "rotates: {rotates}: {other:?}");
            let now = office.kept(&connection).expect("signed in");
            assert_ne!(now.access_token.expose(), former.access_token.expose());
            assert_eq!(refresh_token(&now) != refresh_token(&former), rotates);
            former = now;
        }
        let renews = |session: &SessionState| matches!(session, SessionState::Ready { renews: true, .. });
        office.session_is(&connection, renews).await;
    }
}

/// Row 5: `endpoint` has a slash at its end or none, is absent on a refresh, or names another host of the service.
#[tokio::test(flavor = "multi_thread")]
async fn row_05_the_address_of_the_api_is_settled_kept_and_followed_within_the_service() {
    let forms = [("with a slash", None), ("without", Some("no-slash")), ("under another name", Some("api_endpoint"))];
    for (form, fault) in forms {
        let office = Office::open().await;
        if let Some(fault) = fault {
            office.fault("endpoint-form", fault);
        }
        let connection = office.signed_in(&office.form(), Some(SECRET)).await;
        let base = office.sandbox.addresses().core.api.trim_end_matches('/').to_owned();
        assert_eq!(office.kept(&connection).expect("signed in").base_url, base, "{form}");
        office.loaded(&connection).await;
        office.fault("no-endpoint-on-refresh", "on");
        assert_eq!(office.renewed(&connection).await.base_url, base, "{form}: the former one is kept");
        assert!(matches!(asked(office.desk.clone(), connection).await, AnswerState::Complete), "{form}");
    }
}

/// Row 5, the host: fixed, regional, or none of the service's.
#[tokio::test(flavor = "multi_thread")]
async fn row_05_another_host_is_followed_if_it_is_the_services_and_gets_no_token_if_not() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    office.loaded(&connection).await;
    let former = office.kept(&connection).expect("signed in").base_url;
    let region = Region::of(&office).await;
    office.fault("endpoint", &format!("{}/", region.base));
    let kept = office.renewed(&connection).await;
    assert_eq!(kept.base_url, region.base, "the new address is kept");
    assert_ne!(kept.base_url, former);
    let answer = asked(office.desk.clone(), connection.clone()).await;
    assert!(matches!(answer, AnswerState::Complete), "{answer:?}");
    assert!(region.visitors.load(Ordering::SeqCst) > 0, "and nothing else is asked from then on");

    for foreign in ["https://evil.example/api/", "https://bqecore.com.evil.example/api/"] {
        let office = Office::open().await;
        let connection = office.signed_in(&office.form(), Some(SECRET)).await;
        office.loaded(&connection).await;
        let former = office.kept(&connection).expect("signed in").base_url;
        office.fault("endpoint", foreign);
        office.fault("status-401", "1");
        office.desk.sync(&connection, "timeentry").await.expect("begins");
        let refused = |session: &SessionState| matches!(session, SessionState::SignedOut { reason: SignedOutReason::ForeignBaseUrl(_) });
        office.session_is(&connection, refused).await;
        let kept = office.kept(&connection).map(|tokens| tokens.base_url);
        assert!(kept.is_none_or(|kept| kept == former), "a foreign address is never kept");
    }
}

/// Row 15: a native app has a secret, or has none.
#[tokio::test(flavor = "multi_thread")]
async fn row_15_an_app_signs_in_with_its_secret_or_without_one() {
    let with = Office::open().await;
    let connection = with.signed_in(&with.form(), Some(SECRET)).await;
    with.renewed(&connection).await;
    assert!(with.desk.connections().await.expect("connections")[0].record.registration.has_secret);

    let without = Office::open_public().await;
    let connection = without.signed_in(&without.form(), None).await;
    without.renewed(&connection).await;
    assert!(!without.desk.connections().await.expect("connections")[0].record.registration.has_secret);

    // Each with what the other one is due.
    let needless = Office::open_public().await;
    let status = needless.ended(&needless.form(), Some(SECRET)).await;
    assert_eq!(refused_by_token_endpoint(failure(&status)), Some("invalid_client"), "{status:?}");
    let told = UiError::from(failure(&status)).message;
    assert!(told.contains("of a type that has none"), "that it may have none is said: {told}");
    needless.left_nothing().await;
    let missing = Office::open().await;
    let status = missing.ended(&missing.form(), None).await;
    assert_eq!(refused_by_token_endpoint(failure(&status)), Some("invalid_client"), "{status:?}");
    missing.left_nothing().await;
}

/// Row 16: `openid` goes together with the scopes of the data, or does not.
#[tokio::test(flavor = "multi_thread")]
async fn row_16_with_openid_the_person_is_known_and_without_it_the_data_are_read_all_the_same() {
    let office = Office::open().await;
    let connection = office.signed_in(&office.form(), Some(SECRET)).await;
    let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
    assert_eq!((record.person.as_str(), record.subject.is_empty()), ("Dana Whitlock", false));
    assert!(office.kept(&connection).is_some_and(|tokens| tokens.id_token.is_some()));

    let office = Office::open().await;
    office.fault("refuse-openid", "on");
    let refused = office.ended(&office.form(), Some(SECRET)).await;
    assert!(is_refused(&refused, "invalid_scope"), "{refused:?}");
    office.left_nothing().await;
    let (form, _) = office.desk.sign_in_form(&refused.id).expect("is remembered");
    let scopes = ALL.into_iter().filter(|scope| !["openid", "profile", "email"].contains(scope)).map(str::to_owned).collect();
    let connection = office.signed_in(&ConnectionForm { scopes, ..form }, Some(SECRET)).await;
    let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
    assert!(record.subject.is_empty() && record.email.is_none(), "user info is skipped: {record:?}");
    assert!(office.kept(&connection).is_some_and(|tokens| tokens.id_token.is_none()));
    office.loaded(&connection).await;
    office.renewed(&connection).await;
}

/// Row 17: the list of employees may be read, or is refused.
#[tokio::test(flavor = "multi_thread")]
async fn row_17_no_sign_in_needs_the_list_of_employees() {
    for refuses in [false, true] {
        let office = Office::open().await;
        if refuses {
            office.fault("employee-list-403", "on");
        }
        let connection = office.signed_in(&office.form(), Some(SECRET)).await;
        let record = office.desk.connections().await.expect("connections").swap_remove(0).record;
        assert_eq!((record.person.as_str(), record.company.as_str()), ("Dana Whitlock", "Fernhill Engineering"), "by user info alone");
        office.loaded(&connection).await;
        let mut events = office.desk.events();
        office.desk.sync(&connection, "employee").await.expect("begins");
        let status = wait_for(&mut events, |event| match event {
            DeskEvent::Mirror { status, .. } if status.mirror.entity_type == "employee" && !status.loading => Some(status.mirror.clone()),
            _ => None,
        })
        .await;
        assert_eq!((status.complete, status.problem.is_some()), (!refuses, refuses), "the list alone says so: {status:?}");
        // The own record is known by `user_id` of user info, and may be read by itself.
        let issuer = &office.sandbox.addresses().core.issuer;
        let token = office.access_token(&connection);
        let asked = reqwest::Client::new().get(format!("{issuer}/connect/userinfo")).bearer_auth(&token).send().await.expect("an answer");
        let told: serde_json::Value = asked.json().await.expect("claims");
        let service = SandboxApi::new(issuer.trim_end_matches("/idp"), &token);
        let own = service.record("employee", told["user_id"].as_str().expect("an id")).await.expect("an answer").expect("is there");
        assert_eq!(own["displayName"], "Dana Whitlock");
    }
}

/// Another host of the service: the same services behind another address.
struct Region {
    base: String,
    visitors: Arc<AtomicUsize>,
}

impl Region {
    async fn of(office: &Office) -> Self {
        let api = Url::parse(&office.sandbox.addresses().core.api).expect("an address");
        let port = api.port().expect("a port");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("binds");
        let (own, there) = (listener.local_addr().expect("is bound").to_string(), format!("127.0.0.1:{port}"));
        let base = format!("http://{own}/api");
        let visitors = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&visitors);
        tokio::spawn(async move {
            while let Ok((visitor, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(pass_on(visitor, own.clone(), there.clone()));
            }
        });
        Self { base, visitors }
    }
}

/// What another process asks the service through: the keyring and the locks are the same, and nothing else is.
fn other_process(office: &Office, connection: &str) -> Client {
    let service = Arc::new(office.desk.bqe_core().clone().on_loopback(&office.sandbox.addresses().core.issuer));
    let http = http_client(&service).expect("a client");
    let registration = ClientRegistration {
        client_id: CLIENT_ID.to_owned(),
        client_secret: ClientSecret::Given(Secret::new(SECRET)),
        authentication: ClientAuthentication::RequestBody,
        redirect_uri: RedirectUri::Registered(office.redirect_uri.clone()),
        pkce: true,
        grant: Grant::AuthorizationCode,
        scopes: Vec::new(),
    };
    let store: Arc<MemoryTokenStore> = Arc::clone(&office.tokens);
    let locks = office.folder.path().join("connections").join(connection);
    let session = Session::new(ProfileId::new(connection), Arc::clone(&service), registration, store, http.clone(), &locks);
    Client::new(service, Arc::new(session), http)
}

/// Ends a token at the service.
async fn revoke(office: &Office, token: &str) {
    let form = [("token", token), ("client_id", CLIENT_ID), ("client_secret", SECRET)];
    let address = format!("{}/connect/revocation", office.sandbox.addresses().core.issuer);
    let answer = reqwest::Client::new().post(address).form(&form).send().await.expect("an answer");
    assert!(answer.status().is_success());
}

/// Passes requests on under the host of the services, which answer to no other.
async fn pass_on(visitor: TcpStream, own: String, there: String) -> std::io::Result<()> {
    let (mut asks, mut hears) = visitor.into_split();
    let (mut answers, mut asked) = TcpStream::connect(&there).await?.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut answers, &mut hears).await });
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = asks.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        asked.write_all(String::from_utf8_lossy(&buffer[..length]).replace(&own, &there).as_bytes()).await?;
    }
}

/// How a question to the service ends.
async fn asked(desk: Desk, connection: String) -> AnswerState {
    let mut events = desk.events();
    let billed = Comparison { field: "billStatus".to_owned(), operator: Operator::Equal, value: json!(2) };
    let id = desk.ask(&connection, "timeentry", Condition::AnyOf(vec![vec![billed]])).await.expect("is asked");
    wait_for(&mut events, |event| match event {
        DeskEvent::Answer(answer) if answer.id == id && !matches!(answer.state, AnswerState::Arriving) => Some(answer.state.clone()),
        _ => None,
    })
    .await
}

fn refresh_token(tokens: &StoredTokens) -> &str {
    tokens.refresh_token.as_ref().expect("there is one").expose()
}

fn signed_out(reason: SignedOutReason) -> SessionState {
    SessionState::SignedOut { reason }
}

/// The `error` with which the token endpoint refused.
fn refused_by_token_endpoint(error: &DeskError) -> Option<&str> {
    match error {
        DeskError::SignIn(SignInError::TokenCall(TokenCallError::Refused { error, .. })) => Some(error),
        _ => None,
    }
}
