//! Waiting for the browser at the loopback redirect URI (RFC 8252 §7.3, §8.3).
//!
//! Whatever else reaches the port is answered or dropped in bounded time and memory and leaves the wait alone.

use super::callback_page::{answer_page, refusal_page};
use super::redirect_answer::{ExpectedAnswer, RedirectAnswer};
use super::redirect_request::{BadRequest, read_head};
use super::{RedirectUri, SignInError};
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use url::{Host, Url};

/// One connection may take so long, from accepting to closing.
const CONNECTION_LIMIT: Duration = Duration::from_secs(5);
/// More at once push out the oldest, so that idle ones never keep the browser waiting.
const MOST_CONNECTIONS: usize = 32;

/// Why a redirect URI cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectUriError {
    /// It is no URL.
    #[error("it is not an address")]
    Malformed,
    /// Its scheme is neither `http` nor `https`: no browser shows where it ended.
    #[error("it begins with neither http:// nor https://")]
    Scheme,
    /// Plain `http` at another computer, where the code would travel in the open.
    #[error("it leads to another computer without encryption")]
    Host,
    /// It names no port, or port 0.
    #[error("it names no port")]
    Port,
    /// It holds a user name or a fragment.
    #[error("it holds more than host, port, path and query")]
    Extras,
}

/// The bound address. Dropping it closes the port.
pub(super) struct LoopbackRedirect {
    /// Empty where the redirect URI is elsewhere and only a pasted address can bring the answer.
    listeners: Vec<TcpListener>,
    /// Letter by letter what goes out in both requests.
    text: String,
    url: Url,
}

impl LoopbackRedirect {
    /// Binds the socket that will be answered on; no other is bound later.
    pub(super) async fn bind(redirect_uri: &RedirectUri) -> Result<Self, SignInError> {
        match redirect_uri {
            RedirectUri::Registered(text) => {
                let (url, addresses) = registered(text)?;
                let listeners = bind_all(&addresses).await?;
                Ok(Self { listeners, text: text.clone(), url })
            }
            RedirectUri::AnyLoopbackPort { path } => {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(SignInError::Listener)?;
                let port = listener.local_addr().map_err(SignInError::Listener)?.port();
                let text = format!("http://127.0.0.1:{port}{path}");
                let (url, _) = registered(&text)?;
                Ok(Self { listeners: vec![listener], text, url })
            }
        }
    }

    pub(super) fn listens(&self) -> bool {
        !self.listeners.is_empty()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Waits until the answer of this sign-in has come; the port is closed then. Never ends otherwise.
    pub(super) async fn answer(self, expected: Arc<ExpectedAnswer>) -> RedirectAnswer {
        if self.listeners.is_empty() {
            return std::future::pending().await;
        }
        let (sender, mut answers) = mpsc::channel(1);
        let mut connections = Connections::default();
        loop {
            tokio::select! {
                Some(answer) = answers.recv() => {
                    connections.let_finish();
                    return answer;
                }
                accepted = accept_any(&self.listeners) => match accepted {
                    Ok(stream) => connections.add(tokio::spawn(serve(stream, Arc::clone(&expected), sender.clone())).abort_handle()),
                    // Out of descriptors or the like: the wait goes on, without spinning.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
            }
        }
    }
}

/// Whether Coredesk can listen at a redirect URI: http on this computer. Where it is https, the address is pasted.
///
/// # Errors
/// Why it cannot be used at all.
pub fn redirect_uri_listens(text: &str) -> Result<bool, RedirectUriError> {
    registered(text).map(|(_, addresses)| !addresses.is_empty())
}

/// The port that a redirect URI is listened on; `None` where it is any or none.
pub(crate) fn redirect_port(redirect_uri: &RedirectUri) -> Option<u16> {
    let (_, addresses) = registered(redirect_uri.text()?).ok()?;
    addresses.first().map(SocketAddr::port)
}

/// Tries whether the address can be listened on, and lets go of it. `None` where nothing needs to be listened on.
///
/// # Errors
/// `PortTaken`, `RedirectUri`, `Listener`.
pub async fn probe_redirect_uri(redirect_uri: &RedirectUri) -> Result<Option<u16>, SignInError> {
    let bound = LoopbackRedirect::bind(redirect_uri).await?;
    Ok(bound.url.port_or_known_default().filter(|_| bound.listens()))
}

/// The connections under way; dropping it ends them.
#[derive(Default)]
struct Connections(VecDeque<AbortHandle>);

impl Connections {
    fn add(&mut self, connection: AbortHandle) {
        self.0.retain(|other| !other.is_finished());
        if self.0.len() >= MOST_CONNECTIONS
            && let Some(oldest) = self.0.pop_front()
        {
            oldest.abort();
        }
        self.0.push_back(connection);
    }

    /// The page is on its way to the browser: each connection ends by its own limit.
    fn let_finish(&mut self) {
        self.0.clear();
    }
}

impl Drop for Connections {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

fn registered(text: &str) -> Result<(Url, Vec<SocketAddr>), RedirectUriError> {
    if text.chars().any(|character| character.is_whitespace() || character.is_control() || character == '\\') {
        return Err(RedirectUriError::Malformed);
    }
    let url = Url::parse(text).map_err(|_| RedirectUriError::Malformed)?;
    if url.fragment().is_some() || text.contains('@') {
        return Err(RedirectUriError::Extras);
    }
    match url.scheme() {
        "http" => {}
        "https" => return Ok((url, Vec::new())),
        _ => return Err(RedirectUriError::Scheme),
    }
    let hosts: Vec<IpAddr> = match url.host() {
        Some(Host::Ipv4(address)) if address == Ipv4Addr::LOCALHOST => vec![address.into()],
        Some(Host::Ipv6(address)) if address == Ipv6Addr::LOCALHOST => vec![address.into()],
        // The browser may take either family for this name.
        Some(Host::Domain("localhost")) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
        Some(_) | None => return Err(RedirectUriError::Host),
    };
    let port = url.port_or_known_default().filter(|port| *port != 0).ok_or(RedirectUriError::Port)?;
    Ok((url, hosts.into_iter().map(|host| SocketAddr::new(host, port)).collect()))
}

/// Binds every address; a family that this computer does not have is left out, a taken port is an error.
async fn bind_all(addresses: &[SocketAddr]) -> Result<Vec<TcpListener>, SignInError> {
    let mut listeners = Vec::new();
    let mut failure = None;
    for address in addresses {
        match TcpListener::bind(address).await {
            Ok(listener) => listeners.push(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(SignInError::PortTaken { port: address.port() }),
            Err(error) if address.is_ipv6() && addresses.len() > 1 => tracing::debug!(%error, "no IPv6 on this computer"),
            Err(error) => failure = Some(error),
        }
    }
    if addresses.is_empty() {
        return Ok(listeners);
    }
    match failure {
        None if !listeners.is_empty() => Ok(listeners),
        Some(error) => Err(SignInError::Listener(error)),
        None => Err(SignInError::Listener(ErrorKind::AddrNotAvailable.into())),
    }
}

async fn accept_any(listeners: &[TcpListener]) -> std::io::Result<TcpStream> {
    let accepts = listeners.iter().map(|listener| Box::pin(listener.accept()));
    let (accepted, _, _) = futures_util::future::select_all(accepts).await;
    accepted.map(|(stream, _)| stream)
}

async fn serve(stream: TcpStream, expected: Arc<ExpectedAnswer>, answers: mpsc::Sender<RedirectAnswer>) {
    // What takes longer is dropped without a word.
    let _ = tokio::time::timeout(CONNECTION_LIMIT, serve_one(stream, &expected, &answers)).await;
}

async fn serve_one(mut stream: TcpStream, expected: &ExpectedAnswer, answers: &mpsc::Sender<RedirectAnswer>) {
    let (page, answer) = match read_head(&mut stream).await {
        Ok(head) => match expected.judge_request(&head) {
            Ok(answer) => (answer_page(&answer), Some(answer)),
            Err(reason) => {
                tracing::debug!(?reason, "something else reached the redirect address");
                (refusal_page(reason.status()), None)
            }
        },
        Err(BadRequest::Malformed | BadRequest::TooLarge) => (refusal_page(400), None),
        Err(BadRequest::Gone) => return,
    };
    // The answer first, without waiting: a browser that does not take the page must not lose it.
    if let Some(answer) = answer {
        let _ = answers.try_send(answer);
    }
    let _ = stream.write_all(&page).await;
    let _ = stream.shutdown().await;
    // Closing with unread bytes would reset the connection and take the page from the browser.
    let mut rest = [0_u8; 1024];
    for _ in 0..64 {
        if !matches!(stream.read(&mut rest).await, Ok(read) if read > 0) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_can_be_listened_on() {
        assert_eq!(refusal("jot://oauth/callback"), RedirectUriError::Scheme);
        assert_eq!(refusal("http://192.168.0.1:1/"), RedirectUriError::Host);
        assert_eq!(refusal("http://0.0.0.0:1/"), RedirectUriError::Host);
        assert_eq!(refusal("http://evil.example:1/"), RedirectUriError::Host);
        assert_eq!(refusal("http://127.0.0.1:0/"), RedirectUriError::Port);
        assert_eq!(refusal("http://u@127.0.0.1:1/"), RedirectUriError::Extras);
        assert_eq!(refusal("http://127.0.0.1:1/#f"), RedirectUriError::Extras);
        assert_eq!(refusal("callback"), RedirectUriError::Malformed);
    }

    #[tokio::test]
    async fn https_is_waited_for_without_a_port() {
        let bound = LoopbackRedirect::bind(&RedirectUri::Registered("https://coredemo.com/".to_owned())).await.expect("is good");
        assert!(!bound.listens());
        assert_eq!(bound.text(), "https://coredemo.com/");
    }

    #[test]
    fn localhost_is_listened_on_in_both_families() {
        let (_, addresses) = registered("http://localhost:8765/callback").expect("is good");
        assert_eq!(addresses, ["127.0.0.1:8765".parse().expect("parses"), "[::1]:8765".parse().expect("parses")]);
        assert_eq!(registered("http://127.0.0.1:8765/").expect("is good").1.len(), 1);
    }

    #[tokio::test]
    async fn a_taken_port_is_named_and_no_other_is_used() {
        let other = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let port = other.local_addr().expect("has one").port();
        for host in ["127.0.0.1", "localhost"] {
            let refused = LoopbackRedirect::bind(&RedirectUri::Registered(format!("http://{host}:{port}/callback"))).await;
            assert!(matches!(refused, Err(SignInError::PortTaken { port: named }) if named == port));
        }
    }

    #[tokio::test]
    async fn the_redirect_uri_is_kept_letter_by_letter() {
        let free = TcpListener::bind("127.0.0.1:0").await.expect("binds").local_addr().expect("has one").port();
        let text = format!("http://127.0.0.1:{free}/Call/Back/?this=that");
        let bound = LoopbackRedirect::bind(&RedirectUri::Registered(text.clone())).await.expect("binds");
        assert_eq!(bound.text(), text);
    }

    fn refusal(text: &str) -> RedirectUriError {
        registered(text).expect_err("is refused")
    }
}
