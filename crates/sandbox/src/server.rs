//! The HTTP server: loopback only, requests meant for it only, and connections that can be dropped on purpose.

use crate::shared::Shared;
use crate::{admin, api, bidcore, identity, page};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Marks a response that must not be sent: the connection ends without an answer.
#[derive(Debug, Clone, Copy)]
struct DropConnection;

/// The connection was dropped on purpose.
#[derive(Debug, thiserror::Error)]
#[error("the answer is dropped")]
struct AnswerDropped;

/// A response that is never sent.
pub(crate) fn drop_connection() -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(DropConnection);
    response
}

/// Serves until the task is ended; its connections end with it.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = router(shared);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve_connection(stream, router.clone()));
                }
                Err(error) => {
                    tracing::warn!(?error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .merge(identity::routes())
        .merge(api::routes())
        .merge(bidcore::routes())
        .merge(admin::routes())
        .route("/sandbox/style.css", get(page::stylesheet))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), only_for_us))
        .with_state(shared)
}

async fn serve_connection(stream: TcpStream, router: Router) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(?error, "no TCP_NODELAY");
    }
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = router.call(request);
        async move {
            let Ok(response) = answer.await;
            if response.extensions().get::<DropConnection>().is_some() { Err(AnswerDropped) } else { Ok(response) }
        }
    });
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(?error, "a connection ended early");
    }
}

/// Lets through what names this server as its host and, if it names an origin, comes from its own pages.
async fn only_for_us(State(shared): State<Arc<Shared>>, request: axum::extract::Request, next: Next) -> Response {
    let headers = request.headers();
    if !is_own_host(headers, shared.port) {
        return (StatusCode::MISDIRECTED_REQUEST, "This host is not served here.").into_response();
    }
    if !is_own_origin(headers, shared.port) {
        return (StatusCode::FORBIDDEN, "Requests from other origins are refused.").into_response();
    }
    let (method, path) = (request.method().clone(), path_to_tell(request.uri().path()).to_owned());
    let mut response = next.run(request).await;
    tracing::info!(%method, path, status = response.status().as_u16(), "answered");
    if let Some(date) = shared.faults.amount("clock-ahead-s").and_then(date_ahead) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// The path as the log may have it: without the key of the admin page.
fn path_to_tell(path: &str) -> &str {
    if path.starts_with(admin::PATH) { admin::PATH } else { path }
}

/// The `Date` of a clock that is so many seconds ahead (RFC 9110 §5.6.7).
fn date_ahead(seconds: u64) -> Option<HeaderValue> {
    let ahead = SignedDuration::try_from(Duration::from_secs(seconds)).ok()?;
    let date = Timestamp::now().checked_add(ahead).ok()?;
    HeaderValue::try_from(date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

fn is_own_host(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let own = hosts.next().is_some_and(|host| host == format!("127.0.0.1:{port}").as_str() || host == format!("localhost:{port}").as_str());
    own && hosts.next().is_none()
}

fn is_own_origin(headers: &HeaderMap, port: u16) -> bool {
    headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| origin == format!("http://127.0.0.1:{port}").as_str() || origin == format!("http://localhost:{port}").as_str())
}
