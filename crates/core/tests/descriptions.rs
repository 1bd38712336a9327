//! Documents of services over the wire: read by address, read again with a connection's token, their news kept until seen.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use coredesk_core::catalogue::openapi::ReadError;
use coredesk_core::catalogue::{BaseUrlRule, Service, bidcore, saved};
use coredesk_core::desk::{DescriptionStatus, Desk, DeskError, DeskEvent, DocumentError, DocumentSource};
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Path, `Authorization` and `Accept` of each request, and what is answered next.
#[derive(Clone)]
struct Server {
    base_url: String,
    shared: Arc<Shared>,
}

struct Shared {
    seen: Mutex<Vec<[String; 3]>>,
    answer: Mutex<Box<Answer>>,
}

type Answer = dyn Fn(&str) -> Response + Send;

impl Server {
    async fn start(answer: impl Fn(&str) -> Response + Send + 'static) -> Self {
        let shared = Arc::new(Shared { seen: Mutex::default(), answer: Mutex::new(Box::new(answer)) });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let base_url = format!("http://{}", listener.local_addr().expect("has an address"));
        let router = Router::new().fallback(answer_next).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base_url, shared }
    }

    fn answer(&self, answer: impl Fn(&str) -> Response + Send + 'static) {
        *self.shared.answer.lock().expect("is whole") = Box::new(answer);
    }

    fn seen(&self) -> Vec<[String; 3]> {
        std::mem::take(&mut *self.shared.seen.lock().expect("is whole"))
    }
}

async fn answer_next(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let path = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let response = (shared.answer.lock().expect("is whole"))(&path);
    shared.seen.lock().expect("is whole").push([path, header("authorization"), header("accept")]);
    response
}

fn moved(to: String) -> Response {
    (StatusCode::FOUND, [("location", to)]).into_response()
}

fn desk(folder: &TempDir) -> (Desk, Arc<MemoryTokenStore>) {
    let tokens = Arc::new(MemoryTokenStore::default());
    let desk = Desk::open(folder.path(), Arc::clone(&tokens) as Arc<dyn TokenStore>, Arc::new(DefaultBrowser)).expect("opens");
    (desk, tokens)
}

async fn read(address: String) -> Result<(String, coredesk_core::desk::ServiceDraft), DocumentError> {
    let folder = TempDir::new().expect("a folder");
    match desk(&folder).0.read_document(DocumentSource::Address(address)).await {
        Ok(read) => Ok(read),
        Err(DeskError::Document(problem)) => Err(Arc::into_inner(problem).expect("nobody else has it")),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_document_is_read_from_its_address_without_any_token() {
    let server =
        Server::start(|path| if path == "/docs" { moved("/openapi.json".to_owned()) } else { bidcore::DOCUMENT.into_response() }).await;
    let (id, draft) = read(format!("{}/docs", server.base_url)).await.expect("reads");
    assert!(!id.is_empty());
    assert_eq!((draft.service.catalogue.entity_types.len(), draft.format.as_str()), (20, "OpenAPI 3.0"));
    assert_eq!(draft.service.base_url, BaseUrlRule::Fixed { url: server.base_url.clone() });
    let accepted = "application/json, application/vnd.oai.openapi+json, application/yaml;q=0.5";
    assert_eq!(server.seen(), [["/docs", "", accepted], ["/openapi.json", "", accepted]]);
}

#[tokio::test]
async fn what_is_no_document_is_told_apart() {
    let other = Server::start(|_| bidcore::DOCUMENT.into_response()).await;
    let elsewhere = other.base_url.clone();
    let server = Server::start(move |path| match path {
        "/elsewhere" => moved(elsewhere.clone()),
        "/round" => moved("/round".to_owned()),
        "/page" => "<!doctype html><title>API</title>".into_response(),
        "/secret" => StatusCode::UNAUTHORIZED.into_response(),
        "/none" => StatusCode::NOT_FOUND.into_response(),
        "/long" => vec![b' '; 17 * 1024 * 1024].into_response(),
        _ => vec![0xff, 0xfe].into_response(),
    })
    .await;
    let problem = async |path: &str| read(format!("{}{path}", server.base_url)).await.expect_err(path);
    assert!(matches!(problem("/elsewhere").await, DocumentError::Elsewhere { host } if host == "127.0.0.1"));
    assert!(matches!(problem("/round").await, DocumentError::Unreachable { .. }));
    assert!(matches!(problem("/page").await, DocumentError::Unusable(ReadError::Page)));
    assert!(matches!(problem("/secret").await, DocumentError::SignInNeeded { status: 401 }));
    assert!(matches!(problem("/none").await, DocumentError::Status { status: 404 }));
    assert!(matches!(problem("/long").await, DocumentError::TooLong));
    assert!(matches!(problem("/bytes").await, DocumentError::NoText));
    assert!(matches!(read("http://api.example.com/openapi.json".to_owned()).await, Err(DocumentError::Address)));
    assert_eq!(other.seen().len(), 0, "another host was asked");
}

#[tokio::test]
async fn a_description_from_a_file_is_read_and_written_alike() {
    let folder = TempDir::new().expect("a folder");
    let (desk, _) = desk(&folder);
    let path = folder.path().join("bidcore.json");
    std::fs::write(&path, saved::write(&bidcore::service()).expect("writes")).expect("writes");
    let (_, draft) = desk.read_document(DocumentSource::File(path)).await.expect("reads");
    assert!(draft.is_saved);
    assert_eq!(draft.service, bidcore::service());
    let gone = desk.read_document(DocumentSource::File(folder.path().join("gone.json"))).await;
    assert!(matches!(gone, Err(DeskError::Document(problem)) if matches!(*problem, DocumentError::File(_))));
    let text = desk.read_document(DocumentSource::Text("no document".to_owned())).await;
    assert!(matches!(text, Err(DeskError::Document(problem)) if matches!(*problem, DocumentError::Unusable(ReadError::NotOpenApi))));
}

const ID: &str = "c1";
const TOKEN: &str = "the-token";

/// A connection to the BidCore of `server`, which is signed in and knows what is built in but for its deals.
fn connect(folder: &Path, tokens: &MemoryTokenStore, server: &Server) -> Service {
    let mut service = Service { base_url: BaseUrlRule::Fixed { url: server.base_url.clone() }, ..bidcore::service() };
    service.catalogue.entity_types.retain(|entity_type| entity_type.name != "deals");
    let own = folder.join("connections").join(ID);
    std::fs::create_dir_all(&own).expect("makes");
    std::fs::write(own.join("service.json"), serde_json::to_vec(&service).expect("writes")).expect("writes");
    let row = rusqlite::Connection::open(folder.join("desk.sqlite")).expect("opens");
    let sql =
        "INSERT INTO connection (id, service, environment, client_id, subject, person, company_id, company, scopes, base_url, made_at)
               VALUES (?1, 'bidcore', 'production', '', '', '', '', 'Northlight', '', ?2, 0)";
    row.execute(sql, [ID, &server.base_url]).expect("inserts");
    let stored = StoredTokens {
        access_token: Secret::new(TOKEN),
        refresh_token: None,
        id_token: None,
        expires_at: None,
        obtained_at: 0,
        granted_scopes: Vec::new(),
        base_url: server.base_url.clone(),
    };
    tokens.save(&ProfileId::new(ID), &stored).expect("keeps");
    service
}

/// The status once a reading has ended, however it ended.
async fn read_once(desk: &Desk) -> DescriptionStatus {
    let mut events = desk.events();
    loop {
        let status = desk.description_status(ID).await.expect("has a status");
        if status.read_at.is_some() || status.problem.is_some() {
            return status;
        }
        while !matches!(events.recv().await.expect("goes on"), DeskEvent::Catalogue { .. }) {}
    }
}

#[tokio::test]
async fn a_document_is_read_at_the_first_use_and_its_news_stay_until_seen() {
    let folder = TempDir::new().expect("a folder");
    let server =
        Server::start(
            |path| if path == "/openapi.json" { bidcore::DOCUMENT.into_response() } else { StatusCode::NOT_FOUND.into_response() },
        )
        .await;
    let (desk, tokens) = desk(&folder);
    connect(folder.path(), &tokens, &server);
    let status = read_once(&desk).await;
    assert!(status.problem.is_none() && !status.is_built_in, "{status:?}");
    assert_eq!((status.news.as_deref(), status.differences.as_slice()), (Some("1 new entity"), &["Deals are new".to_owned()][..]));
    assert_eq!(server.seen()[0][..2], ["/openapi.json".to_owned(), format!("Bearer {TOKEN}")]);

    // It still is news after it was read once more, and no longer once it was seen.
    desk.read_description_again(ID).await.expect("reads");
    assert!(desk.description_status(ID).await.expect("has a status").news.is_some());
    desk.dismiss_news(ID).await.expect("dismisses");
    let seen = desk.description_status(ID).await.expect("has a status");
    assert_eq!((seen.news, seen.differences), (None, Vec::new()));

    // What others are given holds the new description and no token.
    let file = desk.description_file(ID).await.expect("writes");
    assert!(file.text.contains("\"deals\"") && !file.text.contains(TOKEN));
    assert_eq!(
        (file.name.as_str(), saved::read(&file.text).map(|service| service.catalogue)),
        ("bidcore.coredesk.json", Ok(bidcore::service().catalogue))
    );
}

#[tokio::test]
async fn a_document_that_says_nothing_of_it_leaves_the_presentation_as_it_was() {
    let folder = TempDir::new().expect("a folder");
    let plain = bidcore::DOCUMENT.replace("\"x-entity\"", "\"x-other\"").replace("\"x-entities\"", "\"x-others\"");
    let server = Server::start(move |_| plain.clone().into_response()).await;
    let (desk, tokens) = desk(&folder);
    let former = connect(folder.path(), &tokens, &server);
    let status = read_once(&desk).await;
    assert_eq!(status.differences, ["Deals are new"]);
    let file = desk.description_file(ID).await.expect("writes");
    let catalogue = saved::read(&file.text).expect("reads").catalogue;
    for known in &former.catalogue.entity_types {
        assert_eq!(catalogue.entity_type(&known.name), Some(known));
    }
    assert_eq!(catalogue.groups, former.catalogue.groups);
}

#[tokio::test]
async fn the_copy_stays_where_the_document_cannot_be_read() {
    let folder = TempDir::new().expect("a folder");
    let server = Server::start(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()).await;
    let (desk, tokens) = desk(&folder);
    let former = connect(folder.path(), &tokens, &server);
    let status = read_once(&desk).await;
    assert!(matches!(status.problem.as_deref(), Some(DocumentError::Status { status: 500 })), "{status:?}");
    assert!(status.is_built_in && status.news.is_none());
    let kept: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("connections").join(ID).join("service.json")).expect("is there"))
            .expect("JSON");
    assert_eq!(kept, serde_json::to_value(&former).expect("writes"));

    // A page in place of the document is no document; one of the usual places has it, in another form.
    server.answer(|path| match path {
        "/schema/" => bidcore::DOCUMENT.into_response(),
        _ => "<html>Sign in</html>".into_response(),
    });
    desk.read_description_again(ID).await.expect("reads");
    let status = desk.description_status(ID).await.expect("has a status");
    assert!(status.problem.is_none() && status.news.is_some(), "{status:?}");
}

#[tokio::test]
async fn a_token_never_follows_a_document_to_another_host() {
    let folder = TempDir::new().expect("a folder");
    let other = Server::start(|_| bidcore::DOCUMENT.into_response()).await;
    let elsewhere = other.base_url.clone();
    let server = Server::start(move |_| moved(format!("{elsewhere}/openapi.json"))).await;
    let (desk, tokens) = desk(&folder);
    connect(folder.path(), &tokens, &server);
    let status = read_once(&desk).await;
    assert!(matches!(status.problem.as_deref(), Some(DocumentError::Elsewhere { .. })), "{status:?}");
    assert_eq!(other.seen(), Vec::<[String; 3]>::new());
}
